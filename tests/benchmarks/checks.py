"""The samples many times over, with other keys and names -> seconds of the processor for collecting them and of checking them, check by check.

`uv run python -m tests.benchmarks.checks [--books 200] [--rows 300] [--share 0.1] [--first-year]` makes workbooks of the
shipped profile's sheets, as many of the year before, which are collected beforehand, collects those of the year, asks the
checks that `validate` asks, names the slowest ones, and ends with 1 where they take more than that share of the time of
collecting. `--whole` validates as well: with duplicates, texts and last year.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from reportgen import pipeline
from reportgen.ledger.reading import open_to_read
from reportgen.model import Kind, Profile
from reportgen.stages.checks import by_checks, check_rows
from tests.benchmarks.collect.xlsx import Cell, Day, workbook
from tests.make.samples import township
from tests.make.samples_write import Sheet

YEAR = 2023
ONCE = "矛盾调解月报"  # a month stands in it once
_PEOPLE = ("执法人员", "执法考试", "学时")  # who is in one of them is in the others
_SAID = ("主题", "名称", "事项", "工作内容", "主要问题", "原因分析", "具体安排", "姓名")


def main() -> int:
    """Make the workbooks, collect and check them; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--books", type=int, default=200)
    parser.add_argument("--rows", type=int, default=300, help="of a workbook, about")
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--first-year", action="store_true", help="nothing is there of the year before")
    parser.add_argument("--whole", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
        profile = pipeline.open_project(root).profile
        if not asked.first_year:
            make(root, profile, YEAR - 1, asked.books, asked.rows)
            pipeline.collect(pipeline.open_project(root))
        make(root, profile, YEAR, asked.books, asked.rows)
        project = pipeline.open_project(root)
        start = _now()
        done = pipeline.collect(project)
        collected = _now() - start
        print(f"{asked.books} workbooks of the year, {done.rows} rows in all: collected in {collected:.2f} s")
        if asked.whole:
            start = _now()
            found = pipeline.validate(project, YEAR)[1]
            print(f"{len(found)} findings of all kinds: validated in {_now() - start:.2f} s")
        share = _check(project, not asked.first_year, collected)
    return int(share > asked.share)


def _check(project: pipeline.Project, last_year: bool, collected: float) -> float:
    """Ask the checks together, as `validate` does, and then each by itself; return their share of collecting."""
    profile, took = project.profile, {}
    checks = [
        check
        for check in profile.checks.values()
        if last_year or profile.kinds.keys() >= {kind for kind, _ in profile.reads[check.code]}
    ]
    with open_to_read(project.workspace.ledger, profile.kinds) as ledger:
        start = _now()
        found = by_checks(ledger, profile, checks, YEAR)
        together = _now() - start
    with open_to_read(project.workspace.ledger, profile.kinds) as ledger:
        for check in checks:
            start = _now()
            check_rows(ledger, profile, check, YEAR)
            took[check.code] = _now() - start
    for code in sorted(took, key=lambda code: -took[code])[:10]:
        print(f"  {code:9} {took[code]:7.3f} s by itself  {profile.checks[code].title}")
    share = together / collected
    print(f"{len(checks)} checks, {len(found)} findings, in {together:.3f} s: {share:.3f} of collecting")
    print(f"each by itself {sum(took.values()):.3f} s: {sum(took.values()) / collected:.3f}")
    return share


def _now() -> float:
    """Seconds of the processor, of this process and those that it has waited for."""
    return sum(sum(getrusage(who)[:2]) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))


def make(root: Path, profile: Profile, year: int, count: int, rows: int) -> None:
    """Make workbooks of a year, of so many rows."""
    books = township(year)
    for number in range(count):
        book = books[number % len(books)]
        around = number // len(books)
        sheets = [(each, _kind(each, profile)) for each in book.sheets if each.columns]
        there = sum(len(sheet.rows) for sheet, kind in sheets if kind.name != ONCE)
        told = {
            sheet.tab: _rows(sheet, kind, around, max(1, rows // there))
            for sheet, kind in sheets
            if kind.name != ONCE or not around
        }
        file = root / "来件" / str(year) / book.department / f"{around}{Path(book.file).stem}.xlsx"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(workbook(told))


def _kind(sheet: Sheet, profile: Profile) -> Kind:
    return next(kind for kind in profile.kinds.values() if kind.title in sheet.title)


def _rows(sheet: Sheet, kind: Kind, around: int, times: int) -> list[list[Cell]]:
    """Title, headings and the rows so many times, each time with other keys, names and titles."""
    fields = [
        next((name for name, field in kind.fields.items() if column.heading in (name, *field.aliases)), "")
        for column in sheet.columns
    ]
    found: list[list[Cell]] = [[sheet.title], [column.heading for column in sheet.columns]]
    times = 1 if kind.name == ONCE else 12 if kind.name in _PEOPLE else times
    for time_ in range(times):
        mark = f"{around}-{time_}"
        for row in sheet.rows:
            found.append([_cell(value, name, kind, mark) for value, name in zip(row, fields, strict=True)])
            if not fields[0]:
                found[-1][0] = len(found) - 2
    return found


def _cell(value: object, name: str, kind: Kind, mark: str) -> Cell:
    if isinstance(value, date):
        return Day((value - date(1899, 12, 30)).days)
    if not isinstance(value, str) or name not in kind.fields:
        return value  # type: ignore[return-value]
    if kind.name != ONCE and (kind.fields[name].unique or name.endswith(_SAID)):
        return f"{value[:-1]}（{mark}）{value[-1]}" if value[-1] in "。号" else f"{value}{mark}"
    return value


if __name__ == "__main__":
    raise SystemExit(main())
