"""The styles of a Word file -> what holds for a paragraph: its own property, its style's, or that of what it is based on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.package import WORD, Package, W, parse

VAL = W + "val"
_STYLE = W + "style"


@dataclass(frozen=True, eq=False)
class Styles:
    """The styles by id, the ids of the default ones by type, and the document's own defaults."""

    by_id: Mapping[str, etree._Element]
    default: Mapping[str, str]
    root: etree._Element | None

    @classmethod
    def of(cls, package: Package) -> Styles:
        """Read the styles of a Word file; raise NotWordError."""
        names = [name for name, kind in package.types.items() if kind == WORD + "styles+xml"]
        roots = [parse(name, package.parts[name]) for name in names if name in package.parts]
        styles = [each for root in roots for each in root.iter(_STYLE)]
        default = {
            each.get(W + "type", ""): each.get(W + "styleId", "")
            for each in styles
            if each.get(W + "default") in ("1", "true", "on")
        }
        return cls({each.get(W + "styleId", ""): each for each in styles}, default, next(iter(roots), None))

    def name(self, id_: str) -> str:
        """Return the name of a style in small letters, as Word compares names; an unknown one has none."""
        named = self.by_id[id_].find(W + "name") if id_ in self.by_id else None
        return "" if named is None else named.get(VAL, "").lower()

    def chain(self, id_: str, kind: str = "paragraph") -> Iterator[etree._Element]:
        """Yield a style and those that it is based on, from the nearest on."""
        seen: set[str] = set()
        id_ = id_ if id_ in self.by_id else self.default.get(kind, "")
        while id_ in self.by_id and id_ not in seen:
            seen.add(id_)
            yield self.by_id[id_]
            based = self.by_id[id_].find(W + "basedOn")
            id_ = "" if based is None else based.get(VAL, "")

    def style_id(self, paragraph: etree._Element) -> str:
        """Return the id of a paragraph's style, which is the default one where it names none."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.default.get("paragraph", "") if style is None else style.get(VAL, "")

    def of_paragraph(self, paragraph: etree._Element, name: str) -> Iterator[etree._Element]:
        """Yield a property of a paragraph, such as `jc`, from the nearest place that says it to the farthest."""
        yield from paragraph.iterfind(f"{W}pPr/{W}{name}")
        for style in self.chain(self.style_id(paragraph)):
            yield from style.iterfind(f"{W}pPr/{W}{name}")
        if self.root is not None:
            yield from self.root.iterfind(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}{name}")

    def of_run(
        self, paragraph: etree._Element, run: etree._Element | None, name: str
    ) -> Iterator[etree._Element]:
        """Yield a property of characters, such as `sz`, of a run, its style, its paragraph's style and the defaults."""
        if run is not None:
            yield from run.iterfind(f"{W}rPr/{W}{name}")
            style = run.find(f"{W}rPr/{W}rStyle")
            for each in self.chain(style.get(VAL, ""), "character") if style is not None else ():
                yield from each.iterfind(f"{W}rPr/{W}{name}")
        for each in self.chain(self.style_id(paragraph)):
            yield from each.iterfind(f"{W}rPr/{W}{name}")
        if self.root is not None:
            yield from self.root.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}{name}")


def is_on(element: etree._Element | None) -> bool:
    """Whether a property that is either on or off is on; one that is not there is off."""
    return element is not None and element.get(VAL, "1") not in ("0", "false", "off", "none")


def first_value(found: Iterator[etree._Element], attribute: str = "val") -> str:
    """Return an attribute from the nearest place that says it, or an empty string."""
    return next((said for each in found if (said := each.get(W + attribute)) is not None), "")
