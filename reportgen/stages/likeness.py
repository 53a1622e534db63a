"""A number of a finished report and the figures of its year -> which figure it is, or which ones it may be, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from reportgen.model import Figure
from reportgen.numerals import figure_text
from reportgen.stages.figure_words import FigureWords, Named, pairs, same_unit
from reportgen.stages.naming import agrees
from reportgen.stages.spots import Spot
from reportgen.stages.stated import Stated
from reportgen.values.amounts import conversion

ENOUGH = 2  # of what words weigh that name a figure
_SOME, _MOST = 0.34, 0.49  # of a clause's words that must be a figure's
_TELLING = 20  # from here on two numbers are seldom equal by chance
_SHOWN = 3  # figures that it may be
_OTHER_YEAR = "别的年份"


class Verdict(NamedTuple):
    """The tag that a number is to become, or the ones that it may be, the best first, and why."""

    tag: str
    why: str
    candidates: tuple[str, ...] = ()


class _Ranked(NamedTuple):
    """A figure beside a number: whether the words are its name, how much those of the clause say of it, how many signs of
    its own name they lack, how much the rest of the sentence and the heading say, whether no other number of the sentence
    is it, and whether one is of its group.
    """

    named: bool
    near: int
    lacks: int  # less than 0
    sentence: int
    heading: int
    fresh: bool
    together: bool
    fits: bool
    share: float  # of the clause's words that are the figure's; 1 where the clause has none
    figure: Named

    @property
    def name(self) -> str:
        return self.figure.definition.full_name

    @property
    def enough(self) -> bool:
        """Whether the words name the figure at all."""
        return self.named or self.near >= ENOUGH or self.near + self.sentence + self.heading > ENOUGH

    @property
    def rank(self) -> tuple[int, ...]:
        """What one figure is preferred for to another."""
        return self[:7]

    def sure(self, share: float) -> bool:
        """Whether more than this share of the words are its own, or the sentence tells another figure of its group."""
        return self.named or self.together or self.share > share

    def said_better(self, other: _Ranked) -> bool:
        """Whether the words clearly mean this figure and not the other."""
        if self.named != other.named:
            return self.named
        more = self.near >= other.near + ENOUGH
        return more or (self.near >= max(other.near, ENOUGH) and self.lacks > other.lacks)


@dataclass(frozen=True)
class Likeness:
    """The words of a profile's figures, and their values in the year of the report where there is a ledger."""

    words: FigureWords
    figures: Mapping[str, Figure] | None

    def verdict(self, spot: Spot, named: Collection[str], heading: str, told: Mapping[str, str]) -> Verdict:
        """Return which figure a number is. `named` are those whose names stand beside it, `heading` the words above it, and
        `told` the figures that other numbers of its sentence are, with their groups.
        """
        ranks = (_rank(each, spot, named, heading, told) for each in self.words.figures)
        ranked = sorted((each for each in ranks if each.enough), key=lambda each: each.rank, reverse=True)
        if spot.aside and spot.aside != _OTHER_YEAR:
            return Verdict("", f"说的不是全年、全部的数（{spot.aside}）", _names(ranked[:1]) if named else ())
        earlier = spot.aside == _OTHER_YEAR
        if self.figures is None:
            return _by_words(ranked, earlier=earlier)
        equal = [each for each in ranked if each.fits and self._equal(each, spot, earlier=earlier)]
        if not equal:
            likely = [*ranked[:1], *(each for each in ranked[1:] if each.fits)]
            return Verdict("", self._unequal(ranked, spot, earlier=earlier), _names(likely))
        return self._decided(ranked, equal, spot, earlier=earlier)

    def _decided(
        self, ranked: Sequence[_Ranked], equal: Sequence[_Ranked], spot: Spot, *, earlier: bool
    ) -> Verdict:
        """The one figure of the value that the words name best, if they name none of another value better."""
        best, *others = equal
        if better := [each for each in ranked if each not in equal and each.said_better(best)]:
            return Verdict("", self._unequal(better, spot, earlier=earlier), _names([better[0], best]))
        if rivals := [each for each in others if each.rank == best.rank]:
            return Verdict("", "有几个数据项的数相等，文字也分不开", _names([best, *rivals]))
        if not best.sure(_SOME) and spot.number.value < _TELLING:
            return Verdict("", "数相等，文字却只有几个字像它", _names([best]))
        exact = spot._replace(number=_as_if_exact(spot))
        if spot.number.rough and not self._equal(best, exact, earlier=earlier):
            return Verdict("", "是约数，换成标签会变成准数", _names([best]))
        others = [each for each in others if each.named or each.near]
        how = "名称相符" if best.named else f"“{spot.near.replace('。', '…').strip('…')}”说的是它"
        less = f"；{'、'.join(_names(others))}的数也相等，文字不如它相符" if others else ""
        return Verdict(_tag(best, earlier=earlier), f"数相等，{how}{less}", _names(others))

    def _equal(self, each: _Ranked, spot: Spot, *, earlier: bool) -> bool:
        value = self._value(each, earlier=earlier)
        return value is not None and agrees(spot.number, value, each.figure.definition)

    def _value(self, each: _Ranked, *, earlier: bool) -> int | float | None:
        figure = (self.figures or {}).get(each.name)
        return None if figure is None else figure.previous if earlier else figure.value

    def _unequal(self, ranked: Sequence[_Ranked], spot: Spot, *, earlier: bool) -> str:
        best = next((each for each in ranked if each.named or each.near >= ENOUGH), None)
        if best is None:
            return "没有一个数据项与它数相等、文字又相符"
        value = self._value(best, earlier=earlier)
        if value is None:
            return f"文字说的像是“{best.name}”，底账里没有它的数"
        if not best.fits and agrees(spot.number, value, best.figure.definition):
            return f"文字说的像是“{best.name}”，数也相等，单位却不同：它的单位是“{best.figure.unit}”"
        return f"文字说的像是“{best.name}”，底账里是{figure_text(value, best.figure.definition)}"


def _rank(each: Named, spot: Spot, named: Collection[str], heading: str, told: Mapping[str, str]) -> _Ranked:
    name = each.definition.full_name
    return _Ranked(
        name in named,
        each.weight(spot.near) + (ENOUGH if _spelled(each, spot.near) else 0),
        -len(set(pairs(each.definition.name)) - set(pairs(spot.near)) - set(pairs(spot.unit))),
        each.weight(spot.sentence),
        min(each.weight(heading), ENOUGH),
        name not in told,
        each.definition.group in told.values(),
        name in named or _fits(each, spot),
        _share(each, spot.near),
        each,
    )


def _share(each: Named, words: str) -> float:
    """How much of what words say is said of a figure."""
    said = set(pairs(words))
    definition = each.definition
    own = {*each.pairs, *pairs(definition.name), *pairs(definition.group), *pairs(definition.sheet)}
    return len(said & own) / len(said) if said else 1


def _spelled(each: Named, words: str) -> bool:
    """Whether a figure's own name, or the group's where it counts all of it, stands in words as it is; those that many
    figures share weigh nothing else.
    """
    definition = each.definition
    name = definition.name if any(pairs(definition.name)) else definition.group
    return len(name) > 1 and name in words


def _by_words(ranked: Sequence[_Ranked], *, earlier: bool) -> Verdict:
    """The figure that the words alone name, where there is no ledger."""
    sure = [each for each in ranked if each.named or each.near >= ENOUGH]
    if not sure:
        return Verdict("", "没有底账可对，文字也没有说到哪个数据项", _names(ranked))
    fitting = [each for each in sure if each.fits]
    best = fitting[0] if fitting else sure[0]
    if not fitting or any(each.said_better(best) for each in sure):
        return Verdict("", "没有底账可对，文字像是它，单位却不同", _names(sure))
    if not best.sure(_MOST):
        return Verdict("", "没有底账可对，文字只有几个字像它", _names(fitting))
    if rivals := [each for each in fitting[1:] if each.rank == best.rank]:
        return Verdict("", "没有底账可对，文字像是几个数据项", _names([best, *rivals]))
    how = "名称相符" if best.named else "意思相近，请细看"
    return Verdict(_tag(best, earlier=earlier), f"没有底账可对，只看文字：{how}", _names(fitting[1:]))


def _fits(each: Named, spot: Spot) -> bool:
    """Whether a number in this unit may be the figure's; one without a unit may be any's but a rate's."""
    if not spot.unit:
        return each.unit != "%"
    return same_unit(each.unit, spot.unit) or bool(each.unit and conversion(spot.unit, each.unit))


def _as_if_exact(spot: Spot) -> Stated:
    """A number without what says that it is about so many; 120余 is never 120."""
    within = bool(set("余多几") & set(spot.text))
    return spot.number._replace(rough=False, value=Decimal(-1) if within else spot.number.value)


def _tag(each: _Ranked, *, earlier: bool) -> str:
    return each.name + (" | 上年" if earlier else "")


def _names(ranked: Sequence[_Ranked]) -> tuple[str, ...]:
    return tuple(each.name for each in ranked[:_SHOWN])
