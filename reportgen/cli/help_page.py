"""A command -> the page that explains it, by panels; typer's own is drawn by rich, which takes longer to load than all else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.cli.lines import Line, Span, columns, line, show

_REQUIRED = "[必填]"
_Entry = tuple[str, str]  # what is typed, and what it means


def show_page(ctx: Any) -> None:
    """Print the page of a command."""
    show(_page(ctx.command, ctx))


def _page(command: Any, ctx: Any) -> Iterator[Line]:
    pieces = command.collect_usage_pieces(ctx)
    yield line(f"用法：{' '.join([ctx.command_path, *pieces])}", hanging=6)
    yield line("")
    yield line(command.help or "")
    panels = _panels(command, ctx)
    widest = {columns(typed) for entries in panels.values() for typed, _ in entries}
    for name, entries in panels.items():
        yield line("")
        yield line(name, style="bold")
        for typed, meaning in entries:
            gap = " " * (max(widest) - columns(typed) + 2)
            yield Line((Span(f"  {typed}", "bold cyan", whole=True), Span(gap + meaning)), max(widest) + 4)
    if command.epilog:
        yield line("")
        yield line(command.epilog)


def _panels(command: Any, ctx: Any) -> dict[str, list[_Entry]]:
    """The arguments, the options and the commands that there are, under the headings that they were given."""
    params = [each for each in command.get_params(ctx) if not each.hidden]
    params.sort(key=lambda each: each.param_type_name != "argument")
    panels: dict[str, list[_Entry]] = {}
    for each in params:
        panels.setdefault(each.rich_help_panel, []).append(_entry(each))
    for name in command.list_commands(ctx) if hasattr(command, "list_commands") else ():
        found = command.get_command(ctx, name)
        if found and not found.hidden:
            panels.setdefault(found.rich_help_panel, []).append((name, found.help or ""))
    return panels


def _entry(param: Any) -> _Entry:
    meaning = param.help or ""
    if param.required:
        meaning = f"{meaning} {_REQUIRED}"
    if param.param_type_name == "argument":
        return (param.metavar or param.name).strip("[]"), meaning
    return f"{'、'.join(param.opts)} {param.metavar or ''}".strip(), meaning
