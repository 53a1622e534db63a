"""What each command runs, in order. Read this page first.

    files ──collect──► ledger ──figures──► figures ──render──► report
                          └────validate────► findings ──gate──┘

The gate: a report is written only while no finding is an error, unless it is asked for as a draft.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from reportgen import ledger as ledgers
from reportgen import profile as profiles
from reportgen import workspace as workspaces
from reportgen.collect import Collected, collect_files, drop_missing
from reportgen.declaration import did_you_mean
from reportgen.model import Figure, FigureDefinition, Finding, Profile, Source
from reportgen.views import QueryError
from reportgen.workspace import Workspace, WorkspaceError


class CannotRun(Exception):
    """The command cannot be carried out; the text is a Chinese sentence for the user."""


class Broken(Exception):
    """The settings, the profile or the template have mistakes; `findings` are all of them."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("报告方案或设置有错")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Project:
    """A workspace and the profile it uses."""

    workspace: Workspace
    profile: Profile


@dataclass(frozen=True, slots=True)
class Rendered:
    """A written report, or None and the findings that kept it from being written."""

    file: Path | None
    findings: list[Finding] = field(default_factory=list)
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` did, stage by stage."""

    collected: Collected
    rendered: Rendered


def open_project(root: Path) -> Project:
    """Read settings, profile and template. Raises CannotRun, or Broken with all mistakes at once."""
    from reportgen import render as rendering

    try:
        workspace, findings = workspaces.load(root)
        if workspace is None:
            raise Broken(findings)
    except WorkspaceError as error:
        raise CannotRun(str(error)) from None
    profile, findings = profiles.load(workspace.profile)
    definitions = profile.figures.values() if profile else profiles.declared(workspace.profile)
    with suppress(OSError):
        template = (workspace.profile / "report.docx").read_bytes()
        name = f"{workspace.profile.name}/report.docx"
        findings += rendering.check(template, definitions, workspace.texts(2000), name)
    if findings or profile is None:
        raise Broken(findings)
    return Project(workspace, profile)


def collect(
    project: Project,
    paths: Sequence[Path] = (),
    year: int | None = None,
    progress: Callable[[Iterable[workspaces.Incoming]], Iterable[workspaces.Incoming]] = iter,
) -> Collected:
    """Read the inbox, or `paths`, into the ledger; forget the files that have left the inbox. Raises CannotRun."""
    workspace, profile = project.workspace, project.profile
    try:
        files = workspaces.incoming(workspace, paths, profile.departments, year)
        with ledgers.open_to_write(workspace.ledger, profile.kinds) as ledger:
            done = collect_files(ledger, profile, progress(files), unit=workspace.unit, year=year)
            if not paths:
                there = {each.name for each in files}
                gone = [
                    each.file
                    for each in ledger.workbooks(year)
                    if each.file not in there and workspaces.inside_inbox(workspace, each.file)
                ]
                drop_missing(ledger, gone, done)
    except (WorkspaceError, ledgers.LedgerError) as error:
        raise CannotRun(str(error)) from None
    return done


def validate(project: Project, year: int | None = None) -> tuple[int, list[Finding]]:
    """Check a year, by default the latest collected, and return it with what was found. Raises CannotRun."""
    with _ledger(project) as ledger:
        year = year or _latest(ledger)
        return year, _checked(ledger, project, year)[1]


def render(project: Project, year: int, output: Path | None = None, *, draft: bool = False) -> Rendered:
    """Write the report of a year: as a draft, or only while no error is open. Raises CannotRun."""
    from reportgen import render as rendering

    with _ledger(project) as ledger:
        _need(ledger, year)
        found, findings = _checked(ledger, project, year)
    errors = sum(each.severity == "error" for each in findings)
    if errors and not draft:
        return Rendered(None, findings)
    notice = None
    if draft:
        notice = f"草稿：尚有{errors}项错误未改正，不得印发" if errors else "草稿：不得印发"
    content, wrong = rendering.render(
        project.profile.template, found, project.workspace.texts(year), draft=notice
    )
    if content is None:
        return Rendered(None, [*findings, *wrong])
    title = rendering.title(content) or f"{year}年报告"
    file = output or project.workspace.output / f"{title}{'（草稿）' if draft else ''}.docx"
    _write(file, content)
    return Rendered(file, findings, draft)


def build(
    project: Project,
    year: int,
    progress: Callable[[Iterable[workspaces.Incoming]], Iterable[workspaces.Incoming]] = iter,
) -> Built:
    """Collect, validate and render in a row; `render` validates before it writes. Raises CannotRun."""
    return Built(collect(project, progress=progress), render(project, year))


def figures(project: Project, year: int) -> list[tuple[Figure, list[Source]]]:
    """Return every figure of a year with its source rows. Raises CannotRun."""
    from reportgen import figures as figuring

    with _ledger(project) as ledger:
        _need(ledger, year)
        found, _ = figuring.figures(ledger, project.profile, year)
        return [
            (figure, figuring.sources(ledger, project.profile, figure.definition, year))
            for figure in found.values()
        ]


def trace(project: Project, year: int, name: str) -> tuple[Figure, list[Source]]:
    """Return one figure with its source rows and their cells. Raises CannotRun."""
    from reportgen import figures as figuring

    definition = _definition(project.profile, name)
    with _ledger(project) as ledger:
        _need(ledger, year)
        found, _ = figuring.figures(ledger, project.profile, year)
        return found[definition.full_name], figuring.sources(ledger, project.profile, definition, year)


def _checked(ledger: ledgers.Ledger, project: Project, year: int) -> tuple[dict[str, Figure], list[Finding]]:
    """The figures of a year, and everything that is wrong with its rows."""
    from reportgen import figures as figuring
    from reportgen.validate import validate as validate_year

    try:
        found = validate_year(ledger, project.profile, year)
        marked = {each.place for each in found}
        figures, blanks = figuring.figures(ledger, project.profile, year)
    except QueryError as error:
        raise CannotRun(f"报告方案里的 SQL 不能运行：{error}") from None
    return figures, found + [each for each in blanks if each.place not in marked]


def _ledger(project: Project) -> ledgers.Ledger:
    try:
        return ledgers.open_to_read(project.workspace.ledger, project.profile.kinds)
    except ledgers.LedgerError as error:
        raise CannotRun(str(error)) from None


def _latest(ledger: ledgers.Ledger) -> int:
    years = [each.year for each in ledger.workbooks() if each.year]
    if not years:
        raise CannotRun("底账是空的；请先把各部门的表放进来件夹，运行 reportgen collect")
    return max(years)


def _need(ledger: ledgers.Ledger, year: int) -> None:
    if not ledger.workbooks(year):
        years = sorted({str(each.year) for each in ledger.workbooks() if each.year})
        there = f"底账里有{'、'.join(years)}年的" if years else "底账是空的"
        raise CannotRun(f"底账里没有{year}年的表（{there}）；请先收集")


def _definition(profile: Profile, name: str) -> FigureDefinition:
    if name not in profile.figures:
        raise CannotRun(f"没有叫“{name}”的数据项。{did_you_mean(name, profile.figures)}")
    return profile.figures[name]


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises CannotRun."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise CannotRun(f"“{file}”写不进去：{_reason(error)}") from None


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有写入权限，或文件正在 Word 中打开；请关闭后再试"
    if isinstance(error, (IsADirectoryError, NotADirectoryError)):
        return "这里是文件夹而不是文件，请换一个文件名"
    return "磁盘已满；请腾出空间后再试" if error.errno == 28 else str(error.strerror)
