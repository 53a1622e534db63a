"""What was found is remembered exactly, and forgotten as soon as anything that it hangs on has changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reportgen.ledger import reading, remembered
from reportgen.ledger.reading import Ledger
from reportgen.ledger.writing import open_to_write
from reportgen.model import Entry, Finding, Place
from tests.ledger.rows import KINDS

FOUND = [
    Finding("CEL001", "error", "不是数", Place("甲.xlsx", "表", 3, 1), "司法所", "统计法", "改成数"),
    Finding("OWE001", "warning", "没有收到"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with open_to_write(tmp_path / "底账.sqlite", KINDS) as ledger:
        ledger.replace(Entry("甲.xlsx", 2023, "司法所", "sha", 1, "方案"), [], [])
    return tmp_path / "底账.sqlite"


@pytest.fixture
def ledger(file: Path) -> Iterator[Ledger]:
    with reading.open_to_read(file, KINDS) as opened:
        yield opened


def keep(ledger: Ledger, file: Path, findings: list[Finding] = FOUND, stamp: str = "印记") -> None:
    ledger.remembered.keep(file, 2023, stamp, findings, ledger.remembered.version)


def test_what_was_found_is_remembered_for_its_year_and_stamp_alone(ledger: Ledger, file: Path) -> None:
    assert ledger.remembered.findings(2023, "印记") is None
    keep(ledger, file)
    assert ledger.remembered.findings(2023, "印记") == FOUND
    assert ledger.remembered.findings(2022, "印记") is None
    assert ledger.remembered.findings(2023, "别的") is None
    keep(ledger, file, [])
    assert ledger.remembered.findings(2023, "印记") == [], "nothing wrong is something known"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE _workbooks SET year = 2022",
        "DELETE FROM _workbooks",
        "INSERT INTO _workbooks VALUES (9, '乙.xlsx', 2023, '', '', 1, '', '', '', '', '')",
        "INSERT INTO _tables VALUES (9, 1, 2023, '', '', '复议', '', '', 0, 0, 0, '', '', x'', '', '', '')",
        "INSERT INTO _problems VALUES (1, 'CEL001', 'error', '', '', 1, 1, '', '', '')",
        "INSERT INTO _unfinished VALUES ('2024')",
    ],
)
def test_whatever_is_changed_makes_the_ledger_forget(ledger: Ledger, file: Path, change: str) -> None:
    keep(ledger, file)
    ledger.remembered.keep_issued(file, 2023, "", "印记", "报告", ledger.remembered.version)
    assert ledger.remembered.issued(2023, "印记") == "报告"
    with closing(sqlite3.connect(file)) as writer, writer:
        writer.execute(change)
    assert ledger.remembered.findings(2023, "印记") is None
    assert ledger.remembered.issued(2023, "印记") == ""


def test_what_a_template_says_is_remembered_whatever_is_collected(ledger: Ledger, file: Path) -> None:
    ledger.remembered.keep_worded(file, 2023, "", "印记", "数")
    ledger.remembered.keep_worded(file, 2022, "", "", "没有印记")
    with closing(sqlite3.connect(file)) as writer, writer:
        writer.execute("DELETE FROM _workbooks")
    asked = ((2023, "印记"), (2022, "印记"), (2023, "别的"), (2022, ""))
    assert [ledger.remembered.worded(*each) for each in asked] == ["数", "", "", ""]
    ledger.remembered.keep_worded(file, 2023, "", "别的", "新的")
    assert [ledger.remembered.worded(*each) for each in asked] == ["", "", "新的", ""], "one for a year"
    ledger.remembered.keep_worded(file, 2023, "汇总", "印记", "汇总的")
    said = [ledger.remembered.worded(*each) for each in asked]
    assert said == ["汇总的", "", "新的", ""], "and one for each paper"


def test_every_table_that_checks_hang_on_forgets_at_each_sort_of_change(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        triggers = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]
    assert len(triggers) == 3 * len(remembered.HANGS_ON)


def test_what_was_found_in_a_ledger_that_has_changed_meanwhile_is_not_kept(
    ledger: Ledger, file: Path
) -> None:
    version = ledger.remembered.version
    with open_to_write(file, KINDS) as writer:
        writer.replace(Entry("乙.xlsx", 2023, "司法所", "sha", 1, "方案"), [], [])
    ledger.remembered.keep(file, 2023, "印记", FOUND, version)
    assert ledger.remembered.findings(2023, "印记") is None


def test_nothing_is_kept_without_a_stamp_nor_of_too_many_nor_while_another_writes(
    ledger: Ledger, file: Path
) -> None:
    keep(ledger, file, stamp="")
    ledger.remembered.keep_issued(file, 2023, "", "", "报告", ledger.remembered.version)
    assert ledger.remembered.findings(2023, "") is None
    assert ledger.remembered.issued(2023, "") == ""
    keep(ledger, file, FOUND[:1] * (remembered.MOST + 1))
    assert ledger.remembered.findings(2023, "印记") is None
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        keep(ledger, file)
    assert ledger.remembered.findings(2023, "印记") is None


DUE = ("印", "3", '{"texts": ["共12件"]}')


def keep_due(file: Path, stamp: str = "印记") -> None:
    remembered.keep_due(file, 2023, "", stamp, DUE, remembered.version_of(file))


def beside(file: Path) -> list[Path]:
    return list(file.parent.glob("*应有.txt"))


def test_what_a_report_has_to_say_is_remembered_for_its_year_and_stamp_alone(file: Path) -> None:
    assert remembered.due(file, 2023, "", "印记") == ()
    keep_due(file, stamp="")
    assert beside(file) == []
    keep_due(file)
    assert remembered.due(file, 2023, "", "印记") == DUE
    assert (
        remembered.due(file, 2023, "", "")
        == remembered.due(file, 2023, "", "别的")
        == remembered.due(file, 2022, "", "印记")
        == ()
    )
    (kept,) = beside(file)
    assert kept.stat().st_mode & 0o077 == 0


def test_any_change_of_the_ledger_makes_it_forget_what_a_report_has_to_say(file: Path) -> None:
    keep_due(file)
    before = file.stat()
    with closing(sqlite3.connect(file)) as writer, writer:
        writer.execute("UPDATE _workbooks SET year = 2022")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert remembered.due(file, 2023, "", "印记") == ()


@pytest.mark.parametrize("old", ["印\n", "3", "12"])
def test_what_is_damaged_is_not_remembered(file: Path, old: str) -> None:
    keep_due(file)
    (kept,) = beside(file)
    kept.write_text(kept.read_text(encoding="utf-8").replace(old, "9"), encoding="utf-8")
    assert remembered.due(file, 2023, "", "印记") == ()


def test_what_a_report_has_to_say_is_not_kept_of_a_ledger_that_is_written_to(file: Path) -> None:
    version = remembered.version_of(file)
    with open_to_write(file, KINDS) as writer:
        writer.replace(Entry("乙.xlsx", 2023, "司法所", "sha", 1, "方案"), [], [])
    remembered.keep_due(file, 2023, "", "印记", DUE, version)
    assert beside(file) == []
    keep_due(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE _workbooks SET year = 2022")
        assert remembered.due(file, 2023, "", "印记") == ()
        keep_due(file, "别的")
    assert remembered.due(file, 2023, "", "印记") == DUE, "nothing has changed"
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        keep_due(file, "别的")
        assert remembered.due(file, 2023, "", "别的") == ()
