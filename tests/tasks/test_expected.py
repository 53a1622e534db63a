"""What a report has to say is remembered with the ledger, and made anew as soon as anything that it hangs on has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import copy_samples, edit

from reportgen import pipeline
from reportgen.cli.verify_command import due
from reportgen.pipeline import Project
from reportgen.tasks import expected, verifying
from reportgen.tasks.belonging import whose
from reportgen.tasks.expected import Expected
from reportgen.word.marked_passages import read

MEDIATIONS = "来件/2023/司法所/矛盾纠纷调解台账.xlsx"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    opened = pipeline.open_project(copy_samples(tmp_path))
    pipeline.collect(opened)
    return opened


@pytest.fixture
def remembered(project: Project, monkeypatch: pytest.MonkeyPatch) -> Expected:
    due(project, 2023)
    monkeypatch.setattr(expected, "rendered", lambda *_: pytest.fail("it was rendered again"))
    return due(project, 2023)


def test_what_is_remembered_is_what_was_rendered(project: Project) -> None:
    made, known = due(project, 2023), due(project, 2023)
    assert (known.digest, known.printed) == (made.digest, made.printed)
    assert (known.said, known.more) == (made.said, made.more)
    assert (known.texts, known.manifest) == (made.texts, made.manifest)
    assert known.texts == expected.texts_of(read(made.render()), made.manifest)
    assert sorted(known.units) == sorted(made.units)
    assert known.marked.places({0}) == made.marked.places({0})
    assert made.printed > 40


def test_an_issued_report_is_known_by_its_bytes_and_nothing_is_read(
    project: Project, remembered: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = pipeline.render(project, 2023).file
    assert report
    file = verifying.read(report)
    for reading in ("marked_passages.read", "manifest.of_report"):
        monkeypatch.setattr(f"reportgen.word.{reading}", lambda _: pytest.fail("it was read"))
    assert whose(project.workspace, file).year == 2023
    told = verifying.compare_with(project.workspace, remembered, 2023, file)
    assert (told.verified.unchanged, told.verified.marks.sound) == (remembered.printed, remembered.printed)
    assert told.remarks[0].endswith("以后没有人动过")
    assert not told.contradicts


def test_another_ledger_is_not_taken_for_the_one_that_is_remembered(project: Project) -> None:
    before = due(project, 2023)
    edit(project.workspace.root / MEDIATIONS, "台账", lambda page: page.delete_rows(5))
    pipeline.collect(project)
    after = due(project, 2023)
    assert after.digest != before.digest
    assert dict(after.manifest.figures)["矛盾调解.总数"] == "120"


@pytest.mark.parametrize("changed", ["settings", "program"])
def test_other_settings_and_another_program_ask_again(project: Project, changed: str) -> None:
    due(project, 2023)
    asked = []

    def make() -> Expected:
        asked.append(1)
        return Expected("", 0, "{}", "{}", None, bytes)

    workspace, stamp = project.workspace, project.stamp
    expected.remembered_or(workspace, project.profile, 2023, stamp, make)
    assert not asked
    if changed == "settings":
        workspace = replace(workspace, unit="别的镇")
    expected.remembered_or(workspace, project.profile, 2023, stamp if changed == "settings" else "别的", make)
    assert asked


def test_without_a_stamp_nothing_is_remembered(project: Project) -> None:
    asked = []

    def make() -> Expected:
        asked.append(1)
        return Expected("", 0, "{}", "{}", None, bytes)

    for _ in range(2):
        expected.remembered_or(project.workspace, project.profile, 2023, "", make)
    assert len(asked) == 2
