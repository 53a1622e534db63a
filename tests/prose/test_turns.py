"""Words that are said for each other are one, their contraries are not; a figure's other names are those of the profile."""

from __future__ import annotations

import pytest

from reportgen.model import Profile
from reportgen.prose.turns import is_sum, names, turned, ways


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("已办结", "审结"), ("审理终结", "结案"), ("尚在审理", "未审结"), ("未结", "仍在审理中"), ("正在调解之中", "调解中"), ("未成功", "不成功"),
        ("未化解", "调解不成功"), ("成功调处", "成功化解"), ("参加执法考试", "参考执法考试"), ("应考", "参考"), ("通过率", "合格率"), ("接到", "受理"),
    ],
)  # fmt: skip
def test_what_is_said_for_each_other_is_one(one: str, other: str) -> None:
    assert turned(one).strip() == turned(other).strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("审结", "未审结"),
        ("成功", "未成功"),
        ("合格", "不合格"),
        ("通过多种方式", "合格多种方式"),
        ("未成年人", "不成年人"),
    ],
)
def test_what_is_not_stays_apart(one: str, other: str) -> None:
    assert turned(one).strip() != turned(other).strip()


def test_a_sum_is_said_before_its_number() -> None:
    assert is_sum("，合计开会")
    assert not is_sum("开会")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("规范性文件.继续有效", {"现行有效", "有效"}),
        ("依申请公开.办理", {"答复"}),
        ("矛盾调解.总数", set()),
        ("行政诉讼.未审结", set()),
    ],
)
def test_a_figure_goes_by_the_words_of_its_condition(rule_of_law: Profile, name: str, said: set[str]) -> None:
    assert said <= set(ways(rule_of_law, rule_of_law.figures[name]))
    if not said:
        assert [*ways(rule_of_law, rule_of_law.figures[name])] == []


def test_what_is_handled_is_done() -> None:
    assert set(names("办理")) == {turned("办理"), turned("办结")}
