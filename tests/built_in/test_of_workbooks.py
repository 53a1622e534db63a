"""The built-in findings about what a department hands in: each one's example is laid out in a workspace and run.

It leads to this finding and to no other, where the example says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.built_in.of_workbooks import WORKBOOKS
from tests.examples import drawn


@pytest.mark.parametrize("code", WORKBOOKS)
def test_the_example_of_a_rule_leads_to_it_and_to_no_other(code: str, tmp_path: Path) -> None:
    assert drawn.outcome(WORKBOOKS[code].example, tmp_path) == ({code}, [])


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("CEL001", "约五百元", "五百元"),
        ("CEL001", "<- 罚没金额", "<- 立案日期"),
        ("CEL001", "   <- 罚没金额\n", "\n"),
        ("CEL001", "五百元\n", "五百元   <- 罚没金额\n"),
        ("CEL003", "批评", "警告"),
        ("TAB007", "（隐藏）", ""),
        ("TAB010", "（隐藏）", ""),
        ("FIL001", ".xlsx", ".pdf"),
        ("FIL004", "司法局", "司法所"),
    ],
)  # fmt: skip
def test_an_example_that_is_wrong_fails(code: str, right: str, wrong: str, tmp_path: Path) -> None:
    example = WORKBOOKS[code].example + "\n"
    assert right in example
    assert drawn.outcome(example.replace(right, wrong, 1), tmp_path) != ({code}, [])
