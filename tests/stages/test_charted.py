"""A list by a column as charts: which it can be, what each shows, and why it cannot be another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model import Figure, FigureDefinition
from reportgen.plots import Plot
from reportgen.stages.charted import charts

COUNT = FigureDefinition(group="处罚", name="件数", sheet="处罚", unit="件")
RATE = FigureDefinition(group="处罚", name="办结率", sheet="处罚", ratio=("办结", "件数"))
LIST = FigureDefinition(
    group="处罚",
    name="按所",
    sheet="处罚",
    by="所",
    columns=(("件数", "件数"), ("办结率", "办结率")),
    total=True,
)
ALL = {each.full_name: each for each in (COUNT, RATE, LIST)}


def figure(definition: FigureDefinition = LIST, *numbers: int | None, rate: str | None = "98.0%") -> Figure:
    """Two entries and the total: their counts, each with the same rate."""
    names = ("甲所", "乙所", "合计")
    cells = tuple(
        {
            "件数": Figure(COUNT, each, None if each is None else str(each)),
            **({"办结率": Figure(RATE, rate and 98.0, rate)} if definition.columns else {}),
        }
        for each in numbers
    )
    items = tuple({"所": name} for name, _ in zip(names, numbers, strict=False))
    return Figure(definition, None, None, items=items, cells=cells)


def drawn(key: str, made: Figure) -> Plot:
    found = charts("处罚.按所", made, ALL)[f"处罚.按所{key}"].plot
    assert found is not None
    return found


def test_a_column_is_drawn_as_it_is_printed_without_the_total_and_with_its_figures() -> None:
    plot = drawn(".件数|柱状图", figure(LIST, 12, None, 12))
    (series,) = plot.series
    assert (plot.unfit, plot.by, plot.labels) == ("", "所", ("甲所", "乙所"))
    assert (series.name, series.unit, series.numbers) == ("件数", "件", ("12", None))
    assert series.figures == ("处罚.按所#1.件数", "处罚.按所#2.件数")


def test_a_rate_keeps_its_places_and_is_never_added_up() -> None:
    (series,) = drawn(".办结率|折线图", figure(LIST, 1, 2, 3)).series
    assert (series.unit, series.numbers) == ("%", ("98.0", "98.0"))
    assert "比率" in drawn(".办结率|饼图", figure(LIST, 1, 2, 3)).unfit


def test_no_value_of_a_rate_is_no_value_even_where_it_prints_words() -> None:
    empty = figure(LIST, 1, 2, 3, rate=None)
    slot = charts("处罚.按所", empty, ALL)["处罚.按所.办结率|柱状图"]
    assert (slot.text, slot.truth) == (None, False)


@pytest.mark.parametrize(
    ("key", "definition", "numbers", "why"),
    [
        ("|柱状图", LIST, (1, 2, 3), "各列的单位不一样（“件”、“%”）"),
        ("|饼图", LIST, (1, 2, 3), "有2列，饼图只能画一列"),
        (".件数|饼图", replace(LIST, top=2), (1, 2, 3), "只列前几名"),
        (".件数|饼图", LIST, (1, -2, -1), "里有负数"),
        (".件数|柱状图", replace(LIST, within="机关"), (1, 2, 3), "套在另一个清单里"),
        ("|柱状图", replace(LIST, by="", columns=(), total=False, rows=("所",)), (1,), "没有分组"),
    ],
)
def test_what_would_mislead_is_not_drawn(
    key: str, definition: FigureDefinition, numbers: tuple[int, ...], why: str
) -> None:
    made = figure(definition, *numbers)
    slot = charts("处罚.按所", made, ALL)[f"处罚.按所{key}"]
    assert slot.plot is not None
    assert why in slot.plot.unfit
    assert (slot.text, slot.truth) == (None, False)


@pytest.mark.parametrize(
    ("measure", "fits"),
    [("count(*)", True), ("sum(人数)", True), ("max(人数)", False), ("min(人数)", False), ("avg(人数)", False),
     ("count(distinct 村)", False), ("value(人数)", False)],
)  # fmt: skip
def test_only_what_adds_up_to_a_whole_is_cut_into_slices(measure: str, fits: bool) -> None:
    known = {**ALL, "处罚.件数": replace(COUNT, measure=measure)}
    plot = charts("处罚.按所", figure(LIST, 1, 2, 3), known)["处罚.按所.件数|饼图"].plot
    assert plot is not None
    assert (plot.unfit == "") is fits


def test_a_list_of_one_number_is_called_by_its_own_name_in_its_chart() -> None:
    plain = replace(LIST, columns=(), unit="件")
    items = ({"所": "甲所"}, {"所": "合计"})
    cells = tuple({"数量": Figure(plain, n, str(n))} for n in (3, 3))
    (series,) = drawn("|柱状图", Figure(plain, None, None, items=items, cells=cells)).series
    assert (series.name, series.numbers, series.figures) == ("按所", ("3",), ("处罚.按所#1.数量",))


def test_a_chart_that_the_author_draws_may_have_several_units() -> None:
    assert drawn("|图表", figure(LIST, 1, 2, 3)).unfit == ""
