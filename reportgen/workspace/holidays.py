"""The holidays that the settings give for years of which the program has no table -> plans, or what is wrong with them.

They are written as the State Council's yearly notice says them: which days are off, and which weekends are worked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.ledger.sql_functions import Plan, published
from reportgen.model import Finding
from reportgen.rules import finding
from reportgen.workspace.printed_dates import day_of
from reportgen.workspace.settings import Workspace

WRONG, IDLE = "SET011", "SET012"
_SPAN = expression(r"\s*(?:至|到|—+|–|~|～|\.\.)\s*")
_ALWAYS = ("-01-01", "-05-01", "-10-01")  # are holidays in every year
_FEWEST = 11  # holidays that the law gives a year, weekends not counted
_LONGEST = 15  # days at a stretch
_SHOWN = 3


class _Days(NamedTuple):
    """The days that a list names, and the entries of it that name none, by their numbers."""

    days: frozenset[date]
    wrong: Sequence[tuple[int, str]]


def plans(workspace: Workspace) -> dict[int, Plan]:
    """Return by year what the settings give, where it can be used."""
    found = {}
    for year, said in workspace.holidays.items():
        if not list(_wrong(workspace, year, said)):
            off, work = (_days(said.get(key, ())).days for key in ("rest", "work"))
            found[int(year)] = Plan(*(frozenset(map(date.isoformat, each)) for each in (off, work)))
    return found


def wrong_holidays(workspace: Workspace) -> list[Finding]:
    """Return what keeps holidays in the settings from being used."""
    return [each for year, said in workspace.holidays.items() for each in _wrong(workspace, year, said)]


def idle_holidays(workspace: Workspace) -> Iterator[Finding]:
    """Yield the years of which the program has the published table already, and another than the settings give."""
    for year, plan in plans(workspace).items():
        table = published(year)
        differing = sorted(_moved(table) ^ _moved(plan)) if table else ()
        if not differing:
            continue
        days = "、".join(differing[:_SHOWN]) + ("等" if len(differing) > _SHOWN else "")
        message = f"程序里已有{year}年公布的假日表，设置里写的没有用；有{len(differing)}天不同：{days}"
        yield finding(IDLE, message, workspace.place("holidays", str(year)))


def _moved(plan: Plan) -> frozenset[str]:
    """The days that are otherwise than in a week without holidays."""
    return plan.work | {each for each in plan.off if date.fromisoformat(each).weekday() < 5}


def _wrong(workspace: Workspace, year: str, said: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    def told(message: str, fix: str, *path: str | int) -> Finding:
        return finding(WRONG, message, workspace.place("holidays", year, *path), fix=fix)

    if not re.fullmatch("20[0-9]{2}", year):
        yield told(f"“{year}”不是年度", "年度写四位数字，如 2027")
        return
    off, work = (_days(said.get(key, ())) for key in ("rest", "work"))
    for key, found in (("rest", off), ("work", work)):
        for at, text in found.wrong:
            fix = f"一天写成 {year}-01-01，几天写成 {year}-10-01 至 {year}-10-07"
            yield told(f"“{text}”不是日历上有的日期，或者起止写反了", fix, key, at)
        if other := [each for each in found.days if each.year not in (int(year) - 1, int(year))]:
            yield told(f"{min(other)}不在{year}年", "哪一年的安排写在哪一年下面", key)
    if both := off.days & work.days:
        yield told(f"{min(both)}又放假又上班", "照通知核对，删去一处")
    if weekdays := [each for each in work.days if each.weekday() < 5]:
        fix = "work 只写调休上班的周六、周日"
        yield told(f"{min(weekdays)}不是周末，本来就上班", fix, "work")
    missing = [f"{year}{day}" for day in _ALWAYS if date.fromisoformat(f"{year}{day}") not in off.days]
    free = sum(each.weekday() < 5 for each in off.days)
    if not off.wrong and (missing or free < _FEWEST):
        lacks = f"，缺{missing[0]}" if missing else f"，只有{free}个工作日放假"
        fix = "照国务院办公厅的通知，把元旦到国庆的放假日都写上；没有公布的不要写"
        yield told(f"{year}年的放假安排没有写全{lacks}", fix)


def _days(entries: Sequence[str]) -> _Days:
    days: set[date] = set()
    wrong: list[tuple[int, str]] = []
    for at, text in enumerate(entries):
        ends = [day_of(each) for each in _SPAN.split(text)]
        first, last = (ends[0], ends[-1]) if len(ends) <= 2 else (None, None)
        if first is None or last is None or not timedelta(0) <= last - first < timedelta(_LONGEST):
            wrong.append((at, text))
        else:
            days |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return _Days(frozenset(days), wrong)
