"""The grounds of figures, and what was found -> a workbook to check them by: each number a link to its rows, and back.

Its bytes hang on what it says alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from reportgen.evidence.grounds import Grounds
from reportgen.evidence.grounds_rows import EXACT, FIGURES, MOST_LINKS, Position, fit, positions, with_rows
from reportgen.model import Finding, Value
from reportgen.numerals import exact, truth_text
from reportgen.periods import LAST, NOW

_STAMP = datetime(2000, 1, 1)  # a file's time is when it is written, which is not of what it says
CHARTS = "对比图"
_NOW = NOW[LAST]
_FIRST = 3  # row of the first figure, from 0, below title, note and head
_LINE, _HIGHEST = 15.0, 409.0  # points
_IN_CHART, _MOST_CHARTS, _CHART_ROWS = 10, 3, 18
_SEVERITIES = {"error": "错误", "warning": "提醒"}
_HEADS = (
    ("数据项", 26), ("怎么算的", 46), ("单位", 7), (_NOW, 14), (LAST, 12), ("增减", 10), ("来源行数", 10),
    ("还有什么可以核对", 46), ("报告里", 10),
)  # fmt: skip
_FOUND = (
    ("轻重", 7), ("编号", 11), ("部门", 14), ("文件", 34), ("工作表", 16), ("单元格", 9), ("问题", 50), ("怎么改", 40),
)  # fmt: skip
_EXPLAINED = (*_FOUND[1:7], ("说明", 50))
_RELATED = (("数据项", 26), (_NOW, 14), ("单位", 7), ("有没有别的数可以对", 20), ("是什么", 80))


@dataclass(frozen=True)
class _Looks:
    """How cells look, and what the time is called that figures stand beside."""

    before: str
    title: Any
    note: Any
    head: Any
    text: Any
    line: Any
    number: Any
    day: Any
    link: Any
    linked: Any
    change: Any


def grounds_book(title: str, told: Sequence[Grounds], findings: Sequence[Finding], note: str = "") -> bytes:
    """Return the file of the workbook; `note` stands at its top."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "author": "reportgen", "created": _STAMP})
    looks = _looks(book, next((each.figure.before for each in told), LAST))
    at = positions(told)
    rows = {each.name: number for number, each in enumerate(told, _FIRST)}
    _write_figures(_sheet(book, FIGURES, _HEADS, looks, title, note), told, at, looks)
    for name in dict.fromkeys(each.sheet for each in at.values()):
        _begin_rows(book, name, looks)
    waived = [each for each in findings if each.waived]
    open_ = [each for each in findings if not each.waived]
    _write_table(book, "核对结果", _FOUND, [_finding(each) for each in open_], looks)
    _write_table(book, "已说明", _EXPLAINED, [[*_finding(each)[1:7], each.waived] for each in waived], looks)
    _write_table(book, "独立核对", _RELATED, [_related(each) for each in told if each.is_number], looks)
    _draw(book, told, looks)
    book.close()
    return with_rows(file.getvalue(), told, at, rows)


def _looks(book: Workbook, before: str) -> _Looks:
    plain = {"font_name": "宋体", "font_size": 11, "valign": "top"}
    blue = {**plain, "font_color": "#0563C1", "underline": 1}
    looks = (
        {"font_name": "黑体", "font_size": 16}, plain,
        {**plain, "bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "border": 1, "border_color": "#808080"},
        {**plain, "text_wrap": True}, plain, {**plain, "align": "right"}, {**plain, "num_format": "yyyy-mm-dd"},
        blue, {**blue, "align": "right"}, {**plain, "align": "right", "num_format": "+General;-General;0"},
    )  # fmt: skip
    return _Looks(before, *map(book.add_format, looks))


def _sheet(
    book: Workbook,
    name: str,
    heads: Sequence[tuple[str, float]],
    looks: _Looks,
    title: str = "",
    note: str = "",
) -> Any:
    """A new sheet with its head, below a title where it has one, that stays in sight and is printed on each page."""
    sheet = book.add_worksheet(name)
    for column, (_, width) in enumerate(heads):
        sheet.set_column(column, column, width)
    top = 0
    if title:
        sheet.write_string(0, 0, title, looks.title)
        sheet.write_string(1, 0, note, looks.note)
        top = 2
    for column, (said, _) in enumerate(heads):
        sheet.write_string(
            top, column, {LAST: looks.before, _NOW: NOW[looks.before]}.get(said, said), looks.head
        )
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    _on_paper(sheet)
    return sheet


def _on_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_figures(sheet: Any, told: Sequence[Grounds], at: Mapping[str, Position], looks: _Looks) -> None:
    widths = [width for _, width in _HEADS]
    for row, each in enumerate(told, _FIRST):
        figure = each.figure
        related = "；".join(one.said for one in each.relations)
        texts = (each.name, each.said, each.unit, related)
        sheet.set_row(row, _points(zip(texts, (widths[0], widths[1], widths[2], widths[7]), strict=True)))
        link = f"internal:'{at[each.name].sheet}'!A{at[each.name].row + 1}"
        sheet.write_string(row, 0, each.name, looks.text)
        _write(sheet, row, 1, each.said, looks.text, looks)
        _write(sheet, row, 2, each.unit, looks.text, looks)
        for column, value in ((3, _value(each)), (6, len(each.records) if not each.parts else "见所用的数")):
            if sheet.hlink_count < MOST_LINKS:
                sheet.write_url(row, column, link, looks.linked, string=str(value))
            look = looks.link if isinstance(value, str) else looks.linked
            _write(sheet, row, column, value, look, looks)
        _write(sheet, row, 4, figure.previous, looks.number, looks)
        if figure.value is not None and figure.previous is not None:
            change = float(exact(figure.value) - exact(figure.previous))
            _write(sheet, row, 5, int(change) if change.is_integer() else change, looks.change, looks)
        _write(sheet, row, 7, related, looks.text, looks)
        _write(sheet, row, 8, "印出" if each.is_printed else "没有印出", looks.text, looks)
    sheet.autofilter(_FIRST - 1, 0, max(_FIRST, _FIRST + len(told) - 1), len(_HEADS) - 1)


def _value(each: Grounds) -> Value:
    """What a figure comes to: a number, the entries of a list, or that there is none."""
    figure = each.figure
    if figure.absent:
        return "没有报送"
    if figure.definition.rows:
        return f"{len(figure.items or ())} 项"
    if figure.definition.columns or figure.definition.across:
        return figure.text
    if figure.items is not None:
        return "；".join("：".join(str(value) for value in item.values()) for item in figure.items)
    return figure.value if figure.value is not None else figure.text or "算不出"


def _begin_rows(book: Workbook, name: str, looks: _Looks) -> None:
    """A sheet of rows, which are put behind its first one, in the looks of the second one."""
    sheet = book.add_worksheet(name)
    for column, width in enumerate((26, 44, 16, 9)):
        sheet.set_column(column, column, width)
    sheet.set_column(4, 40, 14)
    sheet.write_string(0, 0, "每个数据项一段，点名称回到“数据项”表；涉及个人的列不列出", looks.note)
    for column, look in enumerate((looks.head, looks.line, looks.day, looks.link)):
        sheet.write_blank(1, column, None, look)
    sheet.freeze_panes(1, 1)
    _on_paper(sheet)


def _write_table(
    book: Workbook,
    name: str,
    heads: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Value]],
    looks: _Looks,
) -> None:
    sheet = _sheet(book, name, heads, looks)
    widths = [width for _, width in heads]
    for row, values in enumerate(rows, 1):
        sheet.set_row(row, _points((str(value), width) for value, width in zip(values, widths, strict=True)))
        for column, value in enumerate(values):
            _write(sheet, row, column, value, looks.text, looks)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    else:
        sheet.write_string(1, 0, "没有", looks.line)


def _finding(each: Finding) -> list[Value]:
    place = each.place
    cell = place.cell or (f"第{place.row}行" if place.row else "")
    said = (_SEVERITIES[each.severity], each.code, each.department, place.file, place.sheet, cell)
    return [*said, each.message, each.fix]


def _related(each: Grounds) -> list[Value]:
    seen = any(one.sort != "last_year" for one in each.relations)
    has = "有" if seen else f"只有{each.figure.before}的数" if each.relations else "没有"
    return [each.name, _value(each), each.unit, has, "；".join(one.said for one in each.relations)]


def _draw(book: Workbook, told: Sequence[Grounds], looks: _Looks) -> None:
    """The main figures beside last year's, a chart for each unit."""
    charted = _charted(told)
    if not charted:
        return
    sheet = _sheet(book, CHARTS, (("数据项", 26), ("单位", 7), (LAST, 12), (_NOW, 12)), looks)
    sheet.fit_to_pages(1, 1)
    row = 1
    for number, (unit, group) in enumerate(charted.items()):
        first = row
        for each in group:
            figure = each.figure
            for column, value in enumerate((each.name, unit, figure.previous, figure.value)):
                _write(sheet, row, column, value, looks.line, looks)
            row += 1
        names = [each.name for each in group]
        chart = book.add_chart({"type": "bar"})
        for column, said, color in ((2, looks.before, "#A6A6A6"), (3, NOW[looks.before], "#1F4E79")):
            values = [each.figure.previous if column == 2 else each.figure.value for each in group]
            chart.add_series({
                "name": said, "categories": [CHARTS, first, 0, row - 1, 0], "values": [CHARTS, first, column, row - 1, column],
                "categories_data": names, "values_data": values,
                "fill": {"color": color}, "data_labels": {"value": True}, "gap": 60,
            })  # fmt: skip
        chart.set_title(
            {
                "name": f"主要数据与{looks.before}对比" + (f"（{unit}）" if unit else ""),
                "overlay": False,
            }
        )
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "major_gridlines": {"visible": False}, "visible": False})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 720, "height": 340})
        sheet.insert_chart(number * _CHART_ROWS, 5, chart)


def _charted(told: Sequence[Grounds]) -> dict[str, list[Grounds]]:
    """The printed figures to draw, by unit: those of whole sheets, or where there are none all that last year has."""
    both = [
        each
        for each in told
        if each.is_printed
        and each.figure.value is not None
        and each.figure.previous is not None
        and not each.parts
    ]
    main = [each for each in both if not each.figure.definition.where] or both
    units = sorted(
        {each.unit for each in main}, key=lambda unit: (-sum(each.unit == unit for each in main), unit)
    )
    return {unit: [each for each in main if each.unit == unit][:_IN_CHART] for unit in units[:_MOST_CHARTS]}


def _write(sheet: Any, row: int, column: int, value: Value, look: Any, looks: _Looks) -> None:
    """Write a value as what it is; a text is never a formula, whatever it begins with."""
    if isinstance(value, bool):
        sheet.write_string(row, column, truth_text(value), look)
    elif isinstance(value, (int, float)) and abs(value) < EXACT:
        sheet.write_number(row, column, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, looks.day)
    elif value is not None:
        sheet.write_string(row, column, fit(str(value)), look)


def _points(texts: Iterable[tuple[str, float]]) -> float:
    """How high a row must be: not every program finds that out for itself."""
    lines = (
        math.ceil(sum(1 if sign.isascii() else 2 for sign in said) * 1.1 / width) for said, width in texts
    )
    return min(_LINE * max([1, *lines]), _HIGHEST)
