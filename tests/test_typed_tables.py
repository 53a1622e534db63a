"""A typed table: what is not said of it."""

from __future__ import annotations

from reportgen.typed_tables import Account, TypedTable


def test_a_table_of_which_no_end_is_said_goes_on_to_the_last_row_of_a_sheet() -> None:
    table = TypedTable("案件", "表", {}, [], [])
    assert (table.header, table.last) == (1, 1_048_576)
    assert table.account == Account()
