"""The ledger's file: opened to write or to read, with its tables as the profile now declares the sheets."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from reportgen.invocation import command
from reportgen.ledger import remembered
from reportgen.ledger.cutoff import quote
from reportgen.model import CannotRun, Kind

VERSION = 20  # of the tables below, and of how sheets are read; a ledger of another version is collected anew
ROW_BITS = 21  # a row's _id is its table's number and, in so many bits, its row's: the order of all searches
_STATEMENTS = 512  # kept compiled: all that a profile selects, for this year and the last
_FULL = "磁盘已满，底账写不进去；原有内容没有受损，请腾出空间后再试"
_READ_ONLY = "底账所在的文件夹不能写入；请检查权限或换一个工作目录"
_UNUSABLE = "底账用不了；请把它移走后重新收集"
_SENTENCES = {  # by the beginning of SQLite's name for the error
    ("SQLITE_BUSY", "SQLITE_LOCKED"): "底账正被另一个 reportgen 使用；请等它结束后再试",
    ("SQLITE_FULL",): _FULL,
    ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"): _READ_ONLY,
    ("SQLITE_NOTADB", "SQLITE_CORRUPT"): "底账文件已损坏；请把它移走后重新收集",
}
_OF_THE_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
}
_PLACE = (
    f"_source INTEGER AS (_id >> {ROW_BITS}) VIRTUAL, _row INTEGER AS (_id & {(1 << ROW_BITS) - 1}) VIRTUAL"
)
# Python looks long for what adapts a value that is no number and no text, unless something does
sqlite3.register_adapter(bool, int)
sqlite3.register_adapter(type(None), {None: None}.__getitem__)
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT", "boolean": "INTEGER"}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS _workbooks (
  id INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, department TEXT NOT NULL,
  sha256 TEXT NOT NULL, size INTEGER NOT NULL, collected TEXT NOT NULL, profile TEXT NOT NULL,
  refused TEXT NOT NULL, beside TEXT NOT NULL, answers TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _tables (
  id INTEGER PRIMARY KEY AUTOINCREMENT, workbook INTEGER NOT NULL REFERENCES _workbooks(id) ON DELETE CASCADE,
  year INTEGER NOT NULL, unit TEXT NOT NULL, department TEXT NOT NULL, kind TEXT NOT NULL, sheet TEXT NOT NULL,
  columns TEXT NOT NULL, rows INTEGER NOT NULL, header INTEGER NOT NULL, last INTEGER NOT NULL, unknown TEXT NOT NULL,
  replaced TEXT NOT NULL, fingerprints BLOB NOT NULL, raws TEXT NOT NULL,
  account TEXT NOT NULL, sums TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _problems (
  workbook INTEGER NOT NULL REFERENCES _workbooks(id) ON DELETE CASCADE, code TEXT NOT NULL,
  severity TEXT NOT NULL, message TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER NOT NULL,
  column INTEGER NOT NULL, raw TEXT NOT NULL, kind TEXT NOT NULL, fix TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _files (
  file TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
  sha256 TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _unfinished (since TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _checked (stamp TEXT NOT NULL, profile TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _changes (number INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _found (
  year INTEGER, stamp TEXT, findings TEXT NOT NULL, PRIMARY KEY (year, stamp)) STRICT;
CREATE TABLE IF NOT EXISTS _bodies (
  name TEXT PRIMARY KEY, said TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _issued (
  year INTEGER, paper TEXT, stamp TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (year, paper)) STRICT;
CREATE TABLE IF NOT EXISTS _worded (
  year INTEGER, paper TEXT, stamp TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (year, paper)) STRICT;
CREATE INDEX IF NOT EXISTS _tables_workbook ON _tables(workbook);
CREATE INDEX IF NOT EXISTS _problems_workbook ON _problems(workbook);
"""


def open_to_write(file: Path, kinds: Mapping[str, Kind]) -> sqlite3.Connection:
    """Open the file, made where it is missing, with a table for each kind as now declared.

    A table declared otherwise than before is made anew; the workbooks it was read from carry another profile
    digest and are collected again. Raises CannotRun.
    """
    with told():
        file.parent.mkdir(parents=True, exist_ok=True)
        _keep_private(file)
    with _opened(str(file)) as connection:
        connection.execute(f"PRAGMA synchronous = {remembered.DURABLE}")
        connection.execute("PRAGMA temp_store = MEMORY")  # what a savepoint may undo; a kill needs none of it
        connection.execute("BEGIN EXCLUSIVE")  # first: who waits in exclusive mode keeps others waiting
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # nobody reads a ledger that is half collected
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            _clear(connection)
        for statement in (*_SCHEMA.split(";"), *remembered.TRIGGERS):
            connection.execute(statement)
        _make_tables(connection, kinds)
        connection.execute(f"PRAGMA user_version = {VERSION}")  # a write, which clears what a killed run left
        connection.execute("COMMIT")
    return connection


def _keep_private(file: Path) -> None:
    """Let nobody but its owner read the file, made where it is missing; what SQLite puts beside it has its mode."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    if file.stat().st_mode & 0o077:
        with suppress(OSError):  # another's ledger, which he has opened to us
            file.chmod(0o600)


def settled(file: Path) -> None:
    """Let a ledger be one file, which nobody uses: undo what a killed run left half done. Raises CannotRun."""
    with _opened(str(file)) as connection, closing(connection):
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")


def open_to_read(file: Path, kinds: Mapping[str, Kind]) -> sqlite3.Connection:
    """Open an existing file without the power to change it. Raises CannotRun."""
    if not file.is_file():
        raise CannotRun(f"还没有底账；请先运行 {command('collect')}")
    if file.with_name(f"{file.name}-journal").exists():  # left by a killed run: only a writer may undo it
        with _opened(str(file)) as writer, closing(writer):
            writer.execute("SELECT count(*) FROM sqlite_master").fetchone()
    with _opened(f"{file.resolve().as_uri()}?mode=ro") as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            raise CannotRun(f"底账是另一个版本的 reportgen 写的；请先运行 {command('collect')} 重新收集")
        for kind in kinds.values():
            if not _as_declared(connection, kind):
                raise CannotRun(
                    f"报告方案里《{kind.title}》的列改过了；请先运行 {command('collect')} 重新收集"
                )
    return connection


def recall(file: Path, stamp: str) -> str:
    """Return the checked profile, or the settings, that a ledger remembers under a stamp; empty where it does not, or cannot be read now."""
    if not file.is_file():
        return ""
    try:
        with closing(
            sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=0)
        ) as connection:
            row = connection.execute("SELECT profile FROM _checked WHERE stamp = ?", (stamp,)).fetchone()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""


@contextmanager
def _opened(file: str) -> Iterator[sqlite3.Connection]:
    """An open connection that stays open, unless what is done with it here fails. Raises CannotRun."""
    with told():
        connection = sqlite3.connect(
            file,
            uri=file.startswith("file:"),
            isolation_level=None,
            timeout=10,
            cached_statements=_STATEMENTS,
        )
        try:
            yield connection
        except BaseException:
            connection.close()
            raise


def open_shard(file: Path, kinds: Mapping[str, Kind]) -> sqlite3.Connection:
    """Open a ledger's file that lives no longer than this run, and need not outlive a fault. Raises CannotRun."""
    with _opened(str(file)) as connection:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.executescript(_SCHEMA)
        _make_tables(connection, kinds)
    return connection


def in_memory(kinds: Mapping[str, Kind]) -> sqlite3.Connection:
    """Return the tables without a file."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_SCHEMA)
    _make_tables(connection, kinds)
    return connection


def _clear(connection: sqlite3.Connection) -> None:
    """Drop what another version of the program wrote: its workbooks are read again. What the departments were told is not
    in them.
    """
    for name in _tables_in(connection):
        if name != "_rounds":
            connection.execute(f"DROP TABLE {quote(name)}")


def _tables_in(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    return [name for (name,) in rows.fetchall()]


def _make_tables(connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
    for name in {each for each in _tables_in(connection) if not each.startswith("_")} - set(kinds):
        connection.execute(f"DROP TABLE {quote(name)}")
        _read_again(connection, name)
    for kind in kinds.values():
        if _as_declared(connection, kind):
            continue
        table = quote(kind.name)
        columns = ", ".join(f"{quote(name)} {kind_type}" for name, kind_type in _columns(kind).items())
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE TABLE {table} ({columns}, {_PLACE}, PRIMARY KEY (_id)) STRICT")
        _read_again(connection, kind.name)


def _read_again(connection: sqlite3.Connection, kind: str) -> None:
    """Let the workbooks with a table of this kind be read again by the next collect."""
    connection.execute("UPDATE _tables SET fingerprints = x'' WHERE kind = ?", (kind,))
    connection.execute(
        "UPDATE _workbooks SET profile = '' WHERE id IN (SELECT workbook FROM _tables WHERE kind = ?)",
        (kind,),
    )


def _columns(kind: Kind) -> dict[str, str]:
    fields = {name: _TYPES[declared.type] for name, declared in kind.fields.items()}
    return {"_id": "INTEGER", **fields}


def _as_declared(connection: sqlite3.Connection, kind: Kind) -> bool:
    there = {row[1]: row[2] for row in connection.execute(f"PRAGMA main.table_info({quote(kind.name)})")}
    return there == _columns(kind)


@contextmanager
def told() -> Iterator[None]:
    """Let what SQLite or the system cannot do to the file be raised as CannotRun; a fault of ours stays what it is."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except (sqlite3.Error, OSError) as error:
        raise CannotRun(_sentence(error)) from error


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        return _OF_THE_SYSTEM.get(error.errno or 0, _UNUSABLE)
    code = getattr(error, "sqlite_errorname", "")
    return next((sentence for codes, sentence in _SENTENCES.items() if code.startswith(codes)), _UNUSABLE)
