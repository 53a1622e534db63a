"""The unit that stands behind a tag is the figure's, or it is an error."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from conftest import load_profile

from reportgen.model import Profile
from reportgen.proofreading.tag_units import wrong_figures, wrong_units
from reportgen.word.document import Template
from tests.make.declared import write_profile
from tests.stages.test_entries import SHEETS
from tests.word.test_document import save, write


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("受理{{矛盾调解.总数}}人。", "人"), ("涉及{{矛盾调解.涉及人数}}人次。", "人次"), ("参加{{普法活动.参加人次}}人", "人"),
        ("参加{{普法活动.参加人次}}万人次", "万人次"), ("参加{{普法活动.参加人次}}余万人次", "万人次"), ("率{{矛盾调解.成功率}}%", "%"),
        ("率{{矛盾调解.成功率}}％", "%"), ("率{{矛盾调解.成功率}}个百分点", "个百分点"), ("百分之{{矛盾调解.成功率}}", "百分之"),
        ("{{矛盾调解.总数 | 增减}}件", "件"), ("{{矛盾调解.总数 | 增幅}}%", "%"), ("长{{工作举措.反诈街长度 | 万}}米", "米"), ("参加{{普法活动.参加人次 | 万}}人次", "人次"),
        ("{{矛盾调解.总数 | 余}}人", "人"), ("{{矛盾调解.总数 | 千分位}}人", "人"), ("{{矛盾调解.总数 | 增幅数}}件", "件"), ("参加{{普法活动.参加人次 | 亿}}万人次", "万人次"),
        ("{{矛盾调解.总数 | 同比}}%", "%"), ("上年{{矛盾调解.总数 | 上年}}人", "人"), ("长{{工作举措.反诈街长度}}公里", "公里"),
        ("{{#行政复议.按结果}}{{复议结果}}{{数量}}人{{/行政复议.按结果}}", "人"), ("长度（公里）：{{工作举措.反诈街长度}}", "公里"),
        ("{{#矛盾调解.总数}}受理{{矛盾调解.总数}}{{/矛盾调解.总数}}人", "人"), ("受理{{矛盾调解.总数}} 人", "人"), ("受理百分之{{矛盾调解.总数}}", "%"),
    ],
)  # fmt: skip
def test_another_unit_is_an_error(rule_of_law: Profile, text: str, said: str) -> None:
    (found,) = wrong_units(Template.load(write(text)), rule_of_law, "x")
    assert f"“{said}”" in found.message
    assert found.code == "TPL011"
    assert found.severity == (
        "warning" if "人次" in f"{said}{found.message}" and "万" not in found.message else "error"
    )


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("涉及{{矛盾调解.涉及人数}}人次", "warning"), ("参加{{普法活动.参加人次}}人", "warning"),
        ("受理{{矛盾调解.总数}}人次", "error"), ("参加{{普法活动.参加人次}}万人次", "error"),
    ],
)  # fmt: skip
def test_people_and_how_often_they_came_are_told_apart_by_a_warning(
    rule_of_law: Profile, text: str, severity: str
) -> None:
    (found,) = wrong_units(Template.load(write(text)), rule_of_law, "x")
    assert found.severity == severity


@pytest.mark.parametrize(
    "text",
    [
        "受理{{矛盾调解.总数}}起、{{矛盾调解.总数}}件、{{矛盾调解.总数}}余起", "{{矛盾调解.涉及人数}}名当事人", "{{文化阵地.提档升级村数}}个处室",
        "参加{{普法活动.参加人次 | 万}}万人次", "{{矛盾调解.总数 | 余}}起", "{{矛盾调解.总数 | 增幅数}}%", "{{矛盾调解.总数 | 增减}}，", "{{矛盾调解.总数 | 大写}}件",
        "{{行政复议.总数}}个案件", "被{{行政复议.总数}}起诉", "率{{矛盾调解.成功率}}。", "{{矛盾调解.总数 | 同比}}，", "（{{执法考试.参考人数 | 口径}}）人",
        "{{#行政复议.按结果}}{{复议结果}}{{数量}}件{{/行政复议.按结果}}", "{{#存在问题.清单}}{{序号}}人{{/存在问题.清单}}", "{{报告.年度}}年",
        "{{矛盾调解.总数}}", "（公里）长{{工作举措.反诈街长度}}米", "{{矛盾调解.总数}}{{矛盾调解.涉及人数}}人",
    ],
)  # fmt: skip
def test_the_same_unit_and_none_are_right(rule_of_law: Profile, text: str) -> None:
    assert wrong_units(Template.load(write(text)), rule_of_law, "x") == []


@pytest.mark.parametrize(
    ("head", "wrong"),
    [("长度（公里）", 1), ("长度（米）", 0), ("长度（%）", 1), ("长度", 0), ("长度（约）", 0)],
)
def test_the_heading_of_a_column_gives_the_unit(rule_of_law: Profile, head: str, wrong: int) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("名称", head, "反诈街", "{{工作举措.反诈街长度}}"), strict=True):
        cell.text = text
    assert len(wrong_units(Template.load(save(document)), rule_of_law, "x")) == wrong


@pytest.mark.parametrize(
    ("measure", "unit", "said"),
    [("sum(涉及人数)", "人次", "人次"), ("max(涉及人数)", "万人", ""), ("sum(涉及人数)", "元", "元"), ("sum(涉及人数)", "名", ""),
     ("sum(涉及人数)", "", ""), ("count(distinct 涉及人数)", "种", ""), ("count(*)", "起", "")],
)  # fmt: skip
def test_a_figure_is_in_the_unit_of_its_column(
    rule_of_law: Profile, measure: str, unit: str, said: str
) -> None:
    changed = replace(rule_of_law.figures["矛盾调解.涉及人数"], measure=measure, unit=unit)
    found = wrong_figures(replace(rule_of_law, figures={"矛盾调解.涉及人数": changed}))
    assert [each.message for each in found] == [
        f"数据项“矛盾调解.涉及人数”的单位写的是“{said}”，它所算的列的单位是“人”，换算不了"
    ] * bool(said)


@pytest.mark.parametrize(
    ("line", "wrong"), [("单位：公里", 1), ("（单位:件、公里）", 1), ("单位：米", 0), ("单位：件、米", 0), ("单位：万元", 0), ("附表", 0)]
)  # fmt: skip
def test_the_line_before_a_table_gives_the_unit(rule_of_law: Profile, line: str, wrong: int) -> None:
    document = docx.Document()
    document.add_paragraph(line)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("名称", "长度", "反诈街", "{{工作举措.反诈街长度}}"), strict=True):
        cell.text = text
    assert len(wrong_units(Template.load(save(document)), rule_of_law, "x")) == wrong


UNITS = """
调解:
  件数: {{unit: 件}}
  人数: {{measure: sum(人数), unit: 人}}
  金额: {{measure: sum(金额), unit: 万元}}
  赔付: {{measure: sum(金额), unit: 元}}
  率: {{ratio: [件数, 人数]}}
  按类别: {{by: 类别, columns: [人数, 金额, 率]}}
  按镇类别: {{by: [报送部门, 类别], unit: 件, total: true}}
  新: {{{0}}}
"""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("{value: 数值, where: 指标 = '户籍人口', unit: 万人}", "“指标.新”的单位写的是“万人”，“指标.人口”算的是同一个数，写的是“人”"),
        ("{value: 数值, where: 指标 = '户籍人口', unit: 名}", ""), ("{value: 数值, where: 指标 = '户数', unit: 户}", ""), ("{measure: sum(人数), unit: 万人}", ""),
    ],
)  # fmt: skip
def test_one_number_of_a_column_without_a_unit_is_not_declared_in_two(
    tmp_path: Path, keys: str, said: str
) -> None:
    """428163 人 declared as 万人 would make a rate of 10,000 into one that is printed as 0."""
    sheets = "指标:\n  title: 指标表\n  from: [公安局]\n  fields:\n    指标: {type: string}\n    数值: {type: number}\n    人数: {type: number, unit: 人}\n"
    figures = "指标:\n  人口: {value: 数值, where: 指标 = '户籍人口', unit: 人}\n  总人数: {measure: sum(人数), unit: 人}\n"
    profile = load_profile(write_profile(tmp_path / "p", sheets, f"{figures}  新: {keys}\n"))
    found = [each.message for each in wrong_figures(profile)]
    assert len(found) == bool(said)
    assert all(said in each for each in found)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("formula: 件数 + 人数", "把单位不同的数加在一起：“件”和“人”"), ("formula: 金额 - 赔付", "把单位不同的数加在一起：“万元”和“元”"),
        ("formula: 件数 + 件数, unit: 人", "单位写的是“人”，用来加减的数的单位是“件”"), ("formula: 件数 / 人数, unit: '%'", "公式算不出百分率"),
        ("formula: (件数 + 件数) / 人数", ""), ("formula: 件数 + 件数, unit: 起", ""), ("formula: 金额 / 件数, unit: 万元", ""), ("formula: 金额 * 件数 + 人数", ""),
        ("measure: sum(金额), unit: 亿元", ""), ("measure: sum(金额), unit: 人", "它所算的列的单位是“元”，换算不了"), ("value: 人数, where: 人数 = 1, unit: 元", "它所算的列的单位是“人”，换算不了"),
    ],
)  # fmt: skip
def test_only_what_has_one_unit_is_added(tmp_path: Path, keys: str, said: str) -> None:
    profile = load_profile(write_profile(tmp_path / "p", SHEETS, UNITS.format(keys)))
    messages = [each.message for each in wrong_figures(profile)]
    assert len(messages) == bool(said)
    assert all(said in each for each in messages)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{{#调解.按类别}}{{类别}}{{人数}}人{{金额}}万元{{率}}{{/调解.按类别}}", []), ("{{#调解.按类别}}{{金额}}元{{/调解.按类别}}", ["“万元”"]),
        ("{{#调解.按类别}}{{人数}}件{{/调解.按类别}}", ["“人”"]), ("{{#调解.按类别}}{{率}}%{{/调解.按类别}}", ["自带单位"]),
        ("{{#调解.按镇类别}}{{邻里}}人{{合计}}人{{报送部门}}{{/调解.按镇类别}}", ["“件”", "“件”"]), ("{{调解.金额}}万元", []), ("{{调解.金额}}元", ["“万元”"]),
    ],
)  # fmt: skip
def test_the_unit_behind_a_number_of_an_entry_is_its_columns(
    tmp_path: Path, line: str, wrong: list[str]
) -> None:
    profile = load_profile(write_profile(tmp_path / "p", SHEETS, UNITS.format("unit: 件"), [line]))
    found = [each.message for each in wrong_units(Template.load(profile.template), profile, "x")]
    assert len(found) == len(wrong)
    assert all(said in message for said, message in zip(wrong, found, strict=True))


@pytest.mark.parametrize(
    ("text", "said"),
    [("增长{{矛盾调解.总数 | 增幅数}}。", True), ("增长{{矛盾调解.总数 | 增幅数}}%。", False), ("{{矛盾调解.总数 | 增幅数}}至{{矛盾调解.总数 | 增幅数}}%", False)],
)  # fmt: skip
def test_a_percentage_without_its_sign_is_an_error(rule_of_law: Profile, text: str, said: bool) -> None:
    found = wrong_units(Template.load(write(text)), rule_of_law, "x")
    assert ["不带百分号" in each.message for each in found] == [True] * said


@pytest.mark.parametrize(("head", "said"), [("金额（公里）", True), ("金额（米）", False)])
def test_a_head_far_down_in_a_table_gives_the_unit_too(rule_of_law: Profile, head: str, said: bool) -> None:
    document = docx.Document()
    table = document.add_table(6, 1)
    for at, text in enumerate(("情况表", "一", "二", "三", head, "{{工作举措.反诈街长度}}")):
        table.cell(at, 0).text = text
    found = wrong_units(Template.load(save(document)), rule_of_law, "x")
    assert [each.code for each in found] == ["TPL011"] * said
