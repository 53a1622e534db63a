"""An edited report, the one it was made of and a new one -> the edited one with the new one's numbers in its charts.

A chart cannot hold a tracked change: it is drawn anew at once, unless people have changed its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from reportgen.plots import DRAWN, Plot, Series
from reportgen.word.chart_parts import NotDrawn, fill
from reportgen.word.charts import TYPE, charts_in, described, properties_in
from reportgen.word.package import Package, parse, serialise, unpack
from reportgen.word.placed_charts import Drawn, Settled, parts
from reportgen.word.shown_charts import rows, table
from reportgen.workbook.zipped import pack


class Change(NamedTuple):
    """A figure that a chart shows otherwise: what it was and is."""

    figure: str
    before: str
    now: str


def changes(edited: Package, old: Package, new: Package) -> list[Change]:
    """Return the figures that charts show otherwise than in the old report, where people have left them; raise NotWordError."""
    theirs, before, now = (_figures(each) for each in (edited, old, new))
    left = {name: said for name, said in before.items() if theirs.get(name, said) == said}
    return [Change(name, said, now.get(name, "")) for name, said in left.items() if now.get(name, "") != said]


def _figures(package: Package) -> dict[str, str]:
    return {name: row.text[start:end] for row in rows(package) for name, start, end in row.figures}


def redrawn(report: bytes, old: Package, new: Package) -> bytes:
    """Return an edited report with the numbers of a new one in its charts, where people have left those of the old one;
    raise NotWordError.
    """
    edited = unpack(report)
    made: list[Drawn] = []
    texts: dict[str, str] = {}
    theirs, ours, due = (_tables(each) for each in (edited, old, new))
    both = zip(theirs, ours, due, strict=True) if len(theirs) == len(ours) == len(due) else ()
    for own, before, after in both:
        if own.table == before.table != after.table:
            root = parse(own.part, edited.parts[own.part])
            with suppress(NotDrawn):
                made.append(Drawn(own.part, root, fill(root, _plot(after.table))))
                texts |= {before.said: after.said} if before.said else {}
    return pack(parts(_said_anew(edited, texts), (), Settled({}, made, ()))) if made else report


class _Drawing(NamedTuple):
    part: str
    table: Sequence[Sequence[str]]
    said: str


def _tables(package: Package) -> list[_Drawing]:
    """The charts of a report, in order."""
    if TYPE not in package.types.values():
        return []
    return [
        _Drawing(part, table(package, part), described(element)[1] if described(element) else "")
        for name in package.printed
        for element, part in charts_in(package, name, parse(name, package.parts[name]))
    ]


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
