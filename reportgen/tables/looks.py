"""How the cells of a table look on the page -> what they say there, and findings where this is not what they hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from reportgen.expressions import expression
from reportgen.model import Cell, Field, Finding, Place, Sheet, is_blank
from reportgen.numerals import number_text
from reportgen.rules import finding
from reportgen.tables.recognise import Table
from reportgen.values.amounts import conversion, read_amount

_DIGITS = expression(r"\d[\d,]*(?:\.(\d+))?", re.ASCII)
_BEFORE = " \u3000-+(（¥￥$€£"  # signs before a number that say nothing of how much it is
STRUCK_OUT = "划掉的字"  # as readers say it of a part of a cell
_Cell = tuple[int, int]


def strange_looks(sheet: Sheet, tables: Sequence[Table], name: str) -> Iterator[Finding]:
    """Yield what is hidden or struck out and holds data: the sheet, and one finding each for a table's rows, columns,
    cells that cannot be seen, and struck out cells.
    """
    if tables and sheet.hidden:
        yield finding("TAB007", "这张表是隐藏的，也收进了底账", Place(name, sheet.name))
    for table in tables:
        rows = sorted(set(sheet.hidden_rows) & set(table.rows)) if sheet.hidden_rows else []
        if rows:
            message = f"有{len(rows)}行数据是隐藏的，也收进了底账"
            yield finding("TAB010", message, Place(name, sheet.name, rows[0] + 1))
        columns = [each for each in table.columns.items() if each[1] in sheet.hidden_columns]
        if columns and table.rows:
            message = f"隐藏的列也收进了底账：{'、'.join(each for each, _ in columns)}"
            place = Place(name, sheet.name, max(table.header, 0) + 1, columns[0][1])
            yield finding("TAB010", message, place)
        if sheet.unseen:
            words = "有{}行数据里有看不见的字（和底色一样，或者被格式藏起），也收进了底账"
            yield from _cells_told("TAB010", words, sheet, table, sheet.unseen, name)
        if beneath := _beneath(sheet):
            words = "有{}行数据里有字压在左右合并的格子下面，看不见，也收进了底账"
            yield from _cells_told("TAB010", words, sheet, table, beneath, name)
        if sheet.struck or sheet.partly:
            struck = {*sheet.struck, *(cell for cell, told in sheet.partly.items() if told == STRUCK_OUT)}
            yield from _cells_told("TAB012", "有{}行加了删除线，也收进了底账", sheet, table, struck, name)


def _beneath(sheet: Sheet) -> set[_Cell]:
    """The cells with something in them that lie under one to their left, merged with them: a person sees that one alone."""
    return {
        (top, column)
        for (top, left), (bottom, right) in sheet.merged
        if top == bottom and top < len(sheet.rows)
        for row in [sheet.rows[top]]
        for column in range(left + 1, min(right + 1, len(row)))
        if row[column] != "" and not is_blank(row[column])
    }


def _cells_told(
    code: str, words: str, sheet: Sheet, table: Table, cells: Collection[_Cell], name: str
) -> Iterator[Finding]:
    rows, columns = set(table.rows), set(table.columns.values())
    found = sorted(cell for cell in cells if cell[0] in rows and cell[1] in columns)
    if found:
        count = len({row for row, _ in found})
        yield finding(code, words.format(count), Place(name, sheet.name, found[0][0] + 1, found[0][1]))


def as_printed(
    printed: Mapping[_Cell, str], column: int, rows: Sequence[int], cells: Sequence[Cell]
) -> Sequence[Cell]:
    """Return the cells of a column in some rows of a sheet, each as the page shows it: 0601 and not 601."""
    return [
        printed[row, column] if (row, column) in printed and isinstance(cell, float) else cell
        for row, cell in zip(rows, cells, strict=True)
    ]


def unlike_printed(sheet: Sheet, column: int, unit: str, *, personal: bool) -> Iterator[tuple[int, str]]:
    """Yield the rows of a column of numbers in a unit where the page shows another number than the cell holds, with the
    rest of a sentence that begins with the field; a personal one's values are not told.
    """
    for (row, at), text in sheet.printed.items():
        held = sheet.rows[row][at] if at == column else ""
        if isinstance(held, float) and held and not _says(text, held, unit):
            seen = "" if personal else f"显示的是“{text}”，存的却是{number_text(held)}，"
            yield row, f"{seen}显示的数和存的数不一样"


def _says(text: str, held: float, unit: str) -> bool:
    """Whether a text says a number in a unit, as nearly as its digits can."""
    digits = _DIGITS.search(text)
    if not digits or (before := text[: digits.start()]).strip(_BEFORE) or ("-" in before and held > 0):
        return False
    shown = float(digits[0].replace(",", ""))
    shown = -shown if held < 0 else shown
    behind = text[digits.end() :].strip(" )）")
    if not behind or (not unit and conversion(behind, behind) == 1):
        factor = 1.0
    else:
        try:
            factor = float(read_amount(f"1{behind}", unit))
        except ValueError:
            return False
    coarse = 0.5 * 10.0 ** -len(digits[1] or "") * factor
    return abs(shown * factor - held) <= coarse + 1e-9 * abs(held)


def partly_raised(sheet: Sheet, column: int, declared: Field) -> Iterator[tuple[int, str]]:
    """Yield the rows of a column that is no free text where a part of a cell is raised or struck out."""
    if declared.type == "string" and not declared.enum:
        return
    for (row, at), told in sheet.partly.items():
        if at == column:
            yield row, f"里有{told}，分不清写的是什么"
