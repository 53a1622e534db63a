"""What checks declare of equations and of several columns at once -> what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model import Check, Finding, Kind
from reportgen.profile.terms import terms
from reportgen.profile.yaml_files import Declaration, unknown
from reportgen.rules import finding

_HOW = "写成“上年结转 + 新收 = 办结 + 未结”的样子：列名、加减号和一个等号，别的表上的数写成括号里的 SELECT"


def wrong_equation(declared: Declaration, rule: Check, kind: Kind) -> Iterator[Finding]:
    """Yield what is wrong with an equation: it has two sides, and its terms are columns of numbers, one at least."""
    if not rule.equation:
        return
    path, found = (rule.code, "equation"), terms(rule.equation)
    columns = [each.column for each in found if each.column]
    if not columns:
        yield finding("PRO002", f"“{rule.equation.strip()}”不是等式", declared.place(path), fix=_HOW)
    numeric = [name for name, field in kind.fields.items() if field.type in ("integer", "number")]
    for name in columns:
        if name not in kind.fields:
            yield unknown(declared, path, "列", name, numeric)
        elif name not in numeric:
            yield finding("PRO002", f"“{name}”不是数，不能加减", declared.place(path), fix=_HOW)
        elif kind.fields[name].personal:
            yield finding("PRO002", f"“{name}”是个人信息，不能写进等式", declared.place(path))


def wrong_each(declared: Declaration, rule: Check, kind: Kind) -> Iterator[Finding]:
    """Yield what is wrong with the columns that a check is for, one after the other."""
    for name in rule.each:
        if name not in kind.fields:
            yield unknown(declared, (rule.code, "each"), "列", name, kind.fields)
    named = "{each}" in rule.fails + rule.query + rule.equation
    if bool(rule.each) != named:
        message = "写了 each，条件里就要有 {each}" if rule.each else "条件里有 {each}，却没有写 each"
        yield finding("PRO002", message, declared.place((rule.code,)))
