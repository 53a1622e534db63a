"""frictionless as in `frictionless_check`, with what merged cells say written out: it then loads workbooks whole."""

from __future__ import annotations

from pathlib import Path

from contenders.frictionless_check import check


def collect(workspace: Path, database: Path) -> tuple[int, int]:
    """Check all workbooks."""
    return check(workspace, merged=True)
