"""fastexcel -> polars -> pointblank's steps on the texts and on the typed values -> SQLite."""

from __future__ import annotations

from pathlib import Path

import pointblank
import polars as pl
from kinds import KINDS
from plan import DAY, open_sqlite
from polars_plan import TRUTH_TEXT, number_text, read, store, typed


def collect(workspace: Path, database: Path) -> tuple[int, int]:
    """Collect all workbooks."""
    connection = open_sqlite(database)
    count = wrong = 0
    for kind, texts in read(workspace).items():
        values = typed(kind, texts)
        for steps in (_texts(kind, texts), _values(kind, values)):
            wrong += sum(steps.interrogate().n_failed().values())
        store(connection, kind, values)
        count += values.height
    connection.commit()
    connection.close()
    return count, wrong


def _texts(kind: str, frame: pl.DataFrame) -> pointblank.Validate:
    patterns = {"date": DAY, "boolean": TRUTH_TEXT}
    steps = pointblank.Validate(frame)
    for name, column in KINDS[kind].columns.items():
        if column.required:
            steps = steps.col_vals_not_null(name)
        if column.enum:
            steps = steps.col_vals_in_set(name, [*column.enum, None])
        if column.type != "string":
            steps = steps.col_vals_regex(name, patterns.get(column.type) or number_text(column), na_pass=True)
    return steps


def _values(kind: str, frame: pl.DataFrame) -> pointblank.Validate:
    steps = pointblank.Validate(frame)
    for name, column in KINDS[kind].columns.items():
        if column.minimum is not None:
            steps = steps.col_vals_ge(name, column.minimum, na_pass=True)
    return steps
