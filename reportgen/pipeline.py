"""What each command runs, in order. Read this page first.

    files ──collect──► ledger ──figures──► figures ──render──► report
                          ├────validate────► findings ──gate──┘
                          └─────status─────► submissions

The gate: a report is written only while no finding is an error, unless it is asked for as a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reportgen.gate import checked as _checked
from reportgen.gate import in_its_settings as _in_its_settings
from reportgen.gate import of_template as _of_template
from reportgen.gate import open_ledger as _ledger
from reportgen.ledger.file import recall, told
from reportgen.ledger.sql import QueryError
from reportgen.model import Broken, CannotRun, count_errors
from reportgen.outcomes import Built as Built
from reportgen.outcomes import Figures as Figures
from reportgen.outcomes import Form as Form
from reportgen.outcomes import Rendered as Rendered
from reportgen.profile import compiled, papers
from reportgen.workspace import settings as workspaces
from reportgen.workspace.safekeeping import prepare, settle
from reportgen.workspace.settings import Workspace
from reportgen.workspace.staffed import as_asked, of_body

if TYPE_CHECKING:
    from reportgen.evidence.traced import Traced
    from reportgen.ledger.reading import Ledger
    from reportgen.ledger.writing import WritableLedger
    from reportgen.model import Figure, FigureDefinition, Finding, Profile
    from reportgen.stages.classify import SheetRead
    from reportgen.stages.collect import Collected
    from reportgen.stages.status import Submissions
    from reportgen.word.document import Template
    from reportgen.workspace.arrivals import Arrival
    from reportgen.workspace.incoming import Incoming

Told = TypeVar("Told")
OfFigures = tuple[Sequence[tuple["Figure", Told]], int, Sequence["Finding"]]
Progress = Callable[[int], AbstractContextManager[Callable[[int], None]]]  # told how many, and then of each


@contextmanager
def _unseen(count: int) -> Iterator[Callable[[int], None]]:
    yield lambda done: None


@dataclass(frozen=True)
class Project:
    """A workspace and the profile it uses, and what can be done with them: a command each, with the command's name.

    `stamp` is a digest of all that the profile's check hangs on, `loaded` the template where it has been read already,
    `notice` a sentence for the user where opening it has changed something.
    Every method may raise CannotRun, whose text is a Chinese sentence for the user.
    """

    workspace: Workspace
    profile: Profile
    stamp: str = ""
    loaded: Template | None = None
    notice: str = ""

    def of(self, body: str) -> Project:
        """Return the project of one of the bodies whose reports are made here. Raises CannotRun."""
        workspace = self.workspace.of(body)
        if workspace is self.workspace:
            return self
        stamp = self.stamp and f"{self.stamp} {compiled.digest_of(workspace.printed)}"
        return replace(self, workspace=workspace, profile=of_body(self.profile, body), stamp=stamp)

    @cached_property
    def template(self) -> Template:
        """The profile's Word template, read when it is first needed, and once."""
        from reportgen.word.document import Template

        return self.loaded or Template.load(self.profile.template)

    def collect(self, paths: Sequence[Path] = (), year: int | None = None) -> Collected:
        """Read the inbox, or `paths`, into the ledger; return how many workbooks, sheets and rows were read, how many
        workbooks are as before, and which files and sheets could not be taken, each with the reason.
        """
        return collect(self, paths, year)

    def reading(self, file: Path, sheet: str = "") -> list[SheetRead]:
        """Return how each sheet of a workbook is read: every row, its class, the words that made it so, and its cells, the
        personal ones masked.
        """
        return reading(self, file, sheet)

    def status(self, year: int) -> Submissions:
        """Return by department which of the sheets it owes have come, report nothing, are missing or were refused."""
        return status(self, year)

    def validate(self, year: int | None = None) -> list[Finding]:
        """Return what is wrong with a year's rows, by default the latest's, in the order of department, file, sheet and row. While
        one of them has the severity "error", no report is issued.
        """
        return validate(self, year)[1]

    def figures(self, year: int) -> Figures:
        """Return every figure in the profile's order with its source rows (file, sheet, row from 1), and how many errors
        are open. A value is a number in the unit of its definition, a rate in percent; None where it has none.
        """
        return figures(self, year)

    def trace(self, year: int, name: str) -> Figures:
        """Return one figure, by its full name, with its source rows and their cells by address; personal cells are left
        out.
        """
        return trace(self, year, name)

    def render(
        self, year: int, output: Path | None = None, *, draft: bool = False, as_collected: bool = False
    ) -> Rendered:
        """Write the report of a year and return its file, or no file and the findings that kept it from being written.
        `as_collected` lets it be written though the inbox has changed since.
        """
        return render(self, year, output, draft=draft, as_collected=as_collected)

    def build(self, year: int) -> Built:
        """Collect, validate and render in a row."""
        return build(self, year)

    def forms(self, year: int, folder: Path | None = None) -> list[Form]:
        """Write the blank workbook of every department that owes sheets, and return them."""
        from reportgen.tasks.correspondence import forms

        return forms(self.workspace, self.profile, year, folder)


def open_project(root: Path, paper: str = "", body: str = "", part: str = "") -> Project:
    """Read settings, profile and the template of a paper, for one of the bodies if it is named, and for a part of the year.
    Raises CannotRun, or Broken with all mistakes at once.

    A profile that the ledger remembers as checked, with the same files and settings, is not checked again.
    """
    workspace, findings = workspaces.load(root)
    if workspace is None:
        raise Broken(findings)
    if body:
        return replace(open_project(root, paper, part=part), notice="").of(body)
    workspace, notice = settle(replace(workspace, paper=papers.need(workspace.profile, paper, part)))
    workspace = workspace.during(part) if part else workspace
    stamp = compiled.stamp(workspace.profile, workspace.declared, workspace.template.name)
    if text := recall(workspace.ledger, stamp):
        known = compiled.from_text(text, workspace.template.read_bytes())
        return Project(workspace, as_asked(workspace, known), stamp, notice=notice)
    from reportgen.opening import checked

    profile, loaded, findings = checked(workspace)
    if findings or profile is None:
        raise Broken(findings)
    return Project(workspace, as_asked(workspace, profile), stamp, loaded, notice)


def collect(
    project: Project,
    paths: Sequence[Path] = (),
    year: int | None = None,
    progress: Progress = _unseen,
    *,
    detailed: bool = False,
) -> Collected:
    """Read the inbox, or `paths`, into the ledger; forget the files that have left the inbox. `detailed` asks for the
    account of each sheet. Raises CannotRun.
    """
    from reportgen.stages.collect import collect as collect_files
    from reportgen.workspace.noting import gone_from, note

    workspace, profile = project.workspace, project.profile
    if workspace.bodies:
        return _collect_all(project, paths, year, progress, detailed=detailed)
    there, files = _incoming(project, paths, year)
    with _ledger_to_write(project) as ledger, progress(len(files)) as advance:
        _remember(project, ledger)
        gone = [] if paths else gone_from(workspace, ledger, files, year)
        done = collect_files(
            ledger, profile, files,
            folder=workspace.ledger.parent, unit=workspace.body or workspace.unit, year=year, gone=gone, advance=advance, detailed=detailed,
        )  # fmt: skip
        note(workspace, ledger, there, files, year=year, all_of_it=not paths)
        return done


def _collect_all(
    project: Project, paths: Sequence[Path], year: int | None, progress: Progress, *, detailed: bool
) -> Collected:
    """Collect what each body's departments have sent, each into its own ledger, and all into that of the county."""
    from reportgen.stages.of_bodies import collected, need_no_paths

    need_no_paths(project.workspace, paths)
    with _ledger_to_write(project) as ledger:
        _remember(project, ledger)
    done = []
    with progress(len(project.workspace.bodies)) as advance:
        for body in project.workspace.bodies:
            done.append(collect(project.of(body), (), year, detailed=detailed))
            advance(1)
    _ledger(project).__exit__(None, None, None)
    return collected(project.workspace, done, year)


def _remember(project: Project, ledger: WritableLedger) -> None:
    """Let a ledger know that settings and profile are checked."""
    from reportgen.workspace.remembering import remember

    remember(project.workspace, project.profile, project.stamp, ledger)


def _incoming(
    project: Project, paths: Sequence[Path], year: int | None
) -> tuple[Sequence[Arrival], Sequence[Incoming]]:
    """What lies in the inbox, or at `paths`, and what of it there is to collect."""
    from reportgen.workspace.arrivals import arrivals
    from reportgen.workspace.incoming import unpacked

    there = arrivals(project.workspace, paths, year)
    return there, unpacked(
        project.workspace, there, project.profile.departments, year, project.profile.aliases
    )


def _ledger_to_write(project: Project) -> WritableLedger:
    """The open ledger, in a folder of its own."""
    from reportgen.ledger.writing import open_to_write

    with told():
        prepare(project.workspace)
    return open_to_write(project.workspace.ledger, project.profile.kinds)


def reading(project: Project, path: Path, sheet: str = "") -> list[SheetRead]:
    """Return how each sheet of a workbook, or one of them, is read, row by row. Raises CannotRun."""
    from reportgen.stages.classify import chosen
    from reportgen.workspace.arrivals import part_of

    own = replace(project, workspace=project.workspace.during(part_of(project.workspace, path)))
    return chosen(project.profile.kinds, path, _incoming(own, [path], None)[1], sheet)


def status(project: Project, year: int) -> Submissions:
    """Return what each department owes for a year and has handed in, be it nothing yet. Raises CannotRun."""
    from reportgen.ledger.writing import in_memory
    from reportgen.stages.behind import behind
    from reportgen.stages.status import submissions

    begun = project.workspace.ledger.is_file()
    with _ledger(project) if begun else in_memory(project.profile.kinds) as ledger:
        late = tuple(behind(ledger, project.workspace, year))
        return submissions(ledger, project.profile, year, late)


def validate(project: Project, year: int | None = None) -> tuple[int, list[Finding]]:
    """Check a year, by default the latest collected, and return it with what was found. Raises CannotRun."""
    from reportgen.stages.years import latest

    with _ledger(project) as ledger:
        year = latest(ledger) if year is None else year
        return year, [*_of_template(project, year), *_checked(ledger, project, year)[1]]


def render(
    project: Project,
    year: int,
    output: Path | None = None,
    *,
    draft: bool = False,
    as_collected: bool = False,
    plain: bool = False,
    held: bool = False,
) -> Rendered:
    """Write the report of a year: as a draft, or only while no error is open; or hold it unwritten. Raises CannotRun."""
    from reportgen.tasks import reissue

    texts, stamp = project.workspace.texts(year), "" if draft or plain or held else project.stamp
    with _to_issue(project, year, output) as ledger:
        known, version = ledger.remembered, ledger.remembered.version
        found, findings = _checked(ledger, project, year, as_collected=as_collected)
        if before := reissue.recalled(known, project.workspace, year, stamp, output):
            told = [*before.words.beside(findings), *before.found]
            if not count_errors(told):
                return reissue.issue(project.workspace, year, output, found, before, before.words, told)
        from reportgen.stages import render as rendering
        from reportgen.stages.discreet import known_people
        from reportgen.stages.finished import personal_in_report
        from reportgen.tasks.template_words import words_of

        words = words_of(ledger, project, year)
        findings = words.beside(findings)
        if (errors := count_errors(findings)) and not draft:
            return Rendered(None, findings, numbers=words.numbers, figures=found)
        notice = rendering.notice(errors) if draft else None
        filled = rendering.render(project.template, found, texts, draft=notice, plain=plain)
        report, wrong = rendering.with_contents(project.template, *filled)
        people = known_people(ledger, project.profile)
        wrong += personal_in_report(report, people, project.template, texts) if report else []
        findings = [*findings, *_in_its_settings(project, wrong)]
        if report is None or (count_errors(wrong) and not draft):
            return Rendered(None, findings, numbers=words.numbers, figures=found)
        if held:
            return Rendered(None, findings, numbers=words.numbers, figures=found, held=True)
        reissue.keep(known, project.workspace, year, stamp, version, report, words, wrong)
    return reissue.issue(project.workspace, year, output, found, report, words, findings, draft=draft)


@contextmanager
def _to_issue(project: Project, year: int, output: Path | None) -> Iterator[Ledger]:
    """The open ledger, in which there is something of a year, once the report's place is known to be free for it."""
    from reportgen.stages.years import need
    from reportgen.workspace.issued import check_output

    if output:
        check_output(project.workspace, output)
    with _ledger(project) as ledger:
        need(ledger, project.workspace, year)
        yield ledger


def build(project: Project, year: int, progress: Progress = _unseen, *, detailed: bool = False) -> Built:
    """Collect, validate and render in a row; `render` validates before it writes. Raises CannotRun."""
    return Built(collect(project, progress=progress, detailed=detailed), render(project, year))


def unset_unit(project: Project) -> list[Finding]:
    """Return the finding that the settings do not say whose report it is, where it prints that."""
    if project.workspace.unit:
        return []
    from reportgen.stages.render import unset_unit as unset

    return unset(project.template)


def figures(project: Project, year: int) -> Figures:
    """Return every figure of a year with its source rows. Raises CannotRun."""
    from reportgen.stages.figures import sources

    return Figures(*_figures(project, year, project.profile.figures.values(), partial(sources, cells=False)))


def counted(project: Project, year: int) -> OfFigures[int]:
    """Return every figure of a year with the number of its source rows, how many errors are open, and what the ledger
    does not know yet. Raises CannotRun.
    """
    from reportgen.stages import figures as figuring

    return _figures(project, year, project.profile.figures.values(), figuring.counted)


def trace(project: Project, year: int, name: str) -> Figures:
    """Return one figure with its source rows and their cells. Raises CannotRun."""
    found, errors, late = traced(project, year, [name])
    return Figures([(figure, each.sources) for figure, each in found], errors, late)


def traced(project: Project, year: int, names: Iterable[str | FigureDefinition]) -> OfFigures[Traced]:
    """Return figures, or cells of tables, each with all that is told of where it comes from, and the rest as `counted` does. Raises CannotRun."""
    from reportgen.evidence import traced as tracing

    return _figures(project, year, [tracing.wanted(project.profile, each) for each in names], tracing.traced)


def _figures(
    project: Project, year: int, wanted: Iterable[FigureDefinition], rows: Callable[..., Told]
) -> OfFigures[Told]:
    """Figures of a year, each with what is told of its rows, how many errors are open, and what the ledger does not know
    yet.
    """
    from reportgen.stages.behind import CODES
    from reportgen.stages.figures import one_of
    from reportgen.stages.years import need

    own = project.profile
    with _ledger(project) as ledger:
        need(ledger, project.workspace, year)
        found, findings = _checked(ledger, project, year)
        try:
            made = [
                (one_of(found, ledger, own, each, year), rows(ledger, own, each, year)) for each in wanted
            ]
        except QueryError as error:
            raise CannotRun(f"报告方案里的 SQL 不能运行：{error}") from None
    late = [each for each in findings if each.code in CODES]
    return made, count_errors(findings) - count_errors(late), late
