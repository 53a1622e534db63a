"""By which words a sentence names a figure, and which units count the same."""

from __future__ import annotations

import pytest

from reportgen.model import Profile
from reportgen.prose.figure_words import FigureWords, pairs, same_unit, section_figures, unit_of
from reportgen.word.document import Template
from tests.word.test_document import write


def test_words_that_say_nothing_are_no_words() -> None:
    assert list(pairs("全年共有行政复议案件，其中")) == ["行政", "政复", "复议", "议案", "案件"]
    assert list(pairs("本年度开展工作")) == []


def test_a_figure_is_named_by_the_profile_and_by_the_words_beside_its_tags(rule_of_law: Profile) -> None:
    template = Template.load(write("化解邻里口角{{矛盾调解.总数}}起"))
    named = {each.definition.full_name: each for each in FigureWords(rule_of_law, template.passages).figures}
    assert named["矛盾调解.总数"].weight("口角") > 0
    assert named["矛盾调解.总数"].weight("纠纷") > 0
    assert named["行政复议.撤销"].weight("撤销") > 0
    assert named["行政复议.撤销"].weight("口角") == 0
    assert "工作举措.组织领导" not in named


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("件", "起", True), ("人", "名", True), ("次", "场", True), ("人", "人次", False), ("元", "万元", False), ("", "件", False),
     ("处", "座", True), ("米", "公里", False), ("%", "%", True), ("件", "人", False)],
)  # fmt: skip
def test_units_that_count_the_same(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same


@pytest.mark.parametrize(
    ("text", "unit"), [("人次", "人次"), ("人员", ""), ("起诉", ""), ("起，", "起"), ("万元", "万元"), ("次年", ""), ("件均", "件")]
)  # fmt: skip
def test_a_unit_is_taken_whole_and_no_word_is_cut(rule_of_law: Profile, text: str, unit: str) -> None:
    match = FigureWords(rule_of_law, []).units.match(text)
    assert (match[0] if match else "") == unit


def test_a_rate_is_counted_in_percent(rule_of_law: Profile) -> None:
    assert unit_of(rule_of_law, rule_of_law.figures["矛盾调解.成功率"]) == "%"
    assert unit_of(rule_of_law, rule_of_law.figures["工作举措.反诈街长度"]) == "米"


def test_a_section_is_open_until_it_is_closed(rule_of_law: Profile) -> None:
    template = Template.load(
        write("{{#矛盾调解.总数}}", "甲{{#矛盾调解.成功}}乙{{/矛盾调解.成功}}丙", "{{/矛盾调解.总数}}", "丁")
    )
    turns = [
        [names for _, names in turns] for _, turns in section_figures(template.passages, rule_of_law.figures)
    ]
    assert turns[1] == [("矛盾调解.总数",), ("矛盾调解.总数", "矛盾调解.成功"), ("矛盾调解.总数",)]
    assert turns[3] == [()]
