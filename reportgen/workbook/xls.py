"""The bytes of an .xls or .xlsb -> what calamine does not tell: error values, percentages, what is hidden, the epoch."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

from reportgen.model import FileRefused
from reportgen.workbook import compound
from reportgen.workbook.notes import DAMAGED, LITERAL, Notes, Scan, check_box
from reportgen.workbook.zipped import UNREADABLE, check_sizes, plain

_BOF, _EOF, _FILEPASS, _CODEPAGE, _DATEMODE, _BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x42, 0x22, 0x85
_FORMAT, _XF, _DIMENSIONS, _ROW, _COLINFO = 0x41E, 0xE0, 0x200, 0x208, 0x7D
_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK, _LABEL, _LABELSST = 0x06, 0x205, 0x203, 0x27E, 0xBD, 0x204, 0xFD
_CELLS = frozenset((_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK, _LABEL, _LABELSST))
_BIFF8, _UTF16 = 0x600, 1200
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_HEAD, _CELL = struct.Struct("<HH"), struct.Struct("<HHH")  # kind and length; row, column and format
_WIDEST = 256  # columns of an .xls
_XLSB_ERRORS = {3, 11}  # BrtCellError and BrtFmlaError
_SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx"


def scan(content: bytes) -> Scan:
    """Walk the records of an .xls. Raises FileRefused for a damaged one too: calamine may never come back from it."""
    try:
        stream = compound.read(content, "Workbook", "Book")
        return Scan(date1904=None) if stream is None else _scan(stream)
    except (compound.Damaged, struct.error, IndexError):
        raise FileRefused(DAMAGED) from None


def scan_xlsb(content: bytes) -> Scan:
    """Search an .xlsb for error values only; it does not tell the rest. Raises FileRefused for one that has any."""
    try:
        with ZipFile(BytesIO(content)) as package:
            check_sizes(package.infolist(), content)
            for name in package.namelist():
                if (
                    plain(name).startswith("xl/worksheets/")
                    and plain(name).endswith(".bin")
                    and not _XLSB_ERRORS.isdisjoint(_kinds(package.read(name)))
                ):
                    raise FileRefused("表里有错误值（如 #REF!、#DIV/0!）；请改正公式后再报送")
    except UNREADABLE:
        raise FileRefused(DAMAGED) from None
    return Scan(date1904=None)


def _scan(stream: bytes) -> Scan:
    """The notes of each worksheet, as the records that stand before the sheets tell where it begins."""
    # calamine garbles every Chinese text of Excel 5 and 95
    if struct.unpack_from("<H", stream, 4)[0] != _BIFF8:
        raise FileRefused(f"这是很早以前的 Excel 格式；{_SAVE_AS}")
    date1904 = False
    formats = {9: "0%", 10: "0.00%"}
    shown: list[int] = []  # the number format of each cell format
    sheets: list[tuple[int, int, str]] = []
    for kind, at, length in _records(stream, 0, len(stream)):
        if kind == _FILEPASS:  # calamine takes one such for damaged, and reads another as if it were open
            raise FileRefused("文件有密码，打不开；请取消密码后重新保存")
        if kind == _CODEPAGE and struct.unpack_from("<H", stream, at)[0] != _UTF16:  # calamine believes it
            raise FileRefused(f"文字的编码认不出来；{_SAVE_AS}")
        if kind == _DATEMODE:
            date1904 = stream[at : at + 2] == b"\1\0"
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", stream, at)[0]] = _text(stream[at + 4 : at + length])
        elif kind == _XF:
            shown.append(struct.unpack_from("<H", stream, at + 2)[0])
        elif kind == _BOUNDSHEET:
            start, _, sort = struct.unpack_from("<LBB", stream, at)
            sheets.append((start, sort, _text(stream[at + 7 : at + length])))
    percents = {
        index for index, number in enumerate(shown) if "%" in LITERAL.sub("", formats.get(number, ""))
    }
    starts = sorted({start for start, _, _ in sheets})
    notes = {start: _search(stream, start, end, percents) for start, end in pairwise([*starts, len(stream)])}
    return Scan({name: notes[start] for start, sort, name in sheets if sort == 0}, date1904=date1904)


def _search(stream: bytes, start: int, end: int, percents: set[int]) -> Notes:
    """The notes of a sheet; `percents` are the cell formats that show percentages. Raises FileRefused."""
    notes = Notes()
    rows = columns = 0
    for kind, at, length in _records(stream, start, end):
        if kind in _CELLS:
            row, column, shown = _CELL.unpack_from(stream, at)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind == _FORMULA and stream[at + 12 : at + 14] == b"\xff\xff":  # the result is no number
                if stream[at + 6] == 2:
                    notes.unread[row, column] = _ERRORS.get(stream[at + 8], "错误值")
            elif kind == _BOOLERR:
                if stream[at + 7]:
                    notes.unread[row, column] = _ERRORS.get(stream[at + 6], "错误值")
            elif kind == _MULRK:
                several = struct.iter_unpack("<H4x", stream[at + 4 : at + length - 2])
                across = [index for index, (each,) in enumerate(several, column) if each in percents]
                columns = max(columns, column + (length - 6) // 6)
                notes.percents.update((row, each) for each in across)
            elif shown in percents and kind in (_FORMULA, _NUMBER, _RK):
                notes.percents.add((row, column))
        elif kind == _ROW:
            if stream[at + 12] & 0x20:
                notes.hidden_rows.add(_CELL.unpack_from(stream, at)[0])
        elif kind == _COLINFO:
            first, last = _HEAD.unpack_from(stream, at)
            if stream[at + 8] & 1:
                notes.hidden_columns.update(range(first, min(last + 1, _WIDEST)))
        elif kind == _DIMENSIONS:  # calamine takes memory for as many cells
            first_row, last_row, first, last = struct.unpack_from(
                "<LLHH" if length == 14 else "<4H", stream, at
            )
            if last_row and last and (first_row > last_row or first > last):
                raise FileRefused(DAMAGED)
            check_box(last_row, last)
    check_box(rows, columns)
    return notes


def _records(stream: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The records of a sheet, without those of the charts on it: their kinds, places and lengths. Raises Damaged."""
    at, depth = start, 0
    while at < end:
        kind, length = _HEAD.unpack_from(stream, at)
        at += 4
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth <= 1:
            yield kind, at, length
        at += length
    raise compound.Damaged


def _text(coded: bytes) -> str:
    """The text that stands behind its length: its first byte says whether one byte or two make a character."""
    return coded[1:].decode("utf-16-le" if coded[0] & 1 else "latin-1", "replace").replace("\0", "")


def _kinds(stream: bytes) -> Iterator[int]:
    """The kinds of the records of an .xlsb part: each record is its kind, its length and its bytes."""
    at = 0
    while at < len(stream):
        kind = stream[at]
        at += 1
        if kind & 0x80 and at < len(stream):
            kind, at = (kind & 0x7F) | stream[at] << 7, at + 1
        length = shift = 0
        while at < len(stream):
            byte, at = stream[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind
        at += length
