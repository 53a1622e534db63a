"""A report as it was issued, the same as it is to be now, and what people have made of the first -> what is to be changed in
theirs, and what has to be left to them.

What people have not touched becomes as the new report has it. What they have written over, or what stands in their own
tracked changes, is left alone and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal, NamedTuple

from reportgen.verification.alignment import NONE
from reportgen.verification.pairing import Pair, pairs, skeleton_of
from reportgen.verification.rewording import Reworded, reworded
from reportgen.verification.tokens import same_value
from reportgen.verification.untouched import Edited, Standing
from reportgen.verification.verified import Stretch, Text
from reportgen.word.renewed import Addition, Beside, Range, Removal, Replacement
from reportgen.word.stretches import PARAGRAPH, ROW, Unit

Why = Literal["typed", "tracked", "reworded", "kept", "homeless", "contradicts"]


class Report(NamedTuple):
    """A report as it is printed: its paragraphs, its units, and how many notes and pictures each paragraph has."""

    texts: Sequence[Text]
    units: Sequence[Unit]
    held: Sequence[int] = ()


class Changed(NamedTuple):
    """A figure that is said anew, or words, without a name: what it was and is, and the paragraph that it stands in."""

    figure: str
    before: str
    now: str
    passage: int


class Left(NamedTuple):
    """What is left alone: why; the figure, if it is one; what was printed, what stands there, what is right now; and where."""

    why: Why
    figure: str
    before: str
    typed: str
    now: str
    passage: int = NONE


class Told(NamedTuple):
    """A paragraph or a row that is struck or inserted: what it says, and where it stands, or beside what."""

    text: str
    passage: int


@dataclass(frozen=True)
class Renewal:
    """What is to be done in a report that people have edited, and what there is to say of it."""

    replacements: list[Replacement] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    inserted: list[Told] = field(default_factory=list)
    struck: list[Told] = field(default_factory=list)


class _Anchor(NamedTuple):
    passage: int
    before: bool
    beside: Beside


def renewal(old: Report, new: Report, edited: Edited) -> Renewal:
    """Return what is to become of a report that people have edited."""
    return _Renewing(old, new, edited).renewal


class _Renewing:
    """Three reports beside each other."""

    def __init__(self, old: Report, new: Report, edited: Edited) -> None:
        self._old, self._new = old.texts, new.texts
        self._standing = Standing(old.texts, old.units, edited, old.held)
        self.renewal = Renewal()
        self._take(self._settled(pairs(old.units, old.texts, new.units, new.texts)))
        self.renewal.replacements[:] = _apart(self.renewal.replacements)

    def _settled(self, found: Sequence[Pair]) -> list[Pair]:
        """The pairs, in which what only changes its place is one and the same where people have changed anything of it."""
        settled = [*found]
        come = {
            _skeleton(self._new, each.new): at for at, each in enumerate(found) if each.new and not each.old
        }
        for at, (old, new) in enumerate(found):
            there = come.pop(_skeleton(self._old, old), None) if old and not new else None
            if there is not None and old and self._standing.whole(old) is None:
                settled[at], settled[there] = Pair(old, found[there].new), Pair(None, None)
        return settled

    def _take(self, found: Sequence[Pair]) -> None:
        for at, (old, new) in enumerate(found):
            if old and new:
                self._compare(old, new)
            elif old:
                self._strike(old)
            elif new:
                self._insert(found, at, new)

    def _compare(self, old: Unit, new: Unit) -> None:
        """Bring what has changed within a unit into the edited report."""
        for cell, other in zip(old.cells, new.cells, strict=True):
            if len(cell) == len(other):
                for number, there in zip(cell, other, strict=True):
                    self._reword(number, there)
            else:
                one, two = ([Unit(PARAGRAPH, ((each,),)) for each in numbers] for numbers in (cell, other))
                self._take(pairs(one, self._old, two, self._new))

    def _reword(self, number: int, there: int) -> None:
        for each in reworded(self._old[number], self._new[there]):
            if each.figures:
                self._figure(number, there, *each.figures)
            else:
                self._clause(number, there, each)

    def _figure(self, number: int, there: int, figure: Stretch, become: Stretch) -> None:
        """Say a figure anew; what people have made of it stays, with its mark."""
        before = self._old[number].text[figure.start : figure.end]
        now = self._new[there].text[become.start : become.end]
        place = self._standing.place(number, figure.start, figure.end)
        if place is None:
            self._typed(number, figure, become, now)
        elif before == now:
            self.renewal.replacements.append(Replacement(place, mark=become.place))
        elif self._put(Replacement(place, text=now, mark=become.place)):
            self.renewal.changed.append(Changed(figure.name, before, now, place.passage))
            for copy in self._standing.copies(number, figure.start, figure.end, figure.place):
                if self._put(Replacement(copy, text=now)):
                    self.renewal.changed.append(Changed(figure.name, before, now, copy.passage))
        else:
            self._leave("tracked", figure.name, before, before, now, place.passage)
            self.renewal.replacements.append(Replacement(place, mark=become.place))

    def _put(self, replacement: Replacement) -> bool:
        """Have something be said in a place, unless that is somebody's tracked change."""
        if self._standing.is_tracked(replacement.place):
            return False
        self.renewal.replacements.append(replacement)
        return True

    def _typed(self, number: int, figure: Stretch, become: Stretch, now: str) -> None:
        """Leave a figure that people have changed, and say so unless it is right; one that they have struck is no more."""
        place = self._standing.typed(number, figure.start, figure.end, figure.place)
        if place is None:
            return
        self.renewal.replacements.append(Replacement(place, mark=become.place))
        typed = self._standing.said(place)
        if not same_value(typed, now):
            before = self._old[number].text[figure.start : figure.end]
            self._leave("typed", figure.name, before, typed, now, place.passage)

    def _leave(self, why: Why, figure: str, before: str, typed: str, now: str, passage: int) -> None:
        self.renewal.left.append(Left(why, figure, before.strip(), typed.strip(), now.strip(), passage))

    def _clause(self, number: int, there: int, change: Reworded) -> None:
        """Strike, insert or replace words, and the figures among them."""
        before = self._old[number].text[change.start : change.end]
        now = self._new[there].text[change.new_start : change.new_end]
        if not before.strip() and not now.strip():
            return
        place = (
            self._standing.place(number, change.start, change.end)
            if before.strip()
            else self._standing.gap(number, change.start)
        )
        new = Range(there, change.new_start, change.new_end) if now else None
        if place and self._put(Replacement(place, text="", new=new)):
            self.renewal.changed.append(Changed("", before.strip(), now.strip(), place.passage))
            return
        own = self._standing.own(number, change.start, change.end)
        kept = self._standing.kept(own)
        near = kept or self._standing.kept(self._standing.own(number))
        if near and (kept or now.strip()):  # else people have struck it before
            typed = self._standing.instead(own) if kept else ""
            why: Why = "tracked" if place else "reworded"
            self._leave(why, "", before, typed, now, near[0].text)

    def _strike(self, old: Unit) -> None:
        """Strike what the new report has no more, unless people have changed anything of it."""
        own = [at for each in old.passages for at in self._standing.own(each)]
        kept = self._standing.kept(own)
        if not kept:
            return
        said = _said(self._old, old)
        whole = self._standing.whole(old)
        place = self._standing.place(old.passages[0]) if len(old.passages) == 1 and old.kind != ROW else None
        if whole is not None:
            self.renewal.removals.append(Removal(tuple(whole), old.kind))
        elif not (place and self._standing.is_part(place) and self._put(Replacement(place, text=""))):
            self._leave("kept", "", said, self._standing.instead(own, whole=True), "", kept[0].text)
            return
        self.renewal.struck.append(Told(said, kept[0].text))

    def _insert(self, found: Sequence[Pair], at: int, new: Unit) -> None:
        """Insert what the new report has besides, behind what stands before it there, else before what follows."""
        said = _said(self._new, new)
        if not said:
            return
        anchor = self._anchor(found, at, new) if new.kind in (PARAGRAPH, ROW) else None
        if anchor is None:
            self._leave("homeless", "", "", "", said, NONE)
            return
        self.renewal.additions.append(Addition(tuple(new.passages), new.kind, *anchor))
        self.renewal.inserted.append(Told(said, anchor.passage))

    def _anchor(self, found: Sequence[Pair], at: int, new: Unit) -> _Anchor | None:
        """Beside which paragraph of the edited report, its row or its table a new unit belongs; None where that is gone."""
        tables = {each.old.table for each in found if each.old and each.new and each.new.table == new.table}
        within = new.kind == ROW and bool(tables)
        behind, ahead = reversed(found[:at]), found[at + 1 :]
        by_turns = zip_longest(
            (each.old for each in behind if each.old), (each.old for each in ahead if each.old)
        )
        for old, is_ahead in ((old, number) for turn in by_turns for number, old in enumerate(turn)):
            if not old or old.kind not in (PARAGRAPH, ROW) or (within and old.table not in tables):
                continue
            there = self._standing.kept([own for each in old.passages for own in self._standing.own(each)])
            passage = there[0 if is_ahead else -1].text if there else NONE
            if there and (old.kind != ROW or self._standing.in_row(passage)):
                beside: Beside = "paragraph" if old.kind == PARAGRAPH else "row" if within else "table"
                return _Anchor(passage, bool(is_ahead), beside)
        return None


def _said(texts: Sequence[Text], unit: Unit) -> str:
    return " ".join(texts[each].text.strip() for each in unit.passages).strip()


def _skeleton(texts: Sequence[Text], unit: Unit) -> str:
    return "\t".join([unit.kind, *(skeleton_of(texts[each])[0] for each in unit.passages)])


def _apart(replacements: Iterable[Replacement]) -> list[Replacement]:
    """Leave out what would be marked twice: what people have typed may stand for two figures."""
    taken: dict[int, list[Range]] = {}
    kept = []
    for each in sorted(replacements, key=lambda one: one.text is None):
        beside = taken.setdefault(each.place.passage, [])
        if not any(one.start < each.place.end and each.place.start < one.end for one in beside):
            beside.append(each.place)
            kept.append(each)
    return kept
