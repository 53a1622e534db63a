"""The ledger 底账: every collected row of every year with its place, in one SQLite file.

Only this module, `marks`, `store` and `views` know sqlite3.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, NamedTuple

from reportgen import functions, store
from reportgen.marks import Overlap, marks_of, overlaps
from reportgen.model import Finding, Kind, Place, Value
from reportgen.store import LedgerError as LedgerError
from reportgen.store import cannot
from reportgen.views import Views, quote

SAVE_SECONDS = 2.0
_PARAMETERS = 900  # of one statement, which every SQLite takes
Problem = tuple[Finding, str]  # what is wrong, and the raw text where there is one
TURNED_AWAY = ("TAB001", "TAB002", "TAB003", "TAB004", "TAB008")  # of tables whose rows are not in the ledger
_OF_YEAR = "_source IN (SELECT id FROM _tables WHERE year = :year)"
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


@dataclass(slots=True)
class Filled:
    """A table ready for the ledger: `columns` maps fields to sheet columns (from 0), `numbers` are the numbers of
    the rows in the sheet (from 1), and `values` holds for each entry of `columns`, in that order, a value per row,
    dates in ISO form. `header` is the header's row, `unknown` the headings that mean no field. `raws` holds by field,
    as a JSON object by row number, the raw texts of the values that were converted.
    """

    kind: str
    sheet: str
    columns: Mapping[str, int]
    numbers: Sequence[int]
    values: Sequence[Sequence[Value]]
    header: int = 1
    unknown: tuple[str, ...] = ()
    raws: Mapping[str, str] = field(default_factory=dict)


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


class Handed(NamedTuple):
    """A table as a department handed it in: how many rows it came with, when its file was first collected with this
    content, to the minute, and the file whose table took its place, if any. `header` as in Filled.
    """

    department: str
    kind: str
    file: str
    sheet: str
    header: int
    rows: int
    collected: str
    replaced: str = ""


class Ledger:
    """An open ledger, a context manager. Opened to read, it cannot be changed by anything.

    Each change is whole or absent. Changes are saved together every `SAVE_SECONDS`, and on leaving.
    """

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind], now: str = "") -> None:
        self._connection = connection
        self._now = now or datetime.now().isoformat(" ", "milliseconds")
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
        problems: Iterable[Problem],
        unit: str = "",
    ) -> None:
        """Put a workbook's tables and problems in the place of its earlier ones, all of them or, when anything fails,
        none. The time it was first collected stays while its content does. Raises LedgerError.
        """
        with self._change():
            since = self._delete(workbook.file, workbook.sha256)
            number = self._insert(
                "_workbooks", None, workbook.file, workbook.year, workbook.department, workbook.sha256, workbook.size,
                since or self._now, workbook.profile, workbook.refused,
            )  # fmt: skip
            for table in tables:
                names = tuple(table.columns)
                marks = marks_of(self._kinds[table.kind], dict(zip(names, table.values, strict=True)))
                raws = ",".join([f"{encode_basestring(name)}:{texts}" for name, texts in table.raws.items()])
                source = self._insert(
                    "_tables", None, number, workbook.year, unit, workbook.department, table.kind, table.sheet,
                    _json(names, tuple(table.columns.values())), len(table.numbers), table.header,
                    json.dumps(table.unknown, ensure_ascii=False) if table.unknown else "[]", "", marks,
                    f"{{{raws}}}",
                )  # fmt: skip
                self._insert_rows(table, source)
            self._add_problems(number, problems)

    def _insert_rows(self, table: Filled, source: int) -> None:
        names = ("_id", *table.columns)
        most = _PARAMETERS // len(names)  # rows of one statement: several at a time take a fifth less
        numbers = map((source << store.ROW_BITS).__or__, table.numbers)
        cells = list(chain.from_iterable(zip(numbers, *table.values, strict=True)))
        for at in range(0, len(cells), most * len(names)):
            part = cells[at : at + most * len(names)]
            self._connection.execute(_insertion(table.kind, names, len(part) // len(names)), part)

    def _add_problems(self, workbook: int, problems: Iterable[Problem]) -> None:
        for f, raw in problems:
            self._insert(
                "_problems", workbook, f.code, f.severity, f.message, f.place.sheet, f.place.row, f.place.column, raw,
                f.fix,
            )  # fmt: skip

    def merge(self, shard: Path) -> None:
        """Put the workbooks of another ledger in the place of those of the same names, all or none. Raises LedgerError."""
        self.save()
        try:
            self._connection.execute("ATTACH ? AS shard", (str(shard),))
            try:
                # no journal on disk: one for two files would need a third, which a kill may leave behind
                self._connection.execute("PRAGMA shard.journal_mode = MEMORY")
                with self._change():
                    self._take_over()
                self.save()
            finally:
                if self._connection.in_transaction:  # a full disk; what was there before is saved
                    self._connection.execute("ROLLBACK")
                self._connection.execute("DETACH shard")
        except sqlite3.Error as error:
            raise LedgerError(cannot(error)) from None

    def _take_over(self) -> None:
        run = self._connection.execute
        for file, digest in run("SELECT file, sha256 FROM shard._workbooks").fetchall():
            if since := self._delete(file, digest):
                run("UPDATE shard._workbooks SET collected = ? WHERE file = ?", (since, file))
        (workbooks,) = run("SELECT coalesce(max(id), 0) FROM main._workbooks").fetchone()
        (tables,) = run(
            "SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = '_tables'"
        ).fetchone() or (0,)
        shift = {"id": workbooks, "workbook": workbooks}
        for table, by in (
            ("_workbooks", shift),
            ("_tables", shift | {"id": tables}),
            ("_problems", shift),
            *((kind, {"_id": tables << store.ROW_BITS}) for kind in self._kinds),
        ):
            names = [row[1] for row in run(f"PRAGMA main.table_info({quote(table)})")]
            values = (f"{quote(name)} + {by[name]}" if name in by else quote(name) for name in names)
            run(
                f"INSERT INTO main.{quote(table)} ({', '.join(map(quote, names))})"
                f" SELECT {', '.join(values)} FROM shard.{quote(table)}"
            )

    def drop(self, file: str) -> None:
        """Forget a workbook and its rows. Raises LedgerError."""
        with self._change():
            self._delete(file)

    def begin(self) -> None:
        """Note that a collection has begun, until `finish`: one that was cut off is told, and the next one goes on in
        its name. Raises LedgerError.
        """
        with self._change():
            if since := self.unfinished:
                self._now = since
            else:
                self._connection.execute("INSERT INTO _unfinished VALUES (?)", (self._now,))
        self.save()

    def finish(self) -> None:
        """Note that the collection is complete. Raises LedgerError."""
        with self._change():
            self._connection.execute("DELETE FROM _unfinished")

    @property
    def now(self) -> str:
        """When this collection began: the time that its workbooks are said to have been collected."""
        return self._now

    @property
    def unfinished(self) -> str:
        """When the last collection began, if it was cut off."""
        row = self._connection.execute("SELECT since FROM _unfinished").fetchone()
        return str(row[0]) if row else ""

    def overlaps(self, share: float) -> list[Overlap]:
        """Return the pairs of tables that share rows, as `marks.overlaps` does."""
        return overlaps(self._connection, self._kinds, share)

    def rows_of(self, source: int) -> int:
        """Return how many rows a table had when it was collected."""
        return int(self._connection.execute("SELECT rows FROM _tables WHERE id = ?", (source,)).fetchone()[0])

    def supersede(self, source: int, by: str, problem: Finding) -> None:
        """Take a table's rows, and what was wrong with them, out: another file has them as they should be. What is left
        is the problem that says so. Raises LedgerError.
        """
        origin = self.origin(source)
        with self._change():
            (number,) = self._connection.execute(
                "SELECT workbook FROM _tables WHERE id = ?", (source,)
            ).fetchone()
            self._delete_rows(source, origin.kind)
            self._connection.execute("UPDATE _tables SET replaced = ? WHERE id = ?", (by, source))
            self._connection.execute(
                "DELETE FROM _problems WHERE workbook = ? AND sheet = ? AND row >= ?",
                (number, origin.sheet, origin.header),
            )
            self._add_problems(number, [(problem, "")])

    def replaced_by(self, files: Collection[str]) -> set[str]:
        """Return the workbooks with a table whose place was taken by one of these."""
        rows = self._connection.execute(
            "SELECT w.file, replaced FROM _tables t JOIN _workbooks w ON workbook = w.id WHERE replaced <> ''"
        )
        return {file for file, by in rows if by in files}

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

    def refused(self) -> list[tuple[str, str]]:
        """Return the workbooks, by name, that hold nothing that could be collected, with the reasons."""
        return self._connection.execute(
            "SELECT file, refused FROM _workbooks WHERE refused <> '' ORDER BY file"
        ).fetchall()

    def unrecognised(self, codes: Collection[str]) -> list[tuple[str, str, str]]:
        """Return (file, sheet, message) of each problem with one of these codes."""
        marks = ", ".join("?" * len(codes))
        return self._connection.execute(
            "SELECT file, sheet, message FROM _problems JOIN _workbooks ON workbook = id"
            f" WHERE code IN ({marks}) ORDER BY file, sheet, row, column",
            tuple(codes),
        ).fetchall()

    def replaced(self) -> list[tuple[str, str, str]]:
        """Return (file, sheet, the file that took its place) of each table that was superseded."""
        return self._connection.execute(
            "SELECT file, sheet, replaced FROM _tables JOIN _workbooks w ON workbook = w.id WHERE replaced <> ''"
            " ORDER BY file, sheet"
        ).fetchall()

    def counts(self, files: Collection[str]) -> tuple[int, int, int]:
        """Return how many of these workbooks were collected, with how many tables and rows."""
        rows = self._connection.execute(
            "SELECT file, count(t.id), coalesce(sum(rows), 0) FROM _workbooks w LEFT JOIN _tables t ON workbook = w.id"
            " WHERE refused = '' GROUP BY w.id"
        )
        found = [(tables, count) for file, tables, count in rows if file in files]
        return len(found), sum(tables for tables, _ in found), sum(count for _, count in found)

    def since(self, file: str) -> str:
        """Return when a workbook was first collected with the content that it has."""
        return str(
            self._connection.execute("SELECT collected FROM _workbooks WHERE file = ?", (file,)).fetchone()[0]
        )

    def outdate(self, files: Iterable[str]) -> None:
        """Let these workbooks be read again by the next collection. Raises LedgerError."""
        with self._change():
            self._connection.executemany(
                "UPDATE _workbooks SET profile = '' WHERE file = ?", ((each,) for each in files)
            )

    def received(self, year: int) -> set[tuple[str, str]]:
        """Return the (department, kind) pairs of which a table has been received for a year."""
        return set(
            self._connection.execute(
                "SELECT department, kind FROM _tables WHERE year = ? AND replaced = ''", (year,)
            )
        )

    def unreadable(self, year: int) -> set[tuple[str, str]]:
        """Return the (department, kind) pairs of which a table came for a year, but with a column missing or twice."""
        rows = self._connection.execute(
            "SELECT department, raw FROM _problems JOIN _workbooks ON workbook = id"
            " WHERE code IN ('TAB002', 'TAB004') AND year = ?",
            (year,),
        )
        return set(rows)

    def handed(self, year: int) -> list[Handed]:
        """Return every table of a year, those superseded included, in the order of file and sheet."""
        rows = self._connection.execute(
            "SELECT t.department, kind, file, sheet, header, rows, substr(collected, 1, 16), replaced"
            " FROM _tables t JOIN _workbooks w ON workbook = w.id WHERE t.year = ? ORDER BY file, t.id",
            (year,),
        )
        return [Handed(*row) for row in rows]

    def turned_away(self, year: int) -> list[tuple[Finding, str]]:
        """Return what kept tables of a year from being taken, each with the kind that was meant, where that is known."""
        marks = ", ".join("?" * len(TURNED_AWAY))
        rows = self._connection.execute(
            "SELECT code, severity, message, file, sheet, row, column, department, fix, raw FROM _problems"
            f" JOIN _workbooks ON workbook = id WHERE code IN ({marks}) AND year = ? ORDER BY file, sheet, row, column",
            (*TURNED_AWAY, year),
        )
        return [
            (Finding(code, severity, message, Place(file, sheet, row, column), department, fix=fix), kind)
            for code, severity, message, file, sheet, row, column, department, fix, kind in rows
        ]

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
        rows = self._connection.execute(
            "SELECT id FROM _tables WHERE year = ? AND replaced = '' ORDER BY id", (year,)
        )
        return [self.origin(source) for (source,) in rows]

    def cells(self, kind: str, source: int, row: int) -> dict[str, Value]:
        """Return one row by field, in the fields' types, personal fields left out."""
        fields = {name: field for name, field in self._kinds[kind].fields.items() if not field.personal}
        names = ", ".join(("_row", *map(quote, fields)))
        _, *values = self._connection.execute(
            f"SELECT {names} FROM main.{quote(kind)} WHERE _id = ?", (source << store.ROW_BITS | row,)
        ).fetchone()
        return {name: _typed(value, fields[name].type) for name, value in zip(fields, values, strict=True)}

    def repeated(self, kind: str, name: str, year: int) -> list[tuple[int, int, Place, Value]]:
        """Return (source, row, place of the first, value) of every row whose value an earlier row has.

        Values are the same that differ only in blanks, in the case of letters, or in full and half width.
        """
        column = quote(name)
        rows = self._connection.execute(
            f"SELECT _source, _row, {column}, plain({column}) FROM main.{quote(kind)} WHERE {_OF_YEAR}"
            f" AND plain({column}) IN (SELECT plain({column}) FROM main.{quote(kind)} WHERE {_OF_YEAR}"
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
            f"SELECT group_concat(_source || ' ' || _row) FROM main.{quote(kind)} WHERE {_OF_YEAR}"
            f" GROUP BY {columns} HAVING min(_source) <> max(_source)",
            {"year": year},
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

    def _delete(self, file: str, digest: str = "") -> str:
        """Forget a workbook; return since when it had been there with this content, if it had."""
        known = self._connection.execute(
            "SELECT id, iif(sha256 = ?, collected, '') FROM _workbooks WHERE file = ?", (digest, file)
        ).fetchone()
        if not known:
            return ""
        number, since = known
        for source, kind in self._connection.execute(
            "SELECT id, kind FROM _tables WHERE workbook = ?", (number,)
        ).fetchall():
            self._delete_rows(source, kind)
        self._connection.execute("DELETE FROM _workbooks WHERE id = ?", (number,))
        return str(since)

    def _delete_rows(self, source: int, kind: str) -> None:
        if kind in self._kinds:
            span = (source << store.ROW_BITS, (source + 1) << store.ROW_BITS)
            self._connection.execute(f"DELETE FROM main.{quote(kind)} WHERE _id >= ? AND _id < ?", span)
        self._origins.pop(source, None)

    def _insert(self, table: str, *values: Value | bytes) -> int:
        return self._connection.execute(_insertion(table, (), 1, len(values)), values).lastrowid or 0

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


def open_shard(file: Path, kinds: Mapping[str, Kind], now: str) -> Ledger:
    """Open a ledger that lives only until it is merged into another, whose collection began at `now`.

    Raises LedgerError.
    """
    return Ledger(store.open_shard(file, kinds), kinds, now)


def in_memory(kinds: Mapping[str, Kind]) -> Ledger:
    """Return an empty ledger that is never stored: for checking a profile's SQL and its examples."""
    return Ledger(store.in_memory(kinds), kinds)


@lru_cache(maxsize=256)
def _insertion(table: str, names: tuple[str, ...], rows: int, width: int = 0) -> str:
    """A statement that inserts so many rows, of named columns or of all."""
    row = f"({', '.join('?' * (len(names) or width))})"
    columns = f" ({', '.join(map(quote, names))})" if names else ""
    return f"INSERT INTO main.{quote(table)}{columns} VALUES {', '.join([row] * rows)}"


@lru_cache(maxsize=256)
def _json(names: tuple[str, ...], columns: tuple[int, ...]) -> str:
    return json.dumps(dict(zip(names, columns, strict=True)), ensure_ascii=False)


def _typed(value: Any, field_type: str) -> Value:
    """A stored value in its field's type."""
    if value is None:
        return None
    if field_type == "date":
        return date.fromisoformat(value)
    result: Value = bool(value) if field_type == "boolean" else value
    return result
