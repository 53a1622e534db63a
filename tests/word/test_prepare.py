"""Tags in a tree become marks: where each goes, what it gathers, and which sections cannot stand."""

import re

import pytest
from lxml import etree

from reportgen.word.package import W
from reportgen.word.prepare import find_tags, prepare


def tree(inside: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{inside}</w:body>')


def p(*texts: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{text}</w:t></w:r>' for text in texts)}</w:p>"


def marked(body: str) -> str:
    """Return the prepared body without runs and namespaces; nothing may be wrong."""
    prepared = prepare(tree(body))
    assert prepared.mistakes == []
    text = "".join(etree.tostring(child, encoding="unicode") for child in prepared.root)
    return re.sub(r' xmlns:w="[^"]*"|w:|</?w:r>|</?w:t>', "", text)


def test_preparing_leaves_the_tree_as_it_was() -> None:
    root = tree(p("共{{总数}}件{{#有}}，{{/有}}") + p("{{#表}}") + p("甲") + p("{{/表}}"))
    before = etree.tostring(root)
    first, second = prepare(root), prepare(root)
    assert etree.tostring(root) == before
    assert etree.tostring(first.root) == etree.tostring(second.root) != before


def test_a_printing_tag_becomes_a_mark_in_the_run_that_it_begins_in() -> None:
    assert marked(p("共{{总", "数}}件")) == "<p>共<print>0</print>件</p>"
    assert marked(p("共", "{{", "总数", "}}", "件")) == "<p>共<print>0</print>件</p>"
    assert marked(p("{{总数}}", "{{", "乙}}")) == "<p><print>0</print><print>1</print></p>"


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        ("<w:tab/>", ""),
        ("<w:br/>", ""),
        ('<w:br w:type="textWrapping"/>', ""),
        ('<w:br w:type="page"/>', '<br type="page"/>'),
        ('<w:br w:type="column"/>', '<br type="column"/>'),
    ],
)
def test_what_stands_inside_a_tag_goes_with_it_unless_pages_or_columns_end_there(
    inside: str, left: str
) -> None:
    body = f"<w:p><w:r><w:t>{{{{总</w:t></w:r><w:r>{inside}</w:r><w:r><w:t>数}}}}</w:t></w:r></w:p>"
    assert marked(body) == f"<p><print>0</print>{left}</p>"


def test_a_section_inside_a_paragraph_becomes_a_phrase() -> None:
    assert marked(p("甲{{#有}}乙{{数}}{{/有}}丙")) == "<p>甲<phrase>0乙<print>1</print></phrase>丙</p>"


def test_a_section_of_paragraphs_becomes_a_block_and_its_delimiters_go() -> None:
    assert marked(p("{{#有}}") + p("甲") + p("{{/有}}") + p("乙")) == "<block>0<p>甲</p></block><p>乙</p>"
    noted = p("{{#有}}{{! 说明 }}") + p("甲") + p("{{! 说明 }} {{/有}}")
    assert marked(noted) == "<block>0<p>甲</p></block>"
    nested = p("{{#有}}{{#数}}") + p("甲") + p("{{/数}} {{/有}}")
    assert marked(nested) == "<block>0<block>1<p>甲</p></block></block>"


def test_a_section_of_rows_becomes_a_block_of_rows() -> None:
    cell = "<w:tr><w:tc>{}</w:tc></w:tr>"
    body = f"<w:tbl>{cell.format(p('{{#表}}'))}{cell.format(p('甲'))}{cell.format(p('{{/表}}'))}</w:tbl>"
    assert marked(body) == "<tbl><block>0<tr><tc><p>甲</p></tc></tr></block></tbl>"


def test_a_comment_leaves_nothing() -> None:
    assert marked(p("甲{{! 说明 }}乙")) == "<p>甲乙</p>"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (p("{{#有}}"), [("TPL002", 0)]),
        (p("{{/有}}"), [("TPL002", 0)]),
        (p("{{}}"), [("TPL003", 0)]),
        (p("甲{{#有}}") + p("{{/有}}"), [("TPL004", 0)]),
        (p("{{#有}}") + f"<w:tbl><w:tr><w:tc>{p('{{/有}}')}</w:tc></w:tr></w:tbl>", [("TPL004", 1)]),
        (
            "<w:p><w:r><w:t>{{#有}}</w:t><w:fldChar w:fldCharType='begin'/><w:t>{{/有}}</w:t></w:r></w:p>",
            [("TPL004", 0)],
        ),
    ],
)
def test_what_is_wrong_with_the_form_is_told_with_the_number_of_the_tag(
    body: str, wrong: list[tuple[str, int]]
) -> None:
    assert [(each.code, each.tag) for each in prepare(tree(body)).mistakes] == wrong


def field(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def test_a_whole_field_inside_a_section_may_go_with_it() -> None:
    whole = "".join(field(kind) for kind in ("begin", "separate", "end"))
    body = f"<w:p><w:r><w:t>{{{{#有}}}}</w:t></w:r>{whole}<w:r><w:t>{{{{/有}}}}</w:t></w:r></w:p>"
    assert prepare(tree(body)).mistakes == []


@pytest.mark.parametrize("kinds", [("begin",), ("end",), ("end", "begin"), ("begin", "end", "end", "begin")])
def test_a_section_that_cuts_fields_cannot_stand(kinds: tuple[str, ...]) -> None:
    inside = "".join(map(field, kinds))
    body = f"<w:p><w:r><w:t>{{{{#有}}}}</w:t></w:r>{inside}<w:r><w:t>{{{{/有}}}}</w:t></w:r></w:p>"
    assert [(each.code, each.tag) for each in prepare(tree(body)).mistakes] == [("TPL004", 0)]


@pytest.mark.parametrize(
    "body",
    [
        p("甲{{#有}}") + p("乙") + p("{{/有}}"),
        p("{{#有}}{{数}}") + p("乙") + p("{{/有}}"),
        p("{{#有}}") + p("乙") + p("{{数}}{{/有}}"),
        p("{{#有}}") + p("乙") + p("{{/有}}丙"),
        p("{{#有}}") + f"<w:tbl><w:tr><w:tc>{p('{{/有}}')}</w:tc></w:tr></w:tbl>",
        f"<w:tbl><w:tr><w:tc>{p('{{#有}}')}</w:tc></w:tr></w:tbl>" + p("{{/有}}"),
    ],
)
def test_a_section_that_cannot_stand_gathers_nothing_and_is_one_mistake(body: str) -> None:
    prepared = prepare(tree(body))
    assert [each.code for each in prepared.mistakes] == ["TPL004"]
    assert not list(prepared.root.iter("block", "phrase"))


BEGIN, END = '<w:bookmarkStart w:id="{}"/>', '<w:bookmarkEnd w:id="{}"/>'


@pytest.mark.parametrize(
    ("inside", "before", "after"),
    [
        ("S1", "S1", ""),
        ("E1", "", "E1"),
        ("S1 E1", "", ""),
        ("S1 S2 E2", "S1", ""),
        ("E1 S2 E2 E3", "", "E1 E3"),
        ("S1 E2", "S1", "E2"),
    ],
)
def test_half_a_bookmark_is_moved_out_of_a_section(inside: str, before: str, after: str) -> None:
    def drawn(ends: str) -> str:
        return "".join({"S": BEGIN, "E": END}[each[0]].format(each[1]) for each in ends.split())

    body = p("甲{{#有}}").removesuffix("</w:p>") + drawn(inside) + p("乙{{/有}}丙").removeprefix("<w:p>")
    said = marked(body)
    whole = inside if not before + after else " ".join(e for e in inside.split() if e not in before + after)
    plain = drawn(before).replace("w:", ""), drawn(whole).replace("w:", ""), drawn(after).replace("w:", "")
    assert said == f"<p>甲{plain[0]}<phrase>0{plain[1]}乙</phrase>{plain[2]}丙</p>"


@pytest.mark.parametrize(
    ("around", "stands"),
    [
        *((each, True) for each in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo")),
        *((each, False) for each in ("fldSimple", "sdtContent")),
    ],
)
@pytest.mark.parametrize("end", ["{{#有}}", "{{/有}}"])
def test_a_section_may_begin_or_end_within_what_can_be_split(around: str, stands: bool, end: str) -> None:
    pieces = [f"<w:r><w:t>{text}</w:t></w:r>" for text in ("{{#有}}", "甲", "{{/有}}")]
    inside = "".join(f"<w:{around}>{each}</w:{around}>" if end in each else each for each in pieces)
    mistakes = prepare(tree(f"<w:p>{inside}</w:p>")).mistakes
    assert [each.code for each in mistakes] == ([] if stands else ["TPL004"])


def test_tags_are_found_with_the_text_that_their_positions_count_in() -> None:
    (tagged,) = find_tags(tree(p("无") + p("共{{总", "数}}件")))
    (tag,) = tagged.tags
    assert (tagged.text, tagged.text[tag.start : tag.end]) == ("共{{总数}}件", "{{总数}}")


def test_a_break_of_pages_in_the_line_of_a_section_s_tag_is_told() -> None:
    ending = p("{{/总数}}").replace("</w:p>", '<w:r><w:br w:type="page"/></w:r></w:p>')
    (told,) = prepare(tree(p("{{#总数}}") + p("共{{总数}}件") + ending)).mistakes
    assert (told.code, "分页符" in told.message) == ("TPL004", True)
