"""What is wrong with the figures of a profile that are made of other figures, and with lists by a column and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen import arithmetic
from reportgen.definitions import called
from reportgen.expressions import expression
from reportgen.model import COUNT, DEPARTMENT, TOTAL, UNIT, YEAR, FigureDefinition, Finding, Kind
from reportgen.profile.queries import SINGLE, parts
from reportgen.profile.yaml_files import Declaration, Path_, unknown
from reportgen.rules import finding

Figures = Mapping[str, FigureDefinition]
NO_NAME = expression(r"[.|{}｛｝｜#^/\s]")
_OF_ENTRIES = ("序号", "中文序号", "末项", "名次")  # which every entry knows
GIVEN = (DEPARTMENT, YEAR, UNIT)  # columns that every sheet has


def wrong_made(declared: Declaration, figures: Figures, definition: FigureDefinition) -> Iterator[Finding]:
    """Yield what is wrong with a rate or a formula."""
    path: Path_ = (definition.group, definition.name)
    form = "ratio" if definition.ratio is not None else "formula"
    others = (definition.where, definition.by, definition.rows, definition.within, definition.columns)
    if any(others) or definition.years != 1 or definition.measure != "count(*)":
        message = f"写了 {form}，就不能再写 where、by、rows、years、measure、value"
        yield finding("PRO002", message, declared.place(path), fix="条件写在它用到的各个数据项里。")
    if definition.ratio is not None and definition.formula:
        yield finding("PRO002", "ratio 和 formula 只能写一个", declared.place(path))
    elif definition.ratio is not None:
        yield from _wrong_ratio(declared, figures, definition)
    else:
        yield from _wrong_formula(declared, figures, definition)
    yield from wrong_numbers(declared, path, definition)


def wrong_numbers(declared: Declaration, path: Path_, definition: FigureDefinition) -> Iterator[Finding]:
    """Yield what is wrong with how a number is printed."""
    if definition.decimals is not None and not 0 <= definition.decimals <= 6:
        yield finding("PRO002", "decimals 应当是 0 到 6", declared.place((*path, "decimals")))
    if definition.zeros and not definition.decimals:
        message, fix = "写了 zeros: keep，没有写保留几位小数", "加上 decimals，如 decimals: 2。"
        yield finding("PRO002", message, declared.place((*path, "zeros")), fix=fix)


def _wrong_ratio(declared: Declaration, figures: Figures, definition: FigureDefinition) -> Iterator[Finding]:
    path: Path_ = (definition.group, definition.name)
    own = [each for each in figures.values() if each.group == definition.group]
    names = [each.name for each in own if not (each.ratio or each.is_list) and each is not definition]
    if len(definition.ratio or ()) != 2:
        yield finding("PRO002", "ratio 要写两个数据项：[分子, 分母]", declared.place((*path, "ratio")))
    for name in definition.ratio or ():
        if name not in names:
            yield unknown(declared, (*path, "ratio"), "数据项", name, names)


def _wrong_formula(
    declared: Declaration, figures: Figures, definition: FigureDefinition
) -> Iterator[Finding]:
    path: Path_ = (definition.group, definition.name, "formula")
    try:
        arithmetic.tree(definition.formula)
    except ValueError as error:
        message = f"公式“{definition.formula}”不对：{error}"
        fix = "写数据项的名称和 + - * / ( )，如 学生.总数 / 教师.总数；要乘一百的百分率用 ratio。"
        yield finding("PRO002", message, declared.place(path), fix=fix)
        return
    names = {
        each.full_name.removeprefix(f"{definition.group}."): each
        for each in figures.values()
        if not each.is_list and each is not definition
    }
    names |= {each.full_name: each for each in names.values()}
    for name in arithmetic.names(definition.formula):
        if name not in names:
            yield unknown(declared, path, "数据项", name, names)


def circular(declared: Declaration, figures: Figures) -> Iterator[Finding]:
    """Yield the figures that are made of themselves, by whatever way."""
    for name, definition in figures.items():
        seen, ahead = set[str](), list(definition.parts)
        while (
            ahead and name not in definition.parts
        ):  # which has been told: it is none of those that it may name
            part = ahead.pop()
            if part == name:
                message = f"“{name}”要用“{name}”自己来算"
                yield finding("PRO002", message, declared.place((definition.group, definition.name)))
                break
            if part not in seen and part in figures:
                seen.add(part)
                ahead += figures[part].parts


def wrong_list(
    declared: Declaration, figures: Figures, kinds: Mapping[str, Kind], definition: FigureDefinition
) -> Iterator[Finding]:
    """Yield what is wrong with a list by a column, and with what only such a list may say."""
    path: Path_ = (definition.group, definition.name)
    if not definition.by:
        for key in ("within", "columns", "order", "top", "total", "present"):
            if getattr(definition, key):
                yield finding("PRO002", f"写了 {key}，没有写 by", declared.place((*path, key)))
        return
    if definition.rows:  # which has been told
        return
    wrong = [*_wrong_columns(declared, path, figures, definition)]
    yield from wrong
    if wrong:
        return
    leaves = parts(figures, definition)
    for key, name in _grouped_by(definition):
        yield from _wrong_field(declared, (*path, key), kinds, leaves, name)
    if definition.within and definition.within not in (
        each.by
        for each in figures.values()
        if each.group == definition.group and not each.within and not each.across
    ):
        within = called(definition.within)
        fix = f"在“{definition.group}”里加一个清单，如 按{within}: {{by: {within}}}，把它写在那个清单里面。"
        message = f"没有按“{within}”列的清单，within 没有地方可写"
        yield finding("PRO002", message, declared.place((*path, "within")), fix=fix)
    yield from _wrong_names(declared, path, kinds, definition, leaves)
    yield from _wrong_order(declared, path, definition, kinds, leaves)


def _grouped_by(definition: FigureDefinition) -> list[tuple[str, str]]:
    """The columns that make groups, each with its key."""
    named = (("by", definition.by), ("by", definition.across), ("within", definition.within))
    return [(key, name) for key, name in named if name]


def _wrong_columns(
    declared: Declaration, path: Path_, figures: Figures, definition: FigureDefinition
) -> Iterator[Finding]:
    """What is wrong with the figures that are the columns of a table."""
    if len({name for _, name in _grouped_by(definition)}) < len(_grouped_by(definition)):
        yield finding("PRO002", "by 和 within 里的列各不相同", declared.place((*path, "by")))
    if definition.columns and (definition.across or definition.measure != "count(*)"):
        message = "写了 columns，就不能再写 measure、value，by 也只能写一列"
        yield finding("PRO002", message, declared.place((*path, "columns")))
    if definition.within and definition.across:
        yield finding("PRO002", "写了 within，by 只能写一列", declared.place((*path, "within")))
    own = [each for each in figures.values() if each.group == definition.group and not each.is_list]
    names = {each.name for each in own}
    for name in dict(definition.columns).values():
        if name not in names:
            yield unknown(declared, (*path, "columns"), f"“{definition.group}”的数据项", name, names)
        elif definition.total and figures[f"{definition.group}.{name}"].measure.startswith(SINGLE):
            message = f"“{name}”取的是一行的值，加不成合计"
            fix = "合计要加起来的，把它的 value: 列 改成 measure: sum(列)。"
            yield finding("PRO002", message, declared.place((*path, "total")), fix=fix)


def _wrong_field(
    declared: Declaration,
    path: Path_,
    kinds: Mapping[str, Kind],
    leaves: Sequence[FigureDefinition],
    name: str,
) -> Iterator[Finding]:
    """What is wrong with a column by which groups are made: each sheet must have it, and it must not be personal."""
    for sheet in dict.fromkeys(each.sheet for each in leaves):
        kind = kinds.get(sheet)
        if kind is None or name in GIVEN:
            continue
        if name not in kind.fields:
            yield unknown(
                declared, path, f"列（“{sheet}”表）" if len(leaves) > 1 else "列", name, kind.fields
            )
        elif kind.fields[name].personal:
            yield finding("PRO002", f"“{name}”是个人信息，不能印进报告", declared.place(path))


def _wrong_names(
    declared: Declaration,
    path: Path_,
    kinds: Mapping[str, Kind],
    definition: FigureDefinition,
    leaves: Sequence[FigureDefinition],
) -> Iterator[Finding]:
    """What is wrong with the names that an entry knows: no two may be the same, and tags must hold them."""
    across = _values(kinds, leaves, definition.across)
    headings = [*dict(definition.columns), *across]
    taken = {*_OF_ENTRIES, definition.by, definition.within}
    for name in headings:
        if NO_NAME.search(name) and name in dict(definition.columns):
            message = f"“{name}”不能作名称：名称里不能有点、竖线、括号和空格"
            yield finding("PRO002", message, declared.place((*path, "columns")))
        if name in taken:
            message = f"“{name}”在清单的一条里已经是别的名称"
            yield finding(
                "PRO002", message, declared.place((*path, "columns" if definition.columns else "by"))
            )
    if definition.total and TOTAL in (*across, *_values(kinds, leaves, definition.by)):
        message = f"列的取值里已经有“{TOTAL}”，再写 total: true 就有两个“{TOTAL}”"
        fix = "删去 total: true，印部门填的合计；或在 where 里去掉合计，由程序来加。"
        yield finding("PRO002", message, declared.place((*path, "total")), fix=fix)


def _wrong_order(
    declared: Declaration,
    path: Path_,
    definition: FigureDefinition,
    kinds: Mapping[str, Kind],
    leaves: Sequence[FigureDefinition],
) -> Iterator[Finding]:
    """What is wrong with the order of the entries, and with how many of them are asked for."""
    name = definition.order.lstrip("-")
    known = [definition.by, *dict(definition.columns), *_values(kinds, leaves, definition.across)]
    known += [COUNT] if not definition.columns and not definition.across else []
    known += [TOTAL] if definition.across and definition.total else []
    if definition.order and name not in known:
        yield unknown(declared, (*path, "order"), "可以排序的列", name, known)
    if definition.top < 0:
        yield finding("PRO002", "top 应当是 1 以上的整数", declared.place((*path, "top")))
    elif definition.top and not definition.order:
        fix = f"加上 order: 按哪一列排，从大到小的前面加减号，如 order: -{known[1] if len(known) > 1 else known[0]}。"
        yield finding("PRO002", "写了 top，没有写按什么排", declared.place((*path, "top")), fix=fix)
    elif definition.top and definition.total and not definition.across:
        message = (
            f"写了 top 又写 total：只列前{definition.top}名，“{TOTAL}”却是全部的，列出的几行加起来不等于它"
        )
        fix = "要合计的，删去 top，各行都列出来；只列前几名的，删去 total，全部的数在表外用它自己的标签印。"
        yield finding("PRO002", message, declared.place((*path, "total")), fix=fix)


def _values(kinds: Mapping[str, Kind], leaves: Iterable[FigureDefinition], name: str) -> list[str]:
    """The values that are declared for a column."""
    fields = [kinds[each.sheet].fields.get(name) for each in leaves if each.sheet in kinds]
    found = dict.fromkeys(value for field in fields if field for value in field.enum)
    return [*found, *(("是", "否") if any(field and field.type == "boolean" for field in fields) else ())]
