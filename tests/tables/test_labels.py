"""What the words of a row say that it is, and where they say nothing."""

from __future__ import annotations

import pytest

from reportgen.model import Cell, Field, Kind
from reportgen.tables.labels import columns_of, counts_columns, excluded, is_units, verdict

KIND = Kind(
    name="案件",
    title="案件登记表",
    fields={
        "编号": Field(type="string", required=True),
        "日期": Field(type="date", required=True),
        "类别": Field(type="string", enum=("甲类", "乙类", "合计")),
        "人数": Field(type="integer", required=True, unit="人"),
        "金额": Field(type="number", unit="元"),
    },
)
COLUMNS = {"编号": 1, "日期": 2, "类别": 3, "人数": 4, "金额": 5}
KNOWN = columns_of(KIND, COLUMNS)  # column 0 is a 序号, column 6 a 备注


def row(drawn: str) -> list[Cell]:
    cells: list[Cell] = [each.strip() for each in drawn.split("|")]
    return [*cells, *[""] * (7 - len(cells))]


@pytest.mark.parametrize(
    ("drawn", "sort"),
    [
        # 序号 | 编号 | 日期 | 类别 | 人数 | 金额 | 备注
        ("合计： | | | | 3 | 5", "total"),
        ("合计（件） | | | | 3", "total"),
        ("合 计（2件） | | | | 3", "total"),
        (" | 总计 | | | 3", "total"),
        (" | 总数 | 2件 | | 3", "total"),
        (" | 共2件 | | | 3", "total"),
        (" | 本页小计 | | | 3", "total"),
        (" | TOTAL | | | 3", "total"),
        (" | 全镇 | | | 3", "total"),
        (" | 其中：罚款 | | | 2", "total"),
        (" | 平均 | | | 4", "total"),
        ("7 | 合计 | | | 3", "total"),
        (" | 合计 | | 合计 | 3", "data"),
        (" | 全镇 | 2023-1-5 | | 3", "data"),
        (" | 合计 | 2023-1-5 | | 3", "doubtful"),
        (" | 汇总工作不到位", "doubtful"),
        (" | 资料汇总 ", "doubtful"),
        ("例： | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("范例 | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("填写样例 | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        (" | 示例：甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("例行检查 | 甲1 | 2023-1-5 | 甲类 | 3", "data"),
        ("3 | 甲3", "data"),
        (" | 个别部门未落实", "doubtful"),
        (" | 群众知晓率", "doubtful"),
        (" | 2.数字化水平不高", "doubtful"),
        (" | 一、邻里纠纷", "doubtful"),
        (" | 第1页 共2页", "footer"),
        ("第 2 页", "footer"),
        ("1/3页", "footer"),
        ("填表人：甲 | 审核人：乙", "footer"),
        ("填表人： | 甲 | 审核人： | 乙", "footer"),
        ("填表人：甲 | 甲1 | 2023-1-5 | 甲类 | 3", "data"),
        ("备注不全 | 甲1", "doubtful"),
        ("注：按季度填报", "note"),
        ("2.未审结的空着", "note"),
        ("以下作废", "note"),
        ("3", "spare"),
        (" | | 2023-1-5", "doubtful"),
        (" | | | | | | 2023年1月5日", "note"),
        ("无 | | | |", "nothing"),
        (" | | | | | | ", "blank"),
        (" | 无 | 无 | 合计 | 无", "data"),
    ],
)
def test_a_row_is_what_its_words_and_its_filled_cells_say(drawn: str, sort: str) -> None:
    assert verdict(row(drawn), KNOWN).sort == sort


@pytest.mark.parametrize(
    ("drawn", "where"),
    [
        ("例： | 甲1 | 2023-1-5 | | 3", "head"),
        (" | 填表人：甲", "tail"),
        ("填表人：甲", ""),
        (" | （盖章）", "tail"),
    ],
)
def test_words_in_a_column_that_must_be_filled_count_at_an_end_of_the_table_only(
    drawn: str, where: str
) -> None:
    assert verdict(row(drawn), KNOWN).where == where


def test_a_sentence_that_nothing_happened_counts_where_it_stands_alone() -> None:
    said = row(" | 本年度未发生行政处罚案件。")
    assert (verdict(said, KNOWN).sort, verdict(said, KNOWN, alone=True).sort) == ("doubtful", "nothing")
    other = row(" | 个别部门未落实普法责任制")
    assert verdict(other, KNOWN, alone=True).sort == "doubtful"


@pytest.mark.parametrize(
    "text", ["个别部门未落实", "群众知晓率", "2.数字化水平不高", "说明不够", "资料汇总", "第三季度"]
)
def test_a_row_of_two_columns_of_which_one_is_filled_is_one_with_a_gap(text: str) -> None:
    kind = Kind(
        name="问题", title="问题", fields={"问题": Field(type="string", required=True), "原因": Field(type="string", required=True)}
    )  # fmt: skip
    known = columns_of(kind, {"问题": 0, "原因": 1})
    assert verdict([text, ""], known).sort == verdict(["", text], known).sort == "data"


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ([1.0, 2.0, 3.0, 4.0], True),
        (["1", "2", "3"], True),
        (["甲", "乙", "1", "2", "3"], True),
        (["栏次", "1", "2", "3"], True),
        (["（1）", "（2）", "（3）"], True),
        (["甲1", "2023-1-5", "甲", 4.0, 5.0, 6.0], False),
        ([1.0, 2.0], False),
        (["甲", "乙", "丙"], False),
        ([1.0, 2.0, 4.0], False),
    ],
)
def test_a_row_counts_the_columns_only_throughout(cells: list[Cell], counts: bool) -> None:
    assert counts_columns(cells) is counts


@pytest.mark.parametrize(
    ("drawn", "units"),
    [
        (" | | | | （人） | （万元）", True),
        (" | | （年月日） | | 人 | 万元", True),
        (" | | | | 单位：人 |", True),
        (" | 甲 | | | 人 | 元", False),
        (" | （甲） | | |", False),
        ("1 | | | | （人） |", False),
    ],
)
def test_a_row_of_units_gives_units_and_nothing_else(drawn: str, units: bool) -> None:
    assert is_units(row(drawn), KNOWN) is units


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("此件作废", "作废"),
        ("已撤回", "已撤回"),
        ("申请人撤回申请", ""),
        ("活动已取消", "已取消"),
        ("与第3行重复", "与第3行重复"),
        ("并入上一件", "并入"),
        ("不计入", "不计入"),
        ("不计分", ""),
        ("当事人重复上访", ""),
        ("", ""),
    ],
)
def test_words_of_exclusion_are_known(text: str, words: str) -> None:
    assert excluded(text) == words
