"""The January of a township, in small: it begins without a dead end, and one would be seen."""

from __future__ import annotations

from pathlib import Path

from tests.trials import january


def test_a_township_begins_without_a_dead_end(tmp_path: Path) -> None:
    clerk = january.begin(tmp_path)
    assert clerk.dead_ends == []
    assert len(january._form(clerk.root, january.NEW[0]).name) > len(january.NEW[0])
    clerk.types("trace", "2023", "没有这个名称")
    assert clerk.dead_ends == ["reportgen trace 2023 没有这个名称"]
