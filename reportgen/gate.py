"""The gate: the figures of a year, and everything that is wrong with its rows; no report passes while one is an error.

Of a county and its bodies the figures are those of all their rows, and what is wrong is what is wrong with any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from reportgen.invocation import about
from reportgen.ledger import reading as ledgers
from reportgen.ledger.remembered import version_of
from reportgen.model import CannotRun
from reportgen.periods import divisions
from reportgen.workspace import waivers
from reportgen.workspace.printed_dates import wrong_dates

if TYPE_CHECKING:
    from reportgen.ledger.reading import Ledger
    from reportgen.model import Figure, Finding, Profile
    from reportgen.pipeline import Project
    from reportgen.workspace.settings import Workspace


def open_ledger(project: Project) -> Ledger:
    """Return the ledger, open to be read; that of a county with all that its bodies have. Raises CannotRun."""
    workspace, kinds = project.workspace, project.profile.kinds
    if workspace.bodies:
        from reportgen.ledger.rolled_up import renew

        renew(workspace.ledger, kinds, {each: workspace.of(each).ledger for each in workspace.bodies})
    return ledgers.open_to_read(workspace.ledger, kinds)


def checked(
    ledger: Ledger, project: Project, year: int, *, as_collected: bool = False
) -> tuple[dict[str, Figure], list[Finding]]:
    """Return the figures of a year, and everything that is wrong with its rows. Raises CannotRun."""
    from reportgen.stages import figures as figuring
    from reportgen.stages.behind import behind
    from reportgen.stages.years import set_days

    set_days(ledger, project.workspace, year)
    version = ledger.remembered.version
    figures, blanks = figuring.figures(ledger, project.profile, year)
    if project.workspace.bodies:
        return figures, _of_bodies(ledger, project, year, blanks, as_collected=as_collected)
    found = _found(ledger, project, figures, year, version)
    marked = {each.place for each in found if each.severity == "error"}
    found += [each for each in blanks if each.place not in marked]
    found += wrong_dates(project.workspace, year)
    found += behind(ledger, project.workspace, year, as_collected=as_collected)
    order = {name: at for at, name in enumerate(project.profile.departments)}
    return figures, sorted(found, key=lambda each: (order.get(each.department, -1), each.place, each.code))


def in_its_settings(project: Project, found: list[Finding]) -> list[Finding]:
    """Return what keeps a report from being written; where one of several bodies lacks a text, with where its own is set."""
    body = project.workspace.body
    if not body:
        return found
    where = f"的 bodies 里“{body}”下面写 report:"
    return [
        replace(each, fix=each.fix.replace("里写一行 report:", where)) if each.code == "SET001" else each
        for each in found
    ]


def of_template(project: Project, year: int) -> list[Finding]:
    """Return what keeps the template from making the report of a part of the year."""
    if not project.workspace.part:
        return []
    from reportgen.proofreading.whole_years import of_whole_years

    return of_whole_years(project.template, project.profile, project.workspace, year)


def _apart(workspace: Workspace) -> list[list[Workspace]]:
    """The workspaces of the parts of which a time is made up, by each division of it that was collected as a whole."""
    found = [
        [replace(workspace, part=part, ledger=workspace.ledger_of(part)) for part in parts]
        for parts in divisions(workspace.part)
    ]
    return [parts for parts in found if all(each.ledger.is_file() for each in parts)]


def _state(parts: Iterable[Workspace]) -> str:
    """Another text once any of the ledgers is another."""
    stats = [(each.ledger.stat(), version_of(each.ledger)) for each in parts]
    return "".join(f" {stat.st_size} {stat.st_mtime_ns} {version}" for stat, version in stats)


def _of_parts(
    project: Project, apart: Iterable[Sequence[Workspace]], figures: Mapping[str, Figure], year: int
) -> list[Finding]:
    """What does not agree with the figures of the parts of the year, where all of them were collected by themselves."""
    found: list[Finding] = []
    for parts in apart:
        from reportgen.stages.of_parts import differing

        shares = {each.period(year): _figures(replace(project, workspace=each), year) for each in parts}
        if all(shares.values()):
            found += differing(project.profile, project.workspace.period(year), figures, shares)
    return found


def _figures(project: Project, year: int) -> Mapping[str, Figure]:
    """The figures of a year; none where there are no workbooks of it, or the ledger cannot be read."""
    from reportgen.stages.figures import figures
    from reportgen.stages.years import set_days

    with suppress(CannotRun), open_ledger(project) as ledger:
        if ledger.workbooks(year):
            set_days(ledger, project.workspace, year)
            return figures(ledger, project.profile, year)[0]
    return {}


def _found(
    ledger: Ledger, project: Project, figures: Mapping[str, Figure], year: int, version: int
) -> list[Finding]:
    """What is wrong with the rows of a year by itself, and beside its parts. Raises CannotRun."""
    apart = _apart(project.workspace)

    def judge(ledger: Ledger, profile: Profile, year: int, *, alone: bool = False) -> list[Finding]:
        from reportgen.stages.validate import validate

        bare = _without_template(project)
        return _remembered(
            ledger, bare, year, version,
            lambda _: validate(ledger, bare.profile, year, alone=alone),
            " alone" * alone,
        )  # fmt: skip

    def find(given: waivers.Waivers) -> list[Finding]:
        from reportgen.tasks.checking import find

        unit = project.workspace.unit
        found = find(ledger, project.profile, lambda: project.template, figures, year, unit, given, judge)
        return [*found, *_of_parts(project, apart, figures, year)]

    return _remembered(ledger, project, year, version, find, _state(chain.from_iterable(apart)))


def _without_template(project: Project) -> Project:
    """The project as it is with every template that leaves the same doubts."""
    from reportgen.ledger.remembered import text_of
    from reportgen.profile import compiled

    workspace, profile = project.workspace, replace(project.profile, template=b"", lines=())
    hangs_on = {**workspace.printed, "doubts": text_of(profile.doubts)}
    stamp = compiled.stamp(workspace.profile, workspace.declared, "")
    return replace(project, profile=profile, stamp=stamp and f"{stamp} {compiled.digest_of(hangs_on)}")


def _remembered(
    ledger: Ledger,
    project: Project,
    year: int,
    version: int,
    find: Callable[[waivers.Waivers], list[Finding]],
    more: str = "",
) -> list[Finding]:
    """What was found before where nothing has changed since, nor what it hangs on `more`, or else is found now. Raises
    CannotRun where another has changed the ledger since the figures were counted.
    """
    workspace, remembered, today = project.workspace, ledger.remembered, date.today()
    stamp = waivers.stamp(workspace, project.stamp, today)
    stamp = stamp and f"{stamp}{more}"
    known = remembered.findings(year, stamp)
    found = find(waivers.load(workspace, today)) if known is None else known
    if remembered.version != version:
        raise CannotRun("核对的时候，另一个 reportgen 又收集了来件，数变了；请再运行一次")
    if known is None and not ledger.views.failed:
        remembered.keep(workspace.ledger, year, stamp, found, version)
    return found


def _of_bodies(
    ledger: Ledger, project: Project, year: int, blanks: list[Finding], *, as_collected: bool
) -> list[Finding]:
    """What is wrong with a year of any body, body by body, what lies in the folder of none, and what is wrong between them and
    with the figures over all of them.
    """
    from reportgen.stages.of_bodies import blanks_over_all, idle_waivers, is_everyones, of_body, strays

    found = [*strays(project.workspace, year), *idle_waivers(project.workspace)]
    everyones: set[Finding] = set()
    for body in project.workspace.bodies_in(year):
        own = project.of(body)
        with open_ledger(own) as its, about(body):
            wrong = checked(its, own, year, as_collected=as_collected)[1]
        found += of_body(body, wrong, everyones)
        everyones |= {each for each in wrong if is_everyones(each)}
    found += _of_the_year_before(ledger, project, year, as_collected=as_collected)
    found += _between(ledger, project, year, found)
    return [*found, *blanks_over_all(blanks, found)]


def _of_the_year_before(
    ledger: Ledger, project: Project, year: int, *, as_collected: bool
) -> Iterator[Finding]:
    """What is wrong with comparing all bodies' figures with the year before, beside what is told of each body: what lies in
    no body's folder, bodies that are no more, and bodies of which nothing has come.
    """
    from reportgen.stages.compared import compared_with, of_last_year
    from reportgen.stages.of_bodies import not_compared, of_body, strays, without_last_year

    workspace, last = project.workspace, year - 1
    earlier = strays(workspace, last, loose=False)
    for body in set(workspace.bodies_in(last)).difference(workspace.bodies_in(year)):
        own = project.of(body)
        with open_ledger(own) as its:
            earlier += of_body(body, checked(its, own, last, as_collected=as_collected)[1], ())
    if earlier:
        yield from of_last_year(ledger, project.profile, project.template, year, earlier)
    names = without_last_year(ledger, workspace, year)
    if names and compared_with(project.profile, project.template):
        yield not_compared(names, workspace, year)


def shared_by_bodies(project: Project, year: int) -> list[Finding]:
    """Return the warnings of tables, and of texts, that several bodies have, of which the report of none can tell. Raises
    CannotRun.
    """
    with open_ledger(project) as ledger:
        return _same(ledger, project, year)


def _same(ledger: Ledger, project: Project, year: int) -> list[Finding]:
    from reportgen.stages.borrowed import borrowed
    from reportgen.stages.echoed import echoed

    copies = [*borrowed(ledger, project.profile.kinds, year)]
    copied = {(each.place.file, each.place.sheet) for each in copies}
    return [*copies, *echoed(ledger, project.profile, year, copied)]


def _between(ledger: Ledger, project: Project, year: int, wrong: Iterable[Finding]) -> list[Finding]:
    """What the checks over all bodies find, and the tables that two of them have; with what is `wrong` with any of them known."""
    from reportgen.stages.doubled import doubled

    twice = sorted(doubled(ledger, year, wrong))

    def find(given: waivers.Waivers) -> list[Finding]:
        from reportgen.tasks.checking import find_over_bodies

        same = _same(ledger, project, year)
        return [*same, *find_over_bodies(ledger, project.profile, year, twice, given)]

    return _remembered(ledger, project, year, ledger.remembered.version, find, " ".join(["", *twice]))
