"""A paragraph as it was printed and as it is printed now -> what has become of it, clause by clause and figure by figure."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.verification.pairing import general
from reportgen.verification.verified import Stretch, Text

_CLAUSE = expression(r"\d+|[^\d，。；、：！？（）《》“”,;:!?()\s]*[，。；、：！？（）《》“”,;:!?()\s]*")


class Reworded(NamedTuple):
    """A stretch of the old paragraph and what stands for it in the new one; either may be empty. `figures` are the two where
    both are the same figure, whatever it says.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    figures: tuple[Stretch, Stretch] | None = None


class _Piece(NamedTuple):
    key: str
    start: int
    end: int
    figure: Stretch | None = None


def reworded(old: Text, new: Text) -> Iterator[Reworded]:
    """Yield the figures that stand in both, and the stretches of words and figures that are otherwise, in order."""
    one, other = _pieces(old), _pieces(new)
    matcher = SequenceMatcher(None, [each.key for each in one], [each.key for each in other], autojunk=False)
    for sort, a, b, c, d in matcher.get_opcodes():
        if sort == "equal":
            for left, right in zip(one[a:b], other[c:d], strict=True):
                if left.figure and right.figure:
                    both = left.figure, right.figure
                    yield Reworded(left.start, left.end, right.start, right.end, both)
            continue
        start = one[a].start if a < len(one) else len(old.text)
        there = other[c].start if c < len(other) else len(new.text)
        yield Reworded(start, one[b - 1].end if b > a else start, there, other[d - 1].end if d > c else there)


def _pieces(text: Text) -> list[_Piece]:
    made: list[_Piece] = []
    end = 0
    for each in sorted(text.stretches, key=lambda stretch: stretch.start):
        made += _clauses(text.text, end, each.start)
        made.append(_Piece("{" + general(each.name), each.start, each.end, each))
        end = each.end
    return made + _clauses(text.text, end, len(text.text))


def _clauses(text: str, start: int, end: int) -> list[_Piece]:
    return [
        _Piece(found[0], found.start(), found.end())
        for found in _CLAUSE.finditer(text, start, end)
        if found[0]
    ]
