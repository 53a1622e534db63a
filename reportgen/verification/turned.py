"""A report as it has to be and as somebody has it -> where it denies what there was, and where it denies no more what there was not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reportgen.expressions import expression
from reportgen.verification.alignment import NONE, Aligned
from reportgen.verification.claims import Known, denies

if TYPE_CHECKING:
    from reportgen.verification.tokens import Token
    from reportgen.verification.verified import Kind, Text

_SAYS = expression(r"\w")
_MARKS = expression(r"\W")
_NEAR = 8  # characters on either side


class Turned(NamedTuple):
    """A figure of which something else is said: what the report says, what the file does, and where: in which paragraph of the
    file, from where to where, and in which of the report.
    """

    kind: Kind
    figure: str
    before: str
    now: str
    text: int
    start: int
    end: int
    expected: int = NONE


def appeared(known: Known, expected: Sequence[Text], found: Sequence[Text]) -> Iterator[Turned]:
    """Yield what the file denies and the report does not."""
    there = {each.text for each in expected}
    whole = "\n".join(there)
    for number, text in enumerate(found):
        for start, end, name, shown in () if text.text in there else known.denied(text.text):
            said = text.text[start:end]
            if said not in whole:
                yield Turned("contradicts", name, shown, said, number, start, end)


def gone(
    known: Known,
    expected: Sequence[Text],
    found: Sequence[Text],
    one: Sequence[Token],
    other: Sequence[Token],
    aligned: Aligned,
) -> Iterator[Turned]:
    """Yield what the report denies and the file does not: left out, or turned into something else."""
    for claim in known.denials:
        for number in dict.fromkeys(each.text for each in one) if claim.printed else ():
            text = expected[number]
            start = text.text.find(claim.text)
            own = _within(one, number, start, start + len(claim.text)) if start >= 0 else range(0)
            if not own or _is_there(own, one, other, aligned):
                continue
            where, begin, end = _place(own, number, one, other, aligned, found)
            now = found[where].text[begin:end] if where != NONE else ""
            if not _SAYS.search(now) or _is_left_out(text.text, start, len(claim.text), found[where].text):
                yield Turned("deleted", claim.figure, claim.text, "", where, begin, begin, number)
            elif not denies(now):
                yield Turned("contradicts", claim.figure, claim.text, now, where, begin, end, number)


def _is_left_out(text: str, start: int, length: int, found: str) -> bool:
    """Whether what stood on either side of the words stands together now: signs aside."""
    before, after, there = (_MARKS.sub("", each) for each in (text[:start], text[start + length :], found))
    return f"\n{before}"[-_NEAR:] + f"{after}\n"[:_NEAR] in f"\n{there}\n"


def _within(tokens: Sequence[Token], number: int, start: int, end: int) -> range:
    first = bisect_left(tokens, (number, start), key=_where)
    return range(first, bisect_left(tokens, (number, end), first, key=_where))


def _where(token: Token) -> tuple[int, int]:
    return token.text, token.start


def _is_there(own: range, one: Sequence[Token], other: Sequence[Token], aligned: Aligned) -> bool:
    """Whether the words stand in the file, one behind the other."""
    to = [aligned.to[at] for at in own]
    return to == [*range(to[0], to[0] + len(to))] and all(
        at != NONE and one[own[n]].key == other[at].key for n, at in enumerate(to)
    )


def _place(
    own: range,
    number: int,
    one: Sequence[Token],
    other: Sequence[Token],
    aligned: Aligned,
    found: Sequence[Text],
) -> tuple[int, int, int]:
    """What of the file stands between what stood on either side of the words."""
    before = _nearest(range(own[0] - 1, -1, -1), number, one, aligned)
    after = _nearest(range(own[-1] + 1, len(one)), number, one, aligned)
    near = before if before != NONE else after
    if near == NONE:
        return NONE, 0, 0
    where = other[near].text
    begin = other[before].end if before != NONE else 0
    last = after != NONE and other[after].text == where and other[after].start >= begin
    return where, begin, other[after].start if last else len(found[where].text)


def _nearest(way: range, number: int, one: Sequence[Token], aligned: Aligned) -> int:
    """The token of the file that stands for the nearest one of the paragraph."""
    same = (at for at in way if one[at].text == number)
    return next((aligned.to[at] for at in same if aligned.to[at] != NONE and not aligned.moved[at]), NONE)
