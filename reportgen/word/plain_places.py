"""Paragraphs that were read without a tree -> where they stand, as `places.describe` says it; of those in tables nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from reportgen.expressions import expression
from reportgen.word.package import PRINTED, Package
from reportgen.word.places import SHOWN, headings_of, says_heading

_TABLE = expression(r"w:tbl[\s>]")
_LOOK = expression(r"\s*<w:pPr>(.*?)</w:pPr>")
_STYLE, _LEVEL = (expression(rf'<w:{each} w:val="([^"]*)"') for each in ("pStyle", "outlineLvl"))


def describe(
    package: Package,
    part: str,
    text: str,
    starts: Sequence[int],
    said_by: Callable[[int], str],
    wanted: Collection[int],
) -> dict[int, str] | None:
    """Say of each wanted paragraph where it stands, by where they start in the text of their part, and what they say; None where
    that takes a tree. Raises NotWordError.
    """
    label = package.label(part)
    tables = list(_tables(text)) if "<w:tbl" in text else []
    inside = [any(start < each < end for start, end in tables) for each in starts] if tables else []
    if "pPrChange" in text or any(inside[at] for at in wanted if inside):
        return None
    if label != PRINTED[0]:
        return dict.fromkeys(wanted, label)
    headings, heading, ordinal = headings_of(package), "", 0

    def heads(at: int) -> bool:
        look = _look(text, starts[at], starts[at + 1] if at + 1 < len(starts) else len(text))
        return not (inside and inside[at]) and says_heading(said_by(at).strip(), *look, headings)

    places: dict[int, str] = {}
    first = next((at for at in range(min(wanted), -1, -1) if heads(at)), 0)
    for at in range(first, max(wanted) + 1):
        said = said_by(at).strip()
        if inside and inside[at]:
            continue
        if heads(at):
            heading, ordinal, place = said[:SHOWN], 0, "标题"
        else:
            ordinal += bool(said)
            place = f"{f'“{heading}”下' if heading else '正文'}第{ordinal}段"
        if at in wanted:
            places[at] = place
    return places


def _look(text: str, start: int, end: int) -> tuple[str, str | None]:
    """The style of a paragraph and its outline level."""
    look = _LOOK.match(text, start, end)
    if not look:
        return "", None
    style, level = _STYLE.search(look[1]), _LEVEL.search(look[1])
    return style[1] if style else "", level[1] if level else None


def _tables(text: str) -> Iterator[tuple[int, int]]:
    """From where to where the tables reach that stand in no other."""
    depth = start = 0
    for match in _TABLE.finditer(text):
        before = text[match.start() - 2 : match.start()]
        if before == "</":
            depth -= 1
            if not depth:
                yield start, match.end()
        elif before[-1:] == "<":
            start = start if depth else match.start()
            depth += 1
