"""The parts beside a sheet of an .xlsx -> what people have noted at its cells."""

from __future__ import annotations

import re

from reportgen.expressions import expression
from reportgen.model import FileRefused
from reportgen.workbook.comments import own_words
from reportgen.workbook.notes import column_of, walk
from reportgen.workbook.parts import Package, open_package, utf8
from reportgen.workbook.zipped import UNREADABLE

_ADDRESS = expression(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_THREAD = expression(r"\s*\[.*?\n\s*(?:注释|批注|评论|Comment)\s*[:：]", re.DOTALL)
_AUTHOR = expression(r"\s*[^\n:：]{1,20}[:：][ \t]*\n")
_UNREADABLE = (FileRefused, *UNREADABLE)
Notes = dict[tuple[int, int], str]


def comments_at(content: bytes, sheet: str) -> Notes:
    """Return the texts of the comments at a sheet's cells, as `comments_in` does; none of what is no package."""
    try:
        package = open_package(content)
    except _UNREADABLE:
        return {}
    return comments_in(package, sheet)


def comments_in(package: Package, sheet: str) -> Notes:
    """Return the texts of the comments at a sheet's cells, by row and column from 0; `sheet` is its part.

    A part of comments that cannot be read shows nothing to anybody, and has none.
    """
    walker = _Comments()
    try:
        for each in package.relations(sheet):
            if each.kind == "comments" and each.target in package:
                walk(utf8(package.part(each.target)), walker)
    except _UNREADABLE:
        return {}
    return {cell: words for cell, text in walker.found.items() if (words := said(text))}


def said(comment: str) -> str:
    """Return what a person says in a comment: without the name on its first line, what Excel says of threads, and ours."""
    words = own_words(comment)
    return _AUTHOR.sub("", _THREAD.sub("", words, count=1), count=1).strip()


class _Comments:
    """Walks a part of comments. Feeds `found`."""

    def __init__(self) -> None:
        self.found: Notes = {}
        self._cell: tuple[int, int] | None = None
        self._within = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain == "comment":
            at = _ADDRESS.fullmatch(attributes.get("ref", ""))
            self._cell = (int(at[2]) - 1, column_of(at[1])) if at else None
        self._within = plain == "t" and self._cell is not None

    def text(self, text: str) -> None:
        if self._within and self._cell:
            self.found[self._cell] = self.found.get(self._cell, "") + text

    def end(self, name: str) -> None:
        self._within = False
