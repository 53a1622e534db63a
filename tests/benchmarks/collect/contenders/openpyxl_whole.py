"""openpyxl -> the plan in plain Python -> SQLite, with what `collect` sees beside the values.

Read-only mode tells no merged cells and no hidden rows, and values alone do not tell a formula without a result from
a blank: so each workbook is loaded whole, once for its values and once for its formulas.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from plan import SEARCHED_ROWS, Row, load, open_sqlite, workbooks


def collect(workspace: Path, database: Path) -> tuple[int, int]:
    """Collect all workbooks."""
    connection = open_sqlite(database)
    rows = wrong = 0
    for path in workbooks(workspace):
        formulas = openpyxl.load_workbook(path)
        for sheet in openpyxl.load_workbook(path, data_only=True):
            cells = list(sheet.iter_rows(values_only=True))
            for _ in _unread(cells, formulas[sheet.title]):
                wrong += 1
            below = [each for each in sheet.merged_cells.ranges if each.min_row > SEARCHED_ROWS]
            if below or any(each.hidden for each in sheet.row_dimensions.values()):
                wrong += 1  # the data have none
            found = load(connection, path.name, sheet.title, cells)
            rows, wrong = rows + found[0], wrong + found[1]
    connection.commit()
    connection.close()
    return rows, wrong


def _unread(cells: list[Row], formulas: Worksheet) -> list[tuple[int, int]]:
    """The cells that hold a formula and no value."""
    return [
        (row, column)
        for row, (values, written) in enumerate(zip(cells, formulas.iter_rows(values_only=True), strict=True))
        for column, (value, text) in enumerate(zip(values, written, strict=True))
        if value is None and text is not None
    ]
