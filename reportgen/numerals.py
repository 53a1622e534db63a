"""A number or a truth value -> the words for it, and Chinese digits -> what they are worth."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from reportgen.expressions import expression
from reportgen.model import FigureDefinition, Value

LARGEST = 999_999_999_999_999.0  # beyond it a cell of a workbook no longer holds all digits
YES, NO = "是", "否"
_SIGNS = "零一二三四五六七八九"
_CAPITALS, _PLACES, _GROUPS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")
DIGITS = {sign: value for value, sign in enumerate(_SIGNS)} | {"〇": 0}
_RUN = expression(f"([0-9]+|[{_SIGNS}〇十百]+)")
Order = tuple[tuple[int, int, str], ...]


def number_text(value: int | float, decimals: int = 6) -> str:
    """Return a number as reports print it: no needless zeros, rounded half up at `decimals` places."""
    text = f"{rounded(exact(value), decimals):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(value: int | float) -> Decimal:
    """Return a number as Excel shows it, at 15 significant digits: 85 for 85.000000000000014."""
    return Decimal(f"{value:.15g}" if isinstance(value, float) and abs(value) < LARGEST else repr(value))


def fifteen(value: float) -> float:
    """Return a number without what `exact` leaves off."""
    return float(f"{value:.15g}") if abs(value) < LARGEST else value


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Return a number rounded half up, as every number of a report is."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def figure_text(value: int | float, definition: FigureDefinition) -> str:
    """Return a figure's value as its tag prints it: a rate with its sign; rounded where it is declared, or a rate or mean."""
    full = f"{rounded(exact(value), definition.places):f}" if definition.zeros and definition.decimals else ""
    return (full or number_text(value, definition.places)) + ("%" if definition.ratio else "")


def percent(numerator: float, denominator: float, decimals: int) -> Decimal:
    """Return 100 × numerator / denominator, rounded half up; a share, of what is no more than the whole, is never rounded
    to 0 or 100 unless it is exactly that. What may be more than the whole is no share: 100.01% rounds to 100%.
    """
    step = Decimal(1).scaleb(-decimals)
    top, bottom = exact(numerator), exact(denominator)
    share = rounded(100 * top / bottom, decimals)
    if share == 100 and top < bottom:
        return share - step
    return step if share == 0 and top > 0 else share


def growth(value: float, previous: float, decimals: int = 1) -> str:
    """Return by how many percent of last year's value, which is not 0, a number has changed, without a sign: rounded half up,
    to more decimals where a decline would be rounded to 100 though something is left.
    """
    now, before = exact(value), exact(previous)
    share = 100 * abs(now - before) / abs(before)
    while rounded(share, decimals) == 100 and share < 100 and abs(now) < abs(before) and decimals < 6:
        decimals += 1
    return number_text(float(share), decimals)


def grouped(text: str) -> str:
    """Return a number's text with a comma before every three digits of its whole part: 12175 is 12,175."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isdecimal() else text


def capital_number(text: str) -> str:
    """Return a number's text in the numerals that cannot be altered: 1205 is 壹仟贰佰零伍, 0.5 is 零点伍.

    Raises ValueError where a whole part has more than sixteen digits.
    """
    whole, _, rest = text.removeprefix("-").partition(".")
    groups = [whole[max(0, end - 4) : end] for end in range(len(whole), 0, -4)][::-1]
    if len(groups) > len(_GROUPS):
        raise ValueError(text)
    said, gap = "", False
    for at, group in enumerate(groups):
        part = _capital_group(group)
        if not part:
            gap = bool(said)
            continue
        gap = gap or (bool(said) and group[0] == "0")
        said += ("零" if gap else "") + part + _GROUPS[len(groups) - 1 - at]
        gap = False
    digits = "".join(_CAPITALS[int(digit)] for digit in rest)
    return ("负" if text.startswith("-") else "") + (said or "零") + (f"点{digits}" if digits else "")


def _capital_group(group: str) -> str:
    """Up to four digits in capital numerals, without zeros before and behind."""
    said, gap = "", False
    for at, digit in enumerate(group.lstrip("0")):
        place = len(group.lstrip("0")) - 1 - at
        if digit == "0":
            gap = True
            continue
        said += ("零" if gap and said else "") + _CAPITALS[int(digit)] + _PLACES[place]
        gap = False
    return said


def chinese_number(number: int) -> str:
    """Return 1 to 99 in Chinese numerals: 1 -> 一, 12 -> 十二, 21 -> 二十一; others in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _SIGNS[tens] + "十"
    return head + (_SIGNS[ones] if ones else "")


def arabic(signs: str) -> str:
    """Return Chinese digits one by one: 二〇二三, 二○二三 and 二零二三 are 2023. Raises KeyError for any other sign."""
    return "".join(str(DIGITS[sign]) for sign in signs.replace("○", "〇"))


def counted(signs: str) -> int:
    """Return what Chinese numerals below a thousand are worth: 十二 is 12, 一百零二 is 102, 二三 is 23."""
    total = rest = 0
    for sign in signs:
        if sign in DIGITS:
            rest = 10 * rest + DIGITS[sign]
        else:
            total, rest = total + (rest or 1) * (10 if sign == "十" else 100), 0
    return total + rest


@lru_cache(maxsize=65536)
def natural_order(text: str) -> Order:
    """Return what sorts texts by the numbers in them: 2号 comes before 10号, and 二季度 before 三季度."""
    parts = _RUN.split(unicodedata.normalize("NFKC", text))
    return tuple(
        (0, int(part) if part.isascii() else counted(part), "") if number % 2 else (1, 0, part)
        for number, part in enumerate(parts)
        if part
    )


def truth_text(value: bool) -> str:
    """Return 是 or 否."""
    return YES if value else NO


def value_text(value: Value) -> str:
    """Return a value of a list's entry as its tag prints it."""
    if isinstance(value, bool):
        return truth_text(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return number_text(value) if isinstance(value, (int, float)) else str(value).replace("\r\n", "\n")
