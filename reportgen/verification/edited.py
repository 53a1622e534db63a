"""A report and a file of it -> the paragraphs of both between which something is not as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.verification.verified import Text


def edited(expected: Sequence[Text], found: Sequence[Text]) -> tuple[range, range]:
    """Return the paragraphs of either that are between those that are the same from the beginning and to the end, and the one before,
    behind which a figure is deleted.
    """
    both = min(len(expected), len(found))
    first = next((at for at in range(both) if not _is_kept(expected[at], found[at])), both)
    left = both - first
    last = next((at for at in range(left) if not _is_kept(expected[-1 - at], found[-1 - at])), left)
    first = next((at for at in range(first - 1, -1, -1) if expected[at].text.strip()), 0)
    return range(first, len(expected) - last), range(first, len(found) - last)


def _is_kept(one: Text, other: Text) -> bool:
    """Whether a paragraph says the same, with its marks or without any."""
    if one == other:
        return True
    return says_same(one, other) and (not other.stretches or [*one.stretches] == [*other.stretches])


def says_same(one: Text, other: Text) -> bool:
    """Whether two paragraphs say the same; where nothing is marked, with however many blanks, which stand for a page's number."""
    if one.text == other.text:
        return True
    marked = one.stretches or other.stretches
    return not marked and one.text.split() == other.text.split()
