"""What each department was told, round by round: beside the rows, in the ledger's file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from reportgen.ledger.file import told
from reportgen.model import Place

KEPT = 2  # rounds of a department: the open one, and the one that it is compared with
_SECONDS = 2  # to wait for another reportgen
_SCHEMA = """
CREATE TABLE IF NOT EXISTS _rounds (
  year INTEGER NOT NULL, department TEXT NOT NULL, number INTEGER NOT NULL, files TEXT NOT NULL, told TEXT NOT NULL,
  PRIMARY KEY (year, department, number)) STRICT
"""


class Told(NamedTuple):
    """A finding as a department was told it: its code, where it stood, and a digest of what was said."""

    code: str
    place: Place
    digest: str


class Round(NamedTuple):
    """All that a department was told of the files that it had handed in; `number` counts from 1, `files` is a digest."""

    number: int
    files: str
    told: tuple[Told, ...]


def recalled(file: Path, year: int) -> dict[str, list[Round]]:
    """Return by department the last rounds of a year, in their order; none where there is no ledger. Raises CannotRun."""
    rounds: dict[str, list[Round]] = {}
    if not file.is_file():
        return rounds
    name = f"{file.resolve().as_uri()}?mode=ro"
    with told(), closing(sqlite3.connect(name, uri=True, timeout=_SECONDS)) as ledger:
        if not ledger.execute("SELECT 1 FROM sqlite_master WHERE name = '_rounds'").fetchone():
            return rounds
        rows = ledger.execute(
            "SELECT department, number, files, told FROM _rounds WHERE year = ? ORDER BY department, number",
            (year,),
        )
        for department, number, files, said in rows:
            listed = tuple(Told(code, Place(*place), digest) for code, place, digest in json.loads(said))
            rounds.setdefault(department, []).append(Round(number, files, listed))
    return rounds


def remember(file: Path, year: int, rounds: Mapping[str, Round]) -> None:
    """Remember a round of each of these departments, in the place of the one of the same number. Raises CannotRun."""
    with told(), closing(sqlite3.connect(file, timeout=_SECONDS)) as ledger, ledger:
        ledger.execute(_SCHEMA)
        ledger.executemany(
            "INSERT OR REPLACE INTO _rounds VALUES (?, ?, ?, ?, ?)",
            ((year, name, each.number, each.files, _json(each.told)) for name, each in rounds.items()),
        )
        ledger.executemany(
            "DELETE FROM _rounds WHERE year = ? AND department = ? AND number <= ?",
            ((year, name, each.number - KEPT) for name, each in rounds.items()),
        )


def _json(told: Sequence[Told]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
