"""The parts of a filled template -> their paragraphs in pieces, each with the value that was printed there, if one was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from reportgen.word.elements import MC, P, text_pieces
from reportgen.word.fields import find_fields
from reportgen.word.fill import Written
from reportgen.word.package import Package, W
from reportgen.word.places import describe

_SEPARATORS = ("separator", "continuationSeparator")


class Piece(NamedTuple):
    """A piece of a paragraph's text: the value that it is of, or none where it is the template's own; `shown` is what a field
    shows, which Word counts.
    """

    text: str
    written: Written | None = None
    shown: bool = False


class PrintedPassage(NamedTuple):
    """A paragraph of a report: where a person finds it, and its pieces."""

    place: str
    pieces: Sequence[Piece]


def traced(
    package: Package, roots: Mapping[str, etree._Element], written: Iterable[Written]
) -> list[PrintedPassage]:
    """Return the paragraphs that say something, in the order of the parts; raise NotWordError."""
    values = {each.element: each for each in written}
    found = []
    for name, root in roots.items():
        shown = {text for each in find_fields(root) for text in each.shown}
        paragraphs = {
            paragraph: [
                Piece(text, values.get(element), element in shown) for element, text in text_pieces(paragraph)
            ]
            for paragraph in root.iter(P)
            if not any(_is_repetition(up) for up in paragraph.iterancestors())
        }
        said = {
            each: pieces for each, pieces in paragraphs.items() if "".join(one.text for one in pieces).strip()
        }
        places = describe(package, name, root, said.keys()) if said else {}
        found += [PrintedPassage(places[each], pieces) for each, pieces in said.items()]
    return found


def _is_repetition(element: etree._Element) -> bool:
    return element.tag == MC + "Fallback" or element.get(W + "type") in _SEPARATORS
