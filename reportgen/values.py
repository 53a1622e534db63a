"""A raw cell and its field -> a typed value, or a fault in words. Blank stays blank: it is never zero.

Text is matched after NFKC but stored as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from reportgen.model import Cell, Field, Value, is_blank
from reportgen.numerals import number_text

_DATE = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(.*)", re.DOTALL)
_LARGEST = 1e15  # beyond it a number no longer holds all its digits
_TRUE = {"是", "√", "有", "1", "y", "yes", "true"}
_FALSE = {"否", "×", "x", "无", "0", "n", "no", "false"}
_CROSSED_OUT = {"/", "-", "—", "——", "－", "无", "∕", "／"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Fault(Exception):
    """A cell that cannot be taken: the rule it breaks, and the rest of a sentence that begins with the value."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def convert(raw: Cell, declared: Field) -> Value:
    """Return the value of a cell in the type of its field, checked against the field's constraints.

    A blank cell is None. Dates are `date`; integers `int`; numbers `float` in the field's unit; booleans
    `bool`; strings are stripped of blanks at their ends. Raises Fault.
    """
    if is_blank(raw):
        if declared.required:
            raise Fault("CEL002", "没有填")
        return None
    if not declared.required and _says_nothing(raw, declared):
        return None
    value = _READERS[declared.type](raw, declared)
    if declared.enum and value not in declared.enum:
        raise Fault("CEL003", f"不在规定的取值里：{'、'.join(declared.enum)}")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if declared.minimum is not None and value < declared.minimum:
            raise Fault("CEL004", f"小于最小值{number_text(declared.minimum)}")
        if declared.maximum is not None and value > declared.maximum:
            raise Fault("CEL004", f"大于最大值{number_text(declared.maximum)}")
    if declared.pattern and not re.fullmatch(declared.pattern, str(value)):
        raise Fault("CEL005", "写法不合规定")
    return value


def _says_nothing(raw: Cell, declared: Field) -> bool:
    """Whether an optional cell is crossed out instead of left blank. In a number's cell that might mean zero."""
    return (
        isinstance(raw, str)
        and raw.strip() in _CROSSED_OUT
        and (declared.type == "date" or (bool(declared.enum) and raw.strip() not in declared.enum))
    )


def shown(raw: Cell) -> str:
    """Return a raw cell as a person reads it in Excel."""
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).strip()


def _string(raw: Cell, declared: Field) -> str:
    text = shown(raw)
    if _CONTROL.search(text):
        raise Fault("CEL006", "里有不可见的控制字符")
    if declared.enum and text not in declared.enum:
        squeezed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        text = squeezed if squeezed in declared.enum or squeezed in declared.synonyms else text
    return declared.synonyms.get(text, text)


def _number(raw: Cell, declared: Field) -> float:
    if isinstance(raw, (bool, date, time, timedelta)):
        raise Fault("CEL001", "不是数字")
    if isinstance(raw, (int, float)):
        return _bounded(float(raw))
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", raw).strip())
    if not match:
        raise Fault("CEL001", "不是数字")
    unit = match[2].strip()
    if unit and unit != declared.unit:
        wanted = f"本列的单位是“{declared.unit}”" if declared.unit else "本列不带单位"
        raise Fault("CEL001", f"的单位读不懂，{wanted}")
    return _bounded(float(match[1].replace(",", "")))


def _bounded(number: float) -> float:
    if not abs(number) < _LARGEST:
        raise Fault("CEL004", "大得不像是真的")
    return number


def _integer(raw: Cell, declared: Field) -> int:
    number = _number(raw, declared)
    if not number.is_integer():
        raise Fault("CEL001", "不是整数")
    return int(number)


def _date(raw: Cell, declared: Field) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = unicodedata.normalize("NFKC", shown(raw))
    if isinstance(raw, (int, float)) and not _DIGITS.fullmatch(text):
        raise Fault("CEL001", "是数字而不是日期，请把单元格改成日期格式")
    match = _DATE.fullmatch(text) or _DIGITS.fullmatch(text)
    if not match:
        raise Fault("CEL001", "不是日期，请写成 2023年5月12日 或 2023-5-12")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Fault("CEL001", "不是日历上有的日期") from None


def _boolean(raw: Cell, declared: Field) -> bool:
    if isinstance(raw, bool):
        return raw
    text = shown(raw)
    text = unicodedata.normalize("NFKC", declared.synonyms.get(text, text)).lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise Fault("CEL001", "不是“是”或“否”")


_READERS: dict[str, Callable[[Cell, Field], Value]] = {
    "string": _string,
    "number": _number,
    "integer": _integer,
    "date": _date,
    "boolean": _boolean,
}
