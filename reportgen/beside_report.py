"""A report that was written -> what is asked for beside it: its PDF and its page, what is behind its figures, a review copy."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reportgen.outcomes import Rendered
    from reportgen.pipeline import Project
    from reportgen.tasks.evidence import Written
    from reportgen.tasks.publishing import Copy


class Asked(NamedTuple):
    """What is to be written beside a report."""

    pdf: bool = False
    html: bool = False
    evidence: bool = False
    review: bool = False


def copies(
    project: Project,
    done: Rendered,
    year: int,
    asked: Asked,
    waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> dict[str, Copy]:
    """Write the copies of a report that are asked for; while LibreOffice is at work, somebody is `waiting`. Raises CannotRun."""
    made: dict[str, Copy] = {}
    if done.file is None or not (asked.pdf or asked.html):
        return made
    from reportgen.tasks import publishing

    if asked.pdf:
        figures = {} if done.draft else done.figures
        with waiting():
            made["pdf"] = publishing.pdf(
                project.workspace, project.template, done.file, figures, year, draft=done.draft
            )
    if asked.html:
        made["html"] = publishing.html(project.workspace, done.file)
    return made


def grounds(project: Project, done: Rendered, year: int, asked: Asked) -> dict[str, Written]:
    """Write what is asked for by those who check a report; the workbook also where no report was written. Raises CannotRun."""
    if not asked.evidence and not (asked.review and done.file):
        return {}
    from reportgen.tasks import evidence as task
    from reportgen.tasks import reviewing

    told = task.grounds_of(project.workspace, project.profile, done.figures, year)
    made = {}
    if asked.evidence:
        folder = done.file.parent if done.file else project.workspace.output
        made["evidence"] = task.write(project.workspace, told, done.findings, year, folder)
        page = task.write_page(project.workspace, told, done.file, year) if done.file else None
        made |= {"page": page} if page else {}
    if asked.review and done.file:
        made["review"] = reviewing.write(project.workspace, told, done.numbers, done.file, year)
    return made
