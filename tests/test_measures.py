"""What a measure counts, as a clerk reads it."""

from __future__ import annotations

import pytest

from reportgen.measures import in_words


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("count(*)", "行数"), ("sum(涉及人数)", "涉及人数之和"), ("avg(学时)", "学时的平均值"),
        ("min(学时)", "学时的最小值"), ("max(学时)", "学时的最大值"), ("count(distinct 村)", "不同村的个数"),
    ],
)  # fmt: skip
def test_a_measure_is_said_in_words(measure: str, words: str) -> None:
    assert in_words(measure) == words
