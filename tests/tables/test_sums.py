"""A table and its typed values -> which of its numbers are worked out from others."""

from __future__ import annotations

from dataclasses import replace

from reportgen.model import Field, Kind, Sums, TypedTable
from reportgen.tables.headers import vocabulary
from reportgen.tables.recognise import recognise
from reportgen.tables.sums import sums
from tests.tables.small import sheet

KIND = Kind(
    name="活动",
    title="活动登记表",
    fields={
        "主题": Field(type="string", required=True),
        "人次": Field(type="integer", required=True),
        "占比": Field(type="number", unit="%"),
    },
)
KNOWN = vocabulary({"活动": KIND})
EARLIER = TypedTable("活动", "表", {"人次": 1}, range(2, 3), [[4]])


def found(drawn: str, formulas: set[tuple[int, int]], earlier: tuple[TypedTable, ...] = ()) -> Sums:
    page = replace(sheet(drawn), formulas=formulas)
    (table,) = recognise(page, KNOWN, "表.xlsx").tables
    filled = {
        name: [page.rows[row][at] if name != "主题" else "" for row in table.rows]
        for name, at in table.columns.items()
    }
    numbers = {
        name: [float(cell) if cell != "" else None for cell in cells] if name != "主题" else cells
        for name, cells in filled.items()
    }
    return sums(page, table, numbers, earlier)  # type: ignore[arg-type]


DRAWN = "主题 | 人次 | 占比\n甲 | 3 | 5\n乙 | 4 | 6\n丙 | 5 | 7\n合计 | 12 | 18"


def test_cells_that_formulas_work_out_are_runs_of_rows() -> None:
    assert found(DRAWN, {(1, 1), (2, 1), (9, 9)}).live == {"人次": [(2, 3)]}
    assert found(DRAWN, {(1, 1), (3, 1)}).live == {"人次": [(2, 2), (4, 4)]}


def test_the_total_of_all_rows_is_told_typed_or_worked_out() -> None:
    assert found(DRAWN, set()).totals == {"人次": (5, 12.0, False)}
    assert found(DRAWN, {(4, 1)}).totals == {"人次": (5, 12.0, True)}
    assert found(DRAWN, set(), (EARLIER,)).totals == {}
    assert found(DRAWN.rpartition("\n")[0], set()) == Sums({}, {})
    assert found("主题 | 人次\n甲 | 3\n小计 | 3\n乙 | 4\n合计 | 7", set()).totals == {}
