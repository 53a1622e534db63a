"""A part of a Word file -> where its tags stand, in words by which a person finds them in Word."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from lxml import etree

from reportgen.model import Place
from reportgen.word.package import LABELS, WORD, Node, Package, W, parse
from reportgen.word.prepare import TBL, TC, TR, P, find_tags, read_text
from reportgen.word.tags import Tag

_HEADING_STYLE = re.compile(r"(heading|标题)\s*\d", re.IGNORECASE)


_HEADING_TEXT = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")


_PROPERTIES = {
    "title": "标题", "subject": "主题", "creator": "作者", "keywords": "标记", "description": "备注",
    "category": "类别", "contentStatus": "状态", "lastModifiedBy": "最后保存者", "Company": "单位",
    "Manager": "经理",
}  # fmt: skip


def locate(package: Package, name: str, root: Node) -> list[Tag]:
    """Return the tags of a part, parsed anew as `root`, each with a place that a person can find in Word."""
    found = find_tags(root)
    places = _describe(package, name, root, {paragraph for paragraph, _ in found})
    located = []
    for paragraph, tags_inside in found:
        text = read_text(paragraph)
        for tag in tags_inside:
            place = Place(sheet=f"{places[paragraph]}“{_quote(text, tag)}”")
            located.append(replace(tag, place=place))
    return located


def _quote(text: str, tag: Tag) -> str:
    start, end = max(0, tag.start - 12), min(len(text), max(tag.end, tag.start + 20) + 4, tag.start + 40)
    quotation = re.sub(r"\s+", " ", text[start:end]).strip()
    return f"{'…' if start else ''}{quotation}{'…' if end < len(text) else ''}"


def _describe(package: Package, name: str, root: Node, wanted: Collection[Node]) -> dict[Node, str]:
    """Say of each wanted paragraph where it stands: under which heading, in which cell, in which note."""
    label = LABELS[package.types[name]]
    if label == "文档属性":
        properties = {p: etree.QName(p.getparent()).localname for p in wanted}
        return {p: f"文档属性“{_PROPERTIES.get(local, local)}”" for p, local in properties.items()}
    headings = _heading_styles(package)
    prefix = "" if label == "正文" else label
    tables: list[Node] = []
    heading, ordinal = "", 0
    places = {}
    for paragraph in root.iter(P):
        above = list(paragraph.iterancestors())
        kinds = [up.tag for up in above]
        text = read_text(paragraph).strip()
        under = f"“{heading}”下" if heading else ""
        if W + "txbxContent" in kinds:
            place = f"{prefix}{under}文本框"
        elif TBL in kinds:
            place = prefix + _describe_cell(above, tables)
        elif prefix:
            place = prefix
        elif _is_heading(paragraph, text, headings):
            heading, ordinal = text[:20], 0
            place = "标题"
        else:
            ordinal += bool(text)
            place = f"{under or '正文'}第{ordinal}段"
        if paragraph in wanted:
            places[paragraph] = place
    return places


def _describe_cell(above: list[Node], tables: list[Node]) -> str:
    """Say which table, row and cell; a table within a cell counts as that cell."""
    at = max(number for number, up in enumerate(above) if up.tag == TBL)
    table = above[at]
    if table not in tables:
        tables.append(table)
    row = [up for up in above[:at] if up.tag == TR][-1]
    cell = [up for up in above[:at] if up.tag == TC][-1]
    rows = [tr for tr in table.iter(TR) if next(tr.iterancestors(TBL)) is table]
    cells = [tc for tc in row.iter(TC) if next(tc.iterancestors(TR)) is row]
    return f"表格{tables.index(table) + 1}第{rows.index(row) + 1}行第{cells.index(cell) + 1}列"


def _is_heading(paragraph: Node, text: str, headings: Collection[str]) -> bool:
    level = paragraph.find(f"{W}pPr/{W}outlineLvl")
    outlined = level is not None and level.get(W + "val") != "9"
    return bool(text) and (outlined or style_of(paragraph) in headings or bool(_HEADING_TEXT.match(text)))


def style_of(paragraph: Node) -> str:
    """Return the id of a paragraph's style; empty where it has none."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(W + "val", "")


def _styles(package: Package) -> list[Node]:
    names = [name for name, kind in package.types.items() if kind == WORD + "styles+xml"]
    return [style for name in names for style in parse(package, name).iter(W + "style")]


def style_names(package: Package) -> dict[str, str]:
    """Return the style names by style id; that of paragraphs without a style is under the empty id."""
    names = {}
    for style in _styles(package):
        name = style.find(W + "name")
        names[style.get(W + "styleId", "")] = "" if name is None else name.get(W + "val", "")
        if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
            names[""] = names[style.get(W + "styleId", "")]
    return names


def _heading_styles(package: Package) -> set[str]:
    """Return the ids of styles named as headings or with an outline level."""
    levels = {s.get(W + "styleId"): s.find(f"{W}pPr/{W}outlineLvl") for s in _styles(package)}
    outlined = {style for style, level in levels.items() if level is not None and level.get(W + "val") != "9"}
    named = {style for style, name in style_names(package).items() if _HEADING_STYLE.match(name)}
    return (outlined | named) - {""}
