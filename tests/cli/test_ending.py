"""A command that is interrupted, or whose output takes no more: a sentence, an exit code, and no traceback."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, copy_samples, run

from reportgen import pipeline
from tests.trials import interrupt
from tests.trials.damage import LEDGER, REPORTGEN

SENTENCE = "✗ 已中断，没有做完；底账和已有的文件都没有损坏，要做完请再运行一次\n"
FULL = "✗ 结果显示不出来：磁盘已满；已写好的文件不受影响，请腾出空间后再运行一次\n"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has signals of another kind")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, collected and built."""
    root = copy_samples(tmp_path_factory.mktemp("samples"))
    pipeline.build(pipeline.open_project(root), 2023)
    return root


# so many that they are read by workers, and no more than it takes to interrupt them
SOME = 60
BY_WORKERS = [
    sys.executable, "-c",
    f"from reportgen.stages import collect; collect.MANY = {SOME}; from reportgen.__main__ import main; main()",
]  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float, list[str]]:
    """Some workbooks, how many seconds workers take to read them, and the ledger that comes of it."""
    root = tmp_path_factory.mktemp("many")
    interrupt.make(root, SOME)
    collected = Path(shutil.copytree(root, tmp_path_factory.mktemp("collected") / "工作"))
    return root, seconds(collected, "collect", program=BY_WORKERS), interrupt.dump(collected / LEDGER)


def start(root: Path, *command: str, program: Sequence[str] = REPORTGEN) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*program, "-C", str(root), *command],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=ENVIRONMENT,
    )  # fmt: skip


def takes_signals(pid: int) -> bool:
    """Whether a process handles SIGTERM by now, as far as this system tells: Python itself is loaded long before."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True
    (caught,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def interrupted(
    root: Path,
    *command: str,
    number: int,
    seconds: float,
    group: bool,
    program: Sequence[str] = REPORTGEN,
) -> tuple[int, str, str]:
    """Run a command, send it a signal after some time, but not before it takes one, and return how it ended."""
    due = time.monotonic() + seconds
    process = start(root, *command, program=program)
    while process.poll() is None and (time.monotonic() < due or not takes_signals(process.pid)):
        time.sleep(0.002)
    if process.poll() is None:
        (os.killpg if group else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def seconds(root: Path, *command: str, program: Sequence[str] = REPORTGEN) -> float:
    begun = time.monotonic()
    start(root, *command, program=program).communicate(timeout=120)
    return time.monotonic() - begun


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["figures 2023", "build 2023 --json", "render 2023 --draft"])
def test_a_signal_ends_a_command_with_a_sentence(
    samples: Path, tmp_path: Path, command: str, number: int
) -> None:
    root = Path(shutil.copytree(samples, tmp_path / "工作"))
    whole, chance = seconds(root, *command.split()), random.Random(number)
    for _ in range(5):
        after = whole * chance.uniform(0.35, 0.95)
        code, _, err = interrupted(root, *command.split(), number=number, seconds=after, group=True)
        if code != 0:  # it was not over
            break
    assert (code, err) == (128 + number, SENTENCE)
    assert not list(root.rglob("*.part"))
    assert run("validate", "2023", at=root).returncode == 0


# a terminal interrupts all processes of a command, a service the one that it knows
@pytest.mark.parametrize(("number", "group"), [(signal.SIGINT, True), (signal.SIGTERM, False)])
def test_workers_end_with_the_command_and_the_next_run_completes_it(
    many: tuple[Path, float, list[str]], tmp_path: Path, number: int, group: bool
) -> None:
    sent, whole, ledger = many
    root, chance = Path(shutil.copytree(sent, tmp_path / "工作")), random.Random(number)
    after = whole * chance.uniform(0.3, 0.7)
    for sooner in (1, 0.7, 0.5, 0.3):
        if (root / "底账").exists():  # the one before may have been ended before it came to that
            shutil.rmtree(root / "底账")
        code, _, err = interrupted(
            root, "collect", number=number, seconds=after * sooner, group=group, program=BY_WORKERS
        )
        if code != 1:  # it was not over
            break
    assert (code, err) == (128 + number, SENTENCE)
    assert [each.name for each in (root / "底账").glob(".底账-*")] == []
    start(root, "collect", program=BY_WORKERS).communicate(timeout=120)
    assert interrupt.dump(root / LEDGER) == ledger


def test_a_signal_that_comes_while_all_is_loaded_is_told(tmp_path: Path) -> None:
    code = (
        "import builtins, os, signal\nload = builtins.__import__\n"
        "def late(name, *rest):\n"
        "    if name == {name!r}:\n        os.kill(os.getpid(), signal.SIGINT)\n"
        "    return load(name, *rest)\n"
        "builtins.__import__ = late\nfrom reportgen.__main__ import main\nmain()\n"
    )
    for name, said in (("io", "✗ 已中断，什么也没有做\n"), ("typer", SENTENCE)):
        done = subprocess.run(
            [sys.executable, "-c", code.format(name=name), "--version"],
            capture_output=True, text=True, cwd=tmp_path, env=ENVIRONMENT,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (130, said)


def test_a_signal_that_is_to_be_ignored_is_ignored(samples: Path) -> None:
    command = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *REPORTGEN, "-C", str(samples), "figures", "2023"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True, env=ENVIRONMENT)
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0


# an output that takes no more


def shell(root: Path, script: str) -> tuple[int, str]:
    """Run a script of bash with $R as the command; return its exit code and what came out on stderr."""
    command = ["bash", "-o", "pipefail", "-c", script]
    environment = {**ENVIRONMENT, "R": " ".join([*REPORTGEN, "-C", str(root)])}
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    )
    return done.returncode, done.stderr


COMMANDS = [
    "figures 2023",
    "status 2023 --json",
    "build 2023",
    "--help",
]  # a table, JSON, what writes a file, and what reads none


@pytest.fixture(params=COMMANDS)
def command(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_reader_that_has_seen_enough_is_left_in_peace(samples: Path, command: str) -> None:
    assert shell(samples, f"$R {command} | true") == (141, "")


def test_a_reader_that_has_seen_a_line_is_left_in_peace(samples: Path) -> None:
    code, err = shell(samples, "$R figures 2023 | head -n 1")
    assert code in (0, 141)
    assert err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_device_is_told(samples: Path, command: str) -> None:
    assert shell(samples, f"$R {command} > /dev/full") == (2, FULL)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_device_cannot_be_told_where_it_takes_what_is_told_too(samples: Path) -> None:
    assert shell(samples, "$R figures 2023 > /dev/full 2>&1") == (2, "")


def test_without_an_output_a_command_does_what_it_does(samples: Path, command: str) -> None:
    assert shell(samples, f"$R {command} >&-") == (0, "")


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- >&- 2>&-"])
def test_without_standard_streams_a_command_does_what_it_does(samples: Path, closed: str) -> None:
    assert shell(samples, f"$R build 2023 {closed}") == (0, "")


def test_the_report_is_whole_when_nothing_could_be_printed(samples: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(samples, tmp_path / "工作"))
    (report,) = (root / "output").glob("*.docx")
    content = report.read_bytes()
    report.unlink()
    assert shell(root, "$R build 2023 | true")[0] == 141
    assert report.read_bytes() == content


def test_a_wrong_command_is_told_whatever_stdout_is(samples: Path) -> None:
    assert shell(samples, "$R zzzz >&-") == (
        2,
        "✗ 没有“zzzz”这个命令。运行 reportgen --help 查看用法。\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_command_goes_on_though_its_complaints_cannot_be_written() -> None:
    code = "import sys; from reportgen.cli import ending; ending.install(); sys.stderr.write('甲'); sys.stderr.flush(); print('乙')"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=full,
            encoding="utf-8",
            env=ENVIRONMENT,
        )
    assert (done.returncode, done.stdout) == (0, "乙\n")
