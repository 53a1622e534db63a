"""Rows of a year beside those of the year before -> two rows each of which has about what the other one had.

Names of two rows that are exchanged, and files in each other's folders, leave every sum as it is. Only the year before tells:
the numbers lie far from those of their own row, and near to those of the other. Of numbers ten times apart YOY004 tells. Rows that
have a day of their own are of what happened on it: one year's numbers say little of the next's, and only the very same ones are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import log
from typing import NamedTuple

from reportgen.ledger import beside
from reportgen.ledger.reading import Ledger
from reportgen.model import Field, Finding, Kind
from reportgen.movements import TIMES
from reportgen.numerals import number_text
from reportgen.rules import finding

FROM = 10  # what all four numbers are at least
MOVED = 1.5  # times, by which each number lies from that of its own row
NEAR = 1.1  # and at most from that of the other
_ROUND = 10
_MANY = 6  # rows that have moved: of more some are near to each other by chance
_Row = tuple[int, int]


class _Pair(NamedTuple):
    """A number of a row this year and the year before."""

    now: float
    before: float

    @property
    def moved(self) -> bool:
        return MOVED <= max(self.now / self.before, self.before / self.now) < TIMES


def crossed(
    ledger: Ledger, kinds: Mapping[str, Kind], year: int, *, of_bodies: bool = False
) -> Iterator[Finding]:
    """Yield a warning for each two rows of a sheet that have about what the other one had the year before; `of_bodies` says that
    they are of several.
    """
    for kind in kinds.values():
        columns = [
            name
            for name, field in kind.fields.items()
            if field.type in ("integer", "number") and not field.personal and name != kind.key
        ]
        if not columns:
            continue
        dated = any(field.type == "date" and field.required for field in kind.fields.values())
        rows: dict[_Row, dict[str, _Pair]] = {}
        for name in columns:
            for each in beside.both(ledger, kind, name, year, FROM):
                rows.setdefault((each.source, each.row), {})[name] = _Pair(each.value, each.before)
        moved = [row for row, numbers in rows.items() if any(each.moved for each in numbers.values())]
        for one, other in combinations(sorted(moved), 2) if len(moved) <= _MANY else ():
            if name := _exchanged(rows[one], rows[other], columns, 0 if dated else log(NEAR)):
                ends = (one, rows[one][name]), (other, rows[other][name])
                found = _told(ledger, kind.fields[name], name, *ends)
                unit = ledger.origin(one[0]).unit if of_bodies else ""
                yield replace(found, department=f"{unit}{found.department}")


def _exchanged(
    one: Mapping[str, _Pair], other: Mapping[str, _Pair], columns: Sequence[str], near: float
) -> str:
    """The first column in which two rows have each what the other one had, or `near` to it; empty where they have not, or another
    one denies it. Of the very same numbers, round ones are so by chance.
    """
    found = ""
    for name in columns:
        if name not in one or name not in other:
            continue
        mine, theirs = one[name], other[name]
        straight = _apart(mine.now, mine.before) + _apart(theirs.now, theirs.before)
        across = _apart(mine.now, theirs.before), _apart(theirs.now, mine.before)
        if sum(across) > straight + log(NEAR):
            return ""
        sure = near or mine.now % _ROUND or theirs.now % _ROUND
        if not found and mine.moved and theirs.moved and max(across) <= near and sure:
            found = name
    return found


def _apart(one: float, other: float) -> float:
    return abs(log(one / other))


def _told(
    ledger: Ledger, field: Field, name: str, one: tuple[_Row, _Pair], other: tuple[_Row, _Pair]
) -> Finding:
    (row, mine), (there, theirs) = one, other
    now, was, its, had = (
        f"{number_text(each)}{field.unit}" for each in (mine.now, mine.before, theirs.now, theirs.before)
    )
    message = (
        f"{name}{now}，{ledger.place(*there, name)} 是{its}，像是两行对调了：上年这一行是{was}，那一行是{had}"
    )
    return finding("YOY008", message, ledger.place(*row, name), department=ledger.origin(row[0]).department)
