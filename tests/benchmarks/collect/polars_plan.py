"""The work of the peers that stand on polars: all sheets of a kind as one frame of texts, typed by expressions.

A frame for all sheets of a kind, and not one for each sheet, is what keeps polars fast on many small workbooks.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import fastexcel
import polars as pl
from kinds import FALSE, KINDS, TRUE, Column
from plan import DAY, FOOTER, SEARCHED_ROWS, SOURCE, find_header, insert, workbooks

FOOTER_TEXT = f"^({'|'.join(FOOTER)})"
TRUTH_TEXT = f"^({'|'.join((*TRUE, *FALSE, 'true', 'false'))})$"


def number_text(column: Column) -> str:
    """The pattern of a number with its unit or without."""
    digits = r"-?\d+(\.0+)?" if column.type == "integer" else r"-?\d+(\.\d+)?"
    return f"^{digits}({column.unit})?$"


def read(workspace: Path) -> dict[str, pl.DataFrame]:
    """Return for each kind the data rows of all its sheets, as texts, each with its source."""
    frames: dict[str, list[pl.DataFrame]] = {}
    for path in workbooks(workspace):
        book = fastexcel.read_excel(path.read_bytes())
        for sheet in book.sheet_names:
            frame = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
            table = find_header(frame.head(SEARCHED_ROWS).iter_rows())
            names = frame.columns
            blank = pl.all_horizontal(pl.col(names).is_null())
            footer = pl.col(names[0]).str.contains(FOOTER_TEXT).fill_null(False)
            frames.setdefault(table.kind, []).append(
                frame.with_row_index("row", 1)
                .slice(table.header + 1)
                .filter(~blank & ~footer)
                .select(
                    pl.lit(path.name).alias("file"),
                    pl.lit(sheet).alias("sheet"),
                    "row",
                    *(pl.col(names[table.columns[name]]).alias(name) for name in KINDS[table.kind].columns),
                )
            )
    return {kind: pl.concat(each) for kind, each in frames.items()}


def typed(kind: str, texts: pl.DataFrame) -> pl.DataFrame:
    """Return the texts in the types of their columns, null where they cannot be read."""
    return texts.with_columns(
        _typed(name, column).alias(name) for name, column in KINDS[kind].columns.items()
    )


def fault(name: str, column: Column) -> pl.Expr:
    """What tells, from a typed column and its texts in `text_name`, whether a cell is wrong."""
    value, text = pl.col(name), pl.col(f"text_{name}")
    wrong = text.is_not_null() & value.is_null()
    if column.required:
        wrong |= text.is_null()
    if column.enum:
        wrong |= ~value.is_in(list(column.enum))
    if column.minimum is not None:
        wrong |= value < column.minimum
    return wrong.fill_null(False)


def store(connection: sqlite3.Connection, kind: str, frame: pl.DataFrame) -> None:
    """Put typed rows into SQLite."""
    days = [name for name, column in KINDS[kind].columns.items() if column.type == "date"]
    rows = frame.select(*SOURCE, *KINDS[kind].columns).with_columns(pl.col(days).dt.to_string("iso"))
    connection.executemany(insert(kind), rows.iter_rows())


def _typed(name: str, column: Column) -> pl.Expr:
    text = pl.col(name)
    if column.type == "date":
        return text.str.replace(DAY, "${1}-${2}-${3}").str.to_date("%Y-%m-%d", strict=False)
    if column.type == "boolean":
        words = {**dict.fromkeys((*TRUE, "true"), True), **dict.fromkeys((*FALSE, "false"), False)}
        return text.replace_strict(words, default=None, return_dtype=pl.Boolean)
    if column.type in ("integer", "number"):
        number = text.str.strip_suffix(column.unit).cast(pl.Float64, strict=False)
        whole = pl.when(number == number.floor()).then(number).cast(pl.Int64)
        return whole if column.type == "integer" else number
    return text
