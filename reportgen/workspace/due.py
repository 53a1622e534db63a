"""What a command or the settings say of the day by which departments are to answer -> the day, as it is printed."""

from __future__ import annotations

from reportgen.expressions import expression
from reportgen.model import CannotRun
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
        raise CannotRun(f"{where}写的是“{text}”，{_what(text, year)}")
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _what(text: str, year: int) -> str:
    """What a text that is no day lacks, and how it is to be written."""
    try:
        day = read_date(text, year + 1)
    except ValueError:
        return f"不是日历上有的日期；请写成 {year + 1}年1月10日"
    return f"没有写年；请写成 {year if day.month >= _SUMMER else year + 1}年{day.month}月{day.day}日"
