"""A paragraph of a finished report -> the pieces of it that are to become tags, and those that stay, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reportgen.drafting.likeness import ENOUGH, Likeness
from reportgen.drafting.own_texts import own_texts
from reportgen.drafting.spots import Spot, spots
from reportgen.expressions import expression
from reportgen.model import Figure, Profile
from reportgen.prose.figure_words import FigureWords
from reportgen.prose.naming import Names
from reportgen.prose.turns import turned
from reportgen.stages.displays import displays
from reportgen.word.annotated import Text
from reportgen.word.passages import SENTENCE

CHANGE, QUALIFIER = " | 同比", " | 口径"
_PROSE = 10  # characters of a text that is no name and no number
_CHANGE = expression(
    r"(?:同比|[比较与同](?:上年|去年)(?:同期)?(?:相比)?)[，,]?\s*(?P<way>增长|增加|上升|提高|下降|减少|降低|(?:基本)?持平)了?"
    r"(?:(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[%％]|个百分点|[^\W\d_，。；（）]{0,2}))?"
)
_FULL_STOP = expression(r"[。！？\n]")
_OF_A_DATE = expression("[年月日号时分]")
_WAYS = {"增长": 1, "增加": 1, "上升": 1, "提高": 1, "下降": -1, "减少": -1, "降低": -1}
_NONE = expression(r"(?:没有|暂无|未发生|未收到|未受理|未发现|[均尚]?无(?!法|锡|偿))(?P<what>[一-鿿]{2,})")


class Piece(NamedTuple):
    """A piece of a paragraph: from where to where, the tag that it becomes, or none, and why; the figures that it may be
    else, and what is to stand behind the tag.
    """

    start: int
    end: int
    tag: str
    why: str
    candidates: tuple[str, ...] = ()
    behind: str = ""


@dataclass(frozen=True)
class Reader:
    """What a report's paragraphs are read by: the figures of its year with their words, and the settings' texts."""

    profile: Profile
    words: FigureWords
    names: Names
    figures: Mapping[str, Figure] | None
    texts: Mapping[str, str]
    year: int

    def pieces(self, text: Text) -> list[Piece]:
        """Return the pieces of a paragraph, in order."""
        found = list(self._of_departments(text))
        taken = [*text.fields, *((each.start, each.end) for each in found)]
        for said in own_texts(text.passage, self.texts):
            if _free(said.start, said.end, taken):
                tag = f"报告.{said.name}"
                found.append(
                    Piece(
                        said.start, said.end, tag if said.sure else "", said.why, () if said.sure else (tag,)
                    )
                )
                taken.append((said.start, said.end))
        found += self._numbers(text, taken)
        found += self._qualifiers(text, found)
        found += self._blanks(text)
        taken += [(each.start, each.end) for each in found]
        found += [each for each in self._denials(text) if _free(each.start, each.end, taken)]
        return sorted(found)

    def _of_departments(self, text: Text) -> Iterator[Piece]:
        """What a department wrote that stands here, though not all of its list does, one by one."""
        taken: list[tuple[int, int]] = []
        for said, names in self._written.items():
            start = text.passage.words.find(said)
            if start >= 0 and _free(start, start + len(said), taken):
                taken.append((start, start + len(said)))
                why = "与底账里的一行相同，整个清单却没有逐行对上"
                yield Piece(start, start + len(said), "", why, tuple(f"#{name}" for name in names))

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self.words, self.figures)

    @cached_property
    def _written(self) -> dict[str, list[str]]:
        """The longer texts of the ledger's lists, each with the lists that it stands in."""
        found: dict[str, list[str]] = {}
        for name, figure in (self.figures or {}).items():
            for item in (figure.items or ()) if figure.definition.rows else ():
                for value in item.values():
                    said = str(value or "").strip().rstrip("。；;")
                    if len(said) >= _PROSE and name not in found.setdefault(said, []):
                        found[said].append(name)
        return found

    def _numbers(self, text: Text, taken: Sequence[tuple[int, int]]) -> list[Piece]:
        """What becomes of a paragraph's numbers, and of what it says of how they changed: at first those of which the words
        are enough, then those that are clear once these are known.
        """
        plain = text.passage.words
        named = {number.start: each for number, each in self.names.named(plain, self.year)}
        changes = [each for each in _CHANGE.finditer(plain) if _free(*each.span(), taken)]
        taken = [*taken, *(each.span() for each in changes)]
        found = [
            each
            for each in spots(text.passage, self.words.units, self.year)
            if each.sort != "name" and _free(each.start, each.end, taken)
        ]
        told: dict[int, Piece] = {}
        for _ in range(2):
            for each in found:
                if each.sort == "count" and not (each.start in told and told[each.start].tag):
                    others = self._told(told, each, plain)
                    told[each.start] = self._number(each, named.get(each.start, ()), text.place, others)
        dates = _dates([each for each in found if each.sort == "date"], plain)
        pieces = sorted([*told.values(), *dates])
        return pieces + [self._changed(each, pieces) for each in changes]

    def _told(self, told: Mapping[int, Piece], spot: Spot, plain: str) -> dict[str, str]:
        """The tags that the numbers of a sentence become, with their groups, the nearest before this one last."""
        tags = {at: each.tag for at, each in told.items() if each.tag}
        whole = max((each.end() for each in _FULL_STOP.finditer(plain, 0, spot.start)), default=0)
        end = next((each.start() for each in _FULL_STOP.finditer(plain, spot.end)), len(plain))
        found = dict[str, str]()
        for at in sorted((at for at in tags if whole <= at < end), key=lambda at: (at < spot.start, at)):
            found.pop(tags[at], None)
            found[tags[at]] = self.profile.figures[tags[at].partition(" ")[0]].group
        return found

    def _number(self, spot: Spot, named: Sequence[str], heading: str, told: Mapping[str, str]) -> Piece:
        """What becomes of a number: a rate's tag prints its sign, too, and the figure's unit takes the place of a larger one."""
        verdict = self._likeness.verdict(spot, named, heading, told)
        if not verdict.tag:
            return Piece(spot.start, spot.start + len(spot.text), "", verdict.why, verdict.candidates)
        definition = self.profile.figures[verdict.tag.partition(" ")[0]]
        behind, end = "", spot.end
        if definition.ratio:
            end = max(spot.end, spot.number.end)
        elif spot.scaled:
            behind, end = definition.unit, spot.start + len(spot.text)
        return Piece(spot.start, end, verdict.tag, verdict.why, verdict.candidates, behind)

    def _changed(self, match: re.Match[str], pieces: Sequence[Piece]) -> Piece:
        """What becomes of 比上年增长5%: the change of the figure told before it in the sentence, if it is that."""
        start, end = match.span()
        first = _sentence(match.string, start)
        before = [each.tag.partition(" ")[0] for each in pieces if each.tag and first <= each.start < start]
        if not before:
            return Piece(start, end, "", "说的是比上年变了多少，不知道说的是哪个数据项")
        name = before[-1]
        if self.figures is None:
            return Piece(start, end, name + CHANGE, "没有底账可对，只看文字：说的是前面一个数的变化")
        slot = displays(name, self.figures[name]).get(f"{name}|同比") if name in self.figures else None
        text = (slot.text if slot else None) or ""
        if text and match.string.startswith(text, start):
            return Piece(start, start + len(text), name + CHANGE, "与算出来的变化相同")
        if (own := _CHANGE.match(text)) and _change(own) == _change(match):
            return Piece(start, end, name + CHANGE, f"与算出来的变化（{text}）相同")
        why = f"“{name}”的变化算出来是“{text}”" if text else f"算不出“{name}”的变化：底账里没有它上年的数"
        return Piece(start, end, "", why, (name + CHANGE,))

    def _qualifiers(self, text: Text, found: Sequence[Piece]) -> Iterator[Piece]:
        """The words that say what a figure leaves out, behind the figure."""
        plain = text.passage.words
        figures = self.profile.figures
        for said in dict.fromkeys(each.qualifier for each in figures.values() if each.qualifier):
            for match in re.finditer(re.escape(said), plain):
                first = _sentence(plain, match.start())
                before = [
                    name
                    for each in found
                    if each.tag and first <= each.start < match.start()
                    and (name := each.tag.partition(" ")[0]) in figures
                ]  # fmt: skip
                if before and figures[before[-1]].qualifier == said:
                    yield Piece(*match.span(), before[-1] + QUALIFIER, "就是方案里写的口径")

    def _blanks(self, text: Text) -> Iterator[Piece]:
        """The words that a figure prints where there is nothing to reckon with: those of one figure alone."""
        empty = [name for name, each in (self.figures or {}).items() if each.value is None]
        said = [(self.profile.figures[name].empty, name) for name in empty if name in self.profile.figures]
        for words, name in said:
            if words and [each for each, _ in said].count(words) == 1:
                for match in re.finditer(re.escape(words), text.passage.words):
                    yield Piece(*match.span(), name, "就是方案里写的没有数时印的文字")

    def _denials(self, text: Text) -> Iterator[Piece]:
        """The clauses that say that there was nothing of a figure: they would say so next year, too."""
        for match in _NONE.finditer(text.passage.words):
            near = [
                (each.weight(turned(match["what"])), each.definition.full_name)
                for each in self.words.figures
                if each.weight(turned(match["what"])) >= ENOUGH
                and self._is_nothing(each.definition.full_name)
            ]
            if near:
                best = max(near)
                names = tuple(name for weight, name in near if weight == best[0])
                why = "说的是没有发生，以后有了也不会变"
                yield Piece(*match.span(), "", why, tuple(f"^{name}" for name in names[:3]))

    def _is_nothing(self, name: str) -> bool:
        figure = (self.figures or {}).get(name)
        return self.figures is None or (figure is not None and figure.value == 0)


def _dates(found: Sequence[Spot], plain: str) -> list[Piece]:
    """The dates that stay, each as a whole."""
    told: list[Piece] = []
    for each in found:
        if told and told[-1].end >= each.start - 1:
            told[-1] = told[-1]._replace(end=each.end)
        else:
            told.append(Piece(each.start, each.end, "", "是写定的日期"))
    return [each._replace(end=each.end + bool(_OF_A_DATE.match(plain, each.end))) for each in told]


def _sentence(plain: str, at: int) -> int:
    return max((each.end() for each in SENTENCE.finditer(plain, 0, at)), default=0)


def _free(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return not any(first < end and start < last for first, last in taken)


def _change(match: re.Match[str]) -> tuple[int, str, bool]:
    return _WAYS.get(match["way"], 0), match["number"] or "", "百分点" in (match["unit"] or "")
