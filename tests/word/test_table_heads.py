"""The first row of a table is repeated where the table's style tells it apart."""

from __future__ import annotations

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from reportgen.model import Slot
from reportgen.word.document import Template
from reportgen.word.package import W, parse, unpack
from tests.conftest import RULE_OF_LAW
from tests.word.test_document import save
from tests.word.test_structure import faults

VILLAGES = Slot(None, True, tuple({"名": Slot(each, True)} for each in "甲乙丙"), ("名",))


def rows(
    style: str, look: str = "04A0", lines: tuple[str, ...] = ("村", "{{#村}}", "{{名}}", "{{/村}}")
) -> list[etree._Element]:
    document = docx.Document(str(RULE_OF_LAW / "report.docx"))
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    document.core_properties.title = "报告"
    table = document.add_table(rows=0, cols=1, style=style)
    for line in lines:
        table.add_row().cells[0].text = line
    said = table._tbl.tblPr.find(qn("w:tblLook"))
    for name in list(said.attrib):
        del said.attrib[name]
    said.set(qn("w:val"), look)
    document.add_paragraph("完")
    report, findings = Template.load(save(document)).fill({"村": VILLAGES})
    assert report, findings
    assert not faults(report)
    return list(parse("x", unpack(report).parts["word/document.xml"]).iter(W + "tr"))


def said(made: list[etree._Element]) -> list[list[str]]:
    return [[etree.QName(each).localname for each in row.iterfind(f"{W}trPr/*")] for row in made]


def test_the_style_that_came_along_repeats_the_head_and_breaks_no_row() -> None:
    assert said(rows("报告表格")) == [["tblHeader", "cantSplit"]] + [["cantSplit"]] * 3


@pytest.mark.parametrize(("style", "look"), [("Table Grid", "04A0"), ("报告表格", "0480")])
def test_a_table_without_a_head_is_left_as_it_is(style: str, look: str) -> None:
    assert said(rows(style, look)) == [[]] * 4


def test_a_table_of_one_row_has_no_head() -> None:
    assert said(rows("报告表格", lines=("村",))) == [[]]
