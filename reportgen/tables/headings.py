"""A heading or a title line -> what it says: the word to compare, the year of the data, who sent it."""

from __future__ import annotations

import re
from functools import lru_cache

from reportgen.characters import half, meant, typed, visible
from reportgen.numerals import DIGITS, arabic
from reportgen.patterns import regex
from reportgen.tables.units import without_unit

LONGEST_TITLE = 200
_BRACKETS = str.maketrans("[【〔〖]】〕〗", "(((())))")

# What may stand in a title line and gives a year that is not the data's: dates, spans of time, regulations.
_NOT_OF_THE_DATA = regex(
    r"《[^》]*》|\([^()]*(?:日期|时间|截[至止]|修订|修正|印发|施行)[^()]*\)"
    r"|\d{4}\s*年?\s*[-—–~～至]\s*\d{4}\s*年|\d{4}\s*年\s*\d{1,2}\s*月|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    r"|\d{4}年(?:修订|修正|印发|施行)"
)
_YEAR = regex(r"((?:19|20)\d\d)\s*年|\(((?:19|20)\d\d)\)")
# a year without 年, or of two digits, in the title of a table: no number of a document, no day, no part of a code
_BARE_YEAR = regex(
    r"(?<![\dA-Za-z.\-—–~～至/(\[〔第号])(20[0-4]\d)(?![\d余多人份件元次名户场起册万千个条项处.\-—–~～至/)\]〕A-Za-z号])"
)
_SHORT_YEAR = regex(r"(?<!\d)([12]\d)年(?![\d级期内以来间底初末后前])")
_OF_A_TABLE = regex("表|台账|名册|清单|目录|登记|统计|汇总|情况")
_CHINESE_YEAR = regex(f"[一二][〇○零九0][○0{''.join(DIGITS)}]{{2}}(?=年)")
_SENDER = regex(r"(?:填报|报送)(?:单位|部门)(?:\([^)]*\))?[:：]\s*([^\s:：]+)")


@lru_cache(maxsize=4096)
def normalise(heading: str, *, marks: bool = False) -> str:
    """Return a heading as it is compared: in half width, without blanks and what cannot be seen; and, unless `marks` are
    kept, without colons, stars, a number or a bracket before it and a unit in brackets after it.
    """
    text = re.sub(r"\s", "", typed(meant(heading.strip())))
    if marks:
        return text
    text = without_unit(text.translate(_BRACKETS))
    text = re.sub(r"[*★☆※:]", "", text)
    text = re.sub(r"^(?:\([^()]*\)|\d{1,2}[.、])(?=.)", "", text)
    return re.sub(r"(?<=.)(?:\([^()]*\))+$", "", text)


@lru_cache(maxsize=4096)
def nfkc(title: str) -> str:
    """Return a line of text in half width, without what cannot be seen."""
    return half(visible(title))


@lru_cache(maxsize=4096)
def year_in(title: str) -> int | None:
    """Return the year that a title line gives its data, or None."""
    text = nfkc(title[:LONGEST_TITLE])
    text = _CHINESE_YEAR.sub(lambda match: arabic(match[0].replace("0", "〇")), text)
    text = _NOT_OF_THE_DATA.sub("", text)
    if match := _YEAR.search(text):
        return int(match[1] or match[2])
    if not _OF_A_TABLE.search(text):
        return None
    if match := _BARE_YEAR.search(text):
        return int(match[1])
    match = _SHORT_YEAR.search(text)
    return 2000 + int(match[1]) if match else None


@lru_cache(maxsize=4096)
def sender_in(title: str) -> str:
    """Return who sent the sheet, as a line such as 填报单位：司法所 says it, or an empty string."""
    match = _SENDER.search(nfkc(title[:LONGEST_TITLE]))
    return match[1] if match else ""
