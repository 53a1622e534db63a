"""The ledger of the year before -> the rows of standing lists, to be corrected instead of typed again.

What identifies only by personal columns is carried over only where that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.ledger.reading import Ledger
from reportgen.model import Field, Kind, Value
from reportgen.numerals import NO, YES

Rows = Sequence[Mapping[str, Value]]


def is_personal(kind: Kind) -> bool:
    """Whether a row of a kind is known by personal columns only: without them there is nothing to correct."""
    names = [kind.key] if kind.key else [name for name, each in kind.fields.items() if each.required]
    return any(kind.fields[name].personal for name in names)


def carried(ledger: Ledger, kind: Kind, year: int, department: str, *, personal: bool) -> Rows:
    """Return the rows of a standing kind that a department handed in for a year, in their order, as forms take them.

    Without `personal`, what is personal is left out. Numbers of a kind without `since` are the year's own, and are left
    out too.
    """
    ledger.views.scope(year, as_written=True)
    rows = ledger.views.select(f'SELECT _source, _row FROM "{kind.name}"')
    own = sorted(row for row in rows if ledger.origin(row[0]).department == department)
    found = []
    for source, row in sorted(own, key=lambda each: ledger.order(*each)):
        cells = ledger.cells(kind.name, source, row, personal=personal)
        found.append(
            {name: _shown(value) for name, value in cells.items() if _stays(kind, kind.fields[name])}
        )
    return found


def _stays(kind: Kind, declared: Field) -> bool:
    return bool(kind.since) or declared.type not in ("integer", "number")


def _shown(value: Value) -> Value:
    return (YES if value else NO) if isinstance(value, bool) else value
