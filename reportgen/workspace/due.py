"""What a command or the settings say of the day by which departments are to answer -> the day, as it is printed."""

from __future__ import annotations

from reportgen.expressions import expression
from reportgen.model import CannotRun
from reportgen.periods import Period
from reportgen.values.dates import read_date
from reportgen.workspace.printed_dates import day_of
from reportgen.workspace.settings import DUE, Workspace

_NEXT = expression(
    r"^\s*(?:次年|下一?年度?|第二年)"
)  # than the report's, in settings that stand for any year
_SUMMER = (
    7  # a day without a year is of the year after the report's, unless it lies in the second half of one
)


def due_day(workspace: Workspace, year: int, said: str) -> str:
    """Return the day by which departments are to answer as it is printed; empty where neither the command nor the settings
    name one. Raises CannotRun for what is no day.
    """
    text = said or workspace.given(year).get(DUE, "")
    day = day_of(_NEXT.sub(f"{year + 1}年", text)) if text else None
    if text and day is None:
        where = "--due" if said else f"设置里的“{DUE}”"
        raise CannotRun(f"{where}写的是“{text}”，{_what(text, workspace.period(year))}")
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _what(text: str, period: Period) -> str:
    """What a text that is no day lacks, and how it is to be written."""
    after = period.after
    try:
        day = read_date(text, after.year)
    except ValueError:
        return f"不是日历上有的日期；请写成 {after.year}年{after.month}月10日"
    own = period.year if day.month >= (after.month if period.part else _SUMMER) else period.year + 1
    return f"没有写年；请写成 {own}年{day.month}月{day.day}日"
