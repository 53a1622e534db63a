"""What a file is, is told by its bytes; what is no workbook is refused in a sentence that says what to do."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineError, PasswordError, XmlError, ZipError

from reportgen.model import FileRefused, Sheet
from reportgen.workbook import read as workbook
from reportgen.workbook.read import Dangerous, format_of, read
from reportgen.workbook.zipped import LARGEST_PART
from tests.make.cases_files import ods
from tests.make.cases_files import pack as packed
from tests.trials.damage_sources import sources
from tests.workbook.handmade import compound, entry, handmade, small, stream, text

CASES = Path(__file__).parents[1] / "cases"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = "案号 | 立案日期\n罚字1号 | d:2023-03-01"


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["案号", 1, 0.5, True, date(2023, 3, 15)])
    book.create_sheet("藏").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(*names: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, content)
    return out.getvalue()


def named(*streams: str) -> bytes:
    """What looks like a compound file with these names in it, and is no more than that."""
    return OLE + bytes(600) + b"".join(each.encode("utf-16-le") + b"\0\0" for each in streams)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (xlsx(), "xlsx"),
        (ods({"表": TABLE}), "ods"),
        (handmade(), "xls"),
        (named("Workbook"), "xls"),
        (named("WORKBOOK"), "xls"),
        (named("book"), "xls"),
        (zipped("xl/workbook.bin"), "xlsb"),
        (zipped("content.xml", "META-INF/manifest.xml"), "ods"),
        (zipped("[Content_Types].xml"), "xlsx"),
        (zipped("xl\\workbook.xml"), "xlsx"),
        (zipped("XL/Workbook.xml"), "xlsx"),
        (zipped("xl/workbook.xml", "xl/embeddings/a.bin", content=zipped("xl/workbook.bin")), "xlsx"),
        (
            packed(
                {
                    "[Content_Types].xml": b"",
                    "_rels/.rels": b'<R><Relationship Type="http://a/officeDocument" Target="/main.bin"/></R>',
                    "main.bin": b"",
                }
            ),
            "xlsb",
        ),
        (b"\xef\xbb\xbfa,b\n1,2", "csv"),
        ("a,b".encode("utf-16"), "csv"),
    ],
)
def test_a_workbook_is_known_by_its_bytes(content: bytes, kind: str) -> None:
    assert format_of(content) == kind


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00", "很早以前的 Excel 格式"),
        (b"\x09\x02\x06\x00\x00\x00\x10\x00", "很早以前的 Excel 格式"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "很早以前的 Excel 格式"),
        (b"\x09\x08\x08\x00\x00\x00\x10\x00", "很早以前的 Excel 格式"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "很早以前的 Excel 格式"),
        (b"\x09\x08\x10\x01" + bytes(9), "这不是 Excel 工作簿"),
        (b"<?xml version='1.0'?><W xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", "XML 表格"),
        (b"\r\n <HTML><table>", "改了后缀的网页"),
        (b"<table><tr><td>", "改了后缀的网页"),
        (b"MIME-Version: 1.0\n", "改了后缀的网页"),
        (b"Rar!\x1a\x07", "这是压缩包；请解压"),
        (b"7z\xbc\xaf\x27\x1c", "这是压缩包；请解压"),
        (b"%PDF-1.7", "这不是 Excel 工作簿"),
        (b"{}", "这不是 Excel 工作簿"),
        (b"<svg>", "这不是 Excel 工作簿"),
        (bytes(9), "这不是 Excel 工作簿"),
        (zipped("甲.xlsx"), "这是压缩包，不是工作簿"),
        (zipped("word/document.xml"), "这是 Word 文档"),
        (zipped("word/document.xml", content=zipped("xl/workbook.xml")), "这是 Word 文档"),
        (zipped("ppt/presentation.xml", content=zipped("xl/workbook.xml")), "这是演示文稿"),
        (b"PK\x03\x04", "文件已损坏"),
        (
            zipped(
                "mimetype", content=b"application/vnd.oasis.opendocument.spreadsheet manifest:encryption-data"
            ),
            "文件有密码",
        ),
        (named("EncryptedPackage"), "文件有密码"),
        (named("WordDocument"), "这是 Word 文档"),
        (named("PowerPoint Document"), "这是演示文稿"),
        (named("ET"), "WPS 的 .et 文件"),
    ],
)
def test_what_is_no_workbook_is_told(content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        format_of(content)


@pytest.mark.parametrize(
    ("document", "sentence"), [("WordDocument", "这是 Word 文档"), ("PowerPoint Document", "这是演示文稿")]
)
def test_a_document_with_a_workbook_inside_of_it_is_none(document: str, sentence: str) -> None:
    inner = stream(text(0, 0, "内"))

    def holding(outer: str, inside: str) -> bytes:
        entries = [
            entry("Root Entry", 5, 3, len(inner), (-1, -1, 1)),
            entry("ObjectPool", 1, links=(-1, 3, 2)),
            entry(inside, 2, 0, len(inner)),
            entry(outer, 2, 0, len(inner)),
        ]
        return compound(entries, inner, [*range(1, (len(inner) + 63) // 64), 0xFFFFFFFE])

    with pytest.raises(FileRefused, match=sentence):
        format_of(holding(document, "Workbook"))
    assert format_of(holding("Workbook", document)) == "xls"
    assert [each.rows for each in read(holding("Workbook", document))] == [[["内"]]]


def test_a_damaged_file_that_names_a_workbook_is_told_when_it_is_read() -> None:
    for content in (named("Workbook"), named("Workbook", "WordDocument")):
        assert format_of(content) == "xls"
        with pytest.raises(FileRefused, match="已损坏"):
            list(read(content))


def test_a_compound_file_of_something_else_is_told_when_it_is_read() -> None:
    inside = stream()
    other = small(inside).replace("Workbook".encode("utf-16-le"), "Waterbed".encode("utf-16-le"))
    with pytest.raises(FileRefused, match=r"不是 Excel 工作簿（如 WPS 的 \.et 文件）"):
        list(read(other + "Workbook".encode("utf-16-le") + bytes(2)))


def test_the_sheets_of_each_format_are_the_same() -> None:
    found: dict[str, dict[str, list[Sheet]]] = {}
    for each in sources():
        found.setdefault(each.stem, {})[each.format] = list(read(each.content, alone=True))
    compared = 0
    for formats in found.values():
        for kind in {"xls", "ods"} & set(formats):
            for one, other in zip(formats["xlsx"], formats[kind], strict=True):
                assert (one.name, one.rows) == (other.name, other.rows)
                compared += 1
    assert compared > 10


@pytest.mark.parametrize("kind", ["xlsx", "xls", "csv", "ods", "xlsb"])
def test_every_format_is_read_in_this_process(kind: str) -> None:
    content = next(each.content for each in sources() if each.format == kind)
    assert list(read(content)) == list(read(content, alone=True))


def test_only_what_may_end_the_process_is_for_a_worker() -> None:
    source = next(each for each in sources() if "xl/sharedStrings.xml" in each.parts)
    texts = source.parts["xl/sharedStrings.xml"]
    promising = {"xl/sharedStrings.xml": re.sub(rb'ount="\d+"', b'ount="4000000000"', texts)}
    assert list(read(source.changed(promising))), "whoever makes no room for them does not mind"
    (sheet,) = (each for each in source.parts if each.endswith("sheet1.xml"))
    odd = {sheet: source.parts[sheet].replace(b"<row", b"\n<row")}
    with pytest.raises(Dangerous):
        list(read(source.changed({**promising, **odd})))


def test_what_calamine_gives_of_an_xlsx_is_a_sheet() -> None:
    first, second = read(xlsx())
    assert first.rows == [["案号", 1.0, 0.5, True, date(2023, 3, 15)]]
    assert (first.hidden, second.hidden, second.name) == (False, True, "藏")


@pytest.mark.parametrize("before", [4095, 4096])
def test_a_byte_that_no_text_has_is_looked_for_in_its_first_part_only(before: int) -> None:
    content = b"a," * 2047 + b"b" * (before - 4094) + b"\0,1\n"
    if before < 4096:
        with pytest.raises(FileRefused, match="这不是 Excel 工作簿"):
            format_of(content)
    else:
        assert format_of(content) == "csv"


def test_a_damaged_xlsx_is_told_and_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    parts, out = zipfile.ZipFile(io.BytesIO(xlsx())), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in parts.namelist():
            target.writestr(name, parts.read(name).replace(b"<sheetData>", b"<sheetData><row r='x'>"))
    with pytest.raises(FileRefused):
        list(read(out.getvalue()))
    assert capfd.readouterr() == ("", "")


# text


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("案号,结果\n1,维持".encode(), [["案号", "结果"], ["1", "维持"]]),
        ("案号;结果\r\n1;维持".encode("gb18030"), [["案号", "结果"], ["1", "维持"]]),
        ("案号\t结果\n1\t维持".encode("utf-16"), [["案号", "结果"], ["1", "维持"]]),
        ("案号,1\n".encode("utf-16-le"), [["案号", "1"]]),
        ("案号,1\n".encode("utf-16-be"), [["案号", "1"]]),
        ('甲,"乙,\n丙"\n丁'.encode("utf-8-sig"), [["甲", "乙,\n丙"], ["丁", ""]]),
        ('="0012",甲"乙"'.encode(), [['="0012"', '甲"乙"']]),
    ],
)
def test_a_csv_is_a_sheet_of_texts(content: bytes, rows: list[list[str]]) -> None:
    (sheet,) = read(content)
    assert (sheet.name, sheet.rows) == ("CSV", rows)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\x01", "这不是 Excel 工作簿"),
        ("一段话".encode(), "这是一段文字"),
        (b"a,\xff\xff\xff", "编码认不出来"),
        (b'a,"' + b"x" * (2**22 + 1), "不成对"),
        ('甲,乙\n1,"丙,2\n3,丁\n'.encode(), "第2行起的引号或分隔符不成对"),  # to the end one cell
        ('甲,乙\n1,"丙,2\n3,"丁"\n'.encode(), "第2行起的引号或分隔符不成对"),  # a row within a cell
        (b"," * 3000 + b"\n" * 3000, "范围过大"),
    ],
)
def test_a_text_that_is_no_table_is_told(content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        list(read(content))


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b'a,"' + b"x" * (2**22 + 1)])
def test_reading_a_csv_leaves_the_module_for_others_as_it_was(content: bytes) -> None:
    before = csv.field_size_limit()
    with suppress(FileRefused):
        list(read(content))
    assert csv.field_size_limit() == before


def test_a_csv_may_be_as_large_as_a_quarter_of_a_part_and_no_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workbook.LARGEST_PART == LARGEST_PART
    monkeypatch.setattr(workbook, "LARGEST_PART", 44)
    assert [each.rows for each in read(b"a,b\n1,2345\n")] == [[["a", "b"], ["1", "2345"]]]  # 11 bytes
    with pytest.raises(FileRefused, match="文件过大，不像是报表"):
        list(read(b"a,b\n1,23456\n"))


class PanicException(BaseException):
    """What calamine raises where it gives up, which is no Exception."""


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        *((kind("x"), "已损坏") for kind in (CalamineError, ZipError, XmlError, PanicException)),
        *((kind("x"), "已损坏") for kind in (OSError, OverflowError, ValueError, MemoryError)),
        (PasswordError("x"), "有密码"),
        (FileRefused("范围过大"), "范围过大"),
    ],
)
def test_whatever_calamine_raises_the_file_is_refused(raised: BaseException, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence), workbook._calamine():
        raise raised


@pytest.mark.parametrize("raised", [KeyboardInterrupt, AttributeError])
def test_what_is_no_fault_of_the_file_is_not_taken_for_one(raised: type[BaseException]) -> None:
    with pytest.raises(raised), workbook._calamine():
        raise raised


def test_a_process_without_a_place_for_errors_reads_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(number: int) -> int:
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr(os, "dup", closed)
    with workbook._quiet_stderr():
        pass
