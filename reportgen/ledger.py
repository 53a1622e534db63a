"""The ledger 底账: every collected row of every year with its place, in one SQLite file.

Only this module, `store` and `views` know sqlite3.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reportgen import functions, store
from reportgen.model import Finding, Kind, Place, Value
from reportgen.store import LedgerError, cannot
from reportgen.views import SYSTEM_COLUMNS, Views, quote

SAVE_SECONDS = 0.5
_WORKBOOK = "file, year, department, sha256, size, profile, refused"


@dataclass(frozen=True, slots=True)
class Workbook:
    """A collected file: its name in the workspace, and what it was collected as."""

    file: str
    year: int
    department: str
    sha256: str
    size: int
    profile: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A table ready for the ledger: `columns` maps fields to sheet columns (from 0), `rows` hold the row number
    in the sheet (from 1) and then one value per entry of `columns`, in that order. `header` is the header's row,
    `unknown` the headings that mean no field.
    """

    kind: str
    sheet: str
    columns: Mapping[str, int]
    rows: Sequence[Sequence[Value]]
    header: int = 1
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of one table came from; `header` and `unknown` as in Filled."""

    file: str
    sheet: str
    department: str
    kind: str
    columns: Mapping[str, int]
    header: int
    unknown: tuple[str, ...]


class Ledger:
    """An open ledger, a context manager. Opened to read, it cannot be changed by anything.

    Each change is whole or absent. Changes are saved together every `SAVE_SECONDS`, and on leaving.
    """

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._connection = connection
        self._kinds = kinds
        self._origins: dict[int, Origin] = {}
        self.views = Views(connection, kinds)
        self._begun = 0.0
        connection.execute("PRAGMA foreign_keys = ON")
        connection.create_function("plain", 1, functions.plain, deterministic=True)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            self.save()
        finally:
            self._connection.close()
            if isinstance(error, sqlite3.DatabaseError):
                raise LedgerError(cannot(error)) from error

    def workbooks(self, year: int | None = None) -> list[Workbook]:
        """Return the collected workbooks, of one year or of all, in the order of their names."""
        rows = self._connection.execute(
            f"SELECT {_WORKBOOK} FROM _workbooks WHERE year = :year OR :year IS NULL ORDER BY file",
            {"year": year},
        )
        return [Workbook(*row) for row in rows]

    def replace(
        self,
        workbook: Workbook,
        tables: Iterable[Filled],
        problems: Iterable[tuple[Finding, str]],
        unit: str = "",
    ) -> None:
        """Put a workbook's tables and problems (each with the raw text) in the place of its earlier ones,
        all of them or, when anything fails, none. Raises LedgerError.
        """
        with self._change():
            self._delete(workbook.file)
            number = self._insert(
                "_workbooks", None, workbook.file, workbook.year, workbook.department, workbook.sha256,
                workbook.size, time.strftime("%Y-%m-%d %H:%M:%S"), workbook.profile, workbook.refused,
            )  # fmt: skip
            for table in tables:
                columns = json.dumps(table.columns, ensure_ascii=False)
                source = self._insert(
                    "_tables", None, number, workbook.year, workbook.department, table.kind, table.sheet, columns,
                    len(table.rows), table.header, json.dumps(table.unknown, ensure_ascii=False),
                )  # fmt: skip
                names = ", ".join(map(quote, (*SYSTEM_COLUMNS, *table.columns)))
                marks = ", ".join("?" * (len(SYSTEM_COLUMNS) + len(table.columns)))
                common = (workbook.year, unit, workbook.department, source)
                self._connection.executemany(
                    f"INSERT INTO main.{quote(table.kind)} ({names}) VALUES ({marks})",
                    ((*common, *map(_stored, row)) for row in table.rows),
                )
            self._connection.executemany(
                "INSERT INTO _problems VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        number,
                        f.code,
                        f.severity,
                        f.message,
                        f.place.sheet,
                        f.place.row,
                        f.place.column,
                        raw,
                        f.fix,
                    )
                    for f, raw in problems
                ),
            )

    def drop(self, file: str) -> None:
        """Forget a workbook and its rows. Raises LedgerError."""
        with self._change():
            self._delete(file)

    def save(self) -> None:
        """Save the changes made so far. Raises LedgerError."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise LedgerError(cannot(error)) from None

    def problems(self, year: int) -> list[Finding]:
        """Return what could not be read in the workbooks of a year, and in those whose year is unknown."""
        return self._problems("year IN (?, 0)", year)

    def remembered(self, file: str) -> tuple[Workbook, list[Finding]]:
        """Return a collected workbook and what could not be read in it."""
        row = self._connection.execute(
            f"SELECT {_WORKBOOK} FROM _workbooks WHERE file = ?", (file,)
        ).fetchone()
        return Workbook(*row), self._problems("file = ?", file)

    def received(self, year: int) -> set[tuple[str, str]]:
        """Return the (department, kind) pairs of which a table has been received for a year."""
        return set(self._connection.execute("SELECT department, kind FROM _tables WHERE year = ?", (year,)))

    def unreadable(self, year: int) -> set[tuple[str, str]]:
        """Return the (department, kind) pairs of which a table came for a year, but with a column missing or twice."""
        rows = self._connection.execute(
            "SELECT department, raw FROM _problems JOIN _workbooks ON workbook = id"
            " WHERE code IN ('TAB002', 'TAB004') AND year = ?",
            (year,),
        )
        return set(rows)

    def origin(self, source: int) -> Origin:
        """Return where the rows that carry `_source` = source came from."""
        if source not in self._origins:
            file, sheet, department, kind, columns, header, unknown = self._connection.execute(
                "SELECT file, sheet, t.department, kind, columns, header, unknown"
                " FROM _tables t JOIN _workbooks w ON workbook = w.id WHERE t.id = ?",
                (source,),
            ).fetchone()
            self._origins[source] = Origin(
                file, sheet, department, kind, json.loads(columns), header, tuple(json.loads(unknown))
            )
        return self._origins[source]

    def place(self, source: int, row: int, name: str = "") -> Place:
        """Return the place of a row, or of the cell of one of its fields."""
        origin = self.origin(source)
        return Place(origin.file, origin.sheet, row, origin.columns.get(name, -1))

    def origins(self, year: int) -> list[Origin]:
        """Return where all tables of a year came from."""
        rows = self._connection.execute("SELECT id FROM _tables WHERE year = ? ORDER BY id", (year,))
        return [self.origin(source) for (source,) in rows]

    def cells(self, kind: str, source: int, row: int) -> dict[str, Value]:
        """Return one row by field, in the fields' types, personal fields left out."""
        fields = {name: field for name, field in self._kinds[kind].fields.items() if not field.personal}
        names = ", ".join(("_row", *map(quote, fields)))
        _, *values = self._connection.execute(
            f"SELECT {names} FROM main.{quote(kind)} WHERE _source = ? AND _row = ?", (source, row)
        ).fetchone()
        return {name: _typed(value, fields[name].type) for name, value in zip(fields, values, strict=True)}

    def repeated(self, kind: str, name: str, year: int) -> list[tuple[int, int, Place, Value]]:
        """Return (source, row, place of the first, value) of every row whose value an earlier row has.

        Values are the same that differ only in blanks, in the case of letters, or in full and half width.
        """
        column = quote(name)
        rows = self._connection.execute(
            f"SELECT _source, _row, {column}, plain({column}) FROM main.{quote(kind)} WHERE _year = :year"
            f" AND plain({column}) IN (SELECT plain({column}) FROM main.{quote(kind)} WHERE _year = :year"
            " GROUP BY 1 HAVING count(*) > 1)",
            {"year": year},
        ).fetchall()
        first: dict[str, Place] = {}
        found = []
        for source, row, value, plain in sorted(rows, key=lambda each: self.place(each[0], each[1])):
            if plain in first:
                found.append((source, row, first[plain], value))
            else:
                first[plain] = self.place(source, row, name)
        return found

    def twins(self, kind: str, year: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Return pairs of rows, as (source, row), that stand in two tables and are alike in every field."""
        columns = ", ".join(map(quote, self._kinds[kind].fields))
        rows = self._connection.execute(
            f"SELECT group_concat(_source || ' ' || _row) FROM main.{quote(kind)} WHERE _year = ?"
            f" GROUP BY {columns} HAVING count(DISTINCT _source) > 1",
            (year,),
        )
        pairs = []
        for (joined,) in rows:
            alike = [(int(source), int(row)) for source, row in (each.split() for each in joined.split(","))]
            first, *others = sorted(alike, key=lambda each: self.place(*each))
            pairs += [(first, other) for other in others if other[0] != first[0]]
        return pairs

    def _problems(self, condition: str, value: Value) -> list[Finding]:
        rows = self._connection.execute(
            "SELECT code, severity, message, file, sheet, row, column, department, fix FROM _problems"
            f" JOIN _workbooks ON workbook = id WHERE {condition} ORDER BY file, sheet, row, column",
            (value,),
        )
        return [
            Finding(code, severity, message, Place(file, sheet, row, column), department, fix=fix)
            for code, severity, message, file, sheet, row, column, department, fix in rows
        ]

    def _delete(self, file: str) -> None:
        found = self._connection.execute(
            "SELECT t.id, kind FROM _tables t JOIN _workbooks w ON workbook = w.id WHERE file = ?", (file,)
        ).fetchall()
        for source, kind in found:
            if kind in self._kinds:
                self._connection.execute(f"DELETE FROM main.{quote(kind)} WHERE _source = ?", (source,))
            self._origins.pop(source, None)
        self._connection.execute("DELETE FROM _workbooks WHERE file = ?", (file,))

    def _insert(self, table: str, *values: Value) -> int:
        marks = ", ".join("?" * len(values))
        return self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", values).lastrowid or 0

    @contextmanager
    def _change(self) -> Iterator[None]:
        try:
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
                self._begun = time.monotonic()
            self._connection.execute("SAVEPOINT change")
            try:
                yield
            except BaseException:
                if self._connection.in_transaction:  # a full disk has rolled back already
                    self._connection.execute("ROLLBACK TO change")
                raise
            self._connection.execute("RELEASE change")
            if time.monotonic() - self._begun > SAVE_SECONDS:
                self.save()
        except sqlite3.OperationalError as error:
            raise LedgerError(cannot(error)) from None


def open_to_write(file: Path, kinds: Mapping[str, Kind]) -> Ledger:
    """Open the ledger, made where it is missing. Raises LedgerError."""
    return Ledger(store.open_to_write(file, kinds), kinds)


def open_to_read(file: Path, kinds: Mapping[str, Kind]) -> Ledger:
    """Open an existing ledger without the power to change it. Raises LedgerError."""
    return Ledger(store.open_to_read(file, kinds), kinds)


def in_memory(kinds: Mapping[str, Kind]) -> Ledger:
    """Return an empty ledger that is never stored: for checking a profile's SQL and its examples."""
    return Ledger(store.in_memory(kinds), kinds)


def _typed(value: Any, field_type: str) -> Value:
    """A stored value in its field's type."""
    if value is None:
        return None
    if field_type == "date":
        return date.fromisoformat(value)
    result: Value = bool(value) if field_type == "boolean" else value
    return result


def _stored(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value
