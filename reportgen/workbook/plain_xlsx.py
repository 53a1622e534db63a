"""The bytes of an .xlsx written as Excel and WPS write it -> its sheets, cells and notes in one pass.

Whatever is written otherwise is Unusual, and is for calamine, with what `xlsx` sees before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple, overload

from reportgen.expressions import expression
from reportgen.model import Cell, FileRefused, Range, Sheet
from reportgen.workbook.cells import read_cells
from reportgen.workbook.manners import Manners
from reportgen.workbook.notes import CELL_PICTURES, MOST_MERGES, MOST_SHEETS, Unusual, column_of
from reportgen.workbook.plain_zip import Parts
from reportgen.workbook.styles import looks
from reportgen.workbook.texts import is_utf8, shared_texts, unescaped
from reportgen.workbook.written import Written, form_of

if TYPE_CHECKING:
    from reportgen.workbook.annotations import Notes

_COMMON = 2**13  # bytes around the rows of a sheet, where they are remembered
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
    package = Parts(content, remembered=True)
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
        beside = partial(_comments, content, part)
        yield _sheet(name, xml, manners, written, beside, hidden=hidden, date1904=date1904)


def _comments(content: bytes, part: str) -> Notes:
    from reportgen.workbook.annotations import comments_at  # which few workbooks need

    return comments_at(content, part)


def _manners(package: Parts, relations: bytes, *, date1904: bool) -> tuple[Manners, Written | None]:
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
    name: str, xml: bytes, manners: Manners, written: Written | None, beside: Callable[[], Notes], *,
    hidden: bool, date1904: bool,
) -> Sheet:  # fmt: skip
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
        comments=beside() if frame.is_commented else {},
    )  # fmt: skip


class _Frame(NamedTuple):
    """What stands around the rows of a sheet."""

    width: int
    merged: Sequence[Range]
    hidden_columns: frozenset[int]
    is_drawn_on: bool
    is_commented: bool


@lru_cache(maxsize=64)
def _frame(head: bytes, tail: bytes) -> _Frame:
    """Return what stands above and below the rows of a sheet, which the sheets of one form have in common. Raises Unusual."""
    if not _START.match(head) or not is_utf8(head[:200]) or b"<!" in head or b"<!" in tail:
        raise Unusual
    if not tail.rstrip().endswith(b"</worksheet>"):
        raise Unusual
    return _Frame(
        _width(head), _merged(head, tail), frozenset(_hidden_columns(head)), b"<drawing" in tail,
        b"<legacyDrawing " in tail,
    )  # fmt: skip


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
