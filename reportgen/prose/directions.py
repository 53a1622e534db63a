"""A text -> which way it says that something has changed against last year: 同比下降, 与上年持平."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reportgen.expressions import expression

_MORE, _LESS = ("上升", "增长", "增加", "提高", "提升"), ("下降", "减少", "降低", "回落")
_CHANGED = expression(
    r"(?:(?:[与和同](?:上年|去年)(?:同期)?相?比?|同比|[比较](?:上年|去年)(?:同期)?)(?:均|都|有所|略有|大幅|明显|小幅|显著|保持)?)"
    rf"(?P<way>{'|'.join((*_MORE, *_LESS, '持平'))})"
)


class Change(NamedTuple):
    """What a text says that something has done against last year, from `start` on: `way` is 1, 0 or -1."""

    start: int
    said: str
    way: int


def changes(text: str) -> Iterator[Change]:
    """Yield which way a text says that something has changed."""
    for match in _CHANGED.finditer(text):
        way = match["way"]
        yield Change(match.start(), match[0], 1 if way in _MORE else -1 if way in _LESS else 0)
