"""Rows are read in the order asked for, many at once, and without what is personal unless that is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.ledger import stored_rows
from reportgen.ledger.stored_rows import typed
from reportgen.model import Value
from tests.ledger.rows import two_years


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_rows_come_in_the_order_asked_for(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(stored_rows, "_AT_ONCE", at_once)
    with two_years() as ledger:
        first, second = sorted(ledger.views.select("SELECT _source, _row FROM 案件"))
        found = list(ledger.rows("案件", [second, first, second]))
        named = ledger.cells("案件", *first, personal=True)
    assert [each["案号"] for each in found] == ["乙", "甲", "乙"]
    assert found[1] == {"案号": "甲", "收到日期": date(2023, 5, 1), "人数": 2}
    assert list(named) == ["案号", "申请人", "收到日期", "人数"]


@pytest.mark.parametrize(
    ("stored", "type_", "value"),
    [("2023-05-01", "date", date(2023, 5, 1)), (1, "boolean", True), (1, "integer", 1), (None, "date", None)],
)
def test_a_stored_value_in_its_type(stored: object, type_: str, value: Value) -> None:
    found = typed(stored, type_)
    assert (found, type(found)) == (value, type(value))
