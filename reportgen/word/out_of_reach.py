"""A Word template -> what is wrong where no tag is filled: charts, diagrams, equations, field codes, alternative texts, controls.

What stands in such a place is printed as it is: a tag as a tag, last year's number as this year's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from reportgen.expressions import expression
from reportgen.model import Finding, Place
from reportgen.rules import finding
from reportgen.word.bindings import bound_otherwise
from reportgen.word.descriptions import descriptions
from reportgen.word.drawings import relations
from reportgen.word.elements import P, T, read_text
from reportgen.word.fields import find_fields
from reportgen.word.package import NotWordError, Package, W, parse
from reportgen.word.places import place_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DRAWN = {  # the parts whose texts are drawn, by the end of their content type
    "drawingml.chart+xml": "图表",
    "chartex+xml": "图表",
    "drawingml.diagramData+xml": "SmartArt 图形",
}
_OVER = "drawingml.chartshapes+xml"
_STAYING = (_C + "title", _C + "trendline", _C + "errBars")
_OF_FILLED = (
    "清单的数会换，图里另外写的这些字不会：年份改成 {{报告.年度}}，别的数删去；"
    "确实每年不变的，在图表所在的一段或它的替代文字里写上 {{! 固定 }}。"
)
_TEXTS = ("v", "t", "pt")  # local names of the elements that hold what a chart or a diagram shows
_OPENING = expression(r"\{\{|｛｛|\{｛|｛\{")
_BRACES = (b"{", "｛".encode())
_DIGIT = expression(r"[0-9０-９]")
FIXED = expression(r"[{｛]{2}\s*[!！]\s*固定.*?[}｝]{2}")
_TAGS = expression("[{｛]{2}.*?[}｝]{2}")
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_SHEETS = expression(
    r"Excel|MSGraph|K?ET\.|opendocument\.(Calc|Chart)|soffice\.Star(Calc|Chart)", re.IGNORECASE
)
_IMPORTED = {W + "altChunk", W + "subDoc"}


def out_of_reach(
    package: Package, stories: Mapping[str, etree._Element], charts: Collection[str] = ()
) -> list[Finding]:
    """Return what no tag can fill in a template: `stories` are the parts that may hold tags, `charts` those of charts that
    are filled; raise NotWordError.
    """
    printed = package.printed
    parts = [name for name in package.parts if name not in charts]
    found = [each for name in parts if (each := _stray_tag(package, name, stories.get(name), bool(charts)))]
    for name in printed:
        content = package.parts[name]
        if b"dataBinding" in content or b"altChunk" in content or b"subDoc" in content:
            root = stories[name] if name in stories else parse(name, content)
            found += _bound(package, name, root)
            found += _imported(package, name, root)
        if b"OLEObject" in content:
            root = stories[name] if name in stories else parse(name, content)
            found += _embedded(package, name, root)
    drawn = {name: what for name in package.parts if (what := _what_is_drawn(package, name))}
    for name in printed if drawn else ():
        root = stories[name] if name in stories else parse(name, package.parts[name])
        found += _drawn(package, name, root, drawn, charts)
    return found


def _stray_tag(package: Package, name: str, story: etree._Element | None, charts: bool) -> Finding | None:
    label, content = package.label(name), package.parts[name]
    if not name.endswith(".xml") or not any(brace in content for brace in _BRACES) or label == "文档属性":
        return None
    if not label and not name.startswith("word/"):
        return None
    raw = not label and bool(_OPENING.search(content.decode(errors="replace")))
    if not raw:
        try:
            root = parse(name, content) if story is None else story
        except NotWordError:
            return None
        if not any(_OPENING.search(text) for text in _unfilled_texts(root, charts)):
            return None
    message = f"{label or name}的公式、域代码、图片说明或图表里有标签，这里填不了"
    return finding("TPL004", message, Place("", label or name), fix="把标签移到正文里")


def _unfilled_texts(root: etree._Element, charts: bool) -> Iterator[str]:
    """Yield the texts that are not filled, each joined of the pieces that Word cuts it into; `charts` says whether what is
    said of a chart may name its list.
    """
    filled = {T, W + "delText"}
    naming = {each for each in root.iter(_WP + "docPr") if charts and _is_of_chart(each)}
    for element in root.iter("*"):
        if element.text and element.tag not in filled:
            yield element.text
        if element not in naming:
            yield from (FIXED.sub("", str(v)) for v in element.attrib.values() if "{" in v or "｛" in v)
    for paragraph in root.iter(_A + "p", _M + "oMath"):
        yield "".join(text.text or "" for text in paragraph.iter(_A + "t", _M + "t"))
    for each in find_fields(root):
        yield each.instruction


def _is_of_chart(described: etree._Element) -> bool:
    drawing = described.getparent()
    return drawing is not None and next(drawing.iter(_C + "chart"), None) is not None


def _bound(package: Package, name: str, story: etree._Element) -> Iterator[Finding]:
    for control, shown, stored in bound_otherwise(package, story):
        message = f"内容控件里写着“{shown}”，它绑定的数据却是“{stored}”，打开时会换成后者"
        yield finding("TPL020", message, place_of(package, name, story, _paragraph(control)))


def _imported(package: Package, name: str, story: etree._Element) -> Iterator[Finding]:
    for element in story.iter(*_IMPORTED):
        above = next(element.itersiblings(P, preceding=True), None)
        paragraph = next(element.iterancestors(P), above)
        where = (
            Place("", package.label(name)) if paragraph is None else place_of(package, name, story, paragraph)
        )
        message = "这里嵌入了另一个文件，打开时才插进来，里面的字既填不了，也查不了"
        yield finding("TPL004", message, where, fix="在 Word 里打开模板，另存一次，让嵌入的内容变成正文")


def _embedded(package: Package, name: str, story: etree._Element) -> Iterator[Finding]:
    """Yield the sheets and charts of other programs, of which the picture is printed that they had when they were put in."""
    for each in story.iter(_OBJECT):
        program = each.get("ProgID", "")
        if _SHEETS.match(program) and each.get("DrawAspect") != "Icon" and not _is_fixed(each):
            message = f"这里嵌入了 {program} 对象，印的是它的图片，里面的数不会换成今年的"
            fix = "改用 Word 的表格和标签，或用标签画图；确实每年不变的，在它所在的一段里写上 {{! 固定 }}。"
            yield finding("TPL021", message, place_of(package, name, story, _paragraph(each)), fix=fix)


def _paragraph(element: etree._Element) -> etree._Element:
    """Return the paragraph that an element stands in, or else the first one that it holds or follows."""
    around = next(element.iterancestors(P), None)
    inside = next(element.iter(P), None) if around is None else around
    return inside if inside is not None else element


def _what_is_drawn(package: Package, name: str) -> str:
    content_type = package.types.get(name, "")
    return next((what for end, what in _DRAWN.items() if content_type.endswith(end)), "")


def _drawn(
    package: Package,
    name: str,
    story: etree._Element,
    drawn: Mapping[str, str],
    charts: Collection[str],
) -> Iterator[Finding]:
    """Yield the charts and diagrams of a story that show numbers and are not marked as fixed."""
    targets = relations(package, name)
    for element in story.iter("*"):
        for attribute, value in element.attrib.items():
            part = targets.get(str(value), "") if str(attribute).startswith(_R) else ""
            if part not in drawn or _is_fixed(element):
                continue
            root = parse(part, package.parts[part])
            texts = _beside_series(root) if part in charts else _texts_of(root)
            texts += _drawn_over(package, part)
            numbers = [text for text in texts if _DIGIT.search(text)]
            if numbers:
                fix = _OF_FILLED if part in charts else ""
                said = "、".join(numbers[:4]) + ("等" if len(numbers) > 4 else "")
                message = f"{drawn[part]}里存着写定的数（{said}），没有标签能填，会照原样印出来"
                place = place_of(package, name, story, _paragraph(element))
                yield finding("TPL021", message, place, fix=fix)


def _beside_series(root: etree._Element) -> list[str]:
    """The texts of a chart that is filled, which stay as they are: its titles, without their tags, the names of trend
    lines, and how far bars of error reach.
    """
    kept = (each for each in root.iter(_A + "p") if next(each.iterancestors(_C + "dLbl"), None) is None)
    texts = ["".join(text.text or "" for text in each.iter(_A + "t")) for each in kept]
    texts += [each.text or "" for of in root.iter(*_STAYING) for each in of.iter(_C + "v", _C + "name")]
    return [_TAGS.sub("", text).strip() for text in texts]


def _drawn_over(package: Package, part: str) -> list[str]:
    """The texts of the shapes that somebody has drawn on a chart."""
    over = [each for each in relations(package, part).values() if package.types.get(each, "").endswith(_OVER)]
    return [text for each in over for text in _texts_of(parse(each, package.parts[each]))]


def _texts_of(root: etree._Element) -> list[str]:
    found = [
        " ".join((each.text or "").split())
        for each in root.iter("*")
        if etree.QName(each).localname in _TEXTS and each.tag != _A + "t"
    ]
    found += [
        "".join(text.text or "" for text in each.iter(_A + "t")).strip() for each in root.iter(_A + "p")
    ]
    return [text for text in found if text]


def _is_fixed(element: etree._Element) -> bool:
    """Whether its paragraph, or its drawing's alternative text, is marked `{{! 固定 }}`."""
    paragraph = next(element.iterancestors(P), None)
    if paragraph is not None and FIXED.search(read_text(paragraph)):
        return True
    drawing = next(element.iterancestors(f"{_WP}inline", f"{_WP}anchor"), None)
    described = () if drawing is None else drawing.iterfind(_WP + "docPr")
    return any(FIXED.search(each.get(key, "")) for each in described for key in ("descr", "title"))


def drop_marks(root: etree._Element) -> bool:
    """Take `{{! 固定 }}` out of the alternative texts; say whether there was any."""
    marked = [each for each in descriptions(root) if FIXED.search(each[2])]
    for element, key, said in marked:
        element.set(key, FIXED.sub("", said).strip())
    return bool(marked)
