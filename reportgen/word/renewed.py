"""A report that people have edited, and what of a new one belongs in it -> the same file with that as tracked changes.

Each figure has a mark again, and the file's properties say what the new report prints: so it is right where everything is
accepted. Where everything is rejected it says what people have made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Literal, NamedTuple

from lxml import etree

from reportgen.word import manifest as manifests
from reportgen.word.cutting import cut
from reportgen.word.elements import TBL, TR, P, R, T, drop_if_hollow, parent_of, text_pieces, write_text
from reportgen.word.identities import BOOKMARK, BOOKMARK_END
from reportgen.word.marked_passages import MarkedFile
from reportgen.word.marks import named, unmark
from reportgen.word.marks import read as read_mark
from reportgen.word.package import Package, W, serialise
from reportgen.word.stretches import HELD, ROW
from reportgen.word.tracked_changes import DEL, INS, Tracker, paragraph_runs, row_of, runs_between, tracker
from reportgen.word.transplanted import Nursery
from reportgen.workbook.zipped import pack

Beside = Literal["paragraph", "row", "table"]
_ID, _NAME, _LOOK = W + "id", W + "name", W + "rPr"


class Range(NamedTuple):
    """From where to where in the text of which paragraph."""

    passage: int
    start: int
    end: int


class Replacement(NamedTuple):
    """What is said in a place of the edited report: a text in the look of what stood there, a stretch of the new report, or
    without a text what it says; and the mark of the new report that belongs around it, by the how many-th it is.
    """

    place: Range
    text: str | None = None
    new: Range | None = None
    mark: int = 0


class Removal(NamedTuple):
    """Paragraphs of the edited report that are struck whole, with their row if that is what they are."""

    passages: tuple[int, ...]
    kind: str


class Addition(NamedTuple):
    """Paragraphs of the new report that are inserted before or behind a paragraph of the edited one, its row or its table;
    a row that stands beside no row is one of a new table.
    """

    passages: tuple[int, ...]
    kind: str
    anchor: int
    before: bool
    beside: Beside


def renew(
    edited: MarkedFile,
    new: MarkedFile,
    replacements: Sequence[Replacement],
    removals: Sequence[Removal],
    additions: Sequence[Addition],
    when: str = "",
) -> bytes:
    """Write all this into the edited report, which is changed; raise NotWordError."""
    assert new.manifest is not None
    roots = {each.part: each.paragraph.getroottree().getroot() for each in edited.passages}
    for root in roots.values():
        unmark(root)
    writing = _Writing(edited, new, tracker(roots.values(), when))
    order = sorted(replacements, key=lambda each: (each.place, each.new or each.place))
    for replacement in reversed(order):
        writing.replace(replacement)
    for removal in removals:
        writing.remove(removal)
    writing.add(additions)
    parts = {**edited.package.parts, **{name: serialise(root) for name, root in roots.items()}}
    return pack(manifests.add(Package(parts, edited.package.types), new.manifest))


class _Writing:
    """The edited report while it is written into, from the end of each paragraph to its beginning."""

    def __init__(self, edited: MarkedFile, new: MarkedFile, tracked: Tracker) -> None:
        self._edited, self._new, self._tracked = edited, new, tracked
        self._whole = tracked.later()  # what changes paragraphs and rows as a whole
        self._nursery = Nursery(new.package, edited.package)
        self._names = {
            each.mark.place: named(each.mark) for passage in new.passages for each in passage.marks
        }

    def replace(self, replacement: Replacement) -> None:
        """Strike, insert and mark in one place."""
        _, start, end = replacement.place
        paragraph = self._edited.passages[replacement.place.passage].paragraph
        runs = _runs(paragraph, start, end)
        last = runs[-1] if runs else None
        if runs and replacement.text is not None:
            self._tracked.strike(runs, HELD)  # which people may have put between the words
            last = runs[-1] if runs[-1].getparent() is paragraph else parent_of(runs[-1])
        inserted = self._inserted(replacement, runs)
        if inserted:
            if last is None:
                last = _before(paragraph, start)
            point, last = last, self._tracked.insert(inserted, last)
            drop_if_hollow(point)
            self._mark_inside(last)
        if replacement.mark and runs and last is not None:
            first = last if inserted else runs[0]
            self._mark(first, last, self._names[replacement.mark])

    def _inserted(self, replacement: Replacement, runs: Sequence[etree._Element]) -> list[etree._Element]:
        """The new runs, with the marks of the new report among them."""
        if replacement.new:
            return self._of_new(replacement.new)
        if not replacement.text:
            return []
        run = etree.Element(R)
        if (look := runs[0].find(_LOOK)) is not None:
            run.append(deepcopy(look))
            for each in run.findall(f"{_LOOK}/{_LOOK}Change"):
                run[0].remove(each)
        write_text(etree.SubElement(run, T), replacement.text)
        return [run]

    def _of_new(self, place: Range) -> list[etree._Element]:
        """Copies of what stands in a stretch of the new report, marks included."""
        paragraph = deepcopy(self._new.passages[place.passage].paragraph)
        runs = _runs(paragraph, place.start, place.end)
        if not runs:
            return []
        made: list[etree._Element] = []
        open_: etree._Element | None = None
        for each in runs_between(runs[0], runs[-1]):
            before = each.getprevious()
            if before is not None and before.tag == BOOKMARK and read_mark(before.get(_NAME, "")):
                open_ = deepcopy(before)
                made.append(open_)
            made.append(self._nursery.copy(each))
            after = each.getnext()
            if open_ is not None and after is not None and after.get(_ID) == open_.get(_ID):
                made.append(deepcopy(after))
                open_ = None
        return made

    def _mark_inside(self, element: etree._Element) -> None:
        """Give the marks that came along numbers of their own."""
        fresh: dict[str | None, str] = {}
        for each in element.iter(BOOKMARK, BOOKMARK_END):
            each.tail = None
            if each.tag == BOOKMARK:
                fresh[each.get(_ID)] = str(next(self._tracked.ids))
            each.set(_ID, fresh[each.get(_ID)])

    def _mark(self, first: etree._Element, last: etree._Element, name: str) -> None:
        id_ = str(next(self._tracked.ids))
        first.addprevious(etree.Element(BOOKMARK, {_ID: id_, _NAME: name}))
        last.addnext(etree.Element(BOOKMARK_END, {_ID: id_}))

    def remove(self, removal: Removal) -> None:
        """Strike paragraphs, and the row that they are."""
        paragraphs = [self._edited.passages[each].paragraph for each in removal.passages]
        if removal.kind == ROW:
            row = row_of(paragraphs[0], TR)
            self._whole.change_row(row, DEL)
            paragraphs = list(row.iter(P))
        for paragraph in paragraphs:
            self._whole.strike(paragraph_runs(paragraph))
            if removal.kind != ROW:
                self._whole.strike_mark(paragraph)

    def add(self, additions: Sequence[Addition]) -> None:
        """Insert paragraphs, rows and tables, each behind the one before it that stands beside the same."""
        last: dict[etree._Element, etree._Element] = {}
        tables: dict[etree._Element, etree._Element] = {}
        for each in additions:
            anchor = self._anchor(each)
            made = self._copied(each)
            self._mark_inside(made)
            source = self._new.passages[each.passages[0]].paragraph
            if each.kind == ROW and each.beside != "row":
                table = row_of(source, TBL)
                if table in tables:
                    tables[table].append(made)
                    continue
                tables[table] = made = _table(self._nursery.copy(table), made)
            if each.before:
                anchor.addprevious(made)
            else:
                last.get(anchor, anchor).addnext(made)
                last[anchor] = made
            if each.kind != ROW:
                self._whole.insert_mark(made)

    def _anchor(self, addition: Addition) -> etree._Element:
        paragraph = self._edited.passages[addition.anchor].paragraph
        return (
            paragraph
            if addition.beside == "paragraph"
            else row_of(paragraph, TR if addition.beside == "row" else TBL)
        )

    def _copied(self, addition: Addition) -> etree._Element:
        """The new paragraph or row, as inserted."""
        source = self._new.passages[addition.passages[0]].paragraph
        made = self._nursery.copy(row_of(source, TR) if addition.kind == ROW else source)
        if addition.kind == ROW:
            self._whole.change_row(made, INS)
        for paragraph in made.iter(P):
            self._whole.insert_content(paragraph)
        return made


def _table(table: etree._Element, row: etree._Element) -> etree._Element:
    """A table with this row alone."""
    for each in list(table.iterchildren(TR)):
        table.remove(each)
    table.append(row)
    return table


def _runs(paragraph: etree._Element, start: int, end: int) -> list[etree._Element]:
    """The runs of a stretch, which begin and end with it; none for a point."""
    if start == end:
        return []
    cut(paragraph, end)
    cut(paragraph, start)
    at, inside = 0, []
    for element, text in text_pieces(paragraph):
        if start <= at < end:
            inside.append(parent_of(element))
        at += len(text)
    return runs_between(inside[0], inside[-1]) if inside else []


def _before(paragraph: etree._Element, position: int) -> etree._Element:
    """What the text before a point ends with, among the children of the paragraph; an empty run where there is none."""
    cut(paragraph, position)
    at, before = 0, None
    for element, text in text_pieces(paragraph):
        if at < position:
            before = parent_of(element)
        at += len(text)
    if before is None:
        before = etree.Element(R)
        properties = paragraph.find(W + "pPr")
        if properties is None:
            paragraph.insert(0, before)
        else:
            properties.addnext(before)
    while (around := parent_of(before)).tag in (INS, W + "moveTo"):
        before = around
    return before
