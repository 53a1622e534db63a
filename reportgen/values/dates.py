"""A date as people type it -> a date. Forms that could mean two days are refused."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from math import isfinite

from reportgen.characters import typed, visible
from reportgen.expressions import expression
from reportgen.numerals import DIGITS, arabic

YEARS = range(1990, 2100)  # of the days that reports are about
_WEEK = r"(?:\s*\(?(?:星期|周|礼拜)([1-7日天])\)?)?"
_HALF = r"(?:\s*\(?(?:上午|下午|中午|凌晨|早上|早晨|傍晚|晚上|晚|夜间|全天|[AaPp][Mm])\)?)?"
_CLOCK = r"(\d{1,2})(?::(\d{2})(?::\d{2}(?:[.,]\d+)?)?|[时点](?:整|半|(\d{1,2})分?(?:\d{1,2}秒)?)?)(?:\s*[AaPp][Mm])?"
_ZONE = r"(?:\s*(Z|(?:UTC|GMT)?\+\d{2}:?\d{2}|(?<=\dT.{5})-\d{2}:?\d{2}|(?<=\dT.{8})-\d{2}:?\d{2}))?"  # 9:30-11:00 is none
# what may follow a day: its weekday, the half of the day, the time; digits right behind a bare number would belong to it
_REST = rf"{_WEEK}{_HALF}(?:(?:(?<=[日号午晨上晚间天)])|[T\s]+){_CLOCK}{_ZONE})?"
_DAY = r"(?<!\d)(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?![\d月])"
_DIGITS = r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)"
_OF_THE_YEAR = r"(?<![\d年])(\d{1,2})月(\d{1,2})(?!\d)"
_FORMS = tuple(expression(form + r"(?:\s*[日号])?" + _REST) for form in (_DAY, _DIGITS, _OF_THE_YEAR))
_USUAL = expression(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_NUMBER = expression(r"(\d{4})(\d{2})(\d{2})")
_NUMERALS = expression(f"[○{''.join(DIGITS)}十]+")
_WEEKDAYS = {sign: at for at, signs in enumerate(("1", "2", "3", "4", "5", "6", "7日天")) for sign in signs}
_HERE = timedelta(hours=8)  # Beijing's clock, ahead of UTC
_REASONS = (
    (expression(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}"), "分不清哪个是日、哪个是月"),
    (expression(r"\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?"), "的年份不是四位，分不清是哪一年"),
    (expression(r"\d{1,2}[-./]\d{1,2}[-./]\d{2}"), "分不清哪个是日、哪个是月、哪个是年"),
    (expression(r"\d{4}[-./年]\d{1,2}月?"), "没有写哪一日"),
    (expression(r"\d{1,2}[-./]\d{1,2}"), "没有写哪一年"),
    (expression(r"\d{4}[、,\s]\d{1,2}[、,\s]\d{1,2}日?"), "的年月日之间写法不对"),
)
_ANOTHER = expression(
    r"\d{4}[-./年]\d|\d{1,2}[-./月]\d{1,2}|\d{8}|(?:[-—–~～、,和及与]|[至到])\s*\d{1,2}(?:[日号]|\s*$)"
)
FORMS = "请写成 2023年5月12日 或 2023-5-12"
_SERIALS = range(32874, 73051)  # 1990 to 2099 as Excel counts days; other numbers are not taken for dates
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def read_date(text: str, year: int | None = None) -> date:
    """Return the date that a text names; `year` is the one meant where only month and day are written.

    Raises ValueError with the rest of a Chinese sentence that begins with the text.
    """
    plain = _NUMERALS.sub(_digits, typed(text))
    for form in _FORMS if year else _FORMS[:2]:
        if match := form.fullmatch(plain):
            return _named(match, year)
    raise ValueError(f"{_reason(plain, visible(text).strip())}，{FORMS}")


def usual_day(text: str) -> str:
    """Return the day, in ISO form, that a text names as most do: 2023年5月12日, 2023-05-12, 2023.5.12. Empty for all others,
    of which `read_date` tells more.
    """
    match = _USUAL.fullmatch(text)
    try:
        return likely(date(*map(int, match.groups()))).isoformat() if match else ""
    except ValueError:
        return ""


def read_serial(number: float, date1904: bool | None) -> date:
    """Return the date of a number: 20230512, or Excel's count of days from 1900 or from 1904; where `date1904` is
    None the file does not tell which. Raises ValueError as `read_date` does.
    """
    if number.is_integer() and _NUMBER.fullmatch(str(int(number))):
        return read_date(str(int(number)))
    if date1904 is not None and isfinite(number) and int(number) in _SERIALS:
        return _EPOCHS[date1904] + timedelta(days=int(number))
    raise ValueError("是数字而不是日期，请把单元格改成日期格式")


def likely(day: date) -> date:
    """Return a day that may be one that reports are about. Raises ValueError as `read_date` does."""
    if day.year not in YEARS:
        raise ValueError(f"不像是真的日期，应当在{YEARS[0]}年到{YEARS[-1]}年之间，{FORMS}")
    return day


def _named(match: re.Match[str], year: int | None) -> date:
    """The day of a text that has one of the forms, as Beijing's calendar counts it."""
    *parts, week, hour, minutes, minute, zone = match.groups()
    try:
        day = date(*map(int, (str(year), *parts)[-3:]))
    except ValueError:
        raise ValueError("不是日历上有的日期") from None
    likely(day)
    if week and day.weekday() != _WEEKDAYS[week]:
        raise ValueError(f"的日期和星期对不上，那天是星期{'一二三四五六日'[day.weekday()]}")
    if not zone:
        return day
    behind = timedelta()
    if zone != "Z":
        digits = zone.replace(":", "")[-5:]
        behind = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:])) * (-1 if digits[0] == "-" else 1)
    moment = datetime(day.year, day.month, day.day) + timedelta(
        hours=int(hour), minutes=int(minutes or minute or 0)
    )
    return (moment - behind + _HERE).date()


def _reason(plain: str, text: str) -> str:
    """Why a text, also given as it was written, is no date: it names two, or has more in it, or what is not clear."""
    squeezed = re.sub(r"\s", "", plain)
    if reason := next((reason for pattern, reason in _REASONS if pattern.fullmatch(squeezed)), ""):
        return reason
    for form in _FORMS:
        if match := form.search(plain):
            before, after = plain[: match.start()], plain[match.end() :]
            if _ANOTHER.search(before) or _ANOTHER.search(after):
                return "写了不止一个日期"
            if len(text) == len(plain):
                before, after = text[: match.start()], text[match.end() :]
            if more := "”和“".join(part.strip() for part in (before, after) if part.strip()):
                return f"多了“{more}”"
    return "不是日期"


def _digits(match: re.Match[str]) -> str:
    """Chinese numerals as they stand in a date: 二〇二三 -> 2023, 十二 -> 12, 二十 -> 20."""
    if "十" not in match[0]:
        return arabic(match[0])
    tens, _, ones = match[0].partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return match[0]
    return str(10 * int(arabic(tens) or 1) + int(arabic(ones) or 0))
