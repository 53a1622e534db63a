"""A finished report of an earlier year, and a workspace -> the template that it makes, beside the other outputs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.model import CannotRun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model import Figure, Profile
    from reportgen.stages.proposed import Proposal
    from reportgen.workspace.settings import Workspace


class Proposed(NamedTuple):
    """A template that was proposed: where it was written, where what lay there is kept, of which year the report is, and
    whether the ledger knows that year.
    """

    file: Path
    kept: Path | None
    year: int
    by_ledger: bool
    proposal: Proposal


def propose(workspace: Workspace, profile: Profile, report: Path, year: int | None = None) -> Proposed:
    """Write the template that a finished report makes. Its year is `year`, or the one that it names first. Raises
    CannotRun.
    """
    from reportgen.stages.proposed import proposed, year_of
    from reportgen.word.package import NotWordError
    from reportgen.workspace.issued import issue

    try:
        content = report.read_bytes()
    except OSError:
        raise CannotRun(f"去年的报告“{report}”读不到；请核对文件名和它在哪个文件夹") from None
    try:
        year = year or year_of(content)
        if year is None:
            raise CannotRun(f"“{report.name}”里没有写是哪一年的报告；请在标题里写上，如 2023年")
        figures = _figures(workspace, profile, year)
        proposal = proposed(content, profile, figures, workspace.texts(year), year)
    except NotWordError as error:
        raise CannotRun(f"去年的报告“{report.name}”不能用：{str(error).replace('模板', '文件')}") from None
    file = workspace.output / f"模板（由{year}年报告改成）.docx"
    return Proposed(file, issue(workspace, file, proposal.template), year, figures is not None, proposal)


def _figures(workspace: Workspace, profile: Profile, year: int) -> Mapping[str, Figure] | None:
    """The figures of a year, if the ledger has anything of it."""
    from reportgen.ledger import reading
    from reportgen.stages.figures import figures

    if not workspace.ledger.is_file():
        return None
    with reading.open_to_read(workspace.ledger, profile.kinds) as ledger:
        if not ledger.workbooks(year):
            return None
        ledger.views.cutoffs = {
            each: said if (said := workspace.cutoff(each)).startswith(str(each)) else f"{each}-12-31"
            for each in (year - 1, year)
        }
        return figures(ledger, profile, year)[0]
