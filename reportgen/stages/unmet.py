"""The checks -> those that no row meets: of checks of single rows, asked of each sheet all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from reportgen.ledger.reading import Ledger
from reportgen.model import Check, Profile
from reportgen.profile.queries import failing
from reportgen.profile.quicker import by_digits, repeated
from reportgen.profile.sought import Sought, sought, without
from reportgen.profile.terms import variants

_BY_CALENDAR = ("workdays", "legaldays")
_WORTH_A_LOOK = (
    3  # texts looked for in a column: from there on, reading it once is less than looking for each
)


def unmet(ledger: Ledger, profile: Profile, checks: Collection[Check], year: int) -> Iterator[str]:
    """Yield the codes of the checks that no row of a year meets, as far as that is sooner told than the rows; none that leaves
    a day in doubt.
    """
    yield from _of_single_rows(ledger, profile, checks, year)
    for check in checks:
        if (sql := repeated(check)) and not check.each:
            ledger.views.scope(year, as_written=check.as_written)
            if not ledger.views.gives(sql):
                yield check.code


def _of_single_rows(ledger: Ledger, profile: Profile, checks: Iterable[Check], year: int) -> Iterator[str]:
    sheets: dict[str, list[Check]] = {}
    for check in checks:
        if check.fails:
            sheets.setdefault(check.sheet, []).append(check)
    ledger.views.scope(year, as_written=True)
    for sheet, of_it in sheets.items():
        ledger.views.calendar.estimates.clear()
        asked = [(check.code, failing(each)) for check in of_it for each in variants(check)]
        nowhere = set(_nowhere(ledger, profile, sheet, [condition for _, condition in asked]))
        quick = [by_digits(without(condition, nowhere), profile.kinds) for _, condition in asked]
        met = ledger.views.met(sheet, quick)
        doubtful = bool(ledger.views.calendar.estimates)
        left = {
            code
            for (code, condition), is_met in zip(asked, met, strict=True)
            if is_met or (doubtful and any(each in condition for each in _BY_CALENDAR))
        }
        yield from (check.code for check in of_it if check.code not in left)


def _nowhere(ledger: Ledger, profile: Profile, sheet: str, conditions: Sequence[str]) -> Iterator[Sought]:
    """What conditions look for in a column of texts, and what stands in no row of the sheet."""
    columns: dict[str, set[str]] = {}
    for name, text in set().union(*map(sought, conditions)):
        columns.setdefault(name, set()).add(text)
    for name, declared in profile.kinds[sheet].fields.items():
        texts = columns.get(name, ())
        if declared.type == "string" and len(texts) >= _WORTH_A_LOOK:
            yield from ((name, text) for text in ledger.views.nowhere(sheet, name, texts))
