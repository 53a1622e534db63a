"""The bytes of an .xlsx written as Excel and WPS write it -> its sheets, cells and notes in one pass.

Whatever is written otherwise is Unusual, and is for calamine, with what `xlsx` sees before it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, overload

from reportgen.expressions import expression
from reportgen.model import Cell, FileRefused, Range, Sheet
from reportgen.workbook.cells import read_cells
from reportgen.workbook.manners import Manners
from reportgen.workbook.notes import CELL_PICTURES, MOST_MERGES, MOST_SHEETS, Unusual, column_of
from reportgen.workbook.styles import looks
from reportgen.workbook.texts import is_utf8, shared_texts, unescaped
from reportgen.workbook.written import Written, form_of
from reportgen.workbook.zipped import LARGEST_PART, LARGEST_RATIO, plain

_LARGEST = LARGEST_PART  # bytes of a part, unpacked
_SMALL = _LARGEST // 1100  # packed bytes that cannot unpack to more, whatever they say
_SHORT, _SHORT_UNPACKED = 2**11, 2**15  # bytes of parts that the workbooks of one form have in common
_COMMON = 2**13  # bytes around the rows of a sheet, where they are remembered
_CENTRAL, _END = struct.Struct("<4s4x2H4x3L3H8xL"), struct.Struct("<4s4H2LH")  # of a zip's directory
_LENGTHS = struct.Struct("<2H")
_TAG = re.compile(rb"<([A-Za-z]+)((?: [\w:]+=\"[^\"<>]*\")*) ?/>")
_ATTRIBUTE = re.compile(rb" ([\w:]+)=\"([^\"<>]*)\"")
_DATE1904 = re.compile(rb"<workbookPr (?:[^<>]* )?date1904=\"(1|true|0|false)\"")
_TARGET = expression(r"(?:/xl/)?(worksheets/[^/]+\.xml)")
_START = re.compile(rb"(?:<\?xml [^<>]*\?>\s*)?<worksheet[ >]")
_MERGES = re.compile(rb"<mergeCells(?: [^<>]*[^<>/])?>((?:<mergeCell ref=\"[^\"<>]*\"/>)+)</mergeCells>")
_RANGE = re.compile(rb"<mergeCell ref=\"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})\"/>")
_EXTENT = re.compile(rb"<dimension ref=\"[A-Z]{1,3}[0-9]{1,7}(?::([A-Z]{1,3})[0-9]{1,7})?\" ?/>")
_DATA, _DATA_END = b"<sheetData>", b"</sheetData>"
_VISIBLE = {"visible": False, "hidden": True, "veryHidden": True}


def sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the worksheets of a plain .xlsx. Raises Unusual, at the first that is not."""
    package = _Package(content)
    workbook, relations = package.part("xl/workbook.xml"), package.part("xl/_rels/workbook.xml.rels")
    _check_places(package.part("_rels/.rels", needed=False), relations)
    listed = _listed(workbook, relations)
    date1904 = _counts_from_1904(workbook)
    manners, written = _manners(package, relations, date1904=date1904)
    pictures = CELL_PICTURES in package
    for name, part, hidden in listed:
        xml = package.part(part)
        if pictures and b"DISPIMG(" in xml:
            raise Unusual
        yield _sheet(name, xml, manners, written, hidden=hidden, date1904=date1904)


def _manners(package: _Package, relations: bytes, *, date1904: bool) -> tuple[Manners, Written | None]:
    """How cells of a workbook are read, and where its form allows it, its cells by what is written of them."""
    styles = package.part("xl/styles.xml", needed=bool(_told(relations, "styles")))
    try:
        seen = looks(styles)
    except FileRefused:
        raise Unusual from None
    manners = Manners(
        seen, shared_texts(package.part("xl/sharedStrings.xml", needed=False)), date1904=date1904
    )
    form = form_of(styles, date1904)
    return manners, Written(form, manners) if form.is_simple and not manners.telling else None


class _Part(NamedTuple):
    """Where a part of a zip stands, and what its directory says of it."""

    flags: int
    method: int
    check: int
    packed: int
    size: int
    start: int


class _Package:
    """The parts of a zip, each checked against its sum."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._parts = dict(_directory(content))
        self._names = {*map(plain, self._parts)}
        if len(self._names) < len(self._parts):
            raise Unusual

    def part(self, name: str, *, needed: bool = True) -> bytes:
        """Return what a part unpacks to; nothing where it may be missing and is. Raises Unusual."""
        part = self._parts.get(name)
        if part is None and not needed and name.lower() not in self:
            return b""
        if part is None or part.flags & 1:
            raise Unusual
        found = self._unpacked(part)
        if len(found) != part.size or zlib.crc32(found) != part.check:
            raise Unusual
        return found

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def _unpacked(self, part: _Part) -> bytes:
        size, at = part.size, part.start
        if size > _LARGEST or (size > 2**20 and size > LARGEST_RATIO * part.packed):
            raise Unusual
        if self._content[at : at + 4] != b"PK\x03\x04" or part.method not in (0, 8):
            raise Unusual
        start = at + 30 + sum(_LENGTHS.unpack_from(self._content, at + 26))
        packed = self._content[start : start + part.packed]
        if part.method == 0:
            return packed
        try:
            if len(packed) < _SHORT and size < _SHORT_UNPACKED:
                return _unpacked(packed, size)
            if len(packed) < _SMALL:
                return zlib.decompress(packed, -15, size)
            unpacking = zlib.decompressobj(-15)
            found = unpacking.decompress(packed, size + 1)
        except zlib.error:
            raise Unusual from None
        if not unpacking.eof:
            raise Unusual
        return found


@lru_cache(maxsize=64)
def _unpacked(packed: bytes, size: int) -> bytes:
    return zlib.decompress(packed, -15, size)


def _directory(content: bytes) -> Iterator[tuple[str, _Part]]:
    """The names of the parts of a zip, and where they stand. Raises Unusual for one that is not as simple as can be."""
    end = len(content) - _END.size
    if end < 0 or content[end : end + 4] != b"PK\5\6":
        raise Unusual
    _, disk, first, here, count, size, at, comment = _END.unpack_from(content, end)
    if disk or first or comment or here != count or at + size != end:
        raise Unusual
    names = set()
    for _ in range(count):
        if at + _CENTRAL.size > end:
            raise Unusual
        sign, flags, method, check, packed, whole, *lengths, start = _CENTRAL.unpack_from(content, at)
        name = content[at + _CENTRAL.size : at + _CENTRAL.size + lengths[0]].decode("ascii", "replace")
        if sign != b"PK\1\2" or name in names or max(packed, start) > end:
            raise Unusual
        names.add(name)
        yield name, _Part(flags, method, check, packed, whole, start)
        at += _CENTRAL.size + sum(lengths)
    if at != end:
        raise Unusual


def _tags(xml: bytes, name: bytes) -> Iterator[dict[str, str]]:
    """The attributes of all elements of a name, which hold nothing. Raises Unusual where one is written otherwise."""
    found = [match for match in _TAG.finditer(xml) if match[1] == name]
    if (
        len(found) != len(re.findall(rb"\b%s\b(?![\"'=])" % name, xml))
        or b"<!" in xml
        or not is_utf8(xml[:200])
    ):
        raise Unusual
    for match in found:
        try:
            yield {key.decode(): unescaped(value.decode()) for key, value in _ATTRIBUTE.findall(match[2])}
        except UnicodeDecodeError:
            raise Unusual from None


@lru_cache(maxsize=64)
def _check_places(root: bytes, relations: bytes) -> None:
    """Raise Unusual where a part that is asked for by its name is not the one that the relations tell of."""
    mains = _told(root, "officeDocument")
    if root and not (mains and mains <= {"xl/workbook.xml", "/xl/workbook.xml"}):
        raise Unusual
    for kind in ("sharedStrings", "styles"):
        if not _told(relations, kind) <= {f"{kind}.xml", f"/xl/{kind}.xml"}:
            raise Unusual


@lru_cache(maxsize=64)
def _told(relations: bytes, kind: str) -> frozenset[str]:
    """The targets of the relations of a kind, as they are written."""
    return frozenset(
        each.get("Target", "")
        for each in _tags(relations, b"Relationship")
        if each.get("Type", "").endswith(f"/{kind}")
    )


def _targets(relations: bytes) -> Mapping[str, str]:
    """The parts of the worksheets by their ids."""
    return {
        each["Id"]: f"xl/{target[1]}"
        for each in _tags(relations, b"Relationship")
        if each.get("Type", "").endswith("/worksheet")
        and (target := _TARGET.fullmatch(each.get("Target", "")))
        and "Id" in each
    }


@lru_cache(maxsize=64)
def _listed(workbook: bytes, relations: bytes) -> tuple[tuple[str, str, bool], ...]:
    """The name and the part of each sheet, and whether it is hidden. Raises Unusual where one is no worksheet."""
    targets = _targets(relations)
    if b"AlternateContent" in workbook[workbook.find(b"<sheets") : workbook.find(b"</sheets")]:
        raise Unusual
    found = []
    for each in _tags(workbook, b"sheet"):
        state = each.get("state", "visible")
        if each.get("r:id") not in targets or "name" not in each or state not in _VISIBLE:
            raise Unusual
        found.append((each["name"], targets[each["r:id"]], _VISIBLE[state]))
    if not 0 < len(found) <= MOST_SHEETS or len({name for name, *_ in found}) < len(found):
        raise Unusual
    return tuple(found)


def _counts_from_1904(workbook: bytes) -> bool:
    found = _DATE1904.search(workbook)
    if workbook.count(b"date1904") != bool(found):
        raise Unusual
    return bool(found and found[1] in (b"1", b"true"))


def _sheet(
    name: str, xml: bytes, manners: Manners, written: Written | None, *, hidden: bool, date1904: bool
) -> Sheet:
    start, end = xml.find(_DATA), xml.rfind(_DATA_END)
    if start < 0 and xml.count(b"<sheetData/>") == 1:
        start = xml.find(b"<sheetData/>")
        head, rows, tail = xml[:start], b"", xml[start + 12 :]
    elif 0 < start < end:
        head, rows, tail = xml[:start], xml[start + len(_DATA) : end], xml[end + len(_DATA_END) :]
    else:
        raise Unusual
    frame = (_frame if len(head) + len(tail) < _COMMON else _frame.__wrapped__)(head, tail)
    if len(frame.merged) > MOST_MERGES:
        raise Unusual
    columns, notes, is_shared = read_cells(rows, frame.width, manners, written)
    if frame.is_drawn_on and all(cell == "" for column in columns for cell in column):
        raise Unusual  # what there is to see is a picture
    return Sheet(
        name, Rows(columns), list(frame.merged), hidden, notes.unread, notes.percents,
        date1904, notes.hidden_rows, frame.hidden_columns, notes.struck, notes.unseen, notes.printed, notes.partly,
        columns, formulas=notes.formulas, texts=written.texts if written and is_shared else None,
    )  # fmt: skip


class _Frame(NamedTuple):
    """What stands around the rows of a sheet."""

    width: int
    merged: Sequence[Range]
    hidden_columns: frozenset[int]
    is_drawn_on: bool


@lru_cache(maxsize=64)
def _frame(head: bytes, tail: bytes) -> _Frame:
    """Return what stands above and below the rows of a sheet, which the sheets of one form have in common. Raises Unusual."""
    if not _START.match(head) or not is_utf8(head[:200]) or b"<!" in head or b"<!" in tail:
        raise Unusual
    if not tail.rstrip().endswith(b"</worksheet>"):
        raise Unusual
    return _Frame(_width(head), _merged(head, tail), frozenset(_hidden_columns(head)), b"<drawing" in tail)


def _width(head: bytes) -> int:
    """How many columns a sheet says that it has; it may be wrong."""
    extent = _EXTENT.search(head)
    if not extent:
        if b"dimension" in head:
            raise Unusual
        return 16
    return 1 + column_of(extent[1].decode()) if extent[1] else 1


_NARROW = expression(r"0(?:\.[0-4][0-9]*|\.)?")


def _hidden_columns(head: bytes) -> set[int]:
    if b"hidden" not in head and b'width="0' not in head:
        return set()
    columns = head[head.find(b"<cols") :]
    hidden: set[int] = set()
    for each in _tags(columns, b"col"):
        if each.get("hidden") in ("1", "true") or _NARROW.fullmatch(each.get("width", "")):
            try:
                hidden.update(range(int(each["min"]) - 1, min(int(each["max"]), 16384)))
            except (KeyError, ValueError):
                raise Unusual from None
    return hidden


def _merged(head: bytes, tail: bytes) -> list[Range]:
    """The merged ranges, which stand behind the rows. Raises Unusual."""
    found = _MERGES.findall(tail)
    if b"mergeCell" in head or tail.count(b"mergeCells") != 2 * len(found) or len(found) > 1:
        raise Unusual
    if not found:
        return []
    ranges = [
        ((int(top) - 1, column_of(left.decode())), (int(bottom) - 1, column_of(right.decode())))
        for left, top, right, bottom in _RANGE.findall(found[0])
    ]
    if len(ranges) != found[0].count(b"<mergeCell "):
        raise Unusual
    if any(top > bottom or left > right for (top, left), (bottom, right) in ranges):
        raise Unusual
    return ranges


class Rows(Sequence[list[Cell]]):
    """The rows of cells that are given by column: each is made when it is asked for."""

    def __init__(self, columns: Sequence[Sequence[Cell]]) -> None:
        self._columns = columns
        self._made: dict[int, list[Cell]] = {}

    def __len__(self) -> int:
        return len(self._columns[0]) if self._columns else 0

    @overload
    def __getitem__(self, at: int) -> list[Cell]: ...

    @overload
    def __getitem__(self, at: slice) -> list[list[Cell]]: ...

    def __getitem__(self, at: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(at, slice):
            return list(map(list, zip(*(column[at] for column in self._columns), strict=True)))
        row = self._made.get(at)
        if row is None:
            row = self._made[at] = [column[at] for column in self._columns]
        return row

    def __iter__(self) -> Iterator[list[Cell]]:
        return map(list, zip(*self._columns, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __repr__(self) -> str:
        return repr(list(self))
