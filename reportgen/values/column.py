"""A column of raw cells -> its values as the ledger stores them, the raw texts to keep, and what is wrong.

What one cell came to is remembered: departments write the same few dates, words and numbers again and again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from math import floor, isnan
from types import MappingProxyType
from typing import NamedTuple

from reportgen.characters import INVISIBLE
from reportgen.expressions import expression
from reportgen.model import Cell, Field, Value, is_blank
from reportgen.numerals import LARGEST, fifteen, number_text, truth_text
from reportgen.values.cell import CONTROL, Fault, Setting, convert, shown
from reportgen.values.dates import YEARS
from reportgen.values.fillers import FILLERS

REMEMBERED = 20_000  # cells of a column
_SHORT = 1e11  # with four decimals, a number below it has no more digits than Excel shows
_LONGEST_REMEMBERED = 200  # characters of a cell
_ODD = expression(
    rf"{CONTROL.pattern}|[+{''.join(map(chr, INVISIBLE))}]|^[=`'‘’\"]"
)  # of a text: what needs a look
_PLAIN_NUMBER = expression(r"-?\d+(\.\d+)?", re.ASCII)
_Outcome = tuple[Value, str | None, Fault | None]


class Converted(NamedTuple):
    """The values of a column, dates in ISO form; by index the raw text of those that were converted; and the
    faults with their indexes.
    """

    values: Sequence[Value]
    raws: Mapping[int, str] = MappingProxyType({})
    faults: Sequence[tuple[int, Fault]] = ()


class _Days(dict[date, str | None]):
    """The days met, in ISO form: looking one up takes half of writing it out. None stands for one that needs a look."""

    def __missing__(self, day: date) -> str | None:
        text = self[day] = day.isoformat() if day.year in YEARS else None
        return text


_DAYS = _Days()


class Column(dict[Cell, _Outcome]):
    """Converts the cells of one field in one setting; maps each cell met to what it came to."""

    def __init__(self, declared: Field, setting: Setting) -> None:
        self._declared = declared
        self._setting = setting
        self._plain_text = declared.type == "string" and not (
            declared.enum or declared.pattern or declared.synonyms
        )
        self._fillers = FILLERS | setting.no_answers
        self._plain_truth = declared.type == "boolean" and not (declared.enum or declared.pattern)
        self._plain_date = declared.type == "date" and not declared.pattern
        self._least = -LARGEST if declared.minimum is None else max(declared.minimum, -LARGEST)
        self._most = LARGEST if declared.maximum is None else min(declared.maximum, LARGEST)
        self._plain_number = (
            declared.type in ("integer", "number")
            and declared.unit != "%"
            and setting.unit in ("", declared.unit)
            and not declared.pattern
        )

    def __missing__(self, cell: Cell) -> _Outcome:
        """Convert a cell and remember what it came to; but a truth value's would answer for 1 and 0."""
        outcome: _Outcome
        try:
            value = convert(cell, self._declared, self._setting)
            outcome = value.isoformat() if isinstance(value, date) else value, self._raw(cell, value), None
        except Fault as fault:
            outcome = None, None, fault
        if len(self) >= REMEMBERED:
            self.clear()
        if cell.__class__ is not bool and (cell.__class__ is not str or len(cell) <= _LONGEST_REMEMBERED):
            self[cell] = outcome
        return outcome

    def _raw(self, cell: Cell, value: Value) -> str | None:
        """The text of a cell that its value says otherwise."""
        if not _was_converted(cell, value):
            return None
        percentage = self._setting.percent and isinstance(cell, (int, float))
        return f"{number_text(100 * float(cell))}%" if percentage else shown(cell)  # type: ignore[arg-type]

    def convert(self, cells: Sequence[Cell], percents: Collection[int] = ()) -> Converted:
        """Convert the cells; those whose indexes are in `percents` show percentages."""
        kinds = set(map(type, cells))
        days: list[Value]
        if percents:
            return _parted(self._with_percentages(cells, percents))
        if bool in kinds:
            return self._truths(cells, kinds)
        if kinds == {str} and self._plain_text:
            return self._texts(cells)  # type: ignore[arg-type]
        if float in kinds and kinds <= {float, str} and self._plain_number:
            return self._numbers(cells)
        if date in kinds and self._plain_date:
            if len(kinds) == 1 and None not in (days := list(map(_DAYS.__getitem__, cells))):  # type: ignore[arg-type]
                return Converted(days)
            days = [_DAYS[cell] if cell.__class__ is date else None for cell in cells]
            return self._with_others(cells, [at for at, day in enumerate(days) if day is None], days)
        return _parted(list(map(self.__getitem__, cells)))

    def _truths(self, cells: Sequence[Cell], kinds: set[type]) -> Converted:
        """Convert cells of which some are true or false; in a column for these they are taken as they stand."""
        if kinds <= {bool, str} and self._plain_truth:
            others = [at for at, cell in enumerate(cells) if cell.__class__ is not bool]
            return self._with_others(cells, others, list(cells))  # type: ignore[arg-type]
        truths: dict[Cell, _Outcome] = {each: self.__missing__(each) for each in (True, False)}
        return _parted([truths[cell] if cell.__class__ is bool else self[cell] for cell in cells])

    def _texts(self, cells: Sequence[str]) -> Converted:
        """Convert texts; only those that are blank or may hold what is not allowed are looked at one by one."""
        stripped = list(map(str.strip, cells))
        joined = "".join(stripped)
        odd = {"": self[""]} if self._declared.required and "" in stripped else {}
        if not self._fillers.isdisjoint(stripped):
            odd |= {cell: self[cell] for cell in self._fillers.intersection(stripped)}
        if any(sign in joined for sign in "+=`'‘’\"") or (not joined.isprintable() and _ODD.search(joined)):
            odd |= {cell: self[cell] for cell in set(stripped) if _ODD.search(cell)}
        if not odd:
            return Converted([cell or None for cell in stripped] if "" in stripped else stripped)
        others = [at for at, cell in enumerate(stripped) if cell in odd]
        return self._with_others(stripped, others, [cell or None for cell in stripped])

    def _numbers(self, cells: Sequence[Cell]) -> Converted:
        """Convert numbers and texts; a number within the field's bounds is taken as it stands."""
        numbers: list[float] = [cell for cell in cells if cell.__class__ is float]
        values: list[Value] = list(cells)  # type: ignore[arg-type]
        least, most = self._least, self._most
        low, high = min(numbers), max(numbers)
        sound = not isnan(sum(numbers))
        inside = sound and least <= low and high <= most
        odd = [
            at
            for at, cell in enumerate(cells if not inside or len(numbers) < len(cells) else ())
            if cell.__class__ is str or not (inside or least <= cell <= most)  # type: ignore[operator]
        ]
        if self._declared.type == "integer":
            if not all(map(float.is_integer, numbers)):
                return _parted(list(map(self.__getitem__, cells)))
            for at in odd:
                values[at] = 0
            values = list(map(int, values))  # type: ignore[arg-type]
        elif not all(map(float.is_integer, numbers)) and not (
            sound and low > -_SHORT and high < _SHORT and _decimals_are_few(numbers)
        ):
            values = [fifteen(cell) if cell.__class__ is float else None for cell in cells]
        return self._with_others(cells, odd, values)

    def _with_others(self, cells: Sequence[Cell], others: Sequence[int], values: list[Value]) -> Converted:
        """Convert those cells that need a look, by their indexes: `values` has what is stored for all the rest."""
        raws: dict[int, str] = {}
        faults: list[tuple[int, Fault]] = []
        for at in others:
            values[at], raw, fault = self[cells[at]]
            if raw is not None:
                raws[at] = raw
            elif fault:
                faults.append((at, fault))
        return Converted(values, raws, faults)

    def _with_percentages(self, cells: Sequence[Cell], percents: Collection[int]) -> list[_Outcome]:
        shown_so = Column(self._declared, self._setting._replace(percent=True))
        return [(shown_so if at in percents else self)._of_any(cell) for at, cell in enumerate(cells)]

    def _of_any(self, cell: Cell) -> _Outcome:
        return self.__missing__(cell) if isinstance(cell, bool) else self[cell]


def _decimals_are_few(numbers: Sequence[float]) -> bool:
    """Whether short numbers have four decimals at most: floor finds that as round does, in a sixth of its time."""
    return [floor(each * 1e4 + 0.5) / 1e4 for each in numbers] == numbers


def _parted(outcomes: Sequence[_Outcome]) -> Converted:
    values, raws, faults = zip(*outcomes, strict=True) if outcomes else ((), (), ())
    return Converted(
        values,
        {at: raw for at, raw in enumerate(raws) if raw is not None} if any(raws) else {},
        [(at, fault) for at, fault in enumerate(faults) if fault] if any(faults) else (),
    )


def _was_converted(cell: Cell, value: Value) -> bool:
    """Whether a value says another thing than what stands in the cell: 12 for 12人, 成功 for 达成协议, 2023-05-12 for
    2023年5月12日; but not for 2023-05-12, and not true for 是.
    """
    if value is None:
        return not is_blank(cell)
    if isinstance(cell, date):
        return False
    if isinstance(cell, float):
        cell = fifteen(cell)
    if isinstance(value, bool):
        return not isinstance(cell, bool) and shown(cell) != truth_text(value)
    if isinstance(value, (str, date)):
        return str(value) != shown(cell)
    plain = isinstance(cell, str) and _PLAIN_NUMBER.fullmatch(cell.strip())
    return value != cell and not (plain and float(plain[0]) == value)
