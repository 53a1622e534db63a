"""Values just printed into paragraphs -> the same without a mark that the template writes beside them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from reportgen.patterns import regex
from reportgen.word.elements import P, T, text_pieces

_STOPS = "。；，、：;,:"
_ENDS = "！？!?"
_NEXT = _STOPS + _ENDS
_EDGE = regex(rf"^\s*[{_STOPS}]|[{_STOPS}{_ENDS}.．]\s*$")


class Edge(NamedTuple):
    """A value that begins or ends with a mark: the number of its tag, where it was written, its first and last text."""

    tag: int
    source: str
    first: etree._Element
    last: etree._Element


class Mended(NamedTuple):
    """A mark that stood twice and is printed once: that of the value and that of the template."""

    tag: int
    source: str
    value: str
    template: str


def has_edge(value: str) -> bool:
    """Whether a value begins or ends with a mark that the template may write beside it, too."""
    return bool(_EDGE.search(value))


def join(edges: Iterable[Edge]) -> Iterator[Mended]:
    """Take out one of two marks where a value meets the template's text; yield each."""
    for edge in edges:
        before, _ = _beside(edge.first)
        while before and before[-1] in _STOPS and (mark := _lead(edge.first)):
            yield Mended(edge.tag, edge.source, mark, before[-1])
        while mended := _mend_end(edge):
            yield mended


def _mend_end(edge: Edge) -> Mended | None:
    """Take out one mark where the value ends, if there is one too many."""
    _, after = _beside(edge.last)
    text = (edge.last.text or "").rstrip()
    mark, beside = text[-1:], "".join(piece for _, piece in after).lstrip()[:1]
    stops = mark in _STOPS or (mark in ".．" and re.search("[一-鿿”）]$", text[:-1]))
    if not mark or not beside or beside not in _NEXT:
        return None
    if stops:
        edge.last.text = text[:-1]
    elif mark in _ENDS and beside in _STOPS:
        element = next(each for each, piece in after if piece.strip())
        element.text = (element.text or "").replace(beside, "", 1)
    else:
        return None
    return Mended(edge.tag, edge.source, mark, beside)


def _lead(first: etree._Element) -> str:
    """Take the mark from a value's beginning and return it; an empty string where there is none."""
    text = (first.text or "").lstrip()
    if text[:1] not in _STOPS or not text:
        return ""
    first.text = text[1:]
    return text[0]


def _beside(element: etree._Element) -> tuple[str, list[tuple[etree._Element, str]]]:
    """The text of the paragraph before an element, and the pieces of text behind it."""
    paragraph = next(element.iterancestors(P), None)
    pieces = [] if paragraph is None else text_pieces(paragraph)
    at = next((number for number, (each, _) in enumerate(pieces) if each is element), -1)
    if at < 0:
        return "", []
    before = "".join(text for _, text in pieces[:at]).rstrip()
    return before, [(each, text) for each, text in pieces[at + 1 :] if each.tag == T or not text.strip()]
