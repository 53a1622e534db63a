"""A condition -> the texts that it looks for anywhere in a column, and the condition where some of them stand nowhere.

SQLite goes through a value letter by letter for each `LIKE '%某某%'`; whoever has seen that a text stands in no value of the
column need not ask for it again in each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import cache

from reportgen.expressions import expression

_AFTER = r"(?=\s*(?:\)|$)|\s+(?:AND|OR|THEN|ELSE|END|WHEN)\b)"
_LOOKED_FOR = expression(
    r"""'(?:[^']|'')*'|"[^"]*"|\[[^\]]*\]|`[^`]*`"""  # what is quoted holds no condition
    r"|(?P<before>(?:^|\(|\b(?:AND|OR|NOT|WHEN|THEN|ELSE)\b)\s*)(?P<name>\w+)\s+(?P<no>NOT\s+)?"
    rf"(?:LIKE\s+'%(?P<like>[^%_']+)%?'|GLOB\s+'\*(?P<glob>[^*?\[']+)\*?'){_AFTER}",
    re.IGNORECASE,
)
_OTHER_MEANING = expression(r"\b(?:SELECT|BETWEEN)\b|--|/\*", re.IGNORECASE)  # of a name, of AND, of a quote

Sought = tuple[str, str]


@cache
def sought(condition: str) -> frozenset[Sought]:
    """Return what a condition looks for, as (column, text); only texts that have no small and large letters."""
    if _OTHER_MEANING.search(condition):
        return frozenset()
    found = ((each["name"], each["like"] or each["glob"]) for each in _LOOKED_FOR.finditer(condition))
    return frozenset((name, text) for name, text in found if name and text.lower() == text.upper())


def without(condition: str, nowhere: Container[Sought]) -> str:
    """Return the condition that says the same of the rows of a sheet, where some of what it looks for stands nowhere."""
    asked = sought(condition)
    return _LOOKED_FOR.sub(_said(lambda each: each in asked and each in nowhere), condition)


def _said(is_nowhere: Callable[[Sought], bool]) -> Callable[[re.Match[str]], str]:
    """What stands in place of a condition: nothing of what is nowhere, and of a blank neither yes nor no."""

    def said(match: re.Match[str]) -> str:
        name = match["name"]
        if not name or not is_nowhere((name, match["like"] or match["glob"])):
            return match[0]
        return f"{match['before']}{match['no'] or ''}({name} IS NULL AND NULL)"

    return said
