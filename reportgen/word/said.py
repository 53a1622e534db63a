"""A Word file -> what it says, paragraph by paragraph, wherever a reader may find it."""

from __future__ import annotations

from difflib import SequenceMatcher

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


def differing(one: bytes, other: bytes) -> int:
    """Return how many paragraphs two Word files have otherwise. Raises NotWordError."""
    texts = paragraphs(one, properties=False), paragraphs(other, properties=False)
    changes = SequenceMatcher(None, *texts, autojunk=False).get_opcodes()
    return sum(max(last - first, right - left) for tag, first, last, left, right in changes if tag != "equal")
