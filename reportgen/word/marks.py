"""The values that a filling has printed -> a hidden bookmark around each figure, and the figures by number.

A mark's name holds the figure's number, a digest of its text, and the how many-th mark it is, so that it tells by itself
whether what it surrounds is still the figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from lxml import etree

from reportgen.expressions import expression
from reportgen.word.elements import MC, R, parent_of
from reportgen.word.fill import Written
from reportgen.word.identities import BOOKMARK, BOOKMARK_END, highest_number
from reportgen.word.manifest import Printed as Printed
from reportgen.word.package import Package, W, parse, serialise

_ID, _NAME, _LOOK, _COPY = W + "id", W + "name", W + "rPr", MC + "Fallback"
_OURS = expression(r"_rg(\d{1,8})_([0-9a-f]{8})_(\d{1,8})(_Copy_?\d+)?", re.IGNORECASE)


class Mark(NamedTuple):
    """What the name of a mark says: the figure's number, the digest of its text, the how many-th mark it is, and whether it
    is a copy of another one that Word or LibreOffice has made.
    """

    number: int
    digest: str
    place: int
    copied: bool = False


def digest(text: str) -> str:
    """Return the digest of a figure's text that stands in the names of its marks."""
    return sha256(text.encode()).hexdigest()[:8]


def read(name: str) -> Mark | None:
    """Return what the name of a bookmark says, or None where it is no mark of ours."""
    found = _OURS.fullmatch(name)
    return Mark(int(found[1]), found[2].lower(), int(found[3]), bool(found[4])) if found else None


def is_name(name: str) -> bool:
    """Whether the name of a bookmark is that of a mark."""
    return bool(_OURS.fullmatch(name))


def named(mark: Mark) -> str:
    """Return the name of a mark that is no copy."""
    return name(mark.number, mark.digest, mark.place)


def name(number: int, digest: str, place: int) -> str:
    """Return the name of a mark that is no copy, from what it says."""
    return f"_rg{number}_{digest}_{place}"


def mark(roots: Iterable[etree._Element], written: Sequence[Written]) -> list[Printed]:
    """Mark the figures that stand in these parts, and return them; their numbers count from 1 in that order."""
    roots = list(roots)
    numbers: dict[Printed, int] = {}
    ids = count(highest_number(roots) + 1)
    places = dict.fromkeys(roots)
    times = 0
    for element, slot, _ in written:
        run = element.getparent() if slot.figure else None
        if run is None or run.tag != R or not element.text or not _stands(run, places):
            continue
        printed = Printed(slot.figure, element.text)
        number = numbers.setdefault(printed, len(numbers) + 1)
        times += 1
        _surround(element, run, str(next(ids)), named(Mark(number, digest(element.text), times)))
    return list(numbers)


def _stands(run: etree._Element, roots: Collection[etree._Element]) -> bool:
    """Whether a run still stands in one of these parts, and not in a text box's copy for old versions of Word."""
    top = run
    for top in run.iterancestors():
        if top.tag == _COPY:
            return False
    return top in roots


def _surround(text: etree._Element, run: etree._Element, id_: str, name: str) -> None:
    """Give a text a run of its own, and put the bookmark around it; what stood beside it has runs of the same look."""
    inside = list(run)
    at, looks = inside.index(text), int(inside[0].tag == _LOOK)
    if at > looks:
        _beside(run, inside[looks:at], run.addprevious)
    run.addprevious(etree.Element(BOOKMARK, {_ID: id_, _NAME: name}))
    if inside[at + 1 :]:
        _beside(run, inside[at + 1 :], run.addnext)
    run.addnext(etree.Element(BOOKMARK_END, {_ID: id_}))


def _beside(
    run: etree._Element, content: Sequence[etree._Element], add: Callable[[etree._Element], None]
) -> None:
    other = etree.Element(R)
    if run[0].tag == _LOOK:
        other.append(copy(run[0]))
    other.extend(content)
    add(other)


def unmarked(package: Package) -> Package:
    """Return a template without the marks of the report that it was made from; raise NotWordError."""
    marked = [name for name, content in package.parts.items() if b'"_rg' in content and package.label(name)]
    parts = dict(package.parts)
    for name in marked:
        root = parse(name, parts[name])
        unmark(root)
        parts[name] = serialise(root)
    return Package(parts, package.types) if marked else package


def unmark(root: etree._Element) -> None:
    """Take the marks out of a part."""
    ids = {each.get(_ID) for each in root.iter(BOOKMARK) if read(each.get(_NAME, ""))}
    for each in list(root.iter(BOOKMARK, BOOKMARK_END)):
        if each.get(_ID) in ids:
            parent_of(each).remove(each)
