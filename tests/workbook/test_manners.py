"""A cell of a plain .xlsx is what calamine would give, by its attributes and its value."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from reportgen.model import Cell
from reportgen.workbook.manners import Manners, decoded
from reportgen.workbook.notes import Unusual
from reportgen.workbook.styles import Look
from reportgen.workbook.texts import shared_texts

LOOKS = (Look(), Look(days="day"), Look(days="duration"), Look(struck=True))
TEXTS = shared_texts("<sst><si><t>甲</t></si><si><t>乙</t></si></sst>".encode())


def cell(attributes: bytes, value: bytes, *, date1904: bool = False) -> Cell:
    return Manners(LOOKS, TEXTS, date1904=date1904)[attributes].values[value]


@pytest.mark.parametrize(
    ("attributes", "value", "expected"),
    [
        (b"", b"12", 12.0),
        (b"", b"", ""),
        (b' s="0" t="n"', b"-1.5E-3", -0.0015),
        (b' s="3"', b".5", 0.5),
        (b' s="99"', b"5.", 5.0),
        (b' t="s" s="1"', b"1", "乙"),
        (b' s="1" t="s"', b"", ""),
        (b' t="b"', b"1", True),
        (b' t="b"', b"0", False),
        (b' t="b"', b"true", True),
        (b' t="b"', b"false", False),
        (b' t="b"', b"", ""),
        (b' t="e"', b"", ""),
        (b' t="inlineStr"', b"", ""),
        (b' s="4"', b"45000", 45000.0),
        (b' s="1" t="n"', b"45000", date(2023, 3, 15)),
        (b' t="e"', b"#DIV/0!", ""),
        (b' t="str"', b" a&amp;b", " a&b"),
        (b' s="1"', b"45000", date(2023, 3, 15)),
        (b' s="1"', b"45000.5", datetime(2023, 3, 15, 12)),
        (b' s="1"', b"0.5", time(12)),
        (b' s="1"', b"0", time(0)),
        (b' s="1"', b"1", date(1900, 1, 1)),
        (b' s="1"', b"1.5", datetime(1900, 1, 1, 12)),
        (b' s="1"', b"", ""),
        (b' s="2"', b"", ""),
        (b' s="1"', b"60", date(1900, 2, 28)),
        (b' s="1"', b"61", date(1900, 3, 1)),
        (b' s="1"', b"59", date(1900, 2, 28)),
        (b' s="1"', b"2958465", date(9999, 12, 31)),
        (b' s="1"', b"2958466", 2958466.0),
        (b' s="2"', b"1.5", timedelta(days=1, hours=12)),
        (b' s="2"', b"-0.5", timedelta(hours=-12)),
        (b' s="2"', b"1e300", 1e300),
        (b' s="2"', b"99999999", timedelta(days=99_999_999)),
        (b' s="2"', b"-1e8", -1e8),
        *((b' s="1" %b="1"' % name, b"45000", date(2023, 3, 15)) for name in (b"cm", b"vm", b"ph")),
        (b' s="1"/', b"", ""),
    ],
)
def test_a_cell_is_what_calamine_would_give(attributes: bytes, value: bytes, expected: Cell) -> None:
    found = cell(attributes, value)
    assert (type(found), found) == (type(expected), expected)


def test_days_may_count_from_1904() -> None:
    assert cell(b' s="1"', b"1", date1904=True) == date(1904, 1, 2)
    assert cell(b' s="1"', b"0.5", date1904=True) == time(12)


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        (b"", b"abc"),
        (b"", b"1_0"),
        (b"", b" 1"),
        (b"", b"nan"),
        (b' s="1"', b"-1"),
        (b' t="s"', b"9"),
        (b' t="s"', b"01"),
        (b' t="b"', b"2"),
        (b' t="e"', b"x"),
        (b' t="d"', b"2023-05-12"),
        (b' t="q"', b"1"),
        (b' s="1" s="2"', b"1"),
        (b" s='1'", b"1"),
        (b' x="1"', b"1"),
        (b' t="str"', b"\xff"),
    ],
)
def test_what_calamine_may_read_otherwise_is_unusual(attributes: bytes, value: bytes) -> None:
    with pytest.raises((Unusual, KeyError, ValueError)):
        cell(attributes, value)


def test_manners_say_whether_there_may_be_more_to_tell() -> None:
    manners = Manners(LOOKS, TEXTS, date1904=False)
    manners.cells[b' s="1"']
    assert not manners.telling
    manners.cells[b' s="3"/']
    assert not manners.telling, "an empty cell has no look"
    manners.cells[b' s="3"']
    assert manners.telling


def test_bytes_that_are_no_text_are_unusual() -> None:
    assert decoded("甲".encode()) == "甲"
    with pytest.raises(Unusual):
        decoded(b"\xff")
