"""What the commands come to: a report or why there is none, forms, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reportgen.model import Figure, Finding, Source
    from reportgen.movements import Moved
    from reportgen.proofreading.typed_numbers import Literal
    from reportgen.stages.collect import Collected
    from reportgen.workspace.receipts import Change


@dataclass(frozen=True, slots=True)
class Rendered:
    """A written report, or None and the findings that kept it from being written.

    `kept` is where the file is now that lay in its place and that people had changed. `figures` are those of the year, by
    their full names; `held` says that a report could be written, and was not to be.
    """

    file: Path | None
    findings: list[Finding] = field(default_factory=list)
    draft: bool = False
    kept: Path | None = None
    numbers: Sequence[Literal] = ()  # that the template's author has written
    changes: Sequence[Change] = ()  # against the report before
    moved: Sequence[Moved] = ()  # against the year before
    figures: Mapping[str, Figure] = field(default_factory=dict)
    held: bool = False


class Form(NamedTuple):
    """A workbook written for a department to fill in, and the names of the sheets that it owes; `kept` as in Rendered.

    `carried` says of how many rows of the year before by sheet, `withheld` which sheets lack theirs because they are
    known by personal columns only, `wrong` how many errors last year's sheets still have.
    """

    department: str
    file: Path
    sheets: tuple[str, ...]
    kept: Path | None = None
    carried: Mapping[str, int] = MappingProxyType({})
    withheld: tuple[str, ...] = ()
    wrong: Mapping[str, int] = MappingProxyType({})


class Sent(NamedTuple):
    """A file that goes back to its department, and what it was made from; the how many-th time, with how many findings.
    `converted` is the suffix of the other one, where that is no .xlsx; `kept` as in Rendered.
    """

    department: str
    file: Path
    source: str
    round: int
    findings: int
    converted: str = ""
    kept: Path | None = None


class Unsent(NamedTuple):
    """What a department is to be told in another way: of a file that does not go back, or of none."""

    department: str
    source: str
    message: str


class Built(NamedTuple):
    """What `build` did, stage by stage."""

    collected: Collected
    rendered: Rendered


class Figures(NamedTuple):
    """Figures of a year with their source rows. While `errors` are open, no figure is final; `behind` says what has
    happened in the inbox that the ledger does not know yet.
    """

    figures: Sequence[tuple[Figure, Sequence[Source]]]
    errors: int
    behind: Sequence[Finding] = ()
