"""A run of `reportgen collect` killed at a random moment, and run again -> the ledger that no one had interrupted.

`uv run python -m tests.trials.interrupt [--times 200] [--files 300] [--seed 7]` ends with 1, and the difference, at the first
ledger that is not the one of an undisturbed run. What is killed is the command, one of its children, or all of them.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from reportgen.ledger.file import ROW_BITS
from tests.make.samples_write import Book, Cell, Column, Sheet, ods_bytes, xlsx_bytes
from tests.trials.damage import LEDGER, REPORTGEN, SETTINGS, processes
from tests.trials.damage_sources import as_xls

ORPHANS_END = 5.0  # seconds in which the children of a killed command must have ended
WRITERS = {"xlsx": xlsx_bytes, "xls": as_xls, "ods": ods_bytes}
STARTS = ("no ledger", "an interrupted ledger", "a complete ledger")


class Different(Exception):
    """The ledger, or what lies beside it, is not what an undisturbed run leaves; the text says how."""


# an inbox in which no row stands twice


def make(root: Path, count: int) -> None:
    """Make a workspace whose inbox holds `count` workbooks of several kinds, formats and years; some have faults."""
    (root / "reportgen.yaml").write_text(SETTINGS, encoding="utf-8")
    for number in range(count):
        book = (_mediations, _lawsuits, _requests, _documents)[number % 4](number)
        path = root / f"来件/{2022 + number % 2}" / book.path
        path.parent.mkdir(parents=True, exist_ok=True)
        content = WRITERS[path.suffix[1:]](book)
        path.write_bytes(content[:2000] if number % 25 == 24 else content)


def _day(number: int, row: int) -> date:
    return date(2022 + number % 2, 1, 1) + timedelta(days=(7 * number + row) % 300)


def _book(
    department: str, title: str, number: int, suffix: str, headings: str, rows: list[list[Cell]]
) -> Book:
    columns = [Column(heading) for heading in headings.split()]
    return Book(department, f"{title}{number:04d}.{suffix}", [Sheet("台账", title, "", columns, rows)])


def _mediations(number: int) -> Book:
    rows: list[list[Cell]] = [
        [f"调{number}-{row}", _day(number, row), f"第{number}村", "邻里", 2 + row % 7, "成功"]
        for row in range(80)
    ]
    rows[number % 80][4] = "九十"  # no number: a finding
    headings = "编号 受理日期 村社区 纠纷类别 涉及人数 调解结果"
    return _book("司法所", "矛盾纠纷调解台账", number, "xlsx", headings, rows)


def _lawsuits(number: int) -> Book:
    rows: list[list[Cell]] = [
        [f"（2023）苏{number}行初{row}号", "一审", _day(number, row), "是", "胜诉"] for row in range(30)
    ]
    return _book(
        "司法所", "行政诉讼案件台账", number, "xls", "案号 审级 收到起诉状日期 负责人出庭 裁判结果", rows
    )


def _requests(number: int) -> Book:
    rows: list[list[Cell]] = [[f"申{number}-{row}", _day(number, row), "否"] for row in range(30)]
    return _book("党政办", "政府信息依申请公开台账", number, "ods", "编号 收到日期 是否延期", rows)


def _documents(number: int) -> Book:
    rows: list[list[Cell]] = [
        [f"办法{number}-{row}", f"近政规〔{number}〕{row}号", _day(number, row), "继续有效"]
        for row in range(30)
    ]
    return _book("党政办", "行政规范性文件目录", number, "xlsx", "文件名称 文号 印发日期 状态", rows)


# the content of a ledger, whatever its tables are


def dump(ledger: Path) -> list[str]:
    """Return every row of every table as a sorted line, without numbers of rows and times, which no two runs share.

    A column that refers to another table, by declaration or by its name, shows which row it means instead.
    """
    with closing(sqlite3.connect(f"{ledger.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        wrong = connection.execute("PRAGMA integrity_check").fetchall()
        if wrong != [("ok",)] or connection.execute("PRAGMA foreign_key_check").fetchall():
            raise Different(f"the file of the ledger is damaged: {wrong}")
        names = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_")
            and name not in ("_found", "_changes")  # what is known of the rest
        }
        labels = {name: _labels(connection, name, names) for name in sorted(names)}
        lines = []
        for name in names:
            refers = _references(connection, name, names)
            for row in _rows(connection, name):
                shown = {column: _shown(column, value, refers, labels) for column, value in row.items()}
                lines.append(f"{name}: " + ", ".join(f"{column}={shown[column]}" for column in sorted(shown)))
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    return [f"version {version}", *sorted(lines)]


def _shown(
    column: str, value: Any, refers: Mapping[str, str], labels: Mapping[str, Mapping[Any, str]]
) -> str:
    if column in ("id", "collected", "modified", "changed"):
        return "…"
    if column == "_id":  # its table and its row in one number
        table = labels["_tables"].get(value >> ROW_BITS, "lost")
        return f"{table} {value & (1 << ROW_BITS) - 1}"
    if column in refers:
        return labels[refers[column]].get(value, f"lost {value}")
    return repr(value)


def _rows(connection: sqlite3.Connection, name: str) -> Iterator[dict[str, Any]]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_xinfo("{name}")')]
    for row in connection.execute(f'SELECT * FROM "{name}"'):
        yield dict(zip(columns, row, strict=True))


def _references(connection: sqlite3.Connection, name: str, names: set[str]) -> dict[str, str]:
    """The columns of a table that hold the number of a row elsewhere, and in which table."""
    columns = [row[1] for row in connection.execute(f'PRAGMA table_xinfo("{name}")')]
    usual = {"source": "_tables", "table": "_tables", "workbook": "_workbooks"}
    found = {each: usual[each.strip("_")] for each in columns if each.strip("_") in usual}
    found |= {row[3]: row[2] for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
    return {column: table for column, table in found.items() if table in names and table != name}


def _labels(connection: sqlite3.Connection, name: str, names: set[str]) -> dict[Any, str]:
    """What each numbered row of a table is called: its file, or its file and sheet."""
    refers = _references(connection, name, names)
    above = {column: _labels(connection, table, names) for column, table in refers.items()}
    return {
        row["id"]: " ".join(
            above[column].get(value, "lost") if column in above else str(value)
            for column, value in row.items()
            if column in above or column in ("file", "sheet", "kind", "header")
        )
        for row in _rows(connection, name)
        if "id" in row
    }


def beside(ledger: Path) -> list[str]:
    """The names of everything in the ledger's folder."""
    return sorted(each.relative_to(ledger.parent).as_posix() for each in ledger.parent.rglob("*"))


def compare(reference: Sequence[str], there: Sequence[str]) -> None:
    """Raises Different, with the first lines that differ."""
    if list(reference) != list(there):
        lines = difflib.unified_diff(reference, there, "undisturbed", "after a kill", lineterm="", n=0)
        raise Different("\n".join(line for line, _ in zip(lines, range(24), strict=False)))


# killing


def start(root: Path) -> subprocess.Popen[bytes]:
    """Start the command in a session of its own; what it prints lies in `printed.txt`."""
    with (root / "printed.txt").open("wb") as printed:
        command = [*REPORTGEN, "-C", str(root), "collect", "--json"]
        return subprocess.Popen(command, cwd=root, stdout=printed, stderr=printed, start_new_session=True)


def finish(root: Path) -> float:
    """Run the command to its end and return the seconds it took. Raises Different where it does not end well."""
    begun = time.monotonic()
    process = start(root)
    try:
        code = process.wait(120)
    except subprocess.TimeoutExpired:
        kill(process.pid, *processes(process.pid))
        raise Different("the run after a kill does not end") from None
    if code not in (0, 1):
        printed = (root / "printed.txt").read_text(encoding="utf-8", errors="replace")
        raise Different(f"the run after a kill leaves with code {code}: {printed[-500:]}")
    return time.monotonic() - begun


def kill(*victims: int) -> None:
    for victim in victims:
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)


def interrupt(root: Path, seconds: float, random: Random) -> tuple[str, str]:
    """Start the command, kill after some seconds, and return what was killed and whether that was before, within or
    after its work. Raises Different where children stay behind, or a command that has lost a child ends badly.
    """
    ledger, untouched = root / LEDGER, _state(root / LEDGER)
    process = start(root)
    time.sleep(seconds)
    children = [each for each in processes(process.pid) if each != process.pid]
    ended = process.poll() is not None
    whom = random.choice(["all", "the command", "a child"] if children else ["all", "the command"])
    victims = {"all": [process.pid, *children], "the command": [process.pid], "a child": children[:1]}[whom]
    if not ended:
        kill(*victims)
    try:
        code = process.wait(120)
    except subprocess.TimeoutExpired:
        kill(process.pid, *processes(process.pid))
        raise Different(f"the command does not end after {whom} was killed") from None
    if whom == "a child" and not ended and code not in (0, 1, 2):
        printed = (root / "printed.txt").read_text(encoding="utf-8", errors="replace")
        raise Different(f"a child was killed, and the command leaves with code {code}: {printed[-500:]}")
    until = time.monotonic() + ORPHANS_END
    while left := processes(process.pid):
        if time.monotonic() > until:
            kill(*left)
            raise Different(f"{len(left)} processes stay behind after {whom} was killed")
        time.sleep(0.01)
    return whom, "after" if ended else "before" if _state(ledger) == untouched else "within"


def _state(ledger: Path) -> list[tuple[str, int, int]]:
    """Everything beside the ledger with its size and time: whether a run has begun to write."""
    there = [(name, (ledger.parent / name).stat()) for name in beside(ledger)]
    return [(name, stat.st_size, stat.st_mtime_ns) for name, stat in there]


@contextmanager
def changed(root: Path, random: Random) -> Iterator[str]:
    """The inbox with a file changed, removed, added or none of these, which is undone in the end."""
    files = sorted((root / "来件").rglob("*.*"))
    file = random.choice(files)
    content, how = file.read_bytes(), random.choice(("changed", "removed", "added", "nothing"))
    other = file.with_name(f"新{file.name}")
    if how == "changed":
        file.write_bytes(
            random.choice(
                [each for each in files if each.suffix == file.suffix and each != file]
            ).read_bytes()
        )
    elif how == "removed":
        file.unlink()
    elif how == "added":
        other.write_bytes(content)
    try:
        yield how
    finally:
        file.write_bytes(content)
        other.unlink(missing_ok=True)


@dataclass
class Trial:
    """A workspace, what its ledger must hold in the end, and how long a run takes from nothing and with nothing to do."""

    root: Path
    reference: list[str]
    names: list[str]
    whole: float
    idle: float


def prepare(root: Path, files: int) -> Trial:
    """Make the inbox and collect it undisturbed."""
    root.mkdir(parents=True, exist_ok=True)
    make(root, files)
    whole = finish(root)
    reference = dump(root / LEDGER)
    names = beside(root / LEDGER)
    idle = finish(root)
    compare(reference, dump(root / LEDGER))
    return Trial(root, reference, names, whole, idle)


def attempt(trial: Trial, random: Random) -> tuple[str, str, str, str]:
    """Interrupt one run, run again, and compare: where it began, what was changed, who was killed, and when.

    Raises Different.
    """
    output, kept = (trial.root / LEDGER).parent, trial.root / "interrupted"
    begin = random.choice(STARTS if kept.exists() else ("no ledger", "a complete ledger"))
    if begin != "a complete ledger":
        shutil.rmtree(output)
    if begin == "an interrupted ledger":
        shutil.copytree(kept, output)
    with changed(trial.root, random) as how:
        longest = trial.idle if begin == "a complete ledger" else trial.whole
        whom, moment = interrupt(trial.root, random.uniform(0, 1.05 * longest), random)
    shutil.rmtree(kept, ignore_errors=True)
    if output.exists():
        shutil.copytree(output, kept)
    said = f"{begin}, a file {how}, {whom} killed {moment} the work"
    try:
        finish(trial.root)
        compare(trial.reference, dump(trial.root / LEDGER))
        compare(trial.names, beside(trial.root / LEDGER))
    except Different as different:
        raise Different(f"{said}:\n{different}") from None
    return begin, how, whom, moment


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare, interrupt again and again, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="an empty folder for the workspace, which stays")
    given = parser.parse_args(arguments)
    root = (given.keep or Path(tempfile.mkdtemp(prefix="interrupt-"))).absolute()
    random, seen = Random(given.seed), Counter[str]()
    try:
        trial = prepare(root, given.files)
        print(
            f"{given.files} files: {trial.whole:.2f} s from nothing, {trial.idle:.2f} s with nothing to do,",
            end=" ",
        )
        print(f"{len(trial.reference)} lines of content")
        for number in range(given.times):
            try:
                seen.update(attempt(trial, random))
            except Different as different:
                print(f"✗ interruption {number + 1}: {different}")
                return 1
        for counted in (("before", "within", "after"), STARTS, ("changed", "removed", "added", "nothing"),
                        ("all", "the command", "a child")):  # fmt: skip
            print(", ".join(f"{name} {seen[name]}" for name in counted))
        return 0
    finally:
        if not given.keep:
            shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
