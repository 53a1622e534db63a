"""What checking and filling a template ask of charts; the modules that draw them are loaded only where there are any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.model import Finding, Slot
from reportgen.plots import KINDS
from reportgen.word.fill import Filled
from reportgen.word.package import CHART, Package
from reportgen.word.prepare import Prepared
from reportgen.word.tags import Mistake, Tag

if TYPE_CHECKING:
    from reportgen.word.charts import Chart
    from reportgen.word.placed_charts import New, Settled

Stories = Mapping[str, etree._Element]


def has_charts(package: Package) -> bool:
    """Whether a Word file has a chart."""
    return CHART in package.types.values()


def find(package: Package, stories: Stories) -> list[Chart]:
    """Return the charts that the author has drawn, and that name a list; raise NotWordError."""
    from reportgen.word import charts

    return charts.find(package, stories)


def tags_of(charts_: Sequence[Chart]) -> list[Tag]:
    """Return the tags of drawn charts, those that name a list as its chart's."""
    if not charts_:
        return []
    from reportgen.word import charts

    return charts.tags_of(charts_)


def alone(prepared: Prepared) -> list[Mistake]:
    """Return a mistake for each tag of a chart that does not stand alone in its paragraph."""
    if not any(tag.filter in KINDS for tag in prepared.tags):
        return []
    from reportgen.word import charts

    return charts.alone(prepared)


def check(
    package: Package,
    stories: Stories,
    prepared: Mapping[str, Prepared],
    charts_: Sequence[Chart],
    slots: Mapping[str, Slot],
) -> list[Finding]:
    """Return what is wrong with drawn charts, each at its place; raise NotWordError."""
    from reportgen.word import charts

    return charts.check(package, stories, prepared, charts_, slots)


def place(package: Package, filled: Mapping[str, Filled]) -> Sequence[New]:
    """Put a drawing in the place of each chart's words that were written, and return what they are to show."""
    if not any(each.slot.plot for part in filled.values() for each in part.written):
        return ()
    from reportgen.word import placed_charts

    return placed_charts.place(package, filled)


def settle(
    package: Package,
    charts_: Sequence[Chart],
    stories: Stories,
    roots: Stories,
    filled: Mapping[str, Filled],
    slots: Mapping[str, Slot],
    *,
    draft: bool,
) -> Settled:
    """Fill the drawn charts of a report; `stories` are the parts as they are stored, `roots` as they were filled."""
    from reportgen.word import placed_charts

    known = {element: each for part in filled.values() for element, each in part.known.items()}
    return placed_charts.settle(package, charts_, stories, roots, (slots, known), draft=draft)


def parts(stored: Mapping[str, bytes], new: Sequence[New], settled: Settled | None) -> Mapping[str, bytes]:
    """Return the parts of a report with its charts and their workbooks."""
    if not new and not settled:
        return stored
    from reportgen.word import placed_charts

    return placed_charts.parts(stored, new, settled.drawn if settled else ())
