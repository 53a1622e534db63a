"""The trial by refreshed reports, in small, and that it sees what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trials.refresh import Trial
from tests.trials.refresh_settled import settled, texts
from tests.word.test_marked_passages import body, ins, run, struck


def test_nothing_of_theirs_is_lost_and_all_else_is_new(tmp_path: Path) -> None:
    made = [pair for pair, _, _ in Trial(tmp_path, 4).pairs(2)]
    assert [each.wrong for each in made] == [[]] * 2
    assert any(each.made and each.made.changed for each in made)


def test_a_refreshed_file_that_is_wrong_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.verification.untouched.Standing.typed", lambda *_: None)
    monkeypatch.setattr("reportgen.word.tracked_changes.Tracker.strike", lambda *_: None)
    assert any(pair.wrong for pair, _, _ in Trial(tmp_path, 4).pairs(2))


MARK = "<w:pPr><w:rPr><w:{} w:id='7' w:author='{}'/></w:rPr></w:pPr>"


@pytest.mark.parametrize(
    ("paragraphs", "accepted", "rejected"),
    [
        ([run("共") + struck("4") + ins(run("5")) + run("件")], ["共5件"], ["共4件"]),
        ([MARK.format("ins", "甲") + ins(run("新")), run("旧")], ["新", "旧"], ["旧"]),
        ([MARK.format("del", "甲") + struck("旧"), run("后")], ["后"], ["旧", "后"]),
        ([MARK.format("ins", "甲") + run("前"), ins(run("新"))], ["前", "新"], ["前"]),
        ([MARK.format("ins", "乙") + run("前"), run("后")], ["前", "后"], ["前", "后"]),
    ],
)  # fmt: skip
def test_changes_are_accepted_and_rejected_as_word_does(
    paragraphs: list[str], accepted: list[str], rejected: list[str]
) -> None:
    file = body(*paragraphs)
    assert texts(settled(file, accept=True, author="甲"))[: len(accepted)] == accepted
    assert texts(settled(file, accept=False, author="甲"))[: len(rejected)] == rejected
