"""How long it takes from nothing to a first report, beside `build` alone on the same sheets. Prints a Markdown table.

Run as `uv run python tests/benchmarks/start.py [RUNS]`. Both run in turn, in one run; what counts is the ratio of the medians
of processor time.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    times: dict[Callable[[Path], float], list[float]] = {_from_nothing: [], _build: []}
    for turn in range(runs + 1):
        for measured, seen in times.items():
            with tempfile.TemporaryDirectory() as folder:
                taken = measured(Path(folder))
            if turn:  # the first one is to warm up
                seen.append(1000 * taken)
    ours, alone = (statistics.median(seen) for seen in times.values())
    print("| | median CPU ms |\n|---|---|")
    print(
        f"| `init` and `build 2023` | {ours:.0f} |\n| `build 2023` | {alone:.0f} |\n| ratio | {ours / alone:.2f} |"
    )


def _from_nothing(root: Path) -> float:
    begun = _taken(root, "init", "--unit", "近海镇", "--year", "2023")
    _put_files(root)
    return begun + _taken(root, "build", "2023")


def _build(root: Path) -> float:
    (root / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    _put_files(root)
    return _taken(root, "build", "2023")


def _put_files(root: Path) -> None:
    for year in ("2022", "2023"):
        shutil.copytree(ROOT / "samples" / year, root / "来件" / year, dirs_exist_ok=True)


def _taken(root: Path, *arguments: str) -> float:
    """The processor time, in seconds, that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "reportgen", *arguments]
    subprocess.run(
        command, cwd=root, check=True, capture_output=True, stdin=subprocess.DEVNULL, env=ENVIRONMENT
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
