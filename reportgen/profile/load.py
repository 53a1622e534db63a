"""A profile's folder -> what one kind of report needs, or findings with file, line and suggestion."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, Required, TypedDict

from reportgen.ledger import writing as posting
from reportgen.model import Check, Field, FigureDefinition, Finding, Kind, Profile
from reportgen.profile import lint
from reportgen.profile.yaml_files import check, read_yaml
from reportgen.rules import finding


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
    findings = list(lint.wrong_kinds(sheets, kinds))
    if findings:
        return None, findings
    with posting.in_memory(kinds) as empty:
        empty.views.scope(0)
        read_by_figures, wrong_figures = lint.lint_figures(figures, kinds, definitions, empty)
        read_by_checks, wrong_checks = lint.lint_checks(checks, kinds, rules, empty)
    if wrong_figures or wrong_checks:
        return None, wrong_figures + wrong_checks
    digest = hashlib.sha256(
        json.dumps([asdict(kind) for kind in kinds.values()], ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    return Profile(
        reads=read_by_figures | read_by_checks,
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


def _kind(name: str, keys: Any) -> Kind:
    fields = {
        field_name: Field(
            **{**_tuples(field_keys), "unit": unicodedata.normalize("NFKC", field_keys.get("unit", ""))}
        )
        for field_name, field_keys in keys["fields"].items()
    }
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
