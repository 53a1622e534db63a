"""The ledger's own folder: who may open it, and what becomes of a ledger from where older versions put it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.model import CannotRun
from reportgen.workspace import safekeeping
from tests.trials import interrupt

TABLE = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果\n1 | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持\n"
NEW, OLD = Path("底账/底账.sqlite"), Path("输出/底账.sqlite")
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace whose workbook is collected."""
    (tmp_path / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    write_xlsx(tmp_path / "来件" / "2023" / "司法所" / "台账.xlsx", TABLE)
    pipeline.collect(pipeline.open_project(tmp_path))
    return tmp_path


def as_before(root: Path) -> list[str]:
    """Let the ledger lie where older versions put it; return what it holds."""
    (root / "输出").mkdir(exist_ok=True)
    (root / NEW).rename(root / OLD)
    (root / OLD).chmod(0o644)
    shutil.rmtree(root / "底账")
    return interrupt.dump(root / OLD)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
@pytest.mark.parametrize("ours", ["底账/底账.sqlite", "账/底.sqlite", "输出/底账.sqlite"])
def test_nobody_else_may_read_a_ledger_wherever_it_lies(root: Path, ours: str) -> None:
    (root / "reportgen.yaml").write_text(f"unit: 近海镇\nledger: {ours}\n", encoding="utf-8")
    pipeline.collect(pipeline.open_project(root))
    assert mode(root / ours) == 0o600


@posix
def test_the_folder_is_its_owners_alone_and_holds_nothing_else(root: Path) -> None:
    assert mode(root / "底账") == 0o700
    pipeline.open_project(root).forms(2023)
    assert sorted(each.name for each in (root / "底账").iterdir()) == [
        "底账.sqlite",
        "底账.sqlite-已写出.txt",
    ]
    assert mode(root / "底账" / "底账.sqlite-已写出.txt") == 0o600


@posix
def test_a_ledger_and_a_folder_that_were_opened_to_others_are_closed_by_the_next_collection(
    root: Path,
) -> None:
    (root / "底账").chmod(0o755)
    (root / NEW).chmod(0o644)
    pipeline.collect(pipeline.open_project(root))
    assert (mode(root / "底账"), mode(root / NEW)) == (0o700, 0o600)


@posix
def test_a_folder_that_the_settings_name_stays_as_it_is(root: Path) -> None:
    (root / "账").mkdir()
    (root / "账").chmod(0o755)
    (root / "reportgen.yaml").write_text("unit: 近海镇\nledger: 账/底.sqlite\n", encoding="utf-8")
    pipeline.collect(pipeline.open_project(root))
    assert mode(root / "账") == 0o755


def test_a_ledger_of_an_older_version_is_moved_with_all_that_it_holds(root: Path) -> None:
    before = as_before(root)
    (root / "输出" / ".底账-123-0").write_bytes(b"left by a killed run")
    project = pipeline.open_project(root)
    assert (
        project.notice
        == "底账已从“输出/底账.sqlite”移到“底账/底账.sqlite”，内容没有变；这个文件夹只有你自己能打开"
    )
    assert list((root / "输出").iterdir()) == []
    assert interrupt.dump(root / NEW) == before
    assert pipeline.open_project(root).notice == ""
    if os.name != "nt":
        assert (mode(root / "底账"), mode(root / NEW)) == (0o700, 0o600)


def test_a_ledger_on_another_disk_is_copied_and_then_removed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = as_before(root)

    def far(old: Path, new: Path) -> None:
        raise OSError(safekeeping.errno.EXDEV, "another disk")

    monkeypatch.setattr(safekeeping.os, "rename", far)
    assert "移到" in pipeline.open_project(root).notice
    assert interrupt.dump(root / NEW) == before
    assert [each.name for each in (root / "底账").iterdir()] == ["底账.sqlite"]
    assert list((root / "输出").iterdir()) == []


def test_what_a_killed_run_left_half_done_is_undone_before_the_ledger_is_moved(root: Path) -> None:
    before = as_before(root)
    script = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN'); c.execute('DELETE FROM _problems')\n"
        "c.execute('DELETE FROM _tables'); c.execute('CREATE TABLE much (a)')\n"
        "c.executemany('INSERT INTO much VALUES (?)', [(b'x' * 9000,)] * 500); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(root / OLD)], check=True)
    assert (root / "输出" / "底账.sqlite-journal").exists()
    assert pipeline.open_project(root).notice
    assert interrupt.dump(root / NEW) == before


def test_a_ledger_in_use_is_not_moved(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = as_before(root)
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda file, **options: connect(file, **{**options, "timeout": 0.05})
    )
    with closing(connect(root / OLD, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CannotRun, match="正被另一个 reportgen 使用"):
            pipeline.open_project(root)
    assert interrupt.dump(root / OLD) == before
    assert not (root / NEW).exists()


def test_a_ledger_that_cannot_be_moved_is_used_where_it_lies(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = as_before(root)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(safekeeping.os, "rename", refuse)
    project = pipeline.open_project(root)
    assert (project.notice, project.workspace.ledger) == ("", root / OLD)
    assert pipeline.validate(project, 2023)
    assert interrupt.dump(root / OLD) == before


def test_a_ledger_that_the_settings_name_and_one_beside_a_new_one_stay(root: Path) -> None:
    (root / "输出").mkdir()
    shutil.copy(root / NEW, root / OLD)
    assert pipeline.open_project(root).notice == ""
    (root / NEW).unlink()
    (root / "reportgen.yaml").write_text("unit: 近海镇\nledger: 账/底.sqlite\n", encoding="utf-8")
    assert pipeline.open_project(root).notice == ""
    assert (root / OLD).exists()
