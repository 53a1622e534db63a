"""What a profile declares -> what is wrong with it: names that are not there, conditions that cannot be run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reportgen.ledger import sql_functions as functions
from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import QueryError
from reportgen.model import Check, FigureDefinition, Finding, Kind
from reportgen.profile.queries import MEASURE, PLACEHOLDER, measured_field, selected, selecting
from reportgen.profile.yaml_files import Declaration, Path_
from reportgen.rules import RULES, did_you_mean, finding

Reads = dict[str, frozenset[tuple[str, str]]]

_BROKEN = "条件的括号不成对，或夹带了注释、分号"
_COMPARED = re.compile(
    r"(\w+)\s*(?:=|<>|!=|\s(?:NOT\s+)?IN\s*\()\s*('[^']*'(?:\s*,\s*'[^']*')*)", re.IGNORECASE
)


def wrong_kinds(declared: Declaration, kinds: Mapping[str, Kind]) -> Iterable[Finding]:
    """Yield what is wrong with the kinds of sheet."""
    yield from _alike(declared, (), kinds)
    for kind in kinds.values():
        if kind.name.startswith("_") or kind.name.lower().startswith("sqlite"):
            yield finding(
                "PRO002", f"表名“{kind.name}”不能以下划线或 sqlite 开头", declared.place((kind.name,))
            )
        for name in (kind.name, *kind.fields):
            if not name.isprintable() or '"' in name:
                yield finding("PRO002", "名称里不能有引号和看不见的字符", declared.place((kind.name,)))
        if not kind.fields:
            yield finding("PRO002", f"“{kind.name}”没有写任何列", declared.place((kind.name, "fields")))
        yield from _alike(declared, (kind.name, "fields"), kind.fields)
        if kind.key and kind.key not in kind.fields:
            yield _unknown(declared, (kind.name, "key"), "列", kind.key, kind.fields)
        for name, field in kind.fields.items():
            path = (kind.name, "fields", name)
            if name.startswith("_"):
                yield finding("PRO002", f"列名“{name}”不能以下划线开头", declared.place(path))
            if field.pattern and not _compiles(field.pattern):
                yield finding(
                    "PRO002", f"“{field.pattern}”不是正确的正则表达式", declared.place((*path, "pattern"))
                )
            if field.enum and field.type != "string":
                yield finding("PRO002", "只有 string 类型的列可以写 enum", declared.place((*path, "enum")))
            for target in field.synonyms.values():
                if field.enum and target not in field.enum:
                    yield _unknown(declared, (*path, "synonyms"), "取值", target, field.enum)


def wrong_definitions(
    declared: Declaration,
    kinds: Mapping[str, Kind],
    definitions: Mapping[str, FigureDefinition],
    empty: Ledger,
    reads: Reads,
) -> Iterable[Finding]:
    """Yield what is wrong with the figures, and note in `reads` what each of them reads."""
    for definition in definitions.values():
        path: Path_ = (definition.group, definition.name)
        if re.search(r"[.|{}｛｝｜#^/\s]", definition.group + definition.name) or definition.group == "报告":
            message = (
                f"“{definition.full_name}”不能作名称：分组不能叫“报告”，名称里不能有点、竖线、括号和空格"
            )
            yield finding("PRO002", message, declared.place(path))
            continue
        if definition.ratio:
            names = [
                each.name
                for each in definitions.values()
                if each.group == definition.group and not (each.ratio or each.by or each.rows)
            ]
            if definition.where or definition.by or definition.rows or definition.years != 1:
                yield finding("PRO002", "写了 ratio，就不能再写 where、by、rows、years", declared.place(path))
            if len(definition.ratio) != 2:
                yield finding(
                    "PRO002", "ratio 要写两个数据项：[分子, 分母]", declared.place((*path, "ratio"))
                )
            yield from (
                _unknown(declared, (*path, "ratio"), "数据项", name, names)
                for name in definition.ratio
                if name not in names
            )
            continue
        if definition.sheet not in kinds:
            yield _unknown(declared, (*path, "sheet"), "表", definition.sheet, kinds)
            continue
        kind = kinds[definition.sheet]
        if not MEASURE.fullmatch(definition.measure):
            message = f"measure“{definition.measure}”不认识"
            fix = "写 count(*)、count(distinct 列)、sum(列)、min(列)、max(列) 或 avg(列)"
            yield finding("PRO002", message, declared.place((*path, "measure")), fix=fix)
            continue
        if not 1 <= definition.years <= 100:
            yield finding("PRO002", "years 应当是 1 到 100", declared.place((*path, "years")))
        if not 0 <= definition.decimals <= 6:
            yield finding("PRO002", "decimals 应当是 0 到 6", declared.place((*path, "decimals")))
        forms = [definition.measure != "count(*)", bool(definition.by), bool(definition.rows)]
        if sum(forms) > 1:
            yield finding("PRO002", "measure、by、rows 只能写一个", declared.place(path))
        measured = measured_field(definition.measure)
        known = [*kind.fields, "_year", "_department"]
        for key, name in (
            ("measure", measured),
            ("by", definition.by),
            *(("rows", name) for name in definition.rows),
        ):
            if name and name not in known:
                yield _unknown(declared, (*path, key), "列", name, kind.fields)
            elif name and key != "measure" and name in kind.fields and kind.fields[name].personal:
                yield finding("PRO002", f"“{name}”是个人信息，不能印进报告", declared.place((*path, key)))
        numeric = measured in kind.fields and kind.fields[measured].type in ("integer", "number")
        if (
            measured in kind.fields
            and kind.fields[measured].personal
            and "distinct" not in definition.measure
        ):
            message = f"“{measured}”是个人信息，只能数有几个不同的"
            yield finding("PRO002", message, declared.place((*path, "measure")))
            continue
        if measured and not numeric and "distinct" not in definition.measure:
            yield finding("PRO002", f"“{measured}”不是数，不能这样算", declared.place((*path, "measure")))
        reader, path = definition.full_name, (*path, "where")
        sql = selected(definition, "_row")
        yield from _wrong_sql(declared, path, definition.where, sql, kinds, kind, empty, reads, reader)
        fields = {measured, definition.by, *definition.rows} & set(kind.fields)
        reads[definition.full_name] = reads.get(definition.full_name, frozenset()) | {
            (kind.name, name) for name in fields
        }


def wrong_checks(
    declared: Declaration,
    kinds: Mapping[str, Kind],
    checks: Mapping[str, Check],
    empty: Ledger,
    reads: Reads,
) -> Iterable[Finding]:
    """Yield what is wrong with the checks, and note in `reads` what each of them reads."""
    for rule in checks.values():
        path: Path_ = (rule.code,)
        if rule.code in RULES:
            yield finding("PRO002", f"编号“{rule.code}”是内置规则的编号，请换一个", declared.place(path))
        if bool(rule.fails) == bool(rule.query):
            yield finding("PRO002", "fails 和 query 要写一个，也只能写一个", declared.place(path))
            continue
        if rule.sheet not in kinds:
            yield _unknown(declared, (*path, "sheet"), "表", rule.sheet, kinds)
            continue
        kind = kinds[rule.sheet]
        if rule.marks and rule.marks not in kind.fields:
            yield _unknown(declared, (*path, "marks"), "列", rule.marks, kind.fields)
        sql, written = selecting(rule, "_row"), rule.query or rule.fails
        below = (*path, "query" if rule.query else "fails")
        wrong = list(_wrong_sql(declared, below, written, sql, kinds, kind, empty, reads, rule.code))
        yield from wrong
        if wrong:
            continue
        names = set(kind.fields)
        if rule.query:
            names = set(empty.views.columns(rule.query))
            for name in ("_source", "_row"):
                if name not in names:
                    yield finding("PRO002", f"query 的结果里缺少“{name}”列", declared.place((*path, "query")))
        personal = {name for each in kinds.values() for name, field in each.fields.items() if field.personal}
        for name in PLACEHOLDER.findall(rule.says):
            if name in personal:
                yield finding("PRO002", f"“{name}”是个人信息，不能写进提示", declared.place((*path, "says")))
            elif name not in names:
                yield _unknown(declared, (*path, "says"), "列", name, names)


def _wrong_sql(
    declared: Declaration,
    path: Path_,
    written: str,
    sql: str,
    kinds: Mapping[str, Kind],
    kind: Kind,
    empty: Ledger,
    reads: Reads,
    reader: str,
) -> Iterable[Finding]:
    """What is wrong with SQL: what is `written` must be whole by itself, lest it break out of the statement around
    it, and name only tables, columns and values that there are. What it reads is noted for its `reader`.
    """
    if not _whole(written):
        yield finding("PRO003", _BROKEN, declared.place(path))
        return
    if marks := re.findall('["‘’“”＝；，]', re.sub("'[^']*'", "", sql.replace(f'"{kind.name}"', ""))):
        message = f"条件里的“{marks[0]}”不能用"
        fix = "文字用英文单引号括起来，列名不加引号，符号用英文的"
        yield finding("PRO003", message, declared.place(path), fix=fix)
        return
    try:
        reads[reader] = empty.views.reads(sql)
    except QueryError as error:
        words = [*kind.fields, *kinds, *functions.NAMES]
        quoted = re.search("“(.*)”", str(error))
        hint = did_you_mean(quoted[1].rsplit(".", 1)[-1], words) if quoted else ""
        yield finding("PRO003", str(error), declared.place(path), fix=hint)
        return
    read = [each for each in kinds.values() if each is kind or each.name in sql]
    for name, literals in _COMPARED.findall(sql):
        columns = [each.fields[name] for each in read if name in each.fields]
        if any(column.personal for column in columns):
            message = f"“{name}”是个人信息，只能比较两处是否相同，不能与写定的文字比较"
            yield finding("PRO002", message, declared.place(path))
            continue
        allowed = [value for column in columns for value in column.enum]
        if all(column.enum for column in columns):
            for value in re.findall("'([^']*)'", literals):
                if columns and value not in allowed:
                    yield _unknown(declared, path, f"“{name}”的取值", value, allowed)


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


def _unknown(declared: Declaration, path: Path_, what: str, name: str, names: Iterable[str]) -> Finding:
    listed = [each for each in names if not each.startswith("_")]
    fix = did_you_mean(name, listed) or f"可以写：{'、'.join(listed[:20])}"
    return finding("PRO002", f"没有叫“{name}”的{what}", declared.place(path), fix=fix)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True
