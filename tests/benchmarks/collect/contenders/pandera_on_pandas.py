"""pandas on calamine -> two pandera schemas, of the texts and of the typed values -> SQLite."""

from __future__ import annotations

from pathlib import Path

import pandas
import pandera.pandas as pandera
from kinds import FALSE, KINDS, TRUE, Column
from pandera.errors import SchemaErrors
from plan import DAY, FOOTER, SEARCHED_ROWS, SOURCE, find_header, insert, open_sqlite, workbooks

TRUTH = {**dict.fromkeys((*TRUE, "True"), True), **dict.fromkeys((*FALSE, "False"), False)}


def _text(column: Column) -> pandera.Column:
    checks = [pandera.Check.isin(column.enum)] if column.enum else []
    if column.type == "date":
        checks.append(pandera.Check.str_matches(DAY))
    if column.type == "boolean":
        checks.append(pandera.Check.isin(list(TRUTH)))
    if column.type in ("integer", "number"):
        checks.append(pandera.Check.str_matches(rf"^-?\d+(\.\d+)?({column.unit})?$"))
    return pandera.Column(str, checks, nullable=not column.required)


TEXTS = {
    kind: pandera.DataFrameSchema({name: _text(column) for name, column in declared.columns.items()})
    for kind, declared in KINDS.items()
}
VALUES = {
    kind: pandera.DataFrameSchema(
        {
            name: pandera.Column(float, pandera.Check.ge(column.minimum), nullable=True)
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
    for kind, frame in _read(workspace).items():
        texts = frame.astype("str").where(frame.notna(), None)
        texts = texts.astype(dict.fromkeys(KINDS[kind].columns, "str"))
        values = texts.assign(
            **{name: _typed(texts[name], column) for name, column in KINDS[kind].columns.items()}
        )
        for schema, checked in ((TEXTS[kind], texts), (VALUES[kind], values)):
            try:
                schema.validate(checked, lazy=True)
            except SchemaErrors as errors:
                wrong += len(errors.failure_cases)
        stored = values[[*SOURCE, *KINDS[kind].columns]].astype(object).where(values.notna(), None)
        connection.executemany(insert(kind), stored.itertuples(index=False, name=None))
        count += len(stored)
    connection.commit()
    connection.close()
    return count, wrong


def _read(workspace: Path) -> dict[str, pandas.DataFrame]:
    """Return for each kind the data rows of all its sheets, each with its source."""
    frames: dict[str, list[pandas.DataFrame]] = {}
    for path in workbooks(workspace):
        sheets = pandas.read_excel(path, sheet_name=None, header=None, dtype=object, engine="calamine")
        for sheet, frame in sheets.items():
            table = find_header(frame.head(SEARCHED_ROWS).itertuples(index=False, name=None))
            data = frame.iloc[table.header + 1 :]
            footer = data[0].map(lambda cell: isinstance(cell, str) and cell.startswith(FOOTER))
            data = data[~footer & data.notna().any(axis=1)]
            data = data[list(table.columns.values())].set_axis(list(table.columns), axis=1)
            frames.setdefault(table.kind, []).append(
                data.assign(file=path.name, sheet=sheet, row=data.index + 1)
            )
    return {kind: pandas.concat(each, ignore_index=True) for kind, each in frames.items()}


def _typed(texts: pandas.Series, column: Column) -> pandas.Series:
    """The texts in the type of their column, missing where they cannot be read."""
    if column.type == "date":
        parts = texts.str.extract(DAY)
        dates = parts[0] + "-" + parts[1] + "-" + parts[2]
        return pandas.to_datetime(dates, format="%Y-%m-%d", errors="coerce").dt.strftime("%Y-%m-%d")
    if column.type == "boolean":
        return texts.map(TRUTH)
    if column.type in ("integer", "number"):
        return pandas.to_numeric(texts.str.removesuffix(column.unit), errors="coerce").astype(float)
    return texts
