"""Fields that repeat the last text of a style (STYLEREF), as page headers do: those whose style no printed text has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from reportgen.word.elements import P, read_text
from reportgen.word.fields import Field, find_fields
from reportgen.word.package import WORD, Package, W, parse


def without_text(package: Package, body: etree._Element, filled: etree._Element) -> set[str]:
    """Return the names, in small letters, of the styles that texts of the template's body have and none of the filled one."""
    gone = _styles(body) - _styles(filled)
    names: set[str] = set()
    for part in [part for part, kind in package.types.items() if kind == WORD + "styles+xml"] if gone else ():
        for style in parse(part, package.parts[part]).iter(W + "style"):
            if style.get(W + "styleId", "") in gone:
                names |= _names(style)
    return names


def _styles(root: etree._Element) -> set[str]:
    used = set()
    for paragraph in root.iter(P):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and read_text(paragraph).strip():
            used.add(style.get(W + "val", ""))
    return used


def _names(style: etree._Element) -> set[str]:
    """Return what a field may call a style: its name, its other names, and Word's Chinese name or number of a heading."""
    said = [each.get(W + "val", "") for tag in ("name", "aliases") for each in style.iter(W + tag)]
    names = {name.strip().lower() for each in said for name in each.split(",")}
    levels = [found[1] for name in names if (found := re.fullmatch(r"heading (\d)", name))]
    return names | {f"{before}{level}" for level in levels for before in ("标题 ", "标题", "")}


def running_heads(root: etree._Element, gone: set[str]) -> Iterator[Field]:
    """Yield the fields that repeat a text of one of these styles."""
    return (each for each in find_fields(root) if each.keyword == "STYLEREF" and gone & set(each.words[1:2]))
