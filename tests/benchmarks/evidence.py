"""What the workbook of evidence costs beside openpyxl, which writes the same cells: `python -m tests.benchmarks.evidence`.

In CPU seconds, by turns, in one process. openpyxl writes them without any looks: in memory with the same links, and in a
stream the values alone. First 60,000 rows that are in memory, as the issue asks; then the rows of a ledger of the samples many
times over, without and with the time of reading them from it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.hyperlink import Hyperlink

from reportgen import pipeline
from reportgen.evidence.grounds import Grounds
from reportgen.evidence.grounds_book import grounds_book
from reportgen.model import Figure, FigureDefinition, Place
from reportgen.stages.figures import Record
from reportgen.tasks.evidence import grounds_of
from tests.benchmarks import checks
from tests.benchmarks.trust import Work, by_turns, median

ROWS, FIGURES = 60_000, 60


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each is done (default: 3)")
    parser.add_argument("--books", type=int, default=60, help="in the ledger (default: 60)")
    asked = parser.parse_args()
    print("| rows | ours | openpyxl with the links | ratio | openpyxl in a stream, values alone | ratio |")
    print("|---|---:|---:|---:|---:|---:|")
    made = [grounds(number) for number in range(FIGURES)]
    told(f"{ROWS:,} in memory", made, lambda: grounds_book("底稿", made, []), asked.rounds)
    with tempfile.TemporaryDirectory() as folder:
        project = collected(Path(folder), asked.books)
        figures = {each.definition.full_name: each for each, _ in pipeline.counted(project, checks.YEAR)[0]}

        def read() -> list[Grounds]:
            return grounds_of(project.workspace, project.profile, figures, checks.YEAR)

        kept = read()
        count = f"{sum(len(each.records) for each in kept):,}"
        told(f"{count} of a ledger", kept, lambda: grounds_book("底稿", kept, []), asked.rounds)
        told(f"{count}, with reading it", kept, lambda: grounds_book("底稿", read(), []), asked.rounds)


def told(what: str, made: list[Grounds], ours: Work, rounds: int) -> None:
    """Print a row of the table."""
    print(f"| {what} |", end="", flush=True)
    for theirs in openpyxl_writes(grounds_book("底稿", made, [])):
        one, other = by_turns(ours, theirs, rounds)
        if theirs.__name__ == "with_links":
            print(f" {statistics.median(one):.2f} s |", end="")
        print(f" {statistics.median(other):.2f} s | {median(one, other):.2f} |", end="", flush=True)
    print()


def openpyxl_writes(content: bytes) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return what writes the cells of a workbook with their links, and what writes their values alone."""
    sheets = {
        page.title: [[(each.value, each.hyperlink) for each in row] for row in page.iter_rows()]
        for page in openpyxl.load_workbook(BytesIO(content))
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

    return with_links, values_alone


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


def collected(root: Path, books: int) -> pipeline.Project:
    """A workspace with the samples of two years, many times over."""
    (root / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    project = pipeline.open_project(root)
    for year in (checks.YEAR - 1, checks.YEAR):
        checks.make(root, project.profile, year, books, 300)
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return project


if __name__ == "__main__":
    main()
