"""A figure -> all that is told of where it comes from: its rows, or the tables of which no row counts; and back from a number
as it is printed to the figures that print it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportgen.characters import plain
from reportgen.expressions import expression
from reportgen.ledger.nothing import Nothing, nothing
from reportgen.ledger.reading import Handed, Ledger
from reportgen.ledger.sql import quote
from reportgen.model import CannotRun, Figure, FigureDefinition, Profile, Source
from reportgen.profile.queries import selected
from reportgen.rules import did_you_mean
from reportgen.stages.figures import sources
from reportgen.stages.render import printed

_NUMBER = expression(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?%?")
_ASKED = expression(r"(\d+(?:\.\d+)?%?)[^\d%]{0,4}")
LAST_YEAR = "上年"  # the filter that prints last year's value


class Traced(NamedTuple):
    """The rows that a figure was computed from; for a list by a column, `keys` is what stands in it in each of them.

    Where there is no row, `handed` are the tables in which one could be, and `nothing` the rows of them that say that there
    is none.
    """

    sources: Sequence[Source]
    keys: Sequence[str] = ()
    handed: Sequence[Handed] = ()
    nothing: Sequence[Nothing] = ()


class Match(NamedTuple):
    """A figure that prints a number, the text that does, and by what: a filter, or the number of a list's entry, from 1."""

    figure: Figure
    text: str
    filter: str = ""
    item: int = 0


def wanted(profile: Profile, name: str) -> FigureDefinition:
    """Return the definition of a figure. Raises CannotRun where there is none of this name."""
    if name not in profile.figures:
        raise CannotRun(f"没有叫“{name}”的数据项。{did_you_mean(name, profile.figures)}")
    return profile.figures[name]


def traced(ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int) -> Traced:
    """Return where a figure of a year comes from, as it is computed. Raises QueryError."""
    found = sources(ledger, profile, definition, year)
    if found or definition.ratio:
        keys = _keys(ledger, definition, year, found) if definition.by else ()
        return Traced(found, keys)
    kinds = {kind for kind, _ in profile.reads[definition.full_name]}
    handed = [each for each in ledger.handed(year) if each.kind in kinds and not each.replaced]
    said = [each for kind in sorted(kinds) for each in nothing(ledger, kind, year)]
    return Traced((), (), handed, said)


def _keys(ledger: Ledger, definition: FigureDefinition, year: int, found: Iterable[Source]) -> list[str]:
    ledger.views.scope(year, definition.years)
    rows = ledger.views.select(selected(definition, f"_source, _row, {quote(definition.by)}"))
    keys = {ledger.place(source, row)[:3]: _key(value) for source, row, value in rows}
    return [keys[each.file, each.sheet, each.row] for each in found]


def entry(figure: Figure, traced: Traced, number: int) -> tuple[Figure, Traced] | None:
    """Return one entry of a list, by its number from 1, as a list of its own with the rows that it comes from; None where
    there is no such entry.
    """
    items = figure.items or ()
    if not 0 < number <= len(items):
        return None
    item = items[number - 1]
    definition = replace(figure.definition, name=f"{figure.definition.name}[{number}]")
    if figure.definition.by:
        value = _key(item[figure.definition.by])
        rows = [row for row, key in zip(traced.sources, traced.keys, strict=True) if key == value]
    else:
        rows = [traced.sources[number - 1]]
    text = "".join(str(value) for value in item.values() if value is not None)
    return figure._replace(definition=definition, items=(item,), text=text), Traced(rows)


def _key(value: object) -> str:
    return "" if value is None else plain(str(value))


def asked_number(text: str) -> str:
    """Return the number that a text asks for, as `matches` takes it: 1，234件 is 1234; empty where it is none."""
    said = _ASKED.fullmatch(unicodedata.normalize("NFKC", text).strip().replace(",", ""))
    return said[1] if said else ""


def matches(figures: Iterable[Figure], number: str) -> list[Match]:
    """Return what prints a number: first the figures whose value it is, then those in whose words it stands."""
    found = [each for figure in figures for each in _printing(figure, number)]
    return sorted(found, key=lambda each: (bool(each.filter or each.item), len(each.text) > len(number) + 4))


def _printing(figure: Figure, number: str) -> Iterator[Match]:
    for name, item, text in printed(figure):
        said = {each.replace(",", "") for each in _NUMBER.findall(unicodedata.normalize("NFKC", text))}
        if number in said or f"{number}%" in said:
            yield Match(figure, text, name, item)
