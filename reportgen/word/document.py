"""A Word template and slots -> a Word file, or findings with places that a Word user can find.

How tags in a part's XML become marks is `marking`'s business, and how marks become text `filling`'s.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lxml import etree

from reportgen.model import Finding, Place, Slot
from reportgen.rules import finding
from reportgen.word.fill import check_names, fill_prepared, make_alarm
from reportgen.word.package import (
    LABELS,
    TYPES,
    WORD,
    Node,
    NotWordError,
    Package,
    W,
    need_body,
    parse,
    serialise,
    unpack,
)
from reportgen.word.places import locate, style_names, style_of
from reportgen.word.prepare import MC, P, Prepared, R, T, prepare, read_text
from reportgen.word.tags import Problem, Tag
from reportgen.workbook.zipped import pack

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OPENING = re.compile(r"\{\{|｛｛")
_FILLED = {T, W + "delText"}


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
    located = (
        tag for name in _braced_stories(package) for tag in locate(package, name, _parse_story(package, name))
    )
    return [tag for tag in located if tag.kind != "malformed"]


def text_lines(docx: bytes) -> list[str]:
    """Return the text as lines of style name, tab, text: body, headers, footers, notes; raise NotWordError.

    Each part but the body is preceded by a line that names it. Line breaks show as ↵.
    """
    package = unpack(docx)
    names = style_names(package)
    lines = []
    for label in ("正文", "页眉", "页脚", "脚注", "尾注"):
        for name in package.find(label):
            if label != "正文":
                lines.append(f"== {label} {name}")
            for paragraph in parse(package, name).iter(P):
                if not any(_is_repetition(up) for up in paragraph.iterancestors()):
                    text = read_text(paragraph).replace("\n", "↵")
                    lines.append(f"{names.get(style_of(paragraph), '')}\t{text}")
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
        located = locate(package, name, _parse_story(package, name)) if found else []
        for problem in sorted(found, key=lambda problem: (problem.tag, problem.code)):
            place = located[problem.tag].place
            findings.append(Finding(problem.code, "error", problem.message, place, fix=problem.fix))
    return findings


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
