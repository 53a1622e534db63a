"""A year's figures -> what stands behind each that the report prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportgen.aliases import ANY, known

if TYPE_CHECKING:
    from reportgen.evidence.coverage import Covered
    from reportgen.model import Figure, Profile
    from reportgen.workspace.settings import Workspace


def covered(
    workspace: Workspace, profile: Profile, figures: Mapping[str, Figure], year: int
) -> tuple[Covered, ...]:
    """Return the printed figures of a year with what stands behind each. Raises CannotRun."""
    from reportgen.evidence.coverage import coverage
    from reportgen.ledger.reading import open_to_read
    from reportgen.stages.years import set_days

    silent = [workspace.unit, *known(profile.departments, profile.aliases, ANY)]
    with open_to_read(workspace.ledger, profile.kinds) as ledger:
        set_days(ledger, workspace, year)
        return coverage(ledger, profile, figures, year, silent)
