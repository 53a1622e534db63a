"""What `render --pdf`, `render --html`, `open` and `build` print about what goes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edit, json_of, run

from reportgen.cli.console import show_changes
from reportgen.cli.publishing_commands import exit_code, show_copies
from reportgen.cli.publishing_commands import json_of as as_json
from reportgen.outcomes import Rendered
from reportgen.tasks.publishing import Copy
from reportgen.workspace.receipts import Change

WRITTEN = Rendered(Path("报告.docx"))


def test_a_report_goes_out_as_a_web_page(workspace: Path) -> None:
    run("collect", at=workspace)
    done = run("render", 2023, "--html", at=workspace)
    assert done.returncode == 0, done.stdout
    assert "✓ 网页已写好：output/近海镇2023年法治政府建设情况报告.html" in done.stdout
    found = json_of("render", 2023, "--html", at=workspace)["html"]
    assert Path(found["file"]).is_file()
    assert (found["problem"], found["remarks"]) == (None, [])


def test_build_says_which_figures_changed_since_the_last_report(workspace: Path) -> None:
    assert "与上次生成的报告相比" not in run("build", 2023, at=workspace).stdout
    reviews = workspace / "来件/2023/司法所/行政复议台账.xlsx"
    edit(reviews, "复议", lambda sheet: sheet.__setitem__("H4", "撤销"))
    run("collect", at=workspace)
    changes = json_of("render", 2023, "--draft", at=workspace)["changes"]
    assert {"name": "行政复议.撤销", "before": "1 件", "after": "2 件"} in changes
    shown = run("build", 2023, at=workspace).stdout
    assert f"  与上次生成的报告相比，{len(changes)} 项数据变了：\n" in shown
    assert "    行政复议.撤销 1 件 → 2 件\n" in shown
    assert "changes" not in json_of("build", 2023, at=workspace)


def test_an_old_web_page_beside_a_new_report_is_told_of_until_it_is_written_again(workspace: Path) -> None:
    name = "近海镇2023年法治政府建设情况报告.html"
    old = f"旁边的网页“{name}”是以前的报告的，数可能不同，不要发出去；运行 reportgen render 2023 --html 重新写。"
    run("collect", at=workspace)
    assert old not in run("render", 2023, "--html", at=workspace).stdout
    assert old not in run("build", 2023, at=workspace).stdout  # the same report
    reviews = workspace / "来件/2023/司法所/行政复议台账.xlsx"
    edit(reviews, "复议", lambda sheet: sheet.__setitem__("H4", "撤销"))
    assert old in run("build", 2023, at=workspace).stdout
    assert old in run("render", 2023, at=workspace).stdout
    assert json_of("build", 2023, at=workspace)["outdated"] == [old]
    assert old in run("open", 2023, "--html", at=workspace).stdout
    assert old not in run("open", 2023, at=workspace).stdout
    assert old not in run("render", 2023, "--html", at=workspace).stdout
    assert old not in run("open", 2023, "--html", at=workspace).stdout


def test_old_evidence_and_an_old_review_copy_beside_a_new_report_are_told_of(workspace: Path) -> None:
    name = "近海镇2023年法治政府建设情况报告（审阅）.docx"
    old = [
        f"旁边的{what}“{name}”是以前的报告的，数可能不同，不要发出去；运行 reportgen render 2023 --{option} 重新写。"
        for what, name, option in (
            ("审阅稿", name, "review"),
            ("数据底稿", "2023年数据底稿.xlsx", "evidence"),
            ("数据底稿", "2023年数据底稿.html", "evidence"),
        )
    ]
    run("collect", at=workspace)
    assert "outdated" not in json_of("render", 2023, "--evidence", "--review", at=workspace)
    assert "outdated" not in json_of("build", 2023, at=workspace)
    reviews = workspace / "来件/2023/司法所/行政复议台账.xlsx"
    edit(reviews, "复议", lambda sheet: sheet.__setitem__("H4", "撤销"))
    assert json_of("build", 2023, at=workspace)["outdated"] == old
    assert "outdated" not in json_of("render", 2023, "--draft", at=workspace)
    assert json_of("render", 2023, "--review", at=workspace)["outdated"] == old[1:]
    assert "outdated" not in json_of("render", 2023, "--evidence", at=workspace)


def test_a_draft_is_no_web_page(tmp_path: Path) -> None:
    done = run("render", 2023, "--draft", "--html", at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "草稿不能写成网页" in done.stderr


def test_there_is_nothing_to_open_before_a_report(tmp_path: Path) -> None:
    done = run("open", 2023, at=tmp_path)
    assert done.returncode == 2
    assert "2023 年还没有写过报告；请先运行 reportgen build 2023" in done.stderr
    (tmp_path / "reportgen.yaml").write_text("units: 某镇\n", encoding="utf-8")
    assert "units" in run("open", 2023, at=tmp_path).stdout


@pytest.mark.parametrize(
    ("copy", "code"),
    [
        (Copy(Path("a.pdf")), 0),
        (Copy(None, "没有找到 LibreOffice"), 2),
        (Copy(None, "第1段应为", broken=True), 1),
    ],
)
def test_the_exit_code_tells_why_there_is_no_copy(copy: Copy, code: int) -> None:
    assert exit_code(WRITTEN, {"pdf": copy}) == code
    assert exit_code(Rendered(None), {}) == 1
    assert exit_code(WRITTEN, {}) == 0


def test_copies_are_told_with_their_remarks(capsys: pytest.CaptureFixture[str]) -> None:
    show_copies(
        {
            "pdf": Copy(Path("a.pdf"), remarks=["缺少字体"], kept=Path("b.pdf"), compared=(97, 42)),
            "html": Copy(None, "写不了"),
        }
    )
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "  缺少字体",
        "  原来那份PDF 有人改过，留在：b.pdf",
        "✓ PDF 已写好：a.pdf",
        "  已核对：97 段文字与 Word 报告相同，42 处数据与底账相同。",
        "✗ 写不了",
    ]
    assert as_json({"pdf": Copy(None, "写不了", kept=Path("b.pdf"))}) == {
        "pdf": {"file": None, "problem": "写不了", "remarks": [], "kept": "b.pdf"}
    }


def test_changed_figures_are_listed_up_to_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    changes = [Change(f"甲.{number}", "1 件", "2 件") for number in range(14)]
    show_changes(changes)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].rstrip() == "  与上次生成的报告相比，14 项数据变了："
    assert lines[1] == "    甲.0 1 件 → 2 件"
    assert lines[-1].strip() == "另有 2 项没有列出；加 --json 列出全部。"
    assert len(lines) == 14
    show_changes([])
    assert capsys.readouterr().out == ""
