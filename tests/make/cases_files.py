"""Tables drawn in text -> the bytes of .xlsx, .xls, .ods, .csv and .zip files, the same on every run.

A drawn cell is text, as departments type it, but for these: `n:12` a number, `%:0.95` a number shown as 95%,
`d:2023-05-12` a date cell, `b:1` a true or false, `=…` a formula without a result, `#REF!` an error value.
`⏎` is a line break inside a cell and `␣` a blank at its edge.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt  # type: ignore[import-untyped]

Cell = int | float | bool | str | date | None
Drawn = str | Mapping[str, str]  # one sheet, called Sheet1, or several by name
Parts = dict[str, bytes]

MADE = "2024-01-05T09:00:00Z"
FIRST_SHEET = "xl/worksheets/sheet1.xml"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def cells(table: str) -> list[list[str]]:
    """Read a table drawn with bars: one list of cells as drawn per line; a line of `-` is a blank row."""
    lines = table.strip("\n").splitlines()
    return [[] if line.strip() == "-" else [cell.strip() for cell in line.split("|")] for line in lines]


def typed(drawn: str) -> Cell:
    """Return what a drawn cell holds."""
    kind, _, rest = drawn.partition(":")
    if kind in ("n", "%"):
        return float(rest) if "." in rest else int(rest)
    if kind == "d":
        return date.fromisoformat(rest)
    if kind == "b":
        return rest == "1"
    return drawn.replace("⏎", "\n").replace("␣", " ") or None


def xlsx(
    drawn: Drawn,
    change: Callable[[Any], object] = lambda book: None,
    *,
    edit: Callable[[Parts], object] = lambda parts: None,
    modified: str = MADE,
) -> bytes:
    """Write with openpyxl, let `change` alter the workbook and `edit` its parts, then pack with fixed dates."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in _sheets(drawn).items():
        _fill(book.create_sheet(name), table)
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    # openpyxl stamps the time of saving, whatever the properties say
    core = re.sub(rb"(<dcterms:created[^>]*>)[^<]*", rb"\g<1>" + MADE.encode(), parts["docProps/core.xml"])
    parts["docProps/core.xml"] = re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + modified.encode(), core
    )
    edit(parts)
    return pack(parts)


def _fill(sheet: Any, table: str) -> None:
    for row, line in enumerate(cells(table), 1):
        for column, drawn in enumerate(line, 1):
            value = typed(drawn)
            if value is None:
                continue
            cell = sheet.cell(row, column, value)
            if drawn.startswith("%:"):
                cell.number_format = "0%"
            elif isinstance(value, date):
                cell.number_format = "yyyy/m/d"


def pack(parts: Mapping[str, bytes] | Sequence[tuple[str, bytes]], stored: tuple[str, ...] = ()) -> bytes:
    """Pack a zip with fixed dates; pairs may hold a name twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that stands in it twice
        for name, data in parts.items() if isinstance(parts, Mapping) else parts:
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            packed.writestr(info, data)
    return buffer.getvalue()


def pack_gbk(parts: Mapping[str, bytes]) -> bytes:
    """Pack a zip as Chinese Windows does: names in GBK, and no flag that says so."""
    names = {f"{number}".rjust(len(name.encode("gbk")), "x"): name for number, name in enumerate(parts)}
    packed = pack({short: parts[name] for short, name in names.items()})
    for short, name in names.items():
        packed = packed.replace(short.encode(), name.encode("gbk"))
    return packed


def pack_encrypted(name: str, data: bytes, password: bytes) -> bytes:
    """Pack one file with the old encryption of zip files, which every archiver still offers first."""
    plain = pack({name: data}, stored=(name,))
    with zipfile.ZipFile(io.BytesIO(plain)) as packed:
        entry = packed.getinfo(name)
    head = len(name.encode()) + 30
    body = _encrypt(bytes(11) + bytes([entry.CRC >> 24]) + data, password)
    local, central = bytearray(plain[:head]), bytearray(plain[head + len(data) :])
    for record, flags, size in ((local, 6, 18), (central, 8, 20)):
        record[flags] |= 1
        record[size : size + 4] = len(body).to_bytes(4, "little")
    central[-6:-2] = (head + len(body)).to_bytes(4, "little")
    return bytes(local) + body + bytes(central)


def _encrypt(data: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(key: int, byte: int) -> int:
        return zlib.crc32(bytes([byte]), key ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in data:
        mask = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ (mask * (mask ^ 1) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def xls(drawn: Drawn) -> bytes:
    """Write Excel 97-2003 with xlwt, which stamps no times."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, table in _sheets(drawn).items():
        sheet = book.add_sheet(name)
        for row, line in enumerate(cells(table)):
            for column, drawn_cell in enumerate(line):
                value = typed(drawn_cell)
                shown = (
                    "yyyy-m-d" if isinstance(value, date) else "0%" if drawn_cell[:2] == "%:" else "General"
                )
                if drawn_cell.startswith("#"):
                    sheet.row(row).set_cell_error(column, drawn_cell)
                elif value is not None:
                    sheet.write(row, column, value, xlwt.easyxf(num_format_str=shown))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_text(table: str, delimiter: str = ",") -> str:
    """Write a drawn table as CSV text with the line ends of Windows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerows([typed(cell) for cell in row] for row in cells(table))
    return buffer.getvalue()


_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_NAMESPACES = " ".join(
    [f'xmlns:{short}="{_OASIS}{short}:1.0"' for short in ("office", "table", "text", "style")]
    + [f'xmlns:calcext="{_CALCEXT}" xmlns:of="{_OASIS}of:1.2" xmlns:number="{_OASIS}datastyle:1.0"']
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{_ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def ods(drawn: Drawn) -> bytes:
    """Write an OpenDocument spreadsheet by hand, with the attributes LibreOffice gives to each type of cell."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_ods_row, cells(table)))}</table:table>"
        for name, table in _sheets(drawn).items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": _ODS, "content.xml": content, "META-INF/manifest.xml": _MANIFEST}
    return pack({name: text.encode() for name, text in parts.items()}, stored=("mimetype",))


def _ods_row(row: Sequence[str]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row)) or '<table:table-cell/>'}</table:table-row>"


def _ods_cell(drawn: str) -> str:
    value = typed(drawn)
    if value is None:
        return "<table:table-cell/>"
    if drawn.startswith("="):
        return f"<table:table-cell table:formula={quoteattr('of:' + drawn)}/>"
    if drawn.startswith("#"):
        kind = 'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value}" calcext:value-type="date"'
    elif isinstance(value, str):
        kind = 'office:value-type="string" calcext:value-type="string"'
    else:
        sort = "percentage" if drawn.startswith("%:") else "float"
        kind = f'office:value-type="{sort}" office:value="{value}" calcext:value-type="{sort}"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def _sheets(drawn: Drawn) -> Mapping[str, str]:
    return {"Sheet1": drawn} if isinstance(drawn, str) else drawn
