"""An .xlsx that is spelled unusually -> the same with its parts where Excel puts them, in UTF-8, and without comments.

Its parts may lie anywhere and have any names, which only relations tell; it may list sheets that are none of cells.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from html import escape
from typing import NamedTuple

from reportgen.model import FileRefused
from reportgen.workbook.annotations import Notes, comments_in
from reportgen.workbook.notes import (
    CELL_PICTURES,
    CHART,
    OTHER_SHEETS,
    SAVE_AS,
    check_sheets,
    refuse_lost,
    walk,
)
from reportgen.workbook.parts import Package, Relation, open_package, utf8
from reportgen.workbook.pictures import is_drawn_on
from reportgen.workbook.zipped import stored

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RETURN = str.maketrans({"\r": "&#13;"})
_IN_ATTRIBUTES = _RETURN | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
_BESIDE = {"sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
_LARGEST = 2**25  # bytes of a part that is written anew, which takes a hundred times its room
NAME_ONLY = "表名"


class Regular(NamedTuple):
    """A workbook as Excel spells it; the sheets that are none of cells, with what they hold, and those that are drawn on."""

    content: bytes
    others: Mapping[str, str]
    drawn: Collection[str]
    comments: Mapping[str, Notes]


def regular(content: bytes) -> Regular:
    """Return an .xlsx as Excel would spell it. Raises FileRefused, and what is in UNREADABLE."""
    package = open_package(content)
    main = package.main() if package.main() in package else "xl/workbook.xml"
    workbook = _Workbook()
    walk(utf8(package.part(main)), workbook)
    check_sheets(len(workbook.sheets))
    if not workbook.sheets:
        raise FileRefused(f"文件里找不到工作表；{SAVE_AS}")
    related = {each.id: each for each in package.relations(main)}
    parts: dict[str, bytes] = {}
    listed, others, drawn, comments = "", {}, set(), dict[str, Notes]()
    for number, (name, relation, state) in enumerate(workbook.sheets, 1):
        other = _other(package, name, relation, related)
        if other is None:
            parts[f"xl/worksheets/sheet{number}.xml"] = _plain(package.part(related[relation].target))
            if is_drawn_on(package, related[relation].target):
                drawn.add(name)
            comments[name] = comments_in(package, related[relation].target)
            listed += (
                f'<sheet name={_quoted(name)} sheetId="{number}" state={_quoted(state)} r:id="rId{number}"/>'
            )
        elif other:
            others[name] = other
    for kind, file in _BESIDE.items():
        target = next((each.target for each in related.values() if each.kind == kind), f"xl/{file}")
        if target in package:
            parts[f"xl/{file}"] = _plain(package.part(target))
        elif kind == "styles" and any(each.kind == kind for each in related.values()):
            raise FileRefused(f"单元格的格式在文件里找不到，认不出哪些是日期和百分数；{SAVE_AS}")
    parts |= _frame(listed, list(parts), workbook.date1904)
    if CELL_PICTURES in package or any(each.kind == "cellImage" for each in related.values()):
        parts[CELL_PICTURES] = b""
    return Regular(
        stored(parts, {name: zlib.crc32(part) for name, part in parts.items()}), others, drawn, comments
    )


def _other(package: Package, name: str, relation: str, related: Mapping[str, Relation]) -> str | None:
    """What a sheet holds that is none of cells; None for a worksheet. Raises FileRefused where its cells are lost."""
    if not relation:  # a module of macros, as workbooks of 1995 have them
        return ""
    if relation not in related:
        refuse_lost(name)
    kind, target = related[relation].kind, related[relation].target
    if not target:
        return NAME_ONLY
    if target not in package:
        refuse_lost(name)
    if kind == "worksheet":
        return None
    other = OTHER_SHEETS.get(kind, "别的内容")
    filled = _Filled()
    walk(utf8(package.part(target)), filled)
    return other if filled.found or other == CHART else ""


def _frame(listed: str, parts: list[str], date1904: bool) -> dict[str, bytes]:
    """The parts that say what the others are."""
    numbered = (each.removeprefix("xl/") for each in parts)
    relations = "".join(
        f'<Relationship Id="rId{_number(each)}" Type="{_RELATED}/{_kind(each)}" Target="{each}"/>'
        for each in numbered
    )
    root = f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/>'
    dates = '<workbookPr date1904="1"/>' if date1904 else ""
    return {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>'.encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}">{dates}<sheets>{listed}</sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'.encode(),
    }


def _number(file: str) -> str:
    return file.removeprefix("worksheets/sheet").removesuffix(".xml")


def _kind(file: str) -> str:
    return "worksheet" if file.startswith("worksheets/") else file.removesuffix(".xml")


class _Workbook:
    """Walks a workbook's main part. Feeds `sheets` (name, relation, state) and `date1904`.

    Of alternatives it takes the first, as Excel does with what it understands.
    """

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.date1904 = False
        self._alternatives: list[int] = []  # how many have been in each choice that is open
        self._passed = 0  # how deep in an alternative that is not taken

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if self._passed:
            self._passed += 1
        elif name == "AlternateContent":
            self._alternatives.append(0)
        elif name in ("Choice", "Fallback") and self._alternatives:
            self._alternatives[-1] += 1
            self._passed = int(self._alternatives[-1] > 1)
        elif name == "workbookPr":
            self.date1904 = attributes.get("date1904", "") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            state = attributes.get("state", "visible")
            self.sheets.append((attributes.get("name", ""), relation, state))

    def text(self, text: str) -> None: ...

    def end(self, name: str) -> None:
        if self._passed:
            self._passed -= 1
        elif name.rpartition(":")[2] == "AlternateContent":
            self._alternatives.pop()


class _Filled:
    """Walks a sheet. Feeds `found`: whether one of its cells has a value or a formula."""

    def __init__(self) -> None:
        self.found = False
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside = name.rpartition(":")[2] in ("v", "f", "t")

    def text(self, text: str) -> None:
        self.found = self.found or (self._inside and bool(text.strip()))

    def end(self, name: str) -> None:
        self._inside = False


def _plain(xml: bytes) -> bytes:
    """A part in UTF-8, and without comments and CDATA sections."""
    xml = utf8(xml)
    if b"<!" not in xml:
        return xml
    if len(xml) > _LARGEST:
        raise FileRefused("文件过大，不像是报表；请删去多余的行后另存为 .xlsx")
    writer = _Writer()
    walk(xml, writer)
    return "".join(writer.pieces).encode()


class _Writer:
    """Walks a part and writes it anew. Feeds `pieces`."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._open = False  # a tag that may turn out to be an empty element's

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._close()
        written = "".join(f" {key}={_quoted(value)}" for key, value in attributes.items())
        self.pieces.append(f"<{name}{written}")
        self._open = True

    def text(self, text: str) -> None:
        self._close()
        self.pieces.append(escape(text, quote=False).translate(_RETURN))

    def end(self, name: str) -> None:
        self.pieces.append("/>" if self._open else f"</{name}>")
        self._open = False

    def _close(self) -> None:
        if self._open:
            self.pieces.append(">")
            self._open = False


def _quoted(value: str) -> str:
    return f'"{escape(value, quote=False).translate(_IN_ATTRIBUTES)}"'
