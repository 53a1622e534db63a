"""Workbooks -> the ledger: their tables put in the place of earlier ones, taken over from shards, superseded, dropped."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path

from reportgen.ledger import file as store
from reportgen.ledger.file import told
from reportgen.ledger.overlaps import fingerprints_of
from reportgen.ledger.reading import FEWER, Ledger
from reportgen.ledger.sql import quote
from reportgen.model import Entry, Finding, Kind, Problem, Stamp, TypedTable, Value

SAVE_SECONDS = 2.0
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_PARAMETERS = 900  # of one statement, which every SQLite takes


class WritableLedger(Ledger):
    """A ledger that workbooks are put into. Each change is whole or absent. Changes are saved together every
    `SAVE_SECONDS`, and on leaving.
    """

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind], now: str = "") -> None:
        super().__init__(connection, kinds)
        self._now = now or datetime.now().isoformat(" ", "milliseconds")
        self._begun = 0.0

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            self.save()
        finally:
            super().__exit__(kind, error, trace)

    def replace(
        self, entry: Entry, tables: Iterable[TypedTable], problems: Iterable[Problem], unit: str = ""
    ) -> None:
        """Put a workbook's tables and problems in the place of its earlier ones, all of them or, when anything fails,
        none. The time it was first collected stays while its content does. Raises CannotRun.
        """
        with self._change():
            since = self._delete(entry.file, entry.sha256)
            number = self._insert(
                "_workbooks", None, entry.file, entry.year, entry.department, entry.sha256, entry.size,
                since or self._now, entry.profile, entry.refused, _json(entry.beside) if entry.beside else "{}", entry.answers,
            )  # fmt: skip
            for table in tables:
                said = dict(zip(table.columns, table.values, strict=True))
                source = self._insert(
                    "_tables", None, number, entry.year, unit, entry.department, table.kind, table.sheet,
                    _columns_json(tuple(table.columns.items())), len(table.numbers), table.header, table.last,
                    _json(table.unknown) if table.unknown else "[]", "", fingerprints_of(self._kinds[table.kind], said),
                    _json(table.raws) if table.raws else "{}", _json((table.account.cells, table.account.passed)),
                    _json(table.sums) if any(table.sums) else "",
                )  # fmt: skip
                names = ("_id", *said)
                numbers = map((source << store.ROW_BITS).__or__, table.numbers)
                cells = list(chain.from_iterable(zip(numbers, *table.values, strict=True)))
                step = _PARAMETERS // len(names) * len(names)  # several rows at a time take a fifth less
                for at in range(0, len(cells), step):
                    part = cells[at : at + step]
                    self._connection.execute(_insertion(table.kind, names, len(part) // len(names)), part)
            self._add_problems(number, problems)

    def _add_problems(self, workbook: int, problems: Iterable[Problem]) -> None:
        self._connection.executemany(
            "INSERT INTO main._problems VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    workbook, said.code, said.severity, said.message, said.place.sheet, said.place.row,
                    said.place.column, each.raw, each.kind, said.fix,
                )
                for each in problems
                for said in (each.finding,)
            ],
        )  # fmt: skip

    def merge(self, shard: Path) -> None:
        """Put the workbooks of another ledger in the place of those of the same names, all or none. Raises CannotRun."""
        with self._beside(shard):
            self._take_over()

    def adopt(self, body: str, ledger: Path, version: str) -> None:
        """Put all that a body's ledger has in the place of what it had in an earlier version, all or none. Raises
        CannotRun.
        """
        with self._beside(ledger):
            run = self._connection.execute
            (before,) = run("SELECT coalesce(max(id), 0) FROM main._workbooks").fetchone()
            self._take_over()
            last, count = run(
                "SELECT coalesce(max(id), 0), count(*) FROM main._workbooks WHERE id > ?", (before,)
            ).fetchone()
            run("INSERT INTO main._bodies VALUES (?, ?, ?, ?, ?)", (body, version, before + 1, last, count))

    def disown(self, keep: Collection[str]) -> None:
        """Forget the bodies but for these, and all workbooks that are none's. Raises CannotRun."""
        with self._change():
            run = self._connection.execute
            for (name,) in run("SELECT name FROM _bodies").fetchall():
                if name not in keep:
                    run("DELETE FROM _bodies WHERE name = ?", (name,))
            left = run(
                "SELECT file FROM _workbooks w WHERE NOT EXISTS (SELECT 1 FROM _bodies WHERE w.id BETWEEN first AND last)"
            )
            for (file,) in left.fetchall():
                self._delete(file)

    @contextmanager
    def _beside(self, shard: Path) -> Iterator[None]:
        """Let what is taken from another ledger be taken whole or not at all. Raises CannotRun."""
        self.save()
        with told():
            self._connection.execute("ATTACH ? AS shard", (str(shard),))
            try:
                # no journal on disk: one for two files would need a third, which a kill may leave behind
                self._connection.execute("PRAGMA shard.journal_mode = MEMORY")
                with self._change():
                    yield
                self.save()
            finally:
                if self._connection.in_transaction:  # a full disk; what was there before is saved
                    self._connection.execute("ROLLBACK")
                self._connection.execute("DETACH shard")

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

    def drop(self, files: Iterable[str]) -> None:
        """Forget workbooks and their rows. Raises CannotRun."""
        for file in files:
            with self._change():
                self._delete(file)

    def note_files(self, there: Mapping[str, tuple[Stamp, str]], gone: Iterable[str]) -> None:
        """Remember how files lie on the disk, and forget others. Raises CannotRun."""
        with self._change():
            run = self._connection.executemany
            run("DELETE FROM _files WHERE file = ?", ((name,) for name in gone))
            run(
                "INSERT OR REPLACE INTO _files VALUES (?, ?, ?, ?, ?)",
                ((name, *stamp, digest) for name, (stamp, digest) in there.items()),
            )

    def remembers(self, stamp: str) -> bool:
        """Return whether a checked profile is remembered under a stamp."""
        return (
            self._connection.execute("SELECT 1 FROM _checked WHERE stamp = ?", (stamp,)).fetchone()
            is not None
        )

    def remember(self, stamp: str, profile: str, beside: Collection[str] = ()) -> None:
        """Remember a checked profile, or settings, under a stamp, in the place of those before but for some `beside` it. Raises
        CannotRun.
        """
        with self._change():
            for (known,) in self._connection.execute("SELECT stamp FROM _checked").fetchall():
                if known == stamp or known not in beside:
                    self._connection.execute("DELETE FROM _checked WHERE stamp = ?", (known,))
            self._connection.execute("INSERT INTO _checked VALUES (?, ?)", (stamp, profile))

    def begin(self) -> None:
        """Note that a collection has begun, until `finish`: one that was cut off is told, and the next one goes on in
        its name. Raises CannotRun.
        """
        with self._change():
            if since := self.unfinished:
                self._now = since
            else:
                self._connection.execute("INSERT INTO _unfinished VALUES (?)", (self._now,))
        self.save()

    def finish(self) -> None:
        """Note that the collection is complete. Raises CannotRun."""
        with self._change():
            self._connection.execute("DELETE FROM _unfinished")

    @property
    def now(self) -> str:
        """When this collection began: the time that its workbooks are said to have been collected."""
        return self._now

    def supersede(self, source: int, by: str, problem: Finding) -> None:
        """Take a table's rows, and what was wrong with them, out: another file has them as they should be. What is left
        is the problem that says so. Raises CannotRun.
        """
        origin = self.origin(source)
        with self._change():
            number, last = self._connection.execute(
                "SELECT workbook, last FROM _tables WHERE id = ?", (source,)
            ).fetchone()
            self._delete_rows(source, origin.kind)
            self._connection.execute(
                "UPDATE _tables SET replaced = ?, fingerprints = x'', raws = '{}' WHERE id = ?", (by, source)
            )
            self._connection.execute(
                "DELETE FROM _problems WHERE workbook = ? AND sheet = ? AND row BETWEEN ? AND ?",
                (number, origin.sheet, origin.header, last),
            )
            self._add_problems(number, [Problem(problem)])

    def answer(self, old: str, new: str, told: Callable[[str], Finding]) -> None:
        """Let a returned file that has come back take the place of what it came from, sheet by sheet: what it has no
        sheet for stays, and with it what is wrong with the whole file. `told` says of a sheet, or of the whole file, that
        it was replaced. Raises CannotRun.
        """
        tables, problems = "SELECT sheet FROM _tables t", "SELECT p.sheet FROM _problems p"
        of = "JOIN _workbooks w ON workbook = w.id WHERE file = ?"
        both = self._connection.execute(f"{tables} {of} UNION {problems} {of} AND p.sheet <> ''", (new, new))
        here = {sheet for (sheet,) in both}
        sources = self._connection.execute(
            f"SELECT t.id, sheet FROM _tables t {of} AND replaced = ''", (old,)
        ).fetchall()
        for source, sheet in sources:
            if sheet in here:
                self.supersede(source, new, told(sheet))
        left_over = {sheet for _, sheet in sources} - here
        with self._change():
            self._connection.executemany(
                "DELETE FROM _problems WHERE code = ? AND raw = ?"
                " AND workbook IN (SELECT id FROM _workbooks WHERE file IN (?, ?))",
                ((FEWER, sheet, old, new) for sheet in here | left_over),
            )
            number, refused = self._connection.execute(
                "SELECT id, refused FROM _workbooks WHERE file = ?", (old,)
            ).fetchone()
            left = self._connection.execute(
                "SELECT DISTINCT sheet FROM _problems WHERE workbook = ? AND code <> ?",
                (number, told("").code),
            ).fetchall()
            for (sheet,) in left:
                if sheet in here or not (sheet or left_over):
                    self._connection.execute(
                        "DELETE FROM _problems WHERE workbook = ? AND sheet = ?", (number, sheet)
                    )
                    self._add_problems(number, [Problem(told(sheet))])
            if refused:
                self._connection.execute("UPDATE _workbooks SET refused = '' WHERE id = ?", (number,))

    def replaced_by(self, files: Collection[str]) -> set[str]:
        """Return the workbooks with a table whose place was taken by one of these."""
        rows = self._connection.execute(
            "SELECT w.file, replaced FROM _tables t JOIN _workbooks w ON workbook = w.id WHERE replaced <> ''"
        )
        return {file for file, by in (*rows, *self.answered()) if by in files}

    def answered(self) -> list[tuple[str, str]]:
        """Return each workbook that was returned to its department, and each that came back for the same one earlier,
        with those that came back for it, the latest first.
        """
        number, came = "CAST({0}.answers AS INTEGER)", "{0}.collected, {0}.file"
        order = f"({number}, {came})"
        return self._connection.execute(
            "SELECT o.file, n.file FROM _workbooks n JOIN _workbooks o ON o.department = n.department AND o.year = n.year"
            " AND o.file <> n.file AND o.sha256 <> '' AND (instr(n.answers, substr(o.sha256, 1, 16)) > 0"
            " OR o.answers <> '' AND o.refused = '' AND substr(o.answers, -16) = substr(n.answers, -16)"
            f" AND {order.format('o')} < {order.format('n')}) WHERE n.answers <> '' AND n.refused = ''"
            f" ORDER BY o.file, {number.format('n')} DESC, n.collected DESC, n.file DESC"
        ).fetchall()

    def tell(self, problem: Finding) -> None:
        """Add what is wrong with a workbook, once. Raises CannotRun."""
        with self._change():
            (number,) = self._connection.execute(
                "SELECT id FROM _workbooks WHERE file = ?", (problem.place.file,)
            ).fetchone()
            self._connection.execute(
                "DELETE FROM _problems WHERE workbook = ? AND message = ?", (number, problem.message)
            )
            self._add_problems(number, [Problem(problem)])

    def save(self) -> None:
        """Save the changes made so far. Raises CannotRun."""
        with told():
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    def outdate(self, files: Iterable[str]) -> None:
        """Let these workbooks be read again by the next collection. Raises CannotRun."""
        with self._change():
            self._connection.executemany(
                "UPDATE _workbooks SET profile = '' WHERE file = ?", ((each,) for each in files)
            )

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
        return self._connection.execute(_insertion_of_one(table, len(values)), values).lastrowid or 0

    @contextmanager
    def _change(self) -> Iterator[None]:
        with told():
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


def open_to_write(file: Path, kinds: Mapping[str, Kind]) -> WritableLedger:
    """Open the ledger, made where it is missing. Raises CannotRun."""
    return WritableLedger(store.open_to_write(file, kinds), kinds)


def open_shard(file: Path, kinds: Mapping[str, Kind], now: str) -> WritableLedger:
    """Open a ledger that lives only until it is merged into another, whose collection began at `now`.

    Raises CannotRun.
    """
    return WritableLedger(store.open_shard(file, kinds), kinds, now)


def in_memory(kinds: Mapping[str, Kind]) -> WritableLedger:
    """Return an empty ledger that is never stored: for checking a profile's SQL and its examples."""
    return WritableLedger(store.in_memory(kinds), kinds)


@lru_cache(maxsize=256)
def _insertion(table: str, names: tuple[str, ...], rows: int) -> str:
    """A statement that inserts so many rows into named columns."""
    row = f"({', '.join('?' * len(names))})"
    return (
        f"INSERT INTO main.{quote(table)} ({', '.join(map(quote, names))}) VALUES {', '.join([row] * rows)}"
    )


@lru_cache(maxsize=256)
def _insertion_of_one(table: str, columns: int) -> str:
    return f"INSERT INTO main.{table} VALUES ({', '.join('?' * columns)})"


@lru_cache(maxsize=256)
def _columns_json(columns: tuple[tuple[str, int], ...]) -> str:
    return _json(dict(columns))


def _json(value: object) -> str:
    return _ENCODER.encode(value)
