"""What departments were told last, and what is wrong now -> what they have mended, what is still open, what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from reportgen.ledger.reading import Ledger
from reportgen.ledger.rounds_told import Round, Told
from reportgen.model import Finding
from reportgen.rules import is_theirs


class Compared(NamedTuple):
    """A department's open round beside the one before: of files that it has changed since. Where there was none before,
    nothing is compared.

    `mended` is what it was told then and is not found any more.
    """

    open: Round
    before: Round | None
    mended: tuple[Told, ...] = ()
    still: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()

    @property
    def number(self) -> int:
        """Which round it is, from 1."""
        return self.open.number


def compared(
    ledger: Ledger, year: int, findings: Iterable[Finding], known: Mapping[str, Sequence[Round]]
) -> dict[str, Compared]:
    """Return by department what became of the errors of a year that it was told and can mend; `known` are its rounds so far.

    A round lasts as long as a department's files are the same, however often it is told what is wrong with them.
    """
    by_department: dict[str, list[Finding]] = {name: [] for name in known}
    beside: dict[str, list[Finding]] = {}
    for each in findings:
        if each.department:
            counts = each.severity == "error" and is_theirs(each)
            (by_department if counts else beside).setdefault(each.department, []).append(each)
    files = _files(ledger, year)
    return {
        name: _compared(found, beside.get(name, ()), files.get(name, ""), known.get(name, ()))
        for name, found in by_department.items()
    }


def _files(ledger: Ledger, year: int) -> dict[str, str]:
    """By department a digest of what its files hold, whatever they are called."""
    held: dict[str, list[str]] = {}
    for each in ledger.workbooks():
        if each.year in (0, year):
            held.setdefault(each.department, []).append(each.sha256)
    return {name: _digest(" ".join(sorted(digests))) for name, digests in held.items()}


def _compared(
    findings: Sequence[Finding], beside: Sequence[Finding], files: str, known: Sequence[Round]
) -> Compared:
    """What has become of the errors; what was told and is only a warning now, or was never more, is not mended."""
    earlier = known[:-1] if known and known[-1].files == files else known
    told = tuple(map(_told, findings))
    if not earlier:
        return Compared(Round(1, files, told), None)
    before = earlier[-1]
    left, moved = _without(before.told, findings, _spot)
    left, new = _without(left, moved, _complaint)
    mended, _ = _without(left, beside, _spot)
    fresh = set(map(id, new))
    still = tuple(each for each in findings if id(each) not in fresh)
    return Compared(Round(before.number + 1, files, told), before, tuple(mended), still, tuple(new))


def _without(
    told: Iterable[Told], findings: Iterable[Finding], key: Callable[[Told], object]
) -> tuple[list[Told], list[Finding]]:
    """What was told and what is found, each without what is in the other by a key, as often as it is there."""
    waiting: dict[object, list[Told]] = {}
    for each in told:
        waiting.setdefault(key(each), []).append(each)
    new = []
    for found in findings:
        if same := waiting.get(key(_told(found))):
            same.pop()
        else:
            new.append(found)
    return [each for same in waiting.values() for each in same], new


def _spot(told: Told) -> object:
    """What tells a fault that stays where it is, whatever the corrected file is called and the cell now holds."""
    return told.code, *told.place[1:]


def _complaint(told: Told) -> object:
    """What tells a fault whose row has moved."""
    return told.code, told.place.column, told.digest


def _told(finding: Finding) -> Told:
    return Told(finding.code, finding.place, _digest(finding.message))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
