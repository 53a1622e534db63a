"""A sheet and what was recognised in it -> the class of every filled cell, counted: none is in two classes, and none in none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from reportgen.expressions import expression
from reportgen.model import CLASSES, Account, Cell, Sheet
from reportgen.tables.above import class_above
from reportgen.tables.recognise import Recognised, Table
from reportgen.tables.rows import empty_in

_SPARE = ("blank", "spare")  # sorts of rows that hold nothing, or a number of their own only
_OF_SORTS = {
    "units": "unit",
    "spare": "unknown",
    "blank": "unknown",
}  # sorts of rows whose cells are of a class of another name

# sheets that go along with a form and hold no data
_BESIDES = expression("(填表|填报|使用)?说明|填表须知")
_PERHAPS_BESIDES = expression("选项|字典|下拉(选项|列表)?|目录|封面")


@lru_cache(maxsize=4096)
def is_beside(name: str, *, strange: bool = False) -> bool:
    """Whether a sheet of this name goes along with a form and holds no data; `strange` says that it has no known heading."""
    return bool(_BESIDES.fullmatch(name.strip()) or (strange and _PERHAPS_BESIDES.fullmatch(name.strip())))


def class_of(sort: str) -> str:
    """Return the class of the cells of a row that is no data."""
    return _OF_SORTS.get(sort, sort)


def accounts(sheet: Sheet, found: Recognised) -> tuple[list[Account], Mapping[str, int]]:
    """Return for each table of a sheet the account of its rows, and the cells by class of a sheet that has no table. What
    stands beside tables goes with the last one.

    A cell is filled that Excel counts as such (COUNTA): also one of blanks only. Raises RuntimeError where the classes do
    not add up to the filled cells of the sheet, which is a fault of the program.
    """
    counted = [_account(sheet, table) for table in found.tables]
    beside = sum(filled(sheet, row) for rows in _beside(sheet, found.tables) for row in rows)
    classed = sum(sum(each.cells.values()) for each in counted) + beside
    if (there := all_filled(sheet)) != classed:
        raise RuntimeError(f"{classed} cells have a class, but {there} are filled: {sheet.name}")
    if beside and counted:
        counted[-1] = counted[-1]._replace(cells={**counted[-1].cells, "other": beside})
    return counted, {"other": beside} if beside and not counted else {}


def all_filled(sheet: Sheet) -> int:
    """Return how many cells of a sheet are filled."""
    return sum(map(_filled, sheet.columns or sheet.rows))  # columns where they are at hand: there are fewer


def filled(sheet: Sheet, row: int) -> int:
    """Return how many cells of a row are filled."""
    return _filled(sheet.rows[row])


def _filled(cells: Sequence[Cell]) -> int:
    return len(cells) - empty_in(cells)


def classes_of_row(sheet: Sheet, table: Table, row: int) -> Mapping[int, str]:
    """Return the class of each filled cell of one of a table's rows, by column."""
    there = [column for column, cell in enumerate(sheet.rows[row]) if cell != ""]
    header = table.header - table.depth + 1 if table.header >= 0 else table.first
    if row < header:
        return {column: class_above(sheet.rows[row][column]) for column in there}
    if row < table.first:
        return dict.fromkeys(there, "heading")
    sort = next((each.sort for each in table.passed if each.row == row), None)
    if sort is not None:
        return dict.fromkeys(there, class_of(sort))
    taken = set(table.columns.values())
    return {column: "value" if column in taken else "unknown" for column in there}


def _account(sheet: Sheet, table: Table) -> Account:
    cells = dict.fromkeys(CLASSES, 0)
    cells |= table.above.counts
    taken = set(table.columns.values())
    height, blanks = len(table.body), _blanks(sheet, table)
    if height:
        cells["value"] = height * len(taken) - sum([blanks[column] for column in taken])
        cells["unknown"] = height * len(blanks) - sum(blanks) - cells["value"]
    for one in table.passed:
        said = sheet.rows[one.row]
        if count := _filled(said):
            inside = sum([said[column] != "" for column in taken])
            cells[class_of(one.sort)] += count
            cells["value"] -= inside
            cells["unknown"] -= count - inside
    passed = [
        (class_of(each.sort), each.words, each.row + 1) for each in table.passed if each.sort not in _SPARE
    ]
    return Account({name: count for name, count in cells.items() if count}, passed)


def _blanks(sheet: Sheet, table: Table) -> Sequence[int]:
    """How many cells of each column are empty below the header, without what merged cells and 〃 stand for."""
    if table.body.signs or any(table.first <= top < bottom for (top, _), (bottom, _) in sheet.merged):
        below = sheet.rows[table.first : table.first + len(table.body)]
        return [column.count("") for column in zip(*below, strict=True)]
    return table.body.blanks


def _beside(sheet: Sheet, tables: Sequence[Table]) -> Iterator[range]:
    """The stretches of rows that belong to no table."""
    at = 0
    for table in tables:
        yield range(at, table.top)
        at = table.end
    yield range(at, len(sheet.rows))
