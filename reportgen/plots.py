"""What a chart of a list shows: a label for each entry, and series of numbers as they are printed."""

from __future__ import annotations

from typing import NamedTuple

KINDS = ("柱状图", "条形图", "折线图", "饼图")  # the words behind the bar that draw a list
DRAWN = "图表"  # of a chart that the author has drawn


class Series(NamedTuple):
    """A column of a list: its name and unit, and for each entry the number as it is printed, or nothing, and its figure.

    `is_sum` says that numbers like these may be added up: rates, means and largest ones may not.
    """

    name: str
    unit: str
    numbers: tuple[str | None, ...]
    figures: tuple[str, ...]
    is_sum: bool = True

    @property
    def heading(self) -> str:
        """What the column is called in the names of its figures."""
        return self.figures[0].rpartition(".")[2] if self.figures else self.name


class Plot(NamedTuple):
    """A chart of a figure: what the entries are told apart by, their names, the numbers; or why there is none.

    `kind` is the word behind the bar.
    """

    figure: str
    kind: str
    by: str = ""
    labels: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    unfit: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether there is a number to draw; a pie needs one that is not 0."""
        numbers = (each for series in self.series for each in series.numbers if each is not None)
        return any(self.kind != "饼图" or float(each) for each in numbers)

    @property
    def said(self) -> str:
        """What is read to those who do not see it."""
        told = "；".join(filter(None, (self._entry(at, label) for at, label in enumerate(self.labels))))
        return f"{self.kind}，按{self.by}：{told}"

    def _entry(self, at: int, label: str) -> str:
        numbers = [(each.name, each.numbers[at], each.unit) for each in self.series]
        said = [f"{name}{number}{unit}" for name, number, unit in numbers if number is not None]
        return f"{label}{'、'.join(said)}" if said else ""
