"""The functions that a profile's SQL may call, beside SQLite's own. Dates are ISO texts; None in, None out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta


class Calendar:
    """Counts working days; `estimated` says that a day lay outside the published holiday tables."""

    def __init__(self) -> None:
        self.estimated = False

    def workdays(self, start: str | None, end: str | None) -> int | None:
        """Return the working days after `start` up to and with `end`; 0 where `end` is not after `start`.

        Holidays and 调休 days are the State Council's, as chinesecalendar holds them; a year without a published
        table is counted Monday to Friday.
        """
        if start is None or end is None:
            return None
        import chinese_calendar

        day, last = date.fromisoformat(start), date.fromisoformat(end)
        count = 0
        while day < last:
            day += timedelta(days=1)
            try:
                count += chinese_calendar.is_workday(day)
            except NotImplementedError:
                self.estimated = True
                count += day.weekday() < 5
        return count


def days(start: str | None, end: str | None) -> int | None:
    """Return the calendar days from `start` to `end`."""
    if start is None or end is None:
        return None
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def year(day: str | None) -> int | None:
    """Return the year of a date."""
    return int(day[:4]) if day else None


def month(day: str | None) -> int | None:
    """Return the month of a date, 1 to 12."""
    return int(day[5:7]) if day else None


def token(value: object) -> str | None:
    """Return what SQL sees instead of a personal value: equal where the values are equal, and nothing else."""
    return None if value is None else hashlib.blake2b(str(value).encode(), digest_size=12).hexdigest()


FUNCTIONS: dict[str, tuple[int, Callable[..., int | None]]] = {
    "days": (2, days),
    "year": (1, year),
    "month": (1, month),
}
NAMES = ("workdays", *FUNCTIONS, "report_year")
