"""A column's declaration -> its heading, how it is to be filled in words, and what Excel is to refuse in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.forms.drawing import cut
from reportgen.model import ALWAYS, Field, Kind
from reportgen.numerals import LARGEST, NO, YES, number_text
from reportgen.periods import part_between
from reportgen.tables.form_version import NUMBER, numbers_rows
from reportgen.tables.headings import normalise
from reportgen.tables.labels import CHECKED

Columns = Mapping[
    str, Field | None
]  # None is a column that no field stands for: 序号, or 核对 of rows that were there
_DAYS: tuple[float, float] = (
    7306,
    73050,
)  # 1920-01-01 to 2099-12-31, so that 2023, typed alone, is no day in 1905
Rule = Mapping[str, Any]  # what Excel is to refuse, as XlsxWriter takes it
_EXCEL = {"integer": "whole", "number": "decimal", "date": "date"}
_REFUSED = "请改一下"
_WORDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字，可以有小数",
    "date": "日期，写成 {} 这样",
    "boolean": f"写“{YES}”或“{NO}”",
}
_BLANK = {
    "integer": "空着是没有填，不是零",
    "number": "空着是没有填，不是零",
    "boolean": f"空着是没有填，不是“{NO}”",
}


def columns(kind: Kind, *, carried: bool = False) -> Columns:
    """Return the columns of a form from the left: 序号, a field only where the kind declares it, and then the rest; 核对
    before all where rows were carried over.
    """
    first: Columns = {name: each for name, each in kind.fields.items() if numbers_rows(name, each)}
    if carried:
        first = {CHECKED: None, **first}
    return {**(first or {NUMBER: None}), **kind.fields}


def heading(name: str, declared: Field | None) -> str:
    """Return the heading of a column, with star and unit, the latter where it still reads as the same heading."""
    star = "*" if declared and declared.required else ""
    unit = declared.unit if declared else ""
    full = f"{star}{name}（{unit}）"
    plain = unit and unicodedata.normalize("NFKC", unit) == unit
    return full if plain and normalise(full) == normalise(name) else f"{star}{name}"


def ways(declared: Field, day: str) -> list[str]:
    """Return how a column is to be written, in a few phrases; `day` shows how a date is."""
    found = ["从下拉列表里选" if declared.enum else _WORDS[declared.type].format(day)]
    bounds = (declared.minimum, declared.maximum)
    least, most = ("" if bound is None else number_text(bound) for bound in bounds)
    if least and most:
        found.append(f"{least} 到 {most}")
        part = part_between(declared.unit, declared.minimum, declared.maximum)
        if part and declared.unique:
            found.append(f"这是{part}的表，别的时间的不填")
    elif least or most:
        found.append(f"不小于 {least}" if least else f"不大于 {most}")
    if declared.unit:
        found.append("百分之五写 5，不写百分号" if declared.unit in "%％" else "只写数，不写单位")
    if declared.pattern:
        found.append(f"写法要合乎规则 {declared.pattern}")
    if declared.unique:
        found.append("各行不能重复")
    return found


def meanings(name: str, declared: Field, kind: Kind) -> list[str]:
    """Return what a blank, and a date, in a column stands for."""
    found = []
    if declared.as_of not in ("", ALWAYS, name):
        other = f"，写“{declared.open}”" if declared.open else "，这一列空着"
        found.append(f"还没有“{declared.as_of}”的{other}")
    elif not declared.required and declared.type in _BLANK:
        found.append(_BLANK[declared.type])
    if name == kind.period:
        found.append("按这个日期算在哪一年")
    elif name == kind.since:
        found.append("从这一天起算")
    return found


def prompting(name: str, text: str, values: Sequence[str]) -> Rule:
    """Return a list to choose from that also lets other things stand, and says what it is for."""
    told = {"input_title": cut(name, 30), "input_message": cut(text, 150)}
    return {"validate": "list", "source": [*values], **told, "show_error": False}


def validation(name: str, declared: Field, listed: str, day: str) -> Rule | None:
    """Return what Excel is to refuse in a column; `listed` is where the values stand that are too many for the rule itself, `day` as
    for `ways`.
    """
    if declared.type == "string" and not declared.enum:
        return None
    if declared.enum or declared.type == "boolean":
        values = f"={listed}" if listed else [*(declared.enum or (YES, NO))]
        error = f"“{cut(name, 40)}”只能从下拉列表里选"
        return {"validate": "list", "source": values, "error_title": _REFUSED, "error_message": error}
    low, high = _DAYS if declared.type == "date" else (-LARGEST, LARGEST)
    low = low if declared.minimum is None else declared.minimum
    high = high if declared.maximum is None else declared.maximum
    says = cut("；".join(ways(declared, day)), 150)
    return {
        "validate": _EXCEL[declared.type],
        "criteria": "between",
        "minimum": number_text(low),
        "maximum": number_text(high),
        "input_title": cut(name, 30),
        "input_message": says,
        "error_title": _REFUSED,
        "error_message": f"“{cut(name, 40)}”不对，应当是：{says}",
    }


def nothing_at(shown: Columns) -> str:
    """Return the column that takes the word 无: one that Excel does not check, or else the first one, whose first cell is
    left unchecked.
    """
    fields = {name: each for name, each in shown.items() if each}
    texts = [name for name, each in fields.items() if each.type == "string" and not each.enum]
    return next(iter(texts or fields))
