"""fastexcel -> polars -> two pandera schemas, of the texts and of the typed values -> SQLite."""

from __future__ import annotations

from pathlib import Path

import pandera.polars as pandera
import polars as pl
from kinds import KINDS, Column
from pandera.errors import SchemaErrors
from plan import DAY, open_sqlite
from polars_plan import TRUTH_TEXT, number_text, read, store, typed


def _text(column: Column) -> pandera.Column:
    patterns = {"date": DAY, "boolean": TRUTH_TEXT}
    checks = [pandera.Check.isin(column.enum)] if column.enum else []
    if column.type in patterns:
        checks.append(pandera.Check.str_matches(patterns[column.type]))
    if column.type in ("integer", "number"):
        checks.append(pandera.Check.str_matches(number_text(column)))
    return pandera.Column(pl.String, checks, nullable=not column.required)


TEXTS = {
    kind: pandera.DataFrameSchema({name: _text(column) for name, column in declared.columns.items()})
    for kind, declared in KINDS.items()
}
VALUES = {
    kind: pandera.DataFrameSchema(
        {
            name: pandera.Column(
                {"integer": pl.Int64, "number": pl.Float64}[column.type],
                pandera.Check.ge(column.minimum),
                nullable=True,
            )
            for name, column in declared.columns.items()
            if column.minimum is not None
        }
    )
    for kind, declared in KINDS.items()
}


def collect(workspace: Path, database: Path) -> tuple[int, int]:
    """Collect all workbooks."""
    connection = open_sqlite(database)
    count = wrong = 0
    for kind, texts in read(workspace).items():
        values = typed(kind, texts)
        for schema, frame in ((TEXTS[kind], texts), (VALUES[kind], values)):
            try:
                schema.validate(frame, lazy=True)
            except SchemaErrors as errors:
                wrong += len(errors.failure_cases)
        store(connection, kind, values)
        count += values.height
    connection.commit()
    connection.close()
    return count, wrong
