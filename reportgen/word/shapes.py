"""Slots -> their shape: everything that decides how a template is filled, but for the values themselves.

Two sets of slots of one shape give reports that differ in nothing but the cores of their values: the sections that are kept,
the turns of lists, the lines of a text and the marks at its ends are the same.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Slot
from reportgen.word.chart_parts import form
from reportgen.word.fill import BREAKS, is_mixed

Slots = Mapping[str, Slot]
ENOUGH = 4  # turns of a list by which it is seen that the third is like the fourth, and so on
Path = tuple[
    str | int, ...
]  # of a slot: its name, or the list's name, the turn and the name in it, and so on

_SIGN, _LAST = "[0-9A-Za-z一-鿿]", "[0-9A-Za-z一-鿿%）)]"
_PLAIN = f"{_SIGN}{_LAST}*+(?:[ .,（(，、；：/-]++{_LAST}++)*+"
_PLAIN_TEXT = expression(_PLAIN)
_PLAIN_LINES = expression(f"(?:{_PLAIN}\n)*+")
_FIT = expression(
    "[\t\n\r\x20-\ud7ff\uf900-\ufffd\U00010000-\U0010ffff]*"
)  # what XML holds and no stand-in has
_ENDS = expression(r"([\s。；，、：;,:]*)(.*?)([\s。；，、：;,:！？!?.．]*)", re.DOTALL)
_SIGNER, _SIGNED = "报告.署名", ("报告.成文日期", "报告.印章")
_DIGITS = {ord(str(digit)): 0xE010 + digit for digit in range(10)}
STAND_IN = "\ue000(?P<slot>[\ue010-\ue019]+)\ue002(?P<core>[\ue010-\ue019]+)(?:“文)?\ue001|\uf8f0+"


class Unfit(Exception):
    """These slots have no shape: one holds what must be looked at where it is printed."""


class Cut(NamedTuple):
    """A text as what stays and what changes: one frame more than cores, in turn; whether it mixes signs of both scripts."""

    frames: tuple[str, ...]
    cores: tuple[str, ...]
    mixed: bool = False


class Column(NamedTuple):
    """The figures that one name is in all turns of a list, if it is any, and what is printed of it."""

    figures: Sequence[str]
    texts: Sequence[str]


class Shaped(NamedTuple):
    """What the slots of a template's tags are like: the shape, and the lists whose turns are all alike, by columns."""

    key: Hashable
    alike: Mapping[str, Mapping[str, Column]]


@lru_cache(4096)
def cut(text: str) -> Cut:
    """Cut a text into what decides how it is printed, and what does not; raise Unfit."""
    if _PLAIN_TEXT.fullmatch(text):
        return Cut(("", ""), (text,))
    if not _FIT.fullmatch(text):
        raise Unfit
    frames, cores = [""], []
    pieces = BREAKS.split(text)
    for number, piece in enumerate(pieces):
        found = _ENDS.fullmatch(piece) if number % 2 == 0 else None
        if found is None or not found[2]:
            frames[-1] += piece
            continue
        if found[3].strip()[-1:] in (".", "．"):  # whether it is a stop is decided by what stands before it
            raise Unfit
        frames[-1] += found[1]
        cores.append(found[2])
        frames.append(found[3])
    mixed = is_mixed(text)
    return Cut(tuple(frames), tuple(cores), mixed)


def shape(names: Iterable[str], simple: Mapping[str, Sequence[str]], slots: Slots) -> Shaped:
    """Return the shape of the slots with these names; raise Unfit.

    `simple` are the lists that stand in one place with nothing but values in each turn, and the names that are printed there.
    """
    signed = _signed(slots)
    found: list[Hashable] = []
    alike = {}
    for name in names:
        slot = slots.get(name)
        columns = _columns(simple[name], slot.items) if slot and slot.items and name in simple else None
        if slot and slot.items and columns:
            alike[name] = columns
            turns = min(
                len(slot.items), ENOUGH + 1
            )  # what is kept of more turns is joined with more before it is kept
            kind = tuple((each, bool(column.figures[0])) for each, column in columns.items())
            found.append((_of_text(name, slot, signed), turns, kind))
        else:
            found.append(None if slot is None else _of_slot(name, slot, signed))
    return Shaped(tuple(found), alike)


def _of_slot(name: str, slot: Slot, signed: frozenset[str]) -> Hashable:
    said = _of_text(name, slot, signed)
    if slot.plot:
        if slot.text and BREAKS.search(slot.text):
            raise Unfit
        return said, form(slot.plot)
    if slot.items is None:
        return said
    inside = (((key, _of_slot("", each, signed)) for key, each in item.items()) for item in slot.items)
    return said, slot.fields, tuple(tuple(item) for item in inside)


def _of_text(name: str, slot: Slot, signed: frozenset[str]) -> Hashable:
    said, figure = slot.text, bool(slot.figure)
    if slot.quotes:
        raise Unfit
    if said is None or (_PLAIN_TEXT.fullmatch(said) and said not in signed):
        return said is None, slot.truth, figure
    if name == _SIGNER and _is_chinese(said):
        return slot.truth, figure, len(said)
    if said.strip() in signed:
        return slot.truth, figure, said
    frames, _, mixed = cut(said)
    if figure:
        raise Unfit
    return slot.truth, frames, mixed


def _signed(slots: Slots) -> frozenset[str]:
    """The texts that sign: where one stands alone in a line, its length decides where the line stands."""
    return frozenset((slots[name].text or "").strip() for name in (_SIGNER, *_SIGNED) if name in slots)


def _is_chinese(text: str) -> bool:
    return text.isalpha() and not any(each.isascii() for each in text)


def _columns(fields: Sequence[str], items: Sequence[Slots]) -> dict[str, Column] | None:
    """The turns of a simple list by columns, or None where they differ."""
    known = [field for field in dict.fromkeys(fields) if field in items[0]]
    if any(field in item for field in fields if field not in items[0] for item in items):
        return None
    columns = {}
    for field in known:
        try:
            texts, _, _, _, _, figures, quotes, plots = zip(*map(itemgetter(field), items), strict=True)
        except KeyError:
            return None
        if any(quotes) or any(plots) or (any(figures) and not all(figures)):
            return None
        said = [text for text in dict.fromkeys(texts) if text]
        lines = "\n".join([*said, ""])
        if not all(texts) or lines.count("\n") > len(said) or not _PLAIN_LINES.fullmatch(lines):
            return None
        columns[field] = Column(figures, texts)
    return columns


def stand_ins(slots: Slots, shaped: Shaped) -> tuple[dict[str, Slot], list[Path]]:
    """Return slots of the same shape whose cores say which slot's they are, and those slots' paths by number; a list whose
    turns are alike has no more than ENOUGH.
    """
    signed = _signed(slots)
    paths = [path for name, slot in slots.items() for path in _paths((name,), slot, shaped)]
    numbers = {path: number for number, path in enumerate(paths)}

    def of(path: Path, slot: Slot) -> Slot:
        items = slot.items and tuple(
            {name: of((*path, turn, name), each) for name, each in item.items()}
            for turn, item in enumerate(_kept(slot.items, path, shaped))
        )
        return slot._replace(text=_stand_in(path, slot.text, signed, numbers[path]), items=items)

    return {name: of((name,), slot) for name, slot in slots.items()}, paths


def _paths(path: Path, slot: Slot, shaped: Shaped) -> Iterator[Path]:
    yield path
    for turn, item in enumerate(_kept(slot.items or (), path, shaped)):
        for name, each in item.items():
            yield from _paths((*path, turn, name), each, shaped)


def _kept(items: Sequence[Slots], path: Path, shaped: Shaped) -> Sequence[Slots]:
    return items[:ENOUGH] if path[0] in shaped.alike else items


def _stand_in(path: Path, text: str | None, signed: frozenset[str], number: int) -> str | None:
    if text is None or (text.strip() in signed and path != (_SIGNER,)):
        return text
    if path == (_SIGNER,):
        return "\uf8f0" * len(text) if _is_chinese(text) else text
    try:
        frames, cores, mixed = cut(text)
    except Unfit:  # of a slot that no tag prints, or the shape would be unfit
        return text
    said = str(number).translate(_DIGITS)
    made = (f"\ue000{said}\ue002{str(n).translate(_DIGITS)}{'“文' * mixed}\ue001" for n in range(len(cores)))
    return "".join(a + b for a, b in zip(frames, (*made, ""), strict=True))


def place(found: re.Match[str], paths: Sequence[Path]) -> tuple[Path, int]:
    """Return which slot's a stand-in is, and the how many-th core of its text."""
    if not found["slot"]:
        return (_SIGNER,), 0
    number, core = (
        "".join(chr(ord(each) - 0xE010 + 48) for each in found[name]) for name in ("slot", "core")
    )
    return paths[int(number)], int(core)


def slot_at(slots: Slots, path: Path) -> Slot:
    """Return the slot at a path."""
    slot = slots[path[0]]  # type: ignore[index]
    if len(path) == 1:
        return slot
    for turn, name in zip(path[1::2], path[2::2], strict=True):
        slot = (slot.items or ())[int(turn)][str(name)]
    return slot


def core_of(slot: Slot, path: Path, core: int) -> str:
    """Return what is printed in the place of a stand-in."""
    text = slot.text or ""
    return text if path == (_SIGNER,) else cut(text).cores[core]
