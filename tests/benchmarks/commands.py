"""How much of the processor whole commands take, beside what a user would wait for anyway. Prints a Markdown table.

Run as `uv run --group peers python tests/benchmarks/commands.py`. Each command and its peer run in turn, in
one run, so that a drift of the machine's speed meets both; what counts is the ratio of the medians. The
warm-up lets Python keep its bytecode, for ours and theirs alike.
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
RUNS = 10
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
REPORTGEN = [sys.executable, "-m", "reportgen"]
TWO_COMMANDS = """
import typer
app = typer.Typer(help="Two commands")
@app.command(help="The first")
def one(name: str) -> None: print(name)
@app.command(help="The second")
def two(name: str) -> None: print(name)
app()
"""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "two.py").write_text(TWO_COMMANDS, encoding="utf-8")
        (root / "reportgen.yaml").write_text("unit: 近海镇\ninbox: 来件\noutput: 输出\n", encoding="utf-8")
        for year in ("2022", "2023"):
            shutil.copytree(ROOT / "samples" / year, root / "来件" / year)
        rows = [
            ("`reportgen --help`", [*REPORTGEN, "--help"], "`--help` of two Typer commands", [sys.executable, "two.py", "--help"]),
            ("`reportgen build 2023`, nothing collected yet", [*REPORTGEN, "build", "2023"], *_peers()),
            ("`reportgen build 2023`, nothing changed", [*REPORTGEN, "build", "2023"], *_peers()),
        ]  # fmt: skip
        print("| command | median ms | beside | median ms | ratio |\n|---|---|---|---|---|")
        for number, (name, command, beside, other) in enumerate(rows):
            before = (lambda: shutil.rmtree(root / "输出", ignore_errors=True)) if number == 1 else None
            ours, theirs = _in_turn(command, other, root, before)
            print(f"| {name} | {ours:.0f} | {beside} | {theirs:.0f} | {ours / theirs:.2f} |")


def _peers() -> tuple[str, list[str]]:
    return "`import pandas, openpyxl, docxtpl`", [sys.executable, "-c", "import pandas, openpyxl, docxtpl"]


def _in_turn(
    ours: list[str], theirs: list[str], folder: Path, before: Callable[[], None] | None
) -> tuple[float, float]:
    """The median processor times, in ms, of two commands run in turn after one warm-up each."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(RUNS + 1):
        for command, seen in zip((ours, theirs), times, strict=True):
            if before:
                before()
            start = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, cwd=folder, check=True, capture_output=True, env=ENVIRONMENT)
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            if turn:
                seen.append(1000 * (used.ru_utime - start.ru_utime + used.ru_stime - start.ru_stime))
    return statistics.median(times[0]), statistics.median(times[1])


if __name__ == "__main__":
    main()
