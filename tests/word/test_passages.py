"""What of a Word file is printed, with what tags, and where a person finds it."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.word.document import Template
from reportgen.word.passages import is_fixed
from tests.word.test_document import change, read, save, write

NS = nsdecls("w") + ' xmlns:v="urn:schemas-microsoft-com:vml"'
PAGE = '<w:fldChar w:fldCharType="{}"/>'
BOX = (
    f"<w:r {NS}><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框里12件</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
ART = f'<w:r {NS}><w:pict><v:shape><v:textpath string="艺术字3件"/></v:shape></w:pict></w:r>'
SMART = (
    '<dgm:dataModel xmlns:dgm="urn:d" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    "<a:p><a:r><a:t>受理</a:t></a:r><a:r><a:t>7起</a:t></a:r></a:p></dgm:dataModel>"
)


def template() -> Template:
    document = docx.Document()
    document.add_heading("一、办案", 1)
    document.add_paragraph("共{{总数}}件")._p.append(parse_xml(BOX))
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("名称", "数量", "复议", "5"), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "页眉9件"
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run("第")
    for each in (
        PAGE.format("begin"),
        "<w:instrText> PAGE </w:instrText>",
        PAGE.format("separate"),
        "<w:t>4</w:t>",
        PAGE.format("end"),
    ):
        footer._p.append(parse_xml(f"<w:r {nsdecls('w')}>{each}</w:r>"))
    document.add_paragraph()._p.append(parse_xml(ART))
    return Template.load(change(save(document), {"word/diagrams/data1.xml": SMART.encode()}))


def test_all_that_is_printed_is_a_passage_with_a_place() -> None:
    loaded = template()
    told = loaded.places(loaded.passages)
    assert {told[each]: each.words.replace("\x00", "") for each in loaded.passages} == {
        "标题": "一、办案",
        "“一、办案”下第1段": "共件",
        "“一、办案”下文本框": "框里12件",
        "表格1第1行第1列": "名称",
        "表格1第1行第2列": "数量",
        "表格1第2行第1列": "复议",
        "表格1第2行第2列": "5",
        "艺术字": "艺术字3件",
        "页眉": "页眉9件",
        "页脚": "第",
        "SmartArt图形": "受理7起",
    }


def test_a_cell_knows_what_stands_left_of_it_and_above() -> None:
    assert next(each.heads for each in template().passages if each.text == "5") == ("复议", "数量")


def test_above_a_cell_stand_the_heads_that_cover_it() -> None:
    document = docx.Document()
    table = document.add_table(3, 4)
    for cell, text in zip(
        table._cells, ("复议", "", "诉讼", "", "维持", "纠正", "胜诉", "败诉", *"1234"), strict=True
    ):
        cell.text = text
    for at in (0, 2):
        table.cell(0, at).merge(table.cell(0, at + 1))
    heads = {each.text: each.heads for each in Template.load(save(document)).passages if each.text.isdigit()}
    assert heads["2"] == ("1", "复议", "纠正")
    assert heads["3"] == ("1", "2", "诉讼", "胜诉")


@pytest.mark.parametrize(
    ("text", "fixed"),
    [("甲9件。乙8件{{! 固定 }}。", "8"), ("甲9件。{{! 固定 }}乙8件。", "9"), ("甲9件，乙8件。{{!固定 两年一查}}", "98"),
     ("甲9件。乙8件。｛｛！固定｝｝", "8"), ("甲9件。乙8件。{{! 备注 }}", ""), ("{{! 固定 }}甲9件，乙8件", "98")],
)  # fmt: skip
def test_a_mark_is_of_one_sentence(text: str, fixed: str) -> None:
    (passage,) = Template.load(write(text)).passages
    assert "".join(sign for sign in "98" if is_fixed(passage, text.index(sign))) == fixed


def test_a_copy_for_old_versions_of_word_is_no_passage_of_its_own() -> None:
    document = docx.Document()
    fallback = f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>'
    document.add_paragraph("一")._p.append(parse_xml(f"<w:r {nsdecls('w')}>{fallback}</w:r>"))
    assert [each.text for each in Template.load(save(document)).passages] == ["一"]


def test_the_parts_of_a_file_are_not_changed_by_looking() -> None:
    content = write("甲{{总数}}件")
    loaded = Template.load(content)
    _ = loaded.passages
    assert loaded.package.parts == read(content)
