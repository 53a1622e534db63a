"""The bytes of an .xlsb -> whether error values stand in it, which calamine hides; of the rest nothing is told."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from reportgen.model import FileRefused
from reportgen.workbook.notes import DAMAGED, Scan
from reportgen.workbook.zipped import UNREADABLE, check_sizes, plain

_ERRORS = {3, 11}  # BrtCellError and BrtFmlaError


def scan(content: bytes) -> Scan:
    """Search an .xlsb for error values only; it does not tell the rest. Raises FileRefused for one that has any."""
    try:
        with ZipFile(BytesIO(content)) as package:
            check_sizes(package.infolist(), content)
            for name in package.namelist():
                if (
                    plain(name).startswith("xl/worksheets/")
                    and plain(name).endswith(".bin")
                    and not _ERRORS.isdisjoint(_kinds(package.read(name)))
                ):
                    raise FileRefused("表里有错误值（如 #REF!、#DIV/0!）；请改正公式后再报送")
    except UNREADABLE:
        raise FileRefused(DAMAGED) from None
    return Scan(date1904=None)


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
