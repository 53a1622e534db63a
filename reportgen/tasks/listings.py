"""Findings and traces -> files to read elsewhere: a web page, a workbook, Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.aliases import known
from reportgen.invocation import command
from reportgen.model import CannotRun, Finding, count_errors, unexplained
from reportgen.periods import Period
from reportgen.rules import RULES, did_you_mean

if TYPE_CHECKING:
    from reportgen.model import Figure, Kind, Profile, Source, Value
    from reportgen.stages.rounds import Compared
    from reportgen.workspace.settings import Workspace

_HEADS = {
    "部门": 16.0, "文件": 32.0, "工作表": 16.0, "单元格": 9.0, "程度": 7.0, "编号": 12.0, "问题": 48.0, "改法": 48.0,
    "依据": 28.0,
}  # fmt: skip
_CELL_HEADS = {
    "数据项": 24.0, "文件": 36.0, "工作表": 16.0, "行": 7.0, "单元格": 9.0, "填的": 28.0, "读成": 28.0,
}  # fmt: skip
_VALUE_HEADS = {"数据项": 24.0, "印出来": 40.0, "单位": 8.0, "怎么算的": 80.0}
_SCOPE_HEADS = {"只看": 32.0, "没有列出的": 64.0}
_ROUND = "轮次"
_FILTERS = ("部门", "程度", "编号")
_SEVERITY = {"error": "错误", "warning": "提醒"}
Kept = Path | None  # where the file is that lay in the place of another and that people had changed


class Scope(NamedTuple):
    """Which findings of a year, or part of it, are listed, in words, empty for all; and how many are not."""

    only: str = ""
    others: int = 0
    part: str = ""


_ALL = Scope()


def departments(profile: Profile, year: int, findings: Sequence[Finding], said: Iterable[str]) -> list[str]:
    """Return the departments that are named, be it by an alias of the year. Raises CannotRun for one that there is not."""
    own = {each.department: each.department for each in findings if each.department}
    names = {**own, **known(profile.departments, profile.aliases, year)}
    for name in said:
        if name not in names:
            raise CannotRun(f"没有叫“{name}”的部门。{did_you_mean(name, sorted(names))}")
    return [names[name] for name in said]


def codes(profile: Profile, said: Iterable[str]) -> list[str]:
    """Return the codes that are named, in capitals or not. Raises CannotRun for one that there is not."""
    names = {each.upper(): each for each in (*RULES, *profile.checks, *profile.off)}
    for code in said:
        if code.upper() not in names:
            raise CannotRun(f"没有“{code}”这个编号。{did_you_mean(code.upper(), names)}")
    return [names[code.upper()] for code in said]


def page(
    year: int, findings: Sequence[Finding], rounds: Mapping[str, Compared], scope: Scope = _ALL
) -> bytes:
    """Return the findings of a year as a web page."""
    from reportgen.stages.findings_html import html

    heads, rows = _table(findings, rounds)
    return html(_title(year, scope), _said(year, findings, scope), list(heads), rows, _FILTERS).encode()


def spreadsheet(
    year: int, findings: Sequence[Finding], rounds: Mapping[str, Compared], scope: Scope = _ALL
) -> bytes:
    """Return the findings of a year as a workbook; where they are not all, another sheet says of which they are."""
    from reportgen.stages.spreadsheet import Listing, workbook

    heads, rows = _table(findings, rounds)
    listings = [Listing("核对结果" + "（部分）" * bool(scope.only), list(heads.items()), rows)]
    if scope.only:
        beyond = _beyond(year, scope) or "没有"
        listings.append(Listing("范围", list(_SCOPE_HEADS.items()), [[scope.only, beyond]]))
    return workbook(_title(year, scope), listings)


def markdown(
    year: int, findings: Sequence[Finding], rounds: Mapping[str, Compared], scope: Scope = _ALL
) -> str:
    """Return the findings of a year in Markdown."""
    from reportgen.stages.findings_markdown import markdown as written

    heads, rows = _table(findings, rounds)
    said = _said(year, findings, scope) if scope.only or not findings else ""
    return written(_title(year, scope), said, list(heads), rows)


def write(workspace: Workspace, file: Path, content: bytes, what: str, suffix: str) -> Kept:
    """Write a file whole or not at all; return where the one is kept that people had changed. Raises CannotRun."""
    from reportgen.workspace.issued import check_output, issue

    check_output(workspace, file, what, suffix)
    return issue(workspace, file, content)


def _title(year: int, scope: Scope) -> str:
    return f"{Period(year, scope.part).spaced}核对结果" + (f"（只看{scope.only}）" if scope.only else "")


def _said(year: int, findings: Sequence[Finding], scope: Scope) -> str:
    errors = count_errors(findings)
    none = "所看的范围里没有发现问题。" if scope.only else "没有发现问题。"
    still = len(unexplained(findings))
    waived = f"，已说明 {len(findings) - still} 项" if still < len(findings) else ""
    said = f"{errors} 项错误，{still - errors} 项提醒{waived}。" if findings else none
    return said + _beyond(year, scope)


def _beyond(year: int, scope: Scope) -> str:
    if not scope.others:
        return ""
    return f"另有 {scope.others} 处不在这份清单里；运行 {command('validate', year)} 看全部。"


def _table(
    findings: Sequence[Finding], rounds: Mapping[str, Compared]
) -> tuple[dict[str, float], list[list[str]]]:
    """The headings with their widths, and a row for each finding, those of a department together; what is new is said where
    there was a round before.
    """
    order = {name: at for at, name in enumerate(dict.fromkeys(each.department for each in findings))}
    findings = sorted(findings, key=lambda each: order[each.department])
    heads = dict(_HEADS)
    rows = [_row(each) for each in findings]
    if any(each.before for each in rounds.values()):
        heads[_ROUND] = 9.0
        new = {each for compared in rounds.values() for each in compared.new}
        still = {each for compared in rounds.values() for each in compared.still}
        for row, each in zip(rows, findings, strict=True):
            row.append("新出现" if each in new else "仍未改" if each in still else "")
    return heads, rows


def _row(each: Finding) -> list[str]:
    place = each.place
    file = "" if place.file == each.department else place.file  # of a sheet that has not come there is none
    where = str(place._replace(file="", sheet=""))
    return [
        each.department, file, place.sheet, where, "已说明" if each.waived else _SEVERITY[each.severity], each.code, each.message, each.fix, each.basis,
    ]  # fmt: skip


def trace(
    period: Period,
    figure: Figure,
    entries: Sequence[tuple[Figure, Sequence[Source]]],
    kinds: Mapping[str, Kind],
) -> bytes:
    """Return as a workbook what a figure is and, for each of the `entries` that it is made of, the cells of its rows: as they
    are filled in, and what they are read as.
    """
    from reportgen.stages.spreadsheet import Listing, workbook

    cells = [
        (each.definition.full_name, source.file, source.sheet, source.row, cell, source.raws.get(cell) or value, value)
        for each, sources in entries
        for source in sources
        for cell, value in source.cells.items()
        if value is not None
    ]  # fmt: skip
    values = [_value(each, kinds) for each in (figure, *(part for part, _ in entries if part is not figure))]
    return workbook(
        f"{period.spaced} {figure.definition.full_name}",
        [
            Listing("来源", list(_CELL_HEADS.items()), cells),
            Listing("数值", list(_VALUE_HEADS.items()), values),
        ],
    )


def _value(figure: Figure, kinds: Mapping[str, Kind]) -> Sequence[Value]:
    """What a figure is called and prints, and how it is computed."""
    from reportgen.profile.worded import defined

    definition = figure.definition
    unit = definition.unit if figure.value is not None else ""
    return definition.full_name, figure.text, unit, defined(definition, kinds)
