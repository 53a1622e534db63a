"""What is written beside a report, where it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.beside_report import Asked, copies, grounds
from reportgen.outcomes import Rendered
from reportgen.stages import figures as figuring
from tests.make.county import collected


def test_what_is_asked_for_is_written_beside_the_report(tmp_path: Path) -> None:
    project = collected(tmp_path).of("甲镇")
    done = pipeline.render(project, 2023)
    assert done.file
    assert (copies(project, done, 2023, Asked()), grounds(project, done, 2023, Asked())) == ({}, {})
    made = copies(project, done, 2023, Asked(html=True))
    assert made["html"].file == done.file.with_suffix(".html")
    beside = grounds(project, done, 2023, Asked(evidence=True, review=True))
    assert [*beside] == ["evidence", "page", "review"]
    assert {each.file.parent for each in beside.values()} == {done.file.parent}


def test_without_a_report_there_is_only_what_is_behind_the_figures(tmp_path: Path) -> None:
    project = collected(tmp_path).of("甲镇")
    unwritten = Rendered(None)
    assert copies(project, unwritten, 2023, Asked(html=True)) == {}
    assert [*grounds(project, unwritten, 2023, Asked(evidence=True, review=True))] == ["evidence"]


def test_the_figures_are_those_that_the_report_was_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = collected(tmp_path).of("甲镇")
    done = pipeline.render(project, 2023)
    assert done.figures == {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}
    monkeypatch.setattr(figuring, "figures", lambda *_: pytest.fail("counted again"))
    assert [*grounds(project, done, 2023, Asked(evidence=True))] == ["evidence", "page"]
