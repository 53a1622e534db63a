"""One departmental file -> what each of its rows and cells is read as, for a person to see. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.model import CannotRun, Cell, FileRefused, Kind, Sheet
from reportgen.rules import did_you_mean
from reportgen.tables.account import accounts, all_filled, classes_of_row, is_beside
from reportgen.tables.headers import Vocabulary, vocabulary
from reportgen.tables.headings import normalise
from reportgen.tables.recognise import Table, recognise
from reportgen.values.cell import shown
from reportgen.workbook.read import read
from reportgen.workbook.slip import answer_of
from reportgen.workspace.incoming import Incoming

MASK = "***"


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row by its number: its class, the words that made it so, and its filled cells by column (from 0): text and class."""

    number: int
    sort: str
    words: str
    cells: Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet: the titles of the kinds found in it, its rows that are not empty, and its filled cells by class."""

    name: str
    kinds: Sequence[str]
    rows: Sequence[RowRead]
    cells: Mapping[str, int]
    filled: int


def chosen(
    kinds: Mapping[str, Kind], path: Path, files: Sequence[Incoming], sheet: str = ""
) -> list[SheetRead]:
    """Return how the sheets of the one file at a path, or one of them, are read. Raises CannotRun."""
    if len(files) != 1:
        raise CannotRun(f"“{path}”不是一个工作簿；请写明一个文件，如 来件/2023/司法所/台账.xlsx")
    found = classify(kinds, files[0])
    wanted = [each for each in found if each.name == sheet] if sheet else found
    if not wanted:
        names = [each.name for each in found]
        raise CannotRun(
            f"没有叫“{sheet}”的工作表。{did_you_mean(sheet, names)}这个文件里有：{'、'.join(names)}"
        )
    return wanted


def classify(kinds: Mapping[str, Kind], file: Incoming) -> list[SheetRead]:
    """Return how every sheet of a file is read. Raises CannotRun where the file cannot be."""
    known = vocabulary(kinds)
    found: list[SheetRead] = []
    previous: Table | None = None
    try:
        for sheet in read(file.read(), alone=True):
            tables: Sequence[Table] = ()
            cells: Mapping[str, int] = {"note": all_filled(sheet)}
            if not (answer_of(sheet) or is_beside(sheet.name)):
                recognised = recognise(sheet, known, file.name, previous)
                if not is_beside(sheet.name, strange=recognised.strange):
                    tables = recognised.tables
                    counted, rest = accounts(sheet, recognised)
                    cells = _added([*(each.cells for each in counted), rest])
            rows = list(_rows(sheet, tables, known, "note" if "note" in cells and not tables else "other"))
            found.append(
                SheetRead(sheet.name, [each.kind.title for each in tables], rows, cells, all_filled(sheet))
            )
            previous = tables[-1] if tables else previous
    except FileRefused as error:
        raise CannotRun(f"{file.name}：{error}") from None
    except OSError:
        raise CannotRun(f"{file.name}：文件读不了；请检查权限") from None
    return found


def _added(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    names = dict.fromkeys(name for each in counts for name in each)
    return {name: sum(each.get(name, 0) for each in counts) for name in names}


def _rows(sheet: Sheet, tables: Sequence[Table], known: Vocabulary, beside: str) -> Iterator[RowRead]:
    """The rows that have a filled cell; in columns of personal fields the cells are masked, also where no table is read."""
    headed: set[int] = set()
    for index, row in enumerate(sheet.rows):
        filled = [column for column, cell in enumerate(row) if cell != ""]
        if not filled:
            continue
        table = next((each for each in tables if each.top <= index < each.end), None)
        if table is None:
            yield RowRead(
                index + 1, beside, "", {each: (_masked(row[each], each in headed), beside) for each in filled}
            )
            headed |= {each for each in filled if _is_personal(row[each], known)}
            continue
        classes = classes_of_row(sheet, table, index)
        hidden = _personal(table) if index >= table.first else set()
        passed = next((each for each in table.passed if each.row == index), None)
        sort = "value" if index >= table.first and passed is None else next(iter(classes.values()))
        cells = {each: (_masked(row[each], each in hidden), classes[each]) for each in filled}
        yield RowRead(index + 1, sort, passed.words if passed else "", cells)


def _personal(table: Table) -> set[int]:
    return {column for name, column in table.columns.items() if table.kind.fields[name].personal}


def _is_personal(cell: Cell, known: Vocabulary) -> bool:
    """Whether a cell is the heading of a personal field of some kind."""
    meanings = known.words.get(normalise(cell), ()) if isinstance(cell, str) else ()
    return any(known.kinds[kind].fields[name].personal for kind, name in meanings)


def _masked(cell: Cell, hidden: bool) -> str:
    return MASK if hidden else shown(cell)
