"""An .xls is read by xlrd, cell by cell as calamine reads it; what xlrd would not come back from is refused."""

from __future__ import annotations

import gc
import inspect
import io
import random
import struct
import sys
import time
import weakref
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

import pytest
import xlrd
import xlwt
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
from xlrd.compdoc import CompDocError

from reportgen.model import FileRefused, Sheet
from reportgen.workbook import notes, xls
from tests.trials.damage_sources import sources
from tests.workbook.handmade import (
    BOF,
    CODEPAGE,
    DIMENSIONS,
    EOF,
    FILEPASS,
    FORMULA,
    NUMBER,
    STRING,
    WORKBOOK,
    compound,
    entry,
    formula,
    handmade,
    record,
    renamed,
    small,
    stream,
    text,
)  # fmt: skip

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples/2023/司法所/行政诉讼台账.xls"
CHART_SHEET = 2


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


def sheet(content: bytes) -> Sheet:
    (only,) = xls.sheets(content)
    return only


# values


def read_by_calamine(content: bytes) -> list[tuple[str, list[list[Any]], list[Any], bool]]:
    """Of each worksheet the name, the cells, the merged ranges, and whether it is hidden."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = []
    for each in book.sheets_metadata:
        if each.typ is SheetTypeEnum.WorkSheet:
            one = book.get_sheet_by_name(each.name)
            hidden = each.visible is not SheetVisibleEnum.Visible
            rows = one.to_python(skip_empty_area=False)
            found.append((each.name, rows, sorted(one.merged_cell_ranges or ()), hidden))
    return found


def of_every_kind() -> bytes:
    """A workbook with numbers, texts, days, times, truths, percentages and blanks in it, formatted and merged."""
    formats = (
        "General", "0", "0.00", "0.0%", "#,##0", "@", "yyyy-mm-dd", "yyyy/m/d h:mm", "h:mm:ss", "[h]:mm:ss", "mm:ss.0",
        'yyyy"年"m"月"d"日"', "[$-804]aaaa;@", '[DBNum1][$-804]yyyy"年"m"月"', "[Red]0.00", '0"d"', "G/通用格式",
        '上午/下午h"时"mm"分"', '"y"0', "m/d/yy", r"0\m", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    )  # fmt: skip
    numbers = (0, 1, 59, 60, 61, 0.5, 45000, 45000.5, 45000.99999, 2958465, 2958466, 3e6, 1.5, 0.1, 12.34)

    def fill(sheet: Any) -> None:
        for row, code in enumerate(formats):
            style = xlwt.easyxf(num_format_str=code)
            for column, number in enumerate(numbers):
                sheet.write(row + 2, column + 1, number, style)
            sheet.write(row + 2, 30, f"文字{row}", style)
            sheet.write(row + 2, 31, bool(row % 2), style)
            sheet.write(row + 2, 33, None, style)
        sheet.write_merge(0, 0, 0, 40, "标题")
        sheet.write_merge(3, 5, 34, 35, "合并")
        sheet.write_merge(60, 61, 0, 50, "")
        for column, number in enumerate((2**29, 2**31, -1, 1e-9, 123456789012345678)):
            sheet.write(29, column, number)
        sheet.write(30, 4, xlwt.Formula("1+1"))

    return written(fill, "空表", "a&b")


# whose values calamine gets wrong: it believes a code page, passes over old formulas, and takes the first Workbook
WRONG = ("xls-code-page", "xls-formulas-of-old", "xls-in-xls")
FILES = {
    str(file.relative_to(ROOT)): file
    for folder in ("samples", "tests/cases")
    for file in (ROOT / folder).rglob("*.xls")
    if file.parent.name not in WRONG
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_xlrd_and_calamine_agree_on_every_cell(name: str) -> None:
    content = FILES[name].read_bytes()
    if content[:4] == b"\xd0\xcf\x11\xe0" and xls.holds_workbook(content):
        agree(content)


def test_xlrd_and_calamine_agree_on_every_kind_of_cell() -> None:
    agree(of_every_kind())


@pytest.mark.parametrize(
    "each", [each for each in sources() if each.format == "xls"], ids=lambda each: each.stem
)
def test_xlrd_and_calamine_agree_on_what_the_trials_write(each: Any) -> None:
    agree(each.content)


def agree(content: bytes) -> None:
    ours = [(each.name, each.rows, sorted(each.merged), each.hidden) for each in xls.sheets(content)]
    theirs = read_by_calamine(content)
    assert ours == theirs
    for (_, one, *_), (_, other, *_) in zip(ours, theirs, strict=True):
        for mine, yours in zip(one, other, strict=True):  # calamine makes an integer of some numbers
            kinds = [type(cell) if type(cell) is not int else float for cell in yours]
            assert [type(cell) for cell in mine] == kinds


@pytest.mark.parametrize(
    ("code", "number", "cell"),
    [
        ("yyyy-mm-dd", 45000, date(2023, 3, 15)),
        ("yyyy-mm-dd", 45000.5, datetime(2023, 3, 15, 12)),
        ("h:mm", 0.25, clock(6)),
        ("[h]:mm", 1.25, timedelta(hours=30)),
        ("yyyy-mm-dd", 2958466, 2958466.0),
        ("yyyy-mm-dd", -1, -1.0),  # calamine says midnight
        ("[h]:mm", 1e300, 1e300),  # and does not come back from this
        ("General", 7, 7.0),
    ],
)
def test_days_times_and_durations_are_told_by_the_format(code: str, number: float, cell: object) -> None:
    read = sheet(written(lambda one: one.write(0, 0, number, xlwt.easyxf(num_format_str=code)))).rows[0][0]
    assert (read, type(read)) == (cell, type(cell))


@pytest.mark.parametrize("number", [14, 22, 27, 31, 36, 45, 50, 57, 58])
def test_days_in_formats_that_only_chinese_excel_knows_are_days(number: int) -> None:
    """A file names them by their number alone."""
    shown = record(0xE0, struct.pack("<HH16x", 0, number))
    day = record(NUMBER, struct.pack("<HHHd", 0, 0, 0, 45000))
    assert sheet(handmade(day, before=shown)).rows == [[date(2023, 3, 15)]]


def test_days_from_1904_are_days() -> None:
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    content = written(lambda one: one.write(0, 0, date(2023, 3, 15), style), date1904=True)
    assert sheet(content).rows == [[date(2023, 3, 15)]]
    assert sheet(content).date1904 is True
    agree(content)


# what the values do not tell


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
        (0x2B, "#GETTING_DATA"),
        (0x77, "错误值"),
    ],
)
def test_an_error_value_is_seen_whether_typed_or_calculated(code: int, shown: str) -> None:
    typed = sheet(handmade(record(0x205, struct.pack("<HHHBB", 300, 5, 0, code, 1))))
    assert (typed.unread, typed.rows[300][5]) == ({(300, 5): shown}, "")
    calculated = sheet(handmade(formula(6, 2, bytes((2, 0, code)))))
    assert (calculated.unread, calculated.rows[6][2]) == ({(6, 2): shown}, "")


@pytest.mark.parametrize("kind", [0x06, 0x206, 0x406])
def test_texts_truths_and_empty_texts_are_results(kind: int) -> None:
    said = record(STRING, struct.pack("<HB", 2, 1), "维持".encode("utf-16-le"))
    results = [formula(0, 0, b"\0") + said, formula(1, 0, b"\1\0\1"), formula(2, 0, b"\3")]
    number = record(FORMULA, struct.pack("<HHHd8x", 3, 0, 0, 0.5))
    changed = [struct.pack("<H", kind) + each[2:] for each in (*results, number)]
    found = sheet(handmade(*changed))
    assert (found.rows, found.unread) == ([["维持"], [True], [""], [0.5]], {})
    assert sheet(written(lambda one: one.write(0, 0, True))).rows == [[True]]


def test_a_formula_whose_text_is_not_there_is_told() -> None:
    found = sheet(handmade(formula(0, 0, b"\0"), text(1, 0, "下"), formula(2, 0, b"\0")))
    assert found.unread == {(0, 0): "没有算出结果的公式", (2, 0): "没有算出结果的公式"}
    assert found.rows == [[""], ["下"], [""]]


def test_a_text_may_stand_behind_what_several_formulas_share() -> None:
    shared = record(0x4BC, struct.pack("<HHBBxBH", 0, 0, 0, 0, 1, 0))
    said = record(STRING, struct.pack("<HB", 1, 0), b"x")
    assert sheet(handmade(formula(0, 0, b"\0"), shared, said)).rows == [["x"]]


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

    def fill(one: Any) -> None:
        one.write(0, 0, "合格率", style)
        for column in range(5):  # one record for several numbers
            one.write(1, column, column, style if column % 2 else xlwt.Style.default_style)
        one.write(2, 1, 0.123456789, style)
        one.write(3, 1, 7, style)

    assert sheet(written(fill)).percents == ({(1, 1), (1, 3), (2, 1), (3, 1)} if percent else set())


def test_a_calculated_percentage_is_one() -> None:
    percent = record(0xE0, struct.pack("<HH16x", 0, 9))
    half = record(FORMULA, struct.pack("<HHHd8x", 4, 1, 0, 0.5))
    assert sheet(handmade(half, before=percent)).percents == {(4, 1)}
    assert sheet(handmade(half)).percents == set()


def test_hidden_rows_columns_and_sheets_are_seen() -> None:
    def fill(one: Any) -> None:
        for row in range(5):
            one.write(row, 0, row)
        one.row(3).hidden = True
        one.row(1).height, one.row(1).height_mismatch = 0, True
        for column in (2, 255):
            one.col(column).hidden = True

    found = sheet(written(fill))
    assert (found.hidden_rows, found.hidden_columns, found.hidden) == ({1, 3}, {2, 255}, False)
    lying = record(0x7D, struct.pack("<HHHHHH", 250, 65535, 0, 0, 1, 0))
    assert sheet(handmade(lying)).hidden_columns == set(range(250, 256))
    book = xlwt.Workbook()
    for visibility in range(3):
        book.add_sheet(str(visibility)).visibility = visibility
    out = io.BytesIO()
    book.save(out)
    assert [(each.name, each.hidden) for each in xls.sheets(out.getvalue())] == [
        ("0", False),
        ("1", True),
        ("2", True),
    ]


@pytest.mark.parametrize("date1904", [False, True])
def test_the_epoch_is_known(date1904: bool) -> None:
    assert sheet(written(lambda _: None, date1904=date1904)).date1904 is date1904


def test_merged_cells_are_ranges_and_make_no_rows() -> None:
    def fill(one: Any) -> None:
        one.write(0, 0, "案号")
        one.write_merge(1, 2, 0, 3, "甲")
        one.write_merge(7, 9, 1, 200, "")

    found = sheet(written(fill))
    assert sorted(found.merged) == [((1, 0), (2, 3)), ((7, 1), (9, 200))]
    assert found.rows == [["案号"], ["甲"]]


def test_sheets_are_known_by_their_names_and_charts_are_none() -> None:
    named = [each.name for each in xls.sheets(written(lambda _: None, "Sheet2", "a&b"))]
    assert named == ["台账", "Sheet2", "a&b"]
    assert [(each.rows, each.holds) for each in xls.sheets(handmade(sort=CHART_SHEET))] == [([], "图表")]
    inner = record(BOF, bytes(16)) + record(0x205, bytes(6), b"\x07\1") + record(EOF)
    assert sheet(handmade(inner, formula(1, 0, b"\2\0\7"))).unread == {(1, 0): "#DIV/0!"}


# files as other programs write them


def test_a_small_stream_and_the_sample_are_read() -> None:
    assert sheet(small(stream(text(1, 0, "甲")))) == sheet(handmade(text(1, 0, "甲")))
    sample = sheet(SAMPLE.read_bytes())
    assert (sample.name, sample.unread, sample.percents, sample.date1904) == ("应诉", {}, set(), False)


def test_a_large_file_is_read_through_the_second_table() -> None:
    """More than 109 sectors of table: 109 * 128 * 512 bytes."""
    filler = record(0x3C, bytes(8000)) * 1000
    assert sheet(handmade(filler, formula(1, 0, b"\2\0\7"))).unread == {(1, 0): "#DIV/0!"}


@pytest.mark.parametrize("page", [936, 1252, 65001, 0, 9999])
def test_what_code_page_a_file_names_does_not_matter(page: int) -> None:
    """Exporters written in Java name one; the texts are Unicode all the same."""
    content = handmade(text(0, 0, "撤销"), before=record(CODEPAGE, struct.pack("<H", page)))
    assert (sheet(content).name, sheet(content).rows) == ("台账", [["撤销"]])


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "workbook", "Book", "BOOK"])
def test_the_stream_is_found_in_whatever_letter_case(name: str) -> None:
    assert sheet(renamed(handmade(text(0, 0, "甲")), name)).rows == [["甲"]]


def test_the_workbook_of_an_object_is_not_read_in_place_of_the_outer_one() -> None:
    inner, outer = stream(text(0, 0, "内")), stream(text(0, 0, "外"))
    whole = inner.ljust(512, b"\0") + outer

    def wrapped(*names: str) -> bytes:
        root = entry("Root Entry", 5, 3, len(whole), (-1, -1, 1))
        within = entry("MBD0001", 1, links=(-1, 3, 2))
        lengths = ((0, len(inner)), (8, len(outer)))
        others = [entry(name, 2, first, length) for name, (first, length) in zip(names, lengths, strict=True)]
        minis = [*range(1, 8), 0xFFFFFFFE, *range(9, len(whole) // 64 + 1), 0xFFFFFFFE]
        return compound([root, within, *others], whole, minis)

    assert sheet(wrapped("Workbook", "Workbook")).rows == [["外"]]
    with pytest.raises(xls.NoWorkbook):
        list(xls.sheets(wrapped("Workbook", "WordDocument")))
    assert not xls.holds_workbook(wrapped("Workbook", "WordDocument"))


def test_sectors_of_4096_bytes_are_found() -> None:
    content = handmade(text(0, 0, "甲"))
    first = content[:512].ljust(4096, b"\0")
    body = content[512:]
    sectors = [body[at : at + 512] for at in range(0, len(body), 512)]
    count = struct.unpack_from("<L", content, 44)[0]
    assert count == 1
    table, directory = struct.unpack_from("<L", content, 76)[0], struct.unpack_from("<L", content, 48)[0]
    workbook = b"".join(sectors[: min(table, directory)])
    assert len(workbook) <= 4096
    grown = struct.pack("<4L", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFF).ljust(4096, b"\xff")
    listing = bytearray(sectors[directory].ljust(4096, b"\0"))
    at = listing.index(WORKBOOK)
    struct.pack_into("<L", listing, at + 116, 2)
    head = bytearray(first)
    struct.pack_into("<HHH", head, 26, 4, 0xFFFE, 12)
    struct.pack_into("<LL", head, 44, 1, 1)
    struct.pack_into("<109L", head, 76, 0, *[0xFFFFFFFF] * 108)
    assert sheet(bytes(head) + grown + bytes(listing) + workbook.ljust(4096, b"\0")).rows == [["甲"]]


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_a_rare_character_that_two_records_share_is_whole(before: int) -> None:
    """It takes four bytes, of which two may end a record: xlrd decodes each record for itself."""
    names = ["字" * before + "𠮷" * 12000, "𬎆" * 5000, *(f"𠮷{number}" for number in range(3000))]

    def fill(one: Any) -> None:
        for row, name in enumerate(names):
            one.write(row, 0, name)

    assert sheet(written(fill)).rows == [[name] for name in names]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 2**31 - 1, 2**32 - 1])
def test_shared_texts_are_as_many_as_there_are(count: int) -> None:
    """Exporters count wrongly; xlrd reads none at all, or looks for those that are not there."""
    table = struct.pack("<LL", 9, count) + b"".join(struct.pack("<HBB", 1, 0, 65 + each) for each in range(3))
    cells = [record(0xFD, struct.pack("<HHHL", row, 0, 0, row)) for row in range(min(count, 3))]
    found = sheet(handmade(*cells, before=record(0xFC, table)))
    assert found.rows == [["A"], ["B"], ["C"]][:count]


def test_what_is_no_cell_is_not_looked_at() -> None:
    """A name whose formula is nonsense, a link, a drawing and a note: xlrd fails on each."""
    junk = b"".join(record(kind, b"\xff" * 40) for kind in (0x18, 0x17, 0x1AE, 0x23, 0x92, 0x293, 0x5C))
    inside = b"".join(
        record(kind, b"\xff" * 9) for kind in (0x1B8, 0x5D, 0xEC, 0x1B6, 0x1C, 0x1B0, 0x1B1, 0x872, 0xA0)
    )
    lie = record(DIMENSIONS, struct.pack("<LLHHH", 5, 2**32 - 1, 0, 20, 0))
    assert sheet(handmade(lie, text(0, 0, "甲"), inside, lie, text(1, 0, "乙"), before=junk)).rows == [
        ["甲"],
        ["乙"],
    ]


# files that are damaged, or made to harm


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (handmade(record(NUMBER, struct.pack("<HHHd", 65535, 255, 0, 1))), "范围过大"),
        (handmade(record(0xBD, struct.pack("<HH", 65535, 0), bytes(6 * 256), b"\xff\0")), "范围过大"),
        (handmade(record(NUMBER, struct.pack("<HHHd", 0, 256, 0, 1))), "已损坏"),
        (handmade(record(NUMBER, struct.pack("<HHHd", 0, 0, 99, 1))), "已损坏"),
        (handmade(record(0xFD, struct.pack("<HHHL", 0, 0, 0, 0))), "已损坏"),
        (handmade(b"\x03\x02\xff\xff"), "已损坏"),
        (handmade(before=record(FILEPASS, bytes(6))), "有密码"),
        (renamed(handmade(version=0x500), "Book"), "很早以前的 Excel 格式"),
        (handmade(record(0xE5, struct.pack("<H", 1000), bytes(8000)) * 51), "合并单元格多得不像报表"),
        (SAMPLE.read_bytes()[:1500], "已损坏"),
        (SAMPLE.read_bytes()[:300], "已损坏"),
    ],
)
def test_what_cannot_be_read_right_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        list(xls.sheets(content))


@pytest.mark.parametrize("number", [0, 3, 0x7FFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF])
def test_a_chain_that_loops_or_leads_out_of_the_file_is_refused(number: int) -> None:
    content = bytearray(SAMPLE.read_bytes())
    table = 512 * (1 + struct.unpack_from("<L", content, 76)[0])
    struct.pack_into("<L", content, table + 4 * 3, number)
    with pytest.raises(FileRefused, match="已损坏"):
        list(xls.sheets(bytes(content)))


def test_a_chain_of_the_mini_stream_that_loops_is_refused() -> None:
    """xlrd would follow it for ever, and take more memory at each step."""
    with pytest.raises(FileRefused, match="已损坏"):
        list(xls.sheets(small(stream(text(0, 0, "甲")), [1, 2, 0])))


def test_a_directory_with_two_paths_to_each_entry_is_refused() -> None:
    """xlrd would walk along all of them: here, a thousand million."""
    entries = [entry("Root Entry", 5, 3, 64, (-1, -1, 1))]
    entries += [entry(str(number), 2, links=(number + 1, number + 1, -1)) for number in range(1, 31)]
    with pytest.raises(FileRefused, match="已损坏"):
        list(xls.sheets(compound([*entries, entry("Workbook", 2)], bytes(64))))


def test_a_directory_that_is_deeper_than_xlrd_can_go_is_refused() -> None:
    entries = [entry("Root Entry", 5, 3, 64, (-1, -1, 1))]
    entries += [entry(str(number), 2, links=(number + 1, -1, -1)) for number in range(1, 400)]
    content = compound([*entries, entry("Workbook", 2)], bytes(64))
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 200)
    try:
        with pytest.raises(FileRefused, match="已损坏"):
            list(xls.sheets(content))
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize(
    ("at", "is_read"), [(40, True), (44, True), (64, True), (68, False), (72, True), (80, True)]
)
def test_a_header_that_lies_is_refused_where_it_matters(at: int, is_read: bool) -> None:
    content = bytearray(SAMPLE.read_bytes())
    struct.pack_into("<L", content, at, 0x7FFFFFFF)
    if is_read:
        assert sheet(bytes(content)) == sheet(SAMPLE.read_bytes())
    else:
        with pytest.raises(FileRefused, match="已损坏"):
            list(xls.sheets(bytes(content)))


@pytest.mark.parametrize("power", [0, 8, 10, 11, 13])
def test_sectors_of_another_size_are_refused(power: int) -> None:
    content = bytearray(SAMPLE.read_bytes())
    struct.pack_into("<H", content, 30, power)
    with pytest.raises(FileRefused, match="已损坏"):
        list(xls.sheets(bytes(content)))


@pytest.mark.parametrize(("most", "is_read"), [(6, True), (5, False)])
def test_the_rows_of_all_sheets_together_are_held_to_the_limit(
    most: int, is_read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = xlwt.Workbook()
    for name in ("甲", "乙"):
        book.add_sheet(name).write(2, 0, 1)
    out = io.BytesIO()
    book.save(out)
    monkeypatch.setattr(notes, "LARGEST_BOX", most)
    if is_read:
        assert [len(each.rows) for each in xls.sheets(out.getvalue())] == [3, 3]
    else:
        with pytest.raises(FileRefused, match="范围过大"):
            list(xls.sheets(out.getvalue()))


def test_a_file_without_a_workbook_in_it_is_none() -> None:
    content = SAMPLE.read_bytes().replace(WORKBOOK, WORKBOOK[::-1])
    with pytest.raises(xls.NoWorkbook):
        list(xls.sheets(content))
    assert not xls.holds_workbook(content)
    assert xls.holds_workbook(SAMPLE.read_bytes())


def test_nothing_of_a_workbook_stays_when_nobody_collects_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[weakref.ref[Any]] = []
    opened = xlrd.open_workbook

    def watched(**given: Any) -> Any:
        book = opened(**given)
        kept.append(weakref.ref(book))
        return book

    monkeypatch.setattr(xlrd, "open_workbook", watched)
    gc.disable()
    try:
        assert len(list(xls.sheets(written(lambda one: one.write(0, 0, 1), "又一张")))) == 2
        assert [each() for each in kept] == [None]
    finally:
        gc.enable()


def test_whatever_is_damaged_it_is_read_or_refused_and_soon() -> None:
    """Bytes, numbers and lengths overwritten, sectors exchanged, ends cut off."""
    chance = random.Random(1)

    def fill(one: Any) -> None:
        for row in range(100):
            for column in range(8):
                one.write(row, column, row * column / 100, xlwt.easyxf(num_format_str="0%"))

    contents = [SAMPLE.read_bytes(), written(fill), small(stream(formula(1, 0, b"\2\0\7"))), handmade()]
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
            list(xls.sheets(bytes(content)))
            outcomes["read"] += 1
        except (FileRefused, xls.NoWorkbook):
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 30, outcomes
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    "raised",
    [
        xlrd.XLRDError, CompDocError, struct.error, KeyError, IndexError, AssertionError, ValueError, TypeError,
        OverflowError, ZeroDivisionError, RecursionError, MemoryError,
    ],
)  # fmt: skip
def test_whatever_xlrd_raises_the_file_is_refused(raised: type[Exception]) -> None:
    with pytest.raises(FileRefused, match="已损坏"), xls._damage_refused():
        raise raised


@pytest.mark.parametrize("raised", [KeyboardInterrupt, AttributeError, xls.NoWorkbook])
def test_what_is_no_fault_of_the_file_is_not_taken_for_one(raised: type[BaseException]) -> None:
    with pytest.raises(raised), xls._damage_refused():
        raise raised


def test_what_a_formula_works_out_is_told_apart_from_what_was_typed() -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, 1)
        sheet.write(1, 0, xlwt.Formula("A1+1"))
        sheet.write(2, 1, xlwt.Formula("SUM(A1:A2)"))

    assert sheet(written(fill)).formulas == {(1, 0), (2, 1)}
