"""The Word templates of a profile: report.docx, and a report-名.docx for each other paper that the same sheets make.

Of a part of the year the paper of its sort is made where there is one: 半年报, 季报, 月报.
"""

from __future__ import annotations

from pathlib import Path

from reportgen.model import CannotRun
from reportgen.periods import sort_of
from reportgen.rules import did_you_mean

FIRST, FIRST_NAME = "report.docx", "report"
OF_PARTS = {"半年": "半年报", "季度": "季报", "月": "月报"}  # the papers of parts of the year, by their sorts


def file_of(paper: str) -> str:
    """Return the name of a paper's template; the first paper has no name."""
    return f"report-{paper}.docx" if paper else FIRST


def others(folder: Path) -> list[str]:
    """Return the names of a profile's papers but for the first."""
    return sorted(each.stem.removeprefix("report-") for each in folder.glob("report-?*.docx"))


def usual(folder: Path, part: str) -> str:
    """Return the paper that a part of the year, or the whole one, has where none is asked for. Quarters and months that have
    none of their own have that of halves, which prints the period's name; where there is none either, they have the first.
    """
    wanted = (OF_PARTS[sort_of(part)], OF_PARTS["半年"]) if part else ()
    return next((each for each in wanted if (folder / file_of(each)).is_file()), "")


def asked(folder: Path, paper: str, part: str) -> str:
    """Return what is given to have a paper in a part of the year: its name, or nothing for the usual one."""
    return "" if paper == usual(folder, part) else paper or FIRST_NAME


def of_any_time(folder: Path) -> list[str]:
    """Return the papers but for the first that are of no sort of time: a report of any may be one of these."""
    return [each for each in others(folder) if each not in OF_PARTS.values()]


def need(folder: Path, paper: str, part: str = "") -> str:
    """Return the paper of a profile that is called so, the first one also by its file's name, or the usual one of a part of the
    year where no name is given. Raises CannotRun.
    """
    if not paper:
        return usual(folder, part)
    there = others(folder)
    if paper in there:
        return paper
    if paper == FIRST_NAME:
        return ""
    said = f"有：{'、'.join(there)}" if there else "只有 report.docx"
    raise CannotRun(f"报告方案“{folder.name}”里没有 {file_of(paper)}（{said}）。{did_you_mean(paper, there)}")
