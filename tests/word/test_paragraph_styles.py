"""A property holds from the nearest place that says it."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from reportgen.word.package import W, unpack
from reportgen.word.paragraph_styles import Styles, first_value, is_on
from tests.word.test_document import save
from tests.word.test_fill import p, r

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="Heading 1"/><w:basedOn w:val="N"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="乙"/><w:basedOn w:val="A"/><w:pPr><w:jc w:val="right"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="C"><w:name w:val="丙"/><w:basedOn w:val="C"/></w:style>
<w:style w:type="character" w:styleId="K"><w:name w:val="丁"/><w:rPr><w:sz w:val="44"/></w:rPr></w:style>
"""


@pytest.fixture(scope="module")
def styles() -> Styles:
    document = docx.Document()
    element = document.styles.element
    element[:] = list(parse_xml(f"<w:styles {nsdecls('w')}>{STYLES}</w:styles>"))
    return Styles.of(unpack(save(document)))


def paragraph(text: str) -> etree._Element:
    return etree.fromstring(text.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))


@pytest.mark.parametrize(
    ("properties", "align"),
    [
        ("", "both"),
        ('<w:pStyle w:val="A"/>', "both"),
        ('<w:pStyle w:val="B"/>', "right"),
        ('<w:pStyle w:val="B"/><w:jc w:val="center"/>', "center"),
        ('<w:pStyle w:val="C"/>', ""),
        ('<w:pStyle w:val="unknown"/>', "both"),
    ],
)
def test_a_paragraphs_property(styles: Styles, properties: str, align: str) -> None:
    assert first_value(styles.of_paragraph(paragraph(p("文", properties=properties)), "jc")) == align


@pytest.mark.parametrize(
    ("style", "run", "size"), [("", "", "21"), ("B", "", "32"), ("B", '<w:rStyle w:val="K"/>', "44"), ("B", '<w:sz w:val="9"/>', "9")]
)  # fmt: skip
def test_a_runs_property(styles: Styles, style: str, run: str, size: str) -> None:
    whole = paragraph(p(r("文", run), properties=f'<w:pStyle w:val="{style}"/>' if style else ""))
    assert first_value(styles.of_run(whole, whole.find(W + "r"), "sz")) == size


def test_names_are_compared_in_small_letters(styles: Styles) -> None:
    assert (styles.name("A"), styles.name("none")) == ("heading 1", "")


@pytest.mark.parametrize(("value", "on"), [("", True), ("1", True), ("0", False), ("false", False)])
def test_what_is_on(value: str, on: bool) -> None:
    element = etree.Element(W + "b", {W + "val": value} if value else {})
    assert is_on(element) is on
    assert not is_on(None)
