"""The commands about a profile: `profile check`."""

from __future__ import annotations

import typer

from reportgen.cli.arguments import Json
from reportgen.cli.chinese_typer import COMMANDS, Command, Group

app = typer.Typer(
    cls=Group, options_metavar="[选项]", subcommand_metavar="命令 [参数]…", no_args_is_help=True
)
_CHECK = "核对报告方案、模板和每条检查的例子，不用来件夹"


@app.command("check", help=_CHECK, cls=Command, options_metavar="[选项]", rich_help_panel=COMMANDS)
def _check(
    context: typer.Context,
    as_json: Json = False,
) -> int:
    from reportgen import opening
    from reportgen.cli import as_json as contract
    from reportgen.cli import console, profiles
    from reportgen.model import count_errors

    done = opening.check_profile(context.obj)
    if as_json:
        console.print_json(contract.profile_checked(done))
    else:
        profiles.show_profile(done)
    return int(bool(count_errors(done.findings)))
