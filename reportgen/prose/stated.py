"""A text -> the numbers that it states, each with the words beside it, and whether it is of a part, a plan, or another time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.prose.scope import aside
from reportgen.values.amounts import read_amount

# one for one, so that a place in the one is a place in the other; but the stops stay full
_HALF = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF05: "%", 0xFF0E: "."}
_NUMERALS = "〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMBER = expression(
    rf"(?P<percent>百分之)?(?P<digits>\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?(?![\d,，])|\d+(?:\.\d+)?|[{_NUMERALS}万亿]+(?:点[{_NUMERALS}]+)?)"
    r"(?P<about>[余多几来]?)(?P<scale>[十百千万亿]{0,2})(?P<more>[余多几来]?)\s*(?P<unit>%|个百分点|成(?![立果员功效就本长都年绩品熟形因不])|[^\W\d_]{0,4})"
)
UNITS = (
    "人次", "场次", "批次", "人", "名", "位", "件", "起", "宗", "例", "次", "场", "处", "个", "份", "册", "张", "条", "项", "家",
    "户", "所", "间", "座", "支", "辆", "台", "套", "学时", "课时", "小时", "天", "日", "年", "米", "公里", "元", "亩", "平方米", "吨",
    "公斤", "期", "篇", "幅", "对", "批", "轮", "季", "月",
)  # fmt: skip
_KNOWN, _LONGEST = frozenset(UNITS), max(map(len, UNITS))
_TENTH, _TENTHS = "成", 10
_ABOUT_TENTHS = "左右"  # 九成 is said of 85 as of 95 percent
_FAR = 200  # signs beside a number beyond which nothing is said of it
_STOPS = '，,。；;：:、！？!?（）()“”"\n\t◇'
_BEFORE = expression(
    "(?:大约|大概|将近|接近|不少于|不低于|不得少于|不得低于|至少|最少|超过|高达|逾|突破|最多|不超过|不高于|低于|少于|多于|高于|近|约|超|上|数|几)$"
)
_AFTER = expression("余|多|以上|左右|上下|以下|以内|之多")
_ORDINAL = expression("(?:第|每|逐|同|另|某|任|首|任何|为期|再|统|唯|专|星期|周|初|“|十|廿|卅)$")


class Stated(NamedTuple):
    """A number that a text states, from `start` to `end` of it: its value and the step of its last digit, the unit behind it,
    and the words of its clause before and behind. `low` and `high` are what it says the true value lies between, where it
    is about so many. `sentence` is the text from the last full stop up to the number; `aside` says of what it is that it
    does not speak of the whole of the year: a part, a plan, a difference.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: str
    before: str
    after: str
    sentence: str
    rough: bool = False
    low: Decimal = Decimal(0)
    high: Decimal = Decimal("1e30")
    aside: str = ""


def stated(text: str, year: int = 0) -> Iterator[Stated]:
    """Yield the numbers that a text states with a unit or a percent sign; `year` is the one that it is about."""
    text = text.translate(_HALF)
    for match in _NUMBER.finditer(text):
        unit = _unit(match)
        number = _read(match) if unit else None
        if number is None or _part_of_more(text, match):
            continue
        value, step = number
        end = match.start("unit") + (0 if match["percent"] else len(unit)) if unit else match.end("more")
        before, after = _clause(text, match.start(), end)
        rough = _BEFORE.search(before)
        about = match["about"] + match["more"] or (_AFTER.match(after) or [""])[0]
        about = about or (_ABOUT_TENTHS if match["unit"] == _TENTH else "")
        low, high = _bounds(value, rough[0] if rough else "", about)
        first = max(0, match.start() - _FAR)
        start = max(first, *(text.rfind(stop, first, match.start()) + 1 for stop in "。！？\n"))
        sentence = text[start : match.start()]
        yield Stated(
            match.start(), end, value, step, unit,
            before[: rough.start()] if rough else before,
            _AFTER.sub("", after, count=1) if about and not (match["about"] + match["more"]) else after,
            sentence, bool(rough or about), low, high, aside(sentence, before, year),
        )  # fmt: skip


@lru_cache(maxsize=4096)
def _value(digits: str) -> Decimal | None:
    whole, point, rest = digits.partition("点")
    try:
        if point:
            return Decimal(f"{read_amount(whole, '')}.{read_amount('零' + rest, '')}")
        return read_amount(digits.replace("，", ","), "")
    except ValueError:
        return None


def _read(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """The value of a number and the step of its last digit."""
    value = _value(match["digits"])
    if value is None or (match["unit"] == _TENTH and value > _TENTHS):
        return None
    scale = Decimal(10 if match["unit"] == _TENTH else 1)
    for sign in match["scale"]:
        scale *= {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}[sign]
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    if match["digits"][-1] in "万亿":  # 三万 is said of what lies near to it
        step = Decimal(10_000 if match["digits"][-1] == "万" else 100_000_000)
    return value * scale, step * scale


def _unit(match: re.Match[str]) -> str:
    if match["percent"]:
        return "%"
    behind = match["unit"]
    if behind in ("%", "个百分点", _TENTH):
        return "%" if behind == _TENTH else behind
    beginnings = (behind[:length] for length in range(_LONGEST, 0, -1))
    return next((unit for unit in beginnings if unit in _KNOWN), "")


def _part_of_more(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a number is a piece of a date, of a name or of a longer number."""
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end("digits") :][:2]
    digits = match["digits"]
    if re.search(r"[A-Za-z\d.·\-—–/〔\[+]$|\d[:：]$", before) or re.match(
        r"[-—–~～至./·:：]\s*\d|[A-Za-z〕]", after
    ):
        return True
    return bool(_ORDINAL.search(before)) or (digits[0] in _NUMERALS and bool(re.match("[、是方]", after)))


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of a number's clause before and behind it, up to the next number."""
    near, far = max(0, start - _FAR), end + _FAR
    first = max(near, *(text.rfind(stop, near, start) + 1 for stop in _STOPS))
    last = min((at for stop in _STOPS if (at := text.find(stop, end, far)) >= 0), default=min(far, len(text)))
    after = re.split(r"\d", text[end:last], maxsplit=1)[0]
    return re.split(r"\d", text[first:start])[-1], after


def _bounds(value: Decimal, before: str, about: str) -> tuple[Decimal, Decimal]:
    """What a number that is about so many says of the true value."""
    if before in ("不超过", "不高于", "最多", "低于", "少于") or about in ("以下", "以内"):
        return Decimal(0), value
    if before in ("近", "将近", "接近"):
        return value / 2, value
    if before in ("数", "几"):
        return 2 * value, 10 * value
    if before in ("约", "大约", "大概") or about in ("左右", "上下"):
        return value * Decimal("0.8"), value * Decimal("1.2")
    if before or about:
        return value, value * 10 if about else Decimal("1e30")
    return value, value
