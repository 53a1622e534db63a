"""A zip archive -> the files in it, read in memory: nothing is unpacked to disk, and no path leaves the archive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from zipfile import ZipFile, ZipInfo

from reportgen.model import FileRefused
from reportgen.workbook.zipped import LARGEST_PART, LARGEST_WHOLE, UNREADABLE

MOST_FILES = 5_000
_UTF8 = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its number there, its path, and why it is not read where it must not be."""

    number: int
    path: str
    refused: str = ""


def names(archive: Path) -> list[str]:
    """Return the names of the entries of an archive, as they are written there. Raises FileRefused."""
    return _open(archive).namelist()


def members(archive: Path) -> list[Member]:
    """Return the files in an archive. Raises FileRefused."""
    parts = _open(archive).infolist()
    files = [(number, part) for number, part in enumerate(parts) if not part.is_dir()]
    if len(files) > MOST_FILES or sum(part.file_size for _, part in files) > LARGEST_WHOLE:
        raise FileRefused("压缩包里的文件太多或太大；请解压后把里面的表放进来件夹")
    if any(part.flag_bits & _ENCRYPTED for _, part in files):
        raise FileRefused("压缩包有密码，打不开；请取消密码后重新压缩")
    return [Member(number, *_path(part)) for number, part in files]


def read(archive: Path, number: int) -> bytes:
    """Return the bytes of a file in an archive. Raises FileRefused."""
    package = _open(archive)
    part = package.infolist()[number]
    if part.file_size > LARGEST_PART:
        raise FileRefused("解压后过大，不像是报表")
    try:
        with package.open(part) as unpacked:
            return unpacked.read(LARGEST_PART)
    except UNREADABLE:
        raise FileRefused("在压缩包里已损坏；请让部门重新压缩发送") from None


def _open(archive: Path) -> ZipFile:
    try:
        stamp = archive.stat()
        return _opened(archive, stamp.st_mtime_ns, stamp.st_size)
    except UNREADABLE:
        raise FileRefused("压缩包已损坏，打不开；请让部门重新发送") from None


@lru_cache(maxsize=1)
def _opened(archive: Path, changed: int, size: int) -> ZipFile:
    from io import BytesIO

    return ZipFile(BytesIO(archive.read_bytes()))


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _path(part: ZipInfo) -> tuple[str, str]:
    """A file's path, and why it must not be read. Names without the UTF-8 mark are GB18030, as Windows writes them."""
    name = part.orig_filename
    if not part.flag_bits & _UTF8:
        raw = name.encode("cp437", errors="replace")
        said = [text for text in (_decoded(raw, "utf-8"), _decoded(raw, "gb18030")) if text]
        # 目录 in GBK is Ŀ¼ in UTF-8: a name that is both is the one in Chinese
        name = next(
            (text for text in said if any("\u3400" <= char <= "\u9fff" for char in text)),
            said[0] if said else name,
        )
    name = name.replace("\\", "/").replace("\0", "")
    parts = [each for each in PurePosixPath(name).parts if each.strip("/") not in ("", ".")]
    outside = name.startswith("/") or ".." in parts or any(":" in each for each in parts)
    path = "/".join("_" if each == ".." else each.replace(":", "_") for each in parts)
    if outside:
        return path, "在压缩包里的路径指向包外，没有读；请让部门重新压缩发送"
    if S_ISLNK(part.external_attr >> 16):
        return path, "在压缩包里只是一个链接；请把文件本身压进去"
    if path.lower().endswith((".zip", ".rar", ".7z")):
        return path, "压缩包里还有压缩包，没有读；请解压后把里面的表放进来件夹"
    return path, ""
