"""Where a tag stands, in words by which a person finds it in Word."""

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from reportgen.word.document import Template
from reportgen.word.package import NotWordError, Package, unpack
from reportgen.word.places import locate, read_styles

UNKNOWN = f'<w:styles {nsdecls("w")}><w:style w:type="unheard-of"/></w:styles>'.encode()


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


@pytest.mark.parametrize("styles", [b"<w:styles", b'<styles xmlns:w="x"><w:style/></styles', UNKNOWN])
def test_styles_that_cannot_be_read_are_told_by_the_name_of_their_part(styles: bytes) -> None:
    with pytest.raises(NotWordError, match=r"“word/styles\.xml”已损坏"):
        read_styles(with_styles(docx.Document(), styles))


def test_a_mistake_in_a_template_with_broken_styles_is_a_finding_and_no_crash() -> None:
    document = docx.Document()
    document.add_paragraph("{{数}}")
    template = Template.load(save(document))
    broken = Template(with_styles(document, b"<"), template.stories)
    assert [each.code for each in broken.check({})] == ["TPL008"]


@pytest.mark.parametrize(
    ("property_", "label"),
    [
        ("title", "标题"), ("subject", "主题"), ("author", "作者"), ("keywords", "标记"), ("comments", "备注"),
        ("category", "类别"), ("content_status", "状态"), ("last_modified_by", "最后保存者"),
        ("identifier", "identifier"),
    ],
)  # fmt: skip
def test_a_property_is_named_as_word_shows_it(property_: str, label: str) -> None:
    document = docx.Document()
    setattr(document.core_properties, property_, "{{数}}")
    assert places(document) == [f"文档属性“{label}”“{{{{数}}}}”"]


@pytest.mark.parametrize(("element", "label"), [("Company", "单位"), ("Manager", "经理"), ("Other", "Other")])
def test_a_property_of_the_organisation_is_named_too(element: str, label: str) -> None:
    package = unpack(save(docx.Document()))
    paragraph = "<w:p><w:r><w:t>{{数}}</w:t></w:r></w:p>"
    app = etree.fromstring(f"<a {nsdecls('w')}><{element}>{paragraph}</{element}></a>")
    (tag,) = locate(package, "docProps/app.xml", app)
    assert tag.place.sheet == f"文档属性“{label}”“{{{{数}}}}”"


@pytest.mark.parametrize(
    ("before", "tag", "after", "quoted"),
    [
        ("甲" * 12, "{{数}}", "乙" * 19, "甲" * 12 + "{{数}}" + "乙" * 19),
        ("甲" * 13, "{{数}}", "乙" * 20, "…" + "甲" * 12 + "{{数}}" + "乙" * 19 + "…"),
        ("", "{{" + "数" * 20 + "}}", "乙" * 9, "{{" + "数" * 20 + "}}" + "乙" * 4 + "…"),
        ("", "{{" + "数" * 20 + "}}", "乙" * 4, "{{" + "数" * 20 + "}}" + "乙" * 4),
        ("", "{{" + "数" * 60 + "}}", "", "{{" + "数" * 38 + "…"),
        ("", "{{数}}", "乙 \t丙", "{{数}}乙 丙"),
    ],
)
def test_what_stands_around_a_tag_is_quoted_within_bounds(
    before: str, tag: str, after: str, quoted: str
) -> None:
    document = docx.Document()
    document.add_paragraph(before + tag + after)
    assert places(document) == [f"正文第1段“{quoted}”"]


def test_a_long_heading_is_named_by_its_first_twenty_signs() -> None:
    document = docx.Document()
    document.add_heading("一二三四五六七八九十" * 2 + "余", 1)
    document.add_paragraph("{{数}}")
    assert places(document) == ["“" + "一二三四五六七八九十" * 2 + "”下第1段“{{数}}”"]


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("一、甲", True),
        ("十二、甲", True),
        ("（三）甲", True),
        ("甲一、", False),
        ("(三)甲", False),
        ("1、甲", False),
    ],
)
def test_what_is_numbered_as_official_papers_number_their_headings_is_one(
    text: str, is_heading: bool
) -> None:
    document = docx.Document()
    document.add_paragraph(text)
    document.add_paragraph("{{数}}")
    assert places(document) == [f"“{text}”下第1段“{{{{数}}}}”" if is_heading else "正文第2段“{{数}}”"]


@pytest.mark.parametrize(
    ("name", "is_heading"),
    [("heading 9", True), ("标题 2", True), ("标题2", True), ("Title", False), ("小标题 1", False)],
)
def test_a_style_named_as_a_heading_makes_one(name: str, is_heading: bool) -> None:
    document = docx.Document()
    document.styles["Normal"].element.getparent().append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="x"><w:name w:val="{name}"/></w:style>'
        )
    )
    paragraph = document.add_paragraph("甲")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:pStyle {nsdecls("w")} w:val="x"/>'))
    document.add_paragraph("{{数}}")
    assert places(document) == ["“甲”下第1段“{{数}}”" if is_heading else "正文第2段“{{数}}”"]


def test_a_blank_line_in_the_style_of_a_heading_is_none() -> None:
    document = docx.Document()
    document.add_heading(" ", 1)
    document.add_paragraph("{{数}}")
    assert places(document) == ["正文第1段“{{数}}”"]


def test_a_place_in_a_header_is_the_header_and_in_its_table_the_cell() -> None:
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = "{{一}}"
    header.add_table(1, 2, 100).cell(0, 1).text = "{{二}}"
    document.add_heading("章", 1)
    assert places(document) == ["页眉“{{一}}”", "页眉表格1第1行第2列“{{二}}”"]
