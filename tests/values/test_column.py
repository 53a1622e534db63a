"""A whole column converted at once -> what each of its cells comes to by itself: values, raw texts and faults."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportgen.model import Cell, Field, FieldType, Value, is_blank
from reportgen.numerals import LARGEST, number_text
from reportgen.values import column as columns
from reportgen.values.cell import Fault, Setting, convert
from reportgen.values.column import Column, _decimals_are_few

Seen = tuple[list[tuple[type, Value]], list[str | None], list[tuple[int, str, str]]]

WORDS = (
    "", " ", "　", "12人", "１２", "12", "1,234", "0", "-3", "2.5", "1.50", "007", "十二", "三五人", "1.2万元", "95%", "百分之九十五",
    "2023-05-12", "2023.5.12", "5月12日", "20230512", "2023-5", "维持", " 维持 ", "维 持", "维持原行政行为", "维特", "是",
    "否", "√", "×", "无", "/", "—", "A-1", "A1", "甲\x07乙", "甲\n乙", "1.23E+17", "\x1c甲", "甲\ud800", "1e999", "nan",
    "12①", "NULL", "见附件", "未超期", "甲\u200b", "\u200b", "甲\u00ad乙", '="0012"', "'0012", "`甲", '=""', "2203-5-12", "2023-5-12 周五",
)  # fmt: skip
NUMBERS = (
    0.0,
    -0.0,
    1.0,
    2.5,
    0.95,
    12.0,
    500.0,
    501.0,
    45058.0,
    45058.75,
    20230512.0,
    1e14,
    1e16,
    -1e17,
    0.1 + 0.2,
    85.000000000000014,
    59.99999999999999,
)
DAYS = (date(2023, 5, 12), date(1900, 1, 1), datetime(2023, 5, 12), datetime(2023, 5, 12, 8, 30))
OTHERS = (time(8, 30), timedelta(hours=30), time(), timedelta())
CELLS: dict[str, st.SearchStrategy[Cell]] = {
    "text": st.sampled_from(WORDS) | st.text(max_size=6),
    "blank": st.just(""),
    "float": st.sampled_from(NUMBERS) | st.floats(),
    "int": st.integers(-3, 12) | st.sampled_from((45058, 20230512, 10**16)),
    "bool": st.booleans(),
    "date": st.sampled_from(DAYS) | st.dates(),
    "other": st.sampled_from(OTHERS),
}
BOUNDS = st.none() | st.sampled_from((-5.0, 0, 1, 12.0, 500.0, 1e18))
FACTORS = {"": ("",), "人": ("", "人"), "元": ("", "元", "万元"), "万元": ("", "万元", "元"), "%": ("", "%")}


@st.composite
def fields(draw: st.DrawFn) -> Field:
    """A field as a profile may declare it: only texts have an enum."""
    kind: FieldType = draw(st.sampled_from(("string", "integer", "number", "date", "boolean")))
    enum, synonyms = (), {}
    if kind in ("string", "boolean") and draw(st.booleans()):
        enum = draw(st.sampled_from(((), ("维持", "撤销")))) if kind == "string" else ()
        synonyms = {"维持原行政行为": "维持"} if kind == "string" else {"有": "是"}
    return Field(
        type=kind,
        required=draw(st.booleans()),
        enum=enum,
        synonyms=synonyms,
        minimum=draw(BOUNDS),
        maximum=draw(BOUNDS),
        pattern=draw(st.sampled_from(("", "", r"[A-Z0-9.-]+", r"\d+", "维.*"))),
        unit=draw(st.sampled_from(sorted(FACTORS))),
    )


@st.composite
def mixtures(draw: st.DrawFn) -> list[Cell]:
    """Cells of one sort or of a few, and the same ones again and again, as in real columns."""
    sorts = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3, unique=True))
    cells = draw(st.lists(st.one_of(*(CELLS[sort] for sort in sorts)), max_size=8))
    return cells + draw(st.lists(st.sampled_from(cells), max_size=4)) if cells else []


def one_by_one(cells: Sequence[Cell], field: Field, setting: Setting, percents: Sequence[int] = ()) -> Seen:
    """What `values.convert` makes of each cell, told as the ledger stores it."""
    values: list[tuple[type, Value]] = []
    raws: list[str | None] = []
    faults = []
    for at, cell in enumerate(cells):
        here = setting._replace(percent=True) if at in percents else setting
        try:
            value = convert(cell, field, here)
            raws.append(said(cell, value, percent=at in percents))
        except Fault as fault:
            value = None
            faults.append((at, fault.code, str(fault)))
            raws.append(None)
        stored = value.isoformat() if isinstance(value, date) else value
        values.append((type(stored), stored))
    return values, raws, faults


def said(cell: Cell, value: Value, *, percent: bool) -> str | None:
    """What a cell said, where its value says it otherwise; cells in date format and truth values say it so."""
    if value is None:
        return None if is_blank(cell) else str(cell).strip()
    if isinstance(cell, date) or (isinstance(cell, bool) and isinstance(value, bool)):
        return None
    if isinstance(cell, float) and abs(cell) < LARGEST:
        cell = float(f"{cell:.15g}")
    shown = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if isinstance(value, bool):
        same = shown == ("是" if value else "否")
    elif isinstance(value, (int, float)):
        plain = isinstance(cell, str) and re.fullmatch(r"-?\d+(\.\d+)?", shown, re.ASCII)
        same = value == cell or (bool(plain) and float(shown) == value)
    else:
        same = str(value) == shown
    if percent and isinstance(cell, (int, float)):
        shown = f"{number_text(100 * float(cell) or 0)}%"
    return None if same else shown


def at_once(column: Column, cells: Sequence[Cell], percents: Sequence[int] = ()) -> Seen:
    found = column.convert(cells, percents)
    assert len(found.values) == len(cells)
    assert set(found.raws) <= set(range(len(cells)))
    return (
        [(type(value), value) for value in found.values],
        [found.raws.get(at) for at in range(len(cells))],
        [(at, fault.code, str(fault)) for at, fault in found.faults],
    )


@contextmanager
def remembering(count: int) -> Iterator[None]:
    before, columns.REMEMBERED = columns.REMEMBERED, count
    try:
        yield
    finally:
        columns.REMEMBERED = before


@given(fields(), mixtures(), mixtures(), st.sampled_from((False, None)), st.data())
@settings(max_examples=400)
def test_a_column_is_converted_as_its_cells_are(
    field: Field, cells: list[Cell], more: list[Cell], percent: bool | None, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(FACTORS[field.unit]))
    date1904 = data.draw(st.sampled_from((False, True, None)))
    empty = data.draw(st.sampled_from((frozenset(), frozenset({"未超期", "否"}))))
    setting = Setting(data.draw(st.sampled_from((None, 2023))), date1904, unit, percent, empty)
    with remembering(data.draw(st.sampled_from((2, 20_000)))):
        column = Column(field, setting)
        for part in (cells, more, cells):  # what it remembers of one sheet must not change the next
            assert at_once(column, part) == one_by_one(part, field, setting)


@given(fields(), mixtures(), st.data())
def test_a_column_with_cells_in_percent_format_is_converted_as_its_cells_are(
    field: Field, cells: list[Cell], data: st.DataObject
) -> None:
    assume(cells)
    percents = data.draw(st.lists(st.sampled_from(range(len(cells))), unique=True))
    setting = Setting(2023, unit=data.draw(st.sampled_from(FACTORS[field.unit])))
    column = Column(field, setting)
    at_once(column, cells)
    assert at_once(column, cells, percents) == one_by_one(cells, field, setting, percents)
    assert at_once(column, cells) == one_by_one(cells, field, setting)


@pytest.mark.parametrize(
    ("kind", "cells", "raws"),
    [
        ("integer", ["12人", 12.0, "十二"], ["12人", None, "十二"]),
        ("date", [date(2023, 5, 12), "2023.5.12"], [None, "2023.5.12"]),
        ("boolean", ["是", "√", True], [None, "√", None]),
        ("string", ["甲", 3.0], [None, None]),
    ],
)
def test_the_raw_text_is_kept_where_a_value_says_it_otherwise(
    kind: FieldType, cells: list[Cell], raws: list[str | None]
) -> None:
    found = Column(Field(type=kind, unit="人"), Setting()).convert(cells)
    assert [found.raws.get(at) for at in range(len(cells))] == raws


def test_an_empty_column_is_empty() -> None:
    found = Column(Field(type="date", required=True), Setting()).convert([])
    assert (list(found.values), dict(found.raws), list(found.faults)) == ([], {}, [])


def test_true_and_one_are_not_taken_for_each_other() -> None:
    column = Column(Field(type="string"), Setting())
    assert list(column.convert([1.0, True, 1.0, False, 0.0]).values) == ["1", "True", "1", "False", "0"]


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        pytest.param(Field(type="string"), ["3E10", "甲"], id="1e12 as text"),
        pytest.param(Field(type="number"), [1.0, math.nan, 2.0], id="no number"),
        (Field(type="number"), [1e15, 2.0]),
        (Field(type="number"), [123456789012.1234, 2.0]),
        (Field(type="number"), [-123456789012.1234, 2.0]),
        (Field(type="number"), [12345678901.12345, 2.0]),
        (Field(type="number", minimum=1, maximum=5), [1.0, 5.0, "3"]),
        (Field(type="number", minimum=1, maximum=5), [0.5, 5.5, "3"]),
        (Field(type="string"), ["甲" * 201, "乙" * 200, "甲" * 201]),
        (Field(type="integer", maximum=1e18), [1e16, 2.0]),
        pytest.param(Field(type="date", pattern="2023.*"), [date(2022, 5, 1)], id="pattern of a date"),
    ],
)  # fmt: skip
def test_where_a_column_and_its_cells_differ(field: Field, cells: list[Cell]) -> None:
    assert at_once(Column(field, Setting()), cells) == one_by_one(cells, field, Setting())


def test_a_plain_number_that_the_heading_scales_keeps_its_raw_text() -> None:
    column = Column(Field(type="integer", unit="元"), Setting(unit="万元"))
    assert dict(column.convert(["3", "3万元", 3.0]).raws) == {0: "3", 1: "3万元", 2: "3"}


@given(st.one_of(st.integers(-(10**15), 10**15).map(lambda number: number / 1e4), st.floats(-1e11, 1e11)))
def test_four_decimals_are_told_as_round_tells_them(number: float) -> None:
    assert _decimals_are_few([number]) == (round(number, 4) == number)
