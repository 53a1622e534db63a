"""A sheet as an office lays it out -> .xlsx, .xls or .ods, the same bytes on every run.

The only sample module that knows openpyxl, xlwt and the OpenDocument format.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

import xlwt  # type: ignore[import-untyped]
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter

Cell = int | float | str | date | None
Look = Literal["title", "note", "head", "body", "foot"]

MADE = datetime(2024, 1, 5, 9, 0, 0)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def as_is(value: Cell) -> Cell:
    """Return the value: a date stays a real date of the workbook."""
    return value


def dotted(value: Cell) -> Cell:
    """Write a date as 2023.5.12."""
    return f"{value.year}.{value.month}.{value.day}" if isinstance(value, date) else value


def dashed(value: Cell) -> Cell:
    """Write a date as 2023-5-12."""
    return f"{value.year}-{value.month}-{value.day}" if isinstance(value, date) else value


def chinese(value: Cell) -> Cell:
    """Write a date as 2023年5月12日."""
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else value


@dataclass(frozen=True)
class Column:
    """A column of a sheet; columns side by side with the same `group` stand under one merged heading."""

    heading: str
    width: int = 14
    show: Callable[[Cell], Cell] = as_is
    group: str = ""


@dataclass
class Sheet:
    """One sheet: title line, note line, headings, rows, 合计 row, footer. An empty one has no columns."""

    tab: str
    title: str = ""
    note: str = ""
    columns: list[Column] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    footer: str = ""

    def index(self, heading: str) -> int:
        """Return the position of a column, counted from 0."""
        return [column.heading for column in self.columns].index(heading)

    def first_row(self) -> int:
        """Return the worksheet row of the first data row, counted from 1."""
        above = bool(self.title) + bool(self.note)
        return above + (2 if any(column.group for column in self.columns) else 1) + 1

    def cell(self, row: int, heading: str) -> str:
        """Return the A1 address of a heading's cell in data row `row`, counted from 0."""
        return f"{get_column_letter(self.index(heading) + 1)}{self.first_row() + row}"

    def add_up(self, *headings: str) -> None:
        """State in the 合计 row what the whole numbers under these headings add up to."""
        for heading in headings:
            at = self.index(heading)
            self.totals[heading] = sum(value for row in self.rows if isinstance(value := row[at], int))


@dataclass
class Book:
    """One workbook of a department; the suffix of `file` decides the format."""

    department: str
    file: str
    sheets: list[Sheet]

    @property
    def path(self) -> str:
        """The path below the year's folder."""
        return f"{self.department}/{self.file}"

    def sheet(self, tab: str) -> Sheet:
        """Return the sheet of that name."""
        return next(sheet for sheet in self.sheets if sheet.tab == tab)


@dataclass(frozen=True)
class Grid:
    """Cells by (row, column) from 1, and merged areas as (top, left, bottom, right)."""

    cells: dict[tuple[int, int], tuple[Cell, Look]]
    merges: list[tuple[int, int, int, int]]


def write_book(book: Book, folder: Path) -> None:
    """Write a workbook below a year's folder."""
    path = folder / book.department / book.file
    path.parent.mkdir(parents=True, exist_ok=True)
    writers = {".xlsx": xlsx_bytes, ".xls": xls_bytes, ".ods": ods_bytes}
    path.write_bytes(writers[path.suffix](book))


def grid(sheet: Sheet) -> Grid:
    """Lay a sheet out in cells."""
    cells: dict[tuple[int, int], tuple[Cell, Look]] = {}
    merges: list[tuple[int, int, int, int]] = []
    last = len(sheet.columns)
    row = 0

    def line(text: str, look: Look) -> None:
        nonlocal row
        if text:
            row += 1
            cells[row, 1] = (text, look)
            merges.extend([(row, 1, row, last)] * (last > 1))

    line(sheet.title, "title")
    line(sheet.note, "note")
    if sheet.columns:
        row = _head(sheet, row + 1, cells, merges)
    for values in sheet.rows:
        row += 1
        for at, (column, value) in enumerate(zip(sheet.columns, values, strict=True), 1):
            cells[row, at] = (column.show(value), "body")
    if sheet.totals:
        row += 1
        for at, column in enumerate(sheet.columns, 1):
            cells[row, at] = ("合计" if at == 1 else sheet.totals.get(column.heading), "body")
    line(sheet.footer, "foot")
    return Grid(cells, merges)


def _head(
    sheet: Sheet,
    row: int,
    cells: dict[tuple[int, int], tuple[Cell, Look]],
    merges: list[tuple[int, int, int, int]],
) -> int:
    """Lay out the headings from `row` on and return their last row."""
    two_rows = any(column.group for column in sheet.columns)
    previous = ""
    for at, column in enumerate(sheet.columns, 1):
        if not two_rows:
            cells[row, at] = (column.heading, "head")
        elif not column.group:
            cells[row, at], cells[row + 1, at] = (column.heading, "head"), (None, "head")
            merges.append((row, at, row + 1, at))
        else:
            cells[row + 1, at] = (column.heading, "head")
            cells[row, at] = (None, "head")
            if column.group != previous:
                width = sum(other.group == column.group for other in sheet.columns)
                cells[row, at] = (column.group, "head")
                merges.append((row, at, row, at + width - 1))
        previous = column.group
    return row + 1 if two_rows else row


# .xlsx

_THIN = Side(style="thin", color="000000")
_FONT = {"title": Font("宋体", 16, bold=True), "head": Font("宋体", 11, bold=True)}
_PLAIN = Font("宋体", 11)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)


_WRITTEN: dict[str, bytes] = {}  # by what is laid out


def xlsx_bytes(book: Book) -> bytes:
    """Write with openpyxl, then pack again with fixed dates; what a process has written is not written again."""
    laid_out = [(sheet.tab, grid(sheet), [each.width for each in sheet.columns]) for sheet in book.sheets]
    said = repr((book.department, laid_out))
    if said not in _WRITTEN:
        _WRITTEN[said] = _xlsx(book.department, laid_out)
    return _WRITTEN[said]


def _xlsx(department: str, sheets: list[tuple[str, Grid, list[int]]]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    workbook.properties.creator = department
    workbook.properties.created = MADE
    styles: dict[
        tuple[Look, bool], StyleArray
    ] = {}  # openpyxl takes longer to find a style than to write a cell
    for tab, laid_out, widths in sheets:
        target = workbook.create_sheet(tab)
        for (row, at), (value, look) in laid_out.cells.items():
            cell = target.cell(row, at, value)
            style = (look, isinstance(value, date))
            if style in styles:
                cell._style = styles[style]
                continue
            cell.font = _FONT.get(look, _PLAIN)
            cell.alignment = _CENTRE if look in ("title", "head") else _LEFT
            if look in ("head", "body"):
                cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
            if isinstance(value, date):
                cell.number_format = "yyyy/m/d"
            styles[style] = cell._style
        for top, left, bottom, right in laid_out.merges:
            target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for at, width in enumerate(widths, 1):
            target.column_dimensions[get_column_letter(at)].width = width
    buffer = io.BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    # openpyxl stamps the time of saving, whatever the property says.
    stamp = f"{MADE:%Y-%m-%dT%H:%M:%SZ}".encode()
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, core)
    return _zip(parts)


def _zip(parts: dict[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    """Pack parts with a fixed date and system."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            packed.writestr(info, data)
    return buffer.getvalue()


# .xls

_BOX = "borders: left thin, right thin, top thin, bottom thin; "
_XLS_LOOKS = {
    "title": "font: name 宋体, height 320, bold on; align: horiz center, vert center",
    "head": _BOX + "font: name 宋体, bold on; align: horiz center, vert center, wrap on",
    "body": _BOX + "font: name 宋体; align: vert center, wrap on",
}


def xls_bytes(book: Book) -> bytes:
    """Write Excel 97-2003 with xlwt, which stamps no times."""
    workbook = xlwt.Workbook(encoding="utf-8")
    looks = {look: xlwt.easyxf(text) for look, text in _XLS_LOOKS.items()}
    plain = xlwt.easyxf("font: name 宋体")
    dated = xlwt.easyxf(_XLS_LOOKS["body"], num_format_str="yyyy-m-d")
    for sheet in book.sheets:
        target = workbook.add_sheet(sheet.tab)
        laid_out = grid(sheet)
        merged = {(top, left): area for area in laid_out.merges for top, left in [area[:2]]}
        for (row, at), (value, look) in laid_out.cells.items():
            style = dated if isinstance(value, date) else looks.get(look, plain)
            if (row, at) in merged:
                top, left, bottom, right = merged[row, at]
                target.write_merge(top - 1, bottom - 1, left - 1, right - 1, value, style)
            else:
                target.write(row - 1, at - 1, value, style)
        for at, column in enumerate(sheet.columns):
            target.col(at).width = column.width * 256
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


# .ods

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{_ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = " ".join(
    [f'xmlns:{short}="{_OASIS}{short}:1.0"' for short in ("office", "table", "text", "style")]
    + [f'xmlns:number="{_OASIS}datastyle:1.0"', f'xmlns:fo="{_OASIS}xsl-fo-compatible:1.0"']
)
_DATE_STYLE = (
    '<number:date-style style:name="D"><number:year number:style="long"/><number:text>-</number:text>'
    "<number:month/><number:text>-</number:text><number:day/></number:date-style>"
    '<style:style style:name="date" style:family="table-cell" style:data-style-name="D"/>'
)


def ods_bytes(book: Book) -> bytes:
    """Write an OpenDocument spreadsheet by hand: mimetype first and stored, dates and numbers typed."""
    styles = [_DATE_STYLE]
    tables = []
    for number, sheet in enumerate(book.sheets):
        for at, column in enumerate(sheet.columns):
            styles.append(
                f'<style:style style:name="c{number}_{at}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{column.width * 2}mm"/></style:style>'
            )
        tables.append(_ods_table(sheet, number))
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-content {_NAMESPACES} office:version="1.2">'
        f"<office:automatic-styles>{''.join(styles)}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    parts = {"mimetype": _ODS, "content.xml": content, "META-INF/manifest.xml": _MANIFEST}
    return _zip({name: text.encode() for name, text in parts.items()}, stored=("mimetype",))


def _ods_table(sheet: Sheet, number: int) -> str:
    """Return the table:table element of a sheet whose merges run along one row."""
    laid_out = grid(sheet)
    spans = {(top, left): right - left + 1 for top, left, _, right in laid_out.merges}
    columns = len(sheet.columns)
    lines = [f'<table:table-column table:style-name="c{number}_{at}"/>' for at in range(columns)]
    for row in range(1, max(top for top, _ in laid_out.cells) + 1):
        cells = []
        covered = 0
        for at in range(1, columns + 1):
            if covered:
                cells.append("<table:covered-table-cell/>")
                covered -= 1
                continue
            span = spans.get((row, at), 1)
            covered = span - 1
            value, _ = laid_out.cells.get((row, at), (None, "body"))
            cells.append(_ods_cell(value, span))
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f"<table:table table:name={quoteattr(sheet.tab)}>{''.join(lines)}</table:table>"


def _ods_cell(value: Cell, span: int) -> str:
    """Return one typed table:table-cell."""
    wide = f' table:number-columns-spanned="{span}" table:number-rows-spanned="1"' if span > 1 else ""
    if value is None:
        return f"<table:table-cell{wide}/>"
    if isinstance(value, date):
        kind = f' table:style-name="date" office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        kind = ' office:value-type="string"'
    else:
        kind = f' office:value-type="float" office:value="{value}"'
    shown = escape(str(dashed(value)))
    return f"<table:table-cell{wide}{kind}><text:p>{shown}</text:p></table:table-cell>"
