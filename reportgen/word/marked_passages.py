"""A Word file -> its paragraphs as a reader sees them, with the marks of figures in them, and its manifest.

What a tracked change inserts is read, and what it deletes is not; what Word counts itself is left blank; the two ends of a mark are found wherever a program has
left them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from reportgen.expressions import expression
from reportgen.word import manifest as manifests
from reportgen.word import plain_places
from reportgen.word.elements import CHARACTERS, MC, WITHOUT_TEXT, P, T
from reportgen.word.identities import BOOKMARK, BOOKMARK_END
from reportgen.word.manifest import CUSTOM, Manifest
from reportgen.word.marks import Mark
from reportgen.word.marks import read as read_mark
from reportgen.word.package import LABELS, PRINTED, STYLES, Package, W, parse, plain_text, unpack
from reportgen.word.passages import Fields, counted_by_word
from reportgen.word.places import describe
from reportgen.workbook.texts import unescaped

_ID, _NAME = W + "id", W + "name"
_STRUCK = (W + "del", W + "moveFrom")
_TRACKED = tuple(W + n for n in ("ins", "del", "moveFrom", "moveTo"))
_COMMENTS = tuple(W + f"comment{n}" for n in ("RangeStart", "RangeEnd", "Reference"))
_OPENED = {STYLES, CUSTOM, *(each for each, label in LABELS.items() if label in PRINTED)}
_SEPARATORS = ("separator", "continuationSeparator")
_ANCHORS = "bookmarkStart|bookmarkEnd|commentRangeStart|commentRangeEnd|commentReference"
_NESTED = "txbxContent|del|moveFrom|fldSimple|customXml"  # what must be read element by element
_PIECE = expression(
    r"<w:(?:"
    r"t(?:\s[^<>]*)?>([^<]*)</w:t\s*>"
    r"|(p)[\s/>][^<>]*>?"
    r'|bookmarkStart w:id="([^"]*)" w:name="([^"]*)"'
    r'|bookmarkEnd w:id="([^"]*)"'
    rf"|(({_ANCHORS})\s[^<>']*>)"
    r"|tabs>(?s:.*?)</w:tabs>|(tab|br|cr|noBreakHyphen)(?=[\s/>])"
    r"|t(?:\s[^<>]*)?/>"
    r'|fldChar\s(?:[^<>]*\s)?w:fldCharType="(\w+)"'
    r"|instrText(?:\s[^<>]*)?>([^<]*)</w:instrText\s*>"
    r"|(ins|moveTo)(?=[\s/>])"
    rf"|((?:t|fldChar|instrText|{_ANCHORS}|{_NESTED})[\s/>]|(?:foot|end)note\s[^<>]*eparator))"
)
(
    _TEXT,
    _PARAGRAPH,
    _NUMBERED,
    _BEGUN,
    _ENDED,
    _ANCHORED,
    _TAG,
    _CHARACTER,
    _FIELD,
    _CODE,
    _INSERTED,
    _OTHER,
) = range(1, 13)
_ATTRIBUTE = expression(r'\sw:(id|name)="([^"]*)"')
_PARAGRAPH_END = expression(r"</w:p\s*>")
_SPACE = W[1:-1].encode()


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
class Story:
    """A part that is printed: its name, and its bytes, of which a tree is made when it is asked for."""

    part: str
    content: bytes
    text: str = ""  # where it was read without a tree

    @cached_property
    def tree(self) -> tuple[etree._Element, Sequence[etree._Element]]:
        """Its root and its paragraphs, as they were when this was first asked for. Raises NotWordError."""
        root = parse(self.part, self.content)
        return root, tuple(root.iter(P))


@dataclass(eq=False, slots=True)
class Passage:
    """A paragraph, the how many-th of its part: its text, where in the text of its part it begins, and the marks and comments that
    begin in it.
    """

    story: Story
    number: int
    text: str = ""
    start: int = 0
    marks: Sequence[Marked] = ()
    comments: Sequence[Commented] = ()

    @property
    def part(self) -> str:
        """The name of its part."""
        return self.story.part

    @property
    def paragraph(self) -> etree._Element:
        """The element. Raises NotWordError."""
        return self.story.tree[1][self.number]

    @property
    def boxed(self) -> bool:
        """Whether it stands in a text box."""
        return next(self.paragraph.iterancestors(W + "txbxContent"), None) is not None


@dataclass(frozen=True, eq=False)
class MarkedFile:
    """The paragraphs of a Word file in the order of its parts; `widened` are the marks that reach over several paragraphs.
    Of its parts those that are read here are `opened`.
    """

    content: bytes
    opened: Package
    body: str
    passages: list[Passage]
    widened: list[Mark]
    is_tracked: bool

    @cached_property
    def package(self) -> Package:
        """All parts of the file."""
        return unpack(self.content)

    @property
    def has_grid(self) -> bool:
        """Whether the body still has its grid of lines."""
        return any(b"docGrid" in self.opened.parts[each] for each in self.opened.printed)

    @cached_property
    def manifest(self) -> Manifest | None:
        """What the file says that it printed."""
        return manifests.read(self.opened) or manifests.of_report(self.content)

    def places(self, wanted: set[int]) -> Mapping[int, str]:
        """Return by number where a person finds these paragraphs in Word; raise NotWordError."""
        told: dict[int, str] = {}
        for story in {each: None for number in sorted(wanted) for each in [self.passages[number].story]}:
            own = [(number, each) for number, each in enumerate(self.passages) if each.story is story]
            told |= self._plain_places(story, own, wanted) or self._places(story, own, wanted)
        return told

    def _plain_places(
        self, story: Story, own: Sequence[tuple[int, Passage]], wanted: Collection[int]
    ) -> Mapping[int, str]:
        if not story.text:
            return {}
        ends = [*(each.start for _, each in own[1:]), len(story.text)]
        lines = [
            plain_places.Line(each.text, each.start, end) for (_, each), end in zip(own, ends, strict=True)
        ]
        here = [each.number for number, each in own if number in wanted]
        said = plain_places.describe(self.opened, story.part, story.text, lines, here) or {}
        return {number: said[each.number] for number, each in own if each.number in said}

    def _places(
        self, story: Story, own: Sequence[tuple[int, Passage]], wanted: Collection[int]
    ) -> Mapping[int, str]:
        paragraphs = {each.paragraph: number for number, each in own if number in wanted}
        said = describe(self.opened, story.part, story.tree[0], set(paragraphs))
        return {number: said[paragraph] for paragraph, number in paragraphs.items()}


def read(content: bytes) -> MarkedFile:
    """Return what stands in a Word file; raise NotWordError."""
    package = unpack(content, _OPENED)
    stories = [Story(part, package.parts[part]) for part in package.printed]
    readings = [_Reading(each) for each in stories]
    return MarkedFile(
        content,
        package,
        stories[0].part,
        [passage for each in readings for passage in each.passages],
        [mark for each in readings for mark in each.widened],
        any(each.is_tracked for each in readings),
    )


class _Reading:
    """One pass over a part."""

    def __init__(self, story: Story) -> None:
        self._story = story
        text = _plain(story.content)
        self._begin_anew()
        if text is None or not self._scan(text):
            self._begin_anew()
            root, paragraphs = story.tree
            self._numbers = {each: number for number, each in enumerate(paragraphs)}
            self._counted = counted_by_word(root)
            self.is_tracked = next(root.iter(*_TRACKED), None) is not None
            self._walk(root)

    def _begin_anew(self) -> None:
        self.passages: list[Passage] = []
        self.widened: list[Mark] = []
        self.is_tracked = False
        self._begun: dict[str, tuple[Mark, Passage | None, int]] = {}
        self._commented: dict[str, tuple[Passage, int]] = {}

    def _scan(self, text: str) -> bool:
        """Read a part in which no paragraph stands in another one, and nothing is struck out or counted by Word; return whether
        it is one.
        """
        passage: Passage | None = None
        length = 0
        pieces: list[str] = []
        fields, escaped = Fields(), "&" in text
        for match in _PIECE.finditer(text):
            kind = match.lastindex
            if kind == _TEXT:
                said = unescaped(match[_TEXT]) if escaped else match[_TEXT]
                pieces.append(" " * len(said) if fields.counted else said)
                length += len(said)
            elif kind == _PARAGRAPH:
                _close(passage, pieces)
                passage, pieces, length = Passage(self._story, len(self.passages), "", match.end()), [], 0
                self.passages.append(passage)
            elif kind == _CHARACTER:
                pieces.append(CHARACTERS[W + match[_CHARACTER]])
                length += 1
            elif kind == _FIELD:
                fields.mark(match[_FIELD])
            elif kind == _CODE:
                fields.add(unescaped(match[_CODE]))
            elif kind == _INSERTED:
                self.is_tracked = True
            elif kind == _OTHER:
                return False
            elif kind:
                self._anchor(match, passage, length)
        _close(passage, pieces)
        self._story.text = text
        return True

    def _anchor(self, match: re.Match[str], passage: Passage | None, at: int) -> None:
        """Read where a bookmark or a comment begins or ends, behind the beginning of a paragraph or between two."""
        kind = match.lastindex
        if kind == _BEGUN:
            self._begin(match[_NUMBERED], match[_BEGUN], passage, at)
            return
        if kind == _ENDED:
            if match[_ENDED] in self._begun:
                self._end(match[_ENDED], _inside(passage, match), at)
            return
        tag, told = match[_TAG], dict(_ATTRIBUTE.findall(match[_ANCHORED]))
        here = _inside(passage, match)
        if tag == "bookmarkStart":
            self._begin(told.get("id", ""), told.get("name", ""), here, at)
        elif tag == "bookmarkEnd":
            self._end(told.get("id", ""), here, at)
        elif here:
            self._comment(told.get("id", ""), here, at, begins=tag == "commentRangeStart")

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
        passage = Passage(self._story, self._numbers[paragraph])
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
                self._comment(child.get(_ID, ""), passage, length, begins=tag == _COMMENTS[0])
            elif tag not in WITHOUT_TEXT:
                length = self._read(child, passage, pieces, boxes, length)
            elif tag in _STRUCK:
                for each in child.iter(BOOKMARK, BOOKMARK_END):
                    self._bookmark(each, passage, length)
            elif tag != MC + "Fallback":
                boxes += _boxes(child)
        return length

    def _bookmark(self, bookmark: etree._Element, passage: Passage | None, at: int) -> None:
        if bookmark.tag == BOOKMARK:
            self._begin(bookmark.get(_ID, ""), bookmark.get(_NAME, ""), passage, at)
        else:
            self._end(bookmark.get(_ID, ""), passage, at)

    def _begin(self, id_: str, name: str, passage: Passage | None, at: int) -> None:
        if mark := read_mark(name):
            self._begun[id_] = (mark, passage, at)

    def _end(self, id_: str, passage: Passage | None, at: int) -> None:
        mark, begun, start = self._begun.pop(id_, (None, None, 0))
        if mark and passage is not None and begun is passage:
            passage.marks = [*passage.marks, Marked(mark, start, at)]
        elif mark:
            self.widened.append(mark)

    def _comment(self, number: str, passage: Passage, at: int, *, begins: bool) -> None:
        """Remember where a comment begins, and where it ends, be it in a later paragraph; one on no words stands at a place."""
        if begins:
            self._commented[number] = (passage, at)
            return
        begun, start = self._commented.pop(number, (passage, at))
        if begun is passage and not any(each.number == number for each in passage.comments):
            passage.comments = [*passage.comments, Commented(number, start, at)]
        elif begun is not passage:
            begun.comments = [*begun.comments, Commented(number, start, len(begun.text))]


def _plain(content: bytes) -> str | None:
    """The text of a part whose elements are named and written as Word, WPS and LibreOffice do."""
    if content.count(_SPACE) != 1 or content.count(b"xmlns:w=") != 1 or b"Fallback" in content:
        return None
    return plain_text(content)


def _inside(passage: Passage | None, match: re.Match[str]) -> Passage | None:
    """The paragraph that has begun last, unless it has ended before this."""
    if passage is None or match.string[passage.start - 2] == "/":
        return None
    return None if _PARAGRAPH_END.search(match.string, passage.start, match.start()) else passage


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
