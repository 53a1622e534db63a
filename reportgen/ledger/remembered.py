"""What was found wrong with a year and what its report came to -> remembered in the ledger, and what it has to say beside it, until
anything that they hang on changes.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from reportgen.model import Finding, Place

MOST = 1000  # findings; where there are more, finding them again is not what takes long
DURABLE = "NORMAL"  # as SQLite names how it waits for the disk: a power cut costs a collection, not a report
HANGS_ON = ("_workbooks", "_tables", "_problems", "_unfinished")
_CHANGE = "DELETE FROM _found; DELETE FROM _issued; UPDATE _changes SET number = number + 1"
_HEAD, _MANNERS, _COUNTER = (
    100,
    slice(18, 20),
    slice(24, 28),
)  # https://sqlite.org/fileformat2.html#the_database_header
_IN_PLACE = b"\1\1"  # and not by way of a log
TRIGGERS = (
    "INSERT INTO _changes SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM _changes)",
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_{event.lower()} AFTER {event} ON {table} BEGIN {_CHANGE}; END"
        for table in HANGS_ON
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)


class Remembered:
    """The findings that a ledger, open to be read, remembers by year, under a stamp of profile, settings and program.

    Whatever a collection changes makes it forget them: by the triggers, which no writer can pass by.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def version(self) -> int:
        """How often what is remembered had to be forgotten: another number, and the sheets are no longer the same."""
        return _version(self._connection)

    def findings(self, year: int, stamp: str) -> list[Finding] | None:
        """Return what was found wrong with a year under a stamp; None where that is not known."""
        row = self._connection.execute(
            "SELECT findings FROM _found WHERE year = ? AND stamp = ?", (year, stamp)
        ).fetchone()
        if not row:
            return None
        return findings_of(row[0])

    def keep(self, file: Path, year: int, stamp: str, findings: Sequence[Finding], version: int) -> None:
        """Remember what was found wrong with a year, unless the ledger at `file` is no longer of the version that it was
        found in, or cannot be written to now.
        """
        if stamp and len(findings) <= MOST:
            _keep(file, "_found", (year, stamp, text_of(findings)), version)

    def issued(self, year: int, stamp: str) -> str:
        """Return what is remembered under a stamp of the report that was made of a year; empty where nothing is."""
        row = self._connection.execute(
            "SELECT said FROM _issued WHERE year = ? AND stamp = ?", (year, stamp)
        ).fetchone()
        return str(row[0]) if row else ""

    def worded(self, year: int, stamp: str) -> str:
        """Return what is remembered under a stamp of what the template says in a year; empty where nothing is."""
        row = self._connection.execute(
            "SELECT said FROM _worded WHERE year = ? AND stamp = ?", (year, stamp)
        ).fetchone()
        return str(row[0]) if row else ""

    def keep_worded(self, file: Path, year: int, paper: str, stamp: str, said: str) -> None:
        """Remember what the template of a paper says in a year, whatever its rows are: no collection makes it forgotten."""
        if stamp:
            _keep(file, "_worded", (year, paper, stamp, said), self.version)

    def keep_issued(self, file: Path, year: int, paper: str, stamp: str, said: str, version: int) -> None:
        """Remember what is to be said of the report of a year by a paper, in the same way."""
        if stamp:
            _keep(file, "_issued", (year, paper, stamp, said), version)


def text_of(findings: Sequence[Finding]) -> str:
    """Return findings as a text to remember them by."""
    return json.dumps([asdict(each) for each in findings], ensure_ascii=False)


def findings_of(text: str) -> list[Finding]:
    """Return the findings that a text was made of."""
    said = json.loads(text)
    if not said:
        return []
    from reportgen.suspects import Suspect

    return [
        Finding(
            **{
                **each,
                "place": Place(*each["place"]),
                "suspects": tuple(Suspect(*one) for one in each["suspects"]),
            }
        )
        for each in said
    ]


def due(file: Path, year: int, paper: str, stamp: str) -> tuple[str, ...]:
    """Return what is remembered beside the ledger at `file` that a year's report by a paper has to say, in the lines in which it
    was kept; nothing where that is not known, or the ledger has been written to since.
    """
    try:
        seal, _, said = _beside(file, year, paper).read_bytes().partition(b"\n")
        known = bool(stamp and seal) and seal == _seal(file, stamp, said)
    except OSError:
        return ()
    return tuple(said.decode().split("\n")) if known else ()


def keep_due(file: Path, year: int, paper: str, stamp: str, said: Sequence[str], version: int) -> None:
    """Remember what a year's report by a paper has to say, unless the ledger at `file` is no longer of the version that it was counted
    in; `said` are lines.
    """
    beside = _beside(file, year, paper)
    part = beside.with_name(f".{beside.name}.{os.getpid()}.part")
    with suppress(OSError):
        text = "\n".join(said).encode()
        seal = _seal(file, stamp, text)  # first: what is written to the ledger from now on breaks it
        if stamp and seal and version == version_of(file):
            part.write_bytes(seal + b"\n" + text)
            part.chmod(0o600)
            os.replace(part, beside)


def _beside(file: Path, year: int, paper: str) -> Path:
    return file.with_name(f"{file.name}-{year}年{paper}应有.txt")


def _seal(file: Path, stamp: str, said: bytes) -> bytes:
    """What tells whether anything of this is otherwise: the stamp, what was said, or the ledger, in whose head SQLite counts its
    changes; empty while a writer is at work, and where changes go to another file. Raises OSError.
    """
    with file.open("rb") as ledger:
        head, state = ledger.read(_HEAD), os.fstat(ledger.fileno())
    if head[_MANNERS] != _IN_PLACE or file.with_name(f"{file.name}-journal").exists():
        return b""
    sign = (head[_COUNTER].hex(), state.st_size, state.st_mtime_ns)
    return sha256(f"{stamp}\n{sign}\n".encode() + said).hexdigest().encode()


def version_of(file: Path) -> int:
    """Return the version of the ledger at `file`; -1 where it cannot be read now."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=0)) as reader:
            return _version(reader)
    except sqlite3.Error:
        return -1


def _keep(file: Path, table: str, row: tuple[int | str, ...], version: int) -> None:
    try:
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as writer:
            writer.execute(f"PRAGMA synchronous = {DURABLE}")
            writer.execute("BEGIN IMMEDIATE")
            if _version(writer) == version:
                writer.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
                writer.execute("COMMIT")
    except sqlite3.Error:
        return


def _version(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT number FROM _changes").fetchone()
    return int(row[0]) if row else 0
