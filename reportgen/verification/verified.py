"""A report as it has to be and as somebody has it now -> for each printed figure whether it still says what it did.

What stands there counts, whole: a mark tells which figure a numeral is, and only where its text is the figure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from reportgen.verification.alignment import NONE, align
from reportgen.verification.edited import edited, says_same
from reportgen.verification.tokens import Token, same_value, tokens

if TYPE_CHECKING:
    from reportgen.verification.claims import Known

Kind = Literal["changed", "deleted", "moved", "doubled", "contradicts", "typed", "ledger"]
CONTRADICTIONS = ("changed", "contradicts", "ledger")
_CONTEXT = 12  # characters on either side of what is quoted


class Stretch(NamedTuple):
    """Where a figure is printed in a paragraph, or where a mark of it reaches; the how many-th mark of the report it is."""

    name: str
    start: int
    end: int
    place: int = 0
    copied: bool = False


class Text(NamedTuple):
    """A paragraph, and the figures that are printed or marked in it."""

    text: str
    stretches: Sequence[Stretch] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What is otherwise than in the report: the figure, what it says there and here, and where: the paragraph's number in
    the file at hand, or NONE and the one in the report, and from where to where; and what the figure
    is `also` said to be elsewhere in the file.
    """

    kind: Kind
    figure: str
    before: str
    now: str
    text: int
    start: int = 0
    end: int = 0
    expected: int = NONE
    context: str = ""
    also: str = ""

    @property
    def contradicts(self) -> bool:
        """Whether the file says something else than the figure."""
        return self.kind in CONTRADICTIONS


@dataclass(frozen=True, slots=True)
class Marks:
    """How many marks of a file still surround their figures, surround something else, nothing, are there twice, share
    their stretch with another one, or are gone.
    """

    sound: int = 0
    changed: int = 0
    empty: int = 0
    doubled: int = 0
    shared: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Verified:
    """How many printed figures are as they were, and what is otherwise."""

    unchanged: int
    differences: Sequence[Difference]
    marks: Marks = field(default_factory=Marks)


def verify(
    expected: Sequence[Text],
    found: Sequence[Text],
    units: Sequence[str] = (),
    *,
    issued: Mapping[str, str] | None = None,
    now: Mapping[str, str] | None = None,
    known: Callable[[], Known | None] | None = None,
) -> Verified:
    """Compare a file with the report as the ledger gives it. `issued` is what the file's own manifest says of its figures,
    `now` what the ledger does, and `known` gives what it says of all figures, be they printed or not.
    """
    if issued and issued != now:
        expected = [_as_issued(each, issued) for each in expected]
    if _alike(expected, found):
        printed = sum(len(each.stretches) for each in expected)
        verified = Verified(printed, [], Marks(sound=printed))
    else:
        verified = _compared(_Comparison(expected, found, units, known and known()))
    if not issued or now is None or issued == now:
        return verified
    # what the report did not print when it was written, nobody has deleted
    unprinted = now.keys() - issued.keys()
    new = [each for each in verified.differences if each.kind == "deleted" and each.figure in unprinted]
    others = [each for each in verified.differences if each not in new]
    later = list(_of_the_ledger(issued, now, others))
    later += [
        Difference("ledger", name, "", now[name], NONE) for name in dict.fromkeys(each.figure for each in new)
    ]
    marks = replace(verified.marks, lost=max(0, verified.marks.lost - len(new)))
    return replace(verified, differences=[*others, *later], marks=marks)


def _alike(expected: Sequence[Text], found: Sequence[Text]) -> bool:
    """Whether a file is as it was written, with all its marks."""
    return len(expected) == len(found) and all(
        one == other or (says_same(one, other) and [*one.stretches] == [*other.stretches])
        for one, other in zip(expected, found, strict=True)
    )


def _compared(comparison: _Comparison) -> Verified:
    printed = [(number, each) for number, text in enumerate(comparison.expected) for each in text.stretches]
    told = [comparison.status(*each) for each in printed]
    kept = {each.name for (_, each), difference in zip(printed, told, strict=True) if difference is None}
    differences = [
        replace(each, also=each.before) if each.kind == "changed" and each.figure in kept else each
        for each in told
        if each
    ]
    differences += list(comparison.beside({(each.text, each.start) for each in differences}))
    return Verified(sum(each is None for each in told), differences, comparison.marks())


def _as_issued(text: Text, issued: Mapping[str, str]) -> Text:
    """A paragraph with the values that its figures had when the file was written."""
    said, stretches, end = [], [], 0
    for each in sorted(text.stretches, key=lambda stretch: stretch.start):
        said += [text.text[end : each.start], issued.get(each.name, text.text[each.start : each.end])]
        end = each.end
        start = sum(map(len, said[:-1]))
        stretches.append(each._replace(start=start, end=start + len(said[-1])))
    return Text("".join([*said, text.text[end:]]), stretches)


def _of_the_ledger(
    issued: Mapping[str, str], now: Mapping[str, str], differences: Sequence[Difference]
) -> Iterator[Difference]:
    """The figures that the ledger gives otherwise than when the file was written, and that nobody has put right in it."""
    mended = {(each.figure, each.now) for each in differences if each.kind == "changed"}
    for name, said in issued.items():
        current = now.get(name, "")
        if current != said and (name, current) not in mended:
            yield Difference("ledger", name, said, current, NONE)


class _Comparison:
    """Two texts beside each other, of which those paragraphs are looked at closely that are not the same in both."""

    def __init__(
        self,
        expected: Sequence[Text],
        found: Sequence[Text],
        units: Sequence[str],
        known: Known | None = None,
    ) -> None:
        self.expected, self.found, self._known = expected, found, known
        self._units = sorted(set(units), key=len, reverse=True)
        self._own, self._there = edited(expected, found)
        self.one = tokens((expected[at].text for at in self._own), self._own.start)
        self.other = tokens((found[at].text for at in self._there), self._there.start)
        self.aligned = align([each.key for each in self.one], [each.key for each in self.other])
        self.used: set[int] = set()  # tokens of the file that say what a figure does, rightly or wrongly

    @cached_property
    def _marked(self) -> dict[tuple[str, int], list[tuple[int, Stretch]]]:
        """By figure and place the marks of the file."""
        marks: dict[tuple[str, int], list[tuple[int, Stretch]]] = {}
        for number, text in enumerate(self.found):
            for each in text.stretches:
                marks.setdefault((each.name, each.place), []).append((number, each))
        return marks

    def status(self, number: int, figure: Stretch) -> Difference | None:
        """What has become of a printed figure; None where it is as it was."""
        if number not in self._own:
            return None
        own = self._tokens_in(self._starts_of_one, self.one, number, figure)
        before = self.expected[number].text[figure.start : figure.end]
        there = [self.aligned.to[at] for at in own if self.aligned.to[at] != NONE]
        inside = range(min(there), max(there) + 1) if there else range(0)
        if inside and self._same(own, inside):
            self.used.update(inside)
            return self._wrong_unit(number, figure, own, inside) or (
                self._difference("moved", figure.name, before, before, inside, number)
                if all(self.aligned.moved[at] for at in own)
                else None
            )
        marks = self._marked.get((figure.name, figure.place), [])
        for text, mark in marks:
            reached = self._tokens_in(self._starts_of_other, self.other, text, mark)
            if reached and self._same(own, reached):
                self.used.update(reached)
                if self._between(own, reached):
                    return None
                return self._difference("moved", figure.name, before, before, reached, number)
            if reached and not inside and mark.start < mark.end:
                inside = reached
        if inside and same_value(before, self._said(inside)):
            self.used.update(inside)
            return None
        self.used.update(inside)
        if not inside:
            return self._deleted(number, figure, own[0], before)
        return self._difference("changed", figure.name, before, self._said(inside), inside, number)

    def _deleted(self, number: int, figure: Stretch, first: int, before: str) -> Difference:
        """The difference that a figure is gone: where what stood before it is now, and what stood around it."""
        context = quoted(self.expected[number].text, figure.start, figure.end)
        near = next((to for at in range(first - 1, -1, -1) if (to := self.aligned.to[at]) != NONE), NONE)
        if near == NONE or self.one[first].text != number or self.aligned.to[first - 1] != near:
            return Difference("deleted", figure.name, before, "", NONE, expected=number, context=context)
        at = self.other[near]
        return Difference("deleted", figure.name, before, "", at.text, at.start, at.end, number, context)

    def _between(self, own: Sequence[int], reached: Sequence[int]) -> bool:
        """Whether tokens stand where those of the report belong: between what stands on either side of them."""
        to, moved = self.aligned
        before = next((to[at] for at in range(own[0] - 1, -1, -1) if to[at] != NONE and not moved[at]), NONE)
        after = (to[at] for at in range(own[-1] + 1, len(to)) if to[at] != NONE and not moved[at])
        return before < reached[0] and reached[-1] < next(after, len(self.other))

    def _same(self, own: Sequence[int], inside: Sequence[int]) -> bool:
        return [self.one[at].key for at in own] == [self.other[at].key for at in inside]

    @cached_property
    def _starts_of_one(self) -> list[tuple[int, int]]:
        return [(each.text, each.end) for each in self.one]

    @cached_property
    def _starts_of_other(self) -> list[tuple[int, int]]:
        return [(each.text, each.end) for each in self.other]

    def _tokens_in(
        self, ends: Sequence[tuple[int, int]], all_: Sequence[Token], text: int, stretch: Stretch
    ) -> range:
        """The tokens that a stretch touches, each whole."""
        first = bisect_right(ends, (text, stretch.start))
        last = first
        while last < len(all_) and all_[last].text == text and all_[last].start < stretch.end:
            last += 1
        return range(first, last)

    def _said(self, inside: Sequence[int]) -> str:
        first, last = self.other[inside[0]], self.other[inside[-1]]
        if first.text != last.text:
            return "".join(self.other[at].key.removeprefix("#") for at in inside)
        return self.found[first.text].text[first.start : last.end]

    def _difference(
        self, kind: Kind, name: str, before: str, now: str, inside: Sequence[int], expected: int = NONE
    ) -> Difference:
        first, last = self.other[inside[0]], self.other[inside[-1]]
        text = self.found[first.text].text
        end = last.end if last.text == first.text else len(text)
        return Difference(
            kind, name, before, now, first.text, first.start, end, expected, quoted(text, first.start, end)
        )

    def _wrong_unit(
        self, number: int, figure: Stretch, own: Sequence[int], inside: Sequence[int]
    ) -> Difference | None:
        """The difference that a figure has another unit now; 万 before it belongs to the numeral."""
        last, end = self.other[inside[-1]], max(figure.end, self.one[own[-1]].end)
        was = self._unit(self.expected[number].text[end:])
        now = self._unit(self.found[last.text].text[last.end :])
        if not was or not now or was == now:
            return None
        before = self.expected[number].text[figure.start : end] + was
        return self._difference("changed", figure.name, before, self._said(inside) + now, inside, number)

    def _unit(self, text: str) -> str:
        return next((each for each in self._units if text.startswith(each)), "")

    def beside(self, seen: set[tuple[int, int]]) -> Iterator[Difference]:
        """What stands in the file besides: lines that are there twice, and numbers that people have typed."""
        from reportgen.verification.typed_beside import doubled, typed

        taken = {at for at in self.aligned.to if at != NONE}
        free = [at for at in range(len(self.other)) if at not in taken]
        explained: set[int] = set()
        for kind, name, before, inside in doubled(self.expected, self.other, free):
            if kind == "contradicts" and self._is_aside(self.other[inside[0]]):
                continue
            explained.update(inside)
            yield self._difference(kind, name, before, self._said(inside), inside)
        for each in self._turned():
            explained.update(self._tokens_of(each.text, each.start, each.end))
            yield each
        same = {
            other
            for at, other in enumerate(self.aligned.to)
            if other != NONE and self.one[at].key == self.other[other].key
        }
        left = [
            at
            for at in range(len(self.other))
            if at not in same and at not in self.used and at not in explained
        ]
        for kind, name, before, at in typed(
            self.expected, self.found, self.other, left, self._units, self._known
        ):
            if (self.other[at].text, self.other[at].start) not in seen:
                yield self._difference(kind, name, before, self._said([at]), [at])

    def _is_aside(self, token: Token) -> bool:
        return bool(self._known and self._known.is_aside(self.found[token.text].text, token.start))

    def _turned(self) -> Iterator[Difference]:
        """What the file denies and the report does not, and the other way round."""
        from reportgen.verification.turned import appeared, gone

        if self._known is None:
            return
        told = [*gone(self._known, self.expected, self.found, self.one, self.other, self.aligned)]
        told += appeared(self._known, self.expected, self.found)
        for kind, name, before, now, at, start, end, number in told:
            text, there = (
                (self.found[at].text, (start, end)) if at != NONE else (self.expected[number].text, (0, 0))
            )
            yield Difference(kind, name, before, now, at, start, end, number, quoted(text, *there))

    def _tokens_of(self, text: int, start: int, end: int) -> range:
        """The tokens of a piece of the file; none where it is none."""
        return self._tokens_in(self._starts_of_other, self.other, text, Stretch("", start, end))

    def marks(self) -> Marks:
        """Count the marks of the file."""
        wanted = {
            (each.name, each.place): (number, each)
            for number, text in enumerate(self.expected)
            for each in text.stretches
        }
        reach = [(text, mark) for marks in self._marked.values() for text, mark in marks]
        if not reach:
            return Marks(lost=len(wanted))
        spans = [(text, mark.start, mark.end) for text, mark in reach if mark.start < mark.end]
        sound = changed = 0
        others: dict[str, list[tuple[int, Stretch]]] = {}
        for (name, _), at in wanted.items():
            others.setdefault(name, []).append(at)
        for text, mark in reach:
            own = wanted.get((mark.name, mark.place))
            # where the ledger is another, sections come and go, and the marks behind them have other places
            right = self._is_right(text, mark, [own] if own else others.get(mark.name, ()))
            sound += right
            changed += not right and mark.start < mark.end
        return Marks(
            sound, changed, sum(mark.start == mark.end for _, mark in reach),
            sum(len(marks) - 1 for marks in self._marked.values()), len(spans) - len(set(spans)), self._lost(others),
        )  # fmt: skip

    def _is_right(self, text: int, mark: Stretch, wanted: Sequence[tuple[int, Stretch]]) -> bool:
        """Whether a mark surrounds what one of these figures is in the report."""
        if text not in self._there:
            return True
        inside = self._tokens_in(self._starts_of_other, self.other, text, mark)
        return any(
            self._same(self._tokens_in(self._starts_of_one, self.one, *each), inside) for each in wanted
        )

    def _lost(self, wanted: Mapping[str, Sequence[object]]) -> int:
        """How many marks are gone, figure by figure."""
        there = Counter(name for name, _ in self._marked)
        return sum(max(0, len(each) - there[name]) for name, each in wanted.items())


def quoted(text: str, start: int, end: int) -> str:
    """Return a piece of a text in brackets, with what stands around it."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    said = f"{'…' if start > _CONTEXT else ''}{before}[{text[start:end]}]{after}{'…' if end + _CONTEXT < len(text) else ''}"
    return re.sub(r"\s+", " ", said)
