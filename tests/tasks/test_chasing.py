"""Rounds and reminders in a workspace: what is remembered when, and where the texts go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.aliases import Alias
from reportgen.model import CannotRun
from reportgen.pipeline import Project
from reportgen.stages.reminders import Reminder
from reportgen.stages.rounds import Compared
from reportgen.tasks import chasing

CASES = """
案号 | 收案日期 | 答复日期  | 结案日期  | 审理结果
复1  | 2023.3.1 | 2023.3.8  | 2023.4.20 | 好的
复2  | 5.4      | 2023.5.10 | 2023.6.20 | 撤销
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = pipeline.open_project(tmp_path)
    hand_in(project, CASES)
    return project


def hand_in(project: Project, table: str) -> None:
    write_xlsx(project.workspace.inbox / "2023" / "司法所" / "复议.xlsx", table, "复议")
    pipeline.collect(project)


def told(project: Project) -> Compared:
    findings = pipeline.validate(project, 2023)[1]
    return chasing.told(project.workspace, project.profile, 2023, findings)["司法所"]


def seen(project: Project) -> Compared:
    findings = pipeline.validate(project, 2023)[1]
    return chasing.compared(project.workspace, project.profile, 2023, findings)["司法所"]


def counts(found: Compared) -> tuple[int, int, int, int]:
    return found.number, len(found.mended), len(found.still), len(found.new)


def test_what_was_told_is_compared_with_what_comes_back(project: Project) -> None:
    assert not chasing.has_rounds(project.workspace, 2023)
    first = told(project)
    assert counts(first) == (1, 0, 0, 0)
    hand_in(project, CASES.replace("好的", "维持").replace("2023.5.10", "五月"))
    still = len(first.open.told) - 1
    assert counts(seen(project)) == (2, 1, still, 1)
    assert counts(seen(project)) == counts(told(project)) == counts(told(project)) == (2, 1, still, 1)
    hand_in(project, CASES.replace("好的", "维持").replace("5.4 ", "2023.5.4"))
    assert counts(told(project)) == (3, 2, still - 1, 0)


def test_a_renamed_department_goes_on_and_one_that_is_no_more_is_not_named(project: Project) -> None:
    first = told(project)
    others = tuple(each for each in project.profile.departments if each != "司法所")
    findings = [
        replace(each, department="司法局" if each.department == "司法所" else each.department)
        for each in pipeline.validate(project, 2023)[1]
    ]
    for aliases, number in ((Alias("司法所", "司法局"),), 2), ((), 1):
        profile = replace(project.profile, named=("司法局", *others), aliases=aliases)
        found = chasing.compared(project.workspace, profile, 2023, findings)
        assert "司法所" not in found
        assert (found["司法局"].number, found["司法局"].mended) == (number, ())
    assert first.number == 1


def test_what_nobody_was_told_is_no_round(project: Project) -> None:
    told(project)
    hand_in(project, CASES.replace("好的", "维持").replace("5.4 ", "2023.5.4"))
    hand_in(project, CASES.replace("好的", "维持"))
    assert counts(seen(project))[:2] == (2, 1)


def test_the_order_is_the_profiles(project: Project) -> None:
    findings = pipeline.validate(project, 2023)[1]
    found = chasing.compared(project.workspace, project.profile, 2023, findings)
    assert list(found) == list(project.profile.departments)


def test_a_ledger_that_cannot_be_written_costs_the_memory_only(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise CannotRun("底账所在的文件夹不能写入")

    monkeypatch.setattr("reportgen.tasks.chasing.remember", refuse)
    assert counts(told(project)) == (1, 0, 0, 0)
    assert not chasing.has_rounds(project.workspace, 2023)


def test_nobody_is_reminded_of_what_lies_in_the_inbox(project: Project) -> None:
    write_xlsx(project.workspace.inbox / "2023" / "党政办" / "目录.xlsx", "x", "目录")
    found = pipeline.status(project, 2023)
    with pytest.raises(CannotRun, match="请先运行 reportgen collect"):
        chasing.reminders(project.workspace, found, [])


def test_each_text_goes_into_a_file_and_an_edited_one_is_kept(project: Project, tmp_path: Path) -> None:
    texts = [Reminder(name, f"{name}：请补报。") for name in ("司法所", "甲/乙", "甲:乙")]
    folder = tmp_path / "催报"
    written = chasing.write_reminders(project.workspace, texts, folder)
    assert [(file.name, kept) for file, kept in written] == [
        ("司法所.txt", None), ("甲_乙.txt", None), ("甲_乙_.txt", None)
    ]  # fmt: skip
    assert (folder / "司法所.txt").read_text(encoding="utf-8") == "司法所：请补报。\n"
    (folder / "司法所.txt").write_text("我改过", encoding="utf-8")
    texts[0] = texts[0]._replace(text="新的")
    kept = chasing.write_reminders(project.workspace, texts, folder)[0][1]
    assert kept
    assert kept.read_text(encoding="utf-8") == "我改过"
    with pytest.raises(CannotRun, match="催报不能写到来件夹里"):
        chasing.write_reminders(project.workspace, texts, project.workspace.inbox / "催报")
