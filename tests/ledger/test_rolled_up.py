"""The ledger of a county has what those of its bodies have, and is brought up to date body by body."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.gate import open_ledger
from reportgen.ledger.writing import WritableLedger
from reportgen.model import CannotRun
from tests.make.county import collected, send


def units(project: pipeline.Project) -> list[str]:
    with open_ledger(project) as ledger:
        return [each.unit for each in ledger.origins(2023)]


def test_only_what_has_changed_is_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collected(tmp_path)
    taken: list[str] = []
    adopt = WritableLedger.adopt
    monkeypatch.setattr(
        WritableLedger, "adopt", lambda self, body, *given: [taken.append(body), adopt(self, body, *given)]
    )
    assert sorted(units(project)) == sorted(["甲镇", "乙镇", "丙乡"] * 2)
    assert taken == []
    send(tmp_path, "乙镇", 2023, [1, 2, 3, 4], 7)
    project.of("乙镇").collect()
    assert sorted(units(project)) == sorted(["甲镇", "乙镇", "丙乡"] * 2)
    assert taken == ["乙镇"]
    assert project.figures(2023).figures[0][0].value == 10


def test_a_body_that_left_and_sheets_of_before_there_were_bodies_are_forgotten(tmp_path: Path) -> None:
    project = collected(tmp_path)
    settings = tmp_path / "reportgen.yaml"
    said = settings.read_text(encoding="utf-8")
    settings.write_text(said.replace(", 丙乡", ""), encoding="utf-8")
    fewer = pipeline.open_project(tmp_path)
    assert sorted(units(fewer)) == ["乙镇", "乙镇", "甲镇", "甲镇"]
    settings.write_text("unit: 某县\nprofile: 年报\n", encoding="utf-8")
    pipeline.open_project(tmp_path).collect()  # one body: the townships' folders are no departments
    settings.write_text(said, encoding="utf-8")
    assert sorted(units(pipeline.open_project(tmp_path))) == sorted(["甲镇", "乙镇", "丙乡"] * 2)
    assert project.validate(2023) == []


def test_a_body_of_which_nothing_was_collected_is_named(tmp_path: Path) -> None:
    project = collected(tmp_path)
    project.of("乙镇").workspace.ledger.unlink()
    with pytest.raises(CannotRun, match="还没有收集乙镇的表；请先运行 reportgen collect"):
        project.figures(2023)
