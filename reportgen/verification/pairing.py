"""The units of two reports of one template -> which of the one is which of the other, and which have come or gone.

What is a figure does not count: a row is known by its words, whatever numbers stand in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from reportgen.verification.verified import Text
from reportgen.word.stretches import Unit

_ALIKE = 0.4  # of two letters that follow each other
_WITHIN, _SHORTEST = (
    0.5,
    6,
)  # what the shorter one's letters count if all are in the longer one, and how many it must have
_CELLS = 400_000  # of the table in which the best way is sought


class Pair(NamedTuple):
    """A unit of the old report and the one of the new that it has become; None where there is none."""

    old: Unit | None
    new: Unit | None


class _Known(NamedTuple):
    """What a unit is known by: what it is, its text with names for figures, and its words alone."""

    sort: tuple[str, int]
    skeleton: str
    words: str


def pairs(
    old: Sequence[Unit], old_texts: Sequence[Text], new: Sequence[Unit], new_texts: Sequence[Text]
) -> list[Pair]:
    """Return the units of both in the order in which they stand; what has gone before what has come."""
    one, other = [_known(each, old_texts) for each in old], [_known(each, new_texts) for each in new]
    matcher = SequenceMatcher(None, [each[:2] for each in one], [each[:2] for each in other], autojunk=False)
    found: list[Pair] = []
    a = c = 0
    for start, there, size in matcher.get_matching_blocks():
        found += _alike(old[a:start], one[a:start], new[c:there], other[c:there])
        found += [
            Pair(x, y) for x, y in zip(old[start : start + size], new[there : there + size], strict=True)
        ]
        a, c = start + size, there + size
    return found


def _known(unit: Unit, texts: Sequence[Text]) -> _Known:
    skeletons, words = [], []
    for cell in unit.cells:
        for number in cell:
            skeleton, said = skeleton_of(texts[number])
            skeletons.append(skeleton)
            words.append(said)
    return _Known((unit.kind, len(unit.cells)), "\t".join(skeletons), "".join("".join(words).split()))


def skeleton_of(text: Text) -> tuple[str, str]:
    """Return a text with the names of figures in their places, and without them."""
    named, plain, end = [], [], 0
    for each in sorted(text.stretches, key=lambda stretch: stretch.start):
        said = text.text[end : each.start]
        named += [said, "{", general(each.name), "}"]
        plain.append(said)
        end = each.end
    return "".join([*named, text.text[end:]]), "".join([*plain, text.text[end:]])


def general(name: str) -> str:
    """Return a figure's name without the number of its entry in a list."""
    before, sign, after = name.partition("#")
    return f"{before}#{after.partition('.')[2]}" if sign else name


def _alike(
    old: Sequence[Unit], one: Sequence[_Known], new: Sequence[Unit], other: Sequence[_Known]
) -> list[Pair]:
    """Pair what is alike in two stretches that are not the same, in order and as much as can be."""
    if not old or not new or len(old) * len(new) > _CELLS:
        return [*(Pair(each, None) for each in old), *(Pair(None, each) for each in new)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            share = _likeness(one[i], other[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], share + best[i + 1][j + 1] if share else 0)
    found: list[Pair] = []
    i = j = 0
    while i < len(old) or j < len(new):
        both = i < len(old) and j < len(new)
        share = _likeness(one[i], other[j]) if both else 0
        if share and best[i][j] == share + best[i + 1][j + 1]:
            found.append(Pair(old[i], new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and (not both or best[i][j] == best[i + 1][j]):
            found.append(Pair(old[i], None))
            i += 1
        else:
            found.append(Pair(None, new[j]))
            j += 1
    return found


def _likeness(one: _Known, other: _Known) -> float:
    """How much of two units' words is the same, from 0 to 1; 0 where that is too little for them to be one."""
    if one.sort != other.sort:
        return 0
    if not one.words or not other.words:
        return float(one.skeleton == other.skeleton or one.words == other.words)
    first, second = _letters(one.words), _letters(other.words)
    same, shorter = (first & second).total(), min(first.total(), second.total())
    share = 2 * same / (first.total() + second.total())
    if shorter >= _SHORTEST:  # a paragraph that has grown by a sentence is still the same
        share = max(share, _WITHIN * same / shorter)
    return share if share >= _ALIKE else 0


@lru_cache(maxsize=4096)
def _letters(words: str) -> Counter[str]:
    """Two letters each that follow each other."""
    return Counter(words[at : at + 2] for at in range(max(1, len(words) - 1)))
