"""The command `verify`: what it prints of an edited report, and how it ends."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from conftest import copy_samples, json_of, run

from reportgen.cli import verify_command
from reportgen.workspace.settings import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_samples(tmp_path_factory.mktemp("verify"))
    assert run("build", "2023", at=root).returncode == 0
    return root


@pytest.fixture(scope="module")
def report(workspace: Path) -> Path:
    (file,) = (workspace / "output").glob("*.docx")
    return file


@pytest.fixture(scope="module")
def edited(report: Path, workspace: Path) -> Path:
    document = docx.Document(str(report))
    runs = [run for each in document.paragraphs for run in each.runs]
    next(each for each in runs if each.text == "8889").text = "8899"
    next(each for each in runs if each.text == "275").text = ""
    document.paragraphs[-1].add_run("另有志愿者77名。")
    document.save(str(workspace / "改.docx"))
    return workspace / "改.docx"


def test_a_report_as_it_was_written_is_sound(workspace: Path, report: Path) -> None:
    done = run("verify", report, at=workspace)
    assert (done.returncode, done.stderr) == (0, "")
    assert "✓ 43 处数据与2023年底账一致，没有不一致的。" in done.stdout


def test_a_typed_number_that_nobody_can_check_is_told_at_the_end(workspace: Path, report: Path) -> None:
    document = docx.Document(str(report))
    document.paragraphs[-1].add_run("另有志愿者77名。")
    document.save(str(workspace / "加.docx"))
    done = run("verify", workspace / "加.docx", at=workspace)
    assert done.returncode == 0
    assert "没有不一致的。手工写的数有 1 处，对不对看不出来，请核对。" in done.stdout


def test_what_was_changed_is_printed_by_kind(workspace: Path, edited: Path) -> None:
    done = run("verify", edited, "2023", at=workspace)
    assert done.returncode == 1
    said = " ".join(done.stdout.split())
    for each in (
        "改了的数（1 处） 普法活动.参加人次：应是 8889，文件里是 8899",
        "[8899]",
        "删去的数（1 处） 矛盾调解.涉及人数：删去了 275",
        "手工写的数（1 处） 77",
        "标记：41 个完好，1 个里面的字变了，1 个空了。",
        "✗ 41 处数据与2023年底账一致，1 处不一致。",
    ):
        assert each in said


def test_json_says_the_same(workspace: Path, edited: Path) -> None:
    said = json_of("verify", edited, at=workspace)
    assert (said["year"], said["unchanged"]) == (2023, 41)
    changed = next(each for each in said["differences"] if each["kind"] == "changed")
    assert (changed["figure"], changed["before"], changed["now"]) == ("普法活动.参加人次", "8889", "8899")
    assert changed["contradicts"]
    assert said["marks"]["sound"] == 41


def test_a_marked_copy_is_written(workspace: Path, edited: Path) -> None:
    done = run("verify", edited, "--mark", "核对.docx", at=workspace)
    assert "核对.docx" in done.stdout
    assert len(list(docx.Document(str(workspace / "核对.docx")).comments)) == 3


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["无.docx"], "读不了"),
        (["改.docx", "--mark", "核对.pdf"], "不是 .docx 文件名"),
        (["改.txt", "--mark", "核对.docx"], "只能给 Word 文件加批注"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], why: str, workspace: Path, edited: Path) -> None:
    (workspace / "改.txt").write_text("甲", encoding="utf-8")
    done = run("verify", *arguments, at=workspace)
    assert done.returncode == 2
    assert why in done.stderr


def test_of_which_period_the_report_is_that_a_file_was_compared_with(tmp_path: Path) -> None:
    whole = Workspace(
        tmp_path, "某县", tmp_path, tmp_path, tmp_path / "底账.sqlite", tmp_path, bodies={"甲镇": {}}
    )
    project = SimpleNamespace(workspace=whole.during("上半年").of("甲镇"))
    heading = next(verify_command._lines(SimpleNamespace(), 2023, project))
    assert heading.spans[0].text == "对照的是甲镇2023年上半年的报告。"
