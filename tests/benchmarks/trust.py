"""What marks, comments and evidence cost: `python -m tests.benchmarks.trust [--rounds 5]`.

In CPU seconds, by turns, in one process; each line says how much is asked:

- marks: a report that is filled with them, beside the same `plain`, of a template that is read for it;
- comments: 3,000 of them, beside 1,500;
- evidence: the workbook of 60,000 rows, beside openpyxl, which writes the same cells, without any looks.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from time import process_time

import docx
import openpyxl
from openpyxl.worksheet.hyperlink import Hyperlink

from reportgen import pipeline
from reportgen.model import Figure, FigureDefinition, Place
from reportgen.stages.figures import Record
from reportgen.stages.grounds import Grounds
from reportgen.stages.grounds_book import grounds_book
from reportgen.stages.render import render
from reportgen.word import annotated
from reportgen.word.annotated import Edit
from reportgen.word.document import Template
from tests.conftest import copy_samples

ROWS, FIGURES = 60_000, 60
COMMENTS = 3_000
Work = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is done (default: 5)")
    rounds = parser.parse_args().rounds
    marks(8 * rounds)
    comments(rounds)
    evidence(rounds)


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


def evidence(rounds: int) -> None:
    told_ = [grounds(number) for number in range(FIGURES)]
    book = openpyxl.load_workbook(BytesIO(grounds_book("底稿", told_, [])))
    sheets = {
        page.title: [[(each.value, each.hyperlink) for each in row] for row in page.iter_rows()]
        for page in book
    }

    def with_links() -> object:
        made = openpyxl.Workbook()
        for title, rows in sheets.items():
            page = made.create_sheet(title)
            for row, cells in enumerate(rows, 1):
                for column, (value, link) in enumerate(cells, 1):
                    cell = page.cell(row, column, value)
                    if link is not None:
                        cell.hyperlink = Hyperlink(cell.coordinate, location=link.location)
        return made.save(BytesIO())

    def values_alone() -> object:
        made = openpyxl.Workbook(write_only=True)
        for title, rows in sheets.items():
            page = made.create_sheet(title)
            for row in rows:
                page.append([value for value, _ in row])
        return made.save(BytesIO())

    for what, theirs in (("with the links", with_links), ("in a stream, values alone", values_alone)):
        ours, other = by_turns(lambda: grounds_book("底稿", told_, []), theirs, rounds)
        print(
            f"evidence: {ROWS} rows in {told(ours)}, openpyxl {what} {told(other)}, "
            f"{median(ours, other):.2f} times (0.5 asked)"
        )


def grounds(number: int) -> Grounds:
    fields = ("案号", "立案日期", "案由", "金额", "结果")
    records = [
        Record(
            Place("来件/2023/司法所/案件台账.xlsx", "台账", row, 1),
            dict(
                zip(fields, (f"〔2023〕{row}号", date(2023, 5, 6), "邻里纠纷", row / 4, "成功"), strict=True)
            ),
            {},
        )
        for row in range(5, 5 + ROWS // FIGURES)
    ]
    definition = FigureDefinition(group="案件", name=f"第{number}项", sheet="案件", unit="件")
    figure = Figure(definition, len(records), str(len(records)), previous=900)
    return Grounds(figure, "“案件”表：行数", True, fields, records)


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
