"""How long collecting takes, beside the same work done with other libraries. Prints Markdown tables.

Run as `uv run python tests/benchmarks/collect`; each peer needs a dependency group of its own, such as
`--group peer-polars`, and is passed over without it. The contenders run in turn, each in a fresh process that
imports before the clock starts; what counts is the ratio of the medians to what bare calamine takes to read the
same cells. Wrong cells found and rows taken are shown against those that the data hold: fast and wrong is no merit.

This process stays small, and makes the data in another: on Linux a child's peak memory begins at its parent's.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROUNDS = {"small": 5, "large": 3, "many": 1}
BARE, OURS = "calamine_alone", "ours"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONWARNINGS": "ignore",
}


@dataclass(frozen=True, slots=True)
class Contender:
    """Who takes part: a module under contenders/, what the table calls it, what it needs and which group brings that."""

    module: str
    title: str
    needs: tuple[str, ...] = ()
    group: str = ""


CONTENDERS = (
    Contender(BARE, "bare calamine read"),
    Contender(OURS, "**reportgen collect**"),
    Contender("pydantic_rows", "pydantic rows → SQLite", ("pydantic",), "peer-pydantic"),
    Contender("duckdb_sql", "calamine → DuckDB", ("duckdb", "pyarrow"), "peer-duckdb"),
    Contender("polars_frames", "polars → SQLite", ("polars", "fastexcel"), "peer-polars"),
    Contender("pandera_on_polars", "pandera on polars → SQLite", ("pandera", "polars", "fastexcel"), "peer-pandera"),
    Contender("pandera_on_pandas", "pandera on pandas → SQLite", ("pandera", "pandas"), "peer-pandera"),
    Contender("openpyxl_rows", "openpyxl read-only → SQLite", ("openpyxl",), "peer-openpyxl"),
    Contender("openpyxl_whole", "openpyxl, with merges, hidden rows and formulas", ("openpyxl",), "peer-openpyxl"),
    Contender("pointblank_frames", "pointblank on polars → SQLite", ("pointblank", "polars", "fastexcel"), "peer-pointblank"),
    Contender("frictionless_check", "frictionless, checks only", ("frictionless", "openpyxl"), "peer-frictionless"),
    Contender("frictionless_merged", "frictionless with merged cells, checks only", ("frictionless", "openpyxl"), "peer-frictionless"),
)  # fmt: skip


def main() -> None:
    """Make what data are missing, measure and print."""
    asked = _arguments()
    contenders = _present(asked.only)
    folder = nullcontext(asked.data) if asked.data else tempfile.TemporaryDirectory()
    with folder as data:
        print(
            f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}\n"
        )
        for name in asked.sets:
            workspace = Path(data).resolve() / name
            if not (workspace / "made.json").is_file():
                _told(f"making {name}")
                subprocess.run(
                    [sys.executable, str(HERE / "data.py"), name, str(workspace)], check=True, env=ENVIRONMENT
                )
            taking_part = [
                each for each in contenders if asked.only or name != "many" or each.module in (BARE, OURS)
            ]
            rounds = asked.rounds or ROUNDS[name]
            _print(name, workspace, rounds, taking_part, _in_turn(taking_part, workspace, rounds))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="collect", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--sets",
        type=_names(ROUNDS),
        default=["small", "large"],
        help="of small, large and many, with commas between; small,large by default",
    )
    parser.add_argument(
        "--rounds",
        type=int,
        help=f"by default {', '.join(f'{count} for {name}' for name, count in ROUNDS.items())}",
    )
    parser.add_argument(
        "--only",
        type=_names([each.module for each in CONTENDERS]),
        default=[],
        help="contenders by module, with commas between; bare calamine always takes part",
    )
    parser.add_argument(
        "--data", type=Path, help="a folder to keep the data in; by default they are thrown away"
    )
    return parser.parse_args()  # fmt: skip


def _names(known: Sequence[str] | dict[str, int]) -> Any:
    def names(text: str) -> list[str]:
        asked = text.split(",")
        if unknown := set(asked) - set(known):
            raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: not one of {', '.join(known)}")
        return asked

    return names


def _present(only: Sequence[str]) -> list[Contender]:
    """The contenders asked for, but for those whose library is not installed; says which."""
    present = []
    for each in CONTENDERS:
        if only and each.module not in (BARE, *only):
            continue
        missing = [library for library in each.needs if find_spec(library) is None]
        if missing:
            print(f"{each.title} passed over: {', '.join(missing)} not installed; add `--group {each.group}`")
        else:
            present.append(each)
    return present


def _in_turn(
    contenders: Sequence[Contender], workspace: Path, rounds: int
) -> dict[str, list[dict[str, float]] | str]:
    """What each round took, by contender, or the last line of what kept one from finishing."""
    taken: dict[str, list[dict[str, float]] | str] = {each.module: [] for each in contenders}
    for number in range(1, rounds + 1):
        for each in contenders:
            seen = taken[each.module]
            if isinstance(seen, str):
                continue
            _told(f"{workspace.name}: round {number} of {rounds}, {each.module}")
            command = [sys.executable, str(HERE / "measure.py"), each.module, str(workspace)]
            ended = subprocess.run(command, cwd=workspace, env=ENVIRONMENT, capture_output=True, text=True)
            if ended.returncode:
                taken[each.module] = (ended.stderr.strip().splitlines() or [f"exit {ended.returncode}"])[-1]
            else:
                seen.append(json.loads(ended.stdout.splitlines()[-1]))
    return taken


def _print(
    name: str,
    workspace: Path,
    rounds: int,
    contenders: Sequence[Contender],
    taken: dict[str, list[dict[str, float]] | str],
) -> None:
    made = json.loads((workspace / "made.json").read_text(encoding="utf-8"))
    print(
        f"`{name}`: {made['workbooks']:,} workbooks, {made['sheets']:,} sheets, {made['rows']:,} rows,"
        f" {made['wrong']:,} wrong cells, {made['bytes'] / 1e6:.0f} MB; medians of {rounds}\n"
    )
    print("| contender | s | × bare | CPU s | × bare | peak MB | rows | wrong cells found |")
    print("|---|---|---|---|---|---|---|---|")
    bare = taken[BARE]
    for each in contenders:
        seen = taken[each.module]
        if isinstance(seen, str):
            print(f"| {each.title} | failed: {seen} | | | | | | |")
            continue
        seconds, cpu = _median(seen, "seconds"), _median(seen, "cpu")
        wall_ratio = cpu_ratio = "–"
        if not isinstance(bare, str):
            wall_ratio = f"{seconds / _median(bare, 'seconds'):.2f}"
            cpu_ratio = f"{cpu / _median(bare, 'cpu'):.2f}"
        megabytes = f"{_median(seen, 'mb'):.0f}"
        if children := _median(seen, "children_mb"):
            megabytes += f", largest child {children:.0f}"
        # bare calamine counts title lines too and looks for nothing
        rows, wrong = (
            ("–", "–") if each.module == BARE else (f"{seen[0][key]:,}" for key in ("rows", "wrong"))
        )
        print(
            f"| {each.title} | {seconds:.2f} | {wall_ratio} | {cpu:.2f} | {cpu_ratio} | {megabytes} | {rows} | {wrong} |"
        )
    ours = taken.get(OURS)
    if ours and not isinstance(ours, str):
        again, first = _median(ours, "again"), _median(ours, "seconds")
        print(
            f"\nCollecting again with nothing changed: {again:.2f} s, {again / first:.1%} of the first time."
        )
    print(flush=True)


def _median(seen: Sequence[dict[str, float]], key: str) -> float:
    return statistics.median(each[key] for each in seen)


def _told(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
