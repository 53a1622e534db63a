"""The profile's SQL -> warnings where it may come to something else under another version of SQLite, or does not run there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportgen.expressions import expression
from reportgen.model import Check, FigureDefinition, Finding, Kind
from reportgen.profile.yaml_files import Declaration, Path_
from reportgen.rules import finding

CODE = "PRO014"
_TEXTS = expression(r"'(?:[^']|'')*'")
_LIMIT = expression(r"\bLIMIT\b", re.IGNORECASE)
_ORDER = expression(r"\bORDER\s+BY\b", re.IGNORECASE)
_ADDED = expression(r"\b(sum|total|avg)\s*\(\s*(?:distinct\s+)?(?:\w+\.)?(\w+)\s*\)", re.IGNORECASE)
_ALIAS = expression(r"\bAS\s+(\w+)", re.IGNORECASE)
_EQUAL = r"(?<![<>=!])(?:==?|<>|!=|\bIS(?:\s+NOT)?\b)"
_FAR = 200  # signs behind an aggregate within which its column is named
_ROUNDED = "改用 rounded(数, 位数)，四舍五入，哪个版本都一样"
_OF_LATER = "换一种写法，如 CASE WHEN"
_KNOWN = (
    (r"\bround\s*\(", "round()逢五进不进位，各版本 SQLite 不一样", _ROUNDED),
    (r"\b(?:printf|format)\s*\(", "printf()、format()写出的小数，各版本 SQLite 不一样", _ROUNDED),
    (r"\bCAST\s*\([^()]*\bAS\s+TEXT\b", "小数转成文字，各版本 SQLite 写的位数不一样", _ROUNDED),
    (
        r"\b(?:group_concat|string_agg)\s*\(",
        "group_concat()连起来的先后没有规定，各版本 SQLite 不一样",
        "改用 min()、max() 或 count()",
    ),
    (
        r"\b(?:iif|concat|concat_ws|unhex|octet_length|ceil|ceiling|floor|trunc|pow|power|sqrt|exp|ln|log|log2|log10|mod)\s*\(",
        "用了有的 SQLite 没有的函数",
        _OF_LATER,
    ),
    (r"->", "用了有的 SQLite 没有的写法“->”", _OF_LATER),
    (r"\b(?:RIGHT|FULL)\s+(?:OUTER\s+)?JOIN\b", "RIGHT JOIN、FULL JOIN 有的 SQLite 没有", "改用 LEFT JOIN"),
    (r"\bIS\s+(?:NOT\s+)?DISTINCT\s+FROM\b", "IS DISTINCT FROM 有的 SQLite 没有", "改用 IS NOT、IS"),
)  # fmt: skip
_ANY = expression("|".join(pattern for pattern, *_ in _KNOWN), re.IGNORECASE)


def unsteady(
    figures: Declaration,
    definitions: Mapping[str, FigureDefinition],
    checks: Declaration,
    rules: Mapping[str, Check],
    kinds: Mapping[str, Kind],
) -> Iterator[Finding]:
    """Yield a warning for each condition and query whose result hangs on the version of SQLite."""
    for definition in definitions.values():
        path: Path_ = (definition.group, definition.name, "where")
        for message, fix in _said(definition.where, kinds):
            yield finding(CODE, f"“{definition.full_name}”的条件：{message}", figures.place(path), fix=fix)
    for code, rule in rules.items():
        for key in ("fails", "query", "equation"):
            for message, fix in _said(getattr(rule, key), kinds):
                yield finding(CODE, f"“{code}”：{message}", checks.place((code, key)), fix=fix)


def _said(sql: str, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, str]]:
    """What of some SQL hangs on the version, each with what to write instead."""
    bare = _TEXTS.sub("''", sql)
    for pattern, message, fix in _KNOWN if _ANY.search(bare) else ():
        if re.search(pattern, bare, re.IGNORECASE):
            yield message, fix
    if _LIMIT.search(bare) and not _ORDER.search(bare):
        yield "LIMIT 取哪几行没有规定，各版本 SQLite 不一样", "写上 ORDER BY，或改用 min()、max()"
    for name in dict.fromkeys(_equal_sums(bare, kinds)):
        fix = f"求和改用 added({name})，按十进制相加；平均数改用 rounded(avg({name}), 2)"
        yield f"“{name}”是小数，sum()、avg() 的和比是否相等，各版本 SQLite 不一样", fix


def _equal_sums(sql: str, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """The columns of fractions whose sum or mean is asked to be equal to something."""
    for match in _ADDED.finditer(sql):
        types = {kind.fields[match[2]].type for kind in kinds.values() if match[2] in kind.fields}
        fractional = "number" in types or (match[1].lower() == "avg" and "integer" in types)
        names = [re.escape(match[0]), *_ALIAS.findall(sql[match.end() : match.end() + _FAR])]
        for name in names if fractional else ():
            edge = r"(?!\w)" if name[-1].isalnum() else ""
            if re.search(
                rf"(?<!\w){name}{edge}\s*{_EQUAL}|{_EQUAL}\s*(?:\w+\.)?{name}{edge}", sql, re.IGNORECASE
            ):
                yield match[2]
