"""A condition in SQL, written as nearly all are -> the tree that sqlglot makes of it, without sqlglot: loading that takes
longer than all else that is done with the conditions of a profile.

Comparisons of columns, texts, numbers, sums, calls and CASEs, joined by AND, OR, NOT and brackets. Anything else is no plain
condition, and so is what SQLite and sqlglot might read otherwise than each other.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from reportgen.expressions import expression

_TOKENS = expression(
    r"""\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<quoted>"[^"]+")|(?P<word>[^\W\d]\w*)"""
    r"""|(?P<sign>\|\||<>|!=|<=|>=|==|[-+*/(),=<>]))\s*"""
)
_COMMENTS = ("--", "/*")
_COMPARED = {
    "=": "EQ", "==": "EQ", "<>": "NEQ", "!=": "NEQ", ">": "GT", ">=": "GTE", "<": "LT", "<=": "LTE", "LIKE": "Like", "GLOB": "Glob",
}  # fmt: skip
_OTHERS = ("IS", "IN", "BETWEEN")
_SUMS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "||": "DPipe"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "||": 3}  # the strongest first
_KEYWORDS = frozenset(
    ("AND", "OR", "NOT", "IS", "NULL", "IN", "LIKE", "GLOB", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END")
)


class _NotPlain(Exception):
    """A condition has something that is not known here."""


class Node:
    """A part of a condition; its class has the name that sqlglot gives such a part, and its parts are named as there."""

    def __init__(self, **args: Any) -> None:
        self.args = args

    @property
    def this(self) -> Any:
        """Its first part."""
        return self.args.get("this")

    @property
    def expressions(self) -> list[Any]:
        """Its parts of which there may be any number."""
        return self.args.get("expressions") or []

    @property
    def name(self) -> str:
        """What a column or a function is called, or a literal says."""
        return self.this if isinstance(self.this, str) else ""

    @property
    def is_string(self) -> bool:
        """Whether it is a text in quotes."""
        return bool(self.args.get("is_string"))


@cache
def _class(name: str) -> type[Node]:
    return type(name, (Node,), {})


def tree(sql: str) -> Node | None:
    """Return the tree of a plain condition; None for any other. Raises RecursionError."""
    if any(each in sql for each in _COMMENTS):
        return None
    try:
        return _Reading(sql).whole()
    except _NotPlain:
        return None


class _Reading:
    """Reads the tokens of a condition from the left; each method reads what its name says."""

    def __init__(self, sql: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        self._at = at = 0
        while at < len(sql):
            match = _TOKENS.match(sql, at)
            if match is None or match.lastgroup is None:
                raise _NotPlain
            kind, text = match.lastgroup, match[match.lastgroup]
            is_sign = kind == "sign" or (kind == "word" and text.upper() in _KEYWORDS)
            self._tokens.append(("sign", text.upper()) if is_sign else (kind, text))
            at = match.end()
        self._tokens.append(("end", ""))

    def whole(self) -> Node:
        found = self._joined("OR", "Or")
        if self._tokens[self._at][0] != "end":
            raise _NotPlain
        return found

    @property
    def _next(self) -> str:
        """The sign that comes next; empty where none does."""
        kind, text = self._tokens[self._at]
        return text if kind == "sign" else ""

    def _taken(self, *signs: str) -> str:
        """The sign that comes next, if it is one of these; empty otherwise."""
        found = self._next
        if found and found in signs:
            self._at += 1
            return found
        return ""

    def _must(self, sign: str) -> None:
        if not self._taken(sign):
            raise _NotPlain

    def _joined(self, sign: str, name: str) -> Node:
        """Conditions joined by OR, or by AND."""
        found = self._joined("AND", "And") if sign == "OR" else self._condition()
        while self._taken(sign):
            other = self._joined("AND", "And") if sign == "OR" else self._condition()
            found = _class(name)(this=found, expression=other)
        return found

    def _condition(self) -> Node:
        if self._taken("NOT"):
            return _class("Not")(this=self._condition())
        left = self._sum()
        negated = self._taken("NOT")
        sign = self._taken("IN", "BETWEEN", "LIKE", "GLOB") if negated else self._taken(*_COMPARED, *_OTHERS)
        if not sign:
            if negated:
                raise _NotPlain
            return left
        if sign == "IS":
            negated = self._taken("NOT")
        found = self._compared(left, sign)
        if self._next in (*_COMPARED, *_OTHERS, "NOT"):
            raise _NotPlain  # a = b = c
        return _class("Not")(this=found) if negated else found

    def _compared(self, left: Node, sign: str) -> Node:
        if sign == "IS":
            self._must("NULL")
            return _class("Is")(this=left, expression=_class("Null")())
        if sign == "IN":
            self._must("(")
            return _class("In")(this=left, expressions=self._list())
        if sign == "BETWEEN":
            low = self._sum()
            self._must("AND")
            return _class("Between")(this=left, low=low, high=self._sum())
        return _class(_COMPARED[sign])(this=left, expression=self._sum())

    def _list(self) -> list[Node]:
        """What stands in a bracket that is open, up to its end."""
        found: list[Node] = []
        while not found or self._taken(","):
            found.append(self._sum())
        self._must(")")
        return found

    def _sum(self, binding: int = 1) -> Node:
        """Values that are added, multiplied or put one after the other, by signs that bind at least so strongly."""
        found = self._value()
        while _BINDING.get(self._next, 0) >= binding:
            sign = self._taken(self._next)
            found = _class(_SUMS[sign])(this=found, expression=self._sum(_BINDING[sign] + 1))
        return found

    def _value(self) -> Node:
        if self._taken("-"):
            return _class("Neg")(this=self._value())
        if self._taken("("):
            found = self._joined("OR", "Or")
            self._must(")")
            return _class("Paren")(this=found)
        if self._taken("CASE"):
            return self._case()
        kind, text = self._tokens[self._at]
        if kind in ("sign", "end"):
            raise _NotPlain
        self._at += 1
        if kind == "text":
            return _class("Literal")(this=text[1:-1].replace("''", "'"), is_string=True)
        if kind == "number":
            return _class("Literal")(this=text, is_string=False)
        if kind == "quoted":
            return _class("Column")(this=text[1:-1])
        return self._call(text) if self._taken("(") else _class("Column")(this=text)

    def _call(self, name: str) -> Node:
        given = [] if self._taken(")") else self._list()
        if name.lower() == "coalesce" and given:
            return _class("Coalesce")(this=given[0], expressions=given[1:])
        return _class("Anonymous")(this=name, expressions=given)

    def _case(self) -> Node:
        cases = []
        while self._taken("WHEN"):
            condition = self._joined("OR", "Or")
            self._must("THEN")
            cases.append(_class("If")(this=condition, true=self._sum()))
        self._must("ELSE")
        default = self._sum()
        self._must("END")
        return _class("Case")(ifs=cases, default=default)
