"""The samples' workbooks -> the same sheets in every format that is read, taken apart so that they can be damaged."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

import xlwt

from tests.make.samples import township
from tests.make.samples_write import Book, dashed, grid, ods_bytes, xlsx_bytes

FORMATS = ("xlsx", "xls", "ods", "xlsb", "csv")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETS = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class Entry:
    """A part of a zip as written: `size` is what the central directory says, `local_size` what the local header does."""

    name: str
    packed: bytes
    crc: int
    size: int
    method: int = 8
    flags: int = 0x800
    packed_size: int | None = None
    local_size: int | None = None
    local_name: str | None = None


@dataclass(frozen=True)
class Source:
    """A sound workbook: `rows` data rows, and its parts where it is a zip."""

    department: str
    stem: str
    format: str
    content: bytes
    rows: int
    entries: tuple[Entry, ...] = ()
    parts: Mapping[str, bytes] = field(default_factory=dict)

    def changed(self, parts: Mapping[str, bytes]) -> bytes:
        """The workbook with these parts in the place of, or beside, its own."""
        kept = [entry for entry in self.entries if entry.name not in parts]
        return pack([*kept, *(deflated(name, content) for name, content in parts.items())])

    def sheets(self) -> list[str]:
        """The names of the parts that hold cells."""
        return [
            name for name in self.parts if re.fullmatch(r"xl/worksheets/\w+\.(xml|bin)|content\.xml", name)
        ]


@cache
def sources() -> list[Source]:
    """Every workbook of the samples of 2023 in every format; the .xlsx also as two other programs write it."""
    found = []
    for book in township(2023):
        book = replace(book, sheets=[sheet for sheet in book.sheets if sheet.rows])
        stem = book.file.rpartition(".")[0]
        rows = sum(len(sheet.rows) for sheet in book.sheets)
        plain = _parts(xlsx_bytes(book))
        for parts in (plain, _as_libreoffice(plain), _with_shared_texts(plain)):
            found.append(_zipped(book.department, stem, "xlsx", parts, rows))
        found.append(Source(book.department, stem, "xls", as_xls(book), rows))
        found.append(_zipped(book.department, stem, "ods", _parts(ods_bytes(book)), rows))
        found.append(_zipped(book.department, stem, "xlsb", xlsb_parts(book), rows))
        found.append(Source(book.department, stem, "csv", _csv(book), len(book.sheets[0].rows)))
    return found


def deflated(name: str, content: bytes) -> Entry:
    """Pack a part, quickly rather than well."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return Entry(name, packer.compress(content) + packer.flush(), zlib.crc32(content), len(content))


def pack(entries: Iterable[Entry], comment: bytes = b"") -> bytes:
    """Write a zip, true or not: zipfile refuses to write most of the untrue ones."""
    out, directory, count = io.BytesIO(), io.BytesIO(), 0
    for each in entries:
        count += 1
        at, name = out.tell(), each.name.encode()
        packed_size = len(each.packed) if each.packed_size is None else each.packed_size
        size = each.size if each.local_size is None else each.local_size
        local = name if each.local_name is None else each.local_name.encode()
        head = struct.pack("<HHHHHL", 20, each.flags, each.method, 0, 0x21, each.crc)
        out.write(
            b"PK\3\4" + head + struct.pack("<LLHH", packed_size, size, len(local), 0) + local + each.packed
        )
        directory.write(b"PK\1\2\x14\0" + head + struct.pack("<LLHH", packed_size, each.size, len(name), 0))
        directory.write(struct.pack("<HHHLL", 0, 0, 0, 0, at) + name)
    at, index = out.tell(), directory.getvalue()
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(index), at, len(comment))
    return out.getvalue() + index + b"PK\5\6" + end + comment


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zipped(department: str, stem: str, kind: str, parts: Mapping[str, bytes], rows: int) -> Source:
    entries = tuple(deflated(name, content) for name, content in parts.items())
    return Source(department, stem, kind, pack(entries), rows, entries, parts)


def _with_shared_texts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every text in the shared table, as Excel writes; openpyxl leaves them in their cells."""
    texts: dict[bytes, int] = {}
    changed = dict(parts)
    for name, content in parts.items():
        if name.startswith("xl/worksheets/"):
            changed[name] = re.sub(
                rb't="inlineStr"><is>(.*?)</is>',
                lambda m: b't="s"><v>%d</v>' % texts.setdefault(m[1], len(texts)),
                content,
                flags=re.DOTALL,
            )
    head = b'<sst xmlns="%s" count="%d" uniqueCount="%d">' % (_SHEETS, len(texts), len(texts))
    changed["xl/sharedStrings.xml"] = head + b"".join(b"<si>%s</si>" % text for text in texts) + b"</sst>"
    relation = f'<Relationship Id="texts" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    names = "xl/_rels/workbook.xml.rels"
    changed[names] = parts[names].replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    return changed


def _as_libreoffice(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """No dimension, every row with all its attributes, and blanks in texts kept, as LibreOffice writes."""
    row = rb'<row r="\1" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0"'
    changed = _with_shared_texts(parts)
    for name, content in changed.items():
        if name.startswith("xl/worksheets/"):
            content = re.sub(rb"<dimension[^>]*/>", b"", content)
            changed[name] = re.sub(rb'<row r="(\d+)"', row + b' collapsed="false"', content)
    texts = changed["xl/sharedStrings.xml"]
    changed["xl/sharedStrings.xml"] = texts.replace(b"<t>", b'<t xml:space="preserve">')
    return changed


def as_xls(book: Book) -> bytes:
    """Without merged cells: xlwt writes none that go over two rows."""
    workbook = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-m-d")
    for sheet in book.sheets:
        target = workbook.add_sheet(sheet.tab)
        for (row, at), (value, _) in grid(sheet).cells.items():
            if isinstance(value, date):
                target.write(row - 1, at - 1, value, day)
            elif value is not None:
                target.write(row - 1, at - 1, value)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _csv(book: Book) -> bytes:
    laid_out = grid(book.sheets[0]).cells
    rows, columns = (max(at[axis] for at in laid_out) for axis in (0, 1))
    out = io.StringIO()
    csv.writer(out).writerows(
        [dashed(laid_out.get((row, at), (None, "body"))[0]) for at in range(1, columns + 1)]
        for row in range(1, rows + 1)
    )
    return out.getvalue().encode("utf-8-sig")


# .xlsb, of which no free program writes one: [MS-XLSB] 2.1.4, only the records without which there are no cells


def record(kind: int, content: bytes = b"") -> bytes:
    """A record: its kind in one or two bytes, its length in up to four, seven bits each, and its content."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    while length > 0x7F:
        head, length = head + bytes([length & 0x7F | 0x80]), length >> 7
    return head + bytes([length]) + content


def xlsb_parts(book: Book) -> dict[str, bytes]:
    """A binary workbook whose cells are texts and numbers; dates are texts."""
    listed, relations, parts = b"", "", {}
    for number, sheet in enumerate(book.sheets, 1):
        parts[f"xl/worksheets/sheet{number}.bin"] = _xlsb_sheet(grid(sheet).cells)
        listed += record(156, struct.pack("<LL", 0, number) + wide(f"rId{number}") + wide(sheet.tab))
        relations += f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.bin"/>'
    workbook = record(131) + record(153, bytes(12)) + record(143) + listed + record(144) + record(132)
    root = f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.bin"/>'
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin"'
        ' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": _relationships(root),
        "xl/workbook.bin": workbook,
        "xl/_rels/workbook.bin.rels": _relationships(relations),
        **parts,
    }


def _xlsb_sheet(cells: Mapping[tuple[int, int], tuple[object, str]]) -> bytes:
    last_row, last_column = (max(at[axis] for at in cells) - 1 for axis in (0, 1))
    out = record(129) + record(148, struct.pack("<LLLL", 0, last_row, 0, last_column)) + record(145)
    for row in range(last_row + 1):
        out += record(0, struct.pack("<LL", row, 0) + bytes(17))
        for column in range(last_column + 1):
            value = dashed(cells.get((row + 1, column + 1), (None, ""))[0])
            at = struct.pack("<LL", column, 0)
            if isinstance(value, (int, float)):
                out += record(5, at + struct.pack("<d", value))
            elif value is not None:
                out += record(6, at + wide(str(value)))
    return out + record(146) + record(130)


def _relationships(inside: str) -> bytes:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'.encode()


def wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<L", len(encoded) // 2) + encoded
