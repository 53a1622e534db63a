"""A finished Word file -> what a reader sees of it, block by block: paragraphs, tables, pictures, notes; nothing hidden.

What was deleted, hidden or said in a comment is in none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from reportgen.word.automatic_numbers import labels
from reportgen.word.drawings import Picture, picture, relations
from reportgen.word.elements import BR, MC, TAB, TBL, TC, TR, P, R, T
from reportgen.word.formulas import FORMULA, SIGN, linear, sign
from reportgen.word.grid import rows_of
from reportgen.word.package import Package, W, parse, unpack
from reportgen.word.paragraph_styles import VAL, Styles, first_value, is_on
from reportgen.word.shown_charts import ShownChart, chart_of
from reportgen.word.table_heads import look_says

_GONE = {W + n for n in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "delText", "instrText")}
_GONE |= {MC + "Fallback", W + "commentReference", W + "footnoteRef", W + "endnoteRef"}
_SIGNS = {TAB: "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_NOTES = {W + "footnoteReference": "脚注", W + "endnoteReference": "尾注"}
_BOX = W + "txbxContent"
_CAPTIONS = ("caption", "题注", "表题")
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])")
UNKNOWN_SIGN = "\ufffd"
_EM = 240  # twips of a character of 12 pt, where nothing says how large


class Piece(NamedTuple):
    """Some text of one look: `strong`, `sup`, `sub`, or the mark of a `note`; or a picture, or a chart."""

    text: str
    look: str = ""
    picture: Picture | None = None
    chart: ShownChart | None = None


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph: its `level` is 1 to 9 for a heading and 0 for text; `right` and `first` are how many characters stay
    free at the end of its lines and before the first one."""

    pieces: Sequence[Piece]
    level: int = 0
    style: str = ""
    align: str = ""
    right: float = 0
    first: float = 0
    caption: bool = False

    @property
    def text(self) -> str:
        """The whole text, without the marks of notes."""
        return "".join(each.text for each in self.pieces if each.look != "note")


class Cell(NamedTuple):
    """A cell: its paragraphs and tables, how many columns and rows it takes, and of what it is the head."""

    blocks: Sequence[Paragraph | Table]
    columns: int = 1
    rows: int = 1
    scope: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of a table; the first `heads` of them are its head."""

    rows: Sequence[Sequence[Cell]]
    heads: int = 0


Block = Paragraph | Table


@dataclass(frozen=True, eq=False)
class Contents:
    """What a reader sees: the blocks of the body, the notes in the order of their marks, and the text boxes."""

    title: str
    blocks: Sequence[Block]
    notes: Sequence[Sequence[Block]]
    boxes: Sequence[Block]


def contents(file: bytes) -> Contents:
    """Return what a reader sees of a Word file; raise NotWordError."""
    return _Reading(unpack(file)).contents()


def paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Yield all paragraphs, those in tables too, row by row."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in [cell for row in block.rows for cell in row]:
                yield from paragraphs(cell.blocks)


class _Reading:
    """One pass over a Word file."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles.of(package)
        self._name = package.find("正文")[0]
        self._root = parse(self._name, package.parts[self._name])
        self._labels = labels(package, self._styles, self._root.iter(P))
        self._related = relations(package, self._name)
        self._marks: list[etree._Element] = []
        self._boxes: list[Block] = []

    def contents(self) -> Contents:
        body = self._root.find(W + "body")
        blocks = list(self._blocks(body)) if body is not None else []
        notes = [
            list(self._blocks(self._notes[key]))
            if (key := (each.tag, each.get(W + "id"))) in self._notes
            else []
            for each in self._marks
        ]
        return Contents(self._title(), blocks, notes, self._boxes)

    def _title(self) -> str:
        for name in self._package.find("文档属性"):
            for each in parse(name, self._package.parts[name]).iter(
                "{http://purl.org/dc/elements/1.1/}title"
            ):
                return (each.text or "").strip()
        return ""

    @cached_property
    def _notes(self) -> Mapping[tuple[object, str | None], etree._Element]:
        return {
            (mark, each.get(W + "id")): each
            for mark, label in _NOTES.items()
            for name in self._package.find(label)
            for each in parse(name, self._package.parts[name])
        }

    def _blocks(self, within: etree._Element) -> Iterator[Block]:
        for element in within:
            if element.tag == P:
                yield self._paragraph(element)
            elif element.tag == TBL:
                yield self._table(element)
            elif element.tag not in _GONE and element.tag != W + "sectPr":
                yield from self._blocks(element)

    def _paragraph(self, paragraph: etree._Element) -> Paragraph:
        styles = self._styles
        label = self._labels.get(paragraph, "")
        pieces = [*([Piece(label)] if label else []), *self._pieces(paragraph, paragraph)]
        name = styles.name(styles.style_id(paragraph))
        return Paragraph(
            _joined(pieces), self._level(paragraph, name), name,
            first_value(styles.of_paragraph(paragraph, "jc")), self._free(paragraph, "right", "end"), self._free(paragraph, "firstLine"), name in _CAPTIONS,
        )  # fmt: skip

    def _level(self, paragraph: etree._Element, name: str) -> int:
        outline = first_value(self._styles.of_paragraph(paragraph, "outlineLvl"))
        named = _HEADING.fullmatch(name)
        if outline.isdecimal():
            return int(outline) + 1 if int(outline) < 9 else 0
        return int(named[1]) if named else 0

    def _free(self, paragraph: etree._Element, *names: str) -> float:
        """How many characters stay free at a side that has these names."""
        styles = self._styles
        for each in styles.of_paragraph(paragraph, "ind"):
            characters = next(
                (said for name in names if (said := each.get(f"{W}{name}Chars", "0")) != "0"), ""
            )
            twips = next((length for name in names if (length := each.get(W + name))), "")
            if characters or twips:
                size = first_value(styles.of_run(paragraph, None, "sz"))
                em = int(size) * 10 if size.isdecimal() and size != "0" else _EM
                return int(characters) / 100 if characters else round(int(twips) / em, 2)
        return 0

    def _pieces(self, within: etree._Element, paragraph: etree._Element) -> Iterator[Piece]:
        for element in within:
            if element.tag == FORMULA:
                yield Piece(linear(element))
            elif element.tag == R:
                if not self._on(paragraph, element, "vanish"):
                    yield from self._run(element, paragraph, self._look(paragraph, element))
            elif element.tag not in _GONE and element.tag != P:
                yield from self._pieces(element, paragraph)

    def _run(self, run: etree._Element, paragraph: etree._Element, look: str) -> Iterator[Piece]:
        for element in run:
            if element.tag == T:
                yield Piece(element.text or "", look)
            elif element.tag in _SIGNS:
                yield Piece(_SIGNS[element.tag], look)
            elif element.tag == BR:
                yield Piece("\n" if element.get(W + "type", "textWrapping") == "textWrapping" else "", look)
            elif element.tag == SIGN:
                yield Piece(sign(element) or UNKNOWN_SIGN, look)
            elif element.tag in _NOTES:
                self._marks.append(element)
                yield Piece(str(len(self._marks)), "note")
            elif element.tag not in _GONE:
                yield from self._drawn(element)
                yield from self._pieces(element, paragraph) if element.tag == W + "ruby" else ()

    def _drawn(self, element: etree._Element) -> Iterator[Piece]:
        """The pictures and charts of a drawing; the text of its boxes goes to the boxes."""
        for each in element.iter():
            if any(up.tag in (MC + "Fallback", _BOX) for up in each.iterancestors()):
                continue
            if each.tag == _BOX:
                self._boxes += self._blocks(each)
            elif found := picture(self._package, self._related, each):
                yield Piece("", picture=found)
            elif chart := chart_of(self._package, self._related, each):
                yield Piece("", chart=chart)

    def _look(self, paragraph: etree._Element, run: etree._Element) -> str:
        raised = {"superscript": "sup", "subscript": "sub"}
        align = first_value(self._styles.of_run(paragraph, run, "vertAlign"))
        stands_out = self._on(paragraph, run, "b") and not self._on(paragraph, None, "b")
        return raised.get(align, "") or ("strong" if stands_out else "")

    def _on(self, paragraph: etree._Element, run: etree._Element | None, name: str) -> bool:
        return is_on(next(self._styles.of_run(paragraph, run, name), None))

    def _table(self, table: etree._Element) -> Table:
        rows = list(rows_of(table))
        rows = [row for row in rows if not is_on(row.find(f"{W}trPr/{W}hidden"))]
        heads = 0
        while heads < len(rows) and is_on(rows[heads].find(f"{W}trPr/{W}tblHeader")):
            heads += 1
        if not heads and len(rows) > 1 and look_says(table, "firstRow", 0x20):
            heads = 1
        first = look_says(table, "firstColumn", 0x80)
        return Table(self._cells(rows, heads, first), heads)

    def _cells(self, rows: Sequence[etree._Element], heads: int, first: bool) -> list[list[Cell]]:
        """The cells of the rows; one that goes on from the row above is no cell of its own but makes that one longer."""
        made: list[list[Cell]] = []
        above: dict[int, tuple[int, int]] = {}  # by column the row and the place of the cell that may go on
        for number, row in enumerate(rows):
            made.append([])
            column = 0
            for cell in [each for each in row.iter(TC) if next(each.iterancestors(TR)) is row]:
                wide = first_value(cell.iterfind(f"{W}tcPr/{W}gridSpan"))
                columns = int(wide) if wide.isdecimal() else 1
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(VAL, "continue") == "continue" and column in above:
                    at, place = above[column]
                    made[at][place] = made[at][place]._replace(rows=made[at][place].rows + 1)
                else:
                    scope = "col" if number < heads else "row" if first and column == 0 else ""
                    above[column] = (number, len(made[-1]))
                    made[-1].append(Cell(list(self._blocks(cell)), columns, 1, scope))
                column += columns
        return made


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces, those of one look that follow each other as one."""
    joined: list[Piece] = []
    for each in pieces:
        plain = each.text and each.look != "note"
        if plain and joined and joined[-1].text and joined[-1].look == each.look:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + each.text)
        elif each.text or each.picture or each.chart:
            joined.append(each)
    return joined
