"""Where a text meets the template's mark, one mark is printed, and it is told."""

from __future__ import annotations

import pytest

from reportgen.model import Slot
from reportgen.word.document import Template, text_lines
from reportgen.word.seams import has_edge
from tests.word.test_document import write


def printed(template: str, value: str, *, draft: str | None = None) -> tuple[str, list[str]]:
    content, told = Template.load(write(template)).fill(
        {"甲": Slot(value, True, source="来件/甲.xlsx › 表 › B2")}, draft=draft
    )
    assert content, told
    return text_lines(content)[1 if draft else -1].partition("\t")[2], [
        f"{each.severity} {each.code}" for each in told
    ]


@pytest.mark.parametrize(
    ("template", "value", "line"),
    [
        ("{{甲}}。", "人手不足。", "人手不足。"), ("{{甲}}。", "人手不足；", "人手不足。"), ("{{甲}}；", "人手不足。", "人手不足；"),
        ("{{甲}}：", "县政府：", "县政府："), ("{{甲}}。", "人手不足，", "人手不足。"), ("{{甲}}。", "人手不足。。", "人手不足。"),
        ("{{甲}}。", "人手不足.", "人手不足。"), ("{{甲}}。", "人手不足;", "人手不足。"), ("{{甲}}。", "人手不足。 ", "人手不足。"),
        ("{{甲}}。", "人手够吗？", "人手够吗？"), ("其中：{{甲}}", "：维持", "其中：维持"), ("一是{{甲}}，二是其他", "，人手。", "一是，人手，二是其他"),
        ("{{甲}}{{#甲}}，{{/甲}}其他", "人手。", "人手，其他"), ("学习，{{甲}}", "，宪法", "学习，宪法"),
    ],
)  # fmt: skip
def test_one_mark_is_printed_and_told(template: str, value: str, line: str) -> None:
    text, told = printed(template, value)
    assert text == line
    assert set(told) == {"warning TPL014"}


@pytest.mark.parametrize(
    ("template", "value"),
    [("{{甲}}。", "人手不足"), ("{{甲}}", "人手不足。"), ("{{甲}}。", "“人手不足。”"), ("（{{甲}}）。", "人手不足。"), ("{{甲}}件", "95.2"),
     ("{{甲}}。", "人手不足……"), ("{{甲}}、其他", "3."), ("{{甲}}", "一。\n二。")],
)  # fmt: skip
def test_other_marks_stay(template: str, value: str) -> None:
    assert printed(template, value)[1] == []


def test_lines_that_become_paragraphs_keep_their_marks_but_for_the_last() -> None:
    content, told = Template.load(write("{{甲}}；其他")).fill({"甲": Slot("一。\n二。", True)})
    assert content
    assert text_lines(content)[0].partition("\t")[2] == "一。↵二；其他"
    assert len(told) == 1


def test_the_cell_is_named_and_the_text_is_not() -> None:
    _, (told,) = Template.load(write("主要原因是{{甲}}。")).fill(
        {"甲": Slot("张三不配合。", True, source="来件/甲.xlsx › 表 › B2")}
    )
    assert (
        told.message
        == "标签“{{甲}}”的内容带了“。”，模板里已经有“。”，只印了一个，内容来自“来件/甲.xlsx › 表 › B2”"
    )


def test_a_draft_tells_it_too() -> None:
    assert printed("{{甲}}。", "人手不足。", draft="草稿") == ("人手不足。", ["warning TPL014"])


def test_only_texts_with_a_mark_at_an_end_are_looked_at() -> None:
    assert [has_edge(text) for text in ("人手。", "，人手", "人手", "95.2%", "12")] == [
        True,
        True,
        False,
        False,
        False,
    ]
