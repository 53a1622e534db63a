"""A Word file and the texts of some paragraphs -> the same file with these set flush left: LibreOffice 7.4 loses a sign that
ends a justified line where the next begins with a digit.
"""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from reportgen.word.elements import properties_of
from reportgen.word.package import W, parse, serialise, unpack
from reportgen.workbook.zipped import pack

_BEHIND = ("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange")  # fmt: skip


def flush_left(file: bytes, texts: Collection[str]) -> tuple[bytes, int]:
    """Return the file, and how many paragraphs of the body it was done to; `texts` have no blanks, and may begin with a number
    that Word adds. Raises NotWordError.
    """
    package = unpack(file)
    name, *_ = package.find("正文")
    body = parse(name, package.parts[name])
    found = [each for each in body.iter(W + "p") if _is_one(each, texts)]
    for each in found:
        _align(each)
    return (pack({**package.parts, name: serialise(body)}) if found else file), len(found)


def _is_one(paragraph: etree._Element, texts: Collection[str]) -> bool:
    said = "".join("".join(each.text or "" for each in paragraph.iter(W + "t")).split())
    return bool(said) and any(each.endswith(said) for each in texts)


def _align(paragraph: etree._Element) -> None:
    properties = properties_of(paragraph)
    for each in properties.findall(W + "jc"):
        properties.remove(each)
    alignment = etree.Element(W + "jc")
    alignment.set(W + "val", "left")
    behind = {W + each for each in _BEHIND}
    at = next((at for at, each in enumerate(properties) if each.tag in behind), len(properties))
    properties.insert(at, alignment)
