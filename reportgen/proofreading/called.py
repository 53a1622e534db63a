"""What the figures of a profile, and what its sheets count, are called -> which one the words before a number name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import FigureDefinition, Profile
from reportgen.prose.figure_words import FigureWords, Named, called_by, pairs, same_unit
from reportgen.prose.naming import Names, naming, without_form

_THAT_IS = expression("(?:案件|人员|活动)?(?:共有|共计|共|达到|达|分别为|为|了|有)?$")
_NOT = expression("[未不非无没]$")
_GENERAL = ("总数", "总")
_WHOLE_NAME = 4  # characters of a name that says by itself what is counted
_ENOUGH = 2  # of what a text weighs that names a figure
_MUCH_MORE = 4  # times, by which another figure is named
_CIRCUMSTANCE = expression("(?:结合|围绕|配合|依托|借助|利用|通过|针对|根据|按照|随着)[^，。；]{0,6}$")


class _Subject(NamedTuple):
    """What the rows of a sheet are of: its names, their pairs of characters, and the units in which it is counted."""

    names: frozenset[str]
    pairs: frozenset[str]
    units: frozenset[str]


@dataclass(frozen=True)
class Called:
    """What the figures of a profile are called in it, whatever stands beside their tags."""

    profile: Profile

    @cached_property
    def names(self) -> Names:
        """The words that name a figure beside a number, without a template's."""
        return naming(self.profile.figures.values(), self.profile.kinds)

    @cached_property
    def _figures(self) -> Mapping[str, Named]:
        return {each.definition.full_name: each for each in FigureWords(self.profile, ()).figures}

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        """The names of figures, and the values that they ask for."""
        return {name: called_by(figure) for name, figure in self.profile.figures.items()}

    def beside(self, own: FigureDefinition, said: Sequence[str]) -> str:
        """Return the figure of the same sheet and unit with whose word a text ends, if it is not `own`: 成功, not 不成功."""
        ended = {
            (word, name)
            for name, figure in self.profile.figures.items()
            if figure.sheet == own.sheet and not figure.by and not figure.rows
            for word in self._words[name]
            for text in said
            if word and _THAT_IS.sub("", text).endswith(word)
        }
        longest = max((len(word) for word, _ in ended), default=0)
        best = sorted((word, name) for word, name in ended if len(word) == longest)
        if not best or any(word in self._words[own.full_name] for word, _ in best):
            return ""
        word, name = best[0]
        denied = any(_NOT.search(_THAT_IS.sub("", text).removesuffix(word)) for text in said)
        same = word.endswith("率") or same_unit(self._figures[name].unit, self._figures[own.full_name].unit)
        return name if same and not denied and word not in _GENERAL else ""

    def elsewhere(self, own: FigureDefinition, near: Sequence[str], around: Sequence[str]) -> str:
        """Return the figure of another group in the same unit that the words name, where nothing around names that of `own`."""
        group = [each for each in self._figures.values() if each.definition.group == own.group]
        named = max((each.weight("。".join(around)) for each in group), default=0)
        unit = self._figures[own.full_name].unit
        if named >= _ENOUGH:
            return ""
        others = [
            (sum(each.weight(text) for text in near), bool(each.subjects), name)
            for name, each in self._figures.items()
            if same_unit(each.unit, unit)
        ]
        weight, _, name = max(others, default=(0, False, ""))
        return name if weight >= _ENOUGH and weight > _MUCH_MORE * named else ""

    def of_same_name(self, own: FigureDefinition, near: Sequence[str], around: Sequence[str]) -> str:
        """Return the figure of the same name, of what another sheet counts, whose sheet the words name and not that of `own`: 复议未审结."""
        mine, unit = self._subjects.get(own.sheet), self._figures[own.full_name].unit
        said, about = ({pair for text in texts for pair in pairs(text)} for texts in (near, around))
        if mine is None or not own.where:
            return ""
        for name, each in self._figures.items():
            other = self._subjects.get(each.definition.sheet)
            if each.definition.name != own.name or not each.definition.where or not other or other is mine:
                continue
            named = said & (other.pairs - mine.pairs) and not about & (mine.pairs - other.pairs)
            if named and same_unit(each.unit, unit):
                return name
        return ""

    @cached_property
    def _subjects(self) -> Mapping[str, _Subject]:
        """What is counted by the rows of each sheet, and in which units."""
        counted = [each for each in self.profile.figures.values() if not (each.rows or each.parts)]
        sheets: dict[str, set[str]] = {}
        for each in counted:
            sheets.setdefault(each.group, set()).add(each.sheet)
        found = {}
        for kind in self.profile.kinds.values():
            own = [each for each in counted if each.sheet == kind.name]
            groups = {each.group for each in own if len(sheets[each.group]) == 1}
            said = {kind.name, without_form(kind.title), *groups}
            found[kind.name] = _Subject(
                frozenset(each for each in said if len(each) >= _WHOLE_NAME),
                frozenset(pair for each in said for pair in pairs(each)),
                frozenset(self._figures[each.full_name].unit for each in own),
            )
        return found

    def of_another_kind(self, own: FigureDefinition, since: str, heads: Sequence[str]) -> str:
        """Return what another sheet counts, in the same unit, that the words before a number name whole, where nothing names what the sheet
        of `own` counts.
        """
        mine = self._subjects.get(own.sheet)
        if own.parts or mine is None:
            return ""
        unit, said = self._figures[own.full_name].unit, set(pairs("。".join((since, *heads))))
        for sheet, other in self._subjects.items():
            named = (each for each in sorted(other.names) if each in since and sheet != own.sheet)
            name = next((each for each in named if not _CIRCUMSTANCE.search(since.split(each)[0])), "")
            alike = name and any(same_unit(each, unit) for each in other.units)
            if alike and not (mine.pairs - other.pairs) & said:
                return name
        return ""
