"""What stays of a part, and slots -> its bytes: the turns of a list are written by columns, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import chain, repeat
from typing import Literal, NamedTuple

from reportgen.word import marks
from reportgen.word.shapes import ENOUGH, Column, Path, Slots, core_of, slot_at

Kind = Literal["value", "said", "id", "name", "end"]
"""A text, a text in an attribute, or of a mark around one: its number, its name, where it ends."""

_digest = lru_cache(65536)(marks.digest)


class Stretch(NamedTuple):
    """What is written once, or for each turn of the list with this name from the fourth on: one frame more than what is
    asked for, in turn; that is what it is, of which slot, and the how many-th core of its text.
    """

    name: str
    frames: tuple[bytes, ...]
    asked: tuple[tuple[Kind, Path, int], ...]


class Writer:
    """One joining: the figures met so far, and how many marks have been given."""

    def __init__(self, slots: Slots, alike: Mapping[str, Mapping[str, Column]], first_id: int) -> None:
        self.slots, self.alike, self.before = slots, alike, first_id - 1
        self.figures: dict[tuple[str, str], int] = {}
        self.marks = 0

    def write(self, stretches: Iterable[Stretch]) -> bytes:
        """Return a part."""
        written = (self._turns(each) if each.name else self._once(each) for each in stretches)
        return b"".join(chain.from_iterable(written))

    def _once(self, stretch: Stretch) -> Iterator[bytes]:
        id_ = b""
        for frame, (kind, path, core) in zip(stretch.frames, stretch.asked, strict=False):
            yield frame
            if kind == "id":
                self.marks += 1
                id_ = b"%d" % (self.before + self.marks)
                yield id_
            elif kind == "end":
                yield id_
            elif kind == "name":
                slot = slot_at(self.slots, path)
                printed = slot.figure, slot.text or ""
                number = self.figures.setdefault(printed, len(self.figures) + 1)
                yield marks.name(number, _digest(printed[1]), self.marks).encode()
            else:
                yield self._value(kind, path, core)
        yield stretch.frames[-1]

    def _turns(self, stretch: Stretch) -> Iterator[bytes]:
        turns = len(self.slots[stretch.name].items or ()) - ENOUGH + 1
        step = sum(kind == "id" for kind, _, _ in stretch.asked)
        numbers = self._numbers(stretch, turns)
        columns: list[Iterable[bytes]] = []
        at, ids = self.marks, list[bytes]()
        for frame, (kind, path, core) in zip(stretch.frames, stretch.asked, strict=False):
            at += kind == "id"
            places = range(at, at + turns * step, step or 1)
            if kind == "id":
                ids = said = _coded(map(str, range(self.before + at, self.before + places.stop, step)))
            elif kind == "end":
                said = ids
            elif kind == "name":
                digests = map(_digest, self._column(stretch, path, turns).texts)
                said = _coded(map(marks.name, next(numbers), digests, places))
            elif _is_inside(stretch, path):
                said = _coded(self._column(stretch, path, turns).texts)
            else:
                said = [self._value(kind, path, core)] * turns
            columns += [repeat(frame, turns), said]
        self.marks += turns * step
        return chain.from_iterable(zip(*columns, strict=True))

    def _value(self, kind: Kind, path: Path, core: int) -> bytes:
        said = escape(core_of(slot_at(self.slots, path), path, core), quote=False)
        return (said.replace('"', "&quot;") if kind == "said" else said).encode()

    def _numbers(self, stretch: Stretch, turns: int) -> Iterator[Sequence[int]]:
        """The numbers of the figures that are marked, a column for each mark; they are counted turn by turn."""
        marked = [self._column(stretch, path, turns) for kind, path, _ in stretch.asked if kind == "name"]
        printed = chain.from_iterable(zip(*(zip(*each, strict=True) for each in marked), strict=True))
        known = self.figures
        numbers = [known.setdefault(each, len(known) + 1) for each in printed]
        return (numbers[at :: len(marked)] for at in range(len(marked)))

    def _column(self, stretch: Stretch, path: Path, turns: int) -> Column:
        """What stands in a place, in all turns."""
        if _is_inside(stretch, path):
            figures, texts = self.alike[stretch.name][str(path[-1])]
            return Column(figures[ENOUGH - 1 :], texts[ENOUGH - 1 :])
        slot = slot_at(self.slots, path)
        return Column([slot.figure] * turns, [slot.text or ""] * turns)


def _is_inside(stretch: Stretch, path: Path) -> bool:
    return len(path) > 1 and path[0] == stretch.name


def _coded(texts: Iterable[str]) -> list[bytes]:
    """Texts of one line as they are stored."""
    return "\n".join(texts).encode().split(b"\n")
