"""An edited report, the one it was made of and a new one -> the edited one with the new one's numbers in its charts.

A chart cannot hold a tracked change: it is drawn anew at once, unless people have changed its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from lxml import etree

from reportgen.plots import DRAWN, Plot, Series
from reportgen.word.chart_parts import NotDrawn, fill
from reportgen.word.charts import charts_in, described, properties_in
from reportgen.word.package import CHART, Package, parse, serialise, unpack
from reportgen.word.placed_charts import Drawn, parts
from reportgen.word.shown_charts import rows_of, table
from reportgen.workbook.zipped import pack


class Change(NamedTuple):
    """A figure that a chart shows otherwise: what it was and is."""

    figure: str
    before: str
    now: str


def changes(edited: Package, old: Package, new: Package) -> list[Change]:
    """Return the figures that the charts which are to be drawn anew show otherwise than in the old report; raise
    NotWordError.
    """
    return [
        Change(name, said, after.figures.get(name, ""))
        for _, before, after in _stale(edited, old, new)
        for name, said in before.figures.items()
        if after.figures.get(name, "") != said
    ]


def redrawn(report: bytes, old: Package, new: Package) -> bytes:
    """Return an edited report with the numbers of a new one in its charts, where people have left those of the old one;
    raise NotWordError.
    """
    edited = unpack(report)
    made: list[Drawn] = []
    texts: dict[str, str] = {}
    for own, before, after in _stale(edited, old, new):
        root = parse(own.part, edited.parts[own.part])
        with suppress(NotDrawn):
            made.append(Drawn(own.part, root, fill(root, _plot(after.table))))
            texts |= {before.said: after.said} if before.said else {}
    return pack(parts(_said_anew(edited, texts), (), made)) if made else report


class _Drawing(NamedTuple):
    name: str
    part: str
    table: Sequence[Sequence[str]]
    figures: Mapping[str, str]
    said: str


_Three = tuple[
    _Drawing, _Drawing, _Drawing
]  # a chart of the edited report, of the old one and of the new one


def _stale(edited: Package, old: Package, new: Package) -> list[_Three]:
    """The charts that show something else now, and that people have left as they were: one by one where there are as many,
    or else those of one name.
    """
    theirs, ours, due = (_drawings(each) for each in (edited, old, new))
    if len(theirs) == len(ours) == len(due):
        both = list(zip(theirs, ours, due, strict=True))
    else:
        one, other, last = (
            {each.name: each for each in of if _is_alone(each, of)} for of in (theirs, ours, due)
        )
        both = [
            (each, other[name], last[name]) for name, each in one.items() if name in other and name in last
        ]
    return [each for each in both if each[0].table == each[1].table != each[2].table]


def _is_alone(drawing: _Drawing, others: Sequence[_Drawing]) -> bool:
    return bool(drawing.name) and sum(each.name == drawing.name for each in others) == 1


def _drawings(package: Package) -> list[_Drawing]:
    """The charts of a report, in order."""
    if CHART not in package.types.values():
        return []
    return [
        _drawing(package, element, part)
        for name in package.printed
        for element, part in charts_in(package, name, parse(name, package.parts[name]))
    ]


def _drawing(package: Package, element: etree._Element, part: str) -> _Drawing:
    name = next((each.get("name", "") for each in properties_in(element)), "")
    figures = {
        of: row.text[start:end] for row in rows_of(package, element, part) for of, start, end in row.figures
    }
    said = described(element)[1] if described(element) else ""
    return _Drawing(name, part, table(package, part), figures, said)


def _plot(rows: Sequence[Sequence[str]]) -> Plot:
    """What a table of a chart says, to be written into another one."""
    head, *entries = rows
    series = (
        Series(
            name,
            "%" if any(each[at].endswith("%") for each in entries) else "",
            tuple(each[at].removesuffix("%") or None for each in entries),
            ("",) * len(entries),
        )
        for at, name in enumerate(head[1:], 1)
    )
    return Plot("", DRAWN, "", tuple(each[0] for each in entries), tuple(series))


def _said_anew(package: Package, texts: Mapping[str, str]) -> dict[str, bytes]:
    """The parts of a report with the alternative texts of charts as they are now."""
    made = dict(package.parts)
    for name in package.printed:
        root = parse(name, made[name])
        stale = [
            each
            for element, _ in charts_in(package, name, root)
            for each in properties_in(element)
            if each.get("descr") in texts
        ]
        for each in stale:
            each.set("descr", texts[each.get("descr", "")])
        if stale:
            made[name] = serialise(root)
    return made
