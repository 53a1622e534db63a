"""The trial by careless edits, in small: one of each kind, how it is judged, and that a wrong report is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trials import careless
from tests.trials.careless import Office, Tried
from tests.trials.careless_edits import KINDS

ISSUED = {
    "标签移进框、页眉、页脚、表格",
    "循环里放图",
    "删了标题",
    "删了一段",
    "抄了一段",
    "标签里改了格式",
    "标明固定的数",
    "写定了去年的年份",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def found(office: Office) -> list[Tried]:
    return list(careless.tries(office, len(KINDS), 2023))


@pytest.mark.parametrize("kind", KINDS)
def test_no_report_is_issued_that_states_what_was_planted(kind: str, found: list[Tried]) -> None:
    (tried,) = [each for each in found if each.kind == kind]
    assert tried.outcome != "wrong", tried
    assert kind in ISSUED or tried.outcome == "refused", tried


def test_a_report_with_a_planted_number_is_seen_to_be_wrong(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.proofreading import own_words

    monkeypatch.setattr(own_words, "check", lambda template, profile, name: [])
    kinds = ("数字盖掉标签", "换了单位", "粘贴去年的句子", "名称写错")
    outcomes = [each.outcome for kind in kinds for each in careless.tries(office, 1, 2023, kind)]
    assert outcomes == ["wrong", "wrong", "wrong", "refused"]


def test_the_same_seed_edits_the_same(office: Office, tmp_path: Path) -> None:
    one, two = ([each.planted for each in careless.tries(office, 4, seed)] for seed in (1, 1))
    assert one == two
