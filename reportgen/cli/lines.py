"""Sentences -> lines of the terminal, in which no word, number or file name is broken."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple, TextIO

NARROWEST = 40  # below this nothing is laid out: the terminal does what it likes
_CLOSING = "，。；：、！？）》”’〕】…,;:!?)]}"
_OPENING = "（《“‘〔【([{"
_SUFFIX = r"\.[A-Za-z][A-Za-z0-9]{1,5}(?![A-Za-z0-9])"
_IN_NAME = r"[^\s，。；：、！？“”《》›]+"
_PIECE = (
    r"reportgen(?: (?:[!-~]+|年度|编号|名称))+"  # a command, to be copied
    r"|(?:unit|report): (?:\{[^{}]*\}|\S+)"  # a setting
    r"|[A-Z]{1,3}[0-9]{1,7} (?=\S)"  # a cell, before its value
    r"|[\u4e00-\u9fff] \.[a-z]{2,5}"  # 为 .xlsx
    rf"|{_IN_NAME}(?: {_IN_NAME}){{0,2}}?{_SUFFIX}"  # a file's name, with its folders
    r"|“[^“”]{1,24}”|《[^《》\s]{1,24}》|〔[^〔〕\s]{1,12}〕"  # a value seen, a title
    r"|(?:\d+[年月日时分])+|\d[\d.,]*(?![!-~])[％万亿千百]? ?[\u4e00-\u9fff]?"  # a day; a number and its unit
    r"|[!-~\u00c0-\u024f]+"  # what is no Chinese
    r"|\s+|."
)


class Span(NamedTuple):
    """A piece of a line, and how it looks, in rich's words; a `whole` one is never broken."""

    text: str
    style: str = ""
    whole: bool = False


class Line(NamedTuple):
    """A line before it is broken: its spans, and how far what does not fit is set in."""

    spans: tuple[Span, ...]
    hanging: int = 0


def line(text: str, *, indent: int = 0, hanging: int = 0, style: str = "") -> Line:
    """Return a line of one span, set in; so are the lines that it is broken into, by as much as is `hanging` more."""
    return Line((Span(" " * indent + plain(text), style),), indent + hanging)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese sign takes two."""
    if text.isascii():
        return len(text)
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    return 0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def plain(text: str) -> str:
    """Return a text with nothing in it that a terminal would obey: a line break is a blank."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() or sign == "\u3000" else " " if sign in "\n\t" else "�" for sign in text
    )


def room(stream: TextIO) -> int:
    """Return how many columns a line may take: a terminal's own, what COLUMNS says, or 0 for any number."""
    if stream.isatty():
        return shutil.get_terminal_size().columns
    said = os.environ.get("COLUMNS", "")
    return int(said) if said.isdecimal() else 0


def show(lines: Iterable[Line], *, stderr: bool = False, bounded: bool = True) -> None:
    """Print lines, broken where they do not fit; in colour, which costs loading rich, only where somebody sees it. What is
    not `bounded` is broken only on a terminal, for whoever searches a file for a sentence.
    """
    stream = sys.stderr if stderr else sys.stdout
    width = room(stream) if bounded or stream.isatty() else 0
    if not stream.isatty():
        stream.writelines("".join(span.text for span in spans) + "\n" for spans in _laid_out(lines, width))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, emoji=False, width=width)
    for spans in _laid_out(lines, width):
        console.print(Text.assemble(*((span.text, span.style) for span in spans)), soft_wrap=True)


def _laid_out(lines: Iterable[Line], width: int) -> Iterator[tuple[Span, ...]]:
    for each in lines:
        if width < NARROWEST or columns("".join(span.text for span in each.spans)) <= width:
            yield each.spans
        else:
            yield from broken(each, width)


def broken(whole: Line, width: int) -> Iterator[tuple[Span, ...]]:
    """Yield the lines that a line is broken into, each at most as wide, unless one word alone is wider."""
    pieces = _together([piece for span in whole.spans for piece in _pieces(span)])
    while pieces and pieces[-1][-1].text.isspace():
        pieces.pop()
    indent = min(whole.hanging, width // 3)
    done, taken = 0, 0
    for at, piece in enumerate(pieces):
        taken += columns("".join(span.text for span in piece))
        if (
            taken <= width
            or done == at
            or all(span.text.isspace() for one in pieces[done:at] for span in one)
        ):
            continue
        end = _where(pieces, done, at, indent if done else 0, width)
        yield _trimmed(pieces[done:end], indent if done else 0)
        done = end
        while done < at and pieces[done][0].text.isspace():
            done += 1
        taken = indent + sum(columns(span.text) for one in pieces[done : at + 1] for span in one)
    if done < len(pieces):
        yield _trimmed(pieces[done:], indent if done else 0)


def _pieces(span: Span) -> list[Span]:
    return [span] if span.whole else [Span(text, span.style) for text in _piece().findall(span.text)]


@cache
def _piece() -> re.Pattern[str]:
    return re.compile(_PIECE, re.DOTALL)  # compiled only where something is broken: most output is not


def _together(spans: list[Span]) -> list[list[Span]]:
    """Pieces that stay on one line: what opens with what follows it, what closes with what it follows."""
    pieces: list[list[Span]] = []
    for span in spans:
        before = pieces[-1][-1].text if pieces else " "
        if before.isspace() or span.text.isspace():
            pieces.append([span])
        elif span.text[0] in _CLOSING or before[-1] in _OPENING or before[-1] == " ":
            pieces[-1].append(span)
        else:
            pieces.append([span])
    return pieces


def _where(pieces: list[list[Span]], done: int, at: int, indent: int, width: int) -> int:
    """Where to break before the piece that does not fit: behind a mark or a blank in the line's second half, or here."""
    taken = indent
    best = at
    for index in range(done, at):
        taken += sum(columns(span.text) for span in pieces[index])
        last = pieces[index][-1].text
        if taken * 2 > width and (last.isspace() or last[-1] in "，。；：、！？"):
            best = index + 1
    return best


def _trimmed(pieces: list[list[Span]], indent: int) -> tuple[Span, ...]:
    spans = [span for piece in pieces for span in piece]
    while spans and spans[-1].text.isspace():
        spans.pop()
    joined = [
        Span("".join(span.text for span in alike), style)
        for style, alike in groupby(spans, key=lambda span: span.style)
    ]
    return (Span(" " * indent), *joined) if indent else tuple(joined)
