"""What departments have mended since they were told, and the texts that remind them of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.aliases import ANY
from reportgen.aliases import known as known_names
from reportgen.invocation import command
from reportgen.ledger.rounds_told import recalled, remember
from reportgen.model import CannotRun

if TYPE_CHECKING:
    from reportgen.ledger.rounds_told import Round
    from reportgen.model import Finding, Profile
    from reportgen.stages.reminders import Reminder
    from reportgen.stages.rounds import Compared
    from reportgen.stages.status import Submissions
    from reportgen.workspace.settings import Workspace


def has_rounds(workspace: Workspace, year: int) -> bool:
    """Whether departments have been told anything of a year."""
    return bool(recalled(workspace.ledger, year))


def compared(
    workspace: Workspace, profile: Profile, year: int, findings: Sequence[Finding]
) -> Mapping[str, Compared]:
    """Return by department, in the order of the profile, what became of what it was told of a year; `findings` are all
    that is wrong now. Raises CannotRun.
    """
    return _compared(workspace, profile, year, findings, _recalled(workspace, profile, year))


def told(
    workspace: Workspace, profile: Profile, year: int, findings: Sequence[Finding]
) -> Mapping[str, Compared]:
    """Compare, and remember that the departments are told these findings. Raises CannotRun.

    Where the ledger cannot be written now, this time is not remembered, and the next is compared with the one before.
    """
    known = _recalled(workspace, profile, year)
    found = _compared(workspace, profile, year, findings, known)
    opened = {name: each.open for name, each in found.items() if known.get(name, [None])[-1] != each.open}
    if opened:
        with suppress(CannotRun):
            remember(workspace.ledger, year, opened)
    return found


def _recalled(workspace: Workspace, profile: Profile, year: int) -> dict[str, list[Round]]:
    """The last rounds of a year by department: of one that has been renamed since by its name now, of one that is no more
    not at all.
    """
    names, known = known_names(profile.departments, profile.aliases, ANY), recalled(workspace.ledger, year)
    renamed = {names[name]: rounds for name, rounds in known.items() if name in names}
    return renamed | {name: rounds for name, rounds in known.items() if names.get(name) == name}


def _compared(
    workspace: Workspace,
    profile: Profile,
    year: int,
    findings: Sequence[Finding],
    known: Mapping[str, Sequence[Round]],
) -> Mapping[str, Compared]:
    from reportgen.ledger.reading import open_to_read
    from reportgen.stages.rounds import compared as compare

    if not known and not any(each.department for each in findings):
        return {}
    with open_to_read(workspace.ledger, profile.kinds) as ledger:
        found = compare(ledger, year, findings, known)
    return {name: found[name] for name in (*profile.departments, *found) if name in found}


def reminders(
    workspace: Workspace, found: Submissions, findings: Sequence[Finding], due: str = ""
) -> list[Reminder]:
    """Return the text for each department that owes something. Raises CannotRun while the ledger is not up to date: a
    department that has handed in its sheet is not to be reminded of it.
    """
    from reportgen.stages.reminders import reminders as remind
    from reportgen.workspace.due import due_day

    if found.outdated:
        raise CannotRun(f"底账不是最新的，催报会催到已经交来的表；请先运行 {command('collect')}")
    return remind(found, findings, workspace.unit, due_day(workspace, found.year, due), workspace.part)


def write_reminders(
    workspace: Workspace, written: Sequence[Reminder], folder: Path
) -> list[tuple[Path, Path | None]]:
    """Write a text file for each department, for one of several bodies into its own folder; return each with where the one is
    kept that people had changed.

    Raises CannotRun.
    """
    from reportgen.workspace.issued import check_output, issue
    from reportgen.workspace.outputs import department_folders

    named = department_folders(folder / workspace.body, [each.department for each in written])
    texts = {each.department: each for each in written}
    files = {path.with_name(f"{path.name}.txt"): texts[name] for name, path in named.items()}
    for file in files:
        check_output(workspace, file, "催报", ".txt")
    return [(file, issue(workspace, file, f"{each.text}\n".encode())) for file, each in files.items()]
