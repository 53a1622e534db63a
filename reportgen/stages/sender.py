"""A workbook's folders, names and title lines -> the year and the department that it is of, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.aliases import ANY, named_in, signed_in
from reportgen.model import Finding, Place, Problem
from reportgen.periods import Period, months_of
from reportgen.prose.spans import (
    earlier_year_of_file,
    months_in,
    shown,
    state_in,
    whole_year_in,
    years_of_name,
    years_of_span,
)
from reportgen.prose.whose import of_others
from reportgen.rules import did_you_mean, finding
from reportgen.tables.exclusions import excluded_by_name
from reportgen.tables.headings import LONGEST_TITLE, sender_in, year_in
from reportgen.tables.recognise import Table
from reportgen.values.personal import masked
from reportgen.workspace.incoming import Incoming

Seen = tuple[str, Table]  # a sheet's name, and a table of it without its rows


def year_of(file: Incoming, asked: int | None, seen: Sequence[Seen]) -> tuple[int | None, list[Finding]]:
    """The year of a workbook: its folder's, else the one asked for, else its title lines'."""
    titled = [(table.year, name) for name, table in seen if table.year]
    year = file.year or asked or (titled[0][0][0] if titled else None)
    if year is None:
        return None, [finding("FIL003", "不知道是哪一年的数据", Place(file.name))]
    named = Period(year, file.part).named
    but = f"，文件却在{named}的文件夹里" if file.year else f"，--year 却是{named}"
    findings = [
        _other_year(file, f"标题写的是{said}年{but}", "标题行", Place(file.name, sheet, row + 1, column))
        for (said, row, column), sheet in titled
        if said != year
    ]
    return year, [*findings, *_other_years(file, year, but, seen)]


def _other_years(file: Incoming, year: int, but: str, seen: Sequence[Seen]) -> Iterator[Finding]:
    """The names of sheets, and the spans above tables, that give another year; and the file's name, where no title says
    that the year is right.
    """
    for sheet in dict.fromkeys(name for name, _ in seen):
        years = years_of_name(sheet)
        if years and year not in years:
            message = f"工作表名写的是{_listed(years)}年{but}"
            yield _other_year(file, message, "工作表名", Place(file.name, sheet))
    for sheet, table in seen:
        for row, column, text in table.titles:
            years = years_of_span(text[:LONGEST_TITLE], year)
            if years - {year} and not (table.year and table.year[1:] == (row, column)):
                message = f"标题写的统计期间是{_listed(years)}年{but}"
                yield _other_year(file, message, "标题行", Place(file.name, sheet, row + 1, column))
                break
    for folder in file.name.split("/")[:-1] if file.year else ():
        if (years := years_of_name(folder)) and year not in years:
            message = f"文件夹名写的是{_listed(years)}年{but}"
            yield _other_year(file, message, "文件夹名", Place(file.name))
    stem = _stem(file.name)
    named = year_in(stem)
    if named in (None, year):
        named = earlier_year_of_file(stem, year)
    if named not in (None, year) and not any(table.titled_year == year for _, table in seen):
        message = f"文件名写的是{named}年{but}"
        yield replace(_other_year(file, message, "文件名", Place(file.name)), severity="warning")


def _other_year(file: Incoming, message: str, what: str, place: Place) -> Finding:
    """That something names another year than the one that a workbook is collected for, and what to do."""
    span = "一段时间" if file.part else "一年"
    elsewhere = f"把文件移到那{span}的文件夹" if file.year else f"用 --year 写明那{span}，再收集一次"
    fix = f"核对是哪{span}的数据：{what}写错的，改正{what}；确实是那{span}的，{elsewhere}。"
    return finding("FIL002", message, place, fix=fix)


def doubts_of(
    file: Incoming, year: int, seen: Sequence[Seen], unit: str, beside: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Yield what names and titles say that speaks against counting a table as the year's, and this unit's: a part of the
    year, a plan or a draft, another town; `beside` are the names of a county's bodies.
    """
    sayings = [[*_sayings(file, sheet, table)] for sheet, table in seen]
    yield from _parts_of_the_year(file, year, seen, sayings)
    for (sheet, table), said in zip(seen, sayings, strict=True):
        for text, *at in said:
            words = state_in(text, table.kind.title)
            if words and words not in file.part and not (text == sheet and excluded_by_name(sheet)):
                message = f"“{masked(text)[:40]}”写着“{words}”，也当作{file.part or '本年'}做了的收进了底账"
                yield Problem(finding("FIL013", message, Place(file.name, sheet, *at)))
                break
        yield from of_others(file, sheet, table, unit, beside) if unit else ()


def _parts_of_the_year(
    file: Incoming, year: int, seen: Sequence[Seen], sayings: Sequence[Sequence[tuple[str, int, int]]]
) -> Iterator[Problem]:
    """The tables of some months only, unless those of their kind in this workbook make up the year. The months are kept:
    other workbooks may have the rest.
    """
    found: dict[str, list[tuple[Place, frozenset[int]]]] = {}
    own = frozenset(months_of(file.part))
    for (sheet, table), said in zip(seen, sayings, strict=True):
        for text, *at in said:
            if months := _months(file, year, text, at[0], table):
                break
        if file.part and (other := _other_part(file, year, said, table)):
            yield Problem(replace(other, place=Place(file.name, sheet, *other.place[2:])))
            continue
        found.setdefault(table.kind.name, []).append((Place(file.name, sheet, *at), months))
    for kind, parts in found.items():
        together = frozenset().union(*(months for _, months in parts))
        if together == own and all(months for _, months in parts):
            continue
        for place, months in parts:
            if months:
                raw = ",".join(map(str, sorted(months)))
                fix = (
                    f"补齐其余月份的表；本来就是{file.part}的，改正标题、工作表名或文件名。"
                    if file.part
                    else ""
                )
                message = f"写的是{shown(months)}，不是{file.part or '全年'}的"
                yield Problem(finding("FIL012", message, place, fix=fix), raw, kind)


def _months(file: Incoming, year: int, text: str, row: int, table: Table) -> frozenset[int]:
    """The months that a text gives, in a row above a table or in a name: 截至6月30日 says of a second quarter no more than
    when it ends.
    """
    months = months_in(text, year, single=not row or table.kind.title in text)
    if not (file.part and months and "截" in text):
        return months
    own = frozenset(months_of(file.part))
    return own if max(months) == max(own) else months


def _other_part(
    file: Incoming, year: int, said: Sequence[tuple[str, int, int]], table: Table
) -> Finding | None:
    """That something says that a table is of other months than the part of the year that it is collected for, or of the
    whole year: names of files and folders may, a title must not.
    """
    named = Period(year, file.part).named
    but = f"，文件却在{named}的文件夹里" if file.year else f"，--year 却是{named}"
    for text, *at in said:
        if others := _months(file, year, text, at[0], table).difference(months_of(file.part)):
            message = f"“{masked(text)[:40]}”写的有{shown(others)}{but}"
            found = _other_year(file, message, "标题、名称", Place("", "", *at))
            return found if at[0] else replace(found, severity="warning")
    for text, *at in said:
        if months_in(text, year, single=True):
            return None
        if at[0] and table.kind.title not in text:
            continue
        if whole_year_in(text) or (at[0] and year_in(text) == year):
            so = "写的是全年" if whole_year_in(text) else f"只写了{year}年，没有写{file.part}"
            message = f"“{masked(text)[:40]}”{so}{but}"
            found = _other_year(file, message, "标题、名称", Place("", "", *at))
            return found if at[0] and whole_year_in(text) else replace(found, severity="warning")
    return None


def _sayings(file: Incoming, sheet: str, table: Table) -> Iterator[tuple[str, int, int]]:
    """What is written above a table with its row (from 1) and column, and the names of its sheet, file and folders."""
    for row, column, text in table.titles:
        yield text[:LONGEST_TITLE], row + 1, column
    yield sheet, 0, -1
    yield _stem(file.name), 0, -1
    for folder in file.name.split("/")[:-1]:
        if file.department not in folder:
            yield folder, 0, -1


def _listed(years: frozenset[int]) -> str:
    return "、".join(map(str, sorted(years)))


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]


def department_of(
    file: Incoming, names_in: Callable[[int], Mapping[str, str]], seen: Sequence[Seen], year: int
) -> tuple[str, list[Finding]]:
    """The department of a workbook: its folder's, else the one its 填报单位 line or its kinds name. `names_in` gives those
    that mean a department in a year.
    """
    folder, names = file.department, names_in(year)
    departments = list(dict.fromkeys(names.values()))
    if folder and departments and folder not in departments:
        return "", [_nobodys(file, names, names_in(ANY), year)]
    if folder:
        return folder, list(_signed_by_others(file, folder, names, seen))
    for _, table in seen:
        if signed := named_in(table.sender, names):
            return signed[0], []
    owners = {owner for _, table in seen for owner in table.kind.owed_in(year)}
    if len(owners) == 1:
        return owners.pop(), []
    return "", [finding("FIL004", "不知道是哪个部门报送的", Place(file.name))]


def _nobodys(file: Incoming, names: Mapping[str, str], ever: Mapping[str, str], year: int) -> Finding:
    """That a folder names no department of a year; `ever` are the names of all years."""
    folder = file.department
    if others := named_in(folder, {name: of for name, of in ever.items() if name not in names}):
        message = f"“{folder}”是{others[0]}的名称，可{year}年不这样叫"
        fix = "请改文件夹的名称；这一年还这样叫的，改设置 departments 里这个名称的 from、until"
        return finding("FIL004", message, Place(file.name), fix=fix)
    hint = did_you_mean(folder, names) or f"报送部门有：{'、'.join(dict.fromkeys(names.values()))}。"
    fix = f"{hint}请改文件夹的名称；新设的部门、部门的别名，写进设置的 departments"
    return finding("FIL004", f"“{folder}”不是方案里的报送部门", Place(file.name), fix=fix)


def _signed_by_others(
    file: Incoming, folder: str, names: Mapping[str, str], seen: Sequence[Seen]
) -> Iterator[Finding]:
    """The tables whose 填报单位 line names another department than the folder."""
    signed = {sender: signed_in(sender, names) for sender in {table.sender for _, table in seen}}
    for sheet, table in seen:
        others = signed[table.sender]
        if others and folder not in named_in(table.sender, names):
            message = f"填报单位写的是“{others[0]}”，文件却在{folder}的文件夹里，按{folder}的计入了"
            row, column = next((at[:2] for at in table.titles if sender_in(at[2]) == table.sender), (-1, -1))
            yield finding("TAB016", message, Place(file.name, sheet, row + 1, column))
