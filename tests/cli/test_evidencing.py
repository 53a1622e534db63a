"""`render --evidence` and `--review`."""

from __future__ import annotations

from pathlib import Path

from conftest import json_of, run


def test_workbook_and_review_copy_are_written_beside_the_report(workspace: Path) -> None:
    run("collect", at=workspace)
    said = json_of("render", "2023", "--evidence", "--review", at=workspace)
    files = {kind: Path(said[kind]["file"]).name for kind in ("evidence", "review")}
    assert files["evidence"] == "2023年数据底稿.xlsx"
    assert files["review"].endswith("报告（审阅）.docx")
    report = next(workspace.glob("output/*报告.docx"))
    assert {each.name for each in report.parent.iterdir()} >= {*files.values()}
    assert said["evidence"]["figures"] > 60
    printed = run("render", "2023", "--review", at=workspace)
    assert "审阅稿已写好" in printed.stdout
    assert "不要发出去" in printed.stdout


def test_the_workbook_is_written_though_errors_keep_the_report_back(faulty: Path) -> None:
    run("collect", at=faulty)
    done = run("render", "2023", "--evidence", "--review", at=faulty)
    assert done.returncode == 1
    assert "数据底稿已写好" in done.stdout
    assert "审阅稿" not in done.stdout


def test_a_review_copy_needs_the_marks(workspace: Path) -> None:
    run("collect", at=workspace)
    for other in ("--draft", "--plain"):
        done = run("render", "2023", "--review", other, at=workspace)
        assert done.returncode == 2
        assert f"请去掉 {other} 或 --review" in "".join(done.stderr.split("\n"))
