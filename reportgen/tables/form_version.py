"""A kind of sheet -> the version of the form that is made of it, and what else a form says of itself above its table; a
form's version and its columns -> whether it is of another time, and what is different.

Letters only: no year and no number can be read out of a mark.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Cell, Field, Kind, Value
from reportgen.numerals import number_text
from reportgen.tables.headings import normalise
from reportgen.values.cell import Fault, convert

SAID = "表样版本"
NUMBER = "序号"
_MARK = expression(rf"{SAID}[:：]\s*(?:[\w.+]+-)?([A-Z]{{6}})(?:-([A-Z]{{6}}))?(?:-([A-Z]{{1,5}}))?(?![A-Z])")


class Mark(NamedTuple):
    """What a form says of itself: its version, a digest of its example, and how many rows of the year before it came with.

    Older forms say their version only.
    """

    version: str = ""
    example: str = ""
    carried: int = 0


def version_of(kinds: Iterable[Kind]) -> str:
    """Return six letters that are others whenever a field of the kinds is declared otherwise, but for those that only some
    departments are asked for.
    """
    declared = [
        (kind.title, kind.key, [[name, _declared(each)] for name, each in _of_all(kind)]) for kind in kinds
    ]
    return _letters(json.dumps(declared, ensure_ascii=False, sort_keys=True))


def _declared(field: Field) -> dict[str, object]:
    """What a field is declared to be, but for its example."""
    return {each.name: getattr(field, each.name) for each in fields(field)} | {"example": ""}


def _letters(text: str) -> str:
    return "".join(chr(65 + byte % 26) for byte in hashlib.sha256(text.encode()).digest()[:6])


def _of_all(kind: Kind) -> list[tuple[str, Field]]:
    return [(name, each) for name, each in kind.fields.items() if not each.only]


def mark_of(kind: Kind, example: Mapping[str, Value], carried: int = 0) -> str:
    """Return the letters that a form of a kind prints."""
    texts = [as_compared(value, kind.fields[name]) for name, value in compared(kind, example).items()]
    mark = f"{version_of([kind])}-{example_of(texts)}"
    return f"{mark}-{_counted(carried)}" if carried else mark


def mark_in(text: str) -> Mark:
    """Return what a line above a table says of the form; nothing where it is no such line."""
    found = _MARK.search(text) if SAID in text else None
    if not found:
        return Mark()
    carried = 0
    for letter in found[3] or "":
        carried = 26 * carried + ord(letter) - 65
    return Mark(found[1], found[2] or "", carried)


def _counted(number: int) -> str:
    """A number in letters, A for 0: the reverse is in `mark_in`."""
    return (_counted(number // 26) if number >= 26 else "") + chr(65 + number % 26)


def compared(kind: Kind, example: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values, or columns, of a row by which it is known to be an example: all but the 序号."""
    return {name: each for name, each in example.items() if not numbers_rows(name, kind.fields[name])}


def numbers_rows(name: str, declared: Field) -> bool:
    """Whether a field is the 序号 of its rows, where forms write the word 示例."""
    return NUMBER in map(normalise, (name, *declared.aliases))


def as_compared(value: Cell | Value, declared: Field) -> str:
    """Return what a cell says, however it is typed; empty where that is nothing."""
    if value is None or value == "":
        return ""
    with suppress(Fault):
        value = convert(value, declared)
    return number_text(value) if isinstance(value, float) else normalise(str(value), marks=True)


def example_of(texts: Iterable[str]) -> str:
    """Return the digest of a row's texts, in whatever order its columns stand."""
    return _letters("\n".join(sorted(filter(None, texts))))


def other_version(kind: Kind, texts: Iterable[str]) -> str:
    """Return the version that the lines above a table give, where it is not today's; else an empty string."""
    found = next((mark.version for text in texts if (mark := mark_in(text)).version), "")
    return found if found and found != version_of([kind]) else ""


def differences(kind: Kind, there: Iterable[str], unknown: Sequence[str]) -> str:
    """Return in words which fields a table lacks and which headings it has beside them; empty where there are none."""
    lacking = [name for name, _ in _of_all(kind) if name not in set(there)]
    parts = [f"没有“{'”“'.join(lacking)}”"] if lacking else []
    parts += [f"多出“{'”“'.join(unknown)}”"] if unknown else []
    return "，".join(parts)
