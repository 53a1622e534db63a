"""`validate --returns`: what is printed, and its JSON."""

from __future__ import annotations

from pathlib import Path

from conftest import json_of, run

from reportgen.cli.returning import Back, as_json, show


def test_the_terminal_says_where_each_file_is_and_what_is_to_be_told_otherwise(
    faulty: Path, tmp_path: Path
) -> None:
    run("collect", at=faulty)
    done = run("validate", "2023", "--returns", tmp_path / "退回", at=faulty)
    assert done.returncode == 1
    assert "✓ 司法所（3 处）：" in done.stdout
    assert "原件是 .xls 文件，退回的是照它的单元格另做的 .xlsx。" in done.stdout
    assert (
        "下面的没有文件可退，请另外告诉部门：\n  司法所：没有收到司法所的《法治建设存在的主要问题》；补交"
        in done.stdout
    )
    assert len(list((tmp_path / "退回").rglob("*.xlsx"))) == done.stdout.count("✓")
    again = json_of("validate", "2023", "--returns", tmp_path / "退回", at=faulty)["returns"]
    assert {each["round"] for each in again["files"]} == {1}
    assert {each["converted_from"] for each in again["files"]} == {None, ".ods", ".xls"}
    assert again["otherwise"][0]["department"] == "司法所"
    assert "returns" not in json_of("validate", "2023", at=faulty)


def test_where_nothing_goes_back_it_says_so(capsys) -> None:  # type: ignore[no-untyped-def]
    show(Back([], []), 2023)
    assert "没有要退回部门的。" in capsys.readouterr().out
    show(None, 2023)
    assert capsys.readouterr().out == ""
    assert as_json(None) == {}


def test_a_folder_in_the_inbox_is_refused(faulty: Path) -> None:
    run("collect", at=faulty)
    done = run("validate", "2023", "--returns", "2023/退回", at=faulty)
    assert done.returncode == 2
    assert "在来件夹里，退回的文件不能写到这里" in done.stderr
