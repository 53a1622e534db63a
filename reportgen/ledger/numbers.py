"""The numbers of a table in the ledger: row by row, last year's beside them, and which are worked out from others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from reportgen.ledger.file import ROW_BITS
from reportgen.ledger.sql import quote
from reportgen.model import Kind, Place, Sums

Row = Mapping[str, float | None]


class Numbers:
    """What a ledger, open to be read, says of the numbers of its tables."""

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._connection = connection
        self._kinds = kinds

    def source(self, place: Place) -> int:
        """Return the table that a place is in; 0 where there is none."""
        row = self._connection.execute(
            "SELECT t.id FROM _tables t JOIN _workbooks w ON workbook = w.id"
            " WHERE file = ? AND sheet = ? AND ? BETWEEN header AND last AND replaced = ''",
            (place.file, place.sheet, place.row),
        ).fetchone()
        return int(row[0]) if row else 0

    def unread(self, kind: str, year: int) -> list[tuple[int, int]]:
        """Return the table and the column of each cell of a kind that could not be read in a year; -1 for a whole row."""
        return self._connection.execute(
            "SELECT t.id, p.column FROM _problems p JOIN _workbooks w ON p.workbook = w.id"
            " JOIN _tables t ON t.workbook = w.id AND t.sheet = p.sheet AND p.row BETWEEN t.header AND t.last"
            " WHERE t.kind = ? AND w.year = ? AND t.replaced = '' AND p.severity = 'error'",
            (kind, year),
        ).fetchall()

    def sums(self, source: int) -> Sums:
        """Return which numbers of a table are worked out from others."""
        ((text,),) = self._connection.execute("SELECT sums FROM _tables WHERE id = ?", (source,))
        if not text:
            return Sums({}, {})
        live, totals = json.loads(text)
        return Sums(live, {name: (row, said, bool(formula)) for name, (row, said, formula) in totals.items()})

    def rows(self, kind: str, source: int, names: Sequence[str]) -> dict[int, Row]:
        """Return columns of a table by the number of the row, in their order."""
        span = (source << ROW_BITS, (source + 1) << ROW_BITS)
        columns = ", ".join(("_row", *map(quote, names)))
        found = self._connection.execute(
            f"SELECT {columns} FROM main.{quote(kind)} WHERE _id >= ? AND _id < ? ORDER BY _id", span
        )
        return {row: dict(zip(names, values, strict=True)) for row, *values in found}

    def last_year(self, kind: str, source: int, names: Sequence[str]) -> dict[int, Row]:
        """Return of the rows of a table that had one of the same key a year before, in the same department's, what stood
        there.
        """
        key = self._kinds[kind].key
        if not key:
            return {}
        columns = ", ".join(f"k.{quote(name)}" for name in names)
        table, span = f"main.{quote(kind)}", (source << ROW_BITS, (source + 1) << ROW_BITS)
        found = self._connection.execute(
            f"SELECT now._row, {columns} FROM {table} AS now JOIN _tables AS n ON n.id = now._source"
            " JOIN _tables AS b ON b.kind = n.kind AND b.year = n.year - 1 AND b.department = n.department"
            f" AND b.unit = n.unit AND b.replaced = '' JOIN {table} AS k ON k._id >= b.id << {ROW_BITS}"
            f" AND k._id < (b.id + 1) << {ROW_BITS} AND k.{quote(key)} = now.{quote(key)}"
            " WHERE now._id >= ? AND now._id < ?",
            span,
        )
        return {row: dict(zip(names, values, strict=True)) for row, *values in found}
