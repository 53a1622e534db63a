"""The rows below a header -> which are data, and what the others are, with the words that made them so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.model import Cell, Kind, Range, Sheet, is_blank
from reportgen.tables.above import Above
from reportgen.tables.form_rows import UNSURE, examples, unchecked
from reportgen.tables.headings import normalise
from reportgen.tables.labels import (
    CROSSED_OUT,
    Columns,
    Sort,
    Verdict,
    counts_columns,
    is_group,
    is_units,
    labelled,
    verdict,
)

_FORM = 5  # rows below a header where a printed form may count or explain its columns
_BLANK = Verdict("blank")
_DITTO = {"〃", "″", "〞", '"', "同上", "同前"}


@dataclass(frozen=True, slots=True)
class Passed:
    """A row, by its index from 0, that is no data: what it is, and the words that made it so."""

    row: int
    sort: Sort
    words: str = ""


@dataclass(slots=True)
class Rows:
    """The rows below a header, by indexes from 0 into the sheet's rows: those of data, and all others with what they are."""

    data: Sequence[int]
    passed: Sequence[Passed] = ()

    def of(self, sort: Sort) -> tuple[int, ...]:
        """Return the rows of a sort that is not data."""
        return tuple(each.row for each in self.passed if each.sort == sort)

    @property
    def totals(self) -> tuple[int, ...]:
        """The 合计 rows."""
        return self.of("total")

    @property
    def doubtful(self) -> tuple[int, ...]:
        """The rows that are neither counted nor passed over in silence."""
        return self.of("doubtful")

    @property
    def nothing(self) -> tuple[int, ...]:
        """The rows that say there is nothing to report."""
        return self.of("nothing")


@dataclass(slots=True)
class Body:
    """What stands below a header, from the row `first` on, by column; what merged cells and 〃 stand for is written
    out.

    `signs` holds the cells, by (row, column), that say 〃, with the sign; `merged` those of merged ranges of which
    nobody can say what they hold. `checked` is the column that says whether rows of the year before still hold, `carried`
    how many of them the form came with, `unchecked` what keeps rows from counting, and `examples` the rows that repeat the
    form's example; both from 0 on.
    """

    first: int
    columns: Sequence[Sequence[Cell]]
    signs: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: frozenset[tuple[int, int]] = frozenset()
    checked: int = -1
    carried: int = 0
    unchecked: Mapping[int, str] = field(default_factory=dict)
    examples: frozenset[int] = frozenset()
    _blanks: list[int] = field(default_factory=list)

    @property
    def blanks(self) -> Sequence[int]:
        """How many cells of each column are empty."""
        if not self._blanks:
            self._blanks += map(empty_in, self.columns)
        return self._blanks

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def row(self, index: int) -> Sequence[Cell]:
        """Return the cells of a row of the sheet."""
        return [column[index - self.first] for column in self.columns]

    def column(self, column: int, rows: Sequence[int]) -> Sequence[Cell]:
        """Return the cells of a column in some rows of the sheet."""
        if not rows:
            return ()
        cells = self.columns[column]
        if isinstance(rows, range):
            return cells[rows.start - self.first : rows.stop - self.first]
        return [cells[index - self.first] for index in rows]


def empty_in(cells: Sequence[Cell]) -> int:
    """Return how many cells are empty."""
    # that there is something in all of them is seen sooner than that a number is no empty text
    return 0 if all(cells) else cells.count("")


def body(
    sheet: Sheet,
    first: int,
    end: int,
    kind: Kind,
    columns: Mapping[str, int],
    below: Sequence[Sequence[Cell]],
    above: Above,
) -> Body:
    """Return the rows from `first` to before `end`, each with what a merged cell above says for it, and what 〃 repeats.

    A merged number is not given: it may be each row's or all rows' together. `below` are the cells from `first` on,
    by column, `above` is what stands before them.
    """
    whole = end == len(sheet.rows)
    cells = list(below) if whole else [column[: end - first] for column in below]
    signs: dict[tuple[int, int], str] = {}
    unclear: frozenset[tuple[int, int]] = frozenset()
    mark, checked = above.mark, above.checked
    merged = [each for each in sheet.merged if first <= each[0][0] < each[1][0] < end]
    if merged:
        spread, unclear = _spread(sheet, first, kind, columns, cells, merged, checked)
        cells = [*spread]
    repeats = sheet.texts is None or not _DITTO.isdisjoint(sheet.texts)
    for column in {*columns.values(), checked} - {-1} if repeats and cells and cells[0] else ():
        if _DITTO.isdisjoint(cells[column]):
            continue
        written = list(cells[column])
        for at in range(1, len(written)):
            if written[at] in _DITTO:
                signs[first + at, column] = str(written[at])
                written[at] = written[at - 1]
        cells[column] = written
    stopped = unchecked(cells[checked], mark) if cells and checked >= 0 else {}
    shown = examples(kind, columns, cells, mark)
    return Body(first, cells, signs, unclear, checked, mark.carried, stopped, shown)


def _spread(
    sheet: Sheet, first: int, kind: Kind, columns: Mapping[str, int], cells: Sequence[Sequence[Cell]],
    merged: Sequence[Range], checked: int,
) -> tuple[Sequence[Sequence[Cell]], frozenset[tuple[int, int]]]:  # fmt: skip
    """Return the cells by column, each text of a merged cell in all its rows, and by (row, column) the cells of which
    nobody can say what they hold.
    """
    numbers = {column for name, column in columns.items() if kind.fields[name].type in ("integer", "number")}
    used = {*columns.values(), checked}
    written = [list(column) for column in cells]
    unclear: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in merged:
        rows = [row for row in range(top + 1, bottom + 1) if not all(map(is_blank, sheet.rows[row]))]
        for column in used & set(range(left, min(right + 1, len(cells)))):
            if column != left or column in numbers:
                unclear.update((row, column) for row in rows)
                continue
            for row in rows:
                written[column][row - first] = written[column][top - first]
    return written, frozenset(unclear)


def sort_rows(sheet: Sheet, body: Body, known: Columns, depth: int = 1) -> Rows:
    """Sort the rows below a header of so many rows."""
    first, count = body.first, len(body)
    heads = map(sheet.rows.__getitem__, range(max(0, first - depth), first))
    header = [[row[column] for column in known.all] for row in heads]
    unread = {row for row, column in sheet.unread if column in known.all}
    verdicts: dict[int, Verdict] = {}
    for index in sorted(_unusual(body, count, known, header)):
        if first + index in unread:
            continue
        row = body.row(first + index)
        if row.count("") == len(row):
            verdicts[index] = _BLANK
        elif [row[column] for column in known.all] in header:
            verdicts[index] = Verdict("heading")
        else:
            said = _of_the_form(body, row, index, known) or verdict(row, known)
            if said.sort != "data":
                verdicts[index] = said
    passed = _settled(body, verdicts, known)
    return Rows(_without(range(first, first + count), {each.row for each in passed}), passed)


def _of_the_form(body: Body, row: Sequence[Cell], index: int, known: Columns) -> Verdict | None:
    """The form's example, above all rows of data; a row of the year before that nobody has looked at, or that is no more;
    and one just below the header that counts the columns or gives their units, as printed forms have it.
    """
    if index in body.examples:
        return Verdict("example", "示例", "head")
    if said := body.unchecked.get(index, ""):
        return Verdict("carried", said) if said != UNSURE or verdict(row, known).sort == "data" else None
    if index >= _FORM:
        return None
    if is_units(row, known):
        return Verdict("units", "单位", "head")
    if not counts_columns(row):
        return None
    cells = [column for column in known.all if not is_blank(row[column])]
    impossible = any(column in known.words or column in known.counted - known.numbers for column in cells)
    below = next(
        (each for each in range(index + 1, len(body)) if any(column[each] != "" for column in body.columns)),
        None,
    )
    again = below is not None and body.row(body.first + below)[cells[0]] == row[cells[0]] if cells else False
    return (
        Verdict("numbers", "1、2、3……", "head")
        if impossible or again or "栏次" in row
        else Verdict("doubtful")
    )


def _settled(body: Body, verdicts: Mapping[int, Verdict], known: Columns) -> tuple[Passed, ...]:
    """What rows are, now that it is known which stand above or below all rows of data."""
    count = len(body)
    sorts = dict(verdicts)
    if any(said.where for said in verdicts.values()):
        undecided = {index for index, each in verdicts.items() if each.sort != "data"}
        head = next((index for index in range(count) if index not in undecided), count)
        tail = next((index for index in reversed(range(count)) if index not in undecided), -1)
        for index, said in verdicts.items():
            if (said.where == "head" and index > head) or (said.where == "tail" and index < tail):
                sorts[index] = Verdict(said.otherwise)
    if any(said.sort == "doubtful" for said in sorts.values()):
        sorts |= _groups(body, sorts)
    if sum(said.sort != "doubtful" for said in sorts.values()) == count - 1:
        only = next(index for index in range(count) if index not in sorts or sorts[index].sort == "doubtful")
        said = verdict(body.row(body.first + only), known, alone=True)
        if said.sort == "nothing":
            sorts[only] = said
    return tuple(
        Passed(body.first + index, said.sort, said.words)
        for index, said in sorted(sorts.items())
        if said.sort != "data"
    )


def _groups(body: Body, sorts: Mapping[int, Verdict]) -> dict[int, Verdict]:
    """The doubtful rows that are titles of groups: 一、 二、 …, at least two, each alone in its row with rows below it."""
    found = []
    for index, said in sorts.items():
        cells = [cell for cell in body.row(body.first + index) if not is_blank(cell)]
        if said.sort == "doubtful" and len(cells) == 1 and is_group(normalise(str(cells[0]), marks=True)):
            found.append(index)
    below = [
        index + 1 < len(body) and (index + 1 not in sorts or sorts[index + 1].sort == "heading")
        for index in found
    ]
    return {index: Verdict("title", "分组的标题") for index in found} if len(found) > 1 and all(below) else {}


def _without(rows: range, passed: set[int]) -> Sequence[int]:
    """The rows that were not passed over; still a range where these stand at its ends."""
    start, stop = rows.start, rows.stop
    while start in passed:
        start += 1
    while stop - 1 in passed and stop > start:
        stop -= 1
    if sum(start <= index < stop for index in passed):
        return [index for index in range(start, stop) if index not in passed]
    return range(start, stop)


def _unusual(body: Body, count: int, known: Columns, header: Sequence[Sequence[Cell]]) -> Iterable[int]:
    """The rows that need a look: the first, and each that is not led by a number or a plain text, or that leaves a
    cell empty which every row must fill. All others are data.
    """
    if not known.owed or not count:
        return range(count)
    columns, blanks = body.columns, body.blanks
    if body.checked >= 0:
        return range(count)
    lead = next((column for column, empty in zip(columns, blanks, strict=True) if empty < count), columns[0])
    top = [column[0] for column in columns]
    unusual = (
        {0} if counts_columns(top) or not any(cell and cell.__class__ is not str for cell in top) else set()
    )
    unusual.update(labelled(lead), body.examples)
    for column in _telling(blanks, known):
        cells, at = columns[column], -1
        for _ in range(blanks[column]):
            at = cells.index("", at + 1)
            unusual.add(at)
    words = CROSSED_OUT | {cell for row in header for cell in row if isinstance(cell, str)}
    cells = columns[min(known.owed)]
    if not words.isdisjoint(cells):
        unusual.update(index for index, cell in enumerate(cells) if cell in words)
    return unusual


def _telling(blanks: Sequence[int], known: Columns) -> Iterable[int]:
    """The columns that are filled in every plain row: where but one must be, also the fullest of the others."""
    if len(known.owed) > 1 or len(known.all) < 3:
        return known.owed
    others = [column for column in known.all if column not in known.owed]
    return [*known.owed, min(others, key=lambda column: blanks[column])]
