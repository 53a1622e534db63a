"""The rows below a header -> data, totals, doubtful ones; and what merged cells and 〃 stand for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model import Cell, Range, Sheet
from reportgen.tables.rows import Body, Rows, body, sort_rows
from tests.tables.small import CASES, TRAINING, sheet

COLUMNS = {"日期": 1, "主题": 2, "学时": 3}


def below(drawn: Sheet, first: int = 1) -> list[tuple[Cell, ...]]:
    return list(zip(*drawn.rows[first:], strict=True))


def trained(rows: str) -> Rows:
    """The rows below the header of a training, sorted."""
    drawn = sheet(f"序号 | 日期 | 主题 | 学时\n{rows}")
    return sort_rows(
        drawn, body(drawn, 1, len(drawn.rows), TRAINING, COLUMNS, below(drawn)), TRAINING, COLUMNS
    )


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
@settings(deadline=None)
def test_every_row_is_of_one_sort_at_most_and_a_whole_one_is_never_passed_over(
    rows: list[list[Cell]],
) -> None:
    drawn = Sheet("Sheet1", [["序号", "日期", "主题", "学时"], *rows])
    cells = body(drawn, 1, len(drawn.rows), TRAINING, COLUMNS, below(drawn)) if rows else Body(1, ())
    found = sort_rows(drawn, cells, TRAINING, COLUMNS)
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
    cells = body(drawn, 1, 3, TRAINING, COLUMNS, below(drawn))
    assert tuple(sort_rows(drawn, cells, TRAINING, COLUMNS).data) == (1, 2)


def merged(table: str, *ranges: Range) -> Body:
    drawn = sheet(table.strip(), merged=ranges)
    return body(drawn, 1, len(drawn.rows), TRAINING, COLUMNS, below(drawn))


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
    found = body(drawn, 1, 4, CASES, columns, below(drawn))
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
