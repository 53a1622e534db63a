"""The bytes of an .ods -> its sheets, with what their cells are that values do not tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Cell, FileRefused, Sheet
from reportgen.workbook.annotations import said
from reportgen.workbook.notes import (
    DAMAGED,
    LOCKED,
    NOT_CALCULATED,
    PICTURES,
    SAVE_AS,
    STRUCK,
    Notes,
    check_box,
    check_merges,
    check_sheets,
    walk,
)
from reportgen.workbook.ods_looks import COLUMN, PLAIN, ROW, Look, Styles, is_more_than_digits, told
from reportgen.workbook.parts import open_package, utf8
from reportgen.workbook.zipped import UNREADABLE

_ERROR = expression(r"Err:\d+|#(?:REF!|N/A|DIV/0!|NAME\?|VALUE!|NUM!|NULL!)")
_DURATION = expression(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?")
_DAY = expression(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_HEAVY = 2**25  # bytes of elements
_LONGEST_RUN = 10_000  # repeats of one noted cell
_WIDEST = 16384  # columns
_CELLS = frozenset(("table:table-cell", "table:covered-table-cell"))
# elements whose texts and tables are no part of a sheet's cells
_ASIDE = frozenset(
    (
        "office:annotation", "table:shapes", "office:forms", "table:tracked-changes", "table:dde-links",
    )
)  # fmt: skip
_PARAGRAPHS = frozenset(("text:p", "text:h"))
_BREAKS = {"text:line-break": "\x01", "text:tab": "\x02", "text:ruby-text": "\x01"}
_BLANK = "\x03"
# a break in a paragraph of XML is one of lines in the file, and a blank in the text; one that is meant is an element, and
# a sign here that no XML may hold
_EDGES = expression(r"^ *[\t\r\n][ \t\r\n]*|[ \t\r\n]*[\t\r\n] *$")
_WHITE = expression(r" *[\t\r\n][ \t\r\n]*")
_MEANT = str.maketrans({"\x01": "\n", "\x02": "\t", _BLANK: " "})


def sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets of an .ods. Raises FileRefused, for a damaged one too."""
    try:
        package = open_package(content)
        if "META-INF/manifest.xml" in package and b"encryption-data" in utf8(
            package.part("META-INF/manifest.xml")
        ):
            raise FileRefused(LOCKED)
        styles = Styles()
        if "styles.xml" in package:
            walk(utf8(package.part("styles.xml")), styles)
        walker = _Walker(styles)
        walk(utf8(package.part("content.xml")), walker)
    except UNREADABLE:
        raise FileRefused(DAMAGED) from None
    if not walker.tables:
        raise FileRefused(f"文件里找不到工作表；{SAVE_AS}")
    while walker.tables:
        yield _sheet(walker.tables.pop(0), styles.hidden)


def is_heavy(content: bytes) -> bool:
    """Whether an .ods may hold so many elements that reading it takes more than a few seconds. Raises FileRefused."""
    try:
        parts = open_package(content).parts
    except UNREADABLE:
        return False  # reading it will say so
    read = [parts[each] for each in ("content.xml", "styles.xml") if each in parts]
    return any(each.file_size > _HEAVY or each.compress_size > _HEAVY // 32 for each in read)


@dataclass(slots=True)
class _Table:
    """A sheet while it is read: blank rows at its end are not there, and rows may be of any length."""

    name: str
    style: str
    rows: list[list[Cell]] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    width: int = 0


def _sheet(table: _Table, hidden: set[str]) -> Sheet:
    notes = table.notes
    return Sheet(
        table.name,
        [row + [""] * (table.width - len(row)) for row in table.rows],
        notes.merged,
        table.style in hidden,
        notes.unread,
        notes.percents,
        False,
        notes.hidden_rows,
        notes.hidden_columns,
        notes.struck,
        notes.unseen,
        notes.printed,
        notes.partly,
        formulas=notes.formulas,
        holds=notes.holds,
        comments={cell: words for cell, text in notes.comments.items() if (words := said(text))},
    )


class _Walker:
    """Walks content.xml. Feeds `tables`, and the styles, which stand before them."""

    def __init__(self, styles: Styles) -> None:
        self.tables: list[_Table] = []
        self._styles = styles
        self._aside = self._depth = 0  # how deep within what is no cell, and within tables
        self._cells = self._blanks = 0  # of the sheets before, and of all sheets
        self._row = self._column = 0
        self._repeated = 1
        self._line: list[Cell] = []
        self._cell: tuple[dict[str, str], int] | None = None
        self._paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._inside = 0  # paragraphs
        self._is_noted, self._noted = False, list[str]()  # within a comment at a cell, and its text
        self._row_style = ""
        self._column_styles: list[
            tuple[int, str]
        ] = []  # each with the column behind the last one that has it
        self._looks = [PLAIN]  # of the cell, and of the parts of texts that are open
        self._said: list[Look] = []  # how the pieces of its text look

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in _ASIDE or (self._cell and name.startswith("draw:")):
            self._aside += 1
            if name in _PARAGRAPHS and self._is_noted:
                self._noted.append("\n")  # who noted it and when stands before the first
            if name == "office:annotation":
                self._is_noted, self._noted = self._cell is not None and self._depth == 1, []
            if name.startswith("draw:") and self._depth:
                self.tables[-1].notes.holds = PICTURES
        elif self._cell:
            self._start_inside(name, attributes)
        elif name in _CELLS and self._depth == 1:
            self._cell = (attributes, _count(attributes, "table:number-columns-repeated"))
            self._paragraphs, self._inside = [], 0
            self._looks, self._said = [self._styles.cell(self._style_of(attributes))], []
        elif name == "table:table":
            self._start_table(attributes)
        elif name == "table:table-row":
            self._start_row(attributes)
        elif name == "table:table-column":
            self._start_columns(attributes)
        elif name.startswith("style:"):
            self._styles.start(name, attributes)

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element within a cell: a text, or a table that is none of its values."""
        if name in _PARAGRAPHS:
            self._pieces = []
            self._inside += 1
        elif name == "text:span":
            style = attributes.get("text:style-name", "")
            self._looks.append(self._styles.within(style, self._looks[-1]))
        elif name in _BREAKS:
            self._pieces.append(_BREAKS[name])
        elif name == "text:s":
            count = _count(attributes, "text:c")
            self._blanks += count
            check_box(self._blanks, 1)
            self._pieces.append(_BLANK * count)
        elif name == "table:table":
            self._aside = 1

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self.tables:
            self._cells += len(self.tables[-1].rows) * self.tables[-1].width
        table = _Table(attributes.get("table:name", ""), attributes.get("table:style-name", ""))
        self.tables.append(table)
        check_sheets(len(self.tables))
        self._row = self._column = 0
        self._column_styles = []

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._column, self._line = 0, []
        self._row_style = attributes.get("table:default-cell-style-name", "")
        self._repeated = _count(attributes, "table:number-rows-repeated")
        if self._depth and self._is_hidden(ROW, attributes):
            rows = range(self._row, self._row + min(self._repeated, _LONGEST_RUN))
            self.tables[-1].notes.hidden_rows.update(rows)

    def _is_hidden(self, family: str, attributes: dict[str, str]) -> bool:
        """Whether rows or columns are hidden, filtered out, or of no size."""
        style = attributes.get("table:style-name", "")
        return attributes.get("table:visibility", "visible") != "visible" or self._styles.is_flat(
            family, style
        )

    def _style_of(self, attributes: dict[str, str]) -> str:
        """The style of a cell: its own, or that of its row, or of its column."""
        own = attributes.get("table:style-name", "") or self._row_style
        return own or next((style for end, style in self._column_styles if self._column < end), "")

    def _start_columns(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        if self._depth and self._is_hidden(COLUMN, attributes):
            columns = range(self._column, min(self._column + count, _WIDEST))
            self.tables[-1].notes.hidden_columns.update(columns)
        self._column += count
        self._column_styles.append((self._column, attributes.get("table:default-cell-style-name", "")))

    def text(self, text: str) -> None:
        if self._inside and not self._aside:
            self._pieces.append(text)
            if text.strip():
                self._said.append(self._looks[-1])
        elif self._noted:
            self._noted.append(text)

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
            if name == "office:annotation" and self._noted:
                self.tables[-1].notes.comments[self._row, self._column] = "".join(self._noted).strip()
                self._is_noted, self._noted = False, []
        elif self._cell:
            if name in _PARAGRAPHS:
                self._inside -= 1
                self._paragraphs.append(_paragraph("".join(self._pieces)))
            elif name == "text:span":
                self._looks.pop()
            elif name in _CELLS:
                self._end_cell(*self._cell)
                self._cell = None
        elif name == "table:table-row" and self._depth:
            self._end_row()
        elif name == "table:table":
            self._depth -= 1
        elif name.startswith("style:"):
            self._styles.end(name)

    def _end_cell(self, attributes: dict[str, str], repeated: int) -> None:
        first, self._column = self._column, self._column + repeated
        down = _count(attributes, "table:number-rows-spanned")
        across = _count(attributes, "table:number-columns-spanned")
        notes = self.tables[-1].notes
        if down > 1 or across > 1:
            notes.merged.append(((self._row, first), (self._row + down - 1, first + across - 1)))
            check_merges(len(notes.merged))
        shown = "\n".join(self._paragraphs)
        seen = _seen(attributes, shown)
        value = "" if seen else _value(attributes, shown)
        if not seen and value == "":
            return
        if repeated > 1 or first > len(self._line):
            self._check(self._column)
        self._line += [""] * (first - len(self._line)) + [value] * repeated
        if "table:formula" in attributes:
            notes.formulas.add((self._row, first))
        noted = _noted(
            seen, attributes, value, shown if self._paragraphs else None, self._said or self._looks
        )
        if noted is not _NOTHING:
            rows = range(self._row, self._row + min(self._repeated, _LONGEST_RUN))
            columns = range(first, first + min(repeated, _LONGEST_RUN))
            _note(notes, rows, columns, noted)

    def _check(self, width: int) -> None:
        """Refuse a sheet that goes far out, and sheets that do so together. Raises FileRefused."""
        height = self._row + self._repeated
        check_box(self._cells + height * max(width, self.tables[-1].width), 1)

    def _end_row(self) -> None:
        table, line = self.tables[-1], self._line
        if line:
            self._check(len(line))
            table.width = max(table.width, len(line))
            table.rows += ([] for _ in range(self._row - len(table.rows)))
            table.rows += (list(line) for _ in range(self._repeated))
        self._row += self._repeated


class _Noted(NamedTuple):
    """What is to be noted of a cell, and of those that repeat it."""

    seen: str = ""
    percent: bool = False
    told: str = ""
    unseen: bool = False
    printed: str = ""


_NOTHING, _PERCENT = _Noted(), _Noted(percent=True)


def _noted(
    seen: str, attributes: dict[str, str], value: Cell, shown: str | None, said: Sequence[Look]
) -> _Noted:
    """What is to be noted of a cell that shows something, or of which it is not known (None)."""
    if seen:
        return _Noted(seen)
    kind = attributes.get("office:value-type", "")
    hidden = more = False
    if shown is not None and isinstance(value, float) and kind != "percentage":
        hidden = value != 0 and not shown.strip()
        more = (
            shown != attributes["office:value"] and bool(shown.strip()) and is_more_than_digits(shown, value)
        )
    if all(each is PLAIN for each in said) and not hidden and not more:
        return _PERCENT if kind == "percentage" else _NOTHING
    return _Noted(
        "",
        kind == "percentage",
        told(said),
        all(each.unseen for each in said) or hidden,
        shown or "" if more else "",
    )


def _note(notes: Notes, rows: range, columns: range, noted: _Noted) -> None:
    def places() -> Iterator[tuple[int, int]]:
        return product(rows, columns)

    if noted.seen:
        notes.unread.update(dict.fromkeys(places(), noted.seen))
    if noted.percent:
        notes.percents.update(places())
    if noted.told == STRUCK:
        notes.struck.update(places())
    elif noted.told:
        notes.partly.update(dict.fromkeys(places(), noted.told))
    if noted.unseen:
        notes.unseen.update(places())
    if noted.printed:
        notes.printed.update(dict.fromkeys(places(), noted.printed))


def _paragraph(text: str) -> str:
    if text.isprintable():
        return text
    return _WHITE.sub(" ", _EDGES.sub("", text)).translate(_MEANT)


def _seen(attributes: dict[str, str], shown: str) -> str:
    """What stands in a cell that has no value to be read: an error, or a formula without a result; empty for others."""
    formula = "table:formula" in attributes
    if attributes.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(shown)):
        return shown or "错误值"
    return NOT_CALCULATED if formula and not attributes.get("office:value-type") else ""


def _value(attributes: dict[str, str], shown: str) -> Cell:
    """The value of a cell by its attributes; what has none but a text is that text. Raises ValueError."""
    kind = attributes.get("office:value-type", "")
    if kind == "boolean" and (said := attributes.get("office:boolean-value")):
        return said.lower() == "true"
    if kind == "date" and (said := attributes.get("office:date-value")):
        return _moment(said)
    if kind == "time" and (said := attributes.get("office:time-value")):
        return _duration(said)
    if kind in ("float", "percentage", "currency") and "office:value" in attributes:
        return float(attributes["office:value"])
    return attributes.get("office:string-value", shown)


def _moment(said: str) -> Cell:
    match = _DAY.fullmatch(said)
    try:
        if match:
            return date(*map(int, match.groups()))
        return datetime.fromisoformat(said).replace(tzinfo=None)  # the time of day that stands there
    except ValueError:
        return said


def _duration(said: str) -> Cell:
    """A time of day, as which clerks type it; how long something took, where that is a day and more."""
    match = _DURATION.fullmatch(said)
    if not match:
        return said
    days, hours, minutes, seconds = (float((each or "0").replace(",", ".")) for each in match.groups()[1:])
    try:
        took = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return -took if match[1] else took if took.days else (datetime.min + took).time()
    except OverflowError:
        return said


def _count(attributes: dict[str, str], name: str) -> int:
    return max(int(attributes[name]), 1) if name in attributes else 1
