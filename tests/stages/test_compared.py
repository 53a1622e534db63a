"""What is wrong with last year's sheets, and what is said of it in the year that is compared with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edit

from reportgen import pipeline
from reportgen.pipeline import Project
from reportgen.stages.compared import compared_with

OF_2022 = "来件/2022/司法所"


@pytest.fixture
def project(workspace: Path) -> Project:
    return pipeline.open_project(workspace)


def said(project: Project) -> list[tuple[str, str, str]]:
    pipeline.collect(project)
    return [(each.code, each.severity, each.message) for each in pipeline.validate(project, 2023)[1]]


def test_which_sheets_are_compared_is_known_by_the_template_and_by_figures_of_several_years(
    project: Project,
) -> None:
    kinds = compared_with(project.profile, project.template)
    assert "矛盾调解" in kinds
    assert "行政复议" not in kinds
    several = {figure.sheet for figure in project.profile.figures.values() if figure.years > 1}
    assert several
    assert several <= kinds


def test_an_error_of_last_year_closes_the_gate(project: Project, workspace: Path) -> None:
    edit(workspace / OF_2022 / "行政复议台账.xlsx", "复议", lambda sheet: sheet.__setitem__("E4", "哪天"))
    ((code, severity, message),) = said(project)
    assert (code, severity) == ("FIG003", "error")
    assert message == "报告要与上年比较，2022年的底账还有1项错误"


def test_a_warning_of_last_year_is_one_of_this_year(project: Project, workspace: Path) -> None:
    edit(
        workspace / OF_2022 / "行政复议台账.xlsx",
        "复议",
        lambda sheet: sheet.__setitem__("A1", "近海镇2022年上半年行政复议案件台账"),
    )
    assert said(project) == [("FIG003", "warning", "报告要与上年比较，2022年的底账还有1条提醒")]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (
            "矛盾纠纷调解台账.xlsx",
            ["2022年没有收到《矛盾纠纷调解台账》，报告里不与上年比较"],
        ),
        ("行政复议台账.xlsx", []),
    ],
)
def test_a_sheet_that_never_came_last_year_is_told_where_it_is_compared(
    project: Project, workspace: Path, file: str, told: list[str]
) -> None:
    (workspace / OF_2022 / file).unlink()
    assert [(severity, message) for _, severity, message in said(project)] == [
        ("warning", each) for each in told
    ]


def test_nothing_is_asked_of_the_year_before_the_first(project: Project) -> None:
    pipeline.collect(project)
    assert "FIG003" not in {each.code for each in pipeline.validate(project, 2022)[1]}
