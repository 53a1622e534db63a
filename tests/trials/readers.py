"""Every workbook of the cases, the samples and 200 generated ones -> the cells that we read otherwise than others do.

`uv run python -m tests.trials.readers [--count 200] [--seed 2023]` sets our reader beside openpyxl for .xlsx, xlrd for .xls
and pyxlsb for .xlsb, cell by cell, and ends with 1 where they differ. What the others cannot open is counted, and what we
refuse is named.
"""

from __future__ import annotations

import argparse
import io
import math
import random
import struct
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyxlsb
import xlrd
import xlwt

from reportgen.model import FileRefused
from reportgen.workbook.read import format_of, read
from tests.make.cases_refusals import xlsb_of
from tests.trials.damage_sources import record, wide

ROOT = Path(__file__).parents[2]
Cells = Mapping[tuple[str, int, int], object]  # by sheet, row and column, without blanks
# cases in which the other is wrong, or tells less
KNOWN = {
    "cell-picture-in-a-column": "openpyxl gives a picture in a cell as a formula",
    "only-cell-pictures": "the same",
    "control-character": "openpyxl leaves the escape of a sign that XML may not hold",
    "xlsb": "pyxlsb knows no texts that stand in cells, and no short records",
    "xlsb-error-cell": "the same",
    "xlsb-short-cells": "the same",
    "parts-said-from-the-root": "openpyxl finds no sheet by such a target",
}
MOST_SHOWN = 20
DAYS, DURATIONS, PERCENTS = "yyyy-m-d h:mm", "[h]:mm:ss", "0.0%"
TEXTS = (
    "甲某某",
    "  两端有空格 ",
    "一\n二",
    "&<>\"'",
    "𠮷",
    "０１２",
    "=1+1",
    "1e5",
    "真",
    "\u200b",
    "a" * 300,
)


@dataclass
class Compared:
    """How many cells are equal, which are not, and which files one of the two did not open."""

    equal: int = 0
    other: list[str] = field(default_factory=list)
    files: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


def compare(files: Iterator[tuple[str, bytes]]) -> Compared:
    """Read each file twice."""
    found = Compared()
    for name, content in files:
        try:
            kind = format_of(content)
            ours = _ours(content)
        except FileRefused as error:
            found.refused.append(f"{name}: {error}")
            continue
        if kind not in _THEIRS:
            continue
        try:
            theirs = _THEIRS[kind](content)
        except Exception as error:  # of many kinds, and none of them ours
            found.files[f"not opened by the other: {type(error).__name__}"] += 1
            continue
        found.files[kind] += 1
        for at in sorted({*ours, *theirs}):
            if _same(ours.get(at, ""), theirs.get(at, "")):
                found.equal += 1
            else:
                found.other.append(f"{name} {at}: {ours.get(at)!r}, by the other {theirs.get(at)!r}")
    return found


def _ours(content: bytes) -> Cells:
    cells: dict[tuple[str, int, int], object] = {}
    for sheet in read(content, alone=True):
        cells |= {
            (sheet.name, row, column): value
            for row, line in enumerate(sheet.rows)
            for column, value in enumerate(line)
            if value != "" and (row, column) not in sheet.unread
        }
        errors = {at: seen for at, seen in sheet.unread.items() if seen[:1] == "#"}
        cells |= {(sheet.name, *at): seen for at, seen in errors.items()}
    return cells


def _by_openpyxl(content: bytes) -> Cells:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        (sheet.title, row - 1, column - 1): cell.value
        for sheet in book.worksheets
        for (
            row,
            column,
        ), cell in sheet._cells.items()  # to walk the rows takes hours where a format lies far out
        if cell.value not in (None, "")
    }


def _by_xlrd(content: bytes) -> Cells:
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    return {
        (sheet.name, row, column): _xlrd_value(book, sheet.cell(row, column))
        for sheet in book.sheets()
        for row in range(sheet.nrows)
        for column in range(sheet.ncols)
        if sheet.cell_type(row, column) not in (0, 6) and sheet.cell_value(row, column) != ""
    }


def _xlrd_value(book: Any, cell: Any) -> object:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code[cell.value]
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype != xlrd.XL_CELL_DATE:
        return cell.value
    shown = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if shown == DURATIONS:
        return timedelta(cell.value)
    return xlrd.xldate_as_datetime(cell.value, book.datemode)


def _by_pyxlsb(content: bytes) -> Cells:
    cells = {}
    with tempfile.NamedTemporaryFile(suffix=".xlsb") as file:
        file.write(content)
        file.flush()
        with pyxlsb.open_workbook(file.name) as book:
            for name in book.sheets:
                with book.get_sheet(name) as sheet:
                    cells |= {
                        (name, cell.r, cell.c): _ERRORS.get(cell.v, cell.v)
                        for row in sheet.rows()
                        for cell in row
                        if cell.v not in (None, "")
                    }
    return cells


_ERRORS = {"0x17": "#REF!", "0x2a": "#N/A", "0x7": "#DIV/0!"}  # as pyxlsb prints them
_THEIRS: dict[str, Callable[[bytes], Cells]] = {
    "xlsx": _by_openpyxl, "xls": _by_xlrd, "xlsb": _by_pyxlsb,
}  # fmt: skip


def _same(one: object, other: object) -> bool:
    """Whether two values are the same; a day is its midnight, and to the millisecond."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-15, abs_tol=0)
    one, other = _moment(one), _moment(other)
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(one - other) < timedelta(milliseconds=2)
    if isinstance(one, timedelta) and isinstance(other, timedelta):
        return abs(one - other) < timedelta(milliseconds=2)
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    return one == other


def _moment(value: object) -> object:
    """A day as its midnight, and a time as one of a day."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return datetime.combine(date(1899, 12, 31), value) if isinstance(value, time) else value


# generated workbooks


def generated(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Workbooks of random cells in each format in turn, the same for the same seed."""
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        kind, make = list(_MAKE.items())[number % len(_MAKE)]
        yield f"generated {number}.{kind}", make(chance)


def _values(chance: random.Random) -> Iterator[tuple[int, int, object, str]]:
    """Cells: the row, the column, the value and its format."""
    for row in range(chance.randrange(1, 40)):
        for column in range(chance.randrange(1, 12)):
            yield row, column, *_value(chance)


def _value(chance: random.Random) -> tuple[object, str]:
    sort = chance.randrange(9)
    if sort == 0:
        return None, "General"
    if sort < 3:
        return chance.choice(TEXTS), "General"
    if sort == 3:
        return chance.random() < 0.5, "General"
    if sort == 4:
        return datetime(2020, 1, 1) + timedelta(minutes=chance.randrange(10**7)), DAYS
    if sort == 5:
        return timedelta(minutes=chance.randrange(1500, 10**5)), DURATIONS
    if sort == 6:
        return chance.randrange(-(10**9), 10**9), "General"
    return round(chance.uniform(-1e6, 1e6), chance.randrange(6)), chance.choice((PERCENTS, "0.00", "General"))


def _xlsx(chance: random.Random) -> bytes:
    book = openpyxl.Workbook()
    for name in ("表一", "表 & 二")[: chance.randrange(1, 3)]:
        sheet = book.create_sheet(name)
        for row, column, value, shown in _values(chance):
            cell = sheet.cell(row + 1, column + 1, value)
            cell.number_format = shown
            cell.data_type = "s" if isinstance(value, str) else cell.data_type  # no formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xls(chance: random.Random) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    styles = {
        shown: xlwt.easyxf(num_format_str=shown) for shown in (DAYS, DURATIONS, PERCENTS, "0.00", "General")
    }
    for name in ("表一", "表 & 二")[: chance.randrange(1, 3)]:
        sheet = book.add_sheet(name)
        for row, column, value, shown in _values(chance):
            sheet.write(row, column, _days(value), styles[shown])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsb(chance: random.Random) -> bytes:
    """A binary workbook with every kind of record that pyxlsb knows; it tells no dates."""
    rows, last = b"", -1
    for row, column, value, _ in _values(chance):
        if row != last:
            rows, last = rows + record(0, struct.pack("<LL", row, 0) + bytes(17)), row
        at = struct.pack("<LL", column, 0)
        days = _days(value)
        if value is None:
            rows += record(1, at)
        elif isinstance(days, bool):
            rows += record(chance.choice((4, 10)), at + bytes([days, 0, 0]))
        elif isinstance(days, int) and abs(days) < 2**29:
            rows += record(2, at + struct.pack("<l", days << 2 | 2))
        elif isinstance(days, int | float):
            rows += record(chance.choice((5, 9)), at + struct.pack("<d", days) + bytes(2))
        elif chance.random() < 0.5:
            rows += record(7, at + struct.pack("<L", TEXTS.index(str(value))))
        else:
            rows += record(8, at + wide(str(value)) + bytes(2))
    return xlsb_of(rows, TEXTS)


def _days(value: object) -> Any:
    """A moment or a duration as the days that a file holds."""
    if isinstance(value, datetime):
        value -= datetime(1899, 12, 30)
    return value / timedelta(1) if isinstance(value, timedelta) else value


_MAKE: dict[str, Callable[[random.Random], bytes]] = {"xlsx": _xlsx, "xls": _xls, "xlsb": _xlsb}


def there() -> Iterator[tuple[str, bytes]]:
    """The workbooks of the cases and the samples."""
    for folder in ("tests/cases", "samples"):
        for file in sorted((ROOT / folder).rglob("*.xls*")):
            if file.parent.name not in KNOWN:
                yield str(file.relative_to(ROOT)), file.read_bytes()


def main() -> int:
    """Compare, print what differs, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2023)
    chosen = parser.parse_args()
    wrong = 0
    for title, files in (("cases and samples", there()), ("generated", generated(chosen.count, chosen.seed))):
        found = compare(files)
        print(f"{title}: {found.equal} cells equal, {len(found.other)} not; {dict(found.files)}")
        for each in [*found.other[:MOST_SHOWN], *(f"refused: {one}" for one in found.refused)]:
            print(f"  {each}")
        wrong += len(found.other)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
