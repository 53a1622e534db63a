"""A page header that repeats a heading is told where no heading of its style is printed."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.model import Finding, Slot
from reportgen.word.document import Template
from tests.word.test_document import SLOTS, save
from tests.word.test_fields import pieces, simple
from tests.word.test_fill import r


def written(field: str) -> bytes:
    document = docx.Document()
    document.add_heading("一、总体情况", 1)
    document.add_paragraph("共{{总数}}件")
    for text in ("{{#败诉}}", "（一）败诉情况", "{{/败诉}}"):
        document.add_paragraph(text, style="Heading 2" if text[0] == "（" else None)
    header = document.sections[0].header.paragraphs[0]
    header._p.extend(list(parse_xml(f"<w:p {nsdecls('w')}>{field}</w:p>")))
    return save(document)


def told(field: str, **slots: Slot) -> list[Finding]:
    return Template.load(written(field)).fill({**SLOTS, **slots})[1]


@pytest.mark.parametrize("write", [pieces, simple])
@pytest.mark.parametrize("named", ['"heading 2"', '"标题 2"', "2"])
def test_a_header_that_repeats_a_style_without_text_is_told(write: type, named: str) -> None:
    (finding,) = told(write(f"STYLEREF {named}", r("（一）败诉情况")))  # type: ignore[call-arg]
    assert (finding.code, finding.place.sheet[:2]) == ("TPL022", "页眉")
    assert "“（一）败诉情况”" in finding.message


@pytest.mark.parametrize("named", ['"heading 1"', "1", '"heading 3"', "没有的样式"])
def test_a_header_that_repeats_another_style_is_not_told(named: str) -> None:
    assert told(pieces(f"STYLEREF {named}", r("甲"))) == []


def test_a_header_is_not_told_while_a_text_of_the_style_is_printed() -> None:
    assert told(pieces('STYLEREF "heading 2"', r("甲")), 败诉=Slot("2", True)) == []
