"""The years of which the ledger has workbooks, and what is said where it has none."""

from __future__ import annotations

from reportgen.invocation import command
from reportgen.ledger.reading import Ledger
from reportgen.model import CannotRun
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
        years = sorted({str(each.year) for each in ledger.workbooks() if each.year})
        there = f"底账里有{'、'.join(years)}年的" if years else "底账是空的"
        inbox = workspace.name_of(workspace.inbox / str(year) / workspace.body)
        raise CannotRun(f"底账里没有{year}年的表（{there}）；请把表放进“{inbox}/部门名/”再收集")


def set_days(ledger: Ledger, workspace: Workspace, year: int) -> None:
    """Let a ledger know which rows of a year, and of the one before, count, and which days are worked."""
    ledger.views.cutoffs = {each: workspace.counted_until(each) for each in (year - 1, year)}
    if workspace.holidays:
        from reportgen.workspace.holidays import plans

        ledger.views.calendar.plans = plans(workspace)
