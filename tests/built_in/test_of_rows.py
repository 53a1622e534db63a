"""The built-in findings about rows: each one's example leads to it and to no other, where the example says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.built_in.of_rows import ROWS
from tests.examples import drawn


@pytest.mark.parametrize("code", ROWS)
def test_the_example_of_a_rule_leads_to_it_and_to_no_other(code: str, tmp_path: Path) -> None:
    assert drawn.outcome(ROWS[code].example, tmp_path) == ({code}, [])


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("ROW013", "2023-05-12 | 已办     |", "2023-05-12 |          |"),
        ("ROW018", "2023-05-12 |          |", "2023-05-12 | 已办     |"),
    ],
)
def test_an_example_that_is_wrong_fails(code: str, right: str, wrong: str, tmp_path: Path) -> None:
    example = ROWS[code].example
    assert right in example
    assert drawn.outcome(example.replace(right, wrong, 1), tmp_path) != ({code}, [])
