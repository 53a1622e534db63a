"""A body has all departments, unless the settings say which, or which not, and in which years."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import json_of, run

from reportgen import each_body, pipeline
from reportgen.aliases import Years
from reportgen.each_body import How
from reportgen.model import Broken
from reportgen.pipeline import Project
from reportgen.workspace.staffed import NEVER
from tests.make.county import TOWNS, lay


def opened(root: Path, of_first: str, more: str = "") -> Project:
    said = f"unit: 某县\nprofile: 年报\nbodies:\n  甲镇: {of_first}\n  乙镇:\n  丙乡:\n{more}"
    (root / "reportgen.yaml").write_text(said, encoding="utf-8")
    return pipeline.open_project(root)


def without(root: Path, of_first: str = "{without: [执法队]}") -> Project:
    """A county of which the first town has no 执法队, and sends nothing of it."""
    lay(root)
    for file in (root / "来件").glob("*/甲镇/执法队/*"):
        file.unlink()
    project = opened(root, of_first)
    project.collect()
    return project


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("{}", {}),
        ("{without: [执法队]}", {"执法队": NEVER}),
        ("{departments: [司法所]}", {"执法队": NEVER}),
        ("{departments: [司法所, {name: 执法队, from: 2024}]}", {"执法队": Years(2024)}),
        ("{without: [{name: 执法队, until: 2022}]}", {"执法队": Years(2023)}),
        ("{without: [{name: 执法队, from: 2024}]}", {"执法队": Years(0, 2023)}),
    ],
)
def test_a_body_says_which_departments_it_has_and_when(
    tmp_path: Path, said: str, years: dict[str, Years]
) -> None:
    lay(tmp_path)
    assert opened(tmp_path, said).profile.staffs.get("甲镇", {}) == years


@pytest.mark.parametrize(
    ("said", "message", "fix"),
    [
        ("{without: [执法对]}", "“甲镇”的 without 里写的“执法对”不是报送部门", "是不是“执法队”？"),
        ("{departments: [大队]}", "“甲镇”的 departments 里写的“大队”不是报送部门", "“大队”是“执法队”的别名，请写“执法队”"),
        ("{without: [执法队, 执法队]}", "“甲镇”的 without 里“执法队”写了不止一次", "一个部门只写一次，用 from、until 写明从哪年到哪年"),
        ("{without: [{name: 执法队, form: 2024}]}", "不认识的键“form”", "是不是“from”？"),
        ("{departments: [{name: 执法队, from: 24}]}", "“24”不是年度", "年度写四位数字，如 2024"),
        ("{without: [{name: 执法队, from: 2020, until: 2022}]}", "“执法队”的 from 和 until 在 without 里只能写一个", "改写成 departments，写它有这个部门的年度"),
        ("{without: [执法队], departments: [司法所]}", "“甲镇”的 departments 和 without 只能写一个", "只有少数部门的写 departments，只少几个部门的写 without"),
    ],
)  # fmt: skip
def test_what_is_written_wrong_is_said_at_its_line(tmp_path: Path, said: str, message: str, fix: str) -> None:
    lay(tmp_path)
    with pytest.raises(Broken) as raised:
        opened(tmp_path, said, "departments:\n  执法队: {aliases: [大队]}\n  司法所:\n")
    (found,) = raised.value.findings
    assert (found.message, found.fix) == (message, fix)
    assert "第4行" in found.place.sheet


def test_a_body_without_a_department_owes_nothing_of_it_and_counts_none(tmp_path: Path) -> None:
    project = without(tmp_path)
    found = each_body.status(project, 2023)
    assert [(body, each.owed, each.received) for body, each in found] == [
        ("甲镇", 1, 1), ("乙镇", 2, 2), ("丙乡", 2, 2),
    ]  # fmt: skip
    first, *_ = each_body.render(project, How(2023))
    assert first.file
    assert [each.code for each in project.of("甲镇").validate(2023)] == ["OWE006"]
    told = [(each.code, each.severity, each.message) for each in project.validate(2023)]
    message = "甲镇：按设置，这个单位没有执法队，《处罚案件台账》不报，按没有发生计"
    assert told == [("OWE006", "warning", message)]
    assert json_of("trace", "2023", "案件.总数", at=tmp_path)["value"] == 7
    assert json_of("trace", "2023", "案件.总数", "--unit", "甲镇", at=tmp_path)["value"] == 0


def test_forms_and_reminders_leave_out_what_a_body_has_not(tmp_path: Path) -> None:
    without(tmp_path)
    run("forms", "2024", "--unit", "甲镇", at=tmp_path)
    run("forms", "2024", "--unit", "乙镇", at=tmp_path)
    written = {town: {each.name for each in (tmp_path / "输出" / town).rglob("*.xlsx")} for town in TOWNS[:2]}
    assert [len(each) for each in written.values()] == [1, 2]
    assert "执法队" not in run("status", "2024", "--unit", "甲镇", at=tmp_path).stdout
    assert "执法队" in run("status", "2024", "--unit", "乙镇", at=tmp_path).stdout


def test_in_the_years_in_which_it_has_the_department_it_owes(tmp_path: Path) -> None:
    project = without(tmp_path, "{without: [{name: 执法队, until: 2022}]}")
    assert [each.code for each in project.of("甲镇").validate(2022)] == ["OWE006"]
    assert "没有收到执法队的《处罚案件台账》" in [each.message for each in project.of("甲镇").validate(2023)]


def test_other_departments_ask_for_a_new_collection_of_this_body_alone(tmp_path: Path) -> None:
    lay(tmp_path)
    opened(tmp_path, "{}").collect()
    project = opened(tmp_path, "{without: [执法队]}")
    assert "LED001" in {each.code for each in project.of("甲镇").validate(2023)}
    assert not project.of("乙镇").validate(2023)
    project.collect()
    told = {each.code: each.message for each in project.of("甲镇").validate(2023)}
    assert told["OWE002"] == "按设置，这个单位没有执法队，不报《处罚案件台账》，这里有执法队报送的一张"
