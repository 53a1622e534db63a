"""What several commands take and give: their common arguments, exit codes, and the project that they run on."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
Paper = Annotated[
    str,
    typer.Option(
        "--report",
        help="方案里另外的一份报告，按它的模板名",
        metavar="名称",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]


_CHOSEN = {"report": Paper}


def choosing(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command take which paper it is about, too, by options that `open_project` heeds."""

    @functools.wraps(command)
    def chosen(context: typer.Context, *given: Any, **options: Any) -> int:
        context.meta.update({name: options.pop(name) for name in _CHOSEN})
        return command(context, *given, **options)

    own = inspect.signature(command, eval_str=True)
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default="", annotation=each)
        for name, each in _CHOSEN.items()
    ]
    chosen.__signature__ = own.replace(parameters=[*own.parameters.values(), *more])  # type: ignore[attr-defined]
    return chosen


def open_project(context: typer.Context) -> Project:
    """Open the project of the folder that `-C` names, for the paper that is asked for, and say what opening it has changed."""
    from reportgen import pipeline
    from reportgen.cli import console

    project = pipeline.open_project(context.obj, context.meta.get("report", ""))
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
