"""Who has handed in what -> lines: department by department what it owes and what came of it, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportgen.cli.findings import base
from reportgen.cli.lines import Line, Span, columns, line, plain
from reportgen.invocation import command, department_folder, spoken

if TYPE_CHECKING:
    from reportgen.stages.owed import Refusal
    from reportgen.stages.status import Department, Submission, Submissions

SHOWN_FILES = 6  # of a sheet
SHOWN_UNREAD = 20  # of a department
_STATE = {
    "received": ("已收到", "green"),
    "zero": ("零报告", "cyan"),
    "missing": ("缺报", "bold red"),
    "refused": ("退回", "bold red"),
}
_UNREAD = {"error": ("没有收进", "bold red"), "warning": ("没有读", "yellow")}
_MARGIN = 12  # what came of a sheet stands before it


def page(found: Submissions) -> Iterator[Line]:
    """Yield department by department what it owes and what came of it."""
    yield line(f"{spoken(found.year)}报送情况", style="bold")
    for each in found.departments:
        yield line("")
        yield line(each.name or "不明", style="bold")
        for sheet in each.submissions:
            rows = f"  {sheet.rows} 行" if sheet.files else ""
            yield _stated(*_STATE[sheet.state], (Span(f"{plain(sheet.kind.title)}{rows}"),))
            yield from _came(sheet)
        yield from _unread(each)
    yield line("")


def _stated(word: str, style: str, spans: tuple[Span, ...]) -> Line:
    room = " " * (_MARGIN - 2 - columns(word))
    return Line((Span("  "), Span(word, style), Span(room), *spans), _MARGIN)


def _came(sheet: Submission) -> Iterator[Line]:
    """Say where the rows of a sheet are, what is wrong with it, and what does not count."""
    for each in sheet.files[:SHOWN_FILES]:
        yield _named(f"{base(each.file)} › {each.sheet}", f"（{each.collected}）")
    yield from _others(len(sheet.files) - SHOWN_FILES, "张")
    for refusal in sheet.refused[:SHOWN_FILES]:
        yield _named(_place(refusal))
        yield line(refusal.reason, indent=_MARGIN)
    yield from _others(len(sheet.refused) - SHOWN_FILES, "张")
    if sheet.remark:
        yield line(sheet.remark, indent=_MARGIN)
    if sheet.errors:
        yield line(f"收集时查出 {sheet.errors} 处错误", indent=_MARGIN)
    for each in sheet.replaced[:SHOWN_FILES]:
        yield _named(f"原件 {base(each.file)} › {each.sheet}", "，已由更新的一份代替")
    yield from _others(len(sheet.replaced) - SHOWN_FILES, "张")


def _unread(department: Department) -> Iterator[Line]:
    """What came from a department and is no sheet that it owes."""
    for each in department.unread[:SHOWN_UNREAD]:
        file = "" if department.name else each.file  # whose folders may tell a person what it is
        yield _stated(*_UNREAD[each.severity], (Span(plain(_place(each, file)), whole=True),))
        yield line(each.reason, indent=_MARGIN)
    yield from _others(len(department.unread) - SHOWN_UNREAD, "件")


def _named(name: str, remark: str = "") -> Line:
    return Line((Span(" " * _MARGIN), Span(plain(name), whole=True), Span(plain(remark))), _MARGIN)


def _others(count: int, measure: str) -> Iterator[Line]:
    if count > 0:
        yield line(f"另有 {count} {measure}没有列出；加 --json 列出全部", indent=_MARGIN)


def _place(refusal: Refusal, file: str = "") -> str:
    return " › ".join(part for part in (file or base(refusal.file), refusal.sheet) if part)


def next_step(found: Submissions) -> str:
    """Return what is to do next."""
    if found.outdated:
        return f"底账不是最新的，先运行 {command('collect')}，再看一次。"
    if found.complete:
        return f"表收齐了，运行 {command('validate', found.year)} 核对。"
    late, astray = _names(_missing(found, astray=False)), _names(_missing(found, astray=True))
    wrong = _names(
        each.name
        for each in found.departments
        if _any(each.submissions, "refused") or any(one.severity == "error" for one in each.unread)
    )
    nobodys = any(each.unread for each in found.departments if not each.name)
    steps = [f"看{astray}的表是不是放在别处"] * bool(astray) + [f"向{late}催报"] * bool(late)
    steps += [f"把没有收进的表退回{wrong}改正"] * bool(wrong) + ["问清“不明”里的文件是哪个部门的"] * nobodys
    if "" in _missing(found, astray=True):
        steps.append("在设置的 departments 里（没有的，在报告方案的 from 里）写明“不明”里的表由谁报送")
    folder, then = department_folder(found.year), command("collect")
    return "，".join([*steps, f"收到后放进来件夹的“{folder}”，运行 {then}，再看一次。"])


def _missing(found: Submissions, *, astray: bool) -> Iterator[str]:
    """The departments of which a sheet is missing that may lie in another's folder, or does not."""
    for each in found.departments:
        if any(sheet.state == "missing" and bool(sheet.remark) == astray for sheet in each.submissions):
            yield each.name


def _any(sheets: Iterable[Submission], state: str) -> bool:
    return any(each.state == state for each in sheets)


def _names(departments: Iterable[str]) -> str:
    return "、".join(name for name in departments if name)
