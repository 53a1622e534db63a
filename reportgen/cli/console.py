"""What the user sees in the terminal. Only this module, `lines` and `sheets`, beside it, know rich."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reportgen.cli.lines import Line, Span, columns, line, plain, room, show
from reportgen.invocation import command, spoken
from reportgen.model import (
    CLASSES,
    Figure,
    Finding,
    Kind,
    Source,
    Value,
    count_errors,
    unexplained,
)
from reportgen.movements import change_text
from reportgen.numerals import figure_text, number_text, truth_text
from reportgen.periods import LAST
from reportgen.rules import is_theirs

if TYPE_CHECKING:
    from rich.console import Console

    from reportgen.pipeline import Rendered
    from reportgen.stages.collect import Collected
    from reportgen.stages.status import Submissions
    from reportgen.workspace.receipts import Change

SHOWN_SOURCES = 20
FULL = "加 --full 列出全部。"
SHOWN_FILES = 20
SHOWN_CHANGES = 12
_WAITING = 40
_NAMES = 44  # columns of the widest name that stands beside its number
_SEVERITY = {"error": ("错误", "bold red"), "warning": ("提醒", "yellow")}
_EDITED = "每年都要这样写的，改模板 report.docx；是部门写的话，请部门改表再收；只改这一次的，等数都定了，在 Word 里改好，用 Word 另存为 PDF"
_MARKS = {"✓": "bold green", "✗": "bold red"}
_NO_KINDS: Mapping[str, Kind] = MappingProxyType({})


def print_json(value: Any) -> None:
    """Print a value as JSON with Chinese kept readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def complain(sentence: str) -> None:
    """Print one sentence on stderr."""
    _line(sentence, "✗", stderr=True)


def remark(sentence: str) -> None:
    """Print one sentence on stderr that is no complaint."""
    _line(sentence, stderr=True)


def tell_early(findings: Sequence[Finding]) -> None:
    """Print on stderr what no sheet can mend, such as settings that do not say whose report it is."""
    for each in findings:
        complain(f"{each.message}；{each.fix}。")


def tell(sentence: str, mark: str = " ", *, file: Path | None = None) -> None:
    """Print one sentence on stdout, with a mark or below one, and the file that it ends with."""
    _line(f"{sentence}：{_near(file)}" if file else sentence, mark)


def say(sentence: str) -> None:
    """Print one sentence on stdout."""
    _line(sentence)


@contextmanager
def progress(count: int, doing: str = "正在收集") -> Iterator[Callable[[int], None]]:
    """Show a progress bar on stderr, where there are enough files to wait for; give what to tell of each one done."""
    if count < _WAITING or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bars = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bars, console=_console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=count)
        yield lambda done: bar.advance(task, done)


@contextmanager
def waiting(sentence: str) -> Iterator[None]:
    """Show on stderr, where somebody looks, that something goes on which takes a while."""
    if not sys.stderr.isatty():
        yield
        return
    with _console(stderr=True).status(sentence):
        yield


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
    _each([(name, "") for name in done.dropped], "  文件已不在来件夹，它的行已从底账移出：")
    _each([(name, f" 由更新的 {by} 代替，没有计入。") for name, by in _replaced(done)])
    if briefly:
        return
    _each([(name, f"：{reason}") for name, reason in done.refused], "✗ ")
    _each([(f"{name} › {sheet}", f"：{reason}") for name, sheet, reason in done.unrecognised], "✗ ")


def _replaced(done: Collected) -> Iterator[tuple[str, str]]:
    """The sheets of a file that another has in a newer version, together, and that other."""
    sheets: dict[tuple[str, str], list[str]] = {}
    for name, sheet, by in done.replaced:
        sheets.setdefault((name, by), []).append(sheet)
    for (name, by), found in sheets.items():
        yield f"{name} › {'、'.join(found)}", by


def _each(said: Sequence[tuple[str, str]], before: str = "  ") -> None:
    """Say the same of each of several files, whose names are not broken; of many, of the first only."""
    head = (Span(before, _MARKS.get(before.strip(), "")),)
    named = (
        Line((*head, Span(plain(name), whole=True), Span(plain(what))), 4)
        for name, what in said[:SHOWN_FILES]
    )
    show(named, bounded=False)
    if len(said) > SHOWN_FILES:
        _line(f"另有 {len(said) - SHOWN_FILES} 件这样的没有列出；加 --json 列出全部。", " ")


def show_submissions(found: Submissions) -> None:
    """Print department by department what it owes and what came of it, the sums, and what to do next."""
    from reportgen.cli.submissions import next_step, page

    show(page(found))
    _line(
        f"{spoken(found.year)}应报 {found.owed} 张，已收 {found.received} 张（其中零报告 {found.zero} 张），"
        f"缺 {found.missing} 张，退回 {found.refused} 张"
        + (f"；另有 {found.unread} 件没有收进。" if found.unread else "。"),
        "✓" if found.complete else "✗",
    )
    show_behind(found.behind)
    _line(f"接下来：{next_step(found)}", " ")


def show_findings(
    findings: Sequence[Finding],
    subject: str,
    *,
    whole: bool = False,
    everything: str = "加 --json 列出全部。",
) -> None:
    """Print findings, and how many there are; `subject` says what was checked, `everything` where the rest is."""
    if not findings:
        _line(f"{subject}没有发现问题。", "✓")
        return
    from reportgen.cli.findings import counted, explained, page

    show(page(unexplained(findings), whole, everything))
    show(explained(findings))
    _line(f"{subject}：{counted(findings)}。用 reportgen explain 编号 查看某一类问题的说明。")


def show_rendered(done: Rendered, year: int, *, full: bool = False) -> None:
    """Print what was found, where the report went or why there is none, and what to do next."""
    from reportgen.cli.findings import next_step
    from reportgen.cli.moved import moved
    from reportgen.cli.profiles import show_numbers

    show_numbers(done.numbers)
    if done.findings or not done.draft:
        show_findings(done.findings, f"{spoken(year)}", whole=full, everything=FULL)
    show_changes(done.changes, draft=done.draft)
    show(moved(done.moved, SHOWN_CHANGES))
    if done.kept:
        _line(f"原来那份报告有人改过，留在：{_near(done.kept)}", " ")
        _line(f"{_left_behind(done)}。{_EDITED}。", "!")
    if done.file is None:
        _line(f"还有 {count_errors(done.findings)} 项错误没有改正，没有生成 {spoken(year)}报告。", "✗")
        mend = _who_mends([each for each in done.findings if each.severity == "error"])
        _line(f"{mend}；要先看样子，运行 {command('render', year, '--draft')} 生成草稿。", " ")
        if step := next_step(done.findings, year):
            _line(step, " ")
    elif done.draft:
        _line(f"草稿已写好：{_near(done.file)}", "✓")
        _line("草稿只供内部核对；错误改完后重新收集，再生成正式报告。", " ")
    else:
        _line(f"报告已写好：{_near(done.file)}", "✓")
        look = command("trace", year, "名称")
        _line(f"接下来：用 Word 或 WPS 打开通读一遍；要查某个数的来历，运行 {look}。", " ")


def _left_behind(done: Rendered) -> str:
    """That what people have changed in a report is not in the new one, and how much that is."""
    from reportgen.word.package import NotWordError
    from reportgen.word.said import differing

    said = "改的没有带进新写的这一份，也不会带进 PDF 和网页"
    if not (done.kept and done.file):
        return said
    try:
        count = differing(done.kept.read_bytes(), done.file.read_bytes())
    except (NotWordError, OSError):
        return said
    return f"{said}：两份有 {count} 段文字不同（数变了的也在内）" if count else f"{said}：文字相同，格式不同"


def show_changes(changes: Sequence[Change], *, draft: bool = False) -> None:
    """Print which figures are printed otherwise than in the report before."""
    if not changes:
        return
    _line(f"与上次生成的报告相比，{len(changes)} 项数据{'会变' if draft else '变了'}：", " ")
    shown = changes[:SHOWN_CHANGES]
    show([line(f"{each.name} {each.before} → {each.after}", indent=4) for each in shown])
    if len(changes) > len(shown):
        _line(f"另有 {len(changes) - len(shown)} 项没有列出；加 --json 列出全部。", " ")


def _who_mends(errors: Sequence[Finding]) -> str:
    """Whom errors are sent to: what is wrong with template, profile and settings is no department's to mend."""
    missing = any(each.code == "OWE001" and each.department for each in errors)
    theirs = [each for each in errors if each.department and each.code != "OWE001"]
    sent = any(is_theirs(each) for each in theirs)
    ours = any(not (each.department and is_theirs(each)) for each in errors)
    steps = ["请把表退回部门改正后重新收集"] * sent + ["没有收到的表按改法催报"] * missing
    return "；".join([*steps, f"{'其余的' if steps else ''}请按改法改正"] if ours or not steps else steps)


def show_figures(figures: Sequence[tuple[Figure, int]], year: int) -> None:
    """Print the figures of a year in columns, each with the number of its source rows."""
    rows = [("名称", "数值", "单位", next((each.before for each, _ in figures), LAST), "增减", "来源行数")]
    for figure, count in figures:
        if figure.items is not None:
            shown, unit, last, by = "—" if figure.absent else f"共 {len(figure.items)} 项", "", "", ""
        else:
            shown = figure.text if figure.text is not None else "—"
            unit = figure.definition.unit_behind
            last = "—" if figure.previous is None else figure_text(figure.previous, figure.definition)
            by = change_text(figure)
        rows.append((figure.definition.full_name, shown, unit, last, by, str(count)))
    show([line(f"{spoken(year)}数据项", style="bold"), *_in_columns(rows)])


def _in_columns(rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """The first row as a heading, the others below, each column as wide as its widest; a name or a number that is too
    wide stands in a line of its own.
    """
    widest = room(sys.stdout)
    others = [max(min(columns(row[at]), 12) for row in rows) for at in range(1, 6)]
    limit = min(_NAMES, max(16, widest - sum(others) - 12)) if widest else _NAMES
    names = max(min(columns(row[0]), limit) for row in rows)
    for at, (name, value, unit, *numbers) in enumerate(rows):
        style = "" if at else "bold"
        text = _padded(plain(name), names)
        if columns(name) > names or columns(value) > 12:
            yield Line((Span(f"  {plain(name)}", whole=True),))
            text = " " * names
        if columns(value) > 12:
            yield Line((Span(" " * 4), Span(plain(value))), 4)
            value = ""
        text += f"  {_padded(value, others[0], left=False)} {_padded(plain(unit), others[1])}"
        text += "".join(
            f"  {_padded(each, others[2 + index], left=False)}" for index, each in enumerate(numbers)
        )
        yield Line((Span(f"  {text}", style, whole=True),))


def _padded(text: str, width: int, *, left: bool = True) -> str:
    blanks = " " * (width - columns(text))
    return text + blanks if left else blanks + text


def show_open(errors: int, year: int) -> None:
    """Say that figures are not final while errors are open."""
    if errors:
        _line(
            f"{spoken(year)}还有 {errors} 项错误没有改正，没有收到的、读不成的都没有计入，数值还会变；"
            f"运行 {command('validate', year)} 查看。",
            "✗",
        )


def show_behind(findings: Sequence[Finding]) -> None:
    """Say in a line each what has happened to the files since they were collected, and what to do."""
    for each in findings:
        _line(f"{each.message}；{each.fix}", "✗" if each.severity == "error" else " ")


def show_trace(
    figure: Figure,
    sources: Sequence[Source],
    year: int,
    kinds: Mapping[str, Kind] = _NO_KINDS,
    parts: Iterable[Line] = (),
) -> None:
    """Print a figure, its definition, the parts of a rate and the first of its rows."""
    from reportgen.profile.worded import defined

    definition = figure.definition
    value = plain(figure.text if figure.text is not None else "没有数据")
    unit = "" if definition.ratio or not isinstance(figure.value, (int, float)) else definition.unit
    name = Span(plain(definition.full_name), "bold", whole=True)
    show([Line((name, Span(f"（{spoken(year)}）："), Span(value, "bold"), Span(plain(unit))), 2)])
    _line(f"怎么算的：{defined(definition, kinds)}", " ")
    if definition.qualifier:
        _line(f"口径：{definition.qualifier}", " ")
    show(parts)
    if not sources:
        _line("没有一行符合条件。", " ")
        return
    _line(f"来自 {len(sources)} 行：", " ")
    for (file, sheet), rows in groupby(sources[:SHOWN_SOURCES], key=lambda each: (each.file, each.sheet)):
        show([Line((Span("    "), Span(plain(f"{file} › {sheet}"), "cyan", whole=True)))])
        show(line(f"第{each.row}行  {_cells(each)}", indent=6) for each in rows)
    if len(sources) > SHOWN_SOURCES:
        _line(f"另有 {len(sources) - SHOWN_SOURCES} 行没有列出；加 --json 列出全部。", " ")


def _cells(source: Source) -> str:
    return "，".join(
        f"{cell} {_seen(value, source.raws.get(cell, ''))}"
        for cell, value in source.cells.items()
        if value is not None
    )


def _seen(value: Value, raw: str) -> str:
    """A value as its cell shows it, with what it was converted to behind; a day as it is meant."""
    shown = _shown(value)
    if not raw or isinstance(value, date):
        return shown
    return (
        raw
        if raw.replace(",", "").startswith(shown) and not isinstance(value, str)
        else f"{raw}（即{shown}）"
    )


def _near(file: Path) -> str:
    """A file as seen from where the command was run, if it lies there."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return truth_text(value)
    return number_text(value) if isinstance(value, float) else str(value)


def _line(text: str, mark: str = "", *, stderr: bool = False) -> None:
    """Print a line, with a mark in front."""
    head = (Span(mark, _MARKS.get(mark, "")), Span(" ")) if mark else ()
    hanging = 2 if mark else len(text) - len(text.lstrip(" "))
    show([Line((*head, Span(plain(text))), hanging)], stderr=stderr, bounded=False)


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, emoji=False)
