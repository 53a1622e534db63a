"""A text -> its half-width stops between Chinese characters and its typed numbering, each with how to write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.expressions import expression

_HAN = "一-鿿"
_LEFT = rf"[{_HAN}”’）》〉】〕]"
_FULL = str.maketrans(",;:?!.()", "，；：？！。（）")
_STOP = expression(
    rf"(?<=[{_HAN}”’）》〉】〕%％\d])[,;](?=\s*[{_HAN}“‘（《【])|(?<={_LEFT})[,;:?!.](?=\s*(?:[{_HAN}“‘（《【]|$))"
)
_BRACKETS = expression(rf"(?<=[{_HAN}])\([{_HAN}、，]+\)")
_QUOTES = expression(rf'"(?=[^"]*[{_HAN}])[^"\n]+"')
_NUMBERING = expression(
    r"(?:^|(?<=[\n。；;，])|(?<=[^\d][：:]))[ \t\u3000]*(\d{1,2}[.．、)）](?![\d年月日])|[（(]\d{1,2}[)）]|[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩]"
    r"|[一二三四五六七八九十]{1,3}、(?=[^一二三四五六七八九十])|[（(][一二三四五六七八九十]{1,3}[)）])(?=\s*[^\s\d])"
)
_AT_A_LINE = expression(r"(?:^|\n)[ \t\u3000]*$")
_CIRCLED = expression("[①-⑳⑴-⒇❶-❿]")
_SHOWN = 3
_AROUND = 4  # signs beside what is shown
_LONGEST = 40


def unlike_a_report(text: str) -> str:
    """Return what of a text is not written as reports are, with how to write it, or nothing: 有半角标点：“…”宜写成“…”.

    What stands between digits or Latin letters is left alone: 1,234, 3.5, 12:30, 1:3, file names, addresses.
    """
    said = [*_stops(text), *_numbers(text)]
    return "；".join(said)


def _stops(text: str) -> Iterator[str]:
    found = [match.span() for pattern in (_STOP, _BRACKETS, _QUOTES) for match in pattern.finditer(text)]
    mended, parts = _mended(text), list[tuple[int, int]]()
    for start, end in sorted(found):
        start, end = max(0, start - _AROUND), min(len(text), end + _AROUND)
        if parts and start <= parts[-1][1]:
            start = parts.pop()[0]
        parts.append((start, end))
    shown = [
        f"“{_shown(text[start:end])}”宜写成“{_shown(mended[start:end])}”" for start, end in parts[:_SHOWN]
    ]
    if shown:
        yield "有半角标点：" + "，".join(shown) + (f"，等{len(found)}处" if len(parts) > _SHOWN else "")


def _mended(text: str) -> str:
    text = _STOP.sub(lambda match: match[0].translate(_FULL), text)
    text = _BRACKETS.sub(lambda match: match[0].translate(_FULL), text)
    return _QUOTES.sub(lambda match: f"“{match[0][1:-1]}”", text)


def _numbers(text: str) -> Iterator[str]:
    found = [match[1] for match in _NUMBERING.finditer(text) if _counts(text, match)]
    found += [match[0] for match in _CIRCLED.finditer(text) if match[0] not in found]
    if found:
        signs = "、".join(f"“{each}”" for each in dict.fromkeys(found[:_SHOWN]))
        yield f"写了编号{signs}，编号由报告的模板排，请删去，或改写成“一是……，二是……”"


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a number is one of a numbering: those in words only where they begin a line."""
    return not re.match("[一二三四五六七八九十]", match[1]) or bool(_AT_A_LINE.search(text[: match.start(1)]))


def _shown(text: str) -> str:
    """A piece of a text on one line, without long numbers."""
    return re.sub(r"\d{5,}", "…", re.sub(r"\s+", " ", text[:_LONGEST])) + "…" * (len(text) > _LONGEST)
