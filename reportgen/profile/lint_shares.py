"""Figures of a profile -> rates that are turned upside down, or no share at all, and figures that are not what they are called, as
far as its own declarations say so.

A rate is a part over its whole. What is the part is declared twice over: by the conditions of the two figures, where one asks
for more than the other, and by the checks, where one says that a column is never more than another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from reportgen.expressions import expression
from reportgen.model import Check, FigureDefinition, Finding, Kind
from reportgen.profile.queries import compared, measured_field
from reportgen.profile.yaml_files import Declaration
from reportgen.rules import finding

_TOKENS = expression(r"'(?:[^']|'')*'|[()]|\b(?:AND|OR|BETWEEN|CASE)\b|[^'()\s]+|\s+", re.IGNORECASE)
_NEVER_MORE = expression(r"([\w\s+]+?)\s*>\s*(\w+)")
_NEVER_LESS = expression(r"(\w+)\s*<\s*([\w\s+]+)")
_SUM = expression(r"\s*\w+(?:\s*\+\s*\w+)*\s*")
_SHARE = expression(r"率|占比|比重|比例|占")
_FILLED = expression(r"(\w+) IS NOT NULL", re.IGNORECASE)
_EMPTY = expression(r"(\w+) IS NULL", re.IGNORECASE)


def wrong_shares(
    declared: Declaration, figures: Mapping[str, FigureDefinition], checks: Mapping[str, Check]
) -> Iterator[Finding]:
    """Yield an error for each rate whose denominator is a part of its numerator, and for each that is called a rate and divides
    two counts that have no row in common; the figures have no other mistake.
    """
    lesser = {(each.sheet, *pair) for each in checks.values() for pair in _lesser(each)}
    for each in figures.values():
        if each.ratio is None:
            continue
        above, below = (figures[name] for name in each.parts)
        if said := _turned(above, below, lesser):
            message = (
                f"“{each.full_name}”的分子“{above.name}”不会少于分母“{below.name}”：{said}，百分率会超过100%"
            )
            fix = (
                f"分子分母写反了的，改成 ratio: [{below.name}, {above.name}]；没有写反的，改正数据项的条件。"
            )
            yield finding("PRO002", message, declared.place((each.group, each.name, "ratio")), fix=fix)
        elif _SHARE.search(each.name) and (said := _apart(above, below)):
            message = (
                f"“{each.full_name}”的分子“{above.name}”不在分母“{below.name}”里：{said}，除出来不是百分率"
            )
            fix = "分母换成包括分子在内的数据项；几样加起来作分母的，先用 formula 加起来。"
            yield finding("PRO002", message, declared.place((each.group, each.name, "ratio")), fix=fix)


def misnamed(
    declared: Declaration, figures: Mapping[str, FigureDefinition], kinds: Mapping[str, Kind]
) -> Iterator[Finding]:
    """Yield an error for each figure that is called as one value of a column and asks for others: 成功 of 结果 = '不成功'."""
    for each in figures.values():
        kind = kinds.get(each.sheet)
        for column, texts, excluded in compared(each.where) if kind and each.where else ():
            field = kind.fields.get(column) if kind else None
            meant = field.synonyms.get(each.name, each.name) if field else ""
            if not field or meant not in field.enum or (meant in texts) is not excluded:
                continue
            asked = f"不要“{meant}”" if excluded else f"要的是{'、'.join(f'“{text}”' for text in texts)}"
            message = f"“{each.full_name}”的名称是“{column}”的取值“{meant}”，条件{asked}"
            fix = "改正 where 里的取值，或给数据项换一个名称。"
            yield finding("PRO002", message, declared.place((each.group, each.name, "where")), fix=fix)


def _turned(above: FigureDefinition, below: FigureDefinition, lesser: set[tuple[str, str, str]]) -> str:
    """Why the numerator is never less than the denominator, and is no part of it; empty where nothing says so."""
    if above.parts or below.parts or (above.sheet, above.years) != (below.sheet, below.years):
        return ""
    more, less = conditions(above.where), conditions(below.where)
    if above.measure == below.measure:
        adds = above.measure.startswith(("count", "sum("))
        if adds and _implies(less, more) and not _implies(more, less):
            return f"“{below.name}”还要{below.where}"
        return ""
    columns = measured_field(below.measure), measured_field(above.measure)
    distinct = "distinct" in above.measure + below.measure
    if not distinct and more == less and (above.sheet, *columns) in lesser:
        return f"核对规则里写着“{columns[0]}”不会多于“{columns[1]}”"
    return ""


def _apart(above: FigureDefinition, below: FigureDefinition) -> str:
    """Why two counts have no row in common; empty where nothing says so."""
    both = (above, below)
    if above.sheet != below.sheet or any(each.parts or each.measure != "count(*)" for each in both):
        return ""
    for mine in conditions(above.where):
        for other in conditions(below.where):
            one, two = _asked(mine), _asked(other)
            if one and two and one[0] == two[0] and not set(one[1]) & set(two[1]):
                return f"一个要{mine}，一个要{other}"
            if _empty_and_filled(mine, other) or _empty_and_filled(other, mine):
                return f"一个要{mine}，一个要{other}"
    return ""


def _empty_and_filled(empty: str, filled: str) -> bool:
    blank = _EMPTY.fullmatch(empty)
    return bool(blank and _fills(filled) == blank[1])


def _lesser(check: Check) -> Iterator[tuple[str, str]]:
    """The pairs of columns of which a check says that the first is never more than the second."""
    if match := _NEVER_MORE.fullmatch(check.fails.strip()):
        parts, whole = match[1], match[2]
    elif match := _NEVER_LESS.fullmatch(check.fails.strip()):
        whole, parts = match[1], match[2]
    else:
        sides = check.equation.split("=")
        parts, whole = (
            sorted(map(str.strip, sides), key=lambda side: -side.count("+"))[:2]
            if len(sides) == 2
            else ("", "")
        )
        if "+" not in parts or not re.fullmatch(r"\w+", whole):
            return
    if _SUM.fullmatch(parts):
        for each in parts.split("+"):
            yield each.strip(), whole


@cache
def conditions(where: str) -> Sequence[str]:
    """Return what a condition asks for, joined by AND; the whole where it is put otherwise."""
    found, depth = [""], 0
    for token in _TOKENS.findall(where):
        depth += (token == "(") - (token == ")")
        word = token.upper()
        if word in ("BETWEEN", "CASE") or (word == "OR" and not depth):
            return [" ".join(where.split())]
        if word == "AND" and not depth:
            found.append("")
        else:
            found[-1] += " " if token.isspace() else token
    return [each.strip() for each in found if each.strip()]


def _implies(stricter: Sequence[str], looser: Sequence[str]) -> bool:
    return all(any(_is_within(mine, each) for mine in stricter) for each in looser)


def _is_within(stricter: str, looser: str) -> bool:
    """Whether all rows that meet the one condition meet the other."""
    if stricter == looser:
        return True
    if filled := _FILLED.fullmatch(looser):
        return _fills(stricter) == filled[1]
    mine, other = _asked(stricter), _asked(looser)
    return bool(mine and other and mine[0] == other[0] and set(mine[1]) <= set(other[1]))


def _fills(condition: str) -> str:
    """The column that is not blank where a condition holds."""
    filled, asked = _FILLED.fullmatch(condition), _asked(condition)
    return filled[1] if filled else asked[0] if asked else ""


def _asked(condition: str) -> tuple[str, Sequence[str]] | None:
    """The column and the texts of which it must be one; None for another condition."""
    found = compared(condition)
    if (
        len(found) != 1
        or found[0][2]
        or re.search(r"\b(?:OR|NOT|SELECT|IS)\b|[(]\s*\w+\s*[(]", condition, re.IGNORECASE)
    ):
        return None
    column, texts, _ = found[0]
    whole = rf"{re.escape(column)}\s*(?:==?\s*'|IN\s*\()|'.*'\s*==?\s*{re.escape(column)}$"
    return (column, texts) if re.match(whole, condition, re.IGNORECASE) else None
