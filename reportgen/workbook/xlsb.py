"""The bytes of an .xlsb -> its sheets. [MS-XLSB] 2.1.4: a part is records, each of a kind, a length and that many bytes."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from reportgen.model import Cell, FileRefused, Range, Sheet
from reportgen.workbook.moments import built_in, duration, moment, shown_as
from reportgen.workbook.notes import (
    CHART,
    DAMAGED,
    LITERAL,
    OTHER_SHEETS,
    PICTURES,
    check_box,
    check_merges,
    check_sheets,
    refuse_lost,
)
from reportgen.workbook.parts import Package, open_package
from reportgen.workbook.zipped import UNREADABLE

_ROW, _BLANK, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = range(8)
_TEXT_RESULT, _REAL_RESULT, _BOOL_RESULT, _ERROR_RESULT = range(8, 12)
_SHORT = range(12, 19)  # the same as from 1 on, in the column behind the one before
_RICH_TEXT = 62
_SHARED_ITEM, _FORMAT, _CELL_FORMATS, _CELL_FORMATS_END, _CELL_FORMAT = 19, 44, 617, 618, 47
_WORKBOOK, _LISTED, _COLUMN, _MERGED, _DRAWING = 153, 156, 60, 176, 550
_ERRORS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA",
}  # fmt: skip
_LARGEST_ROW, _WIDEST = 2**20, 16384
_PERCENTS = (9, 10)
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of all sheets refer to: shared texts, and what each cell format shows."""

    texts: Sequence[str]
    shown: Sequence[str]
    date1904: bool


@dataclass(slots=True)
class _Read:
    """A sheet while it is read."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    unread: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    holds: str = ""
    formulas: set[tuple[int, int]] = field(default_factory=set)


def sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the worksheets of an .xlsb. Raises FileRefused, for a damaged one too."""
    try:
        package = open_package(content)
        main = package.main() or "xl/workbook.bin"
        related = {each.id: each for each in package.relations(main)}
        named = {each.kind: each.target for each in related.values()}
        date1904, listed = _listed(package.part(main))
        book = _Book(_texts(package, named), _formats(package, named), date1904)
        for name, relation, hidden in listed:
            if relation not in related:  # a module of macros, as very old workbooks have them
                continue
            if related[relation].target not in package:
                refuse_lost(name)
            read = _read(package.part(related[relation].target), book)
            other = OTHER_SHEETS.get(related[relation].kind, "")
            if not other:
                yield _sheet(name, read, hidden, book)
            elif read.cells or read.unread or other == CHART:
                yield Sheet(name, [], hidden=hidden, holds=other)
    except (*UNREADABLE, struct.error):
        raise FileRefused(DAMAGED) from None


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The kinds and contents of the records of a part. Raises EOFError where one is cut off, IndexError."""
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | part[at] << 7, at + 1
        length = shift = 0
        while True:
            byte, at = part[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        if at + length > len(part):
            raise EOFError
        yield kind, part[at : at + length]
        at += length


def _listed(workbook: bytes) -> tuple[bool, list[tuple[str, str, bool]]]:
    """Whether days count from 1904; and of each sheet the name, the relation, and whether it is hidden."""
    date1904, listed = False, []
    for kind, content in _records(workbook):
        if kind == _WORKBOOK:
            date1904 = bool(content[0] & 1)
        elif kind == _LISTED:
            relation, at = _wide(content, 8)
            listed.append((_wide(content, at)[0], relation, content[0] != 0))
    check_sheets(len(listed))
    return date1904, listed


def _texts(package: Package, named: dict[str, str]) -> list[str]:
    if "sharedStrings" not in named:
        return []
    part = package.part(named["sharedStrings"])
    return [_wide(content, 1)[0] for kind, content in _records(part) if kind == _SHARED_ITEM]


def _formats(package: Package, named: dict[str, str]) -> list[str]:
    """What each cell format shows: a moment, a duration, a percent, or nothing of the kind."""
    if "styles" not in named:
        return []
    own: dict[int, str] = {}
    shown: list[str] = []
    inside = False
    for kind, content in _records(package.part(named["styles"])):
        if kind == _FORMAT:
            text = _wide(content, 2)[0]
            percent = "percent" if "%" in LITERAL.sub("", text) else ""
            (number,) = struct.unpack_from("<H", content)
            own[number] = shown_as(text) or percent
        elif kind in (_CELL_FORMATS, _CELL_FORMATS_END):
            inside = kind == _CELL_FORMATS
        elif kind == _CELL_FORMAT and inside:
            (number,) = struct.unpack_from("<H", content, 2)
            known = "percent" if number in _PERCENTS else built_in(number)
            shown.append(own.get(number, known))
    return shown


def _read(part: bytes, book: _Book) -> _Read:
    """The cells of a sheet, and what is to be known of them. Raises FileRefused, struct.error and IndexError."""
    read = _Read()
    row, column, height, width = 0, -1, 0, 0
    for kind, content in _records(part):
        if kind in _SHORT:
            kind, content = kind - 11, struct.pack("<L", column + 1) + content
        if kind == _ROW:
            (row,), column = struct.unpack_from("<L", content), -1
            if len(content) > 11 and content[11] & _HIDDEN_ROW:
                read.hidden_rows.add(row)
        elif kind in _VALUES or kind in (_BLANK, _ERROR, _ERROR_RESULT):
            column, style = struct.unpack_from("<LL", content)
            if row >= _LARGEST_ROW or column >= _WIDEST:
                raise FileRefused(DAMAGED)
            if kind == _BLANK:
                continue
            if _take(read, (row, column), kind, content, book, style & 0xFFFFFF):
                height, width = max(height, row + 1), max(width, column + 1)
                check_box(height, width)
        elif kind in _BESIDE:
            _BESIDE[kind](read, content)
    return read


def _take(read: _Read, at: tuple[int, int], kind: int, content: bytes, book: _Book, style: int) -> bool:
    """Take a cell into a sheet, and tell whether there is something in it."""
    if kind in (_ERROR, _ERROR_RESULT):
        read.unread[at] = _ERRORS.get(content[8], "错误值")
        return True
    value = _VALUES[kind](content, book)
    if kind in (_TEXT_RESULT, _REAL_RESULT, _BOOL_RESULT):
        read.formulas.add(at)
    if isinstance(value, float) and style < len(book.shown):
        shown = book.shown[style]
        if shown == "percent":
            read.percents.add(at)
        elif shown:
            value = duration(value) if shown == "duration" else moment(value, book.date1904)
    if value == "":
        return False
    read.cells[at] = value
    return True


def _number(content: bytes, book: _Book) -> Cell:
    """A number in four bytes: a whole one, or the upper half of one, perhaps in hundredths."""
    (packed,) = struct.unpack_from("<l", content, 8)
    value = float(packed >> 2)
    if not packed & 2:
        (value,) = struct.unpack("<d", bytes(4) + struct.pack("<l", packed & ~3))
    return value / 100 if packed & 1 else value


def _real(content: bytes, book: _Book) -> Cell:
    (number,) = struct.unpack_from("<d", content, 8)
    return float(number)


def _truth(content: bytes, book: _Book) -> Cell:
    return content[8] != 0


def _text(content: bytes, book: _Book) -> Cell:
    return _wide(content, 8)[0]


def _rich_text(content: bytes, book: _Book) -> Cell:
    return _wide(content, 9)[0]


def _shared(content: bytes, book: _Book) -> Cell:
    (number,) = struct.unpack_from("<L", content, 8)
    return book.texts[int(number)]


_VALUES: dict[int, Callable[[bytes, _Book], Cell]] = {
    _RK: _number, _REAL: _real, _REAL_RESULT: _real, _BOOL: _truth, _BOOL_RESULT: _truth, _TEXT: _text,
    _TEXT_RESULT: _text, _SHARED: _shared, _RICH_TEXT: _rich_text,
}  # fmt: skip


def _hide_columns(read: _Read, content: bytes) -> None:
    first, last = struct.unpack_from("<LL", content)
    if content[16] & _HIDDEN_COLUMN:
        read.hidden_columns.update(range(first, min(last + 1, _WIDEST)))


def _merge(read: _Read, content: bytes) -> None:
    top, bottom, left, right = struct.unpack_from("<LLLL", content)
    if (top, left) != (bottom, right):
        read.merged.append(((top, left), (bottom, right)))
        check_merges(len(read.merged))


def _draw(read: _Read, content: bytes) -> None:
    read.holds = PICTURES


_BESIDE: dict[int, Callable[[_Read, bytes], None]] = {
    _COLUMN: _hide_columns, _MERGED: _merge, _DRAWING: _draw,
}  # fmt: skip


def _wide(content: bytes, at: int) -> tuple[str, int]:
    """A text and where it ends; none where its length says so. Raises EOFError where it is cut off."""
    (length,) = struct.unpack_from("<L", content, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(content):
        raise EOFError
    return content[at + 4 : end].decode("utf-16-le"), end


def _sheet(name: str, read: _Read, hidden: bool, book: _Book) -> Sheet:
    height, width = (
        (1 + max((at[axis] for at in (*read.cells, *read.unread)), default=-1)) for axis in (0, 1)
    )
    rows: list[list[Cell]] = [[""] * width for _ in range(height)]
    for (row, column), value in read.cells.items():
        rows[row][column] = value
    return Sheet(
        name, rows, read.merged, hidden, read.unread, read.percents, book.date1904, read.hidden_rows, read.hidden_columns,
        holds=read.holds, formulas=read.formulas,
    )  # fmt: skip
