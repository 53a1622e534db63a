"""A profile's folder -> what one kind of report needs, or findings with file, line and suggestion."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Required, TypedDict

from reportgen.definitions import CALLED
from reportgen.ledger import writing as posting
from reportgen.model import Check, Field, FigureDefinition, Finding, Kind, Parameter, Place, Profile
from reportgen.profile import check_files, lint
from reportgen.profile import parameters as parameter_files
from reportgen.profile.lint_dates import undated
from reportgen.profile.lint_negations import reversed_names
from reportgen.profile.lint_shares import misnamed, wrong_shares
from reportgen.profile.lint_sqlite import unsteady
from reportgen.profile.papers import FIRST
from reportgen.profile.parameters import Given
from reportgen.profile.yaml_files import Declaration, check, read_yaml
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
    synonyms: dict[str, str]
    as_of: str
    open: str
    example: str
    only: list[str]  # fmt: skip


_KindKeys = TypedDict(
    "_KindKeys",
    {
        "title": Required[str],
        "from": list[str],
        "key": str,
        "period": str,
        "since": str,
        "fields": Required[dict[str, _FieldKeys]],
    },
    total=False,
)


class _FigureKeys(TypedDict, total=False):
    sheet: str
    measure: str
    where: str
    unit: str
    ratio: list[str]
    value: str
    formula: str
    by: str | list[str]
    within: str
    columns: dict[str, str] | list[str]
    order: str
    top: int
    total: bool
    present: bool
    rows: list[str]
    years: int
    decimals: int
    zeros: Literal["keep"]
    blank: Literal["keep"]
    empty: str
    qualifier: str  # fmt: skip


_FromKeys = TypedDict("_FromKeys", {"from": date}, total=False)


class _CheckKeys(_FromKeys, total=False):
    title: Required[str]
    sheet: Required[str]
    fails: str
    query: str
    as_written: bool
    all_bodies: bool
    whole_years: bool
    marks: str
    severity: Required[Literal["error", "warning"]]
    says: str
    equation: str
    each: list[str]
    example: str
    basis: str
    fix: str
    until: date
    by: str  # fmt: skip


class _Files(NamedTuple):
    """What the files of a profile say."""

    sheets: Declaration
    figures: Declaration
    checks: Declaration


def load(
    folder: Path, given: Given = MappingProxyType({}), paper: str = FIRST
) -> tuple[Profile | None, list[Finding]]:
    """Read a profile, with the template in the file `paper` and parameters of the values that are `given`; None where it
    has any mistake, and then all of them as findings. What a process has read it does not read again while no file says
    otherwise.
    """
    profile, findings = _load(_Folder(folder.name, folder), contents(folder), tuple(sorted(given.items())))
    template, missing = _template(folder, paper)
    if profile is None or template is None:
        return None, [*findings, *missing]
    return replace(profile, template=template, paper=paper), []


def contents(folder: Path, *papers: str) -> str:
    """Return a digest of a profile's declarations, and of its templates those of `papers`."""
    digest = hashlib.sha256()
    for file in (*sorted(folder.rglob("*.yaml")), *(folder / paper for paper in papers)):
        with suppress(OSError):
            content = file.read_bytes()
            digest.update(b"%s %d %b" % (os.fsencode(file.relative_to(folder)), len(content), content))
    return digest.hexdigest()


def _template(folder: Path, paper: str) -> tuple[bytes | None, list[Finding]]:
    try:
        return (folder / paper).read_bytes(), []
    except OSError:
        fix = f"把 Word 模板放进报告方案的文件夹“{folder.name}”，文件名写 {paper}。"
        message = f"报告方案里没有 {paper}，或者没有权限读它"
        return None, [finding("TPL008", message, Place(f"{folder.name}/{paper}"), fix=fix)]


@dataclass(frozen=True)
class _Folder:
    """The folder of a profile, which is any other's of its name while the same stands in both."""

    name: str
    path: Path = field(compare=False)


@lru_cache(maxsize=4)
def _load(
    named: _Folder, now: str, given: tuple[tuple[str, float], ...]
) -> tuple[Profile | None, Sequence[Finding]]:
    """A profile but for its template; `now` says what its declarations are now."""
    folder = named.path
    files, findings = _read(folder, _sheets(named, now))
    declared, parameters, wrong = parameter_files.read(folder, dict(given))
    findings += wrong
    if findings:
        return None, findings
    kinds = {name: _kind(name, keys) for name, keys in files.sheets.data.items()}
    definitions = _definitions(files.figures.data, parameters, kinds)
    checks = {
        code: _check(code, _file(files.checks, code), parameter_files.filled(keys, parameters))
        for code, keys in files.checks.data.items()
    }
    findings = [
        *lint.wrong_kinds(files.sheets, kinds),
        *parameter_files.clashing(declared, parameters, kinds),
        *_unmet(files, parameters),
    ]
    if findings:
        return None, findings
    reads, findings = _lint(files, kinds, definitions, checks)
    if findings:
        return None, findings
    return Profile(
        name=folder.name,
        kinds=kinds,
        figures=definitions,
        checks=checks,
        reads=reads,
        template=b"",
        digest=digest(kinds),
        doubts=(
            *undated(files.sheets, kinds, definitions, reads),
            *unsteady(files.figures, definitions, files.checks, checks, kinds),
        ),
        parameters=parameters,
    ), []


def declared(folder: Path) -> list[FigureDefinition]:
    """Return the figures that a profile names, as far as they can be told while it still has mistakes."""
    data = read_yaml(folder / "figures.yaml", folder.name)[0].data
    found = []
    for group, members in data.items() if isinstance(data, dict) else ():
        for name, keys in members.items() if isinstance(members, dict) else ():
            keys = keys if isinstance(keys, dict) else {}
            said = {key: keys[key] for key in ("by", "within", "columns", "rows") if keys.get(key)}
            found.append(_figure(str(group), str(name), said))
    return found


def owed_by(folder: Path) -> dict[str, list[str]]:
    """Return what each department owes as the sheets of a profile say, which may have mistakes, in their order."""
    declared, *wrong = _sheets(_Folder(folder.name, folder), contents(folder))
    found: dict[str, list[str]] = {}
    if not any(wrong):
        for name, keys in declared.data.items():
            for owner in keys.get("from", ()):
                found.setdefault(owner, []).append(name)
    return found


@lru_cache(maxsize=4)
def _sheets(named: _Folder, _: str) -> tuple[Declaration, Sequence[Finding], Sequence[Finding]]:
    """The sheets of a profile as declared, and what is no YAML, and of another shape; `_` says what its files are now."""
    declared, wrong = read_yaml(named.path / "sheets.yaml", f"{named.name}/sheets.yaml")
    return declared, wrong, check(declared, dict[str, _KindKeys])


def _read(
    folder: Path, declared: tuple[Declaration, Sequence[Finding], Sequence[Finding]]
) -> tuple[_Files, list[Finding]]:
    """Read the files of a profile but for its sheets, which are `declared`; the findings are what is missing, no YAML, or of
    another shape.
    """
    sheets, of_sheets, misshapen = declared
    figures, of_figures = read_yaml(folder / "figures.yaml", f"{folder.name}/figures.yaml")
    order = sheets.data if isinstance(sheets.data, dict) else ()
    checks, of_checks = check_files.read(folder, _CheckKeys, order)
    findings = [*of_sheets, *of_figures, *misshapen]
    findings += check(figures, dict[str, dict[str, _FigureKeys]])
    findings += of_checks or [
        finding("PRO001", f"“{code}”缺少“says”", checks.place((code,)))
        for code, keys in checks.data.items()
        if not keys.get("says") and "equation" not in keys
    ]
    return _Files(sheets, figures, checks), findings


def _lint(
    files: _Files,
    kinds: Mapping[str, Kind],
    definitions: Mapping[str, FigureDefinition],
    checks: Mapping[str, Check],
) -> tuple[lint.Reads, list[Finding]]:
    """Return what figures and checks read, and what is wrong with them: their SQL is compiled on an empty ledger."""
    with posting.in_memory(kinds) as empty:
        empty.views.scope(0)
        by_figures, wrong_figures = lint.lint_figures(files.figures, kinds, definitions, empty)
        by_checks, wrong_checks = lint.lint_checks(files.checks, kinds, checks, empty)
    if not wrong_figures:
        wrong_figures += wrong_shares(files.figures, definitions, checks)
        wrong_figures += misnamed(files.figures, definitions, kinds)
        wrong_figures += reversed_names(files.figures, definitions, kinds)
    return by_figures | by_checks, wrong_figures + wrong_checks


def digest(kinds: Mapping[str, Kind], *more: object) -> str:
    """Return what changes whenever the sheets are declared otherwise, or `more` that reading them hangs on."""
    text = json.dumps([*(asdict(kind) for kind in kinds.values()), *more], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _file(checks: Declaration, code: str) -> str:
    """The file within its profile's folder that a check stands in."""
    return checks.place((code,)).file.partition("/")[2]


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
        period=keys.get("period", ""),
        since=keys.get("since", ""),
        fields=fields,
    )


def _check(code: str, file: str, keys: Mapping[str, Any]) -> Check:
    """A check, from what is declared with the numbers of the parameters in it."""
    said = {"from": "", "until": "", **keys}
    since, until = (str(said.pop(key))[:10] for key in ("from", "until"))
    return Check(code=code, file=file, since=since, until=until, **_tuples(said))


def _unmet(files: _Files, parameters: Mapping[str, Parameter]) -> Iterator[Finding]:
    """The parameters that checks and figures name and that there are not."""
    for code, keys in files.checks.data.items():
        yield from parameter_files.unmet(files.checks, (code,), keys, parameters)
    for group, members in files.figures.data.items():
        for name, keys in members.items():
            yield from parameter_files.unmet(files.figures, (group, name), keys, parameters)


def _definitions(
    groups: Mapping[str, Mapping[str, Any]], parameters: Mapping[str, Parameter], kinds: Mapping[str, Kind]
) -> dict[str, FigureDefinition]:
    """The figures by their full names; one that names no sheet is of the sheet named as its group."""
    definitions = [
        _figure(group, name, parameter_files.filled(keys, parameters))
        for group, members in groups.items()
        for name, keys in members.items()
    ]
    return {each.full_name: _by_their_names(each, kinds.get(each.sheet)) for each in definitions}


def _by_their_names(definition: FigureDefinition, kind: Kind | None) -> FigureDefinition:
    """A figure with the columns that every sheet has by their names in SQL, where the sheet has none that is called so."""
    own = kind.fields if kind else {}
    names = {called: name for name, called in CALLED.items() if called not in own}
    by, across, within = (
        names.get(each, each) for each in (definition.by, definition.across, definition.within)
    )
    order = (
        definition.order.replace(definition.by, by)
        if by and definition.order.lstrip("-") == definition.by
        else definition.order
    )
    return replace(definition, by=by, across=across, within=within, order=order)


def _figure(group: str, name: str, keys: Mapping[str, Any]) -> FigureDefinition:
    """A figure, from what is declared: `value` is a measure, and a list as `by` are two fields."""
    said = {"sheet": group, **keys}
    if "value" in said:
        said["measure"] = " ".join((*filter(None, [keys.get("measure")]), f"value({said.pop('value')})"))
    by = said.get("by", "")
    if isinstance(by, list):
        said["by"], said["across"] = (*map(str, by), "", "")[:2]
    columns = said.get("columns", {})
    pairs = columns.items() if isinstance(columns, dict) else zip(columns, columns, strict=True)
    said["columns"] = tuple((str(heading), str(figure)) for heading, figure in pairs)
    return FigureDefinition(group=group, name=name, **_tuples(said))


def _tuples(keys: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in keys.items()}
