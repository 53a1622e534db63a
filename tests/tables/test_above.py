"""What stands above the rows of a table tells which of its columns are to be asked about what."""

from __future__ import annotations

from reportgen.model import Cell, Field, Kind, Sheet
from reportgen.tables.above import above
from reportgen.tables.headers import vocabulary
from reportgen.tables.heads import head_of

KIND = Kind(
    name="调解", title="调解台账",
    fields={
        "编号": Field(type="string", required=True, unique=True), "事由": Field(type="string"), "结果": Field(type="string", enum=("成功", "不成功")),
        "办结日期": Field(type="date"), "情况说明": Field(type="string"),
    },
)  # fmt: skip
COLUMNS = {"编号": 1, "事由": 2, "结果": 3, "办结日期": 4, "情况说明": 5}
ROWS: list[list[Cell]] = [
    ["调解台账（单位：件）", "", "", "", "", "", ""],
    ["填报单位：司法所", "", "", "", "", "", ""],
    ["序号", "编号", "事由（上年）", "结果", "办结日期", "情况说明", ""],
    [1.0, "A-1", "邻里", "成功", "", "", ""],
]


def test_headings_and_cells_above_are_told() -> None:
    found = above(Sheet("调解", ROWS), KIND, COLUMNS, 0, (2, 3))
    assert list(found.headings) == ["序号", "编号", "事由", "结果", "办结日期", "情况说明", ""]
    assert found.counts == {"title": 1, "unit": 1, "heading": 6}
    assert list(found.other) == [("事由", 2, "上年")]
    assert (found.checked, found.older) == (-1, None)


def test_columns_are_asked_about_by_what_their_field_is() -> None:
    found = above(Sheet("调解", ROWS), KIND, COLUMNS, 0, (2, 3))
    assert list(found.spoken) == [0, 5, 6]
    assert list(found.unheaded) == [6]
    assert [(name, beside) for name, _, _, beside in found.shiftable] == [("结果", [2, 5]), ("办结日期", [5])]
    assert [each[0::2] for each in found.texts] == [("编号", False), ("事由", False), ("情况说明", True)]
    assert [each[3] for each in found.texts] == [False, True, True]


def test_a_column_below_a_heading_that_spans_it_has_one() -> None:
    merged = [((2, 5), (2, 6))]
    assert list(above(Sheet("调解", ROWS, merged), KIND, COLUMNS, 0, (2, 3)).unheaded) == []


def test_rows_that_go_on_from_another_sheet_have_no_heading() -> None:
    found = above(Sheet("调解", ROWS), KIND, COLUMNS, 0, (3, 3))
    assert (list(found.headings), list(found.unheaded)) == ([""] * 7, [])
    assert found.counts == {"title": 7, "unit": 1, "heading": 0}


def test_it_is_worked_out_once_for_the_sheets_of_one_form() -> None:
    known = vocabulary({"调解": KIND})
    first, again, other = (
        head_of(
            Sheet("调解", [*ROWS[:2], [*ROWS[2][:2], heading, *ROWS[2][3:]], ROWS[3]]), known, 0, "f.xlsx"
        ).read
        for heading in ("事由", "事由", "事由（计划）")
    )
    assert first
    assert again
    assert other
    assert again.beside is first.beside
    assert (list(first.beside.other), list(other.beside.other)) == ([], [("事由", 2, "计划")])
