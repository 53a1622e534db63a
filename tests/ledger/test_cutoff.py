"""What of a row counts at the cut-off, and which rows raise doubt, over a small register of two dates."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportgen.ledger import writing
from reportgen.ledger.cutoff import Late, Undated
from reportgen.ledger.writing import WritableLedger
from reportgen.model import Entry, Field, Kind, TypedTable

DISPUTES = Kind(
    name="纠纷",
    title="纠纷台账",
    period="收到",
    fields={
        "编号": Field(type="string"),
        "收到": Field(type="date"),
        "办结": Field(type="date"),
        "结果": Field(type="string", enum=("成功", "调解中"), as_of="办结", open="调解中"),
        "赔偿": Field(type="number", as_of="办结"),
        "到场": Field(type="boolean", as_of="办结"),
        "类别": Field(type="string", enum=("邻里",), as_of="always"),
    },
)
ROWS = [
    ("1", "2023-03-01", "2023-04-01", "成功", 10, True, "邻里"),
    ("2", "2023-12-01", "2024-01-05", "成功", 20, True, "邻里"),
    ("3", "2023-12-20", None, "调解中", None, False, "邻里"),
    ("4", "2024-01-08", "2024-01-09", "成功", 40, True, "邻里"),
]


@pytest.fixture
def ledger() -> Iterator[WritableLedger]:
    with writing.in_memory({"纠纷": DISPUTES}) as opened:
        fill(opened, ROWS)
        yield opened


def fill(ledger: WritableLedger, rows: list[tuple[object, ...]], year: int = 2023) -> None:
    columns = {name: at for at, name in enumerate(DISPUTES.fields)}
    table = TypedTable("纠纷", "台账", columns, range(2, 2 + len(rows)), list(zip(*rows, strict=True)))  # type: ignore[arg-type]
    ledger.replace(Entry(f"{year}/台账.xlsx", year, "司法所", "", 0, "p"), [table], [])


def seen(ledger: WritableLedger) -> list[tuple[object, ...]]:
    return ledger.views.select("SELECT 编号, 办结, 结果, 赔偿, 到场, 类别 FROM 纠纷 ORDER BY 编号")


def test_what_came_after_the_cut_off_is_open_and_what_began_after_it_does_not_count(
    ledger: WritableLedger,
) -> None:
    ledger.views.scope(2023)
    assert seen(ledger) == [
        ("1", "2023-04-01", "成功", 10, 1, "邻里"),
        ("2", None, "调解中", None, None, "邻里"),
        ("3", None, "调解中", None, 0, "邻里"),
    ]
    ledger.views.scope(2023, as_written=True)
    assert [each[2] for each in seen(ledger)] == ["成功", "成功", "调解中", "成功"]


def test_the_cut_off_is_each_years_own(ledger: WritableLedger) -> None:
    ledger.views.cutoffs = {2023: "2024-01-31"}
    ledger.views.scope(2023)
    assert len(seen(ledger)) == 4
    fill(ledger, [("0", "2022-12-01", "2023-02-01", "成功", 5, True, "邻里")], 2022)
    ledger.views.scope(2022)
    assert seen(ledger) == [("0", None, "调解中", None, None, "邻里")]
    ledger.views.scope(2023, 2)
    assert seen(ledger)[0] == ("0", "2023-02-01", "成功", 5, 1, "邻里")


def test_a_register_that_goes_on_into_january_raises_no_doubt(ledger: WritableLedger) -> None:
    assert not any(each.doubtful for each in ledger.late("纠纷", 2023))
    assert ledger.undated("纠纷", 2023) == []


@pytest.mark.parametrize(
    ("rows", "doubts"),
    [
        ([("1", "2023-12-31", "2023-12-31")], []),
        ([("1", "2024-01-01", None)], []),
        ([("1", "2024-01-31", None)], []),
        ([("1", "2024-02-01", None)], [("收到", 2)]),
        ([("1", "2024-01-20", "2024-02-15")], []),  # does not count, so nothing hangs on the second day
        ([("1", "2024-01-03", None), ("2", "2023-01-04", None)], [("收到", 2)]),
        ([("1", "2023-12-01", "2024-01-31")], []),
        ([("1", "2023-12-01", "2024-02-01")], [("办结", 2)]),
        ([("1", "2023-07-05", "2024-01-04")], []),  # 183 days
        ([("1", "2023-07-04", "2024-01-04")], [("办结", 2)]),
        ([("1", "2023-03-01", "2024-01-05")], [("办结", 2)]),
        ([("1", None, "2024-01-05")], []),
        ([("1", None, "2024-02-05")], [("办结", 2)]),
        ([("1", "2023-12-01", "2024-03-05")], [("办结", 2)]),
        ([("1", "2023-12-01", "2024-01-05"), ("2", "2023-12-02", "2023-12-05")], []),
    ],
)
def test_doubtful_are_later_days_rows_above_others_and_outcomes_half_a_year_after(
    rows: list[tuple[str, str | None, str | None]], doubts: list[tuple[str, int]]
) -> None:
    with writing.in_memory({"纠纷": DISPUTES}) as ledger:
        fill(ledger, [(*each, None, None, None, "邻里") for each in rows])
        found = ledger.late("纠纷", 2023)
    assert [(each.name, each.row) for each in found if each.doubtful] == doubts
    assert all(isinstance(each, Late) and each.own == (each.name == "收到") for each in found)


def test_an_outcome_without_its_date_is_known(ledger: WritableLedger) -> None:
    fill(
        ledger,
        [
            ("1", "2023-03-01", None, "成功", None, True, "邻里"),
            ("2", "2023-03-01", None, "调解中", None, False, "邻里"),
        ],
    )
    ((source, row, name, decider), other) = ledger.undated("纠纷", 2023)
    assert (row, name, decider) == (2, "结果", "办结")
    assert other == Undated(source, 2, "到场", "办结")


def test_a_date_that_nothing_declares_is_found_at_the_first_row_of_its_table(ledger: WritableLedger) -> None:
    ((_, row, day),) = ledger.undeclared("纠纷", "收到", 2023)
    assert (row, day) == (5, "2024-01-08")
