"""The tables in a ledger -> which of them share rows: a correction and what it corrects."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from reportgen.model import Kind, Value
from reportgen.store import ROW_BITS
from reportgen.views import quote

_FEW_TABLES = 20  # of one department and kind: these may well be versions of each other
_REMEMBERED = 5_000  # rows of a table whose marks are remembered until the end of the run


class Overlap(NamedTuple):
    """Two tables, by number, and how many rows they share."""

    one: int
    two: int
    shared: int


class Marks:
    """What tells the rows of tables apart: a number for each row, which holds for this process. Those of tables that
    are put in during this run need not be read again.
    """

    def __init__(
        self, connection: sqlite3.Connection, kinds: Mapping[str, Kind], *, remembering: bool
    ) -> None:
        self._connection = connection
        self._kinds = kinds
        self._remembering = remembering
        self._marks: dict[int, set[int]] = {}

    def remember(self, source: int, kind: str, columns: Mapping[str, Sequence[Value]]) -> None:
        """Keep the marks of a table, given by field, for `overlaps`."""
        count = len(next(iter(columns.values()), ()))
        if not self._remembering or count > _REMEMBERED:
            return
        nothing = [None] * count
        said = [columns.get(name, nothing) for name in _identity(self._kinds[kind])]
        self._marks[source] = _marks(zip(*said, strict=True), len(said))

    def forget(self, source: int) -> None:
        """Forget the marks of a table that is taken out."""
        self._marks.pop(source, None)

    def overlaps(self, share: float) -> list[Overlap]:
        """Return the pairs of tables of one year, department and kind, from two workbooks, that share rows: those whose
        key, or where the kind has none what tells its rows apart, is the same. Pairs that share less than `share` of
        the smaller one's rows may be left out.
        """
        groups = self._connection.execute(
            "SELECT kind, year, department FROM _tables WHERE replaced = ''"
            " GROUP BY kind, year, department HAVING count(DISTINCT workbook) > 1"
        ).fetchall()
        return [
            pair
            for kind, *group in groups
            if kind in self._kinds
            for pair in self._shared(share, kind, *group)
        ]

    def _shared(self, share: float, kind: str, year: int, department: str) -> list[Overlap]:
        tables = self._connection.execute(
            "SELECT id, workbook FROM _tables"
            " WHERE kind = ? AND year = ? AND department = ? AND replaced = '' AND rows > 0 ORDER BY id",
            (kind, year, department),
        ).fetchall()
        workbook = dict(tables)
        fields = _identity(self._kinds[kind])
        marks = {source: self._marked(kind, source, fields) for source in workbook}
        several = _several(marks.values())
        if len(tables) > _FEW_TABLES and sum(map(len, marks.values())) > 2 * len(
            set().union(*marks.values())
        ):
            # these do not tell the rows apart; all fields together may
            fields = list(self._kinds[kind].fields)
            marks = {source: self._marked(kind, source, fields) for source in workbook}
            several = _several(marks.values())
        holders: dict[int, list[int]] = {}
        for source, mine in marks.items():
            for mark in mine & several:
                holders.setdefault(mark, []).append(source)
        pairs: set[tuple[int, int]] = set()
        for source, mine in marks.items():
            least = ceil(share * len(mine))
            met = mine & several
            if not mine or len(met) < least:
                continue
            # who has so many of these rows has one of the rarest, too
            for mark in sorted(met, key=lambda each: len(holders[each]))[: len(met) - least + 1]:
                pairs.update(
                    (min(source, other), max(source, other))
                    for other in holders[mark]
                    if workbook[other] != workbook[source]
                )
        return [Overlap(one, two, len(marks[one] & marks[two])) for one, two in sorted(pairs)]

    def _marked(self, kind: str, source: int, fields: Sequence[str]) -> set[int]:
        """What tells a table's rows apart by some fields, as numbers that hold for this process."""
        if source in self._marks and list(fields) == _identity(self._kinds[kind]):
            return self._marks[source]
        rows = self._connection.execute(
            f"SELECT {', '.join(map(quote, fields))} FROM main.{quote(kind)} WHERE _id >= ? AND _id < ?",
            (source << ROW_BITS, (source + 1) << ROW_BITS),
        )
        return _marks(rows.fetchall(), len(fields))


def _marks(rows: Iterable[tuple[Value, ...]], width: int) -> set[int]:
    """A number for each row; none for a row that says nothing."""
    marks = set(map(hash, rows))
    marks.discard(hash((None,) * width))
    return marks


def _several(marked: Iterable[set[int]]) -> set[int]:
    """The marks that more than one table has."""
    once: set[int] = set()
    several: set[int] = set()
    for mine in marked:
        several |= once & mine
        once |= mine
    return several


def _identity(kind: Kind) -> list[str]:
    """The fields that tell a kind's rows apart: its key, else a unique field, else what every row says in words or
    dates, else all.
    """
    if kind.key:
        return [kind.key]
    unique = [name for name, field in kind.fields.items() if field.unique]
    said = [
        name
        for name, field in kind.fields.items()
        if field.required and not field.enum and field.type in ("string", "date")
    ]
    return unique[:1] or said or list(kind.fields)
