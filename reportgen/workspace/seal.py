"""Whether a report is sealed, as the settings say: it decides where the lines that sign it stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportgen.rules import finding

if TYPE_CHECKING:
    from reportgen.model import Finding
    from reportgen.workspace.settings import Workspace

SEAL, YES, NO = "印章", "有", "无"


def wrong_seals(workspace: Workspace) -> Iterator[Finding]:
    """Yield an error for each year whose settings say neither that a report is sealed nor that it is not."""
    for year, texts in (("", workspace.report), *workspace.yearly.items()):
        said = texts.get(SEAL, NO)
        if said not in (YES, NO):
            place = workspace.place(*filter(None, ("report", year, SEAL)))
            message = f"“{SEAL}”写的是“{said}”，看不出盖不盖章"
            yield finding("SET006", message, place, fix=f"盖章的写“{YES}”，不盖的写“{NO}”，或删去这一行")
