"""Many files, or files that may end the process that reads them -> shards of the ledger, written by other processes.

A worker is started anew when a file has ended it; that costs this file and no other.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, NamedTuple

from reportgen.ledger.writing import open_shard
from reportgen.model import CannotRun
from reportgen.stages.collect_file import Reader, collect_file
from reportgen.workspace.incoming import Incoming

LARGEST_MEMORY = 1_500_000_000  # bytes of a worker, where the system can hold it to that
LONGEST_SECONDS = 180.0  # for a batch; one that takes longer is read again file by file
LONGEST_ALONE = 60.0  # for one file
BATCH = 50  # files
_MANY = 40  # batches; where there are more, they are of twice as many files
_ATTEMPTS = 3  # to start a worker
_SHARD = ".底账-"


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all files of a run; `now` is when it began, `parent` the process that waits for it."""

    reader: Reader
    unit: str
    year: int | None
    now: str
    parent: int = field(default_factory=os.getpid)


class Batch(NamedTuple):
    """Files and the shard that has them now; without a shard, the one file that ended its worker."""

    files: Sequence[Incoming]
    shard: Path | None


class Crew:
    """Workers for a job, a context manager. Their shards stand in `folder` for a while; what this run, or a killed one,
    left there is removed.
    """

    def __init__(self, job: Job, folder: Path, workers: int = 1) -> None:
        self._job = job
        self._folder = folder
        self._shard = str(folder / f"{_SHARD}{os.getpid()}-")
        self._workers = workers
        self._local = threading.local()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._numbers = iter(range(sys.maxsize))
        self._lock = threading.Lock()
        self._ended = False
        self._sweep()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._kill():
            _end(process)
        self._sweep()

    def _kill(self) -> list[subprocess.Popen[bytes]]:
        """Let no worker read on; return them."""
        with self._lock:
            self._ended, processes = True, list(self._processes)
        for process in processes:
            process.kill()
        return processes

    def _sweep(self) -> None:
        for left in self._folder.glob(f"{_SHARD}*"):
            with suppress(OSError):
                left.unlink()

    def start(self) -> None:
        """Start this thread's worker, unless it is there, so that it is ready when there is work."""
        if getattr(self._local, "process", None) is None:
            self._local.process, self._local.ready = self._start(), False

    def read(self, files: Sequence[Incoming]) -> Iterator[Batch]:
        """Read files, by several workers at a time, and yield their batches in the order of the files."""
        size = BATCH if len(files) <= _MANY * BATCH else 2 * BATCH
        batches = [files[at : at + size] for at in range(0, len(files), size)]
        if self._workers == 1:
            for batch in batches:
                yield from self._read(batch)
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(self._workers) as pool:
            try:
                for done in pool.map(self._read, batches):
                    yield from done
            except BaseException:  # an interruption must not wait for what is being read
                self._kill()
                raise
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _read(self, files: Sequence[Incoming], *, again: bool = False) -> list[Batch]:
        with self._lock:
            if self._ended:
                return []
            shard = Path(f"{self._shard}{next(self._numbers)}")
        process = self._ready()
        watch = threading.Timer(LONGEST_SECONDS if len(files) > 1 else LONGEST_ALONE, process.kill)
        watch.start()
        try:
            _send(process.stdin, (files, str(shard)))
            trouble, trace = _receive(process.stdout)
            if trouble:
                raise CannotRun(trouble)
            if trace:
                raise RuntimeError(trace)
            return [Batch(files, shard)]
        except (EOFError, OSError, pickle.UnpicklingError):
            self._forget(process)
            shard.unlink(missing_ok=True)
            if len(files) == 1:  # once more, should something else have ended the worker
                return [Batch(files, None)] if again else self._read(files, again=True)
            return [batch for file in files for batch in self._read([file])]
        finally:
            watch.cancel()

    def _ready(self) -> subprocess.Popen[bytes]:
        """This thread's worker, which has said that it is ready. Raises RuntimeError where none comes up."""
        for _ in range(_ATTEMPTS):
            self.start()
            process: subprocess.Popen[bytes] = self._local.process
            try:
                if not self._local.ready:
                    self._local.ready = _receive(process.stdout)
                return process
            except (EOFError, OSError, pickle.UnpicklingError):
                self._forget(process)
        raise RuntimeError("no worker comes up")

    def _forget(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._processes.remove(process)
        _end(process)
        self._local.process = None

    def _start(self) -> subprocess.Popen[bytes]:
        with _not_interrupted():
            process = subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", "-m", "reportgen.stages.collect_many"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        with self._lock:
            self._processes.append(process)
            if self._ended:
                process.kill()
        # a worker that did not come up is noticed when it does not say that it is ready
        with suppress(OSError):
            _send(process.stdin, replace(self._job, reader=self._job.reader.unused()))
        return process


@contextmanager
def _not_interrupted() -> Iterator[None]:
    """Start a process that Ctrl-C at the terminal, which comes to all of them, does not reach: it ends with this one."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def processors() -> int:
    """Return how many workers can run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def main() -> None:
    """Be a worker: read a job and then batches of files, and answer each when its shard is written."""
    _limit_memory()
    os.umask(0o077)  # a shard holds what the ledger holds
    gc.disable()
    output = sys.stdout.buffer
    job: Job = pickle.load(sys.stdin.buffer)
    _send(output, True)
    while True:
        try:
            files, shard = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        _send(output, _write(job, files, Path(shard)))


def _write(job: Job, files: Sequence[Incoming], shard: Path) -> tuple[str, str]:
    """Read files into a shard; return why the shard cannot be written, or the trace of a fault of the program."""
    try:
        _take(job, files, shard)
    except CannotRun as error:
        return str(error), ""
    except MemoryError:
        os._exit(1)
    except Exception:
        return "", traceback.format_exc()
    return "", ""


def _take(job: Job, files: Sequence[Incoming], shard: Path) -> None:
    with open_shard(shard, job.reader.kinds, job.now) as part:
        for file in files:
            if os.name != "nt" and os.getppid() != job.parent:  # nobody waits for the shard any more
                shard.unlink(missing_ok=True)
                os._exit(1)
            taken = collect_file(job.reader, file, job.year, alone=True)
            part.replace(taken.entry, taken.tables, taken.problems, job.unit)


def _limit_memory() -> None:
    """Hold this process to LARGEST_MEMORY: what asks for more ends it, and with it only one file."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, most))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker, and leave nothing of it open."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()


def _receive(pipe: IO[bytes] | None) -> Any:
    if pipe is None:
        raise EOFError
    return pickle.load(pipe)


def _send(pipe: IO[bytes] | None, message: Any) -> None:
    if pipe is None:
        raise BrokenPipeError
    pickle.dump(message, pipe)
    pipe.flush()


if __name__ == "__main__":
    main()
