"""openpyxl in read-only mode -> the plan in plain Python -> SQLite."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from plan import load, open_sqlite, workbooks


def collect(workspace: Path, database: Path) -> tuple[int, int]:
    """Collect all workbooks."""
    connection = open_sqlite(database)
    rows = wrong = 0
    for path in workbooks(workspace):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book:
            found = load(connection, path.name, sheet.title, list(sheet.iter_rows(values_only=True)))
            rows, wrong = rows + found[0], wrong + found[1]
        book.close()
    connection.commit()
    connection.close()
    return rows, wrong
