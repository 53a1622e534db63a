"""How long does `verify` of a marked report take beside opening it with python-docx: `python -m tests.benchmarks.verify`.

Both in one process, warm, by turns, in CPU seconds: in each pair the other one begins. `verify` is all that the command does
once its modules are loaded and its project is open: read the file, count the figures of the year, compare, for a report
that nobody has touched, for one that another program has saved, and for one in which a number was retyped.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time

import docx

from reportgen import pipeline
from reportgen.cli.verify_command import due
from reportgen.pdf import office
from reportgen.pipeline import Project
from reportgen.tasks import verifying
from reportgen.tasks.belonging import whose
from tests.conftest import copy_samples

Work = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=60, help="how many times each is done (default: 60)")
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        project = pipeline.open_project(copy_samples(Path(folder)))
        pipeline.collect(project)
        report = pipeline.render(project, 2023).file
        assert report
        told(f"untouched ({report.stat().st_size:,} bytes)", project, report, pairs)
        commands(project, report, pairs // 6)
        document = docx.Document(str(report))
        document.save(str(report.with_name("存过.docx")))
        told("saved by python-docx", project, report.with_name("存过.docx"), pairs)
        if program := office.office():
            other = report.with_name("另存.docx")
            other.write_bytes(office.to_docx(program, report.read_bytes(), ".docx"))
            told("saved by LibreOffice", project, other, pairs)
        run = next(run for each in document.paragraphs for run in each.runs if run.text.isdecimal())
        run.text = f"{run.text}9"
        document.save(str(report.with_name("改.docx")))
        told("one number retyped", project, report.with_name("改.docx"), pairs)


def commands(project: Project, report: Path, pairs: int) -> None:
    """Print the times of two whole processes: the command, and Python that opens the report with python-docx."""
    ours = [sys.executable, "-m", "reportgen", "-C", str(project.workspace.root), "verify", str(report)]
    theirs = [sys.executable, "-c", "import sys, docx; docx.Document(sys.argv[1])", str(report)]
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(pairs + 1):
        both = [(ours, times[0]), (theirs, times[1])]
        for command, taken in both if number % 2 else reversed(both):
            before = getrusage(RUSAGE_CHILDREN)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            after = getrusage(RUSAGE_CHILDREN)
            taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    one, other = (each[1:] for each in times)
    ratio = statistics.median(a / b for a, b in zip(one, other, strict=True))
    print(
        f"whole processes, untouched: verify {statistics.median(one) * 1000:.0f} ms, "
        f"python-docx {statistics.median(other) * 1000:.0f} ms, {ratio:.2f} times"
    )


def told(what: str, project: Project, report: Path, pairs: int) -> None:
    """Print the times of both, and the median of the ratios."""
    ours, theirs = in_pairs(lambda: verify(project, report), lambda: docx.Document(str(report)), pairs)
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    print(
        f"{what}: verify {statistics.median(ours) * 1000:.1f} ms, python-docx {statistics.median(theirs) * 1000:.1f} ms, "
        f"{ratio:.2f} times (1.3 asked)"
    )


def verify(project: Project, report: Path) -> verifying.Told:
    """Do what the command does."""
    file = verifying.read(report)
    year = whose(project.workspace, file).year
    assert year
    return verifying.compare_with(project.workspace, due(project, year), year, file)


def in_pairs(one: Work, other: Work, pairs: int) -> tuple[list[float], list[float]]:
    """Return the CPU seconds of each, done by turns, after both were done five times."""
    times: dict[Work, list[float]] = {one: [], other: []}
    for _ in range(5):
        one(), other()
    for number in range(pairs):
        for work in (one, other) if number % 2 else (other, one):
            gc.collect()
            start = process_time()
            work()
            times[work].append(process_time() - start)
    return times[one], times[other]


if __name__ == "__main__":
    main()
