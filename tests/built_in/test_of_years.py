"""The built-in findings about a year beside the year before: each one's example leads to it and to no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.built_in.of_years import YEARS
from tests.examples import drawn


@pytest.mark.parametrize("code", YEARS)
def test_the_example_of_a_rule_leads_to_it_and_to_no_other(code: str, tmp_path: Path) -> None:
    assert drawn.outcome(YEARS[code].example, tmp_path) == ({code}, [])


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("YOY001", "解读 | 30\n    [2023", "解读 | 31\n    [2023"),
        ("YOY002", "到7月", "到6月"),
        ("YOY003", "到6月", "到7月"),
        ("YOY004", "300 ", "299 "),
        ("YOY005", "民法典 | 3", "民法典 | 4"),
        ("YOY006", "34       |    ", "34       | 3  "),
        ("YOY007", "| 32", "| 30"),
        ("YOY008", "西村宪法 | 92", "西村宪法 | 90"),
    ],
)
def test_an_example_that_is_wrong_fails(code: str, right: str, wrong: str, tmp_path: Path) -> None:
    example = YEARS[code].example
    right, wrong = (each.replace("\n    ", "\n") for each in (right, wrong))
    assert right in example
    assert drawn.outcome(example.replace(right, wrong, 1), tmp_path) != ({code}, [])
