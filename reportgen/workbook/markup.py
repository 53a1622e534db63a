"""XML as bytes -> where its elements stand, and the same bytes with a few of them changed and all others as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from reportgen.expressions import expression

_HIDDEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>", re.DOTALL
)
_ATTRIBUTES = rb"""((?:[^<>"']+|"[^"]*"|'[^']*')*+)>"""
_TAG = re.compile(rb"<(/?)((?:[^\s<>/:\"'=]+:)?)([^\s<>/:\"'=]+)" + _ATTRIBUTES)
_END = re.compile(rb"\s*>")
_RELATION = re.compile(rb"\s[^\s:=]+:id\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_UNPRINTABLE = expression("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = {
    "&quot;": '"',
    "&apos;": "'",
    "&gt;": ">",
    "&lt;": "<",
    "&amp;": "&",
}  # the last stands in all others
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPED = str.maketrans(_IN_TEXT | {"\r": ""})
_QUOTED = str.maketrans(_IN_TEXT | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


class Element(NamedTuple):
    """An element's place: all of it, and what it holds; its prefix with the colon, its name, and its attributes as written."""

    start: int
    inside: int
    outside: int
    end: int
    prefix: bytes
    name: bytes
    attributes: bytes

    @property
    def is_short(self) -> bool:
        """Whether it is written `<a/>`."""
        return self.inside == self.end


Change = tuple[int, int, bytes]  # from, to, and what stands there instead


def masked(xml: bytes) -> bytes:
    """Return XML with blanks in the place of comments, of character data and of all else that is no element."""
    end = xml.find(b"?>", 0, 200) + 2 if xml.find(b"<?", 0, 5) >= 0 else 0
    if (
        b"!" not in xml and xml.find(b"?", max(end, 0)) < 0
    ):  # as nearly all are: what is hidden is the declaration
        return b" " * end + xml[end:] if end else xml
    return _HIDDEN.sub(lambda match: b" " * len(match[0]), xml)


def elements(mask: bytes, name: bytes, start: int = 0, end: int | None = None) -> Iterator[Element]:
    """Yield the elements of a local name, whatever their prefix, that are not in one of the same name."""
    end = len(mask) if end is None else end
    opening = _opening(name)
    while match := opening.search(mask, start, end):
        found = _element(match.start(), match.end(), match[1], name, match[2], mask)
        yield found
        start = found.end


def first(mask: bytes, name: bytes, start: int = 0, end: int | None = None) -> Element | None:
    """Return the first element of a local name."""
    return next(elements(mask, name, start, end), None)


def children(mask: bytes, start: int, end: int) -> Iterator[Element]:
    """Yield the elements between two places that are in no other one there."""
    depth, opened = 0, None
    for match in _TAG.finditer(mask, start, end):
        closing, prefix, name, attributes = match.groups()
        if closing:
            depth -= 1
            if depth == 0 and opened is not None:
                head = opened
                yield Element(head.start(), head.end(), match.start(), match.end(), head[2], head[3], head[4])
        elif attributes.endswith(b"/"):
            if depth == 0:
                at = match.end()
                yield Element(match.start(), at, at, at, prefix, name, attributes[:-1])
        else:
            if depth == 0:
                opened = match
            depth += 1
        if depth < 0:
            return


def _element(start: int, inside: int, prefix: bytes, name: bytes, attributes: bytes, mask: bytes) -> Element:
    if attributes.endswith(b"/"):
        return Element(start, inside, inside, inside, prefix, name, attributes[:-1])
    outside, tag = inside, b"</" + prefix + name
    while (outside := mask.find(tag, outside)) >= 0:
        if closing := _END.match(mask, outside + len(tag)):
            return Element(start, inside, outside, closing.end(), prefix, name, attributes)
        outside += len(tag)
    raise ValueError(f"{name!r} does not end")


@lru_cache(maxsize=256)
def _opening(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<((?:[^\s<>/:\"'=]+:)?)" + re.escape(name) + rb"(?=[\s/>])" + _ATTRIBUTES)


@lru_cache(maxsize=256)
def _attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?<=[\s\"'])" + re.escape(name.encode()) + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def attribute(attributes: bytes, name: str) -> str | None:
    """Return the value of an attribute, if it is there."""
    match = _attribute(name).search(attributes)
    if not match:
        return None
    value: str = (match[1] if match[1] is not None else match[2]).decode()
    for spelled, sign in _SIGNS.items() if "&" in value else ():
        value = value.replace(spelled, sign)
    return value


def number(attributes: bytes, name: str, default: int = 0) -> int:
    """Return an attribute that is a whole number, or the default where it is missing or none."""
    text = attribute(attributes, name) or ""
    return int(text) if text.isascii() and text.isdigit() else default


def relation_in(attributes: bytes) -> str:
    """Return the id of the relation that attributes name (`r:id`), whatever its prefix; empty where they do not."""
    match = _RELATION.search(attributes)
    return (match[1] or match[2] or b"").decode() if match else ""


def with_attribute(attributes: bytes, name: str, value: object) -> bytes:
    """Return attributes as written, one of them with a new value."""
    said = f'{name}="{quoted(str(value))}"'.encode()
    if _attribute(name).search(attributes):
        return _attribute(name).sub(lambda _: said, attributes, count=1)
    return attributes.rstrip() + b" " + said


def spliced(xml: bytes, changes: Iterable[Change]) -> bytes:
    """Return XML with what stands at some places changed; these do not overlap, and where two begin alike, the first given
    comes first.
    """
    pieces, at = [], 0
    for start, end, new in sorted(changes, key=lambda each: each[:2]):
        pieces += [xml[at:start], new]
        at = end
    return b"".join([*pieces, xml[at:]])


def inserted(xml: bytes, at: Element, new: bytes, *, attributes: bytes | None = None) -> Change:
    """Return the change that puts something at the end of what an element holds."""
    head = at.attributes if attributes is None else attributes
    tag = at.prefix + at.name
    inside = b"" if at.is_short else xml[at.inside : at.outside]
    return at.start, at.end, b"".join((b"<", tag, head.rstrip(), b">", inside, new, b"</", tag, b">"))


def printable(text: str) -> str:
    """Return a text as XML can hold it: without control characters and halves of signs."""
    return _UNPRINTABLE.sub("", text)


def text(words: str) -> str:
    """Return a text as it stands between tags."""
    return printable(words).translate(_ESCAPED)


def quoted(words: str) -> str:
    """Return a text as it stands in a quoted attribute."""
    return printable(words).translate(_QUOTED)
