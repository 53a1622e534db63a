"""The number of all entries is not called the sum of the few that are printed."""

from __future__ import annotations

from dataclasses import replace

import docx
import pytest

from reportgen.model import Profile
from reportgen.proofreading.cut_off import wrong_sums
from reportgen.word.document import Template
from tests.word.test_document import save, write

ROW = "{{#矛盾调解.前三}}{{纠纷类别}}{{数量}}件{{#末项}}{{/末项}}{{/矛盾调解.前三}}"


@pytest.fixture(scope="module")
def profile(rule_of_law: Profile) -> Profile:
    whole = rule_of_law.figures["矛盾调解.总数"]
    cut = replace(whole, name="前三", by="纠纷类别", top=3)
    every = replace(whole, name="各类", by="纠纷类别")
    return replace(rule_of_law, figures={**rule_of_law.figures, "矛盾调解.前三": cut, "矛盾调解.各类": every})


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (f"其中{ROW}，合计{{{{矛盾调解.总数}}}}起。", True),
        (f"其中{ROW}，以上共计{{{{矛盾调解.总数}}}}起。", True),
        (f"其中{ROW}，全镇合计{{{{矛盾调解.总数}}}}起。", False),
        (f"较多的是{ROW}等，合计{{{{矛盾调解.总数}}}}起。", False),
        (f"较多的是{ROW}。合计{{{{矛盾调解.总数}}}}起。", False),
        (f"合计{{{{矛盾调解.总数}}}}起，较多的是{ROW}。", False),
        (f"其中{ROW}，合计{{{{行政复议.总数}}}}件。", False),
        (f"其中{ROW}，合计{{{{矛盾调解.总数}}}}起。{{{{! 固定 }}}}", False),
        (f"其中{ROW.replace('前三', '各类')}，合计{{{{矛盾调解.总数}}}}起。", False),
    ],
)
def test_a_sum_behind_a_cut_off_list_in_a_sentence(profile: Profile, line: str, *, wrong: bool) -> None:
    found = wrong_sums(Template.load(write(line)), profile, "x")
    assert [(each.code, each.severity) for each in found] == [("TPL019", "warning")] * wrong


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([("合 计", "{{矛盾调解.总数}}")], True),
        ([("全镇合计", "{{矛盾调解.总数}}")], False),
        ([("其他", "略"), ("合计", "{{矛盾调解.总数}}")], False),
        ([("合计", "{{行政复议.总数}}")], False),
        ([("占比", "{{矛盾调解.成功率}}")], False),
    ],
)
def test_a_sum_below_a_cut_off_list_in_a_table(
    profile: Profile, rows: list[tuple[str, str]], *, wrong: bool
) -> None:
    document = docx.Document()
    rows = [
        ("类别", "件数"),
        ("{{#矛盾调解.前三}}{{纠纷类别}}", "{{数量}}{{/矛盾调解.前三}}"),
        *rows,
    ]
    table = document.add_table(len(rows), 2)
    for cell, text in zip(table._cells, (each for row in rows for each in row), strict=True):
        cell.text = text
    found = wrong_sums(Template.load(save(document)), profile, "x")
    assert [each.severity for each in found] == ["warning"] * wrong
