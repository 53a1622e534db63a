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
    notice: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = SimpleNamespace(notice=notice)
    monkeypatch.setattr(pipeline, "open_project", lambda root: opened if root == Path("甲") else None)
    assert open_project(cast("Any", SimpleNamespace(obj=Path("甲")))) is cast("Any", opened)
    said = "".join(capsys.readouterr())
    assert said.strip() == notice


def test_a_year_has_four_digits(tmp_path: Path) -> None:
    done = run("status", 23, at=tmp_path)
    assert done.returncode == 2
    assert "年度写四位数字" in done.stderr + done.stdout
