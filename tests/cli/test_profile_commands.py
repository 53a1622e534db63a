"""`profile` has commands of its own, and says so in Chinese."""

from __future__ import annotations

import json
import re
from pathlib import Path

from conftest import ROOT, run


def test_profile_alone_lists_its_commands() -> None:
    done = run("profile", at=ROOT)
    assert done.returncode == 2
    assert "check" in done.stdout
    assert "核对报告方案、模板和每条检查的例子，不用来件夹" in done.stdout


def test_check_explains_itself_in_chinese() -> None:
    shown = run("profile", "check", "--help", at=ROOT).stdout
    assert "用法：reportgen profile check [选项]" in shown
    assert set(re.findall("[A-Za-z]{3,}", shown)) <= {
        "reportgen",
        "profile",
        "report",
        "check",
        "json",
        "JSON",
        "help",
        "mark",
    }


def test_a_profile_is_listed_copied_changed_and_compared(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "rule-of-law"
    (tmp_path / "reportgen.yaml").write_text("unit: 某镇\n", encoding="utf-8")
    assert "✓ rule-of-law" in run("profile", "list", at=tmp_path).stdout
    assert "没有复制到工作目录" in run("profile", "list", at=tmp_path).stdout
    assert run("profile", "diff", at=tmp_path).stderr.startswith("✗ 工作目录的 templates 里没有报告方案")
    assert "已经复制好" in run("profile", "copy", at=tmp_path).stdout
    assert "已经有了，没有动" in run("profile", "copy", at=tmp_path).stdout
    assert "（templates/rule-of-law）" in run("profile", "list", at=tmp_path).stdout
    assert "一样。" in run("profile", "diff", at=tmp_path).stdout
    figures = folder / "figures.yaml"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace(
            "未审结: {where: 复议结果 IS NULL, unit: 件}", "未结: {where: 复议结果 IS NULL, unit: 件}"
        ),
        encoding="utf-8",
    )
    (folder / ".原样" / "README.md").write_text("从前的", encoding="utf-8")
    shown = run("profile", "diff", at=tmp_path).stdout
    assert "这里改的（2 处）：" in shown
    assert "    figures.yaml\n      这里多：行政复议.未结\n      这里少：行政复议.未审结\n" in shown
    found = json.loads(run("profile", "diff", "--json", at=tmp_path).stdout)
    assert found[0] == {
        "file": "figures.yaml",
        "entry": "行政复议.未结",
        "who": "here",
        "change": "added",
        "keys": [],
        "title": "",
    }
    known = json.loads(run("profile", "list", "--json", at=tmp_path).stdout)
    (listed,) = (each for each in known if each["used"])
    assert not any(each["own"] for each in known if each is not listed)
    assert (listed["name"], listed["used"], listed["own"], listed["folder"]) == (
        "rule-of-law",
        True,
        True,
        str(folder),
    )
    done = json.loads(run("profile", "copy", "--json", at=tmp_path).stdout)
    assert (done["folder"], done["written"]) == (str(folder), [])


def test_settings_with_a_mistake_are_told(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text("unti: 近海镇\n", encoding="utf-8")
    done = run("profile", "list", at=tmp_path)
    assert done.returncode == 1
    assert "不认识的键“unti”" in done.stdout


def test_an_unknown_command_is_told() -> None:
    done = run("profile", "chek", at=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith("✗ 没有“chek”这个命令。")


def test_a_commented_copy_of_the_template_is_written_where_asked_for(workspace: Path) -> None:
    done = run("profile", "check", "--mark", "批注.docx", at=workspace)
    assert "条批注，已写进" in done.stdout
    assert (workspace / "批注.docx").is_file()
