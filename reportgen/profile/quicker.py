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

_TEXT = r"'(?:[^']|'')*'"
_IN_BRACKETS = rf"\((?:{_TEXT}|[^()']|\((?:{_TEXT}|[^()'])*\))*\)"
_COUNTED = expression(
    rf"{_TEXT}|\(SELECT count\(\*\) FROM (?P<rows>\w+) WHERE month\((?P<day>\w+)\) = (?P<month>\w+)"
    rf" AND (?P<others>(?:{_TEXT}|[^()']|{_IN_BRACKETS})+)\)"
)
_APART = expression(rf"{_TEXT}|{_IN_BRACKETS}")  # what stands there says nothing of what is around it
_MORE_THAN_CONDITIONS = expression(
    r"\b(?:OR|SELECT|GROUP|HAVING|WINDOW|ORDER|LIMIT|UNION|EXCEPT|INTERSECT)\b|--|/\*", re.IGNORECASE
)
_BY_CALENDAR = expression(r"\b(?:workdays|legaldays)\b", re.IGNORECASE)  # which note what they were asked


def sooner(sql: str, kinds: Mapping[str, Kind]) -> str:
    """Return the SQL of a check as it is sooner answered."""
    return by_digits(by_month(sql, kinds), kinds)


def by_month(sql: str, kinds: Mapping[str, Kind]) -> str:
    """Return SQL that counts a sheet's rows once, by the months of a date, where it counts them anew for each month asked for."""

    def written(match: re.Match[str]) -> str:
        kind, others = kinds.get(match["rows"] or ""), match["others"] or ""
        if kind is None or match["month"] in kind.fields or match["month"].startswith("_"):
            return match[0]
        more = _MORE_THAN_CONDITIONS.search(_APART.sub("", others)) or _BY_CALENDAR.search(others)
        if more or match["day"] not in kind.fields or not _is_date(match["day"], kinds):
            return match[0]
        counted = f"SELECT month({match['day']}) AS _month, count(*) AS _rows FROM {kind.name} WHERE {others} GROUP BY 1"
        # by itself: merged with what is asked of it, SQLite counts as often as it is asked
        counted = f"WITH _counted AS MATERIALIZED ({counted})"
        return f"({counted} SELECT coalesce(max(_rows), 0) FROM _counted WHERE _month = {match['month']})"

    return _COUNTED.sub(written, sql)


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
