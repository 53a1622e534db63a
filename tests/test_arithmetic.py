"""Formulas over figures: their names, their trees, their values, and what is wrong with how they are written."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.arithmetic import divides, names, tree, value

VALUES = {
    "甲": Fraction(6),
    "乙": Fraction(4),
    "丙": Fraction(1, 2),
    "学生.总数": Fraction(10),
    "零": Fraction(0),
    "无": None,
}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("甲", 6), ("甲 + 乙", 10), ("甲 - 乙 - 丙", Fraction(3, 2)), ("甲 - (乙 - 丙)", Fraction(5, 2)), ("甲 + 乙 * 丙", 8),
        ("(甲 + 乙) * 丙", 5), ("甲 / 乙 / 丙", 3), ("学生.总数/乙", Fraction(5, 2)), ("（甲＋乙）÷丙", 20), ("甲×乙－丙", Fraction(47, 2)),
        ("甲 / 零", None), ("甲 + 无", None), ("零 / 甲", 0),
    ],
)  # fmt: skip
def test_a_formula_comes_to(formula: str, result: Fraction | None) -> None:
    assert value(tree(formula), VALUES) == result


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("", "最后缺少一个数据项的名称"), ("甲 +", "最后缺少一个数据项的名称"), ("+ 甲", "“+”前面缺少"), ("甲 * / 乙", "“/”前面缺少"), ("(甲 + 乙", "括号不成对"),
        ("甲 乙", "“乙”这里不对"), ("甲)", "“)”这里不对"), ("甲 * 100", "里面写了数“100”"), ("甲 / 1.5", "里面写了数“1.5”"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(formula: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        tree(formula)


def test_the_names_are_told_once_and_whether_it_divides() -> None:
    assert names("(甲 + 学生.总数) / 甲") == ("甲", "学生.总数")
    assert [divides(each) for each in ("甲 - 乙", "甲 ÷ 乙", "甲/乙")] == [False, True, True]


@given(
    st.recursive(
        st.sampled_from("甲乙丙"),
        lambda inner: st.tuples(st.sampled_from("+-*/"), inner, inner),
        max_leaves=12,
    )
)
def test_a_tree_is_read_back_from_its_text(node: str | tuple[str, object, object]) -> None:
    def written(each: object) -> str:
        return each if isinstance(each, str) else f"({written(each[1])} {each[0]} {written(each[2])})"  # type: ignore[index]

    assert tree(written(node)) == node
