"""A paragraph as one line, in which signs say where marks and comments begin and end -> its text, its marks, its comments.

Paragraphs that are the same line say the same and are marked alike, whatever programs have saved them; a sign is a character
that no XML can hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.word.marks import Mark, is_name
from reportgen.word.marks import read as read_mark

PARAGRAPH = "\x01"  # begins
_BEGUN, _STOP, _ENDED, _AGAIN, _OUTSIDE, _COMMENT, _COMMENTED = "\x02\x03\x04\x05\x07\x0e\x0f"
_SIGN = expression(f"([{_BEGUN}{_ENDED}{_OUTSIDE}{_COMMENT}{_COMMENTED}])([^{_STOP}]*){_STOP}")


class Marked(NamedTuple):
    """A mark, and from where to where it reaches in the text of its paragraph."""

    mark: Mark
    start: int
    end: int


class Commented(NamedTuple):
    """The number of a comment, and from where to where it reaches in the text of its paragraph."""

    number: str
    start: int
    end: int


class Writer:
    """Writes lines, one `piece` after the other: PARAGRAPH, and what stands in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._begun: dict[str, str] = {}

    def begin(self, id_: str, name: str) -> None:
        """Write where a bookmark begins, if it is a mark; one that is begun already has a name of its own."""
        if is_name(name):
            while name in self._begun.values():
                name += _AGAIN
            self._begun[id_] = name
            self.pieces.append(f"{_BEGUN}{name}{_STOP}")

    def has_begun(self, id_: str) -> bool:
        """Whether the bookmark with this number is a mark that has begun and not ended."""
        return id_ in self._begun

    def end(self, id_: str, *, outside: bool) -> None:
        """Write where a bookmark ends, in the paragraph or `outside`, behind it."""
        if name := self._begun.pop(id_, ""):
            self.pieces.append(f"{_OUTSIDE if outside else _ENDED}{name}{_STOP}")

    def comment(self, number: str, *, begins: bool) -> None:
        """Write where a comment begins or ends."""
        self.pieces.append(f"{_COMMENT if begins else _COMMENTED}{number}{_STOP}")


def all_same(lines: Sequence[str], others: Sequence[str]) -> bool:
    """Whether lines say the same and are marked alike, one by one; where nothing is marked, with however many blanks, which stand
    for a page's number.
    """
    return len(lines) == len(others) and all(
        one == other or (_STOP not in one + other and one.split() == other.split())
        for one, other in zip(lines, others, strict=True)
    )


def text_of(line: str) -> str:
    """Return the text of a line."""
    return _SIGN.sub("", line) if _STOP in line else line


def marks_of(line: str) -> list[Marked]:
    """Return the marks that begin and end in a line, in the order of their ends."""
    begun: dict[str, int] = {}
    marks = []
    for sign, said, at in _signs(line):
        if sign == _BEGUN:
            begun[said] = at
        elif sign == _ENDED and said in begun:
            marks.append(Marked(_mark(said), begun.pop(said), at))
    return marks


def widened(lines: Sequence[str]) -> list[Mark]:
    """Return the marks that do not begin and end in one of these lines: they reach over several, or stand between two."""
    ended = [[said for sign, said, _ in _signs(each) if sign in (_ENDED, _OUTSIDE)] for each in lines]
    inside = [[each.mark for each in marks_of(line)] for line in lines]
    found = []
    for told, own in zip(ended, inside, strict=True):
        for each in map(_mark, told):
            if each in own:
                own.remove(each)
            else:
                found.append(each)
    return found


def comments_of(lines: Sequence[str]) -> list[list[Commented]]:
    """Return for each line the comments that begin in it, also those that end in a later one; one on no words stands at a
    place.
    """
    found: list[list[Commented]] = [[] for _ in lines]
    begun: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines):
        for sign, said, at in _signs(line):
            if sign == _COMMENT:
                begun[said] = (number, at)
            elif sign == _COMMENTED:
                where, start = begun.pop(said, (number, at))
                if where != number:
                    found[where].append(Commented(said, start, len(text_of(lines[where]))))
                elif all(each.number != said for each in found[number]):
                    found[number].append(Commented(said, start, at))
    return found


def _signs(line: str) -> Iterator[tuple[str, str, int]]:
    """The signs of a line, what they are of, and where they stand in its text."""
    if _STOP not in line:
        return
    before, *rest = _SIGN.split(line)
    at = len(before)
    for sign, said, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        yield sign, said, at
        at += len(text)


def _mark(name: str) -> Mark:
    mark = read_mark(name.rstrip(_AGAIN))
    assert mark
    return mark
