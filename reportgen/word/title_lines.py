"""A report's title that is longer than a line -> broken before the year that it prints, and not within a word.

GB/T 9704—2012, 7.3.1: where a title has several lines, the sense of its words stays whole.
"""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from reportgen.word.elements import BR, P, T, read_text
from reportgen.word.package import W
from reportgen.word.paragraph_styles import Styles, first_value
from reportgen.word.signature import length


def break_title(styles: Styles, root: etree._Element, years: Collection[str]) -> None:
    """Break each line at the head of a report that is centred, longer than the page's lines, and prints one of the `years`
    behind other words. What its author has broken stays.
    """
    room = _room(root)
    for each in root.iter(P):
        if not (text := read_text(each).strip()):
            continue
        if first_value(styles.of_paragraph(each, "jc")) != "center":
            return
        if room and "\n" not in text and length(styles, each) > room:
            _break(each, years)


def _break(title: etree._Element, years: Collection[str]) -> None:
    texts = [each for each in title.iter(T) if each.text]
    for each in texts[1:]:
        if each.text in years:
            each.addprevious(etree.Element(BR))
            return


def _room(root: etree._Element) -> int:
    """How long a line of the first section is, in twips; 0 where it does not say."""
    section = next(root.iter(W + "sectPr"), None)
    size, margins = (None if section is None else section.find(W + name) for name in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return 0
    said = (size.get(W + "w", ""), margins.get(W + "left", ""), margins.get(W + "right", ""))
    if not all(each.isdecimal() for each in said):
        return 0
    wide, left, right = map(int, said)
    return wide - left - right
