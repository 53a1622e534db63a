"""The work that every peer does, in plain Python: find the header and the data rows of a sheet, read a cell.

Two tables per run: one per kind with the rows and where each came from, and `wrong`, one row per cell that could
not be taken.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kinds import FALSE, KINDS, TRUE, Column

Row = Sequence[Any]
SOURCE = ("file", "sheet", "row")
WRONG = (*SOURCE, "field", "value", "fault")
SEARCHED_ROWS = 40
DAY = r"^(\d{4})[-.年](\d{1,2})[-.月](\d{1,2})日?(?: 00:00:00)?$"
_DAY = re.compile(DAY)
_UNIT = re.compile(r"（.*）$")
FOOTER = ("填表人", "审核人", "填报日期", "备注")
_TRUE, _FALSE = {*TRUE, "true"}, {*FALSE, "false"}
_NAMES = {
    heading: (kind, name)
    for kind, declared in KINDS.items()
    for name, column in declared.columns.items()
    for heading in (name, column.alias)
    if heading
}


@dataclass(frozen=True, slots=True)
class Table:
    """What a sheet holds: its kind, the index of its header, and the index of each field's column."""

    kind: str
    header: int
    columns: dict[str, int]


def workbooks(workspace: Path) -> list[Path]:
    """Return the workbooks in the inbox."""
    return sorted((workspace / "来件").rglob("*.xlsx"))


def find_header(rows: Iterable[Row]) -> Table:
    """Return the table below the first row with three known headings. Raises LookupError."""
    for index, row in enumerate(rows):
        found = {}
        kinds = set()
        for column, cell in enumerate(row):
            if isinstance(cell, str) and (known := _NAMES.get(_UNIT.sub("", cell.strip()))):
                kinds.add(known[0])
                found[known[1]] = column
        if len(found) >= 3 and len(kinds) == 1:
            return Table(kinds.pop(), index, found)
        if index == SEARCHED_ROWS:
            break
    raise LookupError("no row with known headings")


def data_rows(rows: Sequence[Row], table: Table) -> Iterator[tuple[int, Row]]:
    """Yield each row of data with its number in the sheet, from 1 on; blank rows and footers are passed over."""
    for index in range(table.header + 1, len(rows)):
        row = rows[index]
        if not is_footer(row) and any(cell not in (None, "") for cell in row):
            yield index + 1, row


def is_footer(row: Row) -> bool:
    """Whether a row is the one with 填表人 and the like."""
    return isinstance(row[0], str) and row[0].startswith(FOOTER)


def to_date(cell: Any) -> date:
    """Return a day. Raises ValueError."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if match := _DAY.match(str(cell)):
        return date(int(match[1]), int(match[2]), int(match[3]))
    raise ValueError("not a date")


def to_number(cell: Any, unit: str) -> float:
    """Return a number; its unit may stand behind it. Raises ValueError."""
    if not isinstance(cell, (str, int, float)):
        raise ValueError("not a number")
    return float(cell.strip().removesuffix(unit) if isinstance(cell, str) else cell)


def to_integer(cell: Any, unit: str) -> int:
    """Return a whole number; its unit may stand behind it. Raises ValueError."""
    number = to_number(cell, unit)
    if not number.is_integer():
        raise ValueError("not a whole number")
    return int(number)


def to_boolean(cell: Any) -> bool:
    """Return a truth value. Raises ValueError."""
    if isinstance(cell, bool):
        return cell
    if cell in _TRUE:
        return True
    if cell in _FALSE:
        return False
    raise ValueError("neither yes nor no")


def convert(cell: Any, column: Column) -> Any:
    """Return a cell as SQLite takes it, None where it is blank. Raises ValueError where it is wrong."""
    if cell is None or cell == "":
        if column.required:
            raise ValueError("required")
        return None
    if column.type == "string":
        if column.enum and cell not in column.enum:
            raise ValueError("not one of the enum")
        return str(cell)
    if column.type == "date":
        return to_date(cell).isoformat()
    if column.type == "boolean":
        return to_boolean(cell)
    value = (to_integer if column.type == "integer" else to_number)(cell, column.unit)
    if column.minimum is not None and value < column.minimum:
        raise ValueError("below the minimum")
    return value


def open_sqlite(database: Path) -> sqlite3.Connection:
    """Make the empty tables; the caller saves and closes."""
    connection = sqlite3.connect(database)
    for kind, declared in KINDS.items():
        connection.execute(f"CREATE TABLE {kind} ({', '.join((*SOURCE, *declared.columns))})")
    connection.execute(f"CREATE TABLE wrong ({', '.join(WRONG)})")
    return connection


def insert(kind: str) -> str:
    """Return the SQL that puts a row with its source into a kind's table."""
    names = (*SOURCE, *KINDS[kind].columns)
    return f"INSERT INTO {kind} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


INSERT_WRONG = f"INSERT INTO wrong VALUES ({', '.join('?' * len(WRONG))})"


def load(connection: sqlite3.Connection, file: str, sheet: str, rows: Sequence[Row]) -> tuple[int, int]:
    """The whole plan for one sheet of plain cells, column by column; return its rows and its wrong cells."""
    table = find_header(rows)
    data = list(data_rows(rows, table))
    wrong = []
    columns: list[Sequence[Any]] = [[file] * len(data), [sheet] * len(data), [number for number, _ in data]]
    for name, column in KINDS[table.kind].columns.items():
        index = table.columns[name]
        values = []
        for number, row in data:
            try:
                values.append(convert(row[index], column))
            except ValueError as error:
                values.append(None)
                wrong.append((file, sheet, number, name, str(row[index]), str(error)))
        columns.append(values)
    connection.executemany(insert(table.kind), zip(*columns, strict=True))
    connection.executemany(INSERT_WRONG, wrong)
    return len(data), len(wrong)
