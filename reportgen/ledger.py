"""The ledger 底账: every collected row of every year with its place, in one SQLite file.

The only module that knows sqlite3. A profile's SQL sees one view per kind of sheet, scoped to a span of
years; a personal column shows it a token that is equal where the values are equal, never the value.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reportgen import functions
from reportgen.model import Finding, Kind, Place, Value

QUERY_SECONDS = 20.0
SAVE_SECONDS = 0.5
SYSTEM_COLUMNS = ("_year", "_unit", "_department", "_source", "_row")
_WORKBOOK = "file, year, department, sha256, size, profile, refused"
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT", "boolean": "INTEGER"}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS _workbooks (
  id INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, department TEXT NOT NULL,
  sha256 TEXT NOT NULL, size INTEGER NOT NULL, collected TEXT NOT NULL, profile TEXT NOT NULL,
  refused TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _tables (
  id INTEGER PRIMARY KEY, workbook INTEGER NOT NULL REFERENCES _workbooks(id) ON DELETE CASCADE,
  year INTEGER NOT NULL, department TEXT NOT NULL, kind TEXT NOT NULL, sheet TEXT NOT NULL,
  columns TEXT NOT NULL, rows INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _problems (
  workbook INTEGER NOT NULL REFERENCES _workbooks(id) ON DELETE CASCADE, code TEXT NOT NULL,
  severity TEXT NOT NULL, message TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER NOT NULL,
  column INTEGER NOT NULL, raw TEXT NOT NULL, fix TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS _tables_workbook ON _tables(workbook);
CREATE INDEX IF NOT EXISTS _problems_workbook ON _problems(workbook);
"""


class LedgerError(Exception):
    """The ledger cannot be used; the text is a Chinese sentence for the user."""


class QueryError(Exception):
    """A profile's SQL cannot be run; the text is a Chinese sentence about the SQL."""


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
    in the sheet (from 1) and then one value per entry of `columns`, in that order.
    """

    kind: str
    sheet: str
    columns: Mapping[str, int]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of one table came from."""

    file: str
    sheet: str
    department: str
    columns: Mapping[str, int]


class Ledger:
    """An open ledger, a context manager. Opened to read, it cannot be changed by anything.

    Each change is whole or absent. Changes are saved together every `SAVE_SECONDS`, and on leaving.
    """

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._connection = connection
        self._kinds = kinds
        self._origins: dict[int, Origin] = {}
        self._scope: tuple[int, int] | None = None
        self._begun = 0.0
        connection.execute("PRAGMA foreign_keys = ON")
        self.calendar = functions.Calendar()
        for name, (parameters, function) in functions.FUNCTIONS.items():
            connection.create_function(name, parameters, function, deterministic=True)
        connection.create_function("workdays", 2, self.calendar.workdays, deterministic=True)
        connection.create_function("report_year", 0, lambda: self._scope[1] if self._scope else 0)
        connection.create_function("token", 1, functions.token, deterministic=True)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.save()
        finally:
            self._connection.close()

    # writing

    def workbooks(self, year: int | None = None) -> list[Workbook]:
        """Return the collected workbooks, of one year or of all, in the order of their names."""
        rows = self._connection.execute(
            f"SELECT {_WORKBOOK} FROM _workbooks WHERE year = ?1 OR ?1 IS NULL ORDER BY file", (year,)
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
                    len(table.rows),
                )  # fmt: skip
                names = ", ".join(map(_quote, (*SYSTEM_COLUMNS, *table.columns)))
                marks = ", ".join("?" * (len(SYSTEM_COLUMNS) + len(table.columns)))
                common = (workbook.year, unit, workbook.department, source)
                self._connection.executemany(
                    f"INSERT INTO main.{_quote(table.kind)} ({names}) VALUES ({marks})",
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
            raise LedgerError(_cannot(error)) from None

    # reading

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
        """Return the (department, kind) pairs of which a table came for a year, but with a column missing."""
        rows = self._connection.execute(
            "SELECT department, raw FROM _problems JOIN _workbooks ON workbook = id"
            " WHERE code = 'TAB002' AND year = ?",
            (year,),
        )
        return set(rows)

    def origin(self, source: int) -> Origin:
        """Return where the rows that carry `_source` = source came from."""
        if source not in self._origins:
            file, sheet, department, columns = self._connection.execute(
                "SELECT file, sheet, t.department, columns FROM _tables t JOIN _workbooks w ON workbook = w.id"
                " WHERE t.id = ?",
                (source,),
            ).fetchone()
            self._origins[source] = Origin(file, sheet, department, json.loads(columns))
        return self._origins[source]

    def cells(self, kind: str, source: int, row: int) -> dict[str, Value]:
        """Return one row by field, personal fields left out."""
        names = [name for name, declared in self._kinds[kind].fields.items() if not declared.personal]
        found = self._connection.execute(
            f"SELECT {', '.join(map(_quote, names))} FROM main.{_quote(kind)} WHERE _source = ? AND _row = ?",
            (source, row),
        ).fetchone()
        return dict(zip(names, found, strict=True))

    def repeated(self, kind: str, name: str, year: int) -> list[tuple[int, int, str, Value]]:
        """Return (source, row, place of the first, value) of every row whose value an earlier row has."""
        column = _quote(name)
        rows = self._connection.execute(
            f"SELECT _source, _row, {column} FROM main.{_quote(kind)} WHERE _year = ? AND {column} IN"
            f" (SELECT {column} FROM main.{_quote(kind)} WHERE _year = ? GROUP BY 1 HAVING count(*) > 1)"
            " ORDER BY _source, _row",
            (year, year),
        )
        first: dict[Value, str] = {}
        found = []
        for source, row, value in rows:
            if value in first:
                found.append((source, row, first[value], value))
            else:
                origin = self.origin(source)
                first[value] = str(Place(origin.file, origin.sheet, row, origin.columns[name]))
        return found

    def scope(self, year: int, years: int = 1) -> None:
        """Let the views show the last `years` years up to and with `year`."""
        wanted = (year - years + 1, year)
        if self._scope == wanted:
            return
        self._connection.set_authorizer(None)
        for kind in self._kinds.values():
            columns = ", ".join(
                f"token({_quote(name)}) AS {_quote(name)}" if declared.personal else _quote(name)
                for name, declared in kind.fields.items()
            )
            self._connection.execute(f"DROP VIEW IF EXISTS temp.{_quote(kind.name)}")
            self._connection.execute(
                f"CREATE TEMP VIEW {_quote(kind.name)} AS SELECT {', '.join(SYSTEM_COLUMNS)}, {columns}"
                f" FROM main.{_quote(kind.name)} WHERE _year BETWEEN {wanted[0]} AND {wanted[1]}"
            )
        self._scope = wanted

    def select(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a profile's SELECT on the scoped views, read-only and within a time limit. Raises QueryError."""
        return self._guarded(sql)[1]

    def select_named(self, sql: str) -> list[dict[str, Any]]:
        """Run a profile's SELECT and return its rows by column name. Raises QueryError."""
        names, rows = self._guarded(sql)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def compile(self, sql: str) -> None:
        """Compile a profile's SELECT without running it. Raises QueryError."""
        self._guarded(f"EXPLAIN {sql}")

    def columns(self, sql: str) -> list[str]:
        """Return the names of the columns that a profile's SELECT gives. Raises QueryError."""
        return self._guarded(f"SELECT * FROM ({sql}) LIMIT 0")[0]

    # inside

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

    def _guarded(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        deadline = time.monotonic() + QUERY_SECONDS
        self._connection.set_authorizer(self._allow)
        self._connection.set_progress_handler(lambda: time.monotonic() > deadline, 20000)
        try:
            cursor = self._connection.execute(sql)
            return [column[0] for column in cursor.description or ()], cursor.fetchall()
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise QueryError(_said(error)) from None
        finally:
            self._connection.set_authorizer(None)
            self._connection.set_progress_handler(None, 0)

    def _allow(
        self, action: int, first: str | None, second: str | None, schema: str | None, view: str | None
    ) -> int:
        """Let a profile's SQL read the views and call functions, and nothing else."""
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and (schema == "temp" or view in self._kinds or not schema):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    def _delete(self, file: str) -> None:
        found = self._connection.execute(
            "SELECT t.id, kind FROM _tables t JOIN _workbooks w ON workbook = w.id WHERE file = ?", (file,)
        ).fetchall()
        for source, kind in found:
            if kind in self._kinds:
                self._connection.execute(f"DELETE FROM main.{_quote(kind)} WHERE _source = ?", (source,))
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
                self._connection.execute("ROLLBACK TO change")
                raise
            self._connection.execute("RELEASE change")
            if time.monotonic() - self._begun > SAVE_SECONDS:
                self.save()
        except sqlite3.OperationalError as error:
            raise LedgerError(_cannot(error)) from None


def open_to_write(file: Path, kinds: Mapping[str, Kind]) -> Ledger:
    """Open the ledger, made where it is missing, with a table for each kind as now declared.

    A table declared otherwise than before is made anew; the workbooks it was read from carry another profile
    digest and are collected again. Raises LedgerError.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, isolation_level=None, timeout=10)
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        _make_tables(connection, kinds)
        connection.execute("COMMIT")
    except (OSError, sqlite3.Error) as error:
        raise LedgerError(_cannot(error)) from None
    return Ledger(connection, kinds)


def open_to_read(file: Path, kinds: Mapping[str, Kind]) -> Ledger:
    """Open an existing ledger without the power to change it. Raises LedgerError."""
    if not file.is_file():
        raise LedgerError("还没有底账；请先运行 reportgen collect")
    try:
        connection = sqlite3.connect(
            f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=10
        )
        stale = [kind.title for kind in kinds.values() if not _as_declared(connection, kind)]
    except sqlite3.Error as error:
        raise LedgerError(_cannot(error)) from None
    if stale:
        connection.close()
        raise LedgerError(f"报告方案里《{stale[0]}》的列改过了；请先运行 reportgen collect 重新收集")
    return Ledger(connection, kinds)


def in_memory(kinds: Mapping[str, Kind]) -> Ledger:
    """Return an empty ledger that is never stored: for checking a profile's SQL and its examples."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_SCHEMA)
    _make_tables(connection, kinds)
    return Ledger(connection, kinds)


def _make_tables(connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
    for kind in kinds.values():
        if _as_declared(connection, kind):
            continue
        table = _quote(kind.name)
        columns = ", ".join(f"{_quote(name)} {kind_type}" for name, kind_type in _columns(kind).items())
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE TABLE {table} ({columns}) STRICT")
        connection.execute(f"CREATE INDEX {_quote('_' + kind.name)} ON {table}(_source)")
        connection.execute(
            "UPDATE _workbooks SET profile = '' WHERE id IN (SELECT workbook FROM _tables WHERE kind = ?)",
            (kind.name,),
        )


def _columns(kind: Kind) -> dict[str, str]:
    system = {name: "TEXT" if name in ("_unit", "_department") else "INTEGER" for name in SYSTEM_COLUMNS}
    return system | {name: _TYPES[declared.type] for name, declared in kind.fields.items()}


def _as_declared(connection: sqlite3.Connection, kind: Kind) -> bool:
    there = {row[1]: row[2] for row in connection.execute(f"PRAGMA main.table_info({_quote(kind.name)})")}
    return there == _columns(kind)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _stored(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _said(error: Exception) -> str:
    """Put SQLite's complaint about a profile's SQL into Chinese."""
    text = str(error)
    for pattern, sentence in (
        (r"no such column: (.+)", "没有“{}”这一列"),
        (r"no such table: (.+)", "没有“{}”这张表"),
        (r"no such function: (.+)", "没有“{}”这个函数"),
        (r"wrong number of arguments to function (.+)\(\)", "函数“{}”的参数个数不对"),
        (r'near "(.*)": syntax error', "“{}”附近的写法不对"),
        (r"unrecognized token: (.+)", "“{}”读不懂"),
        (r"interrupted", "算了{:.0f}秒还没有结果"),
        (
            r"(?:not authorized|access to .+ is prohibited|authorizer malfunction|cannot modify)",
            "只能读已声明的表，不能做别的",
        ),
        (r"(?:incomplete input)", "没有写完"),
    ):
        if match := re.search(pattern, text):
            return sentence.format(match[1] if match.groups() else QUERY_SECONDS)
    return f"SQL 不能运行（{text}）"


def _cannot(error: Exception) -> str:
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return "底账正被另一个 reportgen 使用；请等它结束后再试"
    if "full" in text or "no space" in text:
        return "磁盘已满，底账写不进去；原有内容没有受损，请腾出空间后再试"
    if "readonly" in text or "unable to open" in text or "permission" in text or "read-only" in text:
        return "底账所在的文件夹不能写入；请检查权限或换一个工作目录"
    if "not a database" in text or "malformed" in text:
        return "底账文件已损坏；请把它移走后重新收集"
    return f"底账用不了（{error}）"
