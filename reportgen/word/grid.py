"""The rows and cells of a table by the columns of its grid."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from reportgen.word.elements import TBL, TC, TR
from reportgen.word.package import W

BEFORE_SPAN = {W + n for n in ("cnfStyle", "tcW")}  # of a cell's properties
BEFORE_MERGE = BEFORE_SPAN | {W + n for n in ("gridSpan", "hMerge")}


def rows_of(table: etree._Element, *others: str) -> Iterator[etree._Element]:
    """Yield the table's own rows, none of a table in one of its cells; with `others` also these elements between them."""
    return (row for row in table.iter(TR, *others) if next(row.iterancestors(TBL)) is table)


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """Yield the row's own cells, none of a table in one of them."""
    return (cell for cell in row.iter(TC) if next(cell.iterancestors(TR)) is row)


def placed(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the cells of a row, each with the column of the grid that it begins in."""
    column = _number_in(row, f"{W}trPr/{W}gridBefore")
    for cell in cells_of(row):
        yield column, cell
        column += span_of(cell)


def span_of(cell: etree._Element) -> int:
    """Return how many columns of the grid a cell spans."""
    return _number_in(cell, f"{W}tcPr/{W}gridSpan") or 1


def _number_in(element: etree._Element, path: str) -> int:
    found = element.find(path)
    value = "" if found is None else found.get(W + "val", "")
    return int(value) if value.isdecimal() else 0
