"""Texts -> their numerals, each whole, and their other characters, as they are compared: blanks and widths do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.numerals import DIGITS

_DIGIT, _HAN = "0-9０-９", "〇○零一二三四五六七八九十百千万亿两"
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_PIECE = expression(
    rf"(?P<number>(?<![A-Za-z{_DIGIT}])[-−－﹣‑+＋]\s?(?=[{_DIGIT}])[{_DIGIT}]+|[{_DIGIT}]+)"
    rf"(?P<more>(?:[,，][{_DIGIT}]{{3}}(?![{_DIGIT}]))*(?:[.．][{_DIGIT}]+)?)"
    r"(?P<scale>\s?[十百千万亿]*)(?P<about>[余多几]?)(?P<share>\s?[%％‰]?)"
    rf"|(?P<share_of>百分之[{_HAN}点]+)"
    rf"|(?P<han>(?=[{_HAN}]*[十百千亿两][{_HAN}]*|[〇○零一二三四五六七八九]{{2}})[{_HAN}]{{2,}}[余多几]?)"
    r"|(?P<sign>\S)"
)
_NUMERAL = "#"


class Token(NamedTuple):
    """A whole numeral or one other character: as it is compared, and from where to where it stands in which text."""

    key: str
    text: int
    start: int
    end: int


def tokens(texts: Iterable[str], first: int = 0) -> list[Token]:
    """Return the tokens of texts in order, of which the `first` has this number; a numeral's key begins with #."""
    return [
        Token(key, number, start, end)
        for number, text in enumerate(texts, first)
        for key, start, end in _cut(text)
    ]


@lru_cache(maxsize=4096)  # most paragraphs of a report that comes back are as they were
def _cut(text: str) -> tuple[tuple[str, int, int], ...]:
    """The tokens of one text: as each is compared, and from where to where it stands."""
    return tuple((_key(match), match.start(), match.end()) for match in _PIECE.finditer(text))


def _key(match: re.Match[str]) -> str:
    said = match[0]
    if match["sign"] is None:
        return _NUMERAL + _plain(said)
    if "一" <= said <= "鿿":
        return said  # of which there is one way of writing
    return _KEPT.get(said) or _plain(said)


_KEPT = {"—": "—", "–": "—", "―": "—", "‑": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'"}


def _plain(text: str) -> str:
    """A text in half width, without blanks and the commas between thousands."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = "".join(text.split())
    if text[1:]:
        text = re.sub(r"(?<=\d),(?=\d)", "", text)
        text = text.replace("−", "-").replace("‑", "-").lstrip("+") if text[0] in "-−‑+" else text
    return text


def is_numeral(key: str) -> bool:
    """Whether a token's key is that of a numeral."""
    return key[:1] == _NUMERAL


def value(text: str) -> tuple[Decimal, str] | None:
    """Return what a numeral is worth and what belongs to it besides (%, 余), or None where a text is no single numeral."""
    found = tokens([text])
    if len(found) != 1:
        return None
    key = found[0].key.removeprefix(_NUMERAL)
    if key.startswith("百分之"):
        whole, _, rest = key.removeprefix("百分之").partition("点")
        number = _han(whole)
        if number is None or any(each not in DIGITS for each in rest):
            return None
        return number + Decimal("0." + ("".join(str(DIGITS[each]) for each in rest) or "0")), "%"
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)([十百千万亿]*)([余多几]?)([%‰]?)", key)
    if not match:
        about = key[-1:] if key[-1:] in "余多几" else ""
        han = _han(key.removesuffix(about))
        return None if han is None else (han, about)
    number = Decimal(match[1])
    for each in match[2]:
        number *= _SCALES[each]
    return number.normalize(), match[3] + match[4]


def _han(text: str) -> Decimal | None:
    """What Chinese numerals are worth: 一百二十三 and 一二三 are 123, 一万二千 is 12000."""
    text = text.replace("○", "〇").replace("两", "二")
    if not text or any(each not in DIGITS and each not in _SCALES for each in text):
        return None
    if all(each in DIGITS for each in text):
        return Decimal("".join(str(DIGITS[each]) for each in text))
    total = section = digit = 0
    for each in text:
        if each in DIGITS:
            digit = DIGITS[each]
        elif (scale := _SCALES[each]) < 10**4:
            section += (digit or 1) * scale
            digit = 0
        else:
            total = (total + section + digit) * scale
            section = digit = 0
    return Decimal(total + section + digit)


def same_value(one: str, other: str) -> bool:
    """Whether two texts are the same figure: the same characters, or the same number however it is written."""
    if [each.key for each in tokens([one])] == [each.key for each in tokens([other])]:
        return True
    first, second = value(one), value(other)
    return first is not None and first == second
