"""The numbers of an equation that does not hold -> which of them is probably wrong, what it should be, and by which slip.

For each cell the equation is solved, and it is asked which slip leads from the solved value to the typed one. A candidate
weighs what Bayes' rule gives it: how often that slip is made, times how usual the solved value is in its column beside the
typed one. Every equation that stays broken, or breaks, when a candidate is put right costs it `_SECOND_FAULT`, for two
faults in one place are rare: so where two equations cross, the cell at the crossing is named outright. A total that a
formula works out is never the slip itself. Nothing is filled in.
"""

from __future__ import annotations

import math
from collections import Counter
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
_LEAST_SCALE = (0.3, 0.1)  # of a column by itself, and of its ratio to another
_ENDS = (0.9, 0.9, 0.1)  # of all whole numbers end in no zero; of the others, in one, in more
_LONG = 30  # numbers, of which it tells something how often each comes
_LEAST_ROWS = 8  # of which it is told whether two columns move together
_CLOSER = 0.7
_BY_CHANCE = 5  # numbers of which nothing is known, beside those of a column
_PEAK = 0.375  # of the density of Student's t with four degrees of freedom


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
    """How the numbers of a column lie: how many, the sum of their logarithms and that of the squares, how many are below zero,
    how many end in no zero, in one and in more, how many cells are blank, and how often each number comes. Of a column beside
    which another one moves, the logarithms are those of the ratio.
    """

    size: int
    total: float
    squares: float
    negative: int
    zeros: tuple[int, ...] = (0, 0, 0)
    blank: int = 0
    beside: bool = False
    often: Mapping[float, int] = {}

    @classmethod
    def of(cls, values: Iterable[float | None], beside: Iterable[float | None] | None = None) -> Self:
        """Return the spread of the numbers of a column, by themselves or to those `beside` them."""
        cells = [*values]
        others = [0.0] * len(cells) if beside is None else [*beside]
        pairs = [
            (one, other)
            for one, other in zip(cells, others, strict=True)
            if one is not None and other is not None
        ]
        steps = [math.log1p(abs(one)) - math.log1p(abs(other)) for one, other in pairs]
        ends = [_zeros(one) for one, _ in pairs]
        return cls(
            len(steps), sum(steps), sum(each * each for each in steps), sum(one < 0 for one, _ in pairs),
            tuple(map(ends.count, range(3))), cells.count(None), beside is not None,
            Counter(one for one, _ in pairs) if beside is None else {},
        )  # fmt: skip

    def usual(
        self, value: float, typed: float | None, beside: float = 0.0, now: float | None = None
    ) -> float:
        """How usual a value is among the others of the column, to which the `typed` one does not belong; `now` stands beside it
        instead of `beside`.
        """
        own = 0.0 if typed is None else math.log1p(abs(typed)) - math.log1p(abs(beside))
        count = self.size - (typed is not None)
        if count < 2:
            return 1.0
        mean = (self.total - own) / count
        variance = max((self.squares - own * own) / count - mean * mean, 0.0)
        scale = max(math.sqrt(variance * count / (count - 1)), _LEAST_SCALE[self.beside])
        step = math.log1p(abs(value)) - math.log1p(abs(beside if now is None else now))
        far = (step - mean) / scale
        negative = self.negative - (typed is not None and typed < 0)
        odd = _NEGATIVE if value < 0 and not negative else 1.0
        dense = (
            odd * self._ends(value, typed) * _PEAK * (1 + far * far / 4) ** -2.5 / scale / (1 + abs(value))
        )
        again = 1 - len(self.often) / self.size if self.often and self.size >= _LONG else 0.0
        alike = self.often.get(value, 0) - (value == typed)
        return float((1 - again) * dense + again * alike / count)

    def _ends(self, value: float, typed: float | None) -> float:
        """How much more often than by chance the others end in as many zeros."""
        end, own = _zeros(value), _zeros(typed)
        if end is None:
            return 1.0
        zeros = [count - (at == own) for at, count in enumerate(self.zeros)]
        if end == 0:
            return _oftener(zeros[0], sum(zeros), _ENDS[0])
        return _oftener(sum(zeros[1:]), sum(zeros), 1 - _ENDS[0]) * _oftener(
            zeros[end], sum(zeros[1:]), _ENDS[end]
        )

    def blanks(self) -> float:
        """How usual it is that a cell is blank, to which one that is does not belong."""
        return (self.blank - 0.5) / max(self.size + 0.5, 1.0)


def _oftener(some: int, whole: int, by_chance: float) -> float:
    """How much oftener than by chance some are of a whole; as if a few more were so by chance."""
    return (some / by_chance + _BY_CHANCE) / (whole + _BY_CHANCE)


def _zeros(value: float | None) -> int | None:
    """How many zeros a number ends in, at most two; None of a blank and of a single digit, which tells nothing."""
    if value is None or abs(value) < 10:
        return None
    return 0 if value % 10 else 1 if value % 100 else 2


def together(columns: Mapping[str, Mapping[int, float | None]]) -> dict[str, str]:
    """Return the column that each moves with, where there is one: the numbers of both, row by row, have a ratio that varies much
    less than the numbers of the first. By medians, so that one wrong number changes nothing.
    """
    steps = {
        name: {row: math.log1p(abs(value)) for row, value in rows.items() if value is not None}
        for name, rows in columns.items()
    }
    found: dict[str, str] = {}
    for name, own in steps.items():
        ratios = {
            other: [own[row] - there[row] for row in own.keys() & there.keys()]
            for other, there in steps.items()
            if other != name
        }
        widths = {other: _width(each) for other, each in ratios.items() if len(each) >= _LEAST_ROWS}
        nearest = min(widths, key=widths.__getitem__, default="")
        if nearest and widths[nearest] < _CLOSER * _width([*own.values()]):
            found[name] = nearest
    return found


def _width(steps: Sequence[float]) -> float:
    from statistics import median  # which takes longer to load than a command asks of it

    middle = median(steps)
    return median(abs(each - middle) for each in steps)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an equation as it stands in its cell, None for a blank, and what a slip may have taken it from.

    `live` says that a formula works it out, so that nobody typed it; `counted` that it is worked out from the rows of another
    sheet. `spread` is that of its column, or None for a sum of others; where it is that of a ratio, `other` is the number of the
    same row that it is a ratio to, and `beside` what stands there. Numbers of one `row` may have been exchanged.
    """

    value: float | None
    name: str = ""
    cell: str = ""
    live: bool = False
    counted: bool = False
    above: float | None = None
    last: float | None = None
    spread: Spread | None = None
    beside: float = 0.0
    other: Key | None = None
    row: Hashable = 0

    def usual(self, value: float, beside: float | None = None) -> float:
        """How usual another value is beside the one that stands here, where the number that it moves with is another, too."""
        if self.spread is None:
            return (_NEGATIVE if value < 0 else 1.0) / (_NEGATIVE if (self.value or 0) < 0 else 1.0)
        if self.value is None:
            there = self.spread.blanks()
        else:
            there = self.spread.usual(self.value, self.value, self.beside)
        return self.spread.usual(value, self.value, self.beside, beside) / there


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
        usual = first.usual(values[one], values.get(first.other)) * second.usual(
            values[two], values.get(second.other)
        )
        weight = OFTEN["exchanged"] / len(broken) * usual * _SECOND_FAULT**-mended
        suspect = Suspect(
            first.cell, first.name, values[one], "exchanged", second.name, values[two], crossed=mended > 0
        )
        yield _Candidate(weight, one, suspect)


def _pairs(around: _Around) -> list[tuple[Key, Key]]:
    """The pairs whose exchange may mend the equation, each once: one of it, and another of it, of one that crosses it, or of
    the same row.
    """
    broken, numbers = around.broken, around.numbers
    rows: dict[Hashable, list[Key]] = {}
    for key, number in numbers.items():
        if number.row:
            rows.setdefault(number.row, []).append(key)
    size = len(broken) * (len(broken) + sum(map(len, around.crossing)))
    if size > _MOST_PAIRS:
        return []
    found: dict[frozenset[Key], tuple[Key, Key]] = {}
    for one in broken:
        through = (key for each in around.through.get(one, ()) for key in each)
        for two in dict.fromkeys((*broken, *through, *rows.get(numbers[one].row, ()))):
            if one != two and (two not in broken or broken[one] != broken[two]):
                found.setdefault(frozenset((one, two)), (one, two))
    return [*found.values()]
