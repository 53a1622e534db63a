"""What is written in a drawn chart, in its formats and under it."""

from __future__ import annotations

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.plots import Series
from reportgen.word.chart_texts import chart_texts, under
from reportgen.word.document import Template
from tests.word.drawn_charts import chart, series, template

COUNTS, MONEY = Series("件数", "件", (), ()), Series("金额", "万元", (), ())
_TITLE = "<c:title><c:tx><c:rich><a:p><a:r><a:t>单位：元</a:t></a:r></a:p></c:rich></c:tx></c:title>"
_CODE = "<c:dLbls><c:numFmt formatCode='0\"起\"'/></c:dLbls>"


def test_each_text_is_about_the_columns_it_stands_at() -> None:
    both = (series("件数", 0, "1", more=_CODE), series("金额", 1, "1"))
    loaded = Template.load(template(chart("各所{{#处罚.按所}}", *both, axes=2, axis=_TITLE)))
    ((drawn, place),) = loaded.charts
    assert place.sheet == "正文第1段"
    assert chart_texts(loaded.package, drawn, [COUNTS, MONEY]) == [
        ("图表的标题", "各所", [COUNTS, MONEY], False),
        ("坐标轴的标题", "单位：元", [COUNTS], True),
        ("坐标轴的标题", "单位：元", [MONEY], True),
        ("图表的数字格式", "起", [COUNTS], True),
    ]


def test_a_chart_that_does_not_fit_says_nothing() -> None:
    loaded = Template.load(template(chart("各所{{#处罚.按所}}", series("系列 1", 0, "1"))))
    assert chart_texts(loaded.package, loaded.charts[0][0], [COUNTS, MONEY]) == []


def test_the_caption_is_the_line_under_a_chart_unless_it_is_fixed() -> None:
    for said, expected in (
        ("图1　{{报告.年度}}年件数（件）", ["图1　年件数（件）"]),
        ("图1{{! 固定 }}", []),
        ("受理件数如图", []),
    ):
        body = docx.Document().element.body
        first, second = (parse_xml(f"<w:p {nsdecls('w')}/>") for _ in range(2))
        second.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{said}</w:t></w:r>"))
        body.insert(0, second)
        body.insert(0, first)
        assert [each.text for each in under(first, [COUNTS])] == expected
