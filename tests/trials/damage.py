"""Ten thousand damaged workbooks -> one run of `reportgen collect` that must survive them all and account for each.

`uv run python -m tests.trials.damage [--count 10000] [--seed 2023] [--only FORMAT] [--keep DIR] [--find]` ends with 1 where
the command hangs, is killed, leaves with another code than 0 or 1, shows a traceback or a panic, lets any of its processes use
more than 1.5 GB, or says nothing of a file whose rows it did not take. `--find` then narrows down which files it is. `--here` reads
the files in this process instead, one by one: none may take long or much memory, and none may raise what is not meant.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from reportgen.model import FileRefused
from tests.trials.damage_kinds import KINDS, Chance
from tests.trials.damage_sources import FORMATS, Source, sources

REPORTGEN = [sys.executable, "-m", "reportgen"]
SETTINGS = "unit: 近海镇\ninbox: 来件\noutput: output\n"
LEDGER = "底账/底账.sqlite"
MEGABYTE = 2**20
MOST_MEMORY = 1536 * MEGABYTE  # of one process
LONGEST_HERE = 10.0  # seconds for a file
STOP_MEMORY = 6144 * MEGABYTE  # the command is ended, so that the machine goes on
OUTCOMES = ("clean", "fewer rows", "findings", "refused", "silent")


@dataclass(frozen=True)
class Damaged:
    """A damaged file: its name in the workspace, what befell it, and the rows it had before."""

    file: str
    kind: str
    format: str
    rows: int


@dataclass(frozen=True)
class Run:
    """What a run of the command did: no `code` where it did not end by itself; `peak` bytes in one process."""

    code: int | None
    stdout: str
    stderr: str
    seconds: float
    peak: int


@dataclass
class Kept:
    """What the ledger says of one file."""

    refused: str = ""
    rows: int = 0
    tables: int = 0
    problems: int = 0


@dataclass
class Tally:
    """How the files fared, by kind of damage, and what must not have happened."""

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


def damaged(
    seed: int, count: int, heavy: int = 300 * MEGABYTE, only: str = ""
) -> Iterator[tuple[Damaged, bytes]]:
    """Return damaged files, each kind of damage in each format, or in the only one, in turn; the same for the same seed."""
    by_format: dict[str, list[Source]] = {}
    for source in sources():
        by_format.setdefault(source.format, []).append(source)
    pairs = cycle(
        [(name, kind) for name, each in KINDS.items() for kind in each.formats if only in ("", kind)]
    )
    made: Counter[str] = Counter()
    while made.total() < count:
        name, suffix = next(pairs)
        kind = KINDS[name]
        if kind.most is not None and made[name] >= kind.most:
            continue
        chance = Chance(f"{seed} {name} {suffix} {made[name]}")
        chance.turn, chance.heavy = made[name] // len(kind.formats), heavy
        if kind.most is not None:
            chance.turn = made[name]
        source = chance.choice(by_format[suffix])
        file = f"来件/2023/{source.department}/{made.total():05d} {name} {source.stem}.{suffix}"
        made[name] += 1
        yield Damaged(file, name, suffix, source.rows), kind.damage(chance, source)


def make(root: Path, files: Iterator[tuple[Damaged, bytes]]) -> list[Damaged]:
    """Write files into the inbox of a new workspace."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "reportgen.yaml").write_text(SETTINGS, encoding="utf-8")
    made = []
    for each, content in files:
        path = root / each.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        made.append(each)
    return made


def collect(root: Path, timeout: float) -> Run:
    """Run the command as a user does, and watch the memory of each of its processes. Linux only: it reads /proc."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        command = [*REPORTGEN, "-C", str(root), "collect", "--json"]
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=root, start_new_session=True)
        watch = _Watch(process.pid, start + timeout)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)  # with what its children, and theirs, have used
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        watch.ended.set()
        watch.join()
        _end(process.pid)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", errors="replace"))
    code = None if watch.late or watch.peak > STOP_MEMORY else process.returncode
    return Run(code, *texts, seconds, max(watch.peak, 1024 * used.ru_maxrss))


class _Watch(threading.Thread):
    """Follows the memory of a session's processes, and ends them all when one takes too much or the time is up."""

    def __init__(self, session: int, until: float) -> None:
        super().__init__(daemon=True)
        self.session, self.until = session, until
        self.peak, self.late, self.ended = 0, False, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.02):
            self.peak = max(self.peak, *map(_peak, processes(self.session)), 0)
            self.late = time.monotonic() > self.until
            if self.late or self.peak > STOP_MEMORY:
                _end(self.session)
                return


def processes(session: int) -> list[int]:
    """Return the living processes of a session; those that have ended but were not waited for do not count."""
    found = []
    for folder in os.listdir("/proc"):
        if folder.isdigit():
            with suppress(OSError, IndexError):
                state, _, _, its_session = (
                    Path(f"/proc/{folder}/stat").read_text().rpartition(")")[2].split()[:4]
                )
                if int(its_session) == session and state not in "ZX":
                    found.append(int(folder))
    return found


def _peak(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return 1024 * int(line.split()[1])
    return 0


def _end(session: int) -> None:
    """Kill what is left of a session that this program began."""
    for process in processes(session):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def kept(ledger: Path) -> dict[str, Kept]:
    """Return what a ledger holds of each file."""
    found: dict[str, Kept] = {}
    with closing(sqlite3.connect(f"{ledger.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        names = {}
        for number, file, refused in connection.execute("SELECT id, file, refused FROM _workbooks"):
            names[number] = file
            found[file] = Kept(refused)
        for number, rows in connection.execute("SELECT workbook, rows FROM _tables"):
            found[names[number]].rows += rows
            found[names[number]].tables += 1
        for (number,) in connection.execute("SELECT workbook FROM _problems"):
            found[names[number]].problems += 1
    return found


def of_the_run(run: Run) -> list[str]:
    """Return what must not have happened to the command as a whole."""
    wrong = []
    if run.code is None:
        wrong.append(f"did not end by itself: {run.seconds:.0f} s, {run.peak // MEGABYTE} MB")
    elif run.code not in (0, 1):
        wrong.append(f"left with code {run.code}: {run.stderr.strip()[-300:]}")
    for word in ("Traceback", "panicked", "Error: ", "Warning: "):
        for stream, text in (("stdout", run.stdout), ("stderr", run.stderr)):
            if word in text:
                wrong.append(
                    f"{word} on {stream}, {text.count(word)} times, the last: {_around(text, word)!r}"
                )
    if run.peak > MOST_MEMORY:
        wrong.append(f"a process used {run.peak // MEGABYTE} MB")
    return wrong


def _around(text: str, word: str) -> str:
    """The end of a traceback, which says what went wrong, or what follows the last panic."""
    return text.strip()[-400:] if word == "Traceback" else text[text.rindex(word) :][:300]


def of_the_files(run: Run, files: Sequence[Damaged], found: Mapping[str, Kept]) -> Tally:
    """Return how each file fared, and which were lost: in the ledger, in the JSON, or without a word."""
    tally = Tally()
    for each in files:
        outcome = _outcome(each, found.get(each.file))
        tally.outcomes.setdefault(each.kind, Counter())[outcome] += 1
        if outcome == "silent":
            tally.complaints.append(f"neither rows nor a finding: {each.file}")
        if each.kind == "undamaged" and outcome != "clean" and each.format != "csv":
            tally.complaints.append(f"sound, but not read clean: {each.file}: {found.get(each.file)}")
    tally.complaints += [
        f"not in the inbox: {file}" for file in sorted(set(found) - {each.file for each in files})
    ]
    tally.complaints += _of_the_json(run, len(files), found)
    return tally


def _outcome(file: Damaged, kept: Kept | None) -> str:
    if kept is None or not (kept.refused or kept.rows or kept.problems):
        return "silent"
    if kept.refused:
        return "refused"
    if kept.problems:
        return "findings"
    return "clean" if kept.rows >= file.rows else "fewer rows"


def _of_the_json(run: Run, count: int, found: Mapping[str, Kept]) -> list[str]:
    """What the command printed must be what it stored."""
    try:
        said = json.loads(run.stdout)
    except ValueError:
        return ["stdout is not JSON"]
    wrong = []
    refused = {file: each for file, each in found.items() if each.refused}
    if said["workbooks"] + len(refused) != count:
        wrong.append(f"{said['workbooks']} workbooks and {len(refused)} refused are not {count} files")
    if {each["file"] for each in said["refused"]} != set(refused):
        wrong.append("the refused files printed are not those stored")
    rows = sum(each.rows for each in found.values())
    if said["rows"] != rows:
        wrong.append(f"{said['rows']} rows printed, {rows} stored")
    if (run.code == 0) == bool(said["refused"] or said["unrecognised"]):
        wrong.append(f"code {run.code}, but {len(said['refused'])} refused")
    return wrong


def check(root: Path, files: Sequence[Damaged], timeout: float) -> tuple[Run, Tally]:
    """Collect a workspace and return everything that is wrong with it."""
    run = collect(root, timeout)
    try:
        found = kept(root / LEDGER)
    except sqlite3.Error as error:
        return run, Tally(complaints=[*of_the_run(run), f"no ledger to read: {error}"])
    tally = of_the_files(run, files, found)
    tally.complaints[:0] = of_the_run(run)
    return run, tally


def narrow(
    files: Sequence[Damaged], wrong: Callable[[Sequence[Damaged]], list[str]], most: int = 20
) -> dict[str, list[str]]:
    """Halve a group of files that goes wrong until single ones are left, and return these with what went wrong."""
    guilty: dict[str, list[str]] = {}
    groups = [list(files)]
    while groups and len(guilty) < most:
        group = groups.pop()
        complaints = wrong(group)
        if complaints and len(group) == 1:
            guilty[group[0].file] = complaints
        elif complaints:
            half = len(group) // 2
            groups += [group[half:], group[:half]]
    return guilty


def _alone(root: Path, files: Sequence[Damaged], timeout: float) -> list[str]:
    """What is wrong with a run over only these files, in a workspace of their own."""
    with tempfile.TemporaryDirectory(dir=root.parent) as folder:
        other = Path(folder)
        make(other, ((each, (root / each.file).read_bytes()) for each in files))
        return of_the_run(collect(other, timeout))


def read_here(files: Iterator[tuple[Damaged, bytes]]) -> list[str]:
    """Read each file in this process; print the outcomes, and return what must not have happened."""
    from reportgen.workbook.read import Dangerous, read

    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    longest, before = 0.0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for each, content in files:
        start = time.monotonic()
        try:
            rows = sum(len(sheet.rows) for sheet in read(content))
            outcomes["read" if rows else "empty"] += 1
        except (Dangerous, FileRefused) as error:
            outcomes[str(error) or "for a worker"] += 1
        except Exception as error:
            wrong.append(f"raised {error!r}: {each.file}")
        seconds, longest = time.monotonic() - start, max(longest, time.monotonic() - start)
        if seconds > LONGEST_HERE:
            wrong.append(f"took {seconds:.1f} s: {each.file}")
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for outcome, count in outcomes.most_common():
        print(f"{count:6} {outcome}")
    print(f"at most {longest:.2f} s for a file; {peak // MEGABYTE} MB, {before // 1024} MB before the first")
    return wrong + [f"used {peak // MEGABYTE} MB"] * (peak > MOST_MEMORY)


def table(tally: Tally) -> str:
    """Draw how the files fared."""
    lines = [f"{'damage':24}" + "".join(f"{outcome:>12}" for outcome in OUTCOMES)]
    for kind, counts in tally.outcomes.items():
        lines.append(f"{kind:24}" + "".join(f"{counts[outcome] or '·':>12}" for outcome in OUTCOMES))
    whole = sum(tally.outcomes.values(), Counter())
    lines.append(f"{'all':24}" + "".join(f"{whole[outcome]:>12}" for outcome in OUTCOMES))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, collect, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--timeout", type=float, default=1800, help="seconds")
    parser.add_argument("--keep", type=Path, help="an empty folder for the files, which stays")
    parser.add_argument("--find", action="store_true", help="narrow down which files go wrong")
    parser.add_argument("--only", default="", choices=FORMATS, help="damage files of this format only")
    parser.add_argument("--here", action="store_true", help="read them in this process, without the command")
    given = parser.parse_args(arguments)
    files = damaged(given.seed, given.count, only=given.only)
    if given.here:
        complaints = read_here(files)
        print("\n".join([*(f"✗ {each}" for each in complaints), f"{len(complaints)} violations"]))
        return 1 if complaints else 0
    root = (given.keep or Path(tempfile.mkdtemp(prefix="damage-"))).absolute()
    try:
        start = time.monotonic()
        files = make(root, files)
        made = time.monotonic() - start
        run, tally = check(root, files, given.timeout)
        print(table(tally))
        print(f"\n{len(files)} files made in {made:.0f} s and collected in {run.seconds:.1f} s,", end=" ")
        print(f"at most {run.peak / MEGABYTE:.0f} MB in one process, code {run.code}")
        for complaint in tally.complaints[:40]:
            print(f"✗ {complaint}")
        print(f"{len(tally.complaints)} violations")
        if given.find and of_the_run(run):
            alone = narrow(files, lambda group: _alone(root, group, 20 + len(group) / 10))
            for file, complaints in alone.items():
                print(f"✗ {file}: {'; '.join(complaints)}")
        return 1 if tally.complaints else 0
    finally:
        if not given.keep:
            shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
