"""A workbook of nothing but wrong rows -> how long the terminal takes beside `--json`, and how many lines it prints.

`uv run python -m tests.trials.wrong_rows [--rows 100000]` collects it once and runs each command in turn with and without
`--json`; it ends with 1 where the terminal takes more than 3 times as long, or prints more than 200 lines.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (("validate", "2023"), ("build", "2023"), ("status", "2023"), ("collect",))
MOST_TIMES, MOST_LINES = 3.0, 200
HEADINGS = (
    "序号", "案件编号", "受理日期", "村（社区）", "纠纷类别", "当事人", "涉及人数", "调解员", "调解结果", "办结日期",
)  # fmt: skip


def main() -> int:
    """Make the workbook, run the commands, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    asked = parser.parse_args()
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, asked.rows)
        run(root, "collect")
        print(f"{'command':<16}{'terminal':>10}{'--json':>10}{'ratio':>8}{'lines':>8}")
        for command in COMMANDS:
            (seconds, text), (as_json, _) = run(root, *command), run(root, *command, "--json")
            lines = text.count("\n")
            print(
                f"{' '.join(command):<16}{seconds:>9.2f}s{as_json:>9.2f}s{seconds / as_json:>8.2f}{lines:>8}"
            )
            worst |= seconds > MOST_TIMES * as_json or lines > MOST_LINES
    return int(worst)


def make(root: Path, count: int) -> None:
    """Write a workspace with one workbook: each row wrong in its date, its number, its outcome, or for lack of one."""
    file = root / "来件/2023/司法所/矛盾纠纷调解台账.xlsx"
    file.parent.mkdir(parents=True)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(HEADINGS)
    for number in range(count):
        sort = number % 4
        day = f"2023年13月{number % 28 + 1}日" if sort == 0 else "2023-03-01"
        people = f"{number}万元" if sort == 1 else 2
        outcome = {2: "没调", 3: None}.get(sort, "成功")
        sheet.append(
            (
                number + 1,
                f"调〔2023〕{number:06}号",
                day,
                "甲村",
                "邻里纠纷",
                "某",
                people,
                "某",
                outcome,
                "2023-04-01",
            )
        )
    book.save(file)
    (root / "reportgen.yaml").write_text("unit: 临江镇\n", encoding="utf-8")


def run(root: Path, *arguments: str) -> tuple[float, str]:
    """Run a command; return its CPU seconds and what it prints."""
    before = _spent()
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", *arguments],
        cwd=root, env={**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    return _spent() - before, done.stdout.decode()


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
