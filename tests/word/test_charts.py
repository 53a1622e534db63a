"""Charts of a template that name a list: which do, and what is wrong with them, at their place."""

from __future__ import annotations

import pytest

from reportgen.model import Slot
from reportgen.word.document import Template
from tests.word.drawn_charts import NUMBERS, RATES, chart, lines, plot, series, slots, template

ONE = series("系列 1", 0, "4.3", "2.5")


@pytest.mark.parametrize(
    "file",
    [
        template(chart("{{报告.年度}}年各所{{#处罚.按所}}", ONE)),
        template(chart("各所", ONE), described="{{#处罚.按所}}"),
        template(chart("各所", ONE), described="各所的件数｛｛＃处罚.按所｝｝"),
    ],
)
def test_a_chart_names_its_list_in_its_title_or_its_alternative_text(file: bytes) -> None:
    loaded = Template.load(file)
    assert loaded.check(slots()) == []
    assert ("处罚.按所", "图表") in {(tag.name, tag.filter) for tag in loaded.tags}


@pytest.mark.parametrize(
    ("file", "code", "said"),
    [
        (template(chart("各所", ONE)), "TPL021", "4.3"),
        (template(chart("2022年各所{{#处罚.按所}}", ONE)), "TPL021", "（2022年各所）"),
        (template(chart("{{#处罚.按锁}}", ONE)), "TPL001", "没有这个名称"),
        (template(chart("{{#处罚.总数}}", ONE)), "TPL026", "不是写了 by 的清单"),
        (template(chart("{{#处罚.按所}}{{#处罚.总数}}", ONE)), "TPL026", "不是写了 by 的清单"),
        (template(chart("{{#处罚.按所}}", ONE), described="{{#处罚.按所}}"), "TPL026", "写了2个清单"),
        (template(chart("{{报告.年}}年{{#处罚.按所}}", ONE)), "TPL001", "没有这个名称"),
        (template(chart("{{#处罚.按所}}{{报告.年度", ONE)), "TPL003", "写错了"),
        (template(chart("{{#处罚.按所}}", ONE, ONE)), "TPL026", "有2个系列"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_drawn_chart_is_told_at_its_place(file: bytes, code: str, said: str) -> None:
    told = Template.load(file).check(slots())
    assert told[0].code == code
    assert said in told[0].message
    assert told[0].place.sheet == "正文第1段"


@pytest.mark.parametrize(
    "beside",
    [
        "<c:title><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>2022年各所</c:v></c:pt></c:strCache></c:strRef></c:tx></c:title>",
        "<c:trendline><c:name>2022年的趋势</c:name></c:trendline>",
        "<c:errBars><c:plus><c:numRef><c:numCache><c:pt idx='0'><c:v>5</c:v></c:pt></c:numCache></c:numRef></c:plus></c:errBars>",
    ],
)
def test_what_a_filled_chart_keeps_of_another_year_is_told(beside: str) -> None:
    (told,) = Template.load(template(chart("{{#处罚.按所}}", series("件数", 0, "1", more=beside)))).check(
        slots()
    )
    assert told.code == "TPL021"
    assert "{{报告.年度}}" in told.fix


@pytest.mark.parametrize(("unfit", "count"), [("是比率", 1), ("", 0)])
def test_a_pie_of_one_column_of_several_is_asked_as_that_column(unfit: str, count: int) -> None:
    column = plot("饼图", RATES)._replace(unfit=unfit)
    known = {**slots(NUMBERS, RATES), "处罚.按所.办结率|饼图": Slot("", True, plot=column)}
    file = template(chart("{{#处罚.按所}}", series("办结率", 0, "1"), group="pieChart"))
    assert [each.code for each in Template.load(file).check(known)] == ["TPL026"] * count


def test_a_pie_shows_one_column() -> None:
    both = (series("件数", 0, "1"), series("办结率", 1, "1"))
    file = template(chart("{{#处罚.按所}}", *both, group="doughnutChart", axes=0))
    told = Template.load(file).check(slots(NUMBERS, RATES._replace(unit="件")))
    assert "只能画一列" in told[0].message


def test_a_pie_of_rates_is_told_where_the_author_draws_it_too() -> None:
    file = template(chart("{{#处罚.按所}}", ONE, group="pieChart"))
    told = Template.load(file).check(slots(unfit="是比率"))
    assert ("TPL026", True) in {(each.code, "是比率" in each.message) for each in told}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 处罚.总数 | 柱状图 }}", "不是写了 by 的清单，画不成图"),
        ("各所：{{ 处罚.按所 | 柱状图 }}", "要单独占一段"),
        ("{{处罚.按所|柱状图}}{{处罚.按所|饼图}}", "要单独占一段"),
    ],
)
def test_a_tag_that_draws_nothing_or_stands_in_a_line_is_told(text: str, said: str) -> None:
    told = Template.load(lines(text)).check(slots())
    assert {each.code for each in told} == {"TPL026"}
    assert said in told[0].message


def test_a_list_that_would_mislead_says_why() -> None:
    (told,) = Template.load(lines("{{处罚.按所|柱状图}}")).check(
        slots(NUMBERS, RATES, unfit="各列的单位不一样")
    )
    assert (told.code, "各列的单位不一样" in told.message) == ("TPL026", True)


def test_a_drawn_chart_beside_an_untagged_one_vouches_for_itself_alone() -> None:
    loaded = Template.load(template(chart("各所", ONE), described="共{{处罚.总数}}件"))
    assert [each.code for each in loaded.check(slots())] == ["TPL004", "TPL021"]
