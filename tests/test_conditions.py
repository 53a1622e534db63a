"""What befalls the ledger: a full disk, a folder that is read-only, another who uses it, a run cut off.

Each is one Chinese sentence and exit code 2, and the rows that were in the ledger are in it still.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.cli import commands as cli
from reportgen.ledger import file as store
from reportgen.ledger import writing as posting
from reportgen.stages import collect as collecting
from reportgen.stages import collect_many as workers
from tests.trials import interrupt
from tests.trials.damage import LEDGER, REPORTGEN, SETTINGS

FULL = "✗ 磁盘已满，底账写不进去；原有内容没有受损，请腾出空间后再试\n"
READ_ONLY = "✗ 底账所在的文件夹不能写入；请检查权限或换一个工作目录\n"
IN_USE = "✗ 底账正被另一个 reportgen 使用；请等它结束后再试\n"
TABLE = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one workbook collected, and more that are not."""
    root = tmp_path_factory.mktemp("made")
    (root / "reportgen.yaml").write_text(SETTINGS, encoding="utf-8")
    add(root, "旧", 3)
    pipeline.collect(pipeline.open_project(root))
    for name in ("新", "又", "再"):
        add(root, name, 400)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path, dirs_exist_ok=True))


def add(root: Path, name: str, rows: int) -> None:
    lines = (f"{name}{row} | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持" for row in range(rows))
    write_xlsx(root / "来件" / "2023" / "司法所" / f"{name}.xlsx", TABLE + "\n".join(lines))


def run(root: Path, capfd: pytest.CaptureFixture[str], *command: str) -> tuple[int, str, str]:
    """Run a command in this process: its exit code, and what it printed on stdout and stderr."""
    capfd.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["reportgen", "-C", str(root), *command])
        with pytest.raises(SystemExit) as left:
            cli.main()
    assert isinstance(left.value.code, int)
    return (left.value.code, *capfd.readouterr())


def rows(ledger: Path) -> list[str]:
    """The content of a ledger but for the note that a collection has begun."""
    return [line for line in interrupt.dump(ledger) if not line.startswith("_unfinished: ")]


def codes(root: Path) -> set[str]:
    return {each.code for each in pipeline.validate(pipeline.open_project(root), 2023)[1]}


def beside(root: Path) -> list[str]:
    return interrupt.beside(root / LEDGER)


@contextmanager
def connecting(change: Any) -> Iterator[None]:
    """Let every connection to the ledger's file be made otherwise."""
    connect = sqlite3.connect

    def changed(file: str, **options: Any) -> sqlite3.Connection:
        if "底账" not in file and "%E5%BA%95" not in file:
            return connect(file, **options)
        return change(lambda **more: connect(file, **{**options, **more}))  # type: ignore[no-any-return]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store.sqlite3, "connect", changed)
        yield


# a full disk


def bounded(pages: int) -> Any:
    """A database that may not grow beyond so many pages: SQLite then fails as it does on a full disk."""

    def change(connect: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    return change


@pytest.mark.parametrize("more", [0, 8])
@pytest.mark.parametrize(
    "many",
    [
        False,
        pytest.param(
            True,
        ),
    ],
)
def test_a_full_disk_is_told_and_costs_no_row(
    root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, more: int, many: bool
) -> None:
    ledger = root / LEDGER
    before, pages = rows(ledger), ledger.stat().st_size // 4096
    if many:
        monkeypatch.setattr(collecting, "MANY", 1)
        monkeypatch.setattr(workers, "processors", lambda: 1)
        monkeypatch.setattr(workers, "BATCH", 1)
    monkeypatch.setattr(posting, "SAVE_SECONDS", 0.0)
    with connecting(bounded(pages + more)):
        assert run(root, capfd, "collect") == (2, "", FULL)
    assert set(before) <= set(rows(ledger))
    assert beside(root) == ["底账.sqlite"]
    assert run(root, capfd, "collect")[0] == 0, "with room again, it is completed"
    assert "LED002" not in codes(root)
    assert len(rows(ledger)) > len(before) + 1200


def test_a_full_disk_is_told_to_programs_as_well(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with connecting(bounded(1)):
        code, out, err = run(root, capfd, "collect", "--json")
    assert (code, err) == (2, FULL)
    assert '"error": "磁盘已满' in out


@cache
def unshares() -> bool:
    """Whether a process may mount file systems of its own, as most Linux systems allow anyone."""
    command = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return bool(shutil.which("unshare")) and subprocess.run(command, capture_output=True).returncode == 0


apart = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not unshares(),
    reason="this system lets no one mount what only he sees",
)


def within(root: Path, script: str) -> tuple[int, str, str]:
    """Run a shell script in the workspace, where it may mount what nobody else sees; $COLLECT and $VALIDATE run these."""
    command = shlex.join([*REPORTGEN, "-C", str(root)])
    environment = {
        **os.environ,
        "COLLECT": f"{command} collect",
        "VALIDATE": f"{command} validate 2023 --json",
    }
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@apart
@pytest.mark.parametrize("free", [8, 80])
def test_a_disk_that_is_really_full_is_told_and_costs_no_row(root: Path, free: int) -> None:
    before = rows(root / LEDGER)
    code, out, err, after = on_a_small_disk(root, free, "$COLLECT")
    assert (code, out, err) == (2, "", FULL)
    assert set(before) <= set(rows(after))


WITH_WORKERS = """import sys
from reportgen.cli import commands as cli
from reportgen.stages import collect
from reportgen.stages import collect_many as workers
collect.MANY, collect.processors, workers.BATCH = 1, lambda: 1, 1
cli.main()"""


@apart
@pytest.mark.parametrize("free", [140, 300])
def test_a_disk_that_is_full_when_workers_have_read_is_told(root: Path, free: int) -> None:
    before = rows(root / LEDGER)
    command = shlex.join([sys.executable, "-c", WITH_WORKERS, "-C", str(root), "collect"])
    code, out, err, after = on_a_small_disk(root, free, command)
    assert (code, err) == (2, FULL)
    assert set(before) <= set(rows(after))
    assert ".底账" not in out


def on_a_small_disk(root: Path, free: int, command: str) -> tuple[int, str, str, Path]:
    """Run a command where the output's disk has so many free kilobytes; also return a copy of the ledger as it then
    is.
    """
    ledger, kept = root / LEDGER, root / "kept.sqlite"
    size = -(-ledger.stat().st_size // 4096) * 4 + free
    ledger.rename(kept)
    script = f"""
        mount -t tmpfs -o size={size}k tmpfs 底账 && mv {kept} 底账/底账.sqlite || exit 99
        {command}; code=$?
        cp 底账/底账.sqlite {kept}
        test -e 底账/底账.sqlite-journal && cp 底账/底账.sqlite-journal {kept}-journal
        ls -A 底账 | grep "^\\.底账"
        exit $code
    """
    return (*within(root, script), kept)


# a folder that cannot be written


@apart
def test_a_read_only_folder_is_told_and_can_still_be_validated(root: Path) -> None:
    before = interrupt.dump(root / LEDGER)
    lock = "mount --bind 底账 底账 && mount -o remount,bind,ro 底账 || exit 99\n"
    assert within(root, f"{lock} $COLLECT") == (2, "", READ_ONLY)
    assert interrupt.dump(root / LEDGER) == before
    code, out, err = within(root, f"{lock} $VALIDATE")
    assert (code, err) == (1, "")
    assert "OWE001" in out


@apart
def test_a_read_only_folder_without_a_ledger_is_told(root: Path) -> None:
    shutil.rmtree(root / "底账")
    lock = "mount --bind . . && mount -o remount,bind,ro . && cd . || exit 99\n"
    assert within(root, f"{lock} $COLLECT") == (2, "", READ_ONLY)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_told(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = interrupt.dump(root / LEDGER)
    (root / LEDGER).chmod(0o444)
    (root / "底账").chmod(0o555)
    try:
        assert run(root, capfd, "collect") == (2, "", READ_ONLY)
        assert run(root, capfd, "validate", "2023")[0] == 1
    finally:
        (root / "底账").chmod(0o755)
    assert interrupt.dump(root / LEDGER) == before


def test_a_ledgers_folder_that_is_a_file_is_told(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(root / "底账")
    (root / "底账").write_text("a file")
    code, out, err = run(root, capfd, "collect")
    assert (code, out, err.startswith("✗ 底账"), err.count("\n")) == (2, "", True, 1)
    assert (root / "底账").read_text() == "a file"


# another who uses the ledger


def impatient(connect: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection = connect(timeout=0.05)
    return connection


@pytest.mark.parametrize(
    "command", [("collect",), ("validate", "2023"), ("build", "2023"), ("status", "2023")]
)
def test_a_ledger_in_use_is_told(
    root: Path, capfd: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    before = interrupt.dump(root / LEDGER)
    with closing(sqlite3.connect(root / LEDGER, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with connecting(impatient):
            assert run(root, capfd, *command) == (2, "", IN_USE)
    assert interrupt.dump(root / LEDGER) == before


def test_a_ledger_is_in_use_for_the_whole_of_a_collection(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project = pipeline.open_project(root)
    with posting.open_to_write(root / LEDGER, project.profile.kinds) as other:
        other.begin()
        with connecting(impatient):
            assert run(root, capfd, "collect") == (2, "", IN_USE)


def test_a_ledger_that_is_being_read_is_waited_for(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(root / LEDGER, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM _workbooks").fetchone()
        with connecting(impatient):
            assert run(root, capfd, "collect") == (2, "", IN_USE)
        reader.execute("ROLLBACK")
    assert run(root, capfd, "collect")[0] == 0


def test_of_two_collections_at_once_one_waits_for_the_other(root: Path) -> None:
    command = [*REPORTGEN, "-C", str(root), "collect"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    told = [process.communicate(timeout=60) for process in both]
    assert [(process.returncode, err) for process, (_, err) in zip(both, told, strict=True)] == [
        (0, ""),
        (0, ""),
    ]
    assert sum("没有变化" in out and "收集" not in out.partition("。")[0] for out, _ in told) == 1
    once = interrupt.dump(root / LEDGER)
    (root / LEDGER).unlink()
    pipeline.collect(pipeline.open_project(root))
    assert interrupt.dump(root / LEDGER) == once
    assert beside(root) == ["底账.sqlite"]


# a collection cut off


class CutOff:
    """A progress that ends the run, as Ctrl-C does, after so many files."""

    def __init__(self, files: int) -> None:
        self._left = files

    def __call__(self, count: int) -> CutOff:
        return self

    def __enter__(self) -> Any:
        return self._advance

    def __exit__(self, *_: object) -> None:
        pass

    def _advance(self, files: int) -> None:
        self._left -= files
        if self._left <= 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("files", [2])
@pytest.mark.parametrize("anew", [False, True])
def test_a_collection_cut_off_is_told_and_completed_by_the_next(
    root: Path, tmp_path_factory: pytest.TempPathFactory, files: int, anew: bool
) -> None:
    other = tmp_path_factory.mktemp("undisturbed")
    shutil.copytree(root, other, dirs_exist_ok=True)
    pipeline.collect(pipeline.open_project(other))
    if anew:
        (root / LEDGER).unlink()
    with pytest.raises(KeyboardInterrupt):
        pipeline.collect(pipeline.open_project(root), progress=CutOff(files + (not anew)))
    findings = pipeline.validate(pipeline.open_project(root), 2023)[1]
    assert [each.message for each in findings if each.code == "LED002"] == ["上次收集中途断了，底账还不完整"]
    pipeline.collect(pipeline.open_project(root))
    assert "LED002" not in codes(root)
    assert interrupt.dump(root / LEDGER) == interrupt.dump(other / LEDGER)


def test_no_report_is_written_from_an_unfinished_ledger(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        pipeline.collect(pipeline.open_project(root), progress=CutOff(2))
    code, out, err = run(root, capfd, "render", "2023")
    assert (code, err) == (1, "")
    assert "上次收集中途断了" in out
    assert not list((root / "output").glob("*.docx"))
