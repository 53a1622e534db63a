"""The samples: nothing is found in the clean years, and every planted mistake at its cell."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import edit

from reportgen import pipeline
from reportgen.pipeline import Project


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_clean_samples_have_no_finding(collected: Project, year: int) -> None:
    assert pipeline.validate(collected, year) == (year, [])


def test_every_planted_mistake_is_found_at_its_cell_and_nothing_else(faulty: Path) -> None:
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    with (faulty / "mistakes.txt").open(encoding="utf-8") as lines:
        planted = {(row["file"], row["sheet"], row["cell"]) for row in csv.DictReader(lines, delimiter="\t")}
    assert len(planted) >= 20
    findings = pipeline.validate(project)[1]
    found = [(each.place.file, each.place.sheet, each.place.cell) for each in findings]
    assert sorted(found) == sorted(planted)
    assert len({each.code for each in findings}) >= 15
    assert all(each.message and each.fix for each in findings)


def test_a_finding_carries_department_basis_and_a_sentence_with_the_values(faulty: Path) -> None:
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    (late,) = [each for each in pipeline.validate(project)[1] if each.code == "CASE004"]
    assert (late.department, late.severity) == ("司法所", "error")
    assert late.message == "2023-04-11收到，2023-05-10答复，超过10日"
    assert "第二十三条" in late.basis


def test_a_finding_of_an_earlier_run_goes_away_with_its_cause(faulty: Path) -> None:
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    before = len(pipeline.validate(project)[1])
    edit(faulty / "2023/司法所/行政复议台账.xlsx", "复议", lambda sheet: sheet.__setitem__("H7", "维持"))
    pipeline.collect(project)
    assert len(pipeline.validate(project)[1]) == before - 1


def test_working_days_beyond_the_published_table_are_said_to_be_estimated(workspace: Path) -> None:
    project = pipeline.open_project(workspace)
    (workspace / "来件" / "2023").rename(workspace / "来件" / "2051")
    file = workspace / "来件/2051/司法所/行政复议台账.xlsx"
    edit(
        file, "复议", lambda sheet: sheet.__setitem__("E4", "2051-3-1") or sheet.__setitem__("F4", "2051-5-1")
    )
    pipeline.collect(project)
    (late,) = [each for each in pipeline.validate(project, 2051)[1] if each.code == "CASE003"]
    assert "估算" in late.message
