"""The rows and figures of a year beside those of the year before -> what is hardly so: tables that are copies, sheets and
parts of the year in which nothing is left, numbers of another size.

Of few things no proportion says anything: each rule names from how many on it asks, and its message says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportgen.ledger import beside
from reportgen.ledger.reading import Handed, Ledger
from reportgen.model import Field, Figure, FigureDefinition, Finding, Kind, Place, Profile
from reportgen.movements import FROM, FROM_LARGE, TIMES, far
from reportgen.numerals import chinese_number, number_text
from reportgen.profile.lasting import is_standing
from reportgen.rules import finding

FEW = 3  # rows of a copy: fewer may be the same by chance
NUMBERS = 5  # of a copy, together: so many are not the same by chance
LONG = 20  # characters of a text: two are not the same by chance
MANY = 5  # rows of a sheet of which none is left
UNITS = 1000  # times: nothing but another unit
# numbers of a column that are compared: by units, by the largest, by the middle one
SOME, SEVERAL, ENOUGH = 3, 5, 8
# what a thing had the year before, from where on its number now is compared with that: a larger one, a smaller one
OWN, OWN_LARGE = 10, 50
SHOWN = 5  # cells of a column: more are told as one
_PART = "FIL012"
_MONTH_OVER = "28"
_Whose = tuple[str, str]  # a department and a kind
_Months = Mapping[int, tuple[int, int]]  # rows and days


class _Span(NamedTuple):
    """Parts of a year: the months of each, what they are called, from how many days on a year without one is told, and how
    many days that part had the year before.
    """

    parts: Mapping[str, Sequence[int]]
    days: int
    before: int


_SPANS = (
    _Span({"上半年": range(1, 7), "下半年": range(7, 13)}, 4, 2),
    _Span({f"第{'一二三四'[at]}季度": range(3 * at + 1, 3 * at + 4) for at in range(4)}, 12, 3),
)


def beside_last_year(
    ledger: Ledger,
    profile: Profile,
    figures: Mapping[str, Figure],
    year: int,
    found: Collection[Finding] = (),
) -> list[Finding]:
    """Return what is hardly so, one for a table, a column or a cell; nothing without sheets of the year before. `found` is
    what is known to be wrong already.
    """
    handed, before = (
        [each for each in ledger.handed(of) if not each.replaced and each.kind in profile.kinds]
        for of in (year, year - 1)
    )
    both = {each.kind for each in handed} & {each.kind for each in before}
    kinds = [kind for name, kind in profile.kinds.items() if name in both]
    told = [
        *_copies(ledger, kinds, year),
        *_gone(ledger, handed, before, profile, year),
        *_parts_gone(ledger, kinds, handed, before, year, found),
        *_sizes(ledger, kinds, year),
        *_blanks(ledger, kinds, year, {each.place for each in found}),
    ]
    places = {each.place[:2] for each in told}
    known = {each.kind for each in handed if (each.file, each.sheet) in places}
    return [*told, *_figures(figures, [each for each in handed if each.kind not in known], before)]


def _copies(ledger: Ledger, kinds: Sequence[Kind], year: int) -> Iterator[Finding]:
    for kind in kinds:
        if is_standing(kind):
            continue
        for each in beside.copied(ledger, kind, year):
            if each.rows < FEW and each.words < LONG and each.numbers < NUMBERS:
                continue
            now, before = ledger.origin(each.source), ledger.origin(each.earlier)
            so = "除年份以外完全相同" if each.dated else "完全相同"
            message = f"这张表的{each.rows}行，和上年 {Place(before.file, before.sheet)} 里的{so}"
            yield finding(
                "YOY001", message, Place(now.file, now.sheet, now.header), department=now.department
            )


def _gone(
    ledger: Ledger, handed: Sequence[Handed], before: Sequence[Handed], profile: Profile, year: int
) -> Iterator[Finding]:
    """The sheets of which a department had many rows, or large numbers, and now has none, but for those that say of each row
    that it is no more.
    """
    rows: Counter[_Whose] = Counter()
    for each in handed:
        rows[each.department, each.kind] += each.rows
    for whose, count in rows.items():
        earlier = _of(whose, before)
        was = sum(each.rows for each in earlier)
        if count or not was or _says_so(ledger, _of(whose, handed)):
            continue
        kind, now = profile.kinds[whose[1]], _of(whose, handed)[-1]
        largest = 0 if was >= MANY else beside.largest(ledger, kind, whose[0], year - 1)
        if was >= MANY or largest >= OWN_LARGE:
            size, asked = (
                (f"，最大的数是{number_text(largest)}", f"统计表里有不少于{OWN_LARGE}的数")
                if largest
                else ("", f"不少于{MANY}行")
            )
            message = (
                f"《{kind.title}》今年一行也没有，上年有{was}行{size}（{_where(earlier)}）；上年{asked}的才问"
            )
            yield finding("YOY002", message, _head(now), department=now.department)


def _says_so(ledger: Ledger, tables: Sequence[Handed]) -> bool:
    """Whether a table is a form with the rows of the year before, which says of each what has become of it."""
    sheets = {(each.file, each.sheet) for each in tables}
    accounts = ledger.accounts({file for file, _ in sheets})
    return any(each.passed.get("carried") for each in accounts if (each.file, each.sheet) in sheets)


def _parts_gone(
    ledger: Ledger,
    kinds: Sequence[Kind],
    handed: Sequence[Handed],
    before: Sequence[Handed],
    year: int,
    found: Collection[Finding],
) -> Iterator[Finding]:
    """The parts of the year without a row where the year before had some, but for sheets that say so themselves."""
    said = {each.place[:2] for each in found if each.code == _PART}
    upto, upto_before = ledger.views.cutoff(year), ledger.views.cutoff(year - 1)
    for kind in kinds:
        if not kind.period:
            continue
        years = beside.months(ledger, kind, year, upto), beside.months(ledger, kind, year - 1, upto_before)
        for department, now in years[0].items():
            tables = [each for each in _of((department, kind.name), handed) if each.rows]
            earlier = _of((department, kind.name), before)
            if not tables or any((each.file, each.sheet) in said for each in tables):
                continue
            last = min(_month(upto, year), _month(upto_before, year - 1))
            if told := _part_gone(now, years[1].get(department, {}), last):
                message = f"《{kind.title}》{told.format(_where(earlier))}"
                table = max(tables, key=lambda each: each.rows)
                yield finding("YOY003", message, _head(table), department=department)


def _part_gone(now: _Months, before: _Months, last: int) -> str:
    """What is told of the largest parts, up to a month, in which nothing is left; an empty text where there is none."""
    days = sum(each for _, each in now.values())
    for span in _SPANS:
        gone = [
            (name, sum(before.get(month, (0, 0))[0] for month in part))
            for name, part in span.parts.items()
            if part[-1] <= last and not any(month in now for month in part)
            if sum(before.get(month, (0, 0))[1] for month in part) >= span.before
        ]
        if gone and days >= span.days:
            names = "、".join(name for name, _ in gone)
            rows = "、".join(f"{count}行" for _, count in gone)
            return (
                f"{names}一行也没有，其余时间有{days}天有记录；上年{names}有{rows}（{{}}）；"
                f"今年不少于{span.days}天、上年这一段不少于{span.before}天有记录的才问"
            )
    return ""


def _month(day: str, year: int) -> int:
    """The last month of a year that is over, or as good as over, on a day."""
    if not day.startswith(str(year)):
        return 12 if day > str(year) else 0
    return int(day[5:7]) - (day[8:] < _MONTH_OVER)


def _sizes(ledger: Ledger, kinds: Sequence[Kind], year: int) -> Iterator[Finding]:
    for kind in kinds:
        for name, field in kind.fields.items():
            if field.type in ("integer", "number") and not field.personal and name != kind.key:
                yield from _size(ledger, kind, name, field, year)


def _size(ledger: Ledger, kind: Kind, name: str, field: Field, year: int) -> Iterator[Finding]:
    """The numbers of a column that are of another size than those of the year before: all of them, or some."""
    now, before = (beside.spread(ledger, kind, name, of) for of in (year, year - 1))
    if not now.numbers or not before.numbers:
        return
    for numbers, times in ((SOME, UNITS), (ENOUGH, TIMES)):
        if min(now.numbers, before.numbers) >= numbers and (so := _times(now.middle, before.middle, times)):
            table = next(
                each for each in ledger.origins(year) if each.kind == kind.name and name in each.columns
            )
            place = Place(table.file, table.sheet, table.header, table.columns[name])
            message = (
                f"“{name}”居中的数是{_said(now.middle, field)}，上年是{_said(before.middle, field)}，{so}；"
                f"两年都不少于{numbers}个数的才比"
            )
            yield finding("YOY004", message, place, department=table.department)
            return
    cells = list(_cells(ledger, kind, name, field, year, before))
    if len(cells) > SHOWN:
        first, others = cells[0], len(cells) - 1
        cells = [replace(first, message=f"{first.message}（这一列这样的还有{others}格）")]
    yield from cells


def _cells(
    ledger: Ledger, kind: Kind, name: str, field: Field, year: int, before: beside.Spread
) -> Iterator[Finding]:
    """The cells beside that of the same thing, or else beside the largest number of the year before."""
    told: dict[tuple[int, int], str] = {}
    for each in beside.others(ledger, kind, name, year, TIMES):
        enough = OWN if each.value > each.before else OWN_LARGE
        if each.before >= enough:
            there = ledger.place(each.earlier, each.earlier_row, name)
            told[each.source, each.row] = (
                f"{name}{_said(each.value, field)}，上年同一项是{_said(each.before, field)}（{there}），"
                f"{_times(each.value, each.before, TIMES)}；上年不少于{enough}的才比"
            )
    if before.numbers >= SEVERAL:
        least = TIMES * before.largest
        for source, row, value in beside.at_least(ledger, kind, name, year, least):
            told.setdefault(
                (source, row),
                f"{name}{_said(value, field)}，是上年最大的数{_said(before.largest, field)}的{TIMES}倍以上；"
                f"上年不少于{SEVERAL}个数的才比",
            )
    for (source, row), message in sorted(told.items()):
        department = ledger.origin(source).department
        yield finding("YOY004", message, ledger.place(source, row, name), department=department)


def _blanks(ledger: Ledger, kinds: Sequence[Kind], year: int, known: Collection[Place]) -> Iterator[Finding]:
    """The cells of statistics that may be left blank, and had a number the year before; at those `known` stands what was not
    read.
    """
    for kind in kinds:
        for name, field in kind.fields.items() if beside.is_of_numbers(kind) else ():
            if field.type in ("integer", "number") and not field.required and not field.personal:
                yield from _blank(ledger, kind, name, field, year, known)


def _blank(
    ledger: Ledger, kind: Kind, name: str, field: Field, year: int, known: Collection[Place]
) -> Iterator[Finding]:
    for each in beside.blanks(ledger, kind, name, year):
        place, there = (
            ledger.place(each.source, each.row, name),
            ledger.place(each.earlier, each.earlier_row, name),
        )
        if place not in known:
            message = f"{name}空着，上年填的是{_said(each.before, field)}（{there}）"
            yield finding("YOY006", message, place, department=ledger.origin(each.source).department)


def _figures(
    figures: Mapping[str, Figure], handed: Sequence[Handed], before: Sequence[Handed]
) -> Iterator[Finding]:
    """The figures of another size, one for a sheet: the one that has the most to tell."""
    moved: dict[str, Figure] = {}
    for each in figures.values():
        if far(each):
            first = moved.setdefault(each.definition.sheet, each)
            if _most(each) > _most(first):
                moved[each.definition.sheet] = each
    for sheet, each in moved.items():
        tables = [table for table in handed if table.kind == sheet]
        if tables:
            table = max(tables, key=lambda each: each.rows)
            now, was = (_said(number or 0, each.definition) for number in (each.value, each.previous))
            value, previous = each.value or 0, each.previous or 0
            asked = f"今年不少于{FROM_LARGE}" if value > previous else f"上年不少于{FROM}"
            earlier = _where([table for table in before if table.kind == sheet])
            message = (
                f"“{each.definition.full_name}”今年是{now}，上年是{was}（{earlier}），"
                f"{_times(value, previous, TIMES)}；{asked}的才比"
            )
            yield finding("YOY005", message, _head(table), department=table.department)


def _most(figure: Figure) -> float:
    return max(figure.value or 0, figure.previous or 0)


def _times(now: float, before: float, times: int) -> str:
    """How a number lies to that of the year before, in words; an empty text where neither is so many times the other."""
    if now >= times * before:
        return f"是上年的{times}倍以上"
    return f"不到上年的{chinese_number(times)}分之一" if before >= times * now else ""


def _said(number: float, of: Field | FigureDefinition) -> str:
    return f"{number_text(number)}{of.unit}"


def _of(whose: _Whose, tables: Sequence[Handed]) -> list[Handed]:
    return [each for each in tables if (each.department, each.kind) == whose]


def _head(table: Handed) -> Place:
    return Place(table.file, table.sheet, table.header)


def _where(tables: Sequence[Handed]) -> str:
    """The largest of some tables, as a place in words."""
    largest = max(tables, key=lambda each: each.rows)
    return str(Place(largest.file, largest.sheet))
