"""A report with marks -> the same report with signs around each figure, which stay where it becomes another format."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportgen.word.elements import T
from reportgen.word.identities import BOOKMARK
from reportgen.word.marks import read
from reportgen.word.package import W, parse, serialise, unpack
from reportgen.workbook.zipped import pack

_OPENS, _CLOSES, _NUMBER = "\U000f0000", "\U000f0001", 0xF0002  # private to us, as is all that follows
_SHOWN = re.compile(f"{_OPENS}(.)(.*?){_CLOSES}", re.DOTALL)
_MOST = 0xFFFD - 2  # figures that have a sign


def show(content: bytes) -> bytes:
    """Return a report of which each mark can be seen in the text, by its number; raise NotWordError."""
    package = unpack(content)
    parts = dict(package.parts)
    for name in [name for name in package.printed if b"_rg" in package.parts[name]]:
        root = parse(name, parts[name])
        for bookmark in root.iter(BOOKMARK):
            mark, run = read(bookmark.get(W + "name", "")), bookmark.getnext()
            text = None if run is None else run.find(T)
            if mark and mark.number < _MOST and text is not None and text.text:
                text.text = f"{_OPENS}{chr(_NUMBER + mark.number)}{text.text}{_CLOSES}"
        parts[name] = serialise(root)
    return pack(parts)


def replace(text: str, said: Callable[[int, str], str]) -> str:
    """Return a text with what is `said` of each mark in its place, by its number and what it surrounds."""
    return _SHOWN.sub(lambda found: said(ord(found[1]) - _NUMBER, found[2]), text)
