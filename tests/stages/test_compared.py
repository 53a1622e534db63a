"""What is wrong with last year's sheets, and what is said of it in the year that is compared with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import edit

from reportgen import pipeline
from reportgen.ledger import reading as ledgers
from reportgen.model import Finding, Place
from reportgen.pipeline import Project
from reportgen.stages.compared import compared_with, of_last_year
from reportgen.word.tags import Tag

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


@pytest.mark.parametrize(
    ("filter", "years", "compared"),
    [("", 1, False), ("口径", 1, False), ("同比", 1, True), ("上年", 1, True), ("", 2, True), ("", 3, True)],
)
def test_a_sheet_is_compared_by_two_filters_and_by_two_years(
    project: Project, filter: str, years: int, compared: bool
) -> None:
    profile, (name, definition) = project.profile, next(iter(project.profile.figures.items()))
    figures = {name: replace(definition, years=years)}
    template = SimpleNamespace(tags=[Tag("value", name, filter, 0, 1, "")])
    found = compared_with(replace(profile, figures=figures), template)  # type: ignore[arg-type]
    assert found == ({definition.sheet} if compared else set())


@pytest.mark.parametrize(
    ("found", "severities"),
    [
        ([], []),
        ([("OWE001", "error", "矛盾调解", "")], ["error"]),  # of which another department's rows are there
        ([("OWE001", "error", "没有的表", "")], []),
        ([("CEL001", "error", "表", "来件/2022/甲.xlsx")], ["error"]),
        ([("CEL001", "warning", "表", "来件/2022/甲.xlsx")], []),  # told of a file that has no rows
        ([("CEL001", "warning", "表", f"{OF_2022}/行政复议台账.xlsx")], ["warning"]),
        (
            [("CEL001", "warning", "表", f"{OF_2022}/行政复议台账.xlsx"), ("CEL001", "error", "表", "")],
            ["error"],
        ),
    ],
)
def test_what_last_year_means_for_this_one_hangs_on_what_was_wrong_with_it(
    collected: Project, found: list[tuple[str, str, str, str]], severities: list[str]
) -> None:
    earlier = [Finding(code, severity, "甲", Place(file, sheet)) for code, severity, sheet, file in found]
    with ledgers.open_to_read(collected.workspace.ledger, collected.profile.kinds) as ledger:
        told = of_last_year(ledger, collected.profile, collected.template, 2023, earlier)
        assert [(each.code, each.severity) for each in told] == [("FIG003", each) for each in severities]
        assert not list(of_last_year(ledger, collected.profile, collected.template, 2022, earlier))


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
