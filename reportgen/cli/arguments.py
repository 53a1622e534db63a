"""What several commands take and give: their common arguments, exit codes, and the project that they run on."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.chinese_typer import ARGUMENTS, OPTIONS
from reportgen.invocation import NONE, command, department_folder, stay_with
from reportgen.periods import Period

if TYPE_CHECKING:
    from reportgen.pipeline import Project
    from reportgen.tasks.verifying import File

CLEAN, OPEN_ERRORS, COULD_NOT_RUN = 0, 1, 2

Year = Annotated[
    int,
    typer.Argument(
        help="报告年度，如 2023；半年、季度、月写成 2023年上半年", metavar="年度", rich_help_panel=ARGUMENTS
    ),
]
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

Unit = Annotated[
    str,
    typer.Option(
        "--unit",
        help="几个单位一起管时，只管这一个",
        metavar="单位",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
_CHOSEN = {"unit": Unit, "report": Paper}


def choosing(command: Callable[..., int], *, paper: bool = True) -> Callable[..., int]:
    """Let a command take which body it is about, and which `paper`, by options that `open_project` heeds."""
    choices = {name: each for name, each in _CHOSEN.items() if paper or name == "unit"}

    @functools.wraps(command)
    def chosen(context: typer.Context, *given: Any, **options: Any) -> int:
        context.meta.update({name: options.pop(name) for name in choices})
        return command(context, *given, **options)

    return taking(chosen, command, choices, "")


def taking(
    wrapper: Callable[..., int], command: Callable[..., int], options: Mapping[str, Any], default: object
) -> Callable[..., int]:
    """Return what wraps a command, which Typer then gives these options, too, beside the command's own."""
    own = inspect.signature(command, eval_str=True)
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=each)
        for name, each in options.items()
    ]
    wrapper.__signature__ = own.replace(parameters=[*own.parameters.values(), *more])  # type: ignore[attr-defined]
    return wrapper


def open_project(context: typer.Context) -> Project:
    """Open the project of the folder that `-C` names, for the body and the paper that are asked for, and say what opening it has
    changed.
    """
    from reportgen import pipeline
    from reportgen.cli import console

    chosen = context.meta.get("report", ""), context.meta.get("unit", "")
    period = context.meta.get("period", NONE)
    project = pipeline.open_project(context.obj, *chosen, period.part)
    _stay_with(project, period)
    tell_unset(context)
    if project.notice:
        console.remark(project.notice)
    return project


def _stay_with(project: Project, period: Period) -> None:
    """Let the commands that people are told to run be about the body and the paper of a project, and a part of a year."""
    workspace = project.workspace
    stay_with(workspace.body, workspace.asked_paper, several=bool(workspace.bodies), period=period)


def open_for(context: typer.Context, path: Path) -> tuple[Project, File, int | None]:
    """Open the project of which a file is the report, for its body and its paper, unless these are asked for; return it with
    the file, and the year of the report, where that is known. Raises CannotRun.
    """
    from reportgen import pipeline
    from reportgen.profile import papers
    from reportgen.tasks import verifying
    from reportgen.tasks.belonging import whose

    project = open_project(context)
    file = verifying.read(path if path.is_file() else context.obj / path)
    workspace, given = project.workspace, context.meta
    found = whose(
        workspace, file, papers.of_any_time(workspace.profile),
        given_body=bool(given["unit"]), given_paper=bool(given["report"]),
    )  # fmt: skip
    if (found.body, found.paper) != (workspace.body, workspace.paper):
        paper = found.paper or papers.FIRST_NAME
        project = pipeline.open_project(context.obj, paper, found.body, workspace.part)
        _stay_with(project, given.get("period", NONE))
    return project, file, found.year


def of_all(context: typer.Context) -> bool:
    """Whether `--all` says that what is written is to be written for every body."""
    return bool(context.meta.get("all"))


def of_one(project: Project) -> Project:
    """Return the project, which must be that of one body. Raises CannotRun."""
    if project.workspace.bodies:
        name = next(iter(project.workspace.bodies))
        count = len(project.workspace.bodies)
        from reportgen.model import CannotRun

        raise CannotRun(
            f"这里有 {count} 个单位，这件事要一个单位一个单位地做；请加 --unit，如 --unit {name}，都做的加 --all"
        )
    return project


def tell_apart(project: Project, year: int | None) -> None:
    """Say which folders of the inbox are of parts of years, where all years have been collected: those stand apart."""
    from reportgen.cli import console
    from reportgen.workspace.arrivals import apart

    if there := [each for each in apart(project.workspace) if each.part] if year is None else []:
        names = "、".join(map(str, there))
        console.say(f"{names}的文件夹没有一起收，各收各的：运行 {command('collect', '--year', there[-1])}。")


def nothing_read(project: Project, year: int | None) -> str:
    """Return what is said where no workbook has been read: where there are some, or where they are to be put."""
    from reportgen.workspace.arrivals import asked_for

    folder = department_folder("年度" if year is None else year)
    other = asked_for(project.workspace, year) or f"；把各部门的表放进来件夹的“{folder}”，再运行一次"
    return f"来件夹里没有读到一个工作簿{other}。"


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
