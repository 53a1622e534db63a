"""What a county runs for each of its bodies, in one process or in several."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from reportgen import each_body
from reportgen.each_body import How
from tests.make.county import TOWNS, collected, send


def texts(done: list[each_body.Written]) -> list[str]:
    return [docx.Document(str(each.file)).paragraphs[0].text for each in done]


def test_each_body_has_its_own_report_with_its_own_last_year(tmp_path: Path) -> None:
    done = each_body.render(collected(tmp_path), How(2023))
    assert texts(done) == [
        "甲镇2023年处罚2件，增加1件，调解5件。",
        "乙镇2023年处罚3件，增加1件，调解6件。",
        "丙乡2023年处罚4件，增加1件，调解7件。",
    ]
    assert [str(each.file and each.file.relative_to(tmp_path).parent) for each in done] == [
        f"输出/{town}" for town in TOWNS
    ]


def test_one_with_an_error_and_one_with_nothing_stop_no_other(tmp_path: Path) -> None:
    project = collected(tmp_path)
    for file in (tmp_path / "来件/2023/甲镇").rglob("*.xlsx"):
        file.unlink()
    send(tmp_path, "乙镇", 2023, [1, 1], 3)
    project.collect()
    first, second, third = each_body.render(project, How(2023))
    assert first.file is None
    assert first.problem.startswith("底账里没有2023年的表")
    assert (second.file, second.errors, second.problem) == (None, 1, "")
    assert third.file


def test_several_processes_write_what_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collected(tmp_path)
    alone = each_body.render(project, How(2023))
    before = [each.file.read_bytes() for each in alone if each.file]
    for each in alone:
        assert each.file
        each.file.unlink()
    monkeypatch.setattr(each_body, "MANY", 2)
    monkeypatch.setattr(each_body, "_AT_A_TIME", 1)
    told: list[int] = []
    together = each_body.render(project, How(2023), told.append, workers=2)
    assert together == alone
    assert [each.file.read_bytes() for each in together if each.file] == before
    assert told == [1, 1, 1]


def test_the_status_of_each_body(tmp_path: Path) -> None:
    project = collected(tmp_path)
    (tmp_path / "来件/2023/丙乡/司法所/调解.xlsx").unlink()
    project.collect()
    found = each_body.status(project, 2023)
    assert [(body, each.owed, each.received, each.missing) for body, each in found] == [
        ("甲镇", 2, 2, 0),
        ("乙镇", 2, 2, 0),
        ("丙乡", 2, 1, 1),
    ]
