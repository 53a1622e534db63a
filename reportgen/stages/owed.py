"""The ledger and what the profile says is owed -> what has come of it, what was turned away, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from reportgen.ledger.reading import Handed, Ledger
from reportgen.model import Finding, Kind, Problem, Profile, Severity
from reportgen.stages.discreet import discreet

_UNREAD = ("FIL001", "FIL003", "FIL004", "FIL005", "FIL011")  # of a whole file
K = TypeVar("K")
V = TypeVar("V")
Sheets = tuple[str, str]  # the sheets of a department, by its name, and of a kind, by the kind's


class Refusal(NamedTuple):
    """A table or, where `sheet` is empty, a file that came and could not be taken, and why."""

    file: str
    sheet: str
    reason: str
    severity: Severity = "error"


class Owed(NamedTuple):
    """What came for a year: the tables that were taken, those turned away, and by department what nobody knows the kind
    of. `missing` are the pairs of which nothing came; its department is empty for a kind that figures read and no
    department owes.
    """

    year: int

    tables: Mapping[Sheets, Sequence[Handed]]
    refused: Mapping[Sheets, Sequence[Refusal]]
    unread: Mapping[str, Sequence[Refusal]]
    missing: Collection[Sheets]

    def came(self, department: str, kind: Kind) -> bool:
        """Whether a department sent a kind, be it taken or turned away."""
        return (department, kind.name) in self.tables or (department, kind.name) in self.refused

    def elsewhere(self, kind: Kind) -> list[str]:
        """Return the departments that sent a kind and do not owe it."""
        owners = kind.owed_in(self.year)
        return sorted({who for who, name in self.tables if name == kind.name and who not in owners})


def owed(ledger: Ledger, profile: Profile, year: int) -> Owed:
    """Return what came for a year of what the profile says is owed, and what did not."""
    handed = [each for each in ledger.handed(year) if each.kind in profile.kinds]
    tables = _grouped(((each.department, each.kind), each) for each in handed)
    lost = _whole_files(ledger.problems(year))
    turned_away = _turned_away(ledger.turned_away(year), lost)
    told = discreet(ledger, profile, [each.finding for each in turned_away])
    turned_away = [each._replace(finding=said) for each, said in zip(turned_away, told, strict=True)]
    refused = _grouped(
        ((each.finding.department, each.kind), _refusal(each.finding))
        for each in turned_away
        if each.kind in profile.kinds
    )
    strange = [each.finding for each in turned_away if each.kind not in profile.kinds]
    unread = _grouped((each.department, _refusal(each)) for each in (*lost.values(), *strange))
    return Owed(year, tables, refused, unread, _missing(profile, {*tables, *refused}, year))


def asked_of(profile: Profile, department: str, year: int) -> list[Kind]:
    """Return the kinds that a department owes for a year, without the columns that only others are asked for."""
    return [
        replace(
            kind,
            fields={
                name: each for name, each in kind.fields.items() if department in (each.only or kind.owners)
            },
        )
        for kind in profile.kinds.values()
        if department in kind.owed_in(year)
    ]


def _missing(profile: Profile, come: Collection[Sheets], year: int) -> list[Sheets]:
    sent = {kind for _, kind in come}
    counted = {kind for name in profile.figures for kind, _ in profile.reads.get(name, ())}
    nobodys = [
        each
        for each in profile.kinds.values()
        if each.name in counted - sent and not (each.owed_in(year) or each.spared_in(year))
    ]
    owing = [(owner, kind.name) for kind in profile.kinds.values() for owner in kind.owed_in(year)]
    return [*(each for each in owing if each not in come), *(("", kind.name) for kind in nobodys)]


def _whole_files(problems: Iterable[Finding]) -> dict[str, Finding]:
    """The files of which nothing could be read, with the first reason."""
    found: dict[str, Finding] = {}
    for each in problems:
        if each.code in _UNREAD:
            found.setdefault(each.place.file, each)
    return found


def _turned_away(problems: Iterable[Problem], lost: Collection[str]) -> list[Problem]:
    """The first problem of each table that was turned away, but for those of files that are lost whole."""
    first: dict[tuple[str, str, str], Problem] = {}
    for each in problems:
        place = each.finding.place
        if place.file not in lost:
            first.setdefault((place.file, place.sheet, each.kind), each)
    return list(first.values())


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _refusal(problem: Finding) -> Refusal:
    return Refusal(problem.place.file, problem.place.sheet, problem.message, problem.severity)
