"""The bytes of a zip that is as simple as can be, as programs write it -> its parts, each checked against its sum.

Any other one is Unusual, and is for zipfile, which takes twice as long for a small one.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reportgen.workbook.notes import Unusual
from reportgen.workbook.zipped import LARGEST_PART, LARGEST_RATIO, plain

_LARGEST = LARGEST_PART  # bytes of a part, unpacked
_SMALL = _LARGEST // 1100  # packed bytes that cannot unpack to more, whatever they say
_SHORT, _SHORT_UNPACKED = 2**11, 2**15  # bytes of parts that the files of one form have in common
_CENTRAL, _END = struct.Struct("<4s4x2H4x3L3H8xL"), struct.Struct("<4s4H2LH")  # of a zip's directory
_LENGTHS = struct.Struct("<2H")


class _Part(NamedTuple):
    """Where a part stands, and what the directory says of it."""

    flags: int
    method: int
    check: int
    packed: int
    size: int
    start: int


class Parts:
    """The parts of a zip; short ones may be `remembered`, where many files have them in common. Raises Unusual."""

    def __init__(self, content: bytes, *, remembered: bool = False) -> None:
        self._content, self._remembered = content, remembered
        self._parts = dict(_directory(content))
        self._names = {*map(plain, self._parts)}
        if len(self._names) < len(self._parts):
            raise Unusual

    @property
    def sizes(self) -> dict[str, int]:
        """How many bytes each part says that it unpacks to, by name, in their order."""
        return {name: part.size for name, part in self._parts.items()}

    def part(self, name: str, *, needed: bool = True) -> bytes:
        """Return what a part unpacks to; nothing where it may be missing and is. Raises Unusual."""
        part = self._parts.get(name)
        if part is None and not needed and name.lower() not in self:
            return b""
        if part is None or part.flags & 1:
            raise Unusual
        found = self._unpacked(part)
        if len(found) != part.size or zlib.crc32(found) != part.check:
            raise Unusual
        return found

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def _unpacked(self, part: _Part) -> bytes:
        size, at = part.size, part.start
        if size > _LARGEST or (size > 2**20 and size > LARGEST_RATIO * part.packed):
            raise Unusual
        if self._content[at : at + 4] != b"PK\x03\x04" or part.method not in (0, 8):
            raise Unusual
        start = at + 30 + sum(_LENGTHS.unpack_from(self._content, at + 26))
        packed = self._content[start : start + part.packed]
        if part.method == 0:
            return packed
        try:
            if self._remembered and len(packed) < _SHORT and size < _SHORT_UNPACKED:
                return _unpacked(packed, size)
            if len(packed) < _SMALL:
                return zlib.decompress(packed, -15, size)
            unpacking = zlib.decompressobj(-15)
            found = unpacking.decompress(packed, size + 1)
        except zlib.error:
            raise Unusual from None
        if not unpacking.eof:
            raise Unusual
        return found


@lru_cache(maxsize=64)
def _unpacked(packed: bytes, size: int) -> bytes:
    return zlib.decompress(packed, -15, size)


def _directory(content: bytes) -> Iterator[tuple[str, _Part]]:
    """The names of the parts of a zip, and where they stand. Raises Unusual for one that is not as simple as can be."""
    end = len(content) - _END.size
    if end < 0 or content[end : end + 4] != b"PK\5\6":
        raise Unusual
    _, disk, first, here, count, size, at, comment = _END.unpack_from(content, end)
    if disk or first or comment or here != count or at + size != end:
        raise Unusual
    names = set()
    for _ in range(count):
        if at + _CENTRAL.size > end:
            raise Unusual
        sign, flags, method, check, packed, whole, *lengths, start = _CENTRAL.unpack_from(content, at)
        name = content[at + _CENTRAL.size : at + _CENTRAL.size + lengths[0]].decode("ascii", "replace")
        if sign != b"PK\1\2" or name in names or max(packed, start) > end:
            raise Unusual
        names.add(name)
        yield name, _Part(flags, method, check, packed, whole, start)
        at += _CENTRAL.size + sum(lengths)
    if at != end:
        raise Unusual
