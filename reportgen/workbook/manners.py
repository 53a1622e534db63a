"""The attributes of a cell of a plain .xlsx, and the bytes of its value -> the cell as calamine would give it.

The attributes recur, so that it is remembered how values are read by them; and what a value came to, where values recur.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Literal, NamedTuple

from reportgen.model import Cell
from reportgen.workbook.notes import Unusual
from reportgen.workbook.styles import PLAIN, Look
from reportgen.workbook.texts import Texts, text_of

NUMBER = b""  # the attributes of a cell that is a number and nothing else
PLAIN_DIGITS = b"0123456789.-"
_REMEMBERED = 50_000  # days
_NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ATTRIBUTES = re.compile(rb'(?: (?:s="(\d{1,6})"|t="(\w+)"|(?:cm|vm|ph)="\d+"))*(/?)')
_STYLE, _TYPE = re.compile(rb' s="(\d{1,6})"'), re.compile(rb' t="(\w+)"')
_ERROR = re.compile(rb"#[A-Z0-9_/]{1,20}[!?]?")
_EPOCH, _DAY_MS = datetime(1899, 12, 30), 86_400_000
_FROM_1904, _LAST_DAY = 1462, 2_958_466
Sort = Literal["number", "day", "duration", "shared", "text", "inline", "truth", "error"]
_SORTS: dict[bytes, Sort] = {
    b"": "number", b"n": "number", b"s": "shared", b"str": "text", b"inlineStr": "inline", b"b": "truth", b"e": "error",
}  # fmt: skip


class Manner(NamedTuple):
    """How cells with certain attributes are read: what their values come to, and how they look."""

    sort: Sort
    values: Mapping[bytes, Cell]
    look: Look


class _Numbers(dict[bytes, Cell]):
    """Any number by its bytes; nothing is an empty cell. None is remembered: amounts hardly recur."""

    def __missing__(self, value: bytes) -> Cell:
        return _number(value)


class _Days(dict[bytes, Cell]):
    """Days, times of day, or both, by the bytes of their numbers, or how long something took."""

    def __init__(self, to_cell: Callable[[float], Cell]) -> None:
        self._to_cell = to_cell

    def __missing__(self, value: bytes) -> Cell:
        number = _number(value)
        cell = self._to_cell(number) if isinstance(number, float) else number
        if len(self) >= _REMEMBERED:
            self.clear()
        self[value] = cell
        return cell


class Strings(dict[bytes, Cell]):
    """Texts that stand in their cells."""

    def __missing__(self, value: bytes) -> Cell:
        cell = self[value] = text_of(decoded(value), keep=True)
        return cell


class _Errors(dict[bytes, Cell]):
    """Error values: their cells look empty."""

    def __missing__(self, value: bytes) -> Cell:
        if value and not _ERROR.fullmatch(value):
            raise Unusual
        self[value] = ""
        return ""


_TRUTHS: Mapping[bytes, Cell] = {b"1": True, b"true": True, b"0": False, b"false": False, b"": ""}
COUNTS: Mapping[bytes, Cell] = {b"": "", **{b"%d" % count: float(count) for count in range(1000)}}
_NUMBERS = _Numbers(COUNTS)


class Manners:
    """How cells are read, by their attributes; made for a workbook, with its looks and its shared texts.

    `cells` has what their values come to, for those met. Nothing here holds on to what holds it: collecting does not look
    for such circles, and would keep every workbook.
    """

    def __init__(self, looks: Sequence[Look], texts: Texts, *, date1904: bool) -> None:
        self.texts = texts
        self.cells = _Cells(looks, texts, date1904=date1904)

    def __getitem__(self, attributes: bytes) -> Manner:
        if attributes not in self.cells.manners:
            self.cells.__missing__(attributes)
        return self.cells.manners[attributes]

    @property
    def telling(self) -> bool:
        """Whether of some of those met there may be more to tell."""
        return self.cells.telling


class _Cells(dict[bytes, Mapping[bytes, Cell]]):
    """What values come to, by the attributes of their cells; of numbers only those in COUNTS."""

    def __init__(self, looks: Sequence[Look], texts: Texts, *, date1904: bool) -> None:
        self.manners: dict[bytes, Manner] = {}
        self.telling = bool(texts.told or texts.blank)
        self._looks = looks
        self._texts = texts
        self._by_sort: dict[Sort, Mapping[bytes, Cell]] = {
            "number": _NUMBERS, "day": _days(date1904), "duration": _DURATIONS, "text": Strings(),
            "inline": {b"": ""}, "truth": _TRUTHS, "error": _Errors(),
        }  # fmt: skip

    def __missing__(self, attributes: bytes) -> Mapping[bytes, Cell]:
        if not _ATTRIBUTES.fullmatch(attributes):
            raise Unusual
        styles, sorts = _STYLE.findall(attributes), _TYPE.findall(attributes) or [b""]
        if len(styles) > 1 or len(sorts) > 1 or sorts[0] not in _SORTS:
            raise Unusual
        index = int(styles[0]) if styles else len(self._looks)
        look = self._looks[index] if index < len(self._looks) else PLAIN
        sort = _SORTS[sorts[0]]
        if attributes.endswith(b"/"):
            sort, look = "number", PLAIN
        elif sort == "number" and look.days:
            sort = look.days
        values = self._texts.by_number if sort == "shared" else self._by_sort[sort]
        self.manners[attributes] = Manner(sort, values, look)
        self.telling = self.telling or look.is_told or sort in ("error", "text")
        known = self[attributes] = COUNTS if sort == "number" else values
        return known


def _number(value: bytes) -> float | str:
    """A number, or nothing. Raises Unusual for what is neither, which may yet be read as a text."""
    if not value:
        return ""
    if not _NUMBER.fullmatch(value):
        raise Unusual
    return float(value)


def decoded(value: bytes) -> str:
    """Return the text of bytes. Raises Unusual."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise Unusual from None


def _moment(number: float, *, date1904: bool) -> Cell:
    """A day, a time of day, or both, as calamine tells them; the number itself where the calendar has no such day."""
    if number < 0:
        raise Unusual
    days = number + _FROM_1904 if date1904 else number
    days = days if days >= 60 else days + 1
    if days >= _LAST_DAY:
        return number
    moment = _EPOCH + timedelta(milliseconds=_rounded(days * _DAY_MS))
    if number < 1:
        return moment.time()
    return moment.date() if number.is_integer() else moment


def _duration(number: float) -> Cell:
    if not abs(number) < 1e8:
        return number
    return timedelta(milliseconds=math.copysign(_rounded(abs(number) * _DAY_MS), number))


def _rounded(number: float) -> int:
    """The nearest whole number; of two, the one that is farther from zero."""
    whole = math.floor(number)
    return whole + (number - whole >= 0.5)


_DURATIONS = _Days(_duration)


@cache
def _days(date1904: bool) -> _Days:
    return _Days(lambda number: _moment(number, date1904=date1904))
