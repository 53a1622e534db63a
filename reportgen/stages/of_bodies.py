"""What was collected and found for each of several bodies -> what a county is told of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model import CannotRun, Finding, Place
from reportgen.rules import finding
from reportgen.workspace.arrivals import WORKBOOKS, in_inbox
from reportgen.workspace.settings import Workspace

if TYPE_CHECKING:
    from reportgen.stages.collect import Collected

_EVERYONES = ("PRO", "TPL", "SET")
_STRAY = "不在任何一个单位的文件夹里，没有收"


def strays(workspace: Workspace, year: int | None) -> list[Finding]:
    """Return an error for each file of a year that lies in no body's folder: nobody knows whose it is."""
    return [
        finding("FIL024", f"“{name.rpartition('/')[2]}”{_STRAY}", Place(name))
        for name in _stray(workspace, year)
    ]


def _stray(workspace: Workspace, year: int | None) -> list[str]:
    there = in_inbox(workspace, None if year is None else (year,)) if workspace.inbox.is_dir() else []
    return [each.storable_name for each in there if each.path.suffix.lower() in (*WORKBOOKS, ".zip")]


def is_everyones(found: Finding) -> bool:
    """Whether what is wrong with one body is wrong with all: it hangs on the profile, the template or the settings."""
    return found.code.startswith(_EVERYONES) and not found.department


def of_body(body: str, found: Iterable[Finding], told: Collection[Finding]) -> Iterator[Finding]:
    """Yield what is wrong with a body, but for what is everyone's and was `told`: each with the name of the body before
    that of the department, or else in what is said.
    """
    for each in found:
        if each.department:
            yield replace(each, department=f"{body}{each.department}")
        elif is_everyones(each):
            yield from [] if each in told else [each]
        elif each.place.file:
            yield each
        else:
            yield replace(each, message=f"{body}：{each.message}")


def need_no_paths(workspace: Workspace, paths: Sequence[Path]) -> None:
    """Refuse files by path where nobody says whose they are. Raises CannotRun."""
    if paths:
        name = next(iter(workspace.bodies))
        raise CannotRun(
            f"这里有{len(workspace.bodies)}个单位；收指明的文件，要写明是哪个单位的，如 --unit {name}"
        )


def collected(workspace: Workspace, done: Sequence[Collected], year: int | None) -> Collected:
    """Return what was done for all bodies, and what lies in the folder of none."""
    passed: Counter[str] = Counter()
    for each in done:
        passed.update(each.passed)
    return replace(
        done[0],
        workbooks=sum(each.workbooks for each in done),
        sheets=sum(each.sheets for each in done),
        rows=sum(each.rows for each in done),
        unchanged=sum(each.unchanged for each in done),
        refused=[
            *((name, _STRAY) for name in _stray(workspace, year)),
            *(one for each in done for one in each.refused),
        ],
        unrecognised=[one for each in done for one in each.unrecognised],
        replaced=[one for each in done for one in each.replaced],
        dropped=[one for each in done for one in each.dropped],
        passed=dict(passed),
        accounts=[one for each in done for one in each.accounts],
    )
