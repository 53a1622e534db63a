"""Two kinds of sheet, and sheets drawn as text."""

from __future__ import annotations

from conftest import cells

from reportgen.model import Field, Kind, Range, Sheet
from reportgen.tables.headers import vocabulary

CASES = Kind(
    name="行政复议",
    title="行政复议案件台账",
    fields={
        "案号": Field(type="string", required=True),
        "收到日期": Field(type="date", required=True, aliases=("收案日期",)),
        "结果": Field(type="string", aliases=("复议结果", "审理结果")),
    },
)
TRAINING = Kind(
    name="学法培训",
    title="学法培训登记表",
    fields={
        "日期": Field(type="date", required=True),
        "主题": Field(type="string", required=True),
        "学时": Field(type="number", required=True),
    },
)
KINDS = vocabulary({kind.name: kind for kind in (CASES, TRAINING)})


def sheet(table: str, name: str = "Sheet1", merged: tuple[Range, ...] = ()) -> Sheet:
    """Return a sheet of texts drawn with bars; all its rows are as long as the longest."""
    rows = cells(table)
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows], merged)
