"""The built-in findings: each code is given by some module, and each has all that `explain` prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.rules import RULES, finding

SOURCES = {
    file.stem: file.read_text(encoding="utf-8")
    for file in (Path(__file__).parent.parent / "reportgen").rglob("*.py")
}
GIVEN = {
    code
    for name, source in SOURCES.items()
    if name != "rules"
    for code in re.findall(r'"([A-Z]{3}\d{3})"', source)
}


def test_every_code_is_given_and_every_given_code_has_a_rule() -> None:
    assert set(RULES) == GIVEN


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_what_why_and_how(code: str) -> None:
    rule = RULES[code]
    assert all((rule.title, rule.why, rule.fix))
    assert rule.why.endswith("。")
    assert rule.fix.endswith("。")


def test_a_code_that_has_no_rule_cannot_be_given() -> None:
    with pytest.raises(KeyError):
        finding("XXX999", "没有这条规则")
