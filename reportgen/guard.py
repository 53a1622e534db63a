"""The bytes of a workbook -> what calamine would hide or choke on: error cells, formulas without a result, bombs.

In an .xlsx each such cell is named; the other formats are refused where they hold an error value.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from reportgen.model import column_letters

LARGEST_PART, LARGEST_WHOLE = 256 * 2**20, 512 * 2**20  # bytes, unpacked
LARGEST_RATIO = 100  # of unpacked to packed size, in parts over a megabyte; real files reach 19
LARGEST_BOX = 5_000_000  # cells between A1 and the last one

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ADDRESS = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_TEXT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>\s*([^<\s][^<]*?)\s*</")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


_CODES = (
    rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"  # #NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A, as BIFF counts them
)
_XLS_ERROR = re.compile(  # the records BOOLERR and FORMULA with an error as result: row, column, format, value
    rb"\x05\x02\x08\x00(..)(.\x00)..(?:" + _CODES + rb")\x01"
    rb"|\x06\x00..(..)(.\x00)..\x02.(?:" + _CODES + rb")...\xff\xff",
    re.DOTALL,
)
_XLSB_ERRORS = {3, 11}  # BrtCellError and BrtFmlaError
_ODS_ERROR = re.compile(rb"(?:calcext|office):value-type=[\"']error[\"']")


class Refused(Exception):
    """A file that must not be opened; the text is a Chinese sentence that says why and what to do."""


def refuse_errors(content: bytes) -> None:
    """Refuse an .xls, .xlsb or .ods with an error value, which would read as blank. Raises Refused."""
    if content[:2] != b"PK":
        if match := _XLS_ERROR.search(content):
            row = int.from_bytes(match[1] or match[3], "little") + 1
            column = column_letters(int.from_bytes(match[2] or match[4], "little"))
            raise Refused(f"{column}{row} 是错误值（如 #REF!）；请改正公式后再报送")
        return
    try:
        with ZipFile(BytesIO(content)) as package:
            _check_sizes(package)
            for name in package.namelist():
                binary = name.startswith("xl/worksheets/") and name.endswith(".bin")
                if name == "content.xml" and _ODS_ERROR.search(package.read(name)):
                    raise Refused("表里有错误值（如 #REF!、#DIV/0!）；请改正公式后再报送")
                if binary and not _XLSB_ERRORS.isdisjoint(_records(package.read(name))):
                    raise Refused("表里有错误值（如 #REF!、#DIV/0!）；请改正公式后再报送")
    except (BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return  # calamine says what is wrong with it


def unread_cells(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Return, for each sheet by name, the cells that look empty but are not: (row, column) from 0, and what stands
    there. Raises Refused.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            _check_sizes(package)
            found = {}
            for name, part in _sheets(package):
                xml = package.read(part)
                _check_box(xml)
                if _ERROR.search(xml) or b"<f" in xml or b":f" in xml:
                    found[name] = dict(_cells(xml))
            return found
    except (BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return {}  # calamine says what is wrong with it


def _records(stream: bytes) -> Iterator[int]:
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


def _check_sizes(package: ZipFile) -> None:
    parts = package.infolist()
    if len({part.filename for part in parts}) < len(parts):
        raise Refused("文件的内部结构有重复，可能被改动过；请用 Excel 或 WPS 打开后另存为 .xlsx")
    bomb = any(
        part.file_size > LARGEST_PART
        or (part.file_size > 2**20 and part.file_size > LARGEST_RATIO * max(part.compress_size, 1))
        for part in parts
    )
    if bomb or sum(part.file_size for part in parts) > LARGEST_WHOLE:
        raise Refused("文件解压后过大，不像是报表；请删去多余的空行和图片后另存为 .xlsx")


def _check_box(xml: bytes) -> None:
    """Refuse a sheet whose last cell lies so far out that reading it would take all memory."""
    rows = columns = 0
    for match in _ADDRESS.finditer(xml):
        rows = max(rows, int(match[2]))
        if len(match[1]) > 1:
            columns = max(columns, _column(match[1]) + 1)
    if rows * max(columns, 26) > LARGEST_BOX:
        raise Refused("表里很远的地方有内容，范围过大；请删去数据以外的行和列后另存为 .xlsx")


def _sheets(package: ZipFile) -> Iterator[tuple[str, str]]:
    """The name and the part of each worksheet, as the workbook's relations say."""
    relations = {
        _attribute(match[0], b"Id"): _attribute(match[0], b"Target")
        for match in _RELATION.finditer(package.read("xl/_rels/workbook.xml.rels"))
        if _attribute(match[0], b"Type").endswith("/worksheet")
    }
    for match in _SHEET.finditer(package.read("xl/workbook.xml")):
        target = relations.get(_attribute(match[0], rb"\w+:id"), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if target and part in package.namelist():
            yield _attribute(match[0], b"name"), part


def _attribute(tag: bytes, name: bytes) -> str:
    from html import unescape

    match = re.search(rb"\s" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return unescape((match[1] or match[2] or b"").decode("utf-8", errors="replace")) if match else ""


def _cells(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for match in _CELL.finditer(xml):
        attributes, inside = match[1], match[2] or b""
        error, formula = bool(_ERROR.search(attributes)), b"<f" in inside or b":f" in inside
        value = _VALUE.search(inside)
        address = _ADDRESS.search(attributes)
        if error or (formula and not value and not _TEXT.search(attributes)):
            if not address:
                raise Refused(
                    "有错误值或没有算出结果的公式，但说不出在哪一格；请用 Excel 或 WPS 打开后另存为 .xlsx"
                )
            shown = value[1].decode("utf-8", errors="replace") if error and value else "没有算出结果的公式"
            yield (int(address[2]) - 1, _column(address[1])), shown


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1
