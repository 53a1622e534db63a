"""The ledgers of several bodies -> the ledger of their county, which has what all of them have."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from reportgen.invocation import command
from reportgen.ledger import file as store
from reportgen.ledger.file import told
from reportgen.ledger.writing import open_to_write
from reportgen.model import CannotRun, Kind

_TOTAL = "SELECT count(*) = (SELECT coalesce(sum(count), 0) FROM _bodies) FROM _workbooks"


def renew(file: Path, kinds: Mapping[str, Kind], bodies: Mapping[str, Path]) -> None:
    """Let the ledger at `file` have what those of the bodies have, by name; only what changed is taken. Raises CannotRun."""
    now = {name: _version(name, ledger, kinds) for name, ledger in bodies.items()}
    before = _taken(file)
    if before == now:
        return
    same = {name for name, version in before.items() if now.get(name) == version}
    with open_to_write(file, kinds) as ledger:
        ledger.disown(same)
        for name in now:
            if name not in same:
                ledger.adopt(name, bodies[name], now[name])


def _version(name: str, file: Path, kinds: Mapping[str, Kind]) -> str:
    """What changes whenever a body's ledger does. Raises CannotRun."""
    if not file.is_file():
        raise CannotRun(f"还没有收集{name}的表；请先运行 {command('collect')}")
    with told(), closing(store.open_to_read(file, kinds)) as connection:
        rows = connection.execute("SELECT file, sha256, collected, profile FROM _workbooks ORDER BY id")
        said = [connection.execute("SELECT number FROM _changes").fetchall(), rows.fetchall()]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _taken(file: Path) -> dict[str, str]:
    """The versions of the bodies' ledgers that one has; none where it has something else, too, or was never made."""
    if not file.is_file():
        return {}
    try:
        with closing(
            sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=10)
        ) as connection:
            ((whole,),) = connection.execute(_TOTAL)
            return dict(connection.execute("SELECT name, said FROM _bodies")) if whole else {}
    except sqlite3.Error:
        return {}
