"""A kind of sheet -> whether its rows go on from year to year; a key of which all values are known -> a row for each.

A list is standing where its rows belong to no year: the kind declares no `period`, but a `since`, or a key that is no
mere counting of months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.model import Kind, Value

_MOST = 31  # values of a key that are written down: twelve months, and the days of one


def every_key(kind: Kind) -> Sequence[Mapping[str, Value]]:
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
