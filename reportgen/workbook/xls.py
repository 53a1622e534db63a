"""The bytes of an .xls -> its sheets. The only module that knows xlrd.

xlrd trusts what it reads: it would follow some chains for ever, and trip over records that have nothing to do with the
cells. So it gets a workbook's stream by chains that end, and of its records only those that `sieve` leaves.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import CompDoc, CompDocError

from reportgen.model import Cell, FileRefused, Range, Sheet
from reportgen.workbook.formats import printed
from reportgen.workbook.moments import duration, moment
from reportgen.workbook.notes import (
    DAMAGED,
    NOT_CALCULATED,
    PICTURES,
    STRUCK,
    Notes,
    check_box,
    check_merges,
)
from reportgen.workbook.sieve import LACKING, drawn_on, formulas_on, others, sifted
from reportgen.workbook.styles import Look
from reportgen.workbook.xls_looks import Format, Looks

_HEADER = 512  # bytes of a compound file, whatever the size of its sectors
_END_OF_CHAIN = -2
_ERRORS = {**error_text_from_code, 0x2B: "#GETTING_DATA", LACKING: NOT_CALCULATED}
_FILLED = frozenset((xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_BOOLEAN))
_PLAIN = frozenset((xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER))

# what xlrd raises on damaged files: its own, and what comes of bytes, indexes and numbers that it believes
_RAISED = (
    xlrd.XLRDError, CompDocError, struct.error, LookupError, AssertionError, ValueError, TypeError, ArithmeticError,
    RecursionError, MemoryError,
)  # fmt: skip


class NoWorkbook(Exception):
    """A compound file that holds something else, perhaps with a workbook inside of it."""


def sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the worksheets of an .xls. Raises NoWorkbook, and FileRefused for what cannot be read."""
    with _damage_refused():
        whole = _stream(content)
        stream = sifted(whole)
        book = xlrd.open_workbook(
            file_contents=stream, formatting_info=True, on_demand=True, ragged_rows=True, logfile=_Nowhere()
        )
        looks = Looks(whole, [_format(book, each) for each in book.xf_list])
        formulas = formulas_on(whole)
    height = 0
    for number in range(book.nsheets):
        with _damage_refused():
            read = book.sheet_by_index(number)
        height += read.nrows
        check_box(height, 1)  # rows are made for blanks too
        sheet = _sheet(read, looks, date1904=bool(book.datemode))
        sheet.formulas = formulas[number]
        if not sheet.rows:
            with _damage_refused():
                sheet.holds = PICTURES if drawn_on(whole)[number] else ""
        book.unload_sheet(number)
        vars(read).clear()  # it holds itself, and would stay where nobody collects garbage
        yield sheet
    with _damage_refused():
        yield from (Sheet(name, [], holds=holds) for name, holds in others(whole))


def holds_workbook(content: bytes) -> bool:
    """Whether a compound file is a workbook, and not a document with one inside of it. Raises FileRefused."""
    try:
        with _damage_refused():
            return bool(_stream(content))
    except NoWorkbook:
        return False


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except _RAISED:
        raise FileRefused(DAMAGED) from None


class _Nowhere(io.TextIOBase):
    """Where xlrd's remarks go: they are not for clerks."""

    def write(self, text: str) -> int:
        return len(text)


# the compound file


class _Compound(CompDoc):
    """A compound file of which a stream is what its chain of sectors says, whether or not others claim the same."""

    def _get_stream(
        self, mem: bytes, base: int, sat: Sequence[int], sec_size: int, start_sid: int, size: int | None = None,
        name: str = "", seen_id: int | None = None,
    ) -> bytes:  # fmt: skip
        """Take the place of xlrd's own, which never comes back from a short stream whose chain loops."""
        places = (base + sec_size * sector for sector in _chain(sat, start_sid))
        stream = b"".join([mem[place : place + sec_size] for place in places])
        if size is not None and not 0 <= size <= len(stream):
            raise CompDocError
        if name == "directory":
            _check_tree(stream)
        return stream[:size]


def _stream(content: bytes) -> bytes:
    """The stream of the workbook, from the root of a compound file. Raises NoWorkbook, and what is in _RAISED."""
    (power,) = struct.unpack_from("<H", content, 30)
    if power not in (9, 12):
        raise CompDocError
    if power == 12:  # xlrd takes the first sector to begin behind the header; it begins where a sector may
        content = content[:_HEADER] + content[1 << power :]
    compound = _Compound(content, _Nowhere())
    stream: bytes | None = compound.get_named_stream("Workbook") or compound.get_named_stream("Book")
    if not stream:
        raise NoWorkbook
    return stream


def _chain(table: Sequence[int], sector: int) -> Iterator[int]:
    """The sectors of a chain. Raises CompDocError where it loops or does not end as it should, and IndexError."""
    for _ in range(len(table) + 1):
        if sector < 0:
            break
        yield sector
        sector = table[sector]
    if sector != _END_OF_CHAIN:
        raise CompDocError


def _check_tree(directory: bytes) -> None:
    """Refuse a directory in which two paths lead to one entry: xlrd walks along all of them. Raises CompDocError."""
    seen: set[int] = set()
    waiting = [*struct.unpack_from("<i", directory, 76)]
    while waiting:
        entry = waiting.pop()
        if entry < 0:
            continue
        if entry in seen:
            raise CompDocError
        seen.add(entry)
        sort, *siblings, child = struct.unpack_from("<Bx3i", directory, 128 * entry + 66)
        waiting += siblings
        if sort == 1:
            waiting.append(child)


# the sheets


def _format(book: xlrd.Book, xf: xlrd.formatting.XF) -> Format:
    code = book.format_map[xf.format_key].format_str or ""
    return Format(xf.font_index, code, xf.background.fill_pattern, xf.background.pattern_colour_index)


def _sheet(sheet: xlrd.sheet.Sheet, looks: Looks, *, date1904: bool) -> Sheet:
    """A sheet as xlrd has read it. Raises FileRefused."""
    check_box(sheet.nrows, sheet.ncols)
    notes = _looked_at(sheet, looks)
    rows = [_cells(sheet, row, looks, date1904) for row in range(_height(sheet))]
    width = max(map(len, rows), default=0)
    return Sheet(
        sheet.name.replace("\0", ""),
        [row + [""] * (width - len(row)) for row in rows],
        _merged(sheet),
        sheet.visibility != 0,
        _unread(sheet),
        notes.percents,
        date1904,
        {row for row, shown in sheet.rowinfo_map.items() if shown.hidden or shown.height == 0},
        {column for column, shown in sheet.colinfo_map.items() if shown.hidden or not shown.width},
        notes.struck,
        notes.unseen,
        notes.printed,
        notes.partly,
    )


def _height(sheet: xlrd.sheet.Sheet) -> int:
    """How many rows there are to the last cell; merged cells may go on below it."""
    height: int = sheet.nrows
    while height and not any(sheet.row_types(height - 1)):
        height -= 1
    return height


def _cells(sheet: xlrd.sheet.Sheet, row: int, looks: Looks, date1904: bool) -> list[Cell]:
    cells: list[Cell] = sheet.row_values(row)
    kinds = sheet.row_types(row)
    if _PLAIN.issuperset(kinds):
        return cells
    for column, kind in enumerate(kinds):
        if kind == xlrd.XL_CELL_DATE:
            is_duration = looks.looks[sheet.cell_xf_index(row, column)].days == "duration"
            days = sheet.cell_value(row, column)
            cells[column] = duration(days) if is_duration else moment(days, date1904)
        elif kind == xlrd.XL_CELL_BOOLEAN:
            cells[column] = bool(cells[column])
        elif kind == xlrd.XL_CELL_ERROR:
            cells[column] = ""
    return cells


def _unread(sheet: xlrd.sheet.Sheet) -> dict[tuple[int, int], str]:
    return {
        (row, column): _ERRORS.get(sheet.cell_value(row, column), "错误值")
        for row in range(sheet.nrows)
        if xlrd.XL_CELL_ERROR in sheet.row_types(row)
        for column, kind in enumerate(sheet.row_types(row))
        if kind == xlrd.XL_CELL_ERROR
    }


def _looked_at(sheet: xlrd.sheet.Sheet, looks: Looks) -> Notes:
    """What is to be told of how the cells look that are filled."""
    notes = Notes()
    told = {number: look for number, look in enumerate(looks.looks) if look.is_told}
    for row in range(sheet.nrows if told else 0):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind in _FILLED and (look := told.get(sheet.cell_xf_index(row, column))):
                _note(notes, (row, column), look, sheet.cell_value(row, column))
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        if sheet.cell_type(row, column) != xlrd.XL_CELL_TEXT:
            continue
        own = sheet.cell_xf_index(row, column)
        partly = looks.told(sheet.cell_value(row, column), own, runs)
        notes.struck.discard((row, column))
        if partly == STRUCK:
            notes.struck.add((row, column))
        elif partly:
            notes.partly[row, column] = partly
    return notes


def _note(notes: Notes, cell: tuple[int, int], look: Look, value: str | float) -> None:
    """Note how a filled cell looks, and what is printed for its number if it holds one."""
    if value == "":
        return
    if look.struck:
        notes.struck.add(cell)
    if look.unseen:
        notes.unseen.add(cell)
    if look.percent and isinstance(value, float):
        notes.percents.add(cell)
    text = printed(look.code, value) if look.code and isinstance(value, float) else None
    if text and text.strip():
        notes.printed[cell] = text
    elif text is not None and value:
        notes.unseen.add(cell)


def _merged(sheet: xlrd.sheet.Sheet) -> list[Range]:
    """The merged cells, each range from its first to its last cell. Raises FileRefused."""
    ranges = [((top, left), (below - 1, right - 1)) for top, below, left, right in sheet.merged_cells]
    check_merges(len(ranges))
    return ranges
