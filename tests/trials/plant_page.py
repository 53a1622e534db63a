"""A sheet of the samples, cell by cell, in which a fault can be planted -> .xlsx, .xls or .ods.

`tests.make.samples` says what the departments handed in, and `pages` lays it out; unlike there, a page here may hold what
an office does to a sheet afterwards: runs of text, struck-out and white cells, number formats, rows of height 0.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from xml.sax.saxutils import escape, quoteattr

import xlwt  # type: ignore[import-untyped]
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from reportgen.model import Field, Kind
from tests.make import samples_write
from tests.make.samples_write import Cell, Sheet, dashed

DATE_FORMAT = "yyyy/m/d"


class NotHere(Exception):
    """A fault cannot be planted in what was drawn: another is drawn."""


@dataclass(frozen=True)
class Runs:
    """A text whose pieces look different: (text, "", "super" or "struck")."""

    pieces: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)


Value = Cell | Runs


@dataclass(frozen=True)
class Look:
    """How a cell looks, where it does not look like the others."""

    format: str = ""
    struck: bool = False
    white: bool = False


@dataclass
class Page:
    """A sheet: cells by (row, column) from 1; `fields` names what each column, from 1 on, means in the profile."""

    tab: str
    kind: Kind
    cells: dict[tuple[int, int], Value]
    merges: list[tuple[int, int, int, int]]
    fields: dict[int, str]
    width: int
    header: int
    last: int
    totals: int = 0
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    flat: set[int] = field(default_factory=set)

    @property
    def first(self) -> int:
        """The first row of data."""
        return self.header + 1

    @property
    def rows(self) -> range:
        """The rows of data."""
        return range(self.first, self.last + 1)

    @property
    def end(self) -> int:
        """The last row that holds anything."""
        return max(row for row, _ in self.cells)

    @property
    def numbered(self) -> bool:
        """Whether the first column counts the rows."""
        return self.cells.get(self.heading(1)) == "序号"

    def column(self, name: str) -> int:
        """The column of a field. Raises NotHere."""
        for column, each in self.fields.items():
            if each == name:
                return column
        raise NotHere

    def declared(self, name: str) -> Field:
        """What the profile says of a field."""
        return self.kind.fields[name]

    def heading(self, column: int) -> tuple[int, int]:
        """Where the heading of a column stands: beside a group of columns a row higher."""
        row = self.header if self.cells.get((self.header, column)) is not None else self.header - 1
        return row, column

    def names(self, *types: str, required: bool | None = None) -> list[str]:
        """The fields on the sheet that are of one of these types, and required or not."""
        return [
            name
            for name in self.fields.values()
            if not types or self.declared(name).type in types
            if required in (None, self.declared(name).required)
        ]

    def get(self, row: int, name: str) -> Value:
        """The value of a field in a row."""
        return self.cells.get((row, self.column(name)))

    def put(self, row: int, name: str, value: Value) -> None:
        """Change the value of a field in a row."""
        self.cells[row, self.column(name)] = value

    def row(self, row: int) -> dict[int, Value]:
        """The cells of a row by column."""
        return {column: value for (at, column), value in self.cells.items() if at == row}

    def insert(self, row: int, values: Mapping[int, Value], look: Look | None = None) -> None:
        """Put a row in before another; the number of data rows grows where it stands among them."""
        self._move(row, 1)
        for column, value in values.items():
            self.cells[row, column] = value
            if look:
                self.looks[row, column] = look
        if self.first <= row <= self.last + 1:
            self.last += 1

    def remove(self, row: int) -> None:
        """Delete a row of data."""
        for column in self.row(row):
            del self.cells[row, column]
        self._move(row + 1, -1)
        self.last -= 1

    def _move(self, start: int, by: int) -> None:
        def moved(row: int) -> int:
            return row + by if row >= start else row

        self.cells = {(moved(row), column): value for (row, column), value in self.cells.items()}
        self.looks = {(moved(row), column): look for (row, column), look in self.looks.items()}
        self.merges = [(moved(top), left, moved(bottom), right) for top, left, bottom, right in self.merges]
        self.flat = {moved(row) for row in self.flat}
        self.totals = moved(self.totals)

    def drop_totals(self) -> None:
        """Take the row of totals out."""
        if self.totals:
            for column in self.row(self.totals):
                del self.cells[self.totals, column]
            self._move(self.totals + 1, -1)
            self.totals = 0

    def drop_number(self) -> None:
        """Take the column that counts the rows out, but for one beside a heading of two rows."""
        if not self.numbered or any(top <= self.header <= bottom for top, _, bottom, _ in self.merges):
            return
        body = range(self.header, max(self.last, self.totals) + 1)
        moved: dict[tuple[int, int], Value] = {}
        for (row, column), value in self.cells.items():
            if row not in body:
                moved[row, column] = value
            elif column > 1 or row == self.totals:  # which says 合计 in its first cell
                moved[row, max(column - 1, 1)] = value
        self.cells = moved
        self.fields = {column - 1: name for column, name in self.fields.items()}
        self.width -= 1

    def renumber(self) -> None:
        """Count the rows from 1 again."""
        if self.numbered:
            for number, row in enumerate(self.rows, 1):
                self.cells[row, 1] = number

    def fresh(self, chance: Random) -> dict[int, Value]:
        """A row that might stand at the end of the sheet: like another one, but of another case or event."""
        row = dict(self.row(chance.choice(self.rows)))
        for name in self.names("string"):
            column, said = self.column(name), self.declared(name)
            text = row.get(column)
            if not isinstance(text, str) or said.enum:
                continue
            if name == self.kind.key:
                row[column] = _another_number(text)
            elif said.required:
                row[column] = f"{text[:-1]}，并持续推进。" if text.endswith("。") else text + "（二）"
        if self.numbered:
            row[1] = len(self.rows) + 1
        return row


def _another_number(text: str) -> str:
    """海行复〔2023〕7号 -> 海行复〔2023〕607号."""
    return re.sub(r"\d+(?=\D*$)", lambda found: f"{int(found[0]) + 600:0{len(found[0])}}", text)


@dataclass
class PageBook:
    """A workbook of a department, as it lies in the inbox of a year."""

    year: int
    department: str
    stem: str
    suffix: str
    pages: list[Page]

    @property
    def file(self) -> str:
        """Its path in the inbox."""
        return f"{self.year}/{self.department}/{self.stem}.{self.suffix}"

    def content(self) -> bytes:
        """The bytes of the workbook."""
        return WRITERS[self.suffix](self.pages)


def page(sheet: Sheet, kinds: Mapping[str, Kind]) -> Page:
    """Lay a sheet of the samples out."""
    laid_out = samples_write.grid(sheet)
    kind = next(
        each for each in kinds.values() if sheet.title.endswith(each.title) or each.title in sheet.title
    )
    meant = {alias: name for name, said in kind.fields.items() for alias in (name, *said.aliases)}
    fields = {
        at: meant[column.heading] for at, column in enumerate(sheet.columns, 1) if column.heading in meant
    }
    header = sheet.first_row() - 1
    last = header + len(sheet.rows)
    cells: dict[tuple[int, int], Value] = {
        at: value for at, (value, _) in laid_out.cells.items() if value is not None
    }
    totals = last + 1 if sheet.totals else 0
    return Page(
        sheet.tab, kind, cells, list(laid_out.merges), fields, len(sheet.columns), header, last, totals
    )


# .xlsx

_ALMOST_FLAT = 0.0625  # openpyxl writes no height of 0


def _xlsx(pages: Sequence[Page]) -> bytes:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for each in pages:
        target = book.create_sheet(each.tab)
        for (row, column), value in sorted(each.cells.items(), key=lambda cell: cell[0]):
            cell = target.cell(row, column)
            cell.value = _rich_xlsx(value) if isinstance(value, Runs) else value
            if isinstance(value, str):
                cell.data_type = "s"  # and no formula
            if isinstance(value, date):
                cell.number_format = DATE_FORMAT
        for (row, column), look in each.looks.items():
            cell = target.cell(row, column)
            cell.font = Font("宋体", 11, strike=look.struck or None, color="FFFFFFFF" if look.white else None)
            cell.number_format = look.format or cell.number_format
        for top, left, bottom, right in each.merges:
            target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in each.flat:
            target.row_dimensions[row].height = _ALMOST_FLAT
    buffer = io.BytesIO()
    book.save(buffer)
    return _undated(buffer.getvalue())


def _undated(content: bytes) -> bytes:
    """Pack again as of the samples' day, so that a run writes the same bytes as the one before."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    flat = f'ht="{_ALMOST_FLAT}"'.encode()
    parts = {name: part.replace(flat, b'ht="0"') for name, part in parts.items()}
    stamp = f"{samples_write.MADE:%Y-%m-%dT%H:%M:%SZ}".encode()
    core = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + stamp, parts["docProps/core.xml"])
    return samples_write._zip(parts | {"docProps/core.xml": core})


def _rich_xlsx(runs: Runs) -> CellRichText:
    fonts = {"super": InlineFont(vertAlign="superscript"), "struck": InlineFont(strike=True)}
    return CellRichText(*(TextBlock(fonts[look], text) if look else text for text, look in runs.pieces))


# .xls


def _xls(pages: Sequence[Page]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    styles: dict[Look, xlwt.XFStyle] = {}
    for each in pages:
        target = book.add_sheet(each.tab)
        corners = {(top, left): (top, left, bottom, right) for top, left, bottom, right in each.merges}
        covered = {
            (row, column)
            for top, left, bottom, right in each.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - set(corners)
        for (row, column), value in sorted(each.cells.items(), key=lambda cell: cell[0]):
            look = each.looks.get((row, column), Look())
            if isinstance(value, date) and not look.format:
                look = Look(DATE_FORMAT, look.struck, look.white)
            style = styles.setdefault(look, _xls_style(look))
            if (row, column) in corners:
                top, left, bottom, right = corners[row, column]
                target.write_merge(top - 1, bottom - 1, left - 1, right - 1, value, style)
            elif (row, column) in covered:
                continue
            elif isinstance(value, Runs):
                target.write_rich_text(row - 1, column - 1, _rich_xls(value), style)
            else:
                target.write(row - 1, column - 1, value, style)
        for row in each.flat:
            target.row(row - 1).height_mismatch = True
            target.row(row - 1).height = 0
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _xls_style(look: Look) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.font.struck_out = look.struck
    if look.white:
        style.font.colour_index = xlwt.Style.colour_map["white"]
    if look.format:
        style.num_format_str = look.format
    return style


def _rich_xls(runs: Runs) -> list[tuple[str, xlwt.Font]]:
    pieces = []
    for text, look in runs.pieces:
        font = xlwt.Font()
        font.struck_out = look == "struck"
        if look == "super":
            font.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
        pieces.append((text, font))
    return pieces


# .ods

_RUNS = (
    '<style:style style:name="super" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="struck" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="flat" style:family="table-row"><style:table-row-properties style:row-height="0mm"'
    ' style:use-optimal-row-height="false"/></style:style>'
)


def _ods(pages: Sequence[Page]) -> bytes:
    looks = list(dict.fromkeys(look for each in pages for look in each.looks.values()))
    styles = "".join(_ods_style(look, number) for number, look in enumerate(looks))
    tables = "".join(_ods_table(each, looks) for each in pages)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-content {samples_write._NAMESPACES} office:version="1.2">'
        f"<office:automatic-styles>{samples_write._DATE_STYLE}{_RUNS}{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {
        "mimetype": samples_write._ODS,
        "content.xml": content,
        "META-INF/manifest.xml": samples_write._MANIFEST,
    }
    return samples_write._zip({name: text.encode() for name, text in parts.items()}, stored=("mimetype",))


def _ods_style(look: Look, number: int) -> str:
    """A cell's style; of the number formats those that OpenDocument has a word for."""
    data, uses = "", ""
    if look.format and look.format != DATE_FORMAT:
        factor = look.format.count(",")
        scale = f' number:display-factor="{1000**factor}"' if factor else ""
        shown = f'<number:number number:min-integer-digits="1"{scale}/>' if "0" in look.format else ""
        text = "".join(re.findall(r'"([^"]*)"', look.format))
        data = (
            f'<number:number-style style:name="n{number}">{shown}<number:text>{text}</number:text>'
            "</number:number-style>"
        )
        uses = f' style:data-style-name="n{number}"'
    struck = ' style:text-line-through-style="solid"' if look.struck else ""
    white = ' fo:color="#ffffff"' if look.white else ""
    return (
        f'{data}<style:style style:name="look{number}" style:family="table-cell"{uses}>'
        f"<style:text-properties{struck}{white}/></style:style>"
    )


def _ods_table(each: Page, looks: list[Look]) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in each.merges}
    covered = {
        (top + down, left + along)
        for (top, left), (tall, wide) in spans.items()
        for down in range(tall)
        for along in range(wide)
    } - set(spans)
    across = max(each.width, *(column for _, column in each.cells))
    lines = [f'<table:table-column table:number-columns-repeated="{across}"/>']
    for row in range(1, each.end + 1):
        cells = []
        for column in range(1, across + 1):
            if (row, column) in covered:
                cells.append("<table:covered-table-cell/>")
                continue
            look = each.looks.get((row, column))
            style = f' table:style-name="look{looks.index(look)}"' if look else ""
            tall, wide = spans.get((row, column), (1, 1))
            span = (
                f' table:number-columns-spanned="{wide}" table:number-rows-spanned="{tall}"'
                if (tall, wide) != (1, 1)
                else ""
            )
            cells.append(_ods_cell(each.cells.get((row, column)), style, span, look))
        flat = ' table:style-name="flat"' if row in each.flat else ""
        lines.append(f"<table:table-row{flat}>{''.join(cells)}</table:table-row>")
    return f"<table:table table:name={quoteattr(each.tab)}>{''.join(lines)}</table:table>"


def _ods_cell(value: Value, style: str, span: str, look: Look | None) -> str:
    if value is None:
        return f"<table:table-cell{style}{span}/>"
    shown = escape(_shown_in_ods(value, look.format if look else ""))
    if isinstance(value, date):
        style = style or ' table:style-name="date"'
        kind = f' office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, Runs):
        kind = ' office:value-type="string"'
        shown = "".join(
            f'<text:span text:style-name="{look}">{escape(text)}</text:span>' if look else escape(text)
            for text, look in value.pieces
        )
    elif isinstance(value, str):
        kind = ' office:value-type="string"'
    else:
        kind = f' office:value-type="float" office:value="{value!r}"'
    shown = shown.replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
    return f"<table:table-cell{style}{span}{kind}><text:p>{shown}</text:p></table:table-cell>"


def _shown_in_ods(value: Value, code: str) -> str:
    """What the office program has written into the file as shown, by the number format."""
    if isinstance(value, date):
        return "" if code == ";;;" else dashed(value)
    if isinstance(value, str) or not isinstance(value, (int, float)) or not code:
        return str(value)
    number = value / 1000 ** code.count(",")
    unit = "".join(re.findall(r'"([^"]*)"', code))
    return f"{number:g}{unit}" if "0" in code else unit


WRITERS = {"xlsx": _xlsx, "xls": _xls, "ods": _ods}
