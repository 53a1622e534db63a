"""A body's table that is another body's is asked about, and nothing that may well be the same by chance."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen.model import Finding
from reportgen.pipeline import Project
from tests.make.county import collected, send


@pytest.fixture
def county(tmp_path: Path) -> Project:
    return collected(tmp_path)


def told(project: Project) -> list[Finding]:
    project.collect()
    return [each for each in project.validate(2023) if each.code == "ROW003"]


def test_a_workbook_laid_with_two_bodies_is_told_with_both_and_stops_nothing(
    county: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "来件" / "2023"
    shutil.copy(folder / "乙镇" / "执法队" / "案件.xlsx", folder / "丙乡" / "执法队" / "案件.xlsx")
    (found,) = told(county)
    assert found.severity == "warning"
    assert (found.department, found.place.file) == ("乙镇执法队", "来件/2023/乙镇/执法队/案件.xlsx")
    assert "整个文件与 来件/2023/丙乡/执法队/案件.xlsx 完全相同" in found.message
    assert [each for each in county.of("丙乡").validate(2023) if each.code == "ROW003"] == []


def test_rows_written_again_are_told_from_five_values_on(county: Project, tmp_path: Path) -> None:
    for cases, count in (([1, 2], 0), ([1, 2, 3], 1)):
        for town in ("甲镇", "乙镇"):
            send(tmp_path, town, 2023, cases, 5)
            file = tmp_path / "来件" / "2023" / town / "执法队" / "案件.xlsx"
            write_xlsx(file, "\n".join(["罚款 | 案号", *(f"100 | {each}" for each in cases)]), town)
            write_xlsx(file.parent.parent / "司法所" / "调解.xlsx", "件数\n5", town)  # one number, by chance
        found = told(county)
        assert len(found) == count
    assert "整张表的3行与 " in found[0].message


def test_two_that_report_nothing_say_the_same(county: Project, tmp_path: Path) -> None:
    folder = tmp_path / "来件" / "2023"
    write_xlsx(folder / "甲镇" / "执法队" / "案件.xlsx", "案号 | 罚款\n无", "案件")
    shutil.copy(folder / "甲镇" / "执法队" / "案件.xlsx", folder / "乙镇" / "执法队" / "案件.xlsx")
    assert told(county) == []
