"""A profile's checks -> what they ask of the rows of a kind, in the words of whoever is to fill them in."""

from __future__ import annotations

from typing import NamedTuple

from reportgen.model import Check, Kind, Profile
from reportgen.profile.queries import PLACEHOLDER
from reportgen.profile.worded import held, in_words

_LONGEST = 54  # signs of a condition in words that are sooner understood than the check's title
RETURNED, ASKED = "会退回", "会问到"  # what comes of a row that a check finds: it is an error, or a warning


class Demand(NamedTuple):
    """What a check asks, the columns that it is told at, and how a row is mended that it finds."""

    columns: frozenset[str]
    text: str
    fix: str


def demands(profile: Profile, kind: Kind) -> list[Demand]:
    """Return what the checks ask of a kind, in their order.

    Each is told at the column that the check marks, and at those that it reads and that may be left blank: what goes
    together is seen at both. What compares with the year before asks nothing of a row, and what compares with a sheet that
    others hand in, nothing of who fills this one in.
    """
    found = []
    for check in (each for each in profile.checks.values() if each.sheet == kind.name):
        sheets = {sheet for sheet, _ in profile.reads[check.code]}
        of_a_column = not check.marks or check.marks in kind.fields
        if of_a_column and all(_at_hand(profile, kind, sheet) for sheet in sheets):
            reads = {name for sheet, name in profile.reads[check.code] if sheet == kind.name}
            free = {name for name in reads & kind.fields.keys() if not kind.fields[name].required}
            found.append(Demand(frozenset(free | {check.marks}), _said(check, profile), check.fix))
    return found


def _at_hand(profile: Profile, kind: Kind, sheet: str) -> bool:
    """Whether a department that hands in a kind hands in the other sheet, too."""
    if sheet == kind.name:
        return True
    other = profile.kinds.get(sheet)
    return other is not None and bool(set(other.owners) & set(kind.owners))


def _said(check: Check, profile: Profile) -> str:
    """What comes of it, and a check's own sentence where that holds for any row, else the condition in words,
    where it is short, else its title; and of which days of a row it holds.
    """
    outcome = RETURNED if check.severity == "error" else ASKED
    days = f"（{spell}）" if (spell := held(check)) else ""
    if check.says and not PLACEHOLDER.search(check.says):
        return f"{outcome}：{check.says}{days}"
    words = check.fails and in_words(check.fails, check.sheet, profile.kinds)
    return f"{outcome}：{words + days if 0 < len(words) <= _LONGEST else check.title}"
