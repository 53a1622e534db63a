"""The built-in findings about a template: each one's example is laid out in a workspace and run.

It leads to this finding and to no other, where the example says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.built_in.of_templates import TEMPLATES
from tests.examples import drawn


@pytest.mark.parametrize("code", TEMPLATES)
def test_the_example_of_a_rule_leads_to_it_and_to_no_other(code: str, tmp_path: Path) -> None:
    assert drawn.outcome(TEMPLATES[code].example, tmp_path) == ({code}, [])


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("TPL001", "总述", "总数"),
        ("TPL001", "   <-", "\n一句话   <-"),
        ("TPL005", "{{处罚.总数 | 上年}}", "{{处罚.总数}}"),
    ],
)
def test_an_example_that_is_wrong_fails(code: str, right: str, wrong: str, tmp_path: Path) -> None:
    example = TEMPLATES[code].example + "\n"
    assert right in example
    assert drawn.outcome(example.replace(right, wrong, 1), tmp_path) != ({code}, [])
