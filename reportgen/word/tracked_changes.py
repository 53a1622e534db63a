"""Runs, paragraphs and rows -> the same as somebody's tracked changes, which Word and LibreOffice accept and reject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from lxml import etree

from reportgen.word.elements import COMMENT_REFERENCE, SECTION_BREAK, P, R, T, block_beside, properties_of
from reportgen.word.identities import highest_number
from reportgen.word.package import W

AUTHOR = "reportgen"
INS, DEL = W + "ins", W + "del"
_TRACKED = (INS, DEL, W + "moveFrom", W + "moveTo")
_STRUCK: Mapping[str, str] = {T: W + "delText", W + "instrText": W + "delInstrText"}
_BEHIND_MARK = (W + "sectPr", W + "pPrChange")


class Tracker(NamedTuple):
    """Who makes changes is said, and when, if that is known; each change has a number of its own."""

    ids: count[int]
    when: str = ""

    def later(self) -> Tracker:
        """Return the same a minute later: LibreOffice takes for one what somebody has changed in one minute at the end of a
        paragraph and in the next one, and rejects the mark between them with it.
        """
        if not self.when:
            return self
        return self._replace(
            when=f"{datetime.fromisoformat(self.when) + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}"
        )

    def element(self, tag: str) -> etree._Element:
        """Return an empty change."""
        made = etree.Element(tag, {W + "id": str(next(self.ids)), W + "author": AUTHOR})
        if self.when:
            made.set(W + "date", self.when)
        return made

    def strike(self, runs: Iterable[etree._Element], kept: Sequence[str] = ()) -> None:
        """Strike runs, those that follow each other together; what is struck already stays as it is, and so do comments and
        what else is to be `kept`.
        """
        last = None
        for run in runs:
            if (
                next(run.iterancestors(*_TRACKED), None) is not None
                or next(run.iter(COMMENT_REFERENCE, *kept), None) is not None
            ):
                continue
            if last is None or run.getprevious() is not last:
                last = self.element(DEL)
                run.addprevious(last)
            last.append(run)
            for child in run:
                child.tag = _STRUCK.get(str(child.tag), child.tag)

    def insert(self, runs: Sequence[etree._Element], after: etree._Element) -> etree._Element:
        """Put runs behind an element, as inserted; return what stands there now."""
        made = self.element(INS)
        made.extend(runs)
        after.addnext(made)
        return made

    def insert_content(self, paragraph: etree._Element) -> None:
        """Have all runs of a new paragraph be inserted."""
        for run in list(paragraph.iter(R)):
            made = self.element(INS)
            run.addprevious(made)
            made.append(run)

    def strike_mark(self, paragraph: etree._Element) -> None:
        """Strike a paragraph's mark, so that it goes where that is accepted; the last one of a body or a cell must stay."""
        if block_beside(paragraph) is not None and paragraph.find(SECTION_BREAK) is None:
            _mark_properties(paragraph).insert(0, self.element(DEL))

    def insert_mark(self, paragraph: etree._Element) -> None:
        """Have a new paragraph's mark be inserted, so that it goes where that is rejected: that of the one before it where it
        is the last of a body or a cell, whose mark must stay.
        """
        if block_beside(paragraph) is None and block_beside(paragraph, before=True) == P:
            paragraph = next(paragraph.itersiblings(P, preceding=True))
        _mark_properties(paragraph).insert(0, self.element(INS))

    def change_row(self, row: etree._Element, tag: str) -> None:
        """Have a row be inserted or struck."""
        properties = properties_of(row)
        if not len(properties):  # the schema wants more than the change
            etree.SubElement(properties, W + "hidden", {W + "val": "0"})
        change = properties.find(W + "trPrChange")
        if change is None:
            properties.append(self.element(tag))
        else:
            change.addprevious(self.element(tag))


def tracker(roots: Iterable[etree._Element], when: str) -> Tracker:
    """Return what makes changes in these parts, with numbers that no bookmark and no change has."""
    return Tracker(count(highest_number(roots) + 1), when)


def _mark_properties(paragraph: etree._Element) -> etree._Element:
    """The properties of a paragraph's mark, made where there are none."""
    properties = properties_of(paragraph)
    mark = properties.find(W + "rPr")
    if mark is None:
        mark = etree.Element(W + "rPr")
        behind = next((each for each in properties if each.tag in _BEHIND_MARK), None)
        if behind is None:
            properties.append(mark)
        else:
            behind.addprevious(mark)
    return mark


def runs_between(first: etree._Element, last: etree._Element) -> list[etree._Element]:
    """Return the runs of a paragraph from one to another, without those of text boxes in between."""
    runs = paragraph_runs(next(first.iterancestors(P)))
    return runs[runs.index(first) : runs.index(last) + 1]


def paragraph_runs(paragraph: etree._Element) -> list[etree._Element]:
    """Return all runs of a paragraph, without those of text boxes in it."""
    return [each for each in paragraph.iter(R) if next(each.iterancestors(P)) is paragraph]


def row_of(paragraph: etree._Element, tag: str) -> etree._Element:
    """Return the outermost row or table that a paragraph stands in."""
    *_, outermost = paragraph.iterancestors(tag)
    return outermost
