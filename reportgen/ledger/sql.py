"""The sheets of a span of years as a profile's SQL sees them: one view per kind of sheet, read-only, in limited time; and
one more, with 上年 before its name, that shows those of the year before the last of them.

They show the rows as they stood on the last day that the year's report counts: see `ledger.cutoff`. A personal column shows a token in place of the value: equal where the values are equal, and nothing else.
"""

from __future__ import annotations

import functools
import os
import re
import sqlite3
import time
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from reportgen.ledger import cutoff, sql_functions
from reportgen.ledger.cutoff import quote as quote
from reportgen.ledger.file import ROW_BITS
from reportgen.model import Kind
from reportgen.periods import Period

ENGINE = sqlite3.sqlite_version  # what compiles and runs a profile's SQL
QUERY_SECONDS = 20.0
STEPS = 20_000  # of SQLite's machine, between two looks at the clock
_AT_ONCE = 4096  # values that are looked through together
_NEVER = "9999-12-31"
LAST_YEAR = "上年"  # before the name of a kind: its sheets of the year before
LONGEST = 50_000_000  # bytes of a text or a row
_CLOCK = {"date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff"}
_CLOCK |= {"current_date", "current_time", "current_timestamp"}
_FORBIDDEN = _CLOCK | {"random", "randomblob", "load_extension", "token"}
# keeps a profile's SQL apart from our own of the same text, which was compiled without the guard
_OF_A_PROFILE = "/* profile */ "
_NOT_ALLOWED = "只能读已声明的表，不能做别的"
# the rows of a table, and so, table by table, of a year alone, however many there are. SQLite is told that the tables are few,
# lest it make an index of their rows for each. By the last condition, which says nothing, a column is read: of rows that are
# only counted the authorizer is not told by which view.
_OF_TABLE = f"k._id >= t.id << {ROW_BITS} AND k._id < t.id + 1 << {ROW_BITS} AND (1 OR k._source)"
_SYSTEM_COLUMNS = "year AS _year, unit AS _unit, department AS _department, _source, _row"


class QueryError(Exception):
    """A profile's SQL cannot be run; the text is a Chinese sentence about the SQL."""


class Views:
    """The views of an open ledger; `calendar` says whether working days had to be estimated, `failed` whether some SQL
    was wrong or took too long.

    `cutoffs` holds by year the last day, as an ISO date, that its report counts; without one it is the last of the year, or
    of the `part` of it that the ledger is of.
    """

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._connection = connection
        self._kinds = kinds
        self._scope: tuple[int, int, str, str] | None = None
        self._both_years = False  # whether the views of the year before are there
        self._reads: set[tuple[str, str]] = set()
        # what each SELECT reads, and the names of the columns that it gives
        self._known: dict[str, tuple[frozenset[tuple[str, str]], Sequence[str]]] = {}
        self._guarding = False  # whether what is compiled is a profile's
        self._decision = functools.cache(self._decide)
        self.failed = False
        # SQLite tells the authorizer the alias of whatever is being read, which SQL may choose; so only views
        # whose names nobody can guess may read the tables, and the views that SQL knows read those.
        names = [*kinds, *map(of_last_year, kinds)]
        self._inner = {name: f"{os.urandom(12).hex()} {name}" for name in names}
        self._kind_of = {inner: name for name, inner in self._inner.items()}
        self._span = f"{os.urandom(12).hex()} span"
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        self.calendar = sql_functions.Calendar()
        self.cutoffs: Mapping[int, str] = {}
        self.part = ""
        for name, (parameters, function) in sql_functions.FUNCTIONS.items():
            connection.create_function(name, parameters, function, deterministic=True)
        for name, aggregate in sql_functions.AGGREGATES.items():
            connection.create_aggregate(name, 1, aggregate)  # type: ignore[arg-type]  # as its stubs have it
        connection.create_function("workdays", 2, self.calendar.workdays, deterministic=True)
        connection.create_function("legaldays", 2, self.calendar.legaldays, deterministic=True)
        for name, of_the_year in self._of_the_year().items():
            connection.create_function(
                name,
                0,
                lambda told=of_the_year: told(self._scope[1] if self._scope else 0),
                deterministic=True,
            )
        connection.create_function("token", 1, sql_functions.tokens(os.urandom(16)), deterministic=True)

    def cutoff(self, year: int) -> str:
        """Return the last day, as an ISO date, that a year's report counts."""
        return self.cutoffs.get(year) or self.period(year).last

    def period(self, year: int) -> Period:
        """Return the year, or the part of it that the ledger is of."""
        return Period(year, self.part)

    def _of_the_year(self) -> Mapping[str, Callable[[int], int | str]]:
        """The functions by which SQL asks for the year of the report, its first day, its last one and that of the one before."""
        return {
            "report_year": lambda year: year,
            "report_start": lambda year: self.period(year).first,
            "cutoff": self.cutoff,
            "last_cutoff": lambda year: self.cutoff(year - 1),
        }

    def scope(self, year: int, years: int = 1, *, as_written: bool = False) -> None:
        """Let the views show the last `years` years up to and with `year`: as they stood at the year's cut-off, or all
        that is written, whenever it came to pass.
        """
        upto, before = (_NEVER if as_written else self.cutoff(each) for each in (year, year - 1))
        wanted = (year - years + 1, year, upto, before)
        if self._scope is None:
            self._make_views()
        if self._scope != wanted:
            self._connection.execute(
                f"UPDATE temp.{quote(self._span)} SET first = ?, last = ?, upto = ?, before = ?", wanted
            )
            self._scope = wanted

    def select(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a profile's SELECT on the scoped views, read-only and within a time limit. Raises QueryError."""
        with self._guard(sql):
            return self._connection.execute(f"{_OF_A_PROFILE}{sql}").fetchall()

    def select_named(self, sql: str) -> list[dict[str, Any]]:
        """Run a profile's SELECT and return its rows by column name. Raises QueryError."""
        with self._guard(sql):
            cursor = self._connection.execute(f"{_OF_A_PROFILE}{sql}")
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def met(self, kind: str, conditions: Sequence[str]) -> list[bool]:
        """Return of each of a profile's conditions whether a row of a kind meets it; and of all that one does where they cannot
        be asked together.
        """
        asked = [f"({each}) IS TRUE" for each in conditions]
        with self._trying():
            sql = f"SELECT DISTINCT {', '.join(asked)} FROM {quote(kind)} WHERE {' OR '.join(asked)}"
            rows = self.select(sql)
            return [any(column) for column in zip(*rows, strict=True)] or [False] * len(conditions)
        return [True] * len(conditions)

    def gives(self, sql: str) -> bool:
        """Return whether a SELECT, made of a profile's, gives a row; and that it does where it cannot be run."""
        with self._trying():
            return bool(self.select(sql))
        return True

    def nowhere(self, kind: str, name: str, texts: Collection[str]) -> set[str]:
        """Return those of some texts that stand in no value of a column of texts; none where it cannot be gone through."""
        left, column = set(texts), quote(name)
        sql = f"SELECT {column} FROM {quote(kind)} WHERE {column} IS NOT NULL"
        with self._trying(), self._guard(sql):
            cursor = self._connection.execute(f"{_OF_A_PROFILE}{sql}")
            while left and (rows := cursor.fetchmany(_AT_ONCE)):
                said = "\n".join(value for (value,) in rows)
                # that a letter of it is nowhere is seen sooner
                left = {text for text in left if any(each not in said for each in text) or text not in said}
            return left
        return set()

    @contextmanager
    def _trying(self) -> Iterator[None]:
        """Let what is asked only to save time fail as if it had not been asked: the profile's own SQL tells what is wrong."""
        failed = self.failed
        try:
            yield
        except QueryError:
            self.failed = failed

    def surely(self, sql: str) -> frozenset[tuple[int, int]]:
        """Return the table and row of what a profile's SELECT gives, whatever days are off in the years that nobody has said
        them of. Raises QueryError.
        """
        found = []
        for off in (sql_functions.MOST_OFF, -sql_functions.MOST_WORKED):
            self.calendar.off = off
            try:
                found.append({(row["_source"], row["_row"]) for row in self.select_named(sql)})
            finally:
                self.calendar.off = 0
        return frozenset(set.intersection(*found))

    def reads(self, sql: str) -> frozenset[tuple[str, str]]:
        """Compile a profile's SELECT without running it, and return the (kind, field) pairs that it reads; the
        field is empty where only rows are counted, and a kind of the year before has its name of `of_last_year`.

        Raises QueryError.
        """
        return self._compiled(sql)[0]

    def columns(self, sql: str) -> Sequence[str]:
        """Return the names of the columns that a profile's SELECT gives. Raises QueryError."""
        return self._compiled(sql)[1]

    def _compiled(self, sql: str) -> tuple[frozenset[tuple[str, str]], Sequence[str]]:
        if sql not in self._known:
            self._reads = set()
            self._decision.cache_clear()  # what it reads is noted where it is decided
            with self._guard(sql):
                try:
                    cursor = self._connection.execute(f"{_OF_A_PROFILE}SELECT * FROM ({sql}) LIMIT 0")
                except sqlite3.Error:
                    self._connection.execute(
                        f"{_OF_A_PROFILE}EXPLAIN {sql}"
                    )  # what is wrong with it by itself
                    raise
            names = [column[0] for column in cursor.description or ()]
            self._known[sql] = frozenset(self._reads), names
        return self._known[sql]

    def _make_views(self) -> None:
        self._connection.execute(
            f"CREATE TEMP TABLE {quote(self._span)} (first INTEGER, last INTEGER, upto TEXT, before TEXT)"
        )
        self._connection.execute(f"INSERT INTO temp.{quote(self._span)} VALUES (0, 0, '', '')")
        for kind in self._kinds.values():
            self._make_view(kind.name, kind, "BETWEEN {first} AND {last}", "upto")
        # once: setting it makes SQLite compile every statement anew
        self._connection.set_authorizer(self._allow)

    def _make_view(self, name: str, kind: Kind, years: str, upto: str) -> None:
        """Make the view of a kind under a name: the rows of some years as they stood on the day that `upto` names."""
        span = {
            each: f"(SELECT {each} FROM temp.{quote(self._span)})"
            for each in ("first", "last", "upto", "before")
        }
        written = {
            each: f"token(k.{quote(each)})" if declared.personal else f"k.{quote(each)}"
            for each, declared in kind.fields.items()
        }
        columns = ", ".join(
            f"{cutoff.shown(kind, each, column, span[upto])} AS {quote(each)}"
            for each, column in written.items()
        )
        outer, inner = quote(name), quote(self._inner[name])
        text = "'" + kind.name.replace("'", "''") + "'"
        self._connection.execute(
            f"CREATE TEMP VIEW {inner} AS SELECT {_SYSTEM_COLUMNS}, {columns}"
            f" FROM main._tables AS t CROSS JOIN main.{quote(kind.name)} AS k"
            f" WHERE likelihood(t.kind = {text}, 0.000001) AND t.year {years.format_map(span)} AND {_OF_TABLE}"
            f" AND {cutoff.counted(kind, span[upto])}"
        )
        self._connection.execute(f"CREATE TEMP VIEW {outer} AS SELECT * FROM temp.{inner}")

    @contextmanager
    def _guard(self, sql: str) -> Iterator[None]:
        """Hold what is compiled here to what a profile may do, and to its time. Raises QueryError."""
        if LAST_YEAR in sql and self._scope and not self._both_years:
            self._both_years = True
            for kind in self._kinds.values():
                self._make_view(of_last_year(kind.name), kind, "= {last} - 1", "before")
        deadline = time.monotonic() + QUERY_SECONDS
        self._connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
        self._guarding = True
        try:
            yield
        except (sqlite3.Error, sqlite3.Warning) as error:
            self.failed = True
            raise QueryError(_said(error)) from None
        finally:
            self._guarding = False
            self._connection.set_progress_handler(None, 0)

    def _allow(self, *asked: Any) -> int:
        """Let a profile's SQL do what is decided, and ours all."""
        return self._decision(*asked) if self._guarding else sqlite3.SQLITE_OK

    def _decide(
        self, action: int, first: str | None, second: str | None, schema: str | None, view: str | None
    ) -> int:
        """Let a profile's SQL read the views and call functions, and nothing else."""
        inside = view in self._kind_of
        if action == sqlite3.SQLITE_READ:  # most by far: first
            allowed = bool(first) and self._may_read(first or "", second or "", schema, inside=inside)
        elif action == sqlite3.SQLITE_FUNCTION:
            allowed = second not in _FORBIDDEN or (second == "token" and inside)
        else:
            allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    def _may_read(self, name: str, column: str, schema: str | None, *, inside: bool) -> bool:
        """Whether a profile's SQL may read a column; notes what it reads. `inside` says that one of our views does."""
        if schema == "main":
            return inside
        if schema == "temp" and name in self._inner:
            self._reads.add((name, column))
            return True
        if name in self._kind_of:  # a view that is opened, though only its rows be counted
            self._reads.add((self._kind_of[name], ""))
        # without a schema it is a subquery's name or, where only rows are counted, any table's
        nameless = not schema and not name.startswith(("_", "sqlite_"))
        return nameless or (schema == "temp" and (name in self._kind_of or name == self._span))


def of_last_year(kind: str) -> str:
    """Return the name under which SQL sees a kind of sheet as it was the year before."""
    return LAST_YEAR + kind


def of_any_year(name: str, kinds: Container[str]) -> str:
    """Return the kind of sheet that SQL sees under a name."""
    return name if name in kinds else name.removeprefix(LAST_YEAR)


def _said(error: Exception) -> str:
    """Put SQLite's complaint about a profile's SQL into Chinese. Which name it means, only its text tells."""
    code, text = getattr(error, "sqlite_errorname", ""), str(error)
    if code == "SQLITE_INTERRUPT":
        return f"算了{QUERY_SECONDS:.0f}秒还没有结果"
    if code == "SQLITE_AUTH":
        return _NOT_ALLOWED
    for pattern, sentence in (
        (r"no such column: (.+)", "没有“{}”这一列"),
        (r"no such table: (.+)", "没有“{}”这张表"),
        (r"no such function: (.+)", "没有“{}”这个函数"),
        (r"wrong number of arguments to function (.+)\(\)", "函数“{}”的参数个数不对"),
        (r'near "(.*)": syntax error', "“{}”附近的写法不对"),
        (r"unrecognized token: (.+)", "“{}”读不懂"),
        (r"(not authorized|access to .+ is prohibited|authorizer malfunction|cannot modify)", _NOT_ALLOWED),
        (r"(incomplete input)", "没有写完"),
        (r"ambiguous column name: (.+)", "“{}”在几张表里都有，写明是哪一张表的"),
        (
            r"misuse of (?:aggregate|window)(?: function)?:? (\w+)",
            "SQL 不能运行：“{}”不能用在这里，这里逐行判断，不能汇总",
        ),
        (r"circular reference: (.+)", "“{}”引用了它自己"),
        (
            r"(sub-select returns|row value misused|all VALUES|do not have the same number)",
            "前后的列数不一样",
        ),
        (r"(ORDER BY|GROUP BY|HAVING|LIMIT|DISTINCT)", "{} 的写法不对"),
        (r"(integer overflow)", "算出来的数太大"),
        (r"(too many|too large|too big|stack overflow|too complex)", "写得太长、太复杂"),
        (r"(malformed|bad) JSON", "里面的 JSON 读不懂"),
        (r"You can only execute one (statement)", "一次只能写一句"),
    ):
        if match := re.search(pattern, text):
            return sentence.format(match[1])
    return "SQL 不能运行：写法不对；请对照同一文件里别的条件改"
