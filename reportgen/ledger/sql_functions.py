"""The functions that a profile's SQL may call, beside SQLite's own. Dates are ISO texts; None in, None out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from reportgen import characters

TOKEN = "个人信息#"


class Calendar:
    """Counts working days; `estimates` holds the spans, as ISO dates, of which a day lay in a year without a published
    holiday table, each with that year.
    """

    def __init__(self) -> None:
        self.estimates: dict[tuple[str, str], int] = {}

    @property
    def estimated(self) -> bool:
        """Whether a day lay in a year without a published holiday table."""
        return bool(self.estimates)

    def workdays(self, start: str | None, end: str | None) -> int | None:
        """Return the working days after `start` up to and with `end`; 0 where `end` is not after `start`.

        Holidays and 调休 days are the State Council's, as chinesecalendar holds them; a year without a published
        table is counted Monday to Friday.
        """
        if start is None or end is None:
            return None
        import chinese_calendar

        day, last = _day(start), _day(end)
        if day is None or last is None:
            return None
        count = 0
        while day < last:
            day += timedelta(days=1)
            try:
                count += chinese_calendar.is_workday(day)
            except NotImplementedError:
                self.estimates[start, end] = day.year
                return count + _weekdays(day, last)
        return count


def days(start: str | None, end: str | None) -> int | None:
    """Return the calendar days from `start` to `end`."""
    first, last = _day(start), _day(end)
    return None if first is None or last is None else (last - first).days


@lru_cache(maxsize=4096)
def year(day: str | None) -> int | None:
    """Return the year of a date."""
    found = _day(day)
    return found.year if found else None


@lru_cache(maxsize=4096)
def month(day: str | None) -> int | None:
    """Return the month of a date, 1 to 12."""
    found = _day(day)
    return found.month if found else None


def plain(value: object) -> str | None:
    """Return a value as it is compared for being the same, as `characters.plain` does."""
    return None if value is None else characters.plain(str(value))


def tokens(key: bytes) -> Callable[[object], str | None]:
    """Return the function that gives what SQL sees instead of a personal value: equal where the plain values are equal,
    different from one run to the next, and known by its beginning wherever it should turn up.
    """

    def token(value: object) -> str | None:
        if value is None:
            return None
        return (
            TOKEN
            + hashlib.blake2b(characters.plain(str(value)).encode(), digest_size=12, key=key).hexdigest()
        )

    return token


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _weekdays(first: date, last: date) -> int:
    """The days from Monday to Friday from `first` to `last`, both included."""
    weeks, rest = divmod((last - first).days + 1, 7)
    return 5 * weeks + sum((first + timedelta(days=number)).weekday() < 5 for number in range(rest))


FUNCTIONS: dict[str, tuple[int, Callable[..., int | None]]] = {
    "days": (2, days),
    "year": (1, year),
    "month": (1, month),
}
NAMES = ("workdays", *FUNCTIONS, "report_year", "cutoff")
