"""A report that was issued, and lies there as it was written -> the same again, while nothing that it hangs on has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.ledger.remembered import findings_of, text_of
from reportgen.movements import moved
from reportgen.outcomes import Rendered
from reportgen.proofreading.own_numbers import Literal, OwnWords
from reportgen.workspace.outputs import file_name
from reportgen.workspace.receipts import issue_report

if TYPE_CHECKING:
    from reportgen.ledger.remembered import Remembered
    from reportgen.model import Figure, Finding
    from reportgen.stages.render import Report
    from reportgen.workspace.settings import Workspace

_OF_THIS_MACHINE = "TPL027"  # that contents have no pages, for want of LibreOffice


class Issued(NamedTuple):
    """A report as it lies there, what its template adds, and what was found when it was filled."""

    title: str
    content: bytes
    words: OwnWords
    found: Sequence[Finding]


def recalled(
    remembered: Remembered, workspace: Workspace, year: int, stamp: str, output: Path | None
) -> Issued | None:
    """Return the report that would come out again; None where that is not known, or it does not lie in its place as it was
    written.
    """
    if not (text := remembered.issued(year, stamp)):
        return None
    said = json.loads(text)
    try:
        content = _place(workspace, year, said["title"], output).read_bytes()
    except OSError:
        return None
    if sha256(content).hexdigest() != said["sha256"]:
        return None
    numbers = [Literal(*each) for each in said["numbers"]]
    words = OwnWords(numbers, findings_of(said["found"]), findings_of(said["denied"]))
    return Issued(said["title"], content, words, findings_of(said["filled"]))


def issue(
    workspace: Workspace,
    year: int,
    output: Path | None,
    figures: Mapping[str, Figure],
    report: Report | Issued,
    words: OwnWords,
    findings: list[Finding],
    *,
    draft: bool = False,
) -> Rendered:
    """Write a report in its place, if it is not there, and return what there is to say of it. Raises CannotRun."""
    file = _place(workspace, year, report.title, output, draft=draft)
    kept, changes = issue_report(workspace, file, report.content, year, figures, draft=draft)
    return Rendered(file, findings, draft, kept, words.numbers, changes, moved(figures.values()), figures)


def keep(
    remembered: Remembered,
    workspace: Workspace,
    year: int,
    stamp: str,
    version: int,
    report: Report,
    words: OwnWords,
    found: Sequence[Finding],
) -> None:
    """Remember a report that is about to be written, unless the ledger is no longer of the version that it was made of, or it
    would be another one with LibreOffice.
    """
    if not stamp or any(each.code == _OF_THIS_MACHINE for each in found):
        return
    said = {
        "title": report.title,
        "sha256": sha256(report.content).hexdigest(),
        "numbers": words.numbers,
        "found": text_of(words.found),
        "denied": text_of(words.denied),
        "filled": text_of(found),
    }
    remembered.keep_issued(
        workspace.ledger, year, workspace.paper, stamp, json.dumps(said, ensure_ascii=False), version
    )


def _place(workspace: Workspace, year: int, title: str, output: Path | None, *, draft: bool = False) -> Path:
    named = workspace.period(year).named
    if workspace.part and named not in title:  # the title of the file's properties may name the year alone
        title = title.replace(f"{year}年", named, 1)
    return output or workspace.output / file_name(
        title or f"{named}报告", paper=workspace.asked_paper, draft=draft
    )
