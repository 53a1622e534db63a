"""Figures of a year -> behind each that is printed, what else there is that says the same: without such a thing, nobody sees
that a cell of it is wrong.

What stands behind a figure is a number that somebody else counted, or the same body another time: the 合计 row of its sheets,
an equation of the profile within a row or between sheets, a text of a department that states it. Last year's number is told
apart: it shows a slip that is large, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reportgen.expressions import expression
from reportgen.ledger.reading import Ledger
from reportgen.ledger.stated_totals import stated_totals
from reportgen.model import Check, Figure, FigureDefinition, Profile
from reportgen.numerals import figure_text
from reportgen.profile.queries import compared, measured_field, parts
from reportgen.profile.terms import terms, variants
from reportgen.prose.naming import agrees, naming
from reportgen.prose.printed import printed_texts
from reportgen.word.tags import Tag, scan

Sort = Literal["total", "row", "sheet", "text", "last_year"]
_EQUAL = expression(r"<>|!=|\bIS\s+NOT\b(?!\s+NULL)", re.IGNORECASE)
_ADDED = expression(r"\b(?:count|sum|total|added)\s*\(", re.IGNORECASE)
_COUNTED = expression(r"\bcount\s*\(", re.IGNORECASE)


class Relation(NamedTuple):
    """Something that says the same as a figure: of what sort, and in words; `code` is the check that compares the two."""

    sort: Sort
    said: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """A figure that is printed, and what stands behind it."""

    figure: Figure
    relations: tuple[Relation, ...] = ()

    @property
    def name(self) -> str:
        """The figure's full name."""
        return self.figure.definition.full_name

    @property
    def is_seen(self) -> bool:
        """Whether a slip in its cells is seen, however small."""
        return any(each.sort != "last_year" for each in self.relations)


def coverage(
    ledger: Ledger, profile: Profile, figures: Mapping[str, Figure], year: int, silent: Sequence[str] = ()
) -> tuple[Covered, ...]:
    """Return the figures of a year that the report prints as numbers, in the profile's order, with what stands behind each;
    `silent` are names that say nothing of what is counted.
    """
    tags = [tag for line in profile.lines for tag in scan(line)]
    came = {kind for _, kind in ledger.received(year)}
    told = _told(ledger, profile, figures, tags, year, silent)
    found: dict[str, tuple[Relation, ...]] = {}
    for name, figure in figures.items():
        if not figure.definition.parts:
            own = [*_totals(ledger, figure.definition, year), *_checks(profile, figure.definition, came)]
            found[name] = (*own, *told.get(name, ()), *_last_year(figure))
    for name, figure in figures.items():
        if figure.definition.parts:
            found[name] = (
                *_of_parts(profile, figure.definition, found),
                *told.get(name, ()),
                *_last_year(figure),
            )
    return tuple(Covered(figures[name], found[name]) for name in figures if name in _printed(figures, tags))


def _printed(figures: Mapping[str, Figure], tags: Sequence[Tag]) -> set[str]:
    """The figures that are printed as a number, or as numbers; the rows of a list are words."""
    named = {tag.name for tag in tags if tag.kind == "print"}
    lists = {tag.name for tag in tags}
    return {
        name
        for name, each in figures.items()
        if not each.absent and not each.definition.rows and name in (lists if each.definition.by else named)
    }


def _totals(ledger: Ledger, definition: FigureDefinition, year: int) -> Iterator[Relation]:
    """The 合计 rows of the figure's sheets, where it adds up all their rows."""
    field = measured_field(definition.measure)
    whole = not (definition.where or definition.by) and definition.years == 1
    if (
        whole
        and definition.measure.startswith("sum")
        and field in stated_totals(ledger, definition.sheet, year)
    ):
        yield Relation("total", f"“{definition.sheet}”表合计行的{field}")


def _checks(profile: Profile, definition: FigureDefinition, came: set[str]) -> Iterator[Relation]:
    """The checks that compare the figure's cells, or their number or sum, with others, of sheets that have come."""
    read = {field for _, field in profile.reads.get(definition.full_name, ())}
    own = {field for field in read if field and not field.startswith("_")}
    for check in profile.checks.values():
        reads = profile.reads[check.code]
        kinds = {kind for kind, _ in reads}
        if definition.sheet not in kinds or not kinds <= came:
            continue
        others = sorted(kinds - {definition.sheet})
        asked = own <= {field for kind, field in reads if kind == definition.sheet}
        for each in filter(_compares, variants(check)):
            if check.sheet == definition.sheet:
                if measured_field(definition.measure) in _compared_columns(each):
                    where = f"“{others[0]}”表" if others else "同一行的别的数"
                    yield Relation("sheet" if others else "row", f"{where}（{each.title}）", check.code)
            elif asked and any(_same_rows(text, definition) for text in _counting(each, definition.sheet)):
                yield Relation("sheet", f"“{check.sheet}”表（{each.title}）", check.code)


def _compares(check: Check) -> bool:
    """Whether a check asks of a number that it be the same as others, or as many as there are rows."""
    return bool(check.equation or (_EQUAL.search(check.query) and _ADDED.search(check.query)))


def _compared_columns(check: Check) -> set[str]:
    """The columns of its own sheet that a check compares."""
    if not check.equation:
        return {check.marks} - {""}
    return {each.column for each in terms(check.equation)} - {""}


def _counting(check: Check, sheet: str) -> list[str]:
    """What of a check's SQL counts or adds up another sheet."""
    if not check.equation:
        return [check.query]
    return [each.text for each in terms(check.equation) if each.counts == sheet]


def _same_rows(sql: str, definition: FigureDefinition) -> bool:
    """Whether SQL counts or adds up what a figure does, of the same rows."""
    asked = {(name, tuple(texts), no) for name, texts, no in compared(sql)}
    counts = {(name, tuple(texts), no) for name, texts, no in compared(definition.where)}
    by_count = definition.measure == "count(*)"
    added = measured_field(definition.measure) in sql
    return (
        asked == counts
        and definition.years == 1
        and by_count == bool(_COUNTED.search(sql))
        and (by_count or added)
        and not definition.by
    )


def _told(
    ledger: Ledger,
    profile: Profile,
    figures: Mapping[str, Figure],
    tags: Sequence[Tag],
    year: int,
    silent: Sequence[str],
) -> dict[str, list[Relation]]:
    """The texts of departments that state a figure, and no other that has the same value."""
    texts = printed_texts(ledger, profile, tags, year)
    if not texts:
        return {}
    names = naming([each.definition for each in figures.values()], profile.kinds, profile.lines, silent)
    found: dict[str, list[Relation]] = {}
    for each in texts:
        for number, named in names.named(each.text, year):
            valued = [figures[name] for name in named if figures[name].value is not None]
            agreeing = [one for one in valued if agrees(number, one.value or 0, one.definition)]
            if len(agreeing) == 1:
                said = f"{each.department or '部门'}的文字 {each.place}"
                found.setdefault(agreeing[0].definition.full_name, []).append(Relation("text", said))
    return found


def _last_year(figure: Figure) -> Iterator[Relation]:
    if figure.previous is not None:
        shown = figure_text(figure.previous, figure.definition)
        yield Relation("last_year", f"{figure.before}是{shown}{figure.definition.unit_behind}")


def _of_parts(
    profile: Profile, definition: FigureDefinition, found: Mapping[str, tuple[Relation, ...]]
) -> Iterator[Relation]:
    """What stands behind a rate, a formula or a table: what stands behind each of its numbers."""
    behind = [found[each.full_name] for each in parts(profile.figures, definition)]
    seen = [[each for each in relations if each.sort != "last_year"] for relations in behind]
    if seen and all(seen):
        yield from dict.fromkeys(each for relations in seen for each in relations)
