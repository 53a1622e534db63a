"""A check's SQL -> SQL that SQLite answers sooner, and that says the same of the rows of a ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reportgen.expressions import expression
from reportgen.model import Check, Kind

_PART_OF_DATE = expression(
    r"'(?:[^']|'')*'"  # a text holds no call
    r"|\b(?P<part>year|month)\(\s*(?P<column>(?:\w+\.)?(?P<name>\w+))\s*\)",
    re.IGNORECASE,
)
_DIGITS = {"year": "1, 4", "month": "6, 2"}  # of an ISO date
_SAME = expression(
    # brackets or words of other parts of a SELECT may mean anything
    r"SELECT \* FROM \(\s*SELECT [\w\s,]+,\s*count\(\*\) OVER \(PARTITION BY (?P<by>[\w\s,]+?)(?: ORDER BY [\w\s,]+)?\)"
    r" AS (?P<count>\w+)\s+FROM (?P<rows>\w+(?: WHERE (?:(?!\b(?:GROUP|WINDOW|ORDER|LIMIT|UNION|EXCEPT|INTERSECT)\b)[^()])+)?)\)\s*WHERE (?P=count) > 1\s*"
)


def by_digits(sql: str, kinds: Mapping[str, Kind]) -> str:
    """Return SQL that takes the year and the month of a sheet's dates, which a ledger holds in ISO form, from their digits."""

    def written(match: re.Match[str]) -> str:
        if not match["name"] or not _is_date(match["name"], kinds):
            return match[0]
        return f"CAST(substr({match['column']}, {_DIGITS[match['part'].lower()]}) AS INTEGER)"

    return _PART_OF_DATE.sub(written, sql)


def repeated(check: Check) -> str:
    """Return, of a check that selects what stands more than once, the SELECT that gives a row only where something does; an
    empty text of any other check.
    """
    found = _SAME.fullmatch(check.query)
    return (
        f"SELECT 1 FROM {found['rows']} GROUP BY {found['by']} HAVING count(*) > 1 LIMIT 1" if found else ""
    )


def _is_date(name: str, kinds: Mapping[str, Kind]) -> bool:
    """Whether all columns of a name hold dates."""
    types = {kind.fields[name].type for kind in kinds.values() if name in kind.fields}
    return types == {"date"}
