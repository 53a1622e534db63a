"""The bytes of an OLE compound file -> a stream in it. The sectors of a stream lie anywhere, chained by a table."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_END, _RESERVED = 0xFFFFFFFE, 0xFFFFFFFA  # ends a chain; numbers from here on are no sectors
_SMALL = 4096  # bytes; shorter streams lie in the mini stream
_MINI = 64  # bytes of its sectors
_MOST_RESERVED = 2**27  # bytes; other readers take memory for what the header only claims


class Damaged(Exception):
    """A compound file whose chains loop, or lead out of it, or whose counts lie."""


def read(content: bytes, *names: str) -> bytes | None:
    """Return the stream with the first of the names that is there, or None. Raises Damaged."""
    if len(content) < 512:
        raise Damaged
    power, mini_power = struct.unpack_from("<HH", content, 30)
    directories, tables, start = struct.unpack_from("<LLL", content, 40)
    mini_start, minis, difat, difats = struct.unpack_from("<LLLL", content, 60)
    if power not in (9, 12) or mini_power != 6:
        raise Damaged
    size = 1 << power
    body = memoryview(content)[size:]  # the header fills the first sector
    if max(directories, tables, minis, difats) * size > max(len(content), _MOST_RESERVED):
        raise Damaged
    table = _table(content, body, size, difat)
    directory = _chain(body, table, start, size)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    for name in names:
        titled = name.encode("utf-16-le") + b"\0\0"
        entry = next((each for each in entries if each.startswith(titled)), None)
        if entry is None:
            continue
        first, length = _extent(entry, size)
        if length >= _SMALL:
            return _whole(_chain(body, table, first, size), length)
        root, whole = _extent(entries[0], size)
        small = memoryview(_whole(_chain(body, table, root, size), whole))
        return _whole(_chain(small, _numbers(_chain(body, table, mini_start, size)), first, _MINI), length)
    return None


def _table(content: bytes, body: memoryview, size: int, difat: int) -> Sequence[int]:
    """The table that tells for each sector which one follows; the header and a chain of sectors tell where it is."""
    places = list(struct.unpack_from("<109L", content, 76))
    while difat < _RESERVED:
        more = _numbers(_sector(body, difat, size))
        if len(more) * 4 != size or len(places) > 109 + len(body) // size:
            raise Damaged
        difat = more[-1]
        places.extend(more[:-1])
    used = [place for place in places if place < _RESERVED]
    if len(used) > len(body) // size + 1:
        raise Damaged
    return _numbers(b"".join(_sector(body, place, size) for place in used))


def _chain(body: memoryview, table: Sequence[int], sector: int, size: int) -> bytes:
    """The sectors of a chain, one behind the other. Raises Damaged."""
    pieces: list[memoryview] = []
    while sector != _END:
        if sector >= len(table) or len(pieces) > len(body) // size:
            raise Damaged
        pieces.append(_sector(body, sector, size))
        sector = table[sector]
    return b"".join(pieces)


def _sector(body: memoryview, number: int, size: int) -> memoryview:
    """A sector; the last one of a file may be cut off. Raises Damaged."""
    if number * size >= len(body):
        raise Damaged
    return body[number * size : (number + 1) * size]


def _extent(entry: bytes, size: int) -> tuple[int, int]:
    """The first sector and the length of a directory entry's stream; old files leave rubbish in the upper half."""
    first, length = struct.unpack_from("<LQ", entry, 116)
    return first, length & 0xFFFFFFFF if size == 512 else length


def _whole(chained: bytes, length: int) -> bytes:
    """The stream without what fills its last sector. Raises Damaged for one that says it is longer than its chain."""
    if length > len(chained):
        raise Damaged
    return chained[:length]


def _numbers(sectors: bytes | memoryview) -> Sequence[int]:
    return struct.unpack(f"<{len(sectors) // 4}L", sectors[: len(sectors) // 4 * 4])
