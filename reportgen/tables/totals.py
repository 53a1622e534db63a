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
        if any(
            value is None and cell != ""
            for value, cell in zip(numbers, table.body.column(column, table.rows), strict=True)
        ) or any((index, column) in table.body.merged for index in table.rows):
            continue  # a cell could not be read, which is said already
        before = sum(_sum(each, field_name) for each in earlier if each.kind == table.kind.name)
        starts = [0]
        for total in table.totals:
            raw = sheet.rows[total][column]
            until = sum(index < total for index in table.rows)
            try:
                setting = Setting(unit=table.units.get(field_name, ""))
                said = values.convert(raw, Field(type="number", unit=declared.unit), setting)
            except values.Fault:
                continue
            sums = [sum(value or 0 for value in numbers[start:until]) for start in starts]
            sums.append(sum(value or 0 for value in numbers))
            starts.append(until)
            if isinstance(said, float) and round(said, 6) not in {
                round(each, 6) for each in (*sums, sums[0] + before, sums[-1] + before)
            }:
                place = Place(name, sheet.name, total + 1, column)
                message = (
                    f"{field_name}合计“{values.shown(raw)}”与各行之和{number_text(sums[0] or sums[-1])}不符"
                )
                message = f"{field_name}合计与各行之和不符" if declared.personal else message
                yield Problem(finding("ROW002", message, place), str(raw))


def _sum(table: TypedTable, name: str) -> float:
    """The sum of a column of an earlier table."""
    if name not in table.columns:
        return 0
    column = table.values[list(table.columns).index(name)]
    return sum(value for value in column if isinstance(value, (int, float)))
