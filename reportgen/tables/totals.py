"""A table and its typed values -> the 合计 cells that are no sum of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportgen.model import Field, Place, Problem, Sheet, TypedTable, Value
from reportgen.numerals import number_text
from reportgen.rules import finding
from reportgen.tables.recognise import Table
from reportgen.values import cell as values
from reportgen.values.cell import Setting


def wrong_totals(
    sheet: Sheet,
    table: Table,
    filled: Mapping[str, Sequence[Value]],
    earlier: Sequence[TypedTable],
    name: str,
) -> Iterator[Problem]:
    """The 合计 cells that are neither the sum of all rows, nor of those above them from some total before on, nor that
    and the rows of the same kind of table before.
    """
    if not table.totals:
        return
    for field_name, column in table.columns.items():
        declared = table.kind.fields[field_name]
        if declared.type not in ("integer", "number") or declared.unit == "%":
            continue
        numbers = [value if isinstance(value, (int, float)) else None for value in filled[field_name]]
        if not _all_read(table, column, numbers):
            continue  # which is said already
        before = sum(_sum(each, field_name) for each in earlier if each.kind == table.kind.name)
        for row, expected in _wrong_in(sheet, table, field_name, [each or 0 for each in numbers], before):
            raw = sheet.rows[row][column]
            message = f"{field_name}合计“{values.shown(raw)}”与各行之和{number_text(expected)}不符"
            if declared.personal:
                message = f"{field_name}合计与各行之和不符"
            yield Problem(finding("ROW002", message, Place(name, sheet.name, row + 1, column)), str(raw))


def _all_read(table: Table, column: int, numbers: Sequence[float | None]) -> bool:
    """Whether every cell of a column that is not blank is a number, and its row's own."""
    cells = table.body.column(column, table.rows)
    return not any(
        value is None and cell != "" for value, cell in zip(numbers, cells, strict=True)
    ) and not any((index, column) in table.body.merged for index in table.rows)


def _wrong_in(
    sheet: Sheet, table: Table, field_name: str, numbers: Sequence[float], before: float
) -> Iterator[tuple[int, float]]:
    """Yield the rows of the 合计 cells of a column that are no sum, with the sum; `before` is that of earlier tables."""
    declared, column = table.kind.fields[field_name], table.columns[field_name]
    setting = Setting(unit=table.units.get(field_name, ""))
    starts = [0]
    for total in table.totals:
        try:
            said = values.convert(
                sheet.rows[total][column], Field(type="number", unit=declared.unit), setting
            )
        except values.Fault:
            continue
        until = sum(index < total for index in table.rows)
        sums = [*(sum(numbers[start:until]) for start in starts), sum(numbers)]
        starts.append(until)
        allowed = {round(each, 6) for each in (*sums, sums[0] + before, sums[-1] + before)}
        if isinstance(said, float) and round(said, 6) not in allowed:
            yield total, sums[0] or sums[-1]


def _sum(table: TypedTable, name: str) -> float:
    """The sum of a column of an earlier table."""
    if name not in table.columns:
        return 0
    column = table.values[list(table.columns).index(name)]
    return sum(value for value in column if isinstance(value, (int, float)))
