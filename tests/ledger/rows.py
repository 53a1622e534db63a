"""One kind of sheet, and a ledger with rows of it of two years: what the tests of the ledger stand upon."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from reportgen.ledger import writing
from reportgen.ledger.writing import WritableLedger
from reportgen.model import Entry, Field, Kind, TypedTable

CASES = Kind(
    name="案件",
    title="案件台账",
    fields={
        "案号": Field(type="string", required=True, unique=True),
        "申请人": Field(type="string", personal=True),
        "收到日期": Field(type="date"),
        "人数": Field(type="integer"),
    },
)
KINDS = {"案件": CASES}
COLUMNS = {"案号": 0, "申请人": 1, "收到日期": 2, "人数": 3}


def workbook(year: int, name: str = "") -> Entry:
    return Entry(name or f"{year}/司法所/台账.xlsx", year, "司法所", "0" * 64, 10, "profile")


def filled(*rows: tuple[int, str, str, date, int | None]) -> TypedTable:
    stored = [(row, number, who, day.isoformat(), count) for row, number, who, day, count in rows]
    numbers, *values = zip(*stored, strict=True) if stored else ((), *[()] * 4)
    return TypedTable("案件", "台账", COLUMNS, numbers, values)


FIRST = (4, "甲", "张三", date(2023, 5, 1), 2)


@contextmanager
def two_years() -> Iterator[WritableLedger]:
    """A ledger in memory, with two rows of 2023 and one of 2022."""
    with writing.in_memory(KINDS) as ledger:
        ledger.replace(workbook(2023), [filled(FIRST, (5, "乙", "张三", date(2023, 6, 1), 3))], [])
        ledger.replace(workbook(2022), [filled((4, "丙", "李四", date(2022, 5, 1), 7))], [])
        ledger.views.scope(2023)
        yield ledger
