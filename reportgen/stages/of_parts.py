"""The figures of a year, and of the parts of it that were collected apart -> which of them do not add up.

Only what is counted or added of rows that belong to one part is asked about: no list that stands from year to year, and
nothing that hangs on what has become of a row since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportgen.expressions import expression
from reportgen.ledger.cutoff import deciders
from reportgen.model import Figure, FigureDefinition, Finding, Profile
from reportgen.numerals import number_text
from reportgen.periods import Period
from reportgen.profile.lasting import is_standing
from reportgen.rules import finding

_ADDED = expression(r"count\(\*\)|sum\([^()]*\)")
_SAME = 1e-6  # of a sum: decimals are no exact numbers


def differing(
    profile: Profile,
    whole: Period,
    figures: Mapping[str, Figure],
    parts: Mapping[Period, Mapping[str, Figure]],
) -> Iterator[Finding]:
    """Yield the figures of a period that are not the sum of those of its parts."""
    for name, own in figures.items():
        shares = [each[name] for each in parts.values()]
        if not _adds_up(profile, own.definition) or any(each.absent for each in (own, *shares)):
            continue
        values = [each.value for each in shares if each.value is not None]
        if own.value is None or len(values) < len(shares):
            continue
        if abs(sum(values) - own.value) > _SAME * max(1, abs(own.value)):
            yield finding("YOY007", _said(whole, own, [*parts], values))


def _adds_up(profile: Profile, own: FigureDefinition) -> bool:
    """Whether a figure of a year is what those of its parts come to together."""
    if own.is_list or own.parts or own.years > 1 or not _ADDED.fullmatch(own.measure):
        return False
    kind = profile.kinds[own.sheet]
    return not is_standing(kind) and _read(profile, own).isdisjoint(deciders(kind))


def _read(profile: Profile, own: FigureDefinition) -> set[str]:
    """The fields that a figure reads."""
    return {name for kind, name in profile.reads.get(own.full_name, ()) if kind == own.sheet}


def _said(whole: Period, own: Figure, parts: Sequence[Period], values: Sequence[int | float]) -> str:
    unit = own.definition.unit_behind
    each = "、".join(
        f"{part.part}{number_text(value, own.definition.places)}"
        for part, value in zip(parts, values, strict=True)
    )
    total = number_text(sum(values), own.definition.places)
    value = number_text(own.value or 0, own.definition.places)
    return (
        f"“{own.definition.full_name}”{whole.named}是{value}{unit}，各期分别收的是{each}，相加是{total}{unit}"
    )
