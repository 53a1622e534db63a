"""The January of a township, in small: it begins without a dead end, and one would be seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import run

from tests.trials import january


def _json(clerk: january.Clerk, *command: str) -> Any:
    said = run(*command, "--json", at=clerk.root).stdout
    return json.loads(said) if said else {}


def test_a_township_begins_without_a_dead_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(january.Clerk, "_json", _json)
    clerk = january.begin(tmp_path)
    assert clerk.dead_ends == []
    assert len(january._form(clerk.root, january.NEW[0]).name) > len(january.NEW[0])
    clerk.types("trace", "2023", "没有这个名称")
    assert clerk.dead_ends == ["reportgen trace 2023 没有这个名称"]
