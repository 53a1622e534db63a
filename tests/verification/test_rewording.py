"""What has become of a paragraph: each figure by itself, and words by clauses, so that a change can be read."""

from __future__ import annotations

import pytest

from reportgen.verification.rewording import reworded
from tests.verification.test_pairing import text


def told(old: str, new: str) -> list[str]:
    one, other = text(old), text(new)
    return [
        f"{'*' if each.figures else ''}{one.text[each.start : each.end]}>{other.text[each.new_start : each.new_end]}"
        for each in reworded(one, other)
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("共{a=4}件。", "共{a=4}件。", ["*4>4"]),
        ("共{a=4}件。", "共{a=15}件。", ["*4>15"]),
        ("共{a=4}件，暂无败诉案件。", "共{a=4}件，败诉{b=1}件。", ["*4>4", "暂无败诉案件。>败诉1件。"]),
        ("维持{a=1}件，撤销{b=2}件。", "维持{a=1}件。", ["*1>1", "件，撤销2>"]),
        ("头。尾。", "头。新来的话。尾。", [">新来的话。"]),
        ("1.头", "2.头", ["1>2"]),
        ("甲{a=1}乙{b=1}", "乙{b=1}", ["甲1>", "*1>1"]),
        ("", "新", [">新"]),
    ],
)  # fmt: skip
def test_what_has_become_of_a_paragraph(old: str, new: str, expected: list[str]) -> None:
    assert told(old, new) == expected
