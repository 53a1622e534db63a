"""Whether one colour is seen before another."""

from __future__ import annotations

import pytest

from reportgen.workbook.colors import alike


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("FFFFFF", "FFFFFF", True), ("ffffff", "FFFFFF", True), ("FFFFFF", "EFEFEF", True), ("FFFFFF", "EEFFFF", False), ("FFFFFF", "FFFFEE", False),
        ("000000", "101010", True), ("000000", "110000", False), ("FF0000", "0000FF", False), ("theme 1", "theme 1", True), ("theme 1", "theme 2", False),
        ("theme 1", "FFFFFF", False), ("FFFFFFF", "FFFFFF", False),
    ],
)  # fmt: skip
def test_colours_are_alike_that_differ_by_a_sixteenth_in_each_part(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same
