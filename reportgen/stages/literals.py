"""The texts that conditions compare columns of free words with -> those that no row has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import QueryError, quote
from reportgen.model import Finding, Kind, Place, Profile
from reportgen.profile.queries import compared
from reportgen.rules import finding
from reportgen.values.personal import masked

SHOWN = 5  # of the values that there are
_LONGEST = 20


class _Condition(NamedTuple):
    place: Place
    sql: str
    sheet: str
    years: int = 1
    negated: bool = True  # whether what it excludes is of weight, too


def unmatched(ledger: Ledger, profile: Profile, year: int) -> list[Finding]:
    """Return the conditions of figures and checks that compare a column of free words with a text that no row of the year
    has, each with the values that there are: the condition is never met, or always.
    """
    findings = []
    for condition in _conditions(profile):
        kinds = [
            each
            for each in profile.kinds.values()
            if each.name == condition.sheet or each.name in condition.sql
        ]
        for name, literals, negated in compared(condition.sql):
            if negated and not condition.negated:
                continue
            try:
                seen = _values(
                    ledger, [each for each in kinds if name in each.fields], name, year, condition.years
                )
            except QueryError:
                continue  # which the figure or the check tells
            for literal in literals if seen else ():
                if literal not in seen:
                    there = "、".join(masked(each)[:_LONGEST] for each in seen[:SHOWN])
                    more = f"等{len(seen)}种" if len(seen) > SHOWN else ""
                    message = f"条件里的“{literal}”，“{name}”一列没有一行是；表里有：{there}{more}"
                    findings.append(finding("PRO013", message, condition.place))
    return findings


def _conditions(profile: Profile) -> Iterator[_Condition]:
    for name, figure in profile.figures.items():
        if figure.where:
            place = Place(f"{profile.name}/figures.yaml", name)
            yield _Condition(place, figure.where, figure.sheet, figure.years)
    for code, check in profile.checks.items():
        # what a check finds wrong is often what no row has; but a text that it needs to meet a row may be misspelt
        place = Place(f"{profile.name}/{check.file}", code)
        yield _Condition(place, check.query or check.fails or check.equation, check.sheet, negated=False)


def _values(ledger: Ledger, kinds: Sequence[Kind], name: str, year: int, years: int) -> list[str]:
    """The values of a column of free words, the most frequent first; none where it is another column in any kind."""
    fields = [kind.fields[name] for kind in kinds]
    if any(field.type != "string" or field.enum or field.personal for field in fields):
        return []
    ledger.views.scope(year, years)
    column, counts = quote(name), dict[str, int]()
    for kind in kinds:
        sql = f"SELECT {column}, count(*) FROM {quote(kind.name)} WHERE {column} IS NOT NULL GROUP BY 1"
        for value, count in ledger.views.select(sql):
            counts[value] = counts.get(value, 0) + count
    return sorted(counts, key=lambda value: (-counts[value], value))
