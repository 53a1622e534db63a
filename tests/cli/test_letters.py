"""The commands about what goes out: what `forms` is given, and what it prints."""

from __future__ import annotations

from pathlib import Path

from conftest import json_of, run


def test_forms_go_where_the_option_says_and_are_listed(tmp_path: Path) -> None:
    written = json_of("forms", 2024, "--to", "发出", at=tmp_path)["files"]
    assert written
    assert all((tmp_path / each["file"]).is_relative_to(tmp_path / "发出") for each in written)
    assert all((tmp_path / each["file"]).is_file() and each["sheets"] for each in written)


def test_forms_are_told_in_words_with_their_folder(tmp_path: Path) -> None:
    done = run("forms", 2024, "--to", "发出", at=tmp_path)
    assert done.returncode == 0
    assert "发出" in done.stdout
