"""100 workbooks with 1,000 wrong cells, returned by us and loaded and saved by openpyxl -> seconds of the processor and memory of each.

`uv run python -m tests.benchmarks.returns [--books 100] [--rows 300]` ends with 1 where we take more than a fifth of the
time, or more than 150 MB.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import openpyxl

SHEETS = """台账:
  title: 登记台账
  from: [司法所]
  key: 编号
  fields:
    编号: {type: string, required: true, unique: true}
    日期: {type: date, required: true}
    件数: {type: integer, required: true}
    村: {type: string}
    事由: {type: string}
    结果: {type: string}
"""
WRONG = 10  # cells of a workbook
MOST_MEMORY, LARGEST_SHARE = 150, 0.2


def main() -> int:
    """Make the workbooks, and let one process each return them and load and save them; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--books", type=int, default=100)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--do", choices=("ours", "openpyxl"), help=argparse.SUPPRESS)
    parser.add_argument("--at", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.do:
        done = _ours(asked.at) if asked.do == "ours" else _openpyxl(asked.at)
        print(done, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _make(root, asked.books, asked.rows)
        took: dict[str, tuple[float, float]] = {}
        for who in ("ours", "openpyxl"):
            command = [sys.executable, "-m", "tests.benchmarks.returns", "--do", who, "--at", folder]
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            took[who] = float(out[-2]), float(out[-1])
            print(f"{who:10} {took[who][0]:7.2f} s {took[who][1]:6.0f} MB")
    share = took["ours"][0] / took["openpyxl"][0]
    print(
        f"{asked.books} workbooks of {asked.rows} rows, {asked.books * WRONG} findings: {share:.3f} of openpyxl's time"
    )
    return int(share > LARGEST_SHARE or took["ours"][1] > MOST_MEMORY)


def _make(root: Path, books: int, rows: int) -> None:
    """A workspace with its profile and its inbox."""
    from docx import Document

    profile = root / "profile"
    profile.mkdir()
    (profile / "sheets.yaml").write_text(SHEETS, encoding="utf-8")
    (profile / "figures.yaml").write_text("台账:\n  总数: {sheet: 台账, unit: 件}\n", encoding="utf-8")
    (profile / "checks.yaml").write_text("{}\n", encoding="utf-8")
    document = Document()
    document.add_paragraph("全年{{台账.总数}}件。")
    document.save(str(profile / "report.docx"))
    (root / "reportgen.yaml").write_text("unit: 近海镇\nprofile: profile\ninbox: 来件\n", encoding="utf-8")
    folder = root / "来件" / "2023" / "司法所"
    folder.mkdir(parents=True)
    for number in range(books):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["登记台账"])
        sheet.append(["编号", "日期", "件数", "村", "事由", "结果"])
        for row in range(rows):
            wrong = row % (rows // WRONG) == 0 and row // (rows // WRONG) < WRONG
            sheet.append(
                [
                    f"{number}-{row}",
                    "2023-05-12",
                    "约三" if wrong else row % 9,
                    "和风村",
                    f"土地承包纠纷{row}",
                    "调解成功",
                ]
            )
        book.save(folder / f"台账{number:03}.xlsx")


def _ours(root: Path) -> float:
    """Collect, check, and return the workbooks: the last is timed, with all that the command does for it."""
    from reportgen import pipeline

    subprocess.run(
        [sys.executable, "-m", "reportgen", "-C", str(root), "collect"], check=True, capture_output=True
    )
    project = pipeline.open_project(root)
    year, findings = pipeline.validate(project, 2023)
    assert sum(each.code == "CEL001" for each in findings) >= 10 * WRONG, findings[:3]
    start = time.process_time()
    from reportgen.tasks import returns

    sent, _ = returns.returns(project.workspace, project.profile, year, findings, root / "退回", _silent)
    took = time.process_time() - start
    assert sum(each.findings for each in sent) == len(findings), (len(sent), len(findings))
    return took


@contextmanager
def _silent(count: int):  # type: ignore[no-untyped-def]
    yield lambda done: None


def _openpyxl(root: Path) -> float:
    start = time.process_time()
    for file in sorted((root / "来件").rglob("*.xlsx")):
        openpyxl.load_workbook(file).save(root / "saved.xlsx")
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
