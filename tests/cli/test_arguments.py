"""What commands share: the folder of `-C`, and what opening it has changed is said before anything else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from conftest import run

from reportgen import pipeline
from reportgen.cli.arguments import open_project


@pytest.mark.parametrize("notice", ["", "底账移进了自己的文件夹。"])
def test_what_opening_has_changed_is_said(
    notice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("甲").mkdir()
    Path("甲", "reportgen.yaml").write_text("unit: 某镇\n", encoding="utf-8")
    opened = SimpleNamespace(notice=notice, workspace=SimpleNamespace(body="", asked_paper="", bodies={}))
    monkeypatch.setattr(
        pipeline, "open_project", lambda root, paper, body, part: opened if root == Path("甲") else None
    )
    assert open_project(cast("Any", SimpleNamespace(obj=Path("甲"), meta={}))) is cast("Any", opened)
    said = "".join(capsys.readouterr())
    assert said.strip() == notice


def test_a_year_has_four_digits(tmp_path: Path) -> None:
    done = run("status", 23, at=tmp_path)
    assert done.returncode == 2
    assert "年度写四位数字" in done.stderr + done.stdout


@pytest.mark.parametrize(
    "command", [["status", "2023"], ["forms", "2023"], ["profile", "check"], ["profile", "copy"]]
)
def test_a_folder_without_settings_is_told_and_no_hindrance(command: list[str], tmp_path: Path) -> None:
    done = run(*command, at=tmp_path)
    assert f"“{tmp_path}”里没有设置文件 reportgen.yaml" in done.stderr.replace("\n  ", "")
    assert done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("file", "text"),
    [("reportgen.yaml", "unit: 某镇\n"), ("pyproject.toml", '[tool.reportgen]\nunit = "某镇"\n')],
)
def test_a_folder_with_settings_of_either_kind_is_not_told_of(file: str, text: str, tmp_path: Path) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert "没有设置文件" not in run("status", "2023", at=tmp_path).stderr


def test_below_a_workspace_it_is_told_where_the_workspace_is(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text("unit: 某镇\n", encoding="utf-8")
    (tmp_path / "来件").mkdir()
    said = run("status", "2023", at=tmp_path / "来件").stderr
    assert f"请写 reportgen -C {tmp_path} …" in said
    assert "reportgen init" not in said


@pytest.mark.parametrize("command", [["explain", "CEL001"], ["profile", "list"]])
def test_what_needs_no_workspace_tells_of_no_settings(command: list[str], tmp_path: Path) -> None:
    assert run(*command, at=tmp_path).stderr == ""
