"""The functions that a profile's SQL may call, beside SQLite's own. Dates are ISO texts; None in, None out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from reportgen import characters
from reportgen.characters import is_han
from reportgen.expressions import expression

TOKEN = "个人信息#"
_VALUES = 1 << 18  # kept, that several checks ask for: a large sheet of two years
_DAYS = 1 << 14  # kept: of forty years
MOST_OFF, MOST_WORKED = (
    23,
    12,
)  # days off from Monday to Friday, and days worked at weekends, of any year from 2004 to 2026
_LARGE = 1 << 53  # beyond it a whole number may be a fraction's neighbour
_WIDE = Context(prec=400)  # enough digits for any number that SQLite holds
_COUNT = 3  # hexadecimal digits of a token that say how many people the value names
_OF_THEM = expression(r"([^与和及/]*)等(\d{1,3})(?:人|名\w{0,6}|位\w{0,6})")
_APART = expression(r"[、,;/与和及 ]+")
_BODIES = "部店厂社局组户所方委村行队站"  # as which the name of no person ends


class Plan(NamedTuple):
    """The days, in ISO form, of a year that are off though some are weekdays, and the weekends that are worked."""

    off: frozenset[str]
    work: frozenset[str]


def published(year: int) -> Plan | None:
    """Return the published plan of a year as chinesecalendar holds it; None where it has none. Weekends are left out that no
    holiday has moved.
    """
    import chinese_calendar

    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    days = [each for each in days if each.year == year]
    try:
        work = {each for each in days if chinese_calendar.is_workday(each)}
    except NotImplementedError:
        return None
    off = {each for each in days if chinese_calendar.get_holiday_detail(each)[1] and each not in work}
    weekends = {each.isoformat() for each in work if each.weekday() >= 5}
    return Plan(frozenset(map(date.isoformat, off)), frozenset(weekends))


class Calendar:
    """Counts working days; `estimates` holds the spans, as ISO dates, of which a day lay in a year without a published
    holiday table, each with that year. `plans` are those by year that the settings give where there is no table; `off` is how
    many days from Monday to Friday are taken to be off, or at weekends to be worked where it is below 0, in a span that is
    estimated.
    """

    def __init__(self) -> None:
        self.estimates: dict[tuple[str, str], int] = {}
        self.plans: Mapping[int, Plan] = {}
        self.off = 0

    @property
    def estimated(self) -> bool:
        """Whether a day lay in a year without a published holiday table."""
        return bool(self.estimates)

    def workdays(self, start: str | None, end: str | None) -> int | None:
        """Return the working days after `start` up to and with `end`; 0 where `end` is not after `start`.

        Holidays and 调休 days are the State Council's, as chinesecalendar holds them, or the settings give them; a year
        without either is counted Monday to Friday.
        """
        if start is None or end is None:
            return None
        before, last = _day(start), _day(end)
        if before is None or last is None:
            return None
        if before >= last:
            return 0
        count, eve = 0, before.toordinal()
        for year in range((before + timedelta(days=1)).year, last.year + 1):
            new_year = date(year, 1, 1).toordinal()
            worked = _worked(year, self.plans.get(year))
            if worked is None:
                self.estimates[start, end] = year
                rest = _weekdays(date.fromordinal(max(eve + 1, new_year)), last)
                return max(count + rest - self.off * (last.year - year + 1), count)
            until = min(last.toordinal(), new_year + len(worked) - 2)
            count += worked[until - new_year + 1] - worked[max(eve - new_year + 1, 0)]
        return count

    def legaldays(self, start: str | None, end: str | None) -> int | None:
        """Return the calendar days from `start` to `end` as a period set by law counts them: one that runs out on a day off
        runs on to the first day worked after it (《民事诉讼法》, to which both procedures refer), so that days off right before
        `end` do not count.
        """
        first, last = _day(start), _day(end)
        if first is None or last is None or start is None or end is None:
            return None
        while last > first:
            before = last - timedelta(days=1)
            try:
                worked = self._is_worked(before)
            except NotImplementedError:
                self.estimates[start, end] = before.year
                worked = before.weekday() < 5
            if worked:
                break
            last = before
        return (last - first).days - (self.off if (start, end) in self.estimates else 0)

    def _is_worked(self, day: date) -> bool:
        """Whether a day is worked. Raises NotImplementedError where nobody has said."""
        worked = _is_worked(day, self.plans.get(day.year))
        if worked is None:
            raise NotImplementedError(day.year)
        return worked


@lru_cache(maxsize=64)
def _worked(year: int, plan: Plan | None) -> tuple[int, ...] | None:
    """How many days of a year are worked up to each, beginning with none; None where nobody has said."""
    day, count = date(year, 1, 1), [0]
    while day.year == year:
        worked = _is_worked(day, plan)
        if worked is None:
            return None
        count.append(count[-1] + worked)
        if day == date.max:
            break
        day += timedelta(days=1)
    return tuple(count)


@lru_cache(maxsize=4096)
def _is_worked(day: date, plan: Plan | None) -> bool | None:
    """Whether chinesecalendar, or else a plan, holds a day to be worked; None where there is neither for its year."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        if plan is None:
            return None
    text = day.isoformat()
    return text in plan.work or (day.weekday() < 5 and text not in plan.off)


@lru_cache(maxsize=_VALUES)
def days(start: str | None, end: str | None) -> int | None:
    """Return the calendar days from `start` to `end`."""
    first, last = _day(start), _day(end)
    return None if first is None or last is None else (last - first).days


@lru_cache(maxsize=_DAYS)
def year(day: str | None) -> int | None:
    """Return the year of a date."""
    found = _day(day)
    return found.year if found else None


@lru_cache(maxsize=_DAYS)
def month(day: str | None) -> int | None:
    """Return the month of a date, 1 to 12."""
    found = _day(day)
    return found.month if found else None


def rounded(value: object, places: int | None) -> int | float | None:
    """Return a number rounded half away from zero, by its decimal digits, as people do it."""
    number = _decimal(value)
    if number is None or places is None:
        return None
    return _number(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE))


class Added:
    """Adds numbers up by their decimal digits: ten times 0.1 is 1. Nothing where there is none."""

    def __init__(self) -> None:
        self._sum: Decimal | None = None

    def step(self, value: object) -> None:
        """Take one number in; what is none counts as nothing."""
        number = _decimal(value)
        if number is not None:
            self._sum = number if self._sum is None else self._sum + number

    def finalize(self) -> int | float | None:
        """Return the sum."""
        return None if self._sum is None else _number(self._sum)


class Median:
    """The number in the middle of all, of two in the middle the smaller one: always one of them, which no rounding changes."""

    def __init__(self) -> None:
        self._numbers: list[float] = []

    def step(self, value: object) -> None:
        """Take one number in; what is none counts as nothing."""
        if isinstance(value, (int, float)) and isfinite(value):
            self._numbers.append(value)

    def finalize(self) -> float | None:
        """Return the median."""
        return sorted(self._numbers)[(len(self._numbers) - 1) // 2] if self._numbers else None


def _decimal(value: object) -> Decimal | None:
    return Decimal(repr(value)) if isinstance(value, (int, float)) and isfinite(value) else None


def _number(value: Decimal) -> int | float:
    whole = abs(value) < _LARGE and value == value.to_integral_value()
    return int(value) if whole else float(value)


class _Kept(dict[object, str | None]):
    """What a function comes to by value, kept for texts alone, since 1 and 1.0 would be one. It takes less time and less room
    than an lru_cache, so that more is kept.
    """

    def __init__(self, function: Callable[[object], str | None]) -> None:
        self._function = function

    def __missing__(self, value: object) -> str | None:
        found = self._function(value)
        if isinstance(value, str):
            if len(self) >= _VALUES:
                self.clear()
            self[value] = value if found == value else found
        return found


def _plain(value: object) -> str | None:
    return None if value is None else characters.plain.__wrapped__(str(value))


plain = _Kept(_plain).__getitem__  # of a value as it is compared for being the same


def people(token: str | None) -> int | None:
    """Return how many people a personal value names, or says that they are: 张三、李四 or 张三等8人. None where it does not
    tell: bodies and families are not counted.
    """
    if token is None or not token.startswith(TOKEN):
        return None
    return int(token[len(TOKEN) :][:_COUNT], 16) or None


def _named(value: str) -> int:
    """How many people a value names; 0 where that is not plain."""
    if "等" in value and (found := _OF_THEM.fullmatch(value)):
        return int(found[2])
    names = _APART.split(value)
    return len(names) if all(map(_is_person, names)) else 0


def _is_person(name: str) -> bool:
    return 2 <= len(name) <= 3 and is_han(name) and name[-1] not in _BODIES


def tokens(key: bytes) -> Callable[[object], str | None]:
    """Return the function that gives what SQL sees instead of a personal value: equal where the plain values are equal,
    different from one run to the next, and known by its beginning wherever it should turn up; `people` reads from it how
    many the value names, and nothing else.
    """

    keyed = hashlib.blake2b(digest_size=12, key=key)

    def token(value: object) -> str | None:
        if value is None:
            return None
        written = characters.plain.__wrapped__(str(value))
        digest = keyed.copy()  # takes half the time of beginning with the key
        digest.update(written.encode())
        return f"{TOKEN}{min(_named(written), 0xFFF):0{_COUNT}x}{digest.hexdigest()}"

    return _Kept(token).__getitem__


@lru_cache(maxsize=_DAYS)
def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _weekdays(first: date, last: date) -> int:
    """The days from Monday to Friday from `first` to `last`, both included."""
    weeks, rest = divmod((last - first).days + 1, 7)
    return 5 * weeks + sum((first + timedelta(days=number)).weekday() < 5 for number in range(rest))


FUNCTIONS: dict[str, tuple[int, Callable[..., int | float | None]]] = {
    "people": (1, people),
    "days": (2, days),
    "year": (1, year),
    "month": (1, month),
    "rounded": (2, rounded),
}
AGGREGATES: dict[str, type[Added] | type[Median]] = {"added": Added, "median": Median}
NAMES = (
    "workdays",
    "legaldays",
    *FUNCTIONS,
    *AGGREGATES,
    "report_year",
    "report_start",
    "cutoff",
    "last_cutoff",
)
