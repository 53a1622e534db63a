"""Files read by other processes -> the ledger that one process writes; a file that ends its reader costs itself only."""

from __future__ import annotations

import gc
import io
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import copy_samples, write_xlsx

from reportgen import pipeline
from reportgen.model import CannotRun, Field, Kind, Profile
from reportgen.stages import collect
from reportgen.stages import collect_many as workers
from reportgen.stages.collect_file import Reader
from reportgen.stages.collect_many import Batch, Crew, Job
from reportgen.workspace.incoming import Incoming
from tests.trials import interrupt

TABLE = """
案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果
{0}1 | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持
{0}2 | 2023.3.1 | 2023.3.8 | 五月      | 撤销
"""


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two workers read however few files there are."""
    monkeypatch.setattr(collect, "MANY", 1)
    monkeypatch.setattr(workers, "processors", lambda: 2)
    monkeypatch.setattr(workers, "BATCH", 7)


def killer(path: Path, before: str = "<!-- -->") -> Path:
    """Write a workbook that promises so many texts that calamine, making room for them, ends its process; what stands
    before the promise keeps others from reading it.
    """
    write_xlsx(path, TABLE.format("杀"))
    with ZipFile(path, "a") as package:
        texts = f'{before}<sst count="100000000000" uniqueCount="100000000000"></sst>'
        package.writestr("xl/sharedStrings.xml", texts)
    return path


def shards(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.glob(".*"))


def collected(root: Path) -> tuple[list[str], collect.Collected, int]:
    """The ledger's content, what the run says, and how many files it told of as it went."""
    project, told = pipeline.open_project(root), []

    class Told:
        def __enter__(self) -> Callable[[int], None]:
            return told.append

        def __exit__(self, *_: object) -> None:
            pass

    done = pipeline.collect(project, progress=lambda count: Told())
    assert shards(project.workspace.ledger.parent) == []
    return interrupt.dump(project.workspace.ledger), done, sum(told)


def test_workers_write_the_ledger_that_one_process_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").mkdir()
    root = copy_samples(tmp_path / "one")
    folder = root / "来件" / "2023" / "司法所"
    write_xlsx(folder / "有错.xlsx", TABLE.format("错"))
    write_xlsx(folder / "旧.xlsx", TABLE.format("旧"))
    write_xlsx(folder / "旧（更正）.xlsx", TABLE.format("旧").replace("五月", "2023.5.1"))
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(300))
    with ZipFile(folder / "材料.zip", "w") as package:
        package.write(write_xlsx(tmp_path / "包.xlsx", TABLE.format("包")), "包/复议.xlsx")
    shutil.copytree(root, tmp_path / "two")
    one = collected(root)
    monkeypatch.setattr(collect, "MANY", 1)
    monkeypatch.setattr(workers, "processors", lambda: 2)
    monkeypatch.setattr(workers, "BATCH", 7)
    monkeypatch.setattr(
        "reportgen.stages.collect_file.collect_file", lambda *_, **__: pytest.fail("read in this process")
    )
    assert collected(tmp_path / "two") == one
    _, done, told = one
    assert (len(done.refused), len(done.replaced)) == (1, 1)
    assert told > 35


@pytest.mark.parametrize("few", [True, False])
def test_a_file_that_ends_its_reader_costs_itself_and_no_other(
    tmp_path: Path, request: pytest.FixtureRequest, few: bool
) -> None:
    folder = tmp_path / "来件" / "2023" / "司法所"
    for name in "甲乙丙丁":
        write_xlsx(folder / f"{name}.xlsx", TABLE.format(name))
    killer(folder / "丙丙.xlsx")
    if not few:
        request.getfixturevalue("many")
    content, done, told = collected(tmp_path)
    assert done.refused == [("来件/2023/司法所/丙丙.xlsx", collect._ENDED)]
    assert (done.workbooks, done.rows, told) == (4, 8, 5)
    assert sum(line.startswith("行政复议: ") for line in content) == 8
    again = pipeline.collect(pipeline.open_project(tmp_path))
    assert (again.refused, again.unchanged) == (done.refused, 5), "it is not tried again while it is the same"


def test_a_promise_behind_a_comment_is_seen(tmp_path: Path) -> None:
    killer(tmp_path / "来件" / "2023" / "司法所" / "甲.xlsx", f"<!--{'x' * 5000}-->")
    command = [sys.executable, "-m", "reportgen", "-C", str(tmp_path), "collect"]
    assert subprocess.run(command, capture_output=True).returncode == 1


def crew(folder: Path, profile: Profile, count: int = 1, kinds: dict[str, Kind] | None = None) -> Crew:
    reader = Reader(kinds or profile.kinds, profile.departments, profile.digest)
    return Crew(Job(reader, "近海镇", 2023, "2024-01-05 09:00:00.000"), folder, count)


def incoming(folder: Path, *names: str) -> list[Incoming]:
    """Workbooks of the department, written into a folder."""
    files = [write_xlsx(folder / "来件" / f"{name}.xlsx", TABLE.format(name)) for name in names]
    return [Incoming(file, file.name, 2023, "司法所") for file in files]


def test_batches_come_in_the_order_of_the_files(
    tmp_path: Path, rule_of_law: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "BATCH", 2)
    files = incoming(tmp_path, *"甲乙丙丁戊")
    with crew(tmp_path, rule_of_law, 2) as hands:
        batches = list(hands.read(files))
        assert all(batch.shard and batch.shard.is_file() for batch in batches)
    assert [list(batch.files) for batch in batches] == [files[:2], files[2:4], files[4:]]


def test_a_worker_that_takes_too_long_is_ended_and_the_file_is_told(
    tmp_path: Path, rule_of_law: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LONGEST_ALONE", 0.0)
    path = tmp_path / "甲.csv"
    path.write_text(TABLE.format("甲").replace(" | ", ",") + "甲,,,,\n" * 100_000, encoding="utf-8")
    file = Incoming(path, path.name, 2023, "司法所")
    with crew(tmp_path, rule_of_law) as hands:
        assert list(hands.read([file])) == [Batch([file], None)]
    assert shards(tmp_path) == []


ANSWERS = {
    "comes up and dies with each batch": "say(True); hear()",
    "never comes up": "",
    "is no worker": "print('in English')",
    "answers after a while": "say(True)\nwhile hear():\n    time.sleep(0.2); say(('', ''))",
    "leaves half a shard": f"say(True); hear(); open({{folder!r}} + f'/{workers._SHARD}{{os.getppid()}}-0', 'w')",
}


class Started:
    """A program in the place of workers, which does nothing but what `answer` says; it counts how often it is started."""

    def __init__(self, folder: Path, answer: str) -> None:
        self._log, program = folder / "started", folder / "worker"
        program.write_text(
            f"#!{sys.executable} -ISu\nimport os, pickle, pickletools, sys, time, types\n"
            f"open({str(self._log)!r}, 'a').write('x')\n"
            "def say(what): sys.stdout.buffer.write(pickle.dumps(what)); sys.stdout.flush()\n"
            "pipe = sys.stdin.buffer; it = types.SimpleNamespace(read=pipe.read, readline=pipe.readline)\n"
            "def hear(): return pipe.peek() and list(pickletools.genops(it))\n"
            f"hear()\n{ANSWERS[answer].replace('{folder!r}', repr(str(folder)))}\n",
            encoding="utf-8",
        )
        program.chmod(0o755)
        self.program = str(program)

    def __int__(self) -> int:
        return len(self._log.read_text())


@pytest.fixture
def job(rule_of_law: Profile) -> Job:
    return Job(Reader(rule_of_law.kinds, rule_of_law.departments, rule_of_law.digest), "近海镇", 2023, "now")


def acting(patch: pytest.MonkeyPatch, folder: Path, answer: str) -> Started:
    started = Started(folder, answer)
    patch.setattr(sys, "executable", started.program)
    return started


only_here = pytest.mark.skipif(sys.platform == "win32", reason="the program is a script")
FILES = [Incoming(Path(f"{name}.xlsx"), f"{name}.xlsx", 2023, "司法所") for name in "甲乙"]


@only_here
@pytest.mark.parametrize("answer", ["never comes up", "is no worker"])
def test_a_worker_that_does_not_come_up_is_started_three_times(
    tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    started = acting(monkeypatch, tmp_path, answer)
    with Crew(job, tmp_path) as hands:
        with pytest.raises(RuntimeError, match="no worker comes up"):
            list(hands.read(FILES[:1]))
        assert hands._processes == []
    assert int(started) == 3


@only_here
def test_a_file_that_ends_its_worker_is_tried_once_more_and_of_several_each_by_itself(
    tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = acting(monkeypatch, tmp_path, "comes up and dies with each batch")
    with Crew(job, tmp_path) as hands:
        assert list(hands.read(FILES[:1])) == [Batch(FILES[:1], None)]
        assert int(started) == 2
        assert list(hands.read(FILES)) == [Batch(FILES[:1], None), Batch(FILES[1:], None)]
        assert int(started) == 2 + 1 + 2 + 2
        assert hands._processes == []


def test_where_there_are_many_files_each_batch_is_of_twice_as_many(
    tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "BATCH", 1)
    monkeypatch.setattr(workers, "_MANY", 2)
    monkeypatch.setattr(Crew, "_read", lambda _, files: [Batch(files, None)])
    hands, files = Crew(job, tmp_path), FILES[:1] * 5
    assert [len(each.files) for each in hands.read(files[:2])] == [1, 1]
    assert [len(each.files) for each in hands.read(files)] == [2, 2, 1]


@only_here
def test_half_a_shard_is_removed_at_once(tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    acting(monkeypatch, tmp_path, "leaves half a shard")
    with Crew(job, tmp_path) as hands:
        first = next(iter(hands._read(FILES[:1], again=True)))
        assert (first.shard, shards(tmp_path)) == (None, [])


@only_here
def test_a_batch_may_take_longer_than_a_file(
    tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting(monkeypatch, tmp_path, "answers after a while")
    monkeypatch.setattr(workers, "LONGEST_ALONE", 0.01)
    with Crew(job, tmp_path) as hands:
        (batch,) = hands.read(FILES)
        assert (list(batch.files), batch.shard is None) == (FILES, False)
        assert list(hands.read(FILES[:1])) == [Batch(FILES[:1], None)]


@only_here
def test_a_crew_is_one_worker_who_stays(tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "BATCH", 1)
    started = acting(monkeypatch, tmp_path, "answers after a while")
    with Crew(job, tmp_path) as hands:
        batches = list(hands.read(FILES))
        assert [list(batch.files) for batch in batches] == [FILES[:1], FILES[1:]]
        assert len({batch.shard for batch in batches}) == 2, "each batch has a shard of its own"
        assert len(hands._processes) == int(started) == 1


def test_as_many_workers_run_as_there_are_processors_for_this_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 3, 5}, raising=False)
    assert workers.processors() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert workers.processors() == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workers.processors() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_worker_is_held_to_so_much_memory() -> None:
    code = (
        "import resource; from reportgen.stages import collect_many as each; each._limit_memory();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == workers.LARGEST_MEMORY == 1_500_000_000


def spoiled(profile: Profile) -> dict[str, Kind]:
    """Kinds with a mistake that no profile can have, for it is looked at before: reading a cell raises."""
    kind = profile.kinds["行政复议"]
    fields = {**kind.fields, "案号": Field(type="string", aliases=("案号",), pattern="(")}
    return {"行政复议": Kind(name=kind.name, title=kind.title, owners=kind.owners, fields=fields)}


def test_a_fault_of_the_program_is_raised_and_not_taken_for_a_bad_file(
    tmp_path: Path, rule_of_law: Profile
) -> None:
    files = incoming(tmp_path, "甲")
    with (
        crew(tmp_path, rule_of_law, kinds=spoiled(rule_of_law)) as hands,
        pytest.raises(RuntimeError, match=r"Traceback[\s\S]*cell\.py[\s\S]*missing \), unterminated"),
    ):
        list(hands.read(files))


def test_a_fault_of_the_program_leaves_no_shards(
    tmp_path: Path, rule_of_law: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "BATCH", 1)
    with (
        suppress(RuntimeError),
        crew(tmp_path, rule_of_law, 2, spoiled(rule_of_law)) as hands,
    ):
        list(hands.read(incoming(tmp_path, "甲", "乙")))
    assert shards(tmp_path) == []


@pytest.mark.usefixtures("many")
def test_a_merge_that_fails_leaves_no_shards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    incoming(tmp_path, *"甲乙")
    (tmp_path / "来件" / "2023" / "司法所").mkdir(parents=True)
    for file in (tmp_path / "来件").glob("*.xlsx"):
        file.rename(tmp_path / "来件" / "2023" / "司法所" / file.name)

    def full(*_: object) -> None:
        raise CannotRun("磁盘已满")

    monkeypatch.setattr("reportgen.ledger.writing.WritableLedger.merge", full)
    project = pipeline.open_project(tmp_path)
    with pytest.raises(CannotRun, match="磁盘已满"):
        pipeline.collect(project)
    assert shards(project.workspace.ledger.parent) == []


def test_a_shard_that_cannot_be_written_is_one_sentence(tmp_path: Path, rule_of_law: Profile) -> None:
    files = incoming(tmp_path, "甲")
    with (
        crew(tmp_path / "nowhere", rule_of_law) as hands,
        pytest.raises(CannotRun, match="底账所在的文件夹不能写入"),
    ):
        list(hands.read(files))


def test_what_a_killed_run_left_is_removed(tmp_path: Path, rule_of_law: Profile) -> None:
    (tmp_path / ".底账-999999-0").write_bytes(b"left")
    with crew(tmp_path, rule_of_law):
        assert shards(tmp_path) == []


def test_no_worker_outlives_its_crew(tmp_path: Path, rule_of_law: Profile) -> None:
    with crew(tmp_path, rule_of_law) as hands:
        hands.start()
        (process,) = hands._processes
        assert process.poll() is None
    assert process.poll() is not None


PARENT = """
import sys
from pathlib import Path
from reportgen.profile import load as profile
from reportgen.stages import collect_many as workers
from reportgen.stages.collect_file import Reader
from reportgen.stages.collect_many import Crew, Job
from reportgen.workspace.incoming import Incoming

root = Path(sys.argv[1])
found, _ = profile.load(Path(sys.argv[2]))
reader = Reader(found.kinds, found.departments, found.digest)
files = [Incoming(file, file.name, 2023, "司法所") for file in sorted((root / "来件").glob("*"))] * 25
with Crew(Job(reader, "", 2023, "now"), root) as crew:
    crew.start()
    print(crew._processes[0].pid, flush=True)
    list(crew.read(files))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends the children itself")
def test_a_worker_whose_parent_is_gone_ends_and_takes_its_shard_along(tmp_path: Path) -> None:
    rows = TABLE.format("甲") + "".join(
        f"丙{n} | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持\n" for n in range(3000)
    )
    write_xlsx(tmp_path / "来件" / "甲.xlsx", rows)
    shutil.copy(tmp_path / "来件" / "甲.xlsx", tmp_path / "来件" / "乙.xlsx")
    profile = Path(pipeline.__file__).parent.parent / "templates" / "rule-of-law"
    command = [sys.executable, "-c", PARENT, str(tmp_path), str(profile)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        _wait(lambda: bool(shards(tmp_path)))
        parent.send_signal(signal.SIGKILL)
    _wait(lambda: not _runs(worker))
    assert shards(tmp_path) == [], "it ended in the middle, not when it had read all its files"


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


def _wait(until: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.01)


def as_worker(job: Job, *batches: tuple[list[Incoming], str]) -> list[Any]:
    """Be a worker in this process, which is not held to little memory: what it answers."""
    asked, answered = io.BytesIO(), io.BytesIO()
    for message in (job, *batches):
        pickle.dump(message, asked)
    asked.seek(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", SimpleNamespace(buffer=asked))
        patch.setattr(sys, "stdout", SimpleNamespace(buffer=answered))
        patch.setattr(workers, "_limit_memory", lambda: None)
        workers.main()
    gc.enable()
    answered.seek(0)
    answers = []
    while answered.tell() < len(answered.getvalue()):
        answers.append(pickle.load(answered))
    return answers


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends the children itself")
def test_a_worker_reads_no_more_once_its_parent_is_gone(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ended(BaseException):
        pass

    def end(code: int) -> None:
        assert code == 1
        raise Ended

    monkeypatch.setattr(os, "_exit", end)
    with pytest.raises(Ended):
        workers._take(replace(job, parent=-1), incoming(tmp_path, "甲"), tmp_path / "shard")
    assert not (tmp_path / "shard").exists()


def job_of(project: pipeline.Project) -> Job:
    profile = project.profile
    return replace(
        Job(Reader(profile.kinds, profile.departments, profile.digest), "", None, "now"), parent=os.getppid()
    )


def test_a_worker_says_that_it_is_ready_and_answers_each_batch_when_its_shard_is_written(
    tmp_path: Path,
) -> None:
    project = pipeline.open_project(tmp_path)
    files = [write_xlsx(tmp_path / f"{name}.xlsx", TABLE.format(name)) for name in "甲乙"]
    batches = [
        ([Incoming(file, file.name, 2023, "司法所")], str(tmp_path / f".{file.stem}")) for file in files
    ]
    assert as_worker(job_of(project), *batches) == [True, ("", ""), ("", "")]
    for file, (_, shard) in zip(files, batches, strict=True):
        lines = interrupt.dump(Path(shard))
        assert sum(line.startswith("行政复议: ") for line in lines) == 2
        assert any(file.name in line for line in lines)


def test_a_worker_tells_why_a_shard_cannot_be_written_and_where_the_program_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = pipeline.open_project(tmp_path)
    file = Incoming(write_xlsx(tmp_path / "甲.xlsx", TABLE.format("甲")), "甲.xlsx", 2023, "司法所")
    nowhere = str(tmp_path / "没有" / ".shard")
    ready, (trouble, trace) = as_worker(job_of(project), ([file], nowhere))
    assert (ready, trace) == (True, "")
    assert "底账所在的文件夹不能写入" in str(trouble)
    monkeypatch.setattr(workers, "collect_file", lambda *_, **__: 1 // 0)
    _, (trouble, trace) = as_worker(job_of(project), ([file], str(tmp_path / ".shard")))
    assert trouble == ""
    assert "ZeroDivisionError" in str(trace)
