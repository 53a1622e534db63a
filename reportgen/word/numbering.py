"""Numbers typed before headings (一、（一） 1.): counted anew when the parts before them are not printed, or repeated.

`mark_headings` numbers the headings of a template, so that each is known in what is filled; `renumber` counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from reportgen.numerals import chinese_number
from reportgen.patterns import regex
from reportgen.word.elements import BLOCK, PHRASE, TC, P, T, read_text, text_pieces, write_text
from reportgen.word.package import WORD, Package, W, parse

_HEADING = "heading"  # the attribute, without a namespace as marks are
_CHINESE = {chinese_number(number): number for number in range(1, 100)}
_N, _D = "[一二三四五六七八九十]+", "[0-9０-９]{1,2}"
_KINDS = tuple(  # from the highest level down, as official documents count
    regex(pattern)
    for pattern in (
        rf"第({_N}|{_D})(?:编|篇)",
        rf"第({_N}|{_D})(?:章|部分)",
        rf"第({_N}|{_D})节",
        rf"({_N})、",
        rf"[（(]({_N})[）)]",
        rf"({_D})(?:[.．](?![0-9０-９])|、)",
        rf"[（(]({_D})[）)]",
    )
)
_FIRST_SIGNS = frozenset("第一二三四五六七八九十（(0123456789０１２３４５６７８９{｛")
_TAGS_BEFORE = regex(r"(?:[{｛]{2}\s*[#＃^＾/／!！][^{}｛｝]*[}｝]{2}\s*)*")
_NAMED = regex(rf"(?<![》”])第({_N})(部分|章|节|编|篇)")
_LEVELS_NAMED = {0: "编", 1: "部分", 2: "节", 3: "部分"}
_SEEN = regex(
    rf"(?:见|参照|参阅)(?:[^，。；：“《]{{0,6}}?)[“《]?((?:{_N}[、（(]|[（(]{_N}[）)])[^，。；]{{0,8}})"
)
_HEADING_NAME = regex(r"(heading|标题)\s*\d", re.IGNORECASE)
_TAGS_ALONE = regex(r"\s*\{\{[#^/][^{}]*\}\}\s*")  # as most lines that begin with a brace are
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Heading:
    """A paragraph that begins with a typed number: which of the template's, its level, its number, and what it says."""

    index: int
    level: int
    number: int
    label: str
    title: str
    paragraph: etree._Element


@dataclass(frozen=True)
class Counted:
    """What became of the headings: those that are not printed, and the new labels of those that are counted anew."""

    dropped: list[Heading]
    relabelled: Mapping[int, str]


def mark_headings(story: etree._Element) -> None:
    """Number the paragraphs of a story that begin with a typed number."""
    found = 0
    for paragraph in story.iter(P):
        first, *others = [*islice((t.text for t in paragraph.iter(T) if t.text and t.text.strip()), 2), ""]
        if first.lstrip()[:1] not in _FIRST_SIGNS or (others == [""] and _TAGS_ALONE.fullmatch(first)):
            continue
        if _begins(paragraph):
            paragraph.set(_HEADING, str(found))
            found += 1


def _begins(paragraph: etree._Element) -> bool:
    in_table = next(paragraph.iterancestors(TC), None) is not None
    return not in_table and _read(_without_tags(read_text(paragraph))) is not None


def forget_headings(root: etree._Element) -> None:
    """Take the numbers away."""
    for paragraph in root.iter(P):
        paragraph.attrib.pop(_HEADING, None)


def headings(story: etree._Element) -> list[Heading]:
    """Return the numbered headings of a story, in order."""
    found = []
    for paragraph in story.iter(P):
        text = _without_tags(read_text(paragraph))
        read = _read(text) if paragraph.get(_HEADING) else None
        if read:
            level, number, label = read
            found.append(
                Heading(
                    int(paragraph.get(_HEADING, "")),
                    level,
                    number,
                    label,
                    text[len(label) :].strip(),
                    paragraph,
                )
            )
    return found


def _without_tags(text: str) -> str:
    before = _TAGS_BEFORE.match(text.lstrip())
    return text.lstrip()[before.end() if before else 0 :]


def _read(text: str) -> tuple[int, int, str] | None:
    """Return level, number and label of the typed number that a text begins with."""
    for level, kind in enumerate(_KINDS):
        if found := kind.match(text):
            number = _CHINESE.get(found[1]) or (int(found[1]) if found[1].isdecimal() else 0)
            return (level, number, found[0]) if number else None
    return None


def without_label(text: str) -> str:
    """Return a text without the typed number that it begins with."""
    read = _read(text.lstrip())
    return text.lstrip()[len(read[2]) :] if read else text


def renumber(story: etree._Element, prepared: etree._Element, filled: etree._Element) -> Counted:
    """Count the headings of a filled story where some of the template's are not there, or there several times."""
    templates = headings(story)
    printed = [each for each in filled.iter(P) if each.get(_HEADING)]
    times: dict[int, int] = {}
    for paragraph in printed:
        if read_text(paragraph).strip():
            times[int(paragraph.get(_HEADING, ""))] = times.get(int(paragraph.get(_HEADING, "")), 0) + 1
    dropped = [each for each in templates if each.index not in times]
    relabelled: dict[int, str] = {}
    if dropped or any(count > 1 for count in times.values()):
        chains = _chains(templates, _conditional(prepared))
        for paragraph, heading, number in _count(printed, templates, chains):
            if number != heading.number and _relabel(paragraph, heading, number):
                relabelled.setdefault(heading.index, _label(heading, number))
    return Counted(dropped, relabelled)


def _conditional(prepared: etree._Element) -> set[int]:
    return {
        int(each.get(_HEADING, ""))
        for each in prepared.iter(P)
        if each.get(_HEADING)
        if next(each.iterancestors(BLOCK), None) is not None or next(each.iter(PHRASE), None) is not None
    }


def _chains(templates: Iterable[Heading], conditional: set[int]) -> dict[int, tuple[Heading, ...]]:
    """Return for each heading those that it is counted with, itself among them."""
    chains: dict[int, list[Heading]] = {}
    open_: dict[int, list[Heading]] = {}
    for heading in templates:
        for level in [level for level in open_ if level > heading.level]:
            del open_[level]
        chain = open_.get(heading.level)
        if chain is None or not _follows(chain[-1], heading, conditional):
            chain = open_[heading.level] = []
        chain.append(heading)
        chains[heading.index] = chain
    return {index: tuple(chain) for index, chain in chains.items()}


def _follows(last: Heading, heading: Heading, conditional: set[int]) -> bool:
    """Whether a heading is counted on from the one before: the next number, or the same one of which one is printed."""
    instead = heading.number == last.number and not conditional.isdisjoint((heading.index, last.index))
    return heading.number == last.number + 1 or instead


def _count(
    printed: Iterable[etree._Element], templates: Iterable[Heading], chains: Mapping[int, tuple[Heading, ...]]
) -> Iterator[tuple[etree._Element, Heading, int]]:
    by_index = {each.index: each for each in templates}
    counters: dict[
        int, tuple[int, int]
    ] = {}  # by the first of a chain: the last number, and which heading had it
    for paragraph in printed:
        heading = by_index.get(int(paragraph.get(_HEADING, "")))
        if heading is None or not read_text(paragraph).strip():
            continue
        first = chains[heading.index][0]
        for each in [each for each in counters if by_index[each].level > heading.level]:
            del counters[each]
        number, last = counters.get(first.index, (first.number - 1, -1))
        if heading is first and last > first.index:
            number = first.number - 1  # a list that is repeated as a whole begins again
        counters[first.index] = (number + 1, heading.index)
        yield paragraph, heading, number + 1


def _label(heading: Heading, number: int) -> str:
    old = re.search(rf"{_N}|{_D}", heading.label)
    if old is None:
        return heading.label
    new = chinese_number(number) if old[0] in _CHINESE else str(number)
    if re.search("[０-９]", old[0]):
        new = new.translate(_WIDE)
    return heading.label[: old.start()] + new + heading.label[old.end() :]


def _relabel(paragraph: etree._Element, heading: Heading, number: int) -> bool:
    return replace_label(paragraph, heading.label, _label(heading, number))


def replace_label(paragraph: etree._Element, old: str, new: str) -> bool:
    """Put a label in the place of another at the beginning of a paragraph; say whether it stood there."""
    text = read_text(paragraph)
    start = len(text) - len(text.lstrip())
    if not text.startswith(old, start):
        return False
    end, at, written = start + len(old), 0, False
    for element, said in text_pieces(paragraph):
        since, at = at, at + len(said)
        if element.tag != T or at <= start or since >= end:
            continue
        head, tail = said[: max(start - since, 0)], said[max(end - since, 0) :] if at > end else ""
        middle = "" if written else new
        written = True
        if head + middle + tail:
            write_text(element, head + middle + tail)
        else:
            element.text = ""
    return written


def misnamed(text: str, counted: Counted, templates: Iterable[Heading]) -> Iterator[tuple[str, Heading]]:
    """Yield what a text says to name a heading that is not printed, or that has another number now, with the heading."""
    wrong = [each for each in templates if each in counted.dropped or each.index in counted.relabelled]
    by_label = {(_LEVELS_NAMED.get(each.level, ""), each.number): each for each in reversed(wrong)}
    for found in _NAMED.finditer(text):
        unit, number = ("部分" if found[2] in ("部分", "章") else found[2]), _CHINESE.get(found[1]) or 0
        if heading := by_label.get((unit, number)):
            yield found[0], heading
    for found in _SEEN.finditer(text):
        for label in re.finditer(rf"{_N}(?=[、（(])|[（(]{_N}[）)]", found[1]):
            number = _CHINESE.get(label[0].strip("（()）"), 0)
            heading = next(
                (
                    each
                    for each in wrong
                    if each.number == number and (each.level in (4, 6)) == (label[0][0] in "（(")
                ),
                None,
            )
            if heading:
                yield found[0], heading
    for heading in counted.dropped:
        title = re.escape(heading.title)
        plain = len(heading.title) > 3 and not re.search("[{｛]", heading.title)
        if plain and (quoted := re.search(rf"(?:[“《]|见[^，。；：]{{0,10}}?){title}", text)):
            yield quoted[0], heading


def automatic(package: Package, story: etree._Element) -> list[etree._Element]:
    """Return the headings of a story that Word numbers itself."""
    styles: dict[str, etree._Element] = {}
    for name in [name for name, kind in package.types.items() if kind == WORD + "styles+xml"]:
        styles |= {
            each.get(W + "styleId", ""): each for each in parse(name, package.parts[name]).iter(W + "style")
        }
    return [
        paragraph
        for paragraph in story.iter(P)
        if _says(paragraph, styles, "numPr", "numId") not in ("", "0")
        if _is_heading(paragraph, styles) and read_text(paragraph).strip()
    ]


def _is_heading(paragraph: etree._Element, styles: Mapping[str, etree._Element]) -> bool:
    outlined = _says(paragraph, styles, "outlineLvl") not in ("", "9")
    names = (each.find(W + "name") for each in _styles_of(paragraph, styles))
    return outlined or any(n is not None and _HEADING_NAME.match(n.get(W + "val", "")) for n in names)


def _styles_of(paragraph: etree._Element, styles: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    """Yield the paragraph's style and those that it is based on."""
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    seen: set[str] = set()
    while named is not None and (key := named.get(W + "val", "")) in styles and key not in seen:
        seen.add(key)
        yield styles[key]
        named = styles[key].find(W + "basedOn")


def _says(paragraph: etree._Element, styles: Mapping[str, etree._Element], *path: str) -> str:
    """Return the value of a paragraph's property, its own or its styles'."""
    for each in (paragraph, *_styles_of(paragraph, styles)):
        found = each.find("/".join(W + name for name in ("pPr", *path)))
        if found is not None:
            return found.get(W + "val", "")
    return ""
