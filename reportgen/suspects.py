"""The numbers of an equation that does not hold -> which of them is probably wrong, what it should be, and by which slip.

For each cell the equation is solved, and it is asked which slip leads from the solved value to the typed one. A candidate
weighs what Bayes' rule gives it: how often that slip is made, times how usual the solved value is in its column beside the
typed one. Every equation that stays broken, or breaks, when a candidate is put right costs it `_SECOND_FAULT`, for two
faults in one place are rare: so where two equations cross, the cell at the crossing is named outright. A total that a
formula works out is never the slip itself. Nothing is filled in.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from reportgen.mistyping import OFTEN, Slip, slips

Key = Hashable
Equation = Mapping[Key, int]  # the cells of a sum that is 0, each with its sign

_UNEXPLAINED = 5e-4  # any other value instead
_ROWS = 0.25  # one row too few or too many, where an equation counts rows; half of that for each one more
_SECOND_FAULT = 1e-4
_NEGATIVE = 1e-3  # where no other number of the column is
_MOST_CELLS = 5000  # of an equation; among more, no slip singles out one
_MOST_PAIRS = 20_000
_NAMED = 3
_LEAST = 0.002  # the share of a candidate that is named
_TOGETHER = 0.5  # and the least of all that are named together
_EQUALLY = 0.5  # of the weight of the first


class Suspect(NamedTuple):
    """A number that may be wrong: its cell, its name, the value it should have, and the slip that explains it.

    `beside` names the other number of an exchange, or the part that a total left out, and `other` is the value that it should
    have; `wide` is how far a slip went, in zeros or in rows. `equally` says that it is about as likely as the first,
    `crossed` that more than one equation tells of it.
    """

    cell: str
    name: str
    value: float
    slip: str
    beside: str = ""
    other: float | None = None
    wide: int = 0
    equally: bool = False
    crossed: bool = False


class Spread(NamedTuple):
    """How large the numbers of a column are, by their logarithms: how many, their sum and that of their squares, and how many are below zero."""

    size: int
    total: float
    squares: float
    negative: int

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Self:
        """Return the spread of the numbers of a column."""
        numbers = [each for each in values if each is not None]
        steps = [math.log1p(abs(each)) for each in numbers]
        return cls(
            len(steps), sum(steps), sum(each * each for each in steps), sum(each < 0 for each in numbers)
        )

    def usual(self, value: float, typed: float | None) -> float:
        """How usual a value is among the others of the column, to which the `typed` one does not belong."""
        own = 0.0 if typed is None else math.log1p(abs(typed))
        count = self.size - (typed is not None)
        if count < 2:
            return 1.0
        mean = (self.total - own) / count
        variance = max((self.squares - own * own) / count - mean * mean, 0.0)
        scale = max(math.sqrt(variance * count / (count - 1)), 0.3)
        far = (math.log1p(abs(value)) - mean) / scale
        negative = self.negative - (typed is not None and typed < 0)
        odd = _NEGATIVE if value < 0 and not negative else 1.0
        return float(odd * (1 + far * far / 4) ** -2.5 / scale / (1 + abs(value)))


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an equation as it stands in its cell, None for a blank, and what a slip may have taken it from.

    `live` says that a formula works it out, so that nobody typed it; `counted` that it is worked out from the rows of another
    sheet. `spread` is that of its column, or None for a sum of others.
    """

    value: float | None
    name: str = ""
    cell: str = ""
    live: bool = False
    counted: bool = False
    above: float | None = None
    last: float | None = None
    spread: Spread | None = None

    def usual(self, value: float) -> float:
        """How usual another value is beside the one that stands here."""
        if self.spread is None:
            return (_NEGATIVE if value < 0 else 1.0) / (_NEGATIVE if (self.value or 0) < 0 else 1.0)
        there = self.spread.usual(self.value or 0, self.value)
        return self.spread.usual(value, self.value) / there


class _Candidate(NamedTuple):
    weight: float
    key: Key
    suspect: Suspect


class _Around(NamedTuple):
    """An equation that does not hold, its numbers, and the other equations through each of them."""

    numbers: Mapping[Key, Number]
    broken: Equation
    through: Mapping[Key, Sequence[Equation]]

    @property
    def crossing(self) -> list[Equation]:
        """The other equations that have a number in common with this one."""
        return [*{id(each): each for key in self.broken for each in self.through.get(key, ())}.values()]

    def mended(self, values: Mapping[Key, float]) -> int:
        """How many more of the other equations hold with other values; below zero where more break."""
        touched = {id(each): each for key in values for each in self.through.get(key, ())}.values()
        return sum(
            (off(self.numbers, each) != 0) - (off(self.numbers, each, values) != 0) for each in touched
        )


def off(
    numbers: Mapping[Key, Number], equation: Equation, values: Mapping[Key, float] | None = None
) -> float:
    """Return by how much an equation does not hold, with other `values` instead of some; a blank is nothing."""
    instead = values or {}
    return round(
        sum(
            sign * (instead[key] if key in instead else numbers[key].value or 0)
            for key, sign in equation.items()
        ),
        6,
    )


def suspects(
    numbers: Mapping[Key, Number], broken: Equation, others: Sequence[Equation] = ()
) -> tuple[Suspect, ...]:
    """Return at most three numbers that may be why an equation does not hold, the likeliest first; none where neither a slip
    nor the crossing with one of the `others` explains it, or where many are about as likely.
    """
    if len(broken) > _MOST_CELLS or not off(numbers, broken):
        return ()
    through: dict[Key, list[Equation]] = {}
    for equation in others:
        for key in equation:
            through.setdefault(key, []).append(equation)
    around = _Around(numbers, broken, through)
    found = sorted([*_singles(around), *_exchanges(around)], key=lambda each: -each.weight)
    whole = sum(each.weight for each in found)
    best: dict[Key, _Candidate] = {}
    for each in found:
        if (each.suspect.slip or each.suspect.crossed) and each.weight >= _LEAST * whole:
            best.setdefault(each.key, each)
    ranked = [
        each.suspect._replace(equally=each.weight >= _EQUALLY * found[0].weight)
        for each in [*best.values()][:_NAMED]
    ]
    if sum(each.weight for each in [*best.values()][:_NAMED]) < _TOGETHER * whole:
        return ()
    return tuple(ranked)


def _singles(around: _Around) -> Iterator[_Candidate]:
    """Each number as the only one that is wrong."""
    wrong = off(around.numbers, around.broken)
    for key, sign in around.broken.items():
        number = around.numbers[key]
        if number.live:
            continue
        true = round((number.value or 0) - sign * wrong, 6)
        mended = around.mended({key: true})
        weight = _SECOND_FAULT**-mended
        if number.counted:
            yield _of_rows(key, number, true, weight)
            continue
        known = [*slips(true, number.value, number.above, number.last)]
        chances = [(each, "") for each in known] + [*_of_total(around, key, true)]
        weight *= number.usual(true) * (_UNEXPLAINED + sum(each.weight for each, _ in chances))
        slip, beside = max(chances, key=lambda each: each[0].weight, default=(Slip("", 0), ""))
        name = slip.name if slip.weight else ""
        suspect = Suspect(number.cell, number.name, true, name, beside, wide=slip.wide, crossed=mended > 0)
        yield _Candidate(weight, key, suspect)


def _of_rows(key: Key, number: Number, true: float, weight: float) -> _Candidate:
    """Rows of another sheet that are missing there, or too many."""
    rows = true - (number.value or 0)
    often = _ROWS * 0.5 ** min(abs(rows) - 1, 50) if rows == int(rows) else _UNEXPLAINED
    return _Candidate(weight * often, key, Suspect("", number.name, true, "rows", wide=int(rows)))


def _of_total(around: _Around, key: Key, true: float) -> Iterator[tuple[Slip, str]]:
    """A total that left out one of its parts, or counted it twice."""
    signs = list(around.broken.values())
    if signs.count(around.broken[key]) != 1 or len(signs) < 3:
        return
    missing = round(true - (around.numbers[key].value or 0), 6)
    for part in around.broken:
        value = around.numbers[part].value
        if part != key and value and abs(missing) == value:
            slip = "left out" if missing > 0 else "counted twice"
            yield Slip(slip, OFTEN[slip] / (len(signs) - 1)), around.numbers[part].name


def _exchanges(around: _Around) -> Iterator[_Candidate]:
    """Each pair of numbers that may stand in one another's place."""
    numbers, broken = around.numbers, around.broken
    for one, two in _pairs(around):
        first, second = numbers[one], numbers[two]
        typed = any(each.live or each.counted or each.value is None for each in (first, second))
        if typed or first.value == second.value:
            continue
        values = {one: second.value or 0, two: first.value or 0}
        if off(numbers, broken, values):
            continue
        mended = around.mended(values)
        usual = first.usual(values[one]) * second.usual(values[two])
        weight = OFTEN["exchanged"] / len(broken) * usual * _SECOND_FAULT**-mended
        suspect = Suspect(
            first.cell, first.name, values[one], "exchanged", second.name, values[two], crossed=mended > 0
        )
        yield _Candidate(weight, one, suspect)


def _pairs(around: _Around) -> list[tuple[Key, Key]]:
    """The pairs whose exchange may mend the equation, each once: one of it, and another of it or of one that crosses it."""
    broken = around.broken
    size = len(broken) * (len(broken) + sum(map(len, around.crossing)))
    if size > _MOST_PAIRS:
        return []
    found: dict[frozenset[Key], tuple[Key, Key]] = {}
    for one in broken:
        beside = [*broken, *(key for each in around.through.get(one, ()) for key in each)]
        for two in dict.fromkeys(beside):
            if one != two and (two not in broken or broken[one] != broken[two]):
                found.setdefault(frozenset((one, two)), (one, two))
    return [*found.values()]
