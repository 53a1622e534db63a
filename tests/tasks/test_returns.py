"""The whole way of a return: from the findings to the departments' files, and back into the ledger as corrections."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT, write_xlsx

from reportgen import pipeline
from reportgen.model import CannotRun, Finding
from reportgen.outcomes import Sent, Unsent
from reportgen.pipeline import Project
from reportgen.tasks import returns
from reportgen.workbook.read import read


@contextmanager
def silent(count: int) -> Iterator[object]:
    yield lambda done: None


def sent_back(project: Project, folder: Path) -> tuple[list[Sent], list[Unsent], list[Finding]]:
    pipeline.collect(project)
    year, findings = pipeline.validate(project, 2023)
    return *returns.returns(project.workspace, project.profile, year, findings, folder, silent), findings


def corrected(file: Path, source: str) -> None:
    """Mend a returned file as the department does: by what stands in the clean samples, saved by another program."""
    clean = {each.name: each for each in read((ROOT / "samples" / source).read_bytes())}
    book = openpyxl.load_workbook(file)
    for sheet in book.worksheets:
        if sheet.title not in clean:
            continue
        for row, values in enumerate(clean[sheet.title].rows, 1):
            for column, value in enumerate(values, 1):
                cell = sheet.cell(row, column)
                if type(cell).__name__ != "MergedCell" and cell.value != value:
                    cell.value = None if value == "" else value
    book.save(file)


def test_what_was_returned_and_mended_comes_back_without_a_finding(faulty: Path, tmp_path: Path) -> None:
    project = pipeline.open_project(faulty)
    sent, unsent, findings = sent_back(project, tmp_path / "退回")
    wrong = {each.place.file for each in findings if each.severity == "error" and each.code != "OWE001"}
    assert {each.source for each in sent} == wrong
    assert sum(each.findings for each in sent) == sum(each.place.file in wrong for each in findings)
    kept = {each.code for each in findings if each.code != "OWE001" and each.place.file not in wrong}
    kept.add("EXAM005")  # of a card that the roster, which was not returned, still says has expired
    assert [(each.department, each.source) for each in unsent] == [("司法所", "")]
    for each in sent:
        back = faulty / Path(each.source).with_name(each.file.name)
        shutil.copy(each.file, back)
        corrected(back, each.source)
    pipeline.collect(project)
    left = pipeline.validate(project, 2023)[1]
    assert {each.code for each in left} == {"OWE001", "OWE003"} | kept
    replaced = {each.place.file for each in left if each.code == "OWE003"}
    assert replaced == {each.source for each in sent}
    assert all("（第1次退回后交回的）" in each.message for each in left if each.code == "OWE003")


def test_a_file_that_comes_back_in_place_of_the_original_is_as_good(faulty: Path, tmp_path: Path) -> None:
    project = pipeline.open_project(faulty)
    sent, *_ = sent_back(project, tmp_path / "退回")
    for each in sent:
        source = faulty / each.source
        source.unlink()
        shutil.copy(each.file, source.with_suffix(".xlsx"))
        corrected(source.with_suffix(".xlsx"), each.source)
    pipeline.collect(project)
    left = pipeline.validate(project, 2023)[1]
    assert {each.code for each in left if each.severity == "error"} == {"OWE001"}
    assert "OWE003" not in {each.code for each in left}


def test_a_file_that_is_returned_again_says_how_often(faulty: Path, tmp_path: Path) -> None:
    project = pipeline.open_project(faulty)
    once, _, findings = sent_back(project, tmp_path / "退回")
    for each in once:
        shutil.copy(each.file, faulty / Path(each.source).with_name(each.file.name))
    twice, _, again = sent_back(project, tmp_path / "退回")
    assert {each.round for each in once} == {1}
    assert {each.round for each in twice} == {2}
    assert all(each.file.name.endswith("（第2次退回）.xlsx") for each in twice)
    told = [(each.code, each.place.sheet, each.place.cell) for each in findings]
    assert [(each.code, each.place.sheet, each.place.cell) for each in again if each.code != "OWE003"] == told
    # both are in the inbox now, and the original, too: the last one counts
    for each in twice:
        shutil.copy(each.file, faulty / Path(once[0].source).parents[1] / each.department / each.file.name)
    third, _, _ = sent_back(project, tmp_path / "退回")
    assert {each.round for each in third} == {3}


def test_a_file_that_leaves_again_lets_the_original_count(faulty: Path, tmp_path: Path) -> None:
    project = pipeline.open_project(faulty)
    sent, _, findings = sent_back(project, tmp_path / "退回")
    copies = [
        Path(shutil.copy(each.file, faulty / Path(each.source).with_name(each.file.name))) for each in sent
    ]
    pipeline.collect(project)
    for each in copies:
        each.unlink()
    pipeline.collect(project)
    assert pipeline.validate(project, 2023)[1] == findings


def test_nothing_is_written_where_it_would_be_collected(faulty: Path, tmp_path: Path) -> None:
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    (tmp_path / "文件").write_text("x")
    for folder in (faulty / "2023" / "退回", faulty / "底账" / "退回", tmp_path / "文件"):
        with pytest.raises(CannotRun, match="--returns"):
            returns.returns(project.workspace, project.profile, 2023, [], folder, silent)


def test_what_people_have_changed_is_kept_and_what_has_changed_since_is_not_returned(
    faulty: Path, tmp_path: Path
) -> None:
    project = pipeline.open_project(faulty)
    sent, *_ = sent_back(project, tmp_path / "退回")
    sent[0].file.write_bytes(b"changed")
    year, findings = pipeline.validate(project, 2023)
    (faulty / sent[1].source).write_bytes((faulty / sent[2].source).read_bytes())
    done, unsent = returns.returns(
        project.workspace, project.profile, year, findings, tmp_path / "退回", silent
    )
    assert done[0].kept
    assert done[0].kept.read_bytes() == b"changed"
    assert [each.message for each in unsent if each.source == sent[1].source] == [
        "没有退回：文件收集以后改过；请先运行 reportgen collect，再退回"
    ]


def test_a_sheet_called_so_without_the_mark_is_read(faulty: Path) -> None:
    write_xlsx(faulty / "2023" / "司法所" / "另.xlsx", "姓名 | 电话\n甲某某 | 88880001", "退回单")
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    assert "TAB001" in {
        each.code for each in pipeline.validate(project, 2023)[1] if each.place.sheet == "退回单"
    }
