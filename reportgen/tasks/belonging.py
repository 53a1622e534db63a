"""A report that has come back -> of which body it is, which of the papers, and of which year.

By the receipts beside the ledgers: a report is known by its bytes, or by what it says that it has printed, wherever it was
saved again; its PDF and its page by their bytes. A report that has no receipt says at least whose it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reportgen import periods
from reportgen.model import CannotRun
from reportgen.periods import Period
from reportgen.profile.papers import FIRST_NAME, file_of
from reportgen.workspace.issued import written_as

if TYPE_CHECKING:
    from reportgen.tasks.verifying import File
    from reportgen.workspace.settings import Workspace


class Whose(NamedTuple):
    """The body of a report, or an empty string for all of them together; its paper; its year, where that is known."""

    body: str
    paper: str
    year: int | None = None


def whose(
    workspace: Workspace,
    file: File,
    papers: Sequence[str] = (),
    *,
    given_body: bool = False,
    given_paper: bool = False,
) -> Whose:
    """Return whose report a file is: of a workspace or one of its bodies, and of the paper that its receipt names, or else its
    own or one of these, unless its own are `given`. Raises CannotRun where that cannot be told.
    """
    here = [workspace, *(() if given_body else map(workspace.of, workspace.bodies))]
    wanted = [workspace.paper, *(() if given_paper else papers)]
    found = {each for each in _by_receipts(here, file) if not given_paper or each.paper in wanted}
    if not found and len(here) == len(wanted) == 1:
        return Whose(workspace.body, wanted[0], _year(workspace, file))
    if not found:
        own, year = file.manifest, _year(workspace, file)
        said = [each for each in here if own and each.unit == own.unit] or here
        found = {Whose(each.body, one, year) for each in said for one in wanted}
    if len({each[:2] for each in found}) > 1:
        raise CannotRun(_untold(workspace, file, found, papers))
    return max(found, key=lambda each: each.year or 0)


def _need_own(workspace: Workspace, file: File) -> None:
    """Let a report of another part of the year, or of the whole one, be compared with that. Raises CannotRun."""
    if file.manifest:
        said = file.manifest.year
        period = Period(int(said)) if said.isdecimal() else periods.read(said)
    else:
        period = next(_of_other_parts(workspace, file), None)
    if period and period.part != workspace.part:
        raise CannotRun(f"“{file.name.name}”是{period.named}的报告；请在命令里写上 {period}")


def _of_other_parts(workspace: Workspace, file: File) -> Iterator[Period]:
    """The periods of which the receipts of other parts of the year, or of whole years, say that a file is a report."""
    here = [workspace, *map(workspace.of, workspace.bodies)]
    for part in ("", *periods.PARTS):
        apart = [replace(each, part=part, ledger=each.ledger_of(part)) for each in here]
        known = [each for each in apart if part != workspace.part and each.ledger.is_file()]
        yield from (Period(each.year, part) for each in _by_receipts(known, file) if each.year)


def _by_receipts(here: Sequence[Workspace], file: File) -> list[Whose]:
    """What the receipts say of a file by its bytes, or else by what it says itself, or else of the report that it is a copy of."""
    digest = file.digest_as_given
    found = _issued(here, file, digest)
    if found or (file.said_digest and (found := _issued(here, file, file.said_digest))):
        return found
    named = ((own, name) for own in here if (name := written_as(own, digest)))
    return [
        Whose(own.body, each.paper, each.year)
        for own, name in named
        for each in file.receipts.written_beside(own, name)
    ]


def _issued(here: Sequence[Workspace], file: File, digest: str) -> list[Whose]:
    found = ((own, file.receipts.issued_as(own, digest)) for own in here)
    return [Whose(own.body, each.paper, each.year) for own, known in found for each in known]


def _year(workspace: Workspace, file: File) -> int | None:
    """The year of which a report was issued as it is, or that it says it is about."""
    if issued := file.receipts.issued_as(workspace, file.digest) if file.content else []:
        return issued[0].year
    _need_own(workspace, file)
    said = file.manifest.year if file.manifest else ""
    return int(said) if said.isdecimal() else None


def _untold(workspace: Workspace, file: File, found: Collection[Whose], papers: Sequence[str]) -> str:
    """What to give where a file may be the report of several bodies, or several papers."""
    bodies, which = {each.body for each in found}, {each.paper for each in found}
    asked, fixes = [], []
    if len(bodies) > 1:
        one = next(each for each in workspace.bodies if each in bodies)
        whole = f"（各单位合起来的，写 --unit {workspace.unit}）" if "" in bodies and workspace.unit else ""
        asked.append("哪个单位的")
        fixes.append(f"--unit 单位，如 --unit {one}{whole}")
    if len(which) > 1:
        asked.append("哪一份报告")
        known = [each for each in dict.fromkeys(("", workspace.paper, *papers)) if each in which]
        there, names = (
            "、".join(each) for each in (map(file_of, known), (one or FIRST_NAME for one in known))
        )
        fixes.append(f"--report 名称，名称是 {names}（模板是 {there}）")
    return f"看不出“{file.name.name}”是{'、'.join(asked)}，请加 {'；再加 '.join(fixes)}"
