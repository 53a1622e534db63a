"""What is asked about a table: its words of exclusion, its gaps, what stands beside its columns and between its rows."""

from __future__ import annotations

import pytest

from reportgen.model import Field, Kind
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
                "种类": Field(type="string", enum=("警告", "罚款")),
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
        ([*GOOD, "4 | | | | | |", "5 | 戊 | 2023-1-5 | 警告 | | |"], []),  # 4 is there, and empty
        (["n:1e300 | 甲 | 2023-1-1 | | | |", "n:5 | 乙 | 2023-1-1 | | | |"], []),  # no numbers of rows
        (["n:inf | 甲 | 2023-1-1 | | | |", "n:1 | 乙 | 2023-1-1 | | | |"], []),
        (["31 | 甲 | 2023-1-1 | | | |", "32 | 乙 | 2023-1-1 | | | |"], []),  # goes on from another table
        ([GOOD[0], "以下作废", GOOD[1]], [("ROW005", "A3")]),
        ([GOOD[0], "第二批", GOOD[1]], [("ROW005", "A3")]),
        ([*GOOD[:2], "以上不计入"], [("ROW005", "A4")]),
        ([*GOOD, "注：已撤回的不计入", "填表人：甲"], []),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | 警告 | 2023-2-3 | | | 另有5件"], [("TAB011", "H4")]),
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | | | 罚款 |"], []),  # the column beside is that of a date
        ([*GOOD[:2], "3 | 丙 | 2023-1-3 | 警告 | | 2023-5-6 |"], [("ROW010", "E4")]),
    ],
)
def test_what_may_not_be_meant_is_asked(rows: list[str], found: list[tuple[str, str]]) -> None:
    assert asked("\n".join(rows)) == found


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
