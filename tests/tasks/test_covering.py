"""The figures of a year with what stands behind them, as the cut-off of the settings counts them."""

from __future__ import annotations

from reportgen import pipeline
from reportgen.tasks.covering import covered


def test_every_figure_that_is_printed_is_told_once_in_the_profiles_order(collected: pipeline.Project) -> None:
    figures = {each.definition.full_name: each for each, _ in pipeline.counted(collected, 2023)[0]}
    names = [each.name for each in covered(collected.workspace, collected.profile, figures, 2023)]
    assert len(names) == len(set(names)) > 30
    assert names == [each for each in figures if each in names]
