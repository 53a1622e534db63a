"""Which cells reach the page: those of lists that the template prints."""

from __future__ import annotations

from pathlib import Path

from conftest import edit
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import pipeline
from reportgen.ledger import reading as ledgers
from reportgen.prose.printed import printed_texts
from reportgen.word.tags import Tag

PROBLEMS = "来件/2023/司法所/法治建设文字材料.xlsx"


def cells(root: Path, *tags: Tag) -> list[tuple[str, str]]:
    project = pipeline.open_project(root)
    pipeline.collect(project)
    with ledgers.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        found = printed_texts(ledger, project.profile, tags or project.template.tags, 2023)
    return [(each.field, each.place.cell) for each in found]


def tag(kind: str, name: str) -> Tag:
    return Tag(kind, name, "", 0, 1, "")  # type: ignore[arg-type]


def test_the_words_of_lists_are_found_at_their_cells_and_once(workspace: Path) -> None:
    found = cells(workspace)
    assert {name for name, _ in found} == {"工作内容", "主要问题", "原因分析", "具体安排"}
    assert cells(workspace, tag("open", "存在问题.清单"), tag("print", "主要问题")) == [
        (name, cell) for name, cell in found if name == "主要问题"
    ]


def test_a_list_that_is_printed_as_a_whole_has_all_its_columns(workspace: Path) -> None:
    found = cells(workspace, tag("print", "存在问题.清单"))
    assert {name for name, _ in found} == {"主要问题", "原因分析"}


def test_what_the_profile_declares_or_nothing_prints_is_none(workspace: Path) -> None:
    assert cells(workspace, tag("open", "行政复议.按结果"), tag("print", "复议结果")) == []
    assert cells(workspace, tag("open", "存在问题.清单"), tag("print", "序号")) == []
    assert cells(workspace, tag("print", "行政复议.总数")) == []


def test_a_repeated_text_is_found_in_each_of_its_cells(workspace: Path) -> None:
    def repeat(page: Worksheet) -> None:
        row = next(cell.row for cell in page["B"] if str(cell.value).startswith("主要问题")) + 1
        page.cell(row + 1, 2, page.cell(row, 2).value)

    before = cells(workspace)
    edit(workspace / PROBLEMS, "存在问题", repeat)
    assert cells(workspace) == before
