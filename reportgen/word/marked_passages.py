"""A Word file -> its paragraphs as a reader sees them, with the marks of figures in them, and its manifest.

What a tracked change inserts is read, and what it deletes is not; what Word counts itself is left blank; the two ends of a mark are found wherever a program has
left them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from reportgen.expressions import expression
from reportgen.word import manifest as manifests
from reportgen.word import plain_places
from reportgen.word.elements import CHARACTERS, MC, WITHOUT_TEXT, P, T
from reportgen.word.identities import BOOKMARK, BOOKMARK_END
from reportgen.word.manifest import CUSTOM, Manifest
from reportgen.word.marked_lines import (
    PARAGRAPH,
    Commented,
    Marked,
    Writer,
    comments_of,
    marks_of,
    text_of,
    widened,
)
from reportgen.word.marks import Mark
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


@dataclass(eq=False)
class Story:
    """A part that is printed: its name, and its bytes, of which a tree is made when it is asked for; what stands before its
    first paragraph, and its paragraphs as lines.
    """

    part: str
    content: bytes
    text: str = ""  # where it was read without a tree
    starts: Sequence[int] = ()  # where in that text its paragraphs start
    numbers: Sequence[
        int
    ] = ()  # the how many-th each line is of all paragraphs of the tree, where it was read with one
    head: str = ""
    lines: Sequence[str] = ()

    @cached_property
    def tree(self) -> tuple[etree._Element, Sequence[etree._Element]]:
        """Its root and its paragraphs, as they were when this was first asked for. Raises NotWordError."""
        root = parse(self.part, self.content)
        return root, tuple(root.iter(P))

    @cached_property
    def comments(self) -> Sequence[Sequence[Commented]]:
        """The comments that begin in each of its paragraphs."""
        return comments_of(self.lines)


@dataclass(frozen=True, eq=False)
class Passage:
    """A paragraph, the how many-th that is read of its part: its text, and the marks and comments that begin in it."""

    story: Story
    number: int

    @cached_property
    def text(self) -> str:
        """What a reader sees."""
        return text_of(self.story.lines[self.number])

    @cached_property
    def marks(self) -> Sequence[Marked]:
        """The marks that begin and end in it."""
        return marks_of(self.story.lines[self.number])

    @property
    def comments(self) -> Sequence[Commented]:
        """The comments that begin in it."""
        return self.story.comments[self.number]

    @property
    def part(self) -> str:
        """The name of its part."""
        return self.story.part

    @property
    def paragraph(self) -> etree._Element:
        """The element. Raises NotWordError."""
        numbers = self.story.numbers
        return self.story.tree[1][numbers[self.number] if numbers else self.number]

    @property
    def boxed(self) -> bool:
        """Whether it stands in a text box."""
        return next(self.paragraph.iterancestors(W + "txbxContent"), None) is not None


@dataclass(frozen=True, eq=False)
class MarkedFile:
    """The paragraphs of a Word file in the order of its parts, part by part; of its parts those that are read here are `opened`."""

    content: bytes
    opened: Package
    stories: Sequence[Story]
    is_tracked: bool

    @property
    def body(self) -> str:
        """The name of the part that is the body."""
        return self.stories[0].part

    @cached_property
    def lines(self) -> list[str]:
        """Its paragraphs as lines: where two are the same, they say the same, and are marked alike."""
        return [line for each in self.stories for line in each.lines]

    @cached_property
    def passages(self) -> list[Passage]:
        """Its paragraphs."""
        return [Passage(each, number) for each in self.stories for number in range(len(each.lines))]

    @cached_property
    def widened(self) -> list[Mark]:
        """The marks that reach over several paragraphs."""
        return [mark for each in self.stories for mark in widened([each.head, *each.lines])]

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
        first = 0
        for story in self.stories:
            here = {each - first for each in wanted if first <= each < first + len(story.lines)}
            if here:
                said = self._plain_places(story, here) or self._places(story, here)
                told |= {first + each: place for each, place in said.items()}
            first += len(story.lines)
        return told

    def _plain_places(self, story: Story, wanted: Collection[int]) -> Mapping[int, str] | None:
        if not story.text:
            return None
        return plain_places.describe(
            self.opened, story.part, story.text, story.starts, lambda at: text_of(story.lines[at]), wanted
        )

    def _places(self, story: Story, wanted: Collection[int]) -> Mapping[int, str]:
        paragraphs = {Passage(story, each).paragraph: each for each in wanted}
        said = describe(self.opened, story.part, story.tree[0], set(paragraphs))
        return {number: said[paragraph] for paragraph, number in paragraphs.items()}


def read(content: bytes) -> MarkedFile:
    """Return what stands in a Word file; raise NotWordError."""
    package = unpack(content, _OPENED)
    readings = [_Reading(part, package.parts[part]) for part in package.printed]
    stories = [each.story for each in readings]
    return MarkedFile(content, package, stories, any(each.is_tracked for each in readings))


class _Reading:
    """One pass over a part, of which it makes a story."""

    def __init__(self, part: str, content: bytes) -> None:
        self.story = story = Story(part, content)
        self.is_tracked, self._writer = False, Writer()
        text = _plain(content)
        self._starts: list[int] = []
        said = None if text is None else self._scan(text)
        if said is not None and text is not None:
            story.text, story.starts = text, self._starts
        else:
            root, paragraphs = story.tree
            self.is_tracked, self._writer = next(root.iter(*_TRACKED), None) is not None, Writer()
            self._paragraphs = {each: number for number, each in enumerate(paragraphs)}
            self._counted = counted_by_word(root)
            self._numbers: list[int] = []
            self._walk(root)
            story.numbers, said = self._numbers, "".join(self._writer.pieces)
        story.head, *story.lines = said.split(PARAGRAPH)

    def _scan(self, text: str) -> str | None:
        """Read a part in which no paragraph stands in another one, and nothing is struck out or counted by Word; return what it
        says, or None where it is another one.
        """
        add = self._writer.pieces.append
        fields, start = Fields(), 0
        begin = self._starts.append
        for match in _PIECE.finditer(text):
            kind = match.lastindex
            if kind == _TEXT:
                add(" " * len(unescaped(match[_TEXT])) if fields.counted else match[_TEXT])
            elif kind == _PARAGRAPH:
                add(PARAGRAPH)
                begin(start := match.end())
            elif kind == _CHARACTER:
                add(CHARACTERS[W + match[_CHARACTER]])
            elif kind == _FIELD:
                fields.mark(match[_FIELD])
            elif kind == _CODE:
                fields.add(unescaped(match[_CODE]))
            elif kind == _INSERTED:
                self.is_tracked = True
            elif kind == _OTHER:
                return None
            elif kind:
                self._anchor(match, start)
        return unescaped("".join(self._writer.pieces))

    def _anchor(self, match: re.Match[str], start: int) -> None:
        """Read where a bookmark or a comment begins or ends, behind where a paragraph has started or behind its end."""
        kind, writer = match.lastindex, self._writer
        if kind == _BEGUN:
            tag, id_, name = "bookmarkStart", match[_NUMBERED], match[_BEGUN]
        elif kind == _ENDED:
            tag, id_, name = "bookmarkEnd", match[_ENDED], ""
        else:
            told = dict(_ATTRIBUTE.findall(match[_ANCHORED]))
            tag, id_, name = match[_TAG], told.get("id", ""), told.get("name", "")
        if tag == "bookmarkStart":
            writer.begin(id_, name)
        elif tag == "bookmarkEnd":
            if writer.has_begun(id_):
                writer.end(id_, outside=_is_outside(match, start))
        elif not _is_outside(match, start):
            writer.comment(id_, begins=tag == "commentRangeStart")

    def _walk(self, element: etree._Element) -> None:
        """Read the paragraphs of a body, a table or a note; a mark that begins between paragraphs belongs to none."""
        for child in element:
            if child.tag == P:
                self._paragraph(child)
            elif child.tag in (BOOKMARK, BOOKMARK_END):
                self._bookmark(child, outside=True)
            elif child.get(W + "type") not in _SEPARATORS:
                self._walk(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        self._numbers.append(self._paragraphs[paragraph])
        self._writer.pieces.append(PARAGRAPH)
        boxes: list[etree._Element] = []
        self._read(paragraph, boxes)
        for box in boxes:
            self._walk(box)

    def _read(self, element: etree._Element, boxes: list[etree._Element]) -> None:
        """Write what an element says, and add the text boxes in it."""
        for child in element:
            tag = child.tag
            if tag == T:
                said = child.text or ""
                self._writer.pieces.append(" " * len(said) if child in self._counted else said)
            elif tag in CHARACTERS:
                self._writer.pieces.append(CHARACTERS[tag])
            elif tag in (BOOKMARK, BOOKMARK_END):
                self._bookmark(child)
            elif tag in _COMMENTS:
                self._writer.comment(child.get(_ID, ""), begins=tag == _COMMENTS[0])
            elif tag not in WITHOUT_TEXT:
                self._read(child, boxes)
            elif tag in _STRUCK:
                for each in child.iter(BOOKMARK, BOOKMARK_END):
                    self._bookmark(each)
            elif tag != MC + "Fallback":
                boxes += _boxes(child)

    def _bookmark(self, bookmark: etree._Element, *, outside: bool = False) -> None:
        if bookmark.tag == BOOKMARK:
            self._writer.begin(bookmark.get(_ID, ""), bookmark.get(_NAME, ""))
        else:
            self._writer.end(bookmark.get(_ID, ""), outside=outside)


def _plain(content: bytes) -> str | None:
    """The text of a part whose elements are named and written as Word, WPS and LibreOffice do."""
    if content.count(_SPACE) != 1 or content.count(b"xmlns:w=") != 1 or b"Fallback" in content:
        return None
    return plain_text(content)


def _is_outside(match: re.Match[str], start: int) -> bool:
    """Whether no paragraph has started, or the one that did there has ended before this."""
    text = match.string
    return not start or text[start - 2] == "/" or bool(_PARAGRAPH_END.search(text, start, match.start()))


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a drawing, without their copies for old versions of Word, and none that stands within another."""
    for box in element.iter(W + "txbxContent"):
        above = {up.tag for up in box.iterancestors()}
        if (
            MC + "Fallback" not in above
            and sum(up.tag == W + "txbxContent" for up in box.iterancestors()) == 0
        ):
            yield box
