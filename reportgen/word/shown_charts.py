"""A Word file -> what its charts show: as tables, and as lines in which the figures stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, count, repeat, zip_longest
from typing import NamedTuple

from lxml import etree

from reportgen.expressions import expression
from reportgen.word.chart_parts import C, R, shown
from reportgen.word.charts import charts_in, described, properties_in
from reportgen.word.package import CHART, Package, parse

_MARK = expression(r"图表\|([^|]+)\|(.+)")


class Row(NamedTuple):
    """An entry of a chart as a line, and from where to where which figures stand in it."""

    text: str
    figures: Sequence[tuple[str, int, int]]


def rows(package: Package) -> list[Row]:
    """Return what the charts of a Word file show, an entry after the other; raise NotWordError."""
    found: list[Row] = []
    if CHART not in package.types.values():
        return found
    for name in package.printed:
        for element, part in charts_in(package, name, parse(name, package.parts[name])):
            found += rows_of(package, element, part)
    return found


def rows_of(package: Package, element: etree._Element, part: str) -> list[Row]:
    """Return what one chart shows, an entry after the other; raise NotWordError."""
    mark = next(
        filter(None, (_MARK.fullmatch(each.get("name", "")) for each in properties_in(element))), None
    )
    columns = mark[2].split("|") if mark else []
    of, _, said = mark[1].partition("#") if mark else ("", "", "")
    entries = chain(said.split(","), repeat("")) if said else map(str, count(1))
    shown_ = table(package, part)[1:]
    return [
        _row(row, [f"{of}#{at}.{each}" for each in columns]) for at, row in zip(entries, shown_, strict=False)
    ]


def table(package: Package, part: str) -> list[list[str]]:
    """Return what a chart shows, as rows with a head; raise NotWordError."""
    return shown(parse(part, package.parts[part]))


def _row(row: Sequence[str], names: Sequence[str]) -> Row:
    text, figures = row[0], []
    for name, said in zip_longest(names, row[1:]):
        if said:
            text += " " + said
            figures += [(name, len(text) - len(said), len(text))] if name else []
    return Row(text, figures)


class ShownChart(NamedTuple):
    """A chart as a table with a head, and what is said of it to those who do not see it."""

    rows: Sequence[Sequence[str]]
    said: str


def chart_of(package: Package, related: Mapping[str, str], element: etree._Element) -> ShownChart | None:
    """Return the chart that an element draws, if it draws one that has numbers; raise NotWordError."""
    part = related.get(element.get(R + "id", ""), "") if element.tag == C + "chart" else ""
    if not part or package.types.get(part) != CHART:
        return None
    said = next(filter(None, reversed(described(element))), "")
    table_ = table(package, part)
    return ShownChart(table_, said) if table_ else None
