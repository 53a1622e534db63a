"""Cells of another format as an .xlsx: what is read of it is what was read before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from reportgen.model import Cell, Sheet
from reportgen.workbook.read import read
from reportgen.workbook.rebuilt import rebuilt


def again(sheet: Sheet) -> Sheet:
    content, _ = rebuilt([sheet])
    return next(iter(read(content, alone=True)))


@pytest.mark.parametrize(
    "cell",
    ["甲<1>", " 两端 ", "一\n二", "007", 3.0, 0.5, -2.0, True, date(2023, 5, 12), datetime(2023, 5, 12, 8, 30), date(1900, 1, 5), 123456789012345.0],
)  # fmt: skip
def test_a_value_is_read_as_it_was(cell: Cell) -> None:
    read_again = again(Sheet("表", [["头", cell]])).rows[0][1]
    assert read_again == cell or (
        type(cell) is date and read_again == datetime(cell.year, cell.month, cell.day)
    )


def test_times_are_shown_as_such() -> None:
    cells = again(Sheet("表", [[time(8, 30), timedelta(hours=30), date(1850, 1, 1)]])).rows[0]
    assert [type(each) for each in cells] != [float] * 3
    assert cells[2] == "1850-01-01"


def test_looks_and_ranges_are_kept() -> None:
    sheet = Sheet(
        "表", [["甲", 0.5, 601.0, 5.0], ["乙", "", "", ""], ["丙", 1.0, "", ""]], merged=[((0, 0), (1, 0))], hidden=True,
        percents={(0, 1)}, hidden_rows={1}, hidden_columns={2}, struck={(2, 0)}, printed={(0, 2): "0601", (0, 3): "5天"},
        unread={(1, 1): "#REF!", (1, 2): "没有算出结果的公式"},
    )  # fmt: skip
    made = again(sheet)
    assert (list(made.merged), made.hidden, set(made.hidden_rows), set(made.hidden_columns)) == (
        [((0, 0), (1, 0))],
        True,
        {1},
        {2},
    )
    assert set(made.percents or ()) == {(0, 1)}
    assert set(made.struck) == {(2, 0)}
    assert made.printed == {(0, 2): "0601", (0, 3): "5天"}
    assert made.unread == {(1, 1): "#REF!"}


def test_sheets_are_called_as_excel_takes_it() -> None:
    _, names = rebuilt([Sheet("甲/乙", [["x"]]), Sheet("甲:乙", [["x"]]), Sheet("长" * 40, [["x"]])])
    assert names == {"甲/乙": "甲_乙", "甲:乙": "甲_乙2", "长" * 40: "长" * 28}


def test_the_same_is_written_twice() -> None:
    assert rebuilt([Sheet("表", [["甲", 1.0]])]) == rebuilt([Sheet("表", [["甲", 1.0]])])
