"""What filling does to the text, the formats and the structure of a Word document."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.model import Slot
from reportgen.word import fill as filling
from reportgen.word.elements import P, read_text
from reportgen.word.package import W
from reportgen.word.prepare import prepare
from reportgen.word.scopes import check_names
from reportgen.word.tags import Mistake

NAMES = (
    f'xmlns:w="{W[1:-1]}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


def r(text: str, properties: str = "") -> str:
    """A run."""
    format_ = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{format_}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; plain text is a run without format."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def row(*cells: str) -> str:
    inside = (cell if cell.startswith("<") else p(cell) for cell in cells)
    return f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in inside)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def prepare_and_fill(body: str, slots: dict[str, Slot], draft: bool = False) -> tuple[Any, list[Mistake]]:
    root = etree.fromstring(f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
    prepared = prepare(root)
    mistakes = [*prepared.mistakes, *check_names(prepared, slots)]
    return (root, mistakes) if mistakes else filling.fill(prepared, slots, draft=draft)[:2]


def fill(body: str, slots: dict[str, Slot], draft: bool = False) -> Any:
    """Return the filled body; nothing may be wrong, and no mark may be left."""
    root, mistakes = prepare_and_fill(body, slots, draft)
    assert not mistakes
    assert all(element.tag.startswith("{") for element in root.iter())
    return root[0]


def lines(body: str, slots: dict[str, Slot]) -> list[str]:
    """Return the text of the filled paragraphs; those of table cells begin with a bar."""
    return [
        "|" * sum(up.tag == W + "tc" for up in paragraph.iterancestors()) + read_text(paragraph)
        for paragraph in fill(body, slots).iter(P)
    ]


def xml(body: str, slots: dict[str, Slot], draft: bool = False) -> str:
    """Return the filled body's XML without namespaces and space attributes."""
    text = etree.tostring(fill(body, slots, draft), encoding="unicode")
    return (
        re.sub(r' (xmlns:\w+|xml:space)="[^"]*"', "", text).removeprefix("<w:body>").removesuffix("</w:body>")
    )


def codes(body: str, slots: dict[str, Slot]) -> list[tuple[str, int]]:
    """Return the mistakes as code and number of the tag."""
    return [(mistake.code, mistake.tag) for mistake in prepare_and_fill(body, slots)[1]]


def s(text: str | None, source: str = "") -> Slot:
    return Slot(text, bool(text) and text != "0", source=source)


def items(*rows: dict[str, Slot], fields: tuple[str, ...] = ()) -> Slot:
    return Slot(None, bool(rows), rows, fields or tuple(rows[0]))


SLOTS = {
    "总数": s("12"),
    "败诉": s("0"),
    "胜诉": s("3"),
    "空": s(""),
    "缺": s(None),
    "结果": items({"名": s("维持"), "数": s("7")}, {"名": s("撤销"), "数": s("5")}),
    "无": items(fields=("名", "数")),
}


# Values


def test_a_value_replaces_its_tag_and_nothing_else() -> None:
    assert lines(p("全年“共”{{ 总数 }}件 {1}，胜{{胜诉}}件。"), SLOTS) == ["全年“共”12件 {1}，胜3件。"]


def test_full_width_braces_count_as_braces() -> None:
    assert lines(p("共｛｛总数｝｝件｛｛＃胜诉｝｝，胜诉｛｛胜诉｝｝件｛｛／胜诉｝｝"), SLOTS) == [
        "共12件，胜诉3件"
    ]


def test_ampersand_in_a_value_is_escaped() -> None:
    assert xml(p("甲{{值}}乙"), {"值": s('A&B <c> "d"')}) == (
        '<w:p><w:r><w:t>甲</w:t><w:t>A&amp;B &lt;c&gt; "d"</w:t><w:t>乙</w:t></w:r></w:p>'
    )


def test_a_value_is_never_parsed_as_a_template() -> None:
    assert lines(p("{{值}}") + p("{{#结果}}{{值}}{{/结果}}"), {**SLOTS, "值": s("{{总数}}")}) == [
        "{{总数}}",
        "{{总数}}{{总数}}",
    ]


@pytest.mark.parametrize("value", ["坏\x00字", "坏\x0b字", "坏\ud800字", "坏\uffff字", "两\n行\x01"])
def test_a_character_that_word_cannot_hold_names_the_source(value: str) -> None:
    _, (mistake,) = prepare_and_fill(p("{{值}}"), {"值": s(value, "司法所/普法.xlsx › 普法 › D7")})
    assert mistake.code == "TPL006"
    assert "司法所/普法.xlsx › 普法 › D7" in mistake.message
    assert "U+" in mistake.message


def test_none_is_a_mistake_only_where_it_is_printed() -> None:
    assert codes(p("{{缺}}"), SLOTS) == [("TPL005", 0)]
    assert lines(p("无{{#缺}}{{缺}}{{/缺}}"), SLOTS) == ["无"]


def test_spaces_at_the_edge_of_text_and_value_survive() -> None:
    body = fill(p("共 {{值}} 件"), {"值": s(" 1 ")})
    assert [(t.text, len(t.attrib)) for t in body.iter(W + "t")] == [("共 ", 1), (" 1 ", 1), (" 件", 1)]


def test_spaces_that_come_to_the_edge_of_a_text_survive() -> None:
    body = fill("<w:p><w:r><w:t>共 {{总数}} 件{</w:t></w:r><w:r><w:t>{总数}} 完</w:t></w:r></w:p>", SLOTS)
    assert [(t.text, len(t.attrib)) for t in body.iter(W + "t")][0::2] == [("共 ", 1), (" 件", 1), (" 完", 1)]


def test_a_comment_leaves_nothing() -> None:
    assert lines(p("甲{{! 说明 }}乙") + p("{{! 独占一段 }}") + p("丙"), SLOTS) == ["甲乙", "丙"]


def test_a_paragraph_that_a_value_leaves_empty_is_removed() -> None:
    assert lines(p("甲") + p(" {{空}} ") + p("乙"), SLOTS) == ["甲", "乙"]


def test_an_empty_value_keeps_a_paragraph_with_a_picture() -> None:
    assert xml(p("{{空}}", "<w:r><w:drawing/></w:r>"), SLOTS) == "<w:p><w:r><w:drawing/></w:r></w:p>"


def test_an_empty_value_keeps_a_paragraph_with_a_field_or_a_page_break() -> None:
    field = '<w:fldSimple w:instr="PAGE"/>'
    assert xml(p("{{空}}", field) + p("{{空}}"), SLOTS) == f"<w:p>{field}</w:p>"
    page = '<w:r><w:br w:type="page"/></w:r>'
    assert xml(p("{{", page, "空}}") + p("{{空}}"), SLOTS) == f"<w:p>{page}</w:p>"


def test_an_empty_value_keeps_a_paragraph_between_tables_and_after_the_last() -> None:
    body = table(row("甲")) + p("{{空}}") + table(row("乙"))
    assert lines(body + p("{{空}}"), SLOTS) == ["|甲", "", "|乙", ""]


def test_an_empty_value_keeps_the_only_paragraph_of_a_cell() -> None:
    assert lines(table(row("{{空}}", p("{{空}}") + p("甲"))), SLOTS) == ["|", "|甲"]


# Lines


def test_lines_of_a_value_alone_in_its_paragraph_become_paragraphs_of_its_format() -> None:
    style, bold = '<w:pStyle w:val="正文"/>', "<w:b/>"
    assert xml(p(r(" {{值}}", bold), properties=style), {"值": s("一\n二\r\n\n")}) == (
        f"<w:p><w:pPr>{style}</w:pPr><w:r><w:rPr>{bold}</w:rPr><w:t> </w:t><w:t>一</w:t></w:r></w:p>"
        f"<w:p><w:pPr>{style}</w:pPr><w:r><w:rPr>{bold}</w:rPr><w:t> </w:t><w:t>二</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    "beside", ["<w:r><w:drawing/></w:r>", "<w:r><w:t>乙</w:t></w:r>", '<w:fldSimple w:instr="PAGE"/>']
)
def test_lines_of_a_value_beside_other_content_stay_in_one_paragraph(beside: str) -> None:
    filled = fill(p("{{值}}", beside), {"值": s("一\n二")})
    assert len(list(filled.iter(P))) == len(list(filled.iter(W + "br"))) == 1


def test_a_value_of_blank_lines_leaves_nothing() -> None:
    assert lines(p("甲") + p("{{值}}") + p("乙"), {"值": s(" \n\n ")}) == ["甲", "乙"]


def test_a_paragraph_that_a_cell_needs_stands_behind_its_properties() -> None:
    start = '<w:bookmarkStart w:id="1"/>'
    block = p("{{#败诉}}") + p("乙") + p(start, "{{/败诉}}")
    assert xml(table(row("甲")).replace(p("甲"), block), SLOTS).count(f"<w:tcPr/><w:p/>{start}") == 1
    bare = f"<w:tbl><w:tr><w:tc>{block}</w:tc></w:tr></w:tbl>"
    assert xml(bare, SLOTS) == f"<w:tbl><w:tr><w:tc><w:p/>{start}</w:tc></w:tr></w:tbl>"


def test_lines_of_a_value_among_text_become_line_breaks() -> None:
    assert xml(p("甲{{值}}"), {"值": s("一\n二\t三")}) == (
        "<w:p><w:r><w:t>甲</w:t><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>"
    )


def test_paragraphs_of_a_value_have_a_bookmark_and_a_section_break_once() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="甲"/><w:bookmarkEnd w:id="1"/>'
    filled = xml(p(mark, "{{值}}", properties="<w:sectPr/>"), {"值": s("一\n二")})
    assert filled == (
        f"<w:p><w:pPr/>{mark}<w:r><w:t>一</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>二</w:t></w:r></w:p>"
    )


# Tags that Word has split


FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Arial"/>'


def test_a_value_takes_the_format_of_the_run_its_tag_begins_in_with_all_font_slots() -> None:
    filled = xml(p(r("共{", FONTS), r("{总", "<w:i/>"), r("数}}件", "<w:b/>")), SLOTS)
    assert filled == (
        f"<w:p><w:r><w:rPr>{FONTS}</w:rPr><w:t>共</w:t><w:t>12</w:t></w:r>"
        "<w:r><w:rPr><w:b/></w:rPr><w:t>件</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize("wrapper", ["w:ins", "w:hyperlink", "w:smartTag", "w:moveTo"])
@pytest.mark.parametrize("half", [("{}{{{{总", "数}}}}乙"), ("{}{{{{", "总数}}}}乙")])
def test_tag_half_inside_an_insertion_or_a_hyperlink_is_filled_and_nothing_lost(
    wrapper: str, half: tuple[str, str]
) -> None:
    first, last = half[0].format("甲"), half[1].format()
    inside = f"<{wrapper}>{r(last)}</{wrapper}>"
    before = f"<{wrapper}>{r(first)}</{wrapper}>"
    assert lines(p(first, inside) + p("后文"), SLOTS) == ["甲12乙", "后文"]
    assert lines(p(before, last) + p("后文"), SLOTS) == ["甲12乙", "后文"]


def test_a_hyperlink_that_held_only_the_end_of_a_tag_is_removed() -> None:
    assert (
        xml(p("{{总", f"<w:hyperlink>{r('数}}')}</w:hyperlink>"), SLOTS)
        == "<w:p><w:r><w:t>12</w:t></w:r></w:p>"
    )


def test_bookmark_or_comment_that_begins_inside_a_tag_is_kept() -> None:
    start = '<w:bookmarkStart w:id="1" w:name="甲"/><w:commentRangeStart w:id="2"/><w:proofErr w:type="spellStart"/>'
    end = '<w:bookmarkEnd w:id="1"/><w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r>'
    assert xml(p("{{总", start, "数}}件", end), SLOTS) == (
        f"<w:p><w:r><w:t>12</w:t></w:r>{start}<w:r><w:t>件</w:t></w:r>{end}</w:p>"
    )


def test_tag_inside_a_tracked_deletion_is_left_alone() -> None:
    deleted = "<w:del><w:r><w:delText>{{总数}}</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{r('{{总数}}')}</w:moveFrom>"
    filled = xml(p(deleted, moved, "共{{总数}}"), SLOTS)
    assert "<w:delText>{{总数}}</w:delText>" in filled
    assert "<w:moveFrom><w:r><w:t>{{总数}}</w:t></w:r></w:moveFrom>" in filled
    assert "<w:t>12</w:t>" in filled


def test_tags_in_content_controls_at_every_level_are_filled() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    cell = control(f"<w:tc>{p('{{总数}}')}</w:tc>")
    body = (
        control(p("{{总数}}"))
        + p(control(r("{{总数}}")))
        + table(control(row("{{总数}}")), f"<w:tr>{cell}</w:tr>")
    )
    assert lines(body, SLOTS) == ["12", "12", "|12", "|12"]


def test_both_copies_of_a_text_box_are_filled() -> None:
    box = f"<w:txbxContent>{p('{{#胜诉}}') + p('胜{{胜诉}}') + p('{{/胜诉}}')}</w:txbxContent>"
    picture = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(p("共{{总数}}", picture), SLOTS) == ["共12", "胜3", "胜3"]


def test_a_section_does_not_leave_a_text_box() -> None:
    box = f"<w:r><w:drawing><w:txbxContent>{p('{{/胜诉}}')}</w:txbxContent></w:drawing></w:r>"
    assert codes(p("{{#胜诉}}") + p(box), SLOTS) == [("TPL002", 0), ("TPL002", 1)]


def test_a_text_box_in_a_repeated_paragraph_knows_the_item() -> None:
    box = f"<w:r><w:drawing><w:txbxContent>{p('{{名}}')}</w:txbxContent></w:drawing></w:r>"
    assert lines(p("{{#结果}}") + p("图", box) + p("{{/结果}}"), SLOTS) == ["图", "维持", "图", "撤销"]


PLAIN = st.text(st.sampled_from("甲乙，。“”&< 　ab1"), max_size=6)
TAGS = {
    "{{总数}}": "12",
    "{{ 胜诉 }}": "3",
    "｛｛空｝｝": "",
    "{{^败诉}}无{{/败诉}}": "无",
    "{{#败诉}}有{{/败诉}}": "",
}


@settings(max_examples=300)
@given(st.lists(st.tuples(PLAIN, st.sampled_from(sorted(TAGS))), min_size=1, max_size=5), PLAIN, st.data())
def test_however_word_splits_the_runs_only_the_tags_change(
    parts: list[tuple[str, str]], last: str, data: st.DataObject
) -> None:
    text = "甲" + "".join(plain + tag for plain, tag in parts) + last
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=12)) | {0, len(text)})
    owner = [number for number, (a, b) in enumerate(pairwise(cuts)) for _ in range(a, b)]
    expected = [("甲", 0)]
    at = 1
    for plain, tag in [*parts, (last, "")]:
        expected += [(character, owner[at + n]) for n, character in enumerate(plain)]
        at += len(plain)
        value = TAGS.get(tag, "")
        origin = at + tag.index(value) if tag.startswith("{{^") else at
        expected += [(character, owner[origin]) for character in value]
        at += len(tag)

    between = st.sampled_from(
        ["", "<w:proofErr/>", '<w:bookmarkStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>']
    )
    around = st.sampled_from(["{}", "<w:ins>{}</w:ins>", "<w:hyperlink>{}</w:hyperlink>"])
    escaped = (text[a:b].replace("&", "&amp;").replace("<", "&lt;") for a, b in pairwise(cuts))
    runs = [data.draw(around).format(r(piece, f'<w:sz w:val="{n}"/>')) for n, piece in enumerate(escaped)]
    body = p(*(data.draw(between) + run for run in runs)) + p("后文")
    first, second = fill(body, SLOTS)
    filled = [
        (character, int(run.find(f"{W}rPr/{W}sz").get(W + "val")))
        for run in first.iter(W + "r")
        for character in read_text(run)
    ]
    assert filled == expected
    assert read_text(second) == "后文"
    for anchor in ("bookmarkStart", "commentRangeEnd"):
        assert len(list(first.iter(W + anchor))) == body.count(anchor)


# Sections inside a paragraph


@pytest.mark.parametrize(("losses", "text"), [("0", "本年暂无败诉案件。"), ("2", "本年败诉2件。")])
def test_a_section_inside_a_paragraph_keeps_the_text_beside_it(losses: str, text: str) -> None:
    body = p("本年{{^败诉}}暂无败诉案件{{/败诉}}{{#败诉}}败诉{{败诉}}件{{/败诉}}。")
    assert lines(body, {"败诉": s(losses)}) == [text]


def test_a_section_over_several_runs_keeps_their_formats() -> None:
    filled = xml(p(r("甲{{#胜诉}}乙", "<w:b/>"), r("丙", "<w:i/>"), r("丁{{/胜诉}}戊")), SLOTS)
    assert filled == (
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>乙</w:t></w:r>"
        "<w:r><w:rPr><w:i/></w:rPr><w:t>丙</w:t></w:r><w:r><w:t>丁</w:t></w:r><w:r><w:t>戊</w:t></w:r></w:p>"
    )


def test_a_list_inside_a_paragraph_repeats_runs() -> None:
    assert lines(p("其中{{#结果}}", r("{{名}}", "<w:b/>"), "{{数}}件；{{/结果}}完"), SLOTS) == [
        "其中维持7件；撤销5件；完"
    ]


def test_an_empty_list_is_false() -> None:
    assert lines(p("{{#无}}有{{/无}}{{^无}}没有{{/无}}"), SLOTS) == ["没有"]


def test_sections_nest_and_inner_names_win() -> None:
    groups = items(
        {"名": s("甲镇"), "村": items({"名": s("东村")}, {"名": s("西村")})},
        {"名": s("乙镇"), "村": items(fields=("名",))},
    )
    body = p("{{#镇}}{{名}}（{{#村}}{{名}}{{总数}}、{{/村}}{{^村}}无{{/村}}）{{/镇}}")
    assert lines(body, {**SLOTS, "镇": groups}) == ["甲镇（东村12、西村12、）乙镇（无）"]


def test_a_paragraph_that_a_section_leaves_empty_is_removed() -> None:
    assert lines(p("甲") + p("{{#败诉}}败诉{{/败诉}}") + p("乙"), SLOTS) == ["甲", "乙"]


def test_a_section_that_begins_in_a_hyperlink_splits_it() -> None:
    link = f'<w:hyperlink r:id="rId1">{r("甲{{#结果}}乙")}</w:hyperlink>'
    assert lines(p(link, "丙{{/结果}}丁"), SLOTS) == ["甲乙丙乙丙丁"]


def test_a_section_that_cuts_a_content_control_or_a_field_is_refused() -> None:
    control = f"<w:sdt><w:sdtContent>{r('{{#胜诉}}甲')}</w:sdtContent></w:sdt>"
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    assert codes(p(control, "{{/胜诉}}"), SLOTS) == [("TPL004", 0)]
    assert codes(p("{{#胜诉}}", field.format("begin"), "{{/胜诉}}", field.format("end")), SLOTS) == [
        ("TPL004", 0)
    ]


def test_bookmarks_and_comments_are_not_duplicated_by_repeating() -> None:
    marks = (
        '<w:bookmarkStart w:id="1" w:name="甲"/>',
        '<w:bookmarkEnd w:id="1"/><w:r><w:commentReference w:id="2"/></w:r>',
    )
    filled = xml(p("{{#结果}}", marks[0], "{{名}}", marks[1], "{{/结果}}"), SLOTS)
    assert [filled.count(name) for name in ("bookmarkStart", "bookmarkEnd", "commentReference")] == [1, 1, 1]
    assert filled.count("<w:r>") == 3


def test_a_bookmark_or_comment_that_is_half_in_a_dropped_section_is_kept() -> None:
    start = '<w:bookmarkStart w:id="1" w:name="甲"/><w:commentRangeStart w:id="2"/>'
    end = '<w:bookmarkEnd w:id="1"/><w:commentRangeEnd w:id="2"/>'
    reference = '<w:r><w:commentReference w:id="2"/></w:r>'
    assert xml(p("甲{{#败诉}}", start, "乙{{/败诉}}丙", end), SLOTS).count('w:id="') == 4
    assert xml(p(start, "甲{{#败诉}}乙", end, reference, "{{/败诉}}丙"), SLOTS) == (
        f"<w:p>{start}<w:r><w:t>甲</w:t></w:r>{end}{reference}<w:r><w:t>丙</w:t></w:r></w:p>"
    )


# Which font


@pytest.mark.parametrize("value", ["推进“枫桥经验”", "党建引领——多元化解", "学法、普法……", "法治·善治"])
@pytest.mark.parametrize(
    ("properties", "hinted"),
    [
        ("", '<w:rFonts w:hint="eastAsia"/>'),
        (
            '<w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/>',
            '<w:rFonts w:eastAsia="仿宋" w:hint="eastAsia"/><w:sz w:val="32"/>',
        ),
        ('<w:rStyle w:val="a"/><w:b/>', '<w:rStyle w:val="a"/><w:rFonts w:hint="eastAsia"/><w:b/>'),
        ('<w:rFonts w:hint="eastAsia"/>', '<w:rFonts w:hint="eastAsia"/>'),
    ],
)
def test_marks_of_both_scripts_are_set_in_the_chinese_font(value: str, properties: str, hinted: str) -> None:
    filled = xml(p(r("{{文}}", properties)), {"文": s(value)})
    assert filled == f"<w:p><w:r><w:rPr>{hinted}</w:rPr><w:t>{value}</w:t></w:r></w:p>"


@pytest.mark.parametrize("value", ["12", "人民调解", "12—15", "“A”"])
def test_a_value_without_such_marks_or_without_chinese_leaves_the_run_as_it_is(value: str) -> None:
    assert xml(p("{{文}}"), {"文": s(value)}) == f"<w:p><w:r><w:t>{value}</w:t></w:r></w:p>"


def test_the_lines_of_a_value_are_all_set_in_the_chinese_font() -> None:
    assert xml(p("{{文}}"), {"文": s("“甲”\n“乙”")}).count('w:hint="eastAsia"') == 2


# Sections around paragraphs


@pytest.mark.parametrize(("name", "kept"), [("胜诉", ["甲", "中", "乙"]), ("败诉", ["甲", "乙"])])
def test_condition_alone_on_its_line_leaves_no_blank_paragraph(name: str, kept: list[str]) -> None:
    assert lines(p("甲") + p(f"{{{{#{name}}}}}") + p("中") + p(f" {{{{/{name}}}}} ") + p("乙"), SLOTS) == kept


def test_a_list_around_paragraphs_and_tables_repeats_them() -> None:
    body = p("{{#结果}}") + p("{{名}}") + table(row("{{数}}")) + p("{{/结果}}") + p("完")
    assert lines(body, SLOTS) == ["维持", "|7", "撤销", "|5", "完"]


def test_one_paragraph_may_end_one_section_and_begin_the_next() -> None:
    body = (
        p("{{#胜诉}}")
        + p("有胜诉")
        + p("{{/胜诉}}{{^败诉}}{{#结果}}")
        + p("{{名}}")
        + p("{{/结果}} {{/败诉}}")
    )
    assert lines(body, SLOTS) == ["有胜诉", "维持", "撤销"]


def test_sections_around_paragraphs_nest() -> None:
    body = p("{{#胜诉}}") + p("{{#败诉}}") + p("甲") + p("{{/败诉}}") + p("乙") + p("{{/胜诉}}")
    assert lines(body, SLOTS) == ["乙"]


def test_section_within_a_cell_works_on_its_paragraphs() -> None:
    assert lines(table(row(p("{{#结果}}") + p("{{名}}") + p("{{/结果}}"), "乙")), SLOTS) == [
        "|维持",
        "|撤销",
        "|乙",
    ]


def test_false_condition_that_empties_a_cell_leaves_an_empty_paragraph() -> None:
    cell = p("{{#败诉}}") + p("甲") + p("{{/败诉}}")
    assert xml(table(row(cell)), SLOTS).count("<w:tc><w:tcPr/><w:p/></w:tc>") == 1


def test_section_around_paragraphs_keeps_a_section_break_on_its_tags() -> None:
    broken = "<w:sectPr/>"
    body = p("{{#败诉}}", properties=broken) + p("甲") + p("{{/败诉}}", properties=broken) + p("乙")
    assert (
        xml(body, SLOTS) == f"<w:p><w:pPr>{broken}</w:pPr></w:p>" * 2 + "<w:p><w:r><w:t>乙</w:t></w:r></w:p>"
    )


def test_bookmarks_on_the_paragraphs_of_tags_are_kept() -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="甲"/>', '<w:bookmarkEnd w:id="1"/>'
    assert xml(p(start, "{{#败诉}}") + p("甲") + p("{{/败诉}}", end) + p("乙"), SLOTS).startswith(
        f"{start}{end}<w:p>"
    )


@pytest.mark.parametrize(
    ("body", "tag"),
    [
        (p("甲{{#胜诉}}") + p("乙{{/胜诉}}"), 0),
        (p("{{#胜诉}}") + p("甲") + p("乙{{/胜诉}}"), 1),
        (p("{{#胜诉}}") + table(row("{{/胜诉}}")), 1),
        (p("{{#胜诉}}", "<w:r><w:drawing/></w:r>") + p("{{/胜诉}}"), 0),
        (p("{{#胜诉}}") + f"<w:sdt><w:sdtContent>{p('{{/胜诉}}')}</w:sdtContent></w:sdt>", 1),
        (table(row("{{#胜诉}}")) + table(row("{{/胜诉}}")), 0),
    ],
)
def test_text_beside_a_block_tag_is_refused_not_dropped(body: str, tag: int) -> None:
    assert ("TPL004", tag) in codes(body, SLOTS)


def test_tables_that_come_to_touch_are_kept_apart() -> None:
    body = table(row("甲")) + p("{{#败诉}}") + p("乙") + p("{{/败诉}}") + table(row("丙")) + p("完")
    assert lines(body, SLOTS) == ["|甲", "", "|丙", "完"]
    assert lines(p("{{#结果}}") + table(row("{{名}}")) + p("{{/结果}}") + p("完"), SLOTS) == [
        "|维持",
        "",
        "|撤销",
        "完",
    ]


def test_repeated_paragraphs_and_controls_have_no_identity_twice() -> None:
    control = f'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>{r("乙")}</w:sdtContent></w:sdt>'
    inside = p("甲", control).replace("<w:p>", '<w:p w14:paraId="0A" w14:textId="0B">')
    filled = xml(p("{{#结果}}") + inside + p("{{/结果}}"), SLOTS)
    assert [filled.count(identity) for identity in ("paraId", "textId", "<w:id ")] == [1, 1, 1]


# Sections around table rows


def test_tags_in_cells_of_one_row_repeat_the_row() -> None:
    assert lines(table(row("名", "数"), row("{{#结果}}{{名}}", "{{数}}{{/结果}}")), SLOTS) == [
        "|名", "|数", "|维持", "|7", "|撤销", "|5",
    ]  # fmt: skip


def test_tags_in_paragraphs_of_their_own_within_cells_repeat_the_row() -> None:
    assert lines(table(row(p("{{#结果}}") + p("{{名}}"), p("{{数}}") + p("{{/结果}}"))), SLOTS) == [
        "|维持", "|7", "|撤销", "|5",
    ]  # fmt: skip


def test_tags_in_different_rows_repeat_all_these_rows() -> None:
    assert lines(table(row("{{#结果}}{{名}}"), row("{{数}}{{/结果}}")), SLOTS) == [
        "|维持",
        "|7",
        "|撤销",
        "|5",
    ]


def test_row_that_holds_nothing_but_both_tags_is_repeated() -> None:
    assert lines(table(row("{{#结果}}", "{{/结果}}")), SLOTS) == ["|"] * 4


def test_rows_that_hold_only_section_tags_vanish() -> None:
    body = table(
        row("{{#结果}}", ""),
        row("{{名}}", "{{数}}"),
        row("", "{{/结果}}{{#败诉}}"),
        row("败", "诉"),
        row("{{/败诉}}", ""),
    )
    assert lines(body, SLOTS) == ["|维持", "|7", "|撤销", "|5"]


def test_loop_over_an_empty_list_keeps_the_rest_of_the_table() -> None:
    assert lines(table(row("名"), row("{{#无}}{{名}}", "{{/无}}")), SLOTS) == ["|名"]


def test_table_that_loses_its_last_row_is_removed() -> None:
    body = table(row("{{#无}}{{名}}", "{{/无}}"))
    assert lines(p("甲") + body + p("乙"), SLOTS) == ["甲", "乙"]
    assert xml(table(row("甲", body + p("乙"))), SLOTS).count("<w:tbl>") == 1
    assert xml(body, SLOTS) == "<w:p/>"


def test_table_removed_within_a_cell_leaves_the_cell_a_paragraph() -> None:
    inner = table(row("{{#无}}{{名}}", "{{/无}}"))
    assert "<w:tc><w:tcPr/><w:p/></w:tc>" in xml(table(row(inner)), SLOTS)


def test_vertically_merged_cells_are_copied_as_they_are() -> None:
    merged = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" + row("{{#结果}}{{数}}{{/结果}}")[6:]
    first = row("{{#结果}}{{名}}", "甲")
    body = table(first, merged.replace("{{#结果}}{{数}}{{/结果}}", "{{数}}{{/结果}}"))
    assert xml(body, SLOTS).count("<w:vMerge/>") == 2


def test_sections_that_overlap_in_a_row_are_refused() -> None:
    body = table(row("{{#胜诉}}甲"), row("{{/胜诉}}{{#总数}}"), row("丙{{/总数}}"), row("丁"))
    assert lines(body, SLOTS) == ["|甲", "|丙", "|丁"]
    overlapping = table(row("{{#胜诉}}甲"), row("乙{{/胜诉}}{{#总数}}"), row("丙{{/总数}}"))
    assert "TPL004" in {code for code, _ in codes(overlapping, SLOTS)}


# What is checked before anything is filled


def test_all_mistakes_are_told_at_once() -> None:
    body = p("{{总量}}") + p("{{总数") + p("{{#胜诉}}") + p("{{胜诉|同比}}")
    assert sorted(codes(body, SLOTS)) == [("TPL001", 0), ("TPL002", 2), ("TPL003", 1), ("TPL007", 3)]


def test_names_of_items_are_known_inside_their_section_only() -> None:
    assert codes(p("{{#结果}}{{名}}{{/结果}}{{名}}"), SLOTS) == [("TPL001", 3)]


def test_names_of_items_are_checked_when_the_list_is_empty() -> None:
    assert codes(p("{{#无}}{{名}}{{明}}{{/无}}"), SLOTS) == [("TPL001", 2)]


def test_the_names_in_a_list_that_cannot_stand_are_not_told_as_well() -> None:
    assert codes(p("甲{{#结果}}") + p("{{名}}") + p("{{/结果}}"), SLOTS) == [("TPL004", 0)]
    assert codes(p("{{#结果}}") + p("{{名}}"), SLOTS) == [("TPL002", 0)]
    assert codes(p("{{#结果}}") + p("{{名}}{{}}") + p("{{/结果}}") + p("{{名}}"), SLOTS) == [
        ("TPL003", 2),
        ("TPL001", 4),
    ]


def test_a_misspelt_section_is_one_mistake() -> None:
    assert codes(p("{{#结课}}{{名}}{{数}}{{/结课}}"), SLOTS) == [("TPL001", 0)]


def test_nothing_in_a_template_is_run() -> None:
    assert codes(p("{{ ().__class__ }}{{7*7}}"), SLOTS) == [("TPL001", 0), ("TPL001", 1)]


# Drafts


def test_a_draft_shows_what_is_missing_in_red() -> None:
    alarm = '<w:b/><w:color w:val="FF0000"/><w:highlight w:val="yellow"/>'
    filled = xml(
        p(r("共{{缺}}件", '<w:rFonts w:eastAsia="仿宋"/><w:color w:val="000000"/><w:sz w:val="32"/>')),
        SLOTS,
        draft=True,
    )
    assert filled == (
        '<w:p><w:r><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:color w:val="000000"/><w:sz w:val="32"/></w:rPr><w:t>共</w:t></w:r>'
        '<w:r><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:b/><w:color w:val="FF0000"/><w:sz w:val="32"/>'
        '<w:highlight w:val="yellow"/></w:rPr><w:t>【缺：缺】</w:t></w:r>'
        '<w:r><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:color w:val="000000"/><w:sz w:val="32"/></w:rPr><w:t>件</w:t></w:r></w:p>'
    )
    assert f"<w:rPr>{alarm}</w:rPr>" in xml(p("{{缺}}"), SLOTS, draft=True)


# Any nesting


NESTED = {
    "总数": s("12"),
    "胜诉": s("3"),
    "败诉": s("0"),
    "结果": items({"名": s("维持")}, {"名": s("撤销")}),
    "无": items(fields=("名",)),
}
SECTION = st.sampled_from(["#胜诉", "^胜诉", "#败诉", "^败诉", "#结果", "^结果", "#无", "^无"])
TEXT = st.sampled_from(["甲", "乙{{总数}}", "{{胜诉}}丙", "{{#结果}}{{名}}{{/结果}}", "{{#败诉}}丁{{/败诉}}"])
ROWS = st.lists(
    st.tuples(st.sampled_from(["plain", "cells", "rows"]), SECTION, TEXT, TEXT), min_size=1, max_size=3
)
BLOCKS = st.recursive(
    st.one_of(TEXT, ROWS.map(tuple)),
    lambda inner: st.tuples(SECTION, st.lists(inner, max_size=3)),
    max_leaves=8,
)


def plain(text: str) -> str:
    """Fill the text by plain replacement."""
    text = text.replace("{{总数}}", "12").replace("{{胜诉}}", "3").replace("{{#败诉}}丁{{/败诉}}", "")
    return text.replace("{{#结果}}{{名}}{{/结果}}", "维持撤销")


def turns(section: str) -> int:
    """How many times the section's content is printed."""
    times = {"胜诉": 1, "败诉": 0, "结果": 2, "无": 0}[section[1:]]
    return times if section[0] == "#" else int(not times)


def build(block: Any) -> tuple[str, list[str]]:
    """Return a block's XML and the texts that it must become."""
    if isinstance(block, str):
        return p(block), [plain(block)]
    if isinstance(block[0], str):
        inside = [build(inner) for inner in block[1]]
        xml_ = "".join(xml_ for xml_, _ in inside)
        texts = [text for _, texts in inside for text in texts]
        return p(f"{{{{{block[0]}}}}}") + xml_ + p(f"{{{{/{block[0][1:]}}}}}"), texts * turns(block[0])
    rows, texts = "", []
    for kind, section, first, second in block:
        opening, closing = f"{{{{{section}}}}}", f"{{{{/{section[1:]}}}}}"
        if kind == "rows":
            rows += row(opening, "") + row(first, second) + row("", closing)
        else:
            rows += row(opening + first, second + closing) if kind == "cells" else row(first, second)
        texts += [plain(first), plain(second)] * (1 if kind == "plain" else turns(section))
    return table(rows) + p("表后"), [*texts, "表后"]


@settings(max_examples=100)
@given(st.lists(BLOCKS, min_size=1, max_size=4), st.booleans())
def test_sections_nested_at_random_are_filled_and_word_can_open_the_result(
    blocks: list[Any], cell: bool
) -> None:
    built = [build(block) for block in blocks]
    body = "".join(xml_ for xml_, _ in built)
    filled = fill(table(row("头", body)) + p("尾") if cell else body, NESTED)
    texts = [read_text(paragraph) for paragraph in filled.iter(P)]
    expected = [text for _, texts in built for text in texts]
    assert [text for text in texts if text] == [
        t for t in (["头", *expected, "尾"] if cell else expected) if t
    ]
    for element in filled.iter(W + "tc", W + "tbl"):
        kinds = [child.tag for child in element]
        assert kinds[-1] == P if element.tag == W + "tc" else W + "tr" in kinds
        following = element.getnext()
        assert element.tag == W + "tc" or (following is not None and following.tag == P)
