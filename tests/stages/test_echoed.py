"""What several bodies' departments write word by word the same is told where a report over all of them prints it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import gate, pipeline
from reportgen.model import Finding
from reportgen.pipeline import Project
from tests.make.declared import write_profile, write_template

SHEETS = """
举措:
  title: 工作举措
  from: [司法所]
  fields: {名称: {type: string, required: true}, 内容: {type: string, required: true}}
"""
FIGURES = "举措: {总数: {unit: 项}, 清单: {rows: [名称, 内容]}}\n"
OWN = "{{报告.单位}}{{#举措.清单}}{{名称}}：{{内容}}{{/举措.清单}}"
COPIED, OTHER = "到各村讲行政复议法，答复村民提问。", "查处违法建设，拆除乱搭乱建。"


@pytest.fixture
def county(tmp_path: Path) -> Project:
    folder = write_profile(tmp_path / "templates" / "年报", SHEETS, FIGURES, [OWN])
    write_template(folder / "report-汇总.docx", ["{{报告.单位}}共{{举措.总数}}项举措。"])
    settings = "unit: 某县\nprofile: 年报\nbodies: [甲镇, 乙镇, 丙乡]\n"
    (tmp_path / "reportgen.yaml").write_text(settings, encoding="utf-8")
    return pipeline.open_project(tmp_path)


def told(project: Project, *texts: str, paper: str = "") -> list[Finding]:
    """What is told where each body has sent one or more texts."""
    root = project.workspace.root
    for body, said in zip(project.workspace.bodies, texts, strict=True):
        rows = [f"{body}法治宣传进村入户和依法治理工作 | {each}" for each in said.split("/")]
        write_xlsx(root / "来件/2023" / body / "司法所/举措.xlsx", "\n".join(["名称 | 内容", *rows]), "举措")
    project.collect()
    found = pipeline.open_project(root, paper).validate(2023)
    return [each for each in found if each.code == "FIG010"]


def test_a_text_that_several_have_is_told_once_with_their_names(county: Project) -> None:
    (found,) = told(county, COPIED, f"{COPIED[:-1]} 。", COPIED)
    assert (found.severity, found.department) == ("warning", "丙乡司法所")
    assert (found.place.file, found.place.cell) == ("来件/2023/丙乡/司法所/举措.xlsx", "B2")
    assert found.message == "内容这段文字与乙镇、甲镇的一字不差，合起来的报告里要印3次"
    assert [each.code for each in gate.shared_by_bodies(county, 2023)] == ["FIG010"]


def test_the_texts_of_the_same_bodies_are_told_together(county: Project) -> None:
    (found,) = told(county, f"{COPIED}/{OTHER}", f"{OTHER}/{COPIED}", "组织学习宪法，参加率达到要求。")
    assert found.message == "内容有2段与甲镇的一字不差，合起来的报告里要印2次"


@pytest.mark.parametrize(
    ("texts", "paper"),
    [
        ((COPIED, OTHER, "组织学习宪法，参加率达到要求。"), ""),
        (("开展学习，已完成。",) * 3, ""),  # so few signs may well be the same
        (("关于印发年度法治建设工作要点的通知",) * 3, ""),  # a title
        ((f"{COPIED}/{COPIED}", OTHER, "组织学习宪法，参加率达到要求。"), ""),  # one body's own matter
        ((COPIED, COPIED, COPIED), "汇总"),  # which prints no text
    ],
)
def test_what_differs_or_may_be_the_same_is_not_told(
    county: Project, texts: tuple[str, ...], paper: str
) -> None:
    assert told(county, *texts, paper=paper) == []


def test_what_stands_in_a_file_that_is_copied_whole_is_told_of_the_file_alone(county: Project) -> None:
    root = county.workspace.root
    rows = "名称 | 内容\n" + "\n".join(
        f"法治宣传工作之{each} | {COPIED[:-1]}，共{each}次。" for each in "甲乙丙丁戊"
    )
    for body in ("甲镇", "乙镇"):
        write_xlsx(root / "来件/2023" / body / "司法所/举措.xlsx", rows, "举措")
    write_xlsx(root / "来件/2023/丙乡/司法所/举措.xlsx", rows.replace("之甲", "之一"), "举措")
    county.collect()
    found = gate.shared_by_bodies(pipeline.open_project(root), 2023)
    assert [(each.code, each.place.file) for each in found] == [
        ("ROW003", "来件/2023/甲镇/司法所/举措.xlsx"),
        ("FIG010", "来件/2023/丙乡/司法所/举措.xlsx"),
    ]
