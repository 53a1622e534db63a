"""The fonts that a report's text asks for."""

from __future__ import annotations

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reportgen.word.fonts import fonts
from tests.conftest import RULE_OF_LAW
from tests.word.test_document import save


def test_the_shipped_template_asks_for_the_fonts_of_the_standard() -> None:
    asked = fonts((RULE_OF_LAW / "report.docx").read_bytes())
    assert {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "Times New Roman"} == set(asked)


def test_only_what_is_written_is_asked_for() -> None:
    document = docx.Document()
    for text, chinese in (("汉字", "甲体"), ("12 34", "乙体"), ("", "丙体")):
        run = document.add_paragraph().add_run(text)
        run.font.name = f"{chinese}西文"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), chinese)
    assert fonts(save(document)) == ["甲体", "乙体西文"]


def test_a_theme_names_a_font() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("汉字")
    theme = f'<w:rPr {nsdecls("w")}><w:rFonts w:eastAsiaTheme="minorEastAsia" w:eastAsia="不用"/></w:rPr>'
    run._element.insert(0, parse_xml(theme))
    assert fonts(save(document)) == ["宋体"]
