"""A formula or a sign of a symbol font -> the characters that read the same on one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from reportgen.word.package import W

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULA, SIGN = MATH + "oMath", W + "sym"
_LEAST, _MOST = 0xF000, 0xF0FF  # where Word keeps the characters of a symbol font
_PLAIN = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□",
        0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x54: "☒", 0xA3: "□"},
    "symbol": {
        0xA3: "≤", 0xA5: "∞", 0xA8: "♦", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
        0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xE5: "∑",
    },
}  # fmt: skip
_LEFT_OUT = {MATH + name for name in ("rPr", "ctrlPr", "fPr", "sSupPr", "sSubPr", "radPr", "dPr", "naryPr")}


def sign(element: etree._Element) -> str:
    """Return the character of a `w:sym`; an empty string where its font's sign is not known."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    known = _PLAIN.get(element.get(W + "font", "").lower(), {})
    return known.get(code & 0xFF, "") if code <= 0xFF or _LEAST <= code <= _MOST else chr(code)


def linear(formula: etree._Element) -> str:
    """Return a formula on one line, as it is typed: a/b, (a+b)/c, x^2, √(x)."""
    return "".join(_said(formula))


def _said(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in (MATH + "t", W + "t"):
            yield child.text or ""
        elif (write := _WRITTEN.get(child.tag)) is not None:
            yield write(child)
        elif child.tag not in _LEFT_OUT:
            yield from _said(child)


def _part(element: etree._Element, name: str) -> str:
    found = element.find(MATH + name)
    return linear(found) if found is not None else ""


def _whole(text: str) -> str:
    """A part of a formula that stays together beside a sign."""
    return f"({text})" if any(each in "+-−–×÷*/=±" for each in text) else text


def _fraction(element: etree._Element) -> str:
    return f"{_whole(_part(element, 'num'))}/{_whole(_part(element, 'den'))}"


def _raised(element: etree._Element) -> str:
    return f"{_part(element, 'e')}^{_whole(_part(element, 'sup'))}"


def _lowered(element: etree._Element) -> str:
    return f"{_part(element, 'e')}_{_whole(_part(element, 'sub'))}"


def _root(element: etree._Element) -> str:
    return f"{_part(element, 'deg')}√({_part(element, 'e')})"


def _enclosed(element: etree._Element) -> str:
    left, right = (
        next((each.get(MATH + "val", "") for each in element.iter(MATH + name)), plain)
        for name, plain in (("begChr", "("), ("endChr", ")"))
    )
    return left + "，".join(linear(each) for each in element.iterfind(MATH + "e")) + right


def _summed(element: etree._Element) -> str:
    over = next((each.get(MATH + "val", "") for each in element.iter(MATH + "chr")), "∫")
    bounds = "，".join(filter(None, (_part(element, "sub"), _part(element, "sup"))))
    return over + (f"({bounds})" if bounds else "") + _whole(_part(element, "e"))


_WRITTEN: Mapping[object, Callable[[etree._Element], str]] = {
    MATH + "f": _fraction,
    MATH + "sSup": _raised,
    MATH + "sSub": _lowered,
    MATH + "rad": _root,
    MATH + "d": _enclosed,
    MATH + "nary": _summed,
}
