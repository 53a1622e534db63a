"""What was collected and found for each of several bodies -> what a county is told of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.characters import plain
from reportgen.ledger.reading import Ledger
from reportgen.model import CannotRun, Finding, Place
from reportgen.periods import PARTS
from reportgen.rules import finding
from reportgen.workspace.arrivals import WORKBOOKS, Arrival, in_inbox, name_of_body
from reportgen.workspace.settings import Workspace
from reportgen.workspace.waivers import WAIVERS, file_of

if TYPE_CHECKING:
    from reportgen.stages.collect import Collected

_EVERYONES = ("PRO", "TPL", "SET")
_NAMED = 3
_STRAY = "不在任何一个单位的文件夹里，没有收"


def strays(workspace: Workspace, year: int | None, *, loose: bool = True) -> list[Finding]:
    """Return an error for each file of a year that lies in no body's folder: nobody knows whose it is; `loose` are those in no
    year's folder, too.
    """
    return [
        finding("FIL024", f"“{name.rpartition('/')[2]}”{why}", Place(name))
        for name, why in _stray(workspace, year, loose=loose)
    ]


def _stray(workspace: Workspace, year: int | None, *, loose: bool = True) -> list[tuple[str, str]]:
    """The files of no body, each with the reason why it is not collected."""
    there = in_inbox(workspace, None if year is None else (year,)) if workspace.inbox.is_dir() else []
    ended = {plain(name): name for name in workspace.bodies}
    return [
        (each.storable_name, _why(workspace, each, ended))
        for each in there
        if each.path.suffix.lower() in (*WORKBOOKS, ".zip") and (loose or not each.loose)
    ]


def _why(workspace: Workspace, file: Arrival, names: Mapping[str, str]) -> str:
    name = names.get(name_of_body(file.given), "") if file.year else ""
    if not name:
        return _STRAY
    years = workspace.years_of_bodies[name]
    span = f"到{years.last}年为止" if file.year and file.year > years.last else f"从{years.first}年才起"
    return f"是{name}{file.year}年的，设置里{name}{span}，没有收"


def without_last_year(ledger: Ledger, workspace: Workspace, year: int) -> list[str]:
    """Return the bodies of both years of which something has come, and nothing for the year before, where it has of others."""
    last = year - 1
    both = [name for name in workspace.bodies_in(last) if name in workspace.bodies_in(year)]
    came = [name for name in both if ledger.received(year, name)] if ledger.workbooks(last) else []
    return [name for name in came if not ledger.received(last, name)]


def not_compared(names: Sequence[str], workspace: Workspace, year: int) -> Finding:
    """Return a warning that there is nothing to compare the figures over all bodies with."""
    before = workspace.period(year - 1).named
    shown = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    message = f"{before}没有收到{shown}的表，全部单位的数不与上年比较"
    fix = f"找到{before}的表，放进来件夹，重新收集；{year}年新设的单位，在设置 bodies 里“{names[0]}”下面写 from: {year}。"
    return replace(finding("FIG003", message, Place(f"{before}的表"), fix=fix), severity="warning")


def is_everyones(found: Finding) -> bool:
    """Whether what is wrong with one body is wrong with all: it hangs on the profile, the template or the settings."""
    return found.code.startswith(_EVERYONES) and not found.department


def of_body(body: str, found: Iterable[Finding], told: Collection[Finding]) -> Iterator[Finding]:
    """Yield what is wrong with a body, but for what is everyone's and was `told`: each with the name of the body before
    that of the department, or else in what is said.
    """
    for each in found:
        if each.department:
            yield replace(each, department=f"{body}{each.department}")
        elif is_everyones(each):
            yield from [] if each in told else [each]
        elif each.place.file:
            yield each
        else:
            yield replace(each, message=f"{body}：{each.message}")


def blanks_over_all(blanks: Iterable[Finding], told: Iterable[Finding]) -> list[Finding]:
    """Return what is wrong with the figures over all bodies at places of which no error is told with any body."""
    wrong = {each.place for each in told if each.severity == "error"}
    return [each for each in blanks if each.place not in wrong]


def idle_waivers(workspace: Workspace) -> Iterator[Finding]:
    """Yield a warning for each file of waivers that is neither a body's nor that of all, of whole years or of a part."""
    stem, suffix = WAIVERS.split(".")
    if not (there := sorted(workspace.root.glob(f"{stem}*.{suffix}"))):
        return
    bodies = [workspace, *map(workspace.of, workspace.bodies)]
    used = {file_of(replace(each, part=part)) for each in bodies for part in ("", *PARTS)}
    for file in there:
        if file.name not in used:
            fix = (
                f"每个单位的说明写在自己的文件里，如 {file_of(bodies[1])}，单位的名称照设置里 bodies 写的写。"
            )
            message = "不是哪一个单位的，里面的说明没有起作用"
            yield finding("SET008", message, Place(file.name), fix=fix)


def need_no_paths(workspace: Workspace, paths: Sequence[Path]) -> None:
    """Refuse files by path where nobody says whose they are. Raises CannotRun."""
    if paths:
        name = next(iter(workspace.bodies))
        raise CannotRun(
            f"这里有{len(workspace.bodies)}个单位；收指明的文件，要写明是哪个单位的，如 --unit {name}"
        )


def collected(workspace: Workspace, done: Sequence[Collected], year: int | None) -> Collected:
    """Return what was done for all bodies, and what lies in the folder of none."""
    passed: Counter[str] = Counter()
    for each in done:
        passed.update(each.passed)
    return replace(
        done[0],
        workbooks=sum(each.workbooks for each in done),
        sheets=sum(each.sheets for each in done),
        rows=sum(each.rows for each in done),
        unchanged=sum(each.unchanged for each in done),
        refused=[
            *_stray(workspace, year),
            *(one for each in done for one in each.refused),
        ],
        unrecognised=[one for each in done for one in each.unrecognised],
        replaced=[one for each in done for one in each.replaced],
        dropped=[one for each in done for one in each.dropped],
        passed=dict(passed),
        accounts=[one for each in done for one in each.accounts],
    )
