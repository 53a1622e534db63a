"""How a figure comes about, as a profile declares it. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportgen import arithmetic
from reportgen.measures import in_words
from reportgen.typed_tables import Value

COUNT = "数量"  # the name of the number in each entry of a list by a column, unless it has columns
TOTAL = "合计"  # the name of a table's last row, and of a cross table's last column
DEPARTMENT, YEAR, UNIT = "_department", "_year", "_unit"  # columns that every sheet has
CALLED = {DEPARTMENT: "报送部门", YEAR: "年度", UNIT: "单位"}  # what people write for them
MOST_DECIMALS = 6


def called(column: str) -> str:
    """Return what people write for a column."""
    return CALLED.get(column, column)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureDefinition:
    """How a figure comes about: a measure over the rows of one sheet that meet a condition.

    At most one of `ratio` (two figures of the same group), `formula` (other figures), `rows` (the fields of each row) or
    `measure`, the default, decides its form. With `by` it is measured for each value of a field, with `across` for each of
    two, with `within` in each entry of the list by that field; `columns`, as (heading, figure of the group), are what is
    measured then. Such a list names also what nothing falls to, unless only what is `present`; it has an `order`, its
    `top` entries alone, and a `total`. `years` is how many years, the report's own included, the rows are taken from.
    A blank that says something is kept by `blank`, and zeros behind the point by `zeros`. `held` are the fields and
    values that its rows have: it is then a cell of a table.
    """

    group: str
    name: str
    sheet: str
    measure: str = "count(*)"
    where: str = ""
    unit: str = ""
    ratio: tuple[str, str] | None = None
    formula: str = ""
    by: str = ""
    across: str = ""
    within: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    order: str = ""
    top: int = 0
    total: bool = False
    present: bool = False
    rows: tuple[str, ...] = ()
    years: int = 1
    decimals: int | None = None
    zeros: Literal["", "keep"] = ""
    blank: Literal["", "keep"] = ""
    empty: str = ""
    qualifier: str = ""
    parameters: tuple[str, ...] = ()
    held: tuple[tuple[str, Value], ...] = ()

    @property
    def full_name(self) -> str:
        """The name in tags: group and name, with a dot between."""
        return f"{self.group}.{self.name}"

    @property
    def parts(self) -> tuple[str, ...]:
        """The full names of the figures that a rate or a formula is made of, or that a table has as columns."""
        named = self.ratio or (arithmetic.names(self.formula) if self.formula else ())
        return tuple(
            each if "." in each else f"{self.group}.{each}"
            for each in (*named, *dict.fromkeys(name for _, name in self.columns))
        )

    @property
    def roles(self) -> tuple[str, ...]:
        """What each of the parts is to it: the numerator, a column; nothing to a formula, which says it."""
        headings = {name: heading for heading, name in reversed(self.columns)}
        return (
            ("分子", "分母")
            if self.ratio
            else tuple(headings.get(each.rpartition(".")[2], "") for each in self.parts)
        )

    @property
    def made_by(self) -> str:
        """In words, how it is made of its parts."""
        if self.columns:
            return "每一列是下面的一个数，分开来算"
        return "由下面两个数相除" if self.ratio else "由下面的数算出"

    @property
    def unit_behind(self) -> str:
        """The unit that is not printed with it."""
        return "" if self.ratio else self.unit

    @property
    def is_list(self) -> bool:
        """Whether it has entries, and no value of its own."""
        return bool(self.by or self.rows)

    @property
    def fields(self) -> tuple[str, ...]:
        """What the entries of a list know, as far as the declaration tells it: a cross table's columns are values."""
        if self.rows or not self.by:
            return self.rows
        measured = tuple(heading for heading, _ in self.columns) or (() if self.across else (COUNT,))
        return (self.by, *measured)

    @property
    def places(self) -> int:
        """To how many decimal places it is printed at most."""
        short = self.ratio or self.measure.startswith("avg") or arithmetic.divides(self.formula)
        return (2 if short else MOST_DECIMALS) if self.decimals is None else self.decimals

    def __str__(self) -> str:
        where = f"，条件 {self.where}" if self.where else ""
        if self.ratio:
            return f"{self.ratio[0]} ÷ {self.ratio[1]}{where}"
        if self.formula:
            return self.formula.replace("*", "×").replace("/", "÷") + where
        if self.columns:
            columns = "、".join(dict(self.columns))
            within = f"{self.within}里的" if self.within else ""
            return f"{within}每种{self.by}的{columns}{where}"
        scope = f"（近{self.years}年）" if self.years > 1 else ""
        return f"“{self.sheet}”表{scope}：{self._what()}" + where

    def _what(self) -> str:
        """What is counted of the rows, in words."""
        if self.rows:
            return "、".join(self.rows)
        measured = in_words(self.measure)
        if not self.by:
            return measured
        each = "、每种".join(filter(None, (self.within, self.by, self.across)))
        return f"每种{each}的{measured}"
