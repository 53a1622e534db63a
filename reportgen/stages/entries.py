"""A list by a column, a table, a cross table -> its entries of a year, each number of them a figure of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from reportgen.ledger.reading import Ledger
from reportgen.model import COUNT, DEPARTMENT, TOTAL, Figure, FigureDefinition, Kind, Profile, Value
from reportgen.numerals import NO, YES, figure_text, natural_order, truth_text
from reportgen.profile.queries import limited
from reportgen.stages.grouped import Key, Measured, groups, measured, values_in

RANK = "名次"  # of an entry in a list that is ordered by a number
_Values = dict[str | None, Value]


class Entries(NamedTuple):
    """The entries of a list: what stands in each by its names, and its numbers as figures."""

    items: tuple[Mapping[str, Value], ...]
    cells: tuple[Mapping[str, Figure], ...]


class _Entry(NamedTuple):
    """An entry: what its names stand for, its numbers, and which it is by the number that orders the list; 0 by none."""

    item: Mapping[str, Value]
    cells: Mapping[str, Figure]
    rank: int = 0

    def ranked(self, rank: int) -> _Entry:
        """Return it with its rank, which its names know."""
        return _Entry({**self.item, RANK: rank or None}, self.cells, rank)


class _Column(NamedTuple):
    """What is measured under a heading, in the groups of which the last part is `key`, this year and the year before."""

    heading: str
    figure: FigureDefinition
    key: Key
    held: tuple[tuple[str, Value], ...]
    now: Measured
    before: Measured | None


def entries(
    ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int, *, before: bool
) -> Entries:
    """Return the entries of a list by a column; `before` says whether last year's sheets are there. Raises QueryError."""
    return _Table(ledger, profile, definition, year, before).entries()


def headings(definition: FigureDefinition, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """Return the names of the numbers in an entry of a list by a column, as far as they are declared."""
    if not definition.by or not definition.across:
        return definition.fields[1:] if definition.by else ()
    kind = kinds.get(definition.sheet)
    if definition.across == DEPARTMENT:
        values: tuple[str, ...] = kind.owners if kind else ()
    else:
        field = kind.fields.get(definition.across) if kind else None
        values = (YES, NO) if field and field.type == "boolean" else field.enum if field else ()
    return (*values, TOTAL) if definition.total else values


def heading(value: Value) -> str:
    """Return the name under which a cross table's entries know a value of its second column."""
    return "空着" if value is None else truth_text(value) if isinstance(value, bool) else str(value)


def told(item: Mapping[str, Value], cells: Mapping[str, Figure] = MappingProxyType({})) -> str:
    """Return an entry in a line: its words and number, or its words and each number under its heading."""
    words = "".join(
        heading(each) for name, each in item.items() if name not in (*cells, RANK) and each is not None
    )
    numbers = {name: cell.text for name, cell in cells.items() if cell.text is not None}
    if len(cells) < 2:
        return "".join((words, *numbers.values()))
    return f"{words}：{'，'.join(f'{name}{text}' for name, text in numbers.items())}"


class _Table:
    """A list as it is being made: the entries of each group around it, if there is one."""

    def __init__(
        self, ledger: Ledger, profile: Profile, definition: FigureDefinition, year: int, before: bool
    ) -> None:
        self.ledger, self.profile, self.own, self.year, self.before = (
            ledger,
            profile,
            definition,
            year,
            before,
        )
        self.outer = (definition.within,) if definition.within else ()
        self.met = groups(ledger, profile, definition, year, (*self.outer, definition.by))

    def entries(self) -> Entries:
        """Return all entries, those of each group around them in turn."""
        own, columns, sums = self.own, list(self._columns(self.own.by)), list(self._columns())
        met: _Values = {key[0]: values[0] for key, values in self.met.items()}
        around = values_in(self.profile, own, own.within, self.year, met) if self.outer else {None: None}
        found: list[_Entry] = []
        for key, value in around.items():
            held: tuple[tuple[str, Value], ...] = ((own.within, value),) if self.outer else ()
            outer = (key,) if self.outer else ()
            inside = self._inside(outer)
            made = [
                self._entry(columns, (*outer, each), (*held, (own.by, inside[each])), {own.by: inside[each]})
                for each in inside
            ]
            found += [*self._chosen(made), *self._total(sums, outer, held)]
        return Entries(tuple(each.item for each in found), tuple(each.cells for each in found))

    def _inside(self, outer: Key) -> _Values:
        """The values that make the entries within one group, or all."""
        met = {key[-1]: values[-1] for key, values in self.met.items() if key[: len(outer)] == outer}
        return values_in(self.profile, self.own, self.own.by, self.year, met)

    def _columns(self, *by: str) -> Iterator[_Column]:
        """What is measured of each entry, which is a group by these columns."""
        own = self.own
        fields = (*self.outer, *by)
        bare = replace(
            own, by="", across="", within="", columns=(), order="", top=0, total=False, present=False
        )
        if own.across:
            met = {
                key[0]: each[0]
                for key, each in groups(self.ledger, self.profile, own, self.year, (own.across,)).items()
            }
            now, before = self._measured(bare, (*fields, own.across))
            for key, value in values_in(self.profile, own, own.across, self.year, met).items():
                yield _Column(heading(value), bare, (key,), ((own.across, value),), now, before)
        if own.columns:
            for name, figure in own.columns:
                part = limited(self.profile.figures[f"{own.group}.{figure}"], own)
                yield _Column(name, part, (), (), *self._measured(part, fields))
        elif own.total or not own.across:
            yield _Column(TOTAL if own.across else COUNT, bare, (), (), *self._measured(bare, fields))

    def _measured(self, figure: FigureDefinition, by: Sequence[str]) -> tuple[Measured, Measured | None]:
        now, *last = (
            measured(self.ledger, self.profile, figure, year, by)
            for year in (self.year, *((self.year - 1,) if self.before else ()))
        )
        return now, last[0] if last else None

    def _entry(
        self,
        columns: Sequence[_Column],
        key: Key,
        held: tuple[tuple[str, Value], ...],
        names: Mapping[str, Value],
    ) -> _Entry:
        """The entry of a group."""
        cells = {}
        for each in columns:
            value = each.now.at((*key, *each.key))
            figure = replace(each.figure, held=(*each.figure.held, *held, *each.held))
            text = figure_text(value, figure) if value is not None else figure.empty or None
            last = each.before.at((*key, *each.key)) if each.before else None
            cells[each.heading] = Figure(figure, value, text, previous=last)
        around = dict(held[: len(self.outer)])
        return _Entry({**around, **names, **{name: cell.value for name, cell in cells.items()}}, cells)

    def _total(
        self, columns: Sequence[_Column], outer: Key, held: tuple[tuple[str, Value], ...]
    ) -> Iterator[_Entry]:
        """The last entry, which is over all rows; a list that is cut off has none, since what it lists does not add up to it."""
        if self.own.total and not self.own.top:
            entry = self._entry(columns, outer, held, {self.own.by: TOTAL})
            yield entry.ranked(0) if self.own.order.lstrip("-") in entry.cells else entry

    def _chosen(self, made: Sequence[_Entry]) -> Sequence[_Entry]:
        """The entries in their order, each with its rank, and the first of them where only these are asked for: with what
        is as much as the last of them.
        """
        own, name = self.own, self.own.order.lstrip("-")
        if not name:
            return made[: own.top or None]
        down = own.order.startswith("-")
        filled = [each for each in made if each.item[name] is not None]
        ordered = sorted(filled, key=lambda each: _size(each.item[name]), reverse=down)
        if name not in made[0].cells if made else True:
            return [*ordered, *(each for each in made if each.item[name] is None)][: own.top or None]
        sizes = [_size(each.item[name]) for each in ordered]
        ranked = [each.ranked(1 + sizes.index(size)) for each, size in zip(ordered, sizes, strict=True)]
        if own.top:
            return [each for each in ranked if each.rank <= own.top]
        return [*ranked, *(each.ranked(0) for each in made if each.item[name] is None)]


def _size(value: Value) -> tuple[object, ...]:
    """What sorts numbers by their size, and words by the numbers in them."""
    return (value,) if isinstance(value, (int, float)) else natural_order(str(value))
