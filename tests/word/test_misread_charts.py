"""What makes people read other numbers in a drawn chart than it is filled with is told; what Word says itself is not."""

from __future__ import annotations

import pytest
from lxml import etree

from reportgen.plots import Series
from reportgen.word.chart_parts import matched
from reportgen.word.misread_charts import misread
from tests.word.drawn_charts import NUMBERS, RATES, chart, plot, series

MEANS = Series("每所件数", "件", ("1.5",), ("处罚.按所#1.每所件数",), is_sum=False)


def told(*columns: Series, label: str = "", code: str = "", **drawn: str) -> list[str]:
    """What is told of a chart of these columns, with this number format in the axis or in the labels of its series."""
    more = f"<c:dLbls>{_format(label)}<c:showVal val='1'/></c:dLbls>" if label else ""
    axis = drawn.pop("axis", "") + (_format(code) if code else "")
    shown = [series(each.name, at, "1", more=more) for at, each in enumerate(columns)]
    root = etree.fromstring(chart("各所", *shown, axis=axis, **drawn))
    asked = plot("图表", *columns)
    return list(misread(root, [(each, asked.series[number]) for each, number in matched(root, asked)]))


def _format(code: str) -> str:
    return f"<c:numFmt formatCode='{code}' sourceLinked='0'/>"


def _grouping(way: str) -> str:
    return f"<c:grouping val='{way}'/>"


@pytest.mark.parametrize("code", ["General", "0.00", "#,##0", '0"件"', "0.0%", '0.0"%"'])
def test_a_percentage_may_be_written_in_any_of_these(code: str) -> None:
    assert told(RATES, code=code) == []


@pytest.mark.parametrize("code", ["General", "0.00", "#,##0", '0"件"', '0"%"'])
def test_a_count_is_read_as_it_is(code: str) -> None:
    assert told(NUMBERS, code=code) == told(NUMBERS, label=code) == []


@pytest.mark.parametrize(
    ("code", "why"),
    [("0%", "“件数”的单位是件"), ("0.0,", "缩小"), ('0!.0,"万"', "缩小"), ('0"."0', "缩小")],
)
def test_a_format_that_prints_another_number_is_told(code: str, why: str) -> None:
    for said in (told(NUMBERS, code=code), told(NUMBERS, label=code)):
        assert len(said) == 1
        assert why in said[0]


def test_shares_that_word_works_out_are_percentages() -> None:
    assert told(NUMBERS, code="0%", before=_grouping("percentStacked")) == []


def test_an_axis_in_thousands_must_say_so() -> None:
    units = '<c:dispUnits><c:builtInUnit val="thousands"/>{}</c:dispUnits>'
    assert "显示单位" in told(NUMBERS, axis=units.format(""))[0]
    assert told(NUMBERS, axis=units.format("<c:dispUnitsLbl/>")) == []


@pytest.mark.parametrize(
    ("way", "count"), [("stacked", 1), ("percentStacked", 1), ("clustered", 0), ("standard", 0)]
)
def test_rates_and_means_are_not_piled_up(way: str, count: int) -> None:
    assert len(told(NUMBERS, MEANS, before=_grouping(way))) == count
    assert told(MEANS, before=_grouping(way)) == []
