"""What two years have in common, and how large their numbers are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportgen.ledger import beside
from reportgen.ledger.beside import Copied, Other, Spread
from reportgen.ledger.writing import WritableLedger, in_memory
from reportgen.model import Entry, Field, Kind, TypedTable, Value

EVENTS = Kind(
    name="活动",
    title="活动登记表",
    period="日期",
    fields={
        "日期": Field(type="date"),
        "主题": Field(type="string", required=True),
        "人次": Field(type="integer"),
    },
)
Rows = list[tuple[Value, ...]]


@pytest.fixture
def ledger() -> Iterator[WritableLedger]:
    with in_memory({"活动": EVENTS}) as made:
        yield made


def hand_in(
    ledger: WritableLedger, year: int, rows: Rows, file: str = "表", department: str = "宣传办"
) -> None:
    table = TypedTable(
        "活动", "表1", {name: at for at, name in enumerate(EVENTS.fields)}, range(2, 2 + len(rows)),
        [list(column) for column in zip(*rows, strict=True)],
    )  # fmt: skip
    ledger.replace(Entry(f"{year}/{file}.xlsx", year, department), [table], [])


SPRING, SUMMER = ("2022-03-01", "宪法宣传", 30), ("2022-06-01", "2022年民法典宣传", None)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([SPRING, SUMMER], [(False, 2)]),
        ([SUMMER], [(False, 1)]),  # a part of it
        ([("2023-03-01", "宪法宣传", 30), ("2023-06-01", "2023年民法典宣传", None)], [(True, 2)]),
        ([("2023-03-01", "宪法宣传", 30), ("2023-06-01", "2022年民法典宣传", None)], [(True, 2)]),
        ([SPRING, ("2023-06-01", "2023年民法典宣传", None)], [(True, 2)]),  # some of each
        ([SPRING, SPRING], []),  # more of it than there was
        ([SPRING, SUMMER, ("2023-09-01", "安全", 3)], []),
        ([("2023-09-01", "安全", 3), SPRING], []),
    ],
)
def test_a_table_is_a_copy_if_the_year_before_has_every_row_of_it(
    ledger: WritableLedger, rows: Rows, found: list[tuple[bool, int]]
) -> None:
    hand_in(ledger, 2022, [SPRING, SUMMER])
    hand_in(ledger, 2023, rows)
    copies = list(beside.copied(ledger, EVENTS, 2023))
    assert [(each.dated, each.rows) for each in copies] == found
    assert {(each.source, each.earlier) for each in copies} <= {(2, 1)}


def test_the_shortest_of_the_texts_tells_how_much_a_copy_says(ledger: WritableLedger) -> None:
    hand_in(ledger, 2022, [SPRING, SUMMER])
    hand_in(ledger, 2023, [SPRING, SUMMER])
    assert list(beside.copied(ledger, EVENTS, 2023)) == [Copied(2, 1, False, 2, len("2022-03-01"), 1)]


def test_rows_are_counted_by_department_and_month_up_to_a_day(ledger: WritableLedger) -> None:
    days = ["2022-12-31", "2023-03-01", "2023-03-01", "2023-03-02", "2023-11-30", "2023-12-01", None]
    hand_in(ledger, 2023, [(day, "宪法", 1) for day in days])
    hand_in(ledger, 2023, [("2023-05-01", "宪法", 1)], file="乙", department="司法所")
    assert beside.months(ledger, EVENTS, 2023, "2023-11-30") == {
        "宣传办": {3: (3, 2), 11: (1, 1)},
        "司法所": {5: (1, 1)},
    }


def test_how_large_numbers_are_is_told_without_nought_and_blank(ledger: WritableLedger) -> None:
    hand_in(ledger, 2023, [("2023-03-01", "宪法", number) for number in (0, None, 7, 900, 5)])
    assert beside.spread(ledger, EVENTS, "人次", 2023) == Spread(3, 7, 900)
    assert beside.spread(ledger, EVENTS, "人次", 2022) == Spread(0, 0, 0)
    assert beside.at_least(ledger, EVENTS, "人次", 2023, 7) == [(1, 4, 7), (1, 5, 900)]


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        ([("宪法", 300)], [("宪法", 30)], [(300, 30)]),
        ([("宪法", 3)], [("宪法", 30)], [(3, 30)]),
        ([("宪法", 299)], [("宪法", 30)], []),
        ([("宪法", 0)], [("宪法", 30)], []),
        ([("宪法", 300)], [("民法典", 30)], []),
        ([("宪法", 300), ("宪法", 20)], [("宪法", 30)], []),  # nobody knows which of them it is
        ([("宪法", 300)], [("宪法", 30), ("宪法", 20)], []),
    ],
)
def test_a_number_is_set_beside_that_of_the_one_thing_of_the_same_name(
    ledger: WritableLedger, now: Rows, before: Rows, found: list[tuple[float, float]]
) -> None:
    hand_in(ledger, 2022, [("2022-03-01", *each) for each in before])
    hand_in(ledger, 2023, [("2023-03-09", *each) for each in now])
    others = beside.others(ledger, EVENTS, "人次", 2023, 10)
    assert others == [Other(2, 2, value, other, 1, 2) for value, other in found]


def test_what_another_file_has_taken_the_place_of_is_not_looked_at(ledger: WritableLedger) -> None:
    hand_in(ledger, 2022, [SPRING])
    hand_in(ledger, 2023, [SPRING])
    ledger._connection.execute("UPDATE _tables SET replaced = '新.xlsx' WHERE year = 2022")
    assert list(beside.copied(ledger, EVENTS, 2023)) == []
    assert beside.spread(ledger, EVENTS, "人次", 2022).numbers == 0
    assert beside.months(ledger, EVENTS, 2022, "2022-12-31") == {}
