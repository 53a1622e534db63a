"""A finished report of an earlier year, and a workspace -> the template that it makes, beside the other outputs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.model import CannotRun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.drafting.proposed import Proposal
    from reportgen.model import Figure, Profile
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


class LastReport(NamedTuple):
    """A finished report: its file, what is in it, and of which year it is."""

    file: Path
    content: bytes
    year: int


def opened(file: Path, before: int | None = None) -> LastReport:
    """Return a finished report with the year that it names first, or else the one before the year `before`. Raises
    CannotRun.
    """
    from reportgen.drafting.proposed import year_of
    from reportgen.word.package import NotWordError

    try:
        content = file.read_bytes()
    except OSError:
        raise CannotRun(f"去年的报告“{file}”读不到；请核对文件名和它在哪个文件夹") from None
    try:
        year = year_of(content) or (before - 1 if before else None)
    except NotWordError as error:
        raise CannotRun(_unusable(file, error)) from None
    if year is None:
        raise CannotRun(f"“{file.name}”里没有写是哪一年的报告；请加上 --year，写今年要做的是哪一年的报告")
    return LastReport(file, content, year)


def propose(workspace: Workspace, profile: Profile, report: LastReport) -> Proposed:
    """Write the template that a finished report makes. Raises CannotRun."""
    from reportgen.drafting.proposed import proposed
    from reportgen.word.package import NotWordError
    from reportgen.workspace.issued import issue

    figures = _figures(workspace, profile, report.year)
    texts = workspace.texts(report.year)
    try:
        proposal = proposed(report.content, profile, figures, texts, report.year)
    except NotWordError as error:
        raise CannotRun(_unusable(report.file, error)) from None
    file = workspace.output / f"模板（由{report.year}年报告改成）.docx"
    kept = issue(workspace, file, proposal.template)
    return Proposed(file, kept, report.year, figures is not None, proposal)


def _unusable(file: Path, error: Exception) -> str:
    return f"去年的报告“{file.name}”不能用：{str(error).replace('模板', '文件')}"


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
