"""What `render` writes beside a report for those who check it: the workbook of what is behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.chinese_typer import OPTIONS

if TYPE_CHECKING:
    from reportgen.outcomes import Rendered
    from reportgen.pipeline import Project
    from reportgen.tasks.evidence import Written

Evidence = Annotated[
    bool,
    typer.Option("--evidence", help="另写数据底稿：每个数由哪些行得来（.xlsx）", rich_help_panel=OPTIONS),
]
Review = Annotated[
    bool,
    typer.Option("--review", help="另写审阅稿：每个数旁边有批注，说来历", rich_help_panel=OPTIONS),
]
_SAID = {"evidence": "数据底稿已写好", "review": "审阅稿已写好"}


def allow(*, draft: bool, plain: bool, review: bool) -> None:
    """Refuse a review copy of what has no marks. Raises CannotRun."""
    from reportgen.model import CannotRun

    if review and (draft or plain):
        other = "--draft" if draft else "--plain"
        raise CannotRun(f"审阅稿按报告里的标记加批注，{other} 写的文件里没有标记；请去掉 {other} 或 --review")


def write(project: Project, done: Rendered, year: int, *, evidence: bool, review: bool) -> dict[str, Written]:
    """Write what is asked for; the workbook also where no report was written. Raises CannotRun."""
    if not evidence and not (review and done.file):
        return {}
    from reportgen import pipeline
    from reportgen.tasks import evidence as task
    from reportgen.tasks import reviewing

    counted = {each.definition.full_name: each for each, _ in pipeline.counted(project, year)[0]}
    told = task.grounds_of(project.workspace, project.profile, counted, year)
    made = {}
    if evidence:
        folder = done.file.parent if done.file else project.workspace.output
        made["evidence"] = task.write(project.workspace, told, done.findings, year, folder)
    if review and done.file:
        made["review"] = reviewing.write(project.workspace, told, done.numbers, done.file, year)
    return made


def show(made: Mapping[str, Written]) -> None:
    """Print where each file went, and what there is to know of it."""
    from reportgen.cli import console

    for kind, each in made.items():
        if each.kept:
            console.tell("原来那份有人改过，留在", file=each.kept)
        console.tell(_SAID[kind], "✓", file=each.file)
        if each.remark:
            console.tell(each.remark)


def as_json(made: Mapping[str, Written]) -> dict[str, Any]:
    """Return what `render --json` prints of them."""
    return {
        kind: {
            "file": str(each.file),
            "figures": each.told,
            "remark": each.remark or None,
            **({"kept": str(each.kept)} if each.kept else {}),
        }
        for kind, each in made.items()
    }
