"""The years of which the ledger has workbooks, and what is said where it has none."""

from __future__ import annotations

from reportgen.invocation import command
from reportgen.ledger.reading import Ledger
from reportgen.model import CannotRun
from reportgen.workspace.arrivals import in_inbox
from reportgen.workspace.settings import Workspace


def latest(ledger: Ledger) -> int:
    """Return the last year of which there are workbooks. Raises CannotRun where there are none."""
    years = [each.year for each in ledger.workbooks() if each.year]
    if not years:
        raise CannotRun(f"底账是空的；请先把各部门的表放进来件夹，运行 {command('collect')}")
    return max(years)


def need(ledger: Ledger, workspace: Workspace, year: int) -> None:
    """Let a year be one of which there are workbooks. Raises CannotRun."""
    if not ledger.workbooks(year):
        period = workspace.period(year)
        years = sorted({str(each.year) for each in ledger.workbooks() if each.year})
        there = f"底账里有{'、'.join(years)}年{period.part}的" if years else "底账是空的"
        inbox = workspace.name_of(workspace.inbox / str(period) / workspace.body)
        inside = "单位名称/部门名" if workspace.bodies else "部门名"
        named = f"；单位的文件夹要照设置写，如“{next(iter(workspace.bodies))}”" if workspace.bodies else ""
        come = workspace.inbox.is_dir() and any(each.year == year for each in in_inbox(workspace, (year,)))
        fix = (
            f"来件夹里有，请先运行 {command('collect')}"
            if come
            else f"请把表放进“{inbox}/{inside}/”再收集{named}"
        )
        raise CannotRun(f"底账里没有{period.named}的表（{there}）；{fix}")


def set_days(ledger: Ledger, workspace: Workspace, year: int) -> None:
    """Let a ledger know which rows of a year, and of the one before, count, and which days are worked."""
    ledger.views.part = workspace.part
    ledger.views.cutoffs = {each: workspace.counted_until(each) for each in (year - 1, year)}
    if workspace.holidays:
        from reportgen.workspace.holidays import plans

        ledger.views.calendar.plans = plans(workspace)
