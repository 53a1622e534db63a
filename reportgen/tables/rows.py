"""The rows below a header -> which are data, which are totals, and which look like neither.

A row is passed over only where it cannot be data: where a column that every row must fill is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.model import Cell, Kind, Range, Sheet, is_blank
from reportgen.tables.headings import normalise

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
    r"\s*(?:$|[/\-—－(（※*例示样栏无零填制报审负单分统经联注备说]|\d{1,2}[.、]|.{0,8}?(?:[合总小共累]\s*计|汇\s*总))"
)


@dataclass(slots=True)
class Rows:
    """Indexes from 0 into a sheet's rows. The `doubtful` ones are neither counted nor passed over in silence.

    `nothing` are the rows that say there is nothing to report.
    """

    data: Sequence[int]
    totals: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    nothing: tuple[int, ...] = ()


@dataclass(slots=True)
class Body:
    """What stands below a header, from the row `first` on, by column; what merged cells and 〃 stand for is written
    out.

    `signs` holds the cells, by (row, column), that say 〃, with the sign; `merged` those of merged ranges of which
    nobody can say what they hold.
    """

    first: int
    columns: Sequence[Sequence[Cell]]
    signs: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: frozenset[tuple[int, int]] = frozenset()

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def row(self, index: int) -> Sequence[Cell]:
        """Return the cells of a row of the sheet."""
        return [column[index - self.first] for column in self.columns]

    def column(self, column: int, rows: Sequence[int]) -> Sequence[Cell]:
        """Return the cells of a column in some rows of the sheet."""
        if not rows:
            return ()
        cells = self.columns[column]
        if isinstance(rows, range):
            return cells[rows.start - self.first : rows.stop - self.first]
        return [cells[index - self.first] for index in rows]


@dataclass(slots=True)
class _Columns:
    """The columns of a table: all of them, those that each row must fill, those with numbers, those with no text."""

    all: tuple[int, ...]
    owed: frozenset[int]
    numbers: frozenset[int]
    counted: frozenset[int]


def body(
    sheet: Sheet,
    first: int,
    end: int,
    kind: Kind,
    columns: Mapping[str, int],
    below: Sequence[Sequence[Cell]],
) -> Body:
    """Return the rows from `first` to before `end`, each with what a merged cell above says for it, and what 〃 repeats.

    A merged number is not given: it may be each row's or all rows' together. `below` are the cells from `first` on,
    by column.
    """
    whole = end == len(sheet.rows)
    cells = list(below) if whole else [column[: end - first] for column in below]
    signs: dict[tuple[int, int], str] = {}
    unclear: frozenset[tuple[int, int]] = frozenset()
    merged = [each for each in sheet.merged if first <= each[0][0] < each[1][0] < end]
    if merged:
        spread, unclear = _spread(sheet, first, kind, columns, cells, merged)
        cells = [*spread]
    for column in columns.values() if cells and cells[0] else ():
        if _DITTO.isdisjoint(cells[column]):
            continue
        written = list(cells[column])
        for at in range(1, len(written)):
            if written[at] in _DITTO:
                signs[first + at, column] = str(written[at])
                written[at] = written[at - 1]
        cells[column] = written
    return Body(first, cells, signs, unclear)


def _spread(
    sheet: Sheet, first: int, kind: Kind, columns: Mapping[str, int], cells: Sequence[Sequence[Cell]],
    merged: Sequence[Range],
) -> tuple[Sequence[Sequence[Cell]], frozenset[tuple[int, int]]]:  # fmt: skip
    """Return the cells by column, each text of a merged cell in all its rows, and by (row, column) the cells of which
    nobody can say what they hold.
    """
    numbers = {column for name, column in columns.items() if kind.fields[name].type in ("integer", "number")}
    used = set(columns.values())
    written = [list(column) for column in cells]
    unclear: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in merged:
        rows = [row for row in range(top + 1, bottom + 1) if not all(map(is_blank, sheet.rows[row]))]
        for column in used & set(range(left, min(right + 1, len(cells)))):
            if column != left or column in numbers:
                unclear.update((row, column) for row in rows)
                continue
            for row in rows:
                written[column][row - first] = written[column][top - first]
    return written, frozenset(unclear)


def sort_rows(sheet: Sheet, body: Body, kind: Kind, columns: Mapping[str, int]) -> Rows:
    """Sort the rows below a header; `columns` maps the kind's fields to columns of the sheet."""
    fields = kind.fields
    known = _Columns(
        tuple(sorted(columns.values())),
        frozenset(column for name, column in columns.items() if fields[name].required),
        frozenset(column for name, column in columns.items() if fields[name].type in ("integer", "number")),
        frozenset(column for name, column in columns.items() if fields[name].type != "string"),
    )
    first, count = body.first, len(body)
    other: dict[str, list[int]] = {"total": [], "doubtful": [], "nothing": [], "none": []}
    header = sheet.rows[first - 1] if first else []
    headings = [header[column] for column in known.all] if header else None
    unread = {row for row, column in sheet.unread if column in known.all}
    for index in sorted(_unusual(body.columns, count, known, headings)):
        if first + index in unread:
            continue
        row = body.row(first + index)
        if row.count("") == len(row) or (headings and [row[column] for column in known.all] == headings):
            sort = "none"
        else:
            sort = _sort(row, known, first=not index)
        if sort != "data":
            other[sort].append(first + index)
    passed = {index for indexes in other.values() for index in indexes}
    return Rows(
        _without(range(first, first + count), passed),
        *(tuple(other[sort]) for sort in ("total", "doubtful", "nothing")),
    )


def _without(rows: range, passed: set[int]) -> Sequence[int]:
    """The rows that were not passed over; still a range where these stand at its ends."""
    start, stop = rows.start, rows.stop
    while start in passed:
        start += 1
    while stop - 1 in passed and stop > start:
        stop -= 1
    if sum(start <= index < stop for index in passed):
        return [index for index in range(start, stop) if index not in passed]
    return range(start, stop)


def _unusual(
    columns: Sequence[Sequence[Cell]], count: int, known: _Columns, headings: Sequence[Cell] | None
) -> Iterable[int]:
    """The rows that need a look: the first, and each that is not led by a number or a plain text, or that leaves a
    cell empty which every row must fill. All others are data.
    """
    if not known.owed or not count:
        return range(count)
    lead = next((column for column in columns if column.count("") < count), columns[0])
    unusual = {0} if _numbered([column[0] for column in columns]) else set()
    unusual.update(index for index, cell in enumerate(lead) if cell.__class__ is str and _QUICK.match(cell))
    for column in known.owed:
        cells, at = columns[column], -1
        for _ in range(cells.count("")):
            at = cells.index("", at + 1)
            unusual.add(at)
    words = _NOTHING | {cell for cell in headings or () if isinstance(cell, str)}
    cells = columns[min(known.owed)]
    if not words.isdisjoint(cells):
        unusual.update(index for index, cell in enumerate(cells) if cell in words)
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
    cells = [cell for cell in row if cell != "" and not is_blank(cell)]
    last = [str(cell).removesuffix(".0") for cell in cells[-3:]]
    return len(cells) > 2 and last == [str(len(cells) - 2), str(len(cells) - 1), str(len(cells))]


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
