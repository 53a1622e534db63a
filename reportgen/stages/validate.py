"""Stage 3: the ledger and the profile's rules -> findings at the cells that are wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from reportgen.expressions import expression
from reportgen.ledger.overlaps import key_of, only_counts
from reportgen.ledger.reading import PART, Ledger
from reportgen.ledger.sql import QueryError, of_last_year
from reportgen.model import Check, Field, Finding, Kind, Place, Profile
from reportgen.numerals import number_text
from reportgen.profile.queries import selecting
from reportgen.profile.sentences import filled
from reportgen.profile.terms import is_of_one_sheet, variants
from reportgen.rules import finding, nearest
from reportgen.stages.dated import after_cutoff
from reportgen.stages.doubled import doubled
from reportgen.stages.equations import TOTAL, Equations
from reportgen.stages.literals import unmatched
from reportgen.stages.owed import owed
from reportgen.workspace.versions import corrects_by_name

_Span = tuple[str, str]
_NUMBER = expression(r"-?\d+(?:\.\d+)?")
_SUMS = expression(r"\b(?:count|sum|avg|total|added)\s*\(", re.IGNORECASE)
_CORRECTED = (
    "先看新的一份是不是整张表：是整张的，把旧的移出来件夹；只有改过的几行的，请部门补成整张表重交，交来以前旧的不要移走；"
    "是另外的事，改掉新的一份文件名里说是更正件的字。"
)
_ESTIMATED = "（{}年没有假日表，工作日按周一至周五估算，没有核对准）"


def validate(ledger: Ledger, profile: Profile, year: int, *, alone: bool = False) -> list[Finding]:
    """Return what is wrong with a year's rows: what could not be read, what was not handed in, what repeats,
    and what the profile's checks select; in the order of file, sheet and row. No check counts rows that are there twice,
    none is made that reads a sheet that has not come, or, where the year is asked about `alone`, one of the year before.
    """
    problems = [each for each in _of_empty_tables(ledger, year) if each.code != PART]
    found = [
        *_explained(ledger, profile, year, problems),
        *profile.doubts,
        *_outdated(ledger, profile, year),
        *_missing(ledger, profile, year),
        *_parts(ledger, year),
        *_without_column(ledger, profile, year),
        *_unresolved(ledger, profile, year),
        *_repeated(ledger, profile, year),
        *_doubled(ledger, profile, year),
    ]
    unread = _unread(problems if alone else [*problems, *ledger.problems(year - 1)])
    uncertain: dict[int, list[str]] = {}
    came = {kind for _, kind in ledger.received(year)}
    came |= set() if alone else {of_last_year(kind) for _, kind in ledger.received(year - 1)}
    twice = doubled(ledger, year, found)
    for check in profile.checks.values():
        kinds = {kind for kind, _ in profile.reads[check.code]}
        if not came.issuperset(kinds) or (_SUMS.search(check.query + check.equation) and twice & kinds):
            continue
        found += check_rows(ledger, profile, check, year, unread)
        for missing in set(ledger.views.calendar.estimates.values()):
            uncertain.setdefault(missing, []).append(f"{check.title}（{check.code}）")
    for missing, titles in sorted(uncertain.items()):
        message = f"{missing}年没有假日表，按工作日核对的没有核对准：{'、'.join(titles)}"
        found.append(finding("PRO012", message))
    found += unmatched(ledger, profile, year)
    found += after_cutoff(ledger, profile, year, {each.place for each in found})
    return sorted(found, key=lambda each: (each.place, each.code))


def _unread(problems: Iterable[Finding]) -> dict[tuple[str, str, int], set[int]]:
    """The columns, by file, sheet and row, of the cells that could not be read."""
    found: dict[tuple[str, str, int], set[int]] = {}
    for each in problems:
        if each.place.cell:
            found.setdefault((each.place.file, each.place.sheet, each.place.row), set()).add(
                each.place.column
            )
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
        rows = ledger.views.select_named(selecting(check))
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


def _explained(
    ledger: Ledger, profile: Profile, year: int, problems: Collection[Finding]
) -> Iterator[Finding]:
    """What could not be read, and of totals that are no sums which cell is probably why."""
    equations = Equations(ledger, profile, year)
    for each in problems:
        yield equations.of_total(each) if each.code == TOTAL and each.place.cell else each


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


def _outdated(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    if ledger.unfinished:
        yield finding("LED002", "上次收集中途断了，底账还不完整")
    old = [workbook.file for workbook in ledger.workbooks(year) if workbook.profile != profile.digest]
    if old:
        yield finding(
            "LED001", f"报告方案或设置里的部门改过以后，还有{len(old)}个工作簿没有重新收集", Place(old[0])
        )


def _of_empty_tables(ledger: Ledger, year: int) -> Iterator[Finding]:
    """What was found when the files were read; of a table without a row, what that means beside the others of its kind."""
    handed = [each for each in ledger.handed(year) if not each.replaced]
    for each in ledger.problems(year):
        here = [one for one in handed if (one.file, one.sheet) == each.place[:2] and not one.rows]
        if each.code != "TAB009" or not here:
            yield each
            continue
        kind, department = here[0].kind, here[0].department
        same = sum(one.rows for one in handed if (one.kind, one.department) == (kind, department))
        others = any(one.rows for one in handed if one.kind == kind)
        so = (
            f"；{department}交来的另有{same}行，照常计入"
            if same
            else f"，按{department if others else ''}没有发生计"
        )
        yield replace(each, message=each.message + so)


def _missing(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    """The sheets that are owed and have not come; where they may be after all, that is to be looked at first."""
    came = owed(ledger, profile, year)
    for department, name in came.missing:
        kind, fix = profile.kinds[name], ""
        message = f"没有收到{department}的《{kind.title}》"
        unread, nobodys = (
            [each for each in came.unread.get(who, ()) if each.severity == "error"]
            for who in (department, "")
        )
        if not department:
            message = f"没有收到《{kind.title}》，方案里也没有写由谁报送"
            fix = f"在设置 departments 里要报送它的部门下面写 owes，加上“{name}”（没有写 departments 的，写在方案 sheets.yaml 的 from 里），再请它报送；不用这张表的，从方案里删去。"
        elif others := came.elsewhere(kind):
            message += f"；{others[0]}的文件夹里有一张，是不是放错了"
            fix = f"先看{others[0]}文件夹里的那一张：是{department}的，移到{department}的文件夹，重新收集；不是的，向{department}催报。"
        elif unread:
            message += f"；它交来的文件有{len(unread)}件没有收进"
            fix = f"先看没有收进的文件里有没有这张表（运行 reportgen status {year}）；没有的，向{department}催报。"
        elif nobodys:
            fix = f"先看不知道是哪个部门、哪一年的{len(nobodys)}件文件里有没有（运行 reportgen status {year}）；没有的，向{department}催报；确实没有发生的，请它交一张只有表头、写一个“无”字的表。"
        yield finding("OWE001", message, Place(department, name), department=department, fix=fix)


def _parts(ledger: Ledger, year: int) -> Iterator[Finding]:
    """The tables that are of some months only, unless those of their department make up the year up to the cut-off."""
    last = ledger.views.cutoff(year)
    year_to_date = set(range(1, int(last[5:7]) + 1 if last.startswith(str(year)) else 13))
    there = {
        (each.file, each.sheet, each.kind): each.department
        for each in ledger.handed(year)
        if each.rows and not each.replaced
    }
    groups: dict[tuple[str, str], list[tuple[Finding, frozenset[int]]]] = {}
    for told, kind, months in ledger.parts(year):
        if department := there.pop((told.place.file, told.place.sheet, kind), ""):
            groups.setdefault((department, kind), []).append((told, months))
    whole = {(department, kind) for (_, _, kind), department in there.items()}
    for (department, kind), parts in groups.items():
        fix = ""
        if (department, kind) in whole:
            so = "；另有一张没有写月份的，会不会重复"
            fix = "核对两张是不是说的同样的事：重复的，把这一张移出来件夹；不重复的，不用改。"
        elif year_to_date <= set().union(*(months for _, months in parts)):
            continue
        else:
            so = "；其余月份的没有收到"
        for told, _ in parts:
            yield replace(told, message=told.message + so, department=department, fix=fix or told.fix)


def _without_column(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    """The tables without a column that a figure reads: nothing in it would be counted, silently. A column that
    only checks read is missed where a heading that nobody knows may be it, and a date that decides whether an outcome
    counts wherever the outcome is there.
    """
    counted = {each for name in profile.figures for each in profile.reads.get(name, ())}
    checked = {(check.sheet, check.marks) for check in profile.checks.values()}
    for origin in ledger.origins(year):
        fields = profile.kinds[origin.kind].fields if origin.kind in profile.kinds else {}
        decides = {field.as_of for name, field in fields.items() if name in origin.columns}
        for name in fields:
            column = (origin.kind, name)
            needed = (
                column in counted
                or name in decides
                or (column in checked and _near(name, fields[name], origin.unknown))
            )
            asked = origin.department in (fields[name].only or (origin.department,))
            if name in origin.columns or not (needed and asked):
                continue
            message = f"没有“{name}”一列"
            if origin.unknown:
                message += f"；没有认出的表头：{'、'.join(origin.unknown)}"
            place = Place(origin.file, origin.sheet, origin.header)
            fix = _column_wanted(name, fields[name], origin.unknown)
            found = finding("TAB005", message, place, department=origin.department, fix=fix)
            yield found if column in counted else replace(found, severity="warning")


def _near(name: str, declared: Field, unknown: Collection[str]) -> str:
    """The heading that nobody knows and that may be a column's."""
    return next(filter(None, (nearest(each, unknown) for each in (name, *declared.aliases))), "")


def _column_wanted(name: str, declared: Field, unknown: Collection[str]) -> str:
    """How a missing column comes into a table: under which heading it may stand already, and what to write where there is
    nothing.
    """
    near = _near(name, declared, unknown)
    renamed = f"“{near}”就是的，把表头改成“{name}”；没有的" if near else "别的叫法的，把表头改过来；没有的"
    nothing = "是零的写 0" if declared.type in ("integer", "number") else "没有内容的格空着"
    return f"{renamed}，在表头里加上“{name}”一列，{nothing}。"


def _unresolved(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    """The tables of two files that share most rows by their words and days, or by a key that may stand twice, and not by
    all they say: rows that are the same throughout, and keys that must not stand twice, are told by `_repeated`. And
    those of which the file's name says that they correct another's, and that share hardly a row with it.
    """
    told = set()
    for one, two, shared, *_ in ledger.overlaps(year):
        first, second = ledger.origin(one), ledger.origin(two)
        same = key_of(profile.kinds[first.kind])
        if same and profile.kinds[first.kind].fields[same].unique:
            continue
        if ledger.alike(one, two) < shared:
            what = same or "日期和文字"
            message = f"有{shared}行与 {Place(first.file, first.sheet)} 里的{what}相同，别的内容不同"
            place = Place(second.file, second.sheet, second.header)
            told |= {(first.file, second.file), (second.file, first.file)}
            files = (first.file, second.file)
            fix = _CORRECTED if corrects_by_name(*files) or corrects_by_name(*files[::-1]) else ""
            yield finding("OWE004", message, place, department=second.department, fix=fix)
    handed = ledger.handed(year)
    came = {(each.department, each.kind, each.replaced) for each in handed}  # those that took another's place
    there = [each for each in handed if not each.replaced]
    for new in there:
        if (new.department, new.kind, new.file) in came:
            continue
        for old in there:
            same_sheet = (old.department, old.kind) == (new.department, new.kind)
            if same_sheet and corrects_by_name(old.file, new.file) and (old.file, new.file) not in told:
                message = (
                    f"文件名写的是改过的一份，行却与 {Place(old.file, old.sheet)} 里的大多不同，两份都计入了"
                )
                place = Place(new.file, new.sheet, new.header)
                yield finding("OWE004", message, place, department=new.department, fix=_CORRECTED)
                break


def _repeated(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    """The rows that stand in two tables, once per pair of tables, and the values that should be unique."""
    for kind in profile.kinds.values():
        twins = ledger.twins(kind.name, year)
        pairs: dict[tuple[int, int], list[int]] = {}
        for (first, _), (second, row) in twins:
            pairs.setdefault((first, second), []).append(row)
        for (first, second), rows in pairs.items():
            one, two = ledger.origin(first), ledger.origin(second)
            if one.department != two.department and only_counts(kind):
                continue
            message = f"有{len(rows)}行与 {Place(one.file, one.sheet)} 里的完全相同"
            place = Place(two.file, two.sheet, min(rows))
            yield finding("ROW003", message, place, department=two.department)
        seconds = {second for _, second in twins}
        for name, declared in kind.fields.items():
            if not declared.unique:
                continue
            for source, row, first_place, value in ledger.repeated(kind.name, name, year):
                if (source, row) in seconds:
                    continue
                place = ledger.place(source, row, name)
                department = ledger.origin(source).department
                shown = "" if declared.personal else f"“{value}”"
                yield finding(
                    "ROW001", f"{name}{shown}已在 {first_place} 登记过", place, department=department
                )


def _doubled(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    """The rows of a table that are alike throughout, where no field must be unique: that is told as a repeated value."""
    for kind in profile.kinds.values():
        if any(declared.unique for declared in kind.fields.values()):
            continue
        for source, first, row in ledger.doubles(kind.name, year):
            department = ledger.origin(source).department
            message = f"这一行和第{first}行每一格都相同，两行都计入了"
            yield finding("ROW008", message, ledger.place(source, row), department=department)
