"""The samples many times over, with other keys and names -> seconds of the processor for collecting them and of checking them, check by check.

`uv run python -m tests.benchmarks.checks [--books 200] [--rows 300] [--share 0.1]` makes workbooks of the shipped profile's
sheets, collects and validates them, names the slowest checks, and ends with 1 where checking takes more than that share of
the time of collecting.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from datetime import date
from pathlib import Path

from reportgen import pipeline
from reportgen.ledger.reading import open_to_read
from reportgen.model import Kind, Profile
from reportgen.stages.validate import check_rows
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
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
        profile = pipeline.open_project(root).profile
        _make(root, profile, asked.books, asked.rows)
        project = pipeline.open_project(root)
        start = _now()
        done = pipeline.collect(project)
        collected = _now() - start
        start = _now()
        found = pipeline.validate(project, YEAR)[1]
        checked = _now() - start
        print(f"{done.workbooks} workbooks, {done.rows} rows: collected in {collected:.2f} s")
        print(f"{len(profile.checks)} checks, {len(found)} findings: validated in {checked:.2f} s")
        with open_to_read(project.workspace.ledger, profile.kinds) as ledger:
            took: dict[str, float] = {}
            for check in profile.checks.values():
                begun = _now()
                check_rows(ledger, profile, check, YEAR)
                took[check.code] = _now() - begun
    for code in sorted(took, key=lambda code: -took[code])[:10]:
        print(f"  {code:9} {took[code]:7.3f} s  {profile.checks[code].title}")
    print(f"all checks {sum(took.values()):.2f} s: {sum(took.values()) / collected:.3f} of collecting")
    return int(sum(took.values()) > asked.share * collected)


def _now() -> float:
    """Seconds of the processor, of this process and those that it has waited for."""
    return sum(os.times()[:4])


def _make(root: Path, profile: Profile, count: int, rows: int) -> None:
    books = township(YEAR)
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
        file = root / "来件" / str(YEAR) / book.department / f"{around}{Path(book.file).stem}.xlsx"
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
