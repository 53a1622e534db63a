"""frictionless with a Table Schema per kind: it checks, and loads nothing.

It is told in which row the header stands and how footers begin, which the others find out for themselves. It takes
one way of typing days per column: each day typed in another way counts as wrong. It reads each sheet by itself, and
merged cells as blanks; `frictionless_merged` lets it write them out, as `collect` does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from frictionless import Checklist, Dialect, Schema, fields
from frictionless.formats import ExcelControl
from frictionless.resources import TableResource
from kinds import FALSE, KINDS, REMARKS, TRUE, Column
from plan import workbooks

HEADER_ROW = 3
ALL = 10_000_000  # errors; by default it stops after a thousand


def collect(workspace: Path, database: Path) -> tuple[int, int]:
    """Check all workbooks."""
    return check(workspace, merged=False)


def check(workspace: Path, *, merged: bool) -> tuple[int, int]:
    """Check all workbooks, with what merged cells say written out or without."""
    rows = wrong = 0
    checklist = Checklist(skip_errors=["incorrect-label", "blank-row"])
    for path in workbooks(workspace):
        book = openpyxl.load_workbook(path, read_only=True)
        sheets = book.sheetnames
        book.close()
        for sheet in sheets:
            resource = TableResource(
                path=path.name,
                basepath=str(path.parent),
                schema=_schema(sheet),
                dialect=Dialect(
                    header_rows=[HEADER_ROW],
                    comment_char="填",
                    controls=[ExcelControl(sheet=sheet, fill_merged_cells=merged)],
                ),
            )
            report = resource.validate(checklist, limit_errors=ALL)
            rows += report.tasks[0].stats["rows"]
            wrong += report.stats["errors"]
    return rows, wrong


def _schema(kind: str) -> Schema:
    columns = [_field(name, column) for name, column in KINDS[kind].columns.items()]
    return Schema(
        fields=[
            *([fields.AnyField(name="序号")] if KINDS[kind].numbered else []),
            *columns,
            fields.AnyField(name=REMARKS),
        ]
    )


def _field(name: str, column: Column) -> Any:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.enum:
        constraints["enum"] = list(column.enum)
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.type == "date":
        return fields.DateField(name=name, constraints=constraints, format="%Y年%m月%d日")
    if column.type == "boolean":
        return fields.BooleanField(
            name=name, constraints=constraints, true_values=list(TRUE), false_values=list(FALSE)
        )
    if column.type == "integer":
        return fields.IntegerField(name=name, constraints=constraints, bare_number=False)
    if column.type == "number":
        return fields.NumberField(name=name, constraints=constraints, bare_number=False, float_number=True)
    return fields.StringField(name=name, constraints=constraints)
