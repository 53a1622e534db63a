"""A number is a day, a time or a duration as its format says."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

import pytest

from reportgen.model import Cell
from reportgen.workbook.moments import built_in, duration, moment, shown_as


@pytest.mark.parametrize(
    ("format_text", "shown"),
    [
        ("yyyy-m-d", "moment"),
        ('yyyy"年"m"月"d"日"', "moment"),
        ('上午/下午h"时"mm"分"', "moment"),
        ("[$-804]AM/PM h:mm", "moment"),
        ("[Red]d", "moment"),
        ("*-YYYY", "moment"),
        ("[h]:mm", "duration"),
        ("[mm]:ss", "duration"),
        ("[>=1][ss].0", "duration"),
        ("General", ""),
        ("G/通用格式", ""),
        ('0.0"年"', ""),
        ('0"ymd"', ""),
        (r"0\d", ""),
        ("0_d*m", ""),
        ("0;[Red]d", ""),  # the first section is for numbers that are not negative
        ("[DBNum1][$-804]General", ""),
        ("", ""),
    ],
)
def test_a_format_shows_a_moment_a_duration_or_neither(format_text: str, shown: str) -> None:
    assert shown_as(format_text) == shown


def test_the_formats_that_excel_knows_by_number() -> None:
    assert [number for number in range(200) if built_in(number) == "duration"] == [46]
    moments = [number for number in range(200) if built_in(number) == "moment"]
    assert moments == [*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)]


@pytest.mark.parametrize(
    ("days", "date1904", "seen"),
    [
        (0, False, time(0)),
        (0.5, False, time(12)),
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (59.5, False, datetime(1900, 2, 28, 12)),
        (60, False, date(1900, 2, 28)),
        (0, True, time(0)),
        (1, True, date(1904, 1, 2)),
        (-0.5, False, -0.5),
        (61, False, date(1900, 3, 1)),
        (45000, False, date(2023, 3, 15)),
        (45000.25, False, datetime(2023, 3, 15, 6)),
        (44999.9999999999, False, datetime(2023, 3, 15)),
        (45000, True, date(2027, 3, 16)),
        (-1, False, -1),
        (3e6, False, 3e6),
        (math.inf, False, math.inf),
    ],
)
def test_days_are_counted_from_the_calendars_first(days: float, date1904: bool, seen: Cell) -> None:
    assert moment(days, date1904) == seen


def test_what_is_no_number_is_no_day() -> None:
    assert math.isnan(float(str(moment(math.nan, False))))


@pytest.mark.parametrize("days", [math.nan, math.inf, -1e300])
def test_what_is_no_duration_stays_the_number_it_is(days: float) -> None:
    assert duration(days) is days


def test_a_duration_is_as_long_as_time_allows() -> None:
    assert duration(1.5) == timedelta(hours=36)
    assert duration(-0.25) == timedelta(hours=-6)
    assert duration(1e12) == 1e12
