"""The declared figures and checks -> the SQL that selects their rows."""

from __future__ import annotations

import re

from reportgen.model import Check, FigureDefinition

MEASURE = re.compile(r"count\(\*\)|(count\(distinct|sum\(|min\(|max\(|avg\()\s*([^()\s]+)\s*\)")


PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def measured_field(measure: str) -> str:
    """Return the field that a measure works on: `sum(人数)` -> `人数`, `count(*)` -> an empty string."""
    match = MEASURE.fullmatch(measure)
    return (match[2] or "") if match else ""


def selected(definition: FigureDefinition, columns: str) -> str:
    """Return the SELECT of a figure's rows."""
    where = f" WHERE ({definition.where})" if definition.where else ""
    return f'SELECT {columns} FROM "{definition.sheet}"{where}'


def selecting(check: Check, columns: str = "*") -> str:
    """Return the SELECT of the rows that a check finds wrong."""
    return check.query or f'SELECT {columns} FROM "{check.sheet}" WHERE ({check.fails})'
