"""`profile` has commands of its own, and says so in Chinese."""

from __future__ import annotations

import re

from conftest import ROOT, run


def test_profile_alone_lists_its_commands() -> None:
    done = run("profile", at=ROOT)
    assert done.returncode == 2
    assert "check" in done.stdout
    assert "核对报告方案、模板和每条检查的例子，不用来件夹" in done.stdout


def test_check_explains_itself_in_chinese() -> None:
    shown = run("profile", "check", "--help", at=ROOT).stdout
    assert "用法：reportgen profile check [选项]" in shown
    assert set(re.findall("[A-Za-z]{3,}", shown)) <= {"reportgen", "profile", "check", "json", "JSON", "help"}


def test_an_unknown_command_is_told() -> None:
    done = run("profile", "chek", at=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith("✗ 没有“chek”这个命令。")
