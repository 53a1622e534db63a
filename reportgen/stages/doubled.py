"""What is wrong with a year -> the kinds of sheet of which rows are counted twice, so that no count of theirs holds."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.ledger.reading import Ledger
from reportgen.model import Finding

_TWICE = {("OWE004", "error"), ("ROW001", "error"), ("ROW003", "error")}


def doubled(ledger: Ledger, year: int, wrong: Iterable[Finding]) -> set[str]:
    """Return the kinds of the tables of which something is told to stand twice."""
    places = {(each.place.file, each.place.sheet) for each in wrong if (each.code, each.severity) in _TWICE}
    return {each.kind for each in ledger.origins(year) if (each.file, each.sheet) in places}
