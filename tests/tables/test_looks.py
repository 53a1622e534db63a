"""What a cell looks like on the page is told where it is not what the cell holds."""

from __future__ import annotations

import pytest

from reportgen.model import Field, Kind, Sheet
from reportgen.tables.headers import vocabulary
from reportgen.tables.looks import as_printed, partly_raised, strange_looks, unlike_printed
from reportgen.tables.recognise import recognise
from reportgen.workbook.notes import PARTLY_RAISED, PARTLY_STRUCK

KIND = Kind(
    name="处罚",
    title="处罚台账",
    fields={"案号": Field(type="string", required=True), "金额": Field(type="number", unit="元")},
)
ROWS = [["案号", "金额"], ["甲", 5.0], ["乙", 6.0], ["丙", 7.0]]


def told(sheet: Sheet) -> list[tuple[str, str, str]]:
    tables = recognise(sheet, vocabulary({"处罚": KIND}), "台账.xlsx").tables
    return [(each.code, each.place.cell, each.message) for each in strange_looks(sheet, tables, "台账.xlsx")]


def test_a_sheet_as_it_should_be_has_nothing_strange() -> None:
    assert told(Sheet("处罚", ROWS)) == []
    assert told(Sheet("处罚", ROWS, struck={(0, 0), (9, 9)}, unseen={(0, 1)})) == [], "only data are told of"


def test_struck_out_rows_are_told_at_the_first_cell() -> None:
    assert told(Sheet("处罚", ROWS, struck={(3, 0), (2, 1), (3, 1)})) == [
        ("TAB012", "B3", "有2行加了删除线，也收进了底账")
    ]
    partly = {(1, 0): PARTLY_STRUCK, (2, 0): PARTLY_RAISED}
    assert told(Sheet("处罚", ROWS, partly=partly)) == [("TAB012", "A2", "有1行加了删除线，也收进了底账")]


def test_what_cannot_be_seen_is_told() -> None:
    assert told(Sheet("处罚", ROWS, unseen={(1, 1)}, hidden_rows={2}, hidden_columns={1})) == [
        ("TAB010", "", "有1行数据是隐藏的，也收进了底账"),
        ("TAB010", "B1", "隐藏的列也收进了底账：金额"),
        ("TAB010", "B2", "有1行数据里有看不见的字（和底色一样，或者被格式藏起），也收进了底账"),
    ]
    assert [code for code, *_ in told(Sheet("处罚", ROWS, hidden=True))] == ["TAB007"]


def test_a_number_is_read_as_it_is_printed_and_nothing_else_is() -> None:
    printed = {(1, 0): "0601", (2, 0): "0602", (1, 1): "x"}
    assert as_printed(printed, 0, [1, 2, 3], [601.0, "602", 603.0]) == ["0601", "602", 603.0]


def test_what_lies_under_a_cell_merged_with_it_is_told_where_data_stand() -> None:
    title = [["处罚台账", "旧"], *ROWS]
    assert told(Sheet("处罚", title, merged=(((0, 0), (0, 1)),))) == []
    assert told(Sheet("处罚", title, merged=(((3, 0), (3, 1)),))) == [
        ("TAB010", "B4", "有1行数据里有字压在左右合并的格子下面，看不见，也收进了底账")
    ]
    blank = [*title[:3], [title[3][0], ""], *title[4:]]
    assert told(Sheet("处罚", blank, merged=(((3, 0), (3, 5)), ((90, 0), (90, 1))))) == []


@pytest.mark.parametrize(
    ("text", "held", "unit", "alike"),
    [
        ("12.3000", 123000.0, "万元", False),
        ("12.3万", 123000.0, "元", True),
        ("12.3万元", 123456.0, "元", True),
        ("12.3万元", 125000.0, "元", False),
        ("12.3", 123000.0, "元", False),
        ("1,234.50", 1234500.0, "元", False),
        ("5万", 5.0, "元", False),
        ("5万", 5.0, "万元", False),
        ("5万元", 5.0, "万元", True),
        ("5件", 5.0, "件", True),
        ("5件", 5.0, "人", False),
        ("5天", 5.0, "", True),
        ("5万", 5.0, "", False),
        ("05", 5.0, "元", True),
        ("-5元", -5.0, "元", True),
        ("(5元)", -5.0, "元", True),
        ("约5元", 5.0, "元", False),
        ("¥ 5元", 5.0, "元", True),
        ("第5件", 5.0, "件", False),
        ("无", 0.0, "元", True),
        ("有", 1.0, "元", False),
        ("95.0%", 95.0, "%", True),
        ("0万元", 1234.0, "元", True),
        ("0万元", 5001.0, "元", False),
    ],
)
def test_a_number_that_is_printed_as_another_is_told(text: str, held: float, unit: str, alike: bool) -> None:
    sheet = Sheet("表", [["金额"], [held]], printed={(1, 0): text, (0, 5): "9"})
    found = list(unlike_printed(sheet, 0, unit, personal=False))
    assert (found == []) == alike
    assert alike or found[0] == (1, found[0][1])
    assert alike or text in found[0][1]
    assert not any(text in words for _, words in unlike_printed(sheet, 0, unit, personal=True))


def test_what_is_raised_in_part_is_told_where_it_is_no_free_text() -> None:
    sheet = Sheet("表", [["12"]], partly={(0, 0): PARTLY_RAISED})
    for declared in (Field(type="number"), Field(type="date"), Field(type="string", enum=("12",))):
        assert list(partly_raised(sheet, 0, declared)) == [(0, "里有上标或下标，分不清写的是什么")]
        assert list(partly_raised(sheet, 1, declared)) == []
    assert list(partly_raised(sheet, 0, Field(type="string"))) == []


def test_hidden_rows_and_columns_count_where_data_stand() -> None:
    assert told(Sheet("处罚", ROWS, hidden_rows={0, 9})) == []
    assert told(Sheet("处罚", ROWS, hidden_columns={5})) == []
    assert told(Sheet("处罚", ROWS[:1], hidden_columns={0, 1})) == []
    assert told(Sheet("处罚", [["x", "y"]], hidden=True)) == []
    title = [["处罚台账", ""], *ROWS]
    assert told(Sheet("处罚", title, hidden_rows={3, 4}, hidden_columns={0, 1})) == [
        ("TAB010", "", "有2行数据是隐藏的，也收进了底账"),
        ("TAB010", "A2", "隐藏的列也收进了底账：案号、金额"),
    ]


@pytest.mark.parametrize(
    ("text", "held", "unit", "alike"),
    [
        ("12.3", 12.34, "元", True),
        ("12.3", 12.35, "元", True),
        ("12.3", 12.36, "元", False),
        ("12", 12.5, "元", True),
        ("12", 12.51, "元", False),
        ("12.30万元", 123_050.0, "元", True),
        ("12.30万元", 123_051.0, "元", False),
        ("5 元", 5.0, "元", True),
        ("（5）", -5.0, "元", True),
        ("-5", 5.0, "元", False),
        ("- 5元", 5.0, "元", False),
        ("-5", -5.0, "元", True),
        ("5万", 50_000.0, "", True),
    ],
)
def test_what_is_printed_may_be_rounded_to_its_last_digit(
    text: str, held: float, unit: str, alike: bool
) -> None:
    sheet = Sheet("表", [["金额"], [held]], printed={(1, 0): text})
    assert (not list(unlike_printed(sheet, 0, unit, personal=False))) is alike
