"""A report as it was issued and as people have it now -> where each stretch of the first stands in theirs, if they left it.

A figure is known by its mark where that still surrounds it, else by where it stands between the same words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from reportgen.verification.alignment import NONE, align
from reportgen.verification.tokens import Token, is_numeral, tokens
from reportgen.verification.verified import Text
from reportgen.word.renewed import Range
from reportgen.word.stretches import ROW, Tracked, Unit

_LONG = 8  # tokens of a paragraph that is looked for in the whole of the edited report
_NEAR = 8  # characters
_BESIDE = 3  # tokens
_EDGE = "\x00"
_ENOUGH = 0.3  # of the tokens of a clause or a paragraph that are still there


class Edited(NamedTuple):
    """A report as people have it: its paragraphs with the marks that are left in them, its units, and what is tracked."""

    texts: Sequence[Text]
    units: Sequence[Unit]
    tracked: Sequence[Tracked]


class Standing:
    """The paragraphs of a report as it was issued beside those of the edited one."""

    def __init__(
        self, texts: Sequence[Text], units: Sequence[Unit], edited: Edited, held: Sequence[int] = ()
    ) -> None:
        self._texts, self.edited, self._held_by = texts, edited, held or [0] * len(texts)
        self._one = tokens(each.text for each in texts)
        self._other = tokens(each.text for each in edited.texts)
        self._ends = [(each.text, each.end) for each in self._one]
        self._other_ends = [(each.text, each.end) for each in self._other]
        self._marked = self._by_marks()
        self._to = self._held(
            units, align([each.key for each in self._one], [each.key for each in self._other]).to
        )
        self._used = {*self._to}
        self._length = Counter(each.text for each in self._other)
        self._row = {number: each for each in edited.units if each.kind == ROW for number in each.passages}

    def _by_marks(self) -> dict[int, list[range]]:
        """By place the tokens that its marks surround: several where somebody has copied it."""
        reached: dict[int, list[range]] = {}
        for number, text in enumerate(self.edited.texts):
            for each in text.stretches:
                inside = _touched(self._other, self._other_ends, number, each.start, each.end)
                if each.start < each.end and inside:
                    reached.setdefault(each.place, []).append(inside)
        return reached

    def _held(self, units: Sequence[Unit], to: Sequence[int]) -> list[int]:
        """Which token stands for which: by the marks that still surround their figures, then where a paragraph or a row is as it
        was and there is one like it alone, and else as they were aligned.
        """
        claimed: dict[int, int] = {}
        taken: set[int] = set()
        for own, there in (*self._sound(), *self._alike(units), *self._rows(units), *self._within()):
            if any(claimed.get(one, other) != other for one, other in zip(own, there, strict=True)):
                continue
            fresh = {one: other for one, other in zip(own, there, strict=True) if one not in claimed}
            if taken.isdisjoint(fresh.values()):
                claimed |= fresh
                taken.update(fresh.values())
        return [claimed.get(at, NONE if other in taken else other) for at, other in enumerate(to)]

    def _sound(self) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """The tokens of each figure, and those that its mark surrounds."""
        for number, text in enumerate(self._texts):
            for each in text.stretches:
                own = self.own(number, each.start, each.end)
                for inside in self._marked.get(each.place, ()):
                    if self._same(own, inside):
                        yield own, inside
                        break

    def _alike(self, units: Sequence[Unit]) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """The tokens of each unit, and those of the only one that is the same."""
        ours = [[at for number in each.passages for at in self.own(number)] for each in units]
        theirs = [
            [at for number in each.passages for at in self._theirs(number)] for each in self.edited.units
        ]
        one = _once(
            (each.kind, *(self._one[at].key for at in own)) for each, own in zip(units, ours, strict=True)
        )
        other = _once(
            (each.kind, *(self._other[at].key for at in own))
            for each, own in zip(self.edited.units, theirs, strict=True)
        )
        for key in sorted(one.keys() & other.keys()):
            yield ours[one[key]], theirs[other[key]]

    def _rows(self, units: Sequence[Unit]) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """The tokens of each cell of a row, and those of the only row that has the same words, whatever its numbers are."""
        one = _once(_words(self._one, each, self.own) for each in units)
        other = _once(_words(self._other, each, self._theirs) for each in self.edited.units)
        for key in sorted(one.keys() & other.keys()):
            for cell, there in zip(units[one[key]].cells, self.edited.units[other[key]].cells, strict=False):
                own = [at for number in cell for at in self.own(number)]
                theirs = [at for number in there for at in self._theirs(number)]
                if len(own) == len(theirs) and len(key) > 1:
                    yield own, theirs

    def _theirs(self, number: int) -> range:
        """The tokens of a paragraph of the edited report."""
        return _touched(self._other, self._other_ends, number, 0, len(self.edited.texts[number].text))

    def _within(self) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """The tokens of each long paragraph, and where these stand one after the other in theirs, if they do so once."""
        whole = "".join(f"{_EDGE}{each.key}" for each in self._other) + _EDGE
        starts = [0, *accumulate(len(each.key) + 1 for each in self._other)]
        for number in range(len(self._texts)):
            own = self.own(number)
            said = "".join(f"{_EDGE}{self._one[at].key}" for at in own) + _EDGE
            found = whole.find(said) if len(own) >= _LONG else NONE
            if found != NONE and whole.find(said, found + 1) == NONE:
                first = bisect_left(starts, found)
                yield own, range(first, first + len(own))

    def own(self, number: int, start: int = 0, end: int | None = None) -> range:
        """Return the tokens of a paragraph of the issued report, or of a stretch of it."""
        end = len(self._texts[number].text) if end is None else end
        return _touched(self._one, self._ends, number, start, end)

    def _same(self, own: Sequence[int], inside: Sequence[int]) -> bool:
        return [self._one[at].key for at in own] == [self._other[at].key for at in inside]

    def _is_kept(self, at: int) -> bool:
        return self._to[at] != NONE and self._one[at].key == self._other[self._to[at]].key

    def kept(self, own: Sequence[int]) -> list[Token]:
        """Return what people have left of some tokens, as it stands in theirs; a few that are the same are none."""
        found = [self._other[self._to[at]] for at in own if self._is_kept(at)]
        return found if len(found) >= _ENOUGH * len(own) else []

    def place(self, number: int, start: int = 0, end: int | None = None) -> Range | None:
        """Return where a stretch stands, if it is unchanged, with nothing put into it, and in one paragraph."""
        end = len(self._texts[number].text) if end is None else end
        own = self.own(number, start, end)
        there = [self._to[at] for at in own]
        if not own or not all(map(self._is_kept, own)) or there != [*range(there[0], there[0] + len(own))]:
            return None
        one, other = self._other[there[0]], self._other[there[-1]]
        before = max(0, start - self._one[own[0]].start)
        behind = max(0, self._one[own[-1]].end - end)
        if one.text != other.text or (before and not self._is_exact(own[0])):
            return None
        if behind and not self._is_exact(own[-1]):
            return None
        return Range(one.text, one.start + before, other.end - behind)

    def _is_exact(self, at: int) -> bool:
        """Whether a token is the same sign by sign, and not only in what it says."""
        one, other = self._one[at], self._other[self._to[at]]
        said = self.edited.texts[other.text].text[other.start : other.end]
        return self._texts[one.text].text[one.start : one.end] == said

    def typed(self, number: int, start: int, end: int, mark: int) -> Range | None:
        """Return what people have typed where a figure was: what stands beside the same words, or in its mark."""
        own, most = self.own(number, start, end), 3 * max(end - start, 8)
        there = [self._to[at] for at in own if self._to[at] != NONE]
        marked = self._reach(next(iter(self._marked.get(mark, ())), range(0)), most)
        found = self._reach(range(min(there), max(there) + 1), most) if there else marked
        if there and found and not (self._is_beside(own, there) or marked == found):
            return marked
        return found

    def _reach(self, inside: range, most: int) -> Range | None:
        """From where to where some tokens stand; None where that is more than a number, or in two paragraphs."""
        if not inside:
            return None
        first, last = self._other[inside[0]], self._other[inside[-1]]
        long = last.end - first.start > most
        return None if first.text != last.text or long else Range(first.text, first.start, last.end)

    def _is_beside(self, own: range, inside: Sequence[int]) -> bool:
        """Whether a word that stood before or behind some tokens, or a bit further, still does."""
        before = [at for at in range(own[0] - _BESIDE, own[0]) if at >= 0]
        behind = [at for at in range(own[-1] + 1, own[-1] + 1 + _BESIDE) if at < len(self._one)]
        return any(
            self._is_kept(at)
            and self._one[at].text == self._one[own[0]].text
            and 0 < abs(self._to[at] - (inside[0] if at < own[0] else inside[-1])) <= 2 * _BESIDE
            for at in (*before, *behind)
        )

    def copies(self, number: int, start: int, end: int, mark: int) -> list[Range]:
        """Return where a figure stands once more because somebody has copied it with its mark, and not over another one."""
        own = self.own(number, start, end)
        return [
            Range(self._other[each[0]].text, self._other[each[0]].start, self._other[each[-1]].end)
            for each in self._marked.get(mark, ())
            if self._same(own, each) and self._used.isdisjoint(each)
        ]

    def gap(self, number: int, position: int) -> Range | None:
        """Return the point that is this one of a paragraph: behind the word before it, else before the next one."""
        own = self.own(number)
        within = next((at for at in own if self._one[at].start < position < self._one[at].end), NONE)
        if within != NONE:
            found = self.place(number, position, self._one[within].end)
            return found and found._replace(end=found.start)
        before = next((at for at in reversed(own) if self._one[at].end <= position), NONE)
        if before != NONE and self._is_kept(before):
            token = self._other[self._to[before]]
            return Range(token.text, token.end, token.end)
        behind = next((at for at in own if self._one[at].start >= position), NONE)
        if behind != NONE and self._is_kept(behind):
            token = self._other[self._to[behind]]
            return Range(token.text, token.start, token.start)
        return None

    def whole(self, unit: Unit) -> list[int] | None:
        """Return the paragraphs that are this unit and nothing else, or None where people have changed anything of it."""
        own = [at for each in unit.passages for at in self.own(each)]
        there = [self._to[at] for at in own]
        if not own or not all(map(self._is_kept, own)) or there != [*range(there[0], there[0] + len(own))]:
            return None
        numbers = [*dict.fromkeys(self._other[at].text for at in there)]
        rows = {self._row.get(each) for each in numbers} if unit.kind == ROW else {None}
        row = rows.pop()
        around = row.passages if row else numbers
        if rows or (unit.kind == ROW and not row) or sum(self._length[each] for each in around) != len(own):
            return None
        tracked = [self.edited.tracked[each] for each in around]
        more = sum(each.held for each in tracked) > sum(self._held_by[each] for each in unit.passages)
        return None if more or any(each.any for each in tracked) else numbers

    def is_part(self, place: Range) -> bool:
        """Whether other words stand in the paragraph, too: people have made one of two, or written more."""
        inside = _touched(self._other, self._other_ends, place.passage, place.start, place.end)
        return len(inside) < self._length[place.passage]

    def in_row(self, passage: int) -> bool:
        """Whether a paragraph of the edited report stands in a table."""
        return passage in self._row

    def is_tracked(self, place: Range) -> bool:
        """Whether somebody has inserted a stretch, or the row that it stands in, and nobody has accepted it yet."""
        inserted = self.edited.tracked[place.passage].inserted
        return any(start < place.end and place.start < end for start, end in inserted)

    def said(self, place: Range) -> str:
        """Return what a stretch of the edited report says."""
        return self.edited.texts[place.passage].text[place.start : place.end]

    def instead(self, own: Sequence[int], *, whole: bool = False) -> str:
        """Return what stands where some tokens were of which some are kept, or the whole paragraphs that these stand in."""
        there = [self._other[self._to[at]] for at in own if self._is_kept(at)]
        numbers = sorted({each.text for each in there})
        if whole or len(numbers) > 1:
            return " ".join(self.edited.texts[each].text for each in numbers)
        start, end = min(each.start for each in there), max(each.end for each in there)
        typed = [self._other[self._to[at]] for at in (own[0], own[-1]) if self._to[at] != NONE]
        near = [
            each for each in typed if each.text == numbers[0] and start - _NEAR < each.start < end + _NEAR
        ]  # a number typed over the first one or the last one
        start, end = min([start, *(each.start for each in near)]), max([end, *(each.end for each in near)])
        return self.edited.texts[numbers[0]].text[start:end]


def _once(keys: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """The numbers of the keys that there are once."""
    keys = list(keys)
    times = Counter(keys)
    return {key: number for number, key in enumerate(keys) if times[key] == 1}


def _words(all_: Sequence[Token], unit: Unit, own: Callable[[int], range]) -> tuple[str, ...]:
    """What a row is known by besides its numbers; of what is no row nothing."""
    if unit.kind != ROW:
        return ()
    keys = (all_[at].key for number in unit.passages for at in own(number))
    return str(len(unit.cells)), *(key for key in keys if not is_numeral(key))


def _touched(
    all_: Sequence[Token], ends: Sequence[tuple[int, int]], text: int, start: int, end: int
) -> range:
    """The tokens that a stretch of a text touches."""
    first = bisect_right(ends, (text, start))
    last = first
    while last < len(all_) and all_[last].text == text and all_[last].start < end:
        last += 1
    return range(first, last)
