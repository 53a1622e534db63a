"""Figures of a year -> the grounds of each: how it is counted, in words, the rows behind it, and what else says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.ledger.reading import Ledger
from reportgen.model import Figure, Profile
from reportgen.profile.worded import defined
from reportgen.quotations import quotes_in
from reportgen.stages.coverage import Relation, coverage
from reportgen.stages.figures import Record, Records
from reportgen.word.tags import scan


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
