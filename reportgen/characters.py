"""A text as it was typed -> the text as it is compared: half width, without what cannot be seen, no digit made up."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reportgen.expressions import expression

# take no room where they are printed, by code: soft hyphens, marks of direction, zero width spaces and joiners
INVISIBLE = dict.fromkeys(
    (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
     *range(0xFFF9, 0xFFFC), *range(0xE0001, 0xE0080))
)  # fmt: skip
# ①, ², ⑴, ㉚, ㈠, ㋀, ½, ㎡: numbers only by way of NFKC, which makes 121 of 12① and m2 of ㎡
_NO_DIGITS = expression(
    "[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u207e\u2080-\u208e\u2150-\u215f\u2189\u2460-\u249b\u24ea\u3192-\u3195"
    "\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32cb\u3358-\u3370\u3378\u3379\u339f-\u33a6\u33a8\u33af\u33e0-\u33fe"
    "\U0001f100-\U0001f10a\U0001f214\U0001f229\U0001f22a\U0001f241\U0001f242]"
)
# these are seen, or leave room, in some fonts only
_BARELY_SEEN = INVISIBLE | dict.fromkeys(
    (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2800, 0x3164, *range(0xFE00, 0xFE10), 0xFFA0,
     *range(0xE0100, 0xE01F0))
)  # fmt: skip
_HARDLY = frozenset(map(chr, _BARELY_SEEN))
_SHOWN = dict.fromkeys(_BARELY_SEEN, "␣")
_BETWEEN_HAN = expression(r"(?<=[^\W\da-zA-Z_])\s+(?=[^\W\da-zA-Z_])")  # letters that are no Latin ones
_ORDINARY = expression(
    "[0-9A-Za-z一-鿿()（）〔〕《》、。，；：“”.,;:/%-]*"
)  # of which most names, numbers, sentences are
_OPENING, _CLOSING = "〔[【〖{<〈《", "〕]】〗}>〉》"
_DASHES = "_\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SIGNS = str.maketrans(
    _OPENING + _CLOSING + "號" + _DASHES,
    "(" * len(_OPENING) + ")" * len(_CLOSING) + "号" + "-" * len(_DASHES),
)
_OF_SIGNS = frozenset(map(chr, _SIGNS))
_AROUND_A_YEAR = expression(r"(?<=\d)年(?=\))|字(?=\(\d)|^no\.?(?=[\d(])", re.ASCII)
# begins with what is looked for, which is sooner found
_BEFORE_A_NUMBER = expression(r"0(?:(?<!\d0)0*(?=\d+号)|(?<=[)-]0)0*(?=\d+$))", re.ASCII)
_DIGITS = frozenset("0123456789")
_STOPS = ".,;:。、*※★☆"
_AROUND = expression(
    rf"^第(?=\(|.+号$|[a-z0-9()-]+$)|(?<=\))第(?=\d)|(?<=.)[{_STOPS}]+$|^[*※★☆]+(?=.)"
)  # of what is the same without
SIGNS_OF_TEXT = "='`‘’\""
_WRAPPED = expression(r"""="([^"]*)"|['`‘’]([^'`‘’]*)|"([^"]+)"|=([^\x00-\x7f“].*)""", re.DOTALL)


def half(text: str) -> str:
    """Return a text in NFKC, full-width letters and digits as half-width ones; but what is a digit only by way of NFKC
    stays as it is: 12① is no 121.
    """
    if text.isascii():
        return text
    if _NO_DIGITS.search(text):
        parts = _NO_DIGITS.split(text)
        signs = _NO_DIGITS.findall(text)
        return "".join(
            unicodedata.normalize("NFKC", part) + sign for part, sign in zip(parts, [*signs, ""], strict=True)
        )
    return unicodedata.normalize("NFKC", text)


def is_han(text: str) -> bool:
    """Whether a text is of the common Chinese characters alone, and has one: [一-鿿]+, which takes longer to compile."""
    return bool(text) and min(text) >= "一" and max(text) <= "鿿"


def visible(text: str) -> str:
    """Return a text without the characters that take no room: zero width spaces, soft hyphens, marks of direction."""
    return text if text.isprintable() else text.translate(INVISIBLE)


def seen(text: str) -> str:
    """Return a text as a message shows it: with a ␣ where a character cannot be seen."""
    return text.translate(_SHOWN)


def meant(text: str) -> str:
    """Return the text that is meant by the signs which tell Excel, or who wrote the file, to take it for a text: ="0012",
    '0012, `0012, "0012", =甲.
    """
    match = _WRAPPED.fullmatch(text) if text[:1] in SIGNS_OF_TEXT else None
    return text if match is None else next(part for part in match.groups() if part is not None)


def typed(text: str) -> str:
    """Return a text as it is read: `half`, without what cannot be seen, blanks at its ends and between Han characters."""
    if text.isascii():
        return text.strip()
    text = half(text if _HARDLY.isdisjoint(text) else text.translate(_BARELY_SEEN)).strip()
    return _BETWEEN_HAN.sub("", text) if len(text.split(None, 1)) > 1 else text


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return a text as it is compared for being the same: in half width and small letters, without blanks and what
    cannot be seen, one sort of brackets and dashes, the last number without leading zeros, and without 号 after it, 第
    before all or beside a bracket, stops at the end and stars.
    """
    if _ORDINARY.fullmatch(text):  # what is done to any text takes more than twice as long
        text = text.lower().replace("（", "(").replace("）", ")").replace("〔", "(").replace("〕", ")")
        text = text.replace("，", ",").replace("；", ";").replace("：", ":")
        text = text.replace("《", "(").replace("》", ")").replace("號", "号")
    else:
        text = text if _HARDLY.isdisjoint(text) else text.translate(_BARELY_SEEN)
        text = "".join(half(text).split()).casefold()
        text = text if _OF_SIGNS.isdisjoint(text) else text.translate(_SIGNS)
    # most texts have none of what is left out: to see that takes less than to look for where it stands
    if "年" in text or "字" in text or text.startswith("no"):
        text = _AROUND_A_YEAR.sub("", text)
    if "第" in text or text[-1:] in _STOPS or text[:1] in _STOPS:
        text = _AROUND.sub("", text)
    if "0" in text:
        text = _BEFORE_A_NUMBER.sub("", text)
    return text[:-1] if text[-1:] == "号" and text[-2:-1] in _DIGITS else text
