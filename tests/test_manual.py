"""The manual: every command that it shows runs, and every option that it names is one of its command."""

from __future__ import annotations

import re
import shlex
import shutil
from functools import cache
from pathlib import Path

import pytest
from conftest import COMMANDS, ROOT, run

from tests.make.county import collected

MANUAL = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^    (?:uv run )?reportgen (.+)$", MANUAL, re.MULTILINE)
OF_BODIES = re.findall(
    r"^    reportgen (.+)$", MANUAL.partition("\n## 几个单位一起管\n")[2].partition("\n## ")[0], re.MULTILINE
)
NAMED = re.findall(r"`(?:uv run )?reportgen ([a-z][^`]*)`", MANUAL)
SAYS_NO = re.compile(r"没有“[^”]*”这个(?:命令|选项)|多写了|缺少“|的值不对|后面(?:不写|要写)")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A township's folder in which the sheets of two years have been collected, and last year's report lies."""
    root = tmp_path_factory.mktemp("office")
    for year in ("2022", "2023"):
        shutil.copytree(ROOT / "samples" / year, root / "来件" / year)
    (root / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    assert run("collect", at=root).returncode == 0
    assert run("render", "2022", "--output", "2022年报告.docx", at=root).returncode == 0
    return root


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's folder, in which the sheets of its bodies have been collected."""
    return collected(tmp_path_factory.mktemp("county")).workspace.root


@pytest.mark.parametrize("command", dict.fromkeys(SHOWN))
def test_a_command_that_is_shown_runs(command: str, request: pytest.FixtureRequest) -> None:
    at: Path = request.getfixturevalue("county" if command in OF_BODIES else "office")
    words = shlex.split(command.split(" > ")[0])
    done = run(*words, at=at)
    assert not SAYS_NO.search(done.stderr), done.stderr
    can_be_had = "--pdf" not in words or shutil.which("soffice")
    assert done.returncode in ((0, 1) if can_be_had else (0, 1, 2)), done.stdout + done.stderr


@cache
def helped(command: str) -> str:
    return run(*command.split(), "--help", at=ROOT).stdout


@pytest.mark.parametrize("command", dict.fromkeys([*SHOWN, *NAMED]))
def test_a_command_that_is_named_has_its_options(command: str) -> None:
    words = command.split()
    words = words[2:] if words[0] == "-C" else words
    name = " ".join(words[: 2 if words[0] == "profile" else 1]).rstrip("…")
    assert words[0] in COMMANDS
    for option in re.findall(r"(?<!\S)(--[a-z][a-z-]+|-[a-zA-Z](?= ))", " ".join(words)):
        assert option in helped(name), option


def test_the_section_on_several_bodies_says_how_to_begin() -> None:
    assert [each.split()[0] for each in OF_BODIES] == ["init", "forms", "status", "validate", "build"]


def test_every_command_is_in_the_manual() -> None:
    for command in COMMANDS:
        assert re.search(rf"reportgen {command}\b", MANUAL), command


def test_a_command_that_there_is_not_would_be_seen(office: Path) -> None:
    assert SAYS_NO.search(run("validate", "2023", "--htm", "甲.html", at=office).stderr)
    assert SAYS_NO.search(run("valid", at=office).stderr)
