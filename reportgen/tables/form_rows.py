"""The rows below a form's header -> which of them the form itself has printed there: its example, and those of the year
before, with what the column 核对 says of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.model import Cell, Field, Kind, Sheet
from reportgen.tables.form_version import (
    SAID,
    Mark,
    as_compared,
    example_of,
    mark_in,
    numbers_rows,
)
from reportgen.tables.headings import nfkc, normalise
from reportgen.tables.labels import CHECKED, DONE, GONE, UNCHECKED

UNSURE = "核对没有写清"
_SAID = {UNCHECKED, DONE, GONE}
_SEARCHED = 40  # rows above a table
_FULL_STOPS = "。.,，;；、!！"


def mark_above(sheet: Sheet, first: int) -> Mark:
    """Return what the lines above the row `first` say of the form, the nearest first."""
    for row in reversed(sheet.rows[max(0, first - _SEARCHED) : first]):
        for cell in row:
            if isinstance(cell, str) and SAID in cell and (mark := mark_in(nfkc(cell))).version:
                return mark
    return Mark()


def checked_column(sheet: Sheet, first: int) -> int:
    """Return the column headed 核对 in the row above `first`, or -1."""
    header = sheet.rows[first - 1] if first else ()
    heads = (at for at, cell in enumerate(header) if isinstance(cell, str) and normalise(cell) == CHECKED)
    return next(heads, -1)


def examples(
    kind: Kind, columns: Mapping[str, int], cells: Sequence[Sequence[Cell]], mark: Mark
) -> frozenset[int]:
    """Return the rows, from 0 on, that say what the form's example says, whatever stands in their 序号.

    Where nothing in it is free text, a department may have written the same; then only the row that the form has
    printed is meant.
    """
    if not (mark.example and cells):
        return frozenset()
    fields = {name: kind.fields[name] for name in columns if not numbers_rows(name, kind.fields[name])}
    if not fields:
        return frozenset()
    written = [_texts(cells[columns[name]], each) for name, each in fields.items()]
    free = [at for at, each in enumerate(fields.values()) if each.type == "string" and not each.enum]
    return frozenset(
        at
        for at, row in enumerate(zip(*written, strict=True))
        if any(row) and example_of(row) == mark.example and (at == 0 or any(row[each] for each in free))
    )


def _texts(cells: Sequence[Cell], declared: Field) -> list[str]:
    known: dict[tuple[type, Cell], str] = {}
    for cell in cells:
        if (cell.__class__, cell) not in known:
            known[cell.__class__, cell] = as_compared(cell, declared)
    return [known[cell.__class__, cell] for cell in cells]


def unchecked(cells: Sequence[Cell], mark: Mark) -> Mapping[int, str]:
    """Return what keeps rows from counting, from 0 on, by the cells of their column 核对: that nobody has looked at them,
    that they are no more, or that it cannot be told.

    A cell may be empty beside a row that was added: only while all that came with the form are told.
    """
    said = [_folded(cell) for cell in cells]
    prefilled = mark.carried or (mark.version and not mark.example)
    if not prefilled and _SAID.isdisjoint(said):
        return {}
    lacking = sum(each in _SAID for each in said) < mark.carried
    found = {at: each for at, each in enumerate(said) if each in (UNCHECKED, GONE)}
    return found | {at: UNSURE for at, each in enumerate(said) if each not in _SAID and (each or lacking)}


def _folded(cell: Cell) -> str:
    return normalise(cell, marks=True).rstrip(_FULL_STOPS) if isinstance(cell, str) else str(cell)
