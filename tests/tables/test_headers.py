"""The cells of a sheet -> where headers stand, which column is which field, and where the next table begins."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import Field, Kind, Sheet
from reportgen.tables.headers import Fit, fits, header_of, missing, next_table, vocabulary
from reportgen.tables.units import Given
from tests.tables.small import CASES, KINDS, TRAINING, sheet

HEADINGS = ("序号", "案号", "收 案 日 期", "审理结果", "备注", "经办")


def below(drawn: Sheet, fit: Fit) -> list[tuple[object, ...]]:
    return list(zip(*drawn.rows[fit.last + 1 :], strict=True))


@given(
    st.permutations(HEADINGS),
    st.lists(st.sampled_from(["近海镇2023年台账", "填报单位：司法所", "（一式两份）"]), max_size=5),
)
def test_a_header_is_found_in_any_order_below_any_titles(headings: list[str], titles: list[str]) -> None:
    width = len(headings)
    rows = [[title, *[""] * (width - 1)] for title in titles]
    rows += [list(headings), ["1", *["甲"] * (width - 1)]]
    fit = fits(Sheet("Sheet1", [list(row) for row in rows]), KINDS, 0)["行政复议"]
    assert (fit.top, fit.depth, missing(CASES, fit)) == (len(titles), 1, [])
    assert fit.columns == {
        "案号": headings.index("案号"),
        "收到日期": headings.index("收 案 日 期"),
        "结果": headings.index("审理结果"),
    }


def test_each_kind_that_has_a_heading_there_has_its_best_header() -> None:
    drawn = sheet("案号 | 备注\n案号 | 收到日期 | 日期\n甲 | 2023-5-1 | 2023-5-1")
    found = fits(drawn, KINDS, 0)
    assert {kind: (fit.top, len(fit.columns)) for kind, fit in found.items()} == {
        "行政复议": (1, 2),
        "学法培训": (1, 1),
    }
    assert missing(TRAINING, found["学法培训"]) == ["主题", "学时"]


def test_two_rows_are_one_header_where_headings_stand_below_headings() -> None:
    drawn = sheet("日期 | 培训情况 | \n | 主题 | 学时\n2023-5-1 | 宪法 | 4")
    fit = fits(drawn, KINDS, 0)["学法培训"]
    assert (fit.top, fit.depth, fit.last, fit.columns) == (0, 2, 1, {"日期": 0, "主题": 1, "学时": 2})


def test_a_heading_below_another_may_go_by_both() -> None:
    kind = Kind(
        name="统计",
        title="统计表",
        fields={
            "镇街": Field(type="string"),
            "男/人数": Field(type="integer", required=True),
            "女人数": Field(type="integer", required=True),
        },
    )
    drawn = sheet("镇街 | 男 | | 女 | \n | 人数 | 占比 | 人数 | 占比\n甲镇 | 1 | 2 | 3 | 4")
    assert fits(drawn, vocabulary({"统计": kind}), 0)["统计"].columns == {
        "镇街": 0,
        "男/人数": 1,
        "女人数": 3,
    }


def test_a_field_that_two_columns_claim_is_named_with_the_second() -> None:
    drawn = sheet("案号 | 收到日期 | 收案日期\n甲 | 2023-5-1 | 2023-5-2")
    fit = fits(drawn, KINDS, 0)["行政复议"]
    assert (fit.columns["收到日期"], list(fit.twice)) == (1, [("收到日期", 2)])


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n| |\n日期 | 主题 | 学时\n2023-6-1 | 宪法 | 4", 2),
        ("案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n学法培训登记表\n\n日期 | 主题 | 学时", 2),
        ("案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n乙 | 2023-6-1 | 撤销", 3),
        ("案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n案号 | 收到日期 | 结果\n乙 | 2023-6-1 | 撤销", 4),
        (
            "案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n行政复议案件台账\n案号 | 收到日期 | 结果\n乙 | 2023-6-1 |",
            2,
        ),
    ],
)
def test_the_next_table_begins_with_its_title_lines_and_is_no_repeated_header(table: str, row: int) -> None:
    drawn = sheet(table)
    fit = fits(drawn, KINDS, 0)["行政复议"]
    assert next_table(drawn, KINDS, fit, below(drawn, fit)) == row


def test_a_header_says_what_it_lacks_what_is_anothers_what_nobody_knows_and_the_units() -> None:
    kind = Kind(
        name="处罚",
        title="处罚统计",
        fields={"事项": Field(type="string", required=True), "日": Field(type="date", required=True),
                "金额": Field(type="number", unit="元")},
    )  # fmt: skip
    known = vocabulary({"处罚": kind, "学法培训": TRAINING})
    drawn = sheet("序号 | 事项 | 金额（万元） | 主题 | 经办人\n1 | 甲 | 3 | |")
    for _ in range(2):  # the second time it is remembered
        said = header_of(drawn, known, kind, fits(drawn, known, 0)["处罚"])
        assert (said.lacking, said.foreign, said.unknown) == (["日"], ["主题"], ("主题", "经办人"))
        assert said.units == {"金额": (Given(("万元",)), 0, 2)}


def test_a_header_is_looked_for_in_forty_rows() -> None:
    header = "案号 | 收到日期 | 结果"
    assert fits(sheet("题 | |\n" * 39 + header), KINDS, 0)["行政复议"].top == 39
    assert fits(sheet("题 | |\n" * 40 + header), KINDS, 0) == {}
    assert fits(sheet("题 | |\n" * 40 + header), KINDS, 1)["行政复议"].top == 40


def test_a_header_has_three_rows_at_most() -> None:
    fields = {each: Field(type="integer", required=True) for each in ("一", "二", "三", "四")}
    kind = Kind(name="统计", title="统计表", fields=fields)
    known = vocabulary({"统计": kind})
    three = fits(sheet("一 | x |\n | 二 | x\n | | 三"), known, 0)["统计"]
    assert (three.top, three.depth, three.columns) == (0, 3, {"一": 0, "二": 1, "三": 2})
    four = fits(sheet("一 | x | |\n | 二 | x |\n | | 三 | x\n | | | 四"), known, 0)["统计"]
    assert (four.depth, len(four.columns)) == (3, 3)


def test_a_heading_has_less_than_sixty_signs() -> None:
    for length, found in ((59, 2), (60, 1)):
        kind = Kind(
            name="表", title="题", fields={"甲": Field(type="string"), "长" * length: Field(type="string")}
        )
        fit = fits(sheet(f"甲 | {'长' * length}\nx | y"), vocabulary({"表": kind}), 0)["表"]
        assert len(fit.columns) == found


def test_a_row_with_a_number_a_day_or_one_cell_alone_is_no_part_of_a_header_in_rows() -> None:
    below = Sheet("Sheet1", [["案号", "收到日期", "", ""], ["甲", date(2023, 5, 1), "结果", ""]])
    above = sheet(" | | 结果\n案号 | 收到日期 |")
    for drawn, top in ((below, 0), (above, 1)):
        fit = fits(drawn, KINDS, 0)["行政复议"]
        assert (fit.top, fit.depth, fit.columns) == (top, 1, {"案号": 0, "收到日期": 1})


def test_below_a_header_that_has_all_it_needs_no_other_is_looked_for() -> None:
    drawn = sheet(
        "案号 | 收到日期 |\n甲 | 2023-5-1\n乙 | 2023-6-1\n日期 | 主题 | 学时\n案号 | 收到日期 | 结果"
    )
    assert {kind: (fit.top, len(fit.columns)) for kind, fit in fits(drawn, KINDS, 0).items()} == {
        "行政复议": (0, 2)
    }


@pytest.mark.parametrize(("row", "end"), [("日期 | 主题 |", 4), ("日期 | 主题 | 学时", 2)])
def test_three_headings_begin_another_table(row: str, end: int) -> None:
    drawn = sheet(f"案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n{row}\n乙 | 2023-6-1 | 撤销")
    fit = fits(drawn, KINDS, 0)["行政复议"]
    assert next_table(drawn, KINDS, fit, below(drawn, fit)) == end


@pytest.mark.parametrize("word", ["序号", "备注", "说明"])
def test_a_usual_heading_is_not_told_as_unknown(word: str) -> None:
    drawn = sheet(f"案号 | 收到日期 | {word} | 其他\n甲 | 2023-5-1 | x | y")
    said = header_of(drawn, KINDS, CASES, fits(drawn, KINDS, 0)["行政复议"])
    assert said.unknown == ("其他",)


def test_a_merged_upper_heading_stands_over_its_own_columns_only() -> None:
    kind = Kind(name="统计", title="统计表", fields={"男/人数": Field(type="integer"), "女/人数": Field(type="integer"),
                                                 "人数": Field(type="integer"), "镇街": Field(type="string")})  # fmt: skip
    drawn = sheet(
        "镇街 | 男 | | 女 | |\n | 占比 | 人数 | 占比 | 人数 | 人数\n甲镇 | 1 | 2 | 3 | 4 | 5",
        merged=(((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (0, 4))),
    )
    fit = fits(drawn, vocabulary({"统计": kind}), 0)["统计"]
    assert (fit.depth, fit.columns) == (2, {"镇街": 0, "男/人数": 2, "女/人数": 4, "人数": 5})
