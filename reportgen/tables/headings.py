"""A heading or a title line -> what it says: the word to compare, the year of the data, who sent it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reportgen.numerals import DIGITS, arabic

LONGEST_TITLE = 200

# What may stand in a title line and gives a year that is not the data's: dates, spans of time, regulations.
_NOT_OF_THE_DATA = re.compile(
    r"《[^》]*》|\([^()]*(?:日期|时间|截[至止]|修订|修正|印发|施行)[^()]*\)"
    r"|\d{4}\s*年?\s*[-—–~～至]\s*\d{4}\s*年|\d{4}\s*年\s*\d{1,2}\s*月|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    r"|\d{4}年(?:修订|修正|印发|施行)"
)
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年|\(((?:19|20)\d\d)\)")
_CHINESE_YEAR = re.compile(f"[一二][〇○零九][○{''.join(DIGITS)}]{{2}}(?=年)")
_COUNTED = (
    r"[十百千万亿]*(?:人次?|名|位|户|家|件|起|宗|例|次|场次?|份|册|条|处|个|辆|台|套|元|米|公里|平方米|亩|吨|千克|公斤"
    r"|小时|学时|课时|分钟?|天|日|%)"
)
_UNIT = re.compile(rf"\((?:单位[:：]?)?({_COUNTED})\)$")
_UNIT_OF_ALL = re.compile(rf"(?:^|[\s(金额计量数])单位[:：]\s*({_COUNTED})(?=[\s)]|$)")
_SENDER = re.compile(r"(?:填报|报送)(?:单位|部门)(?:\([^)]*\))?[:：]\s*([^\s:：]+)")


@lru_cache(maxsize=4096)
def normalise(heading: str, *, marks: bool = False) -> str:
    """Return a heading as it is compared: NFKC and without blanks; and, unless `marks` are kept, without colons,
    stars, a number or a bracket before it and a unit in brackets after it.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", heading))
    if marks:
        return text
    text = re.sub(r"[*★☆※:]", "", text)
    text = re.sub(r"^(?:\([^()]*\)|\d{1,2}[.、])(?=.)", "", text)
    return re.sub(r"(?<=.)\([^()]*\)$", "", text)


@lru_cache(maxsize=4096)
def nfkc(title: str) -> str:
    """Return a line of text in NFKC: full-width letters and digits as half-width ones."""
    return unicodedata.normalize("NFKC", title)


@lru_cache(maxsize=4096)
def year_in(title: str) -> int | None:
    """Return the year that a title line gives its data, or None."""
    text = unicodedata.normalize("NFKC", title[:LONGEST_TITLE])
    text = _CHINESE_YEAR.sub(lambda match: arabic(match[0]), text)
    match = _YEAR.search(_NOT_OF_THE_DATA.sub("", text))
    return int(match[1] or match[2]) if match else None


@lru_cache(maxsize=4096)
def unit_in(heading: str) -> str:
    """Return the unit that a heading gives in brackets at its end, as in 罚没金额（万元）, or an empty string."""
    match = _UNIT.search(re.sub(r"\s", "", unicodedata.normalize("NFKC", heading)))
    return match[1] if match else ""


@lru_cache(maxsize=4096)
def unit_of_all(title: str) -> str:
    """Return the unit that a line above the header gives all amounts, as in 单位：万元, or an empty string."""
    match = _UNIT_OF_ALL.search(unicodedata.normalize("NFKC", title[:LONGEST_TITLE]))
    return match[1] if match else ""


@lru_cache(maxsize=4096)
def sender_in(title: str) -> str:
    """Return who sent the sheet, as a line such as 填报单位：司法所 says it, or an empty string."""
    match = _SENDER.search(unicodedata.normalize("NFKC", title[:LONGEST_TITLE]))
    return match[1] if match else ""
