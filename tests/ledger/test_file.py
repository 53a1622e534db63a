"""The ledger's file: of another version, of another profile, no ledger at all; and what is wrong with it in Chinese."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from conftest import UNMEASURED

from reportgen.ledger import file as store
from reportgen.ledger import reading, remembered, writing
from reportgen.model import CannotRun, Field, Kind
from tests.ledger.rows import CASES, KINDS, filled, workbook


def test_a_ledger_of_another_version_is_collected_anew(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    with writing.open_to_write(file, KINDS) as ledger:
        ledger.replace(workbook(2023), [filled((4, "甲", "张三", date(2023, 5, 1), 2))], [])
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(CannotRun, match="另一个版本"):
        reading.open_to_read(file, KINDS)
    with writing.open_to_write(file, KINDS) as ledger:
        assert ledger.workbooks() == []


def test_a_column_declared_otherwise_is_made_anew_and_its_workbooks_are_due_again(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    with writing.open_to_write(file, KINDS) as ledger:
        ledger.replace(workbook(2023), [filled((4, "甲", "张三", date(2023, 5, 1), 2))], [])
    changed = Kind(name="案件", title="案件台账", fields={**CASES.fields, "结果": Field(type="string")})
    with pytest.raises(CannotRun, match="列改过了"):
        reading.open_to_read(file, {"案件": changed})
    with writing.open_to_write(file, {"案件": changed}) as ledger:
        assert [each.profile for each in ledger.workbooks()] == [""]


def test_a_file_that_is_no_ledger_is_told_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    file.write_text("这不是数据库" * 200, encoding="utf-8")
    with pytest.raises(CannotRun, match="底账文件已损坏"):
        reading.open_to_read(file, KINDS)


def test_a_connection_is_closed_where_what_is_done_with_it_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), store._opened(str(tmp_path / "底账.sqlite")) as connection:
        raise ZeroDivisionError
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_kind_that_is_no_longer_declared_goes_with_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    other = Kind(name="活动", title="活动表", fields={"主题": Field(type="string")})
    with writing.open_to_write(file, KINDS | {"活动": other}) as ledger:
        ledger.replace(workbook(2023), [filled((4, "甲", "张三", date(2023, 5, 1), 2))], [])
    with writing.open_to_write(file, {"活动": other}) as ledger:
        assert [each.profile for each in ledger.workbooks()] == [""]
    with closing(sqlite3.connect(file)) as connection:
        names = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert "活动" in names
    assert "案件" not in names


def test_without_a_ledger_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="还没有底账；请先运行 reportgen collect"):
        reading.open_to_read(tmp_path / "底账.sqlite", KINDS)


def test_a_ledger_is_made_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    file = tmp_path / "输出" / "内" / "底账.sqlite"
    writing.open_to_write(file, KINDS).__exit__(None, None, None)
    with reading.open_to_read(file, KINDS) as ledger:
        assert (ledger.workbooks(), ledger.unfinished) == ([], "")


def test_a_ledger_cannot_be_made_where_a_file_stands_for_its_folder(tmp_path: Path) -> None:
    (tmp_path / "输出").write_text("", encoding="utf-8")
    with pytest.raises(CannotRun, match="底账用不了"):
        writing.open_to_write(tmp_path / "输出" / "底账.sqlite", KINDS)


def test_a_row_knows_its_table_and_its_number(tmp_path: Path) -> None:
    with closing(store.in_memory(KINDS)) as connection:
        for number in (1, 7):
            connection.execute(
                'INSERT INTO "案件" (_id) VALUES (?)', ((number << store.ROW_BITS) | 1_048_576,)
            )
        rows = connection.execute('SELECT _source, _row FROM "案件" ORDER BY _id').fetchall()
    assert rows == [(1, 1_048_576), (7, 1_048_576)], "the last row of a sheet is one"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("SQLITE_BUSY", "正被另一个 reportgen 使用"),
        ("SQLITE_BUSY_SNAPSHOT", "正被另一个 reportgen 使用"),
        ("SQLITE_LOCKED", "正被另一个 reportgen 使用"),
        ("SQLITE_FULL", "磁盘已满"),
        ("SQLITE_READONLY_DIRECTORY", "不能写入"),
        ("SQLITE_CANTOPEN", "不能写入"),
        ("SQLITE_PERM", "不能写入"),
        ("SQLITE_AUTH", "不能写入"),
        ("SQLITE_NOTADB", "已损坏"),
        ("SQLITE_CORRUPT_VTAB", "已损坏"),
        ("SQLITE_IOERR_READ", "用不了"),
    ],
)
def test_what_sqlite_cannot_do_is_put_into_chinese(code: str, sentence: str) -> None:
    error = sqlite3.OperationalError("in English")
    error.sqlite_errorname = code
    with pytest.raises(CannotRun, match=sentence), store.told():
        raise error


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EACCES, "不能写入"),
        (errno.EROFS, "不能写入"),
        (errno.EPERM, "不能写入"),
        (errno.EEXIST, "用不了"),
    ],
)
def test_what_the_system_cannot_do_is_put_into_chinese(number: int, sentence: str) -> None:
    with pytest.raises(CannotRun, match=sentence), store.told():
        raise OSError(number, "in English")


def test_an_error_of_the_system_without_a_number_is_told_as_any_other() -> None:
    with pytest.raises(CannotRun, match="用不了"), store.told():
        raise OSError("in English")


def test_a_power_cut_costs_a_collection_and_a_shard_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = "from reportgen.ledger import remembered; print(remembered.DURABLE)"
    durable = subprocess.run([sys.executable, "-c", shipped], capture_output=True, text=True, env=UNMEASURED)
    monkeypatch.setattr(remembered, "DURABLE", durable.stdout.strip())

    def asked(connection: sqlite3.Connection, *names: str) -> list[object]:
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    with closing(store.open_to_write(tmp_path / "底账.sqlite", KINDS)) as ledger:
        assert asked(ledger, "synchronous", "journal_mode", "locking_mode") == [1, "delete", "exclusive"]
    with closing(store.open_shard(tmp_path / "份", KINDS)) as shard:
        assert asked(shard, "synchronous", "journal_mode") == [0, "memory"]


def test_what_is_remembered_is_not_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    assert store.recall(file, "印记") == ""
    with closing(store.open_to_write(file, KINDS)) as ledger:
        ledger.execute("INSERT INTO _checked VALUES ('印记', '方案')")
        began = time.monotonic()
        assert store.recall(file, "印记") == ""
        assert time.monotonic() - began < 0.9
    assert (store.recall(file, "印记"), store.recall(file, "别的")) == ("方案", "")


@pytest.mark.parametrize(
    "fault", [sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError, KeyError]
)
def test_a_fault_of_the_program_is_not_the_ledgers(fault: type[Exception]) -> None:
    with pytest.raises(fault), store.told():
        raise fault("NOT NULL constraint failed")
