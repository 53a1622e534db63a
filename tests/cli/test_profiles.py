"""`profile check` needs no inbox, and `render` lists the numbers that the template's author has typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from conftest import RULE_OF_LAW, json_of, run

from reportgen.cli.profiles import SHOWN_NUMBERS, show_differences, show_numbers
from reportgen.model import Profile
from reportgen.proofreading.typed_numbers import Literal
from reportgen.tasks.differences import Difference


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An empty workspace with a profile of its own."""
    shutil.copytree(RULE_OF_LAW, tmp_path / "templates" / "rule-of-law")
    return tmp_path


def add(root: Path, *paragraphs: str) -> None:
    file = root / "templates" / "rule-of-law" / "report.docx"
    document = docx.Document(str(file))
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(file))


def test_a_profile_is_checked_without_an_inbox_and_leaves_nothing_behind(
    own: Path, rule_of_law: Profile
) -> None:
    done = run("profile", "check", at=own)
    assert (done.returncode, done.stderr) == (0, "")
    assert "✓ 报告方案“rule-of-law”没有发现问题。" in done.stdout
    assert f"运行了 {len(rule_of_law.checks)} 条检查的例子。" in done.stdout
    assert sorted(each.name for each in own.iterdir()) == ["templates"]


def test_all_mistakes_of_profile_template_and_examples_are_told_at_once(
    own: Path, rule_of_law: Profile
) -> None:
    add(own, "调解成功118起。", "调解成功{{矛盾调解.成功}}人。", "受理XX件。")
    checks = own / "templates" / "rule-of-law" / "checks" / "行政复议.yaml"
    checks.write_text(
        checks.read_text(encoding="utf-8").replace("<- 结案日期", "<- 收到日期", 1), encoding="utf-8"
    )
    found = json_of("profile", "check", at=own)
    assert [each["code"] for each in found["findings"]] == ["TPL010", "TPL011", "TPL012", "PRO002"]
    assert (found["errors"], found["examples"]) == (4, len(rule_of_law.checks))
    assert run("profile", "check", at=own).returncode == 1


def test_a_profile_that_cannot_be_read_is_told(own: Path) -> None:
    (own / "templates" / "rule-of-law" / "figures.yaml").write_text("行政复议: [\n", encoding="utf-8")
    done = run("profile", "check", at=own)
    assert done.returncode == 1
    assert "PRO001" in done.stdout


def test_the_numbers_of_a_template_are_listed(own: Path) -> None:
    add(own, "全镇有行政村12个，按照《条例》第5号。", "每人学法40学时。{{! 固定 }}")
    shown = run("profile", "check", at=own).stdout
    assert "  模板里写定的数 2 个，另有年份、日期、文号等 1 个，每年照样印；加 --json 列出全部。" in shown
    assert "12个，“全镇有行政村12个，按照《条例》第5号”" in shown
    assert "40学时（已标明固定），“每人学法40学时”" in shown
    numbers = json_of("profile", "check", at=own)["numbers"]
    assert [(each["text"], each["class"], each["fixed"]) for each in numbers] == [
        ("12个", "count", False), ("5", "name", False), ("40学时", "count", True),
    ]  # fmt: skip


def test_a_long_list_of_numbers_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    show_numbers([Literal("正文", f"{n}个", "甲", "count", False) for n in range(SHOWN_NUMBERS + 3)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == SHOWN_NUMBERS + 2
    assert lines[-1].strip() == "另有 3 个没有列出。"
    show_numbers([])
    assert capsys.readouterr().out == ""


def test_differences_are_told_by_who_and_file(capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        Difference("sheets.yaml", "甲.一", "upstream", "removed"),
        Difference("report.docx", "长" * 50, "both", "changed"),
        Difference("README.md", "", "here", "removed"),
        Difference("checks.yaml", "甲001", "here", "changed", "甲早于乙", ("severity", "自己的键")),
    ]
    show_differences(found, "templates/方案", known=True)
    shown = capsys.readouterr().out
    assert [line.strip() for line in shown.splitlines()] == [
        "“templates/方案”与随程序带来的报告方案有 4 处不同：",
        "这里改的（2 处）：", "README.md", "这里少：整个文件",
        "checks.yaml", "不同：甲001“甲早于乙”（轻重 severity、自己的键）",
        "随程序带来的方案改的，这里还没有改（1 处）：", "sheets.yaml", "这里少：甲.一",
        "两边都改了的，请看一看取哪一个（1 处）：", "report.docx", "不同：" + "长" * 40 + "……",
        "要用新的，照随程序带来的那一份改这里的文件；不改也可以，照这里的算。",
    ]  # fmt: skip
