"""A worksheet's XML -> the same with other formats on some cells; cells that are not there are put in, in their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from reportgen.model import column_letters
from reportgen.workbook.markup import (
    Change,
    Element,
    attribute,
    children,
    elements,
    first,
    inserted,
    masked,
    number,
    quoted,
    relation_in,
    spliced,
    with_attribute,
)
from reportgen.workbook.notes import column_of

Cell = tuple[int, int]  # row from 1, column from 0
Restyle = Callable[[int], int]
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_BEHIND = (  # what follows the drawing of comments in a sheet
    b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts", b"extLst",
    b"AlternateContent",
)  # fmt: skip


class Rows(NamedTuple):
    """The rows of a sheet: its XML, that without what is no element, and where its rows stand."""

    xml: bytes
    mask: bytes
    data: Element


@lru_cache(maxsize=2)
def rows_of(xml: bytes) -> Rows:
    """Return the rows of a sheet. Raises ValueError where it has no place for them."""
    mask = masked(xml)
    data = first(mask, b"sheetData")
    if data is None:
        raise ValueError("no rows")
    return Rows(xml, mask, data)


def anchors(rows: Rows, wanted: Collection[Cell]) -> dict[Cell, Cell]:
    """Return by each cell that is asked for the one to mark: of merged ones the first, of a whole row (column -1) the first
    that is filled.
    """
    merged = [_range(each) for each in elements(rows.mask, b"mergeCell", rows.data.end)]
    found: dict[Cell, Cell] = {}
    whole = {row for row, column in wanted if column < 0}
    starts = {row: at for row, at in _found(rows, whole).items() if at} if whole else {}
    for row, column in wanted:
        at = (row, column)
        if column < 0:
            cells = list(_cells(rows.mask, starts[row])) if row in starts else []
            filled = [where for where, cell in cells if not cell.is_short]
            at = (row, next(iter(filled or [where for where, _ in cells]), 0))
        for (top, left), (bottom, right) in merged:
            if top <= at[0] <= bottom and left <= at[1] <= right:
                at = (top, left)
        found[row, column] = at
    return found


def restyled(rows: Rows, cells: Collection[Cell], restyle: Restyle) -> bytes:
    """Return the sheet's XML with the cells in the format that `restyle` makes of the number of theirs."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(set(cells)):
        by_row.setdefault(row, []).append(column)
    found = _found(rows, by_row)
    columns = _columns(rows)
    changes: list[Change] = []
    missing: list[int] = []
    for row, wanted in by_row.items():
        at = found[row]
        if at is None:
            missing.append(row)
        else:
            changes.append(_in_row(rows, at, row, wanted, restyle, columns))
    if rows.data.is_short:
        made = b"".join(_new_row(rows, row, by_row[row], restyle, columns) for row in missing)
        return spliced(rows.xml, [inserted(rows.xml, rows.data, made)])
    for row in missing:
        place = next((each.start for number, each in _all(rows) if number > row), rows.data.outside)
        changes.append((place, place, _new_row(rows, row, by_row[row], restyle, columns)))
    return spliced(rows.xml, changes)


def reformatted(rows: Rows, formats: Collection[int], restyle: Restyle) -> bytes:
    """Return the sheet's XML in which the cells of some formats have others."""
    changes: list[Change] = []
    for each in elements(rows.mask, b"c", rows.data.inside, rows.data.outside):
        if number(each.attributes, "s") in formats:
            changes.append(_head(rows.xml, each, restyle(number(each.attributes, "s"))))
    return spliced(rows.xml, changes)


def with_drawing(xml: bytes, relation: str, related: str) -> bytes:
    """Return a sheet's XML that names, by its relation, the drawing in which its comments are shown."""
    rows = rows_of(xml)
    prefix, outside = rows.data.prefix.decode(), rows.mask.rfind(b"</")
    said = f'<{prefix}legacyDrawing xmlns:r="{quoted(related)}" r:id="{quoted(relation)}"/>'.encode()
    behind = (each for each in children(rows.mask, rows.data.end, outside) if each.name in _BEHIND)
    place = next((each.start for each in behind), outside)
    return spliced(xml, [(place, place, said)])


def drawing_of(xml: bytes) -> str:
    """Return the relation of the drawing in which a sheet's comments are shown, if it has one."""
    rows = rows_of(xml)
    found = first(rows.mask, b"legacyDrawing", rows.data.end)
    return relation_in(found.attributes) if found else ""


def _in_row(
    rows: Rows, at: Element, row: int, wanted: Iterable[int], restyle: Restyle, columns: Mapping[int, int]
) -> Change:
    """The row with some cells in other formats, and those put in that were not there."""
    cells = list(_cells(rows.mask, at))
    there = dict(cells)
    own = number(at.attributes, "s") if attribute(at.attributes, "customFormat") in ("1", "true") else None
    changes: list[Change] = []
    ends: list[bytes] = []
    for column in wanted:
        if column in there:
            cell = there[column]
            changes.append(_head(rows.xml, cell, restyle(number(cell.attributes, "s"))))
            continue
        base = columns.get(column, 0) if own is None else own
        made = _new_cell(rows, row, column, restyle(base))
        later = next((cell.start for where, cell in cells if where > column), None)
        if later is None:
            ends.append(made)
        else:
            changes.append((later, later, made))
    head = _spanned(at.attributes, wanted)
    tag = at.prefix + at.name
    inside = b"" if at.is_short else rows.xml[at.inside : at.outside]
    shifted = [(start - at.inside, end - at.inside, new) for start, end, new in changes]
    return (
        at.start,
        at.end,
        b"".join((b"<", tag, head.rstrip(), b">", spliced(inside, shifted), *ends, b"</", tag, b">")),
    )


def _head(xml: bytes, cell: Element, style: int) -> Change:
    """The change of a cell's format."""
    short = b"/" if cell.is_short else b""
    attributes = with_attribute(cell.attributes, "s", style)
    return cell.start, cell.inside, b"".join((b"<", cell.prefix, b"c", attributes, short, b">"))


def _new_row(
    rows: Rows, row: int, wanted: Iterable[int], restyle: Restyle, columns: Mapping[int, int]
) -> bytes:
    prefix = rows.data.prefix
    cells = (_new_cell(rows, row, each, restyle(columns.get(each, 0))) for each in wanted)
    return b"".join((b'<%brow r="%d">' % (prefix, row), *cells, b"</%brow>" % prefix))


def _new_cell(rows: Rows, row: int, column: int, style: int) -> bytes:
    address = f"{column_letters(column)}{row}".encode()
    return b'<%bc r="%b" s="%d"/>' % (rows.data.prefix, address, style)


def _spanned(attributes: bytes, wanted: Iterable[int]) -> bytes:
    """A row's attributes, whose span of columns holds the cells that are put in."""
    said = re.fullmatch(r"(\d+):(\d+)", attribute(attributes, "spans") or "")
    if not said:
        return attributes
    low, high = min(int(said[1]), 1 + min(wanted)), max(int(said[2]), 1 + max(wanted))
    if (low, high) == (int(said[1]), int(said[2])):
        return attributes
    return with_attribute(attributes, "spans", f"{low}:{high}")


def _found(rows: Rows, wanted: Collection[int]) -> dict[int, Element | None]:
    """Where rows stand: sought as Excel writes them, and if that fails one after another."""
    found: dict[int, Element | None] = {}
    everything: dict[int, Element] | None = None
    tag = b"<" + rows.data.prefix + b'row r="%d"'
    at = rows.data.inside
    for row in sorted(wanted):
        start = rows.mask.find(tag % row, at, rows.data.outside)
        if start >= 0:
            found[row] = first(rows.mask, b"row", start, rows.data.outside)
            at = start
            continue
        if everything is None:
            everything = dict(_all(rows))
        found[row] = everything.get(row)
    return found


def _all(rows: Rows) -> Iterator[tuple[int, Element]]:
    """All rows with their numbers: one that does not say its own follows the one before."""
    last = 0
    for each in elements(rows.mask, b"row", rows.data.inside, rows.data.outside):
        last = number(each.attributes, "r", last + 1)
        yield last, each


def _cells(mask: bytes, row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with their columns."""
    column = -1
    for each in elements(mask, b"c", row.inside, row.outside):
        said = _ADDRESS.fullmatch(attribute(each.attributes, "r") or "")
        column = column_of(said[1]) if said else column + 1
        yield column, each


def _columns(rows: Rows) -> dict[int, int]:
    """The formats of whole columns, as far as cells may be put into them."""
    found: dict[int, int] = {}
    for each in elements(rows.mask, b"col", 0, rows.data.start):
        if style := number(each.attributes, "style"):
            first_one, last = number(each.attributes, "min", 1), number(each.attributes, "max", 1)
            found |= dict.fromkeys(range(first_one - 1, min(last, 1024)), style)
    return found


def _range(merged: Element) -> tuple[Cell, Cell]:
    corners = (attribute(merged.attributes, "ref") or "").split(":")
    said = [_ADDRESS.fullmatch(each) for each in (corners[0], corners[-1])]
    if None in said:
        return (0, 0), (0, 0)
    one, two = ((int(each[2]), column_of(each[1])) for each in said if each)
    return one, two
