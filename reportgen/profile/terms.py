"""A sum that must hold, as a check declares it -> its terms, and the SELECT of the rows where it does not hold.

    上年结转 + 新收 = 办结 + 未结
    受理数 = (SELECT count(*) FROM 矛盾调解 WHERE month(受理日期) = 月份)

A term is a column of the check's sheet, or a SELECT in brackets that gives one number for each row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Check

_WIDE = str.maketrans("＋－＝（）", "+-=()")
_COUNT = expression(r"\(\s*SELECT\s+count\s*\(\s*\*\s*\)", re.IGNORECASE)
_ADDS = expression(
    r"\(\s*SELECT\s+(?:coalesce\s*\(\s*)?(?:sum|total)\s*\(\s*(\w+)\s*\)(?:\s*,\s*0\s*\))?(?=\s+FROM\b)",
    re.IGNORECASE,
)
_MEMBERS = "(SELECT group_concat(_source || ':' || _row, ' ')"
_FROM = expression(r"\bFROM\s+(\w+)", re.IGNORECASE)
TERM = "_term{}"  # a term's column in what is selected
LEFT, RIGHT = "左边", "右边"  # the placeholders of what each side comes to


class Term(NamedTuple):
    """A term of an equation: its sign where all stand on the left, its side, and the column or the SQL that it is."""

    sign: int
    right: bool
    text: str

    @property
    def column(self) -> str:
        """The column that it is; empty for a SELECT."""
        return "" if self.text.startswith("(") else self.text

    @property
    def counts(self) -> str:
        """The sheet that a SELECT is from."""
        found = _FROM.search(self.text)
        return str(found[1]) if found else ""

    @property
    def adds(self) -> str:
        """The column that a SELECT adds up, and nothing else; empty for any other term."""
        found = _ADDS.match(self.text)
        return str(found[1]) if found else ""

    @property
    def rows(self) -> bool:
        """Whether a SELECT counts rows, and sums no column."""
        return bool(_COUNT.match(self.text))


@cache
def terms(equation: str) -> tuple[Term, ...]:
    """Return the terms of an equation; none where it is no equation of two sides."""
    sides = list(_split(equation.translate(_WIDE), "="))
    if len(sides) != 2:
        return ()
    found = []
    for right, (_, side) in enumerate(sides):
        parts = list(_split(side, "+-"))
        for sign, text in parts[1:] if len(parts) > 1 and not parts[0][1] else parts:
            found.append(Term((-1 if sign == "-" else 1) * (-1 if right else 1), bool(right), text))
    return tuple(found) if all(each.text for each in found) else ()


def is_of_one_sheet(equation: str) -> bool:
    """Whether all terms of an equation are columns, so that it is judged by what is written in the row."""
    return all(each.column for each in terms(equation))


def _split(text: str, signs: str) -> Iterator[tuple[str, str]]:
    """The parts between signs that stand outside of brackets, each with the sign before it; the first with the first one."""
    depth, start, before = 0, 0, signs[0]
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and sign in signs:
            yield before, text[start:at].strip()
            start, before = at + 1, sign
    yield before, text[start:].strip()


def variants(check: Check) -> list[Check]:
    """Return the rules that a check stands for: one for each column that `each` names, or itself."""
    texts = ("title", "fails", "query", "equation", "marks", "says", "fix")
    return [
        replace(check, each=(), **{name: getattr(check, name).replace("{each}", column) for name in texts})
        for column in check.each
    ] or [check]


def unequal(check: Check, columns: str, held: str = "") -> str:
    """Return the SELECT of the rows in which a check's equation does not hold, with the value of each term, among those of
    which a condition `held` is true. What is blank counts as nothing, unless a whole side is.
    """
    found = list(enumerate(terms(check.equation)))
    values = ", ".join(
        f"{f'[{each.column}]' if each.column else each.text} AS {TERM.format(at)}" for at, each in found
    )
    added = " ".join(f"{'+' if each.sign > 0 else '-'} coalesce({TERM.format(at)}, 0)" for at, each in found)
    filled = " AND ".join(
        f"coalesce({', '.join(TERM.format(at) for at, each in found if each.right == side)}, NULL) IS NOT NULL"
        for side in (False, True)
    )
    inner = f'SELECT {columns}, {values} FROM "{check.sheet}" WHERE 1{held}'
    # by itself: merged with what is asked of it, SQLite works each term out as often as it is named
    return f"WITH _terms AS MATERIALIZED ({inner}) SELECT * FROM _terms WHERE {filled} AND round({added}, 6) <> 0"


def members(check: Check) -> str:
    """Return the SELECT of the rows that the SELECTs of an equation add up, as `table:row table:row`, for each row of its sheet."""
    values = "".join(
        f", {_ADDS.sub(lambda _: _MEMBERS, each.text, 1)} AS {TERM.format(at)}"
        for at, each in enumerate(terms(check.equation))
        if each.adds
    )
    return f'SELECT _source, _row{values} FROM "{check.sheet}"'
