"""Footnotes and endnotes stand with what they are about while a template is filled: they go, come and repeat with it.

`inline` puts each note into the mark that refers to it, `extract` gives those that are printed back to the part of the notes.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from itertools import count

from lxml import etree

from reportgen.word.elements import remove
from reportgen.word.package import Package, W, parse, serialise, unpack
from reportgen.word.references import number_references
from reportgen.workbook.zipped import pack

_KINDS = (("脚注", "footnote"), ("尾注", "endnote"))
_ID = W + "id"


def inline(package: Package, stories: Mapping[str, etree._Element]) -> Mapping[str, etree._Element]:
    """Return the stories with each note that the body refers to inside of its mark; raise NotWordError."""
    body, *_ = package.find("正文")
    moved = dict(stories)
    for label, kind in _KINDS if body in stories else ():
        mark = f"w:{kind}Reference".encode()
        for name in package.find(label) if mark in package.parts[body] else ():
            if moved[body] is stories[body]:
                moved[body] = _copy(stories[body])
            if name in stories:
                moved[name] = _copy(stories[name])
            else:
                moved[name] = parse(name, package.parts[name])
                number_references(moved[name])
            _move_in(moved[body], moved[name], kind)
    return moved


def in_order(file: bytes) -> bytes:
    """Return a Word file whose notes are numbered as their marks come: LibreOffice gives the first mark the first number,
    whichever it names; raise NotWordError.
    """
    package = unpack(file)
    name, *_ = package.find("正文")
    body = parse(name, package.parts[name])
    changed = {}
    for label, kind in _KINDS:
        marks = list(body.iter(f"{W}{kind}Reference"))
        for part in package.find(label) if marks else ():
            notes = parse(part, package.parts[part])
            by_id = {each.get(_ID, ""): each for each in notes if each.get(W + "type") is None}
            if [each.get(_ID, "") for each in marks] == sorted(by_id, key=int):
                continue
            others = [int(each.get(_ID, "0")) for each in notes if each.get(W + "type") is not None]
            first = max([0, *others]) + 1
            ordered = [by_id[id_] for each in marks if (id_ := each.get(_ID, "")) in by_id]
            for note in by_id.values():
                remove(note)
            for number, (mark, note) in enumerate(zip(marks, ordered, strict=False), first):
                mark.set(_ID, str(number))
                note.set(_ID, str(number))
                notes.append(note)
            changed[part] = serialise(notes)
    return pack({**package.parts, **changed, name: serialise(body)}) if changed else file


def _copy(root: etree._Element) -> etree._Element:
    return deepcopy(root.getroottree()).getroot()


def _move_in(body: etree._Element, notes: etree._Element, kind: str) -> None:
    by_id = {note.get(_ID): note for note in notes.iterfind(W + kind) if note.get(W + "type") is None}
    for mark in list(body.iter(f"{W}{kind}Reference")):
        note = by_id.get(mark.get(_ID))
        if note is not None:
            mark.append(deepcopy(note))
    for mark in body.iter(f"{W}{kind}Reference"):
        note = by_id.pop(mark.get(_ID), None)
        if note is not None:
            remove(note)


def extract(
    package: Package, stories: Mapping[str, etree._Element], filled: Mapping[str, etree._Element]
) -> dict[str, etree._Element]:
    """Return the filled parts with the notes of the body in their own part; the first of a number keeps it.

    `stories` are those that `inline` made.
    """
    roots = dict(filled)
    body, *_ = package.find("正文")
    for label, kind in _KINDS if body in filled else ():
        for name in package.find(label) if f"w:{kind}Reference".encode() in package.parts[body] else ():
            notes = roots[name] if name in roots else _copy(stories[name])
            numbers = {int(n) for note in notes.iterfind(W + kind) if (n := note.get(_ID, "")).isdecimal()}
            marks = list(roots[body].iter(f"{W}{kind}Reference"))
            numbered = [mark.get(_ID, "") for mark in marks]
            fresh = count(max([*numbers, *(int(n) for n in numbered if n.isdecimal())], default=0) + 1)
            taken: set[str] = set()
            for mark in marks:
                number = mark.get(_ID, "")
                if number in taken and len(mark):
                    number = str(next(fresh))
                    mark.set(_ID, number)
                taken.add(number)
                for note in list(mark):
                    note.set(_ID, number)
                    notes.append(note)
            roots[name] = notes
    return roots
