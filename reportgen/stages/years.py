"""The years of which the ledger has workbooks, and what is said where it has none."""

from __future__ import annotations

from reportgen.invocation import command
from reportgen.ledger.reading import Ledger
from reportgen.model import CannotRun, Profile
from reportgen.workspace.settings import PERIOD, Workspace


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
        raise CannotRun(
            f"底账里没有{period.named}的表（{there}）；请把表放进“{inbox}/{inside}/”再收集{named}"
        )


def need_named(profile: Profile, workspace: Workspace) -> None:
    """Let a report of a part of the year say so: the template prints which. Raises CannotRun."""
    tag, sort = f"报告.{PERIOD}", workspace.part.lstrip("上下前第一二三四0123456789")  # 半年, 季度, 月
    if workspace.part and not any(tag in line for line in profile.lines):
        raise CannotRun(
            f"模板 {profile.paper_place} 里没有标签 {{{{{tag}}}}}，{workspace.part}的报告印出来会像全年的。"
            f"请在标题里印它；全年的模板不想改的，另放一个模板 report-{sort}报.docx，加 --report {sort}报"
        )
    several = (
        name
        for name, each in profile.figures.items()
        if each.years > 1 and any(name in line for line in profile.lines)
    )
    if workspace.part and (name := next(several, "")):
        raise CannotRun(
            f"“{name}”是几年合起来的数，{workspace.part}的底账里只有各年的{workspace.part}，算不出来；"
            f"请用不印它的模板，如 report-{sort}报.docx，加 --report {sort}报"
        )


def set_days(ledger: Ledger, workspace: Workspace, year: int) -> None:
    """Let a ledger know which rows of a year, and of the one before, count, and which days are worked."""
    ledger.views.part = workspace.part
    ledger.views.cutoffs = {each: workspace.counted_until(each) for each in (year - 1, year)}
    if workspace.holidays:
        from reportgen.workspace.holidays import plans

        ledger.views.calendar.plans = plans(workspace)
