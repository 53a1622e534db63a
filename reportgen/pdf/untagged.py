"""A PDF without a structure tree -> the lines of its pages, less what stands on every page beside the text."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

_PAGE_NUMBER = re.compile(r"\W*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\W*共?\s*\d{1,4}\s*页?)?\W*")


class NoText(Exception):
    """No text can be read of a PDF; it is damaged, locked, or holds pictures of pages."""


def lines(file: bytes) -> list[str]:
    """Return the lines of a PDF in the order of its pages, without page numbers and running heads. Raises NoText."""
    try:
        pages = [each.extract_text() or "" for each in PdfReader(BytesIO(file)).pages]
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise NoText from None
    read = [[line for line in page.splitlines() if line.strip()] for page in pages]
    ends = Counter(line.strip() for page in read for line in {*page[:1], *page[-1:]})
    often = {line for line, times in ends.items() if times > 2 and times > len(read) / 2}
    found = [line for page in read for line in _inner(page, often)]
    if not found:
        raise NoText
    return found


def _inner(page: list[str], often: set[str]) -> list[str]:
    """The lines of a page without its number and its running head."""
    while page and (_PAGE_NUMBER.fullmatch(page[-1].strip()) or page[-1].strip() in often):
        page = page[:-1]
    while page and (_PAGE_NUMBER.fullmatch(page[0].strip()) or page[0].strip() in often):
        page = page[1:]
    return page
