"""A table of a declared kind with its values: the one bridge between reading and storing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Value = int | float | str | bool | date | None

CLASSES = {  # of the cells of a sheet, as they are stored and as a clerk reads them
    "title": "标题", "unit": "单位", "heading": "表头", "value": "数据", "unknown": "未认的列",
    "total": "合计", "footer": "落款", "note": "说明", "numbers": "栏次", "example": "示例",
    "nothing": "零报告", "other": "没有读", "doubtful": "存疑", "carried": "上年的行",
}  # fmt: skip


class Account(NamedTuple):
    """What became of the cells of a table and of the rows that go with it: the filled ones by class, and (class, words,
    number) of each row that was passed over, with the words that made it so.
    """

    cells: Mapping[str, int] = {}
    passed: Sequence[tuple[str, str, int]] = ()


class Sums(NamedTuple):
    """The numbers of a table that are worked out from others, by field: the rows, from 1, whose cell a formula fills, as first and
    last of each run, and of the total of all rows, where there is one, its row, its value and whether it is such a formula.
    """

    live: Mapping[str, Sequence[tuple[int, int]]]
    totals: Mapping[str, tuple[int, float, bool]]


_NO_SUMS = Sums({}, {})


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table with its values in the types of their fields: what reading hands to storing.

    `columns` maps fields to sheet columns (from 0), `numbers` are the numbers of the rows in the sheet (from 1), and
    `values` holds for each entry of `columns`, in that order, a value per row, dates in ISO form. `header` is the header's
    row, `last` the last one before the next table, `unknown` are the headings that mean no field. `raws` holds, by field
    and row number, the raw texts of the values that were converted. `account` says what became of all cells, `sums` which
    numbers are worked out from others.
    """

    kind: str
    sheet: str
    columns: Mapping[str, int]
    numbers: Sequence[int]
    values: Sequence[Sequence[Value]]
    header: int = 1
    last: int = 1 << 20
    unknown: tuple[str, ...] = ()
    raws: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    account: Account = field(default_factory=Account)
    sums: Sums = _NO_SUMS
