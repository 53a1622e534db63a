"""A command line that cannot be understood, and the help: all of it in Chinese, in this process."""

from __future__ import annotations

import re
import sys

import pytest
from conftest import COMMANDS

from reportgen.cli import commands
from reportgen.periods import ACCEPTED


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Type a command: its exit code, and what it prints on stdout and stderr."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["reportgen", *arguments])
        with pytest.raises(SystemExit) as left:
            commands.main()
    assert isinstance(left.value.code, int)
    return (left.value.code, *capsys.readouterr())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("biuld", "2023"), "没有“biuld”这个命令。是不是“build”？运行 reportgen --help 查看用法。"),
        (("天气",), "没有“天气”这个命令。运行 reportgen --help 查看用法。"),
        (("build",), "缺少“年度”。运行 reportgen build --help 查看用法。"),
        (("trace", "2023"), "缺少“名称”。运行 reportgen trace --help 查看用法。"),
        (("build", "2023", "多"), "多写了“多”。运行 reportgen build --help 查看用法。"),
        (("build", "2023", "--jsn"), "没有“--jsn”这个选项。是不是“--json”？运行 reportgen build --help 查看用法。"),
        (("render", "2023", "--天气"), "没有“--天气”这个选项。运行 reportgen render --help 查看用法。"),
        (("render", "2023", "-o"), "选项“-o”后面要写一个值。运行 reportgen --help 查看用法。"),
        (("build", "2023", "--json=1"), "选项“--json”后面不写值。运行 reportgen --help 查看用法。"),
        (("render", "2023", "--draft=是"), "选项“--draft”后面不写值。运行 reportgen --help 查看用法。"),
        (("build", "去年"), f"“年度”的值“去年”不对，{ACCEPTED}。运行 reportgen build --help 查看用法。"),
        (("build", "1899"), f"“年度”的值“1899”不对，{ACCEPTED}。运行 reportgen build --help 查看用法。"),
        (("build", "2101"), f"“年度”的值“2101”不对，{ACCEPTED}。运行 reportgen build --help 查看用法。"),
        (("validate", "二〇二三"), f"“[年度]”的值“二〇二三”不对，{ACCEPTED}。运行 reportgen validate --help 查看用法。"),
        (("collect", "--year", "23"), f"“--year”的值“23”不对，{ACCEPTED}。运行 reportgen collect --help 查看用法。"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_one_chinese_sentence(
    arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(capsys, *arguments) == (2, "", f"✗ {sentence}\n")


@pytest.mark.parametrize("year", ["1900", "2100"])
def test_a_year_of_two_centuries_is_taken(year: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = typed(capsys, "-C", "没有这个文件夹", "build", year)
    assert code == 2
    assert "没有这个文件夹" in said
    assert "年度" not in said


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, said = typed(capsys)
    assert (code, said) == (2, "")
    assert "用法：reportgen [选项] 命令 [参数]…" in printed
    for command in COMMANDS:
        assert command in printed


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_says_in_chinese_what_it_takes(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed, said = typed(capsys, command, "--help")
    assert (code, said) == (0, "")
    assert f"用法：reportgen {command} [选项]" in printed
    assert "显示这份帮助" in printed
    assert not re.search(
        r"<\w+>|\b(INTEGER|TEXT|PATH|int|bool|str|path|Usage|Options|Arguments|required|default)\b", printed
    )


@pytest.mark.parametrize(
    ("command", "owed"), [("build", True), ("trace", True), ("validate", False), ("collect", False)]
)
def test_an_argument_that_must_be_there_is_marked(
    command: str, owed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ("[必填]" in typed(capsys, command, "--help")[1]) is owed


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, said = typed(capsys, "--version")
    assert (code, said) == (0, "")
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", printed)


def test_a_list_of_files_may_be_given_or_none(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = typed(capsys, "-C", "没有这个文件夹", "collect", "甲.xlsx", "乙.xlsx")
    assert code == 2
    assert "多写了" not in said


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_a_shell_without_completion_is_told_in_chinese(
    option: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import typer._completion_shared as shared

    monkeypatch.setattr(shared, "_get_shell_name", lambda: "csh")
    code, printed, said = typed(capsys, option)
    assert (code, printed) == (2, "")
    assert said == "✗ 这个命令行窗口装不了自动补全；能装的有 bash、zsh、fish、powershell、pwsh\n"


def test_the_completion_is_installed_with_a_chinese_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import typer._completion_shared as shared

    monkeypatch.setattr(shared, "_get_shell_name", lambda: "bash")
    monkeypatch.setattr(shared, "install", lambda shell: (shell, "补全.sh"))
    assert typed(capsys, "--install-completion") == (
        0,
        "自动补全已经装好：补全.sh。重新打开命令行窗口以后生效。\n",
        "",
    )
    assert "_REPORTGEN_COMPLETE" in typed(capsys, "--show-completion")[1]
