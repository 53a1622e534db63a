"""What calamine does not tell of an .xls is read from its records; what it would not come back from is refused."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from reportgen.model import FileRefused
from reportgen.workbook import compound, xls
from reportgen.workbook.notes import Notes, Scan

SAMPLE = Path(__file__).parents[2] / "samples/2023/司法所/行政诉讼台账.xls"
BOF, EOF, FILEPASS, CODEPAGE, DATEMODE, DIMENSIONS = 0x809, 0x0A, 0x2F, 0x42, 0x22, 0x200
FORMULA, NUMBER, CHART_SHEET = 0x06, 0x203, 2
WORKBOOK, BOOK = ("Workbook".encode("utf-16-le"), "Book\0\0\0\0".encode("utf-16-le"))


def written(fill: Callable[[Any], object], *more: str, date1904: bool = False) -> bytes:
    """A workbook whose sheet 台账 is filled by xlwt, and empty sheets."""
    book = xlwt.Workbook()
    book.dates_1904 = date1904
    fill(book.add_sheet("台账"))
    for name in more:
        book.add_sheet(name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def record(kind: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack("<HH", kind, len(content)) + content


def handmade(*inside: bytes, before: bytes = b"", sort: int = 0, version: int = 0x600) -> bytes:
    """A workbook whose sheet 台账 holds these records, with `before` among those that stand before the sheets."""
    start = record(BOF, struct.pack("<HH12x", version, 5)) + before
    name = "台账".encode("utf-16-le")
    listed = len(start) + 4 + 8 + len(name) + 4
    sheet = record(0x85, struct.pack("<LBBBB", listed, 0, sort, 2, 1), name)
    end = record(EOF)
    return ole(start + sheet + end + record(BOF, struct.pack("<HH12x", version, 16)) + b"".join(inside) + end)


def ole(stream: bytes) -> bytes:
    out = io.BytesIO()
    XlsDoc().save(out, stream)
    return out.getvalue()


def small(content: bytes) -> bytes:
    """The same compound file with its stream in the mini stream, of which nothing else is there."""
    stream = compound.read(content, "Workbook")
    assert stream
    stream = stream.rstrip(b"\0") + bytes(4)
    sectors = (len(stream) + 511) // 512
    minis = (len(stream) + 63) // 64
    assert minis <= 128, "one sector of the table of the mini stream is enough"

    def entry(name: str, sort: int, first: int, length: int) -> bytes:
        coded = (name + "\0").encode("utf-16-le")
        return coded.ljust(64, b"\0") + struct.pack(
            "<HBBLLL36xLQ", len(coded), sort, 1, 0xFFFFFFFF, 0xFFFFFFFF, 1, first, length
        )

    def chained(count: int) -> list[int]:
        return [*range(1, count), 0xFFFFFFFE]

    after = [(each + 3 if each < 0xFFFFFFFA else each) for each in chained(sectors)]
    table = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *after]
    head = content[:40] + struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0)
    return (
        head
        + struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
        + struct.pack("<128L", *table, *[0xFFFFFFFF] * (128 - len(table)))
        + (entry("Root Entry", 5, 3, minis * 64) + entry("Workbook", 2, 0, len(stream))).ljust(512, b"\0")
        + struct.pack("<128L", *chained(minis), *[0xFFFFFFFF] * (128 - minis))
        + stream.ljust(sectors * 512, b"\0")
    )


def formula(row: int, column: int, result: bytes) -> bytes:
    return record(
        FORMULA, struct.pack("<HHH", row, column, 0), result.ljust(6, b"\0"), b"\xff\xff" + bytes(8)
    )


def notes(content: bytes) -> Notes:
    return xls.scan(content).sheets["台账"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (0x00, "#NULL!"),
        (0x07, "#DIV/0!"),
        (0x0F, "#VALUE!"),
        (0x17, "#REF!"),
        (0x1D, "#NAME?"),
        (0x24, "#NUM!"),
        (0x2A, "#N/A"),
    ],
)
def test_an_error_value_is_seen_whether_typed_or_calculated(code: int, shown: str) -> None:
    typed = written(lambda sheet: sheet.row(300).set_cell_error(5, code))
    assert notes(typed).unread == {(300, 5): shown}
    assert notes(handmade(formula(6, 2, bytes((2, 0, code))))).unread == {(6, 2): shown}


def test_texts_truths_and_empty_texts_are_results() -> None:
    found = notes(handmade(*(formula(row, 0, bytes((sort, 0, 7))) for row, sort in enumerate((0, 1, 3)))))
    assert found == Notes()
    assert notes(written(lambda sheet: sheet.write(0, 0, True))) == Notes()


@pytest.mark.parametrize(
    ("code", "percent"),
    [
        ("0%", True),
        ("0.00%", True),
        ("0.0%;[Red]-0.0%", True),
        ('"约"0%', True),
        ("General", False),
        ('0"%"', False),
        (r"0\%", False),
    ],
)
def test_numbers_are_percentages_by_their_format(code: str, percent: bool) -> None:
    style = xlwt.easyxf(num_format_str=code)

    def fill(sheet: Any) -> None:
        sheet.write(0, 0, "合格率", style)
        for column in range(5):  # one record for several numbers
            sheet.write(1, column, column, style if column % 2 else xlwt.Style.default_style)
        sheet.write(2, 1, 0.123456789, style)
        sheet.write(3, 1, 7, style)

    assert notes(written(fill)).percents == ({(1, 1), (1, 3), (2, 1), (3, 1)} if percent else set())


def test_a_calculated_percentage_is_one() -> None:
    percent = record(0xE0, struct.pack("<HH16x", 0, 9))
    half = record(FORMULA, struct.pack("<HHHd8x", 4, 1, 0, 0.5))
    assert notes(handmade(half, before=percent)).percents == {(4, 1)}
    assert notes(handmade(half)).percents == set()


def test_hidden_rows_and_columns_are_seen() -> None:
    def fill(sheet: Any) -> None:
        for row in range(5):
            sheet.write(row, 0, row)
        sheet.row(3).hidden = True
        for column in (2, 255):
            sheet.col(column).hidden = True

    found = notes(written(fill))
    assert (found.hidden_rows, found.hidden_columns) == ({3}, {2, 255})
    lying = record(0x7D, struct.pack("<HHHHHH", 250, 65535, 0, 0, 1, 0))
    assert notes(handmade(lying)).hidden_columns == set(range(250, 256))


@pytest.mark.parametrize("date1904", [False, True])
def test_the_epoch_is_known(date1904: bool) -> None:
    assert xls.scan(written(lambda _: None, date1904=date1904)).date1904 is date1904


def test_sheets_are_known_by_their_names_and_charts_are_none() -> None:
    assert list(xls.scan(written(lambda _: None, "Sheet2", "a&b")).sheets) == ["台账", "Sheet2", "a&b"]
    assert xls.scan(handmade(sort=CHART_SHEET)).sheets == {}
    inner = record(BOF, bytes(16)) + record(0x205, bytes(6), b"\x07\1") + record(EOF)
    assert notes(handmade(inner, formula(1, 0, b"\2\0\7"))).unread == {(1, 0): "#DIV/0!"}


def test_a_small_stream_and_the_sample_are_read() -> None:
    content = handmade(formula(1, 0, b"\2\0\7"))
    assert xls.scan(small(content)) == xls.scan(content)
    assert xls.scan(SAMPLE.read_bytes()) == Scan({"应诉": Notes()}, date1904=False)


def test_a_large_file_is_read_through_the_second_table() -> None:
    """More than 109 sectors of table: 109 * 128 * 512 bytes."""
    filler = record(0x3C, bytes(8000)) * 1000
    assert notes(handmade(filler, formula(1, 0, b"\2\0\7"))).unread == {(1, 0): "#DIV/0!"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (handmade(record(NUMBER, struct.pack("<HHHd", 65535, 255, 0, 1))), "范围过大"),
        (handmade(record(0xBD, struct.pack("<HH", 65535, 0), bytes(6 * 256), b"\xff\0")), "范围过大"),
        (handmade(record(DIMENSIONS, struct.pack("<LLHHH", 0, 2**32 - 1, 0, 20, 0))), "范围过大"),
        (handmade(record(DIMENSIONS, struct.pack("<LLHHH", 5, 1, 0, 20, 0))), "已损坏"),
        (handmade(b"\x03\x02\xff\xff"), "已损坏"),
        (handmade(before=record(FILEPASS, bytes(6))), "有密码"),
        (handmade(before=record(CODEPAGE, b"\xa8\x03")), "编码认不出来"),
        (handmade(version=0x500).replace(WORKBOOK, BOOK), "很早以前的 Excel 格式"),
        (SAMPLE.read_bytes()[:1500], "已损坏"),
        (SAMPLE.read_bytes()[:300], "已损坏"),
    ],
)
def test_what_calamine_would_misread_or_not_survive_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        xls.scan(content)


@pytest.mark.parametrize("entry", [0, 3, 0x7FFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF])
def test_a_chain_that_loops_or_leads_out_of_the_file_is_refused(entry: int) -> None:
    content = bytearray(SAMPLE.read_bytes())
    table = 512 * (1 + struct.unpack_from("<L", content, 76)[0])
    struct.pack_into("<L", content, table + 4 * 3, entry)
    with pytest.raises(FileRefused, match="已损坏"):
        xls.scan(bytes(content))


@pytest.mark.parametrize("at", [40, 44, 64, 68, 72, 80])
def test_a_header_that_lies_is_refused(at: int) -> None:
    content = bytearray(SAMPLE.read_bytes())
    struct.pack_into("<L", content, at, 0x7FFFFFFF)
    with pytest.raises(FileRefused, match="已损坏"):
        xls.scan(bytes(content))


def test_a_file_without_a_workbook_in_it_is_left_to_the_reader() -> None:
    content = SAMPLE.read_bytes().replace(WORKBOOK, WORKBOOK[::-1])
    assert xls.scan(content) == Scan(date1904=None)


def test_whatever_is_damaged_it_is_read_or_refused_and_soon() -> None:
    """Bytes, numbers and lengths overwritten, sectors exchanged, ends cut off."""
    chance = random.Random(1)

    def fill(sheet: Any) -> None:
        for row in range(100):
            for column in range(8):
                sheet.write(row, column, row * column / 100, xlwt.easyxf(num_format_str="0%"))

    contents = [SAMPLE.read_bytes(), written(fill), small(handmade(formula(1, 0, b"\2\0\7"))), handmade()]
    began = time.perf_counter()
    outcomes = {"read": 0, "refused": 0}
    for turn in range(300):
        content = bytearray(contents[turn % len(contents)])
        for _ in range(chance.randint(1, 8)):
            at = chance.choice((chance.randrange(512), chance.randrange(len(content)))) & ~1
            value = chance.choice((0, 1, 0xFE, 0xFF, 0xFFFF, 0xFFFFFFFE, 0xFFFFFFFF, chance.randrange(2**32)))
            struct.pack_into("<L", content, min(at, len(content) - 4), value)
        if turn % 10 == 0:
            del content[chance.randrange(len(content)) :]
        if turn % 7 == 0 and len(content) > 2048:
            one, other = (512 * chance.randrange(len(content) // 512) for _ in range(2))
            content[one : one + 512], content[other : other + 512] = (
                content[other : other + 512],
                content[one : one + 512],
            )
        try:
            xls.scan(bytes(content))
            outcomes["read"] += 1
        except FileRefused:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 30, outcomes
    assert time.perf_counter() - began < 10


def test_an_error_value_in_an_xlsb_is_refused() -> None:
    def zipped(sheet: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("xl/worksheets/sheet1.bin", sheet)
        return out.getvalue()

    with pytest.raises(FileRefused, match="有错误值"):
        xls.scan_xlsb(zipped(b"\x05\x02ab\x81\x01\x00\x03\x01\x17"))
    assert xls.scan_xlsb(zipped(b"\x05\x02\x03\x0b\x81\x01\x00")) == Scan(date1904=None)
    with pytest.raises(FileRefused, match="已损坏"):
        xls.scan_xlsb(b"PK\x03\x04")
