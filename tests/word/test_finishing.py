"""Parts filled each by itself fit each other: references across body, headers and notes."""

from __future__ import annotations

import re

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.model import Slot
from reportgen.word.document import Template, text_lines
from tests.word.test_document import SLOTS, add_story, read, save, told
from tests.word.test_fields import pieces, simple
from tests.word.test_fill import r
from tests.word.test_references import marked

FIELD = pieces(r" REF _Ref1 \h ", r("二、败诉情况"))


def add(document: docx.document.Document, *paragraphs: str, place: int = -1) -> None:
    """Add paragraphs of text or of XML at the end, or before the one at a place."""
    for text in paragraphs:
        inside = text if text.startswith("<w:") else r(text)
        made = parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>")
        document.element.body.insert(len(document.element.body) + place, made)


def dropping(reference: str, *, to: str = marked("_Ref1", "二、败诉情况")) -> docx.document.Document:
    """A document whose second part is dropped, and a paragraph that refers to it."""
    document = docx.Document()
    add(document, "一、总体情况", "共{{总数}}件", "{{#败诉}}", to, "败诉{{败诉}}件", "{{/败诉}}")
    if reference:
        add(document, r("详见") + reference)
    return document


@pytest.mark.parametrize(
    "reference",
    [
        FIELD,
        simple("REF _ref1", r("二、败诉情况")),
        pieces("PAGEREF _Ref1", r("2")),
        f'<w:hyperlink w:anchor="_Ref1">{r("败诉情况")}</w:hyperlink>',
        pieces('HYPERLINK \\l "_Ref1"', r("败诉情况")),
    ],
)
def test_a_reference_to_what_is_not_printed_is_told_with_its_place(reference: str) -> None:
    (finding,) = told(save(dropping(reference)))
    assert finding.code == "TPL022"
    assert "“二、败诉情况”" in finding.message
    assert finding.place.sheet.startswith("“一、总体情况”下") or finding.place.sheet.startswith(
        "“二、败诉情况”下"
    )
    assert "详见" in finding.place.sheet
    assert "{{#败诉}}……{{/败诉}}" in finding.fix


def test_a_reference_within_the_same_part_goes_with_it() -> None:
    document = dropping("", to=marked("_Ref1", "二、败诉情况") + r("，见") + FIELD)
    report, findings = Template.load(save(document)).fill(SLOTS)
    assert (report is None, findings) == (False, [])
    report, findings = Template.load(save(dropping(FIELD))).fill({**SLOTS, "败诉": Slot("2", True)})
    assert (report is None, findings) == (False, [])
    assert "详见二、败诉情况" in "".join(text_lines(report or b""))


@pytest.mark.parametrize("kind", ["header", "footnotes"])
def test_a_reference_in_a_header_or_a_note_is_told(kind: str) -> None:
    document = dropping("")
    if kind == "header":
        header = document.sections[0].header.paragraphs[0]
        header._p.append(
            parse_xml(f"<w:hyperlink {nsdecls('w')} w:anchor='_Ref1'>{r('败诉情况')}</w:hyperlink>")
        )
        file = save(document)
    else:
        file = add_story(
            save(document), kind, f'<w:footnote w:id="1"><w:p>{r("见")}{FIELD}</w:p></w:footnote>'
        )
    (finding,) = told(file)
    assert (finding.code, finding.place.sheet[:2]) == (
        "TPL022",
        {"header": "页眉", "footnotes": "脚注"}[kind],
    )


def test_a_reference_to_nothing_is_told_even_where_nothing_goes() -> None:
    document = docx.Document()
    add(document, "共{{总数}}件", r("见") + pieces("REF _Ref9", r("错误!未找到引用源。")))
    (finding,) = told(save(document))
    assert (finding.code, "模板里没有" in finding.message) == ("TPL022", True)


def test_an_entry_of_the_contents_goes_with_its_heading() -> None:
    document = dropping("")
    entries = [
        f'<w:hyperlink w:anchor="{name}">{r(text)}</w:hyperlink>'
        for name, text in (("_Toc0", "一、总体情况\t1"), ("_Ref1", "二、败诉情况\t2"))
    ]
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    code = '<w:r><w:instrText>TOC \\o "1-3" \\h</w:instrText></w:r>'
    add(
        document,
        marks[0] + code + marks[1] + entries[0],
        entries[1] + marks[2],
        marked("_Toc0", "目录所指", 9),
    )
    report, findings = Template.load(save(document)).fill(SLOTS)
    assert findings == []
    body = read(report or b"")["word/document.xml"].decode()
    assert "败诉情况" not in body
    assert re.findall(r'fldCharType="(\w+)"', body) == ["begin", "separate", "end"]
    assert "reference=" not in body


def test_a_reference_in_a_part_without_tags_shows_what_is_printed() -> None:
    document = docx.Document()
    add(document, r("共") + marked("总", "{{总数}}") + r("件"))
    document.sections[0].header.paragraphs[0]._p.append(
        parse_xml(f"<w:fldSimple {nsdecls('w')} w:instr='REF 总'>{r('108')}</w:fldSimple>")
    )
    report, findings = Template.load(save(document)).fill(SLOTS)
    assert findings == []
    header = next(
        text for name, text in read(report or b"").items() if "header" in name and b"108" not in text
    )
    assert b">12<" in header


def test_a_part_that_nothing_refers_from_is_kept_byte_for_byte() -> None:
    document = dropping("")
    document.sections[0].header.paragraphs[0].text = "近海镇"
    file = save(document)
    report, _ = Template.load(file).fill(SLOTS)
    names = [name for name in read(file) if "header" in name]
    assert names
    assert all(read(report or b"")[name] == read(file)[name] for name in names)


def test_each_copy_of_a_part_may_refer_to_its_own_bookmark() -> None:
    document = docx.Document()
    add(
        document,
        "{{#结果}}",
        marked("甲", "{{名}}") + r("，即") + pieces("REF 甲", r("上年")),
        "{{/结果}}",
        "共{{总数}}件",
    )
    report, findings = Template.load(save(document)).fill(SLOTS)
    assert findings == []
    assert [line.partition("\t")[2] for line in text_lines(report or b"")] == [
        "维持，即维持",
        "撤销，即撤销",
        "共12件",
    ]
