"""What people write for a year, or for a part of one -> the year and the part: 2023Q1 is 2023年第一季度. No I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from reportgen.characters import half
from reportgen.expressions import expression

if TYPE_CHECKING:
    from datetime import date

_NUMERALS = "一二三四"
PARTS: Mapping[str, range] = {  # each with its months
    "上半年": range(1, 7),
    "下半年": range(7, 13),
    **{f"第{_NUMERALS[at]}季度": range(3 * at + 1, 3 * at + 4) for at in range(4)},
    "前三季度": range(1, 10),
    **{f"{month}月": range(month, month + 1) for month in range(1, 13)},
}
LENGTHS = {"月": 1, "季度": 3, "季": 3}  # of what a column counts, in months
ACCEPTED = "年度写四位数字，如 2023；一段时间写成 2023年上半年、2023年第一季度、2023年6月这样"
_WRITTEN = expression(
    r"((?:19|20)\d\d)\s*(?:年度?)?\s*[-./_]?\s*(?:"
    r"(?P<half>[上下]半年|[Hh][12])(?:度)?"
    r"|第?(?P<quarter>[一二三四1-4])季度?|[Qq](?P<letter>[1-4])"
    r"|(?P<nine>前三(?:个)?季度)"
    r"|(?P<first>\d{1,2})月?(?:[-—–~]|至|到)(?P<last>\d{1,2})月份?"
    r"|(?P<month>0?[1-9]|1[0-2])月份?)"
)
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH = expression(rf"({'|'.join(reversed(_MONTHS))})月份?")
_DIGITS = expression(r"((?:19|20)\d\d)(?:[-./]?(0[1-9]|1[0-2])|[-./]([1-9]))")


LAST, LAST_PART = (
    "上年",
    "上年同期",
)  # what the time is called that a figure stands beside: of a whole year, of a part
NOW: Mapping[str, str] = {LAST: "今年", LAST_PART: "本期"}  # and what its own time is called then


class Period(NamedTuple):
    """A year, or one of the PARTS of it; as text it is as folders, commands and reports name it, 2023 or 2023年上半年."""

    year: int
    part: str = ""

    def __str__(self) -> str:
        return f"{self.year}年{self.part}" if self.part else str(self.year)

    @property
    def named(self) -> str:
        """Its name in a sentence: 2023年, 2023年上半年."""
        return f"{self.year}年{self.part}"

    @property
    def spaced(self) -> str:
        """Its name in a sentence on the terminal: 2023 年, 2023 年上半年."""
        return f"{self.year} 年{self.part}"

    @property
    def example(self) -> str:
        """A day of it, as people write one: 2023-5-12."""
        months = months_of(self.part)
        return f"{self.year}-{5 if 5 in months else months[len(months) // 2]}-12"

    @property
    def first(self) -> str:
        """Its first day, as an ISO date."""
        return f"{self.year}-{months_of(self.part)[0]:02}-01"

    @property
    def last(self) -> str:
        """Its last day, as an ISO date."""
        month = months_of(self.part)[-1]
        if month == 12:
            return f"{self.year}-12-31"
        from datetime import date, timedelta

        return (date(self.year, month + 1, 1) - timedelta(days=1)).isoformat()

    @property
    def after(self) -> date:
        """The day after its last one."""
        from datetime import date, timedelta

        return date.fromisoformat(self.last) + timedelta(days=1)


def read(text: str) -> Period | None:
    """Return the part of a year that a text names and nothing else, in whatever spelling; None where it names none: a
    year alone is no part of one.
    """
    text = half(text).strip()
    if (year := text.removesuffix("年")).isdecimal() and len(year) < len("202306"):
        return None  # most often, and at once
    if match := _DIGITS.fullmatch(text):
        return Period(int(match[1]), f"{int(match[2] or match[3])}月")
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    part = _part(match.groupdict())
    return Period(int(match[1]), part) if part else None


def _part(said: Mapping[str, str | None]) -> str:
    if name := said["half"]:
        return "上半年" if name[0] == "上" or name[-1] == "1" else "下半年"
    if name := said["quarter"] or said["letter"]:
        return f"第{_NUMERALS[int(name) - 1] if name.isascii() else name}季度"
    if said["nine"]:
        return "前三季度"
    if said["month"]:
        return f"{int(said['month'])}月"
    span = range(int(said["first"] or 0), int(said["last"] or 0) + 1)
    return next((part for part, months in PARTS.items() if months == span), "")


def sort_of(part: str) -> str:
    """Return what sort of time a part is: 半年, 季度 or 月; an empty string for none."""
    return part.lstrip(f"上下前第{_NUMERALS}0123456789")


def whole(part: str) -> str:
    """Return what all of a part is called, or of the whole year for none: 上半年, 全年."""
    return part or "全年"


def named(text: str) -> str:
    """Return a year or a period as a sentence names it: 2023年, 2023年上半年."""
    return f"{text}年" if text.isdecimal() else text


def months_of(part: str) -> range:
    """Return the months of a part, or of the whole year for none."""
    return PARTS[part] if part else range(1, 13)


def part_between(unit: str, low: float | None, high: float | None) -> str:
    """Return the part of the year of which months (月) or quarters (季度) from `low` to `high` are; an empty string where it is
    all of it, or none, or where the unit is another.
    """
    length = LENGTHS.get(unit, 0)
    if not length or low is None or high is None:
        return ""
    span = range((int(low) - 1) * length + 1, int(high) * length + 1)
    return next((part for part, months in PARTS.items() if months == span), "")


def part_called(text: str) -> str:
    """Return the part of a year that a text names by itself: 1月份, 一月, 第二季度; an empty string where it names none."""
    text = half(text).strip()
    if month := _MONTH.fullmatch(text):
        text = f"{_MONTHS.index(month[1]) + 1}月"
    period = read(f"2000年{text}")
    return period.part if period else ""


def divisions(part: str) -> Iterator[tuple[str, ...]]:
    """Yield by which shorter parts, all equally long, a part or for none the whole year is made up, the longest first."""
    whole = months_of(part)
    for length in (6, 3, 1):
        if length < len(whole) and len(whole) % length == 0:
            spans = [whole[at : at + length] for at in range(0, len(whole), length)]
            yield tuple(next(name for name, months in PARTS.items() if months == span) for span in spans)
