"""The declared figures and checks -> the SQL that selects their rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from reportgen.expressions import expression
from reportgen.model import Check, FigureDefinition, Profile, Value
from reportgen.profile.terms import unequal

MEASURE = expression(r"count\(\*\)|(count\(distinct|sum\(|min\(|max\(|avg\(|value\()\s*([^()\s]+)\s*\)")
SINGLE = "value("  # the measure of what stands in one row


_TEXTS = r"'(?:[^']|'')*'"
_COMPARED = expression(
    rf"(?<!\w)(\w++)\s*+(?:(=|==|IS|<>|!=|IS\s+NOT)\s*({_TEXTS})|(NOT\s+)?IN\s*\(\s*({_TEXTS}(?:\s*,\s*{_TEXTS})*)\s*\))",
    re.IGNORECASE,
)
_TURNED = expression(rf"({_TEXTS})\s*(=|==|<>|!=)\s*(?:\w+\.)?([^\W\d]\w*)(?!\s*\()")
PLACEHOLDER = expression(r"\{([^{}]*)\}")


def parts(figures: Mapping[str, FigureDefinition], definition: FigureDefinition) -> list[FigureDefinition]:
    """Return the figures that select the rows of a figure: those that it is made of, or it itself."""
    if not definition.parts:
        return [definition]
    return [leaf for part in direct_parts(figures, definition) for leaf in parts(figures, part)]


def direct_parts(
    figures: Mapping[str, FigureDefinition], definition: FigureDefinition
) -> list[FigureDefinition]:
    """Return the figures that a rate, a formula or a table names, over the rows that it is held to."""
    return [limited(figures[name], definition) for name in definition.parts]


def limited(part: FigureDefinition, whole: FigureDefinition) -> FigureDefinition:
    """Return a figure over those of its rows that another figure, made of it, is of."""
    both = [each for each in (part.where, whole.where) if each]
    where = " AND ".join(f"({each})" for each in both) if len(both) > 1 else "".join(both)
    return replace(part, where=where, held=whole.held)


def measured_field(measure: str) -> str:
    """Return the field that a measure works on: `sum(人数)` -> `人数`, `count(*)` -> an empty string."""
    match = MEASURE.fullmatch(measure)
    return (match[2] or "") if match else ""


def column_unit(profile: Profile, definition: FigureDefinition) -> str:
    """Return the unit of the column that a figure measures; an empty string where it counts rows or differing values."""
    measured = measured_field(definition.measure)
    if not measured or definition.parts or "distinct" in definition.measure:
        return ""
    field = profile.kinds[definition.sheet].fields.get(measured)
    return field.unit if field else ""


def measuring(definition: FigureDefinition) -> str:
    """Return a figure's measure as SQL; what differs only in blanks, width, brackets or what cannot be seen is counted once.

    A sum over blanks alone is 0, unless these are kept.
    """
    match = MEASURE.fullmatch(definition.measure)
    if not match or not match[2]:
        return definition.measure
    column = f'"{match[2]}"'
    if match[1] == SINGLE:
        return f"CASE count(*) WHEN 1 THEN max({column}) END"
    said = f"{match[1]} {f'plain({column})' if 'distinct' in match[1] else column})"
    kept = " AND count(*) = 0" if definition.blank else ""
    return f"CASE WHEN {said} IS NULL{kept} THEN 0 ELSE {said} END" if match[1] == "sum(" else said


def selected(definition: FigureDefinition, columns: str) -> str:
    """Return the SELECT of a figure's rows."""
    asked = [f"({definition.where})"] if definition.where else []
    asked += [f"plain([{name}]) IS plain({_literal(value)})" for name, value in definition.held]
    where = f" WHERE {' AND '.join(asked)}" if asked else ""
    return f'SELECT {columns} FROM "{definition.sheet}"{where}'


def condition(definition: FigureDefinition) -> str:
    """Return what a figure asks of its rows, as a profile would write it."""
    held = [f"{name} {'IS' if value is None else '='} {_literal(value)}" for name, value in definition.held]
    return " AND ".join([*([definition.where] if definition.where else []), *held])


def _literal(value: Value) -> str:
    """A value as SQL writes it."""
    if value is None:
        return "NULL"
    if isinstance(value, (int, float)):
        return repr(value + 0)
    quoted = str(value).replace("'", "''")
    return f"'{quoted}'"


def selecting(check: Check, columns: str = "*") -> str:
    """Return the SELECT of the rows that a check finds wrong."""
    held = _held(check)
    if check.equation:
        return unequal(check, columns, held)
    if not check.query:
        return f'SELECT {columns} FROM "{check.sheet}" WHERE {failing(check)}'
    return f"SELECT * FROM ({check.query}) WHERE {held.removeprefix(' AND ')}" if held else check.query


def failing(check: Check) -> str:
    """Return what holds of the rows that a check with a condition finds wrong."""
    held = _held(check)
    # the dates first: a row out of them needs no holiday table
    within = f"{held.removeprefix(' AND ')} AND " if held else ""
    return f"{within}({check.fails})"


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
