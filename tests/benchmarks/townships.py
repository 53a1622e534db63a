"""How long the reports of a county's townships take, one template and other values each, beside docxtpl; and in what memory.
Prints a Markdown table.

Run as `uv run --group peers python tests/benchmarks/townships.py [TOWNSHIPS]`. The contenders fill in turn, each round in a
fresh process, from the first report to the last; the template is the seven pages of `tests/benchmarks/render`. What counts is
the ratio of the medians of processor time, and whether the memory grows with the number of townships.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

RENDER = Path(__file__).parent / "render"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
NOTATIONS = {"docxtpl": "jinja", "reportgen": "mustache", "reportgen --plain": "mustache"}
ROUNDS = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("townships", type=int, nargs="?", default=1500)
    number = parser.parse_args().townships
    few = max(1, number // 5)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(RENDER / "templates.py"), folder], check=True, env=ENVIRONMENT)
        rounds = [{name: _measured(name, folder, number) for name in NOTATIONS} for _ in range(ROUNDS)]
        least = {name: _measured(name, folder, few)[1] for name in NOTATIONS}
    taken = {name: statistics.median(each[name][0] for each in rounds) for name in NOTATIONS}
    print(
        f"| {number:,} townships | CPU s | × docxtpl | MB for {few:,} | MB for {number:,} |\n|---|---|---|---|---|"
    )
    for name in NOTATIONS:
        most = max(each[name][1] for each in rounds)
        print(
            f"| {name} | {taken[name]:.1f} | {taken[name] / taken['docxtpl']:.3f} | {least[name]:.0f} | {most:.0f} |"
        )


def _measured(name: str, folder: str, number: int) -> tuple[float, float]:
    """The processor time, in seconds, and the most memory, in megabytes, of a process that fills so many reports."""
    command = [sys.executable, __file__, "--fill", name, folder, str(number)]
    done = subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory


def _fill(name: str, folder: str, number: int) -> None:
    sys.path.insert(0, str(RENDER))
    import fill as filling

    values = json.loads(Path(folder, "pages.json").read_text(encoding="utf-8"))
    prepared = filling._docxtpl if name == "docxtpl" else filling._reportgen
    fill = prepared(name, Path(folder, f"pages.{NOTATIONS[name]}.docx"))
    report = Path(folder, "report.docx")
    for each in islice(filling._others(values, number), number):
        report.write_bytes(fill(each))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        _fill(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main()
