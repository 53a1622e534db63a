"""Two texts as tokens -> which token of the second stands for which of the first, in order and where a part has moved.

What occurs once in both holds the texts together; between such places the cheapest way is sought from the one to the other,
on which a numeral becomes a numeral rather than that one goes and another comes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.numerals import DIGITS
from reportgen.verification.tokens import is_numeral

NONE = -1
_LONGEST = 6  # tokens that occur once in both
_CELLS = 160_000  # of the table in which the cheapest way is sought
_GAP, _OTHER_NUMERAL, _OTHER_SIGN = 10, 9, 19
_NEARLY = 0.5  # of the tokens of a part that has moved


class Aligned(NamedTuple):
    """For each token of the first text the one of the second that stands for it, or NONE; and which of the first's tokens
    were found elsewhere than in order."""

    to: list[int]
    moved: list[bool]


def align(first: Sequence[str], second: Sequence[str]) -> Aligned:
    """Return what of the second text stands for what of the first."""
    to = [NONE] * len(first)
    _between(first, second, (0, len(first)), (0, len(second)), to)
    moved = [False] * len(first)
    _find_moved(first, second, to, moved)
    return Aligned(to, moved)


Span = tuple[int, int]


def _between(first: Sequence[str], second: Sequence[str], one: Span, other: Span, to: list[int]) -> None:
    """Align a part of the first with a part of the second; long ones that have nothing in common stay apart."""
    (a, b), (c, d) = one, other
    while a < b and c < d and first[a] == second[c]:
        to[a] = c
        a, c = a + 1, c + 1
    while a < b and c < d and first[b - 1] == second[d - 1]:
        b, d = b - 1, d - 1
        to[b] = d
    if a == b or c == d:
        return
    for length in (_LONGEST, 3) if (b - a) * (d - c) > 40 * 40 else ():
        chain = _in_order(_once_in_both(first, second, (a, b), (c, d), length))
        if chain:
            for (left, right), (next_left, next_right) in zip(
                [(a, c), *chain], [*chain, (b, d)], strict=True
            ):
                _between(first, second, (left, max(left, next_left)), (right, max(right, next_right)), to)
            return
    if (b - a) * (d - c) <= _CELLS:
        _cheapest(first, second, (a, b), (c, d), to)


def _once_in_both(
    first: Sequence[str], second: Sequence[str], one: Span, other: Span, length: int
) -> list[tuple[int, int]]:
    """Where stretches of so many tokens stand that occur once in either part, in the order of the first."""
    left, right = _once(first, one, length), _once(second, other, length)
    return [(at, right[stretch]) for stretch, at in left.items() if stretch in right]


def _once(keys: Sequence[str], part: Span, length: int) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    often = set()
    for at in range(part[0], part[1] - length + 1):
        stretch = tuple(keys[at : at + length])
        if stretch in found:
            often.add(stretch)
        found[stretch] = at
    return {stretch: at for stretch, at in found.items() if stretch not in often}


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs that grow on either side."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, right) in enumerate(pairs):
        at = bisect_left(ends, right)
        ends[at : at + 1] = [right]
        last[at : at + 1] = [number]
        before.append(last[at - 1] if at else NONE)
    chain = []
    number = last[-1] if last else NONE
    while number != NONE:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _cheapest(first: Sequence[str], second: Sequence[str], one: Span, other: Span, to: list[int]) -> int:
    """Align two parts by the way of the least cost; return how many tokens are the same."""
    (a, b), (c, d) = one, other
    right, behind = second[c:d], [second[at - 1] if at else "" for at in range(c, d)]
    row = [_GAP * at for at in range(len(right) + 1)]
    ways = []
    for number in range(a, b):
        key, before = first[number], first[number - 1] if number else ""
        diagonal, row[0] = row[0], row[0] + _GAP
        way = bytearray(len(right))
        costs = None
        if is_numeral(key) or key in DIGITS:  # what stands behind the same word is rather the same number
            costs = [_cost(key, each) - (before == word) for each, word in zip(right, behind, strict=True)]
        for at, each in enumerate(right):
            cost = diagonal + (costs[at] if costs else 0 if key == each else _OTHER_SIGN)
            diagonal, left = row[at + 1], row[at] + _GAP
            if cost > diagonal + _GAP:
                cost, way[at] = diagonal + _GAP, 1
            if cost > left:
                cost, way[at] = left, 2
            row[at + 1] = cost
        ways.append(way)
    same = 0
    a, at = b - 1, len(right) - 1
    while ways and at >= 0:
        step = ways[-1][at]
        if step == 0:
            to[a] = c + at
            same += first[a] == right[at]
        if step < 2:
            ways.pop()
            a -= 1
        if step != 1:
            at -= 1
    return same


def _cost(one: str, other: str) -> int:
    if one == other:
        return 0
    if is_numeral(one) and is_numeral(other):
        return _OTHER_NUMERAL
    if one.lstrip("#") in DIGITS or other.lstrip("#") in DIGITS or not (is_numeral(one) or is_numeral(other)):
        return _OTHER_SIGN - 4 * (is_numeral(one) or is_numeral(other))
    return 3 * _GAP


def _find_moved(first: Sequence[str], second: Sequence[str], to: list[int], moved: list[bool]) -> None:
    """Look for what is not there in order among what has come from elsewhere."""
    taken = set(to)
    gone = list(runs([at for at, other in enumerate(to) if other == NONE]))
    come = list(runs([at for at in range(len(second)) if at not in taken]))
    for one in gone:
        if one[1] - one[0] < _LONGEST:
            continue
        near = [(len(_once_in_both(first, second, one, other, 4)), other) for other in come]
        shared, other = max(near, default=(0, (0, 0)))
        if not shared or (one[1] - one[0]) * (other[1] - other[0]) > _CELLS:
            continue
        found = list(to)
        if _cheapest(first, second, one, other, found) >= _NEARLY * (one[1] - one[0]):
            to[one[0] : one[1]] = found[one[0] : one[1]]
            moved[one[0] : one[1]] = [True] * (one[1] - one[0])


def runs(numbers: Sequence[int]) -> Iterator[Span]:
    """Yield from where to where numbers follow each other."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1] + 1
            start = at
