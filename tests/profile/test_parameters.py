"""The numbers that a profile names: in SQL and in sentences, with their source, and others in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.model import Finding, Profile
from reportgen.profile import load as profile
from tests.profile.small import CHECKS, FIGURES, SHEETS, write

PARAMETERS = """
起数: {value: 3, unit: 人, source: 本方案设定, since: 2020-01-01}
比例: {value: 0.5, source: 《某法》第三条, law: true}
"""
USING = CHECKS.replace("人数 = 0", "人数 < {起数} * {比例}").replace(
    "人数是{人数}", "人数是{人数}，不到{起数}人"
)
COUNTING = FIGURES.replace("结果 = '维持'", "'人数 >= {起数}'")


def load(folder: Path, text: str = PARAMETERS, **given: float) -> tuple[Profile | None, list[Finding]]:
    write(folder, SHEETS, COUNTING, USING)
    (folder / "parameters.yaml").write_text(text, encoding="utf-8")
    return profile.load(folder, given)


def test_a_name_stands_for_its_number_in_conditions_and_sentences(tmp_path: Path) -> None:
    loaded, wrong = load(tmp_path)
    assert loaded
    assert not wrong
    check = loaded.checks["CASE001"]
    assert check.fails == "人数 < 3 * 0.5"
    assert check.says == "人数是{人数}，不到3人"
    assert check.parameters == ("起数", "比例")
    assert loaded.figures["案件.维持"].where == "人数 >= 3"
    assert loaded.parameters["起数"].since == "2020-01-01"


def test_another_number_may_be_given(tmp_path: Path) -> None:
    loaded, _ = load(tmp_path, 起数=5)
    assert loaded
    assert loaded.checks["CASE001"].fails == "人数 < 5 * 0.5"
    assert (loaded.parameters["起数"].value, loaded.parameters["起数"].declared) == (5, 3)


def test_where_a_legal_number_is_another_the_citation_says_so(tmp_path: Path) -> None:
    for given, behind in (
        ({}, ""),
        ({"起数": 5}, ""),
        ({"比例": 0.7}, "；法定的是0.5，这里按设置里改的0.7核对"),
    ):
        write(tmp_path, SHEETS, COUNTING, USING + "  basis: 内部一致性\n")
        (tmp_path / "parameters.yaml").write_text(PARAMETERS, encoding="utf-8")
        loaded, _ = profile.load(tmp_path, given)
        assert loaded
        assert loaded.checks["CASE001"].basis == f"内部一致性{behind}"


def test_a_profile_may_have_none(tmp_path: Path) -> None:
    loaded, wrong = profile.load(write(tmp_path))
    assert loaded
    assert (dict(loaded.parameters), wrong) == ({}, [])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("起数: {value: 3}\n", 1, "“起数”缺少“source”"),
        ("起数: {value: 三, source: 甲}\n", 1, "“value”应当是数"),
        ("起数: {value: .inf, source: 甲}\n", 1, "参数“起数”的值不能用"),
        ("起数: {value: -3, source: 甲}\n", 1, "参数“起数”的值不能用"),
        ("起数: {value: 3, source: ' '}\n", 1, "参数“起数”没有写出处"),
        ("起数: {value: 3, source: 甲, since: 早先}\n", 1, "“since”应当是日期"),
        ("起数: {value: 3, source: 甲}\n比例: {value: 1, source: 甲}\n人数: {value: 1, source: 甲}\n", 3, "和表里的一列同名"),
        ("'起{数': {value: 3, source: 甲}\n", 1, "不能作参数的名称"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_parameter_is_told_at_its_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    found = [each for each in load(tmp_path, text)[1] if each.place.file.endswith("parameters.yaml")]
    assert said in found[0].message
    assert found[0].place.sheet == f"第{line}行"
    assert found[0].fix


def test_a_name_that_no_parameter_has_is_told_where_it_is_used(tmp_path: Path) -> None:
    found = load(tmp_path, "起书: {value: 3, source: 甲}\n比例: {value: 3, source: 甲}\n")[1]
    assert [(each.place.file.rpartition("/")[2], each.message) for each in found] == [
        ("checks.yaml", "没有叫“起数”的参数"),
        ("figures.yaml", "没有叫“起数”的参数"),
    ]
    assert "起书" in found[0].fix
