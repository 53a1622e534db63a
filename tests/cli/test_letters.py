"""The commands about what goes out: what `forms` is given, and what it prints."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from conftest import copy_samples, json_of, run


def test_forms_go_where_the_option_says_and_are_listed(tmp_path: Path) -> None:
    written = json_of("forms", 2024, "--to", "发出", at=tmp_path)["files"]
    assert written
    assert all((tmp_path / each["file"]).is_relative_to(tmp_path / "发出") for each in written)
    assert all((tmp_path / each["file"]).is_file() and each["sheets"] for each in written)


def test_forms_are_told_in_words_with_their_folder(tmp_path: Path) -> None:
    done = run("forms", 2024, "--to", "发出", at=tmp_path)
    assert done.returncode == 0
    assert "发出" in done.stdout


def test_rows_of_the_year_before_are_told_with_what_they_hold(tmp_path: Path) -> None:
    root = copy_samples(tmp_path)
    assert run("collect", at=root).returncode == 0
    done = run("forms", "2024", "--prefill", at=root).stdout
    assert "带出上年的：规范性文件 6 行；部门核对前不计入" in done
    assert "没有带出：执法人员（靠个人信息才认得出是哪一行；要带出，加 --personal）" in done
    assert "不要转发" not in done
    personal = run("forms", "2024", "--prefill", "--personal", at=root).stdout
    assert "带出上年的：执法人员 15 行" in personal
    assert "只发给报送它的部门，不要转发" in personal
    told = {each["department"]: each for each in json_of("forms", 2024, "--prefill", at=root)["files"]}
    assert told["党政办"]["carried"] == {"规范性文件": 6}
    assert told["综合行政执法局"]["withheld"] == ["执法人员"]
    assert "carried" not in told["派出所"]


def test_personal_columns_are_asked_for_with_the_rows_only(tmp_path: Path) -> None:
    done = run("forms", "2024", "--personal", at=tmp_path)
    assert (done.returncode, "要与 --prefill 一起写" in done.stderr) == (2, True)


def test_the_day_that_is_said_stands_on_the_forms(tmp_path: Path) -> None:
    (first, *_) = json_of("forms", 2024, "--due", "2025年1月10日", at=tmp_path)["files"]
    line = openpyxl.load_workbook(tmp_path / first["file"]).worksheets[0]["A2"].value
    assert "报送期限：2025年1月10日" in line


def test_the_page_that_goes_with_the_forms_is_said_and_is_like_the_one_of_init(tmp_path: Path) -> None:
    run("init", "--unit", "近海镇", "--year", "2023", at=tmp_path)
    before = (tmp_path / "输出/表样/2023/报送说明.docx").read_bytes()
    assert "一起发的一页说明：" in run("forms", 2023, at=tmp_path).stdout
    assert (tmp_path / "输出/表样/2023/报送说明.docx").read_bytes() == before
    said = json_of("forms", 2023, "--due", "2024年1月10日", at=tmp_path)["leaflet"]
    assert list(said) == ["file"]
    assert (tmp_path / said["file"]).read_bytes() != before
