"""Stage 2: the ledger and the figure definitions -> the figures of a year, each with the rows it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportgen.aliases import Years
from reportgen.definitions import YEAR, called
from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import QueryError, quote
from reportgen.ledger.stored_rows import typed
from reportgen.model import (
    UNIT,
    Figure,
    FigureDefinition,
    Finding,
    Place,
    Profile,
    Source,
    Value,
    column_letters,
)
from reportgen.numerals import figure_text
from reportgen.periods import LAST_PART
from reportgen.profile.queries import (
    SINGLE,
    condition,
    direct_parts,
    measured_field,
    measuring,
    parts,
    selected,
)
from reportgen.quotations import any_may_quote
from reportgen.rules import finding
from reportgen.stages.entries import entries, headings, told
from reportgen.stages.grouped import combined, in_order, in_unit, type_of
from reportgen.values.personal import masked
from reportgen.workspace.staffed import of_body

_ALONE = {"": Years()}  # a body without a name, where there are not several


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
            for each in now.doubts(found[name]):
                findings.setdefault((each.place, _once(each)), each)
        except QueryError as error:
            place = Place(f"{profile.name}/figures.yaml", name)
            findings[place, name] = finding("PRO003", str(error), place)
            found[name] = Figure(definition, None, None, absent=True)
    return _quoting(_beside(found, ledger.views.part)), list(findings.values())


def _beside(found: dict[str, Figure], part: str) -> dict[str, Figure]:
    """The figures; of a part of the year, they stand beside the same part of the year before."""
    if not part:
        return found
    return {
        name: each._replace(before=LAST_PART, cells=tuple(_beside(dict(one), part) for one in each.cells))
        for name, each in found.items()
    }


def _quoting(found: dict[str, Figure]) -> dict[str, Figure]:
    """The figures, of which texts of departments may quote others."""
    if not any(any_may_quote(each.items or ()) for each in found.values()):
        return found
    from reportgen.stages.quoted import quoted

    return quoted(found)


def one_of(
    found: Mapping[str, Figure], ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int
) -> Figure:
    """Return a figure of those that were found, or what a cell of a table comes to by itself. Raises QueryError."""
    known = found[definition.full_name]
    if known.definition == definition:
        return known
    return _figure(_Year(ledger, profile, year), _Year(ledger, profile, year - 1), definition)


def sources(
    ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int, *, cells: bool = True
) -> list[Source]:
    """Return the rows a figure was computed from, in the order of the sheets: for a ratio, those of its denominator
    and numerator, each once; with their cells or without. Personal columns are left out. Raises QueryError.
    """
    found = _rows(ledger, profile, definition, year)
    origins = {source: ledger.origin(source) for source, _ in found}
    places = in_order(ledger, profile, found.items())
    if not cells:
        return [Source(origins[source].file, origins[source].sheet, row) for source, row in places]
    return [_source(ledger, found[source, row], source, row) for source, row in places]


class Records:
    """The rows that the figures of a year were computed from, each read once."""

    def __init__(self, ledger: Ledger, profile: Profile, year: int) -> None:
        self._ledger = ledger
        self._profile = profile
        self._year = year
        self._read: dict[
            tuple[int, int], tuple[Mapping[str, Value], Mapping[str, str]]
        ] = {}  # values and raws

    def of(self, definition: FigureDefinition) -> list[Record]:
        """Return the rows of a figure as `sources` does, by field. Raises QueryError."""
        found = _rows(self._ledger, self._profile, definition, self._year)
        counts = measured_field(definition.measure) or definition.by or next(iter(definition.rows), "")
        kinds: dict[str, list[tuple[int, int]]] = {}
        for place in found.keys() - self._read.keys():
            kinds.setdefault(found[place], []).append(place)
        for kind, places in kinds.items():
            for place, values in zip(places, self._ledger.rows(kind, places), strict=True):
                shown = {
                    name: masked(value) if isinstance(value, str) else value for name, value in values.items()
                }
                self._read[place] = shown, self._raws(*place, shown)
        made = []
        for source, row in in_order(self._ledger, self._profile, found.items()):
            by_field, raws = self._read[source, row]
            columns = self._ledger.origin(source).columns
            at = counts if counts in by_field else next((name for name in columns if name in by_field), "")
            made.append(Record(self._ledger.place(source, row, at), by_field, raws))
        return made

    def _raws(self, source: int, row: int, values: Mapping[str, Value]) -> Mapping[str, str]:
        written = self._ledger.raws(source)
        texts = {name: written[name].get(str(row)) for name in values if name in written}
        return {name: masked(text) for name, text in texts.items() if text}


def counted(ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int) -> int:
    """Return how many rows a figure was computed from: as many as `sources` returns. Raises QueryError."""
    if definition.parts:
        return len(_rows(ledger, profile, definition, year))
    ledger.views.scope(year, definition.years)
    ((count,),) = ledger.views.select(selected(definition, "count(*)"))
    return int(count)


def _rows(
    ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int
) -> dict[tuple[int, int], str]:
    """The rows that a figure was computed from, as (source, row), each with its kind. Raises QueryError."""
    found: dict[tuple[int, int], str] = {}
    for part in parts(profile.figures, definition):
        ledger.views.scope(year, part.years)
        for source, row in ledger.views.select(selected(part, "_source, _row")):
            found[source, row] = part.sheet
    return found


def _figure(now: _Year, before: _Year, definition: FigureDefinition) -> Figure:
    absent = now.absent(definition)
    if definition.is_list:
        return now.listed(definition, before)
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
        # what a table is measured by stands in one row of each group, and not in one of all
        self._columns = {part for each in profile.figures.values() if each.columns for part in each.parts}

    def value(self, definition: FigureDefinition) -> int | float | None:
        """Return the value of a figure that is no list; None where a sheet is missing, or nothing can be computed."""
        if self.absent(definition):
            return None
        if definition.parts:
            return combined(
                definition, list(map(self.value, direct_parts(self._profile.figures, definition)))
            )
        self._ledger.views.scope(self._year, definition.years)
        ((value,),) = self._ledger.views.select(selected(definition, measuring(definition)))
        return in_unit(self._profile, definition, value)

    def listed(self, definition: FigureDefinition, before: _Year) -> Figure:
        """Return a list with its entries: by a column, or of rows, with the place of each."""
        if self.absent(definition):
            known = headings(definition, self._profile.kinds)
            cells = ({each: Figure(definition, None, None, absent=True) for each in known},) if known else ()
            return Figure(definition, None, "", (), absent=True, cells=cells)
        if definition.by:
            last = not before.absent(definition)
            items, numbers = entries(self._ledger, self._profile, definition, self._year, before=last)
            text = "；".join(map(told, items, numbers))
            return Figure(definition, None, text, items, cells=numbers)
        self._ledger.views.scope(self._year, definition.years)
        columns = ", ".join(map(quote, definition.rows))
        rows = self._ledger.views.select(selected(definition, f"_source, _row, {columns}"))
        values = {(source, row): said for source, row, *said in rows}
        order = in_order(self._ledger, self._profile, [(each, definition.sheet) for each in values])
        places = tuple(str(self._ledger.place(source, row, definition.rows[0])) for source, row in order)
        types = [type_of(self._profile, definition.sheet, name) for name in definition.rows]
        written = ([typed(*each) for each in zip(values[key], types, strict=True)] for key in order)
        items = tuple(dict(zip(definition.rows, item, strict=True)) for item in written)
        return Figure(definition, None, "；".join(map(told, items)), items, places)

    def absent(self, definition: FigureDefinition) -> bool:
        """Whether a sheet that the figure reads has not been received: in one of its years, or from one of the
        departments that owe it.
        """
        return any(
            kind in self._absent(self._year - back)
            for part in (*parts(self._profile.figures, definition), definition)
            for kind, _ in self._profile.reads.get(part.full_name, ())
            for back in range(part.years)
        )

    def _absent(self, year: int) -> set[str]:
        """The kinds of sheet of which one that is owed has not been received for a year."""
        if year not in self._lacking:
            bodies = [name for name, years in (self._profile.bodies or _ALONE).items() if years.hold(year)]
            self._lacking[year] = {name for body in bodies for name in self._not_come(body, year)}
        return self._lacking[year]

    def _not_come(self, body: str, year: int) -> Iterator[str]:
        """The kinds of sheet of which one that a body's departments owe has not come; where it has none of these, none is owed."""
        received = self._ledger.received(year, body)
        sent = {kind for _, kind in received}
        for kind in of_body(self._profile, body).kinds.values():
            owed = any((owner, kind.name) not in received for owner in kind.owed_in(year))
            if owed or not (kind.name in sent or kind.spared_in(year)):
                yield kind.name

    def doubts(self, figure: Figure) -> list[Finding]:
        """What is doubtful of a figure that has just been computed: that its working days are estimated, blanks, and values
        of which there is not one.
        """
        definition = figure.definition
        calendar, estimated = self._ledger.views.calendar, []
        if missing := set(calendar.estimates.values()):
            years = "、".join(f"{year}年" for year in sorted(missing))
            message = f"{years}没有假日表，“{definition.full_name}”按工作日数的是估算的"
            place = Place(f"{self._profile.name}/figures.yaml", definition.full_name)
            estimated = [finding("PRO012", message, place)]
            calendar.estimates.clear()
        if figure.absent or (definition.parts and not definition.by):
            return estimated
        numbers = [cell for cells in figure.cells for cell in cells.values()]
        if definition.full_name not in self._columns:
            numbers.append(figure)
        return [
            *estimated,
            *self._blanks(definition),
            *self._shared(definition),
            *(found for each in numbers if each.value is None for found in self._not_one(each.definition)),
        ]

    def _blanks(self, definition: FigureDefinition) -> Iterator[Finding]:
        """The blank cells of the columns that a figure measures or groups by, but for outcomes that are open yet, and
        blanks that are kept.
        """
        measured = "" if definition.blank else measured_field(definition.measure)
        for part in parts(self._profile.figures, definition):
            fields = self._profile.kinds[part.sheet].fields
            by = [each for each in (definition.within, definition.by, definition.across) if each in fields]
            closed = [each for each in by if not fields[each].as_of]
            for name in (*([measured] if measured else ()), *closed):
                self._ledger.views.scope(self._year, part.years)
                sql = f'SELECT _source, _row FROM ({selected(part, "*")}) WHERE "{name}" IS NULL'
                for source, row in self._ledger.views.select(sql):
                    # what counts as open at the cut-off has been filled
                    if self._ledger.is_blank(part.sheet, source, row, name):
                        yield self._blank(part.sheet, name, source, row, definition.full_name)

    def _shared(self, definition: FigureDefinition) -> Iterator[Finding]:
        """What is said in several bodies of that of which a figure over all of them counts how many differ."""
        name = measured_field(definition.measure)
        if not self._profile.bodies or "distinct" not in definition.measure or name in (YEAR, UNIT):
            return  # years are the same everywhere, and bodies their own
        declared = self._profile.kinds[definition.sheet].fields.get(name)
        self._ledger.views.scope(self._year, definition.years)
        said = selected(definition, f"plain({quote(name)}) AS said, min({quote(name)}) AS first")
        sql = f"{said} GROUP BY 1 HAVING said IS NOT NULL AND count(DISTINCT {quote(UNIT)}) > 1 ORDER BY 1"
        if same := self._ledger.views.select(sql):
            shown = "" if declared and declared.personal else f"（如“{same[0][1]}”）"
            message = f"“{definition.full_name}”数有几个不同的{called(name)}，有{len(same)}个{shown}在几个单位里都有，合起来各算一个"
            yield finding(
                "FIG008", message, Place(f"{self._profile.name}/figures.yaml", definition.full_name)
            )

    def _blank(self, sheet: str, name: str, source: int, row: int, figure: str) -> Finding:
        from reportgen.values.remedies import remedy

        origin = self._ledger.origin(source)
        fix = remedy("CEL002", self._profile.kinds[sheet].fields[name], "")
        return finding(
            "FIG002",
            f"{name}没有填，“{figure}”要用它计算",
            self._ledger.place(source, row, name),
            department=f"{origin.unit if self._profile.bodies else ''}{origin.department}",
            fix=fix,
        )

    def _not_one(self, definition: FigureDefinition) -> Iterator[Finding]:
        """What is wrong where a value is to stand in one row, and stands in none, or in several: of several bodies each has
        its own row, and there is no value over all of them.
        """
        if self._profile.bodies or definition.blank or not definition.measure.startswith(SINGLE):
            return
        self._ledger.views.scope(self._year, definition.years)
        rows = self._ledger.views.select(selected(definition, "_source, _row"))
        if not rows:
            kind = self._profile.kinds[definition.sheet]
            handed = [
                each
                for each in self._ledger.handed(self._year)
                if each.kind == kind.name and not each.replaced
            ]
            one = handed[0] if len(handed) == 1 else None
            place = Place(one.file, one.sheet) if one else Place(sheet=f"《{kind.title}》")
            message = f"没有{_asked(self._profile, definition)}的一行，要取的数没有"
            yield finding("FIG007", message, place, department=one.department if one else "")
        for source, row in rows[1:]:
            message = f"{_asked(self._profile, definition)}的有{len(rows)}行，只能取一行的数"
            department = self._ledger.origin(source).department
            yield finding("FIG007", message, self._ledger.place(source, row), department=department)


def _asked(profile: Profile, definition: FigureDefinition) -> str:
    """In words, of which rows a figure is."""
    from reportgen.profile.worded import in_words

    where = condition(definition)
    return (in_words(where, definition.sheet, profile.kinds) or f"符合“{where}”") if where else "任何"


def _once(found: Finding) -> str:
    """What makes a finding about figures another one than others at its place: a blank is told once for all figures."""
    return found.message if found.code == "FIG007" else found.code


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
