"""A value and how it looks -> a cell; texts -> the widths of columns and the heights of rows that they need."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model import Value, column_letters

DAY = "yyyy-mm-dd"


class Look(NamedTuple):
    """How a cell looks; one that is open may be written in though its sheet is locked."""

    font: Font
    alignment: Alignment
    border: Border = Border()
    fill: PatternFill = PatternFill()
    protection: Protection = Protection()


MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)
PLAIN, BOLD = Font(name="宋体", size=11), Font(name="宋体", size=11, bold=True)
_THIN = Side(style="thin", color="808080")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
OPEN = Protection(locked=False)
TITLE = Look(Font(name="黑体", size=16), MIDDLE)
LINE, OPEN_LINE = Look(PLAIN, LEFT), Look(PLAIN, LEFT, protection=OPEN)
TEXT, STRONG, CELL = Look(PLAIN, LEFT), Look(BOLD, LEFT), Look(PLAIN, LEFT, BOX)
HEAD = Look(BOLD, MIDDLE, BOX, PatternFill("solid", fgColor="DDE6F0"))
FAINT = Font(name="宋体", size=11, italic=True, color="808080")


def put(sheet: Worksheet, row: int, column: int, value: Value, look: Look) -> None:
    """Write a value with its looks."""
    cell: Any = sheet.cell(row, column)
    write(cell, value)
    cell.font, cell.alignment, cell.border, cell.fill, cell.protection = look
    if isinstance(value, date):
        cell.number_format = DAY


def write(cell: Any, value: Value) -> None:
    """Write a value; a text is never a formula, whatever it begins with."""
    cell.value = clean(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


def across(sheet: Worksheet, row: int, columns: int) -> None:
    """Let the first cell of a row go over so many columns."""
    if columns > 1:  # not merge_cells, which looks at the borders of all and takes most of the time
        sheet.merged_cells.add(f"A{row}:{column_letters(columns - 1)}{row}")


def clean(text: str) -> str:
    """Return a text without the signs that no workbook holds."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def cut(text: str, most: int) -> str:
    """Return a text short enough for Excel, which calls a workbook damaged over a longer one."""
    return clean(text if len(text) <= most else text[: most - 1] + "…")


def sheet_name(name: str) -> str:
    """Return a name that Excel takes for a sheet, short enough for openpyxl to number it where it is there already."""
    return re.sub(r"[\\*?:/\[\]]", "_", clean(name))[:28].strip("' ") or "表"


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
