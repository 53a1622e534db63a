"""The bytes of an .ods -> what calamine would hide or choke on, and the merged cells, which it does not tell."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from reportgen.model import FileRefused
from reportgen.workbook.notes import DAMAGED, NOT_CALCULATED, Notes, Scan, check_box, walk
from reportgen.workbook.zipped import UNREADABLE, check_sizes

_ERROR = re.compile(r"Err:\d+|#(?:REF!|N/A|DIV/0!|NAME\?|VALUE!|NUM!|NULL!)")
_LONGEST_RUN = 10_000  # repeats of one noted cell


def scan(content: bytes) -> Scan:
    """Search an .ods. Raises FileRefused, for a damaged one too."""
    try:
        with ZipFile(BytesIO(content)) as package:
            check_sizes(package.infolist(), content)
            xml = package.read("content.xml")
    except UNREADABLE:
        raise FileRefused(DAMAGED) from None
    walker = _Walker()
    walk(xml, walker)
    return Scan(walker.sheets)


class _Walker:
    """Walks content.xml and notes the notes of each sheet. Feeds `sheets`."""

    def __init__(self) -> None:
        self.sheets: dict[str, Notes] = {}
        self._notes = Notes()
        self._row = self._column = 0
        self._repeated = 1
        self._last = (0, 0)
        self._cell: tuple[dict[str, str], int] | None = None
        self._shown = ""
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._notes = self.sheets.setdefault(attributes.get("table:name", ""), Notes())
                self._row = self._column = 0
                self._last = (0, 0)
        elif self._depth != 1:
            return
        elif name == "table:table-column":
            count = _count(attributes, "table:number-columns-repeated")
            if "table:visibility" in attributes and attributes["table:visibility"] != "visible":
                self._notes.hidden_columns.update(range(self._column, min(self._column + count, 16384)))
            self._column += count
        elif name == "table:table-row":
            self._column, self._repeated = 0, _count(attributes, "table:number-rows-repeated")
            if attributes.get("table:visibility", "visible") != "visible":
                self._notes.hidden_rows.update(
                    range(self._row, self._row + min(self._repeated, _LONGEST_RUN))
                )
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._shown = (attributes, _count(attributes, "table:number-columns-repeated")), ""

    def text(self, text: str) -> None:
        if self._cell:
            self._shown += text

    def end(self, name: str) -> None:
        if name == "table:table":
            self._depth -= 1
        elif name == "table:table-row" and self._depth == 1:
            self._row += self._repeated
        elif name in ("table:table-cell", "table:covered-table-cell") and self._cell and self._depth == 1:
            self._note(*self._cell)
            self._cell = None

    def _note(self, attributes: dict[str, str], repeated: int) -> None:
        first, row = self._column, self._row
        self._column += repeated
        kind, formula = attributes.get("office:value-type", ""), "table:formula" in attributes
        if kind or self._shown or formula:
            self._last = (max(self._last[0], row + self._repeated), max(self._last[1], self._column))
            check_box(*self._last)
        down = _count(attributes, "table:number-rows-spanned")
        across = _count(attributes, "table:number-columns-spanned")
        if down > 1 or across > 1:
            self._notes.merged.append(((row, first), (row + down - 1, first + across - 1)))
        seen = ""
        if attributes.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(self._shown)):
            seen = self._shown or "错误值"
        elif formula and not kind:
            seen = NOT_CALCULATED
        if seen or kind == "percentage":
            for each in range(row, row + min(self._repeated, _LONGEST_RUN)):
                for column in range(first, first + min(repeated, _LONGEST_RUN)):
                    if seen:
                        self._notes.unread[each, column] = seen
                    else:
                        self._notes.percents.add((each, column))


def _count(attributes: dict[str, str], name: str) -> int:
    return max(int(attributes.get(name, "1")), 1)
