"""The profile's checks -> what each finds wrong with the rows of a year, at the cells that it marks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from reportgen.expressions import expression
from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import QueryError, of_last_year
from reportgen.model import Check, Finding, Kind, Place, Profile
from reportgen.numerals import number_text
from reportgen.profile.queries import selecting
from reportgen.profile.quicker import sooner
from reportgen.profile.sentences import filled
from reportgen.profile.terms import is_of_one_sheet, variants
from reportgen.rules import finding
from reportgen.stages.equations import Equations
from reportgen.stages.unmet import unmet

_Span = tuple[str, str]
_NUMBER = expression(r"-?\d+(?:\.\d+)?")
_ESTIMATED = "（{}年没有假日表，工作日按周一至周五估算，没有核对准）"


def by_checks(
    ledger: Ledger,
    profile: Profile,
    checks: Collection[Check],
    year: int,
    unread: Mapping[tuple[str, str, int], Collection[int]] = MappingProxyType({}),
) -> list[Finding]:
    """Return what checks find, each as `check_rows` does, and which of them had to estimate working days."""
    found: list[Finding] = []
    uncertain: dict[int, list[str]] = {}
    clean = set(unmet(ledger, profile, checks, year))
    for check in checks:
        if check.code in clean:
            continue
        found += check_rows(ledger, profile, check, year, unread)
        for missing in set(ledger.views.calendar.estimates.values()):
            uncertain.setdefault(missing, []).append(f"{check.title}（{check.code}）")
    for missing, titles in sorted(uncertain.items()):
        message = f"{missing}年没有假日表，按工作日核对的没有核对准：{'、'.join(titles)}"
        found.append(finding("PRO012", message))
    return found


def check_rows(
    ledger: Ledger,
    profile: Profile,
    check: Check,
    year: int,
    unread: Mapping[tuple[str, str, int], Collection[int]] = MappingProxyType({}),
) -> list[Finding]:
    """Return a finding for each row that a check selects, at the cell the check marks.

    A row is passed over where the marked column is missing or a cell that the check reads could not be read (`unread`
    holds their columns by file, sheet and row): these are findings of their own. Spans of working days that were estimated and not found wrong are left in
    `ledger.views.calendar`.
    """
    ledger.views.calendar.estimates.clear()
    found = []
    sheets = (check.sheet, of_last_year(check.sheet))
    names = {name for kind, name in profile.reads[check.code] if kind in sheets}
    for column, each in zip(check.each or ("",), variants(check), strict=True):
        read = (names - set(check.each)) | ({column} & names)
        found += _check_rows(ledger, profile, each, year, unread, read)
    return found


def _check_rows(
    ledger: Ledger,
    profile: Profile,
    check: Check,
    year: int,
    unread: Mapping[tuple[str, str, int], Collection[int]],
    fields: Collection[str],
) -> list[Finding]:
    """The findings of one check, which reads these fields."""
    # what a department wrote is judged as it is written, what is counted over sheets as the figures count
    within = is_of_one_sheet(check.equation) if check.equation else not check.query
    ledger.views.scope(year, as_written=check.as_written or within)
    try:
        rows = ledger.views.select_named(sooner(selecting(check), profile.kinds))
    except QueryError as error:
        return [finding("PRO003", str(error), Place(f"{profile.name}/{check.file}", check.code))]
    estimates = dict(ledger.views.calendar.estimates)
    # the rows of a query may lack the days that it counts between
    any_year = next(iter(estimates.values()), 0) if check.query else 0
    sure = ledger.views.surely(selecting(check)) if rows and estimates else ()
    findings, unequal = [], []
    for row in rows:
        place, origin = ledger.place(row["_source"], row["_row"], check.marks), ledger.origin(row["_source"])
        bad = unread.get((place.file, place.sheet, place.row), ())
        lacks = check.marks and check.marks not in origin.columns
        if lacks or any(origin.columns.get(name) in bad for name in fields):
            continue
        if check.equation:
            unequal.append(row)
            continue
        span = _estimated(estimates, row)
        ledger.views.calendar.estimates.pop(span or ("", ""), None)  # told here
        seen = row if check.query else _as_seen(ledger, profile.kinds[check.sheet], row)
        missing = 0 if (row["_source"], row["_row"]) in sure else estimates[span] if span else any_year
        found = _fault(check, seen, place, origin.department, missing)
        findings.append(_with_last_year(found, ledger, check, row))
    if unequal:
        findings += Equations(ledger, profile, year).told(check, unequal)
    return findings


def _fault(check: Check, row: Mapping[str, Any], place: Place, department: str, missing: int) -> Finding:
    """What a check says of a row; a warning where it is by working days of a year that is `missing` its holiday table."""
    message = filled(check.says, row) + (_ESTIMATED.format(missing) if missing else "")
    severity = "warning" if missing else check.severity
    return Finding(check.code, severity, message, place, department, check.basis, check.fix)


def _with_last_year(found: Finding, ledger: Ledger, check: Check, row: Mapping[str, Any]) -> Finding:
    """A finding with the place of the year before that the query gives beside its own."""
    if not row.get("_last_source"):
        return found
    place = ledger.place(row["_last_source"], row["_last_row"], check.marks)
    return replace(found, message=f"{found.message}（上年见 {place}）")


def _as_seen(ledger: Ledger, kind: Kind, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with its numbers as their cells show them, where these were converted, and the value behind: 50万元（即500000）."""
    converted: dict[str, str] = {}
    for name, field in kind.fields.items():
        value = row.get(name)
        if field.type not in ("integer", "number") or field.personal or value is None:
            continue
        raw = ledger.raw(row["_source"], row["_row"], name)
        said = raw.replace(",", "").replace("，", "")
        if raw and number_text(value) not in _NUMBER.findall(said):
            converted[name] = f"{raw}（即{number_text(value)}）"
    return {**row, **converted} if converted else row


def _estimated(estimates: Mapping[_Span, int], row: Mapping[str, Any]) -> _Span | None:
    """The span between two days of a row that was counted without a holiday table."""
    said = {value for value in row.values() if isinstance(value, str)}
    return next((span for span in estimates if said.issuperset(span)), None)
