"""A text that a department wrote and no tag prints is told, once for each column."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from conftest import RULE_OF_LAW

from reportgen import pipeline
from reportgen.model import Finding


def told(root: Path, gone: list[str]) -> list[Finding]:
    """Build the samples with a template that lacks the paragraphs in which one of these stands."""
    folder = root / "templates" / "rule-of-law"
    shutil.copytree(RULE_OF_LAW, folder)
    document = docx.Document(str(folder / "report.docx"))
    for paragraph in document.paragraphs:
        if any(each in paragraph.text for each in gone):
            paragraph._p.getparent().remove(paragraph._p)
    document.save(str(folder / "report.docx"))
    done = pipeline.build(pipeline.open_project(root), 2023).rendered
    assert done.file, "it is a warning"
    return done.findings


def test_the_shipped_template_prints_all(workspace: Path) -> None:
    assert told(workspace, []) == []


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (["下步安排.法治宣传}}", "{{具体安排}}"], "行的“具体安排”没有标签来印，报告里没有这些文字"),
        (["存在问题.清单}}\n", "主要原因是"], "行的“主要问题”没有标签来印，报告里没有这些文字"),
    ],
)
def test_texts_without_a_tag_are_a_warning_at_the_first_cell(
    workspace: Path, gone: list[str], said: str
) -> None:
    found = told(workspace, gone)
    assert {(each.code, each.severity) for each in found} == {("TPL015", "warning")}
    assert any(each.message.endswith(said) for each in found)
    assert all(each.place.cell for each in found)


def test_a_list_that_is_dropped_is_told_with_its_rows_only(workspace: Path) -> None:
    folder = workspace / "templates" / "rule-of-law"
    shutil.copytree(RULE_OF_LAW, folder)
    document = docx.Document(str(folder / "report.docx"))
    inside = False
    for paragraph in document.paragraphs:
        inside = inside or paragraph.text == "{{#工作举措.矛盾化解}}"
        last = paragraph.text == "{{/工作举措.矛盾化解}}"
        if inside:
            paragraph._p.getparent().remove(paragraph._p)
        inside = inside and not last
    document.save(str(folder / "report.docx"))
    (found,) = pipeline.build(pipeline.open_project(workspace), 2023).rendered.findings
    assert "没有标签来印" in found.message
    assert "（{{#工作举措.矛盾化解}}）" in found.fix
