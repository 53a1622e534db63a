"""The styles of an .xlsx -> what each cell format does to what stands in a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from reportgen.patterns import regex
from reportgen.workbook.colors import SMALLEST, alike
from reportgen.workbook.formats import BUILT_IN_DAYS, Days, days_in, hides_all, sections
from reportgen.workbook.notes import LITERAL, walk

_BUILT_IN_PERCENTS = (9, 10)
_BLACK_AND_WHITE = {
    **dict.fromkeys((("theme", "0"), ("indexed", "1"), ("indexed", "9")), "FFFFFF"),
    **dict.fromkeys((("theme", "1"), ("indexed", "0"), ("indexed", "8")), "000000"),
}
_YES = {"", "1", "true", "on"}
_SIZE = regex(r"\d{1,3}(?:\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell format does: shows days or percentages, strikes out, hides, or prints more than digits (`code`)."""

    days: Days = ""
    percent: bool = False
    struck: bool = False
    unseen: bool = False
    code: str = ""

    @property
    def is_told(self) -> bool:
        """Whether anything is to be noted of a cell that looks so."""
        return self.percent or self.struck or self.unseen or bool(self.code)


PLAIN = Look()


@lru_cache(maxsize=64)
def looks(styles: bytes) -> tuple[Look, ...]:
    """Return the cell formats by their indexes. Departments fill in the same forms, so those of a part are remembered.

    Raises FileRefused.
    """
    walker = _Walker()
    if styles:
        walk(styles, walker)
    codes = walker.codes
    return tuple(
        _look(number, codes.get(number, ""), walker.fonts.get(font), walker.fills.get(fill))
        for number, font, fill in walker.formats
    )


_Color = tuple[str, str]


@dataclass(slots=True)
class _Font:
    struck: bool = False
    size: float = 11
    color: _Color | None = None


def _look(number: str, code: str, font: _Font | None, fill: _Color | None) -> Look:
    index = int(number) if number.isascii() and number.isdigit() else 0
    days = days_in(code) if code else BUILT_IN_DAYS.get(index, "")
    percent = "%" in LITERAL.sub("", code) if code else index in _BUILT_IN_PERCENTS
    color = _name(font.color if font and font.color else ("theme", "1"))
    faint = alike(color, _name(fill or ("theme", "0"))) or bool(font and font.size < SMALLEST)
    return Look(
        days, percent, bool(font and font.struck), faint or hides_all(code),
        code if code and not days and not percent and sections(code) else "",
    )  # fmt: skip


class _Walker:
    """Walks the styles. Feeds `codes` by number, `fonts` and `fills` by index, and `formats`: number, font and fill."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.fonts: dict[int, _Font] = {}
        self.fills: dict[int, _Color | None] = {}
        self.formats: list[tuple[str, int, int]] = []
        self._path: list[str] = []
        self._patterned = True
        self._count = {"font": -1, "fill": -1}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        above = self._path[-1] if self._path else ""
        self._path.append(name)
        if above == "numFmts" and name == "numFmt":
            if attributes.get("formatCode"):
                self.codes[attributes.get("numFmtId", "")] = attributes["formatCode"]
        elif above == "cellXfs" and name == "xf":
            font, fill = (_index(attributes, key) for key in ("fontId", "fillId"))
            self.formats.append((attributes.get("numFmtId", ""), font, fill))
        elif name in self._count and above == f"{name}s":
            self._count[name] += 1
            if name == "font":
                self.fonts[self._count["font"]] = _Font()
        elif above == "font" and self._path[-3:-2] == ["fonts"]:
            self._in_font(name, attributes)
        elif name == "patternFill":
            self._patterned = attributes.get("patternType", "") != "none"
        elif name == "fgColor" and self._patterned and self._path[-4:-1] == ["fills", "fill", "patternFill"]:
            self.fills[self._count["fill"]] = _color(attributes)

    def _in_font(self, name: str, attributes: dict[str, str]) -> None:
        font = self.fonts[self._count["font"]]
        if name == "strike":
            font.struck = attributes.get("val", "") in _YES
        elif name == "sz":
            font.size = float(attributes["val"]) if _SIZE.fullmatch(attributes.get("val", "")) else font.size
        elif name == "color":
            font.color = _color(attributes)

    def text(self, text: str) -> None:
        """Pass over the text between elements."""

    def end(self, name: str) -> None:
        self._path.pop()


def _index(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else -1


def _name(color: _Color) -> str:
    """A colour as six hexadecimal digits, or by its kind and number where these do not tell which one it is."""
    if color[0] == "rgb" and len(color[1]) == 8:
        return color[1][2:]
    return _BLACK_AND_WHITE.get(color, f"{color[0]} {color[1]}")


def _color(attributes: Mapping[str, str]) -> _Color | None:
    """A colour as it is given; a tint makes another one of it."""
    for kind in ("rgb", "theme", "indexed"):
        if kind in attributes:
            tint = attributes.get("tint", "")
            return kind, attributes[kind].upper() + (f"+{tint}" if tint.strip("-0.") else "")
    return None
