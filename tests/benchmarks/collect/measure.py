"""One contender and one workspace -> what the work took, as a line of JSON. Imports come first and are not counted.

Run as `python measure.py CONTENDER WORKSPACE`, in a process of its own for each round.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def main(name: str, workspace: Path) -> dict[str, Any]:
    """Import, work, and tell; ours works a second time, with nothing changed."""
    contender = import_module(f"contenders.{name}")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "rows.database"
        if name == "ours":
            project = contender.open_project(workspace, database)
            taken, done = _timed(lambda: contender.collect(project))
            taken |= _memory()
            again, _ = _timed(lambda: contender.collect(project))
            rows, wrong = done.rows, contender.wrong(database)
            return taken | {"rows": rows, "wrong": wrong, "again": again["seconds"]}
        taken, (rows, wrong) = _timed(lambda: contender.collect(workspace, database))
        return taken | _memory() | {"rows": rows, "wrong": wrong}


def _timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """Wall and processor seconds of some work, its child processes' included, and what it returned."""
    begun, used = time.perf_counter(), sum(os.times()[:4])
    result = work()
    return {"seconds": time.perf_counter() - begun, "cpu": sum(os.times()[:4]) - used}, result


def _memory() -> dict[str, float]:
    """The most megabytes that this process, and the largest of its children, have held."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    own, children = (
        resource.getrusage(who).ru_maxrss / unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"mb": own, "children_mb": children}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
