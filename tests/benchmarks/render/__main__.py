"""How long filling a Word template takes, beside other libraries that do it. Prints one Markdown table per document.

Run as `uv run --group peers python tests/benchmarks/render`; each peer needs a dependency group of its own, or, by node,
to be where `require` finds it (`NODE_PATH`), and is passed over without it. Cold is a whole process from its start to the
bytes of one report; warm is one more report in the same process, other values each time: both in processor time. The
contenders run in turn, each round in a fresh process; what counts is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
BARE = "docxtpl"
DOCUMENTS = {
    "pages": "7 pages, 60 tags, a table of 30 rows",
    "rows": "a table of 2,000 rows",
}
WARM = {"pages": 40, "rows": 8}  # reports of a process, after its first


@dataclass(frozen=True, slots=True)
class Contender:
    """Who takes part: what the table calls it, how its templates write tags, what it needs and what brings that."""

    name: str
    notation: str
    needs: str = ""
    group: str = ""
    by_node: bool = False


CONTENDERS = (
    Contender("docxtpl", "jinja", "docxtpl", "peers"),
    Contender("reportgen", "mustache"),
    Contender("reportgen --plain", "mustache"),
    Contender("docx-mailmerge2", "fields", "mailmerge", "peer-mailmerge"),
    Contender("docxtemplater", "braces", "docxtemplater", by_node=True),
    Contender("carbone", "carbone", "carbone", by_node=True),
)


def main() -> None:
    """Make the templates, measure and print."""
    parser = argparse.ArgumentParser(prog="render", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    present = [each for each in CONTENDERS if _is_present(each)]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(HERE / "templates.py"), folder], check=True, env=ENVIRONMENT)
        for document, title in DOCUMENTS.items():
            taken: dict[str, list[tuple[float, float]]] = {each.name: [] for each in present}
            for _ in range(rounds):
                for each in present:
                    taken[each.name].append(_measure(each, document, Path(folder)))
            _print(title, taken, rounds)


def _is_present(contender: Contender) -> bool:
    if contender.by_node:
        looked = f"require.resolve('{contender.needs}')"
        found = (
            shutil.which("node")
            and not subprocess.run(["node", "-e", looked], capture_output=True).returncode
        )
        wanted = f"install `{contender.needs}` by npm where node finds it"
    else:
        found = not contender.needs or find_spec(contender.needs)
        wanted = f"add `--group {contender.group}`"
    if not found:
        print(f"{contender.name} passed over: {wanted}\n", flush=True)
    return bool(found)


def _measure(contender: Contender, document: str, folder: Path) -> tuple[float, float]:
    """Return the milliseconds of a process with one report, and the median of those of the reports after it."""
    program = (
        ["node", str(HERE / "fill.js")] if contender.by_node else [sys.executable, str(HERE / "fill.py")]
    )
    template = folder / f"{document}.{contender.notation}.docx"
    command = [*program, contender.name, str(template), str(folder / f"{document}.json")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "0"], check=True, capture_output=True, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cold = 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    ended = subprocess.run([*command, str(WARM[document])], check=True, capture_output=True, env=ENVIRONMENT)
    return cold, statistics.median(json.loads(ended.stdout.splitlines()[-1]))


def _print(title: str, taken: dict[str, list[tuple[float, float]]], rounds: int) -> None:
    warm = {name: statistics.median(warm for _, warm in seen) for name, seen in taken.items()}
    print(f"{title}; processor time, medians of {rounds}\n")
    print("| contender | cold ms | warm ms | warm, × docxtpl |\n|---|---|---|---|")
    for name, seen in taken.items():
        cold = statistics.median(cold for cold, _ in seen)
        ratio = f"{warm[name] / warm[BARE]:.3f}" if BARE in warm else "–"
        print(f"| {name} | {cold:.0f} | {warm[name]:.1f} | {ratio} |")
    print(flush=True)


if __name__ == "__main__":
    main()
