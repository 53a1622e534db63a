"""A date as people type it -> a date. Forms that could mean two days are refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from reportgen.numerals import DIGITS, arabic

_TIME = r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_FULL = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?" + _TIME)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_OF_THE_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_NUMERALS = re.compile(f"[○{''.join(DIGITS)}十]+")
_REASONS = (
    (re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}"), "分不清哪个是日、哪个是月"),
    (re.compile(r"\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?"), "的年份不是四位，分不清是哪一年"),
    (re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{2}"), "分不清哪个是日、哪个是月、哪个是年"),
    (re.compile(r"\d{4}[-./年]\d{1,2}月?"), "没有写哪一日"),
    (re.compile(r"\d{1,2}[-./]\d{1,2}"), "没有写哪一年"),
    (re.compile(r"(.*\d.*)(?:[-—–~～至、]|到)(.*\d.*)"), "写了不止一个日期"),
)
FORMS = "请写成 2023年5月12日 或 2023-5-12"
_SERIALS = range(32874, 73051)  # 1990 to 2099 as Excel counts days; other numbers are not taken for dates
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def read_date(text: str, year: int | None = None) -> date:
    """Return the date that a text names; `year` is the one meant where only month and day are written.

    Raises ValueError with the rest of a Chinese sentence that begins with the text.
    """
    plain = _NUMERALS.sub(_digits, unicodedata.normalize("NFKC", text).strip())
    parts: tuple[str, ...] | None = None
    if match := _FULL.fullmatch(plain) or _DIGITS.fullmatch(plain):
        parts = match.groups()
    elif year and (match := _OF_THE_YEAR.fullmatch(plain)):
        parts = (str(year), *match.groups())
    if parts is None:
        squeezed = re.sub(r"\s", "", plain)
        reason = next((reason for pattern, reason in _REASONS if pattern.fullmatch(squeezed)), "不是日期")
        raise ValueError(f"{reason}，{FORMS}")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise ValueError("不是日历上有的日期") from None


def read_serial(number: float, date1904: bool | None) -> date:
    """Return the date of a number: 20230512, or Excel's count of days from 1900 or from 1904; where `date1904` is
    None the file does not tell which. Raises ValueError as `read_date` does.
    """
    if number.is_integer() and abs(number) < 1e9 and _DIGITS.fullmatch(str(int(number))):
        return read_date(str(int(number)))
    if date1904 is not None and abs(number) < 1e6:
        day = _EPOCHS[date1904] + timedelta(days=int(number)) if int(number) in _SERIALS else None
        if day:
            return day
    raise ValueError("是数字而不是日期，请把单元格改成日期格式")


def _digits(match: re.Match[str]) -> str:
    """Chinese numerals as they stand in a date: 二〇二三 -> 2023, 十二 -> 12, 二十 -> 20."""
    if "十" not in match[0]:
        return arabic(match[0])
    tens, _, ones = match[0].partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return match[0]
    return str(10 * int(arabic(tens) or 1) + int(arabic(ones) or 0))
