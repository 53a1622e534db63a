"""Files that are being collected -> what the ledger remembers of how they lie on the disk, and which of its files are gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.ledger.reading import Ledger
from reportgen.ledger.writing import WritableLedger
from reportgen.model import Stamp
from reportgen.workspace.arrivals import Arrival, of_year, stamp_of
from reportgen.workspace.changes import Known, digest
from reportgen.workspace.incoming import Incoming
from reportgen.workspace.settings import Workspace


def gone_from(workspace: Workspace, ledger: Ledger, files: Sequence[Incoming], year: int | None) -> list[str]:
    """Return the collected workbooks, of a year or of none, whose files have left the inbox."""
    there = {each.name for each in files}
    return [
        each.file
        for each in ledger.workbooks()
        if year in (None, each.year) or not each.year
        if each.file not in there and workspace.takes_in(each.file)
    ]


def note(
    workspace: Workspace,
    ledger: WritableLedger,
    there: Sequence[Arrival],
    files: Sequence[Incoming],
    *,
    year: int | None,
    all_of_it: bool,
) -> None:
    """Remember how the files that were collected lie on the disk, so that whatever happens to them later is seen.

    Those of which something was left out, because it is of another year than the one asked for, are not remembered.
    `all_of_it` says that the inbox was looked through, as far as a year is not asked for. Raises CannotRun.
    """
    others = {each.path for each in files if year and each.year and each.year != year}
    others |= {each.path for each in there if year and each.loose and each.path.suffix.lower() == ".zip"}
    known, read = ledger.files(), {each.file: each.sha256 for each in ledger.workbooks()}
    noted = {each.storable_name: _noted(each, known, read) for each in there if each.path not in others}
    changed = {name: now for name, now in noted.items() if known.get(name) != now}
    gone = _no_longer(workspace, there, known, year) if all_of_it else []
    if changed or gone:
        ledger.note_files(changed, gone)


def _noted(each: Arrival, known: Known, read: Mapping[str, str]) -> tuple[Stamp, str]:
    """A file's stamp, from when it was found, and the digest of the bytes that were read: should it have changed in
    between, its stamp is no longer this one.
    """
    name = each.storable_name
    stamp, said = known.get(name, (None, ""))
    if name in read:
        said = read[name]
    elif stamp != each.stamp:
        said = _digest_of(each)
    return each.stamp, said


def _no_longer(
    workspace: Workspace, there: Sequence[Arrival], known: Known, year: int | None
) -> Sequence[str]:
    """The files that have left the inbox, or a year's folder and what is in none."""
    names = {each.storable_name for each in there}
    return [
        name
        for name in known
        if name not in names and workspace.takes_in(name)
        if year is None or of_year(workspace, name) in (None, year)
    ]


def _digest_of(each: Arrival) -> str:
    """The digest of an archive, or of a file that could not be read; none where it is no longer as it was found."""
    try:
        found = digest(each.path)
        return found if stamp_of(each.path.stat()) == each.stamp else ""
    except OSError:
        return ""
