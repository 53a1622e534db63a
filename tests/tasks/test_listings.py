"""Findings and traces as files: which findings, in which order, with which words."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT

from reportgen import pipeline
from reportgen.aliases import Alias, Years
from reportgen.ledger.rounds_told import Round
from reportgen.model import CannotRun, Finding, Place
from reportgen.periods import Period
from reportgen.pipeline import Project
from reportgen.stages.rounds import Compared
from reportgen.tasks import listings


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("listings") / "faulty"
    shutil.copytree(ROOT / "samples" / "faulty", root, ignore=shutil.ignore_patterns("output"))
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return project


@pytest.fixture(scope="module")
def findings(project: Project) -> list[Finding]:
    return pipeline.validate(project, 2023)[1]


def sheet(content: bytes) -> list[list[str]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return [[str(cell.value or "") for cell in row] for row in book.worksheets[0].rows]


def test_departments_and_codes_are_known_by_their_names(project: Project, findings: list[Finding]) -> None:
    profile = replace(project.profile, aliases=(Alias("综合办", "党政办", Years(2023, 2023)),))
    assert listings.departments(profile, 2023, findings, ["司法所", "综合办"]) == ["司法所", "党政办"]
    with pytest.raises(CannotRun, match="没有叫“综合办”的部门"):
        listings.departments(profile, 2022, findings, ["综合办"])
    with pytest.raises(CannotRun, match="没有叫“司法”的部门。是不是“司法所”？"):
        listings.departments(profile, 2023, findings, ["司法"])
    assert listings.codes(profile, ["cel001", "NORM001"]) == ["CEL001", "NORM001"]
    with pytest.raises(CannotRun, match="没有“NORM0011”这个编号。是不是“NORM001”？"):
        listings.codes(profile, ["NORM0011"])


def test_a_row_for_each_finding_those_of_a_department_together(
    project: Project, findings: list[Finding]
) -> None:
    head, *rows = sheet(listings.spreadsheet(2023, findings, {}))
    assert head == ["部门", "文件", "工作表", "单元格", "程度", "编号", "问题", "改法", "依据"]
    assert len(rows) == len(findings)
    departments = [row[0] for row in rows]
    assert sorted(departments, key=departments.index) == departments
    first = next(each for each in findings if each.code == "NORM001")
    row = next(each for each in rows if each[5] == "NORM001")
    assert row == [
        first.department, first.place.file, first.place.sheet, first.place.cell, "错误", first.code, first.message,
        first.fix, first.basis,
    ]  # fmt: skip
    page = listings.page(2023, findings, {}).decode()
    assert page.count("<tr data-") == len(findings)
    assert listings.markdown(2023, findings, {}).count("\n| ") == len(findings) + 2


def test_every_form_has_the_same_bytes_on_every_run(findings: list[Finding]) -> None:
    for made in (listings.page, listings.spreadsheet, listings.markdown):
        assert made(2023, findings, {}) == made(2023, list(findings), {})


def test_after_a_round_it_is_said_what_is_new() -> None:
    old, new = (Finding("CEL002", "error", "没有填", Place("x.xlsx", "表", row, 3), "甲") for row in (5, 6))
    other = Finding("LED001", "error", "没有重新收集")
    done = Compared(Round(2, "b", ()), Round(1, "a", ()), (), (old,), (new,))
    head, *rows = sheet(listings.spreadsheet(2023, [old, new, other], {"甲": done}))
    assert head[-1] == "轮次"
    assert [row[-1] for row in rows] == ["仍未改", "新出现", ""]
    assert len(sheet(listings.spreadsheet(2023, [old], {"甲": done._replace(before=None)}))[0]) == 9


def test_a_traced_figure_is_its_cells_as_filled_in_and_as_read(project: Project) -> None:
    ((figure, traced), *_), *_ = pipeline.traced(project, 2023, ["矛盾调解.涉及人数"])
    made = listings.trace(Period(2023), figure, [(figure, traced.sources)], project.profile.kinds)
    head, *rows = sheet(made)
    assert head == ["数据项", "文件", "工作表", "行", "单元格", "填的", "读成"]
    assert len(rows) == sum(value is not None for each in traced.sources for value in each.cells.values())
    assert any(row[5] == "已化解" and row[6] == "成功" for row in rows)
    values = openpyxl.load_workbook(BytesIO(made))["数值"]
    assert values["A2"].value == "矛盾调解.涉及人数"


def test_no_personal_column_is_in_any_form(project: Project, findings: list[Finding]) -> None:
    from reportgen.ledger.reading import open_to_read

    with open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        people = {str(each) for each in ledger.personal() if len(str(each)) > 2}
    figures, *_ = pipeline.traced(project, 2023, ["执法人员.总数"])
    made = [
        listings.page(2023, findings, {}).decode(),
        listings.markdown(2023, findings, {}),
        str(sheet(listings.spreadsheet(2023, findings, {}))),
        str(
            sheet(
                listings.trace(
                    Period(2023),
                    figures[0][0],
                    [(figures[0][0], figures[0][1].sources)],
                    project.profile.kinds,
                )
            )
        ),
    ]
    assert people
    assert not [name for name in people for text in made if name in text]


def test_files_do_not_go_over_what_is_no_list_of_ours(project: Project, tmp_path: Path) -> None:
    workspace = project.workspace
    file = tmp_path / "清单.html"
    assert listings.write(workspace, file, b"1", "清单", ".html") is None
    file.write_bytes(b"edited")
    kept = listings.write(workspace, file, b"2", "清单", ".html")
    assert kept
    assert (kept.read_bytes(), file.read_bytes()) == (b"edited", b"2")
    with pytest.raises(CannotRun, match=r"请写成 某某清单.xlsx"):
        listings.write(workspace, tmp_path / "清单.html", b"1", "清单", ".xlsx")
    with pytest.raises(CannotRun, match="不能写到来件夹里"):
        listings.write(workspace, workspace.inbox / "清单.html", b"1", "清单", ".html")
