"""A table and its typed values -> the 合计 cells that are no sum of its rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import Field, Kind, Sheet, TypedTable
from reportgen.tables.headers import Vocabulary, vocabulary
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
DATED = vocabulary(
    {"活动": replace(EVENTS, fields={**EVENTS.fields, "时间": Field(type="string", required=True)})}
)


def told(
    drawn: Sheet,
    values: dict[str, list[float | None]],
    earlier: list[TypedTable] | None = None,
    known: Vocabulary = KNOWN,
) -> list[tuple[str, str]]:
    """The cells that are told, with the raw text; columns without values hold nothing."""
    (table,) = recognise(drawn, known, "表.xlsx").tables
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


@pytest.mark.parametrize(
    ("row", "told_of"),
    [
        ("其中：罚款 | 3", []),
        ("其中：罚款 | 10", []),
        ("其中：罚款 | 11", ["B5"]),
        ("平均 | 3.33", []),
        ("平均 | 3.3", []),
        ("平均 | 3", []),
        ("平均 | 4", ["B5"]),
        ("平均 | 3.4", ["B5"]),
        ("最高 | 5", []),
        ("最高 | 5.1", ["B5"]),
        ("最高 | 6", ["B5"]),
        ("最低 | 2", []),
        ("最低 | 1", ["B5"]),
        ("最低 | 2.5", ["B5"]),
    ],
)
def test_a_part_a_mean_and_an_extreme_are_what_their_word_says(row: str, told_of: list[str]) -> None:
    drawn = sheet(f"主题 | 人次 | 时间\n甲 | 2 | 春\n乙 | 3 | 夏\n丙 | 5 | 秋\n{row}")
    assert [cell for cell, _ in told(drawn, {"人次": [2, 3, 5]}, known=DATED)] == told_of


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("2.5", False), ("3", False), ("2", False), ("3.1", True), ("2.55", False), ("2.56", True)],
)
def test_a_mean_may_be_rounded_to_what_is_written(said: str, wrong: bool) -> None:
    drawn = sheet(f"主题 | 人次 | 时间\n甲 | 2 | 春\n乙 | 3 | 夏\n平均 | {said}")
    assert bool(told(drawn, {"人次": [2, 3]}, known=DATED)) is wrong


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ("甲 | 1\n乙 | 2\n共2件 | 3", []),
        ("甲 | 1\n乙 | 2\n共3件 | 3", []),
        ("甲 | 1\n乙 | 2\n共4件 | 3", ["A4"]),
        ("甲 | 1\n乙 | 2\n合计（4件） | 3", ["A4"]),
        ("甲 | 1\n小计1件 | 1\n乙 | 2\n小计1件 | 2\n合计2件 | 3", []),
        ("甲 | 1\n小计2件 | 1\n乙 | 2\n小计3件 | 2\n合计2件 | 3", []),
        ("甲 | 1\n小计5件 | 1\n乙 | 2\n小计5件 | 2", ["A3", "A5"]),
        ("合计4件 | 3\n甲 | 1\n乙 | 2", ["A2"]),
        ("甲 | 1\n乙 | 2\n共计：3场次 | 3", []),
        ("甲 | 1\n乙 | 2\n共计：4场次 | 3", ["A4"]),
        ("甲 | 1\n乙 | 2\n合计12月 | 3", []),
    ],
)
def test_how_many_a_total_says_in_words_is_the_rows_or_a_sum(rows: str, cells: list[str]) -> None:
    numbers: list[float | None] = [1, 2]
    assert [cell for cell, _ in told(sheet(f"主题 | 人次\n{rows}"), {"人次": numbers})] == cells


def test_how_many_a_total_says_may_count_in_the_table_before() -> None:
    drawn = sheet("主题 | 人次\n甲 | 1\n共4件 | 1")
    earlier = [
        TypedTable(name, "Sheet0", {"主题": 0}, [2, 3, 4], [["乙", "丙", "丁"]]) for name in ("活动", "别的")
    ]
    assert told(drawn, {"人次": [1]}, earlier) == []
    assert told(drawn, {"人次": [1]}, earlier[1:]) == [("A3", "共4件")]


@pytest.mark.parametrize(
    ("people", "money", "told_of"),
    [
        ([1, 2, 3], [4.0, 5.0, 9.0], ["B4"]),
        ([1, 1], [4.0, 4.0], []),
        ([1, 2, 3, 6], [None] * 4, []),
        ([1, 2, 3, 4, 10], [None] * 5, ["B6"]),
        ([1, 2, 3, 4, 11], [None] * 5, []),
        ([1, 2, 3, 6], [1.0, 2.0, 3.0, 7.0], []),
        ([1, 2, 3, 6], [1.0, 2.0, 3.0, None], []),
        ([None, 1, 2, None, 3], [None] * 5, ["B6"]),
        ([None, None, None, 3, 3], [None] * 5, []),
        ([0, 0, 0, 0, 0], [None] * 5, []),
        ([None] * 3, [0.1, 0.2, 0.1 + 0.2], []),
    ],
)
def test_a_last_row_that_is_the_sum_of_all_above_is_asked_about(
    people: list[float | None], money: list[float | None], told_of: list[str]
) -> None:
    rows = "\n".join(
        f"甲{at} | {one or 'x'} | {other or 'x'}"
        for at, (one, other) in enumerate(zip(people, money, strict=True))
    )
    drawn = sheet(f"主题 | 人次 | 金额\n{rows}")
    assert [cell for cell, _ in told(drawn, {"人次": people, "金额": money})] == told_of


def test_what_is_told_of_a_total_names_both_numbers_and_of_a_last_row_how_many_it_adds() -> None:
    drawn = sheet("主题 | 人次\n甲 | 1\n乙 | 2\n合计 | 4")
    (table,) = recognise(drawn, KNOWN, "表.xlsx").tables
    (found,) = wrong_totals(drawn, table, {"主题": ["甲", "乙"], "人次": [1, 2]}, [], "表.xlsx")
    assert found.finding.message == "人次合计“4”与各行之和3不符"
    drawn = sheet("主题 | 人次\n" + "\n".join(f"甲{at} | {at}" for at in (1, 2, 3, 4, 10)))
    (table,) = recognise(drawn, KNOWN, "表.xlsx").tables
    filled = {"主题": [f"甲{at}" for at in (1, 2, 3, 4, 10)], "人次": [1, 2, 3, 4, 10]}
    (found,) = wrong_totals(drawn, table, filled, [], "表.xlsx")  # type: ignore[arg-type]
    assert (found.finding.message, found.raw) == ("第6行的数正好是上面4行之和，是不是合计", "10")


@pytest.mark.parametrize(
    ("totals", "cells"),
    [
        ("线下合计 | 2\n线上合计 | 1", []),
        ("线下合计 | 2\n线上合计 | 1\n合计 | 3", []),
        ("线下合计 | 2\n线上合计 | 2", ["B4", "B5"]),
        ("线下合计 | 2\n合计 | 3", ["B4"]),
    ],
)
def test_totals_of_parts_are_together_the_sum(totals: str, cells: list[str]) -> None:
    assert [
        cell for cell, _ in told(sheet(f"主题 | 人次\n甲 | 1\n乙 | 2\n{totals}"), {"人次": [1, 2]})
    ] == cells
