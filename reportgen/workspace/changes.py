"""Files as the last collection found them, and as they lie on the disk now -> which have changed, come or gone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reportgen.ledger.reading import Ledger
from reportgen.ledger.writing import WritableLedger
from reportgen.model import Stamp
from reportgen.workspace.arrivals import Arrival, in_inbox, of_year, stamp_of
from reportgen.workspace.incoming import Incoming
from reportgen.workspace.settings import Workspace

Known = Mapping[
    str, tuple[Stamp, str]
]  # by name a file's stamp and the digest of its bytes; "" where nobody knows it


class Changes(NamedTuple):
    """The names of the files that are not as they were collected: of the inbox, and `elsewhere`, whence they were given
    by path. Of these the ones that are `away` may lie on a stick that is unplugged.
    """

    changed: Sequence[str] = ()
    added: Sequence[str] = ()
    gone: Sequence[str] = ()
    elsewhere: Sequence[str] = ()
    away: Sequence[str] = ()


def since(workspace: Workspace, known: Known, years: Collection[int]) -> Changes:
    """Return what has changed in the inbox, as far as it may hold something of these years, and elsewhere.

    A file is read only where its size or its times are not as they were.
    """
    within = os.path.join(workspace.inbox, "")
    paths = {name: os.path.join(workspace.root, name) for name in known}
    inside = {name for name, path in paths.items() if path.startswith(within)}
    ours = {name for name in inside if of_year(workspace, name) in (None, *years)}
    there = {each.storable_name: each for each in _there(workspace, years)}
    changed = [
        name
        for name, each in there.items()
        if name in known and _differs(each.path, each.stamp, *known[name])
    ]
    elsewhere, away = [], []
    for name in sorted(known.keys() - inside):
        path = Path(paths[name])
        try:
            if _differs(path, stamp_of(path.stat()), *known[name]):
                elsewhere.append(name)
        except OSError:
            away.append(name)
    return Changes(changed, sorted(there.keys() - known), sorted(ours - there.keys()), elsewhere, away)


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
    stamp, digest = known.get(name, (None, ""))
    if name in read:
        digest = read[name]
    elif stamp != each.stamp:
        digest = _digest_of(each)
    return each.stamp, digest


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


def _there(workspace: Workspace, years: Collection[int]) -> Sequence[Arrival]:
    try:
        return in_inbox(workspace, years)
    except OSError:
        return ()  # no inbox: all is gone


def _differs(path: Path, now: Stamp, before: Stamp, digest: str) -> bool:
    """Whether a file's bytes are others than those that were collected; one that cannot be read may be."""
    if now == before:
        return False
    if now.size != before.size:
        return True
    try:
        return _digest(path) != digest
    except OSError:
        return True


def _digest_of(each: Arrival) -> str:
    """The digest of an archive, or of a file that could not be read; none where it is no longer as it was found."""
    try:
        digest = _digest(each.path)
        return digest if stamp_of(each.path.stat()) == each.stamp else ""
    except OSError:
        return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
