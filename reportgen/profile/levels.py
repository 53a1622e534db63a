"""A check and what it reads -> how far it looks, by the levels of validation that Eurostat's handbook counts."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.ledger import sql
from reportgen.model import Check

_SELECTS = expression(r"\bSELECT\b", re.IGNORECASE)
_BODIES = frozenset({"_unit", "_department"})


class Level(NamedTuple):
    """A level by its number and what is set side by side: 1 within one table, 2 with other tables or years of the same
    sender, 3 with those of others.
    """

    number: int
    name: str

    def __str__(self) -> str:
        return f"第{self.number}级（{self.name}）"


CELL, ROW, TABLE = Level(1, "一格之内"), Level(1, "一行之内"), Level(1, "一张表之内")
TABLES, LAST_YEAR, BODIES = Level(2, "表与表之间"), Level(2, "与上年之间"), Level(3, "部门、单位之间")
LEVELS = (CELL, ROW, TABLE, TABLES, LAST_YEAR, BODIES)


def level(check: Check, reads: Collection[tuple[str, str]]) -> Level:
    """Return how far a check looks, by the (kind, field) pairs that it reads."""
    columns = {name for _, name in reads}
    if check.all_bodies:
        return BODIES
    if "_year" in columns or any(kind.startswith(sql.LAST_YEAR) for kind, _ in reads):
        return LAST_YEAR
    if columns & _BODIES:
        return BODIES
    if len({kind for kind, _ in reads} | {check.sheet}) > 1:
        return TABLES
    if check.query or _SELECTS.search(check.fails + check.equation):
        return TABLE
    return ROW if len({name for name in columns if name and not name.startswith("_")}) > 1 else CELL
