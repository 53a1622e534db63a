"""Numerals are read whole, and compared by what they are worth."""

from __future__ import annotations

import pytest

from reportgen.verification.tokens import same_value, tokens, value


def keys(text: str) -> list[str]:
    return [each.key for each in tokens([text])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共1,234件", ["共", "#1234", "件"]),
        ("共１２３件", ["共", "#123", "件"]),
        ("8,889万人次", ["#8889万", "人", "次"]),
        ("121余件", ["#121余", "件"]),
        ("占12.5 ％", ["占", "#12.5%"]),
        ("增长-3.5%", ["增", "长", "#-3.5%"]),
        ("为 -\n5", ["为", "#-5"]),
        ("2021-2023", ["#2021", "-", "#2023"]),
        ("1.统筹", ["#1", ".", "统", "筹"]),
        ("12 345", ["#12", "#345"]),
        ("1,2,3", ["#1", ",", "#2", ",", "#3"]),
        ("一百二十三件", ["#一百二十三", "件"]),
        ("五百余米", ["#五百余", "米"]),
        ("第一方面", ["第", "一", "方", "面"]),
        ("百分之十二", ["#百分之十二"]),
        ("“甲”—乙", ['"', "甲", '"', "—", "乙"]),
    ],
)
def test_a_text_is_its_numerals_and_its_other_signs(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_a_token_knows_where_it_stands() -> None:
    assert [(each.text, each.start, each.end) for each in tokens(["共 12", "３"])] == [
        (0, 0, 1),
        (0, 2, 4),
        (1, 0, 1),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("123", "１２３", True),
        ("1234", "1,234", True),
        ("123", "一百二十三", True),
        ("5", "五", True),
        ("12000", "1.2万", True),
        ("12500", "一万二千五百", True),
        ("12.5%", "百分之十二点五", True),
        ("100%", "百分之百", True),
        ("与上年持平", "与上年 持平", True),
        ("123", "124", False),
        ("123", "123万", False),
        ("121", "121余", False),
        ("121", "一百二十一余", False),
        ("121余", "一百二十一余", True),
        ("12.5", "12.5%", False),
        ("3", "-3", False),
        ("比上年增长5%", "比上年下降5%", False),
    ],
)
def test_two_texts_are_the_same_figure(one: str, other: str, same: bool) -> None:
    assert same_value(one, other) is same


def test_what_is_no_single_numeral_has_no_value() -> None:
    assert [value(each) for each in ("", "件", "12件", "第十", "百分之点五")] == [None] * 5
