"""The numbers of a table in the ledger, last year's beside them, and which are worked out from others."""

from __future__ import annotations

from reportgen.ledger import writing as posting
from reportgen.model import Entry, Field, Kind, Place, Sums, TypedTable

KIND = Kind(
    name="月报",
    title="月报",
    key="月份",
    fields={name: Field(type="integer") for name in ("月份", "受理")},
)
SUMS = Sums({"受理": [(2, 2)]}, {"受理": (4, 30.0, True)})


NONE = Sums({}, {})


def table(rows: list[tuple[int, int]], sums: Sums = NONE) -> TypedTable:
    return TypedTable(
        "月报",
        "表",
        {"月份": 0, "受理": 1},
        range(2, len(rows) + 2),
        list(zip(*rows, strict=True)),
        sums=sums,
    )


def test_rows_last_year_and_sums_are_found_by_the_table() -> None:
    with posting.in_memory({"月报": KIND}) as ledger:
        ledger.replace(Entry("今.xlsx", 2023, "甲"), [table([(1, 10), (2, 20)], SUMS)], [])
        ledger.replace(Entry("昔.xlsx", 2022, "甲"), [table([(2, 22), (3, 33)])], [])
        ledger.replace(Entry("别.xlsx", 2022, "乙"), [table([(1, 99)])], [])
        numbers = ledger.numbers
        now, before = (numbers.source(Place(f"{name}.xlsx", "表", 2, 1)) for name in ("今", "昔"))
        assert numbers.rows("月报", now, ["受理"]) == {2: {"受理": 10}, 3: {"受理": 20}}
        assert numbers.last_year("月报", now, ["受理"]) == {3: {"受理": 22}}
        assert numbers.sums(now) == Sums({"受理": [[2, 2]]}, {"受理": (4, 30.0, True)})
        assert numbers.sums(before) == Sums({}, {})
        assert numbers.source(Place("无.xlsx", "表", 2)) == 0
