"""The texts of an .xlsx, shared or in a cell -> what they say, and which of them are struck out or raised in part.

A text is read as calamine reads it; what it reads in some way of its own is Unusual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.workbook.notes import PARTLY_RAISED, PARTLY_STRUCK, STRUCK, Unusual

_BLANKS = " \t\r\n"
_BETWEEN = "</t></si><si><t>"
_SPACE = ' xml:space="preserve"'
_ENTITY = expression(r"&(?:#x([0-9a-fA-F]{1,6});|#([0-9]{1,7});|(amp|lt|gt|quot|apos);|)")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CODE = expression(r"_x00([0-9a-fA-F]{2})_")
_ONE = expression(
    rf"<si><t({_SPACE})?>([^<]*)</t>(?:<phoneticPr [^<>]*/>)?</si>|<si>(.*?)</si>|(<si/>)|(.+)", re.DOTALL
)
_PHONETIC = expression(
    r"<rPh [^<>]*>.*?</rPh>|<phoneticPr [^<>]*/>|<phoneticPr [^<>]*></phoneticPr>", re.DOTALL
)
_RUN = expression(
    rf"(?:<r>(?:<rPr>(?P<look>(?:<[A-Za-z]+(?: [^<>]*)?/>)*)</rPr>|<rPr/>)?)?"
    rf"(?:<t(?P<space>{_SPACE})?>(?P<text>[^<]*)</t>|<t/>)(?P<end></r>)?"
)
_STRUCK = expression(r'<strike(?: val="(?:1|true|on)")?/>')
_RAISED = expression(r'<vertAlign val="(?:super|sub)script"/>')
_HEAD = re.compile(rb"(?:<\?xml [^<>]*\?>\s*)?<sst(?: [^<>]*)?>\s*", re.DOTALL)
_TAIL = expression(r"\s*(?:<extLst>.*</extLst>)?</sst>\s*", re.DOTALL)
_NONE = re.compile(rb"(?:<\?xml [^<>]*\?>\s*)?<sst(?: [^<>]*)?(?:/>|></sst>)\s*", re.DOTALL)
_REMEMBERED = 50_000  # numbers of texts
_KEYS: list[bytes] = []


class Text(NamedTuple):
    """A text, and what is to be told of its look."""

    text: str
    told: str = ""


@dataclass(frozen=True)
class Texts:
    """The shared texts in their order; `told` are those of a look to be told of, `blank` those that are empty, both by
    their numbers as cells give them.
    """

    all: Sequence[str] = ()
    told: Mapping[bytes, str] = field(default_factory=dict)
    blank: frozenset[bytes] = frozenset()

    @cached_property
    def by_number(self) -> Mapping[bytes, str]:
        """The texts by their numbers as cells give them, no number for no text."""
        return {**dict(zip(_keys(len(self.all)), self.all, strict=False)), b"": ""}


def shared_texts(part: bytes) -> Texts:
    """Return the shared texts. Raises Unusual."""
    if not part or _NONE.fullmatch(part):
        return Texts()
    head = _HEAD.match(part)
    last = part.rfind(b"</si>")
    if not head or last < 0 or b"<!" in head[0] or not is_utf8(head[0]):
        raise Unusual
    try:
        body, tail = part[head.end() : last + 5].decode(), part[last + 5 :].decode()
    except UnicodeDecodeError:
        raise Unusual from None
    if not _TAIL.fullmatch(tail) or "<!" in tail:
        raise Unusual
    texts, told = _plain(body), {}
    if texts is None:
        found = list(map(_one, _ONE.finditer(body)))
        texts = [each.text for each in found]
        told = {b"%d" % at: each.told for at, each in enumerate(found) if each.told}
    blank = frozenset(b"%d" % at for at, text in enumerate(texts) if not text) if "" in texts else frozenset()
    return Texts(texts, told, blank)


def is_utf8(head: bytes) -> bool:
    """Return whether what begins a part names no other encoding."""
    named = re.search(rb"encoding\s*=\s*[\"']([^\"']*)", head)
    return not named or named[1].lower() == b"utf-8"


def _keys(count: int) -> Sequence[bytes]:
    """The numbers of texts as cells spell them; most are remembered, for each workbook has the same."""
    if count > _REMEMBERED:
        return [b"%d" % number for number in range(count)]
    if count > len(_KEYS):
        _KEYS.extend([b"%d" % number for number in range(len(_KEYS), count)])
    return _KEYS


def _plain(body: str) -> list[str] | None:
    """The texts where there is nothing but texts, or None."""
    if not (body.startswith("<si><t>") and body.endswith("</t></si>")):
        return None
    inside = body[7:-9]
    texts = inside.split(_BETWEEN)
    if inside.count("<") != 4 * (len(texts) - 1):
        return None
    if "&" in inside or "\r" in inside or "_x" in inside:
        return [text_of(text) for text in texts]
    return [text.strip(_BLANKS) for text in texts] if any(each in inside for each in _BLANKS) else texts


def text_of(raw: str, *, keep: bool = False) -> str:
    """Return what a text says; blanks at its ends are kept where it is said so. Raises Unusual."""
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    raw = unescaped(raw)
    if not keep:
        raw = raw.strip(_BLANKS)
    return _CODE.sub(lambda match: chr(int(match[1], 16)), raw) if "_x" in raw else raw


def unescaped(raw: str) -> str:
    """Return what XML spells with entities. Raises Unusual for one that XML does not know by itself."""
    if "&" not in raw:
        return raw
    return _ENTITY.sub(_entity, raw.replace("&quot;", '"'))  # of which LibreOffice writes many


def _entity(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    if not (match[1] or match[2]):
        raise Unusual
    code = int(match[1], 16) if match[1] else int(match[2])
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        raise Unusual
    return chr(code)


def _one(match: re.Match[str]) -> Text:
    if match[5]:
        raise Unusual
    if match[2] is not None:
        return Text(text_of(match[2], keep=bool(match[1])))
    return rich_text(match[3] or "")


def rich_text(xml: str) -> Text:
    """Return a text that may be of several runs, its phonetic ones left out, and whether all or a part of it is struck
    out, or a part raised. Raises Unusual.
    """
    if "<!" in xml:
        raise Unusual
    if "<rPh" in xml or "<phoneticPr" in xml:
        xml = _PHONETIC.sub("", xml)
    runs = list(_runs(xml))
    said = [look for text, look in runs if text.strip()]
    struck = [bool(look and _STRUCK.search(look)) for look in said]
    raised = [bool(look and _RAISED.search(look)) for look in said]
    told = ""
    if any(struck):
        told = STRUCK if all(struck) else PARTLY_STRUCK
    elif any(raised) and not all(raised):
        told = PARTLY_RAISED
    return Text("".join(text for text, _ in runs), told)


def _runs(xml: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(xml):
        match = _RUN.match(xml, at)
        if not match or bool(match["end"]) != match[0].startswith("<r>"):
            raise Unusual
        yield text_of(match["text"] or "", keep=bool(match["space"])), match["look"] or ""
        at = match.end()
