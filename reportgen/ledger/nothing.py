"""What sheets say of there being nothing to report: their rows with the word 无, as the ledger has them."""

from __future__ import annotations

import json
from typing import NamedTuple

from reportgen.ledger.reading import Ledger


class Nothing(NamedTuple):
    """A row of a sheet that says that nothing happened."""

    file: str
    sheet: str
    row: int


def nothing(ledger: Ledger, kind: str, year: int) -> list[Nothing]:
    """Return what says of a kind of sheet that nothing happened in a year, in the order of files and rows."""
    tables = ledger._connection.execute(
        "SELECT file, sheet, account FROM _tables t JOIN _workbooks w ON workbook = w.id"
        " WHERE kind = ? AND t.year = ? AND replaced = '' ORDER BY file, t.id",
        (kind, year),
    )
    return [
        Nothing(file, sheet, row)
        for file, sheet, account in tables
        for sort, _, row in json.loads(account)[1]
        if sort == "nothing"
    ]
