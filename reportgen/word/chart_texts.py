"""A template's chart -> what is written in it, in its number formats and in its caption, each with the columns it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from reportgen.expressions import expression
from reportgen.plots import DRAWN, Plot, Series
from reportgen.word.chart_parts import A, C, NotDrawn, matched
from reportgen.word.charts import Chart, said_in
from reportgen.word.elements import P, read_text
from reportgen.word.misread_charts import Shown, columns_on, formats
from reportgen.word.out_of_reach import FIXED
from reportgen.word.package import Package, parse
from reportgen.word.tags import scan
from reportgen.workbook.formats import words

_CAPTION = expression(r"\s*图")


class ChartText(NamedTuple):
    """A text without its tags, where it stands, and the columns that it is about; `alone` says that it may be a unit and
    nothing else.
    """

    what: str
    text: str
    columns: Sequence[Series]
    alone: bool = False


def chart_texts(package: Package, chart: Chart, columns: Sequence[Series]) -> list[ChartText]:
    """Return the texts of a drawn chart whose list has these columns; none where it does not fit them."""
    root = parse(chart.part, package.parts[chart.part])
    try:
        pairs = matched(root, Plot("", DRAWN, series=tuple(columns)))
    except NotDrawn:
        return []
    shown = [(each, columns[number]) for each, number in pairs]
    return [*_inside(root, shown), *under(chart.paragraph, [each for _, each in shown])]


def _inside(root: etree._Element, shown: Shown) -> Iterator[ChartText]:
    for title in root.iter(C + "title"):
        owner = title.getparent()
        text = _without_tags("".join(map(said_in, title.iter(A + "p"))))
        if owner is not None and owner.tag == C + "valAx":
            yield ChartText("坐标轴的标题", text, columns_on(owner, shown), alone=True)
        elif owner is not None and owner.tag == C + "chart":
            yield ChartText("图表的标题", text, [each for _, each in shown])
    for element, printed in formats(root, shown):
        for text in dict.fromkeys(words(element.get("formatCode", element.text or ""))):
            yield ChartText("图表的数字格式", text, printed, alone=True)


def under(paragraph: etree._Element | None, columns: Sequence[Series]) -> Iterator[ChartText]:
    """Yield the caption of a chart that a paragraph holds."""
    following = None if paragraph is None else paragraph.getnext()
    said = read_text(following) if following is not None and following.tag == P else ""
    if columns and _CAPTION.match(said) and not FIXED.search(said):
        yield ChartText("图题", _without_tags(said).strip(), columns)


def _without_tags(text: str) -> str:
    for tag in reversed(scan(text)):
        text = text[: tag.start] + text[tag.end :]
    return text
