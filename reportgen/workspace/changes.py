"""Files as the last collection found them, and as they lie on the disk now -> which have changed, come or gone."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reportgen.model import Stamp
from reportgen.workspace.arrivals import Arrival, in_inbox, of_year, stamp_of
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


def _there(workspace: Workspace, years: Collection[int]) -> Sequence[Arrival]:
    try:
        return in_inbox(workspace, years)
    except OSError:
        return ()  # no inbox: all is gone


def _differs(path: Path, now: Stamp, before: Stamp, known: str) -> bool:
    """Whether a file's bytes are others than those that were collected; one that cannot be read may be."""
    if now == before:
        return False
    if now.size != before.size:
        return True
    try:
        return digest(path) != known
    except OSError:
        return True


def digest(path: Path) -> str:
    """Return the digest of a file's bytes. Raises OSError."""
    import hashlib

    with path.open("rb") as file:
        found: str = hashlib.file_digest(file, "sha256").hexdigest()
        return found
