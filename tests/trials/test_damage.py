"""The two long trials, damage and interrupt, in small; and that each of them can fail."""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from reportgen.ledger.file import ROW_BITS
from tests.trials import damage, interrupt
from tests.trials.damage import MEGABYTE, Damaged, Kept, Run
from tests.trials.damage_kinds import KINDS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="they read /proc")

FILE = Damaged("来件/2023/司法所/1.xlsx", "truncated", "xlsx", 3)
REFUSAL = '{"workbooks": 0, "rows": 0, "refused": [{"file": "来件/2023/司法所/1.xlsx"}], "unrecognised": []}'
REFUSED = Run(1, REFUSAL, "", 1.0, 90 * MEGABYTE)


# damaged workbooks


def test_every_kind_of_damage_is_survived_and_accounted_for(tmp_path: Path) -> None:
    one_each = sum(len(kind.formats) for kind in KINDS.values())
    files = damage.make(tmp_path / "all", damage.damaged(2023, one_each, heavy=MEGABYTE))
    assert {each.kind for each in files} == set(KINDS)
    run, tally = damage.check(tmp_path / "all", files, timeout=60)
    assert tally.complaints == []
    assert run.peak > 10 * MEGABYTE


def test_the_same_seed_makes_the_same_files() -> None:
    one, other, another = (list(damage.damaged(seed, 40, heavy=MEGABYTE)) for seed in (1, 1, 2))
    assert one == other
    assert one != another


def test_a_run_that_refuses_its_only_file_is_in_order() -> None:
    assert damage.of_the_run(REFUSED) == []
    assert damage.of_the_files(REFUSED, [FILE], {FILE.file: Kept("文件已损坏")}).complaints == []


@pytest.mark.parametrize(
    ("run", "complaint"),
    [
        (replace(REFUSED, code=None), "did not end by itself"),
        (replace(REFUSED, code=2), "left with code 2"),
        (replace(REFUSED, code=-9), "left with code -9"),
        (replace(REFUSED, stderr="Traceback (most recent call last):"), "Traceback on stderr"),
        (replace(REFUSED, stdout="thread '<unnamed>' panicked at src/lib.rs:7"), "panicked on stdout"),
        (replace(REFUSED, peak=1600 * MEGABYTE), "a process used 1600 MB"),
    ],
)
def test_what_must_not_happen_to_the_command_is_told(run: Run, complaint: str) -> None:
    assert complaint in "\n".join(damage.of_the_run(run))


@pytest.mark.parametrize(
    ("run", "kept", "complaint"),
    [
        (REFUSED, {}, "neither rows nor a finding"),
        (REFUSED, {FILE.file: Kept(tables=1)}, "neither rows nor a finding"),
        (REFUSED, {FILE.file: Kept("损坏"), "别处.xlsx": Kept("损坏")}, "not in the inbox"),
        (REFUSED, {FILE.file: Kept(rows=3)}, "the refused files printed are not those stored"),
        (REFUSED, {FILE.file: Kept("损坏", rows=3)}, "0 rows printed, 3 stored"),
        (replace(REFUSED, stdout="{"), {FILE.file: Kept("损坏")}, "stdout is not JSON"),
        (replace(REFUSED, code=0), {FILE.file: Kept("损坏")}, "code 0, but 1 refused"),
    ],
)
def test_a_file_that_is_lost_is_told(run: Run, kept: dict[str, Kept], complaint: str) -> None:
    assert complaint in "\n".join(damage.of_the_files(run, [FILE], kept).complaints)


def test_one_format_may_be_damaged_only() -> None:
    files = [each for each, _ in damage.damaged(1, 40, only="xls")]
    assert {each.format for each in files} == {"xls"}
    assert len({each.kind for each in files}) > 8


def test_files_are_read_in_this_process(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert damage.read_here(damage.damaged(1, 40, only="xls")) == []
    assert "at most" in capsys.readouterr().out
    monkeypatch.setattr(damage, "LONGEST_HERE", 0.0)
    assert "took" in damage.read_here(damage.damaged(1, 1, only="xls"))[0]

    def broken(content: bytes) -> None:
        raise KeyError(1)

    monkeypatch.setattr("reportgen.workbook.read.read", broken)
    assert "raised KeyError(1)" in damage.read_here(damage.damaged(1, 1, only="xls"))[0]


def test_a_sound_file_that_is_not_read_clean_is_told() -> None:
    sound = replace(FILE, kind="undamaged")
    tally = damage.of_the_files(REFUSED, [sound], {FILE.file: Kept("损坏")})
    assert "sound, but not read clean" in tally.complaints[0]
    assert tally.outcomes == {"undamaged": Counter(refused=1)}


@pytest.mark.parametrize(
    ("program", "timeout", "complaint"),
    [
        ("import time; time.sleep(60)", 0.5, "did not end by itself"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 9, "left with code -9"),
        ("open('/proc/nothing')", 9, "Traceback on stderr"),
    ],
)
def test_a_command_that_hangs_or_dies_is_seen(
    program: str, timeout: float, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage, "REPORTGEN", [sys.executable, "-c", program])
    assert complaint in "\n".join(damage.of_the_run(damage.collect(tmp_path, timeout)))


def test_the_memory_of_a_child_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'b = bytearray(b\"x\") * 400 * 2**20'])"
    monkeypatch.setattr(damage, "REPORTGEN", [sys.executable, "-c", program])
    assert damage.collect(tmp_path, 9).peak > 400 * MEGABYTE


def test_the_files_that_go_wrong_are_narrowed_down() -> None:
    files = [replace(FILE, file=str(number)) for number in range(50)]
    guilty = damage.narrow(
        files, lambda group: ["bad"] if {"7", "31"} & {each.file for each in group} else []
    )
    assert guilty == {"7": ["bad"], "31": ["bad"]}


# interrupted runs


def test_a_killed_run_is_made_good_by_the_next(tmp_path: Path) -> None:
    trial, random = interrupt.prepare(tmp_path / "all", 30), Random(7)
    assert len(trial.reference) > 1000
    for _ in range(3):
        interrupt.attempt(trial, random)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "one.sqlite", [(1, "甲.xlsx", 7), (2, "乙.xlsx", 8)])


def write_ledger(file: Path, workbooks: list[tuple[int, str, int]], result: str = "维持") -> Path:
    """A ledger of one row in each workbook, given as its number, its name and its table's number."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE _workbooks (id INTEGER PRIMARY KEY, file TEXT, collected TEXT)")
        connection.execute("CREATE TABLE _tables (id INTEGER PRIMARY KEY, workbook INTEGER, sheet TEXT)")
        connection.execute(
            "CREATE TABLE 行政复议 (_id INTEGER, _source INTEGER, _row INTEGER, 复议结果 TEXT)"
        )
        for number, name, source in workbooks:
            connection.execute("INSERT INTO _workbooks VALUES (?, ?, ?)", (number, name, f"at {number}"))
            connection.execute("INSERT INTO _tables VALUES (?, ?, '台账')", (source, number))
            packed = source << ROW_BITS | 5
            connection.execute("INSERT INTO 行政复议 VALUES (?, ?, 5, ?)", (packed, source, result))
    return file


def test_numbers_order_and_time_are_no_content(ledger: Path, tmp_path: Path) -> None:
    other = write_ledger(tmp_path / "other.sqlite", [(5, "乙.xlsx", 1), (9, "甲.xlsx", 2)])
    assert interrupt.dump(ledger) == interrupt.dump(other)
    assert "行政复议: _id=甲.xlsx 台账 5, _row=5, _source=甲.xlsx 台账, 复议结果='维持'" in interrupt.dump(
        ledger
    )


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE 行政复议 SET 复议结果 = '撤销' WHERE _source = 7", "+行政复议: _id=甲.xlsx 台账 5, _row=5, _source=甲.xlsx 台账, 复议结果='撤销'"),
        ("DELETE FROM 行政复议 WHERE _source = 8", "-行政复议: _id=乙.xlsx 台账 5, _row=5, _source=乙.xlsx 台账, 复议结果='维持'"),
        ("DELETE FROM _workbooks WHERE id = 1", "+_tables: id=…, sheet='台账', workbook=lost 1"),
        ("INSERT INTO 行政复议 SELECT * FROM 行政复议 WHERE _source = 7", "+行政复议: _id=甲.xlsx 台账 5, _row=5, _source=甲.xlsx 台账, 复议结果='维持'"),
        ("PRAGMA user_version = 9", "+version 9"),
    ],
)  # fmt: skip
def test_a_ledger_that_differs_is_told(ledger: Path, statement: str, line: str) -> None:
    before = interrupt.dump(ledger)
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute(statement)
    with pytest.raises(interrupt.Different) as different:
        interrupt.compare(before, interrupt.dump(ledger))
    assert line in str(different.value).splitlines()


def test_a_damaged_ledger_is_told(ledger: Path) -> None:
    content = bytearray(ledger.read_bytes())
    content[4096 + 3 : 4096 + 7] = b"\xff" * 4
    ledger.write_bytes(content)
    with pytest.raises((interrupt.Different, sqlite3.DatabaseError)):
        interrupt.dump(ledger)


def test_what_is_left_beside_the_ledger_is_told(ledger: Path) -> None:
    names = interrupt.beside(ledger)
    (ledger.parent / "one.sqlite.part").touch()
    with pytest.raises(interrupt.Different, match=r"\+one.sqlite.part"):
        interrupt.compare(names, interrupt.beside(ledger))


def test_a_child_that_outlives_the_killed_command_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleep = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    monkeypatch.setattr(interrupt, "REPORTGEN", [sys.executable, "-c", sleep])
    monkeypatch.setattr(interrupt, "ORPHANS_END", 0.1)
    (tmp_path / "output").mkdir()

    class TheCommand(Random):
        def choice(self, among):  # type: ignore[no-untyped-def]
            return "the command"

    with pytest.raises(interrupt.Different, match="1 processes stay behind"):
        interrupt.interrupt(tmp_path, 0.5, TheCommand())
