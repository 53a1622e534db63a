"""What an edited report says besides what it was written with -> lines that are there twice, and typed numbers that name a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reportgen.expressions import expression
from reportgen.verification.alignment import NONE, align, runs
from reportgen.verification.tokens import Token, is_numeral, same_value, tokens

if TYPE_CHECKING:
    from reportgen.verification.claims import Known
    from reportgen.verification.verified import Kind, Text

_ALIKE = 0.6  # of the tokens of a line that is there twice
_SHORTEST = 6
_LABEL = 4  # characters before a number that name the same
_CLAUSE = expression("[。！？；;，,、：:\n（）()]")
_FILLERS = expression("[共为达到有约计了是的总合 \u3000]+$")


class _Named(NamedTuple):
    label: str
    unit: str
    name: str
    text: str


def doubled(
    expected: Sequence[Text], other: Sequence[Token], free: Sequence[int]
) -> Iterator[tuple[Kind, str, str, Sequence[int]]]:
    """Yield the figures in lines that have come into a file though the report has them elsewhere: what each says there, and
    the tokens of the copy. One that says something else there contradicts itself.
    """
    copies = [
        (start, keys)
        for start, end in _within_texts(other, free)
        if len(keys := [each.key for each in other[start:end]]) >= _SHORTEST and any(map(is_numeral, keys))
    ]
    lines = _Lines(expected if copies else ())
    for start, keys in copies:
        likest = lines.likest(keys)
        own = lines.tokens[likest] if likest != NONE else []
        to = align([each.key for each in own], keys).to
        if sum(at != NONE and own[n].key == keys[at] for n, at in enumerate(to)) < _ALIKE * len(keys):
            continue
        for figure in expected[likest].stretches:
            inside = [n for n, each in enumerate(own) if each.start < figure.end and figure.start < each.end]
            there = [start + to[n] for n in inside if to[n] != NONE]
            if there:
                copy = range(min(there), max(there) + 1)
                same = [own[n].key for n in inside] == [other[at].key for at in copy]
                said = expected[likest].text[figure.start : figure.end]
                yield "doubled" if same else "contradicts", figure.name, said, copy


class _Lines:
    """The paragraphs of a report that print figures, by three tokens that follow each other in them."""

    def __init__(self, expected: Sequence[Text]) -> None:
        self.tokens = {
            number: own
            for number, each in enumerate(expected)
            if each.stretches and (own := tokens([each.text]))
        }
        self._of: dict[tuple[str, ...], set[int]] = {}
        for number, own in self.tokens.items():
            for three in _threes([each.key for each in own]):
                self._of.setdefault(three, set()).add(number)

    def likest(self, keys: Sequence[str]) -> int:
        """Return the paragraph that shares most with a line, or NONE."""
        shared = Counter(number for three in _threes(keys) for number in sorted(self._of.get(three, ())))
        return max(shared, key=lambda number: (shared[number], -number), default=NONE)


def _threes(keys: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(keys, keys[1:], keys[2:], strict=False))


def _within_texts(other: Sequence[Token], free: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The runs of tokens that follow each other in one paragraph."""
    for start, end in runs(free):
        begin = start
        for at in range(start, end + 1):
            if at == end or other[at].text != other[begin].text:
                yield begin, at
                begin = at


def typed(
    expected: Sequence[Text],
    found: Sequence[Text],
    other: Sequence[Token],
    left: Sequence[int],
    units: Sequence[str],
    known: Known | None = None,
) -> Iterator[tuple[Kind, str, str, int]]:
    """Yield the numbers that people have typed: those that stand behind the words of a figure, be it one that is `known`
    and not printed, and are another one contradict it; `left` are the tokens that the report does not account for.
    """
    numbers = [at for at in left if is_numeral(other[at].key)]
    named: dict[tuple[str, str], list[_Named]] = {}
    for each in _named(expected, units) if numbers else ():
        named.setdefault((each.label[-2:], each.unit), []).append(each)
    for at in numbers:
        token = other[at]
        text = found[token.text].text
        label, unit = _label(text, token.start), _unit(text[token.end :], units)
        said = text[token.start : token.end]
        like = [each for each in named.get((label[-2:], unit), ()) if _share_name(each.label, label)]
        if like and known and known.is_aside(text, token.start):
            yield "typed", "", "", at
        elif not like and known and (own := known.of_number(text, token.start)):
            name, shown, agrees = own
            yield "typed" if agrees else "contradicts", name, shown, at
        elif any(same_value(each.text, said) for each in like) or not like:
            yield "typed", like[0].name if like else "", like[0].text if like else "", at
        else:
            yield "contradicts", like[0].name, like[0].text, at


def _named(expected: Sequence[Text], units: Sequence[str]) -> Iterator[_Named]:
    for text in expected:
        for each in text.stretches:
            said = text.text[each.start : each.end]
            yield _Named(_label(text.text, each.start), _unit(text.text[each.end :], units), each.name, said)


def _label(text: str, start: int) -> str:
    """The words of the clause before a number, without those that only lead to it."""
    clause = _CLAUSE.split(text[:start])[-1]
    return _FILLERS.sub("", clause)


def _unit(text: str, units: Sequence[str]) -> str:
    return next((each for each in units if text.startswith(each)), "")


def _share_name(one: str, other: str) -> bool:
    """Whether two labels end alike, by enough to name the same."""
    shared = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        shared += 1
    return shared >= _LABEL or (shared >= 2 and one == other)
