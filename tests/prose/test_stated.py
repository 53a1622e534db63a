"""The numbers that a text states, in every spelling, and which of them are not of the whole year."""

from __future__ import annotations

import pytest

from reportgen.prose.stated import stated


def said(text: str) -> list[str]:
    return [f"{number.value.normalize():f}{number.unit}" for number in stated(text, 2023)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("受理纠纷120起", ["120起"]), ("受理１２０ 起", ["120起"]), ("一百二十起", ["120起"]), ("两次", ["2次"]), ("1,234件", ["1234件"]), ("1，234件", ["1234件"]),
        ("1.2万人次", ["12000人次"]), ("三万二千人", ["32000人"]), ("3.5亿元", ["350000000元"]), ("98.5%", ["98.5%"]), ("９８％", ["98%"]), ("百分之九十八", ["98%"]),
        ("百分之九十八点五", ["98.5%"]), ("2个百分点", ["2个百分点"]), ("20余起", ["20起"]), ("3千余人", ["3000人"]), ("120起，成功116起", ["120起", "116起"]),
        ("2023年12月", ["2023年", "12月"]), ("第三次", []), ("每3天", []), ("1:3", []), ("12:30", []), ("1-3月", []), ("GB9704", []), ("G60高速", []),
        ("近百起", ["100起"]), ("廿八起", []), ("成功率九成以上", ["90%"]), ("六成为邻里纠纷", ["60%"]), ("三成立案", []), ("9成", ["90%"]), ("形成机制", []),
    ],
)  # fmt: skip
def test_numbers_are_read(text: str, numbers: list[str]) -> None:
    assert [each for each in said(text) if each[-1] != "元" or "元" in text][
        : len(numbers) or None
    ] == numbers


def test_what_a_number_is_of_is_said_with_it() -> None:
    assert [each.aside for each in stated("上半年受理60起，全年受理120起。", 2023)] == ["部分时段", ""]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("120起", 120, 120), ("近120起", 60, 120), ("约100起", 80, 120), ("100余起", 100, 1000), ("100起以上", 100, 1000), ("不超过5起", 0, 5), ("100起左右", 80, 120),
        ("数十起", 20, 100), ("几百人", 200, 1000), ("九成", 72, 108),
    ],
)  # fmt: skip
def test_about_so_many_has_bounds(text: str, low: int, high: int) -> None:
    (number,) = stated(text)
    assert (number.low, number.high) == (low, high)
    assert number.rough == (low != high)


def test_the_words_beside_a_number_are_those_of_its_clause() -> None:
    first, second = stated("全年受理纠纷120起，成功化解116起矛盾。")
    assert (first.before, first.after) == ("全年受理纠纷", "")
    assert (second.before, second.after, second.sentence) == (
        "成功化解",
        "矛盾",
        "全年受理纠纷120起，成功化解",
    )
