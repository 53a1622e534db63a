"""A figure -> all that is told of where it comes from: its rows, or the tables of which no row counts; and back from a number
as it is printed to the figures that print it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportgen.characters import plain
from reportgen.expressions import expression
from reportgen.ledger.nothing import Nothing, nothing
from reportgen.ledger.reading import Handed, Ledger
from reportgen.ledger.sql import quote
from reportgen.model import COUNT, TOTAL, CannotRun, Figure, FigureDefinition, Profile, Source
from reportgen.numerals import exact, number_text, value_text
from reportgen.profile.queries import parts, selected
from reportgen.rules import did_you_mean
from reportgen.stages.displays import CHANGE, LAST_YEAR, SCALES
from reportgen.stages.entries import told
from reportgen.stages.figures import sources

_NUMBER = expression(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?%?")
_DISPLAYED = expression(r"\{\{\s*([^{}|#^/!\s]+)\s*\|\s*(\w+)\s*\}\}")
_ALWAYS = (LAST_YEAR, CHANGE, "口径")  # looked through whether the template prints them or not
_ASKED = expression(r"(\d+(?:\.\d+)?%?)\s*([^\d%\s。、;,.]{0,4})[。、;,.]?")
_BESIDE = "\x1f"  # between the values of an entry


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
    heading: str = ""

    @property
    def name(self) -> str:
        """Where it stands: the figure's name, of an entry with its value or its number, and with the column."""
        own = self.figure.definition
        if not self.item:
            return own.full_name
        item = (self.figure.items or ())[self.item - 1]
        values = [value_text(item[each]) for each in (own.within, own.by) if each and item[each] is not None]
        keys = values if own.by and len(values) == 1 + bool(own.within) else [str(self.item)]
        behind = f".{self.heading}" if self.heading not in ("", COUNT) else ""
        return f"{own.full_name}{''.join(f'[{each}]' for each in keys)}{behind}"


def wanted(profile: Profile, name: str | FigureDefinition) -> FigureDefinition:
    """Return the definition of a figure. Raises CannotRun where there is none of this name."""
    if isinstance(name, FigureDefinition):
        return name
    if name not in profile.figures:
        raise CannotRun(f"没有叫“{name}”的数据项。{did_you_mean(name, profile.figures)}")
    return profile.figures[name]


def traced(ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int) -> Traced:
    """Return where a figure of a year comes from, as it is computed. Raises QueryError."""
    found = sources(ledger, profile, definition, year)
    if found or definition.parts:
        keys = _keys(ledger, profile, definition, year, found) if definition.by else ()
        return Traced(found, keys)
    kinds = {kind for kind, _ in profile.reads.get(definition.full_name, ())}
    handed = [each for each in ledger.handed(year) if each.kind in kinds and not each.replaced]
    said = [each for kind in sorted(kinds) for each in nothing(ledger, kind, year)]
    return Traced((), (), handed, said)


def _keys(
    ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int, found: Iterable[Source]
) -> list[str]:
    """What stands in each row in the columns that make the entries."""
    columns = ", ".join(quote(each) for each in (definition.within, definition.by) if each)
    keys: dict[tuple[str, str, int], str] = {}
    for part in parts(profile.figures, definition):
        ledger.views.scope(year, part.years)
        rows = ledger.views.select(selected(part, f"_source, _row, {columns}"))
        keys |= {ledger.place(source, row)[:3]: _joined(values) for source, row, *values in rows}
    return [keys[each.file, each.sheet, each.row] for each in found]


def numbered(figure: Figure, keys: Sequence[str]) -> int:
    """Return the number, from 1, of the entry of a list that has these values, those of the list around it first, or that
    has this number; 0 where there is none.
    """
    asked = [plain(each) for each in keys]
    own = figure.definition
    named = [each for each in (own.within, own.by) if each]
    for number, item in enumerate(figure.items or (), 1):
        if (
            own.by
            and [plain(value_text(item[each]) if item[each] is not None else "") for each in named] == asked
        ):
            return number
    return int(keys[0]) if len(keys) == 1 and keys[0].isdecimal() else 0


def entry(figure: Figure, traced: Traced, number: int) -> tuple[Figure, Traced] | None:
    """Return one entry of a list, by its number from 1, as a list of its own with the rows that it comes from; None where
    there is no such entry.
    """
    items = figure.items or ()
    if not 0 < number <= len(items):
        return None
    item = items[number - 1]
    definition = replace(figure.definition, name=f"{figure.definition.name}[{number}]")
    own = figure.definition
    if own.by:
        known = [item[each] for each in (own.within, own.by) if each]
        total = own.total and known[-1] == TOTAL
        asked = _joined(known[:-1] if total else known)
        held = zip(traced.sources, traced.keys, strict=True)
        rows = [
            row
            for row, key in held
            if key == asked or (total and (not asked or key.startswith(asked + _BESIDE)))
        ]
    else:
        rows = [traced.sources[number - 1]]
    cells = figure.cells[number - 1 : number]
    text = told(item, *cells)
    return figure._replace(definition=definition, items=(item,), text=text, cells=cells), Traced(rows)


def _joined(values: Iterable[object]) -> str:
    """What rows of one entry have the same."""
    return _BESIDE.join(
        "" if each is None else plain(str(int(each) if isinstance(each, bool) else each)) for each in values
    )


def asked_number(text: str) -> tuple[str, str]:
    """Return the number that a text asks for, and its unit, as `matches` takes them: 1，234件 is 1234 and 件; empty where it
    is none.
    """
    said = _ASKED.fullmatch(unicodedata.normalize("NFKC", text).strip().replace(",", ""))
    return (said[1], said[2]) if said else ("", "")


def matches(figures: Iterable[Figure], lines: Iterable[str], number: str, unit: str = "") -> list[Match]:
    """Return what prints a number, of this unit if one is given: first the figures whose value it is, then those in whose
    words it stands, where the template's `lines` have them so. 3万 is 30000, too.
    """
    words: dict[str, set[str]] = {}
    for line in lines:
        for name, word in _DISPLAYED.findall(unicodedata.normalize("NFKC", line)):
            words.setdefault(name, set()).add(word)

    wanted = {number: unit}
    if times := SCALES.get(unit[:1]):
        wanted[number_text(float(exact(float(number)) * times))] = unit[1:]
    found = [
        each
        for figure in figures
        for each in _printing(figure, wanted, words.get(figure.definition.full_name, ()))
    ]
    return sorted(found, key=lambda each: (bool(each.filter or each.item), len(each.text) > len(number) + 4))


def _printing(figure: Figure, wanted: Mapping[str, str], words: Collection[str]) -> Iterator[Match]:
    from reportgen.stages.render import printed

    for name, item, text, heading in printed(figure, (*_ALWAYS, *words)):
        plain_text = unicodedata.normalize("NFKC", text)
        for said in _NUMBER.finditer(plain_text):
            number = said[0].replace(",", "")
            unit = wanted.get(number, wanted.get(number.removesuffix("%")))
            behind = plain_text[said.end() :].lstrip() or _unit(figure, name, item, heading)
            if unit is not None and (not behind or behind.startswith(unit)):
                yield Match(figure, text, name, item, heading)
                break


def _unit(figure: Figure, filter: str, item: int, heading: str) -> str:
    """The unit of what a figure prints without one."""
    if item:
        return figure.cells[item - 1][heading].definition.unit_behind if heading else ""
    known = filter in ("", LAST_YEAR, *SCALES) and not figure.definition.ratio
    return (filter if filter in SCALES else "") + figure.definition.unit if known else ""
