"""What departments were told, as the ledger's file keeps it: two rounds each, over all that happens to the rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reportgen.ledger.rounds_told import Round, Told, recalled, remember
from reportgen.ledger.writing import open_to_write
from reportgen.model import CannotRun, Kind, Place

WRONG = Told("CEL001", Place("来件/2023/司法所/台账.xlsx", "表", 5, 3), "0123")
FIRST, SECOND, THIRD = Round(1, "a", (WRONG,)), Round(2, "b", ()), Round(3, "c", (WRONG, WRONG))


@pytest.fixture
def ledger(tmp_path: Path, kinds: dict[str, Kind]) -> Path:
    file = tmp_path / "底账.sqlite"
    with open_to_write(file, kinds):
        return file


def test_what_was_told_is_there_again_and_of_that_year_and_department_only(ledger: Path) -> None:
    remember(ledger, 2023, {"司法所": FIRST, "党政办": SECOND})
    assert recalled(ledger, 2023) == {"司法所": [FIRST], "党政办": [SECOND]}
    assert recalled(ledger, 2022) == {}


def test_a_round_told_again_takes_its_own_place_and_two_are_kept(ledger: Path) -> None:
    for each in (FIRST, SECOND, SECOND._replace(told=(WRONG,)), THIRD):
        remember(ledger, 2023, {"司法所": each})
    assert recalled(ledger, 2023) == {"司法所": [SECOND._replace(told=(WRONG,)), THIRD]}


def test_no_ledger_and_one_that_remembers_nothing_remember_nothing(ledger: Path, tmp_path: Path) -> None:
    assert recalled(tmp_path / "nothing.sqlite", 2023) == {}
    assert recalled(ledger, 2023) == {}


def test_a_broken_ledger_does_not_pass_for_one_that_remembers_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite").write_bytes(b"no ledger" * 1000)
    with pytest.raises(CannotRun, match="底账文件已损坏"):
        recalled(tmp_path / "broken.sqlite", 2023)


def test_another_version_of_the_program_reads_the_rows_again_and_keeps_what_was_told(
    ledger: Path, kinds: dict[str, Kind]
) -> None:
    remember(ledger, 2023, {"司法所": FIRST})
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA user_version = 1")
    with open_to_write(ledger, kinds) as opened:
        assert opened.workbooks() == []
    assert recalled(ledger, 2023) == {"司法所": [FIRST]}


def test_a_ledger_in_use_is_told(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.ledger.rounds_told._SECONDS", 0)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CannotRun, match="正被另一个 reportgen 使用"):
            remember(ledger, 2023, {"司法所": FIRST})
        with pytest.raises(CannotRun, match="正被另一个 reportgen 使用"):
            recalled(ledger, 2023)
