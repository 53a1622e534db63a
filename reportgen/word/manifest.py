"""What a report has printed -> custom document properties that say it, and back.

A piece of 240 characters each is what LibreOffice keeps in a .docx, .odt, .doc and .rtf.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree

from reportgen.expressions import expression
from reportgen.plots import Plot
from reportgen.word.package import TYPES, NotWordError, Package, extended, parse, plain_text, serialise
from reportgen.workbook.texts import unescaped

CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_PROPERTIES = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_VALUES = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PIECE = 240
_NAME = re.compile(r"reportgen-(\d+)")
_PIECES = expression(
    r'<(?:\w+:)?property(?:\s[^<>]*)?\sname="reportgen-(\d+)"[^<>]*><(?:\w+:)?lpwstr>([^<]*)</(?:\w+:)?lpwstr></'
)
_PROPERTY = re.compile(
    r'(?P<begin><(?:\w+:)?property [^<>]*?pid=")(?P<pid>\d+)(?P<named>" name=")reportgen-\d+(?P<open>"><(?:\w+:)?lpwstr>)[^<]*'
    r"(?P<close></(?:\w+:)?lpwstr></(?:\w+:)?property>)"
)


class Printed(NamedTuple):
    """A figure as it is printed: its name (of an entry of a list `name#3.field`) and its text."""

    name: str
    text: str


class Manifest(NamedTuple):
    """Whose report of which year it is, a digest of all figures that the ledger gave, and the printed ones by number."""

    unit: str
    year: str
    ledger: str
    figures: tuple[Printed, ...] = ()

    @property
    def digest(self) -> str:
        """By which a report is known again after its file was changed."""
        return sha256("".join(_pieces(self, self.figures)).encode()).hexdigest()


def add(package: Package, manifest: Manifest) -> dict[str, bytes]:
    """Return the parts of a package with the manifest among its custom properties; raise NotWordError."""
    parts = dict(package.parts)
    name = next((each for each, kind in package.types.items() if kind == CUSTOM), "")
    if not name:
        name = "docProps/custom.xml"
        parts[TYPES] = extended(parts, TYPES, _TYPES + "Override", PartName=f"/{name}", ContentType=CUSTOM)
        parts["_rels/.rels"] = extended(
            parts, "_rels/.rels", _RELATIONS + "Relationship", Id="", Type=_RELATION, Target=name
        )
    root = parse(name, parts[name]) if name in parts else _empty()
    _drop(root)
    taken = [int(n) for each in root if (n := each.get("pid", "")).isdecimal()]
    pids = count(max([1, *taken]) + 1)
    for number, piece in enumerate(_pieces(manifest, manifest.figures), 1):
        named = {"fmtid": _FORMAT, "pid": str(next(pids)), "name": f"reportgen-{number}"}
        etree.SubElement(
            etree.SubElement(root, _PROPERTIES + "property", named), _VALUES + "lpwstr"
        ).text = piece
    parts[name] = serialise(root)
    return parts


def figures_of(plots: Iterable[Plot]) -> list[Printed]:
    """Return the figures that charts show."""
    return [
        Printed(figure, f"{number}{'%' if series.unit == '%' else ''}")
        for plot in plots
        for series in plot.series
        for figure, number in zip(series.figures, series.numbers, strict=True)
        if number is not None
    ]


def part_of(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part of a report that holds its manifest."""
    return next(
        name
        for name, content in parts.items()
        if b"reportgen-1" in content and _PROPERTIES[1:-1].encode() in content
    )


def refilled(content: str, manifest: Manifest, figures: Iterable[tuple[str, str]]) -> str:
    """Return the part of a report that holds a manifest with another one in its place, and with these figures."""
    from html import escape

    properties = list(_PROPERTY.finditer(content))
    first, last = properties[0], properties[-1]
    pids = count(int(first["pid"]))
    made = (
        f"{first['begin']}{next(pids)}{first['named']}reportgen-{number}{first['open']}{escape(piece, quote=False)}{first['close']}"
        for number, piece in enumerate(_pieces(manifest, figures), 1)
    )
    return content[: first.start()] + "".join(made) + content[last.end() :]


def remove(package: Package) -> Package:
    """Return a template without the manifest of the report that it was made from; raise NotWordError."""
    names = [
        each
        for each, kind in package.types.items()
        if kind == CUSTOM and b"reportgen-" in package.parts[each]
    ]
    parts = dict(package.parts)
    for name in names:
        root = parse(name, parts[name])
        _drop(root)
        parts[name] = serialise(root)
    return Package(parts, package.types) if names else package


def read(package: Package) -> Manifest | None:
    """Return the manifest of a Word file, or None where there is none that is whole."""
    pieces: dict[int, str] = {}
    try:
        for name in [each for each, kind in package.types.items() if kind == CUSTOM]:
            pieces |= _said(name, package.parts[name])
    except NotWordError:
        return None
    return from_pieces(pieces)


def of_report(content: bytes) -> Manifest | None:
    """Return the manifest of a Word file that was just written, or None; nothing else of it is unpacked."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [each for each in archive.namelist() if each.lower().endswith("custom.xml")]
            said = [_said(name, archive.read(name)) for name in names]
    except (BadZipFile, NotWordError):
        return None
    return from_pieces({number: piece for each in said for number, piece in each.items()})


def from_pieces(pieces: Mapping[int, str]) -> Manifest | None:
    """Return what the pieces say by their numbers, or None where one is missing or damaged."""
    if sorted(pieces) != list(range(1, len(pieces) + 1)):
        return None
    try:
        unit, year, ledger, *told = json.loads("".join(pieces[number] for number in sorted(pieces)))
        return Manifest(str(unit), str(year), str(ledger), tuple(Printed(str(a), str(b)) for a, b in told))
    except (ValueError, TypeError):
        return None


def _said(name: str, content: bytes) -> dict[int, str]:
    """The pieces by their numbers that custom properties say; raise NotWordError."""
    text = plain_text(content) or ""
    found = _PIECES.findall(text)
    if found and len(found) == text.count("reportgen-"):
        return {int(number): unescaped(piece) for number, piece in found}
    named = ((_NAME.fullmatch(each.get("name", "")), each) for each in parse(name, content))
    return {int(match[1]): "".join(map(str, each.itertext())) for match, each in named if match}


def _drop(root: etree._Element) -> None:
    for each in [each for each in root if _NAME.fullmatch(each.get("name", ""))]:
        root.remove(each)


def _pieces(manifest: Manifest, figures: Iterable[tuple[str, str]]) -> list[str]:
    """The manifest in pieces; none begins or ends with a blank, which programs may take off."""
    said = [manifest.unit, manifest.year, manifest.ledger, *figures]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace(" ", "\\u0020")
    return [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]


def _empty() -> etree._Element:
    return etree.Element(_PROPERTIES + "Properties", nsmap={None: _PROPERTIES[1:-1], "vt": _VALUES[1:-1]})
