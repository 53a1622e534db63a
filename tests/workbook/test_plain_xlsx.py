"""A plain .xlsx is read as calamine and the guard before it read it, cell by cell and note by note."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import openpyxl
import pytest
from openpyxl.styles import Font

from reportgen.model import FileRefused, Sheet
from reportgen.workbook import plain_xlsx, plain_zip, read, xlsx
from reportgen.workbook.notes import Unusual
from reportgen.workbook.zipped import LARGEST_PART
from tests.benchmarks.collect.xlsx import Day, workbook
from tests.trials.damage_sources import sources
from tests.workbook import generated

ROOT = Path(__file__).parents[1]
FILES = sorted([*(ROOT.parent / "samples").rglob("*.xlsx"), *(ROOT / "cases").rglob("[!.~]*.xls[xm]")])
UNUSUAL = {  # of the cases: what is no workbook, or not written as Excel and WPS write it
    "cell-far-out", "cells-without-address", "doctype-in-sheet", "duplicate-parts", "errors-in-prefixed-tags",
    "errors-in-pretty-xml", "errors-in-single-quotes", "sheet-elsewhere", "password-protected", "empty-file",
    "xls-named-xlsx", "word-named-xls", "cell-picture-in-a-column", "formats-far-out", "only-a-chart", "only-a-picture",
    "only-a-picture-on-a-sheet", "only-an-empty-drawing", "only-cell-pictures", "parts-elsewhere", "parts-in-capitals",
    "parts-said-from-the-root", "sheet-of-a-chart", "sheet-of-macros", "sheet-of-macros-empty", "sheet-without-part",
    "sheet-without-relation", "sheet-without-target", "sheets-with-alternatives", "xml-in-gbk", "xml-in-utf16",
    "xml-with-cdata", "xml-with-comments",
}  # fmt: skip


def by_calamine(content: bytes) -> list[Sheet]:
    scan = xlsx.scan(content)
    return list(read._sheets(scan.package, scan))


def assert_alike(plain: list[Sheet], others: list[Sheet]) -> None:
    for one, other in zip(plain, others, strict=True):
        assert repr(one.rows) == repr(other.rows)
        assert [list(column) for column in zip(*one.rows, strict=True)] == [*map(list, one.columns)]
        filled = {
            (at, column) for at, row in enumerate(one.rows) for column, cell in enumerate(row) if cell != ""
        }
        assert set(one.percents or ()) == set(other.percents or ()) & filled
        assert set(one.hidden_rows) == set(other.hidden_rows)
        for field in ("struck", "unseen", "printed"):  # the guard does not look into texts of several runs
            assert set(getattr(other, field)) <= set(getattr(one, field)), field
        for field in ("name", "hidden", "unread", "date1904", "hidden_columns", "holds"):
            assert getattr(one, field) == getattr(other, field), field
        assert list(one.merged) == list(other.merged)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT.parent)))
def test_samples_and_cases_are_read_as_before(file: Path) -> None:
    content = file.read_bytes()
    if UNUSUAL & set(file.parts):
        with pytest.raises(Unusual):
            list(plain_xlsx.sheets(content))
        return
    sheets = list(plain_xlsx.sheets(content))
    if "not-to-be-seen" in file.parts:
        assert [set(each.hidden_rows) for each in sheets] == [{2}]
    assert_alike(sheets, by_calamine(content))


def test_what_three_programs_write_is_plain() -> None:
    for each in sources():
        if each.format == "xlsx":
            assert_alike(list(plain_xlsx.sheets(each.content)), by_calamine(each.content))


def test_generated_workbooks_are_read_as_before() -> None:
    plain = 0
    for seed in range(230):
        content = generated.workbook(Random(seed))
        try:
            sheets = list(plain_xlsx.sheets(content))
        except Unusual:
            continue
        try:
            others = by_calamine(content)
        except FileRefused:  # a number is no length of time: that is no reason to refuse the file
            continue
        assert_alike(sheets, others)
        plain += 1
    assert plain >= 200


def test_what_openpyxl_writes_is_read_as_before() -> None:
    random = Random(1)
    values = [
        "甲", "", " 乙 ", "a<b>&\"'", "丙\n丁", 1, 2.5, True, False, date(2023, 5, 12), datetime(2023, 5, 12, 8, 30),
        time(8, 30), timedelta(hours=30), None, "#N/A", "=A1", "2023年5月12日", "1_0", "x_x000D_",
    ]  # fmt: skip
    formats = ["General", "0%", "0.00", "yyyy/m/d", "h:mm", "[h]:mm", "@", "0000"]
    for _ in range(30):
        book = openpyxl.Workbook()
        for sheet in (book.active, book.create_sheet("二", 0)):
            for row in range(1, random.randint(1, 30)):
                for column in range(1, random.randint(1, 12)):
                    cell = sheet.cell(row, column, random.choice(values))
                    if random.random() < 0.2:
                        cell.number_format = random.choice(formats)
                        cell.font = Font(strike=random.random() < 0.5)
            if random.random() < 0.5:
                sheet.merge_cells("B2:C3")
                sheet.row_dimensions[2].hidden = sheet.column_dimensions["C"].hidden = True
        book["二"].sheet_state = random.choice(["visible", "hidden", "veryHidden"])
        buffer = BytesIO()
        book.save(buffer)
        try:
            plain = list(plain_xlsx.sheets(buffer.getvalue()))
        except Unusual:
            pytest.fail("is plain")
        assert_alike(plain, by_calamine(buffer.getvalue()))


def test_what_the_benchmark_writes_is_read_as_before() -> None:
    rows = [[f"表{at}", at, at / 8, Day(45000 + at), at % 2 == 0, None] for at in range(3000)]
    content = workbook({"一": rows, "二": [["标题"], *rows[:5]]})
    assert_alike(list(plain_xlsx.sheets(content)), by_calamine(content))


def changed(part: str, change: Callable[[bytes], bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of two sheets, one of its parts changed."""
    content, out = workbook({"一": [["甲", 1]], "二": [["乙", 2]]}), BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as parts, zipfile.ZipFile(out, "w", method) as target:
        for name in parts.namelist():
            content = parts.read(name)
            target.writestr(name, change(content) if name == part else content)
    return out.getvalue()


ROOT_RELATIONS = "_rels/.rels"
BOOK, RELATIONS, SHEET = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (BOOK, b"<sheets>", b"<sheets><!-- -->"),
        (BOOK, b"<sheet ", b"<x:sheet "),
        (BOOK, b'name="', b"name='"),
        (BOOK, "二".encode(), "一".encode()),
        (BOOK, b'r:id="rId1"', b'r:id="rId9"'),
        (BOOK, b'sheetId="1"', b'sheetId="1" state="odd"'),
        (RELATIONS, b"worksheets/", b"other/"),
        (RELATIONS, b"/worksheet", b"/chartsheet"),
        (RELATIONS, b"<Relationship ", b"<x:Relationship "),
        (RELATIONS, b'"sharedStrings.xml"', b'"texts.xml"'),
        (RELATIONS, b'"styles.xml"', b'"looks.xml"'),
        (ROOT_RELATIONS, b'"xl/workbook.xml"', b'"xl/other.xml"'),
        (ROOT_RELATIONS, b"/officeDocument", b"/otherDocument"),
        (BOOK, b"<sheets>", b"<workbookPr date1904='1'/><sheets>"),
        (BOOK, b"<sheets>", b'<workbookPr date1904 ="1"/><sheets>'),
        (BOOK, b"<sheets>", b"<sheets><mc:AlternateContent/>"),
        (SHEET, b"<v>1</v>", b"<v><![CDATA[1]]></v>"),
        ("xl/sharedStrings.xml", "甲".encode(), "<![CDATA[甲]]>".encode()),
        ("xl/sharedStrings.xml", "甲</t>".encode(), "甲</t><!--<rPh a>--><t>乙</t><!--</rPh>-->".encode()),
        (SHEET, b"<worksheet", b"<x:worksheet"),
        (SHEET, b"<sheetData>", b"<x:sheetData>"),
        (SHEET, b"<sheetData>", b"<!-- --><sheetData>"),
        (SHEET, b'encoding="UTF-8"', b'encoding="UTF-16"'),
        (SHEET, b"<dimension ref=", b"<dimension x="),
        (SHEET, b"<mergeCell ref=", b"<mergeCell  ref="),
        (SHEET, b'ref="A1:B1"/></', b'ref="B1:A1"/></'),
        (SHEET, b"</worksheet>", b"<!-- --></worksheet>"),
        (SHEET, b"</worksheet>", b""),
        ("xl/styles.xml", b"</styleSheet>", b""),
        ("xl/sharedStrings.xml", b"</sst>", b""),
    ],
)
def test_a_workbook_that_is_written_otherwise_is_unusual(part: str, old: bytes, new: bytes) -> None:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    assert len(list(plain_xlsx.sheets(changed(part, bytes)))) == 2
    with pytest.raises(Unusual):
        list(plain_xlsx.sheets(changed(part, change)))


def test_days_that_count_from_1904_are_told() -> None:
    for said, told in (b"1", True), (b"true", True), (b"0", False), (b"false", False):
        properties = b'<workbookPr a="b" date1904="%s"/><sheets>' % said
        content = changed(BOOK, lambda xml, put=properties: xml.replace(b"<sheets>", put))
        assert {each.date1904 for each in plain_xlsx.sheets(content)} == {told}


def test_a_sheet_without_a_value_that_is_drawn_on_is_unusual() -> None:
    drawn = b'</sheetData><drawing r:id="rId1"/>'
    for empty in (False, True):

        def change(xml: bytes, empty: bool = empty) -> bytes:
            rows = xml[xml.find(b"<row") : xml.find(b"</sheetData>")]
            return xml.replace(rows if empty else b"", b"", 1).replace(b"</sheetData>", drawn)

        content = changed(SHEET, change)
        if empty:
            with pytest.raises(Unusual):
                list(plain_xlsx.sheets(content))
        else:
            assert len(list(plain_xlsx.sheets(content))) == 2


def test_a_picture_in_a_cell_is_unusual() -> None:
    shown = b"<f>DISPIMG(1)</f><v>1</v>"
    parts, out = changed(SHEET, lambda xml: xml.replace(b"<v>1</v>", shown)), BytesIO()
    assert len(list(plain_xlsx.sheets(parts))) == 2, "a formula of that name"
    out.write(parts)
    with zipfile.ZipFile(out, "a") as target:
        target.writestr("xl/cellimages.xml", b"<a/>")
    with pytest.raises(Unusual):
        list(plain_xlsx.sheets(out.getvalue()))


def test_a_part_without_compression_is_read() -> None:
    assert len(list(plain_xlsx.sheets(changed(SHEET, bytes, zipfile.ZIP_STORED)))) == 2


def test_a_part_that_is_damaged_or_too_large_is_unusual(monkeypatch: pytest.MonkeyPatch) -> None:
    content = changed(SHEET, bytes)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        right = parts.getinfo(SHEET).CRC.to_bytes(4, "little")
    for wrong in (
        content.replace(right, b"\1\2\3\4"),
        content.replace(b"PK\3\4", b"PK\3\5"),
        content[:300],
        b"PK",
        changed(SHEET, bytes, zipfile.ZIP_BZIP2),
    ):
        with pytest.raises(Unusual):
            list(plain_xlsx.sheets(wrong))
    monkeypatch.setattr(plain_zip, "_LARGEST", 500)
    with pytest.raises(Unusual):
        list(plain_xlsx.sheets(content))


def test_a_part_that_unpacks_to_more_than_it_says_is_unusual(monkeypatch: pytest.MonkeyPatch) -> None:
    content = changed(SHEET, lambda xml: xml.replace(b"</worksheet>", b" " * 500_000 + b"</worksheet>"))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        size = parts.getinfo(SHEET).file_size
    lying = content.replace(size.to_bytes(4, "little"), (size - 1000).to_bytes(4, "little"))
    for small in (10, 2**16):
        monkeypatch.setattr(plain_zip, "_SMALL", small)
        assert len(list(plain_xlsx.sheets(content))) == 2
        with pytest.raises(Unusual):
            list(plain_xlsx.sheets(lying))


def test_what_is_unusual_from_some_sheet_on_is_left_to_calamine() -> None:
    content = changed("xl/worksheets/sheet2.xml", lambda xml: xml.replace(b"<row", b"\n<row"))
    with pytest.raises(Unusual):
        list(plain_xlsx.sheets(content))
    assert [(each.name, each.rows) for each in read.read(content)] == [
        ("一", [["甲", 1.0]]),
        ("二", [["乙", 2.0]]),
    ]


def test_columns_without_width_are_hidden() -> None:
    content = changed(SHEET, lambda xml: xml.replace(b'width="14.5"', b'width="0"'))
    assert [set(each.hidden_columns) for each in plain_xlsx.sheets(content)] == [{0, 1}, set()]
    assert [set(each.hidden_columns) for each in by_calamine(content)] == [{0, 1}, set()]


def test_columns_that_hide_nothing_may_be_written_in_any_way() -> None:
    for inside, hidden in (
        (b"<col min='1' max='1' width='9'/>", set()),
        (b'<col min="16383" max="99999" width="9" hidden="1"/>', {16382, 16383}),
        (b'<col min="2" max="3" width="9" hidden="true"/><col min="5" max="5" width="0.0"/>', {1, 2, 4}),
        (b'<col min="2" max="3" width="0.5" hidden="0"/>', set()),
    ):
        content = changed(SHEET, lambda xml, inside=inside: re.sub(rb"<col .*/>(?=</cols>)", inside, xml))
        assert set(next(plain_xlsx.sheets(content)).hidden_columns) == hidden
    odd = changed(SHEET, lambda xml: xml.replace(b'width="14.5"', b"hidden='1'"))
    with pytest.raises(Unusual):
        list(plain_xlsx.sheets(odd))


def test_a_number_that_is_no_length_of_time_does_not_cost_the_file() -> None:
    content = changed("xl/styles.xml", lambda xml: xml.replace(b'numFmtId="14"', b'numFmtId="46"'))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for name in parts.namelist():
                target.writestr(name, parts.read(name).replace(b's="3"><v>1</v>', b's="2"><v>1e300</v>'))
    with pytest.raises(FileRefused):
        by_calamine(out.getvalue())
    assert next(read.read(out.getvalue())).rows == [["甲", 1e300]]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ([[1.0, "甲"], [2.0, ""]], True),
        (plain_xlsx.Rows([[1.0, 2.0], ["甲", ""]]), True),
        ([[1.0, "甲"]], False),
        ([[1.0, "甲"], [2.0, "乙"]], False),
        ([], False),
        ("甲", False),
        (1.0, False),
        ({1.0, "甲"}, False),
    ],
)
def test_rows_are_the_same_as_a_list_of_the_same_rows(other: object, same: bool) -> None:
    rows = plain_xlsx.Rows([[1.0, 2.0], ["甲", ""]])
    assert (rows == other) is same
    assert (len(rows), rows[1], rows[-1:]) == (2, [2.0, ""], [[2.0, ""]])
    assert (len(plain_xlsx.Rows([])), plain_xlsx.Rows([]) == [], plain_xlsx.Rows([]) == ()) == (0, True, True)


def test_a_sheet_without_rows_is_as_plain_as_any() -> None:
    bare = b"<sheetData/></worksheet>"
    content = changed(SHEET, lambda xml: re.sub(rb"<sheetData>.*</worksheet>", bare, xml, flags=re.DOTALL))
    assert [(each.name, each.rows) for each in plain_xlsx.sheets(content)] == [
        ("一", []),
        ("二", [["乙", 2.0]]),
    ]


@pytest.mark.parametrize(("most", "fit"), [(1, True), (0, False)])
def test_merged_ranges_are_limited(most: int, fit: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_xlsx, "MOST_MERGES", most)
    if fit:
        assert len(list(plain_xlsx.sheets(changed(SHEET, bytes)))) == 2
    else:
        with pytest.raises(Unusual):
            list(plain_xlsx.sheets(changed(SHEET, bytes)))


def test_a_size_is_believed_where_deflate_could_not_make_more_of_it() -> None:
    assert 10_000 < plain_zip._SMALL * 1032 <= plain_zip._LARGEST


def test_a_sheet_is_as_large_as_the_guard_lets_it_be() -> None:
    assert (
        plain_zip._LARGEST == LARGEST_PART
    )  # beyond it nothing is read; looking at it elsewhere takes four times as long
