"""A formula over figures -> the names in it, its tree, its value; it has names, `+ - * / ( )`, and no numbers of its own.

学生.总数 / 教师.总数
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from reportgen.expressions import expression

if TYPE_CHECKING:
    from fractions import Fraction

Node: TypeAlias = "str | tuple[str, Node, Node]"  # a name, or a sign with what stands on its sides

_WIDE = str.maketrans("＋－×＊÷／（）", "+-**//()")
_TOKEN = expression(r"[-+*/()]|[^\s+*/()-]+")
_NUMBER = expression(r"[\d.]+")
_STEPS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
}


@cache
def names(formula: str) -> tuple[str, ...]:
    """Return the names in a formula, each once."""
    tokens = _TOKEN.findall(formula.translate(_WIDE))
    return tuple(dict.fromkeys(each for each in tokens if each not in "+-*/()"))


@cache
def divides(formula: str) -> bool:
    """Whether a formula divides, so that its value need not be whole."""
    return "/" in formula.translate(_WIDE)


@cache
def tree(formula: str) -> Node:
    """Return what a formula says. Raises ValueError with a sentence on what is wrong with it."""
    for each in names(formula):
        if _NUMBER.fullmatch(each):
            raise ValueError(f"里面写了数“{each}”，公式里只能写数据项的名称")
    tokens = list(reversed(_TOKEN.findall(formula.translate(_WIDE))))
    found = _sum(tokens)
    if tokens:
        raise ValueError(f"“{tokens[-1]}”这里不对：名称之间要有 + - * /，括号要成对")
    return found


def value(node: Node, values: Mapping[str, Fraction | None]) -> Fraction | None:
    """Return what a formula comes to; None where one of its names has no value, or it divides by nothing."""
    if isinstance(node, str):
        return values[node]
    sign, *sides = node
    left, right = (value(each, values) for each in sides)
    if left is None or right is None or (sign == "/" and not right):
        return None
    return _STEPS[sign](left, right)


def _sum(tokens: list[str]) -> Node:
    return _chain(tokens, "+-", lambda rest: _chain(rest, "*/", _single))


def _chain(tokens: list[str], signs: str, part: Callable[[list[str]], Node]) -> Node:
    """What is joined by signs of one rank, from the left."""
    found = part(tokens)
    while tokens and tokens[-1] in signs:
        found = (tokens.pop(), found, part(tokens))
    return found


def _single(tokens: list[str]) -> Node:
    if not tokens or tokens[-1] in "+-*/)":
        where = f"“{tokens[-1]}”前面" if tokens else "最后"
        raise ValueError(f"{where}缺少一个数据项的名称")
    token = tokens.pop()
    if token != "(":
        return token
    found = _sum(tokens)
    if not tokens or tokens.pop() != ")":
        raise ValueError("括号不成对")
    return found
