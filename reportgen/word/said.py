"""A Word file -> what it says, paragraph by paragraph, wherever a reader may find it."""

from __future__ import annotations

from reportgen.word.elements import P, read_text
from reportgen.word.package import NotWordError, parse, unpack


def paragraphs(docx: bytes, *, properties: bool = True) -> list[str]:
    """Return the texts of the paragraphs of body, headers, footers, notes and comments, and if wanted of the `properties`;
    the empty ones are left out. Raises NotWordError.
    """
    package = unpack(docx)
    texts = []
    for name in package.stories:
        try:
            root = parse(name, package.parts[name])
        except NotWordError:
            continue  # which Word shows to nobody
        if package.label(name) == "文档属性":
            texts += [element.text or "" for element in root.iter("*") if properties]
        else:
            texts += [read_text(paragraph) for paragraph in root.iter(P)]
    return [text for text in texts if text.strip()]
