"""A county's bodies, one after the other, or several at a time in processes of their own -> what became of each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reportgen import beside_report, pipeline
from reportgen.beside_report import Asked
from reportgen.invocation import about, stay_with
from reportgen.model import CannotRun, count_errors
from reportgen.periods import Period

if TYPE_CHECKING:
    from reportgen.pipeline import Project
    from reportgen.stages.status import Submissions
    from reportgen.tasks import evidence, publishing

MANY = 40  # bodies; fewer are done sooner by one process than two are started
_AT_A_TIME = 20  # bodies that a process is given
_OFFICES = 4  # of LibreOffice that run at once: a PDF takes seconds, and some 200 MB
Done = TypeVar("Done")
_project: Project | None = None  # in a process that was started for it


class Written(NamedTuple):
    """What became of a body's report: its file, or how many errors are open, or why it, or what was asked for beside it, could
    not be made at all. `kept` is where the file is now that people had changed; `copies` and `grounds` are what was written
    beside it, by their kinds.
    """

    body: str
    file: Path | None = None
    errors: int = 0
    problem: str = ""
    kept: Path | None = None
    copies: Mapping[str, publishing.Copy] = MappingProxyType({})
    grounds: Mapping[str, evidence.Written] = MappingProxyType({})


class How(NamedTuple):
    """How the reports are to be written: as `pipeline.render` takes it, and what beside each."""

    year: int
    draft: bool = False
    as_collected: bool = False
    plain: bool = False
    asked: Asked = Asked()


def status(project: Project, year: int) -> list[tuple[str, Submissions]]:
    """Return what each body's departments owe and have handed in. Raises CannotRun."""
    return [(body, _status(project.of(body), year)) for body in project.workspace.bodies_in(year)]


def each(
    project: Project, year: int, work: Callable[[Project], Done]
) -> tuple[list[tuple[str, Done]], list[tuple[str, str]]]:
    """Return what some work comes to for every body of a year, and of those for which it cannot be done why: it is done for
    the others all the same.
    """
    done: list[tuple[str, Done]] = []
    problems: list[tuple[str, str]] = []
    for body in project.workspace.bodies_in(year):
        try:
            with about(body):
                done.append((body, work(project.of(body))))
        except CannotRun as error:
            problems.append((body, str(error)))
    return done, problems


def _status(project: Project, year: int) -> Submissions:
    with about(project.workspace.body):
        return pipeline.status(project, year)


def render(
    project: Project,
    how: How,
    advance: Callable[[int], None] = lambda count: None,
    workers: int | None = None,
) -> list[Written]:
    """Write the report of every body; an error of one keeps no other from being written."""
    bodies = project.workspace.bodies_in(how.year)
    workers = workers or os.cpu_count() or 1
    many, at_a_time = (2, 1) if how.asked.pdf else (MANY, _AT_A_TIME)
    workers = min(workers, len(bodies) // at_a_time, _OFFICES if how.asked.pdf else workers)
    if len(bodies) < many or workers < 2:
        done = [_and(advance, _written(_ready(project), body, how)) for body in bodies]
    else:
        parts = [bodies[at : at + at_a_time] for at in range(0, len(bodies), at_a_time)]
        done = [_and(advance, each) for each in _by_processes(project, parts, how, workers)]
    return done


def _and(advance: Callable[[int], None], done: Written) -> Written:
    advance(1)
    return done


def _ready(project: Project) -> Project:
    """The project with its template read, for all bodies once."""
    from dataclasses import replace

    return project if project.loaded else replace(project, loaded=project.template)


def _written(project: Project, body: str, how: How) -> Written:
    with about(body):
        return _of_one(project.of(body), body, how)


def _of_one(own: Project, body: str, how: How) -> Written:
    try:
        done = pipeline.render(own, how.year, draft=how.draft, as_collected=how.as_collected, plain=how.plain)
    except CannotRun as error:
        return Written(body, problem=str(error))
    written = Written(body, done.file, count_errors(done.findings), kept=done.kept)
    try:
        written = written._replace(grounds=beside_report.grounds(own, done, how.year, how.asked))
        return written._replace(copies=beside_report.copies(own, done, how.year, how.asked))
    except CannotRun as error:
        return written._replace(problem=str(error))


def _by_processes(
    project: Project, parts: Sequence[Sequence[str]], how: How, workers: int
) -> Iterator[Written]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    given = (project.workspace.root, project.workspace.asked_paper, project.workspace.part)
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, given) as pool:
        for done in pool.map(_part, parts, [how] * len(parts)):
            yield from done


def _begin(root: Path, paper: str, part: str) -> None:
    """Open the project in a process that was started for it; the terminal's interruption is for the one that waits."""
    import gc
    import signal

    global _project
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000)
    stay_with("", paper, period=Period(0, part))
    _project = _ready(pipeline.open_project(root, paper, part=part))


def _part(bodies: Sequence[str], how: How) -> list[Written]:
    assert _project
    return [_written(_project, body, how) for body in bodies]
