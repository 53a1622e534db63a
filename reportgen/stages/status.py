"""Stage 2b: the ledger and what the profile says is owed -> which department has handed in what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from reportgen.ledger.reading import TURNED_AWAY, Handed, Ledger
from reportgen.model import Finding, Kind, Profile, count_errors
from reportgen.stages.owed import Owed, Refusal, owed

State = Literal["received", "zero", "missing", "refused"]


@dataclass(frozen=True, slots=True)
class Submission:
    """What a department has handed in of one kind. `owed` is false where it need not have.

    The state is refused as long as one of its tables is: the rows of `files` are then not all. It is zero where
    tables came and were read without an error, and have no rows. `errors` counts what was wrong when they were read,
    `replaced` holds the tables that newer files took the place of, and `remark` what else there is to say.
    """

    kind: Kind
    owed: bool
    state: State
    files: tuple[Handed, ...] = ()
    replaced: tuple[Handed, ...] = ()
    refused: tuple[Refusal, ...] = ()
    errors: int = 0
    remark: str = ""

    @property
    def rows(self) -> int:
        """How many rows there are in the ledger."""
        return sum(each.rows for each in self.files)


@dataclass(frozen=True, slots=True)
class Department:
    """A department, by kind what it has handed in, and what it sent of which nobody knows the kind.

    The name is empty for files that nobody knows the department of, and for kinds that no department owes.
    """

    name: str
    submissions: tuple[Submission, ...]
    unread: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Submissions:
    """What all departments have handed in for a year. `outdated` says that a collection is still to be done; `behind` is
    what has happened to the files since the last one.
    """

    year: int
    departments: tuple[Department, ...]
    outdated: bool = False
    behind: tuple[Finding, ...] = ()

    @property
    def owed(self) -> int:
        """How many sheets are owed, each by one department."""
        return sum(each.owed for each in self._all())

    @property
    def received(self) -> int:
        """How many of the owed sheets have come, those that report nothing included."""
        return sum(each.owed and each.state in ("received", "zero") for each in self._all())

    @property
    def zero(self) -> int:
        """How many of the owed sheets report that nothing happened."""
        return sum(each.owed and each.state == "zero" for each in self._all())

    @property
    def missing(self) -> int:
        """How many of the owed sheets have not come."""
        return sum(each.state == "missing" for each in self._all())

    @property
    def refused(self) -> int:
        """How many sheets came and could not be taken, owed or not."""
        return sum(each.state == "refused" for each in self._all())

    @property
    def unread(self) -> int:
        """How many files, or sheets of files, may hold something owed and could not be read."""
        return sum(each.severity == "error" for department in self.departments for each in department.unread)

    @property
    def complete(self) -> bool:
        """Whether all that is owed has come and could be taken."""
        return not (self.missing or self.refused or self.unread or self.outdated)

    def _all(self) -> Iterator[Submission]:
        return (each for department in self.departments for each in department.submissions)


def submissions(ledger: Ledger, profile: Profile, year: int, behind: tuple[Finding, ...] = ()) -> Submissions:
    """Return what each department owes for a year and has handed in, in the order of the profile; departments that
    owe nothing come after, where they have sent something, and what nobody knows the department of comes last.
    """
    came = owed(ledger, profile, year)
    errors, silent = _errors(ledger, came, year)
    senders = {department for department, _ in (*came.tables, *came.refused)} | set(came.unread)
    departments = [
        Department(
            name,
            tuple(
                _submission(name, kind, came, errors, silent)
                for kind in profile.kinds.values()
                if name in kind.owed_in(year) or came.came(name, kind)
            ),
            tuple(came.unread.get(name, ())),
        )
        for name in (*profile.departments, *sorted(senders - {"", *profile.departments}))
        if name in senders or any(name in kind.owed_in(year) for kind in profile.kinds.values())
    ]
    nobodys = tuple(
        Submission(profile.kinds[kind], True, "missing", remark="方案里没有写由谁报送")
        for owner, kind in came.missing
        if not owner
    )
    if nobodys or "" in came.unread:
        departments.append(Department("", nobodys, tuple(came.unread.get("", ()))))
    outdated = ledger.outdated(year, profile.digest) or bool(count_errors(behind))
    return Submissions(year, tuple(departments), outdated, behind)


def _errors(ledger: Ledger, came: Owed, year: int) -> tuple[Counter[Handed], set[tuple[str, str]]]:
    """How many errors each table has, and the sheets, by file and name, without a row or a word of why.

    Of two tables in a sheet, an error is that one's whose header is the last above it.
    """
    sheets: dict[tuple[str, str], list[Handed]] = {}
    for tables in came.tables.values():
        for table in tables:
            sheets.setdefault((table.file, table.sheet), []).append(table)
    errors: Counter[Handed] = Counter()
    problems = ledger.problems(year)
    for each in problems:
        here = sheets.get((each.place.file, each.place.sheet))
        if here and each.severity == "error" and each.code not in TURNED_AWAY:
            above = [table for table in here if table.header <= each.place.row]
            errors[max(above or here, key=lambda table: table.header)] += 1
    return errors, {(each.place.file, each.place.sheet) for each in problems if each.code == "TAB009"}


def _submission(
    department: str, kind: Kind, came: Owed, errors_of: Counter[Handed], silent: Collection[tuple[str, str]]
) -> Submission:
    tables = came.tables.get((department, kind.name), [])
    files = tuple(each for each in tables if not each.replaced)
    refused = tuple(came.refused.get((department, kind.name), ()))
    errors = sum(errors_of[each] for each in files)
    owners = kind.owed_in(came.year)
    owed = department in owners
    remark = ""
    state: State = "received"
    if refused:
        state = "refused"
    elif not files:
        state = "missing"
        if others := came.elsewhere(kind):
            remark = f"{others[0]}的文件夹里有一张，是不是放错了"
    elif not errors and not any(each.rows for each in files):
        state = "zero"
        if any((each.file, each.sheet) in silent for each in files):
            remark = "表里没有写“无”，请问清"
    if not owed and owners:
        remark = f"应由{'、'.join(owners)}报送，是不是放错了文件夹"
    replaced = tuple(each for each in tables if each.replaced)
    return Submission(kind, owed, state, files, replaced, refused, errors, remark)
