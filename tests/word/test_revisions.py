"""Tracked changes and comments of a template are counted, with the places where they stand."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.word.document import Template
from tests.word.test_document import save

WHO = 'w:id="1" w:author="某人" w:date="2024-01-01T00:00:00Z"'
INSERTED = f"<w:ins {nsdecls('w')} {WHO}><w:r><w:t>新</w:t></w:r></w:ins>"
DELETED = f"<w:del {nsdecls('w')} {WHO}><w:r><w:delText>旧</w:delText></w:r></w:del>"
BOLDER = f"<w:pPr {nsdecls('w')}><w:pPrChange {WHO}><w:pPr/></w:pPrChange></w:pPr>"
ROW = f"<w:trPr {nsdecls('w')}><w:ins {WHO}/></w:trPr>"


def of(change: str, where: str) -> list[tuple[str, int, tuple[str, ...]]]:
    document = docx.Document()
    paragraph = document.add_paragraph("受理")
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "表"
    header = document.sections[0].header.paragraphs[0]
    target = {"body": paragraph._p, "row": table.rows[0]._tr, "header": header._p}[where]
    target.insert(0, parse_xml(change))
    return [tuple(each) for each in Template.load(save(document)).unsettled]


@pytest.mark.parametrize(
    ("change", "where", "place"),
    [(INSERTED, "body", "正文第1段"), (DELETED, "body", "正文第1段"), (BOLDER, "body", "正文第1段"), (ROW, "row", "表格1第1行第1列"), (INSERTED, "header", "页眉")],
)  # fmt: skip
def test_a_tracked_change_is_told_with_its_place(change: str, where: str, place: str) -> None:
    assert of(change, where) == [("修订", 1, (place,))]


def test_comments_are_counted_and_the_name_of_who_wrote_them_is_not_told() -> None:
    document = docx.Document()
    for text in ("一", "二"):
        document.add_comment(document.add_paragraph(text).add_run("句"), "再核对", author="张三")
    (found,) = Template.load(save(document)).unsettled
    assert tuple(found) == ("批注", 2, ("正文第1段", "正文第2段"))


def test_a_settled_template_has_none() -> None:
    document = docx.Document()
    document.add_paragraph("受理")
    assert Template.load(save(document)).unsettled == []
