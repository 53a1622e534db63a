"""Word's tables of contents (the field TOC) of a finished report: an entry for each heading that is printed, with its page.

Word and WPS would list the headings themselves, but only once somebody updates the field. A table that lists something else
(captions, a part of the file) is left as it is. Which page a heading stands on is for whoever lays out pages to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import count
from typing import NamedTuple

from lxml import etree

from reportgen.expressions import expression
from reportgen.word.automatic_numbers import labels, spelled
from reportgen.word.elements import MC, SECTION_BREAK, SPACE, P, R, T, parent_of, read_text
from reportgen.word.fields import CHARACTER, CODE, Field, find_fields, run_of
from reportgen.word.identities import BOOKMARK, BOOKMARK_END, LINK, highest_number
from reportgen.word.package import Package, W, parse, serialise, unpack
from reportgen.word.paragraph_styles import Styles, first_value
from reportgen.workbook.zipped import pack

Pages = Callable[[bytes], Mapping[str, int]]  # a Word file -> the page of each bookmark, counted from 0
# a report that lists its headings -> by bookmark the number of its page
Numbers = Callable[[bytes], Mapping[str, str]]
_RANGE = expression(r'\\o(?:\s+"(\d)-(\d)")?', re.IGNORECASE)
_STYLED = expression(r'\\t\s+"([^"]*)"', re.IGNORECASE)
_BY_OUTLINE = expression(r"\\u\b", re.IGNORECASE)
_OF_ELSE = expression(r"\\[abcdfls]\b", re.IGNORECASE)
_ENTRY = expression(r"toc (\d)")
_HEADING = expression(r"heading (\d)")
_UPDATE = expression(r"<w:updateFields\b[^>]*/>")
_APART = {W + "txbxContent", MC + "Fallback"}
_STEP = 420  # twentieths of a point that an entry without a style of its own is set in for each level


class _Heading(NamedTuple):
    """A printed heading: its paragraph, its level from 1 on, what the contents say of it, and its bookmark."""

    paragraph: etree._Element
    level: int
    text: str
    bookmark: str


class _Table(NamedTuple):
    """A table of contents: the paragraphs that it begins and ends in, its runs up to the entries, and those behind them."""

    field: Field
    first: etree._Element
    last: etree._Element
    before: Sequence[etree._Element]
    behind: Sequence[etree._Element]


def may_list(package: Package) -> bool:
    """Whether the body of a Word file may have a table of contents."""
    return any(b"TOC" in package.parts[name] for name in package.find("正文"))


def listed(report: bytes, numbers: Numbers | None) -> bytes:
    """Return a report whose tables of contents list its headings, without pages where nobody can say which.

    Raises NotWordError, and whatever `numbers` raises.
    """
    package, body, root = _body(report)
    styles = Styles.of(package)
    tables = [each for field in find_fields(root) if (each := _table(field))]
    if not tables:
        return report
    shown = labels(package, styles, root.iter(P))
    lists = [_headings(root, styles, each, shown) for each in tables]
    for table, headings in zip(tables, lists, strict=True):
        _write(table, headings, styles, root, numbered=numbers is not None)
    made = pack({**package.parts, body: serialise(root)})
    if numbers is None:
        return made
    said = numbers(made)
    for field in _page_fields(root):
        if field.words[1] in said:
            field.shown[0].text = said[field.words[1]]
    settings = {
        name: _settled(package.parts[name]) for name in package.parts if name.endswith("/settings.xml")
    }
    return pack({**package.parts, **settings, body: serialise(root)})


def laid_out(pages: Pages) -> Numbers:
    """Return what numbers the pages of a report as somebody lays them out."""

    def numbers(report: bytes) -> Mapping[str, str]:
        package, body, root = _body(report)
        measurable = serialise(_measurable(deepcopy(root)))
        return _numbers(root, pages(pack({**package.parts, body: measurable})))

    return numbers


def as_in(report: bytes) -> Numbers | None:
    """Return what numbers the pages as the contents of a report do; None where they name no pages. Raises NotWordError."""
    said = {each.words[1]: each.text for each in _page_fields(_body(report)[2])}
    return (lambda _: said) if said else None


def _body(report: bytes) -> tuple[Package, str, etree._Element]:
    package = unpack(report)
    body, *_ = package.find("正文")
    return package, body, parse(body, package.parts[body])


def _page_fields(root: etree._Element) -> list[Field]:
    """The fields that show on which page a heading stands."""
    return [
        each
        for each in find_fields(root)
        if each.keyword == "PAGEREF" and each.shown and each.words[1:2] and each.words[1].startswith("_toc")
    ]


def _settled(settings: bytes) -> bytes:
    """The settings of a file without the wish that whoever opens it be asked whether its fields are to be updated."""
    return _UPDATE.sub("", settings.decode()).encode() if b"updateFields" in settings else settings


def _table(field: Field) -> _Table | None:
    """The table of contents that a field is, if its entries can be told from what stands around them."""
    if field.keyword != "TOC" or _OF_ELSE.search(field.instruction) or len(field.marks) != 3:
        return None
    separator, end = (run_of(each) for each in field.marks[1:])
    first, last = parent_of(separator), parent_of(end)
    if P not in (first.tag, last.tag) or first.tag != last.tag or parent_of(first) is not parent_of(last):
        return None
    if any(next(each.iterancestors(P), None) is not first for each in (field.start, *field.code)):
        return None
    return _Table(field, first, last, first[: first.index(separator) + 1], last[last.index(end) :])


def _headings(
    root: etree._Element, styles: Styles, table: _Table, shown: Mapping[etree._Element, str]
) -> list[_Heading]:
    """The headings that a table of contents lists, each with a bookmark of Word's kind."""
    taken = {each.get(W + "name", "") for each in root.iter(BOOKMARK)}
    names = (name for number in count(1) if (name := f"_Toc{number:09}") not in taken)
    ids = count(highest_number([root]) + 1)
    level_of, own, found = _levels(styles, table.field.instruction), _paragraphs(table), []
    for paragraph in root.iter(P):
        level = level_of(paragraph)
        text = re.sub(r"[\t\n]+", " ", read_text(paragraph)).strip() if level else ""
        if text and paragraph not in own and _APART.isdisjoint(up.tag for up in paragraph.iterancestors()):
            label = shown.get(paragraph, "")
            found.append(
                _Heading(
                    paragraph, level, f"{label}{' ' * label[-1:].isascii()}{text}" if label else text,
                    _bookmark(paragraph, names, ids),
                )
            )  # fmt: skip
    return found


def _paragraphs(table: _Table) -> set[etree._Element]:
    """The paragraphs of a table of contents."""
    siblings = list(parent_of(table.first))
    within = siblings[siblings.index(table.first) : siblings.index(table.last) + 1]
    return {paragraph for each in within for paragraph in each.iter(P)}


def _levels(styles: Styles, instruction: str) -> Callable[[etree._Element], int]:
    r"""What tells the level of a paragraph, 0 for one that is not listed (ISO/IEC 29500-1, 17.16.5.68: \o, \t and \u)."""
    built_in, styled = _RANGE.search(instruction), _STYLED.search(instruction)
    outlines = bool(_BY_OUTLINE.search(instruction)) or not (built_in or styled)
    least, most = map(int, built_in.groups(default="")) if built_in and built_in[1] else (1, 9)
    words = re.split("[,，;；]", styled[1]) if styled else []
    named = {
        name.strip().lower(): int(level)
        for name, level in zip(words[::2], words[1::2], strict=False)
        if level.strip().isdecimal()
    }

    def level(paragraph: etree._Element) -> int:
        name = styles.name(styles.style_id(paragraph))
        if name in named:
            return named[name]
        if (built_in or not styled) and (heading := _HEADING.fullmatch(name)):
            return int(heading[1]) if least <= int(heading[1]) <= most else 0
        said = first_value(styles.of_paragraph(paragraph, "outlineLvl")) if outlines else ""
        return int(said) + 1 if said.isdecimal() and least <= int(said) + 1 <= most else 0

    return level


def _bookmark(paragraph: etree._Element, names: Iterator[str], ids: Iterator[int]) -> str:
    """The bookmark around a heading, that which Word has made or a new one."""
    for each in paragraph.iter(BOOKMARK):
        if each.get(W + "name", "").startswith("_Toc"):
            return each.get(W + "name", "")
    return _surround(paragraph, next(names), next(ids))


def _surround(paragraph: etree._Element, name: str, id_: int) -> str:
    start = etree.Element(BOOKMARK, {W + "id": str(id_), W + "name": name})
    paragraph.insert(1 if len(paragraph) and paragraph[0].tag == W + "pPr" else 0, start)
    etree.SubElement(paragraph, BOOKMARK_END, {W + "id": str(id_)})
    return name


def _write(
    table: _Table, headings: Sequence[_Heading], styles: Styles, root: etree._Element, *, numbered: bool
) -> None:
    """Put entries for the headings in the place of those that a table of contents has."""
    looks, closing = _looks(table, styles), table.last is not table.first and not _says(table)
    parent = parent_of(table.first)
    between = parent[parent.index(table.first) + 1 : parent.index(table.last)]
    for each in [*between, *([table.last] if table.last is not table.first and not closing else [])]:
        parent.remove(each)
    for each in table.first:
        if each not in table.before and each.tag != W + "pPr":
            table.first.remove(each)
    paragraph = table.first
    for at, heading in enumerate(headings):
        if at:
            new = etree.Element(P)
            paragraph.addnext(new)
            paragraph = new
        properties, characters = _look(looks, heading.level, styles)
        if (own := paragraph.find(W + "pPr")) is not None:
            paragraph.remove(own)
        paragraph.insert(0, properties)
        if numbered and "right" not in _stops(paragraph, styles):
            _stop_right(properties, _width(root, table.first))
        paragraph.append(_entry(heading, characters, numbered=numbered))
    if not closing:
        paragraph.extend(table.behind)


def _says(table: _Table) -> bool:
    """Whether the paragraph in which a table of contents ends is an entry, too."""
    return any(next(each.iterancestors(P)) is table.last for each in table.field.shown)


_Look = tuple[etree._Element, etree._Element | None]


def _looks(table: _Table, styles: Styles) -> dict[int, _Look]:
    """How the entries of each level look that the template has: the properties of paragraph and characters."""
    found: dict[int, _Look] = {}
    for text in table.field.shown:
        paragraph = next(text.iterancestors(P))
        level = _ENTRY.fullmatch(styles.name(styles.style_id(paragraph)))
        properties = paragraph.find(W + "pPr")
        if level and properties is not None and int(level[1]) not in found:
            found[int(level[1])] = (properties, next(text.iterancestors(R)).find(W + "rPr"))
    return found


def _look(looks: Mapping[int, _Look], level: int, styles: Styles) -> _Look:
    """How an entry of a level looks: as the template's own, or as the style for it says, or set in by its level."""
    if level in looks:
        properties, characters = looks[level]
        return deepcopy(properties), deepcopy(characters)
    properties = etree.Element(W + "pPr")
    style = next((id_ for id_ in styles.by_id if styles.name(id_) == f"toc {level}"), "")
    if style:
        etree.SubElement(properties, W + "pStyle", {W + "val": style})
    else:
        set_in = {W + "left": str(_STEP * (level - 1)), W + "firstLineChars": "0", W + "firstLine": "0"}
        etree.SubElement(properties, W + "ind", set_in)
    return properties, None


def _stops(paragraph: etree._Element, styles: Styles) -> set[str]:
    return {tab.get(W + "val", "") for tabs in styles.of_paragraph(paragraph, "tabs") for tab in tabs}


def _stop_right(properties: etree._Element, position: int) -> None:
    """Give an entry a tab stop with dots at the right margin."""
    tabs = etree.Element(W + "tabs")
    stop = {W + "val": "right", W + "leader": "dot", W + "pos": str(position)}
    etree.SubElement(tabs, W + "tab", stop)
    before = properties.find(W + "pStyle")
    properties.insert(0 if before is None else 1, tabs)


def _width(root: etree._Element, paragraph: etree._Element) -> int:
    """How wide the text is of the section that a paragraph stands in, in twentieths of a point."""
    sections = list(root.iter(W + "sectPr"))
    number = _section_of(root)[paragraph]
    if number >= len(sections):
        return 0
    size, margins = (sections[number].find(W + name) for name in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return 0
    return int(size.get(W + "w", "0")) - sum(int(margins.get(W + side, "0")) for side in ("left", "right"))


def _entry(heading: _Heading, characters: etree._Element | None, *, numbered: bool) -> etree._Element:
    link = etree.Element(LINK, {W + "anchor": heading.bookmark, W + "history": "1"})

    def run(tag: str, text: str = "", **attributes: str) -> None:
        made = etree.SubElement(link, R)
        if characters is not None:
            made.append(deepcopy(characters))
        said = etree.SubElement(made, tag, {W + name: value for name, value in attributes.items()})
        if text:
            said.text = text
            said.set(SPACE, "preserve")

    run(T, heading.text)
    if numbered:
        run(W + "tab")
        run(CHARACTER, fldCharType="begin")
        run(CODE, f" PAGEREF {heading.bookmark} \\h ")
        run(CHARACTER, fldCharType="separate")
        run(T, "1")
        run(CHARACTER, fldCharType="end")
    return link


def _section_of(root: etree._Element) -> dict[etree._Element, int]:
    """The number of the section that each paragraph stands in, from 0 on."""
    found, section = {}, 0
    for paragraph in root.iter(P):
        found[paragraph] = section
        section += paragraph.find(SECTION_BREAK) is not None
    return found


def _measurable(root: etree._Element) -> etree._Element:
    """A body whose headings and sections have bookmarks of names that can be a PDF's destinations as they are."""
    ids, sections = count(highest_number([root]) + 1), _section_of(root)
    begun = {number: paragraph for paragraph, number in reversed(sections.items())}
    for number, paragraph in begun.items():
        _surround(paragraph, f"section{number}", next(ids))
    for number, paragraph in enumerate(_bookmarked(root).values()):
        _surround(paragraph, f"heading{number}", next(ids))
    return root


def _bookmarked(root: etree._Element) -> dict[str, etree._Element]:
    """The paragraphs with bookmarks of tables of contents, by their names in small letters."""
    return {
        each.get(W + "name", "").lower(): next(each.iterancestors(P))
        for each in root.iter(BOOKMARK)
        if each.get(W + "name", "").startswith("_Toc") and next(each.iterancestors(P), None) is not None
    }


def _numbers(root: etree._Element, pages: Mapping[str, int]) -> dict[str, str]:
    """The numbers of the pages that the bookmarks of headings stand on, as their sections count and write them."""
    sections, kinds = _section_of(root), [each.find(W + "pgNumType") for each in root.iter(W + "sectPr")]
    found = {}
    for number, (name, paragraph) in enumerate(_bookmarked(root).items()):
        if (page := pages.get(f"heading{number}")) is None:
            continue
        here = sections[paragraph]
        begun, start = 0, 1
        for at, kind in enumerate(kinds[: here + 1]):
            said = "" if kind is None else kind.get(W + "start", "")
            if said.isdecimal() and f"section{at}" in pages:
                begun, start = pages[f"section{at}"], int(said)
        kind = kinds[here] if here < len(kinds) else None
        found[name] = spelled("" if kind is None else kind.get(W + "fmt", ""), start + page - begun)
    return found
