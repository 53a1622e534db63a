"""The lines that sign a report -> where GB/T 9704—2012 has them stand, by how long they are, and never alone on a page.

7.3.5.1, with a seal: the day four characters from the right, the signer centred on it. 7.3.5.2, without: the signer two
characters from the right, the day beginning two characters after the signer does; a day that is longer stands two
characters from the right, and the signer begins two characters before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from reportgen.word.elements import P, R, properties_of, read_text
from reportgen.word.package import W
from reportgen.word.paragraph_styles import VAL, Styles, first_value

_SHORT = 28  # characters: no more than a line of the page of GB/T 9704
_SEALED_LINES = 2  # so that a seal of 42 mm, centred on both lines, ends less than a line below the text
_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct",
    "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind",
)  # fmt: skip


def settle_signature(styles: Styles, root: etree._Element, signer: str, day: str, *, sealed: bool) -> None:
    """Set the lines of a report that say nothing but who signs it and when where they belong.

    Lines that the template's author has placed by hand, or centred, stay where they are.
    """
    signer, day = signer.strip(), day.strip()
    for first, second in [
        (each, each.getnext()) for each in root.iter(P) if read_text(each).strip() == signer
    ]:
        if second is None or second.tag != P or read_text(second).strip() != day:
            continue
        if any(_is_centred(styles, each) for each in (first, second)):
            continue
        _keep_together(first)
        if not any(map(_is_placed, (first, second))):
            _place(styles, first, second, sealed=sealed)


def _is_centred(styles: Styles, paragraph: etree._Element) -> bool:
    return first_value(styles.of_paragraph(paragraph, "jc")) == "center"


def _is_placed(paragraph: etree._Element) -> bool:
    """Whether a paragraph has an alignment or a right indent of its own."""
    indent = paragraph.find(f"{W}pPr/{W}ind")
    own = () if indent is None else indent.attrib
    named = ("right", "rightChars", "end", "endChars")
    return paragraph.find(f"{W}pPr/{W}jc") is not None or any(W + name in own for name in named)


def _place(styles: Styles, signer: etree._Element, day: etree._Element, *, sealed: bool) -> None:
    wide = _widths(styles, day)[0]
    long, short = length(styles, signer), length(styles, day)
    if sealed:
        of_day = max(4 * wide, (long - short) / 2)
        of_signer = max(0.0, of_day + (short - long) / 2)
        before = first_value(styles.of_paragraph(signer, "spacing"), "before")
        if before.isdecimal() and int(before):
            _property(signer, "spacing").set(W + "before", str(_SEALED_LINES * int(before)))
    else:
        of_signer = 2 * wide if short <= long else 4 * wide + short - long
        of_day = of_signer + long - 2 * wide - short
    for paragraph, free in ((signer, of_signer), (day, of_day)):
        indent = _property(paragraph, "ind")
        indent.set(W + "rightChars", "0")  # what the style says in characters would go before
        indent.set(W + "right", str(round(free)))
        alignment = etree.Element(W + "jc", {VAL: "right"})
        if first_value(styles.of_paragraph(paragraph, "jc")) not in ("right", "end"):
            indent.addnext(alignment)


def length(styles: Styles, paragraph: etree._Element) -> int:
    """Return how long a line is, in twips: Latin letters and digits take half of a character, and where Word is to set them
    apart from Chinese ones, a quarter more on each side.
    """
    wide, narrow = _widths(styles, paragraph)
    latin = [each.isascii() for each in read_text(paragraph).strip()]
    apart = first_value(styles.of_paragraph(paragraph, "autoSpaceDN")) not in ("0", "false", "off")
    seams = sum(a != b for a, b in pairwise(latin)) if apart else 0
    return sum(narrow if each else wide for each in latin) + seams * wide // 4


def _widths(styles: Styles, paragraph: etree._Element) -> tuple[int, int]:
    """How much a Chinese character and a digit take."""
    run = next(paragraph.iter(R), None)
    size = first_value(styles.of_run(paragraph, run, "sz"))
    spacing = first_value(styles.of_run(paragraph, run, "spacing"))
    half_points = int(size) if size.isdecimal() else 32
    more = int(spacing) if spacing.lstrip("-").isdecimal() else 0
    return half_points * 10 + more, half_points * 5 + more


def _keep_together(signer: etree._Element) -> None:
    """Keep both lines, and at least two lines of the text before them, on one page."""
    _turn_on(signer, "keepNext")
    for paragraph in _texts_before(signer):
        _turn_on(paragraph, "keepNext")
        _turn_on(paragraph, "widowControl")
        if len(read_text(paragraph).strip()) > _SHORT:
            return


def _texts_before(signer: etree._Element) -> Iterator[etree._Element]:
    """The last two paragraphs of text before the signer, from the nearest on."""
    for number, each in enumerate(signer.itersiblings(preceding=True)):
        if each.tag != P or number == 2:
            return
        yield each


def _turn_on(paragraph: etree._Element, name: str) -> None:
    _property(paragraph, name).attrib.pop(VAL, None)


def _property(paragraph: etree._Element, name: str) -> etree._Element:
    """Return a paragraph's own property, made where its kind has to stand."""
    properties = properties_of(paragraph)
    found = properties.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        before = {W + each for each in _ORDER[: _ORDER.index(name)]}
        properties.insert(sum(each.tag in before for each in properties), found)
    return found
