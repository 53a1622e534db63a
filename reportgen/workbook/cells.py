"""A sheet of a plain .xlsx -> its cells by column, and what is to be noted of them, in one pass over the bytes.

Each row is matched as a whole by one regular expression, which has a place for each column; what is not matched so is
Unusual. What is made of a cell hangs on its attributes, which a column has few of, and on the bytes of its value, which
recur: no function is called for each cell.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reportgen.model import Cell, column_letters
from reportgen.workbook.formats import printed
from reportgen.workbook.manners import COUNTS, NUMBER, PLAIN_DIGITS, Manner, Manners, Strings, decoded
from reportgen.workbook.notes import LARGEST_BOX, NOT_CALCULATED, STRUCK, Notes, Unusual, column_of
from reportgen.workbook.texts import rich_text
from reportgen.workbook.written import Written

_PIECE = 2**18  # bytes of rows matched at a time
_WIDEST = 128  # columns
_LONG = 200  # cells of which it is worth while to see whether all are of a sort
_COUNTED = tuple(b"%d" % number for number in range(1, 1_001))  # rows, as most sheets number them
_HIDDEN_ROW = re.compile(rb' (?:hidden="(?:1|true)"|ht="[01](?:\.[0-9]*)?")')
_ROW_ATTRIBUTES = re.compile(rb'(?: [\w:.]+="[^"<]*")*/?')
_LETTERS = re.compile(rb'<c r="([A-Z]{1,3})')
_ODD = re.compile(
    rb"(?P<formula><f(?: [^<>]*)?(?:/>|>[^<]*</f>))?(?:<v(?: xml:space=\"preserve\")?>(?P<value>[^<]*)</v>|(?P<none><v/>))?"
    rb"|<is>(?P<text>.*)</is>|(?P<empty><is/>)",
    re.DOTALL,
)


class Grid(NamedTuple):
    """The cells of a sheet by column, all columns equally long, and what is noted of them; whether all texts among them are
    shared ones.
    """

    columns: list[list[Cell]]
    notes: Notes
    is_shared: bool = False


def read_cells(rows: bytes, width: int, manners: Manners, written: Written | None = None) -> Grid:
    """Return the cells of the rows of a sheet, which is about so wide. `written` are cells of its workbook, where these
    are found by what is written of them. Raises Unusual.
    """
    reading = _Reading(manners, rows, min(width, _WIDEST), written)
    for start, end in _pieces(rows):
        reading.take(start, end)
    return reading.grid()


@cache
def _written_row(width: int) -> re.Pattern[bytes]:
    """What matches a row: its number, its attributes, and for each column what is written of a cell."""
    form = rb'(?:<c r="%s\1"([^/]*+)/(?:(?<=</)v></c|(?<!</))>|)'
    return _of_cells(form, width)


@cache
def _row(width: int, *, odd: bool) -> re.Pattern[bytes]:
    """What matches a row: its number, its attributes, and for each column a cell's attributes and value, and with `odd`
    what else may stand in it; anything else is swallowed, as a row without a number.
    """
    form = rb'(?:<c r="%s\1"([^>]*+)>(?:<v>([^<]*+)</v></c>|(?<=/>))|)'
    if odd:
        form = rb'(?:<c r="%s\1"([^>]*+)>(?>(?<=/>)|<v>([^<]++)</v></c>|(.*?)</c>)|)'
    return _of_cells(form, width)


def _of_cells(form: bytes, width: int) -> re.Pattern[bytes]:
    cells = b"".join(form % column_letters(each).encode() for each in range(width))
    return re.compile(rb'<row r="([1-9][0-9]{0,6})"([^>]*+)>(?:(?<=/>)|' + cells + rb"</row>)|.+", re.DOTALL)


def _pieces(rows: bytes) -> Iterator[tuple[int, int]]:
    """The rows, cut between rows into pieces: where each begins and ends."""
    start, end = 0, len(rows)
    while start < end:
        cut = rows.find(b"<row ", start + _PIECE) if end - start > _PIECE else end
        cut = end if cut < 0 else cut
        yield start, cut
        start = cut


class _Reading:
    """Reads a sheet piece by piece. Feeds the columns and the notes."""

    def __init__(self, manners: Manners, rows: bytes, width: int, written: Written | None) -> None:
        self._manners = manners
        self._written = written
        self._rows = rows
        self._width = width
        self._odd = self._measured = False
        self._columns: list[list[Cell]] = [[] for _ in range(width)]
        self._height = 0
        self._notes = Notes()
        self._filled = (0, 0)  # how far cells reach that are filled and look empty
        self._hidden: dict[bytes, bool] = {}

    def take(self, start: int, end: int) -> None:
        """Read a piece. Raises Unusual."""
        if self._written and not self._manners.telling and self._take_written(self._written, start, end):
            return
        self._written = None
        groups = self._matched(start, end)
        numbers = list(map(int, groups[0]))
        self._note_hidden(groups[1], numbers)
        try:
            if self._odd or self._manners.telling:
                read = [self._column(at, groups, numbers) for at in range(self._width)]
            else:
                read = list(map(self._converted, groups[2::2], groups[3::2]))
                if self._manners.telling:  # of what was met just now
                    read = [self._column(at, groups, numbers) for at in range(self._width)]
        except (KeyError, ValueError):
            raise Unusual from None
        self._append(read, numbers)

    def _take_written(self, written: Written, start: int, end: int) -> bool:
        """Read a piece whose cells are found by what is written of them; return whether all are. Raises Unusual."""
        groups = list(zip(*_written_row(self._width).findall(self._rows, start, end), strict=True))
        if not groups or b"" in groups[0]:
            return False
        counted = _COUNTED[self._height : self._height + len(groups[0])]
        first = self._height + 1
        numbers = range(first, first + len(counted)) if groups[0] == counted else list(map(int, groups[0]))
        self._note_hidden(groups[1], numbers)
        try:
            read = list(map(written.column, groups[2:]))
        except (KeyError, ValueError, Unusual):
            return False
        if self._manners.telling:  # of what was met just now
            return False
        self._append(read, numbers)
        return True

    def _matched(self, start: int, end: int) -> list[tuple[bytes, ...]]:
        """The groups of all rows: a wider pattern is taken where one does not do. Raises Unusual."""
        while True:
            groups = list(zip(*_row(self._width, odd=self._odd).findall(self._rows, start, end), strict=True))
            if not groups:
                raise Unusual
            if b"" not in groups[0]:
                return groups
            if not self._odd:
                self._odd = True
            elif not self._measured:
                self._measured = True
                self._widen()
            else:
                raise Unusual

    def _widen(self) -> None:
        """Take as many columns as the cells of all rows reach over. Raises Unusual where these are no more."""
        letters = set(_LETTERS.findall(self._rows))
        width = max((1 + column_of(each.decode()) for each in letters), default=self._width)
        if not self._width < width <= _WIDEST:
            raise Unusual
        self._columns += [[""] * self._height for _ in range(width - self._width)]
        self._width = width

    def _note_hidden(self, attributes: Sequence[bytes], numbers: Sequence[int]) -> None:
        kinds = set(attributes)
        for each in kinds - self._hidden.keys():
            if not _ROW_ATTRIBUTES.fullmatch(each):
                raise Unusual
            self._hidden[each] = bool(_HIDDEN_ROW.search(each))
        if any(map(self._hidden.__getitem__, kinds)):
            self._notes.hidden_rows.update(
                number - 1 for number, each in zip(numbers, attributes, strict=True) if self._hidden[each]
            )

    def _column(self, at: int, groups: Sequence[Sequence[bytes]], numbers: Sequence[int]) -> list[Cell]:
        """The cells of a column; what is to be noted of them is. Raises Unusual, KeyError and ValueError."""
        step = 3 if self._odd else 2
        attributes, values, *others = groups[2 + step * at : 2 + step * (at + 1)]
        cells = self._converted(attributes, values)
        if others and any(others[0]):
            values = self._odd_cells(at, (attributes, values, others[0]), cells, numbers)
        if self._manners.telling:
            manners = {each: self._manners[each] for each in set(attributes)}
            for each, manner in manners.items():
                if manner.look.is_told or manner.sort == "error":
                    self._note(at, each, manner, attributes, values, cells, numbers)
            self._note_texts(at, manners, attributes, values, cells, numbers)
        return cells

    def _converted(self, attributes: Sequence[bytes], values: Sequence[bytes]) -> list[Cell]:
        """The cells of a column. Raises KeyError, ValueError and Unusual."""
        manners = self._manners
        if len(values) > _LONG and attributes.count(attributes[0]) == len(values):
            manner = manners[attributes[0]]
            if manner.sort == "number" and not b"".join(values).translate(None, PLAIN_DIGITS):
                return [float(value) if value else "" for value in values]
            return list(map(manner.values.__getitem__, values))
        try:
            return list(map(operator.getitem, map(manners.cells.__getitem__, attributes), values))
        except KeyError:
            pass  # numbers, if it is no mistake: a column of amounts
        plain = not b"".join(values).translate(None, PLAIN_DIGITS)
        to_number = float if plain else manners[NUMBER].values.__getitem__
        return [
            to_number(value) if (known := manners.cells[each]) is COUNTS and value else known[value]
            for each, value in zip(attributes, values, strict=True)
        ]

    def _odd_cells(
        self, at: int, groups: Sequence[Sequence[bytes]], cells: list[Cell], numbers: Sequence[int]
    ) -> Sequence[bytes]:
        """Put the values of cells that are written otherwise among the others, and return the bytes of all."""
        values = list(groups[1])
        for index, other in enumerate(groups[2]):
            if other:
                manner = self._manners[groups[0][index]]
                values[index] = self._odd_cell((numbers[index] - 1, at), manner, other, cells, index)
        return values

    def _odd_cell(
        self, place: tuple[int, int], manner: Manner, xml: bytes, cells: list[Cell], index: int
    ) -> bytes:
        """Put the value of a cell that is written otherwise among the others, and return its bytes. Raises Unusual."""
        match = _ODD.fullmatch(xml)
        if not match:
            raise Unusual
        value: bytes = match["value"] or b""
        if match["text"] is not None or match["empty"]:
            return self._inline(place, match["text"] or b"", cells, index)
        if manner.sort == "inline" and value:
            raise Unusual
        if manner.sort == "text" and (match["value"] is not None or match["none"]):
            cells[index] = Strings().__missing__(value)
            self._reach(place, cells[index])
        elif value:
            cells[index] = manner.values[value]
        if match["formula"] and value.strip():
            self._notes.formulas.add(place)
        elif match["formula"] and manner.sort not in ("text", "error"):
            self._notes.unread[place] = NOT_CALCULATED
        return value

    def _inline(self, place: tuple[int, int], xml: bytes, cells: list[Cell], index: int) -> bytes:
        text = rich_text(decoded(xml))
        cells[index] = text.text
        self._reach(place, text.text)
        self._tell(place, text.told)
        return text.text.encode()

    def _reach(self, place: tuple[int, int], cell: Cell) -> None:
        """Remember how far texts reach that are empty."""
        if cell == "":
            self._filled = (max(self._filled[0], place[0] + 1), max(self._filled[1], place[1] + 1))

    def _tell(self, place: tuple[int, int], told: str) -> None:
        if told == STRUCK:
            self._notes.struck.add(place)
        elif told:
            self._notes.partly[place] = told

    def _note(
        self, at: int, kind: bytes, manner: Manner, attributes: Sequence[bytes], values: Sequence[bytes],
        cells: Sequence[Cell], numbers: Sequence[int],
    ) -> None:  # fmt: skip
        """Note what is to be told of the cells of a column that have certain attributes."""
        notes, look = self._notes, manner.look
        found = [index for index, each in enumerate(attributes) if each == kind and values[index]]
        places = [(numbers[index] - 1, at) for index in found]
        if manner.sort == "error":
            for place, index in zip(places, found, strict=True):
                notes.unread[place] = values[index].decode() or "错误值"
                self._reach(place, "")
        elif manner.sort == "number":
            if look.percent:
                notes.percents.update(places)
            if look.code:
                self._note_printed(look.code, places, [cells[index] for index in found])
        if look.struck:
            notes.struck.update(places)
        if look.unseen:
            notes.unseen.update(places)

    def _note_printed(self, code: str, places: Sequence[tuple[int, int]], cells: Sequence[Cell]) -> None:
        for place, cell in zip(places, cells, strict=True):
            text = printed(code, cell) if isinstance(cell, float) else None
            if text is None:
                continue
            if text.strip():
                self._notes.printed[place] = text
            elif cell:
                self._notes.unseen.add(place)

    def _note_texts(
        self, at: int, manners: Mapping[bytes, Manner], attributes: Sequence[bytes], values: Sequence[bytes],
        cells: Sequence[Cell], numbers: Sequence[int],
    ) -> None:  # fmt: skip
        """Note the shared texts that are struck out or raised, and those that are empty."""
        sorts = {manner.sort for manner in manners.values()}
        texts = self._manners.texts
        if "shared" in sorts and (texts.told or texts.blank):
            for index, value in enumerate(values):
                if manners[attributes[index]].sort != "shared":
                    continue
                place = (numbers[index] - 1, at)
                if value in texts.told:
                    self._tell(place, texts.told[value])
                elif value in texts.blank:
                    self._reach(place, "")
        if "text" in sorts and "" in cells:
            for index, value in enumerate(values):
                if not value and manners[attributes[index]].sort == "text" and not self._odd:
                    self._reach((numbers[index] - 1, at), "")

    def _append(self, read: Sequence[list[Cell]], numbers: Sequence[int]) -> None:
        """Put the cells of a piece under those before it, with empty rows where none are written. Raises Unusual."""
        height = self._height
        last = numbers[-1]
        if last * self._width > LARGEST_BOX:
            raise Unusual
        if last - height == len(numbers) and numbers[0] == height + 1:
            if not isinstance(numbers, range) and numbers != list(range(height + 1, last + 1)):
                raise Unusual
            if not height:
                self._columns = list(read)
            for column, cells in zip(self._columns, read, strict=True) if height else ():
                column += cells
        else:
            if numbers[0] <= height or any(map(int.__ge__, numbers, numbers[1:])):
                raise Unusual
            for column, cells in zip(self._columns, read, strict=True):
                column += [""] * (last - height)
                for number, cell in zip(numbers, cells, strict=True):
                    column[number - 1] = cell
        self._height = last

    def grid(self) -> Grid:
        """The columns as far as anything stands in them, and the notes."""
        columns = self._columns
        width = next(
            (at for at in range(self._width, 0, -1) if any(cell != "" for cell in columns[at - 1])), 0
        )
        width = max(width, self._filled[1])
        height, filled = self._height, self._filled[0]
        while height > filled and all(column[height - 1] == "" for column in columns):
            height -= 1
        if height < self._height:
            columns = [column[:height] for column in columns]
        return Grid(columns[:width] if height else [], self._notes, self._written is not None)
