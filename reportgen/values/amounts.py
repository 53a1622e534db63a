"""A number as people type it, with its unit -> a number in the unit that is wanted."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from math import inf

from reportgen.characters import typed
from reportgen.expressions import expression
from reportgen.numerals import DIGITS

_DIGITS = DIGITS | {"两": 2} | {sign: value for value, sign in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_BASES = {
    "公里": ("米", 1000),
    "小时": ("分钟", 60),
    "元整": ("元", 1),
    "名": ("人", 1),
    "位": ("人", 1),
    "起": ("件", 1),
    "宗": ("件", 1),
    "例": ("件", 1),
    "人民币元": ("元", 1),
    "公斤": ("克", 1000),
    "斤": ("克", 500),
    "吨": ("克", 1_000_000),
    "日": ("天", 1),
    "平方公里": ("平方米", 1_000_000),
    "平方千米": ("平方米", 1_000_000),
    "公顷": ("平方米", 10_000),
    "㎡": ("平方米", 1),
    "m²": ("平方米", 1),
}
_MADE_UP = expression(
    r"(?<![a-zA-Z㎡])[\u00b9\u00b2\u00b3\u2070-\u2089\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3248-\u325f\u3280-\u3289\u32b1-\u32bf]"
)
_NUMBER = expression(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(.*)", re.DOTALL)
_NUMERALS = expression(f"(负?[{''.join(_DIGITS)}{''.join(_SMALL)}{''.join(_LARGE)}]+)(.*)", re.DOTALL)
_ABOUT = expression(
    r"^(?:大?约|将?近)[\d一二两三四五六七八九十百千万]|[\d一二三四五六七八九十百千万][余多几来]|左右$|上下$"
)
_DIGITS_ALONE = expression(r"\d+(?:\.\d+)?", re.ASCII)
_WORDS = expression("[一-鿿A-Za-z%‰]+")
_PERCENT = expression(r"百分之(.+)")


def read_amount(text: str, unit: str) -> Decimal:
    """Return the number that a text states, in `unit` (a number without a unit is in it already): 12人, 1,234, １２,
    十二, 1.2万元 in 元, 95% and 百分之九十五 in %.

    Raises ValueError with the rest of a Chinese sentence that begins with the text.
    """
    digits = text.removesuffix(unit)
    if _DIGITS_ALONE.fullmatch(digits):
        return Decimal(digits)
    plain = typed(text)
    if sign := _MADE_UP.search(plain):
        raise ValueError(f"里的“{sign[0]}”不是数字，请去掉或改写")
    if _ABOUT.search(plain):
        raise ValueError("是约数，请写准确的数")
    if match := _PERCENT.fullmatch(plain):
        number, given = _split(match[1])
        if given:
            raise ValueError("不是数字")
        given = "%"
    else:
        number, given = _split(plain)
    if not given or given == unit:
        return number
    factor = conversion(given, unit)
    if factor is None and not re.match(r"[-+\d]", plain):
        raise ValueError("不是数字")
    if factor is None and re.match(r"(?:[-—–~至到]|\.\.)\s*\d", given):
        raise ValueError("不是一个数，是一个范围")
    if factor is None:
        wanted = f"本列的单位是“{unit}”" if unit else "本列不带单位"
        said = f"写的是“{given}”" if _WORDS.fullmatch(given) else "还有别的字"
        raise ValueError(f"里数字后面{said}，{wanted}")
    return number * factor


@lru_cache(maxsize=1024)
def conversion(given: str, wanted: str) -> Decimal | None:
    """Return what a number in the unit `given` is multiplied with to be in `wanted`, or None where there is no such
    factor: 万元 to 元 is 10000; 人次 are no 人. A bare 万 counts the wanted unit.
    """
    if not wanted:
        return Decimal(_scale(given)[0]) if not _scale(given)[1] else None
    (factor, base), (unit, wanted_base) = _scale(given), _scale(wanted)
    if not base and unit != 1:
        return None  # 1.2万 in a column of 万元: nobody can say which is meant
    if base in ("", wanted_base):
        return Decimal(factor) / Decimal(unit if base else 1)
    return None


def _scale(unit: str) -> tuple[int, str]:
    """A unit as so many of its base unit: 万元 -> (10000, 元), 公里 -> (1000, 米)."""
    factor = 1
    while unit and unit[0] in _SCALES and unit not in _BASES:
        factor, unit = factor * _SCALES[unit[0]], unit[1:]
    base, more = _BASES.get(unit, (unit, 1))
    return factor * more, base


def _split(text: str) -> tuple[Decimal, str]:
    """A number and the unit behind it."""
    if match := _NUMBER.fullmatch(text):
        return Decimal(match[1].replace(",", "")), match[2].strip()
    if match := _NUMERALS.fullmatch(text):
        words, unit = match.groups()
        return Decimal(_numeral(words)), unit.strip()
    raise ValueError("不是数字")


def _numeral(words: str) -> int:
    """The value of Chinese numerals: 十二, 一百零五, 一千二百, 三万二千, 二〇二三. Raises ValueError."""
    sign = -1 if words.startswith("负") else 1
    words = words.removeprefix("负")
    if all(word in _DIGITS for word in words):
        if len(words) > 1 and not {"〇", "零"} & set(words) and len(words) < 3:
            raise ValueError("不是数字")  # 三五人 is about so many
        return sign * int("".join(str(_DIGITS[word]) for word in words))
    whole = section = digit = 0
    last, seen, short = inf, False, False
    for word in words:
        if word in _DIGITS:
            if digit:
                raise ValueError("不是数字")
            short = last != 10 and not seen and bool(whole or section)  # 一百五 is said for 150
            digit, seen = _DIGITS[word], True
        elif word in _SMALL:
            if _SMALL[word] >= last or (seen and not digit):
                raise ValueError("不是数字")
            section += (digit or 1) * _SMALL[word]
            last, digit, seen = _SMALL[word], 0, False
        elif not (whole or section or digit):
            raise ValueError("不是数字")  # 万元 is a unit
        else:
            scale = _LARGE[word]
            above, below = divmod(whole, 10**8) if scale == 10_000 else (0, whole)
            whole = above * 10**8 + (below + section + digit) * scale
            section = digit = 0
            last, seen = inf, False
    if short and digit:
        raise ValueError("说得不全，分不清是多少；请用数字写")
    return sign * (whole + section + digit)
