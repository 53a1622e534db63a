"""The numbers that an equation's break may come of -> the end of a sentence that names them, and how to look into it."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.numerals import number_text
from reportgen.suspects import Suspect

LOOK = "先翻原始材料核对提示里说到的数，是哪一个错就改哪一个；只是最可能，不一定是，程序不代改。"
_SAID = {
    "transposed": "{name}的两位数字写颠倒了，应为{value}",
    "mistyped": "{name}有一位数字打错了，应为{value}",
    "doubled": "{name}有一位数字多打了一遍，应为{value}",
    "dropped": "{name}漏打了一位数字，应为{value}",
    "inserted": "{name}多打了一位数字，应为{value}",
    "one off": "{name}差了1，应为{value}",
    "sign": "{name}的正负号写反了，应为{value}",
    "row above": "{name}照抄了上一行的数，应为{value}",
    "last year": "{name}照抄了上年的数，应为{value}",
    "blank": "{name}漏填了，应为{value}",
    "exchanged": "{name}和{beside}填反了，应为{value}和{other}",
    "left out": "{name}没有加上{beside}，应为{value}",
    "counted twice": "{name}把{beside}加了两遍，应为{value}",
    "": "{name}填错了，应为{value}",
}


def worded(suspects: Sequence[Suspect]) -> str:
    """Return what is to be said of suspects behind a sentence that says what does not hold; nothing of none."""
    if not suspects:
        return ""
    first, *others = suspects
    equally = [each for each in others if each.equally]
    less = [each for each in others if not each.equally]
    if first.crossed and not any(each.crossed for each in others):
        return f"；两处不符都指向{_at(first)}：{_said(first)}"
    words = f"；最可能是{_said(first)}"
    if equally:
        words = f"；同样说得通的有{len(equally) + 1}种：" + "，或".join(map(_said, (first, *equally)))
    if less:
        words += f"；也可能是{'，或'.join(map(_said, less))}"
    return words


def _at(suspect: Suspect) -> str:
    return suspect.cell or suspect.name


def _said(suspect: Suspect) -> str:
    value, other = number_text(suspect.value), number_text(suspect.other or 0)
    if suspect.slip == "rows":
        lacking = f"漏登了{suspect.wide}行" if suspect.wide > 0 else f"多登了{-suspect.wide}行"
        return f"{suspect.name}里{lacking}"
    if suspect.slip == "power of ten":
        return f"{suspect.name}{_power(suspect)}，应为{value}"
    return _SAID[suspect.slip].format(name=suspect.name, beside=suspect.beside, value=value, other=other)


def _power(suspect: Suspect) -> str:
    times = abs(suspect.wide)
    if times == 4:
        return "像是把元和万元弄混了"
    if suspect.value == int(suspect.value) and suspect.wide > 0:
        return f"多写了{times}个0"
    if suspect.wide < 0 and suspect.value % 10**times == 0:
        return f"少写了{times}个0"
    return f"的小数点错了{times}位"
