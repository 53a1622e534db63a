"""A title, or the name of a sheet or a file -> the years and months that it gives, and what else it says of the data."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from reportgen.characters import half
from reportgen.expressions import expression
from reportgen.numerals import counted

_YEAR_OF_NAME = expression(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = expression(r"([12]\d)年(?!级|期|内|以|来|间|底)")
_DAY = expression(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{4}\.\d{1,2}(?!\d)")
_YEAR_OF_FILE = expression(r"(?<!\d)((?:19|20)\d\d)(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?(?!\d)")
_NUMBER_OF_A_DOCUMENT = expression(r"[〔\[(]?(?:19|20)\d\d[〕\])]?\s*第?\d+\s*号")
_ONLY_A_YEAR = expression(r"\(?((?:19|20)\d\d)年度?\)?")
_LABELLED = expression(
    r"(?:统计|数据|所属|报告|涉及|填报|上报|报送|填表|汇总)(?:期间|时段|时期|区间|周期|年度|年份|范围|口径|期别?)(.{0,30})"
    r"|(?:统计|数据|所属|报告|涉及)时间(.{0,30})|^\W*(?:年度|年份)\s*:(.{0,12})"
)
_UP_TO = expression(
    r"(?<!报送)(?<!上报)(?<!填报)(?<!提交)截[至止](?:日期|时间)?到?\s*:?\s*(?:((?:19|20)\d\d)\s*[年./-]\s*)?(\d{1,2})\s*(?:月|[./-](?=\d))\s*(\d{1,2})?"
)
_JOINED = r"\s*(?:[-—–~～]+|至|到)\s*"
_DATE = r"(?:((?:19|20)\d\d)\s*[年./-])?\s*(\d{1,2})\s*(?:月份?|[./-])\s*(?:\d{1,2}\s*日?)?"
_SPAN = expression(
    rf"((?:19|20)\d\d)\s*[年./-]\s*(\d{{1,2}})\s*(?:月份?|[./-])\s*(?:\d{{1,2}}\s*日?)?{_JOINED}{_DATE}"
)
_YEAR_AND_MONTHS = expression(
    rf"((?:19|20)\d\d)\s*[./年]\s*(\d{{1,2}})月?{_JOINED}(\d{{1,2}})(?:月|(?![\d./年-]))"
)
_WHEN_HANDED_IN = expression(r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?(?=[填报制印修编上])")
_SIX_DIGITS = expression(r"[期月]别?份?\s*:\s*((?:19|20)\d\d)(0[1-9]|1[0-2])(?!\d)")
_TWO_YEARS = expression(rf"((?:19|20)\d\d)年?(?:度)?{_JOINED}((?:19|20)\d\d)年(?!\d)")
_OF_SOMETHING_ELSE = expression("学年|聘期|任期|有效|期限|规划|《")
_NUMERAL = "[0-9一二三四五六七八九十两]{1,3}"
_MONTHS = expression(rf"({_NUMERAL})月?{_JOINED}({_NUMERAL})月")
_FIRST_MONTHS = expression(rf"前({_NUMERAL})个?月")
_SOME_QUARTERS = expression(r"第?([一二三四1-4])(?:季度)?(?:[-—–~～至到]|、)第?([一二三四1-4])(?:个)?季度")
_QUARTERS = expression(r"(前)?第?([一二三四两1-4])(?:个)?季度|(?<![A-Za-z])[Qq]([1-4])(?!\d)")
_HALVES = {"上半年": range(1, 7), "下半年": range(7, 13)}
_MONTH = expression(rf"(?<![0-9一二三四五六七八九十])({_NUMERAL})月(?:份|(?![0-9份报底末]))")
_STATES = (
    r"表样|样式|(?:预估|估计|暂估|暂定)[数表]?|[未待]审[核定]?|未定稿|[未待]核[实对]?|试填|草稿|草案|初稿|讨论稿|征求意见稿?|送审稿"
    r"|(?:填写|填表|填报)?(?:样表|样例|样本|样板|范例|范本|示例|模板|模版)|空表"
    r"|作废|废弃|停用|撤回|旧[表版稿]|备份|存档|不要|勿用|重复|不计入|(?<![虚模])拟"
)
_MARKED_SO = "旧|测试|半年|部分|预填|模拟|试报"  # in brackets, or behind a stroke
_BEFORE = "上年度?|上一年度?|去年|往年|前年"
_STATE = expression(
    rf"[(【_\s-](?:{_STATES}|{_MARKED_SO})[)】]?$|[(【](?:{_STATES}|{_MARKED_SO})(?:[,、;:][^()【】]{{0,20}})?[)】]|^半年$|(?:{_STATES})$|(?:^|(?<=[镇乡道区县市局所办\s]))(?:{_BEFORE})|(?:去年|上年度?|往年)$|近[二两三四五十2-9]年|历年"
)
_PLAN = expression(r"计划(?!生育|完成|执行|落实|内|外)|预计|拟(?:开展|组织|举办|办理)")
_PLAN_AT_THE_END = expression(r"计划(?:安排)?(?:表|清单|台账)?\)?$")
_BODY = expression("(?:人民政府|政府|党委|委员会|办事处)+$")
TOWNS = ("镇", "乡", "街道")
_BODIES = (*TOWNS, "县", "区", "市")  # one stands in the name of each
_ABOVE = expression(r"(?:(?:19|20)\d\d年度?)?([一-鿿]{2,3}?[县区市])(?!年|度)")
_GENERAL = expression(
    "(?:各|全|本|我|该|乡|城|村|集|古|个|每|镇)(?:镇|乡|街道|县|区|市)$|^(?:重点|中心|试点)"
    "|[社小园景片校地辖郊库林灾牧矿]区$|[超门夜股]市$"
)
_FROM_THEN_ON = expression(r"(?:第?[一二三四1-4]个?季度|[上下]半年|\d{1,2}月份?)(?:起|开始|以[后来]|之后)")
_OF_A_PART = expression("[季半月QqＱｑ]|年度?.*[年./-].*[至到—–~～-]|[0-9]{4}[./-]|[0-9]{6}")  # at the least
_WHOLE_YEAR = expression(r"全年|年度|1月?(?:[-—–~～]|至|到)12月|上下半年|[一1](?:[-—–~～]|至|到)[四4]季度")
_NO_MONTHS: frozenset[int] = frozenset()
EVERY_MONTH = frozenset(range(1, 13))


@lru_cache(maxsize=4096)
def years_of_name(name: str) -> frozenset[int]:
    """Return the years that the name of a sheet gives; a full date in it is when it was made."""
    text = _DAY.sub("", half(name))
    short = _SHORT_YEAR.match(text)
    return frozenset(map(int, [*_YEAR_OF_NAME.findall(text), *([f"20{short[1]}"] if short else [])]))


@lru_cache(maxsize=4096)
def earlier_year_of_file(name: str, year: int) -> int | None:
    """Return an earlier year than a table's that the name of its file gives, in a date, too, unless it gives this one; the
    number of a document is none.
    """
    years = set(map(int, _YEAR_OF_FILE.findall(_NUMBER_OF_A_DOCUMENT.sub("", half(name)))))
    return None if year in years else max((each for each in years if each < year), default=None)


@lru_cache(maxsize=4096)
def years_of_span(title: str, year: int) -> frozenset[int]:
    """Return the years that a line above a table of a year gives as those of its data: a span of days, a line such as
    统计期间, or a year alone; also the year up to which they go, unless it is a later one.
    """
    title = half(title).strip()
    if match := _ONLY_A_YEAR.fullmatch(title):
        return frozenset({int(match[1])})
    if _OF_SOMETHING_ELSE.search(title):
        return frozenset()
    if span := _SPAN.search(title):
        return frozenset({int(span[1]), int(span[3] or span[1])})
    if span := _YEAR_AND_MONTHS.search(title):
        return frozenset({int(span[1])})
    if two := _TWO_YEARS.search(title):
        return frozenset({int(two[1]), int(two[2])})
    if (last := _UP_TO.search(title)) and int(last[1] or year) < year:
        return frozenset({int(last[1])})
    label = _LABELLED.search(title)
    said = next(filter(None, label.groups()), "") if label else ""
    return frozenset(map(int, _YEAR_OF_NAME.findall(said)))


@lru_cache(maxsize=4096)
def months_in(text: str, year: int, *, single: bool = False) -> frozenset[int]:
    """Return the months of a year that a text gives, none where it gives none or all: 上半年, 三季度, 1—6月, 截至6月底;
    with `single`, 5月, too.
    """
    if not _OF_A_PART.search(text):
        return _NO_MONTHS
    text = half(text)
    if (match := _UP_TO.search(text)) and int(match[1] or year) == year:
        return frozenset(range(1, int(match[2]) + 1)) if int(match[2]) < 12 else _NO_MONTHS
    if _OF_SOMETHING_ELSE.search(text):
        return _NO_MONTHS
    text = _FROM_THEN_ON.sub("", _WHEN_HANDED_IN.sub("", text))
    if (match := _SIX_DIGITS.search(text)) and int(match[1]) == year:
        return frozenset({int(match[2])})
    if "上下半年" in text:
        return _NO_MONTHS
    found: set[int] = {month for half, months in _HALVES.items() if half in text for month in months}
    if match := _SOME_QUARTERS.search(text):
        found |= set(range(3 * _number(match[1]) - 2, 3 * _number(match[2]) + 1))
    for whole, spelt, letter in _QUARTERS.findall(text):
        number = _number(spelt or letter)
        found |= set(range(1 if whole else 3 * number - 2, 3 * number + 1))
    if span := _SPAN.search(text):
        found |= set(range(int(span[2]), int(span[4]) + 1))
    elif match := _MONTHS.search(text):
        found |= set(range(_number(match[1]), _number(match[2]) + 1))
    if match := _FIRST_MONTHS.search(text):
        found |= set(range(1, _number(match[1]) + 1))
    if (single or _LABELLED.search(text)) and not found:
        found |= set(map(_number, _MONTH.findall(text)))
    return frozenset(found) if found < EVERY_MONTH else frozenset()


def whole_year_in(text: str) -> bool:
    """Whether a text says that something is of a whole year."""
    return bool(_WHOLE_YEAR.search(half(text)))


@lru_cache(maxsize=4096)
def state_in(text: str, title: str) -> str:
    """Return the words by which a text says that a table, of a kind with this title, is not what came of the year: that
    it is a plan, a draft, a specimen, or void.
    """
    text = half(text).strip()
    found = _STATE.search(text) or _PLAN_AT_THE_END.search(text) or (title in text and _PLAN.search(text))
    words = found[0].strip("()【】_- ") if found else ""
    return "" if words in title or _PLAN.search(title) else words


@lru_cache(maxsize=4096)
def other_body(text: str, unit: str, around: str = "") -> str:
    """Return the town, or the like, that a text names in the place of the unit that the report is of, or nothing. One of
    a higher level may have made the form: it counts only where the texts `around` do not name the unit.
    """
    own, short, of_the_same_level = _own(unit)
    if of_the_same_level is None or own in text or short in text:
        return ""
    if not any(each in text for each in _BODIES):
        return ""
    for name in of_the_same_level.findall(text):
        if not _GENERAL.search(name) and name not in own:
            return str(name)
    above = _ABOVE.match(half(text)) if own.endswith(TOWNS) else None
    if above and not _GENERAL.search(above[1]) and short not in around:
        return above[1]
    return ""


@lru_cache(maxsize=16)
def _own(unit: str) -> tuple[str, str, re.Pattern[str] | None]:
    """The name of a unit without what kind of body it is, the same without those above it, and a pattern that finds names
    of its level, where that is known.
    """
    own = _BODY.sub("", unit)
    same = "|".join(TOWNS) if own.endswith(TOWNS) else own[-1:]
    if not (own.endswith(TOWNS) or same in ("县", "区", "市")):
        return own, own, None
    short = re.split(r"[省市县区州盟旗](?=.{2})", own)[-1]
    return (
        own,
        short,
        expression(rf"(?:^|年度|[省市县区州盟旗年\d\s(:：])(?!年|度)([一-鿿]{{1,4}}?(?:{same}))"),
    )


def shown(months: Collection[int]) -> str:
    """Return months as text: 1—6月, or 2、5、8月 where they do not follow each other."""
    first, last = min(months), max(months)
    if len(months) == last - first + 1:
        return f"{first}月" if first == last else f"{first}—{last}月"
    return "、".join(map(str, sorted(months))) + "月"


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isascii() and numeral.isdigit() else counted(numeral.replace("两", "二"))
