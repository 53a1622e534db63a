"""A year's rows, the lists that are to print their texts, and what a template prints of them -> the texts that no tag prints."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import quote
from reportgen.model import FigureDefinition, Finding, Profile
from reportgen.profile.queries import selected
from reportgen.rules import finding

_PROSE = 10  # characters: shorter texts are names, numbers and kinds
_Row = tuple[int, int]  # a source and a row in it


def unprinted(
    ledger: Ledger, profile: Profile, printed: Collection[tuple[str, str]], year: int
) -> list[Finding]:
    """Return a warning for each column of texts of which rows are printed by no list, at the first such cell; `printed` are
    the lists of the template, each with a name within it. A column that no list of the profile takes is not meant to be printed.
    """
    columns: dict[tuple[str, str], list[FigureDefinition]] = {}
    for each in profile.figures.values():
        for name in each.rows:
            field = profile.kinds[each.sheet].fields.get(name)
            if field and field.type == "string" and not field.enum:
                columns.setdefault((each.sheet, name), []).append(each)
    found = []
    for (sheet, name), lists in columns.items():
        long = f"length({quote(name)}) >= {_PROSE}"
        rows = set(_rows(ledger, f"SELECT _source, _row FROM {quote(sheet)} WHERE {long}", year))
        for each in lists:
            if (each.full_name, name) in printed:
                rows -= set(_rows(ledger, selected(each, "_source, _row"), year, each.years))
        if rows:
            without = [each for each in lists if (each.full_name, name) not in printed]
            found.append(_told(ledger, profile, sheet, name, rows, without or lists))
    return found


def _rows(ledger: Ledger, sql: str, year: int, years: int = 1) -> Iterator[_Row]:
    ledger.views.scope(year, years)
    yield from ledger.views.select(sql)


def _told(
    ledger: Ledger, profile: Profile, sheet: str, name: str, rows: set[_Row], lists: list[FigureDefinition]
) -> Finding:
    source, row = min(rows, key=lambda each: ledger.order(*each))
    shown = "、".join(f"{{{{#{each.full_name}}}}}" for each in lists[:3]) + "等" * (len(lists) > 3)
    message = f"《{profile.kinds[sheet].title}》有{len(rows)}行的“{name}”没有标签来印，报告里没有这些文字"
    fix = f"在模板里用清单的标签（{shown}）印“{name}”；不要印的，可以不改"
    return finding("TPL015", message, ledger.place(source, row, name), fix=fix)
