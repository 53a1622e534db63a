"""What stands behind a printed figure: what is counted elsewhere, and nothing that only looks so."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.evidence.coverage import Covered
from reportgen.tasks.covering import covered
from tests.examples.drawn import _template
from tests.profile.small import write

SHEETS = """
台账:
  title: 调解台账
  from: [司法所]
  fields:
    编号: {type: string, required: true}
    日期: {type: date, as_of: always}
    结果: {type: string, enum: [成功, 失败], as_of: always}
    人数: {type: integer}
月报:
  title: 调解月报
  from: [司法所]
  fields:
    月份: {type: integer, required: true}
    件数: {type: integer}
    成功数: {type: integer}
说明:
  title: 工作说明
  from: [司法所]
  fields:
    内容: {type: string, required: true}
"""
FIGURES = """
台账:
  总数: {unit: 件}
  成功: {where: 结果 = '成功', unit: 件}
  失败: {where: 结果 = '失败', unit: 件}
  人数: {measure: sum(人数), unit: 人}
  最多: {measure: max(人数), unit: 人}
  成功率: {ratio: [成功, 总数]}
  失败率: {ratio: [失败, 总数]}
月报:
  件数: {measure: sum(件数), unit: 件}
说明:
  清单: {rows: [内容]}
"""
MONTHLY = """
{code}:
  title: 月报与台账不符
  sheet: 月报
  query: |
    SELECT * FROM (SELECT 月报._source, 月报._row, 月报.{field},
      (SELECT count(*) FROM 台账 WHERE month(台账.日期) = 月报.月份{more}) AS 台账数 FROM 月报)
    WHERE {field} {sign} 台账数
  marks: {field}
  severity: warning
  says: 不符
"""
CHECKS = MONTHLY.format(code="M1", field="件数", more="", sign="<>")
CHECKS += MONTHLY.format(code="M2", field="成功数", more=" AND 台账.结果 = '成功'", sign="<>")
TEXT = "调解{{台账.总数}}件，成功{{台账.成功}}件，失败{{台账.失败}}件，共{{台账.人数}}人，最多{{台账.最多}}人，{{台账.成功率}}、{{台账.失败率}}，{{月报.件数}}件。"
LIST = "{{#说明.清单}}{{内容}}{{/说明.清单}}"
CASES = "调解台账\n编号 | 日期 | 结果 | 人数\n1 | 2023-01-05 | 成功 | 2\n2 | 2023-02-05 | 失败 | 5\n合计 |  |  | 7"
MONTHS = "调解月报\n月份 | 件数 | 成功数\n1 | 1 | 1\n2 | 1 | 0"
WORDS = "工作说明\n内容\n全年调解2件，群众满意。"


def found(root: Path, checks: str = CHECKS, months: str = MONTHS, cases: str = CASES) -> dict[str, Covered]:
    folder = root / "templates" / "小"
    folder.mkdir(parents=True)
    write(folder, SHEETS, FIGURES, checks)
    (folder / "report.docx").write_bytes(_template((TEXT, LIST)))
    (root / "reportgen.yaml").write_text("unit: 某镇\nprofile: 小\n", encoding="utf-8")
    for name, table in (("台账", cases), ("月报", months), ("说明", WORDS)):
        write_xlsx(root / "来件" / "2023" / "司法所" / f"{name}.xlsx", table)
    project = pipeline.open_project(root)
    pipeline.collect(project)
    counted = pipeline.counted(project, 2023)[0]
    figures = {figure.definition.full_name: figure for figure, _ in counted}
    return {each.name: each for each in covered(project.workspace, project.profile, figures, 2023)}


def sorts(each: Covered) -> list[str]:
    return [f"{relation.sort} {relation.code}".strip() for relation in each.relations]


def test_each_printed_number_has_what_is_counted_elsewhere(tmp_path: Path) -> None:
    listed = found(tmp_path)
    assert {name: sorts(each) for name, each in listed.items()} == {
        "台账.总数": ["sheet M1", "text"],
        "台账.成功": ["sheet M2"],
        "台账.失败": [],
        "台账.人数": ["total"],
        "台账.最多": [],
        "台账.成功率": ["sheet M2", "sheet M1", "text"],
        "台账.失败率": [],
        "月报.件数": ["sheet M1"],
    }
    assert [name for name, each in listed.items() if not each.is_seen] == [
        "台账.失败",
        "台账.最多",
        "台账.失败率",
    ]


EQUATION = """
E1: {title: 月报与台账相等, sheet: 月报, equation: "件数 = (SELECT count(*) FROM 台账 WHERE month(日期) = 月份)", marks: 件数, severity: warning}
E2: {title: 成功加失败, sheet: 月报, equation: 件数 = 成功数, marks: 件数, severity: warning}
"""


def test_an_equation_stands_behind_both_of_its_sides(tmp_path: Path) -> None:
    listed = found(tmp_path, EQUATION)
    assert sorts(listed["台账.总数"]) == ["sheet E1", "text"]
    assert sorts(listed["台账.成功"]) == [], "it counts other rows"
    assert sorts(listed["月报.件数"]) == ["sheet E1", "row E2"]


@pytest.mark.parametrize("sign", [">", ">="])
def test_a_bound_is_no_relation(tmp_path: Path, sign: str) -> None:
    listed = found(tmp_path, MONTHLY.format(code="M1", field="件数", more="", sign=sign))
    assert "sheet M1" not in sorts(listed["台账.总数"])


def test_a_sheet_that_has_not_come_stands_behind_nothing(tmp_path: Path) -> None:
    listed = found(tmp_path, months="别的表\n甲 | 乙\n1 | 2")
    assert sorts(listed["台账.总数"]) == ["text"]
    assert "月报.件数" not in listed, "nor is it printed"


def test_a_total_of_another_column_says_nothing_of_a_sum(tmp_path: Path) -> None:
    listed = found(tmp_path, cases=CASES.replace("合计 |  |  | 7", "合计 2件 |  |  | "))
    assert sorts(listed["台账.人数"]) == []


def test_last_years_number_shows_only_a_large_slip(collected: pipeline.Project) -> None:
    figures = {each.definition.full_name: each for each, _ in pipeline.counted(collected, 2023)[0]}
    listed = {each.name: each for each in covered(collected.workspace, collected.profile, figures, 2023)}
    only = listed["普法活动.校园普法"]
    assert [each.sort for each in only.relations] == ["last_year"]
    assert not only.is_seen
    assert listed["矛盾调解.总数"].is_seen
