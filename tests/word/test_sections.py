"""Breaks between sections of pages stay where the pages before them need them."""

from __future__ import annotations

import re

import pytest

from tests.word.test_fill import SLOTS, p, row, table, xml


def page(name: str, *references: str) -> str:
    """The properties of a paragraph in which a section of this name ends."""
    inside = "".join(f'<w:{each}Reference w:type="default" r:id="{name}"/>' for each in references)
    return f'<w:sectPr>{inside}<w:pgSz w:code="{name}"/></w:sectPr>'


def drawn(body: str) -> str:
    """The texts, and the ends of sections in brackets with what they define."""
    filled = xml(body + page("末"), SLOTS)
    filled = re.sub(r"<w:p>(<w:pPr>.*?</w:pPr>)(.*?)</w:p>", r"<w:p>\2\1</w:p>", filled)
    filled = re.sub(r'<w:(header|footer)Reference[^>]*r:id="(.)"/>', r"\1 \2 ", filled)
    filled = re.sub(r'<w:sectPr>(.*?)<w:pgSz w:code="(.)"/></w:sectPr>', r"[\1\2]", filled)
    return re.sub(r"<[^>]*>", "", filled.replace("</w:p>", "|"))


def test_breaks_on_the_lines_of_both_tags_stay() -> None:
    body = p("前") + p("{{#败诉}}", properties=page("竖")) + p("横表") + p("{{/败诉}}", properties=page("横"))
    assert drawn(body + p("后")) == "前|[竖]|[横]|后|[末]"
    assert drawn(body.replace("败诉", "无") + p("后")) == "前|[竖]|[横]|后|[末]"


def test_a_break_on_a_line_of_a_tag_stays() -> None:
    body = p("前") + p("{{#败诉}}", properties=page("竖")) + p("横表") + p("{{/败诉}}") + p("后")
    assert drawn(body) == "前|[竖]|后|[末]"
    assert drawn(body.replace("败诉", "胜诉")) == "前|[竖]|横表|后|[末]"


def test_a_break_on_the_last_tag_alone_ends_the_pages_before() -> None:
    body = p("前") + p("{{#败诉}}") + p("文") + p("{{/败诉}}", properties=page("竖")) + p("后")
    assert drawn(body) == "前|[竖]|后|[末]"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (p("前"), "前[竖]|"),
        (table(row("表")), "表|[竖]|"),
        (p("首", properties=page("首")) + p("前"), "首[首]|前[竖]|"),
    ],
)
def test_a_break_within_a_dropped_part_stays_with_the_pages_before(before: str, said: str) -> None:
    body = (
        before
        + p("{{#败诉}}")
        + p("文", properties=page("竖"))
        + p("横表", properties=page("横"))
        + p("{{/败诉}}")
    )
    assert drawn(body + p("后")) == said + "后|[末]"


def test_a_dropped_part_that_begins_its_section_takes_its_breaks_along() -> None:
    inside = p("{{#败诉}}") + p("横表", properties=page("横")) + p("{{/败诉}}")
    assert drawn(p("前", properties=page("竖")) + inside + p("后")) == "前[竖]|后|[末]"
    assert drawn(inside + p("后")) == "后|[末]"


def test_later_pages_keep_the_headers_that_they_had_from_what_went() -> None:
    inside = p("{{#败诉}}") + p("横表", properties=page("横", "header", "footer")) + p("{{/败诉}}")
    before = p("前", properties=page("竖", "header"))
    assert drawn(before + inside + p("后")) == "前[header 竖 竖]|后|[header 横 footer 横 末]"
    own = p("后", properties=page("后", "footer"))
    assert drawn(before + inside + own) == "前[header 竖 竖]|后[header 横 footer 后 后]|[末]"


def test_a_part_that_is_printed_or_repeated_keeps_all_its_breaks() -> None:
    body = p("前") + p("{{#结果}}") + p("{{名}}", properties=page("横")) + p("{{/结果}}") + p("后")
    assert drawn(body) == "前|维持[横]|撤销[横]|后|[末]"


def test_the_paragraph_beside_a_dropped_part_may_have_properties() -> None:
    body = (
        p("前", properties='<w:jc w:val="left"/><w:pPrChange w:id="1"/>')
        + p("{{#败诉}}")
        + p("文", properties=page("竖"))
        + p("{{/败诉}}")
    )
    filled = xml(body + p("后"), SLOTS)
    assert re.findall(r"<w:(jc|sectPr|pPrChange)", filled) == ["jc", "sectPr", "pPrChange"]
