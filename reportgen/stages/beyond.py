"""The rates of a year -> those of which a part is more than its whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.expressions import expression
from reportgen.ledger.reading import Handed, Ledger
from reportgen.model import Figure, Finding, Place
from reportgen.numerals import figure_text
from reportgen.rules import finding

_WHOLE = 100
_GROWS = expression("增长|增速|增幅|涨|降")
_OF_A_WHOLE = expression("占|比重|份额")  # what 完成率 or 使用率 may exceed, they may not


def beyond_whole(
    ledger: Ledger, figures: Mapping[str, Figure], year: int, found: Collection[Finding] = ()
) -> list[Finding]:
    """Return a warning for each rate of a year that is more than 100 %, an error where it is called a share; of a table, for each
    column its largest. `found` is what is known to be wrong already: of its tables nothing more is said.
    """
    rates = [each for figure in figures.values() for each in _largest(figure)]
    if not rates:
        return []
    known = {each.place[:2] for each in found}
    handed = [each for each in ledger.handed(year) if not each.replaced]
    wrong = {each.kind for each in handed if (each.file, each.sheet) in known}
    return [
        _told(figures, rate, where, handed)
        for rate, where in rates
        if wrong.isdisjoint(figures[name].definition.sheet for name in rate.definition.parts)
    ]


def _largest(figure: Figure) -> Iterator[tuple[Figure, str]]:
    """The rates of a figure that are more than 100 %, each with the entry of which it is."""
    if _is_beyond(figure):
        yield figure, ""
    largest: dict[str, tuple[Figure, str]] = {}
    for item, cells in zip(figure.items or (), figure.cells, strict=False):
        for heading, cell in cells.items():
            if _is_beyond(cell) and (cell.value or 0) > (
                largest[heading][0].value or 0 if heading in largest else 0
            ):
                largest[heading] = cell, f"（{item.get(figure.definition.by)}）"
    yield from largest.values()


def _is_beyond(figure: Figure) -> bool:
    of = figure.definition
    return bool(of.ratio) and (figure.value or 0) > _WHOLE and not _GROWS.search(of.full_name)


def _told(figures: Mapping[str, Figure], rate: Figure, where: str, handed: Sequence[Handed]) -> Finding:
    of = rate.definition
    above, below = (figures[name].definition for name in of.parts)
    shown = figure_text(rate.value or 0, of)
    message = f"“{of.full_name}”{where}是{shown}：分子“{above.name}”比分母“{below.name}”还多"
    tables = [each for each in handed if each.kind == above.sheet]
    table = max(tables, key=lambda each: each.rows, default=None)
    place = Place(table.file, table.sheet, table.header) if table else Place()
    found = finding("FIG009", message, place, department=table.department if table else "")
    return replace(found, severity="error") if _OF_A_WHOLE.search(of.name) else found
