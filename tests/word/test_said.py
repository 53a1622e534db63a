"""What a Word file says, in all its parts."""

from __future__ import annotations

import io

import docx
import pytest

from reportgen.word.package import NotWordError
from reportgen.word.said import differing, paragraphs


def test_the_texts_of_all_parts_are_found() -> None:
    made, buffer = docx.Document(), io.BytesIO()
    made.core_properties.title = "标题"
    made.add_paragraph("第一段")
    made.add_paragraph()
    made.add_table(1, 1).cell(0, 0).text = "一格"
    made.sections[0].header.paragraphs[0].text = "页眉的字"
    made.save(buffer)
    said = paragraphs(buffer.getvalue())
    assert said[:2] == ["第一段", "一格"]
    assert {"页眉的字", "标题"} <= set(said)


def test_what_is_no_word_file_says_nothing() -> None:
    with pytest.raises(NotWordError):
        paragraphs(b"PK")


def test_the_properties_may_be_left_out() -> None:
    document, saved = docx.Document(), io.BytesIO()
    document.add_paragraph("一句")
    document.core_properties.title = "标题"
    document.save(saved)
    assert "标题" in paragraphs(saved.getvalue())
    assert paragraphs(saved.getvalue(), properties=False) == ["一句"]


def saved(*texts: str) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for text in texts:
        document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("changed", "count"),
    [("甲乙丙", 0), ("甲改丙", 1), ("甲丙", 1), ("甲乙添丙", 1), ("改乙改", 2), ("甲乙丙添添", 2)],
)
def test_paragraphs_that_were_changed_put_in_or_struck_out_are_counted(changed: str, count: int) -> None:
    assert differing(saved(*changed), saved("甲", "乙", "丙")) == count
