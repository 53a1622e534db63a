"""The commands about a profile: `profile check`, `profile list`, `profile copy`, `profile diff`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.arguments import CLEAN, Json, Paper, tell_unset
from reportgen.cli.chinese_typer import ARGUMENTS, COMMANDS, OPTIONS, Command, Group

if TYPE_CHECKING:
    from reportgen.workspace.settings import Workspace

app = typer.Typer(
    cls=Group, options_metavar="[选项]", subcommand_metavar="命令 [参数]…", no_args_is_help=True
)
_CHECK = "核对报告方案、模板和每条检查的例子，不用来件夹"
_LIST = "列出有哪些报告方案，用的是哪一个"
_COPY = "把随程序带来的报告方案复制到工作目录，用来修改"
_DIFF = "工作目录里的报告方案与随程序带来的有什么不同，是谁改的"
Name = Annotated[
    str,
    typer.Argument(help="报告方案的名称（默认是设置里用的）", metavar="名称", rich_help_panel=ARGUMENTS),
]


Mark = Annotated[
    Path | None,
    typer.Option(
        "--mark",
        help="另写一份模板，有错的地方和写定的数都加批注",
        metavar="文件",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]


@app.command("check", help=_CHECK, cls=Command, options_metavar="[选项]", rich_help_panel=COMMANDS)
def _check(
    context: typer.Context,
    mark: Mark = None,
    report: Paper = "",
    as_json: Json = False,
) -> int:
    from reportgen import opening
    from reportgen.cli import as_json as contract
    from reportgen.cli import console, profiles
    from reportgen.model import count_errors
    from reportgen.tasks import commented

    done = opening.check_profile(context.obj, report)
    _tell_unset(context)
    if mark:
        count = commented.write(replace(_workspace(context), paper=report), done, mark)
    if as_json:
        console.print_json(contract.profile_checked(done))
    else:
        profiles.show_profile(done)
        if mark:
            console.tell(f"模板的副本里有 {count} 条批注，已写进", "✓", file=mark)
    return int(bool(count_errors(done.findings)))


@app.command("list", help=_LIST, cls=Command, options_metavar="[选项]", rich_help_panel=COMMANDS)
def _list(context: typer.Context, as_json: Json = False) -> int:
    from reportgen.cli import as_json as contract
    from reportgen.cli import console, profiles
    from reportgen.tasks import copies

    workspace = _workspace(context)
    found = copies.known(workspace)
    if as_json:
        console.print_json([contract.known_profile(each) for each in found])
    else:
        profiles.show_known(found, workspace)
    return CLEAN


@app.command("copy", help=_COPY, cls=Command, options_metavar="[选项]", rich_help_panel=COMMANDS)
def _copy(context: typer.Context, name: Name = "", as_json: Json = False) -> int:
    from reportgen.cli import console, profiles
    from reportgen.tasks import copies

    workspace = _workspace(context)
    _tell_unset(context)
    done = copies.copy(workspace.root, name or workspace.profile.name)
    if as_json:
        console.print_json(
            {"folder": str(done.folder), "written": done.written, "kept": done.there, "anew": done.anew}
        )
    else:
        profiles.show_copied(done, workspace)
    return CLEAN


@app.command("diff", help=_DIFF, cls=Command, options_metavar="[选项]", rich_help_panel=COMMANDS)
def _diff(context: typer.Context, name: Name = "", as_json: Json = False) -> int:
    from reportgen.cli import console, profiles
    from reportgen.tasks import copies
    from reportgen.tasks.differences import differences

    workspace = _workspace(context)
    _tell_unset(context)
    own, original, shipped = copies.compared(workspace, name or workspace.profile.name)
    found = differences(own, original, shipped)
    if as_json:
        console.print_json([each._asdict() for each in found])
    else:
        profiles.show_differences(found, workspace.name_of(own), known=original is not None)
    return CLEAN


def _tell_unset(context: typer.Context) -> None:
    """Say that a folder has no settings, unless it is one to work on profiles in."""
    from reportgen.workspace.settings import OWN

    if not (context.obj / OWN).is_dir():
        tell_unset(context)


def _workspace(context: typer.Context) -> Workspace:
    """The workspace of the folder that `-C` names. Raises CannotRun, Broken."""
    from reportgen.model import Broken
    from reportgen.workspace.settings import load

    workspace, findings = load(context.obj)
    if workspace is None:
        raise Broken(findings)
    return workspace
