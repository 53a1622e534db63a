"""A figure, measured at once for each group of its rows that have the same in some columns; and the groups that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from reportgen import arithmetic
from reportgen.characters import plain
from reportgen.expressions import expression
from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import quote
from reportgen.ledger.stored_rows import typed
from reportgen.model import DEPARTMENT, UNIT, YEAR, FigureDefinition, Profile, Value
from reportgen.numerals import exact, natural_order, number_text, percent, rounded
from reportgen.profile.queries import column_unit, direct_parts, measuring, parts, selected
from reportgen.values.amounts import conversion

Number = int | float | None
Key = tuple[str | None, ...]  # what stands in each of the columns, as it is compared
_REST = expression("其[他它余]")  # what is named so comes after all that has a name


class Measured(NamedTuple):
    """What a figure comes to in each group that has rows, and where there are none."""

    values: Mapping[Key, Number]
    nothing: Number

    def at(self, key: Key) -> Number:
        """Return what it comes to in a group."""
        return self.values.get(key, self.nothing)


def combined(definition: FigureDefinition, values: Sequence[Number]) -> Number:
    """Return what a rate or a formula comes to, by the values of its parts; None where one has none, or nothing divides."""
    if definition.ratio:
        top, bottom = values
        if top is None or not bottom:
            return None
        return tidy(float(percent(top, bottom, definition.places)))
    from fractions import Fraction

    named = zip(arithmetic.names(definition.formula), values, strict=True)
    given = {name: None if value is None else Fraction(exact(value)) for name, value in named}
    found = arithmetic.value(arithmetic.tree(definition.formula), given)
    if found is None:
        return None
    return tidy(float(rounded(Decimal(found.numerator) / Decimal(found.denominator), definition.places)))


def in_unit(profile: Profile, definition: FigureDefinition, value: Number) -> Number:
    """Return what was measured in the figure's unit, which may be another one than its column's: 万元 for 元."""
    factor = factor_of(profile, definition) if value is not None else None
    return tidy(value if value is None or factor in (None, 1) else float(exact(value) * (factor or 1)))


def factor_of(profile: Profile, definition: FigureDefinition) -> Decimal | None:
    """Return what a number of the column is multiplied with to be in the figure's unit; None where there is no such factor."""
    own = column_unit(profile, definition)
    return conversion(own, definition.unit) if own and definition.unit else Decimal(1)


def tidy(value: Number) -> Number:
    """A number without the noise of binary fractions, and an int where it is whole."""
    if not isinstance(value, float):
        return value
    return int(value) if value.is_integer() else float(number_text(value))


def measured(
    ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int, columns: Sequence[str]
) -> Measured:
    """Return what a figure of a year comes to in each group of its rows, by what stands in these columns; without one, over
    all rows. Raises QueryError.
    """
    if definition.parts:
        found = [
            measured(ledger, profile, part, year, columns)
            for part in direct_parts(profile.figures, definition)
        ]
        keys = dict.fromkeys(key for each in found for key in each.values)
        values = {key: combined(definition, [each.at(key) for each in found]) for key in keys}
        return Measured(values, combined(definition, [each.nothing for each in found]))
    ledger.views.scope(year, definition.years)
    by = [f"plain({quote(each)})" for each in columns]
    grouped = f" GROUP BY {', '.join(map(str, range(1, len(by) + 1)))}" if by else ""
    rows = ledger.views.select(selected(definition, ", ".join((*by, measuring(definition)))) + grouped)
    counts = definition.measure.startswith(("count", "sum"))
    return Measured(
        {tuple(key): in_unit(profile, definition, value) for *key, value in rows}, 0 if counts else None
    )


def groups(
    ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int, columns: Sequence[str]
) -> dict[Key, tuple[Value, ...]]:
    """Return the groups in which a figure has rows, each with the values as they were written first, by the order of the
    departments and files. Raises QueryError.
    """
    found: dict[Key, tuple[Value, ...]] = {}
    named = ", ".join(map(quote, columns))
    compared = [f"plain({quote(each)})" for each in columns]
    for part in parts(profile.figures, definition):
        ledger.views.scope(year, part.years)
        numbers = ", ".join(str(2 + at) for at in range(1, len(columns) + 1))
        sql = (
            selected(part, f"_source, min(_row), {', '.join(compared)}, {named}") + f" GROUP BY 1, {numbers}"
        )
        rows = {(source, row): said for source, row, *said in ledger.views.select(sql)}
        types = [type_of(profile, part.sheet, each) for each in columns]
        for each in in_order(ledger, profile, [(at, part.sheet) for at in rows]):
            key, values = rows[each][: len(columns)], rows[each][len(columns) :]
            found.setdefault(tuple(key), tuple(map(typed, values, types)))
    return found


def values_in(
    profile: Profile, definition: FigureDefinition, column: str, year: int, met: Mapping[str | None, Value]
) -> dict[str | None, Value]:
    """Return the values that make a list's entries: all declared ones, unless the list has only what is present, and all that
    were `met`; what is not declared by its size, words as they came.
    """
    stated = list(
        dict.fromkeys(
            each
            for part in parts(profile.figures, definition)
            for each in declared(profile, part, column, year)
        )
    )
    own = {plain(str(int(value) if isinstance(value, bool) else value)): value for value in stated}
    if definition.present:
        own = {key: value for key, value in own.items() if key in met}
    others = {key: value for key, value in met.items() if key not in own}
    ordered = sorted(
        others, key=lambda key: (key is None, () if own and key is not None else _rank(others[key]))
    )
    return own | {key: others[key] for key in ordered}


def declared(profile: Profile, part: FigureDefinition, column: str, year: int) -> Sequence[Value]:
    """Return the values that a column can have, where the profile says so: an enumeration, the departments that owe the
    sheet, yes and no, the years.
    """
    if column == DEPARTMENT:
        return profile.kinds[part.sheet].owed_in(year)
    if column == UNIT:
        return tuple(
            name
            for name, years in profile.bodies.items()
            if any(years.hold(year - back) for back in range(part.years))
        )
    if column == YEAR:
        return range(year - part.years + 1, year + 1)
    field = profile.kinds[part.sheet].fields.get(column)
    if field is None:
        return ()
    return (True, False) if field.type == "boolean" else field.enum


def type_of(profile: Profile, sheet: str, column: str) -> str:
    """Return the type of what stands in a column."""
    field = profile.kinds[sheet].fields.get(column)
    return field.type if field else "string"


def in_order(
    ledger: Ledger, profile: Profile, rows: Iterable[tuple[tuple[int, int], str]]
) -> list[tuple[int, int]]:
    """Return rows, as (source, row), given with their kinds: body by body, by department as the profile names them, then
    file by file.
    """
    bodies = {name: at for at, name in enumerate(profile.bodies)}
    departments: dict[str, dict[str, int]] = {}
    ranks: dict[int, tuple[object, ...]] = {}

    def rank(source: int, kind: str) -> tuple[object, ...]:
        if kind not in departments:
            names = dict.fromkeys((*profile.kinds[kind].owners, *profile.departments))
            departments[kind] = {name: at for at, name in enumerate(names)}
        origin, known = ledger.origin(source), departments[kind]
        at = known.get(origin.department, len(known))
        return bodies.get(origin.unit, len(bodies)), at, natural_order(origin.file)

    def key(each: tuple[tuple[int, int], str]) -> tuple[object, ...]:
        (source, row), kind = each
        if source not in ranks:
            ranks[source] = rank(source, kind)
        return ranks[source], source, row

    return [each for each, _ in sorted(rows, key=key)]


def _rank(value: Value) -> tuple[Any, ...]:
    """What sorts the values of a column that declares none, and leaves alone the words that begin with no number."""
    if isinstance(value, (int, float)):
        return 0, value
    order = natural_order(str(value)) if value is not None else ()
    if order and order[0][0] == 0:
        return 1, order
    return (4,) if value is None else (3,) if _REST.match(str(value)) else (2,)
