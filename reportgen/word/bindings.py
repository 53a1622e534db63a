"""Content controls that are bound to data elsewhere in the file: Word and LibreOffice show that data, not what stands here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from reportgen.patterns import regex
from reportgen.word.elements import P, T, remove
from reportgen.word.package import NotWordError, Package, W, parse

SDT = W + "sdt"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_ITEM_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"
_BINDINGS = (W + "dataBinding", _W15 + "dataBinding")
# What Word writes anew by itself, or holds to one paragraph of one format: none of it suits what is filled in.
_KINDS = {W + n for n in ("text", "date", "comboBox", "dropDownList", "showingPlcHdr", "temporary")}
_CONVERTED = tuple(
    W + n for n in ("date", "comboBox", "dropDownList", "picture")
)  # shown otherwise than stored
_MAPPING = regex(r"""xmlns:(\w+)\s*=\s*["']([^"']*)["']""")
_BRACES = regex(r"\{\{|｛｛|\}\}|｝｝")


def release(controls: Iterable[etree._Element]) -> None:
    """Make plain controls of those that tags fill: without a binding, a date or a list that would print over it."""
    for control in controls:
        for child in control.findall(f"{W}sdtPr/*"):
            if child.tag in _KINDS or child.tag in _BINDINGS:
                remove(child)


def bound_otherwise(package: Package, story: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield the controls without a tag that will show something else than they do: each with both texts."""
    stores: Mapping[str, list[etree._Element]] = {}
    for control in story.iter(SDT):
        binding = next((b for name in _BINDINGS for b in control.iterfind(f"{W}sdtPr/{name}")), None)
        shown = _shown(control)
        if binding is None or _BRACES.search(shown):
            continue
        stores = stores or _stores(package)
        stored = _stored(binding, stores)
        prompts = control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
        if stored is None or stored.lstrip().startswith("<") or (prompts and not stored.strip()):
            continue
        converted = any(control.find(f"{W}sdtPr/{name}") is not None for name in _CONVERTED)
        if _BRACES.search(stored) or not (converted or _squeezed(stored) == _squeezed(shown)):
            yield control, shown, stored


def _shown(control: etree._Element) -> str:
    content = control.find(W + "sdtContent")
    if content is None:
        return ""
    return "".join("\n" if each.tag == P else each.text or "" for each in content.iter(P, T)).strip()


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _stores(package: Package) -> dict[str, list[etree._Element]]:
    """Return the data that controls may be bound to, by the id of the store; the document's properties under ""."""
    stores: dict[str, list[etree._Element]] = {"": []}
    for name in package.parts:
        if package.label(name) == "文档属性":
            stores[""].append(parse(name, package.parts[name]))
    for name, content in package.parts.items():
        item = re.fullmatch(r"customXml/itemProps(\d+)\.xml", name)
        data = f"customXml/item{item[1]}.xml" if item else ""
        if data in package.parts:
            try:
                identity = parse(name, content).get(_ITEM_ID, "").upper()
                stores.setdefault(identity, []).append(parse(data, package.parts[data]))
            except NotWordError:
                continue  # data that Word cannot read either is shown nowhere
    return stores


def _stored(binding: etree._Element, stores: Mapping[str, list[etree._Element]]) -> str | None:
    """Return the text that a control is bound to, or None where there is none."""
    namespaces = dict(_MAPPING.findall(binding.get(W + "prefixMappings", "")))
    identity = binding.get(W + "storeItemID", "").upper()
    roots = (
        stores.get(identity) if identity in stores else [each for all_ in stores.values() for each in all_]
    )
    for root in roots or ():
        try:
            found = root.xpath(binding.get(W + "xpath", ""), namespaces=namespaces)
        except etree.XPathError:
            return None
        for node in found if isinstance(found, list) else ():
            return "".join(node.itertext()) if isinstance(node, etree._Element) else str(node)
    return None
