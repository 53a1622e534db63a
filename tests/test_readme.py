"""The README's tour shows what the commands print."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import COMMANDS, ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^    \$ uv run reportgen (.+)\n((?:    .*\n)+)", README, re.MULTILINE)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as its own workspace: settings and samples."""
    root = tmp_path_factory.mktemp("repository")
    shutil.copy(ROOT / "pyproject.toml", root)
    shutil.copytree(ROOT / "samples", root / "samples", ignore=shutil.ignore_patterns("output"))
    return root


def test_the_tour_shows_three_commands() -> None:
    assert [arguments.split()[-2] for arguments, _ in SHOWN] == ["build", "2023", "build"]


def test_what_the_tour_shows_is_what_is_printed(repository: Path) -> None:
    for arguments, shown in SHOWN:
        done = run(*arguments.split(), at=repository)
        printed = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
        missing = [
            line[4:]
            for line in shown.splitlines()
            if line.strip() != "…" and line[4:].rstrip() not in printed
        ]
        assert missing == [], printed


def test_the_readme_names_every_command() -> None:
    for command in COMMANDS:
        assert f"`{command}" in README
