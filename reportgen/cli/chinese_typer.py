"""Typer's own words -> Chinese: usage lines, standing options, and what is wrong with a command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup

from reportgen import periods

OPTIONS, COMMANDS, ARGUMENTS = "选项", "命令", "参数"
_HELP = {
    "help": "显示这份帮助",
    "install_completion": "为当前的命令行安装自动补全",
    "show_completion": "显示自动补全脚本，可复制到别处安装",
}
_OF_YEARS = ("init",)  # commands that take whole years only
_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


class _Chinese:
    """Usage lines and standing options in Chinese, which typer prints in English."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from reportgen.cli.help_page import show_page

        show_page(ctx)

    def get_params(self, ctx: Any) -> list[Any]:
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            if param.name in _HELP:
                param.help, param.rich_help_panel = _HELP[param.name], OPTIONS
                param.callback = _complete if "completion" in param.name else param.callback
            if getattr(param, "is_flag", False):
                param.metavar = " "  # instead of typer's <bool>
            if hasattr(param, "type_descriptor"):
                param._runtime_param = _Plain(param.type_descriptor.annotation)
        return params


def _complete(ctx: Any, param: Any, value: Any) -> None:
    """Install or show the completion of the shell at hand, and say in Chinese what became of it."""
    if not value or ctx.resilient_parsing:
        return
    from typer._completion_shared import _get_shell_name, get_completion_script, install

    from reportgen.model import CannotRun

    shell = _get_shell_name()
    if shell not in _SHELLS:
        raise CannotRun(f"这个命令行窗口装不了自动补全；能装的有 {'、'.join(_SHELLS)}")
    if param.name == "show_completion":
        typer.echo(
            get_completion_script(prog_name="reportgen", complete_var="_REPORTGEN_COMPLETE", shell=shell)
        )
    else:
        _, path = install(shell)
        typer.echo(f"自动补全已经装好：{path}。重新打开命令行窗口以后生效。")
    raise typer.Exit


class _Plain:
    """Converts an argument to its type. Typer loads pydantic for that, which takes longer than building a report."""

    def __init__(self, annotation: Any) -> None:
        self._convert = get_args(annotation)[0] if get_origin(annotation) is list else annotation

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        many = param.nargs == -1 or getattr(param, "multiple", False)
        if value is None:
            return () if many else None
        if param.name == "year":
            value = re.sub(r"^\s*(\d+)年度?\s*$", r"\1", str(value))
            if period := periods.read(value):
                if ctx.command.name in _OF_YEARS:
                    raise typer.BadParameter(value, ctx=ctx, param=param)
                ctx.meta["period"], value = period, str(period.year)
        try:
            converted = tuple(map(self._convert, value)) if many else self._convert(value)
        except ValueError:
            raise typer.BadParameter(str(value), ctx=ctx, param=param) from None
        if isinstance(converted, int) and not isinstance(converted, bool) and not 1900 <= converted <= 2100:
            raise typer.BadParameter(str(value), ctx=ctx, param=param)
        return converted


class Command(_Chinese, TyperCommand):
    """A command that explains itself in Chinese."""


class Group(_Chinese, TyperGroup):
    """The program, which explains itself in Chinese."""


def complaint(error: Any, commands: Sequence[str]) -> str:
    """Return in Chinese what Typer found wrong with a command line; `commands` are those that there are."""
    kind = type(error).__name__
    message = error.format_message()
    param = getattr(error, "param", None)
    shown = ("、".join(param.opts) if param.param_type_name == "option" else param.metavar) if param else ""
    words = re.findall(r"'([^']*)'|\(([^()]*)\)", message)
    word = next((quoted for quoted, _ in words if quoted), "") or (words[-1][1] if words else "")
    option = getattr(error, "option_name", "")
    sentence = {
        "NoSuchOption": f"没有“{option}”这个选项",
        "BadOptionUsage": f"选项“{option}”后面不写值"
        if "not take" in message
        else f"选项“{option}”后面要写一个值",
        "MissingParameter": f"缺少“{shown}”",
        "BadParameter": f"“{shown}”的值“{message.rpartition(': ')[2]}”不对，{_accepted(error)}"
        if _is_year(param)
        else f"“{shown}”的值不对",
        "UsageError": f"没有“{word}”这个命令" if "command" in message else f"多写了“{word}”",
    }.get(kind, "命令写得不对")
    near = {"NoSuchOption": getattr(error, "possibilities", None) or [], "UsageError": commands}.get(kind, [])
    from reportgen.rules import did_you_mean

    command = error.ctx.command_path if getattr(error, "ctx", None) else "reportgen"
    return f"{sentence}。{did_you_mean(option or word, near)}运行 {command} --help 查看用法。"


def _accepted(error: Any) -> str:
    """How the command that was wrong takes a year, and a part of one."""
    of_years = error.ctx is not None and error.ctx.command.name in _OF_YEARS
    return "年度写四位数字" if of_years else periods.ACCEPTED


def _is_year(param: Any) -> bool:
    return param is not None and param.name == "year"
