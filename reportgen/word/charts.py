"""The charts of a Word template -> those of a report: one that the author has drawn is filled, a tag becomes a new one.

An author says in the title or the alternative text of a chart, by `{{#name}}`, which list it shows.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import count, zip_longest
from typing import NamedTuple

from lxml import etree

from reportgen.expressions import expression
from reportgen.model import Finding, Slot
from reportgen.plots import DRAWN, KINDS, Plot
from reportgen.rules import finding
from reportgen.word.chart_parts import PIES, A, C, NotDrawn, bind, drawn, fill, matched, shown, workbook
from reportgen.word.drawings import relations
from reportgen.word.elements import TC, P, parent_of, properties_of, read_text
from reportgen.word.fill import Filled
from reportgen.word.manifest import Printed
from reportgen.word.package import TYPES, Package, W, extended, parse, serialise
from reportgen.word.passages import PRINTED
from reportgen.word.places import place_of
from reportgen.word.prepare import Prepared, number_of
from reportgen.word.tags import Mistake, Tag, check_name, scan

TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_BOUND = "rIdData"  # a chart's relation to its workbook
_FREE: Sequence[tuple[str, Mapping[str, str]]] = (
    ("snapToGrid", {"val": "0"}),
    ("spacing", {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}),
    ("ind", {"left": "0", "right": "0", "firstLineChars": "0", "firstLine": "0"}),
    ("jc", {"val": "center"}),
)
_ORDER = (  # of a paragraph's properties, which Word's schema fixes
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
    "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_EMU = 635  # of a twip
_WIDE, _HIGH = 8789, 4600  # twips, where nothing says how wide the text is
_MARK = expression(r"图表\|([^|]+)\|(.+)")
_AROUND = (f"{_WP}inline", f"{_WP}anchor")
_BRACES = expression("[{｛]{2}.*?[}｝]{2}")


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


class New(NamedTuple):
    """A chart that stands in a tag's place: the story, its relation there, and what it shows."""

    story: str
    relation: str
    plot: Plot


def find(package: Package, stories: Mapping[str, etree._Element]) -> list[Chart]:
    """Return the charts of these parts that name a list; raise NotWordError."""
    if TYPE not in package.types.values():
        return []
    found = []
    for name, root in stories.items():
        for element, part in _charts(package, name, root):
            texts = [*_described(element), *map(_said, parse(part, package.parts[part]).iter(A + "p"))]
            tags = [tag for text in texts for tag in scan(text) if tag.kind != "comment"]
            if any(tag.kind == "open" for tag in tags):
                found.append(Chart(name, part, next(element.iterancestors(P), None), tags))
    return found


def _charts(package: Package, name: str, root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the elements of a part that show a chart, with the chart's part."""
    elements = list(root.iter(C + "chart"))
    related = relations(package, name) if elements else {}
    for element in elements:
        part = related.get(element.get(_R + "id", ""), "")
        if package.types.get(part) == TYPE:
            yield element, part


def _properties(element: etree._Element) -> Iterator[etree._Element]:
    drawing = next(element.iterancestors(*_AROUND), None)
    yield from () if drawing is None else drawing.iterchildren(_WP + "docPr")


def _described(element: etree._Element) -> list[str]:
    return [each.get(key, "") for each in _properties(element) for key in ("title", "descr")]


def _said(paragraph: etree._Element) -> str:
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
    charts: Sequence[Chart],
    slots: Mapping[str, Slot],
) -> list[Finding]:
    """Return what is wrong with drawn charts, each at its place; raise NotWordError."""
    found = []
    for chart in charts:
        for mistake in _mistakes(package, chart, slots):
            root = stories[chart.story]
            paragraph = chart.paragraph if chart.paragraph is not None else next(root.iter(P))
            place = place_of(package, chart.story, root, paragraph)
            found.append(finding(mistake.code, mistake.message, place, fix=mistake.fix))
    return found


def _mistakes(package: Package, chart: Chart, slots: Mapping[str, Slot]) -> Iterator[Mistake]:
    asked = [each for each in tags_of([chart]) if each.kind == "open" or each.filter not in KINDS]
    malformed = [each for each in chart.tags if each.kind == "malformed"]
    wrong = [each for tag in asked if (each := check_name(0, tag, [slots], ()))]
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
    pie = slots.get(f"{chart.names[0].name}|饼图") if next(root.iter(*PIES), None) is not None else None
    plot = slots[chart.key].plot
    assert plot is not None
    try:
        columns = [number for _, number in matched(root, plot)]
    except NotDrawn as reason:
        yield Mistake("TPL026", 0, f"“{chart.names[0].text}”的图表{reason}", "")
        return
    if pie and pie.plot and pie.plot.unfit and len(columns) == len(plot.series):
        yield Mistake("TPL026", 0, f"“{chart.names[0].text}”{pie.plot.unfit}", "")


def place(package: Package, filled: Mapping[str, Filled]) -> list[New]:
    """Put a drawing in the place of each chart's words that were written, and return what they are to show."""
    made = []
    taken = {id_ for name in filled for id_ in relations(package, name)}
    free = (id_ for n in count(1) if (id_ := f"rIdChart{n}") not in taken)
    for name, part in filled.items():
        for element, slot, _ in part.written:
            if slot.plot and slot.plot.kind in KINDS and element.getparent() is not None:
                made.append(New(name, next(free), slot.plot))
                _replace(element, made[-1])
    return made


def _replace(text: etree._Element, new: New) -> None:
    paragraph = next(text.iterancestors(P))
    width = _width(paragraph)
    high = max(_HIGH, len(new.plot.labels) * 400) if new.plot.kind == "条形图" else min(_HIGH, width * 2 // 3)
    size = {"cx": str(width * _EMU), "cy": str(min(high, 9000) * _EMU)}
    drawing = etree.Element(W + "drawing")
    inline = etree.SubElement(
        drawing,
        _WP + "inline",
        dict.fromkeys(("distT", "distB", "distL", "distR"), "0"),
        nsmap={"wp": _WP[1:-1]},
    )
    etree.SubElement(inline, _WP + "extent", size)
    said = text.text or ""
    etree.SubElement(inline, _WP + "docPr", {"id": "1", "name": _mark(new.plot), "descr": said})
    etree.SubElement(inline, _WP + "cNvGraphicFramePr")
    graphic = etree.SubElement(inline, A + "graphic", nsmap={"a": A[1:-1]})
    data = etree.SubElement(graphic, A + "graphicData", {"uri": C[1:-1]})
    etree.SubElement(data, C + "chart", {_R + "id": new.relation}, nsmap={"c": C[1:-1], "r": _R[1:-1]})
    parent_of(text).replace(text, drawing)
    _free_line(paragraph)


def _mark(plot: Plot) -> str:
    """The name of a drawing, which says what figures it shows; each series stands for a column."""
    columns = [each.figures[0].rpartition(".")[2] if each.figures else each.name for each in plot.series]
    whole = (
        plot.series[0].figures[0].rpartition("#")[0]
        if plot.series and plot.series[0].figures
        else plot.figure
    )
    return "|".join(("图表", whole, *columns))


def _width(paragraph: etree._Element) -> int:
    """How wide the text is where a paragraph stands, in twips."""
    cell = next(paragraph.iterancestors(TC), None)
    wide = cell.find(f"{W}tcPr/{W}tcW") if cell is not None else None
    if wide is not None and wide.get(W + "type", "dxa") == "dxa" and wide.get(W + "w", "").isdecimal():
        return max(int(wide.get(W + "w", "")) - 216, 1000)
    here = paragraph.getroottree().getroot()
    behind = (each for each in paragraph.itersiblings() for each in each.iter(W + "sectPr"))
    section = next(behind, None)
    if section is None:
        section = next(iter(list(here.iter(W + "sectPr"))[-1:]), None)
    page, margins = (None, None) if section is None else (section.find(W + "pgSz"), section.find(W + "pgMar"))
    if page is None or margins is None:
        return _WIDE
    sides = [page.get(W + "w", ""), margins.get(W + "left", ""), margins.get(W + "right", "")]
    return int(sides[0]) - int(sides[1]) - int(sides[2]) if all(map(str.isdecimal, sides)) else _WIDE


def _free_line(paragraph: etree._Element) -> None:
    """Have a paragraph be as high as its chart, which a fixed line would cut off, and stand in the middle."""
    properties = properties_of(paragraph)
    for name, attributes in _FREE:
        for old in properties.findall(W + name):
            properties.remove(old)
        behind = {W + each for each in _ORDER[_ORDER.index(name) + 1 :]}
        following = next((each for each in properties if each.tag in behind), None)
        element = etree.Element(W + name, {W + key: value for key, value in attributes.items()})
        properties.append(element) if following is None else following.addprevious(element)


class Settled(NamedTuple):
    """The stories whose drawn charts were settled, what each chart's part draws now, and what was wrong."""

    roots: Mapping[str, etree._Element]
    drawn: Mapping[str, tuple[etree._Element, Plot]]
    findings: Sequence[Finding]


def settle(
    package: Package,
    charts: Sequence[Chart],
    stories: Mapping[str, etree._Element],
    filled: Mapping[str, etree._Element],
    slots: Mapping[str, Slot],
    *,
    draft: bool,
) -> Settled:
    """Fill the drawn charts of a report; `stories` are the parts as they are stored. What is printed no more shows nothing."""
    roots: dict[str, etree._Element] = {}
    shown_: dict[str, tuple[etree._Element, Plot]] = {}
    findings = []
    for chart in charts:
        root = roots.setdefault(chart.story, filled.get(chart.story, deepcopy(stories[chart.story])))
        slot = slots[chart.key]
        there = [each for each, part in _charts(package, chart.story, root) if part == chart.part]
        own = parse(chart.part, package.parts[chart.part])
        plot = slot.plot or Plot(chart.names[0].name, DRAWN)
        shown_[chart.part] = own, fill(own, plot if there and slot.truth else _emptied(plot))
        lacking = _retitle(own, slots, draft=draft) if there else []
        lacking += [chart.names[0]] * bool(there and not slot.truth)
        for element in there:
            _describe(element, slot, shown_[chart.part][1])
        for tag in lacking if not draft else ():
            paragraph = chart.paragraph if chart.paragraph is not None else next(stories[chart.story].iter(P))
            place = place_of(package, chart.story, stories[chart.story], paragraph)
            findings.append(
                finding(
                    "TPL005",
                    f"“{tag.text}”的图表没有数可画",
                    place,
                    fix="补齐数据，或用标签把图表围起来，有数才印",
                )
            )
    return Settled(roots, shown_, findings)


def _emptied(plot: Plot) -> Plot:
    return plot._replace(
        labels=(), series=tuple(each._replace(numbers=(), figures=()) for each in plot.series)
    )


def _retitle(root: etree._Element, slots: Mapping[str, Slot], *, draft: bool) -> list[Tag]:
    """Fill the tags in the titles of a chart; return those that have nothing to print."""
    lacking = []
    for paragraph in [each for each in root.iter(A + "p") if _BRACES.search(_said(each))]:
        text, texts = _said(paragraph), list(paragraph.iter(A + "t"))
        for tag in reversed(scan(text)):
            said = slots[tag.key].text if tag.kind == "print" else ""
            lacking += [tag] * (said is None)
            text = text[: tag.start] + (f"【缺：{tag.key}】" if said is None else said) + text[tag.end :]
        texts[0].text = text.strip()
        for each in texts[1:]:
            each.text = ""
    for title in list(root.iter(C + "title")):
        if title.find(C + "tx") is not None and not "".join(map(_said, title.iter(A + "p"))).strip():
            if parent_of(title).tag == C + "chart":
                for each in parent_of(title).iterchildren(C + "autoTitleDeleted"):
                    each.set("val", "1")
            parent_of(title).remove(title)
    return lacking


def _describe(element: etree._Element, slot: Slot, plot: Plot) -> None:
    """Give a drawn chart's alternative text its words, or those of its numbers where it has none."""
    for each in _properties(element):
        for key in ("title", "descr"):
            if key in each.attrib:
                each.set(key, _BRACES.sub("", each.get(key, "")).strip())
        if not each.get("descr"):
            each.set("descr", slot.text or "")
        each.set("name", _mark(plot))


def parts(stored: Mapping[str, bytes], new: Sequence[New], settled: Settled) -> dict[str, bytes]:
    """Return the parts of a report with its charts and their workbooks."""
    made = dict(stored)
    for story, relation, plot in new:
        name = _free("word/charts/chart{}.xml", made)
        made[name] = drawn(plot, _BOUND)
        _add(made, name, TYPE)
        _relate(made, story, relation, "chart", name)
        _add_book(made, name, plot)
    for name, (root, plot) in settled.drawn.items():
        _unbind(made, name)
        bind(root, _BOUND)
        made[name] = serialise(root)
        _add_book(made, name, plot)
    return made


def _free(pattern: str, parts_: Mapping[str, bytes]) -> str:
    return next(name for n in count(1) if (name := pattern.format(n)) not in parts_)


def _add_book(made: dict[str, bytes], chart: str, plot: Plot) -> None:
    name = _free("word/embeddings/Microsoft_Excel_Sheet{}.xlsx", made)
    made[name] = workbook(plot)
    _add(made, name, _BOOK)
    _relate(made, chart, _BOUND, "package", name)


def _add(made: dict[str, bytes], name: str, kind: str) -> None:
    made[TYPES] = extended(made, TYPES, _TYPES + "Override", PartName=f"/{name}", ContentType=kind)


def _listing(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _relate(made: dict[str, bytes], owner: str, id_: str, link: str, target: str) -> None:
    listed = _listing(owner)
    root = (
        parse(listed, made[listed])
        if listed in made
        else etree.Element(_RELATIONS + "Relationships", nsmap={None: _RELATIONS[1:-1]})
    )
    etree.SubElement(
        root, _RELATIONS + "Relationship", {"Id": id_, "Type": f"{_LINK}/{link}", "Target": f"/{target}"}
    )
    made[listed] = serialise(root)


def _unbind(made: dict[str, bytes], chart: str) -> None:
    """Take away the workbook that a chart had, which holds the numbers of another year, or lies elsewhere."""
    listed = _listing(chart)
    if listed not in made:
        return
    root = parse(listed, made[listed])
    for each in [each for each in root if each.get("Type", "").endswith(("/package", "/oleObject"))]:
        root.remove(each)
        name = posixpath.normpath(posixpath.join("/", chart, "..", each.get("Target", ""))).lstrip("/")
        if each.get("TargetMode") != "External" and made.pop(name, None) is not None:
            types = parse(TYPES, made[TYPES])
            for entry in [
                entry for entry in types if entry.get("PartName", "").lower() == f"/{name.lower()}"
            ]:
                types.remove(entry)
            made[TYPES] = serialise(types)
    made[listed] = serialise(root)


def printed(plots: Iterable[Plot]) -> list[Printed]:
    """Return the figures that charts show."""
    return [
        Printed(figure, f"{number}{'%' if series.unit == '%' else ''}")
        for plot in plots
        for series in plot.series
        for figure, number in zip(series.figures, series.numbers, strict=True)
        if number is not None
    ]


class Row(NamedTuple):
    """An entry of a chart as a line, and from where to where which figures stand in it."""

    text: str
    figures: Sequence[tuple[str, int, int]]


def rows(package: Package) -> list[Row]:
    """Return what the charts of a Word file show, an entry after the other; raise NotWordError."""
    found: list[Row] = []
    if TYPE not in package.types.values():
        return found
    for name in [name for label in PRINTED for name in package.find(label)]:
        for element, part in _charts(package, name, parse(name, package.parts[name])):
            marks = (_MARK.fullmatch(each.get("name", "")) for each in _properties(element))
            mark = next(filter(None, marks), None)
            columns = mark[2].split("|") if mark else []
            for at, row in enumerate(table(package, part)[1:], 1):
                found.append(_row(row, [f"{mark[1]}#{at}.{each}" for each in columns] if mark else []))
    return found


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


def chart_of(package: Package, related: Mapping[str, str], element: etree._Element) -> list[list[str]]:
    """Return what an element draws as a chart, as rows with a head; nothing if it is no chart."""
    part = related.get(element.get(_R + "id", ""), "") if element.tag == C + "chart" else ""
    return table(package, part) if part and package.types.get(part) == TYPE else []


def described(element: etree._Element) -> str:
    """Return what is said of a chart to those who do not see it."""
    return next(filter(None, reversed(_described(element))), "")
