"""What a template's own words come to for a year: its numbers, and what is to be said of them before a report is issued."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportgen.model import Finding


class Literal(NamedTuple):
    """A number that stands in the template: where, how it is written, what sort it is (count, date or name), whether it
    is marked as fixed, and the figure that its sentence names, if any; or the tag that it `touches`. `aside` says why it
    is not the figure's number of the whole year, if so.
    """

    place: str
    text: str
    sentence: str
    sort: str
    fixed: bool
    figure: str = ""
    touches: str = ""
    aside: str = ""


class TemplateWords(NamedTuple):
    """What a template says in the report of a year whatever its rows are: its own numbers, what is `found` wrong with its
    words, and the lists that it prints, each with a name that stands within it.
    """

    numbers: Sequence[Literal]
    found: Sequence[Finding]
    printed: frozenset[tuple[str, str]]


class OwnWords(NamedTuple):
    """The template's own numbers, what is `found` wrong with its words, and what they deny though the year has it."""

    numbers: Sequence[Literal]
    found: Sequence[Finding]
    denied: Sequence[Finding]

    def beside(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return findings with those of the template; what it denies takes the place of the doubt whether it does."""
        warned = {(each.code, each.place) for each in self.denied}
        others = [each for each in findings if (each.code, each.place) not in warned]
        return [*others, *self.found, *self.denied]
