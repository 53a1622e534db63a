"""Which paragraph and row of one report is which of another: by its words, whatever numbers stand in it."""

from __future__ import annotations

import re

import pytest

from reportgen.verification.pairing import general, pairs, skeleton_of
from reportgen.verification.verified import Stretch, Text
from reportgen.word.stretches import PARAGRAPH, ROW, Unit


def text(drawn: str) -> Text:
    """A paragraph in which figures are written as {name=value}."""
    said, stretches = "", []
    for before, name, value in re.findall(r"([^{]*)(?:\{([^=]+)=([^}]*)\})?", drawn):
        said += before
        if name:
            stretches.append(Stretch(name, len(said), len(said) + len(value)))
            said += value
    return Text(said, stretches)


def paired(old: list[str], new: list[str], kind: str = PARAGRAPH) -> list[tuple[int, int]]:
    """The numbers of what is paired, -1 for nothing."""
    units = [[Unit(kind, ((at,),)) for at in range(len(each))] for each in (old, new)]
    found = pairs(units[0], [*map(text, old)], units[1], [*map(text, new)])
    return [
        (each.old.passages[0] if each.old else -1, each.new.passages[0] if each.new else -1) for each in found
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["甲{a=1}件", "乙{b=2}件"], ["甲{a=5}件", "乙{b=2}件"], [(0, 0), (1, 1)]),
        (["头", "组织学法进村", "尾"], ["头", "尾"], [(0, 0), (1, -1), (2, 1)]),
        (["头", "尾"], ["头", "组织学法进村", "尾"], [(0, 0), (-1, 1), (1, 2)]),
        (["头", "组织学法进村入户", "尾"], ["头", "组织学法进村", "尾"], [(0, 0), (1, 1), (2, 2)]),
        (["头", "组织学法进村", "尾"], ["头", "召开调解例会", "尾"], [(0, 0), (1, -1), (-1, 1), (2, 2)]),
        (["推进依法行政工作。"], ["推进依法行政工作。全年召开会议{a=3}次，研究部署法治建设各项任务，听取汇报。"], [(0, 0)]),
        (["一是力量薄弱。", "二是经费不足。"], ["一是经费不足。"], [(0, -1), (1, 0)]),
    ],
)  # fmt: skip
def test_what_has_come_and_gone(old: list[str], new: list[str], expected: list[tuple[int, int]]) -> None:
    assert paired(old, new) == expected


def test_an_entry_of_a_list_is_known_by_its_words_and_not_by_its_number() -> None:
    old = ["司法所{清单#1.数量=7}件", "派出所{清单#2.数量=7}件"]
    assert paired(old, ["派出所{清单#1.数量=9}件"], ROW) == [(0, -1), (1, 0)]


def test_a_row_is_no_paragraph() -> None:
    found = pairs([Unit(ROW, ((0,),))], [text("甲")], [Unit(PARAGRAPH, ((0,),))], [text("甲")])
    assert [(each.old is None, each.new is None) for each in found] == [(False, True), (True, False)]


def test_what_only_figures_say_is_the_same_where_they_are() -> None:
    assert paired(["{a=1}", "{b=1}"], ["{b=2}"]) == [(0, -1), (1, 0)]


def test_a_text_without_its_figures() -> None:
    assert skeleton_of(text("共{清单#3.数量=5}件")) == ("共{清单#数量}件", "共件")
    assert [*map(general, ("甲.总数", "甲.清单#12.数量", "甲.总数|同比"))] == [
        "甲.总数",
        "甲.清单#数量",
        "甲.总数|同比",
    ]
