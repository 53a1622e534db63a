"""What was found is remembered exactly, and forgotten as soon as anything that it hangs on has changed."""

from __future__ import annotations

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
    ledger.remembered.keep_issued(file, 2023, "印记", "报告", ledger.remembered.version)
    assert ledger.remembered.issued(2023, "印记") == "报告"
    with closing(sqlite3.connect(file)) as writer, writer:
        writer.execute(change)
    assert ledger.remembered.findings(2023, "印记") is None
    assert ledger.remembered.issued(2023, "印记") == ""


def test_what_a_template_says_is_remembered_whatever_is_collected(ledger: Ledger, file: Path) -> None:
    ledger.remembered.keep_worded(file, 2023, "印记", "数")
    ledger.remembered.keep_worded(file, 2022, "", "没有印记")
    with closing(sqlite3.connect(file)) as writer, writer:
        writer.execute("DELETE FROM _workbooks")
    asked = ((2023, "印记"), (2022, "印记"), (2023, "别的"), (2022, ""))
    assert [ledger.remembered.worded(*each) for each in asked] == ["数", "", "", ""]
    ledger.remembered.keep_worded(file, 2023, "别的", "新的")
    assert [ledger.remembered.worded(*each) for each in asked] == ["", "", "新的", ""], "one for a year"


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
    ledger.remembered.keep_issued(file, 2023, "", "报告", ledger.remembered.version)
    assert ledger.remembered.findings(2023, "") is None
    assert ledger.remembered.issued(2023, "") == ""
    keep(ledger, file, FOUND[:1] * (remembered.MOST + 1))
    assert ledger.remembered.findings(2023, "印记") is None
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        keep(ledger, file)
    assert ledger.remembered.findings(2023, "印记") is None
