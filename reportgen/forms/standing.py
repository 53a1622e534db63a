"""The ledger of the year before -> the rows of standing lists, to be corrected instead of typed again; a key of which all
values are known -> a row for each.

A list is standing where its rows belong to no year: the kind declares no `period`, but a `since`, or a key that is no
mere counting of months. What identifies only by personal columns is carried over only where that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.ledger.reading import Ledger
from reportgen.model import Field, Kind, Value
from reportgen.numerals import NO, YES

_MOST = 31  # values of a key that are written down: twelve months, and the days of one
Rows = Sequence[Mapping[str, Value]]


def every_key(kind: Kind) -> Rows:
    """Return a row for each value that a kind's key can have, where these are few: the months of a monthly sheet."""
    declared = kind.fields.get(kind.key)
    if declared is None or not declared.unique or kind.own_date:
        return ()
    found: Sequence[Value] = declared.enum
    if declared.type == "integer" and declared.minimum is not None and declared.maximum is not None:
        found = range(int(declared.minimum), min(int(declared.maximum), int(declared.minimum) + _MOST) + 1)
    return [{kind.key: each} for each in found] if 1 < len(found) <= _MOST else ()


def is_standing(kind: Kind) -> bool:
    """Whether a kind's rows go on from year to year."""
    return not kind.period and bool(kind.since or (kind.key and not every_key(kind)))


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
