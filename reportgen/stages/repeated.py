"""The paragraphs of a finished report and the lists of its year -> which paragraphs print a list, row by row, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportgen.model import Figure
from reportgen.numerals import chinese_number
from reportgen.word.annotated import Text

_STOPS = "。；;.，, "
_SHORTEST = 4  # characters of a text that is known again
_NUMBERED = ("是", "、", ".", "．", "）", ")")  # behind a number that counts the rows


class Rows(NamedTuple):
    """The paragraphs, by their numbers, that print the rows of a list, and what of the first one is what: (start, end, tag)."""

    first: int
    last: int
    name: str
    pieces: tuple[tuple[int, int, str], ...]


def repeated(texts: Sequence[Text], figures: Mapping[str, Figure]) -> Iterator[Rows]:
    """Yield the runs of paragraphs that print all rows of a list of texts, in its order and all in one manner."""
    lists = [(name, each) for name, each in figures.items() if each.definition.rows and each.items]
    at = 0
    while at < len(texts):
        found = [rows for name, each in lists if (rows := _rows(texts, at, name, each))]
        if found:
            best = max(found, key=lambda rows: rows.last)
            if (
                sum(rows[:2] == best[:2] for rows in found) == 1
            ):  # of two lists of the same texts nobody knows which
                yield best
            at = best.last
        at += 1


def _rows(texts: Sequence[Text], at: int, name: str, figure: Figure) -> Rows | None:
    items, fields = figure.items or (), figure.definition.rows
    block = texts[at : at + len(items)]
    if len(block) < len(items) or not all(each.alone and each.group == block[0].group for each in block):
        return None
    for strip in ("", _STOPS):  # a full stop may be the cell's or the report's own
        manners = [
            _pieces(
                text.passage.words, [_said(item.get(each)).rstrip(strip) for each in fields], fields, number
            )
            for number, (text, item) in enumerate(zip(block, items, strict=True), 1)
        ]
        alike = {
            _literals(text.passage.words, pieces) if pieces else None
            for text, pieces in zip(block, manners, strict=True)
        }
        if len(alike) == 1 and manners[0]:
            return Rows(at, at + len(items) - 1, name, tuple(manners[0]))
    return None


def _said(value: object) -> str:
    return str(value or "").strip()


def _pieces(
    line: str, values: Sequence[str], fields: Sequence[str], number: int
) -> list[tuple[int, int, str]] | None:
    """Where a line prints the fields of a row, each whole, and before them the row's number."""
    found, at = list[tuple[int, int, str]](), 0
    for name, value in zip(fields, values, strict=True):
        start = line.find(value, at) if len(value) >= _SHORTEST else -1
        if start < 0:
            return None
        found.append((start, start + len(value), name))
        at = start + len(value)
    return [*_counter(line[: found[0][0]], number), *found]


def _counter(head: str, number: int) -> Iterator[tuple[int, int, str]]:
    bare = head.lstrip("（( 第")
    start = len(head) - len(bare)
    for said, name in ((chinese_number(number), "中文序号"), (str(number), "序号")):
        if bare.startswith(said) and bare[len(said) :].startswith(_NUMBERED):
            yield start, start + len(said), name
            return


def _literals(line: str, pieces: Sequence[tuple[int, int, str]]) -> tuple[str, ...]:
    """What a line says around its pieces, and which those are."""
    said, at = [], 0
    for start, end, name in pieces:
        said += [line[at:start], name]
        at = end
    return (*said, line[at:].strip())
