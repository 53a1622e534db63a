"""A profile remembered is the profile; and whatever its check hangs on changes its stamp."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import RULE_OF_LAW

from reportgen.model import Finding, Place, Profile
from reportgen.profile import compiled, papers

SETTINGS = {"report": {"文号": "一号"}}


def test_a_profile_comes_back_from_its_text(rule_of_law: Profile) -> None:
    assert compiled.from_text(compiled.to_text(rule_of_law), rule_of_law.template) == rule_of_law


def test_a_doubt_comes_back_as_a_finding_that_can_be_told_once(rule_of_law: Profile) -> None:
    doubt = Finding("SET005", "warning", "没有这个部门", Place("reportgen.yaml", "第3行"))
    doubted = replace(rule_of_law, doubts=(doubt,))
    again = compiled.from_text(compiled.to_text(doubted), doubted.template)
    assert again == doubted
    assert {*again.doubts} == {doubt}, "of several bodies what is wrong with the profile is told once"


@pytest.mark.parametrize("name", [*compiled.FILES, papers.FIRST])
def test_a_changed_file_changes_the_stamp(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(RULE_OF_LAW, tmp_path / "p")
    before = compiled.stamp(folder, SETTINGS)
    assert before == compiled.stamp(RULE_OF_LAW, SETTINGS)
    with (folder / name).open("ab") as file:
        file.write(b"#")
    assert compiled.stamp(folder, SETTINGS) not in ("", before)
    (folder / name).unlink()
    assert compiled.stamp(folder, SETTINGS) == ""


def test_settings_sqlite_and_the_program_change_the_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = compiled.stamp(RULE_OF_LAW, SETTINGS)
    assert compiled.stamp(RULE_OF_LAW, {}) != before
    with monkeypatch.context() as other:
        other.setattr(compiled, "ENGINE", "4.0")
        assert compiled.stamp(RULE_OF_LAW, SETTINGS) != before
    kept = shutil.copytree(
        compiled.PROGRAM, tmp_path / "reportgen", ignore=shutil.ignore_patterns("__pycache__")
    )
    monkeypatch.setattr(compiled, "PROGRAM", kept)
    copied = compiled.stamp(RULE_OF_LAW, SETTINGS)
    os.utime(kept / "profile" / "lint.py", ns=(1, 1))
    compiled._program.cache_clear()  # as it is in a new process
    assert compiled.stamp(RULE_OF_LAW, SETTINGS) != copied
