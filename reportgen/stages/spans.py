"""A title, or the name of a sheet or a file -> the years and months that it gives, and what else it says of the data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from reportgen.numerals import counted

_YEAR_OF_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{4}\.\d{1,2}(?!\d)")
_ONLY_A_YEAR = re.compile(r"\(?((?:19|20)\d\d)年度?\)?")
_LABELLED = re.compile(r"(?:统计|数据|所属|报告|涉及)(?:期间|时间|时段|时期|区间|周期|年度|范围|期)(.{0,30})")
_JOINED = r"\s*(?:[-—–~～]+|至|到)\s*"
_DATE = r"(?:((?:19|20)\d\d)\s*[年./-])?\s*(\d{1,2})\s*(?:月份?|[./-])\s*(?:\d{1,2}\s*日?)?"
_SPAN = re.compile(
    rf"((?:19|20)\d\d)\s*[年./-]\s*(\d{{1,2}})\s*(?:月份?|[./-])\s*(?:\d{{1,2}}\s*日?)?{_JOINED}{_DATE}"
)
_OF_SOMETHING_ELSE = re.compile("聘期|任期|有效|期限|规划|《")
_NUMERAL = "[0-9一二三四五六七八九十两]{1,3}"
_MONTHS = re.compile(rf"({_NUMERAL})月?{_JOINED}({_NUMERAL})月")
_FIRST_MONTHS = re.compile(rf"前({_NUMERAL})个?月")
_QUARTERS = re.compile(r"(前)?第?([一二三四两1-4])(?:个)?季度|(?<![A-Za-z])[Qq]([1-4])(?!\d)")
_HALVES = {"上半年": range(1, 7), "下半年": range(7, 13)}
_MONTH = re.compile(rf"(?<![0-9一二三四五六七八九十])({_NUMERAL})月(?:份|(?![0-9份报底末]))")
_PLAN = re.compile(r"计划(?!生育|完成|执行|落实|内|外)|预计|拟(?:开展|组织|举办|办理)")
_PLAN_AT_THE_END = re.compile(r"计划(?:安排)?(?:表|清单|台账)?\)?$")
_BODY = re.compile("(?:人民政府|政府|党委|委员会|办事处)+$")
_TOWN = "镇|乡|街道"
_GENERAL = re.compile(
    "(?:各|全|本|我|该|乡|城|村|集|古|个|每|镇)(?:镇|乡|街道|县|区|市)$|^(?:重点|中心|试点)"
)
_OF_A_PART = re.compile("[季半月QqＱｑ]|年度?.*[年./-].*[至到—–~～-]|[0-9]{4}[./-]")  # at the least
_NO_MONTHS: frozenset[int] = frozenset()
EVERY_MONTH = frozenset(range(1, 13))


@lru_cache(maxsize=4096)
def years_of_name(name: str) -> frozenset[int]:
    """Return the years that the name of a sheet gives; a full date in it is when it was made."""
    text = _DAY.sub("", unicodedata.normalize("NFKC", name))
    return frozenset(map(int, _YEAR_OF_NAME.findall(text)))


@lru_cache(maxsize=4096)
def years_of_span(title: str) -> frozenset[int]:
    """Return the years that a line above a table gives as those of its data: a span of days, a line such as 统计期间, or
    a year alone.
    """
    title = unicodedata.normalize("NFKC", title).strip()
    if match := _ONLY_A_YEAR.fullmatch(title):
        return frozenset({int(match[1])})
    if _OF_SOMETHING_ELSE.search(title):
        return frozenset()
    if span := _SPAN.search(title):
        return frozenset({int(span[1]), int(span[3] or span[1])})
    label = _LABELLED.search(title)
    return frozenset(map(int, _YEAR_OF_NAME.findall(label[1]))) if label else frozenset()


@lru_cache(maxsize=4096)
def months_in(text: str, *, single: bool = False) -> frozenset[int]:
    """Return the months that a text gives, none where it gives none or all: 上半年, 三季度, 1—6月; with `single`, 5月, too."""
    if not _OF_A_PART.search(text):
        return _NO_MONTHS
    text = unicodedata.normalize("NFKC", text)
    if _OF_SOMETHING_ELSE.search(text):
        return _NO_MONTHS
    found: set[int] = {month for half, months in _HALVES.items() if half in text for month in months}
    for whole, spelt, letter in _QUARTERS.findall(text):
        number = _number(spelt or letter)
        found |= set(range(1 if whole else 3 * number - 2, 3 * number + 1))
    if span := _SPAN.search(text):
        found |= set(range(int(span[2]), int(span[4]) + 1))
    elif match := _MONTHS.search(text):
        found |= set(range(_number(match[1]), _number(match[2]) + 1))
    if match := _FIRST_MONTHS.search(text):
        found |= set(range(1, _number(match[1]) + 1))
    if single and not found:
        found |= set(map(_number, _MONTH.findall(text)))
    return frozenset(found) if found < EVERY_MONTH else frozenset()


def is_plan(text: str, title: str) -> bool:
    """Return whether a text says that a table, of a kind with this title, is a plan and not what came of it."""
    if not ("计划" in text or "预计" in text or "拟" in text) or _PLAN.search(title):
        return False
    return bool(_PLAN_AT_THE_END.search(text) or (title in text and _PLAN.search(text)))


def other_body(text: str, unit: str) -> str:
    """Return the town, or the like, that a text names in the place of the unit that the report is of, or nothing."""
    own = _BODY.sub("", unit)
    level = re.search(f"(?:({_TOWN})|[县区市])$", own)
    if not level:
        return ""
    short = re.split(r"[省市县区州盟旗](?=.{2})", own)[-1]
    if own in text or short in text:
        return ""
    same = _TOWN if level[1] else level[0]
    for name in re.findall(
        rf"(?:^|年度|[省市县区州盟旗年\d\s(:：])(?!年|度)([一-鿿]{{1,4}}?(?:{same}))", text
    ):
        if not _GENERAL.search(name) and name not in own:
            return str(name)
    return ""


def shown(months: Collection[int]) -> str:
    """Return months as text: 1—6月, or 2、5、8月 where they do not follow each other."""
    first, last = min(months), max(months)
    if len(months) == last - first + 1:
        return f"{first}月" if first == last else f"{first}—{last}月"
    return "、".join(map(str, sorted(months))) + "月"


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isascii() and numeral.isdigit() else counted(numeral.replace("两", "二"))
