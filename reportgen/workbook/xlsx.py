"""The bytes of an .xlsx -> what calamine would hide or choke on: error cells, formulas without a result, bombs.

A sheet written as Excel and WPS write it is searched as bytes; where the counts do not reconcile, it is parsed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from reportgen.expressions import expression
from reportgen.model import FileRefused
from reportgen.workbook.annotations import comments_at
from reportgen.workbook.formats import printed
from reportgen.workbook.notes import (
    CELL_PICTURE,
    CELL_PICTURES,
    DAMAGED,
    LITERAL,
    NOT_CALCULATED,
    PICTURES,
    Notes,
    Scan,
    Unusual,
    check_box,
    check_merges,
    check_sheets,
    column_of,
    walk,
)
from reportgen.workbook.parts import open_package
from reportgen.workbook.pictures import cell_pictures, is_drawn_on
from reportgen.workbook.regular import regular
from reportgen.workbook.styles import Look, looks
from reportgen.workbook.zipped import UNREADABLE, check_names, check_sizes, plain, stored, unpacked

_PIECE = 2**20  # bytes of a sheet searched at a time
_ELSEWHERE = re.compile(rb'<c(?! r="[A-Z][0-9]{1,5}")')  # a cell beyond Z99999, or spelled otherwise
# an error value, something hidden, a row of no height, a cell with a prefix, other quotation notes, tags over several lines: each with its
# rarest sign, which is looked for first
_ODD = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        (b"e", rb'e(?<="e)"'), (b"d", rb"d(?=den\s*=)"), (b":", rb":(?=c[\s/>])"), (b"'", rb"'(?<=[=\s]')"),
        (b"h", rb'h(?=t\s*=\s*"[01](?:\.[0-9]*)?")'),
        (b"\n", rb"\n"), (b"\r", rb"\r"), (b"\t", rb"\t"),
    )
)  # fmt: skip
_NOTHING = expression(r"0(?:\.[0-4][0-9]*|\.)?")
_LOW = expression(r"[01](?:\.[0-9]*)?")  # a row that cannot be seen, in points
_HIDING = re.compile(rb"hidden|\bwidth\s*=\s*[\"']0(?:\.[0-4][0-9]*|\.)?[\"']")
_COMMENT = re.compile(rb"<!(?:--|\[)")
_MISPLACED = re.compile(rb'S(?<=inlineS)tr"[^<>]*><v')
_ADDRESS = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_FILLED = re.compile(_ADDRESS.pattern + rb"[^<>]*(?<!/)>(?!(?:<v\s*/>|<v></v>)?</c>)")
_FORMULA = re.compile(rb'<c(?: [a-z]+="[^"<>]*")*? r="([A-Z]{1,3})([1-9][0-9]{0,6})"[^<>]*><f[ />]')
_CALCULATED = re.compile(rb"(?:</f>|<f[^<>]*/>)<v>[^<\s]")
_COUNT = re.compile(rb"[cC]ount\s*=\s*[\"']\s*(\d{1,20})")
_FOREIGN = re.compile(
    rb"\xff\xfe|\xfe\xff|<\0|\0<|(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])",
    re.IGNORECASE,
)
_MERGES = re.compile(rb"<mergeCells(?: [^<>]*[^<>/])?>(?:<mergeCell [^<>]*/>)+</mergeCells>")
_REST = rb"""\b(?:[^>"']|"[^"]*"|'[^']*')*>"""  # of a tag: a > in an attribute does not end it
_SHEET = re.compile(rb"<(?:\w+:)?sheet" + _REST)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship" + _REST)
_USUAL = expression(r"(?:/xl/)?worksheets/[\w.-]+")
_DATE1904 = re.compile(rb"\sdate1904\s*=\s*[\"'](?:1|true)[\"']")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt" + _REST)
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf" + _REST)
_NAMES: dict[bytes, re.Pattern[bytes]] = {
    name: re.compile(rb"\s" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
    for name in (b"Id", b"Target", b"Type", b"name", rb"\w+:id", b"numFmtId", b"formatCode")
}


_NEEDED = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/sharedStrings.xml",
)  # fmt: skip


def scan(content: bytes) -> Scan:
    """Search an .xlsx. Raises FileRefused, for a damaged one too: what nobody has seen into is not read."""
    try:
        return _scan(content)
    except Unusual:
        pass
    except UNREADABLE:
        raise FileRefused(DAMAGED) from None
    try:
        found = regular(content)
        seen = _scan(found.content, found.others)
        for name in found.drawn:
            seen.sheets[name].holds = PICTURES
        for name, comments in found.comments.items():
            seen.sheets[name].comments = comments
        return replace(seen, others=found.others)
    except (Unusual, *UNREADABLE):
        raise FileRefused(DAMAGED) from None


def _scan(content: bytes, others: Collection[str] = ()) -> Scan:
    """Search a workbook that is spelled as Excel does. Raises Unusual for another, FileRefused, and what is in UNREADABLE."""
    package = ZipFile(BytesIO(content))
    check_names(package.infolist())
    parts = {plain(part.filename): part for part in package.infolist()}
    needed = {name: parts[plain(name)] for name in _NEEDED if plain(name) in parts}
    check_sizes(list(needed.values()), content)
    seen = {name: unpacked(content, part) for name, part in needed.items()}
    sums = {name: part.CRC for name, part in needed.items()}
    _check_usual(seen)
    workbook = seen["xl/workbook.xml"]
    listed = dict(_sheets(workbook, seen["xl/_rels/workbook.xml.rels"]))
    if not (listed or others) or any(plain(each) not in parts for each in listed.values()):
        raise Unusual
    check_sizes([*needed.values(), *(parts[each] for each in {*map(plain, listed.values())})], content)
    styles = seen.get("xl/styles.xml", b"")
    percents, told = _percent_formats(styles), _told(styles)
    sheets: dict[str, Notes] = {}
    for name, target in listed.items():
        part = parts[plain(target)]
        xml = unpacked(content, part)
        sheets[name] = _search(xml, percents, told)
        tail = xml[max(xml.rfind(b"sheetData>"), 0) :]
        if b"drawing" in tail and b"<v" not in xml and is_drawn_on(open_package(content), target):
            sheets[name].holds = PICTURES
        if b"legacyDrawing" in tail:
            sheets[name].comments = comments_at(content, target)
        if CELL_PICTURES in parts:
            sheets[name].unread.update(dict.fromkeys(cell_pictures(xml), CELL_PICTURE))
        seen[target] = _merges_first(xml) if zlib.crc32(xml) == part.CRC else xml
        sums[target] = part.CRC if seen[target] is xml else zlib.crc32(seen[target])
    honest = _counts_truly(seen.get("xl/sharedStrings.xml", b""))
    return Scan(sheets, stored(seen, sums), bool(_DATE1904.search(workbook)), trusted=honest)


def _check_usual(seen: Mapping[str, bytes]) -> None:
    """Raise Unusual where the parts that are no sheets do not lie, or are not written, as the guard and calamine know it."""
    workbook, relations = (
        seen.get("xl/workbook.xml", b""),
        seen.get("xl/_rels/workbook.xml.rels", b"").lower(),
    )
    sheets = workbook[workbook.find(b"<sheets") : workbook.find(b"</sheets")]
    if (
        not (workbook and relations)
        or b"xl/workbook.xml" not in seen.get("_rels/.rels", b"xl/workbook.xml").lower()
        or any(b"<!" in each or _FOREIGN.match(each) for each in seen.values())
        or any(
            b"/" + each in relations and each + b".xml" not in relations
            for each in (b"sharedstrings", b"styles")
        )
        or b"AlternateContent" in sheets
        or (b"/styles" in relations and "xl/styles.xml" not in seen)
    ):
        raise Unusual


def _counts_truly(texts: bytes) -> bool:
    """Whether the shared texts are no more than there is room for: calamine makes room for as many as are promised."""
    head = texts[:1024]
    return not texts or (
        head.count(b"<sst") == 1
        and b"<!" not in head[: head.find(b"<sst")]
        and b">" in head[head.find(b"<sst") :]
        and all(int(each) <= max(len(texts), 1000) for each in _COUNT.findall(head))
    )


def _merges_first(xml: bytes) -> bytes:
    """A sheet with its merged ranges, or with the word that it has none, before its rows: calamine reads until it comes
    upon them, and where they stand behind the rows, or nowhere, it goes through all rows a second time.
    """
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    tail = xml[end:] if end > start > 0 else b"<!"
    if b"<!" in tail or b"<!" in xml[:start] or b"mergeCells" in xml[:start]:
        return xml
    ranges = _MERGES.search(tail)
    if tail.count(b"mergeCells") != (2 if ranges else 0):
        return xml
    return b"".join((xml[:start], ranges[0] if ranges else b"<mergeCells></mergeCells>", xml[start:]))


def _sheets(workbook: bytes, relations: bytes) -> Iterator[tuple[str, str]]:
    """The name and the part of each sheet, as the workbook's relations say. Raises Unusual where one is no worksheet, or
    two are named alike.
    """
    targets = {
        _attribute(match[0], b"Id"): _attribute(match[0], b"Target")
        for match in _RELATION.finditer(relations)
        if _attribute(match[0], b"Type").endswith("/worksheet")
    }
    check_sheets(workbook.count(b"sheetId"))
    names: set[str] = set()
    for match in _SHEET.finditer(workbook):
        name, target = _attribute(match[0], b"name"), targets.get(_attribute(match[0], rb"\w+:id"), "")
        if name in names:
            raise FileRefused(DAMAGED)
        if not _USUAL.fullmatch(target) or not (b" r:id" in match[0] or b" relationships:id" in match[0]):
            raise Unusual
        names.add(name)
        yield name, f"xl/{target.removeprefix('/xl/')}"


def _attribute(tag: bytes, name: bytes) -> str:
    match = _NAMES[name].search(tag)
    return unescape((match[1] or match[2] or b"").decode("utf-8", errors="replace")) if match else ""


def _percent_formats(styles: bytes) -> set[str]:
    """The indexes of the cell formats that show a number as a percentage: 9, 10, and those with a % of their own."""
    if (
        not re.search(rb"%|&#|<!", styles)
        and b'"9"' not in styles
        and b'"10"' not in styles
        and b"='" not in styles
    ):
        return set()
    formats = {"9", "10"} | {
        _attribute(match[0], b"numFmtId")
        for match in _FORMAT.finditer(styles)
        if "%" in LITERAL.sub("", _attribute(match[0], b"formatCode"))
    }
    cells = _CELL_FORMATS.search(styles)
    return {
        str(index)
        for index, match in enumerate(_CELL_FORMAT.finditer(cells[0] if cells else b""))
        if _attribute(match[0], b"numFmtId") in formats
    }


def _told(styles: bytes) -> dict[str, Look]:
    """The cell formats that strike out, hide or print more than digits, by their indexes."""
    try:
        found = enumerate(looks(styles))
    except FileRefused:  # calamine may yet read it
        return {}
    return {str(index): look for index, look in found if look.struck or look.unseen or look.code}


def _search(xml: bytes, percents: set[str], told: Mapping[str, Look]) -> Notes:
    """The notes of a sheet. Raises FileRefused."""
    start = xml.find(b"<sheetData")
    if _FOREIGN.match(xml):  # calamine reads UTF-8 only, and anything else as an empty sheet
        raise Unusual
    check_merges(xml.rpartition(b"</sheetData>")[2].count(b"mergeCell"))
    head = xml[: max(start, 0)]
    rows = (max(start, 0), xml.rfind(b"</sheetData>") if start >= 0 else len(xml))
    if xml.find(b"!", *rows) >= 0 and _COMMENT.search(xml, *rows):
        raise Unusual  # calamine takes what stands before a comment for the whole of a text
    if xml.find(b"S", start) >= 0 and _MISPLACED.search(xml, start):
        raise FileRefused(DAMAGED)  # and for a blank what stands where the type says that nothing does
    if start < 0 or b"<!" in head or _HIDING.search(head) or ((percents or told) and b"s =" in xml):
        return _parse(xml, percents, told)
    used = [f' s="{each}"'.encode() for each in {*percents, *told}]
    far = False
    pieces = list(_pieces(xml, start))
    for first, last in pieces:
        if _ELSEWHERE.search(xml, first, last):
            far = True
            if len(_ADDRESS.findall(xml, first, last)) != xml.count(b"<c", first, last):
                return _parse(xml, percents, told)
        if (
            any(xml.find(sign, first, last) >= 0 and odd.search(xml, first, last) for sign, odd in _ODD)
            or any(xml.find(each, first, last) >= 0 for each in used)
            or (
                xml.find(b"f", first, last) >= 0
                and xml.count(b"<f", first, last) != len(_CALCULATED.findall(xml, first, last))
            )
        ):
            return _parse(xml, percents, told)
    if far:
        corners = [_corner(_FILLED.findall(xml, first, last)) for first, last in pieces]
        check_box(*map(max, zip(*corners, strict=True)))
    found = _FORMULA.findall(xml, start) if xml.find(b"<f", start) >= 0 else ()
    return Notes(formulas={(int(row) - 1, column_of(letters.decode())) for letters, row in found})


def _corner(cells: Sequence[tuple[bytes, bytes]]) -> tuple[int, int]:
    """How many rows and columns lie between A1 and the last of some cells."""
    columns = {column for column, _ in cells}
    return (
        max((int(row) for _, row in cells), default=0),
        max((1 + column_of(column.decode()) for column in columns), default=0),
    )


def _pieces(xml: bytes, start: int) -> Iterator[tuple[int, int]]:
    """The rows of a sheet, cut between rows into pieces that are searched quickly: where each begins and ends."""
    end = xml.rfind(b"</sheetData>")
    end = len(xml) if end < 0 else end
    while start < end:
        cut = xml.find(b"<row", start + _PIECE, end) if end - start > _PIECE else end
        cut = end if cut < 0 else cut
        yield start, cut
        start = cut


class _Parser:
    """Walks the elements of a sheet, whatever their prefixes, and notes what its cells are. Feeds `notes`."""

    def __init__(self, percents: set[str], told: Mapping[str, Look]) -> None:
        self.notes = Notes()
        self._percents = percents
        self._told = told
        self._look: Look | None = None
        self._row = self._column = -1
        self._last = (0, 0)
        self._type = ""
        self._formula = self._inside = False
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        low = _LOW.fullmatch(attributes.get("ht", "")) if name == "row" else None
        narrow = _NOTHING.fullmatch(attributes.get("width", "")) if name == "col" else None
        hidden = attributes.get("hidden") in ("1", "true") or low or narrow
        if name == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            if letters:
                row, self._column = int(attributes["r"][len(letters) :]) - 1, column_of(letters)
            else:
                row, self._column = self._row, self._column + 1
            self._cell = (row, self._column)
            self._type, self._formula, self._value = attributes.get("t", ""), False, ""
            self._look = self._told.get(attributes.get("s", ""))
            if attributes.get("s") in self._percents and self._type in ("", "n"):
                self.notes.percents.add(self._cell)
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            if hidden:
                self.notes.hidden_rows.add(self._row)
        elif name == "col" and hidden:
            first, last = int(attributes["min"]), min(int(attributes["max"]), 16384)
            self.notes.hidden_columns.update(range(first - 1, last))
        elif name == "f":
            self._formula = True
        self._inside = name in ("v", "t")

    def text(self, text: str) -> None:
        if self._inside:
            self._value += text

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self._inside = False
        if name != "c":
            return
        if self._value or self._formula:
            self._last = (max(self._last[0], self._cell[0] + 1), max(self._last[1], self._cell[1] + 1))
            check_box(*self._last)
        if self._type == "e":
            self.notes.unread[self._cell] = self._value.strip() or "错误值"
        elif self._formula and not self._value.strip() and self._type != "str":
            self.notes.unread[self._cell] = NOT_CALCULATED
        if self._formula and self._value.strip():
            self.notes.formulas.add(self._cell)
        if self._look and self._value and self._cell not in self.notes.unread:
            _note_look(self.notes, self._cell, self._look, self._value if self._type in ("", "n") else "")


def _note_look(notes: Notes, cell: tuple[int, int], look: Look, number: str) -> None:
    """Note how a cell looks, and what is printed for its number if it holds one."""
    if look.struck:
        notes.struck.add(cell)
    if look.unseen:
        notes.unseen.add(cell)
    try:
        text = printed(look.code, float(number)) if look.code and number else None
    except ValueError:
        return
    if text and text.strip():
        notes.printed[cell] = text
    elif text is not None and float(number):
        notes.unseen.add(cell)


def _parse(xml: bytes, percents: set[str], told: Mapping[str, Look]) -> Notes:
    """The notes of a sheet that is written unusually, or has something to note. Raises FileRefused."""
    parser = _Parser(percents, told)
    walk(xml, parser)
    return parser.notes
