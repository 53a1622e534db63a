"""The dates that a kind of sheet declares -> what of a row counts at the cut-off, as SQL; and the rows in doubt."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from reportgen.model import ALWAYS, Kind
from reportgen.periods import Period

LONG = timedelta(days=183)  # from a row's own date to what came of it: a year may be written wrong
_OF_YEAR = "_source IN (SELECT id FROM main._tables WHERE year = :year AND replaced = '')"


class Late(NamedTuple):
    """A row whose date in a field comes after the cut-off. `own` says that the date is the row's own, without which the row
    does not count at all; `doubtful` that the date may be wrong.
    """

    source: int
    row: int
    name: str
    day: str
    own: bool
    doubtful: bool


class Undated(NamedTuple):
    """A row that says in a field what came of it, and not when; or when, and not what."""

    source: int
    row: int
    name: str
    decider: str


def deciders(kind: Kind) -> dict[str, str]:
    """Return by field the date that decides whether its value counts: for each of these dates, itself."""
    found = {name: field.as_of for name, field in kind.fields.items() if field.as_of not in ("", ALWAYS)}
    return found | {decider: decider for decider in found.values()}


def shown(kind: Kind, name: str, column: str, upto: str) -> str:
    """Return the SQL of a field's value as it stood on the day that the SQL `upto` gives."""
    decider = deciders(kind).get(name)
    if decider is None:
        return column
    still = "'" + kind.fields[name].open.replace("'", "''") + "'" if kind.fields[name].open else "NULL"
    return f"CASE WHEN k.{quote(decider)} > {upto} THEN {still} ELSE {column} END"


def counted(kind: Kind, upto: str) -> str:
    """Return the SQL condition of the rows that count on the day that the SQL `upto` gives."""
    own = f"k.{quote(kind.own_date)}"
    return f"({own} IS NULL OR {own} <= {upto})" if kind.own_date else "1"


def late(connection: sqlite3.Connection, kind: Kind, period: Period, cutoff: str) -> Iterator[Late]:
    """Yield what comes after the cut-off. A register handed in in January goes on into January, and ends there: what is
    doubtful is a later day, a row above others that count, and an outcome half a year after. For a part of the year the
    month after it is what January is for a year.
    """
    month_after = date.fromisoformat(period.last) + timedelta(days=31)
    own, given = kind.own_date, {"year": period.year, "cutoff": cutoff, "january": month_after.isoformat()}
    table = f"main.{quote(kind.name)}"
    for name in dict.fromkeys(filter(None, (own, *deciders(kind).values()))):
        rows = connection.execute(
            f"SELECT _source, _row, {quote(name)}, {quote(own) if own else 'NULL'} FROM {table}"
            f" WHERE {_OF_YEAR} AND {quote(name)} > :cutoff ORDER BY _id",
            given,
        ).fetchall()
        last = _last_that_counts(connection, kind, given) if rows and kind.period == name else {}
        for source, row, day, since in rows:
            if name != own and since and since > cutoff:
                continue  # the row does not count at all, and for that its own date is asked about
            doubtful = day > given["january"] or row < last.get(source, 0) or _long_after(since, day)
            yield Late(source, row, name, day, name == own, doubtful)


def early(connection: sqlite3.Connection, kind: Kind, period: Period) -> list[tuple[int, int, str]]:
    """Return the rows whose day, by which a period is told, lies before it, as (source, row, day)."""
    if not kind.period:
        return []
    own = quote(kind.period)
    return connection.execute(
        f"SELECT _source, _row, {own} FROM main.{quote(kind.name)} WHERE {_OF_YEAR} AND {own} < :first ORDER BY _id",
        {"year": period.year, "first": period.first},
    ).fetchall()


def undated(connection: sqlite3.Connection, kind: Kind, year: int) -> Iterator[Undated]:
    """Yield the outcomes without the date that decides whether they count."""
    outcomes = [(name, decider) for name, decider in deciders(kind).items() if name != decider]
    for name, decider in outcomes:
        field = kind.fields[name]
        filled = f"{quote(name)} = 1" if field.type == "boolean" else f"{quote(name)} <> :open"
        rows = connection.execute(
            f"SELECT _source, _row FROM main.{quote(kind.name)}"
            f" WHERE {_OF_YEAR} AND {quote(decider)} IS NULL AND {filled} ORDER BY _id",
            {"year": year, "open": field.open},
        )
        for source, row in rows.fetchall():
            yield Undated(source, row, name, decider)


def untold(
    connection: sqlite3.Connection, kind: Kind, year: int, cutoff: str, names: Collection[str]
) -> Iterator[Undated]:
    """Yield the dates up to the cut-off that decide outcomes, where none of these is filled: of the text and yes-or-no fields
    `names`. A blank of a table that nowhere says no may mean no.
    """
    decided: dict[str, list[str]] = {}
    for name, decider in deciders(kind).items():
        if name in names and name != decider and decider != kind.own_date:
            decided.setdefault(decider, []).append(name)
    for decider, outcomes in decided.items():
        blank = " AND ".join(_is_blank(kind, name) for name in outcomes)
        rows = connection.execute(
            f"SELECT _source, _row FROM main.{quote(kind.name)} AS k"
            f" WHERE {_OF_YEAR} AND {quote(decider)} <= :cutoff AND {blank} ORDER BY _id",
            {"year": year, "cutoff": cutoff},
        )
        for source, row in rows.fetchall():
            yield Undated(source, row, outcomes[0], decider)


def _is_blank(kind: Kind, name: str) -> str:
    """The SQL condition that a field says nothing of what came of a row."""
    field, column = kind.fields[name], quote(name)
    if field.type == "boolean":
        other = f"main.{quote(kind.name)} AS o"
        return f"{column} IS NULL AND EXISTS (SELECT 1 FROM {other} WHERE o._source = k._source AND o.{column} = 0)"
    still = field.open.replace("'", "''")
    return f"({column} IS NULL OR {column} = '{still}')"


def undeclared(
    connection: sqlite3.Connection, kind: Kind, name: str, year: int, cutoff: str
) -> list[tuple[int, int, str]]:
    """Return the first row of each table with a date after the cut-off in a field, as (source, row, day)."""
    return connection.execute(
        f"SELECT _source, min(_row), {quote(name)} FROM main.{quote(kind.name)}"
        f" WHERE {_OF_YEAR} AND {quote(name)} > :cutoff GROUP BY 1",
        {"year": year, "cutoff": cutoff},
    ).fetchall()


def quote(name: str) -> str:
    """Return a name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def _last_that_counts(
    connection: sqlite3.Connection, kind: Kind, given: Mapping[str, object]
) -> dict[int, int]:
    """The last row, by table, whose own date is not after the cut-off."""
    return dict(
        connection.execute(
            f"SELECT _source, max(_row) FROM main.{quote(kind.name)}"
            f" WHERE {_OF_YEAR} AND {quote(kind.own_date)} <= :cutoff GROUP BY 1",
            given,
        ).fetchall()
    )


def _long_after(since: str | None, day: str) -> bool:
    return bool(since) and date.fromisoformat(day) - date.fromisoformat(since or day) > LONG
