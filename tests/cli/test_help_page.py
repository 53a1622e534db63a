"""The page of a command: what is typed, what it means, under headings, in columns that hold for Chinese."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from conftest import ROOT, UNMEASURED, run

from reportgen.cli.lines import columns
from tests.cli.test_chinese_typer import typed


def test_meanings_stand_in_one_column_and_go_on_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = typed(capsys, "trace", "--help")[1].rstrip().splitlines()
    entries = [each for each in shown if each.startswith("  ")]
    begins = {columns(re.match(r" {5,}| {2}\S+(?: \S+)? {2,}", each)[0]) for each in entries}  # type: ignore[index]
    assert len(begins) == 1
    assert any(each.startswith(" " * 5) for each in entries)
    assert all(columns(each) <= 60 for each in shown)


def test_headings_stand_in_the_order_of_arguments_options_commands() -> None:
    def headings(*words: str) -> list[str]:
        shown = run(*words, "--help", at=ROOT).stdout.splitlines()
        return [each for each in shown if each in ("参数", "选项", "命令")]

    assert headings() == ["选项", "命令"]
    assert headings("profile") == ["选项", "命令"]
    assert headings("trace") == ["参数", "选项"]


def test_what_is_owed_is_marked_and_short_names_are_told() -> None:
    shown = run("refresh", "--help", at=ROOT).stdout
    assert re.search(r"^  文件 +有人改过的报告.*\[必填\]$", shown, re.MULTILINE)
    assert re.search("^  --output、-o 文件 +写到哪个文件", shown, re.MULTILINE)
    assert shown.count("[必填]") == 2


def test_the_page_needs_neither_rich_nor_the_model() -> None:
    code = (
        "import sys; sys.argv = ['reportgen', '--help']\n"
        "from reportgen.cli.commands import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'rich', 'reportgen.model'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", env=UNMEASURED, check=False
    )  # fmt: skip
    assert done.stderr.strip() == "[]"
