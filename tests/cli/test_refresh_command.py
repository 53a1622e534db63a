"""The command `refresh`: what it prints of what it did, and how it ends."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import copy_samples, json_of, run

from reportgen.cli.refresh_command import changed, left
from reportgen.verification.renewal import Changed, Left

RECORDS = Path("来件/2023/司法所/行政复议台账.xlsx")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_samples(tmp_path_factory.mktemp("refresh"))
    assert run("build", "2023", at=root).returncode == 0
    (report,) = (root / "output").glob("*.docx")
    document = docx.Document(str(report))
    next(run for each in document.paragraphs for run in each.runs if run.text == "8889").text = "9000"
    document.save(str(root / "改.docx"))
    return root


def change(workspace: Path, cell: str, value: str) -> None:
    book = openpyxl.load_workbook(workspace / RECORDS)
    book["复议"][cell] = value
    book.save(workspace / RECORDS)
    run("collect", at=workspace)


def test_what_was_done_and_left_is_said(workspace: Path) -> None:
    change(workspace, "H4", "撤销")
    done = run("refresh", "改.docx", "2023", at=workspace)
    assert (done.returncode, done.stderr) == (1, "")
    assert "改了的（2 处）" in done.stdout
    assert "  行政复议.撤销：1 → 2\n    “5.行政复议和行政应诉”下第1段" in done.stdout
    assert "  去了“维持1件，”" in done.stdout
    assert "  普法活动.参加人次：写报告时是 8889，有人改成了 9000，底账现在是 8889" in done.stdout
    assert "✓ 已写好：" in done.stdout
    assert "改（更新）.docx" in done.stdout
    assert (workspace / "改（更新）.docx").is_file()


def test_as_json(workspace: Path) -> None:
    change(workspace, "H4", "撤销")
    said = json_of("refresh", "改.docx", "2023", "-o", "新.docx", at=workspace)
    assert said["file"].endswith("新.docx")
    assert [(each["figure"], each["before"], each["now"]) for each in said["changed"]] == [
        (None, "维持1件，", ""), ("行政复议.撤销", "1", "2"),
    ]  # fmt: skip
    assert [(each["why"], each["typed"]) for each in said["left"]] == [("typed", "9000")]
    assert (said["inserted"], said["struck"], said["year"]) == ([], [], 2023)


def test_an_open_error_keeps_it_from_being_written(workspace: Path) -> None:
    change(workspace, "H4", "胡写的")
    done = run("refresh", "改.docx", "2023", "-o", "错.docx", at=workspace)
    assert done.returncode == 1
    assert "胡写的" in done.stdout
    assert not (workspace / "错.docx").exists()
    assert json_of("refresh", "改.docx", "2023", "-o", "错.docx", at=workspace)["findings"]
    change(workspace, "H4", "维持原行政行为")


def test_nothing_to_change(workspace: Path) -> None:
    change(workspace, "H4", "维持原行政行为")
    done = run("refresh", "改.docx", "2023", "-o", "无.docx", at=workspace)
    assert "没有要更新的" in done.stdout
    assert not (workspace / "无.docx").exists()


def test_what_cannot_be_done(workspace: Path) -> None:
    done = run("refresh", "没有的.docx", "2023", at=workspace)
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有的.docx" in done.stderr


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Changed("甲.总数", "4", "5", 0), "甲.总数：4 → 5"),
        (Changed("", "旧话", "新话", 0), "“旧话” → “新话”"),
        (Changed("", "", "新话", 0), "加了“新话”"),
        (Changed("", "旧话", "", 0), "去了“旧话”"),
    ],
)
def test_sentences_on_what_was_changed(said: Changed, sentence: str) -> None:
    assert changed(said) == sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Left("typed", "甲.总数", "4", "9", "5"), "甲.总数：写报告时是 4，有人改成了 9，底账现在是 5"),
        (
            Left("tracked", "甲.总数", "4", "4", "5"),
            "甲.总数：4 在没有接受的修订里，底账现在是 5；接受或拒绝以后再更新",
        ),
        (Left("contradicts", "甲.总数", "", "9件", "5件"), "9件：像是在说 甲.总数，那里现在是 5件"),
        (Left("contradicts", "甲.总数", "", "", "没有"), "甲.总数：现在应当是“没有”，文件里没有这样说"),
        (Left("homeless", "", "", "", "新话"), "现在应当有“新话”，在文件里找不到放的地方"),
        (Left("reworded", "", "旧话", "人话", "新话"), "原来的“旧话”，有人改成了“人话”，现在应当是“新话”"),
        (Left("reworded", "", "旧话", "", "新话"), "原来的“旧话”，有人改过或者删了，现在应当是“新话”"),
        (Left("tracked", "", "旧话", "旧话", ""), "原来的“旧话”，在没有接受的修订里，现在应当没有了"),
        (Left("kept", "", "旧话", "旧人话", ""), "原来的“旧话”，有人改成了“旧人话”，现在应当没有了"),
    ],
)
def test_sentences_on_what_was_left(said: Left, sentence: str) -> None:
    assert left(said) == sentence
