"""The part of a chart and its workbook: what is written into a drawn one, what a new one says."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from lxml import etree

from reportgen.plots import Plot
from reportgen.word.chart_parts import (
    C,
    NotDrawn,
    bind,
    drawn,
    fill,
    matched,
    named,
    series_of,
    shown,
    workbook,
)
from tests.word.drawn_charts import NUMBERS, RATES, chart, plot, series

ONE = series("系列 1", 0, "4.3", "2.5", "3.5", "4.5")


def root(*all_series: str, **more: object) -> etree._Element:
    return etree.fromstring(chart("各所", *all_series, **more))  # type: ignore[arg-type]


def texts(element: etree._Element, name: str) -> list[str]:
    return [each.text or "" for each in element.iter(C + name)]


def test_a_drawn_chart_shows_this_years_entries_and_leaves_blanks_out() -> None:
    filled = root(ONE)
    fill(filled, plot("图表"))
    assert shown(filled) == [["", "件数"], ["甲所", "12"], ["乙所", ""], ["丙所", "0"]]
    assert texts(filled, "f") == ["Sheet1!$B$1", "Sheet1!$A$2:$A$4", "Sheet1!$B$2:$B$4"]
    assert not {"4.3", "2.5", "类别 1", "系列 1"} & set(texts(filled, "v"))


def test_series_are_told_apart_by_name_before_place() -> None:
    filled = root(series("办结率", 0, "1"), series("件数", 1, "2"), axes=2)
    fill(filled, plot("图表", NUMBERS, RATES))
    assert shown(filled)[1] == ["甲所", "98.0%", "12"]


def test_a_percentage_is_not_multiplied_by_a_format_of_fractions() -> None:
    own = series("办结率", 0, "0.98").replace(">General<", ">0.0%<")
    filled = root(own, most="1")
    fill(filled, plot("图表", RATES))
    assert texts(filled, "formatCode") == ['0.0"%"']
    assert next(filled.iter(C + "max"), None) is None  # 98 lies beyond it


def test_the_end_of_an_axis_stays_where_it_holds_all_numbers() -> None:
    filled = root(ONE, most="20")
    fill(filled, plot("图表"))
    assert next(filled.iter(C + "max")).get("val") == "20"


def test_labels_of_single_numbers_and_hidden_series_go() -> None:
    label = '<c:dLbls><c:dLbl><c:idx val="0"/><c:tx><c:rich><a:p><a:r><a:t>4.3件</a:t></a:r></a:p></c:rich></c:tx></c:dLbl></c:dLbls>'
    hidden = f"<c:extLst><c:ext>{series('旧', 1, '9.9')}</c:ext></c:extLst>"
    filled = root(series("系列 1", 0, "4.3", more=label), hidden)
    fill(filled, plot("图表"))
    assert "4.3" not in etree.tostring(filled, encoding="unicode")
    assert "9.9" not in etree.tostring(filled, encoding="unicode")


@pytest.mark.parametrize(
    ("drawing", "asked", "why"),
    [
        (root(ONE, series("系列 2", 1, "1")), plot("图表"), "有2个系列，清单有1列"),
        (root(series("件数", 0, "1"), series("金额", 1, "1")), plot("图表", NUMBERS, RATES), "叫“金额”"),
        (
            root(series("件数", 0, "1"), series("办结率", 1, "1")),
            plot("图表", NUMBERS, RATES),
            "在一条数值轴上",
        ),
        (root(ONE, group="scatterChart"), plot("图表"), "散点图"),
        (root(), plot("图表"), "没有数据系列"),
    ],
)
def test_a_chart_that_does_not_fit_its_list_is_told(drawing: etree._Element, asked: Plot, why: str) -> None:
    with pytest.raises(NotDrawn, match=why):
        matched(drawing, asked)


def test_the_workbook_says_the_same_as_the_chart() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(plot("柱状图", NUMBERS, RATES))))
    assert [[cell.value for cell in row] for row in book["Sheet1"]] == [
        [None, "件数（件）", "办结率（%）"], ["甲所", 12, 98], ["乙所", None, None], ["丙所", 0, 0],
    ]  # fmt: skip
    assert workbook(plot("柱状图")) == workbook(plot("柱状图"))


@pytest.mark.parametrize("kind", ["柱状图", "条形图", "折线图", "饼图"])
def test_a_new_chart_says_its_numbers_in_chinese_fonts(kind: str) -> None:
    made = etree.fromstring(drawn(plot(kind), "rId1"))
    assert shown(made) == [["", "件数（件）"], ["甲所", "12"], ["乙所", ""], ["丙所", "0"]]
    assert 'a:ea typeface="仿宋_GB2312"' in etree.tostring(made, encoding="unicode")
    assert next(made.iter(C + "showPercent")).get("val") == "0"  # a share would be nobody's figure
    assert [named(each) for each in series_of(made)] == ["件数（件）"]


def test_a_chart_names_its_unit_in_its_legend_and_a_pie_in_its_labels() -> None:
    bars, pie = (etree.fromstring(drawn(plot(kind), "rId1")) for kind in ("柱状图", "饼图"))
    assert [sum(1 for _ in each.iter(C + "legend")) for each in (bars, pie)] == [1, 0]
    assert 'General"件"' in {each.get("formatCode") for each in pie.iter(C + "numFmt")}


def test_bars_begin_at_zero_unless_a_number_is_below_it() -> None:
    def least(number: str) -> list[etree._Element]:
        part = drawn(plot("柱状图", NUMBERS._replace(numbers=(number, None, None))), "rId1")
        return list(etree.fromstring(part).iter(C + "min"))

    assert [each.get("val") for each in least("96")] == ["0"]
    assert least("-3") == []


def test_a_label_with_signs_of_markup_stays_a_label() -> None:
    odd = plot("柱状图", labels=("<甲>&乙", "乙所", "丙所"))
    assert shown(etree.fromstring(drawn(odd, "rId1")))[1][0] == "<甲>&乙"


def test_a_chart_names_one_workbook_before_its_last_elements() -> None:
    own = root(ONE)
    own.append(etree.Element(C + "printSettings"))
    bind(own, "rIdData")
    assert [etree.QName(each).localname for each in own][-2:] == ["externalData", "printSettings"]
    assert sum(1 for _ in own.iter(C + "externalData")) == 1
