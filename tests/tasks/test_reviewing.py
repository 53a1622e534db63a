"""The review copy says at each figure where it comes from, and is otherwise the report."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import copy_samples

from reportgen import pipeline
from reportgen.evidence.grounds import Grounds
from reportgen.model import CannotRun
from reportgen.pipeline import Project
from reportgen.tasks import evidence, reviewing
from reportgen.word.document import text_lines
from reportgen.word.marked_passages import read
from tests.word.structure import faults


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    opened = pipeline.open_project(copy_samples(tmp_path_factory.mktemp("reviewing")))
    pipeline.collect(opened)
    return opened


@pytest.fixture(scope="module")
def told(project: Project) -> list[Grounds]:
    figures = {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}
    return evidence.grounds_of(project.workspace, project.profile, figures, 2023)


@pytest.fixture(scope="module")
def report(project: Project) -> Path:
    file = pipeline.render(project, 2023).file
    assert file
    return file


def test_each_figure_has_a_comment_on_itself_and_the_text_is_the_reports(
    project: Project, report: Path, told: list[Grounds]
) -> None:
    file = reviewing.write(project.workspace, told, [], report, 2023).file
    assert text_lines(file.read_bytes()) == text_lines(report.read_bytes())
    assert faults(file.read_bytes()) == faults(report.read_bytes())
    document = docx.Document(BytesIO(file.read_bytes()))
    comments = {each.comment_id: each.text for each in document.comments}
    xml = document.element.xml
    said: dict[str, list[str]] = {}
    for number, text in comments.items():
        between = re.search(
            rf'commentRangeStart w:id="{number}"/>(.*?)<w:commentRangeEnd w:id="{number}"/>', xml, re.S
        )
        assert between
        said.setdefault(text.split("\n")[0], []).append("".join(re.findall(r"<w:t[^>]*>([^<]*)", between[1])))
    assert set(said["矛盾调解.总数：121 起"]) == {"121", "比上年增长23.5%"}
    marks = sum(len(each.marks) for each in read(report.read_bytes()).passages)
    assert len(comments) >= marks > 40
    whole = next(text for text in comments.values() if text.startswith("矛盾调解.总数："))
    assert re.search(r"上年：98 起\n来源：121 行，\S+ › \S+ › [A-Z]+\d+；", whole)
    assert "可以核对的：“矛盾调解月报”表" in whole
    assert any(text.startswith("部门写的：工作举措") for text in comments.values())
    assert [*comments.values()][-1].startswith("模板里没有写定的数")


def test_the_copy_is_dated_as_its_report_and_has_the_same_bytes_again(
    project: Project, report: Path, told: list[Grounds]
) -> None:
    first = reviewing.write(project.workspace, told, [], report, 2023).file.read_bytes()
    again = reviewing.write(project.workspace, told, [], report, 2023)
    assert (again.file.read_bytes(), again.kept) == (first, None)
    dates = {each.timestamp for each in docx.Document(BytesIO(first)).comments}
    assert len(dates) == 1
    assert None not in dates


def test_a_report_without_marks_has_no_review_copy(
    project: Project, told: list[Grounds], tmp_path: Path
) -> None:
    plain = pipeline.render(project, 2023, tmp_path / "报告.docx", plain=True).file
    assert plain
    with pytest.raises(CannotRun, match="没有标记"):
        reviewing.write(project.workspace, told, [], plain, 2023)


def test_one_click_leads_from_each_printed_figure_to_its_cells(
    project: Project, report: Path, told: list[Grounds], tmp_path: Path
) -> None:
    """The auditor's question: from the comment, from the link of the workbook, from the link of the page."""
    cell = re.compile(r"[A-Z]+\d+$|[A-Z]+\d+[；…]|^没有一行$")
    review = docx.Document(str(reviewing.write(project.workspace, told, [], report, 2023).file))
    comments = [each.text for each in review.comments if "怎么算的" in each.text]
    assert all(re.search(r"来源：(?:\d+ 行，.*› [A-Z]+\d+|0 行)", text) for text in comments)
    rates = [text for text in comments if "分子" in text]
    assert rates
    assert all("% %" not in text and len(re.findall(r"来源：\d+ 行，", text)) == 2 for text in rates)

    book = openpyxl.load_workbook(evidence.write(project.workspace, told, [], 2023, tmp_path).file)
    for row in book["数据项"].iter_rows(min_row=4):
        sheet, top = row[3].hyperlink.location.strip("'").split("'!A")
        shown = [each.value for line in book[sheet].iter_rows(int(top), int(top) + 1) for each in line[1:4]]
        assert any(each and cell.search(each) for each in shown), row[0].value

    written = evidence.write_page(project.workspace, told, report, 2023)
    assert written
    page = written.file.read_text(encoding="utf-8")
    sections = dict(re.findall(r'<section id="(d\d+)">(.*?)</section>', page, re.S))
    assert set(re.findall(r'href="#(d\d+)"', page)) <= sections.keys()
    for target in re.findall(r'class="figure" href="#(d\d+)"', page):
        assert re.search(r"<td>[A-Z]+\d+</td>|来源：0 行|› [A-Z]+\d+", sections[target])
