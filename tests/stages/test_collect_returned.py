"""Returned files that come back: with fewer rows, in parts, twice; and what still counts of the file returned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import pipeline
from reportgen.pipeline import Project
from reportgen.tasks import returns

TRAINING = ["培训日期", "培训主题", "学时", "参加人数", "合格率"]
ROWS = 10
HEADER = 1


@contextmanager
def silent(count: int) -> Iterator[object]:
    yield lambda done: None


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two sheets of 培训 of one department, in each of which the first day is wrong."""
    (tmp_path / "reportgen.yaml").write_text(
        f"profile: {ROOT / 'tests' / 'cases' / 'profile'}\n", encoding="utf-8"
    )
    book = openpyxl.Workbook()
    book.active.title = "东片"
    for sheet, month in ((book.active, 3), (book.create_sheet("西片"), 9)):
        sheet.append(TRAINING)
        for day in range(1, ROWS + 1):
            sheet.append([f"2023-0{month}-{day:02}", f"课{month}{day}", 2, 30, 95])
        sheet["A2"] = "2023-02-31"
    original(tmp_path).parent.mkdir(parents=True)
    book.save(original(tmp_path))
    return pipeline.open_project(tmp_path)


def original(root: Path) -> Path:
    return root / "来件" / "2023" / "执法队" / "培训.xlsx"


def sent_back(project: Project) -> Path:
    pipeline.collect(project)
    year, findings = pipeline.validate(project, 2023)
    folder = project.workspace.root / "退回"
    (sent, *_), _ = returns.returns(project.workspace, project.profile, year, findings, folder, silent)
    return sent.file


def mended(sheet: Worksheet, *, keep: int = ROWS, day: int = 1) -> None:
    """Mend the wrong day, and leave the first rows only."""
    sheet["A2"] = f"2023-0{3 if sheet['B2'].value == '课31' else 9}-{day:02}"
    sheet.delete_rows(HEADER + 1 + keep, ROWS)


def come_back(
    sent: Path, to: Path, keep: Sequence[int] = (ROWS, ROWS), *, drop: str = "", day: int = 1
) -> None:
    book = openpyxl.load_workbook(sent)
    for name, rows in zip(("东片", "西片"), keep, strict=True):
        mended(book[name], keep=rows, day=day)
    if drop:
        del book[drop]
    book.save(to)


def found(project: Project) -> list[tuple[str, str, str, str]]:
    """What is wrong, by code, file, sheet and words, but for sheets that nobody handed in."""
    pipeline.collect(project)
    return [
        (each.code, Path(each.place.file).name, each.place.sheet, each.message)
        for each in pipeline.validate(project, 2023)[1]
        if each.code != "OWE001"
    ]


def codes(project: Project) -> list[str]:
    return [code for code, *_ in found(project)]


def rows(project: Project) -> int:
    from reportgen.ledger.reading import open_to_read

    with open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        return int(ledger.views.select("SELECT count(*) FROM 培训")[0][0])


@pytest.mark.parametrize("name", ["培训.xlsx", "培训（退回）.xlsx"])
@pytest.mark.parametrize(("keep", "is_told"), [(1, True), (7, True), (8, False), (ROWS, False)])
def test_clearly_fewer_rows_than_were_returned_are_an_error_in_place_and_beside(
    project: Project, name: str, keep: int, is_told: bool
) -> None:
    file = original(project.workspace.root)
    come_back(sent_back(project), file.with_name(name), (keep, ROWS))
    told = [each for each in found(project) if each[0] != "OWE003"]
    assert told == [("OWE005", name, "东片", f"这张表原来{ROWS}行，交回{keep}行")] * is_told


def test_a_sheet_that_has_not_come_back_is_told_unless_it_still_counts(project: Project) -> None:
    file = original(project.workspace.root)
    sent = sent_back(project)
    beside = file.with_name("培训（退回）.xlsx")
    come_back(sent, beside, drop="西片")
    kept = file.read_bytes()
    assert codes(project) == ["OWE003", "CEL001"]
    assert rows(project) == 2 * ROWS
    file.unlink()
    gone = [("OWE005", beside.name, "", "“西片”原来10行，交回的文件里没有这张表")]
    assert found(project) == gone
    file.write_bytes(kept)
    assert codes(project) == ["OWE003", "CEL001"]


def test_a_sheet_that_is_called_otherwise_now_has_come_back(project: Project) -> None:
    file = original(project.workspace.root)
    come_back(sent_back(project), file)
    book = openpyxl.load_workbook(file)
    book["西片"].title = "西部"
    book.save(file)
    assert found(project) == []


def test_one_sheet_called_otherwise_is_not_two(project: Project) -> None:
    file = original(project.workspace.root)
    come_back(sent_back(project), file, drop="西片")
    book = openpyxl.load_workbook(file)
    book["东片"].title = "全镇"
    book.save(file)
    assert [words for *_, words in found(project)] == ["“西片”原来10行，交回的文件里没有这张表"]


def test_a_copy_of_what_came_back_is_no_other_answer(project: Project) -> None:
    file = original(project.workspace.root)
    come_back(sent_back(project), file)
    undated(file)
    file.with_name("另存.xlsx").write_bytes(file.read_bytes())
    assert set(codes(project)) == {"OWE003"}
    assert rows(project) == 2 * ROWS


def test_a_file_without_its_slip_is_a_new_one(project: Project) -> None:
    file = original(project.workspace.root)
    come_back(sent_back(project), file, (1, 1), drop="退回单")
    assert found(project) == []


def test_rows_that_the_slip_says_to_take_out_may_be_missing(project: Project) -> None:
    file = original(project.workspace.root)
    book = openpyxl.load_workbook(file)
    for row in range(3, 7):
        for column in range(1, 6):
            book["东片"].cell(row, column).value = book["东片"].cell(7, column).value
    book.save(file)
    sent = sent_back(project)
    come_back(sent, file)
    book = openpyxl.load_workbook(file)
    book["东片"].delete_rows(3, 4)
    book.save(file)
    assert found(project) == []


def test_rows_that_have_not_come_back_are_missed_at_the_next_time_too(project: Project) -> None:
    file = original(project.workspace.root)
    come_back(sent_back(project), file, (1, ROWS))
    again = sent_back(project)
    assert "第2次" in again.name
    come_back(again, file, (1, ROWS))
    assert codes(project) == ["OWE005"]


def test_of_two_answers_to_one_return_the_later_counts_and_the_other_is_told(project: Project) -> None:
    file = original(project.workspace.root)
    sent = sent_back(project)
    come_back(sent, file.with_name("乙.xlsx"), day=20)
    pipeline.collect(project)
    come_back(sent, file.with_name("甲.xlsx"), day=28)
    told = {(name, words.partition(" ")[0].rpartition("/")[2]) for _, name, _, words in found(project)}
    assert told == {("培训.xlsx", "乙.xlsx"), ("乙.xlsx", "甲.xlsx")}
    assert rows(project) == 2 * ROWS
    file.unlink()
    assert {(code, name) for code, name, *_ in found(project)} == {("OWE003", "乙.xlsx")}
    file.with_name("甲.xlsx").unlink()
    assert found(project) == []
    assert rows(project) == 2 * ROWS


def test_two_answers_of_which_nothing_says_the_later_are_an_error_until_one_goes(project: Project) -> None:
    file = original(project.workspace.root)
    sent = sent_back(project)
    for name, day in (("乙.xlsx", 20), ("甲.xlsx", 28)):
        come_back(sent, file.with_name(name), day=day)
        undated(file.with_name(name))
    assert {each for each in codes(project) if each != "OWE003"} >= {"OWE004"}
    file.with_name("说明.txt").write_text("说明", encoding="utf-8")
    assert codes(project).count("OWE004") == 1
    file.with_name("乙.xlsx").unlink()
    assert "OWE004" not in codes(project)
    assert rows(project) == 2 * ROWS


def undated(file: Path) -> None:
    """Let a workbook not say when it was saved."""
    from zipfile import ZipFile

    with ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"}
    with ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def test_the_parts_of_two_answers_count_once_each(project: Project) -> None:
    file = original(project.workspace.root)
    sent = sent_back(project)
    come_back(sent, file.with_name("甲.xlsx"), drop="西片")
    pipeline.collect(project)
    come_back(sent, file.with_name("乙.xlsx"), drop="东片")
    assert set(codes(project)) == {"OWE003"}
    assert rows(project) == 2 * ROWS


def test_what_is_wrong_with_the_whole_file_stays_while_a_sheet_of_it_counts(project: Project) -> None:
    root = project.workspace.root
    moved = original(root).parent / "2022年资料" / "培训.xlsx"
    moved.parent.mkdir()
    original(root).rename(moved)
    sent = sent_back(project)
    back = original(root).with_name("培训（退回）.xlsx")
    come_back(sent, back, drop="西片")
    told = found(project)
    assert [each for each in told if each[2] == ""] == [
        ("FIL002", "培训.xlsx", "", "文件夹名写的是2022年，文件却在2023年的文件夹里")
    ]
    come_back(sent, back)
    assert {each[0] for each in found(project)} == {"OWE003"}
