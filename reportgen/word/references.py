"""References within a Word file (REF, PAGEREF, NOTEREF, links, tables of contents): those whose target is not printed.

`number_references` numbers them before anything is filled, so that one which is left over can be shown in the template.
An entry of a table of contents goes with its heading; every other reference to what went is a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.patterns import regex
from reportgen.word.elements import P, T, block_beside, parent_of, vanish, write_text
from reportgen.word.fields import CHARACTER, SIMPLE, Field, find_fields, run_of
from reportgen.word.identities import BOOKMARK, BOOKMARK_END, LINK
from reportgen.word.package import W

_NUMBER = "reference"  # the attribute, without a namespace as marks are
_ANCHOR, _ID, _NAME = W + "anchor", W + "id", W + "name"
_RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"  # of links to another file
)
_REFERRING = ("REF", "PAGEREF", "NOTEREF")
_OTHER_THAN_TEXT = regex(r"\\[rnwpfd#]|\\\*(?!\s*(?:MERGEFORMAT|CHARFORMAT))", re.IGNORECASE)
_ENTRY_STYLE = regex(r"toc\s*\d", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """A field or link that names bookmarks: its number in its story, what it shows, the bookmarks' names in small letters."""

    element: etree._Element
    number: int
    shown: str
    names: tuple[str, ...]
    target: str = ""  # the name that must be there

    @property
    def paragraph(self) -> etree._Element:
        """The paragraph in which the reference begins."""
        return next(self.element.iterancestors(P))


def number_references(root: etree._Element) -> None:
    """Number all fields and links of a story, whatever they refer to."""
    for number, element in enumerate(root.iter(SIMPLE, CHARACTER, LINK)):
        element.set(_NUMBER, str(number))


def forget_numbers(root: etree._Element) -> None:
    """Take the numbers away."""
    for element in root.iter(SIMPLE, CHARACTER, LINK):
        element.attrib.pop(_NUMBER, None)


def find_reference(story: etree._Element, number: int) -> etree._Element:
    """Return the paragraph of a template's story in which the reference of this number begins."""
    element = next(each for at, each in enumerate(story.iter(SIMPLE, CHARACTER, LINK)) if at == number)
    return next(element.iterancestors(P))


def bookmarked(roots: Iterable[etree._Element]) -> dict[str, str]:
    """Return the bookmarks' names in small letters, and the text that each stands around."""
    texts: dict[str, str] = {}
    for root in roots:
        made = (each.words[1:2] for each in find_fields(root) if each.keyword in ("SET", "ASK"))
        texts |= dict.fromkeys((name for names in made for name in names), "")
        open_: dict[str, str] = {}
        for element in root.iter(BOOKMARK, BOOKMARK_END, T, P):
            if element.tag == BOOKMARK:
                name = element.get(_NAME, "").lower()
                open_[element.get(_ID, "")] = name
                texts.setdefault(name, "")
            elif element.tag == BOOKMARK_END:
                open_.pop(element.get(_ID, ""), None)
            else:
                for name in open_.values():
                    texts[name] += "\n" if element.tag == P else element.text or ""
    return texts


def gone(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Return the bookmarks that are no more, or have lost all their text, each with the text that it stood around."""
    return {
        name: " ".join(text.split())
        for name, text in before.items()
        if name not in after or (text.strip() and not after[name].strip())
    }


def references(root: etree._Element) -> list[Reference]:
    """Return what refers to bookmarks in a story, in no particular order."""
    found = []
    for each in find_fields(root):
        if each.keyword == "TOC":
            continue
        number = int(each.start.get(_NUMBER, "-1"))
        names = tuple(each.words[:2] if each.keyword in _REFERRING else each.words)
        target = names[-1] if each.keyword in _REFERRING else ""
        found.append(Reference(each.start, number, each.text, names, target))
    for link in root.iter(LINK):
        if link.get(_RELATION) is None and (name := link.get(_ANCHOR, "").lower()):
            shown = "".join(text.text or "" for text in link.iter(T))
            found.append(Reference(link, int(link.get(_NUMBER, "-1")), shown, (name,)))
    return [each for each in found if next(each.element.iterancestors(P), None) is not None]


def drop_entries(root: etree._Element, lost: Mapping[str, str]) -> bool:
    """Take the entries of tables of contents out whose headings are not printed; say whether there were any."""
    tables = [each for each in find_fields(root) if each.keyword == "TOC"]
    entries = dict.fromkeys(
        each.paragraph for each in references(root) if not lost.keys().isdisjoint(each.names)
    )
    dropped = [each for each in entries if is_entry(each, tables)]
    for entry in dropped:
        _drop_entry(entry, tables)
    return bool(dropped)


def is_entry(paragraph: etree._Element, tables: Iterable[Field]) -> bool:
    """Whether a paragraph is an entry of a table of contents."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    if style is not None and _ENTRY_STYLE.match(style.get(W + "val", "")):
        return True
    return any(next(text.iterancestors(P), None) is paragraph for table in tables for text in table.shown)


def _drop_entry(entry: etree._Element, tables: Iterable[Field]) -> None:
    """Remove an entry; what begins or ends the table itself moves to the entry beside it, or stays where it is."""
    first: list[etree._Element] = []
    last: list[etree._Element] = []
    for table in tables:
        for element in (table.start, *table.code, *table.marks):
            run = run_of(element)
            if next(run.iterancestors(P)) is entry and run not in (*first, *last):
                (last if element is table.marks[-1] else first).append(run)
    after, before = (_beside(entry, tables, before=each) for each in (False, True))
    if (first and after is None) or (last and before is None and after is None):
        for child in list(entry):
            if child.tag != W + "pPr" and child not in (*first, *last):
                entry.remove(child)
        return
    if after is not None:
        for run in reversed(first):
            _put_first(after, run)
    if last and before is not None:
        before.extend(last)
    elif last and after is not None:
        for run in reversed(last):
            _put_first(after, run)
    vanish(entry)


def _beside(entry: etree._Element, tables: Iterable[Field], *, before: bool) -> etree._Element | None:
    """Return the entry, or the end of the contents, that comes next."""
    if block_beside(entry, before=before) != P:
        return None
    beside = next(entry.itersiblings(P, preceding=before))
    marks = (mark for table in tables for mark in (table.start, *table.marks))
    ends = any(next(mark.iterancestors(P)) is beside for mark in marks)
    return beside if ends or is_entry(beside, tables) else None


def _put_first(paragraph: etree._Element, run: etree._Element) -> None:
    paragraph.insert(1 if len(paragraph) and paragraph[0].tag == W + "pPr" else 0, run)


def refresh(root: etree._Element, texts: Mapping[str, str]) -> bool:
    """Let references to a text show that text as it now is; say whether any showed another."""
    changed = False
    for each in find_fields(root):
        text = texts.get("".join(each.words[1:2]), "").strip("\n") if each.keyword == "REF" else ""
        if not text or "\n" in text or not each.shown or _OTHER_THAN_TEXT.search(each.instruction):
            continue
        if each.text != text:
            changed = True
            write_text(each.shown[0], text)
            for rest in each.shown[1:]:
                parent_of(rest).remove(rest)
    return changed


def recount(story: etree._Element, root: etree._Element) -> None:
    """Number captions (SEQ) anew, where the template's own numbers count 1, 2, 3: copies of one show the same number."""
    counted = {name for name, shown in _captions(story).items() if _count_from_one(shown)}
    for name, captions in _captions(root).items():
        for number, caption in enumerate(captions if name in counted else (), 1):
            if caption.text != str(number):
                write_text(caption.shown[0], str(number))
                for rest in caption.shown[1:]:
                    parent_of(rest).remove(rest)


def _captions(root: etree._Element) -> dict[str, list[Field]]:
    """Return the fields that number captions, by what they count; those that Word counts otherwise are left out."""
    captions: dict[str, list[Field]] = {}
    otherwise = set()
    for each in find_fields(root):
        if each.keyword == "SEQ" and len(each.words) > 1:
            captions.setdefault(each.words[1], []).append(each)
            if re.search(
                r"\\[rchs]\b|\\\*\s*(?!ARABIC|MERGEFORMAT|CHARFORMAT)\w", each.instruction, re.IGNORECASE
            ):
                otherwise.add(each.words[1])
    return {name: found for name, found in captions.items() if name not in otherwise}


def _count_from_one(captions: Iterable[Field]) -> bool:
    return all(each.shown and each.text.strip() == str(number) for number, each in enumerate(captions, 1))
