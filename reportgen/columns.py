"""A column of raw cells -> its values as the ledger stores them, the raw texts to keep, and what is wrong.

What one cell came to is remembered: departments write the same few dates, words and numbers again and again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportgen.model import Cell, Field, Value
from reportgen.numerals import number_text
from reportgen.values import CONTROL, Fault, Setting, convert, shown

REMEMBERED = 20_000  # cells of a column
_Outcome = tuple[Value, str | None, Fault | None]


@dataclass(frozen=True, slots=True)
class Converted:
    """The values of a column, dates in ISO form; for those that were converted the raw text as a JSON string, if
    there are any; and the faults by index.
    """

    values: Sequence[Value]
    raws: Sequence[str | None] | None = None
    faults: Sequence[tuple[int, Fault]] = ()


class Column(dict[Cell, _Outcome]):
    """Converts the cells of one field in one setting; maps each cell met to what it came to."""

    def __init__(self, declared: Field, setting: Setting) -> None:
        self._declared = declared
        self._setting = setting
        self._plain_text = declared.type == "string" and not (
            declared.enum or declared.pattern or declared.synonyms
        )
        self._plain_number = (
            declared.type in ("integer", "number")
            and declared.unit != "%"
            and setting.unit in ("", declared.unit)
            and not declared.pattern
        )

    def __missing__(self, cell: Cell) -> _Outcome:
        if len(self) >= REMEMBERED:
            self.clear()
        outcome = self[cell] = _outcome(cell, self._declared, self._setting)
        return outcome

    def convert(self, cells: Sequence[Cell], percents: Collection[int] = ()) -> Converted:
        """Convert the cells; those whose indexes are in `percents` show percentages."""
        kinds = set(map(type, cells))
        if not percents:
            if kinds == {str} and self._plain_text:
                stripped = [str(cell).strip() for cell in cells]
                joined = "".join(stripped)
                required = self._declared.required and "" in stripped
                if (
                    not required
                    and "+" not in joined
                    and (joined.isprintable() or not CONTROL.search(joined))
                ):
                    return Converted([cell or None for cell in stripped])
            if kinds == {float} and self._plain_number:
                numbers = self._numbers(cells)  # type: ignore[arg-type]
                if numbers is not None:
                    return Converted(numbers)
        if percents or bool in kinds:  # a remembered 1 would answer for True
            shown_so = replace(self._setting, percent=True)
            outcomes = [
                _outcome(cell, self._declared, shown_so if index in percents else self._setting)
                for index, cell in enumerate(cells)
            ]
        else:
            outcomes = list(map(self.__getitem__, cells))
        values, raws, faults = zip(*outcomes, strict=True) if outcomes else ((), (), ())
        return Converted(
            values,
            raws if any(raws) else None,
            [(index, fault) for index, fault in enumerate(faults) if fault] if any(faults) else (),
        )

    def _numbers(self, cells: Sequence[float]) -> Sequence[Value] | None:
        """The cells as they are where all are within bounds, else None."""
        low, high = min(cells), max(cells)
        least, most = self._declared.minimum, self._declared.maximum
        if (
            (least is not None and low < least)
            or (most is not None and high > most)
            or max(-low, high) >= 1e15
        ):
            return None
        if self._declared.type == "number":
            return cells
        return list(map(int, cells)) if all(map(float.is_integer, cells)) else None


def _outcome(cell: Cell, declared: Field, setting: Setting) -> _Outcome:
    try:
        value = convert(cell, declared, setting)
    except Fault as fault:
        return None, None, fault
    raw = None
    if _was_converted(cell, value):
        percentage = setting.percent and isinstance(cell, (int, float))
        text = f"{number_text(100 * float(cell))}%" if percentage else shown(cell)  # type: ignore[arg-type]
        raw = json.dumps(text, ensure_ascii=False)
    return (value.isoformat() if isinstance(value, date) else value), raw, None


def _was_converted(cell: Cell, value: Value) -> bool:
    """Whether a value is another than what stands in the cell, if only as text against number."""
    if value is None or isinstance(cell, date):
        return False
    if isinstance(value, str):
        return value != shown(cell)
    return isinstance(value, bool) is not isinstance(cell, bool) or value != cell
