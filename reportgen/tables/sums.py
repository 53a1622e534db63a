"""A table and its typed values -> which of its numbers are worked out from others: by a formula, or as the total of all rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportgen.model import Field, Sheet, Sums, TypedTable, Value
from reportgen.tables.recognise import Table
from reportgen.tables.totals import OF_A_PART, all_read, before
from reportgen.values import cell as values
from reportgen.values.cell import Setting


def sums(
    sheet: Sheet, table: Table, filled: Mapping[str, Sequence[Value]], earlier: Sequence[TypedTable]
) -> Sums:
    """Return what of a table's numbers is worked out. A column has a total where one row, below all others, is a total of
    numbers that were all read, and of no earlier table's.
    """
    totals = [each for each in table.passed if each.sort == "total" and each.words not in OF_A_PART]
    if not (totals or sheet.formulas) or not table.rows:
        return Sums({}, {})
    fields = [
        name
        for name in table.columns
        if table.kind.fields[name].type in ("integer", "number") and not table.kind.fields[name].personal
    ]
    live = {name: list(_runs(sheet, table, name)) for name in fields} if sheet.formulas else {}
    found = {}
    if len(totals) == 1 and totals[0].row > table.rows[-1]:
        for name in fields:
            said = _said(sheet, table, name, totals[0].row)
            if said is not None and _adds_up(table, name, filled[name]) and not before(earlier, table, name):
                found[name] = (
                    totals[0].row + 1, said, (totals[0].row, table.columns[name]) in sheet.formulas,
                )  # fmt: skip
    return Sums({name: runs for name, runs in live.items() if runs}, found)


def _runs(sheet: Sheet, table: Table, name: str) -> Iterator[tuple[int, int]]:
    """The rows, from 1, of a column whose cell a formula works out, as first and last of each run."""
    column, first, last = table.columns[name], 0, -1
    for row in table.rows:
        if (row, column) not in sheet.formulas:
            continue
        if row != last + 1 or not first:
            if first:
                yield first, last + 1
            first = row + 1
        last = row
    if first:
        yield first, last + 1


def _said(sheet: Sheet, table: Table, name: str, row: int) -> float | None:
    declared = Field(type="number", unit=table.kind.fields[name].unit)
    try:
        said = values.convert(
            sheet.rows[row][table.columns[name]], declared, Setting(unit=table.units.get(name, ""))
        )
    except values.Fault:
        return None
    return said if isinstance(said, float) else None


def _adds_up(table: Table, name: str, filled: Sequence[Value]) -> bool:
    numbers = [value if isinstance(value, (int, float)) else None for value in filled]
    return table.kind.fields[name].unit != "%" and all_read(table, table.columns[name], numbers)
