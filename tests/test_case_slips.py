"""What a trial of five kinds of report once printed wrong without a word: each is right now, or an error that says why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reportgen.model import Broken, Finding
from reportgen.pipeline import Project
from tests.make.declared import mistakes, opened, printed, write_profile

SHEETS = """
调解:
  title: 调解台账
  from: [甲镇, 乙镇]
  period: 日期
  fields:
    日期: {type: date, required: true}
    类别: {type: string, required: true, enum: [邻里, 婚姻, 合计], as_of: always}
    涉企: {type: boolean, required: true, as_of: always}
    金额: {type: number, required: true, unit: 元, as_of: always}
指标:
  title: 指标表
  from: [甲镇]
  key: 指标
  fields:
    指标: {type: string, required: true, unique: true}
    数量: {type: integer, required: true}
"""
HEAD = "日期 | 类别 | 涉企 | 金额"
SENT = {
    "2023/甲镇/调解": f"{HEAD}\n2023-01-02 | 邻里 | 是 | 12340\n2023-01-02 | 合计 | 否 | 20",
    "2023/乙镇/调解": f"{HEAD}\n2023-03-01 | 邻里 | 否 | 7",
    "2023/甲镇/指标": "指标 | 数量\n结婚登记 | 40",
}
BY = "{{{{#调解.新}}}}{{{{{}}}}}{{{{数量}}}}，{{{{/调解.新}}}}".format


def project(root: Path, figures: str, line: str, sent: dict[str, str]) -> Project:
    write_profile(root / "p", SHEETS, f"调解:\n{figures}", [line])
    return opened(root, sent)


def rendered(
    root: Path, figures: str, line: str, sent: dict[str, str]
) -> tuple[Path | None, Sequence[Finding]]:
    """What is issued and found, the profile's and the template's own mistakes too, which are found before anything is read."""
    try:
        done = project(root, figures, line, sent).render(2023)
    except Broken as broken:
        return None, broken.findings
    return done.file, done.findings


@pytest.mark.parametrize(
    ("figures", "line", "said"),
    [
        ("  新: {by: 类别}", BY("类别"), "邻里2，婚姻0，合计1，"),
        ("  新: {by: 报送部门}", BY("报送部门"), "甲镇2，乙镇1，"),
        ("  新: {by: 报送部门, where: 类别 = '婚姻'}", BY("报送部门"), "甲镇0，乙镇0，"),
        ("  新: {by: 涉企}", BY("涉企"), "是1，否2，"),
        ("  新: {by: 日期}", BY("日期"), "2023年1月2日2，2023年3月1日1，"),
        ("  新: {measure: sum(金额), unit: 万元, decimals: 2}", "共{{调解.新}}万元", "共1.24万元"),
        ("  新: {measure: avg(金额), unit: 元, decimals: 1}", "平均{{调解.新}}元", "平均4122.3元"),
        ("  新: {measure: max(金额), unit: 元, decimals: 2, zeros: keep}", "最多{{调解.新}}元", "最多12340.00元"),
        ("  新: {by: 类别, present: true}", BY("类别"), "邻里2，合计1，"),
        ("  新: {sheet: 指标, value: 数量, where: 指标 = '结婚登记', unit: 对}", "登记{{调解.新}}对", "登记40对"),
    ],
)  # fmt: skip
def test_it_is_right(tmp_path: Path, figures: str, line: str, said: str) -> None:
    assert printed(project(tmp_path, figures, line, SENT))[0] == [said]


@pytest.mark.parametrize(
    ("figures", "line", "gone", "code"),
    [
        ("  新: {unit: 起}", "共{{调解.新}}起", "2023/乙镇/调解", "OWE001"),
        ("  新: {years: 2, unit: 起}", "共{{调解.新}}起", "", "TPL005"),
        ("  新: {sheet: 指标, value: 数量, where: 指标 = '离婚登记', unit: 对}", "登记{{调解.新}}对", "", "FIG007"),
        ("  新: {measure: sum(金额), unit: 万元}", "共{{调解.新}}元", "", "TPL011"),
        ("  甲: {by: 类别}\n  新: {by: 报送部门}", "{{#调解.甲}}{{类别}}{{#调解.新}}{{报送部门}}{{/调解.新}}{{/调解.甲}}", "", "TPL025"),
    ],
)  # fmt: skip
def test_it_is_told_and_nothing_is_issued(
    tmp_path: Path, figures: str, line: str, gone: str, code: str
) -> None:
    sent = {name: rows for name, rows in SENT.items() if name != gone}
    file, found = rendered(tmp_path, figures, line, sent)
    assert file is None
    assert code in {each.code for each in found}
    assert not list((tmp_path / "输出").rglob("*.docx"))


@pytest.mark.parametrize(
    ("figures", "checks", "said"),
    [
        ("  新: {unit: 起}", "A1:\n  title: 甲\n  sheet: 调解\n  query: SELECT 甲._source, 甲._row FROM 调解 甲 JOIN 调解 乙 ON 甲._row = 乙._row\n"
            "  severity: error\n  says: 甲\n", "_row 是行号"),
        ("  新: {by: [报送部门, 类别], total: true}", "", "列的取值里已经有“合计”"),
    ],
)  # fmt: skip
def test_a_declaration_that_would_be_wrong_is_refused(
    tmp_path: Path, figures: str, checks: str, said: str
) -> None:
    folder = write_profile(tmp_path / "p", SHEETS, f"调解:\n{figures}", ["甲"], checks=checks)
    found = mistakes(folder)
    assert any(said in each.message for each in found), found
