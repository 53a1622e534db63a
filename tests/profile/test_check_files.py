"""Checks may stand in several files, and are found, told and remembered as if they stood in one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.profile import check_files, compiled, load
from reportgen.tasks.differences import Difference, differences
from tests.profile.small import CHECKS, SHEETS, assert_told, write


def test_the_files_of_the_sheets_come_in_their_order_and_the_rest_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "checks"
    folder.mkdir()
    for name in ("乙", "丙", "甲", ".原"):
        (folder / f"{name}.yaml").write_text("", encoding="utf-8")
    sheets = ["丙", "丁", "乙"]
    assert check_files.names(tmp_path, sheets) == ["checks/丙.yaml", "checks/乙.yaml", "checks/甲.yaml"]
    (tmp_path / "checks.yaml").write_text("", encoding="utf-8")
    assert check_files.names(tmp_path, sheets)[:2] == ["checks.yaml", "checks/丙.yaml"]
    assert check_files.names(folder) == ["checks.yaml"]


def test_a_check_is_of_its_file_and_a_mistake_at_its_line(tmp_path: Path) -> None:
    folder = _apart(tmp_path, CHECKS.replace("CASE001", "CASE002"))
    profile, found = load.load(folder)
    assert not found
    assert profile
    assert {code: each.file for code, each in profile.checks.items()} == {
        "CASE001": "checks.yaml",
        "CASE002": "checks/案件.yaml",
    }
    _apart(tmp_path, CHECKS.replace("CASE001", "CASE002").replace("marks: 人数", "marks: 人树"))
    place = (f"{folder.name}/checks/案件.yaml", "第6行")
    assert_told(load.load(folder)[1], place, "没有叫“人树”的列", "“人数”")
    _apart(tmp_path, CHECKS.replace("severity", "severty"))
    assert_told(load.load(folder)[1], (place[0], "第7行"), "不认识的键“severty”", "severity")


def test_a_code_that_stands_in_two_files_is_told(tmp_path: Path) -> None:
    folder = _apart(tmp_path, CHECKS)
    place = (f"{folder.name}/checks/案件.yaml", "第2行")
    message = f"编号“CASE001”在 {folder.name}/checks.yaml › 第2行 已经用了"
    assert_told(load.load(folder)[1], place, message, "换一个编号")


@pytest.mark.parametrize("change", ["append", "remove", "rename"])
def test_a_changed_file_of_checks_changes_the_stamp(tmp_path: Path, change: str) -> None:
    folder = _apart(tmp_path, CHECKS.replace("CASE001", "CASE002"))
    before = compiled.stamp(folder, {})
    file = folder / "checks" / "案件.yaml"
    if change == "append":
        file.write_text(CHECKS.replace("CASE001", "CASE003"), encoding="utf-8")
    elif change == "remove":
        file.unlink()
    else:
        file.rename(file.with_name("案件二.yaml"))
    assert compiled.stamp(folder, {}) not in ("", before)


def test_a_check_that_moved_to_another_file_is_no_difference(tmp_path: Path) -> None:
    own, came = tmp_path / "own", tmp_path / "came"
    for folder in (own, came):
        folder.mkdir()
        write(folder)
    shutil.copytree(own, own / ".原样")
    other = CHECKS.replace("CASE001", "CASE002")
    (own / "checks.yaml").write_text(CHECKS + other.replace("人数为零", "改过"), encoding="utf-8")
    (own / ".原样" / "checks.yaml").write_text(CHECKS + other, encoding="utf-8")
    (came / "checks.yaml").unlink()
    _apart(came, other + CHECKS + CHECKS.replace("CASE001", "CASE003"))
    assert [each[:4] for each in differences(own, own / ".原样", came)] == [
        Difference("checks.yaml", "CASE002", "here", "changed")[:4],
        Difference("checks/案件.yaml", "CASE003", "upstream", "removed")[:4],
    ]
    (came / "checks" / "案件.yaml").write_text("甲: [", encoding="utf-8")
    told = differences(own, own / ".原样", came)
    assert {each.file for each in told} == {"checks.yaml", "checks/案件.yaml"}


def _apart(folder: Path, checks: str) -> Path:
    """A profile with checks in a file of a folder."""
    if not (folder / "sheets.yaml").exists():
        write(folder, SHEETS)
    (folder / "checks").mkdir(exist_ok=True)
    (folder / "checks" / "案件.yaml").write_text(checks, encoding="utf-8")
    return folder
