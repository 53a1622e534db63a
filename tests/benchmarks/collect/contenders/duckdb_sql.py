"""python-calamine -> text columns through Arrow -> DuckDB, which reads, checks and stores them in SQL.

Some 50,000 rows go over at a time: fewer make DuckDB slow, more only fill the memory.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
from kinds import FALSE, KINDS, TRUE, Column
from plan import DAY, SOURCE, WRONG, data_rows, find_header, workbooks
from python_calamine import CalamineWorkbook

BATCH = 50_000
TYPES = {"string": "VARCHAR", "date": "DATE", "boolean": "BOOLEAN", "integer": "BIGINT", "number": "DOUBLE"}


def collect(workspace: Path, database: Path) -> tuple[int, int]:
    """Collect all workbooks."""
    connection = duckdb.connect(str(database))
    connection.execute(f"CREATE TABLE wrong ({', '.join(f'{name} VARCHAR' for name in WRONG)})")
    for kind, declared in KINDS.items():
        typed = [f"{name} {TYPES[column.type]}" for name, column in declared.columns.items()]
        connection.execute(
            f"CREATE TABLE {kind} (file VARCHAR, sheet VARCHAR, row INTEGER, {', '.join(typed)})"
        )
    waiting: dict[str, list[list[Any]]] = {
        kind: [[] for _ in (*SOURCE, *declared.columns)] for kind, declared in KINDS.items()
    }
    for path in workbooks(workspace):
        book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            table = find_header(rows)
            data = list(data_rows(rows, table))
            columns = waiting[table.kind]
            columns[0] += [path.name] * len(data)
            columns[1] += [sheet] * len(data)
            columns[2] += [number for number, _ in data]
            for column, name in zip(columns[3:], KINDS[table.kind].columns, strict=True):
                index = table.columns[name]
                column += [None if row[index] == "" else str(row[index]) for _, row in data]
            if len(columns[0]) >= BATCH:
                _flush(connection, table.kind, columns)
    for kind, columns in waiting.items():
        if columns[0]:
            _flush(connection, kind, columns)
    rows, wrong = sum(_count(connection, kind) for kind in KINDS), _count(connection, "wrong")
    connection.close()
    return rows, wrong


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _flush(connection: duckdb.DuckDBPyConnection, kind: str, columns: list[list[Any]]) -> None:
    """Move the waiting rows of a kind into its table, and what is wrong with them into `wrong`."""
    declared = KINDS[kind].columns
    connection.register("raw", pyarrow.table(columns, names=[*SOURCE, *declared]))
    typed = ", ".join(f"{_typed(name, column)} AS {name}" for name, column in declared.items())
    kept = ", ".join(
        f"CASE WHEN {_right(name, column)} THEN {name} END AS {name}" for name, column in declared.items()
    )
    source = ", ".join(SOURCE)
    texts = ", ".join(f"{name} AS text_{name}" for name in declared)
    connection.execute(f"CREATE TEMP TABLE typed AS SELECT {source}, {typed}, {texts} FROM raw")
    connection.execute(f"INSERT INTO {kind} SELECT {source}, {kept} FROM typed")
    for name, column in declared.items():
        blank = f"text_{name} IS NULL AND {'true' if column.required else 'false'}"
        connection.execute(
            f"INSERT INTO wrong SELECT {source}, '{name}', text_{name}, CASE WHEN {blank} THEN 'required' ELSE 'not allowed' END"
            f" FROM typed WHERE ({blank}) OR (text_{name} IS NOT NULL AND NOT coalesce({_right(name, column)}, false))"
        )
    connection.execute("DROP TABLE typed")
    connection.unregister("raw")
    for each in columns:
        each.clear()


def _typed(name: str, column: Column) -> str:
    """The SQL that reads a text as a column's type, NULL where it cannot."""
    if column.type == "string":
        return name
    if column.type == "date":
        return rf"try_cast(regexp_replace({name}, '{DAY}', '\1-\2-\3') AS DATE)"
    if column.type == "boolean":
        true, false = (
            ", ".join(f"'{word}'" for word in words) for words in ((*TRUE, "True"), (*FALSE, "False"))
        )
        return f"CASE WHEN {name} IN ({true}) THEN true WHEN {name} IN ({false}) THEN false END"
    number = f"try_cast(regexp_replace({name}, '{column.unit}$', '') AS DOUBLE)"
    return (
        f"CASE WHEN {number} = trunc({number}) THEN {number}::BIGINT END"
        if column.type == "integer"
        else number
    )


def _right(name: str, column: Column) -> str:
    """The SQL that tells whether a value that could be read may stand."""
    if column.enum:
        return f"{name} IN ({', '.join(repr(word) for word in column.enum)})"
    return f"{name} >= {column.minimum}" if column.minimum is not None else f"{name} IS NOT NULL"
