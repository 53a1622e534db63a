"""Tables of texts and numbers -> a workbook to look through: a frozen head, filters, and the same bytes every time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.functions import tostring

from reportgen.model import Value
from reportgen.numerals import truth_text
from reportgen.workbook.zipped import pack

_LONGEST = 32_767  # signs of a cell
_STAMP = datetime(2000, 1, 1)  # a file's time is when it is written, which is not of what it says
_BODY, _HEAD = Font(name="宋体", size=11), Font(name="宋体", size=11, bold=True)
_FILL = PatternFill("solid", fgColor="DDE6F0")
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_DAY = "yyyy-mm-dd"
_LINE, _HIGHEST = 15.0, 409.0  # points


class Listing(NamedTuple):
    """A sheet: its name, the headings with the widths of their columns, and its rows."""

    name: str
    heads: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Value]]


def workbook(title: str, listings: Sequence[Listing]) -> bytes:
    """Return the file of a workbook with these sheets; a text is never a formula, whatever it begins with."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, "reportgen"
    for each in listings:
        _write(book.create_sheet(each.name), each)
    return _bytes(book)


def _write(sheet: Any, listing: Listing) -> None:
    widths = [width for _, width in listing.heads]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr, sheet.print_options.gridLines = (
        PageSetupProperties(fitToPage=True),
        True,
    )
    head, body, day = (
        _styled(sheet, *look) for look in ((_HEAD, _FILL, ""), (_BODY, None, ""), (_BODY, None, _DAY))
    )
    sheet.append([_cell(sheet, name, head, head) for name, _ in listing.heads])
    last = 1
    for last, row in enumerate(listing.rows, 2):
        lines = max(map(_lines, row, widths))
        sheet.row_dimensions[last].height = min(_LINE * lines, _HIGHEST)
        sheet.append([_cell(sheet, value, body, day) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{last}"


def _styled(sheet: Any, font: Font, fill: PatternFill | None, number_format: str) -> Any:
    """A look, registered once: to give each cell its own takes ten times as long."""
    cell: Any = WriteOnlyCell(sheet)
    cell.font, cell.alignment = font, _TOP
    if fill:
        cell.fill = fill
    if number_format:
        cell.number_format = number_format
    return cell._style


def _cell(sheet: Any, value: Value, look: Any, day: Any) -> Any:
    if isinstance(value, bool):
        value = truth_text(value)
    if isinstance(value, str):
        cell: Any = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST])
        cell.data_type = "s"
    else:
        cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    cell._style = day if isinstance(value, date) else look
    return cell


def _lines(value: Value, width: float) -> int:
    """How many lines a value takes in a column: not every program finds that out for itself."""
    signs = sum(1 if sign.isascii() else 2 for sign in value) if isinstance(value, str) else 1
    return max(1, math.ceil(signs * 1.1 / width))


def _bytes(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    book.properties.created = book.properties.modified = _STAMP  # which saving has set to now
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return pack(parts | {"docProps/core.xml": tostring(book.properties.to_tree())})
