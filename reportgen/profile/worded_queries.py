"""A SELECT of the profile -> in Chinese which rows it finds wrong, where all of it can be said.

Known are: the rows of a sheet, of a SELECT with columns of its own, and of a sheet joined to others; counts, sums and extremes
of another sheet; and the how many-th row of those that are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from reportgen.model import Field, Kind
from reportgen.profile.parsed import Expression, Unknown, bare, part, unlike
from reportgen.profile.worded import Words, named

_SELECT = {"expressions", "from", "from_", "where", "joins"}
_WITH = {"with", "with_"}
_AGGREGATES = {"Sum": "的{}合计", "Min": "里最小的{}", "Max": "里最大的{}", "Avg": "的{}平均数"}
_OWN = ("_source", "_row")


@dataclass(frozen=True)
class _Scope:
    """What the names of a SELECT mean: sheets by what they are called, the main one first, columns that it makes, the sheets
    of the SELECT around it, and by sheet the columns that have other names.
    """

    sheets: Mapping[str, str]
    made: frozenset[str] = frozenset()
    around: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class _Part(NamedTuple):
    """A sheet that a WITH names anew: its columns by their new names, and which of its rows are looked at."""

    sheet: str
    columns: Mapping[str, str]
    only: str


def said(tree: Expression, kinds: Mapping[str, Kind], sheet: str) -> str:
    """Return in Chinese which rows a SELECT finds, of a sheet unless it says another. Raises Unknown."""
    parts = dict(_parts(tree, kinds))
    _only(tree, _SELECT | _WITH)
    source = _source(tree)
    made: dict[str, str] = {}
    if type(source).__name__ == "Subquery":
        inner = part(source, "this", only=("this", "alias"))
        _only(inner)
        scope = _scope(inner, kinds)
        words = _Words(kinds, scope)
        made = dict(_made(inner, words))
        only = _where(inner, words)
        scope = _Scope(scope.sheets, frozenset(made))
    else:
        scope, only = _scope(tree, kinds, parts), ""
        words = _Words(kinds, scope)
        made = dict(_made(tree, words, needed=False))
    if tree.args.get("joins") and type(source).__name__ == "Subquery":
        raise Unknown
    condition = _where(tree, _Words(kinds, scope))
    main = next(iter(scope.sheets.values()))
    told = [f"查的是“{main}”表"] * (main != sheet)
    told += [*_joined(tree, words, scope)] + [condition] * bool(condition)
    if not condition and not tree.args.get("joins"):
        raise Unknown
    if only:
        told.append(f"只看{only}的行")
    told += [f"“{each.sheet}”表只看{each.only}的行" for each in parts.values() if each.only]
    told += [f"其中“{name}”是{meaning}" for name, meaning in made.items() if f"“{name}”" in condition]
    return "；".join(told)


class _Words(Words):
    """Puts the parts of a SELECT into words; a column of another sheet is named with it."""

    def __init__(self, kinds: Mapping[str, Kind], scope: _Scope) -> None:
        main = next(iter(scope.sheets.values()))
        super().__init__(kinds, main)
        self._scope = scope
        fields: dict[str, Field] = {}
        for sheet in (*scope.around.values(), *scope.sheets.values()):
            fields |= kinds[sheet].fields if sheet in kinds else {}
        self._fields = fields | dict(kinds[main].fields)

    def _column(self, node: Expression) -> str:
        node = bare(node)
        used = {key for key, value in node.args.items() if value}
        if type(node).__name__ != "Column" or not used <= {"this", "table"}:
            raise Unknown
        name, of = str(node.name), str(node.args.get("table").name) if node.args.get("table") else ""  # type: ignore[union-attr]
        if of in self._scope.renamed:
            if name not in self._scope.renamed[of]:
                raise Unknown
            name = self._scope.renamed[of][name]
        main = next(iter(self._scope.sheets))
        if not of and name in self._scope.made:
            return f"“{name}”"
        if of in ("", main) and self._has(self._scope.sheets[main], name):
            return named(name)
        for table, sheet in self._scope.sheets.items():
            if of in ("", table) and self._has(sheet, name):
                return f"“{sheet}”表的{named(name)}"
        for table, sheet in self._scope.around.items():
            if of in ("", table) and self._has(sheet, name):
                return f"本行的{named(name)}"
        raise Unknown

    def _has(self, sheet: str, name: str) -> bool:
        return sheet in self._kinds and name in self._kinds[sheet].fields

    def _value(self, node: Expression, of: Expression | None = None) -> str:
        node = bare(node)
        known: Mapping[str, Callable[[Expression], str]] = {"Subquery": self._of_sheet, "Window": self._place}
        name = type(node).__name__
        return known[name](node) if name in known else super()._value(node, of)

    def _of_sheet(self, node: Expression) -> str:
        """One value from the rows of a sheet: “矛盾调解”表里调解结果是“成功”的行数."""
        query = part(node, "this", only=("this",))
        _only(query, _SELECT - {"joins"})
        scope = _Scope(_scope(query, self._kinds).sheets, frozenset(), self._scope.sheets)
        words = _Words(self._kinds, scope)
        sheet = next(iter(scope.sheets.values()))
        where = _where(query, words)
        rows = f"“{sheet}”表" + (f"里{where}的行" if where else "")
        if len(query.expressions) != 1:
            raise Unknown
        (what,) = query.expressions
        name = type(what).__name__
        if name == "Count" and type(what.this).__name__ == "Star":
            return f"{rows}{'数' if where else '的行数'}"
        if name == "Anonymous" and str(what.this).lower() == "added" and len(what.expressions) == 1:
            return rows + _AGGREGATES["Sum"].format(words._column(what.expressions[0]))
        if name in _AGGREGATES:
            return rows + _AGGREGATES[name].format(words._column(part(what, "this", only=("this",))))
        raise Unknown

    def _place(self, node: Expression) -> str:
        """Which of the rows that are alike a row is, or how many there are of them."""
        what, by, order = node.this, node.args.get("partition_by"), node.args.get("order")
        others = {key for key, value in node.args.items() if value} - {
            "this",
            "partition_by",
            "order",
            "over",
        }
        if type(what).__name__ != "Count" or type(what.this).__name__ != "Star" or not by or others:
            raise Unknown
        alike = f"{'、'.join(map(self._column, by))}相同的行"
        if not order:
            return f"{alike}数"
        if [str(each.this.name) for each in order.expressions] != list(_OWN):
            raise Unknown
        return f"这一行在{alike}里排第几"


def _parts(query: Expression, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, _Part]]:
    """What a WITH before a SELECT names. Raises Unknown."""
    found = query.args.get("with_") or query.args.get("with")
    for each in found.expressions if found is not None else ():
        inner = each.this
        _only(inner, _SELECT - {"joins"})
        scope = _scope(inner, kinds)
        columns = {}
        for one in inner.expressions:
            column = unlike(one.this if type(one).__name__ == "Alias" else one)
            if type(column).__name__ == "Column":
                columns[str(one.alias_or_name)] = str(column.name)
        sheet = next(iter(scope.sheets.values()))
        yield str(each.alias), _Part(sheet, columns, _where(inner, _Words(kinds, scope)))


def _only(query: Expression, allowed: Collection[str] = _SELECT) -> None:
    """Refuse a SELECT that has more than is put into words. Raises Unknown."""
    used = {key for key, value in query.args.items() if value}
    if type(query).__name__ != "Select" or not used <= set(allowed):
        raise Unknown


def _source(query: Expression) -> Expression:
    found = query.args.get("from_") or query.args.get("from")
    if found is None:
        raise Unknown
    return found.this  # type: ignore[no-any-return]


def _scope(
    query: Expression, kinds: Mapping[str, Kind], parts: Mapping[str, _Part] = MappingProxyType({})
) -> _Scope:
    """The sheets that a SELECT reads, by what it calls them; none twice. Raises Unknown."""
    tables = [_source(query), *(each.this for each in query.args.get("joins") or ())]
    sheets: dict[str, str] = {}
    renamed: dict[str, Mapping[str, str]] = {}
    for each in tables:
        name = str(each.this.name) if type(each).__name__ == "Table" else ""
        called = str(each.alias or name)
        if name in parts:
            sheets[called], renamed[called] = parts[name].sheet, parts[name].columns
        elif name in kinds:
            sheets[called] = name
        else:
            raise Unknown
    if len(set(sheets.values())) != len(tables):
        raise Unknown
    return _Scope(sheets, renamed=renamed)


def _made(query: Expression, words: _Words, *, needed: bool = True) -> list[tuple[str, str]]:
    """The columns that a SELECT makes, with their meaning. Raises Unknown, where they are `needed`."""
    found = []
    for each in query.expressions:
        if type(each).__name__ == "Alias":
            try:
                found.append((str(each.alias), words._value(each.this)))
            except Unknown:
                if needed:
                    raise
    return found


def _where(query: Expression, words: _Words) -> str:
    where = query.args.get("where")
    return words.said(where.this) if where is not None else ""


def _joined(query: Expression, words: _Words, scope: _Scope) -> list[str]:
    """With which rows of other sheets those of the first are compared. Raises Unknown."""
    found = []
    for each in query.args.get("joins") or ():
        used = {key for key, value in each.args.items() if value}
        if used != {"this", "on"}:
            raise Unknown
        sheet = scope.sheets[str(each.this.alias or each.this.this.name)]
        found.append(f"和“{sheet}”表里的行相比（{words.said(each.args['on'])}）")
    return found
