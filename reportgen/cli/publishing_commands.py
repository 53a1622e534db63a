"""The commands about what goes out of the door: `open`, and the PDF and the web page that `render` writes beside a report."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.arguments import CLEAN, COULD_NOT_RUN, OPEN_ERRORS, Year
from reportgen.cli.chinese_typer import OPTIONS
from reportgen.invocation import command, spoken, stay_with

if TYPE_CHECKING:
    from reportgen.beside_report import Asked
    from reportgen.outcomes import Rendered
    from reportgen.pipeline import Project
    from reportgen.tasks.publishing import Copy
    from reportgen.workspace.settings import Workspace

Pdf = Annotated[
    bool,
    typer.Option("--pdf", help="另写一份 PDF，写出前核对与底账一致", rich_help_panel=OPTIONS),
]
Html = Annotated[bool, typer.Option("--html", help="另写一个网页，供政府网站发布", rich_help_panel=OPTIONS)]
Plain = Annotated[
    bool,
    typer.Option(
        "--plain", help="文件里不留核对用的书签和属性（以后只能按文字核对）", rich_help_panel=OPTIONS
    ),
]
NAMES = {"pdf": "PDF ", "html": "网页", "evidence": "数据底稿", "review": "审阅稿", "page": "点得开的报告"}


def open_report(
    context: typer.Context,
    year: Year,
    pdf: Annotated[bool, typer.Option("--pdf", help="打开旁边的 PDF", rich_help_panel=OPTIONS)] = False,
    html: Annotated[bool, typer.Option("--html", help="打开旁边的网页", rich_help_panel=OPTIONS)] = False,
) -> int:
    """Open the report, or draft, of a year that was last written."""
    from reportgen.cli import console
    from reportgen.model import Broken, CannotRun
    from reportgen.profile import papers
    from reportgen.tasks import publishing
    from reportgen.workspace.receipts import last_written
    from reportgen.workspace.settings import load

    workspace, findings = load(context.obj)
    if workspace is None:
        raise Broken(findings)
    paper, body = context.meta.get("report", ""), context.meta.get("unit", "")
    period = context.meta.get("period", workspace.period(year))
    paper = papers.need(workspace.profile, paper, period.part)
    workspace = workspace.during(period.part) if period.part else workspace
    workspace = replace(workspace.of(body) if body else workspace, paper=paper)
    stay_with(body, workspace.asked_paper, period=period)
    file = last_written(workspace, year)
    if file is None:
        raise CannotRun(f"{spoken(year)}还没有写过报告；请先运行 {command('build', year)}")
    asked = file.with_suffix(".pdf" if pdf else ".html" if html else ".docx")
    if not asked.is_file():
        copy = [f"--{asked.suffix[1:]}"] if pdf or html else []
        raise CannotRun(f"没有“{asked}”；请运行 {command('render', year, *copy)}")
    if asked in publishing.outdated(file):
        console.tell(old(asked, year))
    publishing.open_file(asked)
    return CLEAN


def allow(*, draft: bool, html: bool, plain: bool, review: bool) -> None:
    """Refuse what is never put on a site, and a review copy of what has no marks. Raises CannotRun."""
    from reportgen.model import CannotRun

    if draft and html:
        raise CannotRun("草稿不能写成网页，以免误发到网站上；请去掉 --draft 或 --html")
    if review and (draft or plain):
        other = "--draft" if draft else "--plain"
        raise CannotRun(f"审阅稿按报告里的标记加批注，{other} 写的文件里没有标记；请去掉 {other} 或 --review")


def copies(project: Project, done: Rendered, year: int, asked: Asked) -> dict[str, Copy]:
    """Write the copies of a report that are asked for. Raises CannotRun."""
    from reportgen import beside_report
    from reportgen.cli import console

    return beside_report.copies(
        project, done, year, asked, lambda: console.waiting("正在用 LibreOffice 写 PDF")
    )


def show_copies(
    made: Mapping[str, Copy], report: Path | None = None, year: int = 0, of: Project | None = None
) -> None:
    """Print where each copy went, or why there is none, what there is to know of it, and which ones beside the report of
    a year are old.
    """
    from reportgen.cli import console

    for kind, copy in made.items():
        for each in copy.remarks:
            console.tell(each)
        if copy.kept:
            console.tell(f"原来那份{NAMES[kind]}有人改过，留在", file=copy.kept)
        if copy.file is None:
            console.tell(copy.problem, "✗")
            continue
        console.tell(f"{NAMES[kind]}已写好", "✓", file=copy.file)
        if any(copy.compared):
            paragraphs, figures = copy.compared
            said = f"，{figures} 处数据与底账相同" if figures else ""
            console.tell(f"已核对：{paragraphs} 段文字与 Word 报告相同{said}。")
    for file in outdated(report, made, year, of.workspace if of else None):
        console.tell(old(file, year))


def json_of(
    made: Mapping[str, Copy], report: Path | None = None, year: int = 0, of: Project | None = None
) -> dict[str, Any]:
    """Return what `render --json` prints of the copies."""
    copies = {
        kind: {
            "file": str(copy.file) if copy.file else None,
            "problem": copy.problem or None,
            "remarks": list(copy.remarks),
            **({"kept": str(copy.kept)} if copy.kept else {}),
        }
        for kind, copy in made.items()
    }
    others = [old(each, year) for each in outdated(report, made, year, of.workspace if of else None)]
    return copies | ({"outdated": others} if others else {})


def numerals(project: Project, done: Rendered, year: int) -> dict[str, Any]:
    """Return whose each numeral of a written report is, by kind and one by one. Raises CannotRun."""
    if done.file is None or done.draft:
        return {}
    from reportgen.evidence.origins import KINDS
    from reportgen.evidence.origins import numerals as of_report

    found = of_report(project.template, done.figures, project.workspace.texts(year))
    kinds = {kind: sum(each.kind == kind for each in found) for kind in KINDS}
    return {"numerals": {**kinds, "listed": [each._asdict() for each in found]}}


def exit_code(done: Rendered, made: Mapping[str, Copy]) -> int:
    """Return 0 where all was written, 1 where something is wrong with it, 2 where it could not be made here."""
    if done.file is None or any(each.broken for each in made.values()):
        return OPEN_ERRORS
    return CLEAN if all(each.file for each in made.values()) else COULD_NOT_RUN


def outdated(
    report: Path | None, made: Collection[str], year: int, workspace: Workspace | None
) -> list[Path]:
    """Return the copies beside a report of a workspace that were not asked for this time and are another report's."""
    from reportgen.tasks import publishing
    from reportgen.workspace.outputs import DRAFT

    if report is None:
        return []
    if workspace is None or report.stem.endswith(DRAFT):
        there = publishing.outdated(report)
    else:
        there = publishing.outdated(report, workspace.period(year), workspace.asked_paper)
    return [each for each in there if _kind(each) not in made]


def old(file: Path, year: int, *, every: bool = False) -> str:
    """Return a sentence on a copy of another report, or on that of `every` body."""
    kind = _kind(file)
    again = f"运行 {command('render', year, *['--all'] * every, f'--{kind}')} 重新写"
    named = "" if every else f"“{file.name}”"
    return f"旁边的{NAMES[kind]}{named}是以前的报告的，数可能不同，不要发出去；{again}。"


def _kind(file: Path) -> str:
    """By which option of `render` a copy is written."""
    from reportgen.workspace.outputs import EVIDENCE, REVIEW

    if EVIDENCE in file.stem:
        return "evidence"
    return "review" if file.stem.endswith(REVIEW) else file.suffix[1:]
