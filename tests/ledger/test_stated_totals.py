"""What the 合计 rows of all tables of a kind state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reportgen.ledger import writing
from reportgen.ledger.stated_totals import stated_totals
from reportgen.model import Sums
from tests.ledger.rows import FIRST, KINDS, filled, workbook

Totals = dict[str, tuple[int, float, bool]]


TOTAL, LIVE = {"人数": (6, 2.0, False)}, {"人数": (6, 2.0, True)}


@pytest.mark.parametrize(
    ("one", "other", "stated"),
    [(TOTAL, TOTAL, {"人数"}), (TOTAL, LIVE, set()), (TOTAL, {}, set()), ({}, {}, set())],
)
def test_a_sum_is_stated_where_every_table_states_it_and_none_by_a_formula(
    one: Totals, other: Totals, stated: set[str]
) -> None:
    with writing.in_memory(KINDS) as ledger:
        second = filled((4, "乙", "李四", date(2023, 5, 1), 2))
        for name, table, totals in (("甲.xlsx", filled(FIRST), one), ("乙.xlsx", second, other)):
            ledger.replace(workbook(2023, name), [replace(table, sums=Sums({}, totals))], [])
        ledger.replace(workbook(2023, "空.xlsx"), [filled()], [])
        assert stated_totals(ledger, "案件", 2023) == stated
        assert stated_totals(ledger, "案件", 2022) == set()
