"""A Word template and slots -> a Word file, or findings with places that a Word user can find.

How tags in a part's XML become marks is `marking`'s business, and how marks become text `filling`'s.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from lxml import etree

from reportgen.filling import check_names, fill_prepared, make_alarm
from reportgen.marking import MC, TBL, TC, TR, P, Prepared, R, T, find_tags, prepare, read_text
from reportgen.model import Finding, Place, Slot
from reportgen.package import (
    LABELS,
    TYPES,
    WORD,
    Node,
    NotWordError,
    Package,
    W,
    need_body,
    pack,
    parse,
    serialise,
    unpack,
)
from reportgen.rules import finding
from reportgen.tags import Problem, Tag

_PROPERTIES = {
    "title": "标题", "subject": "主题", "creator": "作者", "keywords": "标记", "description": "备注",
    "category": "类别", "contentStatus": "状态", "lastModifiedBy": "最后保存者", "Company": "单位",
    "Manager": "经理",
}  # fmt: skip
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OPENING = re.compile(r"\{\{|｛｛")
_FILLED = {T, W + "delText"}
_HEADING_STYLE = re.compile(r"(heading|标题)\s*\d", re.IGNORECASE)
_HEADING_TEXT = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")


def fill(
    template: bytes, slots: Mapping[str, Slot], *, draft: str | None = None
) -> tuple[bytes | None, list[Finding]]:
    """Fill the template's tags from the slots; on any finding there is no document.

    The whole template is checked before anything is filled. A draft shows its text in red at the top and in
    every page's header, and prints what is missing as 【缺：name】.
    """
    try:
        package = unpack(template)
        prepared = _prepare_parts(package)
        need_body(package)
    except NotWordError as error:
        return None, [finding("TPL008", str(error))]
    problems = {name: [*part.problems, *check_names(part, slots)] for name, part in prepared.items()}
    if beyond := _out_of_reach(package, prepared):
        return None, [*_tell(package, problems), *beyond]
    if not any(problems.values()):
        show = draft is not None
        problems = {name: fill_prepared(part, slots, draft=show) for name, part in prepared.items()}
    if any(problems.values()):
        return None, _tell(package, problems)
    roots = {name: part.root for name, part in prepared.items()}
    parts = dict(package.parts)
    if draft is not None:
        _mark_as_draft(package, roots, parts, draft)
    for name, root in roots.items():
        if LABELS[package.types[name]] == "文档属性":
            _unwrap_properties(root)
        parts[name] = serialise(root)
    return pack(parts), []


def check(template: bytes, slots: Mapping[str, Slot]) -> list[Finding]:
    """Return what is wrong with the template's tags, whatever the slots hold."""
    try:
        package = unpack(template)
        prepared = _prepare_parts(package)
        need_body(package)
    except NotWordError as error:
        return [finding("TPL008", str(error))]
    problems = {name: [*part.problems, *check_names(part, slots)] for name, part in prepared.items()}
    return [*_tell(package, problems), *_out_of_reach(package, prepared)]


def title(docx: bytes) -> str:
    """Return the title property, or an empty string; raise NotWordError."""
    package = unpack(docx)
    for name in package.find("文档属性"):
        for element in parse(package, name).iter("{http://purl.org/dc/elements/1.1/}title"):
            return (element.text or "").strip()
    return ""


def tags(template: bytes) -> list[Tag]:
    """Return every tag of every part in order, each with its place; raise NotWordError."""
    package = unpack(template)
    located = (tag for name in _braced_stories(package) for tag in _locate(package, name))
    return [tag for tag in located if tag.kind != "malformed"]


def text_lines(docx: bytes) -> list[str]:
    """Return the text as lines of style name, tab, text: body, headers, footers, notes; raise NotWordError.

    Each part but the body is preceded by a line that names it. Line breaks show as ↵.
    """
    package = unpack(docx)
    names = _style_names(package)
    lines = []
    for label in ("正文", "页眉", "页脚", "脚注", "尾注"):
        for name in package.find(label):
            if label != "正文":
                lines.append(f"== {label} {name}")
            for paragraph in parse(package, name).iter(P):
                if not any(_is_repetition(up) for up in paragraph.iterancestors()):
                    text = read_text(paragraph).replace("\n", "↵")
                    lines.append(f"{names.get(_style_of(paragraph), '')}\t{text}")
    return lines


def _out_of_reach(package: Package, prepared: Mapping[str, Prepared]) -> list[Finding]:
    """The tags that would stay in the report: in equations, field codes, descriptions of pictures, charts."""
    findings = []
    stories = set(package.stories)
    for name, content in package.parts.items():
        if not name.endswith(".xml") or not any(brace in content for brace in (b"{{", "｛｛".encode())):
            continue
        if name not in stories:
            found = name.startswith("word/")
        else:
            found = any(
                _OPENING.search(text)
                for element in (prepared[name].root if name in prepared else parse(package, name)).iter("*")
                for text in (
                    *([element.text] if element.tag not in _FILLED else []),
                    *element.attrib.values(),
                )
                if text and LABELS[package.types[name]] != "文档属性"
            )
        if found:
            label = LABELS.get(package.types[name], name)
            message = f"{label}的公式、域代码、图片说明或图表里有标签，这里填不了"
            findings.append(finding("TPL004", message, Place("", label), fix="把标签移到正文里"))
    return findings


def _is_repetition(element: Node) -> bool:
    """Whether it is a text box's copy for old versions of Word, or the line that separates notes."""
    return element.tag == MC + "Fallback" or element.get(W + "type") in ("separator", "continuationSeparator")


def _braced_stories(package: Package) -> list[str]:
    """Return the stories that may hold tags: those with a brace, or in an encoding other than UTF-8."""
    marks = (b"{", b"}", "｛".encode(), "｝".encode(), b"&#")
    return [
        name for name in package.stories
        if package.parts[name][:2] in (b"\xff\xfe", b"\xfe\xff") or any(m in package.parts[name] for m in marks)
    ]  # fmt: skip


def _parse_story(package: Package, name: str) -> Node:
    root = parse(package, name)
    if LABELS[package.types[name]] == "文档属性":
        _wrap_properties(root)
    return root


def _prepare_parts(package: Package) -> dict[str, Prepared]:
    prepared = {name: prepare(_parse_story(package, name)) for name in _braced_stories(package)}
    return {name: part for name, part in prepared.items() if part.tags}


def _wrap_properties(root: Node) -> None:
    """Give each property with braces a paragraph, so that it is filled as any text is."""
    for element in [e for e in root.iter("*") if e.text and not len(e) and re.search("[{}｛｝]", e.text)]:
        paragraph = etree.SubElement(element, P)
        etree.SubElement(etree.SubElement(paragraph, R), T).text = element.text
        element.text = None


def _unwrap_properties(root: Node) -> None:
    for element in {paragraph.getparent(): None for paragraph in root.iter(P)}:
        text = "\n".join(read_text(paragraph) for paragraph in element)
        for paragraph in list(element):
            element.remove(paragraph)
        element.text = text


def _tell(package: Package, problems: Mapping[str, Iterable[Problem]]) -> list[Finding]:
    """Turn problems into findings with places, which are looked up in the template as it was."""
    findings = []
    for name, found in problems.items():
        located = _locate(package, name) if found else []
        for problem in sorted(found, key=lambda problem: (problem.tag, problem.code)):
            place = located[problem.tag].place
            findings.append(Finding(problem.code, "error", problem.message, place, fix=problem.fix))
    return findings


def _locate(package: Package, name: str) -> list[Tag]:
    """Return the tags of a part, each with a place that a person can find in Word."""
    root = _parse_story(package, name)
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
    return bool(text) and (outlined or _style_of(paragraph) in headings or bool(_HEADING_TEXT.match(text)))


def _style_of(paragraph: Node) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(W + "val", "")


def _styles(package: Package) -> list[Node]:
    names = [name for name, kind in package.types.items() if kind == WORD + "styles+xml"]
    return [style for name in names for style in parse(package, name).iter(W + "style")]


def _style_names(package: Package) -> dict[str, str]:
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
    named = {style for style, name in _style_names(package).items() if _HEADING_STYLE.match(name)}
    return (outlined | named) - {""}


def _mark_as_draft(package: Package, roots: dict[str, Node], parts: dict[str, bytes], draft: str) -> None:
    """Show the draft's text in red at the top of the body and in the header of every page."""
    main = package.find("正文")[0]
    for name in [main, *package.find("页眉")]:
        if name not in roots:
            roots[name] = parse(package, name)
        holder: Node = roots[name].find(W + "body") if name == main else roots[name]
        holder.insert(0, make_alarm(draft))
    even = any(b"evenAndOddHeaders" in part for part in parts.values())
    missing = _sections_without_header(roots[main], even)
    if not missing:
        return
    folder, base = posixpath.split(main)
    header, relation = posixpath.join(folder, "header_draft.xml"), "rIdDraft"
    root = etree.Element(W + "hdr", nsmap={"w": W[1:-1]})
    root.append(make_alarm(draft))
    parts[header] = serialise(root)
    for section, kind in missing:
        reference = etree.Element(W + "headerReference", {W + "type": kind, f"{{{_RELATIONS}}}id": relation})
        section.insert(0, reference)
    types = parse(package, TYPES)
    entry = {"PartName": f"/{header}", "ContentType": WORD + "header+xml"}
    etree.SubElement(types, f"{{{_PACKAGE}content-types}}Override", entry)
    parts[TYPES] = serialise(types)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in parts:
        parts[relations] = f'<Relationships xmlns="{_PACKAGE}relationships"/>'.encode()
    links = parse(replace(package, parts=parts), relations)
    link = {"Id": relation, "Type": f"{_RELATIONS}/header", "Target": posixpath.basename(header)}
    etree.SubElement(links, f"{{{_PACKAGE}relationships}}Relationship", link)
    parts[relations] = serialise(links)


def _sections_without_header(root: Node, even: bool) -> list[tuple[Node, str]]:
    """Return the page sections, and the kinds of header, where no page header would show.

    A section without a header of its own takes the one of the section before it.
    """
    body = root.find(W + "body")
    sections = [s for s in root.iter(W + "sectPr") if s.getparent().tag != W + "sectPrChange"]
    if not sections:
        sections = [etree.SubElement(body, W + "sectPr")]
    seen: set[str] = set()
    missing = []
    for section in sections:
        seen |= {reference.get(W + "type", "default") for reference in section.iter(W + "headerReference")}
        title = section.find(W + "titlePg")
        first = title is not None and title.get(W + "val") not in ("0", "false", "off")
        for kind in ["default", *["even"] * even, *["first"] * first]:
            if kind not in seen:
                missing.append((section, kind))
                seen.add(kind)
    return missing
