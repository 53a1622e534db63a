"""A kind of sheet -> whether its rows go on from year to year; a key of which all values are known -> a row for each; and a
profile as it is for a part of the year.

A list is standing where its rows belong to no year: the kind declares no `period`, but a `since`, or a key that is no
mere counting of months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen.model import Field, Kind, Profile, Value
from reportgen.periods import LENGTHS, months_of, part_called

_MOST = 31  # values of a key that are written down: twelve months, and the days of one


def every_key(kind: Kind) -> Sequence[Mapping[str, Value]]:
    """Return a row for each value that a kind's key can have, where these are few: the months of a monthly sheet."""
    declared = kind.fields.get(kind.key)
    if declared is None or not declared.unique or kind.own_date:
        return ()
    found: Sequence[Value] = declared.enum
    if declared.type == "integer" and declared.minimum is not None and declared.maximum is not None:
        found = range(int(declared.minimum), min(int(declared.maximum), int(declared.minimum) + _MOST) + 1)
    return [{kind.key: each} for each in found] if len(found) <= _MOST else ()


def during(profile: Profile, part: str) -> Profile:
    """Return a profile as it is for a part of the year: without the checks of whole years, and where a row is a month or a
    quarter, with those of the part alone.
    """
    if not part:
        return profile
    kinds = {}
    for name, kind in profile.kinds.items():
        declared = kind.fields.get(kind.key)
        if declared and declared.unique:
            kind = replace(kind, fields={**kind.fields, kind.key: _during(declared, part)})
        kinds[name] = kind
    checks = {code: each for code, each in profile.checks.items() if not each.whole_years}
    return replace(profile, kinds=kinds, checks=checks)


def _during(declared: Field, part: str) -> Field:
    """A field of which the values are months or quarters, with those alone that the part has a month of."""
    here = set(months_of(part))
    called = {each: part_called(each) for each in declared.enum}
    if called and all(called.values()):
        there = tuple(each for each, said in called.items() if here.intersection(months_of(said)))
        synonyms = {each: of for each, of in declared.synonyms.items() if of in there}
        return replace(declared, enum=there, synonyms=synonyms)
    length, low, high = LENGTHS.get(declared.unit, 0), declared.minimum, declared.maximum
    if declared.type != "integer" or not length or low is None or high is None:
        return declared
    if not 1 <= low <= high <= 12 // length:
        return declared
    numbers = [(month - 1) // length + 1 for month in here]
    return replace(declared, minimum=max(low, min(numbers)), maximum=min(high, max(numbers)))


def is_standing(kind: Kind) -> bool:
    """Whether a kind's rows go on from year to year."""
    return not kind.period and bool(kind.since or (kind.key and not every_key(kind)))
