"""A Word file -> what Word or a checker of packages would call broken in it, in words, each fault once."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
V = "{urn:schemas-microsoft-com:vml}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BARE = {
    "w",
    "wp",
    "v",
    "id",
    "name",
    "descr",
    "title",
}  # attributes without a namespace are checked in Word's elements


def faults(file: bytes) -> Counter[str]:
    """Return what is broken in a Word file."""
    with ZipFile(BytesIO(file)) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
        found = Counter(
            f"two parts {name}" for name, times in Counter(archive.namelist()).items() if times > 1
        )
    stories = {
        name: etree.fromstring(parts[name])
        for name in parts
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name)
    }
    for name, root in stories.items():
        found.update(f"{name}: {fault}" for fault in _story(root))
        found.update(f"{name}: relation {id_}" for id_ in _lost_relations(name, root, parts))
    found.update(
        f"docPr {id_} twice"
        for id_ in _twice(each.get("id") for root in stories.values() for each in root.iter(WP + "docPr"))
    )
    names = (each.get(W + "name") for root in stories.values() for each in _shown(root, W + "bookmarkStart"))
    found.update(f"bookmark {name} twice" for name in _twice(names))
    found.update(_notes(stories))
    return found


def _twice(values: Iterator[str | None]) -> list[str]:
    return [value for value, times in Counter(values).items() if value is not None and times > 1]


def _shown(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements that are not Word's own second copy of a text box."""
    return (each for each in root.iter(tag) if next(each.iterancestors(FALLBACK), None) is None)


def _story(root: etree._Element) -> Iterator[str]:
    for each in root.iter("*"):
        if not each.tag.startswith("{"):
            yield f"element {each.tag}"
        if each.tag.startswith(W):
            yield from (f"attribute {name}" for name in each.attrib if not name.startswith("{"))
    yield from (
        f"paraId {id_} twice" for id_ in _twice(each.get(W14 + "paraId") for each in _shown(root, W + "p"))
    )
    yield from (f"shape {id_} twice" for id_ in _twice(each.get("id") for each in root.iter(f"{V}*")))
    yield from (f"control {id_} twice" for id_ in _twice(each.get(W + "val") for each in root.iter(W + "id")))
    yield from (
        f"revision {id_} twice"
        for id_ in _twice(each.get(W + "id") for each in root.iter(W + "ins", W + "del"))
    )
    starts = [each.get(W + "id") for each in root.iter(W + "bookmarkStart")]
    ends = [each.get(W + "id") for each in root.iter(W + "bookmarkEnd")]
    if sorted(map(str, starts)) != sorted(map(str, ends)):
        yield f"bookmarks begin {starts} and end {ends}"
    for cell in root.iter(W + "tc"):
        if not len(cell) or cell[-1].tag not in (W + "p", W + "sdt", W + "customXml"):
            yield "cell without a paragraph at its end"
    for table in root.iter(W + "tbl"):
        yield from _table(table)
    depth = Counter(each.get(W + "fldCharType") for each in root.iter(W + "fldChar"))
    if depth["begin"] != depth["end"]:
        yield f"fields {dict(depth)}"
    yield from (
        f"paragraph properties not first in {each.getparent().tag}"
        for each in root.iter(W + "pPr")
        if each.getparent() is not None and each.getparent().tag == W + "p" and each.getparent().index(each)
    )


def _table(table: etree._Element) -> Iterator[str]:
    rows = [row for row in table.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is table]
    if not rows:
        yield "table without rows"
    above: set[int] = set()
    for row in rows:
        here, column = set(), 0
        for cell in [cell for cell in row.iter(W + "tc") if next(cell.iterancestors(W + "tr")) is row]:
            merge, span = cell.find(f"{W}tcPr/{W}vMerge"), cell.find(f"{W}tcPr/{W}gridSpan")
            if merge is not None:
                here.add(column)
                if merge.get(W + "val") != "restart" and column not in above:
                    yield "merged cell without a beginning"
            column += int(span.get(W + "val", "1")) if span is not None else 1
        above = here


def _lost_relations(name: str, root: etree._Element, parts: dict[str, bytes]) -> Iterator[str]:
    folder, _, file = name.rpartition("/")
    there = {}
    if relations := parts.get(f"{folder}/_rels/{file}.rels"):
        there = {each.get("Id"): each for each in etree.fromstring(relations)}
    for id_ in {value for each in root.iter("*") for key, value in each.attrib.items() if key.startswith(R)}:
        target = there.get(id_)
        inside = target is not None and target.get("TargetMode") != "External"
        path = (
            posixpath.normpath(posixpath.join("/" + folder, target.get("Target", "")))
            if inside and target is not None
            else ""
        )
        if target is None or (path and path.lstrip("/") not in parts):
            yield str(id_)


def _notes(stories: dict[str, etree._Element]) -> Iterator[str]:
    body = stories["word/document.xml"]
    for kind in ("footnote", "endnote"):
        root = stories.get(f"word/{kind}s.xml")
        there = [each.get(W + "id") for each in root.iterfind(W + kind)] if root is not None else []
        marks = [each.get(W + "id") for each in body.iter(f"{W}{kind}Reference")]
        yield from (f"{kind} {id_} twice" for id_ in _twice(iter([*there])))
        yield from (f"{kind} {id_} referred to twice" for id_ in _twice(iter(marks)))
        yield from (f"{kind} {id_} is not there" for id_ in marks if id_ not in there)
