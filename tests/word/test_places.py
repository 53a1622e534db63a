"""Where a tag stands, in words by which a person finds it in Word."""

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from reportgen.word.document import Template
from reportgen.word.package import NotWordError, Package, unpack
from reportgen.word.places import locate, read_styles


def save(document: Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def with_styles(document: Document, styles: bytes) -> Package:
    package = unpack(save(document))
    return Package({**package.parts, "word/styles.xml": styles}, package.types)


def places(document: Document) -> list[str]:
    template = Template.load(save(document))
    found = [tag for name, story in template.stories.items() for tag in locate(template.package, name, story)]
    return [tag.place.sheet for tag in found]


def test_a_paragraph_counts_from_its_heading() -> None:
    document = docx.Document()
    document.add_paragraph("{{前}}")
    document.add_heading("一章", 2)
    document.add_paragraph("")
    document.add_paragraph("甲")
    document.add_paragraph("{{后}}")
    assert places(document) == ["正文第1段“{{前}}”", "“一章”下第2段“{{后}}”"]


def test_a_style_with_an_outline_level_makes_a_heading_whatever_its_name() -> None:
    document = docx.Document()
    style = document.styles.add_style("公文小题", WD_STYLE_TYPE.PARAGRAPH)
    plain = document.styles.add_style("公文正文", WD_STYLE_TYPE.PARAGRAPH)
    for each, level in ((style, "1"), (plain, "9")):
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), level)
        each.element.get_or_add_pPr().append(outline)
    document.add_paragraph("小题", style=style)
    document.add_paragraph("不是题", style=plain)
    document.add_paragraph("{{数}}")
    assert places(document) == ["“小题”下第2段“{{数}}”"]


def test_a_paragraph_with_an_outline_level_of_its_own_is_a_heading() -> None:
    document = docx.Document()
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), "0")
    document.add_paragraph("小题")._p.get_or_add_pPr().append(outline)
    document.add_paragraph("{{数}}")
    assert places(document) == ["“小题”下第1段“{{数}}”"]


def test_a_table_in_a_cell_counts_as_that_cell() -> None:
    document = docx.Document()
    document.add_table(1, 1)
    outer = document.add_table(2, 2)
    inner = outer.cell(1, 1).add_table(3, 3)
    inner.cell(2, 2).text = "{{里}}"
    outer.cell(0, 1).text = "{{外}}"
    assert places(document) == ["表格2第1行第2列“{{外}}”", "表格2第2行第2列“{{里}}”"]


def test_a_text_box_is_named_with_its_heading() -> None:
    document = docx.Document()
    document.add_heading("一章", 1)
    box = f"<w:pict {nsdecls('w')}><w:txbxContent><w:p><w:r><w:t>{{{{数}}}}</w:t></w:r></w:p></w:txbxContent></w:pict>"
    document.add_paragraph().add_run()._r.append(parse_xml(box))
    assert places(document) == ["“一章”下文本框“{{数}}”"]


def test_styles_are_named_as_the_file_names_them_and_the_default_one_has_no_id() -> None:
    styles = read_styles(unpack(save(docx.Document())))
    assert (styles["Heading1"].name_val, styles[""].name_val) == ("heading 1", "Normal")


@pytest.mark.parametrize("styles", [b"<w:styles", b'<styles xmlns:w="x"><w:style/></styles'])
def test_styles_that_cannot_be_read_are_told_by_the_name_of_their_part(styles: bytes) -> None:
    with pytest.raises(NotWordError, match=r"“word/styles\.xml”已损坏"):
        read_styles(with_styles(docx.Document(), styles))


def test_a_mistake_in_a_template_with_broken_styles_is_a_finding_and_no_crash() -> None:
    document = docx.Document()
    document.add_paragraph("{{数}}")
    template = Template.load(save(document))
    broken = Template(with_styles(document, b"<"), template.stories)
    assert [each.code for each in broken.check({})] == ["TPL008"]
