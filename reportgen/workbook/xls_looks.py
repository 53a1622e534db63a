"""The fonts, colours and number formats of an .xls -> what each of its cell formats does to what stands in a cell."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.workbook.colors import SMALLEST, alike
from reportgen.workbook.formats import days_in, hides_all, sections
from reportgen.workbook.notes import LITERAL, PARTLY_RAISED, PARTLY_STRUCK, STRUCK
from reportgen.workbook.sieve import Bytes, globals_of
from reportgen.workbook.styles import Look

_FONT, _PALETTE = 0x31, 0x92
_STRUCK_OUT = 0x08  # of a font
_MISSING = 4  # no font has this number
_AUTOMATIC, _WINDOW = 0x7FFF, 65  # colours: that of the text, and that behind it
_WHITES, _FIRST_OWN = (9, _WINDOW), 8
_WHITE = "FFFFFF"


class Font(NamedTuple):
    """What a font does: strikes out, raises or lowers; and its colour, empty where nobody has chosen one."""

    struck: bool = False
    raised: bool = False
    color: str = ""
    small: bool = False


class Format(NamedTuple):
    """What a cell format says: the number of its font, the code of its numbers, its pattern and the colour of that."""

    font: int
    code: str
    pattern: int
    color: int


PLAIN = Font()


class Looks:
    """The looks of the cell formats of an .xls, by their numbers, and its fonts."""

    def __init__(self, stream: bytes, formats: Sequence[Format]) -> None:
        self._palette = list(_palette(stream))
        self.fonts = list(self._fonts(stream))
        self.formats = formats
        self.looks = [self._look(each) for each in formats]

    def font(self, number: int) -> Font:
        """Return the font of a number; a plain one where there is none."""
        at = number - (number > _MISSING)
        return self.fonts[at] if 0 <= at < len(self.fonts) and number != _MISSING else PLAIN

    def told(self, text: str, own: int, runs: Sequence[tuple[int, int]]) -> str:
        """Return what is to be told of a text whose font changes where the runs say, from that of its cell's format on."""
        places = [(0, self.formats[own].font if own < len(self.formats) else 0), *runs]
        ends = [*(at for at, _ in runs), len(text)]
        said = [self.font(font) for (at, font), end in zip(places, ends, strict=True) if text[at:end].strip()]
        struck, raised = [each.struck for each in said], [each.raised for each in said]
        if any(struck):
            return STRUCK if all(struck) else PARTLY_STRUCK
        return PARTLY_RAISED if any(raised) and not all(raised) else ""

    def _fonts(self, stream: bytes) -> Iterator[Font]:
        for font in globals_of(stream, _FONT):
            if len(font) < 10:
                yield PLAIN
                continue
            size, flags, color, _, raised = struct.unpack_from("<5H", font)
            small = 0 < size < 20 * SMALLEST
            yield Font(
                bool(flags & _STRUCK_OUT),
                bool(raised),
                "" if color == _AUTOMATIC else self._color(color),
                small,
            )

    def _color(self, number: int) -> str:
        number += _FIRST_OWN if number < _FIRST_OWN else 0  # the first eight are there twice
        if number - _FIRST_OWN < len(self._palette):
            return self._palette[number - _FIRST_OWN]
        return _WHITE if number in _WHITES else f"{number}"

    def _look(self, format_: Format) -> Look:
        code = format_.code
        percent = "%" in LITERAL.sub("", code)
        font = self.font(format_.font)
        behind = self._color(format_.color) if format_.pattern else _WHITE
        days = days_in(code)
        return Look(
            days, percent, font.struck, alike(font.color or "000000", behind) or font.small or hides_all(code),
            code if not days and not percent and sections(code) else "",
        )  # fmt: skip


def _palette(stream: bytes) -> Iterator[str]:
    """The colours of one's own, from the first on."""
    for content in globals_of(stream, _PALETTE):
        yield from _colors(content[2:])


def _colors(content: Bytes) -> Iterator[str]:
    for at in range(0, len(content) - 3, 4):
        yield content[at : at + 3].hex().upper()
