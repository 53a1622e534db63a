"""What the user sees in the terminal. Only this module and `sheets`, beside it, know rich."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reportgen.model import CLASSES, Check, Figure, Finding, Kind, Rule, Source, Value, count_errors
from reportgen.numerals import figure_text, number_text, truth_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from reportgen.pipeline import Form, Rendered
    from reportgen.stages.collect import Collected
    from reportgen.stages.owed import Refusal
    from reportgen.stages.status import Submission, Submissions

SHOWN_SOURCES = 20
SHOWN_FILES = 6
_WAITING = 40
_NO_KINDS: Mapping[str, Kind] = MappingProxyType({})
_SEVERITY = {"error": "[bold red]错误[/]", "warning": "[yellow]提醒[/]"}
_STATE = {
    "received": "[green]已收到[/]",
    "zero": "[cyan]零报告[/]",
    "missing": "[bold red]缺报[/]",
    "refused": "[bold red]退回[/]",
}
_UNREAD = {"error": "[bold red]没有收进[/]", "warning": "[yellow]没有读[/]"}


def print_json(value: Any) -> None:
    """Print a value as JSON with Chinese kept readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def complain(sentence: str) -> None:
    """Print one sentence on stderr."""
    _line(sentence, "✗", stderr=True)


def say(sentence: str) -> None:
    """Print one sentence on stdout."""
    _line(sentence)


@contextmanager
def progress(count: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on stderr, where there are enough files to wait for; give what to tell of each one done."""
    if count < _WAITING or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("正在收集"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=count)
        yield lambda done: bar.advance(task, done)


def show_collected(done: Collected, *, briefly: bool = False) -> None:
    """Print what was collected, and what could not be; the latter not where findings are to follow."""
    read = f"收集 {done.workbooks} 个工作簿、{done.sheets} 张表、{done.rows} 行"
    same = f"{done.unchanged} 个工作簿没有变化"
    _line(
        "；".join([read] * bool(done.workbooks or not done.unchanged) + [same] * bool(done.unchanged)) + "。",
        "✓",
    )
    if done.passed:
        sorts = sorted(done.passed, key=lambda each: -done.passed[each])
        why = "、".join(f"{CLASSES[each]} {done.passed[each]}" for each in sorts)
        _line(f"略过 {sum(done.passed.values())} 行：{why}。", " ")
    for name in done.dropped:
        _line(f"文件已不在来件夹，它的行已从底账移出：{name}", " ")
    for name, sheet, by in done.replaced:
        _line(f"{name} › {sheet} 由更新的 {by} 代替，没有计入。", " ")
    if briefly:
        return
    for name, reason in done.refused:
        _line(f"{name}：{reason}", "✗")
    for name, sheet, reason in done.unrecognised:
        _line(f"{name} › {sheet}：{reason}", "✗")


def show_submissions(found: Submissions) -> None:
    """Print department by department what it owes and what came of it, the sums, and what to do next."""
    from rich.table import Table

    table = Table(expand=True, title=f"{found.year} 年报送情况", title_justify="left")
    table.add_column("部门和报送的表", max_width=30, overflow="fold")
    table.add_column("情况", no_wrap=True, min_width=8)
    table.add_column("行数", no_wrap=True, min_width=4, justify="right")
    table.add_column("文件（收集时间）和说明", ratio=1, overflow="fold")
    for each in found.departments:
        table.add_section()
        table.add_row(f"[bold]{_safe(each.name) or '不明'}[/]")
        for sheet in each.submissions:
            rows = str(sheet.rows) if sheet.files else ""
            table.add_row(
                f"  {_safe(sheet.kind.title)}", _STATE[sheet.state], rows, _safe("\n".join(_came(sheet)))
            )
        for one in each.unread:
            said = (
                _said(one) if each.name else _said(one, one.file)
            )  # whose folders may tell a person what it is
            table.add_row("  （不知道是什么表）", _UNREAD[one.severity], "", _safe(said))
    _console().print(table)
    _line(
        f"{found.year} 年应报 {found.owed} 张，已收 {found.received} 张（其中零报告 {found.zero} 张），"
        f"缺 {found.missing} 张，退回 {found.refused} 张"
        + (f"；另有 {found.unread} 件没有收进。" if found.unread else "。"),
        "✓" if found.complete else "✗",
    )
    _line(f"接下来：{_next_step(found)}", " ")


def _came(sheet: Submission) -> Iterator[str]:
    """Say in lines where the rows of a sheet are, what is wrong with it, and what does not count."""
    for each in sheet.files[:SHOWN_FILES]:
        yield f"{_base(each.file)} › {each.sheet}（{each.collected}）"
    if len(sheet.files) > SHOWN_FILES:
        yield f"另有 {len(sheet.files) - SHOWN_FILES} 张没有列出；加 --json 列出全部"
    yield from map(_said, sheet.refused)
    if sheet.remark:
        yield sheet.remark
    if sheet.errors:
        yield f"收集时查出 {sheet.errors} 处错误"
    for each in sheet.replaced:
        yield f"原件 {_base(each.file)} › {each.sheet}，已由更新的一份代替"


def _said(refusal: Refusal, file: str = "") -> str:
    where = " › ".join(part for part in (file or _base(refusal.file), refusal.sheet) if part)
    return f"{where}\n{refusal.reason}"


def _base(file: str) -> str:
    """A file's name without its folders; for one in an archive, the archive's name and the path in it."""
    folders, archive, member = file.partition(".zip/")
    return folders.rpartition("/")[2] + archive + member


def _next_step(found: Submissions) -> str:
    if found.outdated:
        return "底账不是最新的，先运行 reportgen collect，再看一次。"
    if found.complete:
        return f"表收齐了，运行 reportgen validate {found.year} 核对。"
    late = _names(each.name for each in found.departments if _any(each.submissions, "missing"))
    wrong = _names(
        each.name
        for each in found.departments
        if _any(each.submissions, "refused") or any(one.severity == "error" for one in each.unread)
    )
    nobodys = any(each.unread for each in found.departments if not each.name)
    steps = [f"向{late}催报"] * bool(late) + [f"把没有收进的表退回{wrong}改正"] * bool(wrong)
    steps += ["问清“不明”里的文件是哪个部门的"] * nobodys
    return "，".join([*steps, "收到后放进来件夹，运行 reportgen collect，再看一次。"])


def _any(sheets: Iterable[Submission], state: str) -> bool:
    return any(each.state == state for each in sheets)


def _names(departments: Iterable[str]) -> str:
    return "、".join(name for name in departments if name)


def show_findings(findings: Sequence[Finding], subject: str) -> None:
    """Print findings as a table, and how many there are; `subject` says what was checked."""
    errors = count_errors(findings)
    if not findings:
        _line(f"{subject}没有发现问题。", "✓")
        return
    for department in dict.fromkeys(each.department for each in findings):
        _console().print(_table(department, [each for each in findings if each.department == department]))
    counts = f"{errors} 项错误，{len(findings) - errors} 项提醒"
    _line(f"{subject}：{counts}。用 reportgen explain 编号 查看某一类问题的说明。")


def _table(department: str, findings: Sequence[Finding]) -> Table:
    """The findings of one department, so that its part can be sent back to it."""
    from rich.table import Table

    table = Table(show_lines=True, expand=True, title=department or "整份报告", title_justify="left")
    table.add_column("编号", no_wrap=True, min_width=8)
    table.add_column("出处", ratio=4, overflow="fold")
    table.add_column("问题", ratio=5, overflow="fold")
    table.add_column("改法和依据", ratio=5, overflow="fold")
    for each in findings:
        remedy = each.fix + (f"\n依据：{each.basis}" if each.basis else "")
        within = each.place._replace(file="")
        where = "\n".join(part for part in (_base(each.place.file), str(within)) if part)
        table.add_row(
            f"{_SEVERITY[each.severity]}\n{each.code}", _safe(where), _safe(each.message), _safe(remedy)
        )
    return table


def show_rendered(done: Rendered, year: int) -> None:
    """Print what was found, where the report went or why there is none, and what to do next."""
    if done.findings or not done.draft:
        show_findings(done.findings, f"{year} 年")
    if done.file is None:
        _line(f"还有 {count_errors(done.findings)} 项错误没有改正，没有生成 {year} 年报告。", "✗")
        mend = (
            "请把表退回部门改正后重新收集"
            if any(each.department for each in done.findings)
            else "请按改法改正"
        )
        _line(f"{mend}；要先看样子，运行 reportgen render {year} --draft 生成草稿。", " ")
    elif done.draft:
        _line(f"草稿已写好：{_near(done.file)}", "✓")
        _line("草稿只供内部核对；错误改完后重新收集，再生成正式报告。", " ")
    else:
        _line(f"报告已写好：{_near(done.file)}", "✓")
        _line(
            f"接下来：用 Word 或 WPS 打开通读一遍；要查某个数的来历，运行 reportgen trace {year} 名称。", " "
        )


def show_forms(written: Sequence[Form], year: int) -> None:
    """Print which form went where, and what to do next."""
    for form in written:
        _line(f"{form.department}（{len(form.sheets)} 张表）：{_near(form.file)}", "✓")
    _line(f"接下来：把表样发给各部门填写；收回后放进来件夹的“{year}/部门名/”，运行 reportgen collect。", " ")


def show_figures(figures: Sequence[tuple[Figure, int]], year: int) -> None:
    """Print the figures of a year, each with the number of its source rows, as a table."""
    from rich.table import Table
    from rich.text import Text

    console, table, rows = _console(), Table(title=f"{year} 年数据项"), []
    table.add_column("名称", overflow="fold")
    table.add_column("数值", overflow="fold", justify="right")
    table.add_column("单位", no_wrap=True)
    table.add_column("上年", no_wrap=True, justify="right")
    table.add_column("来源行数", no_wrap=True, justify="right")
    for figure, count in figures:
        if figure.items is not None:
            shown, unit, last = f"共 {len(figure.items)} 项", "", ""
        else:
            shown = figure.text if figure.text is not None else "—"
            unit = "" if figure.definition.ratio else figure.definition.unit
            last = "—" if figure.previous is None else figure_text(figure.previous, figure.definition)
        rows.append([_plain(each) for each in (figure.definition.full_name, shown, unit, last, str(count))])
    for row in _in_one([str(column.header) for column in table.columns], rows, console.width):
        table.add_row(*map(Text, row))
    console.print(table)


def _in_one(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Sequence[Sequence[str]]:
    """The rows of a table as one of many lines, where none is folded: it looks the same, and rich draws it many times as
    fast.
    """
    from rich.cells import cell_len

    columns = list(zip(headings, *rows, strict=True))
    frames = 3 * len(columns) + 1  # a blank on either side of a cell, and the lines between
    folded = frames + sum(max(map(cell_len, column)) for column in columns) > width
    if not rows or folded or any("\n" in cell for row in rows for cell in row):
        return rows
    return [["\n".join(cells) for _, *cells in columns]]


def show_open(errors: int, year: int) -> None:
    """Say that figures are not final while errors are open."""
    if errors:
        _line(
            f"{year} 年还有 {errors} 项错误没有改正，读不成的单元格没有计入，数值还会变；"
            f"运行 reportgen validate {year} 查看。",
            "✗",
        )


def show_trace(
    figure: Figure, sources: Sequence[Source], year: int, kinds: Mapping[str, Kind] = _NO_KINDS
) -> None:
    """Print a figure, its definition and the first of its rows."""
    from rich.table import Table

    from reportgen.profile.conditions import defined

    console = _console()
    definition = figure.definition
    value = figure.text if figure.text is not None else "没有数据"
    unit = "" if definition.ratio or not isinstance(figure.value, (int, float)) else definition.unit
    console.print(f"[bold]{_safe(definition.full_name)}[/]（{year} 年）：[bold]{_safe(value)}[/]{unit}")
    console.print(f"  怎么算的：{_safe(defined(definition, kinds))}")
    if definition.qualifier:
        console.print(f"  口径：{_safe(definition.qualifier)}")
    if not sources:
        _line("没有一行符合条件。", " ")
        return
    table = Table(title=f"来自 {len(sources)} 行")
    for heading in ("文件", "表", "行", "单元格"):
        table.add_column(heading, overflow="fold")
    for source in sources[:SHOWN_SOURCES]:
        cells = "，".join(
            f"{cell} {_shown(value)}" for cell, value in source.cells.items() if value is not None
        )
        table.add_row(_safe(source.file), _safe(source.sheet), str(source.row), _safe(cells))
    console.print(table)
    if len(sources) > SHOWN_SOURCES:
        console.print(f"  另有 {len(sources) - SHOWN_SOURCES} 行没有列出；加 --json 列出全部。")


def show_rule(code: str, rule: Rule | Check, kinds: Mapping[str, Kind] = _NO_KINDS) -> None:
    """Print what a code means, why it matters, how to mend it, and its example."""
    console = _console()
    console.print(f"[bold]{code}[/] {_safe(rule.title)}（{_SEVERITY[rule.severity]}）")
    if isinstance(rule, Rule):
        console.print(f"  为什么：{_safe(rule.why)}")
    else:
        console.print(f"  查哪张表：《{_safe(rule.sheet)}》")
        from reportgen.profile.conditions import wrong_where

        console.print(f"  怎样算错：{_safe(wrong_where(rule, kinds))}")
        if rule.basis:
            console.print(f"  依据：{_safe(rule.basis)}")
    if rule.fix:
        console.print(f"  改法：{_safe(rule.fix)}")
    if rule.example:
        console.print("  例子（<- 指出错的地方）：")
        for line in rule.example.rstrip().splitlines():
            console.print(f"    {_safe(line)}")


def _near(file: Path) -> str:
    """A file as seen from where the command was run, if it lies there."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return truth_text(value)
    return number_text(value) if isinstance(value, float) else str(value)


def _line(text: str, mark: str = "", *, stderr: bool = False) -> None:
    """Print a line, with a mark in front; in colour, which costs loading rich, only where somebody sees it."""
    stream = sys.stderr if stderr else sys.stdout
    if not stream.isatty():
        stream.write(f"{mark} {_plain(text)}\n" if mark else f"{_plain(text)}\n")
        return
    colour = {"✓": "bold green", "✗": "bold red"}.get(mark, "")
    console = _console(stderr=stderr)
    if mark:
        console.print(mark, style=colour, end=" ")
    console.print(_safe(text), soft_wrap=True)


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = 120
    return console


def _safe(text: str) -> str:
    """Text that a department wrote, with nothing in it that the terminal or rich would obey."""
    from rich.markup import escape

    return escape(_plain(text))


def _plain(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\n" else "�" for char in text)
