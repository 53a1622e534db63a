"""A Word template -> the tracked changes and comments in it, which readers of an issued report would see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from reportgen.word.elements import COMMENT_REFERENCE, P
from reportgen.word.package import Package, W, parse
from reportgen.word.places import describe

_TEXTS = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
_LOOKS = (
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblGridChange",
    "trPrChange",
    "tcPrChange",
    "numberingChange",
    "tblPrExChange",
)
_CHANGES = [W + name for name in (*_TEXTS, *_LOOKS)]


class Unsettled(NamedTuple):
    """What is left of one sort, 修订 or 批注: how many, and the first places of it."""

    sort: str
    number: int
    places: tuple[str, ...]


def unsettled(package: Package, printed: Mapping[str, etree._Element]) -> list[Unsettled]:
    """Return the tracked changes of a template and its comments, each sort once; raise NotWordError."""
    changes = [each for root in printed.values() for each in root.iter(*_CHANGES)]
    comments = [
        comment
        for name in package.find("批注")
        for comment in parse(name, package.parts[name]).iter(W + "comment")
    ]
    anchors = [each for root in printed.values() for each in root.iter(COMMENT_REFERENCE)]
    found = (("修订", len(changes), changes), ("批注", max(len(comments), len(anchors)), anchors))
    return [
        Unsettled(sort, number, tuple(_places(package, printed, where)))
        for sort, number, where in found
        if number
    ]


def _places(
    package: Package, printed: Mapping[str, etree._Element], elements: Iterable[etree._Element]
) -> list[str]:
    """Where elements stand, each place once, in the order of the parts."""
    owners = [_owner(each) for each in elements]
    told: dict[str, None] = {}
    for name, root in printed.items():
        own = {each for each in owners if each is not None and each.getroottree().getroot() is root}
        where = describe(package, name, root, own) if own else {}
        told |= dict.fromkeys(where[each] for each in _in_order(root, own) if each in where)
    return list(told)


def _owner(element: etree._Element) -> etree._Element | None:
    """The paragraph that an element stands in; of a row or a table, its first one."""
    inside = next(element.iterancestors(P), None)
    if inside is not None:
        return inside
    around = (next(up.iter(P), None) for up in element.iterancestors())
    return next((each for each in around if each is not None), None)


def _in_order(root: etree._Element, wanted: set[etree._Element]) -> Iterator[etree._Element]:
    return (each for each in root.iter(P) if each in wanted)
