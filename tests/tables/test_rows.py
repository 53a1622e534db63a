"""The rows below a header -> data, totals, doubtful ones; and what merged cells and 〃 stand for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import Cell, Field, Kind, Range, Sheet
from reportgen.tables.above import above
from reportgen.tables.labels import columns_of
from reportgen.tables.rows import Body, Rows, body, empty_in, sort_rows
from tests.tables.small import CASES, TRAINING, sheet

COLUMNS = {"日期": 1, "主题": 2, "学时": 3}


def below(drawn: Sheet, first: int = 1) -> list[tuple[Cell, ...]]:
    return list(zip(*drawn.rows[first:], strict=True))


def under(drawn: Sheet, end: int, kind: Kind, columns: Mapping[str, int]) -> Body:
    """What stands below the first row, which is the header."""
    return body(drawn, 1, end, kind, columns, below(drawn), above(drawn, kind, columns, 0, (0, 1)))


def trained(rows: str) -> Rows:
    """The rows below the header of a training, sorted."""
    drawn = sheet(f"序号 | 日期 | 主题 | 学时\n{rows}")
    return sort_rows(
        drawn,
        under(drawn, len(drawn.rows), TRAINING, COLUMNS),
        columns_of(TRAINING, COLUMNS),
    )


@pytest.mark.parametrize(
    ("cells", "count"), [(["甲", 1.0], 0), (["", 0.0, False, "甲"], 1), ([0.0, False], 0), ([], 0)]
)
def test_zero_and_no_are_not_empty(cells: list[Cell], count: int) -> None:
    assert empty_in(cells) == count


@pytest.mark.parametrize(
    ("row", "is_data"),
    [
        ("说明：民法典专题 | 2023-5-1 | 宪法 | 4", True),
        ("填表人：甲 | | 审核人：乙 | ", False),
        ("填 表 人 ： 甲 | | |", False),
        ("填报单位（盖章）：甲 | | |", False),
        ("全年合计 | | | 8", False),
        ("未来法治讲堂 | 2023-5-1 | 没有规矩不成方圆 | 4", True),
        ("示例 | 2023-5-1 | 宪法 | 4", False),
        ("1 | 2 | 3 | 4", False),
        ("以下空白 | | |", False),
        ("近海镇宣传办（盖章） | | |", False),
        ("平均 | | | 4", False),
        ("说明 | | 如有疑问请联系填表人 | ", False),
        ("（此表一式两份） | | |", False),
        (" | | （此表一式两份） |", False),
        ("2.未审结的空着 | | |", False),
        (" | 2024年1月8日 | |", False),
        (" | （盖章） | |", False),
        ("填表人： | 邢某 | 审核人： | 薛某", False),
        ("负责人：张某 | 2023-5-1 | 联系人：李某 | 4", True),
        ("1 | | 无 | ", False),
        ("本年度未开展培训 | | |", False),
        ("无 | 2023-5-1 | 无 | 4", True),
    ],
)
def test_a_row_that_can_be_data_is_data(row: str, is_data: bool) -> None:
    assert tuple(trained(f"{row}\n2 | 2023-6-1 | 宪法 | 4").data) == ((1, 2) if is_data else (2,))


@pytest.mark.parametrize(
    ("row", "sort"),
    [
        ("合 计 | | | 8", "totals"),
        ("年度合计 | 2023-5-1 | 全部培训 | 4", "doubtful"),
        ("一季度合计 | | | 4", "totals"),
        (" | 第一季度 | |", "doubtful"),
        ("无 | | |", "nothing"),
        ("1 | | 无 |", "nothing"),
        (" | 本年度未开展培训 | |", "doubtful"),
    ],
)
def test_a_row_that_is_no_data_is_of_one_sort(row: str, sort: str) -> None:
    found = trained(f"{row}\n2 | 2023-6-1 | 宪法 | 4")
    assert tuple(found.data) == (2,)
    assert {name: getattr(found, name) for name in ("totals", "doubtful", "nothing")} == {
        "totals": (), "doubtful": (), "nothing": (), sort: (1,)
    }  # fmt: skip


WORDS = [
    "",
    " ",
    "1",
    "2",
    "无",
    "合计",
    "第一季度",
    "2023-5-1",
    "宪法",
    "〃",
    "填表人：甲",
    "注：",
    "示例",
    4.0,
    12.5,
]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=4, max_size=4), max_size=9))
def test_every_row_is_of_one_sort_at_most_and_a_whole_one_is_never_passed_over(
    rows: list[list[Cell]],
) -> None:
    drawn = Sheet("Sheet1", [["序号", "日期", "主题", "学时"], *rows])
    cells = under(drawn, len(drawn.rows), TRAINING, COLUMNS) if rows else Body(1, ())
    found = sort_rows(drawn, cells, columns_of(TRAINING, COLUMNS))
    sorts = [*found.data, *found.totals, *found.doubtful, *found.nothing]
    assert len(sorts) == len(set(sorts))
    assert set(sorts) <= set(range(1, len(drawn.rows)))
    assert list(found.data) == sorted(found.data)
    plain = {
        index for index, row in enumerate(rows, 1) if row[0] in ("", 4.0, 12.5) and row[1:] == ["2023-5-1", "宪法", 4.0]
    }  # fmt: skip
    assert plain <= set(found.data)


def test_a_row_with_an_error_value_is_data_though_it_looks_empty() -> None:
    drawn = sheet("序号 | 日期 | 主题 | 学时\n | | |\n2 | 2023-6-1 | 宪法 | 4")
    drawn.unread = {(1, 2): "#REF!"}
    cells = under(drawn, 3, TRAINING, COLUMNS)
    assert tuple(sort_rows(drawn, cells, columns_of(TRAINING, COLUMNS)).data) == (1, 2)


def merged(table: str, *ranges: Range) -> Body:
    drawn = sheet(table.strip(), merged=ranges)
    return under(drawn, len(drawn.rows), TRAINING, COLUMNS)


def test_a_merged_text_stands_in_each_of_its_rows_and_a_merged_number_in_none() -> None:
    found = merged(
        """
        序号 | 日期     | 主题 | 学时
        1    | 2023-5-1 | 宪法 | 4
        2    |          |      |
        3    |          | 民法 | 2
        """,
        ((1, 1), (3, 1)),
        ((1, 2), (2, 2)),
        ((1, 3), (2, 3)),
    )
    assert [list(column) for column in found.columns[1:]] == [
        ["2023-5-1"] * 3,
        ["宪法", "宪法", "民法"],
        ["4", "", "2"],
    ]
    assert found.merged == {(2, 3)}


def test_columns_merged_into_one_and_rows_without_a_cell_are_left_alone() -> None:
    found = merged(
        "序号 | 日期 | 主题 | 学时\n1 | 2023-5-1 | 宪法 | 4\n2 | | |\n | | |",
        ((1, 1), (3, 2)),
        ((1, 3), (1, 3)),
        ((0, 3), (2, 3)),
    )
    assert [list(column) for column in found.columns[1:]] == [
        ["2023-5-1", "2023-5-1", ""],
        ["宪法", "", ""],
        ["4", "", ""],
    ]
    assert found.merged == {(2, 2)}


def test_a_sign_of_repetition_is_what_stands_above_and_is_noted() -> None:
    found = merged(
        "序号 | 日期 | 主题 | 学时\n〃 | 2023-5-1 | 宪法 | 4\n2 | 〃 | 同上 | 〃\n3 | 〃 | 民法 | 2"
    )
    assert [list(column) for column in found.columns] == [
        ["〃", "2", "3"],
        ["2023-5-1"] * 3,
        ["宪法", "宪法", "民法"],
        ["4", "4", "2"],
    ]
    assert found.signs == {(2, 1): "〃", (3, 1): "〃", (2, 2): "同上", (2, 3): "〃"}


@pytest.mark.parametrize("sign", ["〃", "″", "〞", '"', "同上", "同前"])
def test_every_sign_of_repetition_is_one(sign: str) -> None:
    found = merged(f"序号 | 日期 | 主题 | 学时\n1 | 2023-5-1 | 宪法 | 4\n2 | {sign} | {sign} | 2")
    assert found.signs == {(2, 1): sign, (2, 2): sign}
    assert [column[1] for column in found.columns] == ["2", "2023-5-1", "宪法", "2"]


def test_the_sheet_is_left_as_it_was() -> None:
    drawn = sheet("案号 | 收到日期\n甲 | 2023-5-1\n乙 | 〃\n丙 | x", merged=(((2, 1), (3, 1)),))
    before = [list(row) for row in drawn.rows]
    columns = {"案号": 0, "收到日期": 1}
    found = under(drawn, 4, CASES, columns)
    assert list(found.columns[1]) == ["2023-5-1"] * 3
    assert drawn.rows == before


@given(st.integers(1, 4), st.integers(1, 6), st.data())
def test_a_column_is_its_cells_row_by_row(width: int, height: int, data: st.DataObject) -> None:
    columns = [[f"{column},{row}" for row in range(height)] for column in range(width)]
    found = Body(3, columns)
    chosen = data.draw(st.lists(st.integers(3, 2 + height), unique=True).map(sorted))
    for rows in (chosen, range(3, 3 + height), range(4, 3 + height)):
        for column in range(width):
            assert list(found.column(column, rows)) == [found.row(index)[column] for index in rows]


def sorts(rows: str) -> list[tuple[int, str, str]]:
    """The rows of a drawn training that are no data."""
    return [(each.row, each.sort, each.words) for each in trained(rows).passed]


@pytest.mark.parametrize(("blank", "sort"), [(0, "units"), (4, "units"), (5, "doubtful")])
def test_a_row_of_units_stands_in_the_first_five_rows(blank: int, sort: str) -> None:
    found = sorts(" | | |\n" * blank + " | | | （学时）\n1 | 2023-5-1 | 宪法 | 4")
    assert found[blank:] == [(blank + 1, sort, "单位" if sort == "units" else "")]
    assert [each for _, each, _ in found[:blank]] == ["blank"] * blank


@pytest.mark.parametrize(
    ("rows", "passed"),
    [
        ("1 | 2 | 3 | 4\n1 | 2023-5-1 | 宪法 | 4", [(1, "numbers", "1、2、3……")]),
        ("1 | 2023-5-1 | 宪法 | 4\n1 | 2 | 3 | 4", []),
        ("示例 | 2023-5-1 | 宪法 | 4\n1 | 2023-5-1 | 宪法 | 4", [(1, "example", "示例")]),
        ("1 | 2023-5-1 | 宪法 | 4\n示例 | 2023-5-1 | 宪法 | 4", [(2, "doubtful", "")]),
        ("1 | 2 | 3 | 4\n示例 | 2023-5-1 | 宪法 | 4\n1 | 2023-5-1 | 宪法 | 4", [(1, "numbers", "1、2、3……"), (2, "example", "示例")]),
        ("1 | 2023-5-1 | 宪法 | 4\n | （盖章） | |", [(2, "footer", "签章")]),
        (" | （盖章） | |\n1 | 2023-5-1 | 宪法 | 4", [(1, "doubtful", "")]),
        ("1 | 2023-5-1 | 宪法 | 4\n | （盖章） | |\n合计 | | | 4", [(2, "footer", "签章"), (3, "total", "合计")]),
        (" | 本年度未开展培训 | |", [(1, "nothing", "没有、未")]),
        (" | 本年度未开展培训 | |\n填表人：甲 | | |", [(1, "nothing", "没有、未"), (2, "footer", "填表人")]),
        (" | 本年度未开展培训 | |\n | 第一季度 | |", [(1, "doubtful", ""), (2, "doubtful", "")]),
        ("序号 | 日期 | 主题 | 学时\n1 | 2023-5-1 | 宪法 | 4", [(1, "heading", "")]),
        (" | 一、集中 | |\n1 | 2023-5-1 | 宪法 | 4\n | 二、分散 | |\n2 | 2023-5-1 | 宪法 | 4",
         [(1, "title", "分组的标题"), (3, "title", "分组的标题")]),
        (" | 一、集中 | |\n序号 | 日期 | 主题 | 学时\n1 | 2023-5-1 | 宪法 | 4\n | 二、分散 | |\n2 | 2023-5-1 | 宪法 | 4",
         [(1, "title", "分组的标题"), (2, "heading", ""), (4, "title", "分组的标题")]),
        (" | 一、集中 | |\n1 | 2023-5-1 | 宪法 | 4\n | 二、分散 | |", [(1, "doubtful", ""), (3, "doubtful", "")]),
        (" | 一、集中 | |\n | 二、分散 | |\n1 | 2023-5-1 | 宪法 | 4", [(1, "doubtful", ""), (2, "doubtful", "")]),
    ],
)  # fmt: skip
def test_a_row_is_settled_by_what_stands_above_and_below_it(
    rows: str, passed: list[tuple[int, str, str]]
) -> None:
    assert sorts(rows) == passed


COUNTED = Kind(
    name="统计",
    title="统计",
    fields={
        "事项": Field(type="string", required=True),
        "对象": Field(type="string", required=True),
        "次数": Field(type="integer", required=True),
    },
)


@pytest.mark.parametrize(
    ("rows", "sort"),
    [
        ("1 | 2 | 3\n甲 | 乙 | 5", "doubtful"),
        ("1 | 2 | 3\n1 | 乙 | 5", "numbers"),
        ("1 | 2 | 3\n | |\n1 | 乙 | 5", "numbers"),
        ("1 | 2 | 3", "doubtful"),
        ("甲 | 1 | 2\n甲 | 乙 | 5", "numbers"),
        ("甲 | 1 | 2\n丙 | 乙 | 5", "doubtful"),
    ],
)
def test_a_row_that_may_count_the_columns_does_where_the_next_begins_alike(rows: str, sort: str) -> None:
    drawn, columns = sheet(f"事项 | 对象 | 次数\n{rows}"), {"事项": 0, "对象": 1, "次数": 2}
    found = sort_rows(
        drawn,
        under(drawn, len(drawn.rows), COUNTED, columns),
        columns_of(COUNTED, columns),
    )
    assert found.passed[0].sort == sort


def test_a_row_that_counts_the_columns_under_that_word_does() -> None:
    drawn, columns = (
        sheet("号 | 事项 | 对象 | 次数\n栏次 | 1 | 2 | 3\nx | 甲 | 乙 | 5"),
        {"事项": 1, "对象": 2, "次数": 3},
    )
    found = sort_rows(
        drawn,
        under(drawn, 3, COUNTED, columns),
        columns_of(COUNTED, columns),
    )
    assert [(each.row, each.sort) for each in found.passed] == [(1, "numbers")]


@pytest.mark.parametrize("word", ["无", "零报告", "/", "//", "-", "--", "—", "——", "无此项"])
def test_a_whole_row_crossed_out_says_that_there_is_nothing(word: str) -> None:
    assert sorts(f"1 | {word} | {word} | {word}") == [(1, "nothing", word)]
    assert sorts(f"1 | 2023-5-1 | 宪法 | 4\n2 | {word} | {word} | {word}") == [(2, "nothing", word)]


def test_where_one_field_must_be_filled_a_row_without_the_fullest_other_is_looked_at() -> None:
    kind = Kind(name="表", title="表", fields={"事项": Field(type="string", required=True), "金额": Field(type="number"),
                                             "说明": Field(type="string")})  # fmt: skip
    columns = {"事项": 0, "金额": 1, "说明": 2}
    drawn = sheet("事项 | 金额 | 说明\n甲 | 5 |\n乙 | 6 | x\n近海镇（盖章） | |")
    found = sort_rows(
        drawn,
        under(drawn, 4, kind, columns),
        columns_of(kind, columns),
    )
    assert (tuple(found.data), [(each.row, each.sort) for each in found.passed]) == ((1, 2), [(3, "footer")])


def test_the_rows_of_data_are_a_stretch_where_others_stand_at_its_ends_only() -> None:
    ends = trained("1 | 2 | 3 | 4\n1 | 2023-5-1 | 宪法 | 4\n2 | 2023-5-1 | 宪法 | 4\n合计 | | | 8").data
    assert ends == range(2, 4)
    within = trained("1 | 2023-5-1 | 宪法 | 4\n小计 | | | 4\n2 | 2023-5-1 | 宪法 | 4").data
    assert within == [1, 3]
    assert tuple(trained("合计 | | | 8\n填表人：甲 | | |").data) == ()


def test_a_part_of_a_sheet_ends_where_the_next_table_begins() -> None:
    drawn = sheet(
        "序号 | 日期 | 主题 | 学时\n1 | 2023-5-1 | 宪法 | 4\n2 | 〃 | 民法 | 2\n题",
        merged=(((2, 2), (3, 2)),),
    )
    found = under(drawn, 3, TRAINING, COLUMNS)
    assert (len(found), found.row(2), list(found.blanks)) == (2, ["2", "2023-5-1", "民法", "2"], [0, 0, 0, 0])
    assert (found.merged, found.signs, found.column(1, [])) == (frozenset(), {(2, 1): "〃"}, ())


@pytest.mark.parametrize(
    ("heading", "checked"), [("核对", True), ("*核对：", True), ("备注", False), ("序号", False)]
)
def test_rows_of_the_year_before_count_once_they_were_looked_at(heading: str, checked: bool) -> None:
    words = ["待核对", "已核对", "不再有", "", " 待核对 ", "待核对的", "7", "待核对"]
    lines = [f"{word} | 2023-5-{at} | 宪法 | 4" for at, word in enumerate(words, 1)]
    drawn = sheet("\n".join([f"{heading} | 日期 | 主题 | 学时", *lines]))
    found = sort_rows(
        drawn,
        under(drawn, len(drawn.rows), TRAINING, COLUMNS),
        columns_of(TRAINING, COLUMNS),
    )
    passed = [(each.row, each.words) for each in found.passed if each.sort == "carried"]
    assert passed == (
        [(1, "待核对"), (3, "不再有"), (5, "待核对"), (6, "核对没有写清"), (7, "核对没有写清"), (8, "待核对")]
        if checked
        else []
    )
    assert len(found.data) == (2 if checked else 8)
