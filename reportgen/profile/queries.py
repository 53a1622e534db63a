"""The declared figures and checks -> the SQL that selects their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reportgen.expressions import expression
from reportgen.model import Check, FigureDefinition
from reportgen.profile.terms import unequal

MEASURE = expression(r"count\(\*\)|(count\(distinct|sum\(|min\(|max\(|avg\()\s*([^()\s]+)\s*\)")


_TEXTS = r"'(?:[^']|'')*'"
_COMPARED = expression(
    rf"(\w+)\s*(?:(=|==|IS|<>|!=|IS\s+NOT)\s*({_TEXTS})|(NOT\s+)?IN\s*\(\s*({_TEXTS}(?:\s*,\s*{_TEXTS})*)\s*\))",
    re.IGNORECASE,
)
_TURNED = expression(rf"({_TEXTS})\s*(=|==|<>|!=)\s*(?:\w+\.)?([^\W\d]\w*)(?!\s*\()")
PLACEHOLDER = expression(r"\{([^{}]*)\}")


def measured_field(measure: str) -> str:
    """Return the field that a measure works on: `sum(人数)` -> `人数`, `count(*)` -> an empty string."""
    match = MEASURE.fullmatch(measure)
    return (match[2] or "") if match else ""


def measuring(measure: str) -> str:
    """Return a measure as SQL; what differs only in blanks, width, brackets or what cannot be seen is counted once."""
    match = MEASURE.fullmatch(measure)
    if not match or not match[2]:
        return measure
    column = f'"{match[2]}"'
    return f"{match[1]} {f'plain({column})' if 'distinct' in match[1] else column})"


def selected(definition: FigureDefinition, columns: str) -> str:
    """Return the SELECT of a figure's rows."""
    where = f" WHERE ({definition.where})" if definition.where else ""
    return f'SELECT {columns} FROM "{definition.sheet}"{where}'


def selecting(check: Check, columns: str = "*") -> str:
    """Return the SELECT of the rows that a check finds wrong."""
    held = _held(check)
    if check.equation:
        return unequal(check, columns, held)
    if not check.query:
        # the dates first: a row out of them needs no holiday table
        within = f"{held.removeprefix(' AND ')} AND " if held else ""
        return f'SELECT {columns} FROM "{check.sheet}" WHERE {within}({check.fails})'
    return f"SELECT * FROM ({check.query}) WHERE {held.removeprefix(' AND ')}" if held else check.query


def _held(check: Check) -> str:
    """The condition on the date of a row for which a check holds, to stand behind another; a row without the date is passed over."""
    bounds = ((">=", check.since), ("<=", check.until))
    # in brackets: of a name in quotes that is no column, SQLite makes a text
    return "".join(f" AND [{check.by}] {sign} '{day}'" for sign, day in bounds if day)


@cache
def compared(sql: str) -> Sequence[tuple[str, Sequence[str], bool]]:
    """Return the columns that SQL compares with texts, each with these, and whether they are excluded."""
    found = []
    for name, sign, text, excluded, texts in _COMPARED.findall(sql):
        negated = bool(excluded) or sign.upper().startswith(("<", "!")) or "NOT" in sign.upper()
        found.append((name, _texts(text or texts), negated))
    turned = [(name, _texts(text), sign[0] in "<!") for text, sign, name in _TURNED.findall(sql)]
    return [*found, *turned]


def _texts(written: str) -> list[str]:
    return [each[1:-1].replace("''", "'") for each in re.findall(_TEXTS, written)]
