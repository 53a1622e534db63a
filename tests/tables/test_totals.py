"""A table and its typed values -> the 合计 cells that are no sum of its rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import Field, Kind, Sheet, TypedTable
from reportgen.tables.headers import vocabulary
from reportgen.tables.recognise import recognise
from reportgen.tables.totals import wrong_totals
from tests.tables.small import sheet

EVENTS = Kind(
    name="活动",
    title="活动登记表",
    fields={
        "主题": Field(type="string", required=True),
        "人次": Field(type="integer", required=True, unit="人次"),
        "金额": Field(type="number", unit="元"),
        "占比": Field(type="number", unit="%"),
    },
)
KNOWN = vocabulary({"活动": EVENTS})


def told(
    drawn: Sheet, values: dict[str, list[float | None]], earlier: list[TypedTable] | None = None
) -> list[tuple[str, str]]:
    """The cells that are told, with the raw text; columns without values hold nothing."""
    (table,) = recognise(drawn, KNOWN, "表.xlsx").tables
    filled = {name: values.get(name, [None] * len(table.rows)) for name in table.columns}
    found = wrong_totals(drawn, table, filled, earlier or [], "表.xlsx")
    return [(each.finding.place.cell, each.raw) for each in found]


@given(st.lists(st.integers(0, 999), min_size=1, max_size=6), st.integers(-2, 2))
def test_a_total_is_told_where_it_is_no_sum(numbers: list[int], off: int) -> None:
    rows = "\n".join(f"甲{number} | {number}" for number in numbers)
    total = sum(numbers) + off
    drawn = sheet(f"主题 | 人次\n{rows}\n合计 | {total}")
    assert told(drawn, {"人次": list(numbers)}) == ([(f"B{len(numbers) + 2}", str(total))] if off else [])


@pytest.mark.parametrize(
    ("totals", "cells"),
    [
        (("3", "7", "10"), []),
        (("3", "10", "10"), []),
        (("3", "6", "10"), ["B6"]),
        (("2", "7", "9"), ["B4", "B7"]),
    ],
)
def test_the_total_of_a_section_is_a_sum_from_some_total_on(
    totals: tuple[str, str, str], cells: list[str]
) -> None:
    first, second, last = totals
    drawn = sheet(f"主题 | 人次\n甲 | 1\n乙 | 2\n小计 | {first}\n丙 | 7\n小计 | {second}\n总计 | {last}")
    assert [cell for cell, _ in told(drawn, {"人次": [1, 2, 7]})] == cells


def test_a_total_may_count_in_the_table_before_of_the_same_kind() -> None:
    drawn = sheet("主题 | 人次\n甲 | 1\n合计 | 6")
    earlier = [
        TypedTable(name, "Sheet0", {"主题": 0, "人次": 1}, [2], [["乙"], [5]]) for name in ("活动", "别的")
    ]
    assert told(drawn, {"人次": [1]}, earlier) == []
    assert told(drawn, {"人次": [1]}, earlier[1:]) == [("B3", "6")]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("主题 | 人次\n甲 | 许多\n合计 | 6", {"人次": [None]}),
        ("主题 | 人次 | 占比\n甲 | 1 | 50\n合计 | 1 | 100", {"人次": [1], "占比": [50.0]}),
        ("主题 | 人次\n甲 | 1\n合计 | 见附表", {"人次": [1]}),
        ("主题 | 人次\n甲 | 1\n合计 |", {"人次": [1]}),
        ("主题 | 人次 | 金额（万元）\n甲 | 1 | 1.2\n合计 | 1 | 1.2", {"人次": [1], "金额": [12000.0]}),
    ],
)
def test_a_column_with_a_doubt_a_share_or_another_unit_is_not_told_wrongly(
    table: str, values: dict[str, list[float | None]]
) -> None:
    assert told(sheet(table), values) == []


def test_a_personal_number_is_not_shown() -> None:
    kind = Kind(name="人", title="人", fields={"姓名": Field(type="string", required=True),
                                             "年龄": Field(type="integer", personal=True)})  # fmt: skip
    drawn = sheet("姓名 | 年龄\n甲 | 41\n合计 | 77")
    (table,) = recognise(drawn, vocabulary({"人": kind}), "表.xlsx").tables
    (found,) = wrong_totals(drawn, table, {"姓名": ["甲"], "年龄": [41]}, [], "表.xlsx")
    assert found.finding.message == "年龄合计与各行之和不符"
