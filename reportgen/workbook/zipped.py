"""A zip package -> its parts, within limits; and back into a package without compression."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from zipfile import BadZipFile, ZipInfo

from reportgen.model import FileRefused

LARGEST_PART, LARGEST_WHOLE = 256 * 2**20, 512 * 2**20  # bytes, unpacked
LARGEST_RATIO = 100  # of unpacked to packed size, in parts over a megabyte; real files reach 19

_HONEST = LARGEST_PART // 1100  # packed bytes that cannot unpack to more than LARGEST_PART, whatever they say
_LOCAL, _CENTRAL = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L")  # the headers of a zip's parts
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800  # the flag that a part's name is in UTF-8

# what reading a damaged package may raise
UNREADABLE = (
    BadZipFile, LookupError, ValueError, EOFError, OSError, RuntimeError, OverflowError, zlib.error, lzma.LZMAError,
)  # fmt: skip


def plain(name: str) -> str:
    """Return a part's name as readers look for it, which take either slash and do not mind capitals."""
    return name.replace("\\", "/").lower()


def check_names(parts: Sequence[ZipInfo]) -> None:
    """Refuse a package that holds a part twice, or says that it unpacks to more than a report can be. Raises FileRefused."""
    if len({plain(part.filename) for part in parts}) < len(parts):
        raise FileRefused("文件的内部结构有重复，可能被改动过；请用 Excel 或 WPS 打开后另存为 .xlsx")
    _check_whole(part.file_size for part in parts)


def check_sizes(parts: Sequence[ZipInfo], content: bytes) -> None:
    """Refuse a package whose parts, which are to be read, unpack to more than a report can be. Raises FileRefused."""
    check_names(parts)
    _check_whole(_size(part, content) for part in parts)


def _check_whole(sizes: Iterable[int]) -> None:
    if sum(sizes) > LARGEST_WHOLE:
        raise FileRefused("文件解压后过大，不像是报表；请删去多余的空行和图片后另存为 .xlsx")


def _size(part: ZipInfo, content: bytes) -> int:
    """How much a part unpacks to; one that is itself too much, or packed too well, counts as all that may be and more."""
    size = part.file_size
    if part.compress_size > _HONEST:
        size = max(size, _true_size(content, part))
    if size > LARGEST_PART or (size > 2**20 and size > LARGEST_RATIO * part.compress_size):
        return LARGEST_WHOLE + 1
    return size


def _packed(content: bytes, part: ZipInfo) -> bytes:
    """The stored bytes of a part, found by its local header. Raises BadZipFile."""
    at = part.header_offset
    if content[at : at + 4] != b"PK\x03\x04":
        raise BadZipFile
    start = at + 30 + int.from_bytes(content[at + 26 : at + 28], "little")
    start += int.from_bytes(content[at + 28 : at + 30], "little")
    return content[start : start + part.compress_size]


def unpacked(content: bytes, part: ZipInfo) -> bytes:
    """A part's bytes. Raises BadZipFile, zlib.error."""
    packed = _packed(content, part)
    if part.compress_type == 0:
        return packed
    if part.compress_type != 8:
        raise BadZipFile
    return zlib.decompress(packed, -15, part.file_size + 64)  # check_sizes has seen to its true size


def _true_size(content: bytes, part: ZipInfo) -> int:
    """How much a part unpacks to, counted and not believed; counting ends beyond LARGEST_PART."""
    if part.compress_type != 8:
        return part.compress_size
    unpacking = zlib.decompressobj(-15)
    rest, size = _packed(content, part), 0
    while rest and size <= LARGEST_PART:
        size += len(unpacking.decompress(rest, 2**22))
        rest = unpacking.unconsumed_tail
    return size


def stored(parts: Mapping[str, bytes], sums: Mapping[str, int]) -> bytes:
    """Return a zip of parts without compression, each with the check sum given: a damaged one is still told."""
    body, directory, at = [], [], 0
    for name, part in parts.items():
        coded = name.encode()
        sizes = (sums[name], len(part), len(part), len(coded), 0)
        head = _LOCAL.pack(b"PK\3\4", 20, 0x800, 0, 0, 0x21, *sizes)
        directory.append(_CENTRAL.pack(b"PK\1\2", 20, 20, 0x800, 0, 0, 0x21, *sizes, 0, 0, 0, 0, at) + coded)
        body += [head, coded, part]
        at += len(head) + len(coded) + len(part)
    size = sum(map(len, directory))
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), size, at, 0)
    return b"".join([*body, *directory, end])


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Write the parts as a zip that depends on nothing but them: no clock, no operating system."""
    return zipped(deflated(name, content) for name, content in parts.items())


def repacked(
    content: bytes, parts: Iterable[ZipInfo], changed: Mapping[str, bytes | Iterator[bytes]]
) -> bytes:
    """Return a zip of the same parts, those given by plain name changed, and the others that are given behind them; what
    is not changed stays packed as it was. Raises BadZipFile.
    """
    left = dict(changed)
    made: list[Packed] = []
    for part in parts:
        new = left.pop(plain(part.filename).lstrip("/"), None)
        flag = part.flag_bits & _UTF8
        name, when = part.filename.encode("utf-8" if flag else "cp437"), _moment(part)
        if new is None:
            packed = _packed(content, part)
            made.append(Packed(name, flag, when, part.compress_type, part.CRC, part.file_size, packed))
        else:
            made.append(deflated(part.filename, new)._replace(name=name, flag=flag, when=when))
    made += (deflated(name, new) for name, new in left.items())
    return zipped(made)


class Packed(NamedTuple):
    """A part of a zip as it is packed: its name and flag, when it was changed, how it is packed, and its bytes."""

    name: bytes
    flag: int
    when: tuple[int, int]
    method: int
    check: int
    size: int
    packed: bytes


def deflated(name: str, content: bytes | Iterator[bytes]) -> Packed:
    """Return a part that is packed anew, changed at no time; of a large one only its pieces are held."""
    packing = zlib.compressobj(3, zlib.DEFLATED, -15)  # half the time of 4, and a twentieth more
    packed, check, size = [], 0, 0
    for piece in (content,) if isinstance(content, bytes) else content:
        packed.append(packing.compress(piece))
        check, size = zlib.crc32(piece, check), size + len(piece)
    packed.append(packing.flush())
    flag = 0 if name.isascii() else _UTF8
    return Packed(name.encode(), flag, (0, 0x21), 8, check, size, b"".join(packed))


def _moment(part: ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = part.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def zipped(parts: Iterable[Packed]) -> bytes:
    """Return a zip of packed parts."""
    body, directory, at = [], [], 0
    for part in parts:
        said = (
            part.flag,
            part.method,
            *part.when,
            part.check,
            len(part.packed),
            part.size,
            len(part.name),
            0,
        )
        head = _LOCAL.pack(b"PK\3\4", 20, *said) + part.name
        directory.append(_CENTRAL.pack(b"PK\1\2", 20, 20, *said, 0, 0, 0, 0, at) + part.name)
        body += [head, part.packed]
        at += len(head) + len(part.packed)
    size = sum(map(len, directory))
    return b"".join(
        [*body, *directory, _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), size, at, 0)]
    )
