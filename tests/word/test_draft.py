"""A draft says so at its top and on every page; nothing else of the file changes."""

import re
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import _Header

from reportgen.word.draft import make_draft
from reportgen.word.package import NotWordError, unpack
from reportgen.workbook.zipped import pack

NOTICE = "草稿：不得印发"


def save(document: Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def drafted(document: Document) -> Document:
    return docx.Document(BytesIO(make_draft(save(document), NOTICE)))


def texts(header: _Header) -> list[str]:
    return [paragraph.text for paragraph in header.paragraphs]


def test_the_notice_is_red_bold_and_highlighted_at_the_top_and_in_the_header() -> None:
    document = docx.Document()
    document.add_table(1, 1)
    after = drafted(document)
    assert after.element.body[0].tag == qn("w:p")
    for paragraph in (after.paragraphs[0], after.sections[0].header.paragraphs[0]):
        (run,) = paragraph.runs
        assert (run.text, run.bold, str(run.font.color.rgb)) == (NOTICE, True, "FF0000")
        assert run.font.highlight_color == WD_COLOR_INDEX.YELLOW


def test_a_document_without_headers_gets_one_that_holds_the_notice_alone() -> None:
    assert texts(drafted(docx.Document()).sections[0].header) == [NOTICE]


def test_first_and_even_pages_get_the_notice_where_they_have_headers_of_their_own() -> None:
    document = docx.Document()
    document.settings.odd_and_even_pages_header_footer = True
    first, second = document.sections[0], document.add_section(WD_SECTION.NEW_PAGE)
    second.different_first_page_header_footer = True
    first.header.paragraphs[0].text = "年报"
    second.first_page_header.is_linked_to_previous = False
    second.first_page_header.paragraphs[0].text = "封面"
    first, second = drafted(document).sections
    assert texts(first.header) == texts(second.header) == [NOTICE, "年报"]
    assert texts(first.even_page_header) == texts(second.even_page_header) == [NOTICE]
    assert texts(second.first_page_header) == [NOTICE, "封面"]
    assert first.first_page_header.is_linked_to_previous


def test_first_and_even_pages_without_headers_of_their_own_get_none() -> None:
    section = drafted(docx.Document()).sections[0]
    assert section.first_page_header.is_linked_to_previous
    assert section.even_page_header.is_linked_to_previous


def test_a_first_page_without_a_header_gets_one() -> None:
    document = docx.Document()
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].header.paragraphs[0].text = "年报"
    section = drafted(document).sections[0]
    assert texts(section.first_page_header) == [NOTICE]
    assert texts(section.header) == [NOTICE, "年报"]


def test_a_header_that_two_sections_share_gets_the_notice_once() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "年报"
    second = document.add_section(WD_SECTION.NEW_PAGE)
    (reference,) = document.sections[0]._sectPr.xpath("w:headerReference")
    second._sectPr.insert(0, parse_xml(reference.xml))
    assert [texts(section.header) for section in drafted(document).sections] == [[NOTICE, "年报"]] * 2


def test_a_later_section_with_a_header_does_not_hide_that_the_first_has_none() -> None:
    document = docx.Document()
    document.add_section(WD_SECTION.NEW_PAGE).header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "附件"
    assert [texts(section.header) for section in drafted(document).sections] == [[NOTICE], [NOTICE, "附件"]]


def test_a_section_that_ends_in_a_content_control_gets_the_notice_too() -> None:
    document = docx.Document()
    cover = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:pPr><w:sectPr/></w:pPr></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(0, cover)
    after = drafted(document)
    first, second = after.element.body.iter(qn("w:sectPr"))
    assert len(first.xpath("w:headerReference")) == 1
    assert second.xpath("w:headerReference") == []


def test_a_body_without_page_settings_gets_a_header() -> None:
    document = docx.Document()
    body = document.element.body
    body.remove(body.sectPr)
    assert texts(drafted(document).sections[0].header) == [NOTICE]


def test_nothing_else_of_the_file_changes() -> None:
    document = docx.Document()
    document.add_paragraph("共 12 件")
    document.sections[0].footer.paragraphs[0].text = "页脚"
    before = unpack(pack(unpack(save(document)).parts)).parts
    after = unpack(make_draft(pack(before), NOTICE)).parts
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "[Content_Types].xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "_rels/.rels",
    }
    assert after.keys() - before.keys() == {"word/header_draft.xml"}
    body = after["word/document.xml"].decode()
    notice = re.search("<w:body>(<w:p>.*?</w:p>)", body)
    reference = re.search("<w:headerReference [^>]*/>", body)
    assert notice
    assert reference
    assert body.replace(notice[1], "").replace(reference[0], "") == before["word/document.xml"].decode()


def test_the_same_file_gives_the_same_bytes() -> None:
    report = save(docx.Document())
    assert make_draft(report, NOTICE) == make_draft(report, NOTICE)


def test_a_file_that_python_docx_cannot_open_is_told() -> None:
    parts = dict(unpack(save(docx.Document())).parts)
    del parts["word/styles.xml"]
    with pytest.raises(NotWordError, match="写不进“草稿”"):
        make_draft(pack(parts), NOTICE)
