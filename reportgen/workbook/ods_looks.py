"""The styles of an .ods, and what its cells show -> how they look: struck out, raised, not to be seen, more than digits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reportgen.patterns import regex
from reportgen.workbook.colors import alike
from reportgen.workbook.notes import PARTLY_RAISED, PARTLY_STRUCK, STRUCK

_DEEPEST = 20  # styles that build on one another
_WHITE = "#ffffff"
_NONE = ("", "none")
_POSITION = regex(r"(super|sub|-?\d+)(?:%?)(?:\s|$)")
_BESIDE = " \t\n-+()（）¥￥$€£\u3000\xa0"  # a number, says nothing of how much it is
_DIGITS = regex(r"(\d[\d,]*)?(?:\.(\d+))?", re.ASCII)
_OTHERWISE = regex(r"[\d.,]+E[-+]?\d+|(?:\d+ +)?\d+ */ *\d+", re.ASCII | re.IGNORECASE)
_CHANGED = str.maketrans(",.", ".,")
_NO_SIZE = regex(
    r"0*(?:\.0*)?(?:mm|cm|in|pt|pc|px)|0*\.0[0-4]\d*cm|0*\.0[01]\d*in|0*\.[0-4]\d*mm|0*1?(?:\.\d*)?pt",
    re.ASCII,
)
TEXT, CELL, ROW, COLUMN = "text", "table-cell", "table-row", "table-column"  # families of styles


class Look(NamedTuple):
    """What a style does to a text."""

    struck: bool = False
    raised: bool = False
    unseen: bool = False


PLAIN = Look()


@dataclass(slots=True)
class _Style:
    """What a style says itself, by the names of its properties, and on which it builds."""

    parent: str = ""
    says: dict[str, str] = field(default_factory=dict)


class Styles:
    """Walks the styles of an .ods, in whichever of its parts. Feeds `hidden`, the styles of sheets that are not shown."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self._styles: dict[tuple[str, str], _Style] = {}
        self._open: _Style | None = None
        self._name = ""
        self._looks: dict[str, Look] = {}
        self._flat: dict[tuple[str, str], bool] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        if name in ("style:style", "style:default-style"):
            self._name = attributes.get("style:name", "") if name == "style:style" else ""
            self._open = _Style(attributes.get("style:parent-style-name", ""))
            self._styles[attributes.get("style:family", ""), self._name] = self._open
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden.add(self._name)
        elif self._open and name == "style:text-properties":
            self._open.says.update(_of_text(attributes))
        elif self._open and name in ("style:table-row-properties", "style:table-column-properties"):
            size = attributes.get("style:row-height") or attributes.get("style:column-width")
            if size:
                self._open.says["size"] = "none" if _NO_SIZE.fullmatch(size) else size
        elif self._open and name == "style:table-cell-properties":
            behind = attributes.get("fo:background-color", "")
            if behind:
                self._open.says["behind"] = _WHITE if behind == "transparent" else behind.lower()

    def text(self, text: str) -> None:
        """Pass over the text between elements."""

    def end(self, name: str) -> None:
        """End an element."""
        if name in ("style:style", "style:default-style"):
            self._open = None

    def cell(self, style: str) -> Look:
        """Return how a cell looks by the name of its style."""
        if style not in self._looks:
            says = self._said(CELL, style)
            color = says.get("color", "")
            unseen = alike((color or "#000000").lstrip("#"), says.get("behind", _WHITE).lstrip("#"))
            look = Look("struck" in says.values(), "raised" in says.values(), unseen)
            self._looks[style] = look if any(look) else PLAIN
        return self._looks[style]

    def is_flat(self, family: str, style: str) -> bool:
        """Return whether a row or a column of a style has no size."""
        if (family, style) not in self._flat:
            self._flat[family, style] = bool(style) and self._said(family, style).get("size") == "none"
        return self._flat[family, style]

    def within(self, style: str, around: Look) -> Look:
        """Return how a part of a text looks by the name of its style, in what is around it."""
        says = self._said(TEXT, style)
        return Look(
            says["line"] == "struck" if "line" in says else around.struck,
            says["place"] == "raised" if "place" in says else around.raised,
            around.unseen and "color" not in says,
        )

    def _said(self, family: str, name: str) -> Mapping[str, str]:
        """What a style says, and those that it builds on say of the rest."""
        says: dict[str, str] = {}
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name))
            if style:
                says = {**style.says, **says}
            if not name:
                break
            name = style.parent if style else ""
        return says


def _of_text(attributes: Mapping[str, str]) -> dict[str, str]:
    says = {}
    lines = [
        attributes[f"style:text-line-through-{each}"]
        for each in ("style", "type")
        if f"style:text-line-through-{each}" in attributes
    ]
    if lines:
        says["line"] = "" if all(each in _NONE for each in lines) else "struck"
    if place := _POSITION.match(attributes.get("style:text-position", "")):
        says["place"] = "" if place[1] in ("0", "-0") else "raised"
    if "fo:color" in attributes:
        says["color"] = attributes["fo:color"].lower()
    if attributes.get("style:use-window-font-color") == "true":
        says["color"] = ""
    return says


def told(said: Sequence[Look]) -> str:
    """Return what is to be told of a text of parts that look so."""
    if any(each.struck for each in said):
        return STRUCK if all(each.struck for each in said) else PARTLY_STRUCK
    raised = [each.raised for each in said]
    return PARTLY_RAISED if any(raised) and not all(raised) else ""


def is_more_than_digits(shown: str, number: float) -> bool:
    """Return whether what is shown of a number is more than its digits, as many as there is room for, or other ones."""
    inner = shown.strip(_BESIDE)
    if _OTHERWISE.fullmatch(inner):
        return False
    return not any(_is_plain(each, abs(number)) for each in (inner, inner.translate(_CHANGED)))


def _is_plain(digits: str, number: float) -> bool:
    match = _DIGITS.fullmatch(digits)
    if not match or not (match[1] or match[2]):
        return False
    whole, decimals = (match[1] or "0").replace(",", ""), match[2] or ""
    if len(whole) > 1 and whole[0] == "0":
        return False
    return abs(float(f"{whole}.{decimals or 0}") - number) <= 0.5 * 10.0 ** -len(decimals) + 1e-9 * number
