"""A true number and the one that was typed for it -> the slips that lead from one to the other, each with its weight.

The weights are plain assumptions of how often people make a slip, not frequencies that anybody has measured. What leaves one
value only, as copying the row above does, weighs most where it fits; a digit may be mistyped in many ways, of which each
weighs little, and those that lie side by side on the keys, or look alike in handwriting, more than others.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

# how often each slip is made, of all
OFTEN = {
    "row above": 0.12, "last year": 0.12, "mistyped": 0.16, "transposed": 0.11, "doubled": 0.09, "dropped": 0.09,
    "power of ten": 0.09, "exchanged": 0.09, "blank": 0.04, "sign": 0.04, "inserted": 0.02, "left out": 0.02,
    "counted twice": 0.01, "one off": 0.01,
}  # fmt: skip
_POWERS = {1: 0.4, -1: 0.3, 2: 0.1, -2: 0.05, 4: 0.05, -4: 0.05, 3: 0.025, -3: 0.025}
_NEAR = {
    "0": "169", "1": "0247", "2": "1357", "3": "24568", "4": "135679", "5": "2346789", "6": "03457", "7": "124568",
    "8": "35679", "9": "04568",
}  # fmt: skip
_NEARER = 0.6  # of all mistyped digits are near the right one


class Slip(NamedTuple):
    """A slip, how likely it makes the one number of the other, and how far it went: so many zeros."""

    name: str
    weight: float
    wide: int = 0


def slips(true: float, typed: float | None, above: float | None, last: float | None) -> Iterator[Slip]:
    """Yield the slips that lead from a true number to the typed one, or to a blank; `above` and `last` are what stood in
    the row above and last year.
    """
    if typed is None:
        yield Slip("blank", OFTEN["blank"])
        return
    if typed == above:
        yield Slip("row above", OFTEN["row above"])
    if typed == last:
        yield Slip("last year", OFTEN["last year"])
    if true and typed == -true:
        yield Slip("sign", OFTEN["sign"])
    if true < 0 or typed < 0:
        return
    if abs(true - typed) == 1:
        yield Slip("one off", OFTEN["one off"])
    for power, share in _POWERS.items():
        if true and round(true * 10.0**power, 6) == typed:
            yield Slip("power of ten", OFTEN["power of ten"] * share, power)
    yield from _of_digits(*_digits(true, typed))


def _digits(true: float, typed: float) -> tuple[str, str]:
    """Two numbers as digits with equally many places behind the point, which is left off."""
    texts = [f"{Decimal(f'{each:.15g}'):f}".partition(".") for each in (true, typed)]
    places = max(len(each[2]) for each in texts)
    one, two = (each[0] + each[2].ljust(places, "0") for each in texts)
    return one.lstrip("0") or "0", two.lstrip("0") or "0"


def _of_digits(true: str, typed: str) -> Iterator[Slip]:
    """The slips that change a digit or two. Zeros before a number are not written: 105 without its 1 is 5."""
    length = len(true)
    if len(typed) <= length:
        yield from _in_place(true, typed.rjust(length, "0"))
    shorter = typed.rjust(length - 1, "0")
    if length > 1 and len(shorter) == length - 1 and true != f"{typed}0":  # which is a power of ten
        ways = sum(true[:at] + true[at + 1 :] == shorter for at in range(length))
        yield Slip("dropped", OFTEN["dropped"] * ways / length)
    if len(typed) == length + 1:
        doubled = sum(true[: at + 1] + true[at:] == typed for at in range(length))
        yield Slip("doubled", OFTEN["doubled"] * doubled / length)
        inserted = sum(typed[:at] + typed[at + 1 :] == true for at in range(length + 1))
        yield Slip("inserted", OFTEN["inserted"] * bool(inserted) / 9 / length)


def _in_place(true: str, typed: str) -> Iterator[Slip]:
    """The slips that leave as many digits as there were."""
    differ = [at for at, (one, two) in enumerate(zip(true, typed, strict=True)) if one != two]
    if len(differ) == 1:
        near = _NEAR[true[differ[0]]]
        share = (1 - _NEARER) / 9 + (_NEARER / len(near) if typed[differ[0]] in near else 0)
        yield Slip("mistyped", OFTEN["mistyped"] * share / len(true))
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        first, second = differ
        if true[first] == typed[second] and true[second] == typed[first]:
            pairs = sum(one != two for one, two in pairwise(true))
            yield Slip("transposed", OFTEN["transposed"] / pairs)
