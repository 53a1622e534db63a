"""parameters.yaml of a profile -> the numbers that its checks and figures name, each with its source; and these names in their
words and SQL -> the numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Required, TypedDict

from reportgen.model import Finding, Kind, Parameter
from reportgen.numerals import number_text
from reportgen.profile.queries import PLACEHOLDER
from reportgen.profile.yaml_files import Declaration, Path_, check, read_yaml, unknown
from reportgen.rules import finding

FILE = "parameters.yaml"
_SQL = ("fails", "query", "equation", "where")
_PLAIN = ("example", "sheet", "marks", "by", "severity", "unit", "measure")  # name no parameter
Given = Mapping[str, int | float]


class _Keys(TypedDict, total=False):
    value: Required[float]
    unit: str
    source: Required[str]
    since: date
    law: bool


def read(folder: Path, given: Given) -> tuple[Declaration, dict[str, Parameter], list[Finding]]:
    """Return the parameters of a profile, of which there may be none, with the values that are `given` in their place."""
    name = f"{folder.name}/{FILE}"
    if not (folder / FILE).exists():
        return Declaration(name, {}), {}, []
    declared, findings = read_yaml(folder / FILE, name)
    findings += check(declared, dict[str, _Keys])
    if findings:
        return declared, {}, findings
    found = {each: _parameter(each, keys, given) for each, keys in declared.data.items()}
    return declared, found, list(_wrong(declared, found))


def filled(keys: Mapping[str, Any], parameters: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return what a check or a figure says with the numbers in the place of the parameters' names, and with these names."""
    if not parameters:
        return dict(keys)
    texts = {key: text for key, text in keys.items() if isinstance(text, str) and key not in _PLAIN}
    named = {name for text in texts.values() for name in PLACEHOLDER.findall(text) if name in parameters}
    said = {name: number_text(parameters[name].value) for name in named}
    for name, number in said.items():
        texts = {key: text.replace(f"{{{name}}}", number) for key, text in texts.items()}
    changed = [parameters[name] for name in parameters if name in named and parameters[name].is_changed_law]
    if changed and "basis" in keys:
        texts["basis"] = f"{texts.get('basis', keys['basis'])}；{'，'.join(map(_changed, changed))}"
    return {**keys, **texts, "parameters": tuple(each for each in parameters if each in named)}


def unmet(
    declared: Declaration, path: Path_, keys: Mapping[str, Any], parameters: Mapping[str, Parameter]
) -> Iterator[Finding]:
    """Yield the names in the SQL of a check or a figure that no parameter has."""
    for key in _SQL:
        for name in PLACEHOLDER.findall(str(keys.get(key, ""))):
            if name not in parameters and name != "each":
                yield unknown(declared, (*path, key), "参数", name, parameters)


def clashing(
    declared: Declaration, parameters: Mapping[str, Parameter], kinds: Mapping[str, Kind]
) -> Iterator[Finding]:
    """Yield the parameters that are called like a column, which a sentence names in the same way."""
    columns = {name for kind in kinds.values() for name in kind.fields}
    for name in parameters:
        if name in columns:
            message = f"参数“{name}”和表里的一列同名，提示里分不清"
            yield finding("PRO002", message, declared.place((name,)), fix="给参数换一个名称")


def _parameter(name: str, keys: Mapping[str, Any], given: Given) -> Parameter:
    since = keys.get("since")
    return Parameter(
        name=name,
        value=given.get(name, keys["value"]),
        declared=keys["value"],
        unit=keys.get("unit", ""),
        source=keys["source"],
        since=since.isoformat()[:10] if since else "",
        law=keys.get("law", False),
    )


def _changed(parameter: Parameter) -> str:
    """What stands behind a law's citation where the settings have another number."""
    now, declared = number_text(parameter.value), number_text(parameter.declared)
    return f"法定的是{declared}{parameter.unit}，这里按设置里改的{now}{parameter.unit}核对"


def _wrong(declared: Declaration, parameters: Mapping[str, Parameter]) -> Iterator[Finding]:
    for name, each in parameters.items():
        if not name.strip() or set(name) & set("{}"):
            fix = "名称用文字，不能空着，也不能有大括号"
            yield finding("PRO002", f"“{name}”不能作参数的名称", declared.place((name,)), fix=fix)
        if not (math.isfinite(each.declared) and each.declared >= 0):
            fix = "写成 60 这样的数，不写负数"
            yield finding("PRO002", f"参数“{name}”的值不能用", declared.place((name, "value")), fix=fix)
        if not each.source.strip():
            fix = "写明是哪部法的第几条，或者本方案设定的"
            yield finding("PRO002", f"参数“{name}”没有写出处", declared.place((name, "source")), fix=fix)
