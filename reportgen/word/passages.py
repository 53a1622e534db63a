"""A Word template -> its passages: each paragraph that is printed, with its tags, and the words of shapes and diagrams."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from reportgen.expressions import expression
from reportgen.word.descriptions import descriptions
from reportgen.word.elements import MC, TBL, TC, P, R, T, text_pieces
from reportgen.word.grid import cells_of, rows_of
from reportgen.word.package import Package, W, parse
from reportgen.word.paragraph_styles import first_value
from reportgen.word.places import describe
from reportgen.word.tags import Tag, scan

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LABEL = "{http://schemas.openxmlformats.org/drawingml/2006/chart}dLbl"
_V = "{urn:schemas-microsoft-com:vml}"
_DRAWN = expression(r"word/(charts/chart|diagrams/data)[^/]*\.xml")
_COUNTED_BY_WORD = expression(
    r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|PAGEREF|TOC|SEQ|DATE|TIME|SAVEDATE|PRINTDATE|CREATEDATE)\b", re.I
)
_NO_HEAD = expression(r"[{｛]{2}|[\d０-９]")
_SEPARATORS = ("separator", "continuationSeparator")
SENTENCE = expression("[。！？!?;；\n]")  # its end
DESCRIBED = "图片或表格的替代文字"
_FIXED = expression(r"[{｛]{2}\s*[!！]\s*固定")
_FILLER = "\x00"  # stands for what Word counts itself


@dataclass(frozen=True, eq=False)
class Passage:
    """A paragraph as it is printed: its text with the tags in it, tracked insertions included and deletions not.

    `story` tells the body, each text box and each note apart; `heads` are the texts to the left of it and above it in its
    table, and `caption` the line before the table. What Word counts itself, such as page numbers, is left out.
    """

    part: str
    story: int
    text: str
    tags: tuple[Tag, ...] = ()
    heads: tuple[str, ...] = ()
    paragraph: etree._Element | None = None
    drawn: str = ""
    caption: str = ""

    @property
    def words(self) -> str:
        """The text with a filler in the place of every tag, so that positions stay."""
        text = self.text
        for tag in self.tags:
            text = text[: tag.start] + _FILLER * (tag.end - tag.start) + text[tag.end :]
        return text


class _Cell(NamedTuple):
    """A cell, its text, and the first column of the grid that it covers and the first that it does not."""

    element: etree._Element
    text: str
    start: int
    end: int


def passages(package: Package, printed: Mapping[str, etree._Element]) -> list[Passage]:
    """Return the passages of the parts that are printed, and of diagrams; raise NotWordError."""
    found = [passage for name, root in printed.items() for passage in _of_story(name, root)]
    for name in package.parts:
        if _DRAWN.fullmatch(name):
            found += _drawn(name, parse(name, package.parts[name]))
    return found


def places(package: Package, wanted: Iterable[Passage]) -> dict[Passage, str]:
    """Return for each passage where a person finds it in Word."""
    by_part: dict[str, list[Passage]] = {}
    for passage in wanted:
        by_part.setdefault(passage.part, []).append(passage)
    told: dict[Passage, str] = {}
    for name, those in by_part.items():
        paragraphs = {each: each.paragraph for each in those if each.paragraph is not None}
        if paragraphs:
            root = next(iter(paragraphs.values())).getroottree().getroot()
            where = describe(package, name, root, set(paragraphs.values()))
            told |= {each: where[paragraph] for each, paragraph in paragraphs.items()}
        told |= {each: each.drawn for each in those if each.paragraph is None}
    return told


def table_of(passage: Passage) -> etree._Element | None:
    """Return the table that a passage stands in, the innermost; None where it stands in none."""
    return None if passage.paragraph is None else next(passage.paragraph.iterancestors(TBL), None)


def is_fixed(passage: Passage, position: int) -> bool:
    """Whether the sentence at this position is marked by `{{! 固定 }}`, which stands in it or right behind its end."""
    words = passage.words
    ends = [each.end() for each in SENTENCE.finditer(words)]
    start = max((end for end in ends if end <= position), default=0)
    end = min((end for end in ends if end > position), default=len(words))
    return any(
        (start <= tag.start < end and (not start or bool(words[start : tag.start].strip("\x00 "))))
        or (tag.start >= end and not words[end : tag.start].strip("\x00 "))
        for tag in passage.tags
        if tag.kind == "comment" and _FIXED.match(tag.text)
    )


def _of_story(name: str, root: etree._Element) -> Iterator[Passage]:
    counted = counted_by_word(root)
    tables: dict[etree._Element, list[list[_Cell]]] = {}
    stories: dict[etree._Element, int] = {}
    for paragraph in root.iter(P):
        above = list(paragraph.iterancestors())
        if any(each.tag == MC + "Fallback" or each.get(W + "type") in _SEPARATORS for each in above):
            continue
        own = next(
            (each for each in above if each.tag in (W + "txbxContent", W + "footnote", W + "endnote")), root
        )
        story = stories.setdefault(own, len(stories))
        text = _text(paragraph, counted)
        if text.strip():
            heads = _heads(above, tables)
            caption = _caption(above) if heads else ""
            yield Passage(name, story, text, tuple(scan(text)), heads, paragraph, caption=caption)
    for shape in root.iter(_V + "textpath"):
        if said := shape.get("string", ""):
            yield Passage(name, -1, said, tuple(scan(said)), drawn="艺术字")
    for said in dict.fromkeys(said for *_, said in descriptions(root)):
        yield Passage(name, -1, said, tuple(scan(said)), drawn=DESCRIBED)


def _drawn(name: str, root: etree._Element) -> Iterator[Passage]:
    what = "SmartArt图形" if "diagrams" in name else "图表"
    for paragraph in root.iter(_A + "p"):
        if next(paragraph.iterancestors(_LABEL), None) is not None:
            continue  # a label of one number, which is not printed where the chart is filled
        text = "".join(each.text or "" for each in paragraph.iter(_A + "t"))
        if text.strip():
            yield Passage(name, -1, text, tuple(scan(text)), drawn=what)


def _text(paragraph: etree._Element, counted: Collection[etree._Element]) -> str:
    return "".join(
        _FILLER * len(text) if element in counted else text for element, text in text_pieces(paragraph)
    )


def counted_by_word(root: etree._Element) -> set[etree._Element]:
    """The texts that Word counts itself whenever it lays out the pages: page numbers, contents, dates of today."""
    found: set[etree._Element] = set()
    for simple in root.iter(W + "fldSimple"):
        if _COUNTED_BY_WORD.match(simple.get(W + "instr", "")):
            found.update(simple.iter(T))
    if next(root.iter(W + "fldChar"), None) is None:
        return found
    fields = Fields()
    for element in root.iter(W + "fldChar", W + "instrText", T):
        if element.tag == T:
            if fields.counted:
                found.add(element)
        elif element.tag == W + "instrText":
            fields.add(element.text or "")
        else:
            fields.mark(element.get(W + "fldCharType", ""))
    return found


class Fields:
    """The fields that have begun and not ended, as a part is read: `counted` says whether Word counts itself what stands here."""

    def __init__(self) -> None:
        self._begun: list[tuple[str, bool]] = []  # the instruction so far, and whether the result has begun
        self.counted = False

    def add(self, code: str) -> None:
        """Read a piece of the instruction."""
        if self._begun:
            said, shown = self._begun.pop()
            self._begun.append((said + code, shown))
            self._count()

    def mark(self, sort: str) -> None:
        """Read where a field begins, where its result does, and where it ends."""
        if sort == "begin":
            self._begun.append(("", False))
        elif self._begun and sort == "separate":
            self._begun.append((self._begun.pop()[0], True))
        elif self._begun and sort == "end":
            self._begun.pop()
        self._count()

    def _count(self) -> None:
        self.counted = any(shown and _COUNTED_BY_WORD.match(code) for code, shown in self._begun)


def _heads(above: list[etree._Element], tables: dict[etree._Element, list[list[_Cell]]]) -> tuple[str, ...]:
    """The texts left of a cell and above it, the nearest table only; of those above, the first three rows, and the last
    that is a head, too: without tags and numbers.
    """
    cell = next((each for each in above if each.tag == TC), None)
    table = next((each for each in above if each.tag == TBL), None)
    if cell is None or table is None:
        return ()
    rows = tables.setdefault(table, [])
    if not rows:
        rows += [list(_placed(row)) for row in rows_of(table)]
    for number, row in enumerate(rows):
        if (here := next((each for each in row if each.element is cell), None)) is None:
            continue
        left = [each.text for each in row if each.start < here.start]
        last = [row for row in rows[3:number] if not any(_NO_HEAD.search(each.text) for each in row)][-1:]
        over = [
            each.text
            for row in [*rows[: min(number, 3)], *last]
            for each in row
            if each.start <= here.start < each.end
        ]
        return (*left, *over)
    return ()


def _placed(row: etree._Element) -> Iterator[_Cell]:
    """The cells of a row, each with the columns of the grid that it covers."""
    at = 0
    for cell in cells_of(row):
        span = first_value(cell.iterfind(f"{W}tcPr/{W}gridSpan"))
        start, at = at, at + (int(span) if span.isdecimal() else 1)
        yield _Cell(cell, _cell_text(cell), start, at)


def _caption(above: list[etree._Element]) -> str:
    """The text of the paragraph before the table that a cell stands in."""
    table = next(each for each in above if each.tag == TBL)
    before = next(table.itersiblings(P, TBL, preceding=True), None)
    return "" if before is None or before.tag == TBL else "".join(text for _, text in text_pieces(before))


def _cell_text(cell: etree._Element) -> str:
    return "".join(text for run in cell.iter(R) for _, text in text_pieces(run))
