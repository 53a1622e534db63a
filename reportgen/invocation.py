"""A command that a person is told to run -> its words, with the options of the body and the paper that all is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from reportgen.periods import Period

NONE = Period(0)  # no part of a year, but whole years


class Scope(NamedTuple):
    """What is told is about one of `several` bodies, and one of several papers; about all, and the first, where they have no name.
    `period` is the part of a year that it is about, if it is not the whole year.
    """

    body: str = ""
    paper: str = ""
    several: bool = False
    period: Period = NONE


_OF_EACH = ("--returns", "--remind")  # done of one body, or of each
_OF_PAPERS = ("validate", "render", "build", "trace", "verify", "refresh", "open")
_ALL = Scope()
_scope: ContextVar[Scope] = ContextVar("scope", default=_ALL)


def stay_with(
    body: str,
    paper: str = "",
    *,
    several: bool = False,
    period: Period = NONE,
) -> None:
    """Let what is told from now on be about a body, or all of `several`, and a paper, and a part of a year."""
    _scope.set(Scope(body, paper, several, period))


def spoken(year: int) -> str:
    """Return a year as what is told names it: 2023 年, or the part of it that all is about, 2023 年上半年."""
    return _period(year).spaced


def as_data(year: int) -> dict[str, int | str]:
    """Return a year as data, and the period that all is about: {"year": 2023, "period": "2023年上半年"}."""
    return {"year": year, "period": str(_period(year))}


def is_of_a_part() -> bool:
    """Whether what is told is about a part of a year."""
    return bool(_scope.get().period.part)


def _period(year: int) -> Period:
    return Period(year, _scope.get().period.part)


@contextmanager
def about(body: str) -> Iterator[None]:
    """Let what is told meanwhile be about a body."""
    before = _scope.set(_scope.get()._replace(body=body))
    try:
        yield
    finally:
        _scope.reset(before)


def command(name: str, *words: object) -> str:
    """Return a command that takes a body, with the options that keep it about the same: `reportgen status 2023 --unit 甲镇`."""
    body, paper, several, period = _scope.get()
    said = ["reportgen", name, *(_of_time(each) for each in words)]
    said += ["--year", str(period)] if period.part and name == "collect" and "--year" not in said else []
    said += [str(period)] if period.part and name == "validate" and not words else []
    said += ["--report", paper] if paper and name in _OF_PAPERS else []
    said += ["--all"] if several and not body and any(each in said for each in _OF_EACH) else []
    said += ["--unit", body] if body and "--all" not in said else []
    return " ".join(said)


def department_folder(year: int | str) -> str:
    """Return in which folder of the inbox a department's sheets of a year lie, for the body, or for all of several, that all
    is about.
    """
    scope, year = _scope.get(), _of_time(year)
    body = scope.body or ("单位名称" if scope.several else "")
    return f"{year}/{body}/部门名/" if body else f"{year}/部门名/"


def _of_time(word: object) -> str:
    """A word of a command; a year is the part of it that all is about."""
    return str(_period(word) if isinstance(word, int) else word)
