"""The ledger and the dates that the profile declares -> what lies outside of the year up to the cut-off, where that needs a
look.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sized
from dataclasses import replace

from reportgen.ledger.cutoff import Late, Undated
from reportgen.ledger.reading import Ledger
from reportgen.model import Finding, Place, Profile
from reportgen.profile.lint_dates import counted, unheld
from reportgen.rules import finding

_Same = tuple[int, str]  # a table, and a field of it


def after_cutoff(
    ledger: Ledger, profile: Profile, year: int, marked: Collection[Place] = ()
) -> list[Finding]:
    """Return the rows of earlier years, the dates after the cut-off that may be wrong or that nobody says how to count, the
    rows that a cut-off before the year's end leaves out, the outcomes without the date that decides whether they count, and
    these dates without an outcome: one each for a field of a table, at its first row. Places that are `marked` already are passed over, but for what is left out.
    """
    return [
        *_early(ledger, profile, year, marked),
        *_late(ledger, profile, year, marked),
        *_undeclared(ledger, profile, year),
        *_undated(ledger, profile, year, marked),
        *_untold(ledger, profile, year, marked),
    ]


def _early(ledger: Ledger, profile: Profile, year: int, marked: Collection[Place]) -> Iterator[Finding]:
    for kind in profile.kinds.values():
        groups: dict[int, list[tuple[int, str]]] = {}
        for source, row, day in ledger.early(kind.name, year):
            if ledger.place(source, row, kind.period) not in marked:
                groups.setdefault(source, []).append((row, day))
        for source, rows in groups.items():
            row, day = rows[0]
            message = (
                f"{kind.period}{day}在{ledger.views.period(year).named}以前，这一行照样计入了{_more(rows)}"
            )
            place, department = _at(ledger, source, row, kind.period)
            part = ledger.views.part
            fix = f"核对日期；是{part}以前的，从{part}的表里删去；确实要计入的，可以留着。" if part else ""
            yield finding("ROW014", message, place, department=department, fix=fix)


def _late(ledger: Ledger, profile: Profile, year: int, marked: Collection[Place]) -> Iterator[Finding]:
    cutoff = ledger.views.cutoff(year)
    groups: dict[_Same, list[Late]] = {}
    left_out: dict[_Same, list[Late]] = {}
    for each in (each for name in profile.kinds for each in ledger.late(name, year)):
        if not each.doubtful:
            if cutoff < ledger.views.period(year).last:
                left_out.setdefault((each.source, each.name), []).append(each)
        elif ledger.place(each.source, each.row, each.name) not in marked:
            groups.setdefault((each.source, each.name), []).append(each)
    for (source, name), rows in left_out.items():
        so = "没有计入" if rows[0].own else "按还没有办结算"
        numbers = _numbers(each.row for each in rows)
        message = f"{numbers}（{len(rows)}行）的{name}在截止日期{cutoff}以后，{so}"
        place, department = _at(ledger, source, rows[0].row, name)
        yield finding("ROW017", message, place, department=department)
    for (source, name), rows in groups.items():
        so = "没有计入" if rows[0].own else "按还没有办结算"
        message = f"{name}{rows[0].day}在截止日期{cutoff}以后，这一行{so}{_more(rows)}"
        place, department = _at(ledger, source, rows[0].row, name)
        yield finding("ROW011", message, place, department=department)


def _undeclared(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    cutoff = ledger.views.cutoff(year)
    for kind, name, weighs in unheld(profile):
        for source, row, day in ledger.undeclared(kind.name, name, year):
            message = f"{name}{day}在截止日期{cutoff}以后，也会算进报告：报告方案没有写明怎么算"
            place, department = _at(ledger, source, row, name)
            found = finding("ROW012", message, place, department=department)
            yield found if weighs else replace(found, severity="warning")


def _undated(ledger: Ledger, profile: Profile, year: int, marked: Collection[Place]) -> Iterator[Finding]:
    """The outcomes without a date, in tables that have its column: where it is missing, that is told."""
    missing = (each for name in profile.kinds for each in ledger.undated(name, year))
    for (source, name), rows in _by_table(ledger, missing, marked).items():
        message = f"填了{name}，没有填{rows[0].decider}，按截止日期以前的算{_more(rows)}"
        place, department = _at(ledger, source, rows[0].row, rows[0].decider)
        declared = profile.kinds[ledger.origin(source).kind].fields[name]
        waiting = f"“{name}”写“{declared.open}”" if declared.open else f"“{name}”也空着"
        if declared.required and not declared.open:
            waiting = "问清填表人"
        fix = f"补填{rows[0].decider}；还没有办结的，{waiting}。"
        yield finding("ROW013", message, place, department=department, fix=fix)


def _untold(ledger: Ledger, profile: Profile, year: int, marked: Collection[Place]) -> Iterator[Finding]:
    """The dates of outcomes that are blank: figures count by these, or they are of declared values."""
    read = counted(profile.figures, profile.reads)
    for kind in profile.kinds.values():
        names = [
            name
            for name, field in kind.fields.items()
            if field.enum or (field.type in ("string", "boolean") and (kind.name, name) in read)
        ]
        blank = ledger.untold(kind.name, year, names)
        for (source, name), rows in _by_table(ledger, blank, marked).items():
            message = f"填了{rows[0].decider}，没有填{name}，按没有结果的算{_more(rows)}"
            still = kind.fields[name].open
            if still and not ledger.is_blank(kind.name, source, rows[0].row, name):
                message = f"填了{rows[0].decider}，{name}写的是“{still}”，按“{still}”的算{_more(rows)}"
            place, department = _at(ledger, source, rows[0].row, name)
            fix = f"补填{name}；还没有办结的，{rows[0].decider}也空着。"
            yield finding("ROW018", message, place, department=department, fix=fix)


def _by_table(
    ledger: Ledger, rows: Iterable[Undated], marked: Collection[Place]
) -> dict[_Same, list[Undated]]:
    """Rows by their table and field, without those of which something is told already, and where a column is not there."""
    told = {(each.file, each.sheet, each.row) for each in marked}
    groups: dict[_Same, list[Undated]] = {}
    for each in rows:
        origin = ledger.origin(each.source)
        if {each.name, each.decider} <= origin.columns.keys() and (
            origin.file,
            origin.sheet,
            each.row,
        ) not in told:
            groups.setdefault((each.source, each.name), []).append(each)
    return groups


def _numbers(rows: Iterable[int]) -> str:
    """Rows in words, those that follow each other as a span: 第10—13、15行."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][-1] + 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    return f"第{'、'.join('—'.join(map(str, each)) for each in spans)}行"


def _more(rows: Sized) -> str:
    return f"（这张表里这样的有{len(rows)}行）" if len(rows) > 1 else ""


def _at(ledger: Ledger, source: int, row: int, name: str) -> tuple[Place, str]:
    return ledger.place(source, row, name), ledger.origin(source).department
