"""A text in which figures are quoted: what it says, and which figure says what of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reportgen.expressions import expression

_BRACES = expression("[{｛]{2}|[}｝]{2}")


class Quote(NamedTuple):
    """Where in a text a figure is quoted, and its name as in a tag: `name` or `name|filter`."""

    start: int
    end: int
    figure: str


class Quoting(str):
    """A text as it is printed, with the figures that are quoted in it; `lacks` are those that cannot be."""

    quotes: tuple[Quote, ...]
    lacks: tuple[str, ...]

    def __new__(cls, text: str, quotes: Iterable[Quote] = (), lacks: Iterable[str] = ()) -> Quoting:
        """A text with what is quoted in it."""
        made = super().__new__(cls, text)
        made.quotes, made.lacks = tuple(quotes), tuple(lacks)
        return made


def may_quote(value: object) -> bool:
    """Whether a value is a text with two braces side by side, by which a figure may be quoted."""
    return isinstance(value, str) and any(sign in value for sign in "{}｛｝") and bool(_BRACES.search(value))


def any_may_quote(items: Iterable[Mapping[str, object]]) -> bool:
    """Whether a value of some entries of a list may quote a figure."""
    return any(may_quote(value) for item in items for value in item.values())


def quotes_in(text: object) -> tuple[Quote, ...]:
    """Return the figures that are quoted in a text."""
    return text.quotes if isinstance(text, Quoting) else ()


def joined(parts: Iterable[str], between: str = "") -> str:
    """Return texts behind each other, with all that is quoted in them."""
    text, quotes, lacks = "", list[Quote](), list[str]()
    for number, part in enumerate(parts):
        text += between if number else ""
        quotes += [Quote(len(text) + at, len(text) + end, name) for at, end, name in quotes_in(part)]
        lacks += part.lacks if isinstance(part, Quoting) else ()
        text += part
    return Quoting(text, quotes, lacks) if quotes or lacks else text
