"""The charts in a Word file, and those that name a list in a template, with what is wrong with them.

An author says in the title or the alternative text of a chart, by `{{#name}}`, which list it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.model import Finding, Slot
from reportgen.plots import DRAWN, KINDS
from reportgen.rules import finding
from reportgen.word.chart_parts import PIES, A, NotDrawn, R, matched
from reportgen.word.drawings import relations
from reportgen.word.elements import BLOCK, PHRASE, SHOWN, P, read_text
from reportgen.word.package import CHART, Package, parse
from reportgen.word.places import place_of
from reportgen.word.prepare import Prepared, number_of
from reportgen.word.scopes import known_at
from reportgen.word.tags import Mistake, Scope, Tag, check_name, scan

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_AROUND = (f"{_WP}inline", f"{_WP}anchor")


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart that the author has drawn: the part that shows it and its own, where it stands, and the tags in its texts."""

    story: str
    part: str
    paragraph: etree._Element | None
    tags: Sequence[Tag]

    @property
    def names(self) -> list[Tag]:
        """The tags that name the list it shows."""
        return [each for each in self.tags if each.kind == "open"]

    @property
    def key(self) -> str:
        """The name of the slot that it shows."""
        return f"{self.names[0].name}|{DRAWN}"


def find(package: Package, stories: Mapping[str, etree._Element]) -> list[Chart]:
    """Return the charts of these parts that name a list; raise NotWordError."""
    found = []
    for name, root in stories.items():
        for element, part in charts_in(package, name, root):
            texts = [*described(element), *map(said_in, parse(part, package.parts[part]).iter(A + "p"))]
            tags = [tag for text in texts for tag in scan(text) if tag.kind != "comment"]
            if any(tag.kind == "open" for tag in tags):
                found.append(Chart(name, part, next(element.iterancestors(P), None), tags))
    return found


def charts_in(package: Package, name: str, root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the elements of a part that show a chart, with the chart's own part; raise NotWordError."""
    elements = list(root.iter(SHOWN))
    related = relations(package, name) if elements else {}
    for element in elements:
        part = related.get(element.get(R + "id", ""), "")
        if package.types.get(part) == CHART:
            yield element, part


def properties_in(element: etree._Element) -> Iterator[etree._Element]:
    """Yield what says of a chart's drawing how it is called and described."""
    drawing = next(element.iterancestors(*_AROUND), None)
    yield from () if drawing is None else drawing.iterchildren(_WP + "docPr")


def described(element: etree._Element) -> list[str]:
    """Return what is said of a chart to those who do not see it."""
    return [each.get(key, "") for each in properties_in(element) for key in ("title", "descr")]


def said_in(paragraph: etree._Element) -> str:
    """Return the text of a paragraph of a chart."""
    return "".join(each.text or "" for each in paragraph.iter(A + "t"))


def tags_of(charts: Sequence[Chart]) -> list[Tag]:
    """Return the tags of drawn charts, those that name a list as its chart's."""
    asked = [
        Tag("open", tag.name, DRAWN, 0, 0, tag.text) if tag.kind == "open" else tag
        for chart in charts
        for tag in chart.tags
    ]
    return [tag for tag in asked if tag.kind in ("open", "print")]


def alone(prepared: Prepared) -> list[Mistake]:
    """Return a mistake for each tag of a chart that does not stand alone in its paragraph, or is no tag to print."""
    marks = [each for each in prepared.root.iter("print") if prepared.tags[number_of(each)].filter in KINDS]
    wrong = []
    for mark in marks:
        paragraph = next(mark.iterancestors(P), None)
        if paragraph is None or read_text(paragraph).strip() or sum(1 for _ in paragraph.iter("print")) > 1:
            wrong.append(number_of(mark))
    return [
        Mistake(
            "TPL026",
            number,
            f"标签“{prepared.tags[number].text}”要单独占一段",
            "把图的标签移到单独一段，图题另起一段",
        )
        for number in wrong
    ]


def check(
    package: Package,
    stories: Mapping[str, etree._Element],
    prepared: Mapping[str, Prepared],
    charts: Sequence[Chart],
    slots: Mapping[str, Slot],
) -> list[Finding]:
    """Return what is wrong with drawn charts, each at its place; raise NotWordError."""
    found = []
    for chart in charts:
        scopes = _known(package, prepared, chart, slots)
        for mistake in _mistakes(package, chart, scopes):
            root = stories[chart.story]
            paragraph = chart.paragraph if chart.paragraph is not None else next(root.iter(P))
            place = place_of(package, chart.story, root, paragraph)
            found.append(finding(mistake.code, mistake.message, place, fix=mistake.fix))
    return found


def _known(
    package: Package, prepared: Mapping[str, Prepared], chart: Chart, slots: Mapping[str, Slot]
) -> list[Scope]:
    """What is known where a chart stands, innermost last."""
    found = _standing(package, prepared, chart)
    return known_at(found[0], slots, found[1]) if found else [slots]


def lists_around(package: Package, prepared: Mapping[str, Prepared], charts: Sequence[Chart]) -> list[str]:
    """Return the names of the sections in which charts stand, some of which may be lists; raise NotWordError."""
    found = [_standing(package, prepared, chart) for chart in charts]
    return [
        part.tags[number_of(section)].key
        for part, element in filter(None, found)
        for section in element.iterancestors(PHRASE, BLOCK)
    ]


def _standing(
    package: Package, prepared: Mapping[str, Prepared], chart: Chart
) -> tuple[Prepared, etree._Element] | None:
    """The part in which a chart stands, if it has tags, and the element that shows it."""
    part = prepared.get(chart.story)
    shown = charts_in(package, chart.story, part.root) if part else ()
    return next(((part, each) for each, name in shown if part and name == chart.part), None)


def _mistakes(package: Package, chart: Chart, scopes: Sequence[Scope]) -> Iterator[Mistake]:
    asked = [each for each in tags_of([chart]) if each.kind == "open" or each.filter not in KINDS]
    malformed = [each for each in chart.tags if each.kind == "malformed"]
    wrong = [each for tag in asked if (each := check_name(0, tag, scopes, ()))]
    wrong += [
        Mistake(
            "TPL003",
            0,
            f"图表里的标签“{tag.text}”写错了：{tag.complaint}",
            "标签写作“{{名称}}”，清单写作“{{#名称}}”",
        )
        for tag in malformed
    ]
    if len(chart.names) > 1:
        text = "只留一个清单的标签；几个清单合成一张图的，先在 figures.yaml 里用 columns 合成一个清单"
        wrong.append(Mistake("TPL026", 0, f"一张图表里写了{len(chart.names)}个清单的标签", text))
    yield from wrong
    if wrong:
        return
    root = parse(chart.part, package.parts[chart.part])
    drawn, pie = (
        next(scope[key] for scope in reversed(scopes) if scope and key in scope)
        for key in (chart.key, f"{chart.names[0].name}|饼图")
    )
    plot = drawn.plot if drawn else None
    if plot is None:  # of a list within another that has no entry
        return
    try:
        columns = [number for _, number in matched(root, plot)]
    except NotDrawn as reason:
        yield Mistake("TPL026", 0, f"“{chart.names[0].text}”的图表{reason}", "")
        return
    is_pie = next(root.iter(*PIES), None) is not None
    if is_pie and pie and pie.plot and pie.plot.unfit and len(columns) == len(plot.series):
        yield Mistake("TPL026", 0, f"“{chart.names[0].text}”{pie.plot.unfit}", "")
