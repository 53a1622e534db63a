"""The paragraphs of a Word file -> its units, which come or go as a whole: paragraphs and rows of tables; and the stretches
that somebody has inserted or struck and nobody has accepted yet.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from reportgen.word.elements import CHARACTERS, TBL, TC, TR, WITHOUT_TEXT, P, T
from reportgen.word.marked_passages import MarkedFile
from reportgen.word.package import W

PARAGRAPH, ROW, BOX = "paragraph", "row", "box"
_CAME = (W + "ins", W + "moveTo")
HELD = tuple(W + n for n in ("footnoteReference", "endnoteReference", "drawing", "pict", "object"))
_WENT = (W + "del", W + "moveFrom")


class Unit(NamedTuple):
    """What comes or goes as a whole: what it is, or the part that a paragraph outside the body stands in; its passages by
    cell, and the number of its table in the file.
    """

    kind: str
    cells: tuple[tuple[int, ...], ...]
    table: int = -1

    @property
    def passages(self) -> list[int]:
        """The numbers of its paragraphs."""
        return [number for cell in self.cells for number in cell]


class Tracked(NamedTuple):
    """From where to where in a paragraph's text somebody's insertions reach, whether anything of it is tracked at all, and how
    many notes and pictures stand in it, which are no text.
    """

    inserted: tuple[tuple[int, int], ...] = ()
    any: bool = False
    held: int = 0


def units(marked: MarkedFile) -> list[Unit]:
    """Return the units of a file in their order; the rows of a table within a cell belong to the row that it stands in."""
    made: list[Unit] = []
    rows: dict[etree._Element, int] = {}
    cells: dict[int, dict[object, list[int]]] = {}
    tables: dict[etree._Element, int] = {}
    for number, each in enumerate(marked.passages):
        above = [*each.paragraph.iterancestors(TR, TC, TBL)]
        label = marked.package.label(each.part)
        if each.boxed:
            made.append(Unit(BOX, ((number,),)))
        elif not above or label != "正文":
            made.append(Unit(PARAGRAPH if label == "正文" else label, ((number,),)))
        else:
            table, row = above[-1], above[-2]
            if row not in rows:
                rows[row] = len(made)
                made.append(Unit(ROW, (), tables.setdefault(table, len(tables))))
            cells.setdefault(rows[row], {}).setdefault(above[-3], []).append(number)
    for at, inside in cells.items():
        made[at] = made[at]._replace(cells=tuple(tuple(each) for each in inside.values()))
    return made


def tracked(marked: MarkedFile) -> list[Tracked]:
    """Return for each paragraph of a file what of it is tracked."""
    return [_tracked(each.paragraph) for each in marked.passages]


def _tracked(paragraph: etree._Element) -> Tracked:
    inserted: list[tuple[int, int]] = []
    length = _walk(paragraph, 0, inserted)
    around = next(paragraph.iterancestors(*_CAME, *_WENT), None) is not None
    changed = next(paragraph.iter(*_CAME, *_WENT), None) is not None
    rows = [row.find(f"{W}trPr/{tag}") for row in paragraph.iterancestors(TR) for tag in (*_CAME, *_WENT)]
    new_row = any(each is not None for each in rows)
    held = sum(1 for _ in paragraph.iter(*HELD))
    everywhere = around or new_row
    return Tracked(((0, length),) if everywhere else tuple(inserted), everywhere or changed, held)


def _walk(element: etree._Element, length: int, inserted: list[tuple[int, int]]) -> int:
    """Return how long the text is behind an element that begins at `length`, noting the insertions in it."""
    for child in element:
        start = length
        if child.tag == T:
            length += len(child.text or "")
        elif child.tag in CHARACTERS:
            length += 1
        elif child.tag not in WITHOUT_TEXT and child.tag != P:
            length = _walk(child, length, inserted)
        if child.tag in _CAME:
            inserted.append((start, length))
    return length
