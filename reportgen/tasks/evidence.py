"""A year's figures and what was found -> 数据底稿.xlsx, by which each figure is checked, beside the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.aliases import ANY, known
from reportgen.model import CannotRun, count_errors
from reportgen.periods import LAST, LAST_PART, NOW
from reportgen.workspace.outputs import evidence_name

if TYPE_CHECKING:
    from reportgen.evidence.grounds import Grounds
    from reportgen.model import Figure, Finding, Profile
    from reportgen.workspace.settings import Workspace


class Written(NamedTuple):
    """A file that was written beside the report: how many figures are `told` in it, and a remark for the user; `kept` as in
    Rendered.
    """

    file: Path
    kept: Path | None = None
    told: int = 0
    remark: str = ""


def grounds_of(
    workspace: Workspace, profile: Profile, figures: Mapping[str, Figure], year: int
) -> list[Grounds]:
    """Return the grounds of all figures of a year. Raises CannotRun."""
    from reportgen.evidence.grounds import grounds
    from reportgen.ledger.reading import open_to_read
    from reportgen.ledger.sql import QueryError
    from reportgen.stages.years import set_days

    silent = [workspace.unit, *known(profile.departments, profile.aliases, ANY)]
    try:
        with open_to_read(workspace.ledger, profile.kinds) as ledger:
            set_days(ledger, workspace, year)
            return grounds(ledger, profile, figures, year, silent)
    except QueryError as error:
        raise CannotRun(f"报告方案里的 SQL 不能运行：{error}") from None


def write(
    workspace: Workspace, told: Sequence[Grounds], findings: Sequence[Finding], year: int, folder: Path
) -> Written:
    """Write the workbook of a year into a folder. Raises CannotRun."""
    from reportgen.evidence.grounds_book import grounds_book
    from reportgen.workspace.issued import issue, renew

    errors = count_errors(findings)
    note = (
        f"还有 {errors} 项错误没有改正，见“核对结果”表；改正以后数还会变"
        if errors
        else f"点“{NOW[LAST_PART if workspace.part else LAST]}”的数，看它由哪些行得来；在“来源”表点名称，回到这里"
    )
    file = folder / evidence_name(workspace.period(year), workspace.asked_paper, ".xlsx")
    content = grounds_book(f"{workspace.unit}{workspace.period(year).named}数据底稿", told, findings, note)
    kept = issue(workspace, file, content)
    renew(file)
    return Written(file, kept, len(told))


def write_page(workspace: Workspace, told: Sequence[Grounds], report: Path, year: int) -> Written | None:
    """Write the report as a page of which each number leads to what is behind it; None where it has no marks. Raises
    CannotRun.
    """
    from reportgen.evidence.grounds_page import grounds_page
    from reportgen.word import manifest, shown_marks
    from reportgen.word.package import NotWordError
    from reportgen.word.web_page import web_page
    from reportgen.workspace.issued import issue, renew

    content, named = report.read_bytes(), workspace.period(year).named
    said = manifest.of_report(content)
    if said is None:
        return None
    try:
        page = web_page(shown_marks.show(content), f"{named}数据底稿").html
    except NotWordError as error:
        raise CannotRun(f"数据底稿的网页写不出来：{error}") from None
    made = grounds_page(page, told, [each.name for each in said.figures])
    file = report.with_name(evidence_name(workspace.period(year), workspace.asked_paper, ".html"))
    kept = issue(workspace, file, made.encode())
    renew(file)
    return Written(file, kept, len(said.figures))
