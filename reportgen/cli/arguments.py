"""What several commands take and give: their common arguments, exit codes, and the project that they run on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.chinese_typer import ARGUMENTS, OPTIONS

if TYPE_CHECKING:
    from reportgen.pipeline import Project

CLEAN, OPEN_ERRORS, COULD_NOT_RUN = 0, 1, 2

Year = Annotated[int, typer.Argument(help="报告年度，如 2023", metavar="年度", rich_help_panel=ARGUMENTS)]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取", rich_help_panel=OPTIONS)]

Full = Annotated[
    bool, typer.Option("--full", help="列出全部问题，不只每个部门的前20处", rich_help_panel=OPTIONS)
]


def open_project(context: typer.Context) -> Project:
    """Open the project of the folder that `-C` names, and say what opening it has changed."""
    from reportgen import pipeline
    from reportgen.cli import console

    project = pipeline.open_project(context.obj)
    tell_unset(context)
    if project.notice:
        console.remark(project.notice)
    return project


def tell_unset(context: typer.Context) -> None:
    """Say where the folder that `-C` names has no settings, and so may be no workspace."""
    from reportgen.cli import console
    from reportgen.workspace.settings import SETTINGS, is_begun

    root: Path = context.obj.absolute()
    if is_begun(root):
        return
    above = next((each for each in root.parents if (each / SETTINGS).is_file()), None)
    where = (
        f"“{above}”里有，请写 reportgen -C {above} …"
        if above
        else "请进入工作目录，或写 reportgen -C 工作目录 …"
    )
    new = "" if above else "；还没有工作目录的，先运行 reportgen init"
    console.remark(
        f"“{root}”里没有设置文件 {SETTINGS}，部门和要报的表都照报告方案。不是有意的，{where}{new}。"
    )
