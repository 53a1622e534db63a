"""What a chart shows, and what is said of it."""

from __future__ import annotations

from reportgen.plots import Plot, Series


def plot(kind: str, *numbers: str | None) -> Plot:
    return Plot(
        "处罚.按所", kind, "所", ("甲所", "乙所")[: len(numbers)], (Series("件数", "件", numbers, ("", "")),)
    )


def test_a_chart_says_its_numbers_and_passes_over_blanks() -> None:
    assert plot("柱状图", "12", None).said == "柱状图，按所：甲所件数12件"
    assert plot("折线图", "12", "0").said == "折线图，按所：甲所件数12件；乙所件数0件"


def test_a_chart_of_blanks_has_nothing_to_draw_and_a_pie_none_of_zeros() -> None:
    assert not plot("柱状图", None, None).is_filled
    assert not plot("柱状图").is_filled
    assert plot("柱状图", "0", None).is_filled
    assert not plot("饼图", "0", None).is_filled
    assert plot("饼图", "0", "1").is_filled
