"""An entry of a list in the settings -> the name that it gives, and the years for which it stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reportgen.aliases import Years

NAMES = {  # what an entry of a list is called, where it is written with years
    "aliases": "name",
    "owes": "sheet",
    "departments": "name",
    "without": "name",
}


class Entry(NamedTuple):
    """A name in a list, and the years for which it stands there."""

    name: str
    years: Years


def entries(said: Mapping[str, Any], key: str) -> Iterator[Entry]:
    """Yield the entries of a list: a name alone, or with years."""
    for each in said.get(key, ()):
        if isinstance(each, str):
            yield Entry(each, Years())
        else:
            yield Entry(str(each.get(NAMES[key], "")), years_of(each))


def years_of(said: Mapping[str, Any]) -> Years:
    """Return the years from which and until which something is said to hold."""
    return Years(int(said.get("from", Years().first)), int(said.get("until", Years().last)))
