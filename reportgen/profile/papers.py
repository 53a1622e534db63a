"""The Word templates of a profile: report.docx, and a report-名.docx for each other paper that the same sheets make."""

from __future__ import annotations

from pathlib import Path

from reportgen.model import CannotRun
from reportgen.rules import did_you_mean

FIRST = "report.docx"


def file_of(paper: str) -> str:
    """Return the name of a paper's template; the first paper has no name."""
    return f"report-{paper}.docx" if paper else FIRST


def others(folder: Path) -> list[str]:
    """Return the names of a profile's papers but for the first."""
    return sorted(each.stem.removeprefix("report-") for each in folder.glob("report-?*.docx"))


def need(folder: Path, paper: str) -> str:
    """Return the paper of a profile that is called so, the first one also by its file's name. Raises CannotRun."""
    there = others(folder)
    if not paper or paper in there:
        return paper
    if file_of("") == f"{paper}.docx":
        return ""
    said = f"有：{'、'.join(there)}" if there else "只有 report.docx"
    raise CannotRun(f"报告方案“{folder.name}”里没有 {file_of(paper)}（{said}）。{did_you_mean(paper, there)}")
