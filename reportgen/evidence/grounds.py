"""Figures of a year -> the grounds of each: how it is counted, in words, the rows behind it, and what else says the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.evidence.coverage import Relation, coverage
from reportgen.ledger.reading import Ledger
from reportgen.model import Figure, Profile
from reportgen.profile.worded import defined
from reportgen.quotations import quotes_in
from reportgen.stages.figures import Record, Records
from reportgen.word.tags import scan

_CELLS = 3  # of the rows of a figure that are named


@dataclass(frozen=True, slots=True)
class Grounds:
    """A figure, how it is counted, in words, whether the report prints it, the rows behind it with the names of their
    fields, and what else says the same. What is made of other figures has no rows but the names of these `parts`.
    """

    figure: Figure
    said: str
    is_printed: bool
    fields: Sequence[str] = ()
    records: Sequence[Record] = ()
    parts: Sequence[str] = ()
    relations: Sequence[Relation] = ()

    @property
    def name(self) -> str:
        """The figure's full name."""
        return self.figure.definition.full_name

    @property
    def is_number(self) -> bool:
        """Whether it is printed as a number, or as numbers; the rows of a list are words."""
        return self.is_printed and not self.figure.absent and not self.figure.definition.rows

    @property
    def unit(self) -> str:
        """The unit of its value."""
        return "%" if self.figure.definition.ratio else self.figure.definition.unit

    @property
    def source(self) -> str:
        """How many rows are behind it, and the cells of the first ones."""
        cells = [str(one.place) for one in self.records[:_CELLS]]
        more = "……" if len(self.records) > _CELLS else ""
        return "，".join((f"{len(self.records)} 行", *(["；".join(cells) + more] if cells else ())))


def grounds(
    ledger: Ledger, profile: Profile, figures: Mapping[str, Figure], year: int, silent: Sequence[str] = ()
) -> list[Grounds]:
    """Return the grounds of the figures of a year, in their order; `silent` as in `coverage`. Raises QueryError."""
    related = {each.name: each.relations for each in coverage(ledger, profile, figures, year, silent)}
    printed = {tag.name for line in profile.lines for tag in scan(line)}
    printed |= {
        quote.figure.partition("|")[0]
        for name in printed & figures.keys()
        for item in figures[name].items or ()
        for value in item.values()
        for quote in quotes_in(value)
    }
    rows = Records(ledger, profile, year)
    found = []
    for name, figure in figures.items():
        own = figure.definition
        fields = {} if own.parts else profile.kinds[own.sheet].fields
        found.append(
            Grounds(
                figure,
                defined(own, profile.kinds),
                name in printed,
                tuple(each for each, field in fields.items() if not field.personal),
                [] if own.parts else rows.of(own),
                own.parts,
                related.get(name, ()),
            )
        )
    return found


def behind(each: Grounds, named: Mapping[str, Grounds], said: str = "") -> Iterator[tuple[str, Grounds]]:
    """Return the figures with rows that a figure comes from in the end, each with what it is to it; itself if it has rows."""
    if not each.parts:
        yield said, each
    for name, role in zip(each.parts, each.figure.definition.roles if each.parts else (), strict=True):
        if name in named:
            yield from behind(named[name], named, f"{said}{'里的' if said else ''}{role}“{name}”")
