"""The built-in findings: each code is given by some module, and each has all that `explain` prints.

Each has an example, which is laid out in a workspace and run: it leads to this finding and to no other, where it says.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import json_of, run

from reportgen.rules import RULES, did_you_mean, finding
from tests.examples import drawn

LONGEST = 8  # lines of an example
SOURCES = {
    file.stem: file.read_text(encoding="utf-8")
    for file in (Path(__file__).parent.parent / "reportgen").rglob("*.py")
}
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


def shown(example: str, root: Path) -> tuple[set[str], list[str]]:
    """Run an example: the codes of what is found, and what of its marks and findings does not meet."""
    _, marks, _ = drawn.read(example)
    found = drawn.findings(example, root)
    places = [each.place for each in found if str(each.place)]
    astray = [str(place) for place in places if not any(mark.is_at(place) for mark in marks)]
    unmet = [str(mark) for mark in marks if not any(mark.is_at(each.place) for each in found)]
    return {each.code for each in found}, astray + unmet


@pytest.mark.parametrize("code", RULES)
def test_the_example_of_a_rule_leads_to_it_and_to_no_other(code: str, tmp_path: Path) -> None:
    example = RULES[code].example
    assert 1 <= len(example.splitlines()) <= LONGEST
    assert shown(example, tmp_path) == ({code}, [])


def test_what_all_examples_stand_upon_has_no_finding(tmp_path: Path) -> None:
    assert shown("", tmp_path) == (set(), [])


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
        ("OWE001", "[2023/宣传办] 空文件夹   <-", "[2023/档案馆] 空文件夹   <-"),
        ("OWE003", "（更正）.xlsx]\n案号 | 立案日期   | 罚没金额\n1 ", "（更正）.xlsx]\n案号 | 立案日期   | 罚没金额\n2 "),
        ("LED001", "    文号: {type: string}", "    主题: {type: string, required: true}"),
        ("LED002", "，再收集时断了电", ""),
        ("FIG003", "去年三月", "2022-03-01"),
        ("PRO001", "requird", "required"),
        ("PRO002", "罚没金客", "罚没金额"),
        ("SET001", "unit: 近海镇", "unit: 近海镇\nreport: {主送机关: 县人民政府}"),
        ("TPL001", "总述", "总数"),
        ("TPL001", "   <-", "\n一句话   <-"),
        ("TPL005", "{{处罚.总数 | 上年}}", "{{处罚.总数}}"),
    ],
)  # fmt: skip
def test_an_example_that_is_wrong_fails(code: str, right: str, wrong: str, tmp_path: Path) -> None:
    example = RULES[code].example + "\n"
    assert right in example
    assert shown(example.replace(right, wrong, 1), tmp_path) != ({code}, [])


def test_explain_prints_the_example(tmp_path: Path) -> None:
    printed = run("explain", "cel002", at=tmp_path).stdout
    assert "例子（<- 指出错的地方）：" in printed
    assert all(f"    {line}" in printed for line in RULES["CEL002"].example.splitlines())
    assert json_of("explain", "CEL002", at=tmp_path)["example"] == RULES["CEL002"].example


def test_the_nearest_word_is_offered_and_no_far_one() -> None:
    assert did_you_mean("复义", ["复议", "处罚"]) == "是不是“复议”？"
    assert did_you_mean("信访", ["复议", "处罚"]) == ""
    assert did_you_mean("复义", []) == ""
