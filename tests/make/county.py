"""A county with a few townships of two departments each, in the layout of `bodies:`, with invented numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from conftest import write_xlsx

from reportgen import pipeline
from reportgen.pipeline import Project
from tests.make.declared import write_profile, write_template

TOWNS = ("甲镇", "乙镇", "丙乡")
SHEETS = """
案件:
  title: 处罚案件台账
  from: [执法队]
  key: 案号
  fields:
    案号: {type: string, required: true, unique: true}
    罚款: {type: number, required: true, unit: 元}
调解:
  title: 人民调解统计表
  from: [司法所]
  fields: {件数: {type: integer, required: true}}
"""
FIGURES = """
案件:
  总数: {unit: 件}
  罚款: {measure: sum(罚款), unit: 元}
  各镇: {by: 单位, columns: [总数, 罚款], total: true}
调解:
  总数: {measure: sum(件数), unit: 件}
"""
OWN = "{{报告.单位}}{{报告.年度}}年处罚{{案件.总数}}件，{{案件.总数 | 增减}}，调解{{调解.总数}}件。"
WHOLE = "{{报告.单位}}共处罚{{案件.总数}}件，罚款{{案件.罚款}}元：{{#案件.各镇}}{{单位}}{{总数}}件；{{/案件.各镇}}"


def lay(root: Path, towns: Sequence[str] = TOWNS) -> Path:
    """Lay out the county: the n-th township has n cases more than the first, and one more than the year before."""
    folder = write_profile(root / "templates" / "年报", SHEETS, FIGURES, [OWN])
    write_template(folder / "report-汇总.docx", [WHOLE])
    said = f"unit: 某县\nprofile: 年报\nbodies: [{', '.join(towns)}]\n"
    (root / "reportgen.yaml").write_text(said, encoding="utf-8")
    for number, town in enumerate(towns):
        for year in (2022, 2023):
            cases = range(1, 2 + number + (year - 2022))
            send(root, town, year, cases, 5 + number)
    return root


def send(root: Path, town: str, year: int, cases: Sequence[int], settled: int) -> None:
    """What a township's departments send: cases of 100 元 each, and how many disputes were settled."""
    folder = root / "来件" / str(year) / town
    write_xlsx(
        folder / "执法队" / "案件.xlsx",
        "\n".join(["案号 | 罚款", *(f"{each} | 100" for each in cases)]),
        "案件",
    )
    write_xlsx(folder / "司法所" / "调解.xlsx", f"件数\n{settled}", "调解")


def collected(root: Path, paper: str = "") -> Project:
    """Open the county laid out in a folder, and collect what all have sent."""
    project = pipeline.open_project(lay(root), paper)
    project.collect()
    return project
