"""The built-in findings: each code is given by some module, and each has all that `explain` prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import json_of, run

from reportgen.built_in.of_reports import REPORTS
from reportgen.built_in.of_rows import ROWS
from reportgen.built_in.of_templates import TEMPLATES
from reportgen.built_in.of_workbooks import WORKBOOKS
from reportgen.built_in.of_years import YEARS
from reportgen.rules import RULES, did_you_mean, finding
from tests.examples import drawn

LONGEST = 8  # lines of an example
PACKAGE = Path(__file__).parent.parent / "reportgen"
SOURCES = {str(file.relative_to(PACKAGE)): file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py")}
GIVEN = {
    code
    for name, source in SOURCES.items()
    if not name.startswith("rules")
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


@pytest.mark.parametrize("code", RULES)
def test_the_example_of_a_rule_is_short_and_chinese(code: str) -> None:
    example = RULES[code].example
    assert 1 <= len(example.splitlines()) <= LONGEST
    assert re.search("[一-鿿]", example)


def test_each_rule_stands_in_one_family() -> None:
    assert len(RULES) == len(WORKBOOKS) + len(ROWS) + len(REPORTS) + len(TEMPLATES) + len(YEARS)
    assert {code[:3] for code in WORKBOOKS} == {"FIL", "TAB", "CEL"}
    assert {code[:3] for code in ROWS} == {"ROW"}
    assert {code[:3] for code in REPORTS} == {"OWE", "LED", "FIG", "PRO", "SET"}
    assert {code[:3] for code in TEMPLATES} == {"TPL"}
    assert {code[:3] for code in YEARS} == {"YOY"}


def test_what_all_examples_stand_upon_has_no_finding(tmp_path: Path) -> None:
    assert drawn.outcome("", tmp_path) == (set(), [])


def test_explain_prints_the_example(tmp_path: Path) -> None:
    printed = run("explain", "cel002", at=tmp_path).stdout
    assert "例子（<- 指出错的地方）：" in printed
    assert all(f"    {line}" in printed for line in RULES["CEL002"].example.splitlines())
    assert json_of("explain", "CEL002", at=tmp_path)["example"] == RULES["CEL002"].example


def test_the_nearest_word_is_offered_and_no_far_one() -> None:
    assert did_you_mean("复义", ["复议", "处罚"]) == "是不是“复议”？"
    assert did_you_mean("信访", ["复议", "处罚"]) == ""
    assert did_you_mean("复义", []) == ""
