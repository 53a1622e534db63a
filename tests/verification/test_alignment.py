"""What of one text stands for what of another: numerals for numerals, in order, and what has moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.verification import alignment
from reportgen.verification.alignment import NONE, align, runs
from reportgen.verification.tokens import tokens

A = "全年召开领导小组会议2次，研究法治建设工作。"
B = "镇党委把法治政府建设列入年度工作要点和重要议事日程，共31项。"
C = "现有执法人员15名，下沉3名。"


def told(one: str, other: str) -> list[tuple[str, str]]:
    """The numerals of the first text, each with what stands for it; what has moved with a star."""
    left, right = ([each.key for each in tokens([text])] for text in (one, other))
    to, moved = align(left, right)
    return [
        (key, ("*" if moved[at] else "") + (right[to[at]] if to[at] != NONE else ""))
        for at, key in enumerate(left)
        if key[0] == "#"
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("受理123件", "受理123件", [("#123", "#123")]),
        ("受理123件", "受理9123件", [("#123", "#9123")]),
        ("受理123件", "受理的案件456件", [("#123", "#456")]),
        ("受理123件，办结100件", "办结100件", [("#123", ""), ("#100", "#100")]),
        ("其中3件、2件", "其中2件", [("#3", ""), ("#2", "#2")]),
        ("受理5件", "受理六件", [("#5", "六")]),
        (
            "全年受理案件123件，办结100件。",
            "今年以来共收到案件130件，已办结100件。",
            [("#123", "#130"), ("#100", "#100")],
        ),
        (A + B + C, B + A + C, [("#2", "*#2"), ("#31", "#31"), ("#15", "#15"), ("#3", "#3")]),
        (
            A + B + C,
            B + A.replace("2", "4") + C,
            [("#2", "*#4"), ("#31", "#31"), ("#15", "#15"), ("#3", "#3")],
        ),
        ("", A, []),
        (A, "", [("#2", "")]),
    ],
)
def test_numerals_are_found_again(one: str, other: str, expected: list[tuple[str, str]]) -> None:
    assert told(one, other) == expected


@given(
    st.lists(st.sampled_from("甲乙丙丁#1#2#3，。"), max_size=60),
    st.lists(st.sampled_from("甲乙丙丁#1#2#3，。"), max_size=60),
)
def test_each_token_stands_for_one_and_what_has_not_moved_in_order(one: list[str], other: list[str]) -> None:
    to, moved = align(one, other)
    found = [at for at in to if at != NONE]
    assert len(found) == len(set(found))
    stay = [at for at, elsewhere in zip(to, moved, strict=True) if at != NONE and not elsewhere]
    assert stay == sorted(stay)
    assert align(one, one).to == [*range(len(one))]


def test_long_parts_that_have_nothing_in_common_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "_CELLS", 30)
    assert told("甲乙丙12丁戊", "己庚辛12壬癸") == [("#12", "")]


def test_runs_follow_each_other() -> None:
    assert list(runs([1, 2, 5, 7, 8])) == [(1, 3), (5, 6), (7, 9)]
    assert list(runs([])) == []
