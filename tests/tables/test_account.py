"""Every filled cell of a sheet has one class, and they add up; a row put in is never lost in silence."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.model import Cell, Field, Kind, Sheet
from reportgen.tables import account
from reportgen.tables.account import accounts, all_filled, class_of, classes_of_row, is_beside
from reportgen.tables.headers import vocabulary
from reportgen.tables.recognise import recognise
from reportgen.tables.typed import Columns, typed_table
from tests.tables.small import KINDS, TRAINING, sheet

PROBLEMS = Kind(
    name="问题",
    title="存在问题",
    fields={"主要问题": Field(type="string", required=True), "原因分析": Field(type="string", required=True)},
)
KNOWN = vocabulary({"学法培训": TRAINING, "问题": PROBLEMS})
WORDS: list[Cell] = [
    "", "", " ", "无", "合计", "合计（2件）", "总计", "其中：", "全镇", "第1页 共2页", "一、邻里", "（人）", "（学时）", "填表人：甲", "审核人：",
    "注：按季度填", "以下作废", "示例", "例：", "备注", "2.未填的空着", "知晓率", "近海镇（盖章）", "2024年1月8日", "本年度未开展培训", "〃",
    "日期", "主题", "学时", "序号", "学法培训登记表", "单位：学时", 1.0, 2.0, 3.0, 4.0, "2023-5-1", "宪法", "x",
]  # fmt: skip
ROWS = st.lists(st.lists(st.sampled_from(WORDS), min_size=5, max_size=5), max_size=9)
HEADERS: list[list[Cell]] = [
    ["序号", "日期", "主题", "学时", "备注"],
    ["", "日期", "", "主题", "学时"],
    ["主要问题", "", "原因分析", "", ""],
]
MERGES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 2), st.integers(0, 1)), max_size=3
)


@given(ROWS, st.sampled_from(HEADERS), ROWS, MERGES)
@settings(max_examples=400)
def test_the_classes_of_any_sheet_add_up_to_its_filled_cells(
    above: list[list[Cell]],
    header: list[Cell],
    below: list[list[Cell]],
    merges: list[tuple[int, int, int, int]],
) -> None:
    rows = [*above[:3], header, *below]
    merged = [
        ((top, left), (min(top + down, len(rows) - 1), left + right))
        for top, left, down, right in merges
        if top < len(rows)
    ]
    drawn = Sheet("Sheet1", rows, merged)
    found = recognise(drawn, KNOWN, "表.xlsx")
    counted, rest = accounts(drawn, found)
    filled = sum(cell != "" for row in rows for cell in row)
    assert (
        sum(sum(each.cells.values()) for each in counted) + sum(rest.values()) == filled == all_filled(drawn)
    )
    for table, each in zip(found.tables, counted, strict=True):
        classes: dict[str, int] = {}
        for row in range(table.top, table.end):
            for name in classes_of_row(drawn, table, row).values():
                classes[name] = classes.get(name, 0) + 1
        assert classes | ({"other": each.cells["other"]} if "other" in each.cells else {}) == dict(each.cells)


PUT_IN = st.tuples(
    st.sampled_from(["", "", "9", 9.0, "甲", "填表人：甲", "小结"]),
    st.sampled_from(["", "2023-7-1", "第三季度", "2024年1月8日"]),
    st.sampled_from(["", "宪法", "未成年人保护", "无障碍环境建设", "知晓率", "2.民法典", "一、民法典", "说明会", "备注", "数据汇总", "以下作废", "（宪法）", "没有规矩"]),
    st.sampled_from(["", 4.0, "4", 1.0, 3.0]),
    st.sampled_from(["", "x"]),
)  # fmt: skip


@given(st.integers(0, 4), PUT_IN.filter(lambda row: any(row[1:4])))
@example(2, ("填表人：甲", "", "备注", "", ""))
@example(2, ("填表人：甲", "", "备注", "", "x"))
@settings(max_examples=400)
def test_a_row_put_in_with_any_required_cell_changes_what_is_read_or_what_is_said(
    at: int, row: tuple[Cell, ...]
) -> None:
    rows: list[list[Cell]] = [
        [1.0, "2023-5-1", "行政处罚法", 4.0, ""],
        [2.0, "2023-5-9", "行政许可法", 5.0, ""],
        ["", "", "", "", ""],
        ["填表人：甲", "", "审核人：乙", "", ""],
    ]
    before = said(rows)
    assert said([*rows[:at], list(row), *rows[at:]]) != before


OTHER: list[Cell] = [
    "", " ", 0.0, 4.5, 6.0, -3.0, 400.0, 1e16, True, "4①", "4²", "4 5", "4,5", "４．５", "五", "12", "12学时", "4人", "0.4万", "40%", "约4",
    "4-5", "4/5", "4+1", "无", "/", "NULL", "见附件", "合计", "4\u200b0", "=4+1", "2023-5-1", "O", "l",
]  # fmt: skip


@given(st.integers(0, 2), st.sampled_from(OTHER) | st.floats(-1e17, 1e17) | st.text(max_size=5))
@settings(max_examples=400)
def test_another_value_in_a_counted_column_changes_its_sum_or_what_is_said(at: int, cell: Cell) -> None:
    rows: list[list[Cell]] = [
        [1.0, "2023-5-1", "行政处罚法", 3.0, ""],
        [2.0, "2023-5-9", "行政许可法", 7.0, ""],
        [3.0, "2023-5-10", "行政复议法", 8.0, ""],
    ]
    before = counted_and_said(rows)
    changed = [[*row] for row in rows]
    changed[at][3] = cell
    if counted_and_said(changed) == before:
        assert typed_as_number(cell) == rows[at][3], "it says the same in other signs"


def typed_as_number(cell: Cell) -> float:
    """What a person reads in a cell that gave the same sum: 7, 7.0, ７, 七, 7学时."""
    text = unicodedata.normalize("NFKC", str(cell)).strip().removesuffix("学时")
    return {"三": 3.0, "七": 7.0, "八": 8.0}.get(text) or float(re.sub(r"[\s\u200b]", "", text))


def counted_and_said(rows: list[list[Cell]]) -> tuple[object, ...]:
    """The sum of the counted column, and the codes of what is said."""
    drawn = Sheet("Sheet1", [["序号", "日期", "主题", "学时", "备注"], *rows])
    (table,) = recognise(drawn, KNOWN, "表.xlsx").tables
    found, problems = typed_table(Columns(), drawn, table, "表.xlsx", 2023, [])
    values = found.values[list(found.columns).index("学时")]
    return (
        sum(each for each in values if isinstance(each, float)),
        len(values),
        [each.finding.code for each in problems],
    )


def said(rows: list[list[Cell]]) -> tuple[object, ...]:
    """The rows of data and the codes of what is asked, without their places."""
    drawn = Sheet("Sheet1", [["序号", "日期", "主题", "学时", "备注"], *rows])
    found = recognise(drawn, KNOWN, "表.xlsx")
    (table,) = found.tables
    _, problems = typed_table(Columns(), drawn, table, "表.xlsx", 2023, [])
    codes = [each.code for each, _ in found.findings] + [each.finding.code for each in problems]
    return [table.body.row(row) for row in table.rows], sorted(codes)


def test_each_class_of_a_sheet_is_counted() -> None:
    drawn = sheet(
        """
        学法培训登记表 | | | | |
        单位：学时 | | | | |
        序号 | 日期 | 主题 | 学时 | 备注 | 附
        1 | 2 | 3 | 4 | 5 | 6
        例 | 2023-1-1 | 宪法 | 4 | | x
        1 | 2023-5-1 | 宪法 | 4 | 好 | y
        以下作废
        2 | 2023-5-2 | 民法 | 4 | |
        合计 | | | 8
        注：按季度填
        填表人：甲 | | 审核人：乙
        """
    )
    (counted,), rest = accounts(drawn, recognise(drawn, KINDS, "培训.xlsx"))
    assert rest == {}
    assert counted.cells == {
        "title": 1, "unit": 1, "heading": 6, "value": 6, "unknown": 4, "total": 2, "footer": 2, "note": 2, "numbers": 6,
        "example": 5,
    }  # fmt: skip
    assert counted.passed == [
        ("numbers", "1、2、3……", 4), ("example", "例", 5), ("note", "只有一格文字", 7), ("total", "合计", 9), ("note", "注", 10),
        ("footer", "填表人", 11),
    ]  # fmt: skip


def test_what_stands_in_a_sheet_that_nobody_knows_is_counted_as_not_read() -> None:
    drawn = sheet("物品 | 数量\n笔 | 3")
    assert accounts(drawn, recognise(drawn, KINDS, "其他.xlsx")) == ([], {"other": 4})


def test_a_disagreement_is_a_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = sheet("日期 | 主题 | 学时\n2023-5-1 | 宪法 | 4")
    found = recognise(drawn, KINDS, "培训.xlsx")
    monkeypatch.setattr(account, "all_filled", lambda sheet: 7)
    with pytest.raises(RuntimeError):
        accounts(drawn, found)


@pytest.mark.parametrize(
    ("name", "strange", "beside"),
    [("填表说明", False, True), ("目录", True, True), ("目录", False, False), ("复议", True, False)],
)
def test_a_sheet_beside_the_forms_goes_by_its_name(name: str, strange: bool, beside: bool) -> None:
    assert is_beside(name, strange=strange) is beside


def test_what_stands_beside_several_tables_goes_with_the_last() -> None:
    drawn = sheet(
        """
        行政复议案件台账
        案号 | 结果 | 备注
        甲   | 维持 | x

        日期     | 主题 | 学时
        2023-5-1 | 宪法 | 4

        案号 | 收到日期 | 结果
        甲   | 2023-5-1 | 维持
        乙   | 2023-5-1 | 维持
        """
    )
    counted, rest = accounts(drawn, recognise(drawn, KINDS, "培训.xlsx"))
    assert [each.cells for each in counted] == [
        {"heading": 3, "value": 3},
        {"heading": 3, "value": 6, "other": 7},
    ]
    assert rest == {}


def test_what_a_merged_cell_or_a_sign_stands_for_is_not_counted() -> None:
    rows = "日期 | 主题 | 学时\n2023-5-1 | 宪法 | 4\n | 〃 | 4\n | | \n日期 | 主题 | 学时"
    drawn = sheet(rows, merged=(((1, 0), (2, 0)),))
    (counted,), _ = accounts(drawn, recognise(drawn, KINDS, "培训.xlsx"))
    assert counted.cells == {"heading": 6, "value": 5}


def test_a_table_that_goes_on_from_another_sheet_has_no_heading() -> None:
    first = recognise(sheet("日期 | 主题 | 学时\n2023-5-1 | 宪法 | 4"), KINDS, "培训.xlsx").tables[0]
    drawn = sheet("续表\n2023-5-2 | 民法 | 4")
    (counted,), rest = accounts(drawn, recognise(drawn, KINDS, "培训.xlsx", first))
    assert (counted.cells, rest) == ({"title": 1, "value": 3}, {})


@pytest.mark.parametrize("name", ["说明", "填表说明", "填报说明", "使用说明", "填表须知", " 说明 "])
def test_a_sheet_of_instructions_is_always_beside_the_forms(name: str) -> None:
    assert is_beside(name)
    assert is_beside(name, strange=True)


@pytest.mark.parametrize("name", ["选项", "字典", "下拉", "下拉选项", "下拉列表", "目录", "封面"])
def test_a_sheet_of_words_to_choose_from_is_beside_where_it_has_no_heading(name: str) -> None:
    assert is_beside(name, strange=True)
    assert not is_beside(name)


@pytest.mark.parametrize(
    ("sort", "name"),
    [("units", "unit"), ("spare", "unknown"), ("blank", "unknown"), ("total", "total"), ("note", "note")],
)
def test_the_cells_of_a_row_that_is_no_data_are_of_the_class_of_its_sort(sort: str, name: str) -> None:
    assert class_of(sort) == name


def test_a_row_of_a_number_alone_is_counted_and_not_told() -> None:
    drawn = sheet("序号 | 日期 | 主题 | 学时\n | | | （学时）\n1 | 2023-5-1 | 宪法 | 4\n2 | | |\n​ | | |")
    (counted,), _ = accounts(drawn, recognise(drawn, KINDS, "培训.xlsx"))
    assert counted.cells == {"heading": 4, "unit": 1, "value": 3, "unknown": 3}
    assert counted.passed == [("unit", "单位", 2)]
