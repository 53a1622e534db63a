"""A number of a finished report and the figures of its year -> which figure it is, or which ones it may be, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from reportgen.model import Figure
from reportgen.numerals import figure_text
from reportgen.stages.figure_words import FigureWords, Named, same_unit
from reportgen.stages.naming import agrees
from reportgen.stages.spots import Spot
from reportgen.stages.stated import Stated
from reportgen.values.amounts import conversion

ENOUGH = 2  # of what words weigh that name a figure
_OTHER_YEAR = "别的年份"
_PART_OF_IT = "说的不是全年全镇的数"


class Verdict(NamedTuple):
    """The tag that a number is to become, or the ones that it may be, the best first, and why."""

    tag: str
    why: str
    candidates: tuple[str, ...] = ()


class _Ranked(NamedTuple):
    """A figure beside a number: whether the words are its name, how much those of the clause and of the sentence say of it,
    how much the heading does, whether no other number of the sentence is it, and whether its group is spoken of.
    """

    named: bool
    near: int
    sentence: int
    heading: int
    fresh: bool
    together: bool
    figure: Named

    @property
    def words(self) -> tuple[bool, int, int]:
        """What the words alone say."""
        return self.named, self.near, self.sentence

    @property
    def enough(self) -> bool:
        """Whether the words name the figure at all."""
        return self.named or self.near >= ENOUGH or self.near + self.sentence + self.heading > ENOUGH


@dataclass(frozen=True)
class Likeness:
    """The words of a profile's figures, and their values in the year of the report where there is a ledger."""

    words: FigureWords
    figures: Mapping[str, Figure] | None

    def verdict(
        self, spot: Spot, named: Collection[str], heading: str, sentence: Mapping[str, str]
    ) -> Verdict:
        """Return which figure a number is. `named` are those whose names stand beside it, `heading` the words above it, and
        `sentence` the figures that the sentence has already told, with their groups.
        """
        last = list(sentence.values())[-1:]
        ranked = sorted(
            (self._rank(each, spot, named, heading, sentence, last) for each in self.words.figures if _fits(each, spot)),
            key=lambda each: each[:6],
            reverse=True,
        )  # fmt: skip
        ranked = [each for each in ranked if each.enough]
        if spot.aside and spot.aside != _OTHER_YEAR:
            return Verdict("", f"{_PART_OF_IT}（{spot.aside}）", _names(ranked[:1]) if named else ())
        earlier = spot.aside == _OTHER_YEAR
        if self.figures is None:
            return self._by_words(ranked, earlier)
        equal = [each for each in ranked if self._equal(each, spot, earlier)]
        return self._decided(ranked, equal, spot, earlier)

    def _rank(
        self, each: Named, spot: Spot, named: Collection[str], heading: str,
        sentence: Mapping[str, str], last: Collection[str],
    ) -> _Ranked:  # fmt: skip
        name = each.definition.full_name
        return _Ranked(
            name in named,
            each.weight(spot.near),
            each.weight(spot.sentence),
            min(each.weight(heading), ENOUGH),
            name not in sentence,
            each.definition.group in last,
            each,
        )

    def _decided(self, ranked: list[_Ranked], equal: list[_Ranked], spot: Spot, earlier: bool) -> Verdict:
        """The one figure of the value that the words name best, if they name none of another value better."""
        if not equal:
            return Verdict("", self._unequal(ranked, spot, earlier), _names(ranked[:3]))
        best, *others = equal
        better = [each for each in ranked if each not in equal and each.words[:2] > best.words[:2]]
        better = [each for each in better if each.named or each.near >= best.near + ENOUGH]
        if better:
            said = better[0].figure.definition.full_name
            return Verdict("", f"文字说的像是“{said}”，数却不相等", _names([better[0], best]))
        rivals = [each for each in others if each[:6] == best[:6]]
        if rivals:
            return Verdict("", "有几个数据项的数相等，文字也分不开", _names([best, *rivals]))
        if spot.number.rough and not self._equal(best, spot._replace(number=_as_if_exact(spot)), earlier):
            return Verdict("", "是约数，换成标签会变成准数", _names([best]))
        others = [each for each in others if each.named or each.near]
        how = "名称相符" if best.named else f"“{_shown(spot)}”说的是它"
        told = f"；数也相等的{'、'.join(_names(others[:3]))}，文字不如它相符" if others else ""
        return Verdict(_tag(best, earlier), f"数相等，{how}{told}", _names(others[:3]))

    def _by_words(self, ranked: list[_Ranked], earlier: bool) -> Verdict:
        """The figure that the words alone name, where there is no ledger."""
        sure = [each for each in ranked if each.named or each.near >= ENOUGH]
        if not sure:
            return Verdict("", "没有底账可对，文字也没有说到哪个数据项", _names(ranked[:3]))
        best, *others = sure
        rivals = [each for each in others if each[:3] == best[:3] and each.fresh == best.fresh]
        if rivals:
            return Verdict("", "文字像是几个数据项，没有底账可对", _names([best, *rivals][:5]))
        how = "名称相符" if best.named else "文字相近"
        return Verdict(_tag(best, earlier), f"没有底账可对，只看文字：{how}", _names(others[:3]))

    def _equal(self, each: _Ranked, spot: Spot, earlier: bool) -> bool:
        figure = (self.figures or {}).get(each.figure.definition.full_name)
        if figure is None:
            return False
        value = figure.previous if earlier else figure.value
        return value is not None and agrees(spot.number, value, each.figure.definition)

    def _unequal(self, ranked: list[_Ranked], spot: Spot, earlier: bool) -> str:
        named = next((each for each in ranked if each.named or each.near >= ENOUGH), None)
        if named is None:
            return "没有一个数据项与它相等而文字又相符"
        definition = named.figure.definition
        figure = (self.figures or {}).get(definition.full_name)
        value = None if figure is None else figure.previous if earlier else figure.value
        known = "底账里没有它的数" if value is None else f"底账里是{figure_text(value, definition)}"
        return f"文字说的像是“{definition.full_name}”，{known}"


def _fits(each: Named, spot: Spot) -> bool:
    """Whether a number in this unit may be the figure's; one without a unit may be any's but a rate's."""
    if not spot.unit:
        return each.unit != "%"
    return same_unit(each.unit, spot.unit) or bool(each.unit and conversion(spot.unit, each.unit))


def _as_if_exact(spot: Spot) -> Stated:
    """A number without what says that it is about so many; 120余 is never 120."""
    within = bool(set("余多几") & set(spot.text))
    return spot.number._replace(rough=False, value=Decimal(-1) if within else spot.number.value)


def _tag(each: _Ranked, earlier: bool) -> str:
    return each.figure.definition.full_name + (" | 上年" if earlier else "")


def _names(ranked: list[_Ranked]) -> tuple[str, ...]:
    return tuple(each.figure.definition.full_name for each in ranked)


def _shown(spot: Spot) -> str:
    return spot.near.replace("。", "…").strip("…")
