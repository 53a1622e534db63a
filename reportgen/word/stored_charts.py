"""A report that was filled with stand-ins -> whose its charts are; those of the next report of its shape are drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.plots import Plot
from reportgen.word.chart_parts import bind, drawn, workbook
from reportgen.word.charts import Chart, charts_in, described
from reportgen.word.drawings import relations
from reportgen.word.package import Package, parse, serialise
from reportgen.word.placed_charts import BOUND, drawn_anew
from reportgen.word.shapes import STAND_IN, Path, Slots, place, slot_at

_STAND_IN = expression(STAND_IN)


class StoredChart(NamedTuple):
    """A chart's part and its workbook's; the slot that it shows, or the chart that the author has drawn, and whether that is
    printed.
    """

    part: str
    book: str
    path: Path = ()
    drawn: Chart | None = None
    is_printed: bool = True


def find(report: Package, charts: Sequence[Chart], paths: Sequence[Path]) -> list[StoredChart]:
    """Return the charts of a report that was filled with stand-ins, those of tags first; `charts` are those that the author
    has drawn. Raises NotWordError.
    """
    shown = [
        (part, next(filter(None, map(_STAND_IN.search, described(element))), None))
        for name in report.printed
        for element, part in charts_in(report, name, parse(name, report.parts[name]))
    ]
    own, there = {each.part for each in charts}, {part for part, _ in shown}
    return [
        *(
            StoredChart(part, relations(report, part)[BOUND], place(stand_in, paths)[0])
            for part, stand_in in shown
            if stand_in and part not in own
        ),
        *(
            StoredChart(each.part, relations(report, each.part)[BOUND], (), each, each.part in there)
            for each in charts
        ),
    ]


def draw(
    template: Package, charts: Sequence[StoredChart], slots: Slots
) -> tuple[dict[str, bytes], list[Plot]]:
    """Return the parts of charts and of their workbooks for these slots, and what they show."""
    parts: dict[str, bytes] = {}
    plots: list[Plot] = []
    for each in charts:
        if each.drawn:
            made, _ = drawn_anew(template, each.drawn, slots, is_printed=each.is_printed)
            bind(made.root, BOUND)
            plot, parts[each.part] = made.plot, serialise(made.root)
        else:
            plot = slot_at(slots, each.path).plot or Plot("", "")
            parts[each.part] = drawn(plot, BOUND)
        parts[each.book] = workbook(plot)
        plots.append(plot)
    return parts, plots
