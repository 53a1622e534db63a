"""A number and its format -> the day, the time of day or the duration that it shows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal

from reportgen.model import Cell
from reportgen.patterns import regex

Shown = Literal["moment", "duration", ""]

# what stands in the first section of a format: literal signs, a duration, a condition or a colour, a part of a date
_SIGNS = regex(
    r'"[^"]*"?|[\\_*].|(?P<end>;)|(?P<duration>\[(?:h+|m+|s+)\])|\[[^\]]*\]?|(?P<moment>[dmhys]|a(?:/p|m/pm))',
    re.IGNORECASE | re.DOTALL,
)
_MOMENTS = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))  # from 27 on as in China
_DURATION = 46


def shown_as(format_text: str) -> Shown:
    """Return whether a format of one's own shows a moment, a duration, or neither."""
    for match in _SIGNS.finditer(format_text):
        if match.lastgroup == "duration":
            return "duration"
        if match.lastgroup == "moment":
            return "moment"
        if match.lastgroup == "end":
            break
    return ""


def built_in(number: int) -> Shown:
    """Return the same of a format that Excel knows by its number."""
    return "duration" if number == _DURATION else "moment" if number in _MOMENTS else ""


def moment(days: float, date1904: bool) -> Cell:
    """Return a day, a time of day, or both; the number itself where the calendar has no such day."""
    if days < 0 or days != days:
        return days
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 31 if days < 60 else 30)
    try:
        found = epoch + timedelta(int(days), milliseconds=round(days % 1 * 86_400_000))
    except (OverflowError, ValueError):
        return days
    if days < 1:
        return found.time()
    return found.date() if float(days).is_integer() else found


def duration(days: float) -> Cell:
    """Return how long something took; the number itself where that is longer than time is."""
    try:
        return timedelta(milliseconds=round(days * 86_400_000))
    except (OverflowError, ValueError):
        return days
