"""A rate that is turned upside down, or is no share, is told as far as the profile's own declarations say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from reportgen.profile import load as profiles
from reportgen.profile.lint_shares import conditions
from tests.make.declared import mistakes, write_profile

SHEETS = """
调解:
  title: 调解台账
  from: [甲镇]
  fields:
    结果: {type: string, enum: [成功, 不成功, 撤回]}
    镇: {type: string}
    日期: {type: date}
    受理: {type: integer}
    办结: {type: integer}
    在办: {type: integer}
    人数: {type: integer}
"""
FIGURES = """
调解:
  总数: {{unit: 件}}
  成功: {{where: "结果 = '成功'"}}
  不成功: {{where: "结果 = '不成功'"}}
  有结果: {{where: "结果 IN ('成功', '不成功')"}}
  定了: {{where: 结果 IS NOT NULL}}
  未定: {{where: 结果 IS NULL}}
  甲镇: {{where: "镇 = '甲'"}}
  甲镇成功: {{where: "结果 = '成功' AND 镇 = '甲'"}}
  甲或成功: {{where: "结果 = '成功' OR 镇 = '甲'"}}
  年中: {{where: "日期 BETWEEN '2023-01-01' AND '2023-06-30'"}}
  受理数: {{measure: sum(受理)}}
  办结数: {{measure: sum(办结)}}
  在办数: {{measure: sum(在办)}}
  人数: {{measure: sum(人数)}}
  {0}: {{ratio: [{1}, {2}]}}
"""
CHECKS = """
A1: {{title: 多, sheet: 调解, fails: {0}, marks: 办结, severity: error, says: 多}}
A2: {{title: 和, sheet: 调解, equation: 办结 + 在办 = 受理, severity: error}}
"""


def told(folder: Path, name: str, above: str, below: str, fails: str = "人数 < 0") -> list[str]:
    figures = FIGURES.format(name, above, below)
    found = mistakes(write_profile(folder / "p", SHEETS, figures, checks=CHECKS.format(fails)))
    assert {each.place.sheet for each in found} <= {f"第{figures.count(chr(10))}行"}
    return [each.message for each in found]


@pytest.mark.parametrize(
    ("above", "below"),
    [("总数", "成功"), ("有结果", "成功"), ("定了", "有结果"), ("定了", "成功"), ("甲镇", "甲镇成功"), ("成功", "甲镇成功"), ("受理数", "办结数"), ("总数", "未定")],
)  # fmt: skip
def test_a_rate_turned_upside_down_is_an_error_and_the_right_way_round_none(
    tmp_path: Path, above: str, below: str
) -> None:
    turned = told(tmp_path / "turned", "倍", above, below)
    assert len(turned) == 1
    assert f"“调解.倍”的分子“{above}”不会少于分母“{below}”" in turned[0]
    assert told(tmp_path / "right", "率", below, above) == []


@pytest.mark.parametrize(
    ("above", "below"), [("成功", "不成功"), ("未定", "定了"), ("未定", "成功"), ("有结果", "未定"), ("不成功", "甲镇成功")]
)  # fmt: skip
def test_what_is_called_a_rate_is_a_part_of_its_whole(tmp_path: Path, above: str, below: str) -> None:
    assert "除出来不是百分率" in told(tmp_path / "rate", "成功率", above, below)[0]
    assert told(tmp_path / "other", "两者相比", above, below) == []


@pytest.mark.parametrize(
    ("above", "below"),
    [("成功", "甲镇"), ("甲镇", "成功"), ("甲或成功", "总数"), ("年中", "总数"), ("人数", "受理数"), ("受理数", "人数"), ("甲或成功", "成功"), ("总数", "人数")],
)  # fmt: skip
def test_what_nothing_decides_is_left_alone(tmp_path: Path, above: str, below: str) -> None:
    turned = told(tmp_path, "率", above, below)
    assert turned == []


@pytest.mark.parametrize("fails", ["人数 > 受理", "受理 < 人数", "人数 + 办结 > 受理"])
def test_a_check_that_says_which_is_never_more_decides(tmp_path: Path, fails: str) -> None:
    assert "核对规则里写着“人数”不会多于“受理”" in told(tmp_path / "turned", "率", "受理数", "人数", fails)[0]
    assert told(tmp_path / "right", "率", "人数", "受理数", fails) == []


def test_conditions_are_taken_apart_at_the_outer_and_alone() -> None:
    where = "甲 = 'a AND b'  AND (乙 = 1 OR 丙 = 2) AND 丁 IN (SELECT 丁 FROM 表 WHERE 戊 = 1 AND 己 = 2)"
    assert conditions(where) == [
        "甲 = 'a AND b'",
        "(乙 = 1 OR 丙 = 2)",
        "丁 IN (SELECT 丁 FROM 表 WHERE 戊 = 1 AND 己 = 2)",
    ]
    assert conditions("甲 = 1 OR 乙 = 2 AND 丙 = 3") == ["甲 = 1 OR 乙 = 2 AND 丙 = 3"]


@pytest.mark.parametrize(
    ("name", "where", "wrong"),
    [
        ("成功", "结果 = '不成功'", True), ("成功", "结果 <> '成功'", True), ("成功", "结果 IN ('不成功', '撤回')", True), ("顺利", "结果 = '不成功'", True),
        ("成功", "结果 = '成功'", False), ("不成功", "结果 <> '成功'", False), ("成功", "结果 IN ('成功', '撤回')", False), ("顺利", "结果 = '成功'", False),
        ("不算撤回", "结果 <> '撤回'", False), ("成功", "结果 IS NOT NULL", False),
    ],
)  # fmt: skip
def test_a_figure_called_as_a_value_asks_for_it(
    tmp_path: Path, name: str, where: str, *, wrong: bool
) -> None:
    sheets = SHEETS.replace("撤回]}", "撤回], synonyms: {顺利: 成功}}")
    found = mistakes(write_profile(tmp_path / "p", sheets, f'调解:\n  {name}: {{where: "{where}"}}\n'))
    assert [each.message.split("，")[0] for each in found] == [
        f"“调解.{name}”的名称是“结果”的取值“成功”"
    ] * wrong


@pytest.mark.parametrize("name", ["rule-of-law", "bulletin", "county", "enforcement", "disclosure"])
def test_the_shipped_rates_are_the_right_way_round(name: str) -> None:
    assert profiles.load(ROOT / "templates" / name)[1] == []
