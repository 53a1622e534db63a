"""Breaks between sections of pages, when the part that they stand in or beside is not printed.

A break holds the page of all that stands before it, up to the break before: margins, orientation, headers. One that went with
its part would give the pages before it the setup of those behind.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from reportgen.word.elements import BLOCKS, SECTION_BREAK, P, properties_of
from reportgen.word.package import W

_SECTION = W + "sectPr"
_REFERENCES = (W + "headerReference", W + "footerReference")


def keep_breaks(part: etree._Element) -> None:
    """Before a part is dropped: keep the break that ends the pages before it, and what later pages inherit from it.

    Breaks on the lines of the part's tags stand outside of it, and stay.
    """
    breaks = [each for paragraph in part.iter(P) for each in paragraph.iterfind(SECTION_BREAK)]
    if not breaks:
        return
    before = next((each for each in part.itersiblings(preceding=True) if each.tag in BLOCKS), None)
    if before is not None and before.find(SECTION_BREAK) is None:
        _end_pages(before, breaks[0])
    _hand_on(breaks, part)


def _end_pages(before: etree._Element, section: etree._Element) -> None:
    """Put the break on the paragraph before, or on an empty one behind a table."""
    if before.tag == P:
        paragraph = before
    else:
        paragraph = etree.Element(P)
        before.addnext(paragraph)
    properties = properties_of(paragraph)
    change = properties.find(W + "pPrChange")
    properties.insert(len(properties) if change is None else properties.index(change), section)


def _hand_on(breaks: list[etree._Element], part: etree._Element) -> None:
    """Give the next section the headers and footers that it had from those that go."""
    inherited = {
        (each.tag, each.get(W + "type")): each
        for section in breaks
        for each in section
        if each.tag in _REFERENCES
    }
    gone = set(breaks)
    within = set(part.iter(_SECTION))
    behind = part.xpath("following::w:sectPr[not(parent::w:sectPrChange)]", namespaces={"w": W[1:-1]})
    following = next((each for each in behind if each not in gone and each not in within), None)
    if following is None:
        return
    own = {(each.tag, each.get(W + "type")) for each in following}
    for key, reference in reversed(inherited.items()):
        if key not in own:
            following.insert(0, deepcopy(reference))
