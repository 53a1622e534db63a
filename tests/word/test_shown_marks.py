"""Marks are seen in the text, and replaced there."""

from __future__ import annotations

import docx

from reportgen.word.contents import contents, paragraphs
from reportgen.word.marks import digest
from reportgen.word.package import NotWordError
from reportgen.word.shown_marks import replace, show
from tests.word.test_document import save


def marked(text: str, number: int) -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("受理")
    start = paragraph._p.makeelement(docx.oxml.ns.qn("w:bookmarkStart"), {})
    start.set(docx.oxml.ns.qn("w:id"), "7")
    start.set(docx.oxml.ns.qn("w:name"), f"_rg{number}_{digest(text)}_1")
    paragraph._p.append(start)
    paragraph.add_run(text)
    paragraph.add_run("件")
    return save(document)


def test_what_a_mark_surrounds_is_replaced_by_its_number() -> None:
    (line,) = [each.text for each in paragraphs(contents(show(marked("12", 3))).blocks)]
    assert replace(line, lambda number, said: f"<{number}:{said}>") == "受理<3:12>件"


def test_a_text_without_marks_stays() -> None:
    content = save(docx.Document())
    assert [*paragraphs(contents(show(content)).blocks)] == [*paragraphs(contents(content).blocks)]
    try:
        show(b"no Word file")
    except NotWordError:
        return
    raise AssertionError
