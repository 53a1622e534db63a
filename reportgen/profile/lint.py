"""What a profile declares -> what is wrong with it: names that are not there, conditions that cannot be run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.expressions import expression
from reportgen.ledger import sql_functions as functions
from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import QueryError, of_last_year
from reportgen.model import Check, Field, FigureDefinition, Finding, Kind
from reportgen.patterns import is_pattern
from reportgen.profile.lint_dates import wrong_dates
from reportgen.profile.lint_equations import wrong_each, wrong_equation
from reportgen.profile.lint_made import GIVEN, NO_NAME, circular, wrong_list, wrong_made, wrong_numbers
from reportgen.profile.queries import (
    MEASURE,
    PLACEHOLDER,
    compared,
    measured_field,
    parts,
    selected,
    selecting,
)
from reportgen.profile.terms import LEFT, RIGHT, variants
from reportgen.profile.yaml_files import Declaration, Path_, unknown
from reportgen.rules import RULES, did_you_mean, finding

_Pairs = frozenset[tuple[str, str]]  # of a kind and a field
Reads = dict[str, _Pairs]

_USED_AS_KEY = (
    r"\b{0}\s*(?:=|<>|!=|<|>|IN\b|NOT\s+IN\b)|[=<>]\s*(?:\w+\.)?{0}\b"
    r"|(?:GROUP|PARTITION)\s+BY\s+[^()]*\b{0}\b|\bDISTINCT\s+(?:\w+\.)?{0}\b"
)
_KEYED = expression(_USED_AS_KEY.format("_row"), re.IGNORECASE)
_KEYED_BY_SOURCE = expression(_USED_AS_KEY.format("_source"), re.IGNORECASE)
_BROKEN = "条件的括号不成对，或夹带了注释、分号"


@dataclass(frozen=True, slots=True)
class _Scope:
    """The file at hand, the kinds that it may name, and a ledger of these without a row."""

    declared: Declaration
    kinds: Mapping[str, Kind]
    empty: Ledger


def wrong_kinds(declared: Declaration, kinds: Mapping[str, Kind]) -> Iterable[Finding]:
    """Yield what is wrong with the kinds of sheet."""
    yield from _alike(declared, (), kinds)
    for kind in kinds.values():
        if kind.name.startswith("_") or kind.name.lower().startswith("sqlite"):
            yield finding(
                "PRO002", f"表名“{kind.name}”不能以下划线或 sqlite 开头", declared.place((kind.name,))
            )
        if of_last_year(kind.name) in kinds:
            message = f"表名“{of_last_year(kind.name)}”不能用：核对规则里写它，指的是上年的“{kind.name}”"
            yield finding("PRO002", message, declared.place((of_last_year(kind.name),)))
        for name in (kind.name, *kind.fields):
            if not name.isprintable() or '"' in name:
                yield finding("PRO002", "名称里不能有引号和看不见的字符", declared.place((kind.name,)))
        if not kind.fields:
            yield finding("PRO002", f"“{kind.name}”没有写任何列", declared.place((kind.name, "fields")))
        yield from _alike(declared, (kind.name, "fields"), kind.fields)
        if kind.key and kind.key not in kind.fields:
            yield unknown(declared, (kind.name, "key"), "列", kind.key, kind.fields)
        yield from wrong_dates(declared, kind)
        for name, field in kind.fields.items():
            yield from _wrong_field(declared, (kind.name, "fields", name), name, field, kind.owners)


def lint_figures(
    declared: Declaration,
    kinds: Mapping[str, Kind],
    definitions: Mapping[str, FigureDefinition],
    empty: Ledger,
) -> tuple[Reads, list[Finding]]:
    """Return what each figure reads, by its full name, and what is wrong with the figures."""
    scope = _Scope(declared, kinds, empty)
    reads: Reads = {}
    findings: list[Finding] = []
    for name, definition in definitions.items():
        if wrong_name := _wrong_name(declared, definition):
            findings.append(wrong_name)
        elif definition.ratio is not None or definition.formula:
            findings += wrong_made(declared, definitions, definition)
        else:
            reads[name], wrong = _lint_rows(scope, definition)
            findings += wrong
    findings += circular(declared, definitions)
    sound = not findings
    for name, definition in definitions.items():
        if definition.parts and not sound:
            continue
        if wrong := list(wrong_list(declared, definitions, kinds, definition)):
            findings += wrong
        elif definition.columns:
            reads[name], wrong = _lint_table(scope, definitions, definition)
            findings += wrong
    return reads, findings


def lint_checks(
    declared: Declaration, kinds: Mapping[str, Kind], checks: Mapping[str, Check], empty: Ledger
) -> tuple[Reads, list[Finding]]:
    """Return what each check reads, by its code, and what is wrong with the checks."""
    scope = _Scope(declared, kinds, empty)
    reads: Reads = {}
    findings: list[Finding] = []
    for code, rule in checks.items():
        if code in RULES:
            message = f"编号“{code}”是内置规则的编号，请换一个"
            findings.append(finding("PRO002", message, declared.place((code,))))
        reads[code], wrong = _lint_check(scope, rule)
        findings += wrong
    return reads, findings


def _wrong_field(
    declared: Declaration, path: Path_, name: str, field: Field, owners: Iterable[str]
) -> Iterable[Finding]:
    """What is wrong with a field of a kind."""
    if name.startswith("_"):
        yield finding("PRO002", f"列名“{name}”不能以下划线开头", declared.place(path))
    if field.pattern and not is_pattern(field.pattern):
        yield finding("PRO002", f"“{field.pattern}”不是正确的正则表达式", declared.place((*path, "pattern")))
    if field.enum and field.type != "string":
        yield finding("PRO002", "只有 string 类型的列可以写 enum", declared.place((*path, "enum")))
    for department in set(field.only) - set(owners):
        yield unknown(declared, (*path, "only"), "报送部门", department, owners)
    for target in field.synonyms.values():
        if field.enum and target not in field.enum:
            yield unknown(declared, (*path, "synonyms"), "取值", target, field.enum)


def _wrong_name(declared: Declaration, definition: FigureDefinition) -> Finding | None:
    """What is wrong with a figure's name: a tag could not hold it."""
    if definition.group != "报告" and not NO_NAME.search(definition.group + definition.name):
        return None
    message = f"“{definition.full_name}”不能作名称：分组不能叫“报告”，名称里不能有点、竖线、括号和空格"
    return finding("PRO002", message, declared.place((definition.group, definition.name)))


def _lint_table(
    scope: _Scope, definitions: Mapping[str, FigureDefinition], definition: FigureDefinition
) -> tuple[_Pairs, list[Finding]]:
    """Return what a table reads beside what its columns read, and what is wrong with its condition in their sheets."""
    path = (definition.group, definition.name, "where")
    read: _Pairs = frozenset()
    for part in parts(definitions, definition):
        kind = scope.kinds[part.sheet]
        more, wrong = _lint_sql(scope, path, kind, definition.where, selected(part, "_row"))
        if wrong:
            return frozenset(), wrong
        read |= more | {
            (kind.name, each) for each in (definition.by, definition.within) if each in kind.fields
        }
    return read, []


def _lint_rows(scope: _Scope, definition: FigureDefinition) -> tuple[_Pairs, list[Finding]]:
    """Return what a figure over the rows of a sheet reads, and what is wrong with it."""
    declared, path = scope.declared, (definition.group, definition.name)
    kind = scope.kinds.get(definition.sheet)
    if definition.columns:  # which says nothing of a sheet: its columns do
        return frozenset(), list(_wrong_form(declared, path, definition))
    if kind is None:
        return frozenset(), [unknown(declared, (*path, "sheet"), "表", definition.sheet, scope.kinds)]
    if not MEASURE.fullmatch(definition.measure):
        message = f"measure“{definition.measure}”不认识"
        fix = "写 count(*)、count(distinct 列)、sum(列)、min(列)、max(列) 或 avg(列)；只取一行的值，另写 value: 列"
        return frozenset(), [finding("PRO002", message, declared.place((*path, "measure")), fix=fix)]
    findings = [
        *_wrong_form(declared, path, definition),
        *_wrong_columns(declared, path, definition, kind),
    ]
    measured = measured_field(definition.measure)
    if measured in kind.fields and "distinct" not in definition.measure and kind.fields[measured].personal:
        message = f"“{measured}”是个人信息，只能数有几个不同的"
        return frozenset(), [*findings, finding("PRO002", message, declared.place((*path, "measure")))]
    if measured in kind.fields and "distinct" not in definition.measure and not _is_numeric(kind, measured):
        message = f"“{measured}”不是数，不能这样算"
        fix = "换成一列数；只想知道有几个不同的，写 count(distinct 列)。"
        findings.append(finding("PRO002", message, declared.place((*path, "measure")), fix=fix))
    sql = selected(definition, "_row")
    read, wrong = _lint_sql(scope, (*path, "where"), kind, definition.where, sql)
    if beside := sorted({each for each, _ in read if each not in scope.kinds}):
        message = f"数据项只数本年的表，“{beside[0]}”只有核对规则能看"
        fix = "连同以前几年一起数的，写 years。"
        findings.append(finding("PRO002", message, declared.place((*path, "where")), fix=fix))
    fields = {measured, definition.by, definition.across, definition.within, *definition.rows} & set(
        kind.fields
    )
    return read | {(kind.name, name) for name in fields}, findings + wrong


def _wrong_form(declared: Declaration, path: Path_, definition: FigureDefinition) -> Iterable[Finding]:
    """What is wrong with how a figure is put: its numbers, or two forms at once."""
    if not 1 <= definition.years <= 100:
        yield finding("PRO002", "years 应当是 1 到 100", declared.place((*path, "years")))
    yield from wrong_numbers(declared, path, definition)
    if definition.rows and (definition.by or definition.measure != "count(*)"):
        yield finding("PRO002", "写了 rows，就不能再写 measure、value、by", declared.place(path))


def _wrong_columns(
    declared: Declaration, path: Path_, definition: FigureDefinition, kind: Kind
) -> Iterable[Finding]:
    """What is wrong with the columns that a figure names: none may be unknown, none that it prints personal."""
    named = [("measure", measured_field(definition.measure)), *(("rows", name) for name in definition.rows)]
    for key, name in named:
        if name and name not in kind.fields and name not in GIVEN:
            yield unknown(declared, (*path, key), "列", name, kind.fields)
        elif name and key == "rows" and name in kind.fields and kind.fields[name].personal:
            yield finding("PRO002", f"“{name}”是个人信息，不能印进报告", declared.place((*path, key)))


def _is_numeric(kind: Kind, name: str) -> bool:
    return name in kind.fields and kind.fields[name].type in ("integer", "number")


def _lint_check(scope: _Scope, rule: Check) -> tuple[_Pairs, list[Finding]]:
    """Return what a check reads, and what is wrong with it, or with one of those that it stands for."""
    declared, path = scope.declared, (rule.code,)
    if sum(map(bool, (rule.fails, rule.query, rule.equation))) != 1:
        message = "fails 和 query 要写一个，也只能写一个；写 equation 的，这两样都不写"
        return frozenset(), [finding("PRO002", message, declared.place(path))]
    if rule.all_bodies and not rule.query:
        fix = "各单位的行放在一起比的写 query；一行一行看的，不写 all_bodies"
        message = "all_bodies 只能和 query 一起写"
        return frozenset(), [finding("PRO002", message, declared.place((*path, "all_bodies")), fix=fix)]
    kind = scope.kinds.get(rule.sheet)
    if kind is None:
        return frozenset(), [unknown(declared, (*path, "sheet"), "表", rule.sheet, scope.kinds)]
    if wrong := list(wrong_each(declared, rule, kind)):
        return frozenset(), wrong
    read: _Pairs = frozenset()
    for each in variants(rule):
        more, wrong = _lint_variant(scope, each, kind)
        if wrong:
            return frozenset(), wrong
        read |= more
    return read, []


def _lint_variant(scope: _Scope, rule: Check, kind: Kind) -> tuple[_Pairs, list[Finding]]:
    """Return what one check reads, and what is wrong with it."""
    declared, path = scope.declared, (rule.code,)
    findings = list(wrong_equation(declared, rule, kind))
    if findings:
        return frozenset(), findings
    if rule.marks and rule.marks not in kind.fields:
        findings.append(unknown(declared, (*path, "marks"), "列", rule.marks, kind.fields))
    if wrong_span := _wrong_span(declared, rule, kind):
        return frozenset(), [*findings, wrong_span]
    form = "equation" if rule.equation else "query" if rule.query else "fails"
    read, wrong = _lint_sql(scope, (*path, form), kind, getattr(rule, form), selecting(rule, "_row"))
    return read, [*findings, *(wrong or _wrong_result(scope, rule, kind))]


def _wrong_span(declared: Declaration, rule: Check, kind: Kind) -> Finding | None:
    """What is wrong with the time for which a check holds."""
    if not (rule.since or rule.until or rule.by):
        return None
    if not rule.by or not (rule.since or rule.until):
        fix = "按哪个日期算，写 by: 日期列；从哪天起、到哪天为止，写 from、until"
        return finding("PRO002", "by 要和 from、until 写在一起", declared.place((rule.code,)), fix=fix)
    dates = [name for name, field in kind.fields.items() if field.type == "date"]
    if rule.by not in dates:
        return unknown(declared, (rule.code, "by"), "日期列", rule.by, dates)
    if rule.since and rule.until and rule.since > rule.until:
        message = f"从{rule.since}起，却只到{rule.until}"
        return finding("PRO002", message, declared.place((rule.code, "from")), fix="核对 from 和 until")
    return None


def _wrong_result(scope: _Scope, rule: Check, kind: Kind) -> Iterable[Finding]:
    """What is wrong with what a check selects, and says of it; its SQL can be run."""
    declared = scope.declared
    names = set(scope.empty.views.columns(rule.query) if rule.query else kind.fields)
    for name in ("_source", "_row", *filter(None, (rule.by,))) if rule.query else ():
        if name not in names:
            message = f"query 的结果里缺少“{name}”列"
            yield finding("PRO002", message, declared.place((rule.code, "query")))
    fields = [item for each in scope.kinds.values() for item in each.fields.items()]
    personal = {name for name, field in fields if field.personal}
    names |= {LEFT, RIGHT} if rule.equation else set()
    for name in PLACEHOLDER.findall(rule.says):
        if name in personal:
            message = f"“{name}”是个人信息，不能写进提示"
            yield finding("PRO002", message, declared.place((rule.code, "says")))
        elif name not in names:
            yield unknown(declared, (rule.code, "says"), "列", name, names)


def _lint_sql(scope: _Scope, path: Path_, kind: Kind, written: str, sql: str) -> tuple[_Pairs, list[Finding]]:
    """Return what SQL reads, and what is wrong with it: what is `written` must be whole by itself, lest it break out
    of the statement around it, and name only tables, columns and values that there are.
    """
    place = scope.declared.place(path)
    if not _whole(written):
        return frozenset(), [finding("PRO003", _BROKEN, place)]
    if marks := re.findall('["‘’“”＝；，]', re.sub("'[^']*'", "", sql.replace(f'"{kind.name}"', ""))):
        message = f"条件里的“{marks[0]}”不能用"
        fix = "文字用英文单引号括起来，列名不加引号，符号用英文的"
        return frozenset(), [finding("PRO003", message, place, fix=fix)]
    try:
        read = scope.empty.views.reads(sql)
    except QueryError as error:
        words = [*kind.fields, *scope.kinds, *map(of_last_year, scope.kinds), *functions.NAMES]
        quoted = re.search("“(.*)”", str(error))
        hint = did_you_mean(quoted[1].rsplit(".", 1)[-1], words) if quoted else ""
        return frozenset(), [finding("PRO003", str(error), place, fix=hint)]
    if _KEYED.search(sql) and not _KEYED_BY_SOURCE.search(sql):
        message = "_row 是行号，每张表里都有第2行，单用它认不出是哪一行"
        fix = "和 _source 一起用，如 甲._source = 乙._source AND 甲._row = 乙._row。"
        return frozenset(), [finding("PRO003", message, place, fix=fix)]
    return read, list(_wrong_literals(scope, path, kind, sql))


def _wrong_literals(scope: _Scope, path: Path_, kind: Kind, sql: str) -> Iterable[Finding]:
    """What is wrong with the texts that SQL compares a column with: each must be a value that the column may have."""
    read = [each for each in scope.kinds.values() if each is kind or each.name in sql]
    for name, literals, _ in compared(sql):
        columns = [each.fields[name] for each in read if name in each.fields]
        if any(column.personal for column in columns):
            message = f"“{name}”是个人信息，只能比较两处是否相同，不能与写定的文字比较"
            yield finding("PRO002", message, scope.declared.place(path))
        elif columns and all(column.enum for column in columns):
            allowed = [value for column in columns for value in column.enum]
            for value in literals:
                if value not in allowed:
                    yield unknown(scope.declared, path, f"“{name}”的取值", value, allowed)


def _whole(sql: str) -> bool:
    """Whether SQL ends where it should: brackets in pairs, no comment, no second statement."""
    depth = 0
    bare = re.sub(r"'(?:[^']|'')*'", "''", sql)
    for sign in bare:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0 and not re.search(r"--|/\*|;", bare)


def _alike(declared: Declaration, path: Path_, names: Iterable[str]) -> Iterable[Finding]:
    """The names that SQL cannot tell apart: those that differ in the case of letters only."""
    seen: dict[str, str] = {}
    for name in names:
        if name.lower() in seen:
            message = f"“{name}”和“{seen[name.lower()]}”只差大小写，分不开"
            yield finding("PRO002", message, declared.place((*path, name)))
        seen[name.lower()] = name
