"""What is asked about a table: its words of exclusion, its gaps, what stands beside its columns and between its rows."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reportgen.model import Cell, Field, Kind, Sheet
from reportgen.tables.headers import vocabulary
from reportgen.tables.recognise import recognise
from tests.tables.small import sheet

KNOWN = vocabulary(
    {
        "处罚": Kind(
            name="处罚",
            title="处罚台账",
            fields={
                "案号": Field(type="string", required=True),
                "日期": Field(type="date", required=True),
                "种类": Field(type="string", enum=("警告", "罚款"), synonyms={"罚": "罚款"}),
                "结案": Field(type="date"),
                "经办人": Field(type="string", personal=True),
                "备注": Field(type="string"),
            },
        )
    }
)
HEADER = "序号 | 案号 | 日期 | 种类 | 结案 | 备注 | 去向 |"


def asked(rows: str, header: str = HEADER, name: str = "Sheet1") -> list[tuple[str, str]]:
    found = recognise(sheet(f"{header}\n{rows}", name), KNOWN, "表.xlsx")
    return [(each.code, each.place.cell or str(each.place.row or "")) for each, _ in found.findings]


GOOD = [
    "1 | 甲 | 2023-1-1 | 警告 | 2023-2-1 | |",
    "2 | 乙 | 2023-1-2 | 罚款 | | |",
    "3 | 丙 | 2023-1-3 | 警告 | 2023-2-3 | | 市局",
]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (GOOD, []),
        ([*GOOD[:2], "3 | 丙（作废） | 2023-1-3 | 警告 | 2023-2-3 | |"], [("ROW006", "B4")]),
        ([*GOOD[:2], "3 | 丙（街面） | 2023-1-3 | 警告 | 2023-2-3 | |"], []),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | 警告 | 2023-2-3 | 不予受理 |"], [("ROW006", "F4")]),
        ([*GOOD, "4 | 丁 | 2023-1-4 | 警告 | | | 420"], []),  # of a column that hardly a row fills
        (
            [f"{at} | 案{at} | 2023-1-2 | 罚款 | | 街面 |" for at in (1, 2, 3)]
            + ["4 | 案4 | 2023-1-2 | 罚款 | | 420 |"],
            [("ROW010", "F5")],
        ),
        ([f"{at} | 案{at} | 2023-1-2 | 罚款 | | {at}0 |" for at in (1, 2, 3, 4)], []),
        ([*GOOD, "示范 | 丁 | 2023-1-4 | 警告 | | |"], [("ROW006", "A5")]),
        (["一 | 甲 | 2023-1-1 | 警告 | | |", "二 | 乙 | 2023-1-2 | 罚款 | | |"], []),
        ([GOOD[0], "| | | | 2023-2-1 | |", GOOD[1]], [("ROW005", "E3")]),
        (["| | | | 2023-2-1 | |", *GOOD[:2]], [("ROW005", "E2")]),
        ([*GOOD[:2], "| | | | 2023-2-1 | |"], []),
        (["2 | 乙 | 2023-1-2 | 罚款 | | |"], [("ROW007", "A2")]),
        (["1 | 乙 | 2023-1-2 | 罚款 | | |"], []),
        (["3 | 乙 | 2023-1-2 | 罚款 | | |"], []),
        (["1 | 甲 | 2023-1-1 | 警告 | 2023-2-1 | （示例）填法 |", *GOOD[1:]], [("ROW006", "F2")]),
        ([GOOD[0], "（示例） | 乙 | 2023-1-2 | 罚款 | | |"], [("ROW004", "3")]),
        ([*GOOD[:2], "3 | 例会 | 2023-1-3 | 警告 | 2023-2-3 | 示例：无 |"], [("ROW006", "F4")]),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | 警告 | 2023-2-3 | | 已删除"], [("ROW006", "G4")]),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | 警告 | 2023-2-3 | | 删除界石"], []),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | 警告 | 2023-2-3 | 已取消 |"], [("ROW006", "F4")]),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | 警告 | 2023-2-3 | | 并入2号"], [("ROW006", "G4")]),
        ([*GOOD[:2], "4 | 丁 | 2023-1-3 | 警告 | 2023-2-3 | |"], [("ROW007", "A4")]),
        (["2 | 甲 | 2023-1-1 | 警告 | 2023-2-1 | |", "3 | 乙 | 2023-1-2 | 罚款 | | |"], [("ROW007", "A2")]),
        ([GOOD[2], GOOD[0], GOOD[1]], []),  # in another order
        ([*GOOD, *GOOD], []),  # numbered anew
        ([*GOOD, "4 | | | | | |", "5 | 戊 | 2023-1-5 | 警告 | | |"], [("ROW015", "A5")]),
        ([*GOOD, "4 | | | | | |", "5 | | | | | |"], []),  # left over at the end
        (["n:1e300 | 甲 | 2023-1-1 | | | |", "n:5 | 乙 | 2023-1-1 | | | |"], []),  # no numbers of rows
        (["n:inf | 甲 | 2023-1-1 | | | |", "n:1 | 乙 | 2023-1-1 | | | |"], []),
        (["31 | 甲 | 2023-1-1 | | | |", "32 | 乙 | 2023-1-1 | | | |"], []),  # goes on from another table
        ([GOOD[0], "以下作废", GOOD[1]], [("ROW005", "A3")]),
        ([GOOD[0], "第二批", GOOD[1]], [("ROW005", "A3")]),
        ([*GOOD[:2], "以上不计入"], [("ROW005", "A4")]),
        ([*GOOD, "注：已撤回的不计入", "填表人：甲"], []),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | 警告 | 2023-2-3 | | | 另有5件"], [("TAB011", "H4")]),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | | | 罚款 |"], [("ROW010", "D4")]),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | | | 罚款已缴 |"], []),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | 警告 | | 2023-5-6 |"], [("ROW010", "E4")]),
    ],
)
def test_what_may_not_be_meant_is_asked(rows: list[str], found: list[tuple[str, str]]) -> None:
    assert asked("\n".join(rows)) == found


def test_a_cell_of_nothing_but_blanks_takes_no_longer_than_it_is_long() -> None:
    """A pattern that begins anew at each of a million line breaks would not come to an end."""
    blank = "\n" * 1_000_000
    drawn = sheet(f"{HEADER}\n" + "\n".join(GOOD))
    for cell in (blank, f"x{blank}", f"(作废){blank}x", "（" * 500_000):
        drawn.rows[1][5] = cell
        assert not [each for each, _ in recognise(drawn, KNOWN, "表.xlsx").findings if each.code == "ROW010"]


def test_the_titles_of_groups_are_told_once() -> None:
    rows = "一、街面 | | |\n甲 | 2023-1-1 | 警告 |\n二、集市 | | |\n乙 | 2023-1-2 | 罚款 |"
    assert asked(rows, "案号 | 日期 | 种类 | 备注") == [("ROW005", "2")]
    rows = "一、街面 | | |\n甲 | 2023-1-1 | 警告 |"
    assert asked(rows, "案号 | 日期 | 种类 | 备注") == [("ROW004", "2")]


def test_the_name_of_a_sheet_may_take_it_out() -> None:
    assert asked("\n".join(GOOD), name="已作废") == [("ROW006", "")]


def test_a_numbered_first_column_needs_no_heading_and_no_word_of_a_person_is_shown() -> None:
    assert asked("1 | 甲 | 2023-1-1\n2 | 乙 | 2023-1-2", " | 案号 | 日期") == []
    assert asked("甲 | 2023-1-1 | 与王某重复", "案号 | 日期 | 经办人") == []


def test_a_column_below_a_merged_heading_is_not_beyond_the_headings() -> None:
    drawn = sheet("案号 | 日期 | 当事双方 |\n甲 | 2023-1-1 | 王某 | 李某", merged=(((0, 2), (0, 3)),))
    assert recognise(drawn, KNOWN, "表.xlsx").findings == []


@pytest.mark.parametrize(("heading", "found"), [("超期原因", []), ("去向", [("ROW006", "G3")])])
def test_an_explanation_of_a_delay_may_say_of_days_that_they_do_not_count(
    heading: str, found: list[tuple[str, str]]
) -> None:
    rows = [GOOD[0], f"{GOOD[1].rstrip('|')}| 鉴定的时间不计入 |", GOOD[2]]
    assert asked("\n".join(rows), HEADER.replace("去向", heading)) == found


@pytest.mark.parametrize(
    "heading", ["序号", "顺序号", "项次", "no", "no.", "NO", "NO.", "No", "No.", "№", ""]
)
def test_a_gap_is_told_in_every_column_that_numbers_the_rows(heading: str) -> None:
    rows = "1 | 甲 | 2023-1-1\n3 | 乙 | 2023-1-2\n4 | 丙 | 2023-1-3"
    assert asked(rows, f"{heading} | 案号 | 日期") == [("ROW007", "A3")]
    assert asked(rows, "页码 | 案号 | 日期") == []


def numbered(numbers: list[int]) -> list[str]:
    """What is asked about rows with these numbers."""
    rows = "\n".join(f"{number} | 甲{number} | 2023-1-1" for number in numbers)
    return [
        each.message for each, _ in recognise(sheet(f"序号 | 案号 | 日期\n{rows}"), KNOWN, "表.xlsx").findings
    ]


@pytest.mark.parametrize(
    ("rows", "lost", "told"),
    [(9, 1, "9"), (9, 3, "9、10、11"), (19, 3, "19、20、21"), (19, 4, ""), (20, 4, "20、21、22、23"), (20, 5, ""),
     (30, 6, "30、31、32、33、34")],
)  # fmt: skip
def test_a_gap_of_three_numbers_or_a_fifth_of_the_rows_is_told(rows: int, lost: int, told: str) -> None:
    found = numbered([*range(1, rows), rows + lost])
    assert found == ([f"序号少了{told}，是不是漏了一行"] if told else [])


@pytest.mark.parametrize(
    ("numbers", "cell"), [([2, 3], "A2"), ([3, 4], ""), ([4, 1, 2], "A2"), ([5, 4, 2, 1], "A3"), ([3, 1], "A2"), ([1], ""), ([2], "A2"), ([3], "")]
)  # fmt: skip
def test_a_gap_is_told_at_the_number_behind_it(numbers: list[int], cell: str) -> None:
    rows = "\n".join(f"{number} | 甲{number} | 2023-1-1" for number in numbers)
    assert asked(rows, "序号 | 案号 | 日期") == ([("ROW007", cell)] if cell else [])


def test_numbers_that_are_no_whole_ones_or_not_all_there_tell_of_no_gap() -> None:
    for lead in ("1 2.5 4", "1 甲 4", "1 1 4", "1000001 1000003"):
        rows = "\n".join(f"{number} | 甲{at} | 2023-1-1" for at, number in enumerate(lead.split()))
        assert "ROW007" not in [code for code, _ in asked(rows, "序号 | 案号 | 日期")]
    drawn = Sheet(
        "Sheet1",
        [["序号", "案号", "日期"], [1.0, "甲", "2023-1-1"], [3.0, "乙", "2023-1-1"], [4, "丙", "2023-1-1"]],
    )
    assert [each.place.cell for each, _ in recognise(drawn, KNOWN, "表.xlsx").findings] == ["A3"]
    drawn.rows[1][0] = True
    assert recognise(drawn, KNOWN, "表.xlsx").findings == []


@pytest.mark.parametrize(("groups", "told"), [(2, "2、4"), (5, "2、4、6、8、10"), (6, "2、4、6、8、10等6")])
def test_up_to_five_titles_of_groups_are_named(groups: int, told: str) -> None:
    rows = "\n".join(f"{sign}、街面 | | |\n甲{sign} | 2023-1-1 | 警告 |" for sign in "一二三四五六"[:groups])
    found = recognise(sheet(f"案号 | 日期 | 种类 | 备注\n{rows}"), KNOWN, "表.xlsx").findings
    assert [each.message for each, _ in found] == [f"第{told}行当作分组的标题，没有计入"]


@pytest.mark.parametrize(("at", "cells"), [(1, [("ROW006", "C2")]), (5, [("ROW006", "C6")]), (6, [])])
def test_a_text_that_gives_an_example_is_asked_about_in_the_first_five_rows(
    at: int, cells: list[tuple[str, str]]
) -> None:
    rows = [f"甲{row} | 2023-1-1 | {'示例：某事' if row == at else ''}" for row in range(1, 8)]
    assert asked("\n".join(rows), "案号 | 日期 | 备注") == cells


@pytest.mark.parametrize(
    ("rows", "shifted", "found"),
    [(20, 1, 1), (20, 2, 2), (19, 2, 0), (20, 3, 0), (2, 1, 1), (3, 2, 0), (99, 9, 9), (99, 10, 0)],
)
def test_up_to_a_tenth_of_the_rows_may_be_shifted_by_a_column(rows: int, shifted: int, found: int) -> None:
    plain = [f"甲{row} | 2023-1-1 | 警告 |" for row in range(rows - shifted)]
    moved = [f"乙{row} | 2023-1-1 | | 罚款" for row in range(shifted)]
    told = asked("\n".join([*plain, *moved]), "案号 | 日期 | 种类 | 备注")
    assert told == [("ROW010", f"C{rows - shifted + 2 + at}") for at in range(found)]


@pytest.mark.parametrize(
    ("header", "row", "cell"),
    [
        ("案号 | 日期 | 备注 | 种类", "乙 | 2023-1-1 | 罚款 |", "D3"),
        ("案号 | 日期 | 种类 | 备注", "乙 | 2023-1-1 | | 罚", "C3"),
        ("案号 | 日期 | 种类 | 去向", "乙 | 2023-1-1 | | 警告", "C3"),
        ("案号 | 日期 | 种类 | 经办人", "乙 | 2023-1-1 | | 警告", ""),
        ("案号 | 日期 | 种类 | 备注", "乙 | 2023-1-1 | | 警告他", ""),
        ("案号 | 日期 | 结案 | 备注", "乙 | 2023-1-1 | | 2023年1月5日", "C3"),
        ("案号 | 日期 | 结案 | 备注", "乙 | 2023-1-1 | | 2023年1月5日已结", ""),
        ("案号 | 日期 | 结案 | 备注", "乙 | 2023-1-1 | | 警告", ""),
        ("案号 | 日期 | 种类 | 备注", "乙 | 2023-1-1 | | 2023-1-5", ""),
        ("案号 | 备注 | 日期", "乙 | | 2023-1-1", ""),
    ],
)
def test_a_value_beside_its_blank_cell_is_asked_about_where_only_free_text_stands(
    header: str, row: str, cell: str
) -> None:
    filled = {"案号": "甲", "日期": "2023-1-1", "种类": "警告", "结案": "2023-2-1"}
    first = " | ".join(filled.get(each, "") for each in header.split(" | "))
    assert asked(f"{first}\n{row}", header) == ([("ROW010", cell)] if cell else [])


@pytest.mark.parametrize("day", [date(2023, 1, 5), datetime(2023, 1, 5)])
def test_a_day_in_the_column_beside_its_own_is_asked_about_too(day: Cell) -> None:
    rows: list[list[Cell]] = [
        ["案号", "日期", "结案", "备注", "种类"],
        ["甲", "2023-1-1", day, "", "警告"],
        ["乙", "2023-1-1", "", day, ""],
    ]
    found = recognise(Sheet("Sheet1", rows), KNOWN, "表.xlsx").findings
    assert [(each.code, each.place.cell) for each, _ in found] == [("ROW010", "C3")]


@pytest.mark.parametrize(
    ("first", "count", "told"), [("补", 3, [("ROW006", "A2")]), ("补", 2, []), ("十", 3, []), ("长" * 8, 3, [("ROW006", "A2")]), ("长" * 9, 3, [])]
)  # fmt: skip
def test_a_word_where_more_than_half_have_a_number_is_asked_about(
    first: str, count: int, told: list[tuple[str, str]]
) -> None:
    rows = [f"{first} | 甲 | 2023-1-1", *(f"{at} | 乙{at} | 2023-1-1" for at in range(1, count))]
    assert asked("\n".join(rows), "序号 | 案号 | 日期") == told


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("甲 | 2023-1-1 | x\n乙 | 2023-1-1 | y", [("TAB011", "C2")]),
        ("甲 | 2023-1-1 | \n乙 | 2023-1-1 | 5", [("TAB011", "C3")]),
        ("甲 | 2023-1-1 | \n乙 | 2023-1-1 | ", []),
        ("甲 | 2023-1-1 | ​\n乙 | 2023-1-1 | ", []),
    ],
)
def test_what_stands_beyond_the_headings_is_told_at_its_first_cell(
    rows: str, found: list[tuple[str, str]]
) -> None:
    assert asked(rows, "案号 | 日期 |") == found


def test_before_the_headings_only_numbers_may_stand() -> None:
    assert asked("x | 甲 | 2023-1-1\n2 | 乙 | 2023-1-1", " | 案号 | 日期") == [("TAB011", "A2")]
    assert asked("1 | 甲 | 2023-1-1\n2 | 乙 | 2023-1-1", " | 案号 | 日期") == []


@pytest.mark.parametrize(
    "heading", ["备注（上年）", "备注(计划)", "备注【旧】", "备注（其中：复议）", "备注（本月）", "备注（截至11月）", "备注（近三年）", "备注（目标）",
                "备注（约）", "备注（场均）", "备注（不含线上）", "备注（×100）", "备注（概数）"]
)  # fmt: skip
def test_a_heading_that_says_another_thing_in_a_bracket_is_asked_about(heading: str) -> None:
    assert asked("\n".join(GOOD), HEADER.replace("备注", heading)) == [("TAB017", "F1")]


@pytest.mark.parametrize(
    "heading",
    [
        "备注（选填）",
        "备注（1—12月）",
        "备注（计划内）",
        "备注（全年）",
        "备注（拟定依据）",
        "上年备注",
        "备注（约定事项）",
        "备注（平均分配）",
    ],
)
def test_a_heading_that_only_explains_itself_is_not(heading: str) -> None:
    assert asked("\n".join(GOOD), HEADER.replace("备注", heading)) == []


def test_a_year_in_the_bracket_of_a_heading_is_one_of_the_table() -> None:
    found = recognise(sheet("案号 | 日期（2022年） | 备注（2023）\n甲 | 2023-1-1 |"), KNOWN, "表.xlsx")
    assert list(found.tables[0].titles) == [(0, 1, "(2022年)"), (0, 2, "(2023年)")]


@pytest.mark.parametrize("text", ["另有3件没有列入", "还有2件未登记", "漏报1件", "12月补报2件"])
def test_a_note_below_the_rows_that_speaks_of_more_is_asked_about(text: str) -> None:
    assert asked("\n".join([*GOOD, "", text])) == [("ROW005", "A6")]
    assert asked("\n".join([*GOOD, "", "本表不含下沉人员"])) == []


@pytest.mark.parametrize(
    "text", ["示例", "【例】", "模板：", "Example", "示范", "填写示例甲", "（例如）", "参考"]
)
def test_a_whole_row_among_the_first_that_calls_itself_an_example_is_asked_about(text: str) -> None:
    row = f"1 | 甲 | 2023-1-1 | 警告 | | {text} |"
    assert asked("\n".join([row, *GOOD[1:]])) == [("ROW006", "F2")]


@pytest.mark.parametrize("text", ["示范村", "例会", "如期", "参考人数3", "模板工程"])
def test_what_only_begins_like_an_example_is_none(text: str) -> None:
    row = f"1 | 甲 | 2023-1-1 | 警告 | | {text} |"
    assert asked("\n".join([row, *GOOD[1:]])) == []
