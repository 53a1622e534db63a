"""Whose a workbook is, and of which year: what its folders say, else what it says itself, else nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.ledger import reading
from reportgen.model import Entry, Finding

REVIEWS = """
案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果
复1  | {year}.3.1 | {year}.3.8 | {year}.4.20 | 维持
"""


def sent(
    root: Path, file: str, *titles: str, year: int | None = None, given: bool = False
) -> tuple[Entry, list[Finding]]:
    """Collect a file of the inbox, or one given by its path; its entry in the ledger, and what is wrong with it."""
    (root / "来件" / "2023").mkdir(parents=True)
    path = root / ("" if given else "来件") / file
    write_xlsx(path, "\n".join([*titles, REVIEWS.format(year=year or 2023).strip()]))
    project = pipeline.open_project(root)
    pipeline.collect(project, [path] if given else [], year)
    with reading.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        (entry,) = ledger.workbooks()
        return entry, [each for each in ledger.problems(entry.year) if each.code.startswith(("FIL", "OWE"))]


@pytest.mark.parametrize(
    ("file", "titles", "department"),
    [
        ("2023/司法所/台账.xlsx", (), "司法所"),
        ("2023/近海镇司法所/台账.xlsx", (), "司法所"),
        ("2023/司法所/台账.xlsx", ("填报单位：党政办",), "司法所"),
        ("2023/台账.xlsx", ("填报单位：近海镇司法所",), "司法所"),
        ("2023/台账.xlsx", (), "司法所"),  # who alone owes this sheet
    ],
)
def test_the_folder_names_the_department_else_the_sheet_does(
    tmp_path: Path, file: str, titles: tuple[str, ...], department: str
) -> None:
    entry, found = sent(tmp_path, file, *titles)
    assert (entry.department, entry.year, entry.refused, found) == (department, 2023, "", [])


def test_a_folder_that_is_no_departments_is_told_with_the_nearest(tmp_path: Path) -> None:
    entry, (found,) = sent(tmp_path, "2023/司法局/台账.xlsx")
    assert (found.code, found.message) == ("FIL004", "“司法局”不是方案里的报送部门")
    assert found.fix.startswith("是不是“司法所”？")
    assert (entry.department, entry.refused) == ("", found.message)


def test_a_folder_that_is_like_none_is_told_with_all(tmp_path: Path) -> None:
    _, (found,) = sent(tmp_path, "2023/abc/台账.xlsx")
    assert found.fix.startswith("报送部门有：")
    assert "司法所" in found.fix


@pytest.mark.parametrize(
    ("titles", "said", "year"),
    [
        ((), None, 2023),
        (("2023年行政复议案件台账",), None, 2023),
    ],
)
def test_the_folder_names_the_year(
    tmp_path: Path, titles: tuple[str, ...], said: int | None, year: int
) -> None:
    entry, found = sent(tmp_path, "2023/司法所/台账.xlsx", *titles, year=said)
    assert (entry.year, found) == (year, [])


def test_a_title_of_another_year_is_told_at_its_cell(tmp_path: Path) -> None:
    entry, (found,) = sent(tmp_path, "2023/司法所/台账.xlsx", "2022年行政复议案件台账")
    assert (found.code, found.place.cell, found.message) == (
        "FIL002",
        "A1",
        "标题写的是2022年，文件却在2023年的文件夹里",
    )
    assert (entry.year, entry.refused) == (2023, ""), "it counts where it lies"


def test_without_a_folder_the_title_names_the_year_or_who_asks(tmp_path: Path) -> None:
    entry, found = sent(tmp_path / "一", "司法所/台账.xlsx", "2022年行政复议案件台账", given=True)
    assert (entry.year, entry.department, found) == (2022, "司法所", [])
    entry, found = sent(tmp_path / "二", "司法所/台账.xlsx", year=2022, given=True)
    assert (entry.year, entry.department, found) == (2022, "司法所", [])
    entry, (wrong,) = sent(
        tmp_path / "三", "司法所/台账.xlsx", "2023年行政复议案件台账", year=2022, given=True
    )
    assert (wrong.code, wrong.message, entry.year) == ("FIL002", "标题写的是2023年，--year 却是2022年", 2022)


def test_a_file_that_nothing_says_the_year_of_is_refused(tmp_path: Path) -> None:
    entry, (found,) = sent(tmp_path, "司法所/台账.xlsx", given=True)
    assert (found.code, found.message) == ("FIL003", "不知道是哪一年的数据")
    assert (entry.year, entry.refused) == (0, found.message)
