"""What a sheet of an .xlsx shows that no value tells: pictures on it, and in its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.workbook.notes import column_of
from reportgen.workbook.parts import Package, utf8

_CELL = re.compile(
    rb"<((?:\w+:)?)c\s(?:[^<>]*\s)?r\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*(?<!/)>(?:(?!</\1c>).)*?DISPIMG\(",
    re.DOTALL,
)


def cell_pictures(xml: bytes) -> Iterator[tuple[int, int]]:
    """Yield the cells of a sheet whose value is a picture; a formula stands in them, and its text as their value."""
    for _, letters, row in _CELL.findall(xml) if b"DISPIMG(" in xml else ():
        yield int(row) - 1, column_of(letters.decode())


def is_drawn_on(package: Package, sheet: str) -> bool:
    """Whether there is a picture, a shape or a chart on a sheet, given by its part's name; there may be an empty drawing.

    Raises FileRefused, and what is in UNREADABLE.
    """
    drawings = (each.target for each in package.relations(sheet) if each.kind == "drawing")
    return any(b"Anchor" in utf8(package.part(each)) for each in drawings if each in package)
