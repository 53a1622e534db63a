"""What the charts of a Word file show: as tables, and as lines in which the figures stand."""

from __future__ import annotations

from reportgen.word.contents import contents
from reportgen.word.document import Template
from reportgen.word.package import unpack
from reportgen.word.shown_charts import rows
from reportgen.word.web_page import web_page
from tests.word.drawn_charts import NUMBERS, RATES, lines, slots

REPORT, _ = Template.load(lines("{{ 处罚.按所 | 柱状图 }}", "图1　各所")).fill(slots(NUMBERS, RATES))


def test_an_entry_is_a_line_in_which_its_figures_stand() -> None:
    first, second, third = rows(unpack(REPORT or b""))
    assert first.text == "甲所 12 98.0%"
    assert [(name, first.text[a:b]) for name, a, b in first.figures] == [
        ("处罚.按所#1.件数", "12"), ("处罚.按所#1.办结率", "98.0%"),
    ]  # fmt: skip
    assert (second.text, second.figures) == ("乙所", [])
    assert third.text == "丙所 0 0.0%"


def test_a_page_has_the_numbers_of_a_chart_as_a_table() -> None:
    page = web_page(REPORT or b"").html
    assert '<table class="chart">\n<caption>柱状图，按所</caption>' in page
    assert '<tr><td></td><th scope="col">件数（件）</th><th scope="col">办结率（%）</th></tr>' in page
    assert '<tr><th scope="row">甲所</th><td>12</td><td>98.0%</td></tr>' in page
    assert '<tr><th scope="row">乙所</th><td></td><td></td></tr>' in page


def test_the_paragraphs_of_a_report_are_the_same_with_a_chart() -> None:
    assert [each.text for each in contents(REPORT or b"").blocks if hasattr(each, "text")] == [
        "",
        "图1　各所",
    ]
