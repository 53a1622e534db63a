"""The ledger's sums that do not hold, in a row or in a column -> findings at the cell that is probably wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, cast

from reportgen.ledger.reading import Ledger
from reportgen.ledger.sql import QueryError
from reportgen.model import Check, Finding, Profile, Sums, column_letters
from reportgen.numerals import number_text
from reportgen.profile.queries import selecting
from reportgen.profile.quicker import sooner
from reportgen.profile.sentences import filled
from reportgen.profile.terms import LEFT, RIGHT, TERM, Term, is_of_one_sheet, members, terms, variants
from reportgen.suspects import Equation, Key, Number, Spread, Suspect, off, suspects, together
from reportgen.values.suspicions import LOOK, worded

TOTAL = "ROW002"  # of a 合计 that is no sum of its rows
_MOST_BROKEN = 40  # rows of a table; where more do not hold, no slip is why
_ALIKE = 3  # rows that are named
_MOST_ROWS = 300  # of a table of which all equations are looked at
_LIVE = "；合计是公式算出来的，公式可能没有加上每一行，也可能有的格是文字格式、没有加进去"
_MEND_FORMULA = "点开合计一格，看公式有没有包括每一行，各格的数是不是左上角带绿色三角的文字；改好再交。"
_Row = Mapping[str, Any]
_Members = Mapping[tuple[int, int], Mapping[str, Sequence[tuple[int, int]]]]


class _Cell(NamedTuple):
    """A number of a table, or a row's number that is counted elsewhere, under the text of its term."""

    source: int
    row: int
    name: str


_Which = tuple[str, int, int]  # an equation, and the table and row that it is of


@dataclass(frozen=True)
class _Table:
    """A table's numbers: by row and column, with its totals, and what is known of each."""

    source: int
    sheet: str
    columns: Mapping[str, int]
    sums: Sums
    rows: Mapping[int, Mapping[str, float | None]]
    last: Mapping[int, Mapping[str, float | None]]

    @cached_property
    def spreads(self) -> Mapping[str, Spread]:
        return {name: Spread.of(self._column(name).values()) for name in self.columns}

    @cached_property
    def _ratios(self) -> Mapping[str, tuple[str, Spread]]:
        """The column that each moves with, and the spread of its ratio to that."""
        pairs = together({name: self._column(name) for name in self.columns})
        return {
            name: (other, Spread.of(self._column(name).values(), self._column(other).values()))
            for name, other in pairs.items()
        }

    def _column(self, name: str) -> dict[int, float | None]:
        return {row: values[name] for row, values in self.rows.items()}

    @cached_property
    def _above(self) -> Mapping[int, int]:
        """The row of the table above each; 0 for the first."""
        return dict(zip(self.rows, (0, *self.rows), strict=False))

    def is_live(self, row: int, name: str) -> bool:
        """Whether a formula works out a cell."""
        return any(first <= row <= last for first, last in self.sums.live.get(name, ()))

    def numbers(self, rows: Iterable[int], sheet: str = "", own: int = 0) -> dict[Key, Number]:
        """The numbers of some rows and the totals: named with their row, unless it is the `own` one, and with a `sheet`."""
        named, at = (f"“{sheet}”", f"{sheet}!") if sheet else ("", "")
        found: dict[Key, Number] = {}
        for row in rows:
            above, last = self.rows.get(self._above[row], {}), self.last.get(row, {})
            for name in self.columns:
                number = Number(
                    self.rows[row][name], name if row == own else f"{named}第{row}行的{name}",
                    f"{at}{self.cell(row, name)}", self.is_live(row, name), False,
                    above.get(name), last.get(name), self.spreads[name], row=(self.source, row),
                )  # fmt: skip
                other, ratio = self._ratios.get(name, ("", self.spreads[name]))
                beside = self.rows[row].get(other)
                if beside is not None:
                    number = replace(
                        number, spread=ratio, beside=beside, other=_Cell(self.source, row, other)
                    )
                found[_Cell(self.source, row, name)] = number
        end = self.rows[max(self.rows)] if self.rows else {}
        for name, (row, said, formula) in self.sums.totals.items():
            if name in self.columns:
                found[_Cell(self.source, row, name)] = Number(
                    said, f"{named}{name}合计", f"{at}{self.cell(row, name)}", formula, above=end.get(name)
                )
        return found

    def cell(self, row: int, name: str) -> str:
        return f"{column_letters(self.columns[name])}{row}"

    def total(self, name: str) -> Equation:
        """The equation of a column and its total."""
        cells: dict[Key, int] = {_Cell(self.source, row, name): 1 for row in self.rows}
        return {**cells, _Cell(self.source, self.sums.totals[name][0], name): -1}


class Equations:
    """The equations of a year's tables, each looked up once."""

    def __init__(self, ledger: Ledger, profile: Profile, year: int) -> None:
        self._ledger, self._profile, self._year = ledger, profile, year
        self._tables: dict[int, _Table] = {}
        self._unequal: dict[str, dict[tuple[int, int], _Row]] = {}
        self._added: dict[str, _Members] = {}

    def told(self, check: Check, rows: Sequence[_Row]) -> Iterator[Finding]:
        """Yield a finding for each of the rows, in which a check's equation does not hold: at the likeliest cell, else at the
        one that the check marks, or the sum of the others.
        """
        found = terms(check.equation)
        self._unequal[check.equation] = {(row["_source"], row["_row"]): row for row in rows}
        many = Counter(row["_source"] for row in rows)
        marked = check.marks or _total(found) or next(each.column for each in found if each.column)
        # what came to pass after the cut-off stands there and may not be counted: perhaps no slip is behind the difference
        unread = self._unread(check, found)
        whole = not (unread or any(each.rows and self._late(each.counts) for each in found))
        for row in rows:
            source, number = row["_source"], row["_row"]
            table = self._table(check.sheet, source)
            suspected: tuple[Suspect, ...] = ()
            broken: Equation = {}
            if whole and many[source] <= _MOST_BROKEN and not table.is_live(number, _total(found)):
                equations, numbers = self._around(check.sheet, source, number)
                broken = equations.pop((check.equation, source, number), {})
                suspected = suspects(numbers, broken, [*equations.values(), *self._typed_totals(table)])
            place = self._ledger.place(source, number, marked)
            told = Finding(
                check.code, check.severity, _sentence(check, found, row) + unread, place,
                self._ledger.origin(source).department, check.basis, check.fix or LOOK,
            )  # fmt: skip
            yield _at_the_likeliest(told, suspected, table, broken)

    def _late(self, kind: str) -> bool:
        """Whether something of a sheet came to pass after the year's cut-off."""
        return kind in self._profile.kinds and bool(self._ledger.late(kind, self._year))

    def _unread(self, check: Check, found: Sequence[Term]) -> str:
        """What is to be said where cells that an equation counts by, or whole rows, could not be read."""
        cells: Counter[str] = Counter()
        for kind in {each.counts for each in found} & self._profile.kinds.keys():
            fields = {name for of, name in self._profile.reads[check.code] if of == kind}
            for source, column in self._ledger.numbers.unread(kind, self._year):
                columns = self._ledger.origin(source).columns
                cells[kind] += column < 0 or column in {columns.get(name) for name in fields}
        return "".join(
            f"；“{kind}”表里有{count}处没有读出来，改正了再看" for kind, count in cells.items() if count
        )

    def of_total(self, told: Finding) -> Finding:
        """Return what was told of a column's total with who is suspected, at the likeliest cell."""
        source = self._ledger.numbers.source(told.place)
        origin = self._ledger.origin(source) if source else None
        kind = self._profile.kinds.get(origin.kind) if origin else None
        if origin is None or kind is None:
            return told
        table = self._table(kind.name, source)
        name = next((each for each, at in table.columns.items() if at == told.place.column), "")
        if table.sums.totals.get(name, (0,))[0] != told.place.row:
            return told
        if table.sums.totals[name][2]:
            return replace(told, message=told.message + _LIVE, fix=_MEND_FORMULA)
        equations, numbers = self._around(kind.name, source, 0)
        others = [
            *equations.values(),
            *(each for each in self._typed_totals(table) if each != table.total(name)),
        ]
        total = table.total(name)
        suspected = suspects(numbers, total, others)
        if not (suspected and suspected[0].crossed) and (words := self._of_a_row(table, numbers)):
            return replace(told, message=told.message + words)
        return _at_the_likeliest(told, suspected, table, total)

    def _of_a_row(self, table: _Table, numbers: Mapping[Key, Number]) -> str:
        """What is to be said where more than one total is too large, or too small: a whole row is behind it."""
        lacking = {
            name: -off(numbers, table.total(name))
            for name, (*_, live) in table.sums.totals.items()
            if not live and name in table.columns and off(numbers, table.total(name))
        }
        if len(lacking) < 2 or min(lacking.values()) < 0 < max(lacking.values()):
            return ""
        if min(lacking.values()) > 0:
            values = "、".join(f"{name}{number_text(value)}" for name, value in lacking.items())
            return f"；{len(lacking)}列的合计都不符，多半是漏登了一行：{values}"
        alike = [
            row
            for row, cells in table.rows.items()
            if all((cells[name] or 0) == -value for name, value in lacking.items())
        ]
        rows = f"，像是{'或'.join(f'第{row}行' for row in alike)}" if 0 < len(alike) <= _ALIKE else ""
        return f"；{len(lacking)}列的合计都不符，多半是多登了一行{rows}"

    def _table(self, kind: str, source: int) -> _Table:
        if source not in self._tables:
            origin, declared = self._ledger.origin(source), self._profile.kinds[kind].fields
            columns = {
                name: at
                for name, at in origin.columns.items()
                if name in declared
                and declared[name].type in ("integer", "number")
                and not declared[name].personal
            }
            look = self._ledger.numbers
            self._tables[source] = _Table(
                source, origin.sheet, columns, look.sums(source), look.rows(kind, source, [*columns]),
                look.last_year(kind, source, [*columns]),
            )  # fmt: skip
        return self._tables[source]

    def _typed_totals(self, table: _Table) -> list[Equation]:
        """The equations of the columns whose total somebody has typed: one that a formula works out holds anyway."""
        totals = table.sums.totals.items() if len(table.rows) <= _MOST_ROWS else ()
        return [table.total(name) for name, (*_, live) in totals if not live and name in table.columns]

    def _around(self, kind: str, source: int, own: int) -> tuple[dict[_Which, Equation], dict[Key, Number]]:
        """The declared equations of a table, of which only those of the row `own` where there are many rows; and its numbers,
        with what is counted elsewhere.
        """
        table = self._table(kind, source)
        small = len(table.rows) <= _MOST_ROWS
        rows = table.rows if small else [own] if own else []
        numbers = table.numbers(table.rows if small or not own else [own], own=own)
        equations: dict[_Which, Equation] = {}
        for check in self._profile.checks.values():
            for each in variants(check) if check.sheet == kind and check.equation else ():
                found = terms(each.equation)
                if any(term.column and term.column not in table.columns for term in found):
                    continue
                unequal = self._rows_of(each)
                for row in rows:
                    equation, counted = _of_row(found, source, row, numbers, unequal.get((source, row)))
                    equations[each.equation, source, row] = equation
                    numbers |= counted
        linked, beside = self._linked(kind, table) if small else ({}, {})
        numbers |= beside
        return equations | {at: each for at, each in linked.items() if each.keys() <= numbers.keys()}, numbers

    def _linked(self, kind: str, own: _Table) -> tuple[dict[_Which, Equation], dict[Key, Number]]:
        """The equations that add a column of one table up beside a row of another, of which one is this, with the typed totals
        of the other; and the other's numbers.
        """
        equations: dict[_Which, Equation] = {}
        beside: set[int] = set()
        for check in self._profile.checks.values():
            for each in variants(check) if check.equation else ():
                found = terms(each.equation)
                kinds = {check.sheet, *(term.counts for term in found)}
                if len(kinds) == 1 or kind not in kinds or not all(one.column or one.adds for one in found):
                    continue
                for (source, row), added in self._members(each).items():
                    equation = _added_up(found, source, row, added)
                    sources = {source, *(place[0] for places in added.values() for place in places)}
                    if own.source in sources:
                        equations[each.equation, source, row] = equation
                        beside |= sources - {own.source}
        numbers: dict[Key, Number] = {}
        for source in beside:
            table = self._table(self._ledger.origin(source).kind, source)
            if len(table.rows) <= _MOST_ROWS:
                numbers |= table.numbers(table.rows, table.sheet)
                totals = enumerate(self._typed_totals(table), 1)
                equations |= {("", source, at): equation for at, equation in totals}
        return equations, numbers

    def _members(self, check: Check) -> _Members:
        """The rows that an equation adds up beside each row of its sheet, by the term's text."""
        if check.equation not in self._added:
            self._ledger.views.scope(self._year, as_written=check.as_written)
            try:
                rows = self._ledger.views.select_named(sooner(members(check), self._profile.kinds))
            except QueryError:
                rows = []
            found = [(TERM.format(at), each) for at, each in enumerate(terms(check.equation)) if each.adds]
            self._added[check.equation] = {
                (row["_source"], row["_row"]): {term.text: _pairs(row[key] or "") for key, term in found}
                for row in rows
            }
        return self._added[check.equation]

    def _rows_of(self, check: Check) -> Mapping[tuple[int, int], _Row]:
        """The rows in which a check's equation does not hold, by table and row."""
        if check.equation not in self._unequal:
            self._ledger.views.scope(
                self._year, as_written=check.as_written or is_of_one_sheet(check.equation)
            )
            try:
                rows = self._ledger.views.select_named(sooner(selecting(check), self._profile.kinds))
            except QueryError:
                rows = []  # which is told where it is checked
            self._unequal[check.equation] = {(row["_source"], row["_row"]): row for row in rows}
        return self._unequal[check.equation]


def _added_up(
    found: Sequence[Term], source: int, row: int, added: Mapping[str, Sequence[tuple[int, int]]]
) -> dict[Key, int]:
    """The equation of a row with the numbers that are added up elsewhere."""
    equation: dict[Key, int] = {}
    for term in found:
        places = [(source, row)] if term.column else added[term.text]
        for place in places:
            cell = _Cell(*place, term.column or term.adds)
            equation[cell] = equation.get(cell, 0) + term.sign
    return equation


def _pairs(text: str) -> list[tuple[int, int]]:
    """`3:12 3:15` as pairs of a table and a row."""
    return [(int(source), int(row)) for source, _, row in (each.partition(":") for each in text.split())]


def _of_row(
    found: Sequence[Term], source: int, row: int, numbers: Mapping[Key, Number], unequal: _Row | None
) -> tuple[Equation, dict[Key, Number]]:
    """The equation of a row, and the numbers in it that are counted elsewhere: where it holds, what it holds with."""
    equation: dict[Key, int] = {}
    counted: dict[Key, Number] = {}
    for at, term in enumerate(found):
        key: Key = _Cell(source, row, term.column or term.text)
        equation[key] = equation.get(key, 0) + term.sign
        if not term.column:
            value = unequal[TERM.format(at)] if unequal else None
            counted[key] = Number(value or 0, f"“{term.counts}”表", live=not term.rows, counted=term.rows)
    if counted and not unequal:
        key = next(iter(counted))
        rest = sum(
            sign * (numbers[each].value or 0) for each, sign in equation.items() if each not in counted
        )
        counted[key] = replace(counted[key], value=-rest * equation[key])
    return equation, counted


def _total(found: Sequence[Term]) -> str:
    """The column that is the sum of the others: the one that stands alone on its side."""
    for right in (True, False):
        alone = [each for each in found if each.right == right]
        if len(alone) == 1 < len(found) - 1 and alone[0].column:
            return alone[0].column
    return ""


def _sentence(check: Check, found: Sequence[Term], row: _Row) -> str:
    """What a check says of a row, or what both sides come to."""
    sides = []
    for right in (False, True):
        side = [(at, each) for at, each in enumerate(found) if each.right == right]
        turn = -1 if right else 1
        value = sum(turn * each.sign * (row[TERM.format(at)] or 0) for at, each in side)
        said = "".join(
            ("+" if turn * each.sign > 0 else "-") + (each.column or f"“{each.counts}”表里的数")
            for at, each in side
        )
        sides.append((said.removeprefix("+"), number_text(value), len(side) == 1))
    (left, one, alone), (right_, two, single) = sides
    if check.says:
        return filled(check.says, {**row, LEFT: one, RIGHT: two})
    if single and not alone:
        return f"{left}={one}，{right_}写的是{two}"
    if alone and not single:
        return f"{right_}={two}，{left}写的是{one}"
    return f"{left}={one}，{right_}={two}，两边应当相等"


def _at_the_likeliest(
    told: Finding, suspected: tuple[Suspect, ...], table: _Table, equation: Equation
) -> Finding:
    """A finding with who is suspected, at the cell of the first."""
    if not suspected:
        return told
    place, equally = told.place, [each.cell for each in suspected if each.equally]
    wanted = (
        place.cell if place.cell in equally else suspected[0].cell
    )  # no other is more likely than where it stands
    for key in equation:
        source, row, name = cast("_Cell", key)
        if source == table.source and name in table.columns and table.cell(row, name) == wanted:
            place = place._replace(row=row, column=table.columns[name])
    return replace(
        told, message=told.message + worded(suspected), place=place, suspects=suspected,
        fix=told.fix if told.basis else LOOK,
    )  # fmt: skip
