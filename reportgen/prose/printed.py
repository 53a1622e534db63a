"""The ledger and the template's tags -> the cells whose words reach the page, with what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import QueryError, quote
from reportgen.model import FigureDefinition, Place, Profile
from reportgen.profile.queries import parts, selected
from reportgen.word.tags import Tag

_WORDS = ("string", "integer", "number")  # a number that is printed may be somebody's, too


class Text(NamedTuple):
    """What a department wrote into a cell that is printed: the field, where it stands, whose it is."""

    place: Place
    department: str
    field: str
    text: str


def printed_texts(ledger: Ledger, profile: Profile, tags: Collection[Tag], year: int) -> list[Text]:
    """Return the cells of a year that the template prints, each once, in the order of their places: those of lists of rows,
    and of lists by a column whose values the profile does not declare.
    """
    printed = {tag.name for tag in tags if tag.kind == "print"}
    used = printed | {tag.name for tag in tags}
    found: dict[Place, Text] = {}
    for name, definition in profile.figures.items():
        for part in parts(profile.figures, definition) if definition.is_list and name in used else ():
            own = replace(part, by=definition.by, within=definition.within)
            if fields := list(_fields(profile, own, printed, whole=name in printed)):
                found.update((each.place, each) for each in _cells(ledger, part, fields, year))
    return [found[place] for place in sorted(found)]


def _fields(
    profile: Profile, definition: FigureDefinition, printed: Collection[str], *, whole: bool
) -> Iterator[str]:
    """The columns of a list that hold words of departments and are printed, by tags of their own or with the `whole`."""
    kind = profile.kinds.get(definition.sheet)
    names = definition.rows or tuple(filter(None, (definition.by, definition.within)))
    for name in names:
        declared = kind.fields.get(name) if kind else None
        if declared and declared.type in _WORDS and not declared.enum and (whole or name in printed):
            yield name


def _cells(ledger: Ledger, definition: FigureDefinition, fields: Iterable[str], year: int) -> Iterator[Text]:
    fields = list(fields)
    ledger.views.scope(year, definition.years)
    try:
        rows = ledger.views.select(selected(definition, ", ".join(("_source", "_row", *map(quote, fields)))))
    except QueryError:
        return  # which the figure tells
    for source, row, *values in rows:
        department = ledger.origin(source).department
        for name, value in zip(fields, values, strict=True):
            if value is not None:
                yield Text(ledger.place(source, row, name), department, name, str(value))
