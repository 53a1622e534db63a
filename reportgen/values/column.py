"""A column of raw cells -> its values as the ledger stores them, the raw texts to keep, and what is wrong.

What one cell came to is remembered: departments write the same few dates, words and numbers again and again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from math import floor, isnan
from types import MappingProxyType
from typing import NamedTuple

from reportgen.characters import INVISIBLE
from reportgen.expressions import expression
from reportgen.model import Cell, Field, Value, is_blank
from reportgen.numerals import LARGEST, fifteen, number_text, truth_text
from reportgen.values.cell import CONTROL, Fault, Setting, convert, shown
from reportgen.values.dates import YEARS, usual_day
from reportgen.values.fillers import FILLERS

REMEMBERED = 20_000  # cells of a column
_FEW = 1_000  # numbers, as many as a column that counts something has; one of amounts has more
_SHORT = 1e11  # with four decimals, a number below it has no more digits than Excel shows
_LONGEST_REMEMBERED = 200  # characters of a cell
_ODD = expression(
    rf"{CONTROL.pattern}|[+{''.join(map(chr, INVISIBLE))}]|^[=`'‘’\"]"
)  # of a text: what needs a look
_USUAL_NUMBER = expression(r"\d{1,11}(?:\.\d{1,4})?", re.ASCII)
_PLAIN_NUMBER = expression(r"-?\d+(\.\d+)?", re.ASCII)
_NUMBERS = {float, str}
_Outcome = tuple[Value, str | None, Fault | None]


class Converted(NamedTuple):
    """The values of a column, dates in ISO form; by index the raw text of those that were converted; and the
    faults with their indexes.
    """

    values: Sequence[Value]
    raws: Mapping[int, str] = MappingProxyType({})
    faults: Sequence[tuple[int, Fault]] = ()


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
        self._taken: dict[
            Cell, Value
        ] = {}  # of the cells met, what stands for those that are taken as they are
        self._least = -LARGEST if declared.minimum is None else max(declared.minimum, -LARGEST)
        self._most = LARGEST if declared.maximum is None else min(declared.maximum, LARGEST)
        self._plain_number = (
            declared.type in ("integer", "number")
            and declared.unit != "%"
            and setting.unit in ("", declared.unit)
            and not declared.pattern
        )
        self._counts = self._plain_number and declared.type == "integer" and not setting.percent
        self._few = _FEW if self._counts else 0

    def __missing__(self, cell: Cell) -> _Outcome:
        """Convert a cell and remember what it came to."""
        try:
            if not (outcome := self._as_usual(cell)):
                value = convert(cell, self._declared, self._setting)
                outcome = (
                    value.isoformat() if isinstance(value, date) else value,
                    self._raw(cell, value),
                    None,
                )
        except Fault as fault:
            outcome = None, None, fault
        self._remember(cell, outcome)
        return outcome

    def _remember(self, cell: Cell, outcome: _Outcome) -> None:
        """Remember what a cell came to, unless it is long; but a truth value's would answer for 1 and 0."""
        if cell.__class__ is bool or (cell.__class__ is str and len(cell) > _LONGEST_REMEMBERED):
            return
        if len(self) >= REMEMBERED:
            self.clear()
            self._taken.clear()
        self[cell] = outcome
        if outcome[0] is not None and outcome[1] is None:
            self._taken[cell] = outcome[0]

    def _as_usual(self, cell: Cell) -> _Outcome | None:
        """What a count, a day or an amount comes to that is written as most are, and that nobody would write otherwise."""
        if cell.__class__ is date and self._plain_date and cell.year in YEARS:
            return cell.isoformat(), None, None
        if (
            cell.__class__ is float
            and self._counts
            and self._least <= cell <= self._most
            and cell.is_integer()
        ):
            return int(cell), None, None
        if cell.__class__ is not str:
            return None
        if self._plain_date:
            day = usual_day(cell)
            return (day, cell if cell != day else None, None) if day else None
        digits = cell.removesuffix(self._declared.unit) if self._plain_number else ""
        if not _USUAL_NUMBER.fullmatch(digits) or (self._declared.type == "integer" and "." in digits):
            return None
        number = int(digits) if self._declared.type == "integer" else float(digits)
        if not self._least <= number <= self._most:
            return None
        return number, cell if cell != digits else None, None

    def _raw(self, cell: Cell, value: Value) -> str | None:
        """The text of a cell that its value says otherwise."""
        if not _was_converted(cell, value):
            return None
        percentage = self._setting.percent and isinstance(cell, (int, float))
        return f"{number_text(100 * float(cell) or 0)}%" if percentage else shown(cell)  # type: ignore[arg-type]

    def convert(self, cells: Sequence[Cell], percents: Collection[int] = ()) -> Converted:
        """Convert the cells; those whose indexes are in `percents` show percentages."""
        if percents:
            return _parted(self._with_percentages(cells, percents))
        kinds = set(map(type, cells))
        if bool in kinds:
            return self._truths(cells, kinds)
        if kinds == {str} and self._plain_text:
            return self._texts(cells)  # type: ignore[arg-type]
        if self._plain_number and float in kinds and kinds <= _NUMBERS and len(self) >= self._few:
            return self._numbers(cells)
        values = list(map(self._taken.get, cells))
        if all(values) or None not in values:  # the former is seen sooner
            return Converted(values)
        return _completed(values, [(at, self[cells[at]]) for at, value in enumerate(values) if value is None])

    def _truths(self, cells: Sequence[Cell], kinds: set[type]) -> Converted:
        """Convert cells of which some are true or false; in a column for these they are taken as they stand."""
        if kinds <= {bool, str} and self._plain_truth:
            others = [(at, self[cell]) for at, cell in enumerate(cells) if cell.__class__ is not bool]
            return _completed(list(cells), others)  # type: ignore[arg-type]
        truths: dict[Cell, _Outcome] = {each: self.__missing__(each) for each in (True, False)}
        return _parted([truths[cell] if cell.__class__ is bool else self[cell] for cell in cells])

    def _texts(self, cells: Sequence[str]) -> Converted:
        """Convert texts; only those that are blank or may hold what is not allowed are looked at one by one."""
        joined = "".join(cells)
        plain = joined.isprintable()
        stripped = cells if plain and " " not in joined else list(map(str.strip, cells))
        odd = {"": self[""]} if self._declared.required and "" in stripped else {}
        if not self._fillers.isdisjoint(stripped):
            odd |= {cell: self[cell] for cell in self._fillers.intersection(stripped)}
        if any(sign in joined for sign in "+=`'‘’\"") or (not plain and _ODD.search(joined)):
            odd |= {cell: self[cell] for cell in set(stripped) if _ODD.search(cell)}
        if not odd:
            return Converted([cell or None for cell in stripped] if "" in stripped else stripped)
        others = [(at, odd[cell]) for at, cell in enumerate(stripped) if cell in odd]
        return _completed([cell or None for cell in stripped], others)

    def _numbers(self, cells: Sequence[Cell]) -> Converted:
        """Convert numbers and texts; a number within the field's bounds is taken as it stands."""
        values: list[Value] = [cell if cell.__class__ is float else None for cell in cells]
        numbers: list[float] = values if all(values) else [each for each in values if each is not None]  # type: ignore[misc,assignment]
        least, most = self._least, self._most
        low, high = min(numbers), max(numbers)
        sound = not isnan(sum(numbers))
        inside = sound and least <= low and high <= most
        odd = [
            at
            for at, each in enumerate(values if not inside or len(numbers) < len(cells) else ())
            if each is None or not (inside or least <= each <= most)  # type: ignore[operator]
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
            values = [each if each is None else fifteen(each) for each in values]  # type: ignore[arg-type]
        return _completed(values, [(at, self[cells[at]]) for at in odd])

    def _with_percentages(self, cells: Sequence[Cell], percents: Collection[int]) -> list[_Outcome]:
        shown_so = Column(self._declared, self._setting._replace(percent=True))
        return [(shown_so if at in percents else self)._of_any(cell) for at, cell in enumerate(cells)]

    def _of_any(self, cell: Cell) -> _Outcome:
        return self.__missing__(cell) if isinstance(cell, bool) else self[cell]


def _completed(values: list[Value], others: Iterable[tuple[int, _Outcome]]) -> Converted:
    """The values of a column with those that needed a look, by their indexes, put in their places."""
    raws: dict[int, str] = {}
    faults: list[tuple[int, Fault]] = []
    for at, (value, raw, fault) in others:
        values[at] = value
        if raw is not None:
            raws[at] = raw
        elif fault:
            faults.append((at, fault))
    return Converted(values, raws, faults)


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
