"""What is told of several bodies: who of them has handed in what, and what became of their reports."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.arguments import CLEAN, OPEN_ERRORS, open_project, taking
from reportgen.cli.chinese_typer import OPTIONS
from reportgen.cli.lines import Line, Span, columns, line, plain, show

if TYPE_CHECKING:
    from reportgen.each_body import Written
    from reportgen.pipeline import Project
    from reportgen.stages.status import Submissions

All = Annotated[bool, typer.Option("--all", help="每个单位各写一份", rich_help_panel=OPTIONS)]
_WITH_ALL = {"year", "draft", "as_collected", "plain", "as_json", "full"}
_HEADS = ("单位", "应报", "已收", "零报告", "缺", "退回", "没收进")
SHOWN = 40  # bodies that lack something, or whose report was not written


def or_all(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command that writes a report write that of every body, where `--all` says so."""
    from reportgen.model import CannotRun

    @functools.wraps(command)
    def one_or_all(context: typer.Context, *given: Any, **options: Any) -> int:
        if not options.pop("all"):
            return command(context, *given, **options)
        others = [name for name, value in options.items() if value and name not in _WITH_ALL]
        if others or context.meta.get("unit"):
            raise CannotRun(f"--all 不能与 --{(others or ['unit'])[0]} 一起用")
        return _all(context, collect=command.__name__ == "_build", **options)

    return taking(one_or_all, command, {"all": All}, default=False)


def _all(
    context: typer.Context,
    year: int,
    *,
    collect: bool,
    as_json: bool,
    draft: bool = False,
    as_collected: bool = False,
    plain: bool = False,
    **_: Any,
) -> int:
    from reportgen import each_body, pipeline
    from reportgen.cli import console
    from reportgen.model import CannotRun

    project = open_project(context)
    if not project.workspace.bodies:
        raise CannotRun("设置里没有写 bodies，只有一个单位；请去掉 --all")
    if collect:
        collected = pipeline.collect(project, progress=console.progress)
        if not as_json:
            console.show_collected(collected)
    with console.progress(len(project.workspace.bodies)) as advance:
        done = each_body.render(project, each_body.How(year, draft, as_collected, plain), advance)
    if as_json:
        console.print_json({"year": year, "reports": [_as_json(each) for each in done]})
    else:
        show(_written(done, year, project))
    return CLEAN if all(each.file for each in done) else OPEN_ERRORS


def _as_json(each: Written) -> dict[str, Any]:
    return {
        "unit": each.body,
        "file": str(each.file) if each.file else None,
        "errors": each.errors,
        "problem": each.problem or None,
        **({"kept": str(each.kept)} if each.kept else {}),
    }


def _written(done: Sequence[Written], year: int, project: Project) -> Iterator[Line]:
    not_written = [each for each in done if each.file is None]
    for each in not_written[:SHOWN]:
        why = (
            each.problem
            or f"还有 {each.errors} 项错误没有改正，运行 reportgen validate {year} --unit {each.body}"
        )
        yield Line((Span("✗ ", "bold red"), Span(plain(each.body), "bold"), Span(f"：{plain(why)}")), 4)
    if len(not_written) > SHOWN:
        yield line(f"另有 {len(not_written) - SHOWN} 个单位这样；加 --json 列出全部。", indent=2)
    for each in done:
        if each.kept:
            name = project.workspace.name_of(each.kept)
            yield line(f"{each.body}原来那份报告有人改过，留在：{name}", indent=2)
    count, output = len(done) - len(not_written), project.workspace.name_of(project.workspace.output)
    mark = Span("✗ ", "bold red") if not_written else Span("✓ ", "bold green")
    lack = f"，{len(not_written)} 份没有写" if not_written else ""
    yield Line((mark, Span(f"{len(done)} 个单位，写好 {count} 份报告{lack}；在“{output}/单位名称”里。")), 2)


def show_status(found: Sequence[tuple[str, Submissions]], year: int) -> None:
    """Print by body how much it owes and has handed in, and of those that lack something what."""
    show(_page(found, year))


def _page(found: Sequence[tuple[str, Submissions]], year: int) -> Iterator[Line]:
    yield line(f"{year} 年报送情况（{len(found)} 个单位）", style="bold")
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
        command = f"reportgen status {year} --unit {lacking[0][0]}"
        yield line(f"接下来：看一个单位的，运行 {command}；再加 --remind 写催报的话。", indent=2)
    else:
        yield Line((Span("✓ ", "bold green"), Span(f"{len(found)} 个单位都报齐了。")), 2)


def _lacks(found: Submissions) -> str:
    """What of a body has not come, or was sent back."""
    said = []
    for state, word in (("missing", "缺"), ("refused", "退回")):
        sheets = [
            f"{each.name}《{sheet.kind.title}》"
            for each in found.departments
            for sheet in each.submissions
            if sheet.state == state
        ]
        said += [f"{word} {'、'.join(sheets)}"] if sheets else []
    said += [f"有 {found.unread} 件没有收进"] if found.unread else []
    said += ["收集以后来件夹又有变动，或没有收完"] if found.outdated else []
    return "；".join(said)
