"""A part of a Word file -> where its tags stand, in words by which a person finds them in Word."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.expressions import expression
from reportgen.model import Place
from reportgen.word.elements import TBL, TC, TR, P, parent_of, read_text
from reportgen.word.grid import rows_of
from reportgen.word.package import STYLES, NotWordError, Package, W, parse, plain_text
from reportgen.word.prepare import find_tags
from reportgen.word.tags import Tag

if TYPE_CHECKING:
    from docx.oxml.styles import CT_Style

_HEADING_STYLE = expression(r"(heading|标题)\s*\d", re.IGNORECASE)
# a number of a heading that a whole paragraph is, and not its first sentence alone
_HEADING_TEXT = expression(
    r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)[^。；！？]{1,60}[。；]?$"
)
_ID = expression(r'<w:style [^<>]*\bw:styleId="([^"]*)"')
_TOLD = expression(r'<w:(?:name w:val="(?P<name>[^"]*)"|outlineLvl w:val="(?P<level>[^"]*)")')
SHOWN = 20  # letters of a heading
_NOTES = {W + "footnote": "脚注", W + "endnote": "尾注"}
_PROPERTIES = {
    "title": "标题", "subject": "主题", "creator": "作者", "keywords": "标记", "description": "备注",
    "category": "类别", "contentStatus": "状态", "lastModifiedBy": "最后保存者", "Company": "单位",
    "Manager": "经理",
}  # fmt: skip


def locate(package: Package, name: str, story: etree._Element) -> list[Tag]:
    """Return the tags of a part, each with a place that a person can find in Word; raise NotWordError."""
    found = find_tags(story)
    places = describe(package, name, story, {tagged.paragraph for tagged in found})
    return [
        replace(tag, place=Place(sheet=f"{places[tagged.paragraph]}“{_quote(tagged.text, tag)}”"))
        for tagged in found
        for tag in tagged.tags
    ]


def _quote(text: str, tag: Tag) -> str:
    start, end = max(0, tag.start - 12), min(len(text), max(tag.end, tag.start + 20) + 4, tag.start + 40)
    quotation = re.sub(r"\s+", " ", text[start:end]).strip()
    return f"{'…' if start else ''}{quotation}{'…' if end < len(text) else ''}"


def place_of(package: Package, name: str, story: etree._Element, paragraph: etree._Element) -> Place:
    """Return the place of a paragraph of a part, with its first words; raise NotWordError."""
    text = re.sub(r"\s+", " ", read_text(paragraph)).strip()
    quotation = f"“{text[:28]}{'…' if len(text) > 28 else ''}”" if text else ""
    return Place(sheet=describe(package, name, story, {paragraph})[paragraph] + quotation)


def describe(
    package: Package, name: str, story: etree._Element, wanted: Collection[etree._Element]
) -> dict[etree._Element, str]:
    """Say of each wanted paragraph where it stands: under which heading, in which cell, in which note."""
    label = package.label(name)
    if label == "文档属性":
        properties = {p: etree.QName(parent_of(p)).localname for p in wanted}
        return {p: f"文档属性“{_PROPERTIES.get(local, local)}”" for p, local in properties.items()}
    headings = headings_of(package)
    prefix = "" if label == "正文" else label
    tables: dict[etree._Element, int] = {}
    heading, ordinal = "", 0
    places: dict[etree._Element, str] = {}
    for paragraph in story.iter(P):
        if len(places) == len(wanted):
            break
        above = list(paragraph.iterancestors())
        kinds = [up.tag for up in above]
        under = f"“{heading}”下" if heading else ""
        if W + "txbxContent" in kinds:
            place = f"{prefix}{under}文本框"
        elif note := next((said for kind, said in _NOTES.items() if kind in kinds), ""):
            place = note
        elif TBL in kinds:
            table = [up for up in above if up.tag == TBL][-1]
            number = tables.setdefault(table, len(tables) + 1)
            place = prefix + _describe_cell(above, table, number) if paragraph in wanted else ""
        elif prefix:
            place = prefix
        elif _is_heading(paragraph, text := read_text(paragraph).strip(), headings):
            heading, ordinal = text[:SHOWN], 0
            place = "标题"
        else:
            ordinal += bool(text)
            place = f"{under or '正文'}第{ordinal}段"
        if paragraph in wanted:
            places[paragraph] = place
    return places


def _describe_cell(above: list[etree._Element], table: etree._Element, number: int) -> str:
    """Say which table, row and cell; a table within a cell counts as that cell."""
    within = above[: above.index(table)]
    row = [up for up in within if up.tag == TR][-1]
    cell = [up for up in within if up.tag == TC][-1]
    rows = list(rows_of(table))
    cells = [tc for tc in row.iter(TC) if next(tc.iterancestors(TR)) is row]
    return f"表格{number}第{rows.index(row) + 1}行第{cells.index(cell) + 1}列"


def _is_heading(paragraph: etree._Element, text: str, headings: Collection[str]) -> bool:
    level = paragraph.find(f"{W}pPr/{W}outlineLvl")
    return says_heading(text, style_of(paragraph), None if level is None else level.get(W + "val"), headings)


def says_heading(text: str, style: str, level: str | None, headings: Collection[str]) -> bool:
    """Whether a paragraph is a heading, by its text, its style, and its own outline level, if it has one."""
    return bool(text) and (_is_outlined(level) or style in headings or bool(_HEADING_TEXT.match(text)))


def _is_outlined(level: str | None) -> bool:
    return level is not None and level != "9"


def style_of(paragraph: etree._Element) -> str:
    """Return the id of a paragraph's style; empty where it has none."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(W + "val", "")


def headings_of(package: Package) -> set[str]:
    """Return the ids of the styles that are named as a heading or have an outline level; raise NotWordError."""
    found: set[str] = set()
    for part in [name for name, kind in package.types.items() if kind == STYLES]:
        content = package.parts[part]
        plain = _plain_headings(content)
        found |= _headings(part, content) if plain is None else plain
    return found - {""}


def _plain_headings(content: bytes) -> set[str] | None:
    """The same of one part that is read without a tree; None where a program writes it in a way of its own."""
    text = plain_text(content) or ""
    told = list(_TOLD.finditer(text))
    if "pPrChange" in text or not told or len(told) != text.count("<w:name ") + text.count("<w:outlineLvl "):
        return None
    found = set()
    for each in told:
        if _is_outlined(each["level"]) or _HEADING_STYLE.match(each["name"] or ""):
            start = text.rfind("<w:style ", 0, each.start())
            id_ = _ID.match(text, max(start, 0))
            if not id_:
                return None
            if text.find("<w:tblStylePr", start, each.start()) < 0:
                found.add(id_[1])
    return found


def _headings(part: str, content: bytes) -> set[str]:
    found = set()
    for style in parse(part, content).iter(W + "style"):
        name, level = style.find(W + "name"), style.find(f"{W}pPr/{W}outlineLvl")
        outlined = level is not None and _is_outlined(level.get(W + "val", ""))
        if outlined or (name is not None and _HEADING_STYLE.match(name.get(W + "val", ""))):
            found.add(style.get(W + "styleId", ""))
    return found


def read_styles(package: Package) -> dict[str, CT_Style]:
    """Return the styles by id; that of paragraphs without a style is under the empty id; raise NotWordError."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.exceptions import InvalidXmlError
    from docx.oxml.parser import parse_xml
    from docx.oxml.styles import CT_Style

    styles: dict[str, CT_Style] = {}
    for name in [name for name, kind in package.types.items() if kind == STYLES]:
        try:
            for style in parse_xml(package.parts[name]).iter(W + "style"):
                assert isinstance(style, CT_Style)
                styles[style.styleId or ""] = style
                if style.type == WD_STYLE_TYPE.PARAGRAPH and style.default:
                    styles[""] = style
        except (etree.XMLSyntaxError, InvalidXmlError, ValueError) as error:
            raise NotWordError(f"模板里的“{name}”已损坏，无法读取") from error
    return styles
