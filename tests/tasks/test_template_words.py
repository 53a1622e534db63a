"""What a template says whatever the rows are is found out once; what hangs on rows, and on any other template, each time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.model import Finding, Place
from reportgen.pipeline import Project
from reportgen.proofreading import own_words
from reportgen.proofreading.own_numbers import Literal, OwnWords, TemplateWords
from reportgen.tasks.template_words import words_of

SAID = TemplateWords(
    [Literal("第1段", "3", "共3个", "count", True)],
    [Finding("TPL016", "warning", "看一看", Place("report.docx", "第1段"))],
    frozenset(),
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The years for which the template was read for its words; it says nothing of the lists that it prints."""
    years: list[int] = []

    def by_template(*arguments: object) -> TemplateWords:
        years.append(int(str(arguments[-1])))
        return SAID

    monkeypatch.setattr(own_words, "by_template", by_template)
    return years


@pytest.fixture
def project(workspace: Path) -> Project:
    """The samples under a stamp under which nothing is remembered."""
    return replace(pipeline.open_project(workspace), stamp="印记")


def words(project: Project, year: int = 2023) -> OwnWords:
    with pipeline._ledger(project) as ledger:
        return words_of(ledger, project, year)


def test_a_template_is_read_for_its_words_once(project: Project, asked: list[int]) -> None:
    first = words(project)
    assert words(project) == first
    assert asked == [2023]
    assert first.numbers == SAID.numbers
    assert first.found[-1:] == SAID.found


def test_what_hangs_on_rows_is_looked_up_each_time(project: Project, asked: list[int]) -> None:
    assert {each.code for each in words(project).found} == {"TPL015", "TPL016"}
    with closing(sqlite3.connect(project.workspace.ledger)) as ledger, ledger:
        ledger.execute("UPDATE _tables SET year = 2019")
    assert {each.code for each in words(project).found} == {"TPL016"}
    assert asked == [2023], "no collection makes the template's own words others"


def test_what_it_hangs_on_makes_it_read_again(project: Project, asked: list[int]) -> None:
    for other, year in ((project, 2023), (project, 2022), (replace(project, stamp="别的"), 2022)):
        words(other, year)
    assert asked == [2023, 2022, 2022]


def test_settings_that_it_may_print_make_it_read_again(workspace: Path, asked: list[int]) -> None:
    words(pipeline.open_project(workspace))
    asked.clear()
    with (workspace / "reportgen.yaml").open("a", encoding="utf-8") as settings:
        settings.write("report: {文号: 近政发〔2024〕1号}\n")
    words(pipeline.open_project(workspace))
    assert asked == [2023]


def test_nothing_is_remembered_without_a_stamp(project: Project, asked: list[int]) -> None:
    unknown = replace(project, stamp="")
    assert words(unknown) == words(unknown)
    assert asked == [2023, 2023]


def test_a_render_with_what_is_remembered_reads_no_template_for_words(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pipeline.render(pipeline.open_project(workspace), 2023, plain=True)
    assert first.file
    content = first.file.read_bytes()
    first.file.unlink()
    monkeypatch.setattr(own_words, "by_template", lambda *_: pytest.fail("it is known"))
    again = pipeline.render(pipeline.open_project(workspace), 2023, plain=True)
    assert again == first
    assert first.file.read_bytes() == content
