"""The rows below a header -> which are data, which are totals, and which look like neither.

A row is passed over only where it cannot be data: where a column that every row must fill is empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.headings import normalise
from reportgen.model import Cell, Kind, Sheet, is_blank

_FOOTER = re.compile(
    r"(填表人|填报人|制表人|报表人|审核人|审批人|负责人|单位负责人|分管领导|统计人|经办人|联系人|联系电话"
    r"|填报单位|填报日期|填表日期|填报时间|制表时间|报送日期|注|备注|说明|填表说明)(\([^)]*\))?(:|$)"
)
_REMARK = re.compile(
    r".*(以下空白|盖章\)?|公章\)?|签字\)?|平均分?|最高分?|最低分?|率)|\(.*\)|[※*].*|\d{1,2}[.、].*"
)
_SIGNED = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?")
_TOTAL = re.compile(r".{0,4}(合计|总计|小计|共计|累计|汇总)")
_EXAMPLE = {"例", "示例", "样例", "填写示例", "栏次"}
_NOTHING = {"无", "零报告", "/", "//", "-", "--", "—", "——", "无此项"}
_NOTHING_SAID = re.compile(r".{0,10}(无|未|没有).{0,60}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rows:
    """Indexes from 0 into a sheet's rows. The `doubtful` ones are neither counted nor passed over in silence.

    `nothing` are the rows that say there is nothing to report.
    """

    data: tuple[int, ...]
    totals: tuple[int, ...]
    doubtful: tuple[int, ...]
    nothing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table: all of them, those that each row must fill, those with numbers, those with no text."""

    all: tuple[int, ...]
    owed: frozenset[int]
    numbers: frozenset[int]
    counted: frozenset[int]


def sort_rows(sheet: Sheet, header: int, kind: Kind, columns: Mapping[str, int]) -> Rows:
    """Sort the rows below a header; `columns` maps the kind's fields to columns of the sheet."""
    fields = kind.fields
    known = _Columns(
        tuple(sorted(columns.values())),
        frozenset(column for name, column in columns.items() if fields[name].required),
        frozenset(column for name, column in columns.items() if fields[name].type in ("integer", "number")),
        frozenset(column for name, column in columns.items() if fields[name].type != "string"),
    )
    sorted_rows: dict[str, list[int]] = {"data": [], "total": [], "doubtful": [], "nothing": [], "none": []}
    for index in range(header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if sheet.unread and any((index, column) in sheet.unread for column in known.all):
            sorted_rows["data"].append(index)
        elif not all(row[column] == sheet.rows[header][column] for column in known.all):
            sorted_rows[_sort(row, known, first=index == header + 1)].append(index)
    return Rows(*(tuple(sorted_rows[sort]) for sort in ("data", "total", "doubtful", "nothing")))


def _sort(row: Sequence[Cell], known: _Columns, *, first: bool) -> str:
    """Tell what a row is: data, total, doubtful, nothing to report, or none of these."""
    at = next((column for column, cell in enumerate(row) if not is_blank(cell)), -1)
    if at < 0:
        return "none"
    label = normalise(str(row[at]), marks=True)
    total = isinstance(row[at], str) and bool(_TOTAL.fullmatch(label))
    if all(is_blank(row[column]) for column in known.all):
        return "total" if total else "none"
    filled = {column for column in known.owed - {at} if not is_blank(row[column])}
    whole = filled == known.owed - {at}
    if total:
        return "total" if not whole or known.owed - {at} <= known.numbers else "doubtful"
    if label in _EXAMPLE or (first and _numbered(row)):
        return "none"
    if _is_footer(row, known, label, whole):
        return "none"
    if _says_nothing(row, known, whole):
        return "nothing"
    if not whole and len(known.owed) > 1 and _is_remark(row, label):
        return "none"
    if not whole and len(known.owed) > 2 and len(filled) <= 1 and isinstance(row[at], str):
        return "doubtful" if sum(not is_blank(row[column]) for column in known.all) <= 2 else "data"
    return "data"


def _numbered(row: Sequence[Cell]) -> bool:
    """Whether a row counts the columns, 1 2 3 …, as printed forms do below their header."""
    cells = [str(cell).removesuffix(".0") for cell in row if not is_blank(cell)]
    return len(cells) > 2 and cells[-3:] == [str(len(cells) - 2), str(len(cells) - 1), str(len(cells))]


def _is_remark(row: Sequence[Cell], label: str) -> bool:
    """Whether a row holds one cell only, and that a note, a seal or the day of signing; or a mean, a rate."""
    cells = [cell for cell in row if not is_blank(cell)]
    alone = len(cells) == 1
    signed = not isinstance(cells[0], (int, float, str)) or bool(_SIGNED.fullmatch(label))
    return (alone and signed) or (len(cells) <= 2 and bool(_REMARK.fullmatch(label)))


def _is_footer(row: Sequence[Cell], known: _Columns, label: str, whole: bool) -> bool:
    """Whether a row is 填表人：… and the like. A whole row with dates and numbers is data, whatever it begins with."""
    counted = known.owed & known.counted
    if whole and counted and all(re.search(r"\d", str(row[column])) for column in counted):
        return False
    if not whole:
        return bool(_FOOTER.match(label))
    labels = [cell for cell in row if isinstance(cell, str) and _FOOTER.match(normalise(cell, marks=True))]
    return len(labels) > 1


def _says_nothing(row: Sequence[Cell], known: _Columns, whole: bool) -> bool:
    """Whether a row only says that there is nothing to report: 无, 本年度未收到申请, perhaps behind a 序号."""
    said = []
    for column, cell in enumerate(row):
        text = str(cell).strip()
        if not text:
            continue
        if isinstance(cell, str) and not text.isdigit():
            said.append(text)
        elif column in known.counted or not re.fullmatch(r"\d{1,3}(\.0)?", text):
            return False
    if said and all(text in _NOTHING for text in said):
        return True
    return not whole and len(said) == 1 and bool(_NOTHING_SAID.fullmatch(said[0]))
