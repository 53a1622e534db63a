"""A template and figures -> every digit and Chinese numeral that the report prints, and whose it is.

There are four kinds: a figure's, a department's text, one that the template's author wrote, and structure, which numbers
headings and pages or comes of the settings. One that is none of these is told as unknown: nobody answers for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from reportgen.expressions import expression
from reportgen.model import Slot
from reportgen.stages.displays import displays
from reportgen.stages.render import chart_slots, figure_slots, nested
from reportgen.word.document import Template

if TYPE_CHECKING:
    from reportgen.model import Figure
    from reportgen.word.printed_pieces import Piece

Kind = Literal["figure", "department", "literal", "structure", "unknown"]
KINDS: Sequence[Kind] = ("figure", "department", "literal", "structure", "unknown")
_NUMERAL = expression(
    r"[-−]?\d[\d,.，．]*[%％‰]?|[〇○零一二三四五六七八九十百千万亿两①-⑳Ⅰ-Ⅻ㈠-㈩]+|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}"
)
_NUMBERING = expression(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节部分条款项编]+|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:\.\d{1,2})*[.、．)）](?!\d)|[①-⑳])"
)
_COUNTERS = ("序号", "中文序号", "末项")
_SETTINGS = "报告."


class Numeral(NamedTuple):
    """A numeral of the report, whose it is, by which tag, and where it stands."""

    kind: Kind
    text: str
    tag: str
    place: str
    context: str


def numerals(template: Template, figures: Mapping[str, Figure], texts: Mapping[str, str]) -> list[Numeral]:
    """Return every numeral that the report prints, in the order of its parts; raise NotWordError."""
    slots = {f"{_SETTINGS}{name}": Slot(text or None, bool(text)) for name, text in texts.items()}
    shown = {tag.name for tag in template.tags if tag.filter}
    for name, figure in figures.items():
        slots |= figure_slots(name, figure, shown=shown) | (
            displays(name, figure) if figure.items is None else {}
        )
    own = "\n".join(each.text for each in template.passages)
    settings = set(texts.values())
    return [
        Numeral(kind, text, tag, passage.place, _context(whole, at, at + len(text)))
        for passage in template.origins(nested(slots, figures) | chart_slots(template, figures))
        for whole in ["".join(each.text for each in passage.pieces)]
        for kind, text, tag, at in _of_passage(passage.pieces, whole, own, settings)
    ]


def _of_passage(
    pieces: Sequence[Piece], whole: str, own: str, settings: set[str]
) -> Iterator[tuple[Kind, str, str, int]]:
    numbering = _NUMBERING.match(whole)
    numbered, start = numbering.end() if numbering else 0, 0
    for piece in pieces:
        for match in _NUMERAL.finditer(piece.text):
            at = start + match.start()
            kind = "structure" if at < numbered and piece.written is None else _kind(piece, own, settings)
            yield kind, match[0], piece.written.name if piece.written else "", at
        start += len(piece.text)


def _kind(piece: Piece, own: str, settings: set[str]) -> Kind:
    """Whose the numerals of a piece are."""
    if piece.written is None:
        if piece.shown or piece.text in settings:
            return "structure"
        return "literal" if piece.text in own else "unknown"
    _, slot, name = piece.written
    if slot.figure:
        return "figure"
    if name.startswith(_SETTINGS) or name in _COUNTERS:
        return "structure"
    return "department"


def _context(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 8) : start]}[{text[start:end]}]{text[end : end + 8]}"
