"""The samples as the departments would have handed them in for a part of the year: what happened in it, as it stood at its end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reportgen.periods import Period, months_of
from tests.make.samples import township
from tests.make.samples_data import mediation_months
from tests.make.samples_write import Book, Cell, Sheet, write_book

# by sheet: the date by which a row belongs to a part or is listed yet; a date of which the outcome comes, and the outcome
OWN = {
    "复议": "收到", "应诉": "收到起诉状日期", "台账": "受理日期", "成绩": "考试日期", "学法培训": "培训时间",
    "依申请公开": "收到申请日期", "会议": "会议时间", "普法活动": "活动时间",
}  # fmt: skip
LISTED = {"目录": "印发日期", "阵地": "建成时间", "Sheet1": "聘期起"}
LATER = (
    "提交答复日期",
    "结案日期",
    "提交答辩状日期",
    "开庭日期",
    "裁判日期",
    "办结日期",
    "答复日期",
    "提档升级时间",
)
OUTCOMES = {"复议": ("结案日期", "结果", None), "应诉": ("裁判日期", "裁判结果", None),
            "台账": ("办结日期", "调解结果", "正在调解"), "依申请公开": ("答复日期", "办理结果", None)}  # fmt: skip


def write(inbox: Path, period: Period) -> None:
    """Write what was handed in for a part of a year, as `<period>/<department>/<file>`."""
    for book in books(period):
        write_book(book, inbox / str(period))


def books(period: Period) -> list[Book]:
    """Return the workbooks of a part of a year."""
    found = township(period.year)
    for book in found:
        for sheet in book.sheets:
            if sheet.columns:
                _narrow(sheet, period)
    (mediations,) = (book for book in found if any(sheet.tab == "月报" for sheet in book.sheets))
    ledger, months = mediations.sheet("台账"), mediations.sheet("月报")
    counted = mediation_months([row[1:] for row in ledger.rows])
    months.rows = [[*counted[month - 1], None] for month in months_of(period.part)]
    months.add_up(*months.totals)
    return found


def _narrow(sheet: Sheet, period: Period) -> None:
    first, last = date.fromisoformat(period.first), date.fromisoformat(period.last)
    sheet.title = sheet.title.replace(f"{period.year}年度", period.named).replace(
        f"{period.year}年", period.named
    )
    sheet.note = sheet.note.partition("    填报日期")[0]
    own, listed = _at(sheet, OWN.get(sheet.tab, "")), _at(sheet, LISTED.get(sheet.tab, ""))
    rows = [
        row
        for row in sheet.rows
        if (own < 0 or _day(row[own], first) >= first) and _day(row[max(own, listed)], first) <= last
    ]
    for row in rows:
        _as_of(sheet, row, last)
        if sheet.columns[0].heading == "序号":
            row[0] = rows.index(row) + 1
    sheet.rows = rows or [["无", *[None] * (len(sheet.columns) - 1)]]
    totals, sheet.totals = sheet.totals, {}
    sheet.add_up(*totals)


def _as_of(sheet: Sheet, row: list[Cell], last: date) -> None:
    """Take out of a row what came after a day."""
    decider, outcome, still = OUTCOMES.get(sheet.tab, ("", "", None))
    late = [
        at for at, each in enumerate(sheet.columns) if each.heading in LATER and _day(row[at], last) > last
    ]
    if decider and _at(sheet, decider) in late:
        row[_at(sheet, outcome)] = still
    for at in late:
        row[at] = None


def _at(sheet: Sheet, heading: str) -> int:
    """Where a column is of which the heading holds a text; -1 for none."""
    return next((at for at, each in enumerate(sheet.columns) if heading and heading in each.heading), -1)


def _day(cell: Cell, otherwise: date) -> date:
    return cell if isinstance(cell, date) else otherwise
