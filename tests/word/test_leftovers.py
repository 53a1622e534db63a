"""Gaps, other programs' tags and prompts in a template are told; ordinary brackets and letters are not."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.word.document import Template
from reportgen.word.leftovers import gaps
from tests.word.test_document import save, write

NAMES = ("行政复议.总数",)


def left(text: str) -> list[str]:
    (passage,) = Template.load(write(text)).passages
    return [passage.text[start:end] for start, end, _ in gaps(passage, NAMES)]


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("受理XX件", "XX"), ("受理xx件", "xx"), ("受理ＸＸ件", "ＸＸ"), ("××镇受理", "××"), ("受理X件", "X"), ("截至20XX年", "XX"),
        ("受理___件", "___"), ("受理＿＿件", "＿＿"), ("受理**件", "**"), ("受理??件", "??"), ("受理?件", "?"), ("○○镇", "○○"),
        ("受理«总数»件", "«"), ("受理${总数}件", "${总数}"), ("受理#{总数}件", "#{总数}"), ("受理{总数}件", "{总数}"),
        ("受理｛总数｝件", "｛总数｝"), ("受理总数}件", "}"), ("受理{%总数%}件", "{%总数%}"), ("受理<<总数>>件", "<<总数>>"),
        ("受理<%=总数%>件", "<%"), ("受理[[总数]]件", "[[总数]]"), ("受理【请填写】件", "【请填写】"), ("受理【】件", "【】"),
        ("受理[数字]件", "[数字]"), ("受理【填写案件数】件", "【填写案件数】"), ("受理（待补充）件", "（待补充）"), ("受理（　）件", "（　）"),
        ("受理【…】件", "【…】"), ("受理[N]件", "[N]"), ("数据待填报", "待填报"), ("请在此输入", "请在此"), ("TODO 补数", "TODO"),
        ("受理　　件", "　　件"), ("二〇二四年　　月", "　　月"), ("受理行政复议.总数件", "行政复议.总数"), ("受理【行政复议.总数】件", "行政复议.总数"),
    ],
)  # fmt: skip
def test_a_gap_is_seen(text: str, gap: str) -> None:
    assert gap in left(text)


@pytest.mark.parametrize(
    "text",
    [
        "【典型案例】某村调解一起纠纷", "【案例一】", "做好X光检查、X射线防护", "面积3×5米", "（数字政府）建设", "（补充协议）", "（见附件）", "（试行）",
        "二○○八年、二〇〇八年", "目　　次", "附　　件", "近政发〔2023〕5号", "第一章　　人员配备", "【时间】5月12日", "【日期】五月", "第二条  人民政府", "[2023]5号", "A*B", "“双随机、一公开”", "工作开展得怎么样？人民满意",
        "受理{{行政复议.总数}}件", "{{#行政复议.总数}}（{{行政复议.总数}}件）{{/行政复议.总数}}", "（{{行政复议.总数 | 口径}}）", "SUV、XXI世纪、WXX",
        "《法治政府建设实施纲要（2021—2025年）》", "www.gov.cn/xxgk", "张三 李四", "第一，加强领导", "联系人：张某某", "填写规范、输入准确",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_gap(text: str) -> None:
    assert left(text) == []


def test_a_gap_in_a_marked_sentence_is_meant() -> None:
    assert left("建设XX大学城。受理XX件。{{! 固定 }}") == ["XX"]
    assert left("建设XX大学城。{{! 固定 }}受理12件。") == []


FIELD = (
    '<w:r {}><w:fldChar w:fldCharType="begin"/></w:r>', "<w:r {}><w:instrText>{} x</w:instrText></w:r>",
    '<w:r {}><w:fldChar w:fldCharType="separate"/></w:r>', "<w:r {}><w:t>12</w:t></w:r>", '<w:r {}><w:fldChar w:fldCharType="end"/></w:r>',
)  # fmt: skip
PROMPT = "<w:sdt {}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单位全称</w:t></w:r></w:sdtContent></w:sdt>"


def with_field(code: str) -> list[tuple[str, str]]:
    document = docx.Document()
    paragraph = document.add_paragraph("受理")
    for each in FIELD:
        paragraph._p.append(parse_xml(each.format(nsdecls("w"), code)))
    return Template.load(save(document)).unfilled


@pytest.mark.parametrize("code", ["MERGEFIELD", " docvariable", "FORMTEXT", "FILLIN", "LINK", "MACROBUTTON"])
def test_a_field_that_another_program_fills_is_told(code: str) -> None:
    assert with_field(code) == [("正文", f"正文里有域“{code.strip()} x”，印出来的是它上次的结果")]


@pytest.mark.parametrize("code", ["PAGE", "NUMPAGES", "TOC", "REF", "SEQ", "NEXTPAGE"])
def test_a_field_that_word_fills_is_not(code: str) -> None:
    assert with_field(code) == []


def test_a_simple_field_and_a_prompt_and_a_description_are_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()._p
    paragraph.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="MERGEFIELD 总数"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )
    paragraph.append(parse_xml(PROMPT.format(nsdecls("w"))))
    described = f'<w:r {nsdecls("w", "wp")}><w:drawing><wp:inline><wp:docPr id="1" name="图" descr="{{}}"/></wp:inline></w:drawing></w:r>'
    paragraph.append(parse_xml(described.format("XX镇地图")))
    paragraph.append(parse_xml(described.format("近海镇地图")))
    assert [said for _, said in Template.load(save(document)).unfilled] == [
        "正文里有域“MERGEFIELD 总数”，印出来的是它上次的结果",
        "正文的内容控件还没有填，印的是提示“单位全称”",
        "正文里图片的说明“XX镇地图”没有填",
    ]
