"""What an edited report says besides what it was written with -> lines that are there twice, and typed numbers that name a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reportgen.expressions import expression
from reportgen.stages.alignment import NONE, align, runs
from reportgen.stages.tokens import Token, is_numeral, same_value

if TYPE_CHECKING:
    from reportgen.stages.verified import Kind, Text

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
    expected: Sequence[Text], one: Sequence[Token], other: Sequence[Token], free: Sequence[int]
) -> Iterator[tuple[Kind, str, str, Sequence[int]]]:
    """Yield the figures in lines that have come into a file though the report has them elsewhere: what each says there, and
    the tokens of the copy. One that says something else there contradicts itself.
    """
    begins: dict[int, int] = {}
    for at, token in enumerate(one):
        begins.setdefault(token.text, at)
    for start, end in _within_texts(other, free):
        keys = [each.key for each in other[start:end]]
        if len(keys) < _SHORTEST or not any(map(is_numeral, keys)):
            continue
        stretches = set(zip(keys, keys[1:], keys[2:], strict=False))
        best, most = NONE, 0
        for number, text in enumerate(expected):
            if text.stretches and number in begins:
                own = _keys(one, begins[number])
                shared = len(stretches & set(zip(own, own[1:], own[2:], strict=False)))
                best, most = (number, shared) if shared > most else (best, most)
        if best == NONE:
            continue
        first = begins[best]
        to = align(_keys(one, first), keys).to
        if sum(at != NONE and one[first + n].key == keys[at] for n, at in enumerate(to)) < _ALIKE * len(keys):
            continue
        for figure in expected[best].stretches:
            own_tokens = [n for n in range(len(to)) if _touches(one[first + n], figure.start, figure.end)]
            there = [start + to[n] for n in own_tokens if to[n] != NONE]
            if there:
                inside = range(min(there), max(there) + 1)
                same = [one[first + n].key for n in own_tokens] == [other[at].key for at in inside]
                yield (
                    "doubled" if same else "contradicts",
                    figure.name,
                    expected[best].text[figure.start : figure.end],
                    inside,
                )


def _touches(token: Token, start: int, end: int) -> bool:
    return token.start < end and start < token.end


def _keys(all_: Sequence[Token], first: int) -> list[str]:
    """The keys of the text that begins with a token."""
    keys = []
    for token in all_[first:]:
        if token.text != all_[first].text:
            break
        keys.append(token.key)
    return keys


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
) -> Iterator[tuple[Kind, str, str, int]]:
    """Yield the numbers that people have typed: those that stand behind the words of a figure and are another one contradict it;
    `left` are the tokens that the report does not account for.
    """
    numbers = [at for at in left if is_numeral(other[at].key)]
    named = [*_named(expected, units)] if numbers else []
    for at in numbers:
        token = other[at]
        text = found[token.text].text
        label, unit = _label(text, token.start), _unit(text[token.end :], units)
        said = text[token.start : token.end]
        like = [each for each in named if each.unit == unit and _share_name(each.label, label)]
        if any(same_value(each.text, said) for each in like) or not like:
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
