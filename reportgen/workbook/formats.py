"""A number format's code -> whether it shows days, and what it prints for a number where that is more than its digits.

0!.0000 prints 123000 as 12.3000, 0"万" prints 5 as 5万, 0000 prints 601 as 0601, and ;;; prints nothing.
"""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from reportgen.expressions import expression

Days = Literal["", "day", "duration"]
BUILT_IN_DAYS: dict[int, Days] = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), "day"),
    46: "duration",
}
_LONGEST = 255  # characters of a code, in Excel
_MOST_PLACES = 30
_ALL_DIGITS = Context(2 * _MOST_PLACES, ROUND_HALF_UP)  # those before the point, too
_HARMLESS = frozenset(" -+()（）¥￥$€£\u3000")  # beside a number, says nothing of how much it is
_TOKEN = expression(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<place>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<other>[@%/]|[A-Za-z])|(?P<literal>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = expression(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


def days_in(code: str) -> Days:
    """Return whether numbers in a format are days, or how long something took, told as calamine tells it."""
    quoted = elapsed = meridiem = False
    depth, before, skip = 0, " ", False
    for sign in code:
        if skip:
            skip = False
        elif sign in "_\\*":
            skip = True
        elif quoted or sign == '"':
            quoted = (sign != '"') if quoted else True
        elif sign == ";":
            return ""
        elif sign == "[":
            depth += 1
        elif sign == "]":
            if depth == 1 and elapsed:
                return "duration"
            depth = max(depth - 1, 0)
        elif depth == 0 and sign in ("PpMm/" if meridiem else "DdMmHhYySs"):
            return "day"
        elif depth == 0 and sign in "Aa" and not meridiem:
            meridiem = True
        elif not (elapsed and sign.lower() == before.lower()):
            elapsed = before == "[" and sign in "MmHhSs"
        before = sign
    return ""


_Kind = Literal["text", "place", "point", "comma", "general"]
_KINDS: dict[str, _Kind] = {"place": "place", "point": "point", "comma": "comma", "general": "general"}


class _Item(NamedTuple):
    """A piece of a section: text, a place for a digit, the point, a comma, or the number as it is."""

    kind: _Kind
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """What is printed for the numbers that meet a condition; `foreign` says that it is no matter of digits alone."""

    items: Sequence[_Item]
    condition: tuple[str, float] | None = None
    foreign: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether a number is printed as its digits, as many as there is room for, and a sign or a currency."""
        kinds = [each.kind for each in self.items]
        if self.foreign:
            return True
        if "place" not in kinds and "general" not in kinds:
            return False
        whole = kinds.index("point") if "point" in kinds else len(kinds)
        mandatory = sum(each.kind == "place" and each.text == "0" for each in self.items[:whole])
        texts = "".join(each.text for each in self.items if each.kind == "text")
        return mandatory < 2 and not _scale(self.items) and _HARMLESS.issuperset(texts)

    @property
    def negates(self) -> bool:
        """Whether it puts a minus before a number."""
        before = itertools.takewhile(lambda each: each.kind not in ("place", "general"), self.items)
        return not self.foreign and any("-" in each.text for each in before)


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[_Section, ...]:
    """Return the sections for numbers of a format that prints more than digits; none of one that does not.

    A percentage, an exponent, a fraction, a day and text are no matter of this module.
    """
    found = tuple(map(_section, _split(code[:_LONGEST])))[:3]
    return () if all(each.is_plain for each in found) and not found[0].negates else found


def scales(code: str) -> bool:
    """Return whether a format prints a number as another one: so many thousandths of it, or with a point that is a text."""
    return any(_scale(each.items) or _has_typed_point(each.items) for each in sections(code))


def _has_typed_point(items: Sequence[_Item]) -> bool:
    kinds = [each.kind for each in items]
    points = [at for at, each in enumerate(items) if each.kind == "text" and each.text in ".．"]
    return any("place" in kinds[:at] and "place" in kinds[at:] for at in points)


def words(code: str) -> list[str]:
    """Return what a format prints beside a number, section by section."""
    found = ("".join(each.text for each in part.items if each.kind == "text") for part in sections(code))
    return [text for each in found if (text := each.strip(" ()（）+-"))]


def hides_all(code: str) -> bool:
    """Return whether a format shows nothing, whatever stands in the cell: ;;; does."""
    parts = _split(code[:_LONGEST])
    return len(parts) > 3 and not any(_section(part).items or _section(part).foreign for part in parts)


def printed(code: str, number: float) -> str | None:
    """Return what a format prints for a number, where that is more than its digits; an empty text where it hides it."""
    parts = sections(code)
    if not parts or number != number or abs(number) >= 1e15:
        return None
    section, signed = _chosen(parts, number)
    negated = signed and number > 0 and section is not None and section.negates
    if section is None or section.foreign or (section.is_plain and not negated):
        return None
    text = _written(section.items, abs(Decimal(repr(float(number)))))
    return f"-{text}" if signed and number < 0 and text else text


def _split(code: str) -> list[str]:
    """The sections of a code, which semicolons part."""
    parts = [""]
    for match in _TOKEN.finditer(code):
        if match["literal"] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts


def _section(code: str) -> _Section:
    items: list[_Item] = []
    condition, foreign = None, False
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup, match[match.lastgroup] if match.lastgroup else ""
        if kind == "bracket":
            if found := _CONDITION.fullmatch(text):
                condition = found[1], float(found[2])
        elif kind == "other":
            foreign = True
        elif kind in ("quoted", "escaped", "literal") or (
            kind == "point" and any(each.kind == "point" for each in items)
        ):
            items.append(_Item("text", text))
        elif kind in _KINDS:
            items.append(_Item(_KINDS[kind], text))
    return _Section(tuple(each for each in items if each.text), condition, foreign)


def _scale(items: Sequence[_Item]) -> int:
    """How many times a number is divided by a thousand: once for each comma right behind the last place of its whole."""
    whole = next((at for at, each in enumerate(items) if each.kind == "point"), len(items))
    places = [at for at, each in enumerate(items) if each.kind == "place"]
    before = [at for at in places if at < whole]
    scale = 0
    for last in {before[-1]} if before else set():
        scale += _commas(items, last)
    if places and (not before or places[-1] != before[-1]):
        scale += _commas(items, places[-1])
    return scale


def _commas(items: Sequence[_Item], at: int) -> int:
    count = 0
    while at + 1 + count < len(items) and items[at + 1 + count].kind == "comma":
        count += 1
    return count


def _chosen(parts: Sequence[_Section], number: float) -> tuple[_Section | None, bool]:
    """The section that prints a number, and whether it puts a minus before what is negative."""
    if any(each.condition for each in parts):
        for each in parts:
            if each.condition is None or _COMPARED[each.condition[0]](number, each.condition[1]):
                return each, True
        return None, False
    if number < 0 and len(parts) > 1:
        return parts[1], False
    return parts[2] if number == 0 and len(parts) > 2 else parts[0], True


def _written(items: Sequence[_Item], number: Decimal) -> str:
    point = next((at for at, each in enumerate(items) if each.kind == "point"), len(items))
    whole, rest = items[:point], items[point + 1 :]
    decimals = min(sum(each.kind == "place" for each in rest), _MOST_PLACES)
    scaled = number / Decimal(1000) ** _scale(items)
    rounded = format(scaled.quantize(Decimal(1).scaleb(-decimals), context=_ALL_DIGITS), "f")
    digits, _, fraction = rounded.partition(".")
    text = _placed(whole, digits.lstrip("0"), _as_it_is(number))
    return text + ("." if point < len(items) else "") + _behind_point(rest, fraction)


def _as_it_is(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _placed(items: Sequence[_Item], digits: str, general: str) -> str:
    """The digits of a whole number in their places, from the last one on; the first place takes all that are left."""
    places = [at for at, each in enumerate(items) if each.kind == "place"]
    grouped = any(
        each.kind == "comma" and places and places[0] < at < places[-1] for at, each in enumerate(items)
    )
    pieces: list[str] = []
    taken = 0
    for at in range(len(items) - 1, -1, -1):
        kind, text = items[at]
        if kind == "general":
            pieces.append(general)
        elif kind == "text":
            pieces.append(text)
        elif kind == "place":
            count = len(digits) if at == places[0] else min(1, len(digits))
            own = digits[len(digits) - count :] or {"0": "0", "?": " ", "#": ""}[text]
            digits = digits[: len(digits) - count]
            for digit in reversed(own):
                pieces.append("," if grouped and taken and taken % 3 == 0 else "")
                pieces.append(digit)
                taken += 1
    return "".join(reversed(pieces))


def _behind_point(items: Sequence[_Item], fraction: str) -> str:
    written, at = "", 0
    for kind, text in items:
        if kind == "text":
            written += text
        elif kind == "place" and at < len(fraction):
            optional = text != "0" and not fraction[at:].strip("0")
            written += "" if optional else fraction[at]
            at += 1
    return written
