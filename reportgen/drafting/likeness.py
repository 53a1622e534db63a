"""A number of a finished report and the figures of its year -> which figure it is, or which ones it may be, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from reportgen.drafting.spots import Spot
from reportgen.model import Figure, FigureDefinition
from reportgen.numerals import figure_text
from reportgen.profile.queries import measured_field
from reportgen.prose.figure_words import FigureWords, Named, pairs, same_unit
from reportgen.prose.naming import agrees
from reportgen.prose.stated import Stated
from reportgen.prose.turns import is_sum, names, turned
from reportgen.values.amounts import conversion

ENOUGH = 2  # of what words weigh that name a figure
_FEW, _SOME, _MOST = 0.2, 0.34, 0.49  # of a clause's words that must be a figure's
_TELLING = 20  # from here on two numbers are seldom equal by chance
_SHOWN = 3  # figures that it may be
_OTHER_YEAR = "别的年份"
_THINGS, _OCCASIONS, _PLACES = "件起宗例份部项", ("次", "场", "场次", "期", "回"), "个处座所"
_ROWS = (
    _THINGS,
    _OCCASIONS,
    _PLACES,
)  # the units in which rows are counted, those that are said for each other together
_BY_ITSELF = 4  # signs of a name that says by itself what is counted


class Verdict(NamedTuple):
    """The tag that a number is to become, or the ones that it may be, the best first, and why."""

    tag: str
    why: str
    candidates: tuple[str, ...] = ()


class _Ranked(NamedTuple):
    """A figure beside a number: whether the words are its name, how much those of the clause say of it, how many signs of
    its own name they lack, how much the rest of the sentence and the heading say, whether no other number of the sentence
    is it, whether one is of its group, and whether the unit is its own.
    """

    named: bool
    near: int
    lacks: int  # less than 0
    sentence: int
    heading: int
    fresh: bool
    together: bool
    same: bool
    fits: bool
    share: float  # of the clause's words that are the figure's; 1 where the clause has none
    figure: Named

    @property
    def name(self) -> str:
        return self.figure.definition.full_name

    def enough(self, telling: bool) -> bool:
        """Whether the words name the figure at all; of one beside others of its group those of the clause need not, where the
        number itself is `telling`.
        """
        if self.named:
            return True
        said = self.near >= ENOUGH or self.near + self.sentence + self.heading > ENOUGH
        beside = self.near > 0 or self.share == 1 or (telling and self.together and self.same)
        return said and beside and (self.together or self.share >= _FEW)

    @property
    def rank(self) -> tuple[int, ...]:
        """What one figure is preferred for to another."""
        return self[:8]

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
        `told` the figures that other numbers of its sentence are, with their groups, the nearest before it last.
        """
        near = turned(spot.near)
        sentence, above = (set(pairs(turned(text))) for text in (spot.sentence, heading))
        beside = _Beside(spot, near, set(pairs(near)), sentence, above, named, told)
        ranks = (self._rank(each, beside) for each in self.words.figures)
        telling = spot.number.value >= _TELLING
        ranked = sorted(
            (each for each in ranks if each.enough(telling)), key=lambda each: each.rank, reverse=True
        )
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

    def _rank(self, each: Named, beside: _Beside) -> _Ranked:
        definition, name = each.definition, each.definition.full_name
        own, of_its_name = self._own[name]
        return _Ranked(
            name in beside.named,
            beside.weight(each),
            -len(of_its_name - beside.near - set(pairs(beside.spot.unit))),
            _weight(each, beside.sentence),
            min(_weight(each, beside.heading), ENOUGH),
            name not in beside.told,
            definition.group in beside.told.values(),
            same_unit(each.unit, beside.spot.unit),
            name in beside.named or self._fits(each, beside),
            len(beside.near & own) / len(beside.near) if beside.near else 1,
            each,
        )

    def _fits(self, each: Named, beside: _Beside) -> bool:
        """Whether a number in this unit may be the figure's; one without a unit may be any's but a rate's. Where values are
        known, rows may be counted in other words: 文件3件 is 文件3份, and beside others of the group 开庭3件 is 开庭3次.
        """
        unit = beside.spot.unit
        if not unit:
            return each.unit != "%"
        if same_unit(each.unit, unit) or (each.unit and conversion(unit, each.unit)):
            return True
        if self.figures is None or measured_field(each.definition.measure):
            return False
        alike = [any(said in units for units in _ROWS) for said in (each.unit, unit)]
        together = each.definition.group in beside.told.values()
        return any(each.unit in units and unit in units for units in _ROWS) or (all(alike) and together)

    @cached_property
    def _own(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """The pairs of characters that are said of each figure, and those of its name."""
        found = {}
        for each in self.words.figures:
            definition = each.definition
            name = frozenset(pairs(turned(definition.name)))
            own = {*each.pairs, *name, *pairs(definition.group), *pairs(definition.sheet)}
            found[definition.full_name] = frozenset(own), name
        return found

    def _decided(
        self, ranked: Sequence[_Ranked], equal: Sequence[_Ranked], spot: Spot, *, earlier: bool
    ) -> Verdict:
        """The one figure of the value that the words name best, if they name none of another value better."""
        best, *others = equal
        if better := [each for each in ranked if each.fits and each not in equal and each.said_better(best)]:
            return Verdict("", self._unequal(better, spot, earlier=earlier), _names([better[0], best]))
        if rivals := [each for each in others if each.rank == best.rank]:
            return Verdict("", "有几个数据项的数相等，文字也分不开", _names([best, *rivals]))
        if not (best.fresh or best.named or earlier):
            return Verdict("", f"前面已经说了“{best.name}”，数相等，可能只是其中一部分", _names([best]))
        if not best.sure(_SOME) and spot.number.value < _TELLING:
            return Verdict("", "数相等，文字却只有几个字像它", _names([best] if best.together else []))
        if (department := self._of_one(best, spot)) and not best.named:
            return Verdict("", f"说的是{department}，“{best.name}”算的是全部的数，碰巧相等", _names([best]))
        exact = spot._replace(number=_as_if_exact(spot))
        if spot.number.rough and not self._equal(best, exact, earlier=earlier):
            return Verdict("", "是约数，换成标签会变成准数", _names([best]))
        others = [each for each in others if each.named or each.near]
        how = "名称相符" if best.named else f"“{spot.near.replace('。', '…').strip('…')}”说的是它"
        less = f"；{'、'.join(_names(others))}的数也相等，文字不如它相符" if others else ""
        return Verdict(_tag(best, earlier=earlier), f"数相等，{how}{less}", _names(others))

    def _of_one(self, each: _Ranked, spot: Spot) -> str:
        """The department of which alone a clause speaks, where it is not the only one that reports what the figure counts."""
        profile = self.words.profile
        said = [name for name in profile.departments if name in spot.before]
        kind = profile.kinds.get(each.figure.definition.sheet)
        return said[0] if len(said) == 1 and kind and kind.owners != tuple(said) else ""

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


class _Beside(NamedTuple):
    """What stands beside a number: the words of its clause and their pairs of characters, those of its sentence and of its
    heading, the figures whose names these are, and those that other numbers of the sentence are.
    """

    spot: Spot
    words: str
    near: set[str]
    sentence: set[str]
    heading: set[str]
    named: Collection[str]
    told: Mapping[str, str]

    def weight(self, each: Named) -> int:
        """How much the clause says of a figure: more where it is of the group that was told last, nothing where it denies it."""
        definition = each.definition
        if self._denies(each):
            return 0
        weight = _weight(each, self.near)
        is_next = [*self.told.values()][-1:] == [definition.group]
        if _spelled(each, self.words, 2 if weight or is_next or self._is_about(each) else _BY_ITSELF):
            weight += ENOUGH
        if is_next and _is_whole(definition) and is_sum(self.spot.before):
            weight += ENOUGH
        return weight + (ENOUGH if is_next and weight else 0)

    def _denies(self, each: Named) -> bool:
        """Whether the clause says 不 of what the figure says without."""
        own = {turned(each.definition.name), *(pair for pair in self.near if pair in each.pairs)}
        return any(f"不{said}" in self.words and f"不{said[0]}" not in each.pairs for said in own)

    def _is_about(self, each: Named) -> bool:
        return bool(_weight(each, self.sentence) or _weight(each, self.heading))


def _weight(each: Named, said: Collection[str]) -> int:
    return sum(each.pairs.get(pair, 0) for pair in said)


def _is_whole(definition: FigureDefinition) -> bool:
    """Whether a figure counts all rows of its sheet."""
    return not (definition.where or definition.parts or measured_field(definition.measure))


def _spelled(each: Named, words: str, least: int) -> bool:
    """Whether a figure's own name, or the group's where it counts all of it, stands in words as it is, if it has so many
    signs; those that many figures share weigh nothing else.
    """
    definition = each.definition
    name = definition.name if any(pairs(definition.name)) else definition.group
    return len(name) >= least and any(said in words for said in names(name))


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
    if not (best.fresh or best.named or earlier):
        return Verdict("", f"没有底账可对，前面已经说了“{best.name}”，可能只是其中一部分", _names([best]))
    how = "名称相符" if best.named else "意思相近，请细看"
    return Verdict(_tag(best, earlier=earlier), f"没有底账可对，只看文字：{how}", _names(fitting[1:]))


def _as_if_exact(spot: Spot) -> Stated:
    """A number without what says that it is about so many; 120余 is never 120."""
    within = bool(set("余多几") & set(spot.text))
    return spot.number._replace(rough=False, value=Decimal(-1) if within else spot.number.value)


def _tag(each: _Ranked, *, earlier: bool) -> str:
    return each.name + (" | 上年" if earlier else "")


def _names(ranked: Sequence[_Ranked]) -> tuple[str, ...]:
    return tuple(each.name for each in ranked[:_SHOWN])
