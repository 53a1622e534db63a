"""The rows of a year -> what is wrong with them by themselves: in cells, in texts, in the year before; and between bodies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from reportgen.model import unexplained
from reportgen.stages.beside_last_year import beside_last_year
from reportgen.stages.beyond import beyond_whole
from reportgen.stages.compared import of_last_year
from reportgen.stages.crossed import crossed
from reportgen.stages.discreet import discreet
from reportgen.stages.validate import over_bodies, validate
from reportgen.stages.waived import waive
from reportgen.stages.wording import in_texts
from reportgen.workspace.waivers import Waivers

if TYPE_CHECKING:
    from reportgen.ledger.reading import Ledger
    from reportgen.model import Figure, Finding, Profile
    from reportgen.word.document import Template

NO_WAIVERS = Waivers()


def find(
    ledger: Ledger,
    profile: Profile,
    template: Callable[[], Template],
    figures: Mapping[str, Figure],
    year: int,
    unit: str,
    waivers: Waivers = NO_WAIVERS,
    judge: Callable[..., list[Finding]] = validate,
) -> list[Finding]:
    """Return what is wrong with a year's rows, with the texts that a report of `unit` prints beside its figures, and with
    the year before, if it was collected: only then the template is asked for. What somebody has explained is no error;
    what is personal is not quoted. `judge` does what `validate` does.
    """
    found = judge(ledger, profile, year)
    found += in_texts(ledger, profile, figures, year, unit, found)
    found += beside_last_year(ledger, profile, figures, year, found)
    found += crossed(ledger, profile.kinds, year)
    found += beyond_whole(ledger, figures, year, found)
    earlier = judge(ledger, profile, year - 1, alone=True) if ledger.workbooks(year - 1) else []
    if earlier:
        earlier = unexplained(waive(ledger, profile, earlier, year - 1, Waivers(waivers.entries)))
        found += of_last_year(ledger, profile, template(), year, earlier)
    return discreet(ledger, profile, waive(ledger, profile, found, year, waivers))


def find_over_bodies(
    ledger: Ledger, profile: Profile, year: int, twice: Collection[str], waivers: Waivers = NO_WAIVERS
) -> list[Finding]:
    """Return what is wrong with the rows of all bodies beside each other, in the same way; `twice` as in `over_bodies`."""
    found = [
        *over_bodies(ledger, profile, year, twice),
        *crossed(ledger, profile.kinds, year, of_bodies=True),
    ]
    return discreet(ledger, profile, waive(ledger, profile, found, year, waivers))
