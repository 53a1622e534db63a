"""The names that a department goes by, and the years in which it does. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

ANY = 0  # for a year that is not known


class Years(NamedTuple):
    """The years from the first to the last, both included."""

    first: int = 0
    last: int = 9999

    def hold(self, year: int) -> bool:
        """Whether a year is one of these; one that is not known may be."""
        return year == ANY or self.first <= year <= self.last

    def meet(self, others: Years) -> bool:
        """Whether there is a year that is one of these and of others."""
        return self.first <= others.last and others.first <= self.last


class Alias(NamedTuple):
    """Another name of a department, and the years in which it stands for it."""

    name: str
    department: str
    years: Years = Years()


@cache
def known(departments: tuple[str, ...], aliases: tuple[Alias, ...], year: int) -> Mapping[str, str]:
    """Return every name that means a department in a year, or in any year, with the department's own."""
    own = dict.fromkeys(departments)
    others = {each.name: each.department for each in aliases if each.years.hold(year)}
    return {**{name: name for name in own}, **{name: of for name, of in others.items() if name not in own}}


def named_in(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the departments that a text names; a name within a longer one that it also names does not count."""
    found = [name for name in names if name in text]
    whole = [name for name in found if not any(name != other and name in other for other in found)]
    return list(dict.fromkeys(names[name] for name in whole))
