"""The tables in a ledger -> which of them share rows: a correction and what it corrects."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import NamedTuple
from zlib import crc32

from reportgen.ledger.file import ROW_BITS
from reportgen.ledger.sql import quote
from reportgen.model import Kind, Value

SAME_ROWS = 0.8  # of a table's rows: who has so many may be another version of it
_FEW_TABLES = 100  # of one department and kind: these may well be versions of each other
_TYPECODE = "I"
_SEPARATOR = "\x1f"


class Overlap(NamedTuple):
    """Two tables, by number, how many different rows they share, and how many each has."""

    one: int
    two: int
    shared: int
    of_one: int
    of_two: int


def fingerprints_of(kind: Kind, columns: Mapping[str, Sequence[Value]]) -> bytes:
    """Return what tells the rows of a table, given by field, apart: for each row a check sum of its key, or where the
    kind has none, of what else tells its rows apart.
    """
    count = len(next(iter(columns.values()), ()))
    said = [_texts(columns[name]) if name in columns else [""] * count for name in _identity(kind)]
    rows = said[0] if len(said) == 1 else map(_SEPARATOR.join, zip(*said, strict=True))
    return array(_TYPECODE, map(crc32, map(str.encode, rows))).tobytes()


def overlaps(
    connection: sqlite3.Connection, kinds: Mapping[str, Kind], year: int | None = None
) -> list[Overlap]:
    """Return the pairs of tables of one year (or each), department and kind, from two workbooks, of which one has at
    least `SAME_ROWS` of the other's rows: those of which the fingerprints are the same.
    """
    found: list[Overlap] = []
    for kind in sorted(kinds):
        tables = connection.execute(
            "SELECT year, department, id, workbook, fingerprints FROM _tables"
            " WHERE kind = ? AND replaced = '' AND rows > 0 AND year = coalesce(?, year) ORDER BY id",
            (kind, year),
        )
        groups: dict[tuple[int, str], dict[int, tuple[int, bytes]]] = {}
        for of, department, source, *table in tables:
            groups.setdefault((of, department), {})[source] = (*table,)
        for _, group in sorted(groups.items()):
            workbooks = {source: workbook for source, (workbook, _) in group.items()}
            written = {source: each for source, (_, each) in group.items()}
            if len({*workbooks.values()}) > 1 and _share(written.values()):
                pairs = _pairs(_fingerprints(connection, kinds[kind], written), workbooks)
                found += [each for each in pairs if each.shared >= SAME_ROWS * min(each.of_one, each.of_two)]
    return found


def _share(tables: Iterable[bytes]) -> bool:
    """Whether any rows of some tables, in one or in several, may be the same."""
    all_of_them = b"".join(tables)
    return len(set(array(_TYPECODE, all_of_them))) * array(_TYPECODE).itemsize < len(all_of_them)


def _fingerprints(
    connection: sqlite3.Connection, kind: Kind, tables: Mapping[int, bytes]
) -> Mapping[int, set[int]]:
    """The fingerprints of each of some tables, given by number as they were written."""
    nothing = crc32((_SEPARATOR * (len(_identity(kind)) - 1)).encode())
    written = {source: array(_TYPECODE, each) for source, each in tables.items()}
    fingerprints = {source: set(each) for source, each in written.items()}
    for each in fingerprints.values():
        each.discard(nothing)
    if len(tables) <= _FEW_TABLES or _met(fingerprints) <= 2 * len(set().union(*fingerprints.values())):
        return fingerprints
    # these do not tell the rows apart; together with the numbers in them, or with all that they say, they may
    numbers = [name for name, field in kind.fields.items() if field.type in ("integer", "number")]
    for fields in filter(None, (numbers, list(kind.fields))):
        fingerprints = {
            source: _together(each, _rows(connection, kind, source, fields), nothing)
            for source, each in written.items()
        }
        if _met(fingerprints) <= 2 * len(set().union(*fingerprints.values())):
            break
    return fingerprints


def _together(fingerprints: Sequence[int], rows: Sequence[tuple[Value, ...]], nothing: int) -> set[int]:
    """What tells rows apart by their fingerprints and by more of them; of those without a key, nothing."""
    pairs = zip(fingerprints, rows, strict=True)
    if nothing in fingerprints:
        return {hash(each) for each in pairs if each[0] != nothing}
    return set(map(hash, pairs))


def alike(connection: sqlite3.Connection, kind: Kind, one: int, two: int) -> int:
    """Return how many rows of two tables say the same in all fields."""
    rows = [Counter(_rows(connection, kind, source, list(kind.fields))) for source in (one, two)]
    return (rows[0] & rows[1]).total()


def agreeing(connection: sqlite3.Connection, kind: Kind, one: int, two: int) -> int:
    """Return how many rows of two tables have one key and agree in most of what they say beside it, and in most of the
    words and days that every row must say. What differs from row to row weighs more than what most rows say.
    """
    names = list(kind.fields)
    key = names.index(key_of(kind))
    tables = [_rows(connection, kind, source, names) for source in (one, two)]
    columns = [list(zip(*rows, strict=True)) for rows in tables]
    weights = [max(len(set(each[at])) / len(each[at]) for each in columns) for at in range(len(names))]
    beside = [at for at in range(len(names)) if at != key]
    must = [at for at in beside if names[at] in _said(kind)] or beside
    by_key = {row[key]: row for row in tables[0] if row[key] is not None}

    def agree(first: tuple[Value, ...], second: tuple[Value, ...], places: Sequence[int]) -> bool:
        said = [at for at in places if first[at] is not None and second[at] is not None]
        same = sum(weights[at] for at in said if first[at] == second[at])
        return bool(said) and 2 * same >= sum(weights[at] for at in said)

    pairs = [(by_key[row[key]], row) for row in tables[1] if row[key] in by_key]
    return sum(agree(*pair, beside) and agree(*pair, must) for pair in pairs)


def _rows(
    connection: sqlite3.Connection, kind: Kind, source: int, fields: Sequence[str]
) -> list[tuple[Value, ...]]:
    return connection.execute(
        f"SELECT {', '.join(map(quote, fields))} FROM main.{quote(kind.name)} WHERE _id >= ? AND _id < ? ORDER BY _id",
        (source << ROW_BITS, (source + 1) << ROW_BITS),
    ).fetchall()


def _pairs(fingerprints: Mapping[int, set[int]], workbook: Mapping[int, int]) -> list[Overlap]:
    several = _several(fingerprints.values())
    if not any(mine and len(mine & several) >= SAME_ROWS * len(mine) for mine in fingerprints.values()):
        return []
    holders: dict[int, list[int]] = {}
    for source, mine in fingerprints.items():
        for fingerprint in mine & several:
            holders.setdefault(fingerprint, []).append(source)
    pairs: set[tuple[int, int]] = set()
    for source, mine in fingerprints.items():
        least = ceil(SAME_ROWS * len(mine))
        met = mine & several
        if not mine or len(met) < least:
            continue
        # who has so many of these rows has one of the rarest, too
        for fingerprint in sorted(met, key=lambda each: len(holders[each]))[: len(met) - least + 1]:
            pairs.update(
                (min(source, other), max(source, other))
                for other in holders[fingerprint]
                if workbook[other] != workbook[source]
            )
    return [
        Overlap(
            one,
            two,
            len(fingerprints[one] & fingerprints[two]),
            len(fingerprints[one]),
            len(fingerprints[two]),
        )
        for one, two in sorted(pairs)
    ]


def _texts(values: Sequence[Value]) -> Sequence[str]:
    if values and values[0].__class__ is str and all(values):  # a column is of one type, and no text is empty
        return values  # type: ignore[return-value]
    return ["" if value is None else str(value) for value in values]


def _met(fingerprints: Mapping[int, set[int]]) -> int:
    """How many fingerprints the tables have, one by one."""
    return sum(map(len, fingerprints.values()))


def _several(marked: Iterable[set[int]]) -> set[int]:
    """The fingerprints that more than one table has."""
    once: set[int] = set()
    several: set[int] = set()
    for mine in marked:
        several |= once & mine
        once |= mine
    return several


def key_of(kind: Kind) -> str:
    """Return the field by which a kind's rows are told apart: its key, else a unique one; empty where it has none."""
    return kind.key or next((name for name, field in kind.fields.items() if field.unique), "")


def only_counts(kind: Kind) -> bool:
    """Whether a kind's rows are numbers by declared values: of two departments, they may well be the same."""
    named = (field.type in ("string", "date") and not field.enum for field in kind.fields.values())
    return not key_of(kind) and not any(named)


def _identity(kind: Kind) -> list[str]:
    """The fields that tell a kind's rows apart: its key, else a unique field, else what every row says in words or
    dates, else all.
    """
    if key := key_of(kind):
        return [key]
    return _said(kind) or list(kind.fields)


def _said(kind: Kind) -> list[str]:
    """The fields in which every row says something of its own, in words or dates."""
    return [
        name
        for name, field in kind.fields.items()
        if field.required and not field.enum and field.type in ("string", "date")
    ]
