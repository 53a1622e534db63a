"""The cells of a recognised table -> a typed table, and what is wrong with its cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.characters import seen
from reportgen.model import Account, Cell, Field, Kind, Place, Problem, Sheet, TypedTable, Value, is_blank
from reportgen.numerals import number_text
from reportgen.rules import finding
from reportgen.tables.looks import as_printed, partly_raised, unlike_printed
from reportgen.tables.recognise import Table
from reportgen.tables.sums import sums
from reportgen.tables.totals import wrong_totals
from reportgen.values.cell import CONTROL, Fault, Setting, shown
from reportgen.values.column import Column
from reportgen.values.fillers import no_answers
from reportgen.values.remedies import remedy

_NO_ACCOUNT = Account()
_Faults = dict[int, tuple[str, str, str]]  # by row of the sheet, from 0: a finding's code, message and remedy


@dataclass(frozen=True, slots=True)
class Columns:
    """What converts the cells of fields: it remembers from table to table what a cell came to."""

    _columns: dict[tuple[object, ...], Column] = field(default_factory=dict)
    _alike: dict[object, Column] = field(default_factory=dict)

    def of(
        self, kind: Kind, name: str, year: int | None, date1904: bool | None, unit: str, percent: bool | None
    ) -> Column:
        """Return what converts a field's cells in a setting: one for all fields whose cells come to the same."""
        key = (kind.name, name, year, date1904, unit, percent)
        if key not in self._columns:
            declared = kind.fields[name]
            setting = Setting(year, date1904, unit, percent, no_answers(name, declared.aliases))
            alike = (declared.converts_as, setting)
            self._columns[key] = self._alike.setdefault(alike, Column(declared, setting))
        return self._columns[key]


def typed_table(
    columns: Columns,
    sheet: Sheet,
    table: Table,
    file: str,
    year: int | None,
    earlier: Sequence[TypedTable],
    account: Account = _NO_ACCOUNT,
) -> tuple[TypedTable, list[Problem]]:
    """Return a table's rows in the types of its fields, and a problem for each cell that cannot be taken.

    `year` is the one meant where a date has none. `earlier` are the tables of the workbook before it, which a total
    may count in.
    """
    rows = table.rows
    numbers = range(rows.start + 1, rows.stop + 1) if isinstance(rows, range) else [row + 1 for row in rows]
    values: dict[str, Sequence[Value]] = {}
    raws: dict[str, Mapping[int, str]] = {}
    problems: list[Problem] = []
    for name, column in table.columns.items():
        values[name], kept, faults = _typed_column(columns, sheet, table, name, year)
        if kept:
            raws[name] = {numbers[at]: raw for at, raw in kept.items()}
        problems += [_problem(sheet, file, row, column, faults[row]) for row in sorted(faults)]
    problems += wrong_totals(sheet, table, values, earlier, file)
    typed = TypedTable(
        table.kind.name, sheet.name, table.columns, numbers, list(values.values()), table.header + 1, table.end,
        table.unknown, raws, account, sums(sheet, table, values, earlier),
    )  # fmt: skip
    return typed, problems


def _typed_column(
    columns: Columns, sheet: Sheet, table: Table, name: str, year: int | None
) -> tuple[Sequence[Value], Mapping[int, str], _Faults]:
    """The values of a field, the raw texts to keep by index of the row, and the faults."""
    column, declared = table.columns[name], table.kind.fields[name]
    cells = table.body.column(column, table.rows)
    percent = None if sheet.percents is None else False
    convert = columns.of(table.kind, name, year, sheet.date1904, table.units.get(name, ""), percent).convert
    percents: set[int] = set()
    if sheet.percents:
        percents = {at for at, row in enumerate(table.rows) if (row, column) in sheet.percents}
    if sheet.printed and declared.type not in ("integer", "number"):
        cells = as_printed(sheet.printed, column, table.rows, cells)
    found = convert(cells, percents)
    faults = _faults(sheet, table, name, cells, found.faults, percents) if found.faults else {}
    if not (sheet.unread or table.body.merged or table.body.signs or sheet.printed or sheet.partly):
        return found.values, found.raws, faults
    signs, unclear = _signs(table, column), _unclear(sheet, table, name)
    if not (signs or unclear):
        return found.values, found.raws, faults
    values = [None if row in unclear else value for row, value in zip(table.rows, found.values, strict=True)]
    raws = {at: raw for at, raw in found.raws.items() if table.rows[at] not in unclear}
    raws |= {
        at: signs[row] for at, row in enumerate(table.rows) if row in signs and row not in faults | unclear
    }
    return values, {at: raws[at] for at in sorted(raws)}, faults | unclear


def _faults(
    sheet: Sheet,
    table: Table,
    name: str,
    cells: Sequence[Cell],
    faults: Sequence[tuple[int, Fault]],
    percents: Collection[int],
) -> _Faults:
    """What is wrong with cells, each as the sheet shows it; the same of many is worded once."""
    column, declared = table.columns[name], table.kind.fields[name]
    worded: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    found: _Faults = {}
    for at, fault in faults:
        row, cell = table.rows[at], cells[at]
        text = sheet.printed.get((row, column), "") if sheet.printed else ""
        if at in percents and isinstance(cell, (int, float)):
            text = f"{number_text(100 * float(cell))}%"
        text = text or shown(cell)
        key = (fault.code, text, str(fault))
        if key not in worded:
            mend = remedy(fault.code, declared, text)
            worded[key] = (fault.code, _sentence(name, declared, cell, text, fault), mend)
        found[row] = worded[key]
    return found


def _signs(table: Table, column: int) -> dict[int, str]:
    """The rows where a column says 〃 or 同上, with the sign, in whose place the cell above is read."""
    rows = set(table.rows)
    return {row: sign for (row, at), sign in table.body.signs.items() if at == column and row in rows}


def _unclear(sheet: Sheet, table: Table, name: str) -> _Faults:
    """The rows where a field's cell is not what it looks like: merged with the one above, without a result, shown as
    another number, or raised in part.
    """
    column, rows, declared = table.columns[name], set(table.rows), table.kind.fields[name]
    merged = ((row, "CEL008", "与上面的格子合并在一起") for row, at in table.body.merged if at == column)
    unread = ((row, "CEL007", f"里是{seen}") for (row, at), seen in sheet.unread.items() if at == column)
    raised = ((row, "CEL001", words) for row, words in partly_raised(sheet, column, declared))
    unit = table.units.get(name, "") or declared.unit
    is_number = declared.type in ("integer", "number")
    numbers = unlike_printed(sheet, column, unit, personal=declared.personal) if is_number else ()
    unlike = ((row, "CEL010", words) for row, words in numbers)
    return {
        row: (code, f"{name}{words}", remedy(code, declared, ""))
        for row, code, words in (*raised, *unlike, *merged, *unread)
        if row in rows
    }


def _problem(sheet: Sheet, file: str, row: int, column: int, fault: tuple[str, str, str]) -> Problem:
    raw = sheet.unread.get((row, column)) or str(sheet.rows[row][column])
    code, message, mend = fault
    return Problem(finding(code, message, Place(file, sheet.name, row + 1, column), fix=mend), raw)


def _sentence(name: str, declared: Field, raw: Cell, text: str, fault: Fault) -> str:
    """The complaint about a cell; the value of a personal field is not shown."""
    text = "" if declared.personal else f"“{seen(CONTROL.sub('�', text))}”"
    if fault.code == "CEL002" and not is_blank(raw):
        return f"{name}只写了{text or '没有内容的字'}，{fault}"
    return f"{name}{fault}" if fault.code == "CEL002" else f"{name}{text}{fault}"
