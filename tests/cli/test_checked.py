"""The forms of `validate`: chosen findings, files to read elsewhere, and the exit code of what is shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest
from conftest import run

from reportgen.ledger.rounds_told import recalled


@pytest.fixture
def root(faulty: Path) -> Path:
    """The faulty samples, collected."""
    run("collect", at=faulty)
    return faulty


def test_chosen_findings_are_shown_and_the_others_counted(root: Path) -> None:
    done = run("validate", 2023, "--code", "CARD001", at=root)
    assert done.returncode == 0  # of what is shown: a warning
    assert "2023 年底账（只看CARD001）：0 项错误，1 项提醒" in done.stdout
    assert "另有 25 处不在所看的范围里；运行 reportgen validate 2023 看全部。" in done.stdout
    assert "render" not in done.stdout
    done = run("validate", 2023, "--department", "宣传办", "--department", "司法所", at=root)
    assert done.returncode == 1
    assert "党政办" not in done.stdout
    assert "（只看宣传办、司法所）" in done.stdout
    assert "接下来：运行 reportgen validate 2023 --returns 退回" in done.stdout
    assert run("validate", 2023, "--department", "无此部门", at=root).returncode == 2


def test_the_choice_as_json_says_how_many_others_there_are(root: Path) -> None:
    whole = json.loads(run("validate", 2023, "--json", at=root).stdout)
    assert set(whole) == {"findings", "errors", "warnings"}
    some = json.loads(run("validate", 2023, "--department", "司法所", "--json", at=root).stdout)
    assert set(some) == {"findings", "errors", "warnings", "others"}
    assert some["findings"] == [each for each in whole["findings"] if each["department"] == "司法所"]
    assert len(some["findings"]) + some["others"] == len(whole["findings"])


def test_files_are_written_and_the_terminal_says_where(root: Path, tmp_path: Path) -> None:
    page, book = tmp_path / "出" / "清单.html", tmp_path / "出" / "清单.xlsx"
    done = run("validate", 2023, "--html", page, "--xlsx", book, at=root)
    assert done.returncode == 1
    assert "2023 年底账：19 项错误，7 项提醒。" in done.stdout
    assert f"清单已写好：{page}" in done.stdout
    assert "CEL001" not in done.stdout
    before = page.read_bytes(), book.read_bytes()
    page.write_bytes(b"mine")
    done = run("validate", 2023, "--html", page, "--xlsx", book, at=root)
    assert "原来那份清单有人改过，留在：" in done.stdout
    assert (page.read_bytes(), book.read_bytes()) == before
    assert b"mine" in [each.read_bytes() for each in page.parent.iterdir()]
    said = json.loads(run("validate", 2023, "--html", page, "--json", at=root).stdout)
    assert said["files"] == [{"file": str(page)}]


def test_a_place_that_is_none_for_a_list_stops_the_command(root: Path, tmp_path: Path) -> None:
    for name in (root / "2023" / "清单.html", tmp_path / "清单.docx"):
        done = run("validate", 2023, "--html", name, at=root)
        assert (done.returncode, done.stdout) == (2, "")
        assert not name.exists()


def test_markdown_goes_to_stdout_alone(root: Path) -> None:
    done = run("validate", 2023, "--markdown", "--department", "宣传办", at=root)
    head, _, said, _, *table = done.stdout.splitlines()
    assert (head, table[0][:6]) == ("# 2023 年核对结果（只看宣传办）", "| 部门 |")
    assert re.fullmatch(
        r"\d+ 项错误，\d+ 项提醒。另有 \d+ 处不在这份清单里；运行 reportgen validate 2023 看全部。", said
    )
    assert all(line.startswith("| ") for line in table)
    assert "另有" in done.stderr
    done = run("validate", 2023, "--markdown", "--json", at=root)
    assert (done.returncode, "只能写一个" in done.stderr) == (2, True)


def test_a_clean_year_in_every_form(workspace: Path, tmp_path: Path) -> None:
    run("collect", at=workspace)
    page = tmp_path / "出" / "清单.html"
    done = run("validate", 2023, "--html", page, at=workspace)
    assert done.returncode == 0
    assert "2023 年底账没有发现问题。" in done.stdout
    assert "没有发现问题。" in page.read_text(encoding="utf-8")
    assert "没有发现问题。" in run("validate", 2023, "--markdown", at=workspace).stdout


def test_a_list_of_some_never_says_that_the_year_is_clean(root: Path, tmp_path: Path) -> None:
    page, book = tmp_path / "清单.html", tmp_path / "清单.xlsx"
    choice = ["--department", "党政办", "--code", "ROW009"]
    run("validate", 2023, *choice, "--html", page, "--xlsx", book, at=root)
    here = "所看的范围里没有发现问题。另有 26 处不在这份清单里；运行 reportgen validate 2023 看全部。"
    html = page.read_text(encoding="utf-8")
    assert "<h1>2023 年核对结果（只看党政办、ROW009）</h1>" in html
    assert f"<p>{here}</p>" in html
    written = run("validate", 2023, *choice, "--markdown", at=root).stdout
    assert written == f"# 2023 年核对结果（只看党政办、ROW009）\n\n{here}\n"
    found = openpyxl.load_workbook(book)
    assert found.sheetnames == ["核对结果（部分）", "范围"]
    assert list(found["范围"].values)[1] == (
        "党政办、ROW009", "另有 26 处不在这份清单里；运行 reportgen validate 2023 看全部。"
    )  # fmt: skip


def test_nothing_is_written_or_remembered_where_one_place_is_wrong(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "出" / "清单.html"
    done = run("validate", 2023, "--html", page, "--xlsx", root / "2023" / "清单.xlsx", at=root)
    assert done.returncode == 2
    assert not page.exists()
    assert recalled(root / "底账" / "底账.sqlite", 2023) == {}
