"""python-calamine -> one pydantic model per kind, row by row -> SQLite.

Typed dictionaries, which pydantic's own advice on speed prefers to models. A row with wrong cells is kept without
them, as everybody else's is.
"""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, Literal

from kinds import KINDS, Column
from plan import (
    INSERT_WRONG,
    data_rows,
    find_header,
    insert,
    open_sqlite,
    to_boolean,
    to_date,
    to_integer,
    to_number,
    workbooks,
)
from pydantic import BeforeValidator, Field, PlainValidator, TypeAdapter, ValidationError
from python_calamine import CalamineWorkbook
from typing_extensions import TypedDict


def _annotation(column: Column) -> Any:
    kinds: dict[str, Any] = {
        "string": Literal[column.enum] if column.enum else str,
        "date": Annotated[str, PlainValidator(lambda cell: to_date(cell).isoformat())],
        "boolean": Annotated[bool, PlainValidator(to_boolean)],
        "integer": Annotated[int, Field(ge=column.minimum), BeforeValidator(partial(to_integer, unit=column.unit))],
        "number": Annotated[float, Field(ge=column.minimum), BeforeValidator(partial(to_number, unit=column.unit))],
    }  # fmt: skip
    return kinds[column.type] if column.required else kinds[column.type] | None


ROWS = {
    kind: TypeAdapter(TypedDict(f"Row{number}", {name: _annotation(column) for name, column in declared.columns.items()}))
    for number, (kind, declared) in enumerate(KINDS.items())
}  # fmt: skip
PARTS = {
    kind: TypeAdapter(TypedDict(f"Part{number}", {name: _annotation(column) for name, column in declared.columns.items()}, total=False))
    for number, (kind, declared) in enumerate(KINDS.items())
}  # fmt: skip


def collect(workspace: Path, database: Path) -> tuple[int, int]:
    """Collect all workbooks."""
    connection = open_sqlite(database)
    count = 0
    wrong: list[tuple[Any, ...]] = []
    for path in workbooks(workspace):
        book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            table = find_header(rows)
            names = tuple(KINDS[table.kind].columns)
            whole, part = ROWS[table.kind], PARTS[table.kind]
            indexes = [(name, table.columns[name]) for name in names]
            taken = []
            for number, row in data_rows(rows, table):
                cells = {name: None if row[index] == "" else row[index] for name, index in indexes}
                try:
                    values = whole.validate_python(cells)
                except ValidationError as error:
                    for each in error.errors(include_url=False):
                        if (name := each["loc"][0]) in cells:
                            wrong.append((path.name, sheet, number, name, str(cells.pop(name)), each["msg"]))
                    values = dict.fromkeys(names) | part.validate_python(cells)
                taken.append((path.name, sheet, number, *map(values.__getitem__, names)))
            connection.executemany(insert(table.kind), taken)
            count += len(taken)
    connection.executemany(INSERT_WRONG, wrong)
    connection.commit()
    connection.close()
    return count, len(wrong)
