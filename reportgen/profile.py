"""A profile's folder -> what one kind of report needs, or findings with file, line and suggestion."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, Required, TypedDict

from reportgen import functions, ledger
from reportgen.declaration import Declaration, Path_, check, did_you_mean, read_yaml
from reportgen.model import Check, Field, FigureDefinition, Finding, Kind, Profile
from reportgen.rules import RULES, finding
from reportgen.views import QueryError


class _FieldKeys(TypedDict, total=False):
    type: Required[Literal["string", "integer", "number", "date", "boolean"]]
    required: bool
    unique: bool
    personal: bool
    enum: list[str]
    minimum: float
    maximum: float
    pattern: str
    unit: str
    aliases: list[str]
    synonyms: dict[str, str]  # fmt: skip


_KindKeys = TypedDict(
    "_KindKeys",
    {"title": Required[str], "from": list[str], "key": str, "fields": Required[dict[str, _FieldKeys]]},
    total=False,
)


class _FigureKeys(TypedDict, total=False):
    sheet: str
    measure: str
    where: str
    unit: str
    ratio: list[str]
    by: str
    rows: list[str]
    years: int
    decimals: int
    empty: str
    qualifier: str  # fmt: skip


class _CheckKeys(TypedDict, total=False):
    title: Required[str]
    sheet: Required[str]
    fails: str
    query: str
    marks: str
    severity: Required[Literal["error", "warning"]]
    says: Required[str]
    example: str
    basis: str
    fix: str  # fmt: skip


_MEASURE = re.compile(r"count\(\*\)|(count\(distinct|sum\(|min\(|max\(|avg\()\s*([^()\s]+)\s*\)")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_COMPARED = re.compile(
    r"(\w+)\s*(?:=|<>|!=|\s(?:NOT\s+)?IN\s*\()\s*('[^']*'(?:\s*,\s*'[^']*')*)", re.IGNORECASE
)


def load(folder: Path) -> tuple[Profile | None, list[Finding]]:
    """Read a profile; None where it has any mistake, and then all of them as findings."""
    sheets, findings = read_yaml(folder / "sheets.yaml", f"{folder.name}/sheets.yaml")
    figures, more = read_yaml(folder / "figures.yaml", f"{folder.name}/figures.yaml")
    checks, most = read_yaml(folder / "checks.yaml", f"{folder.name}/checks.yaml")
    findings += more + most
    findings += check(sheets, dict[str, _KindKeys])
    findings += check(figures, dict[str, dict[str, _FigureKeys]])
    findings += check(checks, dict[str, _CheckKeys])
    try:
        template = (folder / "report.docx").read_bytes()
    except OSError:
        template = b""
        findings.append(finding("TPL008", f"{folder.name}/report.docx 不存在或读不了"))
    if findings:
        return None, findings
    kinds = {name: _kind(name, keys) for name, keys in sheets.data.items()}
    definitions = {
        f"{group}.{name}": _definition(group, name, keys)
        for group, members in figures.data.items()
        for name, keys in members.items()
    }
    rules = {code: Check(code=code, **keys) for code, keys in checks.data.items()}
    findings = [*_wrong_kinds(sheets, kinds), *_alike(sheets, (), kinds)]
    if findings:
        return None, findings
    with ledger.in_memory(kinds) as empty:
        empty.views.scope(0)
        findings += _wrong_definitions(figures, kinds, definitions, empty)
        findings += _wrong_checks(checks, kinds, rules, empty)
        if findings:
            return None, findings
        reads = _reads(definitions.values(), rules.values(), empty)
    digest = hashlib.sha256(
        json.dumps([asdict(kind) for kind in kinds.values()], ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    return Profile(
        reads=reads,
        name=folder.name,
        kinds=kinds,
        figures=definitions,
        checks=rules,
        template=template,
        digest=digest,
    ), []


def declared(folder: Path) -> list[FigureDefinition]:
    """Return the figures that a profile names, as far as they can be told while it still has mistakes."""
    data = read_yaml(folder / "figures.yaml", folder.name)[0].data
    found = []
    for group, members in data.items() if isinstance(data, dict) else ():
        for name, keys in members.items() if isinstance(members, dict) else ():
            keys = keys if isinstance(keys, dict) else {}
            rows = keys.get("rows")
            rows = tuple(map(str, rows)) if isinstance(rows, list) else ()
            found.append(
                FigureDefinition(
                    group=str(group), name=str(name), sheet=str(group), rows=rows, by=str(keys.get("by", ""))
                )
            )
    return found


def measured_field(measure: str) -> str:
    """Return the field that a measure works on: `sum(人数)` -> `人数`, `count(*)` -> an empty string."""
    match = _MEASURE.fullmatch(measure)
    return (match[2] or "") if match else ""


def selected(definition: FigureDefinition, columns: str) -> str:
    """Return the SELECT of a figure's rows in the order of the sheets."""
    where = f" WHERE ({definition.where})" if definition.where else ""
    return f'SELECT {columns} FROM "{definition.sheet}"{where}'


def selecting(check: Check, columns: str = "*") -> str:
    """Return the SELECT of the rows that a check finds wrong."""
    return check.query or f'SELECT {columns} FROM "{check.sheet}" WHERE ({check.fails})'


def _kind(name: str, keys: Any) -> Kind:
    fields = {field_name: Field(**_tuples(field_keys)) for field_name, field_keys in keys["fields"].items()}
    return Kind(
        name=name,
        title=keys["title"],
        owners=tuple(keys.get("from", ())),
        key=keys.get("key", ""),
        fields=fields,
    )


def _definition(group: str, name: str, keys: Any) -> FigureDefinition:
    return FigureDefinition(group=group, name=name, **{"sheet": group, **_tuples(keys)})


def _tuples(keys: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in keys.items()}


def _reads(
    definitions: Iterable[FigureDefinition], checks: Iterable[Check], empty: ledger.Ledger
) -> dict[str, frozenset[tuple[str, str]]]:
    """The (kind, field) pairs that each figure, by its full name, and each check, by its code, reads."""
    reads = {}
    for definition in definitions:
        if not definition.ratio:
            fields = [measured_field(definition.measure), definition.by, *definition.rows]
            columns = ", ".join(["_row", *(f'"{name}"' for name in fields if name)])
            reads[definition.full_name] = empty.views.reads(selected(definition, columns))
    for rule in checks:
        reads[rule.code] = empty.views.reads(selecting(rule, "_row"))
    return reads


def _wrong_kinds(declared: Declaration, kinds: Mapping[str, Kind]) -> Iterable[Finding]:
    for kind in kinds.values():
        if kind.name.startswith("_") or kind.name.lower().startswith("sqlite"):
            yield finding(
                "PRO002", f"表名“{kind.name}”不能以下划线或 sqlite 开头", declared.place((kind.name,))
            )
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


def _wrong_definitions(
    declared: Declaration,
    kinds: Mapping[str, Kind],
    definitions: Mapping[str, FigureDefinition],
    empty: ledger.Ledger,
) -> Iterable[Finding]:
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
        if not _MEASURE.fullmatch(definition.measure):
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
        if measured in kind.fields and not numeric and "distinct" not in definition.measure:
            yield finding("PRO002", f"“{measured}”不是数，不能这样算", declared.place((*path, "measure")))
        if not _whole(definition.where):
            yield finding("PRO003", "条件的括号不成对，或夹带了注释、分号", declared.place((*path, "where")))
            continue
        yield from _wrong_sql(declared, (*path, "where"), selected(definition, "_row"), kinds, kind, empty)


def _wrong_checks(
    declared: Declaration, kinds: Mapping[str, Kind], checks: Mapping[str, Check], empty: ledger.Ledger
) -> Iterable[Finding]:
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
        if not _whole(rule.fails):
            yield finding("PRO003", "条件的括号不成对，或夹带了注释、分号", declared.place((*path, "fails")))
            continue
        sql = selecting(rule, "_row")
        wrong = list(
            _wrong_sql(declared, (*path, "query" if rule.query else "fails"), sql, kinds, kind, empty)
        )
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
        for name in _PLACEHOLDER.findall(rule.says):
            if name in personal:
                yield finding("PRO002", f"“{name}”是个人信息，不能写进提示", declared.place((*path, "says")))
            elif name not in names:
                yield _unknown(declared, (*path, "says"), "列", name, names)


def _wrong_sql(
    declared: Declaration, path: Path_, sql: str, kinds: Mapping[str, Kind], kind: Kind, empty: ledger.Ledger
) -> Iterable[Finding]:
    """What the SQL names that is not there: tables, columns, and values that no enumeration holds."""
    if not _whole(sql):
        yield finding("PRO003", "条件的括号不成对，或夹带了注释、分号", declared.place(path))
        return
    if marks := re.findall('["‘’“”＝；，]', re.sub("'[^']*'", "", sql.replace(f'"{kind.name}"', ""))):
        message = f"条件里的“{marks[0]}”不能用"
        fix = "文字用英文单引号括起来，列名不加引号，符号用英文的"
        yield finding("PRO003", message, declared.place(path), fix=fix)
        return
    try:
        empty.views.reads(sql)
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
