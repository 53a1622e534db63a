"""Word's elements by name, and what is read from and done to them so that Word still opens the file."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from reportgen.word.package import W

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

P, R, T, BR, TAB, TBL, TR, TC = (W + n for n in ("p", "r", "t", "br", "tab", "tbl", "tr", "tc"))
SECTION_BREAK = f"{W}pPr/{W}sectPr"
COMMENT_REFERENCE = W + "commentReference"
PRINT, PHRASE, BLOCK = "print", "phrase", "block"
MARKS = (PRINT, PHRASE, BLOCK)

CHARACTERS: Mapping[object, str] = {TAB: "\t", BR: "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
WITHOUT_TEXT = {P, MC + "Fallback"}
WITHOUT_TEXT |= {W + n for n in ("pPr", "rPr", "sdtPr", "del", "moveFrom", "drawing", "pict", "object")}
SPLITTABLE = {W + n for n in ("r", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo")}
_PROPERTIES = {W + n for n in ("rPr", "smartTagPr", "customXmlPr")}
_BLANK = {T, TAB, W + "cr", W + "rPr", W + "lastRenderedPageBreak", COMMENT_REFERENCE, *MARKS}
BLOCKS = {P, TBL, W + "sdt", W + "customXml", BLOCK}
STARTS: Mapping[object, str] = {
    W + name + "Start": W + name + "End"
    for name in ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange")
}
ENDS: Mapping[object, object] = {end: start for start, end in STARTS.items()}
_OWN: Mapping[object, str] = {P: W + "pPr", R: W + "rPr", TR: W + "trPr", TC: W + "tcPr"}
RANGES = (*map(str, STARTS), *map(str, ENDS))
SHOWN = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"  # in a drawing, where a chart stands


def read_text(paragraph: etree._Element) -> str:
    """Return the paragraph's text: tracked insertions included, deletions and text boxes not."""
    return "".join(text for _, text in text_pieces(paragraph))


def text_pieces(element: etree._Element) -> list[tuple[etree._Element, str]]:
    """Return the elements that make up the text, in order, each with what it says."""
    pieces: list[tuple[etree._Element, str]] = []
    for child in element:
        tag = child.tag
        if tag == T:
            pieces.append((child, child.text or ""))
        elif tag in CHARACTERS:
            pieces.append((child, CHARACTERS[tag]))
        elif tag not in WITHOUT_TEXT:
            pieces += text_pieces(child)
    return pieces


def has_content(paragraph: etree._Element) -> bool:
    """Whether anything but text stands in the paragraph: a picture, a page break, a note, a field, a deletion."""
    if next(paragraph.iter(W + "fldSimple"), None) is not None:
        return True
    for run in paragraph.iter(R):
        for child in run:
            line_break = child.tag == BR and child.get(W + "type") not in ("page", "column")
            if child.tag not in _BLANK and not line_break:
                return True
    return False


def block_beside(element: etree._Element, *, before: bool = False) -> object:
    """Return what kind of paragraph, table or the like comes next, or None at the end of body or cell."""
    siblings = element.itersiblings(preceding=before)
    return next((sibling.tag for sibling in siblings if sibling.tag in BLOCKS), None)


def write_text(element: etree._Element, text: str) -> None:
    """Set the text, and see to it that Word keeps spaces at its ends."""
    element.text = text
    if text[0].isspace() or text[-1].isspace():
        element.set(SPACE, "preserve")


def properties_of(element: etree._Element) -> etree._Element:
    """Return the properties of a paragraph, a run, a row or a cell, made where they have to stand if there are none."""
    tag = _OWN[element.tag]
    properties = element.find(tag)
    if properties is None:
        properties = etree.Element(tag)
        element.insert(sum(each.tag == W + "tblPrEx" for each in element), properties)
    return properties


def hint_chinese(run: etree._Element) -> None:
    """Have Word set quotation marks, dashes and dots, which Latin fonts have too, in the run's Chinese font."""
    properties = properties_of(run)
    fonts = properties.find(W + "rFonts")
    if fonts is None:
        fonts = etree.Element(W + "rFonts")
        properties.insert(int(len(properties) > 0 and properties[0].tag == W + "rStyle"), fonts)
    fonts.set(W + "hint", "eastAsia")


def parent_of(element: etree._Element) -> etree._Element:
    """Return the parent of an element that is not the root; raise ValueError for a root."""
    parent = element.getparent()
    if parent is None:
        raise ValueError(f"{element.tag!r} has no parent")
    return parent


def remove(element: etree._Element) -> None:
    """Take an element out of its tree."""
    parent_of(element).remove(element)


def remove_from_run(element: etree._Element) -> None:
    """Take an element out of its run, and the run away with it when nothing else is left."""
    run = parent_of(element)
    run.remove(element)
    drop_if_hollow(run)


def drop_if_hollow(run: etree._Element | None) -> None:
    """Remove a run that has nothing but properties left, and the hyperlink or insertion it leaves empty."""
    while run is not None and run.tag in SPLITTABLE and all(child.tag in _PROPERTIES for child in run):
        parent = parent_of(run)
        parent.remove(run)
        run = parent


def drop_if_blank(paragraph: etree._Element) -> None:
    """Remove a paragraph that the filling left blank, unless Word needs one there."""
    if paragraph.getparent() is None or next(paragraph.iter(*MARKS), None) is not None:
        return
    if read_text(paragraph).strip() or has_content(paragraph) or must_stay(paragraph):
        return
    before, after = block_beside(paragraph, before=True), block_beside(paragraph)
    alone = before is None and after is None
    # Two tables that touch become one, and a cell or a body must not end with a table.
    holds_tables_apart = before == TBL and after in (TBL, None)
    if not alone and not holds_tables_apart:
        vanish(paragraph)


def must_stay(spot: etree._Element) -> bool:
    """Whether a section of pages ends in this paragraph, or a comment stands in it."""
    return spot.find(SECTION_BREAK) is not None or next(spot.iter(COMMENT_REFERENCE), None) is not None


def vanish(element: etree._Element) -> None:
    """Remove a paragraph, row or table, but keep the ends of bookmarks and comments that lie in it."""
    for anchor in list(element.iter(*RANGES)):
        element.addprevious(anchor)
    remove(element)


def split(element: etree._Element, mark: etree._Element) -> None:
    """Split an element at the mark, which comes to stand between its halves; an empty half goes."""
    rest = list(mark.itersiblings())
    element.addnext(mark)
    if rest:
        right = etree.Element(element.tag, element.attrib, element.nsmap)
        right.extend([deepcopy(child) for child in element if child.tag in _PROPERTIES])
        right.extend(rest)
        mark.addnext(right)
    if all(child.tag in _PROPERTIES for child in element):
        remove(element)
