"""Records -> an .xls, in a compound file that may be made in odd ways."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

from xlwt.CompoundDoc import XlsDoc

BOF, EOF, FILEPASS, CODEPAGE, DIMENSIONS, CONTINUE = 0x809, 0x0A, 0x2F, 0x42, 0x200, 0x3C
FORMULA, STRING, NUMBER, LABEL, SST, LABELSST = 0x06, 0x207, 0x203, 0x204, 0xFC, 0xFD
WORKBOOK = "Workbook".encode("utf-16-le")


def record(kind: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack("<HH", kind, len(content)) + content


def stream(*inside: bytes, before: bytes = b"", sort: int = 0, version: int = 0x600) -> bytes:
    """The records of a workbook: `before` among those that stand before the sheets, `inside` those of its sheet 台账."""
    start = record(BOF, struct.pack("<HH12x", version, 5)) + before
    name = "台账".encode("utf-16-le")
    listed = len(start) + 4 + 8 + len(name) + 4
    sheet = record(0x85, struct.pack("<LBBBB", listed, 0, sort, 2, 1), name)
    end = record(EOF)
    return start + sheet + end + record(BOF, struct.pack("<HH12x", version, 16)) + b"".join(inside) + end


def handmade(*inside: bytes, before: bytes = b"", sort: int = 0, version: int = 0x600) -> bytes:
    """A workbook of these records."""
    out = io.BytesIO()
    XlsDoc().save(out, stream(*inside, before=before, sort=sort, version=version))
    return out.getvalue()


def renamed(content: bytes, name: str) -> bytes:
    """The same file with another name for its stream."""
    coded, at = name.encode("utf-16-le"), content.index(WORKBOOK)
    length = struct.pack("<H", len(coded) + 2)
    return content[:at] + coded.ljust(64, b"\0") + length + content[at + 66 :]


def entry(
    name: str, sort: int, first: int = 0, length: int = 0, links: tuple[int, ...] = (-1, -1, -1)
) -> bytes:
    """An entry of a directory; its links lead to those on its left and right, and to the first one inside of it."""
    coded = (name + "\0").encode("utf-16-le")
    return coded.ljust(64, b"\0") + struct.pack("<HBB3i36xLQ", len(coded), sort, 1, *links, first, length)


def compound(entries: list[bytes], inside: bytes, minis: Sequence[int] = ()) -> bytes:
    """A compound file: its table, the table of its mini stream, its directory, and what the last chain of sectors holds."""
    directory = b"".join(entries)
    shelves, sectors = (len(directory) + 511) // 512, (len(inside) + 511) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + shelves), 0xFFFFFFFE]
    table += [*range(len(table) + 1, len(table) + sectors), 0xFFFFFFFE]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<LLLLLLLL", 1, 2, 0, 4096, 1, 1, 0xFFFFFFFE, 0)
    return (
        head
        + struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
        + struct.pack("<128L", *table, *[0xFFFFFFFF] * (128 - len(table)))
        + struct.pack("<128L", *minis, *[0xFFFFFFFF] * (128 - len(minis)))
        + directory.ljust(shelves * 512, b"\0")
        + inside.ljust(sectors * 512, b"\0")
    )


def small(inside: bytes, chain: list[int] | None = None) -> bytes:
    """A workbook in the mini stream, where streams under 4096 bytes lie: its sectors are of 64 bytes."""
    count = (len(inside) + 63) // 64
    chain = chain or [*range(1, count), 0xFFFFFFFE]
    root = entry("Root Entry", 5, 3, count * 64, (-1, -1, 1))
    return compound([root, entry("Workbook", 2, 0, len(inside))], inside, chain)


def formula(row: int, column: int, result: bytes) -> bytes:
    return record(
        FORMULA, struct.pack("<HHH", row, column, 0), result.ljust(6, b"\0"), b"\xff\xff" + bytes(8)
    )


def text(row: int, column: int, words: str) -> bytes:
    return record(LABEL, struct.pack("<HHHHB", row, column, 0, len(words), 1), words.encode("utf-16-le"))
