"""Cells of a table that are repeated for each column of a list: which tags ask for it, and the grid that holds them all.

`{{#名称.列}}{{列名}}{{/名称.列}}` in a cell repeats the cell; from one cell to another of its row, these cells. `number_loops`
writes on every such cell where its part of the grid begins, how many columns it has and which of them the cell is;
`widen` shares out the width of that part among the copies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from reportgen.word.elements import BLOCK, TBL, TC, TR, properties_of
from reportgen.word.grid import BEFORE_SPAN, cells_of, placed, rows_of, span_of
from reportgen.word.package import W
from reportgen.word.tags import Tag

NAME = "列"  # of the list of columns that a list has
_LOOP = "loop"  # the attribute of cells, without a namespace as marks are
_SPAN = f"{W}tcPr/{W}gridSpan"


class _Loop(NamedTuple):
    """A part of a table's grid that is repeated: its first column, and how many it has."""

    first: int
    columns: int


def loops(tag: Tag) -> bool:
    """Whether a section's tag asks for columns."""
    return tag.name == NAME or tag.name.endswith(f".{NAME}")


def number_loops(root: etree._Element) -> None:
    """Write on the cells that are to be repeated which part of the grid they are."""
    for block in root.iter(BLOCK):
        row = next((up for up in block.iterancestors() if up.tag in (TR, TC)), None)
        if row is None or row.tag != TR or next(block.iterchildren(TC), None) is None:
            continue
        inside = list(block.iterchildren(TC))
        places = {cell: at for at, cell in placed(row)}
        first = places[inside[0]]
        columns = sum(span_of(cell) for cell in inside)
        for cell in inside:
            cell.set(_LOOP, f"{first} {columns} {places[cell] - first}")


def widen(root: etree._Element) -> None:
    """Give each table whose cells were repeated the columns that it has now, in the width that it had."""
    numbered = [cell for cell in root.iter(TC) if cell.get(_LOOP)]
    for table in dict.fromkeys(next(cell.iterancestors(TBL)) for cell in numbered):
        _widen_table(table)
    for cell in numbered:
        del cell.attrib[_LOOP]


def _widen_table(table: etree._Element) -> None:
    rows = list(rows_of(table))
    turns: dict[_Loop, int] = {}
    for row in rows:
        here = [_looped(cell) for cell in cells_of(row)]
        for each in {loop for loop, _ in here if loop}:
            turns[each] = max(turns.get(each, 0), sum(loop == each and not at for loop, at in here))
    for row in rows:
        _span_more(row, turns)
    grid = table.find(W + "tblGrid")
    if grid is None:
        return
    widths = _shared([int(column.get(W + "w", "0")) for column in grid], turns)
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        etree.SubElement(grid, W + "gridCol", {W + "w": str(width)})
    for row in rows:
        for at, cell in placed(row):
            said = cell.find(f"{W}tcPr/{W}tcW")
            if said is not None and said.get(W + "type") == "dxa":
                said.set(W + "w", str(sum(widths[at : at + span_of(cell)])))


def _shared(widths: Sequence[int], turns: Mapping[_Loop, int]) -> list[int]:
    """The widths of a grid's columns when some are repeated: what is repeated keeps its width, or has an even share of all."""
    repeated = {
        at: count for loop, count in turns.items() for at in range(loop.first, loop.first + loop.columns)
    }
    total, count = sum(widths), sum(repeated.get(at, 1) for at in range(len(widths)))
    copies = {
        at: max(widths[at] // turn, total // count) for at, turn in repeated.items() if at < len(widths)
    }
    left = total - sum(width * repeated[at] for at, width in copies.items())
    others = sum(width for at, width in enumerate(widths) if at not in repeated) or 1
    found = [copies.get(at, max(0, left) * width // others) for at, width in enumerate(widths)]
    for loop in sorted(turns, reverse=True):
        part = slice(loop.first, loop.first + loop.columns)
        found[part] = found[part] * turns[loop]
    return [max(1, width) for width in found]


def _span_more(row: etree._Element, turns: Mapping[_Loop, int]) -> None:
    """Let the cells of a row span what has become more columns above or below them."""
    own = {loop for loop, _ in map(_looped, cells_of(row)) if loop}
    column = 0
    for cell in cells_of(row):
        loop, at = _looped(cell)
        if loop:
            column = loop.first + at + span_of(cell)
            continue
        span = span_of(cell)
        more = sum(
            (turns[each] - 1) * (min(column + span, each.first + each.columns) - max(column, each.first))
            for each in turns
            if each not in own and column < each.first + each.columns and each.first < column + span
        )
        if more:
            _set_span(cell, span + more)
        column += span


def _looped(cell: etree._Element) -> tuple[_Loop | None, int]:
    """The part of the grid that a repeated cell is of, and which column of it."""
    said = cell.get(_LOOP)
    if not said:
        return None, 0
    first, columns, at = map(int, said.split())
    return _Loop(first, columns), at


def _set_span(cell: etree._Element, columns: int) -> None:
    found = cell.find(_SPAN)
    if found is not None:
        found.set(W + "val", str(columns))
        return
    properties = properties_of(cell)
    at = sum(child.tag in BEFORE_SPAN for child in properties)
    properties.insert(at, etree.Element(W + "gridSpan", {W + "val": str(columns)}))
