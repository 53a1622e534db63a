"""A number -> the words a report prints for it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from reportgen.model import FigureDefinition

_DIGITS = "零一二三四五六七八九"


def number_text(value: int | float, decimals: int = 6) -> str:
    """Return a number as reports print it: no needless zeros, rounded half up at `decimals` places."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_text(value: int | float, definition: FigureDefinition) -> str:
    """Return a figure's value as its tag prints it: a rate with its sign, a rate or a mean rounded, all else exact."""
    rounded = definition.ratio or definition.measure.startswith("avg")
    return number_text(value, definition.decimals if rounded else 6) + ("%" if definition.ratio else "")


def percent(numerator: float, denominator: float, decimals: int) -> Decimal:
    """Return 100 × numerator / denominator, rounded half up; never rounded to 0 or 100 unless it is exactly that."""
    step = Decimal(1).scaleb(-decimals)
    top, bottom = Decimal(repr(numerator)), Decimal(repr(denominator))
    rounded = (100 * top / bottom).quantize(step, ROUND_HALF_UP)
    if rounded == 100 and top != bottom:
        return rounded - step if top < bottom else rounded + step
    return step if rounded == 0 and top > 0 else rounded


def chinese_number(number: int) -> str:
    """Return 1 to 99 in Chinese numerals: 1 -> 一, 12 -> 十二, 21 -> 二十一; others in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")
