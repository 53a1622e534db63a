"""A part of a Word file -> what is read aloud, and shown in a web page, in the place of its pictures and tables."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from reportgen.expressions import expression
from reportgen.word.package import W

_OFFICE = "{http://schemas.openxmlformats.org/drawingml/2006/"
_WORD = "{http://schemas.microsoft.com/office/word/2010/"
_V = "{urn:schemas-microsoft-com:vml}"
_DESCRIBED = (  # a drawing, a picture within it, a shape and a group of several, and what Word 2003 draws; a table
    f"{_OFFICE}wordprocessingDrawing}}docPr", f"{_OFFICE}picture}}cNvPr", f"{_WORD}wordprocessingShape}}cNvPr",
    f"{_WORD}wordprocessingGroup}}cNvPr", f"{_V}shape", f"{W}tblDescription", f"{W}tblCaption",
)  # fmt: skip
_FILE = expression(
    r"(?i)\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$"
)  # which Word puts in the place of words
_KEYS = ("descr", "title", "alt", f"{W}val")


def descriptions(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield each description that is not empty: the element, the attribute, and its text; of a picture within a drawing, no name
    of a file.
    """
    for element in root.iter(*_DESCRIBED):
        inner = str(element.tag).endswith("}cNvPr")
        for key in _KEYS:
            said = element.get(key, "").strip()
            if said and not (inner and _FILE.search(said)):
                yield element, key, said
