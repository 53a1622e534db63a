"""A Word file -> its paragraphs as a reader sees them, with the marks of figures in them, and its manifest.

What a tracked change inserts is read, and what it deletes is not; what Word counts itself is left blank; the two ends of a mark are found wherever a program has
left them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from reportgen.word import manifest as manifests
from reportgen.word.elements import CHARACTERS, MC, WITHOUT_TEXT, P, R, T, parent_of
from reportgen.word.identities import BOOKMARK, BOOKMARK_END
from reportgen.word.manifest import CUSTOM, Manifest
from reportgen.word.marks import Mark
from reportgen.word.marks import read as read_mark
from reportgen.word.package import LABELS, PRINTED, STYLES, Package, W, parse, unpack
from reportgen.word.passages import counted_by_word
from reportgen.word.places import describe

_ID, _NAME = W + "id", W + "name"
_STRUCK = (W + "del", W + "moveFrom")
_TRACKED = tuple(W + n for n in ("ins", "del", "moveFrom", "moveTo"))
_COMMENTS = tuple(W + f"comment{n}" for n in ("RangeStart", "RangeEnd", "Reference"))
_SAYING = (P, T, *map(str, CHARACTERS), BOOKMARK, BOOKMARK_END, *_COMMENTS)
_AROUND = {
    W + n for n in ("body", "tbl", "tr", "tc", "sdtContent", "customXml", "hdr", "ftr", "footnote", "endnote")
}
_NESTED = tuple(  # what must be read element by element, in whatever namespace
    "{*}" + n
    for n in ("txbxContent", "Fallback", "del", "moveFrom", "fldSimple", "fldChar", "customXml", "oMath")
)
_OPENED = {STYLES, CUSTOM, *(each for each, label in LABELS.items() if label in PRINTED)}
_SEPARATORS = ("separator", "continuationSeparator")


class Marked(NamedTuple):
    """A mark, and from where to where it reaches in the text of its paragraph."""

    mark: Mark
    start: int
    end: int


class Commented(NamedTuple):
    """The number of a comment, and from where to where it reaches in the text of its paragraph."""

    number: str
    start: int
    end: int


@dataclass(eq=False)
class Passage:
    """A paragraph of a part: its text, and the marks and comments that begin in it."""

    part: str
    paragraph: etree._Element
    text: str = ""
    marks: list[Marked] = field(default_factory=list)
    comments: list[Commented] = field(default_factory=list)

    @property
    def boxed(self) -> bool:
        """Whether it stands in a text box."""
        return next(self.paragraph.iterancestors(W + "txbxContent"), None) is not None


@dataclass(frozen=True, eq=False)
class MarkedFile:
    """The paragraphs of a Word file in the order of its parts; `widened` are the marks that reach over several paragraphs,
    `has_grid` says whether the body still has its grid of lines. Of its parts those that are read here are `opened`.
    """

    content: bytes
    opened: Package
    body: str
    passages: list[Passage]
    roots: Sequence[etree._Element]
    widened: list[Mark]
    has_grid: bool

    @cached_property
    def package(self) -> Package:
        """All parts of the file."""
        return unpack(self.content)

    @cached_property
    def manifest(self) -> Manifest | None:
        """What the file says that it printed."""
        return manifests.read(self.opened) or manifests.of_report(self.content)

    @property
    def is_tracked(self) -> bool:
        """Whether there are insertions or deletions that nobody has accepted yet."""
        return any(next(root.iter(*_TRACKED), None) is not None for root in self.roots)

    def places(self, wanted: set[int]) -> Mapping[int, str]:
        """Return by number where a person finds these paragraphs in Word; raise NotWordError."""
        told: dict[int, str] = {}
        for part in {self.passages[number].part for number in wanted}:
            own = {
                each.paragraph: number
                for number, each in enumerate(self.passages)
                if number in wanted and each.part == part
            }
            root = next(iter(own)).getroottree().getroot()
            said = describe(self.opened, part, root, set(own))
            told |= {number: said[paragraph] for paragraph, number in own.items()}
        return told


def read(content: bytes) -> MarkedFile:
    """Return what stands in a Word file; raise NotWordError."""
    package = unpack(content, _OPENED)
    passages: list[Passage] = []
    roots: list[etree._Element] = []
    widened: list[Mark] = []
    has_grid = False
    for label in PRINTED:
        for part in package.find(label):
            stored = package.parts[part]
            root = parse(part, stored)
            has_grid = has_grid or b"docGrid" in stored
            nested = b"eparator" in stored or next(root.iter(*_NESTED), None) is not None
            reading = _Reading(part, root, plain=not nested)
            passages += reading.passages
            widened += reading.widened
            roots.append(root)
    body, *_ = package.find(PRINTED[0])
    return MarkedFile(content, package, body, passages, roots, widened, has_grid)


class _Reading:
    """One pass over a part."""

    def __init__(self, part: str, root: etree._Element, *, plain: bool) -> None:
        self.passages: list[Passage] = []
        self.widened: list[Mark] = []
        self._begun: dict[str, tuple[Mark, Passage | None, int]] = {}
        self._commented: dict[str, tuple[Passage, int]] = {}
        self._part = part
        if plain:
            self._read_plain(root)
            return
        self._counted = counted_by_word(root)
        self._walk(root)

    def _read_plain(self, root: etree._Element) -> None:
        """Read a part in which no paragraph stands in another one, and nothing is struck out or counted by Word."""
        passage: Passage | None = None
        length = 0
        pieces: list[str] = []
        for element in root.iter(*_SAYING):
            tag = element.tag
            if tag == T:
                if text := element.text:
                    pieces.append(text)
                    length += len(text)
            elif tag == P:
                _close(passage, pieces)
                passage, pieces, length = Passage(self._part, element), [], 0
                self.passages.append(passage)
            elif tag not in CHARACTERS:
                around = parent_of(element).tag
                self._anchor(element, None if around in _AROUND else passage, length)
            elif parent_of(element).tag == R:
                pieces.append(CHARACTERS[tag])
                length += 1
        _close(passage, pieces)

    def _anchor(self, element: etree._Element, passage: Passage | None, at: int) -> None:
        if element.tag in (BOOKMARK, BOOKMARK_END):
            self._bookmark(element, passage, at)
        elif passage:
            self._comment(element, passage, at)

    def _walk(self, element: etree._Element) -> None:
        """Read the paragraphs of a body, a table or a note; a mark that begins between paragraphs belongs to none."""
        for child in element:
            if child.tag == P:
                self._paragraph(child)
            elif child.tag in (BOOKMARK, BOOKMARK_END):
                self._bookmark(child, None, 0)
            elif child.get(W + "type") not in _SEPARATORS:
                self._walk(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        passage = Passage(self._part, paragraph)
        self.passages.append(passage)
        boxes: list[etree._Element] = []
        pieces: list[str] = []
        self._read(paragraph, passage, pieces, boxes, 0)
        passage.text = "".join(pieces)
        for box in boxes:
            self._walk(box)

    def _read(
        self,
        element: etree._Element,
        passage: Passage,
        pieces: list[str],
        boxes: list[etree._Element],
        length: int,
    ) -> int:
        """Add what an element says, and the text boxes in it; return how long the text is then."""
        for child in element:
            tag = child.tag
            if tag == T:
                said = child.text or ""
                pieces.append(" " * len(said) if child in self._counted else said)
                length += len(pieces[-1])
            elif tag in CHARACTERS:
                pieces.append(CHARACTERS[tag])
                length += 1
            elif tag in (BOOKMARK, BOOKMARK_END):
                self._bookmark(child, passage, length)
            elif tag in _COMMENTS:
                self._comment(child, passage, length)
            elif tag not in WITHOUT_TEXT:
                length = self._read(child, passage, pieces, boxes, length)
            elif tag in _STRUCK:
                for each in child.iter(BOOKMARK, BOOKMARK_END):
                    self._bookmark(each, passage, length)
            elif tag != MC + "Fallback":
                boxes += _boxes(child)
        return length

    def _bookmark(self, bookmark: etree._Element, passage: Passage | None, at: int) -> None:
        id_ = bookmark.get(_ID, "")
        if bookmark.tag == BOOKMARK:
            if mark := read_mark(bookmark.get(_NAME, "")):
                self._begun[id_] = (mark, passage, at)
            return
        mark, begun, start = self._begun.pop(id_, (None, None, 0))
        if mark and passage is not None and begun is passage:
            passage.marks.append(Marked(mark, start, at))
        elif mark:
            self.widened.append(mark)

    def _comment(self, anchor: etree._Element, passage: Passage, at: int) -> None:
        """Remember where a comment begins, and where it ends, be it in a later paragraph; one on no words stands at a place."""
        number = anchor.get(_ID, "")
        if anchor.tag == _COMMENTS[0]:
            self._commented[number] = (passage, at)
            return
        begun, start = self._commented.pop(number, (passage, at))
        if begun is passage and not any(each.number == number for each in passage.comments):
            passage.comments.append(Commented(number, start, at))
        elif begun is not passage:
            begun.comments.append(Commented(number, start, len(begun.text)))


def _close(passage: Passage | None, pieces: Sequence[str]) -> None:
    """Give a paragraph its text, once all of it is read."""
    if passage:
        passage.text = "".join(pieces)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a drawing, without their copies for old versions of Word, and none that stands within another."""
    for box in element.iter(W + "txbxContent"):
        above = {up.tag for up in box.iterancestors()}
        if (
            MC + "Fallback" not in above
            and sum(up.tag == W + "txbxContent" for up in box.iterancestors()) == 0
        ):
            yield box
