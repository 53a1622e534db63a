"""The only module that knows what a Word file is made of: parts in a zip, found by content type, and places.

How tags in a part's XML become marks is `marking`'s business, and how marks become text `filling`'s.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from reportgen.filling import check_names, fill_prepared, make_alarm
from reportgen.marking import (
    MC,
    TBL,
    TC,
    TR,
    Node,
    P,
    Prepared,
    R,
    T,
    W,
    find_tags,
    prepare,
    read_text,
)
from reportgen.model import Finding, Place, Slot
from reportgen.tags import Problem, Tag

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_LABELS = {
    _WORD + "document.main+xml": "正文",
    _WORD + "header+xml": "页眉",
    _WORD + "footer+xml": "页脚",
    _WORD + "footnotes+xml": "脚注",
    _WORD + "endnotes+xml": "尾注",
    _WORD + "comments+xml": "批注",
    "application/vnd.openxmlformats-package.core-properties+xml": "文档属性",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml": "文档属性",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml": "文档属性",
}
_PROPERTIES = {
    "title": "标题", "subject": "主题", "creator": "作者", "keywords": "标记", "description": "备注",
    "category": "类别", "contentStatus": "状态", "lastModifiedBy": "最后保存者", "Company": "单位",
    "Manager": "经理",
}  # fmt: skip
_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_LARGEST = 512 * 2**20  # bytes of all parts unpacked; a template has a few million
_HEADING_STYLE = re.compile(r"(heading|标题)\s*\d", re.IGNORECASE)
_HEADING_TEXT = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")


class NotWordError(ValueError):
    """The file is no Word document that can be read; the text is a sentence for the clerk."""


@dataclass(frozen=True, slots=True)
class _Package:
    """The parts of a Word file by name, in the order of the file, and their content types."""

    parts: dict[str, bytes]
    types: dict[str, str]

    def find(self, label: str) -> list[str]:
        """Return the names of the parts with this label, such as 页眉."""
        return [name for name in self.parts if _LABELS.get(self.types.get(name, "")) == label]

    @property
    def stories(self) -> list[str]:
        """The names of all parts that hold text: body, headers, footers, notes, comments, properties."""
        return [name for label in dict.fromkeys(_LABELS.values()) for name in self.find(label)]


def fill(
    template: bytes, slots: Mapping[str, Slot], *, draft: str | None = None
) -> tuple[bytes | None, list[Finding]]:
    """Fill the template's tags from the slots; on any finding there is no document.

    The whole template is checked before anything is filled. A draft shows its text in red at the top and in
    every page's header, and prints what is missing as 【缺：name】.
    """
    try:
        package = _open(template)
        prepared = _prepare_parts(package)
    except NotWordError as error:
        return None, [_not_word(error)]
    problems = {name: [*part.problems, *check_names(part, slots)] for name, part in prepared.items()}
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
        if _LABELS[package.types[name]] == "文档属性":
            _unwrap_properties(root)
        parts[name] = _serialise(root)
    return _pack(parts), []


def check(template: bytes, slots: Mapping[str, Slot]) -> list[Finding]:
    """Return what is wrong with the template's tags, whatever the slots hold."""
    try:
        package = _open(template)
        prepared = _prepare_parts(package)
    except NotWordError as error:
        return [_not_word(error)]
    return _tell(
        package, {name: [*part.problems, *check_names(part, slots)] for name, part in prepared.items()}
    )


def title(docx: bytes) -> str:
    """Return the title property, or an empty string; raise NotWordError."""
    package = _open(docx)
    for name in package.find("文档属性"):
        for element in _parse(package, name).iter("{http://purl.org/dc/elements/1.1/}title"):
            return (element.text or "").strip()
    return ""


def tags(template: bytes) -> list[Tag]:
    """Return every tag of every part in order, each with its place; raise NotWordError."""
    package = _open(template)
    located = (tag for name in _braced_stories(package) for tag in _locate(package, name))
    return [tag for tag in located if tag.kind != "malformed"]


def text_lines(docx: bytes) -> list[str]:
    """Return the text as lines of style name, tab, text: body, headers, footers, notes; raise NotWordError.

    Each part but the body is preceded by a line that names it. Line breaks show as ↵.
    """
    package = _open(docx)
    names = _style_names(package)
    lines = []
    for label in ("正文", "页眉", "页脚", "脚注", "尾注"):
        for name in package.find(label):
            if label != "正文":
                lines.append(f"== {label} {name}")
            for paragraph in _parse(package, name).iter(P):
                if not any(_is_repetition(up) for up in paragraph.iterancestors()):
                    text = read_text(paragraph).replace("\n", "↵")
                    lines.append(f"{names.get(_style_of(paragraph), '')}\t{text}")
    return lines


def _not_word(error: NotWordError) -> Finding:
    return Finding("TPL008", "error", str(error), fix="在Word或WPS里打开模板，另存为“Word文档（.docx）”")


def _is_repetition(element: Node) -> bool:
    """Whether it is a text box's copy for old versions of Word, or the line that separates notes."""
    return element.tag == MC + "Fallback" or element.get(W + "type") in ("separator", "continuationSeparator")


def _open(file: bytes) -> _Package:
    if file[:4] == b"\xd0\xcf\x11\xe0":
        raise NotWordError("模板是旧版.doc文件，或者设了打开密码，无法读取")
    try:
        with ZipFile(BytesIO(file)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise NotWordError("模板解压后过大，不像是正常的Word文件")
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (BadZipFile, zlib.error, RuntimeError, EOFError) as error:
        raise NotWordError("模板不是Word文档（.docx），或者文件已损坏") from error
    package = _Package(parts, {})
    if _TYPES not in parts:
        raise NotWordError("模板不是Word文档（.docx）：里面没有文档内容")
    defaults = {}
    overrides = {}
    for entry in _parse(package, _TYPES):
        if entry.get("PartName"):
            overrides[entry.get("PartName").lower()] = entry.get("ContentType", "")
        elif entry.get("Extension"):
            defaults[entry.get("Extension").lower()] = entry.get("ContentType", "")
    for name in parts:
        extension = name.rpartition(".")[2].lower()
        package.types[name] = overrides.get("/" + name.lower(), defaults.get(extension, ""))
    if not package.find("正文"):
        raise NotWordError("模板不是Word文档（.docx）：里面没有文档内容")
    if W[1:-1].encode() not in parts[package.find("正文")[0]]:
        raise NotWordError("模板是“严格Open XML”格式的Word文档，暂不支持")
    return package


def _parse(package: _Package, name: str) -> Node:
    """Parse a part without fetching or expanding anything."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(package.parts[name], parser)
    except etree.XMLSyntaxError as error:
        raise NotWordError(f"模板里的“{name}”已损坏，无法读取") from error
    if root.getroottree().docinfo.doctype:
        raise NotWordError(f"模板里的“{name}”含有文档类型声明，不是Word存出来的文件")
    return root


def _serialise(root: Node) -> bytes:
    xml: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml


def _pack(parts: Mapping[str, bytes]) -> bytes:
    """Write the parts as a zip that depends on nothing but them: no clock, no operating system."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            archive.writestr(info, content, ZIP_DEFLATED)
    return file.getvalue()


def _braced_stories(package: _Package) -> list[str]:
    """Return the stories that may hold tags: those with a brace, or in an encoding other than UTF-8."""
    marks = (b"{", b"}", "｛".encode(), "｝".encode(), b"&#")
    return [
        name for name in package.stories
        if package.parts[name][:2] in (b"\xff\xfe", b"\xfe\xff") or any(m in package.parts[name] for m in marks)
    ]  # fmt: skip


def _parse_story(package: _Package, name: str) -> Node:
    root = _parse(package, name)
    if _LABELS[package.types[name]] == "文档属性":
        _wrap_properties(root)
    return root


def _prepare_parts(package: _Package) -> dict[str, Prepared]:
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


def _tell(package: _Package, problems: Mapping[str, Iterable[Problem]]) -> list[Finding]:
    """Turn problems into findings with places, which are looked up in the template as it was."""
    findings = []
    for name, found in problems.items():
        located = _locate(package, name) if found else []
        for problem in sorted(found, key=lambda problem: (problem.tag, problem.code)):
            place = located[problem.tag].place
            findings.append(Finding(problem.code, "error", problem.message, place, fix=problem.fix))
    return findings


def _locate(package: _Package, name: str) -> list[Tag]:
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


def _describe(package: _Package, name: str, root: Node, wanted: Collection[Node]) -> dict[Node, str]:
    """Say of each wanted paragraph where it stands: under which heading, in which cell, in which note."""
    label = _LABELS[package.types[name]]
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


def _styles(package: _Package) -> list[Node]:
    names = [name for name, kind in package.types.items() if kind == _WORD + "styles+xml"]
    return [style for name in names for style in _parse(package, name).iter(W + "style")]


def _style_names(package: _Package) -> dict[str, str]:
    """Return the style names by style id; that of paragraphs without a style is under the empty id."""
    names = {}
    for style in _styles(package):
        name = style.find(W + "name")
        names[style.get(W + "styleId", "")] = "" if name is None else name.get(W + "val", "")
        if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
            names[""] = names[style.get(W + "styleId", "")]
    return names


def _heading_styles(package: _Package) -> set[str]:
    """Return the ids of styles named as headings or with an outline level."""
    levels = {s.get(W + "styleId"): s.find(f"{W}pPr/{W}outlineLvl") for s in _styles(package)}
    outlined = {style for style, level in levels.items() if level is not None and level.get(W + "val") != "9"}
    named = {style for style, name in _style_names(package).items() if _HEADING_STYLE.match(name)}
    return (outlined | named) - {""}


def _mark_as_draft(package: _Package, roots: dict[str, Node], parts: dict[str, bytes], draft: str) -> None:
    """Show the draft's text in red at the top of the body and in the header of every page."""
    main = package.find("正文")[0]
    for name in [main, *package.find("页眉")]:
        if name not in roots:
            roots[name] = _parse(package, name)
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
    parts[header] = _serialise(root)
    for section, kind in missing:
        reference = etree.Element(W + "headerReference", {W + "type": kind, f"{{{_RELATIONS}}}id": relation})
        section.insert(0, reference)
    types = _parse(package, _TYPES)
    entry = {"PartName": f"/{header}", "ContentType": _WORD + "header+xml"}
    etree.SubElement(types, f"{{{_PACKAGE}content-types}}Override", entry)
    parts[_TYPES] = _serialise(types)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in parts:
        parts[relations] = f'<Relationships xmlns="{_PACKAGE}relationships"/>'.encode()
    links = _parse(replace(package, parts=parts), relations)
    link = {"Id": relation, "Type": f"{_RELATIONS}/header", "Target": posixpath.basename(header)}
    etree.SubElement(links, f"{{{_PACKAGE}relationships}}Relationship", link)
    parts[relations] = _serialise(links)


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
