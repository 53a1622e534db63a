"""The rows of a year beside those of the year before, as they are written: which tables are copies, on how many days of
each month something happened, how large numbers are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reportgen.ledger.file import ROW_BITS
from reportgen.ledger.overlaps import key_of
from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import quote
from reportgen.model import Kind

_OF_YEAR = "_source IN (SELECT id FROM main._tables WHERE year = ? AND replaced = '')"
_ONE = "_id >= ? AND _id < ?"
_Row = tuple[Any, ...]


class Copied(NamedTuple):
    """A table of which every row stands in one of the year before; `dated` says that there the year is another. `rows` are
    how many it has, `words` how long the longest text is at least that each of them holds, and `numbers` how many numbers
    of two digits or more they hold together.
    """

    source: int
    earlier: int
    dated: bool
    rows: int
    words: int
    numbers: int


class Spread(NamedTuple):
    """The numbers of a column that are more than 0: how many, the middle one, the largest."""

    numbers: int
    middle: float
    largest: float


class Other(NamedTuple):
    """A number of a row, and that of the one row of the year before that is of the same thing."""

    source: int
    row: int
    value: float
    before: float
    earlier: int
    earlier_row: int


def copied(ledger: Ledger, kind: Kind, year: int) -> Iterator[Copied]:
    """Yield the tables that are copies of the year before: of most, their first row tells that they are none."""
    sql = f"SELECT _source, {', '.join(map(quote, kind.fields))} FROM main.{quote(kind.name)} WHERE "
    known = ledger._connection
    first = f"_id IN (SELECT min(_id) FROM main.{quote(kind.name)} WHERE {_OF_YEAR} GROUP BY _source)"
    sought: dict[_Row, list[tuple[int, bool]]] = {}
    for source, *row in known.execute(sql + first, (year,)):
        for dated in (False, True):
            sought.setdefault(_earlier(row, year, dated=dated), []).append((source, dated))
    found: dict[tuple[int, bool], int] = {}
    for earlier, *row in known.execute(sql + _OF_YEAR, (year - 1,)) if sought else ():
        for source, dated in sought.get(tuple(row), ()):
            found.setdefault((source, dated), earlier)
    told = set()
    for (source, dated), earlier in sorted(found.items()):
        mine, theirs = (
            Counter(_earlier(row, year, dated=also) for _, *row in known.execute(sql + _ONE, _rows_of(table)))
            for table, also in ((source, dated), (earlier, False))
        )
        if source not in told and mine <= theirs:
            told.add(source)
            yield Copied(
                source,
                earlier,
                dated,
                mine.total(),
                min(map(_words, mine)),
                sum(map(_numbers, mine.elements())),
            )


def months(ledger: Ledger, kind: Kind, year: int, upto: str) -> Mapping[str, Mapping[int, tuple[int, int]]]:
    """Return by department and month how many rows of a kind that declares its `period` are of a year, up to a day, and of
    how many days.
    """
    day = quote(kind.period)
    rows = ledger._connection.execute(
        f"SELECT department, CAST(substr({day}, 6, 2) AS INTEGER), count(*), count(DISTINCT {day})"
        f" FROM main.{quote(kind.name)} JOIN main._tables AS t ON t.id = _source"
        f" WHERE t.year = ? AND replaced = '' AND {day} BETWEEN ? AND ? GROUP BY 1, 2",
        (year, f"{year}-01-01", upto),
    )
    found: dict[str, dict[int, tuple[int, int]]] = {}
    for department, month, count, days in rows:
        found.setdefault(department, {})[month] = (count, days)
    return found


def spread(ledger: Ledger, kind: Kind, name: str, year: int) -> Spread:
    """Return how large the numbers of a column are."""
    table = f"main.{quote(kind.name)} WHERE {_OF_YEAR} AND {quote(name)} > 0"
    known = ledger._connection
    count, largest = known.execute(f"SELECT count(*), max({quote(name)}) FROM {table}", (year,)).fetchone()
    if not count:
        return Spread(0, 0, 0)
    middle = f"SELECT {quote(name)} FROM {table} ORDER BY 1 LIMIT 1 OFFSET {count // 2}"
    return Spread(count, known.execute(middle, (year,)).fetchone()[0], largest)


def at_least(ledger: Ledger, kind: Kind, name: str, year: int, least: float) -> list[tuple[int, int, float]]:
    """Return the numbers of a column from `least` on, as (source, row, number)."""
    return ledger._connection.execute(
        f"SELECT _source, _row, {quote(name)} FROM main.{quote(kind.name)}"
        f" WHERE {_OF_YEAR} AND {quote(name)} >= ? ORDER BY _id",
        (year, least),
    ).fetchall()


def others(ledger: Ledger, kind: Kind, name: str, year: int, times: float) -> list[Other]:
    """Return the numbers of a column that are so many times those of the same thing a year before, or these theirs."""
    far = "n.value > 0 AND b.value > 0 AND (n.value >= ? * b.value OR b.value >= ? * n.value)"
    return _paired(ledger, kind, name, year, far, (times, times))


def both(ledger: Ledger, kind: Kind, name: str, year: int, least: float) -> list[Other]:
    """Return the numbers of a column beside those of the same thing a year before, where both are not less than `least`."""
    return _paired(ledger, kind, name, year, "n.value >= ? AND b.value >= ?", (least, least))


def blanks(ledger: Ledger, kind: Kind, name: str, year: int) -> list[Other]:
    """Return the blanks of a column, as 0, where the same thing had a number a year before."""
    return _paired(ledger, kind, name, year, "n.value IS NULL AND b.value > 0")


def _paired(
    ledger: Ledger, kind: Kind, name: str, year: int, where: str, given: tuple[float, ...] = ()
) -> list[Other]:
    """The numbers of a column beside those of the same thing a year before.

    Two rows are of the same thing where they alone of their year have one key, or else, in the words that every row must
    say, the same; in a sheet of numbers alone, whose rows are of no day, where a department has no other of their sort.
    """
    same = [key] if (key := key_of(kind)) else _names(kind)
    if not same and not is_of_numbers(kind):
        return []
    by = ", ".join(["unit", *map(quote, same)] if same else ["unit", "department", *map(quote, _sorts(kind))])
    one = (
        f"SELECT min(_id) AS id, {by}, max({quote(name)}) AS value FROM main.{quote(kind.name)}"
        f" JOIN (SELECT id AS table_id, unit, department FROM main._tables WHERE year = ? AND replaced = '')"
        f" ON table_id = _source GROUP BY {by} HAVING count(*) = 1"
    )
    rows = ledger._connection.execute(
        f"WITH n AS MATERIALIZED ({one}), b AS MATERIALIZED ({one}) SELECT n.id, n.value, b.value, b.id"
        f" FROM n JOIN b USING ({by}) WHERE {where} ORDER BY 1",
        (year, year - 1, *given),
    )
    found = []
    for now, value, before, earlier in rows:
        (source, row), (other, other_row) = (divmod(each, 1 << ROW_BITS) for each in (now, earlier))
        found.append(Other(source, row, value or 0, before, other, other_row))
    return found


def largest(ledger: Ledger, kind: Kind, department: str, year: int) -> float:
    """Return the largest number that a department had in a year in a sheet of numbers alone; 0 in any other."""
    fields = [quote(name) for name, each in kind.fields.items() if each.type in ("integer", "number")]
    if not fields or not is_of_numbers(kind):
        return 0
    most = ", ".join(f"coalesce(max({each}), 0)" for each in fields)
    rows = ledger._connection.execute(
        f"SELECT {most} FROM main.{quote(kind.name)} JOIN main._tables AS t ON t.id = _source"
        f" WHERE t.year = ? AND t.replaced = '' AND t.department = ?",
        (year, department),
    )
    return float(max(rows.fetchone()))


def is_of_numbers(kind: Kind) -> bool:
    """Whether a kind's rows are of a whole year, as statistics are: they have no day."""
    return not any(each.type == "date" for each in kind.fields.values())


def _sorts(kind: Kind) -> list[str]:
    """The fields in which every row says which of a few sorts it is of."""
    return [name for name, each in kind.fields.items() if each.required and each.enum]


def _earlier(row: list[Any], year: int, *, dated: bool) -> _Row:
    """A row, or, `dated`, as it would have been said a year before."""
    if not dated:
        return tuple(row)
    now, before = str(year), str(year - 1)
    return tuple(each.replace(now, before) if isinstance(each, str) else each for each in row)


def _words(row: _Row) -> int:
    return max(len(each) if isinstance(each, str) else 0 for each in row)


def _numbers(row: _Row) -> int:
    return sum(1 for each in row if isinstance(each, int | float) and abs(each) >= 10)


def _rows_of(source: int) -> tuple[int, int]:
    return source << ROW_BITS, (source + 1) << ROW_BITS


def _names(kind: Kind) -> list[str]:
    """The fields in which every row says in words of its own what it is of."""
    return [
        name
        for name, each in kind.fields.items()
        if each.required and each.type == "string" and not each.enum
    ]
