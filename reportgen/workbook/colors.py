"""Two colours -> whether what has the one is seen before the other."""

from __future__ import annotations

from reportgen.patterns import regex

_RGB = regex("[0-9A-Fa-f]{6}")
_HARDLY = 16  # of 255: light grey on white
SMALLEST = 2.0  # points of a font, or of a row, that can still be seen


def alike(one: str, other: str) -> bool:
    """Return whether two colours, as six hexadecimal digits, can hardly be told apart; other names must be the same."""
    if not (_RGB.fullmatch(one) and _RGB.fullmatch(other)):
        return one == other
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= _HARDLY for at in (0, 2, 4))
