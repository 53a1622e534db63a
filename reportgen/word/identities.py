"""What may stand in a Word file only once: names and numbers of bookmarks, drawings, shapes and revisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from lxml import etree

from reportgen.word.elements import COMMENT_REFERENCE, RANGES, TR, W14, P, remove, remove_from_run
from reportgen.word.fields import find_fields
from reportgen.word.package import W

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WP14 = "{http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
BOOKMARK, BOOKMARK_END = W + "bookmarkStart", W + "bookmarkEnd"
LINK, _ANCHOR = W + "hyperlink", W + "anchor"
_ID, _NAME, _DRAWING = W + "id", W + "name", _WP + "docPr"
_CHANGES = ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "numbering")
_MADE = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
REVISIONS = tuple(W + n for n in (*_MADE, *(f"{change}Change" for change in _CHANGES)))
_LINES = ("shape", "shapetype", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve")
_SHAPES = tuple(_V + n for n in (*_LINES, "image", "group"))
_OBJECT, _CONTROL = _O + "OLEObject", W + "control"
_LONGEST_NAME = 40  # characters of a bookmark's name; Word cuts the rest


def strip(element: etree._Element) -> None:
    """Take out of a part that is to be repeated what its first copy alone may have: bookmarks, comments, identities.

    A bookmark that the part itself refers to stays, for each copy to have its own.
    """
    kept = _referred_within(element)
    ids = {each.get(_ID) for each in element.iter(BOOKMARK) if each.get(_NAME, "").lower() in kept}
    for anchor in list(element.iter(*RANGES, COMMENT_REFERENCE)):
        if anchor.tag not in (BOOKMARK, BOOKMARK_END) or anchor.get(_ID) not in ids:
            remove_from_run(anchor)
    for identity in list(element.iter(_ID)):
        remove(identity)
    for each in element.iter(P, TR):
        for name in ("paraId", "textId"):
            each.attrib.pop(W14 + name, None)
    for drawing in element.iter(f"{_WP}inline", f"{_WP}anchor"):
        for name in ("anchorId", "editId"):
            drawing.attrib.pop(_WP14 + name, None)


def rename_bookmarks(copies: Iterable[etree._Element], suffix: str) -> None:
    """Give the bookmarks of a copy names of their own, by which the copy's own references then go."""
    copies = list(copies)
    names = {each.get(_NAME, ""): "" for copy in copies for each in copy.iter(BOOKMARK)}
    for name in names:
        names[name] = name[: _LONGEST_NAME - len(suffix)] + suffix
    if not names:
        return
    lower = {name.lower(): new for name, new in names.items()}
    for copy in copies:
        for bookmark in copy.iter(BOOKMARK):
            bookmark.set(_NAME, names[bookmark.get(_NAME, "")])
        for link in copy.iter(LINK):
            if new := lower.get(link.get(_ANCHOR, "").lower()):
                link.set(_ANCHOR, new)
        for each in find_fields(copy):
            if not lower.keys().isdisjoint(each.words):
                each.rewrite(lambda code: re.sub(r'[^\s"]+', lambda m: lower.get(m[0].lower(), m[0]), code))


def _referred_within(element: etree._Element) -> set[str]:
    names = {each.get(_NAME, "").lower() for each in element.iter(BOOKMARK)}
    if not names:
        return names
    referred = {link.get(_ANCHOR, "").lower() for link in element.iter(LINK)}
    return names & referred.union(*(each.words for each in find_fields(element)))


def highest_number(roots: Iterable[etree._Element]) -> int:
    """Return the highest number that a bookmark or a tracked change of these parts has; 0 where there is none."""
    numbered = (each.get(_ID, "") for root in roots for each in root.iter(BOOKMARK, *REVISIONS))
    return max((int(each) for each in numbered if each.isdecimal()), default=0)


def make_unique(roots: Iterable[etree._Element], others: Iterable[bytes] = ()) -> None:
    """Give every drawing, shape, revision and bookmark of these parts a number that no other has; the first keeps its own.

    `others` are the parts that stay as they are; their drawings' numbers are taken.
    """
    taken = {int(each) for part in others for each in re.findall(rb'<wp:docPr\b[^>]*?\bid="(\d+)"', part)}
    drawings: set[int] = set()
    roots = list(roots)
    for root in roots:
        drawings |= {int(n) for each in root.iter(_DRAWING) if (n := each.get("id", "")).isdecimal()}
    fresh = count(max(taken | drawings, default=0) + 1)
    for root in roots:
        for drawing in root.iter(_DRAWING):
            number = int(n) if (n := drawing.get("id", "")).isdecimal() else -1
            if number in taken or number < 0:
                number = next(fresh)
                drawing.set("id", str(number))
            taken.add(number)
        _number_annotations(root)
        _name_shapes(root)


def _number_annotations(root: etree._Element) -> None:
    """Number revisions and bookmarks anew where a number comes again; the end of a bookmark follows its beginning."""
    marked = list(root.iter(BOOKMARK, BOOKMARK_END, *REVISIONS))
    fresh = count(max((int(n) for each in marked if (n := each.get(_ID, "")).isdecimal()), default=0) + 1)
    taken: set[tuple[object, str]] = set()
    began: dict[str, str] = {}
    for each in marked:
        number = each.get(_ID, "")
        kind = BOOKMARK if each.tag == BOOKMARK else "revision"
        if each.tag == BOOKMARK_END:
            each.set(_ID, began.get(number, number))
            continue
        if (kind, number) in taken:
            each.set(_ID, str(next(fresh)))
        taken.add((kind, number))
        if each.tag == BOOKMARK:
            began[number] = each.get(_ID, "")


def _name_shapes(root: etree._Element) -> None:
    """Name shapes anew where a name comes again; what refers to a shape or its type follows the last one of the name."""
    taken: set[str] = set()
    last: dict[str, str] = {}
    for shape in root.iter(*_SHAPES, _OBJECT, _CONTROL):
        for attribute in ("ShapeID", W + "shapeid"):
            if shape.get(attribute) in last:
                shape.set(attribute, last[shape.get(attribute, "")])
        if (kind := shape.get("type", "").removeprefix("#")) in last and shape.tag != _OBJECT:
            shape.set("type", "#" + last[kind])
        name = shape.get("id")
        if name is None or shape.tag in (_OBJECT, _CONTROL):
            continue
        if name in taken:
            last[name] = next(each for each in _numbered(name) if each not in taken)
            shape.set("id", last[name])
            shape.attrib.pop(_O + "spid", None)
        taken.add(shape.get("id", ""))


def _numbered(name: str) -> Iterator[str]:
    return (f"{name}_{number}" for number in count(2))
