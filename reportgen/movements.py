"""A figure beside its value of the year before -> by how much it has changed, and whether that is much.

Of few things no proportion says anything: only from so many on is it asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reportgen.model import Figure
from reportgen.numerals import figure_text, number_text

TIMES = 10
FROM, FROM_LARGE = 20, 200  # the year before, this year: below, ten times may be chance
_TWICE = 2
NO_CHANGE = "—"


class Moved(NamedTuple):
    """A figure that is twice or half of what it was, with its unit."""

    name: str
    before: str
    after: str


def change(figure: Figure) -> float | None:
    """Return by how much a figure is more than the year before, a rate by how many points; None where nothing is known."""
    if figure.value is None or figure.previous is None:
        return None
    by = figure.value - figure.previous
    return by if isinstance(by, int) else float(number_text(by))


def change_text(figure: Figure) -> str:
    """Return the same with its sign."""
    by = change(figure)
    if by is None:
        return NO_CHANGE
    return ("+" if by > 0 else "") + number_text(by, figure.definition.places)


def far(figure: Figure) -> bool:
    """Whether a figure is ten times what it was, or a tenth, and enough for that to say something."""
    value, previous = figure.value, figure.previous
    if value is None or previous is None or figure.definition.ratio or min(value, previous) < 0:
        return False
    more = value >= FROM_LARGE and value >= TIMES * previous
    return more or (previous >= FROM and TIMES * value <= previous)


def moved(figures: Iterable[Figure]) -> tuple[Moved, ...]:
    """Return the figures that are at least twice or at most half of what they were, where one of both is enough for that to
    say something.
    """
    found = []
    for each in figures:
        value, previous, definition = each.value, each.previous, each.definition
        if value is None or previous is None or definition.ratio or max(value, previous) < FROM:
            continue
        if value >= _TWICE * previous or _TWICE * value <= previous:
            said = (
                f"{figure_text(number, definition)} {definition.unit}".strip() for number in (previous, value)
            )
            found.append(Moved(definition.full_name, *said))
    return tuple(found)
