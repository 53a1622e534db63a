"""A workbook file -> its sheets as cells. The only module that knows calamine."""

from __future__ import annotations

import csv
import functools
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO, StringIO
from itertools import islice
from typing import Literal

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from reportgen.model import Cell, FileRefused, Sheet
from reportgen.workbook import plain_xlsx
from reportgen.workbook.notes import CELL_PICTURE, LOCKED, SAVE_AS, Notes, Scan, Unusual, check_box
from reportgen.workbook.zipped import LARGEST_PART, UNREADABLE

Format = Literal["xlsx", "xlsb", "ods", "xls", "csv"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# how files of Excel 2 to 5 begin that are no compound files, and those of programs that write such ones to this day
_OLDEST = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
_DAMAGED = f"文件已损坏或不是工作簿；{SAVE_AS}"
_WIDEST_CELL = 2**22  # characters of a csv cell


class Dangerous(Exception):
    """A file that no guard can see into, or that takes long: reading it may end the process, and is for one that may end."""


def format_of(content: bytes) -> Format:
    """Tell by its bytes what kind of workbook a file is. Raises FileRefused for what is none."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content:
        raise FileRefused("文件是空的（0 字节）；请让部门重新发送")
    if content[:2] == b"PK":
        return _zipped_format(content)
    if content[:8] == _OLE:
        return _ole_format(content)
    if content[:4] in _OLDEST:
        raise FileRefused(f"这是很早以前的 Excel 格式；{SAVE_AS}")
    if head[:1] == b"<" and b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise FileRefused(f"这是“XML 表格”，不是工作簿；{SAVE_AS}")
    if (head[:1] == b"<" and b"<html" in head) or head[:6] == b"<table" or head[:13] == b"mime-version:":
        raise FileRefused(f"这是改了后缀的网页，不是工作簿；{SAVE_AS}")
    if content[:4] in (b"Rar!", b"7z\xbc\xaf"):
        raise FileRefused("这是压缩包；请解压后把里面的表放进来件夹，或改压成 .zip")
    if head[:1] in (b"%", b"<", b"{") or (b"\0" in content[:4096] and not _wide_encoding(content)):
        raise FileRefused("这不是 Excel 工作簿；请用 Excel 或 WPS 另存为 .xlsx")
    return "csv"


def read(content: bytes, *, alone: bool = False) -> Iterator[Sheet]:
    """Yield the worksheets of a workbook given as bytes, whatever the suffix of its file was.

    `alone` says that the process may end with the file; without it, what no guard can see into raises Dangerous.
    Raises FileRefused.
    """
    kind = format_of(content)
    if kind == "csv":
        yield _text_sheet(content)
        return
    if kind != "xlsx":
        yield from _READERS[kind](content, alone)
        return
    done = 0
    try:
        for sheet in plain_xlsx.sheets(content):
            yield sheet
            done += 1
        return
    except Unusual:
        from reportgen.workbook import xlsx  # hardly a workbook comes to this

        scan = xlsx.scan(content)
    if not (scan.trusted or alone):
        raise Dangerous
    yield from islice(_sheets(scan.package, scan), done, None)


def _xls_sheets(content: bytes, alone: bool) -> Iterator[Sheet]:
    from reportgen.workbook import xls

    try:
        yield from xls.sheets(content)
    except xls.NoWorkbook:
        raise FileRefused(_other_ole(content)) from None


def _ods_sheets(content: bytes, alone: bool) -> Iterator[Sheet]:
    from reportgen.workbook import ods

    if not alone and ods.is_heavy(content):
        raise Dangerous
    return ods.sheets(content)


def _xlsb_sheets(content: bytes, alone: bool) -> Iterator[Sheet]:
    from reportgen.workbook import xlsb

    return xlsb.sheets(content)


_READERS: Mapping[str, Callable[[bytes, bool], Iterator[Sheet]]] = {
    "xls": _xls_sheets,
    "xlsb": _xlsb_sheets,
    "ods": _ods_sheets,
}


def _sheets(content: bytes, scan: Scan) -> Iterator[Sheet]:
    none = Notes()
    with _calamine():
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        worksheets = [each for each in workbook.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
    for metadata in worksheets:
        with _calamine():
            sheet = workbook.get_sheet_by_name(metadata.name)
            check_box(sheet.total_height, sheet.total_width)
            rows, merged = sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges
        notes = scan.sheets.get(metadata.name, none)
        for row, column in [at for at, seen in notes.unread.items() if seen == CELL_PICTURE]:
            rows[row][column] = ""
        yield Sheet(
            metadata.name,
            rows,
            merged or notes.merged,
            metadata.visible is not SheetVisibleEnum.Visible,
            notes.unread,
            notes.percents,
            scan.date1904,
            notes.hidden_rows,
            notes.hidden_columns,
            notes.struck,
            notes.unseen,
            notes.printed,
            holds=notes.holds,
            formulas=notes.formulas,
            comments=notes.comments,
        )
    for name, holds in scan.others.items():
        yield Sheet(name, [], holds=holds)


@contextmanager
def _calamine() -> Iterator[None]:
    """Turn what calamine raises into FileRefused; what it prints on stderr when it panics is not for clerks."""
    with _quiet_stderr():
        try:
            yield
        except FileRefused:
            raise
        except PasswordError:
            raise FileRefused(LOCKED) from None
        except (CalamineError, OSError, OverflowError, ValueError, MemoryError):
            raise FileRefused(_DAMAGED) from None
        except BaseException as error:  # calamine's own panics are no Exception
            if type(error).__name__ != "PanicException":
                raise
            raise FileRefused(_DAMAGED) from None


@functools.cache
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    try:
        kept = os.dup(2)
    except OSError:  # there is none
        yield
        return
    os.dup2(_nowhere(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _zipped_format(content: bytes) -> Format:
    names, kind = _directory(content), content[:200]
    if b"application/vnd.oasis.opendocument.spreadsheet" in kind:
        if b"manifest:encryption-data" in content:
            raise FileRefused(LOCKED)
        return "ods"
    if b"word/document.xml" in names or b"opendocument.text" in kind:
        raise FileRefused("这是 Word 文档，不是工作簿；请把里面的表复制到 Excel 里另存为 .xlsx")
    if b"ppt/presentation.xml" in names or b"opendocument.presentation" in kind:
        raise FileRefused("这是演示文稿，不是工作簿；请把里面的表复制到 Excel 里另存为 .xlsx")
    if b"xl/workbook.bin" in names:
        return "xlsb"
    if b"xl/workbook.xml" in names or b"xl\\workbook.xml" in names:
        return "xlsx"
    if b"content.xml" in names and b"meta-inf/manifest.xml" in names:
        return "ods"
    if b"[content_types].xml" in names:
        return _packaged_format(content)
    if content[:4] == b"PK\x03\x04" and b"PK\x01\x02" in content:
        raise FileRefused("这是压缩包，不是工作簿；请把后缀改回 .zip，或解压后放进来件夹")
    raise FileRefused(_DAMAGED)


def _directory(content: bytes) -> bytes:
    """The part of a zip that names its parts, in small letters; all of it where that is not to be found."""
    end = content.rfind(b"PK\5\6")
    start = int.from_bytes(content[end + 16 : end + 20], "little")
    is_there = end > 0 and content[start : start + 4] == b"PK\1\2"
    return (content[start:end] if is_there else content).lower()


def _packaged_format(content: bytes) -> Format:
    """What a package is whose main part does not lie where Excel puts it."""
    from reportgen.workbook.parts import open_package

    try:
        main = open_package(content).main()
    except (FileRefused, *UNREADABLE):
        return "xlsx"  # reading it will say so
    return "xlsb" if main.lower().endswith(".bin") else "xlsx"


def _ole_format(content: bytes) -> Format:
    if _holds(content, "EncryptedPackage"):
        raise FileRefused(LOCKED)
    if _holds(content, "Workbook", "Book") and _is_workbook(content):
        return "xls"
    raise FileRefused(_other_ole(content))


def _is_workbook(content: bytes) -> bool:
    """Whether a compound file with a workbook somewhere in it is one, and not a document with one inside of it."""
    if not _holds(content, "WordDocument", "PowerPoint Document"):
        return True
    from reportgen.workbook import xls

    try:
        return xls.holds_workbook(content)
    except FileRefused:
        return True  # reading it will say so


def _other_ole(content: bytes) -> str:
    """What a compound file is that is no workbook, as a Chinese sentence."""
    if _holds(content, "WordDocument"):
        return "这是 Word 文档，不是工作簿；请把里面的表复制到 Excel 里另存为 .xlsx"
    if _holds(content, "PowerPoint Document"):
        return "这是演示文稿，不是工作簿；请把里面的表复制到 Excel 里另存为 .xlsx"
    return "文件已损坏，或者不是 Excel 工作簿（如 WPS 的 .et 文件）；请用 WPS 打开后另存为 .xlsx"


def _holds(content: bytes, *streams: str) -> bool:
    """Whether the name of one of the streams stands in a compound file, in whatever letter case."""
    lower = content.lower()
    return any(each.lower().encode("utf-16-le") + b"\0\0" in lower for each in streams)


def _text_sheet(content: bytes) -> Sheet:
    """A csv as a sheet of texts: UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs. Raises FileRefused."""
    if len(content) > LARGEST_PART // 4:
        raise FileRefused("文件过大，不像是报表；请删去多余的行后另存为 .xlsx")
    text = _decoded(content)
    if re.search("[\x00-\x08\x0e-\x1f]", text[:10_000]):
        raise FileRefused("这不是 Excel 工作簿；请用 Excel 或 WPS 另存为 .xlsx")
    first = "\n".join(islice(text.splitlines(), 20))
    delimiter = max(",;\t", key=first.count)
    if delimiter not in first:
        raise FileRefused("这是一段文字，不是工作簿；请把里面的表复制到 Excel 里另存为 .xlsx")
    previous = csv.field_size_limit(_WIDEST_CELL)
    rows: list[list[Cell]] = []
    width = 0
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(list(row))
            width = max(width, len(row))
            check_box(len(rows), width)
    except csv.Error:
        raise FileRefused(f"第{len(rows) + 1}行起的引号或分隔符不成对，读不下去；{SAVE_AS}") from None
    finally:
        csv.field_size_limit(previous)
    return Sheet("CSV", [row + [""] * (width - len(row)) for row in rows])


def _decoded(content: bytes) -> str:
    wide = _wide_encoding(content)
    for encoding in [wide] if wide else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("文字的编码认不出来；请用 Excel 或 WPS 打开后另存为 .xlsx")


def _wide_encoding(content: bytes) -> str:
    """UTF-16, by its mark, or where there is none by the zeros beside commas, digits and line ends; empty for others."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    zeros = [content[first:4096:2].count(0) for first in (0, 1)]
    if len(content) % 2 or min(zeros):
        return ""
    return "utf-16-be" if zeros[0] else "utf-16-le" if zeros[1] else ""
