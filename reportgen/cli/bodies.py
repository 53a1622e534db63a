"""The commands on several bodies: `--all` writes what each of them is asked for; and who of them has handed in what."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.arguments import open_project, taking
from reportgen.cli.chinese_typer import OPTIONS
from reportgen.cli.lines import Line, Span, columns, line, plain, show
from reportgen.invocation import command, department_folder, spoken

if TYPE_CHECKING:
    from reportgen.stages.status import Submissions

All = Annotated[bool, typer.Option("--all", help="每个单位各写一份", rich_help_panel=OPTIONS)]
Whole = Annotated[
    bool,
    typer.Option(
        "--all", help="各单位都做（不加 --unit 的，核对和报送情况就是这样）", rich_help_panel=OPTIONS
    ),
]
_NOT_TOGETHER = "--all 不能与 --{} 一起用"
_ALONE = "设置里没有写 bodies，只有一个单位；请去掉 --all"
_NOT_WITH_ALL = ("output",)
_HEADS = ("单位", "应报", "已收", "零报告", "缺", "退回", "没收进")
SHOWN = 40  # bodies that lack something


def or_all(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command that writes a report write that of every body, where `--all` says so."""

    @functools.wraps(command)
    def one_or_all(context: typer.Context, *given: Any, **options: Any) -> int:
        if not options.pop("all"):
            return command(context, *given, **options)
        others = [name for name in _NOT_WITH_ALL if options.get(name)]
        if others or context.meta.get("unit"):
            raise _refusal(_NOT_TOGETHER.format((others or ["unit"])[0]))
        return _all(context, collect=command.__name__ == "_build", **options)

    return taking(one_or_all, command, {"all": All}, default=False)


def over_all(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command that is about all bodies, unless one is named, take `--all`, which says so and lets it write for each."""

    @functools.wraps(command)
    def over(context: typer.Context, *given: Any, **options: Any) -> int:
        if options.pop("all"):
            if context.meta.get("unit"):
                raise _refusal(_NOT_TOGETHER.format("unit"))
            if not open_project(context).workspace.bodies:
                raise _refusal(_ALONE)
            context.meta["all"] = True
        return command(context, *given, **options)

    return taking(over, command, {"all": Whole}, default=False)


def _refusal(sentence: str) -> Exception:
    from reportgen.model import CannotRun

    return CannotRun(sentence)


def _all(
    context: typer.Context,
    year: int,
    *,
    collect: bool,
    as_json: bool,
    draft: bool = False,
    as_collected: bool = False,
    plain: bool = False,
    **options: Any,
) -> int:
    from reportgen import beside_report, each_body, gate, pipeline
    from reportgen.cli import all_written, console, publishing_commands

    asked = beside_report.Asked(*(options.get(name, False) for name in beside_report.Asked._fields))
    publishing_commands.allow(draft=draft, html=asked.html, plain=plain, review=asked.review)
    project = open_project(context)
    if not project.workspace.bodies:
        raise _refusal(_ALONE)
    if collect:
        collected = pipeline.collect(project, progress=console.progress)
        if not as_json:
            console.show_collected(collected)
    with console.progress(len(project.workspace.bodies), "正在写报告") as advance:
        how = each_body.How(year, draft, as_collected, plain, asked)
        done = each_body.render(project, how, advance)
    shared = gate.shared_by_bodies(project, year)
    if as_json:
        console.print_json(all_written.as_json(done, shared, year, project))
    else:
        show(all_written.told(done, year, project.workspace))
        if shared:
            console.show_findings(shared, f"{spoken(year)}各单位之间")
    return all_written.exit_code(done)


def show_status(found: Sequence[tuple[str, Submissions]], year: int) -> None:
    """Print by body how much it owes and has handed in, and of those that lack something what."""
    show(_page(found, year))


def _page(found: Sequence[tuple[str, Submissions]], year: int) -> Iterator[Line]:
    yield line(f"{spoken(year)}报送情况（{len(found)} 个单位）", style="bold")
    yield line("")
    rows = [
        (body, each.owed, each.received, each.zero, each.missing, each.refused, each.unread)
        for body, each in found
    ]
    table = [_HEADS, *([plain(str(cell)) for cell in row] for row in rows)]
    if len(found) > 1:
        table.append(["合计", *(str(sum(column)) for column in list(zip(*rows, strict=True))[1:])])
    widths = [max(map(columns, column)) for column in zip(*table, strict=True)]
    for name, *cells in table:
        first = name + " " * (widths[0] - columns(name))
        others = (
            " " * (width - columns(cell) + 2) + cell for cell, width in zip(cells, widths[1:], strict=True)
        )
        yield line(f"{first}{''.join(others)}", indent=2)
    yield line("")
    lacking = [(body, each) for body, each in found if not each.complete]
    for body, each in lacking[:SHOWN]:
        yield Line((Span("✗ ", "bold red"), Span(plain(body), "bold"), Span(f"：{plain(_lacks(each))}")), 4)
    if len(lacking) > SHOWN:
        yield line(f"另有 {len(lacking) - SHOWN} 个单位没有报齐；加 --json 列出全部。", indent=2)
    if lacking:
        look, remind = command("status", year, "--unit", lacking[0][0]), command("status", year, "--remind")
        yield line(f"接下来：看一个单位的，运行 {look}；给各单位的部门写催报的话，运行 {remind}。", indent=2)
        folder, then = department_folder(year), command("collect")
        yield line(f"收到后放进来件夹的“{folder}”，运行 {then}，再看一次。", indent=2)
    else:
        yield Line((Span("✓ ", "bold green"), Span(f"{len(found)} 个单位都报齐了。")), 2)


def _lacks(found: Submissions) -> str:
    """What of a body has not come, or was sent back."""
    if found.missing == found.owed:
        return "一张也没有收到"
    said = []
    for state, word in (("missing", "缺"), ("refused", "退回")):
        sheets = {
            each.name: [f"《{sheet.kind.title}》" for sheet in each.submissions if sheet.state == state]
            for each in found.departments
        }
        named = "、".join(f"{name}{''.join(titles)}" for name, titles in sheets.items() if titles)
        said += [f"{word} {named}"] if named else []
    said += [f"有 {found.unread} 件没有收进"] if found.unread else []
    said += ["收集以后来件夹又有变动，或没有收完"] if found.outdated else []
    return "；".join(said)
