"""The dates that the settings give a report to print -> one spelling of them, and those that cannot be a year's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from reportgen.expressions import expression
from reportgen.model import Finding
from reportgen.rules import finding
from reportgen.values.dates import read_date, usual_day

if TYPE_CHECKING:
    from reportgen.workspace.settings import Workspace

CUT_OFF, SIGNED, NUMBER = "截止日期", "成文日期", "文号"
_YEAR = expression(r"[〔\[(（【［]\s*(\d{2,4})\s*年?\s*[〕\])）】］]")


def is_date(name: str) -> bool:
    """Whether a text of this name is a date."""
    return name.endswith("日期")


def day_of(text: str) -> date | None:
    """Return the day that a text names, in whatever spelling; None where it names none."""
    try:
        return date.fromisoformat(usual_day(text) or read_date(text).isoformat())
    except ValueError:
        return None


def spelled(name: str, text: str) -> str:
    """Return a text as the report prints it: a date as 2023年11月30日, whatever its spelling."""
    day = day_of(text) if text and is_date(name) else None
    return f"{day.year}年{day.month}月{day.day}日" if day else text


def no_dates(workspace: Workspace) -> Iterator[Finding]:
    """Yield an error for each text that must be a date and is none."""
    for year, texts in (("", workspace.report), *workspace.yearly.items()):
        for name, text in texts.items():
            if is_date(name) and name != CUT_OFF and text and day_of(text) is None:
                message = f"“{name}”写的是“{text}”，不是日历上有的日期"
                yield finding(
                    "SET003",
                    message,
                    workspace.place(*filter(None, ("report", year, name))),
                    fix="写成 2024年1月15日",
                )


def wrong_dates(workspace: Workspace, year: int) -> Iterator[Finding]:
    """Yield what cannot be of a year's report: its cut-off, the day on which it is signed, its number."""
    texts = {CUT_OFF: "", SIGNED: "", NUMBER: "", **workspace.given(year)}
    period = workspace.period(year)
    if not period.first <= workspace.cutoff(year) <= period.last:
        last = spelled(CUT_OFF, period.last)
        message = f"{period.named}报告的截止日期写的是“{texts[CUT_OFF]}”，先按{last.partition('年')[2]}核对"
        day = last if period.part else f"{year}年11月30日"
        fix = f"在设置的 report 里按年度写，如 {period}: {{截止日期: {day}}}"
        yield finding("SET002", message, workspace.place("report", CUT_OFF), fix=fix)
    signed = day_of(texts[SIGNED]) if texts[SIGNED] else None
    if signed:
        yield from _wrong_day(workspace, year, signed)
    if texts[NUMBER] and (found := _YEAR.search(texts[NUMBER])):
        yield from _wrong_number(workspace, year, found[1], signed)


def _wrong_day(workspace: Workspace, year: int, signed: date) -> Iterator[Finding]:
    """A report is signed after what it counts, and in the next year at the latest, unless the year's own key says so."""
    period = workspace.period(year)
    own = SIGNED in workspace.yearly.get(str(period), {})
    until = workspace.counted_until(year)
    said = ""
    if signed.isoformat() < until:
        said = f"早于{period.named}数据的截止日期{spelled(CUT_OFF, until)}"
    elif signed.year > year + 1 and not own:
        said = f"比报告年度{year}年晚了{signed.year - year}年"
    if said:
        message = f"成文日期写的是“{workspace.given(year)[SIGNED]}”，{said}，像是别的年度的"
        day = f"{period.after.year}年{period.after.month}月15日"
        fix = f"在设置的 report 里按年度写，如 {period}: {{成文日期: {day}}}"
        yield finding(
            "SET003", message, workspace.place("report", *([str(period)] if own else []), SIGNED), fix=fix
        )


def _wrong_number(workspace: Workspace, year: int, said: str, signed: date | None) -> Iterator[Finding]:
    """The year in a report's number is that of the day on which it is signed."""
    allowed = [signed.year] if signed else [year, year + 1]
    if len(said) == 4 and int(said) in allowed:
        return
    why = f"成文日期是{signed.year}年的" if signed else f"{year}年的报告编{year}年或{year + 1}年的号"
    if len(said) != 4:
        why = "年份要写四位"
    period = workspace.period(year)
    own = NUMBER in workspace.yearly.get(str(period), {})
    message = f"文号写的是“{workspace.given(year)[NUMBER]}”，{why}"
    fix = f"在设置的 report 里按年度写，如 {period}: {{文号: 某政发〔{allowed[-1]}〕3号}}"
    yield finding(
        "SET004", message, workspace.place("report", *([str(period)] if own else []), NUMBER), fix=fix
    )
