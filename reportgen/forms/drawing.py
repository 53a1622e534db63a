"""A value and how it looks -> a cell; texts -> the widths of columns and the heights of rows that they need."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, count
from typing import Any

from reportgen.expressions import expression
from reportgen.forms.paper import Drawn, Paper
from reportgen.model import Value

DAY = "yyyy-mm-dd"
LONGEST = 32767  # signs of a cell
_UNFIT = expression(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_NAME = expression(r"[\\*?:/\[\]]")
_PIXEL = 0.75  # points
_DIGIT = 7  # pixels of a digit's width

Look = Mapping[str, Any]  # how a cell looks; one that is not locked may be written in though its sheet is
MIDDLE: Look = {"align": "center", "valign": "vcenter", "text_wrap": True}
LEFT: Look = {"valign": "vcenter", "text_wrap": True}
PLAIN: Look = {"font_name": "宋体", "font_size": 11}
BOLD: Look = {**PLAIN, "bold": True}
FAINT: Look = {**PLAIN, "italic": True, "font_color": "#808080"}
BOX: Look = {"border": 1, "border_color": "#808080"}
OPEN: Look = {"locked": False}
TITLE: Look = {"font_name": "黑体", "font_size": 16, **MIDDLE}
LINE: Look = {**PLAIN, **LEFT}
TEXT, STRONG, OPEN_LINE = LINE, {**BOLD, **LEFT}, {**LINE, **OPEN}
CELL: Look = {**LINE, **BOX}
HEAD: Look = {**BOLD, **MIDDLE, **BOX, "bg_color": "#DDE6F0"}


@dataclass(frozen=True)
class Book:
    """A workbook that is drawn, and how its cells look, each look once."""

    file: Drawn
    looks: dict[frozenset[tuple[str, Any]], Any] = field(default_factory=dict)

    def look(self, look: Look) -> Any:
        """Return what the file knows a look by."""
        key = frozenset(look.items())
        if key not in self.looks:
            self.looks[key] = self.file.add_format(dict(look))
        return self.looks[key]

    def sheet(self, name: str) -> Sheet:
        """Return a new sheet, numbered where its name is there already."""
        taken = {each.name.casefold() for each in self.file.worksheets()}
        names = chain((name,), (f"{name}{number}" for number in count(1)))
        free = next(each for each in names if each.casefold() not in taken)
        return Sheet(self, self.file.add_worksheet(free))


@dataclass(frozen=True)
class Sheet:
    """A sheet that is drawn; rows and columns are numbered from 1. `heights` are those of its rows, in points."""

    book: Book
    paper: Paper
    heights: dict[int, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that the sheet was given."""
        return str(self.paper.name)

    def put(self, row: int, column: int, value: Value, look: Look) -> None:
        """Write a value with its looks; a text is never a formula, whatever it begins with."""
        at = row - 1, column - 1
        if value is None or value == "":
            self.paper.write_blank(*at, None, self.book.look(look))
        elif isinstance(value, str):
            self.paper.write_string(*at, cut(value, LONGEST), self.book.look(look))
        elif isinstance(value, date):
            self.paper.write_datetime(*at, value, self.book.look({**look, "num_format": DAY}))
        else:
            self.paper.write_number(*at, value, self.book.look(look))

    def across(self, row: int, columns: int, text: str, look: Look) -> None:
        """Write a text over so many columns."""
        if columns > 1:
            self.paper.merge_range(row - 1, 0, row - 1, columns - 1, "", self.book.look(look))
        self.put(row, 1, text, look)

    def tall(self, row: int, points: float) -> None:
        """Give a row its height."""
        self.heights[row] = points
        self.paper.set_row_pixels(row - 1, points / _PIXEL)

    def wide(self, column: int, digits: float, look: Look | None = None) -> None:
        """Give a column its width, and the looks of what is written in it."""
        known = None if look is None else self.book.look(look)
        self.paper.set_column_pixels(column - 1, column - 1, round(digits * _DIGIT), known)


def clean(text: str) -> str:
    """Return a text without the signs that no workbook holds."""
    return _UNFIT.sub("", text)


def cut(text: str, most: int) -> str:
    """Return a text short enough for Excel, which calls a workbook damaged over a longer one."""
    return clean(text if len(text) <= most else text[: most - 1] + "…")


def sheet_name(name: str) -> str:
    """Return a name that Excel takes for a sheet, short enough to be numbered where it is there already."""
    return _NO_NAME.sub("_", clean(name))[:28].strip("' ") or "表"


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Return how many digits wide a text is: a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def lines(text: str, room: float) -> int:
    """Return how many lines a text takes in a column that is so many digits wide."""
    return sum(max(1, math.ceil(width(each) / max(room - 1, 1))) for each in text.split("\n"))


def height(texts: Sequence[str], widths: Sequence[float], size: float = 11) -> float:
    """Return the height in points of a row in which texts of this size are wrapped."""
    spans = zip(texts, widths, strict=False)
    return 1.4 * size * max(lines(text, room * 11 / size) for text, room in spans)
