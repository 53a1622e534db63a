"""Whether a report is sealed is said by 有 or 无, in any year."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.workspace import settings
from reportgen.workspace.seal import wrong_seals


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("{印章: 有}", []),
        ("{印章: 无, 2023: {印章: 有}}", []),
        ("{署名: 某镇}", []),
        ("{印章: 公章}", ["公章"]),
        ("{印章: 有, 2023: {印章: 不盖}}", ["不盖"]),
    ],
)
def test_what_is_neither_is_told_where_it_stands(report: str, said: list[str], tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text(f"unit: 某镇\nreport: {report}\n", encoding="utf-8")
    workspace, findings = settings.load(tmp_path)
    assert workspace, findings
    found = list(wrong_seals(workspace))
    assert [each.message for each in found] == [f"“印章”写的是“{each}”，看不出盖不盖章" for each in said]
    assert [str(each.place) for each in found] == ["reportgen.yaml › 第2行"] * len(said)
