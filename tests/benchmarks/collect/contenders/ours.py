"""What `reportgen collect` does, with the ledger in a folder of the round's own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from reportgen import pipeline
from reportgen.pipeline import Project
from reportgen.stages import collect_file  # noqa: F401  imports come first
from reportgen.stages.collect import Collected


def open_project(workspace: Path, database: Path) -> Project:
    """Open the workspace with its ledger elsewhere."""
    project = pipeline.open_project(workspace)
    return replace(project, workspace=replace(project.workspace, ledger=database))


def collect(project: Project) -> Collected:
    """Collect the inbox. Raises RuntimeError where a file was refused or a sheet not recognised."""
    done = pipeline.collect(project)
    if bad := [*done.refused, *done.unrecognised]:
        raise RuntimeError(f"{len(bad)} files or sheets not read, the first: {bad[0][-1]}")
    return done


def wrong(database: Path) -> int:
    """Return how many cells the ledger remembers as wrong."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM _problems WHERE code LIKE 'CEL%'").fetchone()[0])
