"""Which figure a number is: the words must mean it, and no other better; of equal ones none is taken."""

from __future__ import annotations

import pytest
from conftest import RULE_OF_LAW

from reportgen.drafting.likeness import Likeness, Verdict
from reportgen.drafting.spots import spots
from reportgen.model import Profile
from reportgen.prose.figure_words import FigureWords
from reportgen.word.document import Template
from reportgen.word.passages import Passage
from tests.drafting.test_proposed import figures_of

SHIPPED = Template.load((RULE_OF_LAW / "report.docx").read_bytes())


def verdict(
    profile: Profile, text: str, values: dict[str, float] | None, told: tuple[str, ...] = (), number: int = 0
) -> Verdict:
    """What a number of a text is, by words that are no figure's exact name."""
    words = FigureWords(profile, SHIPPED.passages, freely=True)
    figures = None if values is None else figures_of(profile, values)
    spot = list(spots(Passage("", 0, text), words.units, 2023))[number]
    return Likeness(words, figures).verdict(spot, (), "", {each: each.split(".")[0] for each in told})


@pytest.mark.parametrize(
    ("text", "values", "tag"),
    [
        ("矛盾纠纷7件得到受理", {"矛盾调解.总数": 7, "行政复议.总数": 7}, "矛盾调解.总数"),
        ("以我镇为被告的行政诉讼案件4件", {"行政诉讼.总数": 4, "行政诉讼.审结": 4}, "行政诉讼.总数"),
        ("以我镇为被告的行政诉讼案件4件", {"行政诉讼.总数": 5, "行政诉讼.审结": 4}, ""),
        ("新修道路7件", {"矛盾调解.总数": 7}, ""),
        ("矛盾纠纷7户", {"矛盾调解.总数": 7}, ""),
        ("矛盾纠纷7件", {"矛盾调解.总数": 8}, ""),
        ("已办结矛盾纠纷7件", {"矛盾调解.总数": 8, "矛盾调解.成功": 7}, ""),
        (
            "现行有效的规范性文件3份",
            {"规范性文件.继续有效": 3, "规范性文件.本年印发": 3},
            "规范性文件.继续有效",
        ),
        ("规范性文件3户", {"规范性文件.继续有效": 3}, ""),
        ("司法所受理矛盾纠纷7件", {"矛盾调解.总数": 7}, "矛盾调解.总数"),
        ("派出所受理矛盾纠纷7件", {"矛盾调解.总数": 7}, ""),
        ("调解未成功7件，矛盾纠纷未了", {"矛盾调解.成功": 7}, ""),
        ("党委会（3次）", {"工作会议.党委会议": 3}, "工作会议.党委会议"),
    ],
)
def test_value_and_words_decide_together(
    rule_of_law: Profile, text: str, values: dict[str, float], tag: str
) -> None:
    assert verdict(rule_of_law, text, values).tag == tag


def test_of_equal_figures_the_one_that_the_sentence_has_not_told_is_taken(rule_of_law: Profile) -> None:
    text, values = "组织学法培训登记4次", {"学法培训.集中学法": 4, "学法培训.学法考试": 4}
    undecided = verdict(rule_of_law, text, values)
    assert (undecided.tag, len(undecided.candidates)) == ("", 2)
    assert verdict(rule_of_law, text, values, ("学法培训.集中学法",)).tag == "学法培训.学法考试"


def test_what_was_told_is_not_told_again_though_its_value_is_equal(rule_of_law: Profile) -> None:
    text, values = "其中邻里纠纷7件", {"矛盾调解.总数": 7}
    again = verdict(rule_of_law, text, values, ("矛盾调解.总数",))
    assert (again.tag, again.candidates) == ("", ("矛盾调解.总数",))
    assert "一部分" in again.why


def test_beside_others_of_its_group_a_figure_needs_fewer_words(rule_of_law: Profile) -> None:
    values = {"工作会议.总数": 7, "行政诉讼.开庭": 3, "行政复议.其他结果": 3, "行政诉讼.审结": 3}
    assert verdict(rule_of_law, "合计7次", values).tag == ""
    assert verdict(rule_of_law, "合计7次", values, ("工作会议.党委会议",)).tag == "工作会议.总数"
    assert verdict(rule_of_law, "开庭3次", values).tag == ""
    assert verdict(rule_of_law, "开庭3次", values, ("行政诉讼.总数",)).tag == "行政诉讼.开庭"
    assert verdict(rule_of_law, "已结案3件", values, ("行政诉讼.总数",)).tag == "行政诉讼.审结"


def test_what_is_of_another_field_of_work_is_not_even_guessed(rule_of_law: Profile) -> None:
    doubt = verdict(rule_of_law, "办理行政执法案件16件", {"依申请公开.办理": 16, "行政诉讼.总数": 16})
    assert (doubt.tag, doubt.candidates) == ("", ())


def test_without_a_ledger_words_alone_must_be_enough(rule_of_law: Profile) -> None:
    assert verdict(rule_of_law, "矛盾纠纷7件得到受理", None).tag == "矛盾调解.总数"
    assert verdict(rule_of_law, "新修道路7条", None).tag == ""
    assert "单位却不同" in verdict(rule_of_law, "行政诉讼开庭审理7次", None).why
