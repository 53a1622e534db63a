"""A paragraph and a position in its text -> the same paragraph, in which a run begins there."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from reportgen.word.elements import R, T, parent_of, text_pieces, write_text
from reportgen.word.package import W


def cut(paragraph: etree._Element, position: int) -> None:
    """Let a run begin at this position of a paragraph's text."""
    at = 0
    for element, text in text_pieces(paragraph):
        if at <= position < at + len(text):
            if at < position and element.tag == T:
                rest = etree.SubElement(parent_of(element), T)
                element.addnext(rest)
                write_text(rest, text[position - at :])
                write_text(element, text[: position - at])
                element = rest
            _begin_run(element)
            return
        at += len(text)


def _begin_run(element: etree._Element) -> None:
    run = parent_of(element)
    if run.tag != R or all(each.tag == W + "rPr" for each in element.itersiblings(preceding=True)):
        return
    right = parent_of(run).makeelement(R, dict(run.attrib))
    rest = [element, *element.itersiblings()]
    if (properties := run.find(W + "rPr")) is not None:
        right.append(deepcopy(properties))
    right.extend(rest)
    run.addnext(right)
