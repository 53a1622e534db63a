"""What checks declare of equations and of several columns at once -> what is wrong with it."""

from __future__ import annotations

import pytest

from reportgen.model import Check, Field, Kind
from reportgen.profile.lint_equations import wrong_each, wrong_equation
from reportgen.profile.yaml_files import Declaration

NUMBER = Field(type="integer")
KIND = Kind(
    name="表",
    title="表",
    fields={
        "甲": NUMBER,
        "乙": NUMBER,
        "文": Field(type="string"),
        "私": Field(type="number", personal=True),
    },
)


def told(equation: str = "", fails: str = "", each: tuple[str, ...] = ()) -> list[str]:
    check = Check(
        code="A1", title="", sheet="表", severity="error", equation=equation, fails=fails, each=each
    )
    declared = Declaration("checks.yaml", {})
    return [
        found.message
        for found in (*wrong_equation(declared, check, KIND), *wrong_each(declared, check, KIND))
    ]


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        ("甲 = 乙", ""),
        ("甲 = (SELECT count(*) FROM 表)", ""),
        ("甲 + 乙", "不是等式"),
        ("(SELECT 1) = (SELECT 2)", "不是等式"),
        ("甲 = 已", "没有叫“已”的列"),
        ("甲 = 文", "“文”不是数"),
        ("甲 = 私", "“私”是个人信息"),
    ],
)
def test_an_equation_has_two_sides_of_numbers(equation: str, message: str) -> None:
    found = told(equation)
    assert (message in found[0]) if message else found == []


@pytest.mark.parametrize(
    ("fails", "each", "message"),
    [
        ("{each} > 3", ("甲", "乙"), ""),
        ("{each} > 3", ("甲", "丙"), "没有叫“丙”的列"),
        ("甲 > 3", ("甲",), "写了 each，条件里就要有 {each}"),
        ("{each} > 3", (), "条件里有 {each}，却没有写 each"),
    ],
)
def test_each_and_its_place_go_together(fails: str, each: tuple[str, ...], message: str) -> None:
    found = told(fails=fails, each=each)
    assert (message in found[0]) if message else found == []
