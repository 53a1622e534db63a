"""Stage 2: the ledger and the figure definitions -> the figures of a year, each with the rows it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from reportgen.expressions import expression
from reportgen.ledger.reading import Ledger, typed
from reportgen.ledger.sql import QueryError, quote
from reportgen.model import (
    COUNT,
    Figure,
    FigureDefinition,
    Finding,
    Place,
    Profile,
    Source,
    Value,
    column_letters,
)
from reportgen.numerals import figure_text, natural_order, number_text, percent
from reportgen.profile.queries import measured_field, measuring, selected
from reportgen.quotations import may_quote
from reportgen.rules import finding
from reportgen.values.personal import masked

_REST = expression("其[他它余]")  # what is named so comes after all that has a name


class Record(NamedTuple):
    """A row that a figure was computed from: its cell that counts, its values by field, none personal, and what is written
    in cells of which the value says it otherwise.
    """

    place: Place
    values: Mapping[str, Value]
    raws: Mapping[str, str]


def figures(ledger: Ledger, profile: Profile, year: int) -> tuple[dict[str, Figure], list[Finding]]:
    """Return every figure of the profile by its name, in the profile's order.

    A figure whose sheets have not been received has no value; last year's value stands in `previous` where
    last year's sheets have been. A blank cell under a sum or an extreme is a finding, and so is a condition
    that cannot be run on the rows there are.
    """
    now, before = _Year(ledger, profile, year), _Year(ledger, profile, year - 1)
    found: dict[str, Figure] = {}
    findings: dict[tuple[Place, str], Finding] = {}
    for name, definition in profile.figures.items():
        try:
            found[name] = _figure(now, before, definition)
            for each in now.doubts(definition):
                findings.setdefault((each.place, each.code), each)
        except QueryError as error:
            place = Place(f"{profile.name}/figures.yaml", name)
            findings[place, name] = finding("PRO003", str(error), place)
            found[name] = Figure(definition, None, None, absent=True)
    return _quoting(found), list(findings.values())


def _quoting(found: dict[str, Figure]) -> dict[str, Figure]:
    """The figures, of which texts of departments may quote others."""
    if not any(
        may_quote(value) for each in found.values() for item in each.items or () for value in item.values()
    ):
        return found
    from reportgen.stages.quoted import quoted

    return quoted(found)


def sources(
    ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int, *, cells: bool = True
) -> list[Source]:
    """Return the rows a figure was computed from, in the order of the sheets: for a ratio, those of its denominator
    and numerator, each once; with their cells or without. Personal columns are left out. Raises QueryError.
    """
    found = _rows(ledger, profile, definition, year)
    origins = {source: ledger.origin(source) for source, _ in found}
    places = _in_order(ledger, profile, found.items())
    if not cells:
        return [Source(origins[source].file, origins[source].sheet, row) for source, row in places]
    return [_source(ledger, found[source, row], source, row) for source, row in places]


def records(ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int) -> list[Record]:
    """Return the rows a figure was computed from as `sources` does, by field. Raises QueryError."""
    found = _rows(ledger, profile, definition, year)
    counts = measured_field(definition.measure) or definition.by or next(iter(definition.rows), "")
    made = []
    for source, row in _in_order(ledger, profile, found.items()):
        values = {
            name: masked(value) if isinstance(value, str) else value
            for name, value in ledger.cells(found[source, row], source, row).items()
        }
        raws = {name: masked(raw) for name in values if (raw := ledger.raw(source, row, name))}
        columns = ledger.origin(source).columns
        at = counts if counts in values else next((name for name in columns if name in values), "")
        made.append(Record(ledger.place(source, row, at), values, raws))
    return made


def counted(ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int) -> int:
    """Return how many rows a figure was computed from: as many as `sources` returns. Raises QueryError."""
    if definition.ratio:
        return len(_rows(ledger, profile, definition, year))
    ledger.views.scope(year, definition.years)
    ((count,),) = ledger.views.select(selected(definition, "count(*)"))
    return int(count)


def _rows(
    ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int
) -> dict[tuple[int, int], str]:
    """The rows that a figure was computed from, as (source, row), each with its kind. Raises QueryError."""
    found: dict[tuple[int, int], str] = {}
    for part in _parts(profile, definition):
        ledger.views.scope(year, part.years)
        for source, row in ledger.views.select(selected(part, "_source, _row")):
            found[source, row] = part.sheet
    return found


def _figure(now: _Year, before: _Year, definition: FigureDefinition) -> Figure:
    absent = now.absent(definition)
    if definition.by or definition.rows:
        items, places = now.items(definition)
        return Figure(definition, None, _listed(items), items, places, absent=absent)
    value = now.value(definition)
    text = None if absent else definition.empty or None
    if value is not None:
        text = figure_text(value, definition)
    return Figure(definition, value, text, previous=before.value(definition), absent=absent)


class _Year:
    """The figures of one year. Knows which kinds of sheet have been received."""

    def __init__(self, ledger: Ledger, profile: Profile, year: int) -> None:
        self._ledger = ledger
        self._profile = profile
        self._year = year
        self._lacking: dict[int, set[str]] = {}

    def value(self, definition: FigureDefinition) -> int | float | None:
        """Return the value of a figure that is no list; None where a sheet is missing, or nothing can be computed."""
        if self.absent(definition):
            return None
        if definition.ratio:
            return self._ratio(definition)
        self._ledger.views.scope(self._year, definition.years)
        ((value,),) = self._ledger.views.select(selected(definition, measuring(definition.measure)))
        return 0 if value is None and definition.measure.startswith("sum") else _plain(value)

    def items(self, definition: FigureDefinition) -> tuple[tuple[Mapping[str, Value], ...], tuple[str, ...]]:
        """Return the entries of a list, and where each stands."""
        if self.absent(definition):
            return (), ()
        self._ledger.views.scope(self._year, definition.years)
        if definition.by:
            return self._counts(definition), ()
        columns = ", ".join(map(quote, definition.rows))
        rows = self._ledger.views.select(selected(definition, f"_source, _row, {columns}"))
        values = {(source, row): said for source, row, *said in rows}
        order = _in_order(self._ledger, self._profile, [(each, definition.sheet) for each in values])
        places = tuple(str(self._ledger.place(source, row, definition.rows[0])) for source, row in order)
        fields = self._profile.kinds[definition.sheet].fields
        types = [fields[name].type if name in fields else "string" for name in definition.rows]
        items = ([typed(*each) for each in zip(values[key], types, strict=True)] for key in order)
        return tuple(dict(zip(definition.rows, item, strict=True)) for item in items), places

    def absent(self, definition: FigureDefinition) -> bool:
        """Whether a sheet that the figure reads has not been received: in one of its years, or from one of the
        departments that owe it.
        """
        return any(
            kind in self._absent(self._year - back)
            for part in _parts(self._profile, definition)
            for kind, _ in self._profile.reads[part.full_name]
            for back in range(part.years)
        )

    def _absent(self, year: int) -> set[str]:
        """The kinds of sheet of which one that is owed has not been received for a year."""
        if year not in self._lacking:
            received = self._ledger.received(year)
            sent = {kind for _, kind in received}
            self._lacking[year] = {
                kind.name
                for kind in self._profile.kinds.values()
                if kind.name not in sent
                or any((owner, kind.name) not in received for owner in kind.owed_in(year))
            }
        return self._lacking[year]

    def doubts(self, definition: FigureDefinition) -> list[Finding]:
        """What is doubtful of a figure that has just been computed: that its working days are estimated, and blanks."""
        calendar, estimated = self._ledger.views.calendar, []
        if missing := set(calendar.estimates.values()):
            years = "、".join(f"{year}年" for year in sorted(missing))
            message = f"{years}没有假日表，“{definition.full_name}”按工作日数的是估算的"
            place = Place(f"{self._profile.name}/figures.yaml", definition.full_name)
            estimated = [finding("PRO012", message, place)]
            calendar.estimates.clear()
        return [*estimated, *self.blanks(definition)]

    def blanks(self, definition: FigureDefinition) -> list[Finding]:
        """The blank cells of the column that a figure measures or groups by, but for outcomes that are open yet."""
        name = measured_field(definition.measure)
        by = self._profile.kinds[definition.sheet].fields.get(definition.by) if definition.by else None
        if by and not by.as_of:
            name = definition.by
        if definition.ratio or not name or self.absent(definition):
            return []
        self._ledger.views.scope(self._year, definition.years)
        inner = selected(definition, "*")
        rows = self._ledger.views.select(f'SELECT _source, _row FROM ({inner}) WHERE "{name}" IS NULL')
        # what counts as open at the cut-off has been filled
        rows = [
            (source, row)
            for source, row in rows
            if self._ledger.is_blank(definition.sheet, source, row, name)
        ]
        if not rows:
            return []
        from reportgen.values.remedies import remedy

        message = f"{name}没有填，“{definition.full_name}”要用它计算"
        fix = remedy("CEL002", self._profile.kinds[definition.sheet].fields[name], "")
        return [
            finding(
                "FIG002",
                message,
                self._ledger.place(source, row, name),
                department=self._ledger.origin(source).department,
                fix=fix,
            )
            for source, row in rows
        ]

    def _ratio(self, definition: FigureDefinition) -> int | float | None:
        top, bottom = (
            self.value(self._profile.figures[f"{definition.group}.{name}"]) for name in definition.ratio or ()
        )
        if top is None or not bottom:
            return None
        return _plain(float(percent(top, bottom, definition.decimals)))

    def _counts(self, definition: FigureDefinition) -> tuple[Mapping[str, Value], ...]:
        """The number of rows for each value of a field: in the order of its declared values or of the departments, else
        numbers by size, then words as they first came.
        """
        kind = self._profile.kinds[definition.sheet]
        declared = kind.fields[definition.by].enum if definition.by in kind.fields else ()
        by = quote(definition.by)
        groups = self._ledger.views.select(
            selected(definition, f"_source, min(_row), plain({by}), {by}, count(*)") + " GROUP BY 1, 3"
        )
        at = {(source, row): group for source, row, *group in groups}
        spelled: dict[Any, Any] = {}
        counts: dict[Any, int] = dict.fromkeys(declared, 0)
        for each in _in_order(self._ledger, self._profile, [(each, kind.name) for each in at]):
            plain, value, count = at[each]
            value = spelled.setdefault(plain, value)
            counts[value] = counts.get(value, 0) + count
        counts = {value: count for value, count in counts.items() if count}
        values = sorted(counts, key=_rank) if not declared else counts
        return tuple({definition.by: value, COUNT: counts[value]} for value in values)


def _parts(profile: Profile, definition: FigureDefinition) -> list[FigureDefinition]:
    """The figures that select rows: the two of a ratio, or the figure itself."""
    if definition.ratio:
        return [profile.figures[f"{definition.group}.{name}"] for name in definition.ratio]
    return [definition]


def _in_order(
    ledger: Ledger, profile: Profile, rows: Iterable[tuple[tuple[int, int], str]]
) -> list[tuple[int, int]]:
    """Rows, as (source, row), given with their kinds: by department as the profile names them, then file by file."""
    departments: dict[str, dict[str, int]] = {}

    def key(each: tuple[tuple[int, int], str]) -> tuple[object, ...]:
        (source, row), kind = each
        if kind not in departments:
            departments[kind] = {name: at for at, name in enumerate(_departments(profile, kind))}
        department = ledger.origin(source).department
        return departments[kind].get(department, len(departments[kind])), ledger.order(source, row)

    return [each for each, _ in sorted(rows, key=key)]


def _departments(profile: Profile, kind: str) -> tuple[str, ...]:
    """The departments in the order in which a kind of sheet names those that owe it, then the others."""
    return tuple(dict.fromkeys((*profile.kinds[kind].owners, *profile.departments)))


def _rank(value: Value) -> tuple[object, ...]:
    """What sorts the values of a column that declares none, and leaves alone the words that begin with no number."""
    if isinstance(value, (int, float)):
        return 0, value
    order = natural_order(value) if isinstance(value, str) else ()
    if order and order[0][0] == 0:
        return 1, order
    return (4,) if value is None else (3,) if _REST.match(str(value)) else (2,)


def _source(ledger: Ledger, kind: str, source: int, row: int) -> Source:
    origin = ledger.origin(source)
    values = ledger.cells(kind, source, row)
    places = {
        name: f"{column_letters(column)}{row}" for name, column in origin.columns.items() if name in values
    }
    cells = {
        place: masked(value) if isinstance(value := values[name], str) else value
        for name, place in places.items()
    }
    raws = {place: masked(raw) for name, place in places.items() if (raw := ledger.raw(source, row, name))}
    return Source(origin.file, origin.sheet, row, cells, raws)


def _plain(value: int | float | None) -> int | float | None:
    """A number without the noise of binary fractions, and an int where it is whole."""
    if not isinstance(value, float):
        return value
    return int(value) if value.is_integer() else float(number_text(value))


def _listed(items: tuple[Mapping[str, Value], ...]) -> str:
    return "；".join("".join(str(value) for value in item.values() if value is not None) for item in items)
