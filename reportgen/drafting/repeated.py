"""The paragraphs of a finished report and the lists of its year -> which of them print a list, entry by entry, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportgen.model import Figure, Value
from reportgen.numerals import chinese_number, value_text
from reportgen.word.annotated import Text

_STOPS = "。；;.，, "
_SHORTEST = 4  # characters of a text that is known again
_NUMBERED = ("是", "、", ".", "．", "）", ")")  # behind a number that counts the rows
_Piece = tuple[int, int, int, str]


class Rows(NamedTuple):
    """The paragraphs, by their numbers, that print the entries of a list: one each, or a row of a table. `pieces` are what
    the first one prints: the number of the paragraph, from where to where, and the name.
    """

    first: int
    last: int
    name: str
    pieces: tuple[_Piece, ...]
    entries: int
    in_table: bool = False


def repeated(texts: Sequence[Text], figures: Mapping[str, Figure]) -> Iterator[Rows]:
    """Yield the runs of paragraphs, and of rows, that print all entries of a list, in its order and all in one manner."""
    lists = [(name, each) for name, each in figures.items() if each.items]
    at = 0
    while at < len(texts):
        manners = (_in_table, _in_lines)
        found = [
            rows for name, each in lists for manner in manners if (rows := manner(texts, at, name, each))
        ]
        if found:
            best = max(found, key=lambda rows: rows.last)
            if (
                sum(rows[:2] == best[:2] for rows in found) == 1
            ):  # of two lists of the same texts nobody knows which
                yield best
            at = best.last
        at += 1


def _in_lines(texts: Sequence[Text], at: int, name: str, figure: Figure) -> Rows | None:
    """The rows of a list of texts that are a paragraph each, from this one on."""
    items, fields = figure.items or (), figure.definition.rows
    block = texts[at : at + len(items)]
    if not fields or len(block) < len(items):
        return None
    if not all(each.alone and each.group == block[0].group for each in block):
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
            pieces = tuple((at, *piece) for piece in manners[0])
            return Rows(at, at + len(items) - 1, name, pieces, len(items))
    return None


def _in_table(texts: Sequence[Text], at: int, name: str, figure: Figure) -> Rows | None:
    """The entries of a list that are a row of a table each, from this cell on: two or more cells, each an entry's value or
    number.
    """
    items, definition = figure.items or (), figure.definition
    fields = definition.rows or tuple(items[0] if items else ())
    first = texts[at]
    width = sum(each.row == first.row for each in texts[at:])
    block = texts[at : at + width * len(items)]
    if first.row is None or not items or len(block) < width * len(items):
        return None
    manners = set()
    for number, item in enumerate(items, 1):
        cells = block[(number - 1) * width : number * width]
        table, row = first.row[0], first.row[1] + number - 1
        if not all(each.alone and each.row == (table, row) for each in cells):
            return None
        manners.add(tuple(_cell(each.passage.words.strip(), item, fields, number) for each in cells))
    names = manners.pop()
    if manners or not set(fields) <= set(names) or sum(map(bool, names)) < 2:
        return None
    pieces = tuple(
        (at + offset, *_bounds(texts[at + offset].passage.words), said)
        for offset, said in enumerate(names)
        if said
    )
    return Rows(at, at + len(block) - 1, name, pieces, len(items), in_table=True)


def _cell(text: str, item: Mapping[str, Value], fields: Sequence[str], number: int) -> str:
    """What of an entry a cell prints as a whole; an empty string where it prints nothing of it."""
    own = next((name for name in fields if _said(item.get(name)) == text), "")
    counters = {str(number): "序号", chinese_number(number): "中文序号"}
    return own or counters.get(text, "")


def _bounds(line: str) -> tuple[int, int]:
    return len(line) - len(line.lstrip()), len(line.rstrip())


def _said(value: Value) -> str:
    return "" if value is None else value_text(value).strip()


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
    said, at = list[str](), 0
    for start, end, name in pieces:
        said += [line[at:start], name]
        at = end
    return (*said, line[at:].strip())
