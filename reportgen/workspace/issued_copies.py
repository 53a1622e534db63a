"""A report as it was issued -> a copy beside the ledger, by which it is known later what people have changed in it.

A copy is found by what its report says of itself; a report without marks, which says nothing, is not kept.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model import CannotRun
from reportgen.workspace.outputs import write

if TYPE_CHECKING:
    from reportgen.word.manifest import Manifest
    from reportgen.workspace.settings import Workspace

_DIGITS = (
    16  # of each of the two digests in a copy's name: of what the report says of itself, and of its bytes
)


def keep(workspace: Workspace, year: int, content: bytes) -> None:
    """Keep an issued report, once; a report is not held up by a disk that does not take it."""
    own = sha256(content).hexdigest()[:_DIGITS]
    if any(_folder(workspace).glob(f"{year}-*-{own}.docx")):
        return
    from reportgen.word import manifest

    if said := manifest.of_report(content):
        with suppress(CannotRun):
            write(_folder(workspace) / f"{year}-{said.digest[:_DIGITS]}-{own}.docx", content)


def copies(workspace: Workspace, year: int, said: Manifest | None) -> list[bytes]:
    """Return the reports of a year that say this of themselves, or all that were issued where it is not known what one said."""
    digest = said.digest[:_DIGITS] if said else "*"
    found = []
    for each in sorted(_folder(workspace).glob(f"{year}-{digest}-*.docx")):
        with suppress(OSError):
            found.append(each.read_bytes())
    return found


def _folder(workspace: Workspace) -> Path:
    folder = workspace.ledger.with_name(f"{workspace.ledger.name}-留底")
    return folder / workspace.paper if workspace.paper else folder
