"""Stage 3: the ledger and the profile's rules -> findings at the cells that are wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from reportgen.expressions import expression
from reportgen.invocation import command
from reportgen.ledger.overlaps import key_of, only_counts
from reportgen.ledger.reading import PART, Ledger, Origin
from reportgen.ledger.sql import of_last_year, quote
from reportgen.model import Check, Field, Finding, Place, Profile, Value
from reportgen.periods import months_of
from reportgen.rules import finding, nearest
from reportgen.stages.checks import by_checks
from reportgen.stages.dated import after_cutoff
from reportgen.stages.doubled import doubled
from reportgen.stages.equations import TOTAL, Equations
from reportgen.stages.literals import unmatched
from reportgen.stages.owed import owed
from reportgen.workspace.versions import corrects_by_name

_SUMS = expression(r"\b(?:count|sum|avg|total|added)\s*\(", re.IGNORECASE)
_CORRECTED = (
    "先看新的一份是不是整张表：是整张的，把旧的移出来件夹；只有改过的几行的，请部门补成整张表重交，交来以前旧的不要移走；"
    "是另外的事，改掉新的一份文件名里说是更正件的字。"
)
_BY_CHANCE = 5  # numbers that are not 0: fewer may well be the same in two tables
_SAME_COUNTS = "看是不是把一个单位的表放到了另一个单位的文件夹里：放错的移走；确是各报各的，不用改。"


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
        *_spared(ledger, profile, year),
        *_parts(ledger, year),
        *_without_column(ledger, profile, year),
        *_unresolved(ledger, profile, year),
        *_repeated(ledger, profile, year),
        *_copied(ledger, profile, year),
        *_doubled(ledger, profile, year),
    ]
    unread = _unread(problems if alone else [*problems, *ledger.problems(year - 1)])
    came = {kind for _, kind in ledger.received(year)}
    came |= set() if alone else {of_last_year(kind) for _, kind in ledger.received(year - 1)}
    twice = doubled(ledger, year, found)
    asked = [check for check in profile.checks.values() if _is_asked(profile, check, came, twice)]
    found += by_checks(ledger, profile, asked, year, unread)
    found += unmatched(ledger, profile, year)
    found += after_cutoff(ledger, profile, year, {each.place for each in found})
    return sorted(found, key=lambda each: (each.place, each.code))


def over_bodies(ledger: Ledger, profile: Profile, year: int, twice: Collection[str]) -> list[Finding]:
    """Return what the checks over all bodies find in the rows of a year; none counts sheets whose rows are there `twice`, and
    a sheet that has come of none is read by none.
    """
    unread = _unread([*ledger.problems(year), *ledger.problems(year - 1)])
    came = {kind for _, kind in ledger.received(year)}
    came |= {of_last_year(kind) for _, kind in ledger.received(year - 1)}
    checks = [each for each in profile.checks.values() if each.all_bodies]
    asked = [each for each in checks if _is_asked(profile, each, came, twice)]
    units = {each.file: each.unit for each in ledger.origins(year)}
    found = by_checks(ledger, profile, asked, year, unread)
    return [
        replace(each, department=f"{units.get(each.place.file, '')}{each.department}")
        for each in sorted(found, key=lambda each: (each.place, each.code))
    ]


def _is_asked(profile: Profile, check: Check, came: Collection[str], twice: Collection[str]) -> bool:
    """Whether all that a check reads has come, and nothing that it counts is there twice."""
    kinds = {kind for kind, _ in profile.reads[check.code]}
    counts = _SUMS.search(check.query + check.equation)
    return kinds.issubset(came) and not (counts and kinds.intersection(twice))


def _unread(problems: Iterable[Finding]) -> dict[tuple[str, str, int], set[int]]:
    """The columns, by file, sheet and row, of the cells that could not be read."""
    found: dict[tuple[str, str, int], set[int]] = {}
    for each in problems:
        if each.place.cell:
            found.setdefault((each.place.file, each.place.sheet, each.place.row), set()).add(
                each.place.column
            )
    return found


def _explained(
    ledger: Ledger, profile: Profile, year: int, problems: Collection[Finding]
) -> Iterator[Finding]:
    """What could not be read, and of totals that are no sums which cell is probably why."""
    equations = Equations(ledger, profile, year)
    for each in problems:
        yield equations.of_total(each) if each.code == TOTAL and each.place.cell else each


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
            fix = f"先看没有收进的文件里有没有这张表（运行 {command('status', year)}）；没有的，向{department}催报。"
        elif nobodys:
            fix = f"先看不知道是哪个部门、哪一年的{len(nobodys)}件文件里有没有（运行 {command('status', year)}）；没有的，向{department}催报；确实没有发生的，请它交一张只有表头、写一个“无”字的表。"
        yield finding("OWE001", message, Place(department, name), department=department, fix=fix)


def _spared(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    """The sheets that figures read and that a body owes not, having no department that would: they count as nothing."""
    counted = {kind for name in profile.figures for kind, _ in profile.reads.get(name, ())}
    sent = {kind for _, kind in ledger.received(year)}
    for kind in profile.kinds.values():
        if kind.name in counted - sent and (names := kind.spared_in(year)):
            message = f"按设置，这个单位没有{'、'.join(names)}，《{kind.title}》不报，按没有发生计"
            yield finding("OWE006", message)


def _parts(ledger: Ledger, year: int) -> Iterator[Finding]:
    """The tables that are of some months only, unless those of their department make up the year up to the cut-off."""
    last = ledger.views.cutoff(year)
    upto = int(last[5:7]) if last.startswith(str(year)) else 12
    year_to_date = {month for month in months_of(ledger.views.part) if month <= upto}
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


def _copied(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    """The tables of mere counts that say throughout what another sender's says: by chance, or one was laid with the wrong one."""
    ledger.views.scope(year, as_written=True)
    for kind in filter(only_counts, profile.kinds.values()):
        tables: dict[int, list[tuple[Value, ...]]] = {}
        columns = ", ".join(map(quote, kind.fields))
        for source, *row in ledger.views.select(f"SELECT _source, {columns} FROM {quote(kind.name)}"):
            tables.setdefault(source, []).append(tuple(row))
        first: dict[frozenset[tuple[Value, ...]], Origin] = {}
        for source, rows in sorted(tables.items(), key=lambda each: ledger.origin(each[0])[:2]):
            counts = sum(isinstance(value, int | float) and value != 0 for row in rows for value in row)
            if counts < _BY_CHANCE:
                continue
            here = ledger.origin(source)
            there = first.setdefault(frozenset(rows), here)
            if there.department != here.department:
                message = f"整张表的{counts}个数（0不算在内）与 {Place(there.file, there.sheet)} 里的完全相同"
                place = Place(here.file, here.sheet, here.header)
                told = finding("ROW003", message, place, department=here.department, fix=_SAME_COUNTS)
                yield replace(told, severity="warning")


def _doubled(ledger: Ledger, profile: Profile, year: int) -> Iterator[Finding]:
    """The rows of a table that are alike throughout, where no field must be unique: that is told as a repeated value."""
    for kind in profile.kinds.values():
        if any(declared.unique for declared in kind.fields.values()):
            continue
        for source, first, row in ledger.doubles(kind.name, year):
            department = ledger.origin(source).department
            message = f"这一行和第{first}行每一格都相同，两行都计入了"
            yield finding("ROW008", message, ledger.place(source, row), department=department)
