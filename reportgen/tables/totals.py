"""A table and its typed values -> the 合计 cells that are no sum of its rows, and the row that is one without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from reportgen.expressions import expression
from reportgen.model import Field, Place, Problem, Sheet, TypedTable, Value
from reportgen.numerals import number_text
from reportgen.rules import finding
from reportgen.tables.headings import normalise
from reportgen.tables.recognise import Table
from reportgen.values import cell as values
from reportgen.values.cell import Setting

_COUNT = expression(
    r"(?<![\d.年月/-])(\d{1,7})(?:件|起|人|行|条|项|次|份|个|户|宗|例|名|场|人次|家|处|场次|件次|期|批|所|本|篇)?\)?$"
)


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
    sums = list(_sums(table, filled))
    if not table.totals:
        if problem := _unnamed(sheet, table, sums, name):
            yield problem
        return
    yield from _wrong_counts(sheet, table, [_added(each) for _, each in sums], earlier, name)
    for field_name, column in table.columns.items():
        declared = table.kind.fields[field_name]
        if declared.type not in ("integer", "number") or declared.unit == "%":
            continue
        numbers = [value if isinstance(value, (int, float)) else None for value in filled[field_name]]
        if not all_read(table, column, numbers):
            continue  # which is said already
        added = before(earlier, table, field_name)
        for row, expected in _wrong_in(sheet, table, field_name, [each or 0 for each in numbers], added):
            raw = sheet.rows[row][column]
            message = f"{field_name}合计“{values.shown(raw)}”与各行之和{number_text(expected)}不符"
            if declared.personal:
                message = f"{field_name}合计与各行之和不符"
            yield Problem(finding("ROW002", message, Place(name, sheet.name, row + 1, column)), str(raw))


def all_read(table: Table, column: int, numbers: Sequence[float | None]) -> bool:
    """Return whether every cell of a column that is not blank is a number, and its row's own."""
    cells = table.body.column(column, table.rows)
    return not any(
        value is None and cell != "" for value, cell in zip(numbers, cells, strict=True)
    ) and not any((index, column) in table.body.merged for index in table.rows)


def _wrong_in(
    sheet: Sheet, table: Table, field_name: str, numbers: Sequence[float], before: float
) -> Iterator[tuple[int, float]]:
    """Yield the rows of the 合计 cells of a column that are no sum, with the sum; `before` is that of earlier tables. Totals of
    parts below one another (线下合计, 线上合计) are none, where together they are one.
    """
    declared, column = table.kind.fields[field_name], table.columns[field_name]
    setting = Setting(unit=table.units.get(field_name, ""))
    starts = [0]
    wrong: dict[int, list[tuple[int, float, float]]] = {}  # by the rows of data above
    for total, words in ((each.row, each.words) for each in table.passed if each.sort == "total"):
        try:
            said = values.convert(
                sheet.rows[total][column], Field(type="number", unit=declared.unit), setting
            )
        except values.Fault:
            continue
        until = sum(index < total for index in table.rows)
        sums = [*(sum(numbers[start:until]) for start in starts), sum(numbers)]
        allowed = [round(each, 6) for each in (*sums, sums[0] + before, sums[-1] + before)]
        if words in OF_A_PART:
            expected = OF_A_PART[words](numbers) if numbers else 0
            if isinstance(said, float) and not _is_part(words, said, expected):
                yield total, expected
            continue
        starts.append(until)
        if isinstance(said, float) and round(said, 6) not in allowed:
            wrong.setdefault(until, []).append((total, said, sums[0] or sums[-1]))
    for parts in wrong.values():
        together, expected = sum(said for _, said, _ in parts), parts[0][2]
        if len(parts) == 1 or round(together - expected, 6):
            yield from ((total, expected) for total, _, expected in parts)


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


OF_A_PART: Mapping[str, Callable[[Sequence[float]], float]] = {
    "其中": sum,
    "平均": _mean,
    "最高": max,
    "最低": min,
}


def _is_part(words: str, said: float, expected: float) -> bool:
    """Whether 其中 is no more than the sum, or 平均 and the like are what they say, as far as they are written out."""
    if words == "其中":
        return said <= expected + 1e-6
    return abs(said - expected) <= (
        0.5 if said.is_integer() and words == "平均" else 0.05 if words == "平均" else 1e-6
    )


def _wrong_counts(
    sheet: Sheet, table: Table, sums: Sequence[float], earlier: Sequence[TypedTable], name: str
) -> Iterator[Problem]:
    """The texts of 合计 rows that state a number, as 共5件 does, which is neither that of the rows nor the sum of a column."""
    before = sum(len(each.numbers) for each in earlier if each.kind == table.kind.name)
    numeric = {
        column
        for each, column in table.columns.items()
        if table.kind.fields[each].type in ("integer", "number")
    }
    start = 0
    for each in table.passed:
        if each.sort != "total" or each.words in OF_A_PART:
            continue
        until = sum(index < each.row for index in table.rows)
        allowed = {until, until - start, len(table.rows), until + before, *(round(one, 6) for one in sums)}
        start = until
        for column, cell in enumerate(sheet.rows[each.row]):
            said = (
                _COUNT.search(normalise(cell, marks=True))
                if isinstance(cell, str) and column not in numeric
                else None
            )
            if said and float(said[1]) not in allowed:
                count = said[0].rstrip(")")
                message = f"合计行写着“{count}”，表里是{until or len(table.rows)}行，各列的和也不是这个数"
                yield Problem(
                    finding("ROW002", message, Place(name, sheet.name, each.row + 1, column)), str(cell)
                )


def _sums(table: Table, filled: Mapping[str, Sequence[Value]]) -> Iterator[tuple[int, Sequence[Value]]]:
    """Each column whose numbers can be added up, with its values."""
    for field_name, column in table.columns.items():
        declared = table.kind.fields[field_name]
        if declared.type in ("integer", "number") and declared.unit != "%" and not declared.unique:
            yield column, filled[field_name]


def _added(numbers: Sequence[Value]) -> float:
    """The sum of the numbers of a column, of which some may be blank."""
    try:
        return sum(numbers)  # type: ignore[arg-type]  # as it is for most columns, ten times as fast
    except TypeError:
        return sum(each for each in numbers if isinstance(each, (int, float)))


def _unnamed(
    sheet: Sheet, table: Table, sums: Sequence[tuple[int, Sequence[Value]]], name: str
) -> Problem | None:
    """A last row whose numbers are the sums of those above, in two columns, or in one of many rows."""
    filled = []
    for column, numbers in sums:
        last = numbers[-1] if numbers else None
        all_of_them = _added(numbers)
        if not all_of_them:
            continue
        if (
            not isinstance(last, (int, float))
            or round(all_of_them - 2 * last, 6)
            or len(numbers) - numbers.count(None) < 3
        ):
            return None
        filled.append((column, numbers))
    if not filled or len(filled[0][1]) < (3 if len(filled) > 1 else 5):
        return None
    column, row = filled[0][0], table.rows[-1]
    message = f"第{row + 1}行的数正好是上面{len(filled[0][1]) - 1}行之和，是不是合计"
    return Problem(
        finding("ROW009", message, Place(name, sheet.name, row + 1, column)), str(sheet.rows[row][column])
    )


def before(earlier: Sequence[TypedTable], table: Table, name: str) -> float:
    """Return the sum of a column of the tables of the same kind before."""
    return sum(_sum(each, name) for each in earlier if each.kind == table.kind.name)


def _sum(table: TypedTable, name: str) -> float:
    """The sum of a column of an earlier table."""
    if name not in table.columns:
        return 0
    column = table.values[list(table.columns).index(name)]
    return sum(value for value in column if isinstance(value, (int, float)))
