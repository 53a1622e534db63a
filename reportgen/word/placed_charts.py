"""A filled template and what its lists say -> its charts: those that the author has drawn, filled, and new ones for tags."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import count
from typing import NamedTuple

from lxml import etree

from reportgen.expressions import expression
from reportgen.model import Finding, Slot
from reportgen.plots import DRAWN, KINDS, Plot
from reportgen.rules import finding
from reportgen.word.chart_parts import A, C, R, bind, drawn, fill, mark, workbook
from reportgen.word.charts import Chart, charts_in, properties_in, said_in
from reportgen.word.drawings import relations
from reportgen.word.elements import TC, P, parent_of, properties_of
from reportgen.word.fill import Filled
from reportgen.word.package import CHART, TYPES, Package, W, extended, parse, serialise
from reportgen.word.places import place_of
from reportgen.word.tags import Tag, scan

_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
BOUND = "rIdData"  # a chart's relation to its workbook
_OWN = ("/package", "/oleObject", "/chartStyle", "/chartColorStyle")  # the relations of one chart alone
_FREE: Sequence[tuple[str, Mapping[str, str]]] = (
    ("keepNext", {}),
    ("snapToGrid", {"val": "0"}),
    ("spacing", {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}),
    ("ind", {"left": "0", "right": "0", "firstLineChars": "0", "firstLine": "0"}),
    ("jc", {"val": "center"}),
)
_ORDER = (  # of a paragraph's properties, which Word's schema fixes
    "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr", "shd",
    "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN",
    "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
    "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_EMU = 635  # of a twip
_WIDE, _HIGH, _HIGHEST = (
    8789,
    4600,
    10500,
)  # twips: of the text, where nothing says it; of most charts, and of any
_BRACES = expression("[{｛]{2}.*?[}｝]{2}")


class New(NamedTuple):
    """A chart that stands in a tag's place: the story, its relation there, and what it shows."""

    story: str
    relation: str
    plot: Plot


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
    bars = len(new.plot.labels) * (150 + 220 * len(new.plot.series))
    high = max(_HIGH, bars) if new.plot.kind == "条形图" else min(_HIGH, width * 2 // 3)
    size = {"cx": str(width * _EMU), "cy": str(min(high, _HIGHEST) * _EMU)}
    drawing = etree.Element(W + "drawing")
    inline = etree.SubElement(
        drawing,
        _WP + "inline",
        dict.fromkeys(("distT", "distB", "distL", "distR"), "0"),
        nsmap={"wp": _WP[1:-1]},
    )
    etree.SubElement(inline, _WP + "extent", size)
    said = text.text or ""
    etree.SubElement(inline, _WP + "docPr", {"id": "1", "name": mark(new.plot), "descr": said})
    etree.SubElement(inline, _WP + "cNvGraphicFramePr")
    graphic = etree.SubElement(inline, A + "graphic", nsmap={"a": A[1:-1]})
    data = etree.SubElement(graphic, A + "graphicData", {"uri": C[1:-1]})
    etree.SubElement(data, C + "chart", {R + "id": new.relation}, nsmap={"c": C[1:-1], "r": R[1:-1]})
    parent_of(text).replace(text, drawing)
    _free_line(paragraph)


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
    """Have a paragraph be as high as its chart, which a fixed line would cut off, in the middle, and on the page of its title."""
    properties = properties_of(paragraph)
    for name, attributes in _FREE:
        for old in properties.findall(W + name):
            properties.remove(old)
        behind = {W + each for each in _ORDER[_ORDER.index(name) + 1 :]}
        following = next((each for each in properties if each.tag in behind), None)
        element = etree.Element(W + name, {W + key: value for key, value in attributes.items()})
        properties.append(element) if following is None else following.addprevious(element)


class Drawn(NamedTuple):
    """What the part of a drawn chart draws now: its tree, and what it shows; of a copy that a repeated section has made, also
    the story and its relation there.
    """

    part: str
    root: etree._Element
    plot: Plot
    story: str = ""
    relation: str = ""


class Settled(NamedTuple):
    """The stories whose drawn charts were settled, what these draw now, and what was wrong."""

    roots: Mapping[str, etree._Element]
    drawn: Sequence[Drawn]
    findings: Sequence[Finding]


Known = tuple[
    Mapping[str, Slot], Mapping[etree._Element, Mapping[str, Slot]]
]  # all slots; those where a copy stands


def settle(
    package: Package,
    charts: Sequence[Chart],
    stories: Mapping[str, etree._Element],
    filled: Mapping[str, etree._Element],
    known: Known,
    *,
    draft: bool,
) -> Settled:
    """Fill the drawn charts of a report; `stories` are the parts as they are stored. What is printed no more shows nothing."""
    roots: dict[str, etree._Element] = {}
    drawn_: list[Drawn] = []
    findings = []
    taken = {id_ for chart in charts for id_ in relations(package, chart.story)}
    free = (id_ for n in count(1) if (id_ := f"rIdCopy{n}") not in taken)
    for chart in charts:
        root = roots.setdefault(chart.story, filled.get(chart.story, deepcopy(stories[chart.story])))
        there = [each for each, part in charts_in(package, chart.story, root) if part == chart.part]
        lacking: dict[Tag, None] = {}
        for at, element in enumerate(there):
            slots = known[1].get(element, known[0])
            made, missing = _settled(package, chart, element, slots)
            lacking |= dict.fromkeys(missing)
            if at:
                made = made._replace(story=chart.story, relation=next(free))
                element.set(R + "id", made.relation)
            drawn_.append(made)
        if not there:
            drawn_.append(drawn_anew(package, chart, known[0], is_printed=False)[0])
        for tag in lacking if not draft else ():
            findings.append(_lacking(package, chart, stories[chart.story], tag))
    return Settled(roots, drawn_, findings)


def _settled(
    package: Package, chart: Chart, element: etree._Element, slots: Mapping[str, Slot]
) -> tuple[Drawn, list[Tag]]:
    """What a chart draws where it stands, and the tags that have nothing to print."""
    made, lacking = drawn_anew(package, chart, slots)
    slot = slots[chart.key]
    lacking += [] if slot.truth else [chart.names[0]]
    return made, [*lacking, *_describe(element, slot, made.plot, slots)]


def drawn_anew(
    package: Package, chart: Chart, slots: Mapping[str, Slot], *, is_printed: bool = True
) -> tuple[Drawn, list[Tag]]:
    """Return what a chart that the author has drawn draws now, no number where it is not printed, and the tags of its texts
    that have nothing to print.
    """
    slot, own = slots[chart.key], parse(chart.part, package.parts[chart.part])
    plot = slot.plot or Plot(chart.names[0].name, DRAWN)
    shown = fill(own, plot if slot.truth and is_printed else _emptied(plot))
    return Drawn(chart.part, own, shown), _retitle(own, slots) if is_printed else []


def _lacking(package: Package, chart: Chart, story: etree._Element, tag: Tag) -> Finding:
    paragraph = chart.paragraph if chart.paragraph is not None else next(story.iter(P))
    place = place_of(package, chart.story, story, paragraph)
    fix = "补齐数据，或用标签把图表围起来，有数才印"
    return finding("TPL005", f"“{tag.text}”的图表没有数可画", place, fix=fix)


def _emptied(plot: Plot) -> Plot:
    return plot._replace(
        labels=(), series=tuple(each._replace(numbers=(), figures=()) for each in plot.series)
    )


def _retitle(root: etree._Element, slots: Mapping[str, Slot]) -> list[Tag]:
    """Fill the tags in the titles of a chart; return those that have nothing to print."""
    lacking = []
    for paragraph in [each for each in root.iter(A + "p") if _BRACES.search(said_in(each))]:
        texts = list(paragraph.iter(A + "t"))
        texts[0].text, missing = _printed(said_in(paragraph), slots)
        lacking += missing
        for each in texts[1:]:
            each.text = ""
    for title in list(root.iter(C + "title")):
        if title.find(C + "tx") is not None and not "".join(map(said_in, title.iter(A + "p"))).strip():
            for each in parent_of(title).iterchildren(C + "autoTitleDeleted"):
                each.set("val", "1")
            parent_of(title).remove(title)
    return lacking


def _printed(text: str, slots: Mapping[str, Slot]) -> tuple[str, list[Tag]]:
    """A text with its tags printed, and those that have nothing to print; one that names a list goes."""
    lacking = []
    for tag in reversed(scan(text)):
        said = slots[tag.key].text if tag.kind == "print" else ""
        lacking += [tag] * (said is None)
        text = text[: tag.start] + (f"【缺：{tag.key}】" if said is None else said) + text[tag.end :]
    return text.strip(), lacking


def _describe(element: etree._Element, slot: Slot, plot: Plot, slots: Mapping[str, Slot]) -> list[Tag]:
    """Give a drawn chart's alternative text its words, or those of its numbers where it has none; return what is lacking."""
    lacking = []
    for each in properties_in(element):
        for key in ("title", "descr"):
            if key in each.attrib:
                text, missing = _printed(each.get(key, ""), slots)
                each.set(key, text)
                lacking += missing
        if not each.get("descr"):
            each.set("descr", slot.text or "")
        each.set("name", mark(plot))
    return lacking


def parts(stored: Mapping[str, bytes], new: Sequence[New], settled: Sequence[Drawn]) -> dict[str, bytes]:
    """Return the parts of a report with its charts and their workbooks."""
    made = dict(stored)
    for story, relation, plot in new:
        name = _free("word/charts/chart{}.xml", made)
        made[name] = drawn(plot, BOUND)
        _add(made, name, CHART)
        _relate(made, story, relation, "chart", name)
        _add_book(made, name, plot)
    for each in settled:
        name = each.part
        if each.relation:
            name = _copied(made, each)
        else:
            _unbind(made, name)
        bind(each.root, BOUND)
        made[name] = serialise(each.root)
        _add_book(made, name, each.plot)
    return made


def _copied(made: dict[str, bytes], drawn_: Drawn) -> str:
    """Make a part for a copy of a drawn chart, which refers to what the first one does but for its workbook and the looks
    that Word offers for it, and return its name.
    """
    name = _free(f"{drawn_.part.rpartition('/')[0]}/chart{{}}.xml", made)
    made[name] = b""
    _add(made, name, CHART)
    _relate(made, drawn_.story, drawn_.relation, "chart", name)
    if (listed := _listing(drawn_.part)) in made:
        root = parse(listed, made[listed])
        for each in [each for each in root if each.get("Type", "").endswith(_OWN)]:
            root.remove(each)
        made[_listing(name)] = serialise(root)
    return name


def _free(pattern: str, parts_: Mapping[str, bytes]) -> str:
    return next(name for n in count(1) if (name := pattern.format(n)) not in parts_)


def _add_book(made: dict[str, bytes], chart: str, plot: Plot) -> None:
    name = _free("word/embeddings/Microsoft_Excel_Sheet{}.xlsx", made)
    made[name] = workbook(plot)
    _add(made, name, _BOOK)
    _relate(made, chart, BOUND, "package", name)


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
    for each in [each for each in root if each.get("Type", "").endswith(_OWN[:2])]:
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
