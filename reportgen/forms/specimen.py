"""A kind and its checks -> an example row that every check lets pass: out of the examples that the checks themselves
draw, or else made from the fields.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta

from reportgen.ledger.sql import QueryError
from reportgen.ledger.writing import WritableLedger, in_memory
from reportgen.model import Check, Entry, Field, Kind, Profile, TypedTable, Value
from reportgen.numerals import NO, YES
from reportgen.patterns import may_fit
from reportgen.periods import Period
from reportgen.profile.levels import CELL, ROW, level
from reportgen.profile.lint_dates import events
from reportgen.profile.queries import failing
from reportgen.profile.terms import variants
from reportgen.stages.checks import check_rows
from reportgen.stages.examples import right_rows
from reportgen.values import cell as values

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TELLING = re.compile(
    r"[一-鿿].*[一-鿿]|.{4}"
)  # 甲 and 1 stand for what a clerk would write, and teach nothing
_TRIES = 60
_APART = timedelta(days=10)  # an invented date, from the last one before it
_Choices = Mapping[str, Sequence[Value]]


def specimens(
    profile: Profile, kinds: Sequence[Kind], year: int, part: str = ""
) -> Iterator[Mapping[str, Value]]:
    """Yield for each kind an example row by field, which no check of the kind alone finds wrong; only what must be filled
    where nothing else was found, and nothing at all where that is wrong too. What has come to pass in it did so by the
    end of the year, or of its part.
    """
    with in_memory({kind.name: kind for kind in kinds}) as ledger:
        for kind in kinds:
            of_the_kind = (each for each in profile.checks.values() if each.sheet == kind.name)
            checks = [each for each in of_the_kind if _alone(profile, each, kind)]
            choices = _choices(profile, kind, Period(year, part))
            least = {name: choices[name] if each.required else (None,) for name, each in kind.fields.items()}
            passing = (_passing(ledger, profile, kind, checks, each, year) for each in (choices, least))
            yield next((row for row in passing if row), {})


def _alone(profile: Profile, check: Check, kind: Kind) -> bool:
    """Whether a check of a kind looks at a row and no farther, and the kind as it is asked of a department has all that it reads."""
    reads = profile.reads[check.code]
    names = {name for _, name in reads if name and not name.startswith("_")}
    return level(check, reads) in (CELL, ROW) and names <= kind.fields.keys()


def _passing(
    ledger: WritableLedger,
    profile: Profile,
    kind: Kind,
    checks: Sequence[Check],
    choices: _Choices,
    year: int,
) -> dict[str, Value]:
    """The first row of the choices that passes: where a check finds one, the column that it marks gives the next."""
    at = dict.fromkeys(choices, 0)
    for _ in range(_TRIES):
        row = {name: each[at[name]] if each else None for name, each in choices.items()}
        ledger.replace(Entry("示例.xlsx", year, "示例"), [_table(kind, row)], [])
        wrong = _finding(ledger, profile, checks, year)
        if wrong is None:
            return row
        if wrong.marks not in at or at[wrong.marks] + 1 >= len(choices[wrong.marks]):
            return {}
        at[wrong.marks] += 1
    return {}


def _finding(ledger: WritableLedger, profile: Profile, checks: Sequence[Check], year: int) -> Check | None:
    """The first check that finds the row wrong. Most rows no check finds: that is asked of all at once."""
    conditions = {each.code: " OR ".join(map(failing, variants(each))) for each in checks if each.fails}
    if conditions:
        ledger.views.scope(year, as_written=True)
        sheet = checks[0].sheet
        with suppress(QueryError):
            if not ledger.views.select(f'SELECT 1 FROM "{sheet}" WHERE {" OR ".join(conditions.values())}'):
                checks = [each for each in checks if each.code not in conditions]
    return next((each for each in checks if check_rows(ledger, profile, each, year)), None)


def _table(kind: Kind, row: Mapping[str, Value]) -> TypedTable:
    """A table of one row, as it is stored."""
    stored = [[_stored(value, kind.fields[name])] for name, value in row.items()]
    return TypedTable(kind.name, kind.name, {name: at for at, name in enumerate(row)}, [2], stored)


def _stored(value: Value, declared: Field) -> Value:
    if value is None:
        return None
    typed = values.convert(value, declared)
    return str(typed) if isinstance(typed, date) else typed


def _choices(profile: Profile, kind: Kind, period: Period) -> _Choices:
    """What may stand in each column, the best first; nothing, last, in those that may be blank."""
    year, past = period.year, events(kind)
    drawn = _drawn(profile, kind, year)
    found: dict[str, list[Value]] = {}
    last: date | None = None
    for name, declared in kind.fields.items():
        here = [_typed(declared.example, declared), *drawn.get(name, ())]
        if declared.type == "date":
            next_one = last + _APART if last else None
            invented = next_one if next_one and next_one.year == year else example(name, declared, year)
            days = [each for each in (*here, invented) if isinstance(each, date)]
            here = [*_timely(days, year, past=name in past, own=name == kind.period)]
            last = max(last, here[0]) if last else here[0]
        elif declared.required or declared.type != "string" or declared.enum:
            here += [example(name, declared, year), *declared.enum, *_others(declared)]
        here = [each for each in dict.fromkeys(here) if each is not None and _fits(each, declared)]
        here = [_within(each, period) if isinstance(each, date) else each for each in here]
        found[name] = here if declared.required else [*here, None]
    return found


def _timely(days: Sequence[date], year: int, *, past: bool, own: bool) -> list[date]:
    """The days on which something may have come to pass by the end of a year; in it, where it is the row's own date."""
    return [each for each in days if not (past and each.year > year) and not (own and each.year < year)]


def _within(day: date, period: Period) -> date:
    """A day of a year as one of its part, those before it before; what lies outside of the year stays."""
    if not period.part or day.year != period.year:
        return day
    first, last = date.fromisoformat(period.first), date.fromisoformat(period.last)
    return first + (last - first) * (day.timetuple().tm_yday - 1) // 365


def _others(declared: Field) -> Iterator[Value]:
    if declared.type == "boolean":
        yield from (YES, NO)
    if declared.type in ("integer", "number"):
        yield from (each for each in (declared.minimum, declared.maximum) if each is not None)


def _fits(value: int | float | str | date, declared: Field) -> bool:
    try:
        values.convert(value, declared)
    except values.Fault:
        return False
    return True


def _drawn(profile: Profile, kind: Kind, year: int) -> Mapping[str, list[Value]]:
    """What the checks' examples have in the columns of a kind, in rows that they do not mark, moved to a year; what the
    fullest row has first, so that what stands side by side goes together.
    """
    rows: list[dict[str, Value]] = []
    for check in (each for each in profile.checks.values() if each.sheet == kind.name):
        first = _YEAR.search(check.example)
        shift = year - int(first[0]) if first else 0
        for sheet, row in right_rows(profile, check):
            if sheet == kind.name:
                asked = {name: raw for name, raw in row.items() if name in kind.fields}
                moved = {name: _moved(raw, kind.fields[name], shift) for name, raw in asked.items()}
                rows.append({name: value for name, value in moved.items() if value is not None})
    found: dict[str, list[Value]] = {}
    for each in sorted(rows, key=len, reverse=True):
        for name, value in each.items():
            found.setdefault(name, []).append(value)
    return found


def _moved(raw: str, declared: Field, shift: int) -> Value:
    """A drawn cell as a value, so many years later; None where it is none, or a letter that stands for one."""
    if declared.type in ("date", "string"):
        raw = _YEAR.sub(lambda match: str(int(match[0]) + shift), raw)
    if declared.type == "string" and not declared.enum and not _TELLING.match(raw):
        return None
    return _typed(raw, declared)


def _typed(raw: str, declared: Field) -> Value:
    """A text as the value that a form shows for it; None where the field does not take it."""
    if not raw:
        return None
    try:
        value = values.convert(raw, declared)
    except values.Fault:
        return None
    return (YES if value else NO) if declared.type == "boolean" else value


def example(name: str, declared: Field, year: int) -> Value:
    """Return an invented value that a field takes; None where none was found for its pattern."""
    match declared.type:
        case "date":
            return date(year, 5, 12)
        case "boolean":
            return YES
        case "integer" | "number":
            low = -math.inf if declared.minimum is None else declared.minimum
            high = math.inf if declared.maximum is None else declared.maximum
            value = min(max(12, low), high)
            return math.ceil(value) if declared.type == "integer" else value
    plain = f"{year}-001" if declared.unique else f"某{name}"
    choices = declared.enum or (_invented(year) if declared.pattern else (plain,))
    return next((each for each in choices if may_fit(declared.pattern, each)), None)


def _invented(year: int) -> Iterator[str]:
    """Texts of the make that a pattern mostly asks for."""
    yield from ("某某", f"某〔{year}〕1号", f"〔{year}〕1号", f"（{year}）某1号")
    for digits in ("1" * count for count in range(1, 31)):
        yield from (f"{start}{digits}" for start in ("", year, f"{year}-", "A", "AA", "AAA", "AAAA"))
