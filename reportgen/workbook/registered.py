"""The lists of an .xlsx package -> the same with another part in them: content types, relations, sheets, titles."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import NamedTuple

from reportgen.workbook.markup import (
    Change,
    Element,
    attribute,
    children,
    elements,
    first,
    inserted,
    masked,
    number,
    quoted,
    spliced,
    text,
    with_attribute,
)

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


class Dialect(NamedTuple):
    """The namespaces of a workbook: of its elements, and of what it relates to."""

    main: str
    related: str


TRANSITIONAL = Dialect(
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
STRICT = Dialect(
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def dialect_of(workbook: bytes) -> Dialect:
    """Return the namespaces that a workbook is written in."""
    return STRICT if STRICT.main.encode() in workbook[:4096] else TRANSITIONAL


def typed(types: bytes, parts: Iterable[tuple[str, str]], drawings: bool = False) -> bytes:
    """Return the content types with those of some parts, and of the drawings of comments."""
    root = _root(types)
    said = [
        f'<{root.prefix.decode()}Override PartName="/{quoted(name)}" ContentType="{kind}"/>'
        for name, kind in parts
    ]
    known = {
        (attribute(each.attributes, "Extension") or "").lower()
        for each in elements(masked(types), b"Default")
    }
    changes: list[Change] = [(root.outside, root.outside, "".join(said).encode())]
    if drawings and "vml" not in known:
        default = f'<{root.prefix.decode()}Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        changes.insert(0, (root.inside, root.inside, default.encode()))
    return spliced(types, changes)


def related(relations: bytes, source: str, kind: str, target: str) -> tuple[bytes, str]:
    """Return the relations of a part, empty where it had none, with one more, and the id of that."""
    if not relations:
        relations = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}"></Relationships>'.encode()
    known = {attribute(each.attributes, "Id") for each in elements(masked(relations), b"Relationship")}
    name = next(f"rId{number}" for number in range(1, len(known) + 2) if f"rId{number}" not in known)
    root = _root(relations)
    where = posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(source)))
    said = f'<{root.prefix.decode()}Relationship Id="{name}" Type="{kind}" Target="{quoted(where)}"/>'
    return spliced(relations, [inserted(relations, root, said.encode())]), name


def relations_part(source: str) -> str:
    """Return the name of the part that holds another one's relations."""
    folder, _, file = source.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def listed(workbook: bytes, name: str, relation: str, dialect: Dialect) -> bytes:
    """Return a workbook's list of sheets with another in front, and what counts sheets moved on by one. The sheet that
    was in front when it was saved stays so; the tabs are shown from the first one.
    """
    mask = masked(workbook)
    sheets = first(mask, b"sheets")
    if sheets is None:
        raise ValueError("no sheets")
    there = list(elements(mask, b"sheet", sheets.inside, sheets.outside))
    free = 1 + max((number(each.attributes, "sheetId") for each in there), default=0)
    said = (
        f'<{sheets.prefix.decode()}sheet name="{quoted(name)}" sheetId="{free}" xmlns:r="{dialect.related}"'
        f' r:id="{relation}"/>'
    )
    changes: list[Change] = [(sheets.inside, sheets.inside, said.encode())]
    for each in elements(mask, b"definedName"):
        if attribute(each.attributes, "localSheetId") is not None:
            moved = number(each.attributes, "localSheetId") + 1
            changes.append(_headed(each, with_attribute(each.attributes, "localSheetId", moved)))
    for each in elements(mask, b"workbookView"):
        changes.append(_headed(each, _viewed(each.attributes)))
    return spliced(workbook, changes)


def _viewed(attributes: bytes) -> bytes:
    """The attributes of a view of a workbook in which a sheet was put in front."""
    moved = with_attribute(attributes, "activeTab", number(attributes, "activeTab") + 1)
    return with_attribute(moved, "firstSheet", 0) if attribute(moved, "firstSheet") else moved


def titled(properties: bytes, name: str, first_sheet: str) -> bytes:
    """Return the document's properties; where they list the sheets, with another in front."""
    mask = masked(properties)
    titles, pairs = first(mask, b"TitlesOfParts"), first(mask, b"HeadingPairs")
    if titles is None or pairs is None:
        return properties
    vector = first(mask, b"vector", titles.inside, titles.outside)
    one = first(mask, b"lpstr", titles.inside, titles.outside)
    count = first(mask, b"i4", pairs.inside, pairs.outside)
    if vector is None or one is None or count is None:
        return properties
    said = properties[one.inside : one.outside].decode()
    counted = properties[count.inside : count.outside].strip()
    if said != text(first_sheet) or not counted.isdigit():
        return properties
    tag = (one.prefix + one.name).decode()
    size = with_attribute(vector.attributes, "size", number(vector.attributes, "size") + 1)
    return spliced(
        properties,
        [
            (count.inside, count.outside, str(int(counted) + 1).encode()),
            _headed(vector, size),
            (one.start, one.start, f"<{tag}>{text(name)}</{tag}>".encode()),
        ],
    )


def _headed(element: Element, attributes: bytes) -> Change:
    short = b"/" if element.is_short else b""
    head = (b"<", element.prefix, element.name, attributes.rstrip(), short, b">")
    return element.start, element.inside, b"".join(head)


def _root(xml: bytes) -> Element:
    mask = masked(xml)
    return next(children(mask, 0, len(mask)))
