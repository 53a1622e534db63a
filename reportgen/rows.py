"""The rows below a header -> which are data, which are totals, and which look like neither.

A row is passed over only where it cannot be data: where a column that every row must fill is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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


_DITTO = {"〃", "″", "〞", '"', "同上", "同前"}
# what a row that is no data may begin with; whatever else begins with text is a key or a name
_QUICK = re.compile(
    r"\s*(?:[/\-—－(（※*例示样栏无零填制报审负单分统经联注备说]|\d{1,2}[.、]|.{0,8}?(?:[合总小共累]\s*计|汇\s*总))"
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Indexes from 0 into a sheet's rows. The `doubtful` ones are neither counted nor passed over in silence.

    `nothing` are the rows that say there is nothing to report.
    """

    data: Sequence[int]
    totals: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    nothing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Copied:
    """The rows of a sheet with what merged cells and 〃 stand for written out.

    `signs` holds the cells, by (row, column), that say 〃, with the sign; `merged` those of merged ranges of which
    nobody can say what they hold.
    """

    rows: Sequence[Sequence[Cell]]
    signs: Mapping[tuple[int, int], str]
    merged: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table: all of them, those that each row must fill, those with numbers, those with no text."""

    all: tuple[int, ...]
    owed: frozenset[int]
    numbers: frozenset[int]
    counted: frozenset[int]


def written_out(sheet: Sheet, first: int, end: int, kind: Kind, columns: Mapping[str, int]) -> Copied:
    """Give each row from `first` to before `end` what a merged cell above says for it, and what 〃 repeats.

    A merged number is not given: it may be each row's or all rows' together.
    """
    numbers = {column for name, column in columns.items() if kind.fields[name].type in ("integer", "number")}
    used = set(columns.values())
    rows: list[Sequence[Cell]] | None = None
    signs: dict[tuple[int, int], str] = {}
    unclear: set[tuple[int, int]] = set()

    def put(row: int, column: int, cell: Cell) -> None:
        nonlocal rows
        rows = list(sheet.rows) if rows is None else rows
        changed = list(rows[row])
        changed[column] = cell
        rows[row] = changed

    for (top, left), (bottom, right) in sheet.merged:
        if top < first or bottom >= end or top == bottom:
            continue
        for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
            if all(is_blank(cell) for cell in sheet.rows[row]):
                continue
            for column in used & set(range(left, right + 1)):
                if column == left and column not in numbers:
                    put(row, column, sheet.rows[top][left])
                else:
                    unclear.add((row, column))
    for column in used:
        if _DITTO.isdisjoint(row[column] for row in sheet.rows[first:end]):
            continue
        for index in range(first, end):
            cell = sheet.rows[index][column]
            if cell in _DITTO and index > first:
                put(index, column, (rows or sheet.rows)[index - 1][column])
                signs[index, column] = str(cell)
    return Copied(rows if rows is not None else sheet.rows, signs, frozenset(unclear))


def sort_rows(
    sheet: Sheet,
    rows: Sequence[Sequence[Cell]],
    header: int,
    end: int,
    kind: Kind,
    columns: Mapping[str, int],
) -> Rows:
    """Sort the rows below a header, up to before `end`; `columns` maps the kind's fields to columns of the sheet."""
    fields = kind.fields
    known = _Columns(
        tuple(sorted(columns.values())),
        frozenset(column for name, column in columns.items() if fields[name].required),
        frozenset(column for name, column in columns.items() if fields[name].type in ("integer", "number")),
        frozenset(column for name, column in columns.items() if fields[name].type != "string"),
    )
    first = header + 1
    other: dict[str, list[int]] = {"total": [], "doubtful": [], "nothing": [], "none": []}
    headings = [sheet.rows[header][column] for column in known.all] if header >= 0 else None
    unread = {row for row, column in sheet.unread if column in known.all}
    for index in sorted(_unusual(rows[first:end], known, headings) if first < end else ()):
        row = rows[first + index]
        if first + index in unread:
            continue
        if headings and [row[column] for column in known.all] == headings:
            sort = "none"
        else:
            sort = _sort(row, known, first=not index)
        if sort != "data":
            other[sort].append(first + index)
    passed = {index for indexes in other.values() for index in indexes}
    data = [index for index in range(first, end) if index not in passed] if passed else range(first, end)
    return Rows(data, *(tuple(other[sort]) for sort in ("total", "doubtful", "nothing")))


def _unusual(
    rows: Sequence[Sequence[Cell]], known: _Columns, headings: Sequence[Cell] | None
) -> Iterable[int]:
    """The rows that need a look: the first, and each that is not led by a number or a plain text, or that leaves a
    cell empty which every row must fill. All others are data.
    """
    if not known.owed:
        return range(len(rows))
    columns = list(zip(*rows, strict=True))
    lead = next((column for column in columns if any(cell != "" for cell in column)), columns[0])
    unusual = {0}
    unusual.update(
        index for index, cell in enumerate(lead) if cell.__class__ is str and (not cell or _QUICK.match(cell))
    )
    words = _NOTHING | {cell for cell in headings or () if isinstance(cell, str)}
    for column in known.owed:
        unusual.update(
            index
            for index, cell in enumerate(columns[column])
            if not cell or (cell.__class__ is str and (cell in words or cell.isspace()))
        )
    return unusual


def _sort(row: Sequence[Cell], known: _Columns, *, first: bool) -> str:
    """Tell what a row is: data, total, doubtful, nothing to report, or none of these."""
    at = next((column for column, cell in enumerate(row) if not is_blank(cell)), -1)
    if at < 0:
        return "none"
    label = normalise(str(row[at]), marks=True)
    total = isinstance(row[at], str) and bool(_TOTAL.fullmatch(label))
    if all(is_blank(row[column]) for column in known.all):
        return "total" if total else "nothing" if label in _NOTHING else "none"
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
