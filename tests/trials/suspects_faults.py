"""Slips as a typist makes them, on the text of a number: what the trial plants, and nothing of what the product knows.

Each takes the digits that should have been typed and a source of chance, and returns what was typed instead, or None where
it cannot be made. Those below `BEYOND` are of kinds that the product does not claim to explain.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

_KEYPAD = ("789", "456", "123", "0")  # as the keys lie
_ROW = "1234567890"


class Copied(NamedTuple):
    """What stands around a cell: the number above, that of last year, and the one in the column beside."""

    above: int
    last: int
    beside: int


Slip = Callable[[str, Copied, Random], str | None]


def _doubled(digits: str, around: Copied, chance: Random) -> str | None:
    at = chance.randrange(len(digits))
    return digits[: at + 1] + digits[at:]


def _dropped(digits: str, around: Copied, chance: Random) -> str | None:
    if len(digits) < 2:
        return None
    at = chance.randrange(len(digits))
    return digits[:at] + digits[at + 1 :]


def _transposed(digits: str, around: Copied, chance: Random) -> str | None:
    places = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1]]
    if not places:
        return None
    at = chance.choice(places)
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def _another_digit(digit: str, chance: Random) -> str:
    """A digit typed instead: mostly from a key beside, on either keyboard; else whichever."""
    if chance.random() < 0.3:
        return chance.choice([each for each in _ROW if each != digit])
    if chance.random() < 0.5:
        at = _ROW.index(digit)
        return chance.choice([_ROW[each] for each in (at - 1, at + 1) if 0 <= each < len(_ROW)])
    row, column = next((r, c) for r, keys in enumerate(_KEYPAD) for c, key in enumerate(keys) if key == digit)
    beside = [
        keys[c]
        for r, keys in enumerate(_KEYPAD)
        for c in range(len(keys))
        if abs(r - row) + abs(c - column) == 1
    ]
    return chance.choice(beside)


def _mistyped(digits: str, around: Copied, chance: Random) -> str | None:
    at = chance.randrange(len(digits))
    return digits[:at] + _another_digit(digits[at], chance) + digits[at + 1 :]


def _power_of_ten(digits: str, around: Copied, chance: Random) -> str | None:
    zeros = chance.choice((1, 1, 1, 2, 4))
    if chance.random() < 0.4:
        return digits[:-zeros] if digits.endswith("0" * zeros) and len(digits) > zeros else None
    return digits + "0" * zeros


def _sign(digits: str, around: Copied, chance: Random) -> str | None:
    return f"-{digits}"


def _above(digits: str, around: Copied, chance: Random) -> str | None:
    return str(around.above)


def _last_year(digits: str, around: Copied, chance: Random) -> str | None:
    return str(around.last)


def _two_mistyped(digits: str, around: Copied, chance: Random) -> str | None:
    if len(digits) < 2:
        return None
    first, second = sorted(chance.sample(range(len(digits)), 2))
    typed = list(digits)
    for at in (first, second):
        typed[at] = _another_digit(typed[at], chance)
    return "".join(typed)


def _beside(digits: str, around: Copied, chance: Random) -> str | None:
    return str(around.beside)


def _anything(digits: str, around: Copied, chance: Random) -> str | None:
    return str(chance.randrange(2 * int(digits) + 10))


SLIPS: dict[str, Slip] = {
    "a digit doubled": _doubled,
    "a digit dropped": _dropped,
    "digits transposed": _transposed,
    "a digit mistyped": _mistyped,
    "a power of ten": _power_of_ten,
    "the sign": _sign,
    "the row above": _above,
    "last year's": _last_year,
}
EXCHANGED = "two exchanged"  # of two cells, and so not of the text of one
BEYOND: dict[str, Slip] = {
    "two digits mistyped": _two_mistyped,
    "the column beside": _beside,
    "any number": _anything,
}
