"""Paragraphs that are set flush left for LibreOffice: those that are named, and nothing else of the file."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from reportgen.word.flush_left import flush_left


def written(*texts: str) -> bytes:
    """A Word file of justified paragraphs."""
    document, file = Document(), BytesIO()
    for text in texts:
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.save(file)
    return file.getvalue()


def test_only_the_paragraphs_that_are_named_are_set_flush_left() -> None:
    file, count = flush_left(written("甲 乙，", "丙", ""), ["1.甲乙，", "丁"])
    read = Document(BytesIO(file)).paragraphs
    assert count == 1
    assert [(each.text, each.alignment) for each in read] == [
        ("甲 乙，", WD_ALIGN_PARAGRAPH.LEFT),
        ("丙", WD_ALIGN_PARAGRAPH.JUSTIFY),
        ("", WD_ALIGN_PARAGRAPH.JUSTIFY),
    ]


def test_where_no_paragraph_is_named_the_file_stays_as_it_is() -> None:
    file = written("甲", "乙")
    assert flush_left(file, ["丙"]) == (file, 0)


def test_the_alignment_stands_where_word_wants_it() -> None:
    document, file = Document(), BytesIO()
    paragraph = document.add_paragraph("甲")
    paragraph.paragraph_format.left_indent = 1
    paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_sectPr()
    document.save(file)
    made, _ = flush_left(file.getvalue(), ["甲"])
    properties = Document(BytesIO(made)).paragraphs[0]._p.get_or_add_pPr()
    assert [str(each.tag).rpartition("}")[2] for each in properties] == ["ind", "jc", "sectPr"]
