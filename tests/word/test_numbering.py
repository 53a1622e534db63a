"""Typed numbers of headings are counted anew; what names a heading that went is told."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.model import Finding, Slot
from reportgen.word.document import Template, text_lines
from reportgen.word.numbering import headings, mark_headings, replace_label
from tests.word.test_document import SLOTS, save
from tests.word.test_fields import pieces, tree
from tests.word.test_fill import p, r, row, table
from tests.word.test_references import marked

CASES = {**SLOTS, "问题": Slot(None, True, ({"题": Slot("慢", True)}, {"题": Slot("少", True)}), ("题",))}


def written(*lines: str) -> bytes:
    """A template: paragraphs of text, or of XML; # before a text makes a heading of Word's."""
    document = docx.Document()
    for line in lines:
        if line.startswith("<w:"):
            made = parse_xml(f"<w:body {nsdecls('w')}>{line}</w:body>")
            for child in list(made):
                document.element.body.insert(len(document.element.body) - 1, child)
        elif line.startswith("#"):
            document.add_heading(line[1:], 1)
        else:
            document.add_paragraph(line)
    return save(document)


def filled(*lines: str, **slots: Slot) -> tuple[list[str], list[Finding]]:
    report, findings = Template.load(written(*lines)).fill({**CASES, **slots})
    assert report is not None
    return [line.partition("\t")[2] for line in text_lines(report)], findings


def only(*lines: str, name: str = "败诉") -> tuple[str, ...]:
    """Lines that are printed only where a figure is not 0, which this one is."""
    return (f"{{{{#{name}}}}}", *lines, f"{{{{/{name}}}}}")


@pytest.mark.parametrize(
    ("first", "second", "third", "new"),
    [
        ("一、甲", "二、乙", "三、丙", "二、丙"),
        ("（一）甲", "（二）乙", "（三）丙", "（二）丙"),
        ("1.甲", "2.乙", "3.丙", "2.丙"),
        ("１．甲", "２．乙", "３．丙", "２．丙"),
        ("1、甲", "2、乙", "3、丙", "2、丙"),
        ("（1）甲", "（2）乙", "（3）丙", "（2）丙"),
        ("第一章 甲", "第二章 乙", "第三章 丙", "第二章 丙"),
        ("第一部分 甲", "第二部分 乙", "第三部分 丙", "第二部分 丙"),
        ("九、甲", "十、乙", "十一、丙", "十、丙"),
    ],
)
@pytest.mark.parametrize("style", ["", "#"])
def test_headings_behind_one_that_is_not_printed_are_counted_anew(
    first: str, second: str, third: str, new: str, style: str
) -> None:
    lines, findings = filled(
        style + first, "共{{总数}}件", *only(style + second, "败诉{{败诉}}件"), style + third
    )
    assert lines == [first, "共12件", new]
    assert findings == []
    lines, _ = filled(style + first, *only(style + second), style + third, 败诉=Slot("2", True))
    assert lines == [first, second, third]


def test_each_level_is_counted_within_its_own_part() -> None:
    lines, _ = filled(
        "一、甲", "（一）子", *only("（二）丑"), "（三）寅", "1.卯", *only("2.辰"), "3.巳", *only("二、乙", "（一）午"),
        "三、丙", "（一）未", "（二）申", "共{{总数}}件",
    )  # fmt: skip
    assert lines == [
        "一、甲",
        "（一）子",
        "（二）寅",
        "1.卯",
        "2.巳",
        "二、丙",
        "（一）未",
        "（二）申",
        "共12件",
    ]


def test_alternatives_have_one_number_and_what_follows_the_next() -> None:
    text = (
        "一、甲",
        *only("二、乙"),
        "{{^败诉}}",
        "二、丁",
        "{{/败诉}}",
        *only("三、戊"),
        "四、丙",
        "{{总数}}",
    )
    assert filled(*text)[0] == ["一、甲", "二、丁", "三、丙", "12"]
    first = (*only("一、乙"), "{{^败诉}}", "一、丁", "{{/败诉}}", "二、丙", "{{总数}}")
    assert filled(*first)[0] == ["一、丁", "二、丙", "12"]
    assert filled(*first, 败诉=Slot("1", True))[0] == ["一、乙", "二、丙", "12"]


def test_the_first_heading_may_go() -> None:
    assert filled(*only("一、甲"), "二、乙", "三、丙", "{{总数}}")[0] == ["一、乙", "二、丙", "12"]


def test_repeated_headings_are_counted_on_and_whole_lists_begin_again() -> None:
    assert filled("一、前", "{{#问题}}", "二、{{题}}", "{{/问题}}", "三、后", "{{总数}}")[0] == [
        "一、前", "二、慢", "三、少", "四、后", "12",
    ]  # fmt: skip
    assert filled("{{#问题}}", "{{题}}", "1.甲", "2.乙", "{{/问题}}", "{{总数}}")[0] == [
        "慢", "1.甲", "2.乙", "少", "1.甲", "2.乙", "12",
    ]  # fmt: skip
    assert filled("{{#问题}}", "一、{{题}}", "（一）甲", "（二）乙", "{{/问题}}", "{{总数}}")[0] == [
        "一、慢", "（一）甲", "（二）乙", "二、少", "（一）甲", "（二）乙", "12",
    ]  # fmt: skip


def test_a_heading_may_be_a_phrase_and_its_number_in_pieces() -> None:
    pieces_ = p("{{#败诉}}二、乙{{/败诉}}") + p(r("三"), r("、"), r("丙"))
    assert filled("一、甲", pieces_, "{{总数}}")[0] == ["一、甲", "二、丙", "12"]
    apart = p(r("{{#败诉}}"), r("二、乙"), r("{{/败诉}}"))
    assert filled("一、甲", apart, "三、丙", "{{总数}}")[0] == ["一、甲", "二、丙", "12"]
    wide = p(r("（"), r("三"), r("）丙"))
    assert filled("（一）甲", *only("（二）乙"), wide, "{{总数}}")[0] == ["（一）甲", "（二）丙", "12"]


@pytest.mark.parametrize(
    "lines",
    [
        ["一、甲", *only("乙"), "三、丙", "共{{总数}}件"],
        ["12.5%的案件", *only("乙"), "2023.1.1起", "共{{总数}}件"],
        ["（二）甲", *only("乙"), "（四）丙", "共{{总数}}件"],
        ["五、甲", *only("六是乙"), "五月的案件", "共{{总数}}件"],
    ],
)
def test_what_is_no_count_in_the_template_is_left_as_it_is(lines: list[str]) -> None:
    left = [line for line in lines if not line.startswith("{{") and "乙" not in line]
    assert filled(*lines)[0] == [line.replace("{{总数}}", "12") for line in left]


def test_what_departments_write_and_what_stands_in_tables_is_not_counted() -> None:
    value = Slot("三、丁\n五、戊", True)
    lines, _ = filled("一、甲", "{{文}}", *only("二、乙"), table(row("3.己", "五、庚")), "{{总数}}", 文=value)
    assert lines == ["一、甲", "三、丁", "五、戊", "3.己", "五、庚", "12"]


# What names a heading that went


FOUR = ("一、总体情况", *only("二、败诉案件分析"), "三、学法培训", "（一）集中学法", "共{{总数}}件")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("详见第二部分。", "没有印"),
        ("培训见第三部分。", "现在是“二、学法培训”"),
        ("详见本报告二、。", "没有印"),
        ("参见“三、学法培训”。", "现在是“二、学法培训”"),
        ("见三（一）。", "现在是“二、学法培训”"),
        ("原因在“败诉案件分析”里说明。", "没有印"),
        ("详见下文败诉案件分析。", "没有印"),
    ],
)
def test_a_text_that_names_a_heading_that_went_or_was_counted_anew_is_told(text: str, said: str) -> None:
    lines, findings = filled(*FOUR, text)
    assert lines[:2] == ["一、总体情况", "二、学法培训"]
    assert {each.code for each in findings} == {"TPL023"}
    assert {each.severity for each in findings} == {"warning"}
    assert said in findings[0].message
    assert text[:6] in findings[0].place.sheet
    assert filled(*FOUR, text, 败诉=Slot("1", True))[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "详见第一部分。",
        "按照《纲要》第三部分的要求办理。",
        "全年败诉案件分析一次。",
        "三、四季度共{{总数}}件。",
        "见附件。",
        "一、二季度情况见附表（一）。",
    ],
)
def test_other_texts_are_not_told(text: str) -> None:
    assert filled(*FOUR, text)[1] == []


def test_what_a_department_writes_is_not_told() -> None:
    assert filled(*FOUR, "{{文}}", 文=Slot("详见第三部分。", True))[1] == []


def test_a_typed_entry_of_the_contents_whose_heading_went_is_refused() -> None:
    contents = ("目录", "一、总体情况……1", "二、败诉案件分析\t2", "三、学法培训 3")
    report, findings = Template.load(written(*contents, *FOUR)).fill(CASES)
    assert report is None
    assert [(each.code, each.severity) for each in findings] == [("TPL022", "error")]
    assert "“二、败诉案件分析”" in findings[0].message
    own = ("目录", "一、总体情况……1", *only("二、败诉案件分析……2"), "三、学法培训……3")
    assert filled(*own, *FOUR)[0][:3] == ["目录", "一、总体情况……1", "二、学法培训……3"]


def test_the_entries_of_the_contents_are_counted_with_their_headings() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    entries = [
        r(text) + pieces(f"PAGEREF {name}", r("1")) for name, text in (("t2", "二、乙"), ("t3", "三、丙"))
    ]
    contents = p(begin + entries[0]) + p(entries[1] + end)
    second, third = p(marked("t2", "二、乙", 2)), p(marked("t3", "三、丙", 3))
    shown = p("见", pieces("REF t3", r("三、丙")))
    lines, findings = filled(contents, "一、甲", *only(second), third, shown, "{{总数}}")
    assert lines == ["二、丙1", "一、甲", "二、丙", "见二、丙", "12"]
    assert findings == []


# Headings and labels


def test_numbered_paragraphs_are_known_by_their_level() -> None:
    root = tree(
        "".join(map(p, ["第一章 总则", "一、甲", "（一）乙", "1.丙", "（1）丁", "戊", "{{#有}}二、己"]))
    )
    mark_headings(root)
    assert [(each.level, each.number, each.label, each.title) for each in headings(root)] == [
        (1, 1, "第一章", "总则"),
        (3, 1, "一、", "甲"),
        (4, 1, "（一）", "乙"),
        (5, 1, "1.", "丙"),
        (6, 1, "（1）", "丁"),
        (3, 2, "二、", "己"),
    ]


@pytest.mark.parametrize(
    "runs", [["十一、甲"], ["十", "一、甲"], ["  十", "一", "、", "甲"], ["十一、", "甲"]]
)
def test_a_label_is_replaced_wherever_word_cuts_it(runs: list[str]) -> None:
    paragraph = tree(p(*map(r, runs)))[0][0]
    assert replace_label(paragraph, "十一、", "十、") is True
    assert "".join(paragraph.itertext()).strip() == "十、甲"
    assert replace_label(paragraph, "十一、", "九、") is False


# Numbers that Word counts


@pytest.mark.parametrize("where", ["paragraph", "style"])
def test_headings_that_word_numbers_are_told_once(where: str) -> None:
    document = docx.Document()
    numbered = parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    made = [document.add_heading("总体情况", 1), document.add_heading("学法培训", 1)]
    document.add_paragraph("共{{总数}}件", style="List Number")
    if where == "style":
        document.styles["Heading 1"].element.get_or_add_pPr().append(numbered)
    else:
        made[1]._p.get_or_add_pPr().append(numbered)
    report, findings = Template.load(save(document)).fill(SLOTS)
    assert report is not None
    ((code, severity, place),) = [(each.code, each.severity, each.place.sheet) for each in findings]
    assert (code, severity) == ("TPL024", "warning")
    assert place == ("标题“总体情况”" if where == "style" else "标题“学法培训”")


def test_a_numbered_list_is_no_heading() -> None:
    document = docx.Document()
    document.add_heading("一、总体情况", 1)
    document.add_paragraph("共{{总数}}件", style="List Number")
    assert Template.load(save(document)).fill(SLOTS)[1] == []
