"""The ledger 底账: every collected row of every year with its place, in one SQLite file. Here it is read."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Sized
from pathlib import Path
from typing import NamedTuple, Self

from reportgen.ledger import cutoff, stored_rows
from reportgen.ledger import file as store
from reportgen.ledger import sql_functions as functions
from reportgen.ledger.cutoff import Late, Undated
from reportgen.ledger.file import told
from reportgen.ledger.numbers import Numbers
from reportgen.ledger.overlaps import Overlap, agreeing, alike, key_of, only_counts, overlaps
from reportgen.ledger.remembered import Remembered
from reportgen.ledger.sql import Views, quote
from reportgen.model import Entry, Finding, Kind, Place, Problem, Severity, Stamp, Value
from reportgen.numerals import Order, natural_order

TURNED_AWAY = ("TAB001", "TAB002", "TAB003", "TAB004", "TAB008")  # of tables whose rows are not in the ledger
PART = "FIL012"  # of a table that is of some months only: whether they lack depends on the others
FEWER = "OWE005"  # of a returned file that has come back with fewer rows; of a sheet of it that is not there, by its raw text
_OF_YEAR = "_source IN (SELECT id FROM _tables WHERE year = :year)"
_SENDER = "(SELECT department || ' ' || unit FROM _tables t WHERE t.id = _source)"
_FINDING = "code, severity, message, file, sheet, row, column, department, fix"
_WORKBOOK = "file, year, department, sha256, size, profile, refused"


class Origin(NamedTuple):
    """Where the rows of one table came from; `columns` maps fields to sheet columns (from 0), `header` is
    the row of its header, and `unknown` are the headings that mean no field.
    """

    file: str
    sheet: str
    department: str
    kind: str
    columns: Mapping[str, int]
    header: int
    unknown: tuple[str, ...]
    unit: str = ""


class Handed(NamedTuple):
    """A table as a department handed it in: how many rows it came with, when its file was first collected with this
    content, to the minute, and the file whose table took its place, if any. `header` as in Origin.
    """

    department: str
    kind: str
    file: str
    sheet: str
    header: int
    rows: int
    collected: str
    replaced: str = ""


class Accounted(NamedTuple):
    """What became of the cells of a sheet: how many rows are data, the filled cells by class, and by class how many rows
    were passed over. `kind` is empty for a sheet without a table.
    """

    file: str
    sheet: str
    kind: str
    rows: int
    cells: Mapping[str, int]
    passed: Mapping[str, int]


class Ledger:
    """An open ledger, a context manager: what it holds."""

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._connection = connection
        self._kinds = kinds
        self._origins: dict[int, Origin] = {}
        self._raws: dict[int, dict[str, dict[str, str]]] = {}
        self.views = Views(connection, kinds)
        self.remembered = Remembered(connection)
        self.numbers = Numbers(connection, kinds)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.create_function("plain", 1, functions.plain, deterministic=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._connection.close()
        if isinstance(error, sqlite3.DatabaseError):
            with told():
                raise error

    def workbooks(self, year: int | None = None) -> list[Entry]:
        """Return the collected workbooks, of one year or of all, in the order of their names."""
        rows = self._connection.execute(
            f"SELECT {_WORKBOOK}, answers FROM _workbooks WHERE year = :year OR :year IS NULL ORDER BY file",
            {"year": year},
        )
        return [
            Entry(file, of, department, sha256, size, profile, refused, answers=answers)
            for file, of, department, sha256, size, profile, refused, answers in rows
        ]

    def outdated(self, year: int, profile: str) -> bool:
        """Whether a year is still to be collected: a collection was cut off, or read it by another profile."""
        return bool(self.unfinished) or any(each.profile != profile for each in self.workbooks(year))

    @property
    def unfinished(self) -> str:
        """When the last collection began, if it was cut off."""
        row = self._connection.execute("SELECT since FROM _unfinished").fetchone()
        return str(row[0]) if row else ""

    def files(self) -> dict[str, tuple[Stamp, str]]:
        """Return by name the files on the disk, archives as one, as the collection found them: stamp and digest."""
        rows = self._connection.execute("SELECT file, size, modified, changed, sha256 FROM _files")
        return {file: (Stamp(*stamp), digest) for file, *stamp, digest in rows}

    def overlaps(self, year: int | None = None) -> list[Overlap]:
        """Return the pairs of tables, of one year or of all, that share rows, as `overlaps.overlaps` does."""
        return overlaps(self._connection, self._kinds, year)

    def alike(self, one: int, two: int) -> int:
        """Return how many rows of two tables of one kind say the same in all fields."""
        return alike(self._connection, self._kinds[self.origin(one).kind], one, two)

    def agreeing(self, one: int, two: int) -> int:
        """Return how many rows of two tables of one kind are versions of each other: those that `overlaps.agreeing`
        counts, or where the kind has no key, that say the same in all fields.
        """
        kind = self._kinds[self.origin(one).kind]
        return agreeing(self._connection, kind, one, two) if key_of(kind) else self.alike(one, two)

    def problems(self, year: int) -> list[Finding]:
        """Return what could not be read in the workbooks of a year, and in those whose year is unknown."""
        rows = self._connection.execute(
            f"SELECT {_FINDING} FROM _problems JOIN _workbooks ON workbook = id WHERE year IN (?, 0)"
            " ORDER BY file, sheet, row, column",
            (year,),
        )
        return [_finding(*told) for told in rows]

    def refused(self) -> list[tuple[str, str]]:
        """Return the workbooks, by name, that hold nothing that could be collected, with the reasons."""
        return self._connection.execute(
            "SELECT file, refused FROM _workbooks WHERE refused <> '' ORDER BY file"
        ).fetchall()

    def unrecognised(self, codes: Collection[str]) -> list[tuple[str, str, str]]:
        """Return (file, sheet, message) of each problem with one of these codes."""
        return self._connection.execute(
            "SELECT file, sheet, message FROM _problems JOIN _workbooks ON workbook = id"
            f" WHERE code IN ({_parameters(codes)}) ORDER BY file, sheet, row, column",
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

    def accounts(self, files: Collection[str]) -> Iterator[Accounted]:
        """Yield what became of the cells of each table, and of each sheet without one, of these workbooks."""
        tables = self._connection.execute(
            "SELECT file, sheet, kind, rows, account FROM _tables t JOIN _workbooks w ON workbook = w.id ORDER BY file, t.id"
        )
        for file, sheet, kind, rows, account in tables:
            if file in files:
                cells, passed = json.loads(account)
                yield Accounted(file, sheet, kind, rows, cells, Counter([each for each, *_ in passed]))
        for file, beside in self._connection.execute(
            "SELECT file, beside FROM _workbooks WHERE beside <> '{}' ORDER BY file"
        ):
            if file in files:
                yield from (
                    Accounted(file, sheet, "", 0, cells, {}) for sheet, cells in json.loads(beside).items()
                )

    def since(self, file: str) -> str:
        """Return when a workbook was first collected with the content that it has."""
        return str(
            self._connection.execute("SELECT collected FROM _workbooks WHERE file = ?", (file,)).fetchone()[0]
        )

    def received(self, year: int, unit: str = "") -> set[tuple[str, str]]:
        """Return the (department, kind) pairs of which a table has been received for a year, or of one unit."""
        return set(
            self._connection.execute(
                "SELECT department, kind FROM _tables WHERE year = ? AND replaced = '' AND ? IN ('', unit)",
                (year, unit),
            )
        )

    def handed(self, year: int) -> list[Handed]:
        """Return every table of a year, those superseded included, in the order of file and sheet."""
        rows = self._connection.execute(
            "SELECT t.department, kind, file, sheet, header, rows, substr(collected, 1, 16), replaced"
            " FROM _tables t JOIN _workbooks w ON workbook = w.id WHERE t.year = ? ORDER BY file, t.id",
            (year,),
        )
        return sorted((Handed(*row) for row in rows), key=lambda each: natural_order(each.file))

    def turned_away(self, year: int) -> list[Problem]:
        """Return what kept tables of a year from being taken."""
        rows = self._connection.execute(
            f"SELECT {_FINDING}, kind FROM _problems JOIN _workbooks ON workbook = id"
            f" WHERE code IN ({_parameters(TURNED_AWAY)}) AND year = ? ORDER BY file, sheet, row, column",
            (*TURNED_AWAY, year),
        )
        return [Problem(_finding(*told), kind=kind) for *told, kind in rows]

    def parts(self, year: int) -> list[tuple[Finding, str, frozenset[int]]]:
        """Return the tables of a year that say that they are of some months, as what says so, the kind, and the months."""
        rows = self._connection.execute(
            f"SELECT {_FINDING}, kind, raw FROM _problems JOIN _workbooks ON workbook = id"
            " WHERE code = ? AND year = ? ORDER BY file, sheet, row, column",
            (PART, year),
        )
        return [(_finding(*told), kind, frozenset(map(int, raw.split(",")))) for *told, kind, raw in rows]

    def origin(self, source: int) -> Origin:
        """Return where the rows that carry `_source` = source came from."""
        if source not in self._origins:
            file, sheet, department, kind, columns, header, unknown, unit = self._connection.execute(
                "SELECT file, sheet, t.department, kind, columns, header, unknown, t.unit"
                " FROM _tables t JOIN _workbooks w ON workbook = w.id WHERE t.id = ?",
                (source,),
            ).fetchone()
            self._origins[source] = Origin(
                file, sheet, department, kind, json.loads(columns), header, tuple(json.loads(unknown)), unit
            )
        return self._origins[source]

    def place(self, source: int, row: int, name: str = "") -> Place:
        """Return the place of a row, or of the cell of one of its fields."""
        origin = self.origin(source)
        return Place(origin.file, origin.sheet, row, origin.columns.get(name, -1))

    def raw(self, source: int, row: int, name: str) -> str:
        """Return the text of a field's cell, where its value says another thing than it; else an empty string."""
        return self.raws(source).get(name, {}).get(str(row), "")

    def raws(self, source: int) -> Mapping[str, Mapping[str, str]]:
        """Return the texts of a table's cells whose values say other things, by field and row."""
        if source not in self._raws:
            ((kept,),) = self._connection.execute("SELECT raws FROM _tables WHERE id = ?", (source,))
            self._raws[source] = json.loads(kept)
        return self._raws[source]

    def order(self, source: int, row: int) -> tuple[Order, int, int]:
        """Return what sorts rows as a person would lay them out: by file, 2号 before 10号, then sheet by sheet."""
        return natural_order(self.origin(source).file), source, row

    def origins(self, year: int) -> list[Origin]:
        """Return where all tables of a year came from."""
        rows = self._connection.execute(
            "SELECT id FROM _tables WHERE year = ? AND replaced = '' ORDER BY id", (year,)
        )
        return [self.origin(source) for (source,) in rows]

    def cells(self, kind: str, source: int, row: int, *, personal: bool = False) -> dict[str, Value]:
        """Return one row, as `rows` does."""
        return next(self.rows(kind, [(source, row)], personal=personal))

    def rows(
        self, kind: str, places: Sequence[tuple[int, int]], *, personal: bool = False
    ) -> Iterator[dict[str, Value]]:
        """Return rows, as (source, row), by field; those that are personal are left out unless asked for."""
        return stored_rows.rows(self._connection, self._kinds[kind], places, personal=personal)

    def personal(self) -> set[Value]:
        """Return what stands in personal columns, of all years."""
        columns = [
            (each, name)
            for each in self._kinds.values()
            for name in each.fields
            if each.fields[name].personal
        ]
        selects = (f"SELECT {quote(name)} FROM main.{quote(kind.name)}" for kind, name in columns)
        return {value for sql in selects for (value,) in self._connection.execute(sql) if value is not None}

    def late(self, kind: str, year: int) -> list[Late]:
        """Return what of a year comes after its cut-off, as `cutoff.late` does."""
        period, upto = self.views.period(year), self.views.cutoff(year)
        return list(cutoff.late(self._connection, self._kinds[kind], period, upto))

    def early(self, kind: str, year: int) -> list[tuple[int, int, str]]:
        """Return the rows of a year whose own day lies before it, as `cutoff.early` does."""
        return cutoff.early(self._connection, self._kinds[kind], self.views.period(year))

    def undated(self, kind: str, year: int) -> list[Undated]:
        """Return the outcomes of a year without their dates, as `cutoff.undated` does."""
        return list(cutoff.undated(self._connection, self._kinds[kind], year))

    def untold(self, kind: str, year: int, names: Collection[str]) -> list[Undated]:
        """Return the dates of a year whose outcomes are blank, as `cutoff.untold` does."""
        return list(cutoff.untold(self._connection, self._kinds[kind], year, self.views.cutoff(year), names))

    def undeclared(self, kind: str, name: str, year: int) -> list[tuple[int, int, str]]:
        """Return the first row of each table with a date after the year's cut-off, as (source, row, day)."""
        return cutoff.undeclared(self._connection, self._kinds[kind], name, year, self.views.cutoff(year))

    def is_blank(self, kind: str, source: int, row: int, name: str) -> bool:
        """Whether a cell is blank, whatever counts at the cut-off."""
        (blank,) = self._connection.execute(
            f"SELECT {quote(name)} IS NULL FROM main.{quote(kind)} WHERE _id = ?",
            (source << store.ROW_BITS | row,),
        ).fetchone()
        return bool(blank)

    def repeated(self, kind: str, name: str, year: int) -> list[tuple[int, int, Place, Value]]:
        """Return (source, row, place of the first, value) of every row whose value an earlier row has.

        Values are the same of which `characters.plain` is.
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
        """Return pairs of rows, as (source, row), that stand in two tables and say the same in every field."""
        rows = self._connection.execute(
            f"SELECT group_concat(_source || ' ' || _row) FROM main.{quote(kind)} WHERE {_OF_YEAR}"
            f" GROUP BY {self._compared(kind)} HAVING min(_source) <> max(_source)",
            {"year": year},
        )
        pairs = []
        for (joined,) in rows:
            alike = [(int(source), int(row)) for source, row in (each.split() for each in joined.split(","))]
            first, *others = sorted(alike, key=lambda each: self.place(*each))
            pairs += [(first, other) for other in others if other[0] != first[0]]
        return pairs

    def doubles(self, kind: str, year: int) -> list[tuple[int, int, int]]:
        """Return (source, row of the first, row) of every row that an earlier one of its table is like in every field."""
        rows = self._connection.execute(
            f"SELECT _source, group_concat(_row) FROM main.{quote(kind)} WHERE {_OF_YEAR}"
            f" GROUP BY _source, {self._compared(kind)} HAVING count(*) > 1",
            {"year": year},
        )
        found = []
        for source, joined in rows:
            first, *others = sorted(map(int, joined.split(",")))
            found += [(source, first, row) for row in others]
        return sorted(found, key=lambda each: self.place(each[0], each[2]))

    def _compared(self, kind: str) -> str:
        """The fields of a kind as SQL compares them: texts as `characters.plain` gives them; mere counts with their sender."""
        named = [
            f"plain({quote(name)})" if field.type == "string" and not field.enum else quote(name)
            for name, field in self._kinds[kind].fields.items()
        ]
        return ", ".join([*named, *[_SENDER] * only_counts(self._kinds[kind])])


def open_to_read(file: Path, kinds: Mapping[str, Kind]) -> Ledger:
    """Open an existing ledger without the power to change it. Raises CannotRun."""
    return Ledger(store.open_to_read(file, kinds), kinds)


def _finding(
    code: str, severity: Severity, message: str, file: str, sheet: str, row: int, column: int, department: str,
    fix: str,
) -> Finding:  # fmt: skip
    """A finding as `_FINDING` selects it."""
    return Finding(code, severity, message, Place(file, sheet, row, column), department, fix=fix)


def _parameters(values: Sized) -> str:
    return ", ".join("?" * len(values))
