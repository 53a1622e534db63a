"""A sheet's comments and the drawing that shows them -> both with more; those that were put in before are taken out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from reportgen.model import column_letters
from reportgen.workbook.markup import (
    Change,
    Element,
    attribute,
    children,
    elements,
    first,
    inserted,
    masked,
    number,
    spliced,
    text,
)
from reportgen.workbook.notes import column_of

AUTHOR, OPENING = "退回单", "【退回："  # of a note of ours, and how it begins
_BEFORE = "\n—— 以下是这一格原有的批注 ——\n"
_THREADED = "tc="  # how the author of a comment is called that stands for a thread
_MAIN_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    "</o:shapelayout></xml>"
)
_PREFIXES = {b"v": b"vml", b"o": b"office:office", b"x": b"office:excel"}
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:{width}pt;'
    'height:{height}pt;z-index:{id};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 12, {top}, 2, {right}, 60, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPES = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)
_IDS = re.compile(rb"_x0000_s(\d{1,9})")
_WIDE, _LINE = 19, 14.5  # signs of a line of a note, and points from one to the next
Cell = tuple[int, int]  # row from 1, column from 0
Notes = Mapping[Cell, str]


def own_words(comment: str) -> str:
    """Return a comment's text without what was put before it when its file was returned."""
    return comment.partition(_BEFORE.strip())[2] if comment.startswith(OPENING) else comment


def empty_comments(main: str) -> bytes:
    """Return a part of no comments, in the namespace of the workbook."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{main}"><authors></authors><commentList></commentList></comments>'.encode()


def commented(xml: bytes) -> list[Cell]:
    """Return the cells that have a comment."""
    return [_cell(each) for each in elements(masked(xml), b"comment")]


def threads(xml: bytes) -> set[Cell]:
    """Return the cells whose comment stands for a thread, which is kept elsewhere."""
    mask = masked(xml)
    authors = [_content(xml, each) for each in elements(mask, b"author")]
    return {
        _cell(each)
        for each in elements(mask, b"comment")
        if (at := number(each.attributes, "authorId")) < len(authors) and authors[at].startswith(_THREADED)
    }


def without_ours(xml: bytes) -> tuple[bytes, list[Cell]]:
    """Return comments without those that were put in before, and the cells that have none left."""
    mask = masked(xml)
    authors = [_content(xml, each) for each in elements(mask, b"author")]
    changes, gone = [], []
    for each in elements(mask, b"comment"):
        at = number(each.attributes, "authorId")
        body = first(mask, b"text", each.inside, each.outside)
        said = "".join(_content(xml, one) for one in elements(mask, b"t", each.inside, each.outside))
        ours = said.startswith(OPENING)  # LibreOffice forgets who has written a comment
        if ours and body and _BEFORE.strip() in said:
            changes += _old_part(xml, mask, body)
        elif ours or (at < len(authors) and authors[at] == AUTHOR):
            changes.append((each.start, each.end, b""))
            gone.append(_cell(each))
    return spliced(xml, changes), gone


def _old_part(xml: bytes, mask: bytes, body: Element) -> list[Change]:
    """The changes that take what was put before a comment out of it again: its first runs, up to the line between."""
    changes: list[Change] = []
    for run in children(mask, body.inside, body.outside):
        said = "".join(_content(xml, one) for one in elements(mask, b"t", run.start, run.end))
        if _BEFORE.strip() in said:
            rest = said.partition(_BEFORE.strip())[2].lstrip("\n")
            left = _run(rest, run.prefix.decode()) if rest else ""
            return [*changes, (run.start, run.end, left.encode())]
        changes.append((run.start, run.end, b""))
    return []


def with_notes(xml: bytes, notes: Notes) -> bytes:
    """Return comments with some more; where a cell has one, ours is put before its text."""
    mask = masked(xml)
    authors, listed = first(mask, b"authors"), first(mask, b"commentList")
    if authors is None or listed is None:
        raise ValueError("no list of comments")
    prefix = listed.prefix.decode()
    names = [_content(xml, each) for each in elements(mask, b"author", authors.inside, authors.outside)]
    number_of_ours = names.index(AUTHOR) if AUTHOR in names else len(names)
    there = {_cell(each): each for each in elements(mask, b"comment", listed.inside, listed.outside)}
    changes, more = [], []
    for cell, words in sorted(notes.items()):
        body = first(mask, b"text", there[cell].inside, there[cell].outside) if cell in there else None
        if body is None:
            address = f"{column_letters(cell[1])}{cell[0]}"
            more.append(
                f'<{prefix}comment ref="{address}" authorId="{number_of_ours}"><{prefix}text>{_run(words, prefix)}'
                f"</{prefix}text></{prefix}comment>"
            )
        else:
            changes.append((body.start, body.end, _put_before(xml, mask, body, words)))
    if AUTHOR not in names:
        new = f"<{prefix}author>{AUTHOR}</{prefix}author>".encode()
        changes.append(inserted(xml, authors, new))
    if listed.is_short:
        changes.append(inserted(xml, listed, "".join(more).encode()))
    else:
        changes.append((listed.outside, listed.outside, "".join(more).encode()))
    return spliced(xml, changes)


def _put_before(xml: bytes, mask: bytes, body: Element, words: str) -> bytes:
    """A comment's text with ours before its own."""
    prefix = body.prefix.decode()
    own = []
    for each in children(mask, body.inside, body.outside):
        whole = xml[each.start : each.end]
        own.append(f"<{prefix}r>".encode() + whole + f"</{prefix}r>".encode() if each.name == b"t" else whole)
    head = (
        xml[body.start : body.inside].replace(b"/>", b">") if body.is_short else xml[body.start : body.inside]
    )
    return b"".join((head, _run(words + _BEFORE, prefix).encode(), *own, f"</{prefix}text>".encode()))


def _run(words: str, prefix: str) -> str:
    look = f'<{prefix}rPr><{prefix}sz val="10"/><{prefix}color indexed="81"/><{prefix}rFont val="宋体"/><{prefix}family val="3"/><{prefix}charset val="134"/></{prefix}rPr>'
    return f'<{prefix}r>{look}<{prefix}t xml:space="preserve">{text(words)}</{prefix}t></{prefix}r>'


def with_shapes(vml: bytes, notes: Notes, gone: Collection[Cell] = ()) -> bytes:
    """Return a drawing, empty where there was none, with a box for each note, and without those of cells in `gone`."""
    vml = _declared(_without(vml or _MAIN_VML.encode(), set(gone)))
    there = {_place(each) for each in _SHAPES.findall(vml)}
    last = max([1024, *(int(each) for each in _IDS.findall(vml))])
    shapes = [] if b'id="_x0000_t202"' in vml or not notes else [_TYPE]
    for (row, column), words in sorted(notes.items()):
        if (row, column) not in there:
            last += 1
            shapes.append(_shape(last, row, column, words))
    end = vml.rfind(b"</xml>")
    if end < 0:
        raise ValueError("no drawing")
    return vml[:end] + "".join(shapes).encode() + vml[end:]


def _shape(number: int, row: int, column: int, words: str) -> str:
    lines = sum(1 + len(line) // _WIDE for line in words.split("\n"))
    return _SHAPE.format(
        id=number, width=220, height=max(60, _LINE * (lines + 1)), row=row - 1, column=column,
        left=column + 1, right=column + 4, top=max(row - 2, 0), bottom=max(row - 2, 0) + max(4, lines),
    )  # fmt: skip


def _without(vml: bytes, gone: Collection[Cell]) -> bytes:
    return _SHAPES.sub(lambda each: b"" if _place(each[0]) in gone else each[0], vml) if gone else vml


def _declared(vml: bytes) -> bytes:
    """A drawing that says what its prefixes mean; where it does not name one of ours, that is put in."""
    head = re.search(rb"<xml\b[^>]*>", vml)
    if not head:
        raise ValueError("no drawing")
    lacking = [
        b' xmlns:%b="urn:schemas-microsoft-com:%b"' % each
        for each in _PREFIXES.items()
        if b"xmlns:" + each[0] + b"=" not in head[0]
    ]
    return vml[: head.start() + 4] + b"".join(lacking) + vml[head.start() + 4 :]


def _place(shape: bytes) -> Cell:
    row, column = (re.search(rb"<x:%b>\s*(\d+)" % each, shape) for each in (b"Row", b"Column"))
    return (int(row[1]) + 1, int(column[1])) if row and column else (0, -1)


def _content(xml: bytes, element: Element) -> str:
    from xml.sax.saxutils import unescape  # which loads half of what there is for the net

    return unescape(xml[element.inside : element.outside].decode()) if not element.is_short else ""


def _cell(comment: Element) -> Cell:
    said = re.fullmatch(r"([A-Za-z]{1,3})([0-9]{1,7})", attribute(comment.attributes, "ref") or "")
    return (int(said[2]), column_of(said[1])) if said else (0, -1)
