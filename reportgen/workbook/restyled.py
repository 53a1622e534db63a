"""The styles of an .xlsx -> the same with cell formats added: those of marked cells, and of a page of ours."""

from __future__ import annotations

import re
from functools import cached_property

from reportgen.workbook.markup import (
    Change,
    attribute,
    children,
    elements,
    first,
    inserted,
    masked,
    number,
    spliced,
    with_attribute,
)

ON_LIGHT, ON_DARK = "FFFFD28A", "FFA61C1C"  # what a wrong cell is filled with, by the colour of its letters
_SOLID = '<{0}fill><{0}patternFill patternType="solid"><{0}fgColor rgb="{1}"/><{0}bgColor indexed="64"/></{0}patternFill></{0}fill>'
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst",
)  # fmt: skip
_DEFAULTS = {
    "fonts": '<{0}font><{0}sz val="11"/><{0}name val="宋体"/></{0}font>',
    "fills": '<{0}fill><{0}patternFill patternType="none"/></{0}fill><{0}fill><{0}patternFill patternType="gray125"/></{0}fill>',
    "borders": "<{0}border><{0}left/><{0}right/><{0}top/><{0}bottom/><{0}diagonal/></{0}border>",
    "cellXfs": '<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
}
_LIGHT = 150  # of 255: letters so light are read on a dark ground only


class Styles:
    """The styles of a workbook, to which formats are added; `xml` is what they have become."""

    def __init__(self, xml: bytes) -> None:
        self._xml = _completed(xml)
        mask = masked(self._xml)
        sections = {each: first(mask, each.encode()) for each in _DEFAULTS}
        self._sections = {name: each for name, each in sections.items() if each}
        self._old = {
            name: [self._xml[each.start : each.end] for each in children(mask, at.inside, at.outside)]
            for name, at in self._sections.items()
        }
        self._new: dict[str, list[bytes]] = {name: [] for name in _DEFAULTS}
        self._made: dict[tuple[int, str], int] = {}
        self.prefix = self._sections["cellXfs"].prefix.decode()

    def filled(self, index: int) -> int:
        """Return the format of a cell that had this one, and is marked as wrong."""
        color = ON_DARK if self._has_light_letters(index) else ON_LIGHT
        fill = self._add("fills", _SOLID.format(self.prefix, color))
        return self._cloned(index, fill)

    def cleared(self, index: int) -> int:
        """Return the format of a cell that was marked and is right now."""
        return self._cloned(index, 0)

    @cached_property
    def marked(self) -> frozenset[int]:
        """The formats of cells that were marked."""
        ours = {
            number
            for number, fill in enumerate(self._old["fills"])
            if any(
                attribute(each.attributes, "rgb") in (ON_LIGHT, ON_DARK)
                for each in elements(fill, b"fgColor")
            )
        }
        formats = enumerate(self._old["cellXfs"])
        return frozenset(index for index, xf in formats if _id(xf, "fillId") in ours) if ours else frozenset()

    def add(
        self, *, font: str = "", fill: str = "", border: str = "", alignment: str = "", format: int = 0
    ) -> int:
        """Return a format made of elements without prefix, which are put in; nothing given is the workbook's first."""
        font_id = self._add("fonts", _prefixed(font, self.prefix)) if font else 0
        fill_id = self._add("fills", _SOLID.format(self.prefix, fill)) if fill else 0
        border_id = self._add("borders", _prefixed(border, self.prefix)) if border else 0
        xf = (
            f'<xf numFmtId="{format}" fontId="{font_id}" fillId="{fill_id}" borderId="{border_id}" applyNumberFormat="1" applyFont="1"'
            f' applyFill="1" applyBorder="1" applyAlignment="1">{alignment}</xf>'
        )
        return self._add("cellXfs", _prefixed(xf, self.prefix))

    @property
    def xml(self) -> bytes:
        """The styles with all that was added."""
        changes: list[Change] = []
        for name, new in self._new.items():
            if new:
                at = self._sections[name]
                count = with_attribute(at.attributes, "count", len(self._old[name]) + len(new))
                changes.append(inserted(self._xml, at, b"".join(new), attributes=count))
        return spliced(self._xml, changes)

    def _cloned(self, index: int, fill: int) -> int:
        known = self._old["cellXfs"]
        xf = known[index] if 0 <= index < len(known) else known[0]
        at = next(children(xf, 0, len(xf)))
        head = with_attribute(with_attribute(at.attributes, "fillId", fill), "applyFill", 1)
        tag = at.prefix + at.name
        end = b"/>" if at.is_short else b">" + xf[at.inside :]
        return self._add("cellXfs", b"".join((b"<", tag, head.rstrip(), end)).decode())

    def _has_light_letters(self, index: int) -> bool:
        xf = self._old["cellXfs"][index if 0 <= index < len(self._old["cellXfs"]) else 0]
        font = _id(xf, "fontId")
        known = self._old["fonts"]
        color = first(known[font], b"color") if 0 <= font < len(known) else None
        if color is None:
            return False
        rgb = attribute(color.attributes, "rgb") or ""
        if len(rgb) == 8:
            red, green, blue = (int(rgb[at : at + 2], 16) for at in (2, 4, 6))
            return 0.3 * red + 0.59 * green + 0.11 * blue > _LIGHT
        return attribute(color.attributes, "theme") == "0" or attribute(color.attributes, "indexed") in (
            "1",
            "9",
        )

    def _add(self, name: str, element: str) -> int:
        """The number of an element of a section, which is added unless it has been before."""
        new, made = element.encode(), self._new[name]
        if new not in made:
            made.append(new)
        return len(self._old[name]) + made.index(new)


def _id(xf: bytes, name: str) -> int:
    return number(next(children(xf, 0, len(xf))).attributes, name)


def _prefixed(element: str, prefix: str) -> str:
    if not prefix:
        return element
    return element.replace("</", "</\0").replace("<", f"<{prefix}").replace(f"<{prefix}/\0", f"</{prefix}")


def _completed(xml: bytes) -> bytes:
    """Styles with every section that formats are made of."""
    for name, default in _DEFAULTS.items():
        if re.search(rb"<(?:\w+:)?%b\b[^>]*[^/>]>" % name.encode(), xml) and b"!" not in xml:
            continue
        mask = masked(xml)
        root = next(children(mask, 0, len(mask)))
        there = list(children(mask, root.inside, root.outside))
        if any(each.name.decode() == name and not each.is_short for each in there):
            continue
        prefix = root.prefix.decode()
        new = f"<{prefix}{name}>{default.format(prefix)}</{prefix}{name}>".encode()
        later = _ORDER[_ORDER.index(name) :]
        at = next((each for each in there if each.name.decode() in later), None)
        if at and at.name.decode() == name:
            xml = spliced(xml, [(at.start, at.end, new)])
        elif at:
            xml = spliced(xml, [(at.start, at.start, new)])
        else:
            xml = spliced(xml, [inserted(xml, root, new)])
    return xml
