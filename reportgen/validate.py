"""Stage 3: the ledger and the profile's rules -> findings at the cells that are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.ledger import Ledger
from reportgen.model import Check, Finding, Place, Profile
from reportgen.rules import finding

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ESTIMATED = "（假日安排缺这一年，工作日按周一至周五估算）"


def validate(ledger: Ledger, profile: Profile, year: int) -> list[Finding]:
    """Return what is wrong with a year's rows: what could not be read, what was not handed in, what repeats,
    and what the profile's checks select; in the order of file, sheet and row.
    """
    problems = ledger.problems(year)
    found = [
        *problems,
        *_outdated(ledger, profile, year),
        *_owed(ledger, profile, year),
        *_repeated(ledger, profile, year),
    ]
    unread = {each.place for each in problems if each.place.cell}
    for check in profile.checks.values():
        found += [each for each in check_rows(ledger, profile, check, year) if each.place not in unread]
    return sorted(found, key=lambda each: (each.place, each.code))


def check_rows(ledger: Ledger, profile: Profile, check: Check, year: int) -> list[Finding]:
    """Return a finding for each row that a check selects, at the cell the check marks."""
    ledger.views.scope(year)
    ledger.views.calendar.estimated = False
    rows = ledger.views.select_named(check.query or f'SELECT * FROM "{check.sheet}" WHERE ({check.fails})')
    remark = _ESTIMATED if ledger.views.calendar.estimated else ""
    findings = []
    for row in rows:
        origin = ledger.origin(row["_source"])
        place = Place(origin.file, origin.sheet, row["_row"], origin.columns.get(check.marks, -1))
        message = _filled(check.says, row) + remark
        findings.append(
            Finding(check.code, check.severity, message, place, origin.department, check.basis, check.fix)
        )
    return findings


def _filled(sentence: str, row: Mapping[str, Any]) -> str:
    def said(match: re.Match[str]) -> str:
        value = row.get(match[1])
        if isinstance(value, float):
            return f"{value:g}"
        return "空白" if value is None else str(value)

    return _PLACEHOLDER.sub(said, sentence)


def _outdated(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    old = [workbook.file for workbook in ledger.workbooks(year) if workbook.profile != profile.digest]
    if old:
        yield finding("LED001", f"报告方案改过以后，还有{len(old)}个工作簿没有重新收集", Place(old[0]))


def _owed(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    received = ledger.received(year) | ledger.unreadable(year)
    for kind in profile.kinds.values():
        for department in kind.owners:
            if (department, kind.name) not in received:
                message = f"没有收到{department}的《{kind.title}》"
                yield finding("OWE001", message, Place(department, kind.name), department=department)


def _repeated(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    for kind in profile.kinds.values():
        for name, declared in kind.fields.items():
            if not declared.unique:
                continue
            for source, row, first, value in ledger.repeated(kind.name, name, year):
                origin = ledger.origin(source)
                place = Place(origin.file, origin.sheet, row, origin.columns[name])
                shown = "" if declared.personal else f"“{value}”"
                yield finding(
                    "ROW001", f"{name}{shown}已在 {first} 登记过", place, department=origin.department
                )
