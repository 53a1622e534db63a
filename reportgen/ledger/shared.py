"""The ledger of several bodies -> the tables of different ones that say throughout the same."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from reportgen.ledger.file import ROW_BITS
from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import quote
from reportgen.model import Kind, Value

_TABLES = """
    SELECT t.id, t.kind, t.unit, t.rows, t.fingerprints, w.sha256 FROM _tables t JOIN _workbooks w ON w.id = t.workbook
    WHERE t.year = ? AND t.replaced = '' AND t.rows > 0 ORDER BY w.file, t.id
"""


class Shared(NamedTuple):
    """A table that says what `first` says, another body's: how many rows both have, how many of their values tell something, and
    whether their workbooks are the same byte for byte.
    """

    first: int
    source: int
    rows: int
    told: int
    whole: bool


class _Table(NamedTuple):
    source: int
    unit: str
    digest: str


def shared(ledger: Ledger, kinds: Mapping[str, Kind], year: int) -> Iterator[Shared]:
    """Yield the tables of a year that say throughout what an earlier one of another body says, in whatever order. Only of
    tables whose rows may be the same by their check sums are the rows read.
    """
    maybe: dict[tuple[str, int, int], list[_Table]] = {}
    for source, kind, unit, rows, written, digest in ledger._connection.execute(_TABLES, (year,)):
        sums = sum(array("I", written))
        maybe.setdefault((kind, rows, sums), []).append(_Table(source, unit, digest))
    for (kind, *_), tables in maybe.items():
        if kind in kinds and len({each.unit for each in tables}) > 1:
            yield from _same(ledger, kinds[kind], tables)


def _same(ledger: Ledger, kind: Kind, tables: list[_Table]) -> Iterator[Shared]:
    first: dict[Hashable, _Table] = {}
    telling = [not field.enum and field.type != "boolean" for field in kind.fields.values()]
    names = ", ".join(map(quote, kind.fields))
    sql = f"SELECT {names} FROM main.{quote(kind.name)} WHERE _id >= ? AND _id < ?"
    for table in tables:
        span = (table.source << ROW_BITS, (table.source + 1) << ROW_BITS)
        rows: Counter[tuple[Value, ...]] = Counter(ledger._connection.execute(sql, span))
        there = first.setdefault(frozenset(rows.items()), table)
        if there.unit != table.unit:
            told = sum(
                count
                * sum(tells and value not in (None, 0) for tells, value in zip(telling, row, strict=True))
                for row, count in rows.items()
            )
            yield Shared(there.source, table.source, rows.total(), told, there.digest == table.digest)
