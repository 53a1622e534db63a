"""A finished Word report and what to write where -> the same file with tags in it, each with a comment.

This module opens the file with python-docx, whose import takes long: import it only where a report becomes a template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from typing import NamedTuple

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.exceptions import PythonDocxError
from docx.oxml.parser import OxmlElement
from docx.oxml.text.run import CT_R
from docx.text.run import Run
from lxml import etree

from reportgen.word import threads
from reportgen.word.cutting import cut
from reportgen.word.draft import keep_others
from reportgen.word.elements import (
    TBL,
    TR,
    P,
    R,
    T,
    drop_if_hollow,
    has_content,
    must_stay,
    parent_of,
    remove,
    text_pieces,
    vanish,
    write_text,
)
from reportgen.word.fields import find_fields
from reportgen.word.package import NotWordError, Package, W, parse, unpack
from reportgen.word.passages import Passage, passages, places
from reportgen.word.threads import Remark

_STYLES = (
    ("CommentText", WD_STYLE_TYPE.PARAGRAPH, "annotation text"),
    ("CommentReference", WD_STYLE_TYPE.CHARACTER, "annotation reference"),
)
_NOT_COPIED = {
    W + n for n in ("numPr", "sectPr", "pageBreakBefore", "keepNext", "outlineLvl", "rPr", "pStyle")
}
_BODY = "正文"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class Edit(NamedTuple):
    """What is written over a piece of a paragraph, by the paragraph's number, and the comment on it, `done` if it
    is resolved, or the remark of somebody else; without a tag the text stays.
    """

    passage: int
    start: int
    end: int
    tag: str
    comment: str
    done: bool = False
    remark: Remark | None = None


class _Note(NamedTuple):
    """A remark, and the runs that it begins and ends with, in a paragraph of this number at this place."""

    passage: int
    start: int
    first: etree._Element
    last: etree._Element
    remark: Remark


class Loop(NamedTuple):
    """Paragraphs of which the first is to be printed for each entry of a list, and the others go; `in_table` means the rows
    that they stand in, of which the first has the section's tags already.
    """

    first: int
    last: int
    name: str
    comment: str
    in_table: bool = False


class Text(NamedTuple):
    """A paragraph of a finished report: where a person finds it, and why nothing can be written there, if so. `alone` says
    that it can be repeated as a whole together with those beside it: those of an equal `group` that follow each other. `row`
    numbers its table and the row in it.
    """

    passage: Passage
    place: str
    closed: str
    alone: bool
    group: int
    fields: tuple[tuple[int, int], ...] = ()
    row: tuple[int, int] | None = None


def read(content: bytes) -> list[Text]:
    """Return the paragraphs of a finished report in the order of its parts; raise NotWordError."""
    package, document = _open(content)
    found = _passages(package, document)
    where = places(package, found)
    body = package.find(_BODY)[0]
    shown = {text for each in find_fields(document.element) for text in each.shown}
    rows = {
        row: (number, at)
        for number, table in enumerate(document.element.body.iter(TBL))
        for at, row in enumerate(table.iterchildren(TR))
    }
    told: list[Text] = []
    for number, each in enumerate(found):
        group = told[-1].group if number and _follows(each, found[number - 1]) else number
        closed = _closed(each, package, body)
        alone = not closed and _alone(each)
        fields = tuple(_shown(each, shown))
        told.append(Text(each, where[each], closed, alone, group, fields, rows.get(_row_of(each))))
    return told


def write(
    content: bytes,
    edits: Sequence[Edit],
    loops: Sequence[Loop] = (),
    remark: str = "",
    when: str = "",
    *,
    styled: bool = False,
) -> bytes:
    """Return the report with the edits and loops written into it, each with its comment, and the remark as the first one;
    `when` is the time of the comments, in UTC as 2024-01-15T01:30:00Z, `styled` adds the styles that they have in Word.
    Raises NotWordError.
    """
    package, document = _open(content)
    found = [each.paragraph for each in _passages(package, document)]
    notes = list(_write_edits(found, edits, when))
    for loop in loops:
        paragraphs = [each for each in found[loop.first : loop.last + 1] if each is not None]
        if loop.in_table:
            rows = dict.fromkeys(next(each.iterancestors(TR)) for each in paragraphs)
            for row in [*rows][1:]:
                vanish(row)
        else:
            run = _repeat(paragraphs, loop.name)
            notes.append(_Note(loop.first, -1, run, run, Remark(loop.comment, when=when)))
    styles = _add_styles(document) if styled else []
    said = _comment(document, sorted(notes, key=lambda note: note[:2]), Remark(remark, when=when))
    saved = BytesIO()
    document.save(saved)
    return threads.write(keep_others(content, saved.getvalue(), (_BODY, "批注"), styles), said)


def _write_edits(
    paragraphs: Sequence[etree._Element | None], edits: Sequence[Edit], when: str
) -> Iterator[_Note]:
    """Write the edits, all runs of which are cut before any text is another one, and yield what is said of each."""
    ordered = [
        (each, paragraph)
        for each in sorted(edits, key=lambda edit: (edit.passage, -edit.start))
        if (paragraph := paragraphs[each.passage]) is not None
    ]
    for each, paragraph in ordered:
        cut(paragraph, each.start)
        cut(paragraph, each.end)
    for each, paragraph in ordered:
        runs = _isolate(paragraph, each.start, each.end, each.tag)
        said = each.remark or Remark(each.comment, when=when, done=each.done)
        yield _Note(each.passage, each.start, *runs, said)


def _open(content: bytes) -> tuple[Package, Document]:
    package = unpack(content)
    for name in package.stories:
        parse(name, package.parts[name])  # which refuses what is not to be opened
    try:
        return package, docx.Document(BytesIO(content))
    except (PythonDocxError, etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise NotWordError("这份报告的内部结构不完整，打不开；请用 Word 或 WPS 另存为 .docx") from error


def _passages(package: Package, document: Document) -> list[Passage]:
    body = package.find(_BODY)[0]
    names = package.printed
    roots: Mapping[str, etree._Element] = {
        name: document.element if name == body else parse(name, package.parts[name]) for name in names
    }
    return [*passages(package, roots), *_titles(package)]


def _titles(package: Package) -> Iterator[Passage]:
    """The title in the file's properties, by which the next report would be named."""
    for name in package.find("文档属性"):
        for element in parse(name, package.parts[name]).iter(_TITLE):
            if element.text and element.text.strip():
                yield Passage(name, -1, element.text, drawn="文档属性“标题”")


def _closed(passage: Passage, package: Package, body: str) -> str:
    """Why no comment can stand in a passage, if so: Word takes none outside the body, nor in text boxes."""
    if passage.paragraph is None:
        return passage.drawn
    if passage.part != body:
        return package.label(passage.part)
    return "文本框" if next(passage.paragraph.iterancestors(W + "txbxContent"), None) is not None else ""


def _row_of(passage: Passage) -> etree._Element | None:
    return None if passage.paragraph is None else next(passage.paragraph.iterancestors(TR), None)


def _follows(passage: Passage, last: Passage) -> bool:
    """Whether nothing but blank paragraphs stands between two passages."""
    if passage.paragraph is None:
        return False
    for before in passage.paragraph.itersiblings(preceding=True):
        if before is last.paragraph:
            return True
        if before.tag != P or has_content(before) or must_stay(before):
            return False
    return False


def _alone(passage: Passage) -> bool:
    paragraph = passage.paragraph
    return paragraph is not None and not has_content(paragraph) and not must_stay(paragraph)


def _shown(passage: Passage, fields: set[etree._Element]) -> Iterable[tuple[int, int]]:
    """From where to where a passage holds what a field shows, which Word writes anew."""
    at = 0
    for element, text in () if passage.paragraph is None else text_pieces(passage.paragraph):
        if element in fields:
            yield at, at + len(text)
        at += len(text)


def _isolate(
    paragraph: etree._Element, start: int, end: int, tag: str
) -> tuple[etree._Element, etree._Element]:
    """Give a piece of a paragraph's text, at whose ends runs begin, one run, with the tag in its place, or leave it its runs
    where there is none; return the first and the last one.
    """
    at, inside = 0, []
    for element, text in text_pieces(paragraph):
        if start <= at < end:
            inside.append(element)
        at += len(text)
    first, *others = inside
    run = parent_of(first)
    if not tag:
        return run, parent_of(inside[-1])
    for element in others:
        holder = parent_of(element)
        remove(element)
        if holder is not run:
            drop_if_hollow(holder)
    write_text(first, tag)
    return run, run


def _repeat(paragraphs: Sequence[etree._Element], name: str) -> etree._Element:
    """Put the tags of a section around the first of some paragraphs, take out the others, and return the opening tag's run."""
    first, *others = paragraphs
    for each in others:
        vanish(each)
    opening, closing = (_tag_line(first, f"{{{{{sign}{name}}}}}") for sign in "#/")
    first.addprevious(opening)
    first.addnext(closing)
    run = opening.find(R)
    assert run is not None
    return run


def _tag_line(beside: etree._Element, tag: str) -> etree._Element:
    line = beside.makeelement(P, {})
    properties = beside.find(W + "pPr")
    if properties is not None:
        copied = deepcopy(properties)
        for child in [each for each in copied if each.tag in _NOT_COPIED]:
            copied.remove(child)
        line.append(copied)
    run = etree.SubElement(line, R)
    write_text(etree.SubElement(run, T), tag)
    return line


def _add_styles(document: Document) -> list[str]:
    """Add the styles of comments that a file lacks; return the names of the parts that are changed by it."""
    there = {each.style_id for each in document.styles}
    missing = [each for each in _STYLES if each[0] not in there]
    for id_, kind, name in missing:
        document.styles.add_style(name, kind, builtin=True).element.set(W + "styleId", id_)
    return [str(document.part._styles_part.partname).lstrip("/")] if missing else []


def _comment(document: Document, notes: Sequence[_Note], remark: Remark) -> list[Remark]:
    """Write the comments, in the order of the text, and return them; python-docx looks through all of them for each one's
    number.
    """
    told = [(each.first, each.last, each.remark) for each in notes if each.remark.text]
    first = next(document.element.body.iter(R), None)
    if remark.text and first is not None:
        told.insert(0, (first, first, remark))
    if not told:
        return []
    root = document.part._comments_part.element
    highest = max((int(each.get(W + "id", "0")) for each in root), default=-1)
    for number, (run, last, said) in enumerate(told, highest + 1):
        assert isinstance(run, CT_R)
        assert isinstance(last, CT_R)
        root.append(_comment_of(number, said))
        Run(run, document).mark_comment_range(Run(last, document), number)
    return [said for *_, said in told]


def _comment_of(number: int, remark: Remark) -> etree._Element:
    dated = {W + "date": remark.when} if remark.when else {}
    named = {W + "id": str(number), W + "author": remark.author, W + "initials": remark.initials, **dated}
    comment = OxmlElement("w:comment", attrs=named)
    for at, line in enumerate(remark.text.split("\n")):
        paragraph = etree.SubElement(comment, P)
        etree.SubElement(etree.SubElement(paragraph, W + "pPr"), W + "pStyle", {W + "val": _STYLES[0][0]})
        if not at:
            run = etree.SubElement(paragraph, R)
            etree.SubElement(etree.SubElement(run, W + "rPr"), W + "rStyle", {W + "val": _STYLES[1][0]})
            etree.SubElement(run, W + "annotationRef")
        text = etree.SubElement(etree.SubElement(paragraph, R), T)
        if line:
            write_text(text, line)
    return comment
