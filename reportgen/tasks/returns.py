"""What is wrong with a year -> each department's own files back, the wrong cells marked, with a 退回单 in front."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.invocation import command
from reportgen.model import CannotRun, FileRefused, unexplained
from reportgen.outcomes import Sent, Unsent
from reportgen.workspace.outputs import department_folders, returned_name

if TYPE_CHECKING:
    from reportgen.ledger.reading import Ledger
    from reportgen.model import Entry, Finding, Profile
    from reportgen.stages.slips import Job
    from reportgen.workspace.incoming import Incoming
    from reportgen.workspace.settings import Workspace

Progress = Callable[[int], AbstractContextManager[Callable[[int], None]]]


def returns(
    workspace: Workspace,
    profile: Profile,
    year: int,
    findings: Sequence[Finding],
    folder: Path,
    progress: Progress,
) -> tuple[list[Sent], list[Unsent]]:
    """Write the files that departments are to mend into a folder of each; return them, and what is to be told otherwise.

    Raises CannotRun.
    """
    from reportgen.ledger.reading import open_to_read
    from reportgen.stages.slips import jobs_of, made
    from reportgen.workspace.issued import issue

    check(workspace, folder)
    with open_to_read(workspace.ledger, profile.kinds) as ledger:
        entries = {each.file: each for each in ledger.workbooks() if each.year in (year, 0)}
        jobs, loose = jobs_of(entries, unexplained(findings), _rows(ledger, year))
    there = _incoming(workspace, profile, year) if jobs else {}
    places = _places(folder / workspace.body, jobs)
    sent: list[Sent] = []
    unsent = [_otherwise(each, entries) for each in loose]
    with progress(len(jobs)) as advance:
        for job in jobs:
            entry = job.entry
            try:
                done = made(job, _content(workspace, there, entry), workspace.unit, workspace.period(year))
            except FileRefused as error:
                unsent.append(Unsent(entry.department, entry.file, f"没有退回：{error}"))
            else:
                file = places[entry.file].with_name(f"{places[entry.file].name}{done.suffix}")
                kept = issue(workspace, file, done.content)
                count = len(job.findings)
                sent.append(Sent(entry.department, file, entry.file, done.round, count, done.converted, kept))
            advance(1)
    return sent, unsent


def _rows(ledger: Ledger, year: int) -> Mapping[str, Mapping[str, int]]:
    """The rows of each sheet, by file and name."""
    found: dict[str, Counter[str]] = {}
    for each in ledger.handed(year):
        found.setdefault(each.file, Counter())[each.sheet] += each.rows
    return found


def check(workspace: Workspace, folder: Path) -> None:
    """Refuse a folder in which what is written would be collected, or lie among what the report is made from.

    Raises CannotRun.
    """
    places = (
        (workspace.inbox, "来件夹", not workspace.owns(folder / "-")),
        (workspace.profile, "报告方案的文件夹", True),
        (workspace.ledger.parent, "底账的文件夹", workspace.ledger_apart),
    )
    for where, what, is_apart in places:
        if is_apart and folder.resolve().is_relative_to(where.resolve()):
            raise CannotRun(f"“{folder}”在{what}里，退回的文件不能写到这里；请用 --returns 写另一个文件夹")
    if folder.exists() and not folder.is_dir():
        raise CannotRun(f"“{folder}”是一个文件；请用 --returns 写一个文件夹")


def _incoming(workspace: Workspace, profile: Profile, year: int) -> Mapping[str, Incoming]:
    """The files of the inbox by their names; none where there is no inbox, and files were collected by their paths."""
    from reportgen.workspace.incoming import incoming

    with suppress(CannotRun):
        found = incoming(workspace, (), profile.departments, year, profile.aliases)
        return {each.storable_name: each for each in found}
    return {}


def _content(workspace: Workspace, there: Mapping[str, Incoming], entry: Entry) -> bytes:
    """The bytes of a file as it was collected. Raises FileRefused."""
    incoming = there.get(entry.file)
    try:
        content = incoming.read() if incoming else (workspace.root / entry.file).read_bytes()
    except OSError:
        raise FileRefused("文件不在原处了，或者读不了") from None
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise FileRefused(f"文件收集以后改过；请先运行 {command('collect')}，再退回")
    return content


def _places(folder: Path, jobs: Sequence[Job]) -> dict[str, Path]:
    """Where each file goes, without its suffix: two are never called the same."""
    folders = department_folders(folder, dict.fromkeys(each.entry.department for each in jobs))
    found: dict[str, Path] = {}
    for job in jobs:
        entry = job.entry
        number = int((entry.answers or "0").split()[0]) + 1
        taken = {str(each).casefold() for each in found.values()}
        names = (returned_name(entry.file, number, copy) for copy in range(1, len(jobs) + 1))
        places = (folders[entry.department] / each for each in names)
        found[entry.file] = next(each for each in places if str(each).casefold() not in taken)
    return found


def _otherwise(finding: Finding, entries: Mapping[str, Entry]) -> Unsent:
    from reportgen.stages.slips import remedy

    entry = entries.get(finding.place.file)
    department = finding.department or (entry.department if entry else "")
    return Unsent(department, entry.file if entry else "", f"{finding.message}；{remedy(finding)}")
