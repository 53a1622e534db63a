"""A raw cell and its field -> a typed value, or a fault in words. Blank stays blank: it is never zero.

Text is matched in half width but stored as it was written, without what cannot be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from reportgen.characters import SIGNS_OF_TEXT, meant, typed, visible
from reportgen.expressions import expression
from reportgen.model import Cell, Field, Value
from reportgen.numerals import LARGEST, NO, YES, exact, fifteen, number_text
from reportgen.patterns import TooLong, fits
from reportgen.periods import part_between
from reportgen.values.amounts import conversion, read_amount
from reportgen.values.dates import likely, read_date, read_serial
from reportgen.values.fillers import is_blank_in, is_filler

_TRUE = {YES, "√", "✓", "✔", "有", "1", "y", "yes", "true"}
_FALSE = {NO, "×", "✗", "✘", "x", "无", "0", "n", "no", "false"}
CONTROL = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBER = expression(r"-?\d+(?:\.\d+)?")
_SCIENTIFIC = expression(r"\d(\.\d+)?[eE]\+\d{2,3}")


class Fault(Exception):
    """A cell that cannot be taken: the rule it breaks, and the rest of a sentence that begins with the value."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Setting(NamedTuple):
    """What a cell's value hangs on beside itself: the year of the sheet, how the workbook counts days (None: it does
    not tell), the unit in the heading, whether the cell shows a percentage (None: the file does not tell), and what says
    nothing in a column of this name.
    """

    year: int | None = None
    date1904: bool | None = False
    unit: str = ""
    percent: bool | None = False
    no_answers: frozenset[str] = frozenset()


PLAIN = Setting()


def convert(raw: Cell, declared: Field, setting: Setting = PLAIN) -> Value:
    """Return the value of a cell in the type of its field, checked against the field's constraints.

    A blank cell is None, and so is an optional one that says nothing. Dates are `date`; integers `int`; numbers
    `float` in the field's unit; booleans `bool`; strings are stripped of blanks at their ends. Raises Fault.
    """
    cell = raw
    if isinstance(raw, str):
        cell = (raw if raw.isprintable() else visible(raw)).strip()
        if cell[:1] in SIGNS_OF_TEXT and cell not in declared.enum and cell not in declared.synonyms:
            cell = meant(cell).strip()
        if cell == "":
            if declared.required:
                raise Fault("CEL002", "没有填")
            return None
    if _says_nothing(cell, declared, setting):
        return None
    value = _READERS[declared.type](cell, declared, setting)
    if declared.enum and value not in declared.enum:
        raise Fault("CEL003", f"不在规定的取值里：{'、'.join(declared.enum)}")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        _hold_to_bounds(cell, value, declared)
    if declared.pattern:
        _hold_to_pattern(declared.pattern, str(value))
    return value


def _hold_to_bounds(cell: Cell, value: float, declared: Field) -> None:
    """Let a number lie within its field's bounds. Raises Fault."""
    low, high = declared.minimum, declared.maximum
    if low is not None and value < low:
        raise Fault("CEL004", f"{_behind(cell, value)}小于最小值{number_text(low)}{_of_part(declared)}")
    if high is not None and value > high:
        raise Fault("CEL004", f"{_behind(cell, value)}大于最大值{number_text(high)}{_of_part(declared)}")


def _of_part(declared: Field) -> str:
    """Why no other months or quarters are taken, where that is because of the part of the year."""
    part = declared.unique and part_between(declared.unit, declared.minimum, declared.maximum)
    return f"，这里收的是{part}的" if part else ""


def _hold_to_pattern(pattern: str, text: str) -> None:
    """Let a text be written as a pattern says. Raises Fault."""
    try:
        if not fits(pattern, text):
            raise Fault("CEL005", "写法不合规定")
    except TooLong:
        raise Fault("FIL023", f"没有核对：方案里的写法规则 {pattern} 太费时间") from None


def _behind(cell: Cell, value: float) -> str:
    """The value behind what a cell shows, where that is not the same number: 600万元 is 6000000."""
    said = number_text(value)
    numbers = _NUMBER.findall(shown(cell).replace(",", "").replace("，", ""))
    percentage = isinstance(cell, float) and number_text(100 * cell) == said
    return "" if percentage or said in numbers else f"（即{said}）"


def _says_nothing(cell: Cell, declared: Field, setting: Setting) -> bool:
    """Whether an optional cell is filled with what says nothing. Raises Fault where a required one is."""
    if not isinstance(cell, str) and not (setting.no_answers and declared.type == "string"):
        return False
    text = cell if isinstance(cell, str) else shown(cell)
    if not is_filler(text, declared) and (declared.enum or text not in setting.no_answers):
        return False
    if declared.required:
        raise Fault("CEL002", "等于没有填")
    return is_blank_in(text, declared)


def shown(raw: Cell) -> str:
    """Return a raw cell as a person reads it in Excel."""
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    cell = fifteen(raw) if isinstance(raw, float) else raw
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()


def _string(raw: Cell, declared: Field, setting: Setting) -> str:
    text = shown(raw)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) > LARGEST:
        raise Fault("CEL009", "的位数太多，存成数字后末几位已经丢失")
    if _SCIENTIFIC.fullmatch(text):
        raise Fault("CEL009", "是科学记数，原来的末几位已经丢失")
    if CONTROL.search(text):
        raise Fault("CEL006", "里有不可见的控制字符")
    if (declared.enum or declared.synonyms) and text not in declared.enum:
        squeezed = re.sub(r"\s", "", typed(text))
        text = squeezed if squeezed in declared.enum or squeezed in declared.synonyms else text
    return declared.synonyms.get(text, text)


def _number(raw: Cell, declared: Field, setting: Setting) -> float:
    if isinstance(raw, (bool, date, time, timedelta)):
        raise Fault("CEL001", "不是数字")
    unit = setting.unit or declared.unit
    if isinstance(raw, (int, float)):
        number = _scaled(exact(raw), unit, declared.unit)
        return _bounded(_percentage(raw, declared.unit, setting.percent, number))
    try:
        return _bounded(float(_scaled(read_amount(raw, unit), unit, declared.unit)))
    except ValueError as error:
        raise Fault("CEL001", str(error)) from None


def _scaled(number: Decimal, unit: str, wanted: str) -> Decimal:
    return number if unit == wanted else number * (conversion(unit, wanted) or 1)


def _percentage(raw: float, unit: str, percent: bool | None, number: Decimal) -> float:
    """A number's value where the cell, or the column, is one of percentages: 95% is stored as 0.95. Raises Fault."""
    if percent and unit != "%":
        raise Fault("CEL001", "是百分数，本列不要百分数")
    if percent:
        return float(number * 100)
    if unit == "%" and 0 < abs(raw) <= 1:
        raise Fault("CEL001", f"分不清是{number_text(raw)}%还是{number_text(100 * raw)}%，请连百分号一起写")
    return float(number)


def _bounded(number: float) -> float:
    if not abs(number) <= LARGEST:
        raise Fault("CEL004", "大得不像是真的")
    return number


def _integer(raw: Cell, declared: Field, setting: Setting) -> int:
    number = _number(raw, declared, setting)
    if not number.is_integer():
        raise Fault("CEL001", "不是整数")
    return int(number)


def _date(raw: Cell, declared: Field, setting: Setting) -> date:
    try:
        if isinstance(raw, date):
            return likely(raw.date() if isinstance(raw, datetime) else raw)
        if isinstance(raw, (int, float)) and not isinstance(raw, bool):
            return read_serial(fifteen(float(raw)), setting.date1904)
        return read_date(shown(raw), setting.year)
    except ValueError as error:
        raise Fault("CEL001", str(error)) from None


def _boolean(raw: Cell, declared: Field, setting: Setting) -> bool:
    if isinstance(raw, bool):
        return raw
    text = shown(raw)
    text = typed(declared.synonyms.get(text, text)).lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise Fault("CEL001", f"不是“{YES}”或“{NO}”")


_READERS: dict[str, Callable[[Cell, Field, Setting], Value]] = {
    "string": _string,
    "number": _number,
    "integer": _integer,
    "date": _date,
    "boolean": _boolean,
}
