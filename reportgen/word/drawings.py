"""A part of a Word file -> its pictures, as bytes with their kinds and what is said of them for those who cannot see them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.package import Package, parse

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V = "{urn:schemas-microsoft-com:vml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@dataclass(frozen=True)
class Picture:
    """A picture: its kind as browsers name it, empty where they show none of this kind; its bytes; and its description."""

    kind: str
    content: bytes
    said: str


def relations(package: Package, name: str) -> dict[str, str]:
    """Return the parts that a part refers to, by the ids of its relations; raise NotWordError."""
    folder, _, file = name.rpartition("/")
    listed = f"{folder}/_rels/{file}.rels".lstrip("/")
    if listed not in package.parts:
        return {}
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip(
            "/"
        )
        for each in parse(listed, package.parts[listed])
        if each.get("TargetMode") != "External"
    }


def picture(package: Package, related: Mapping[str, str], element: etree._Element) -> Picture | None:
    """Return the picture that an element shows, if it shows one; a picture that lies elsewhere is none."""
    id_ = {_A + "blip": _R + "embed", _V + "imagedata": _R + "id"}.get(str(element.tag))
    content = package.parts.get(related.get(element.get(id_, ""), "")) if id_ else None
    if content is None:
        return None
    kind = next((kind for head, kind in _KINDS.items() if content.startswith(head)), "")
    return Picture(kind, content, _said(element))


def _said(element: etree._Element) -> str:
    """What is said of a picture: its alternative text, or its title; never its name, which Word makes up."""
    for up in element.iterancestors():
        for each in (*up.iterchildren(_WP + "docPr"), up) if up.tag != _V + "imagedata" else ():
            if said := each.get("descr") or each.get("alt") or each.get("title"):
                return said
        if up.tag in (_WP + "inline", _WP + "anchor", _V + "shape"):
            return ""
    return ""
