"""The bytes of an .xlsx and what is wrong in it -> the same workbook with the wrong cells marked and a 退回单 in front.

The parts themselves are edited, not loaded and saved: all that is not concerned stays as it was, byte for byte.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from reportgen.model import FileRefused
from reportgen.workbook import comments as commenting
from reportgen.workbook.marked import anchors, drawing_of, reformatted, restyled, rows_of, with_drawing
from reportgen.workbook.markup import attribute, elements, masked, relation_in
from reportgen.workbook.notes import DAMAGED
from reportgen.workbook.parts import Package, Relation, open_package, utf8
from reportgen.workbook.registered import (
    Dialect,
    dialect_of,
    listed,
    related,
    relations_part,
    titled,
    typed,
)
from reportgen.workbook.restyled import Styles
from reportgen.workbook.slip import Slip, Told, name_beside, page
from reportgen.workbook.zipped import UNREADABLE, plain, repacked

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_TYPES = "[Content_Types].xml"
_NO_STYLES = '<styleSheet xmlns="{}"></styleSheet>'
Where = tuple[str, int, int]  # a sheet, a row (from 1) and a column (from 0; -1 for the whole row)


class Returned(NamedTuple):
    """A workbook to send back; `kept` are the cells with a thread of comments, which have no note of ours."""

    content: bytes
    has_macros: bool
    kept: Sequence[Where] = ()


def returned(content: bytes, notes: Mapping[Where, str], slip: Slip, before: str = "") -> Returned:
    """Return the workbook with a note on each of the cells, these filled, and the 退回单 as its first sheet, or in the
    place of the one called `before`. Raises FileRefused.
    """
    try:
        return _Edited(content).returned(notes, slip, before)
    except (*UNREADABLE, StopIteration):
        raise FileRefused(DAMAGED) from None


def _led(told: Told, moved: Mapping[Where, Where], kept: Sequence[Where], hidden: Collection[str]) -> Told:
    """A line that leads to the cell that is marked; where that has no note, or cannot be seen, it says so."""
    if told.cell is None:
        return told
    sheet, row, column = cell = moved.get(told.cell, told.cell)
    remark = "（这一格原有往来批注，没有另加批注）" if cell in kept else ""
    remark += "（这张表是隐藏的，取消隐藏后再点）" if sheet in hidden else ""
    return told._replace(cell=(sheet, max(row, 1), max(column, 0)), place=f"{told.place}{remark}")


class _Edited:
    """A package of which parts are changed and added; they are held by plain name, with the name they have."""

    def __init__(self, content: bytes) -> None:
        self._package: Package = open_package(content)
        self._changed: dict[str, tuple[str, bytes]] = {}
        self._added: list[tuple[str, str]] = []
        self._drawings = False
        package = self._package
        self._main = package.main() if package.main() in package else "xl/workbook.xml"
        workbook = self._part(self._main)
        self._dialect: Dialect = dialect_of(workbook)
        self._related = package.relations(self._main)
        self._sheets = dict(self._listed(workbook))
        self._hidden = {
            attribute(each.attributes, "name") or ""
            for each in elements(masked(workbook), b"sheet")
            if attribute(each.attributes, "state") in ("hidden", "veryHidden")
        }

    def returned(self, notes: Mapping[Where, str], slip: Slip, before: str) -> Returned:
        styles_part = self._target("styles")
        styles = Styles(
            self._part(styles_part) if styles_part else _NO_STYLES.format(self._dialect.main).encode()
        )
        by_sheet: dict[str, dict[tuple[int, int], str]] = {}
        for (sheet, row, column), words in notes.items():
            by_sheet.setdefault(sheet, {})[row, column] = words
        kept: list[Where] = []
        moved: dict[Where, Where] = {}
        for name, part in self._sheets.items():
            if name != before and (name in by_sheet or before):
                at, threads = self._mark(part, by_sheet.get(name, {}), styles, again=bool(before))
                moved |= {(name, *cell): (name, *real) for cell, real in at.items()}
                kept += ((name, *cell) for cell in threads)
        told = [_led(each, moved, kept, self._hidden) for each in slip.told]
        xml = page(slip._replace(told=told), styles, self._dialect.main)
        if before in self._sheets:
            self._put(self._sheets[before], xml)
        else:
            self._insert(xml)
        self._put_styles(styles_part, styles)
        types = self._part(_TYPES)
        has_macros = b"macroEnabled" in types
        if self._added or self._drawings:
            self._put(_TYPES, typed(types, self._added, self._drawings))
        changed = {
            plain_name if plain_name in self._package else name: part
            for plain_name, (name, part) in self._changed.items()
        }
        made = repacked(self._package.content, self._package.parts.values(), changed)
        return Returned(made, has_macros, kept)

    def _mark(
        self, part: str, notes: Mapping[tuple[int, int], str], styles: Styles, *, again: bool
    ) -> tuple[Mapping[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
        """Mark the cells of a sheet; return which they are, and those whose thread of comments is left alone."""
        xml = self._part(part)
        cells = anchors(rows_of(xml), notes)
        words: dict[tuple[int, int], list[str]] = {}
        for cell, said in notes.items():
            words.setdefault(cells[cell], []).append(said)
        joined = {cell: "\n".join(dict.fromkeys(said)) for cell, said in words.items()}
        new = xml
        if again and styles.marked:
            new = reformatted(rows_of(new), styles.marked, styles.cleared)
        if joined:
            new = restyled(rows_of(new), list(joined), styles.filled)
        new, threads = self._comment(part, new, joined, again=again)
        if new != xml:
            self._put(part, new)
        return cells, threads

    def _comment(
        self, part: str, xml: bytes, notes: Mapping[tuple[int, int], str], *, again: bool
    ) -> tuple[bytes, set[tuple[int, int]]]:
        """Put notes on cells of a sheet; return the sheet's XML, and the cells that have a thread already."""
        relations = self._package.relations(part)
        there = next((each.target for each in relations if each.kind == "comments"), "")
        comments = self._part(there) if there else commenting.empty_comments(self._dialect.main)
        threads = commenting.threads(comments) if there else set()
        gone: list[tuple[int, int]] = []
        if again and there:
            comments, gone = commenting.without_ours(comments)
        new = {cell: words for cell, words in notes.items() if cell not in threads}
        if not new and not gone:
            return xml, threads & set(notes)
        boxes = new if drawing_of(xml) else {**dict.fromkeys(commenting.commented(comments), ""), **new}
        self._put(
            there or self._add_part("comments", part),
            commenting.with_notes(comments, new) if new else comments,
        )
        id_of_drawing = drawing_of(xml)
        drawing = next((each.target for each in relations if id_of_drawing and each.id == id_of_drawing), "")
        vml = commenting.with_shapes(self._part(drawing) if drawing else b"", boxes, gone)
        if not drawing:
            drawing, relation = self._add_drawing(part)
            xml = with_drawing(xml, relation, self._dialect.related)
        self._put(drawing, vml)
        return xml, threads & set(notes)

    def _add_part(self, kind: str, source: str) -> str:
        """A free name for a part that another one relates to, and both known to the package."""
        folder = posixpath.dirname(self._main)
        name = self._free(posixpath.join(folder, f"{kind}{{}}.xml"))
        self._relate(source, kind, name)
        self._added.append((name, f"{_KIND}{kind}+xml"))
        return name

    def _add_drawing(self, source: str) -> tuple[str, str]:
        name = self._free(posixpath.join(posixpath.dirname(self._main), "drawings/vmlDrawing{}.vml"))
        self._drawings = True
        return name, self._relate(source, "vmlDrawing", name)

    def _insert(self, xml: bytes) -> None:
        """Put a sheet in front of the others."""
        folder = posixpath.dirname(self._main)
        part = self._free(posixpath.join(folder, "worksheets/sheet{}.xml"))
        self._put(part, xml)
        self._added.append((part, f"{_KIND}worksheet+xml"))
        relation = self._relate(self._main, "worksheet", part)
        names = [name for name, _ in self._listed(self._part(self._main), every=True)]
        name = name_beside(names)
        self._put(self._main, listed(self._part(self._main), name, relation, self._dialect))
        kinds = ("extended-properties", "extendedProperties")  # the second one where the workbook is strict
        titles = next((each.target for each in self._package.relations() if each.kind in kinds), "")
        if titles in self._package and names:
            self._put(titles, titled(self._part(titles), name, names[0]))

    def _put_styles(self, part: str, styles: Styles) -> None:
        if not part:
            part = posixpath.join(posixpath.dirname(self._main), "styles.xml")
            self._relate(self._main, "styles", part)
            self._added.append((part, f"{_KIND}styles+xml"))
        self._put(part, styles.xml)

    def _relate(self, source: str, kind: str, target: str) -> str:
        part = relations_part(source)
        there = self._part(part) if part in self._package or plain(part) in self._changed else b""
        new, name = related(there, source, f"{self._dialect.related}/{kind}", target)
        self._put(part, new)
        return name

    def _free(self, pattern: str) -> str:
        names = (pattern.format(number) for number in count(1))
        return next(each for each in names if each not in self._package and plain(each) not in self._changed)

    def _target(self, kind: str) -> str:
        found: Relation | None = next((each for each in self._related if each.kind == kind), None)
        return found.target if found and found.target in self._package else ""

    def _listed(self, workbook: bytes, *, every: bool = False) -> list[tuple[str, str]]:
        """The sheets by name with their parts: those of cells, or every one."""
        targets = {each.id: each for each in self._related}
        found = []
        for each in elements(masked(workbook), b"sheet"):
            relation = targets.get(relation_in(each.attributes))
            if every or (relation and relation.kind == "worksheet" and relation.target in self._package):
                found.append((attribute(each.attributes, "name") or "", relation.target if relation else ""))
        return found

    def _part(self, name: str) -> bytes:
        changed = self._changed.get(plain(name))
        return utf8(self._package.part(name)) if changed is None else changed[1]

    def _put(self, name: str, content: bytes) -> None:
        self._changed[plain(name)] = name, content
