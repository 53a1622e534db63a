"""What marks and comments cost: `python -m tests.benchmarks.trust [--rounds 5]`.

In CPU seconds, by turns, in one process; each line says how much is asked:

- marks: a report that is filled with them, beside the same `plain`, of a template that is read for it;
- comments: 3,000 of them, beside 1,500.

What evidence costs is told by `tests.benchmarks.evidence`.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from time import process_time

import docx

from reportgen import pipeline
from reportgen.stages.render import render
from reportgen.word import annotated
from reportgen.word.annotated import Edit
from reportgen.word.document import Template
from tests.conftest import copy_samples

COMMENTS = 3_000
Work = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is done (default: 5)")
    rounds = parser.parse_args().rounds
    marks(8 * rounds)
    comments(rounds)


def marks(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = pipeline.open_project(copy_samples(Path(folder)))
        pipeline.collect(project)
        figures = {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}
        texts = project.workspace.texts(2023)

    def filled(*, plain: bool) -> object:
        return render(Template.load(project.profile.template), figures, texts, plain=plain)

    marked, bare = by_turns(lambda: filled(plain=False), lambda: filled(plain=True), rounds)
    print(f"marks: {told(marked)} with, {told(bare)} without, {median(marked, bare) - 1:+.1%} (10% asked)")
    filled_once = Template.load(project.profile.template)
    marked, bare = by_turns(
        lambda: render(filled_once, figures, texts),
        lambda: render(filled_once, figures, texts, plain=True),
        rounds,
    )
    print(f"marks, of a template that was filled before: {told(marked)} with, {told(bare)} without")


def comments(rounds: int) -> None:
    files = {number: paper(number) for number in (COMMENTS, COMMENTS // 2)}

    def write(number: int) -> object:
        edits = [Edit(at, 2, 6, "", f"数据项{at}：1234 件\n怎么算的：行数") for at in range(number)]
        return annotated.write(files[number], edits, when="2024-01-15T01:30:00Z", styled=True)

    all_, half = by_turns(lambda: write(COMMENTS), lambda: write(COMMENTS // 2), rounds)
    print(
        f"comments: {COMMENTS} in {told(all_)}, {COMMENTS // 2} in {told(half)}, {median(all_, half):.2f} times (2.2 asked)"
    )


def paper(number: int) -> bytes:
    """A report of so many paragraphs with a number each."""
    document = docx.Document()
    for _ in range(number):
        document.add_paragraph("受理1234件，依法办结。")
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def by_turns(one: Work, other: Work, rounds: int) -> tuple[list[float], list[float]]:
    """Return the CPU seconds of each, done by turns, after both were done once."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        pairs = [(one, times[0]), (other, times[1])]
        for work, taken in pairs if number % 2 else reversed(pairs):
            gc.collect()
            start = process_time()
            work()
            taken.append(process_time() - start)
    return times[0][1:], times[1][1:]


def told(times: Sequence[float]) -> str:
    return f"{statistics.median(times) * 1000:.1f} ms"


def median(one: Sequence[float], other: Sequence[float]) -> float:
    """The median of the ratios."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


if __name__ == "__main__":
    main()
