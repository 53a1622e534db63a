"""Runs, paragraphs and rows of one Word file -> copies that another file of the same template can take in.

Styles go by their names. What hangs on other parts of the first file (pictures, notes, links, numbering) stays behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy

from lxml import etree

from reportgen.word.elements import CHARACTERS, P, R, T, parent_of
from reportgen.word.identities import BOOKMARK, BOOKMARK_END
from reportgen.word.marks import read as read_mark
from reportgen.word.package import WORD, Package, W
from reportgen.word.paragraph_styles import Styles

_STYLES = (W + "pStyle", W + "rStyle", W + "tblStyle")
_OF_RUNS = {W + "rPr", T, *CHARACTERS}
_OF_PARAGRAPHS = {W + "pPr", R, BOOKMARK, BOOKMARK_END}
_AROUND_RUNS = (
    W + "hyperlink",
    W + "smartTag",
    W + "customXml",
    W + "fldSimple",
    W + "sdt",
    W + "sdtContent",
)
_NOT_COPIED = (W + "sectPr", W + "numPr", W + "pPrChange", W + "rPrChange")
_ID, _NAME = W + "id", W + "name"


class Nursery:
    """What makes copies of one file's elements for another one."""

    def __init__(self, source: Package, target: Package) -> None:
        there = {name: id_ for id_, name in _names(target).items()}
        self._styles: Mapping[str, str | None] = {
            id_: there.get(name) for id_, name in _names(source).items()
        }
        self._numbered = _numbering(source) == _numbering(target)

    def copy(self, element: etree._Element) -> etree._Element:
        """Return a copy of a run, a paragraph, a row or a table, with nothing in it that the other file does not know."""
        made = deepcopy(element)
        made.tail = None
        for around in list(made.iter(*_AROUND_RUNS)):
            _unwrap(around)
        for paragraph in made.iter(P):
            _keep(paragraph, _OF_PARAGRAPHS)
        for run in list(made.iter(R)):
            _keep(run, _OF_RUNS)
            if run is not made and not any(each.tag != W + "rPr" for each in run):
                parent_of(run).remove(run)
        ids = {each.get(_ID) for each in made.iter(BOOKMARK) if not read_mark(each.get(_NAME, ""))}
        for each in list(made.iter(BOOKMARK, BOOKMARK_END, *_STYLES, *_NOT_COPIED)):
            self._settle(each, ids)
        return made

    def _settle(self, each: etree._Element, foreign: set[str | None]) -> None:
        """Give a style its name's id in the other file; take out what stays behind."""
        if each.tag in _STYLES:
            id_ = self._styles.get(each.get(W + "val", ""))
            if id_:
                each.set(W + "val", id_)
                return
        elif each.tag in (BOOKMARK, BOOKMARK_END):
            if each.get(_ID) not in foreign:
                return
        elif each.tag == W + "numPr" and self._numbered:
            return
        if (parent := each.getparent()) is not None:
            parent.remove(each)


def _names(package: Package) -> dict[str, str]:
    """The names of styles by their ids."""
    styles = Styles.of(package)
    return {id_: styles.name(id_) for id_ in styles.by_id}


def _numbering(package: Package) -> Iterable[bytes]:
    return [package.parts[name] for name, kind in package.types.items() if kind == WORD + "numbering+xml"]


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        for child in list(element):
            element.addprevious(child)
        parent.remove(element)


def _keep(element: etree._Element, tags: Iterable[object]) -> None:
    for child in [child for child in element if child.tag not in tags]:
        element.remove(child)
