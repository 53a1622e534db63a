"""Single slips planted into sums that hold -> is the right cell named, and the right value, beside banff on the same rows?

`uv run python -m tests.trials.suspects [--count 1800] [--seed 2023]` makes rows of three parts and a total, tables with totals
of rows and of columns, and months against a ledger and their yearly total, with small numbers (mean 6) and larger ones (mean
40); plants one slip into each as a typist makes it (`suspects_faults`, which knows nothing of the product's slips); and asks
`reportgen.suspects` which cell it was. A slip that leaves the sum as it is cannot be seen, and is planted again elsewhere.

  right cell     the first that is named is the one; exchanged: is one of the two
  among three    it is one of those named
  right value    of those that are rightly named, the value is the one that should stand there
  banff          Statistics Canada's error localisation (Fellegi and Holt) on the same rows, where it is installed:
                 `uv run --with banff==3.1.3 python -m tests.trials.suspects`. It is GPL: compare, do not depend

Two numbers of a row that are exchanged, in a table whose other rows have the same difference between the same columns, leave
no trace of which row it was: exchanging those two back there mends the same sums, and counts that come about independently
make each of these rows as likely as the other, by (mean / mean) to the power of the difference. Such exchanges are counted
apart, with how often the cell is among those named.

Kinds that no slip of the product explains are planted too, and told apart from the nine. Asked: with one equation 75 % of small
and 87 % of larger numbers, 99 % among three; with two 99 %; the value in 95 % of those.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from reportgen.suspects import Number, Spread, Suspect, suspects
from tests.trials.suspects_banff import COMMAND, located
from tests.trials.suspects_faults import BEYOND, EXCHANGED, SLIPS, Copied

PARTS, ROWS, MONTHS = 3, 12, 12
MEANS = {"small": 6, "larger": 40}
Grid = list[list[int]]
Cell = tuple[int, int]
Equation = Mapping[Cell, int]


class Planted(NamedTuple):
    """A slip in a table: its kind, the cells that are wrong, what stood there before, the tables now and last year, and whether
    another row explains it as well.
    """

    kind: str
    cells: Sequence[Cell]
    right: Mapping[Cell, int]
    grid: Grid
    last: Grid
    alike: bool = False


@dataclass
class Tally:
    """How often, of those planted, the right cell was named. It is fed one by one."""

    planted: int = 0
    first: int = 0
    among: int = 0
    valued: int = 0
    apart: int = 0
    apart_named: int = 0
    banff: int | None = None
    kinds: dict[str, list[int]] = field(default_factory=dict)  # by kind: right, planted, right by banff

    def add(self, planted: Planted, named: Sequence[Suspect]) -> None:
        places = [_place(each.cell) for each in named if each.cell]
        first = bool(places) and places[0] in planted.cells
        if planted.alike:
            self.apart += 1
            self.apart_named += any(each in planted.cells for each in places)
            return
        self.planted += 1
        self.first += first
        self.among += any(each in planted.cells for each in places)
        self.valued += first and named[0].value == planted.right[places[0]]
        counts = self.kinds.setdefault(planted.kind, [0, 0, 0])
        counts[0] += first
        counts[1] += 1


def _place(cell: str) -> Cell:
    row, column = cell.split(",")
    return int(row), int(column)


def _poisson(mean: float, chance: Random) -> int:
    """A count as it comes about: so many things that happen independently of each other."""
    limit, count, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        count, product = count + 1, product * chance.random()
    return count


def _counts(rows: int, mean: float, chance: Random) -> tuple[Grid, Grid]:
    """Rows of parts, each column with a size of its own, with their totals; and last year's."""
    sizes = [mean * share for share in (0.6, 1.0, 1.4)]
    years = []
    for _ in range(2):
        grid = [[_poisson(size, chance) for size in sizes] for _ in range(rows)]
        years.append([[*row, sum(row)] for row in grid])
    return years[0], years[1]


def _of_row(row: int) -> Equation:
    return {**{(row, each): 1 for each in range(PARTS)}, (row, PARTS): -1}


def _of_column(column: int, rows: int) -> Equation:
    return {**{(each, column): 1 for each in range(rows)}, (rows, column): -1}


def plant(kind: str, grid: Grid, last: Grid, cells: Sequence[Cell], chance: Random) -> Planted | None:
    """Make a slip of a kind in one of the cells; None where it cannot be made, or changes nothing."""
    row, column = chance.choice(cells)
    changed = [list(each) for each in grid]
    if kind == EXCHANGED:
        other = column + chance.choice([-1, 1])
        if not 0 <= other < len(grid[row]):
            return None
        changed[row][column], changed[row][other] = grid[row][other], grid[row][column]
        places = [(row, column), (row, other)]
    else:
        beside = grid[row][column - 1 if column else 1] if len(grid[row]) > 1 else grid[row][column]
        around = Copied(grid[row - 1][column] if row else -1, last[row][column], beside)
        if kind == "the row above" and not row:
            return None
        typed = (SLIPS | BEYOND)[kind](str(grid[row][column]), around, chance)
        if typed is None:
            return None
        changed[row][column] = int(typed)
        places = [(row, column)]
    if changed == grid:
        return None
    return Planted(kind, places, {each: grid[each[0]][each[1]] for each in places}, changed, last)


def numbers(planted: Planted, totals: bool) -> dict[Cell, Number]:
    """The numbers of a table as the product sees them; `totals` says that its last row and column are sums."""
    grid = planted.grid
    body = grid[:-1] if totals else grid
    spreads = [Spread.of(row[column] for row in body) for column in range(len(grid[0]))]
    return {
        (row, column): Number(
            value,
            cell=f"{row},{column}",
            above=grid[row - 1][column] if row else None,
            last=planted.last[row][column],
            spread=None if column == PARTS or (totals and row == len(grid) - 1) else spreads[column],
        )
        for row, line in enumerate(grid)
        for column, value in enumerate(line)
    }


def _is_broken(grid: Grid, equation: Equation) -> bool:
    return sum(sign * grid[row][column] for (row, column), sign in equation.items()) != 0


def one_equation(kind: str, mean: float, chance: Random) -> tuple[Planted, Sequence[Suspect]] | None:
    """A slip in rows of three parts and a total, and who is suspected."""
    grid, last = _counts(ROWS, mean, chance)
    cells = [(row, column) for row in range(ROWS) for column in range(PARTS + 1)]
    planted = plant(kind, grid, last, cells, chance)
    if not planted or not _is_broken(planted.grid, equation := _of_row(planted.cells[0][0])):
        return None
    return planted, suspects(numbers(planted, totals=False), equation)


def two_equations(kind: str, mean: float, chance: Random) -> tuple[Planted, Sequence[Suspect]] | None:
    """A slip in a table with totals of rows and of columns."""
    grids = []
    for grid in _counts(ROWS, mean, chance):
        grids.append([*grid, [sum(column) for column in zip(*grid, strict=True)]])
    cells = [(row, column) for row in range(ROWS + 1) for column in range(PARTS + 1)]
    planted = plant(kind, *grids, cells, chance)
    equations = [_of_row(row) for row in range(ROWS + 1)] + [
        _of_column(column, ROWS) for column in range(PARTS + 1)
    ]
    broken = [each for each in equations if planted and _is_broken(planted.grid, each)]
    if not planted or not broken:
        return None
    others = [each for each in equations if each is not broken[0]]
    planted = planted._replace(alike=kind == EXCHANGED and _is_alike(planted, equations))
    return planted, suspects(numbers(planted, totals=True), broken[0], others)


def _is_alike(planted: Planted, equations: Sequence[Equation]) -> bool:
    """Whether exchanging the same two columns back in another row mends every sum, too."""
    (own, one), (_, other) = planted.cells
    for row, line in enumerate(planted.grid):
        mended = [list(each) for each in planted.grid]
        mended[row][one], mended[row][other] = line[other], line[one]
        if row != own and not any(_is_broken(mended, each) for each in equations):
            return True
    return False


def months(kind: str, mean: float, chance: Random) -> tuple[Planted, Sequence[Suspect]] | None:
    """A slip in a month's number, or in the year's: each month is counted in a ledger, and the year is their sum."""
    years = [[[_poisson(mean, chance)] for _ in range(MONTHS)] for _ in range(2)]
    counted = [row[0] for row in years[0]]
    for year in years:
        year.append([sum(row[0] for row in year)])
    planted = plant(kind, *years, [(row, 0) for row in range(MONTHS + 1)], chance)
    if not planted:
        return None
    spread = Spread.of(row[0] for row in planted.grid[:-1])
    found: dict[Cell, Number] = {
        (row, 0): Number(
            line[0],
            cell=f"{row},0",
            above=planted.grid[row - 1][0] if row else None,
            last=planted.last[row][0],
            spread=spread if row < MONTHS else None,
        )
        for row, line in enumerate(planted.grid)
    }
    found |= {(row, 1): Number(value, counted=True) for row, value in enumerate(counted)}
    year_ = _of_column(0, MONTHS)
    of_months = [{(row, 0): 1, (row, 1): -1} for row in range(MONTHS)]
    row = planted.cells[0][0]
    broken = of_months[row] if row < MONTHS else year_
    others = [each for each in (*of_months, year_) if each is not broken]
    return planted, suspects(found, broken, others)


TRIALS: dict[str, Callable[[str, float, Random], tuple[Planted, Sequence[Suspect]] | None]] = {
    "rows of three parts and a total": one_equation,
    "totals of rows and of columns": two_equations,
    "months, a ledger and the year": months,
}


def run(
    trial: str, mean: float, kinds: Sequence[str], count: int, seed: int
) -> Iterator[tuple[Planted, Sequence[Suspect]]]:
    """Yield so many planted slips of the kinds in turn, and who is suspected."""
    chance = Random(f"{seed} {trial} {mean}")
    for number in range(count):
        kind = kinds[number % len(kinds)]
        done = None
        while not done:
            done = TRIALS[trial](kind, mean, chance)
        yield done


def kinds_of(trial: str, beyond: bool) -> list[str]:
    """The nine kinds, or those beyond them; a column alone has nothing beside it."""
    kinds = [*BEYOND] if beyond else [*SLIPS, EXCHANGED]
    return [each for each in kinds if trial != "months, a ledger and the year" or each not in _NEED_BESIDE]


_NEED_BESIDE = (EXCHANGED, "the column beside")


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "      –"


def of_banff(planted: Sequence[Planted], seed: int) -> list[bool] | None:
    """Whether banff names one of the cells that are wrong, of rows of parts and a total; None without banff."""
    rows = [each.grid[each.cells[0][0]] for each in planted]
    found = located(rows, seed)
    return found and [
        bool(named) and {(each.cells[0][0], column) for column in named} <= set(each.cells)
        for named, each in zip(found, planted, strict=True)
    ]


def measured(trial: str, mean: float, beyond: bool, count: int, seed: int) -> Tally:
    """How often who is suspected is right, in one sort of table with numbers of a size, beside banff where that is there."""
    tally = Tally()
    done = list(run(trial, mean, kinds_of(trial, beyond), count, seed))
    for planted, named in done:
        tally.add(planted, named)
    if trial == next(iter(TRIALS)):
        right = of_banff([planted for planted, _ in done], seed)
        tally.banff = sum(right) if right else None
        for (planted, _), also in zip(done, right or (), strict=False):
            tally.kinds[planted.kind][2] += also
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=1800, help="slips planted per sort of table and size")
    parser.add_argument("--seed", type=int, default=2023)
    asked = parser.parse_args(arguments)
    tallies = {
        (trial, size, beyond): measured(trial, mean, beyond, asked.count, asked.seed)
        for trial in TRIALS
        for size, mean in MEANS.items()
        for beyond in (False, True)
    }
    print(f"{'':34}{'numbers':8} right cell  among three  right value      banff")
    for (trial, size, beyond), each in tallies.items():
        if not beyond:
            banff = share(each.banff, each.planted) if each.banff is not None else "      –"
            print(
                f"{trial:34}{size:8} {share(each.first, each.planted):>10} {share(each.among, each.planted):>12}"
                f" {share(each.valued, each.first):>12} {banff:>10}"
                + (
                    f"   {each.apart} apart, {share(each.apart_named, each.apart).strip()} named"
                    if each.apart
                    else ""
                )
            )
    for beyond, title in ((False, "By kind"), (True, "Kinds that no slip of the product explains")):
        print(f"\n{title}, right cell (and banff), in the order of the table above")
        for kind in [*BEYOND] if beyond else [*SLIPS, EXCHANGED]:
            told = "".join(_of_kind(tallies[each], kind) for each in tallies if each[2] == beyond)
            print(f"  {kind:22}{told}")
    if all(each.banff is None for each in tallies.values()):
        print(f"\nbanff is not installed: {COMMAND}")
    return _judged({(trial, size): each for (trial, size, beyond), each in tallies.items() if not beyond})


def _judged(tallies: Mapping[tuple[str, str], Tally]) -> int:
    """Print the figures that are asked for; 1 where one falls short."""
    one = {size: each for (trial, size), each in tallies.items() if trial == next(iter(TRIALS))}
    two = [each for (trial, _), each in tallies.items() if trial != next(iter(TRIALS))]
    figures = [
        ("one equation, small", [one["small"]], "first", 75),
        ("larger", [one["larger"]], "first", 87),
        ("among three", [*one.values()], "among", 99),
        *(("two equations", [each], "first", 99) for each in two),
    ]
    said, short = [], 0
    for words, each, what, least in figures:
        part, whole = sum(getattr(one, what) for one in each), sum(one.planted for one in each)
        said.append(f"{words} {share(part, whole).strip()}")
        short += 100 * part < least * whole
    first = sum(each.first for each in tallies.values())
    valued = sum(each.valued for each in tallies.values())
    print(f"\n{', '.join(said)}, value {share(valued, first).strip()}")
    return int(short > 0 or valued < 0.95 * first)


def _of_kind(tally: Tally, kind: str) -> str:
    first, planted, also = tally.kinds.get(kind, (0, 0, 0))
    beside = f" ({100 * also / planted:3.0f})" if planted and tally.banff is not None else ""
    return f"{100 * first / planted:5.0f}{beside}" if planted else "    –"


if __name__ == "__main__":
    sys.exit(main())
