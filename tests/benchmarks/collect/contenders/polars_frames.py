"""fastexcel -> polars, typed and checked by expressions -> SQLite."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from kinds import KINDS
from plan import INSERT_WRONG, SOURCE, open_sqlite
from polars_plan import fault, read, store, typed


def collect(workspace: Path, database: Path) -> tuple[int, int]:
    """Collect all workbooks."""
    connection = open_sqlite(database)
    count = wrong = 0
    for kind, texts in read(workspace).items():
        columns = KINDS[kind].columns
        both = typed(kind, texts).with_columns(texts[name].alias(f"text_{name}") for name in columns)
        faults = both.select(fault(name, column).alias(name) for name, column in columns.items())
        store(
            connection,
            kind,
            both.with_columns(pl.when(~faults[name]).then(name).alias(name) for name in columns),
        )
        for name in columns:
            cells = both.filter(faults[name]).select(
                *SOURCE, pl.lit(name), f"text_{name}", pl.lit("not allowed").alias("fault")
            )
            connection.executemany(INSERT_WRONG, cells.iter_rows())
            wrong += cells.height
        count += both.height
    connection.commit()
    connection.close()
    return count, wrong
