"""What a figure's tag prints by the words behind the bar."""

from __future__ import annotations

import pytest

from reportgen.model import Figure, FigureDefinition
from reportgen.numerals import figure_text
from reportgen.stages.displays import displays

COUNT = FigureDefinition(group="甲", name="数", sheet="案件", unit="件")
MONEY = FigureDefinition(
    group="甲", name="款", sheet="案件", measure="sum(款)", unit="元", qualifier="不含没收物品"
)
RATE = FigureDefinition(group="甲", name="率", sheet="案件", ratio=("数", "数"), decimals=1)


def said(
    word: str, value: float | None, previous: float | None = None, definition: FigureDefinition = COUNT
) -> str | None:
    text = None if value is None else figure_text(value, definition)
    return displays("甲", Figure(definition, value, text, previous=previous))[f"甲|{word}"].text


@pytest.mark.parametrize(
    ("value", "text"),
    [(5123, "5000余"), (121, "100余"), (98, "90余"), (5000, "5000"), (7, "7"), (0, "0"), (12, "10余"), (10, "10"), (1753.79, "1000余"), (0.5, "0.5"), (None, None)],
)  # fmt: skip
def test_more_than_is_never_untrue(value: float | None, text: str | None) -> None:
    assert said("余", value) == text


@pytest.mark.parametrize(
    ("word", "value", "text"),
    [
        ("万", 17_537_900, "1753.79"), ("万", 12_345, "1.23"), ("万", 12_350, "1.24"), ("万", 30_000, "3"), ("万", 12, "0.001"), ("万", 0, "0"), ("万", -12_345, "-1.23"),
        ("亿", 123_456_789, "1.23"), ("亿", 1, "0"), ("千分位", 108_156, "108,156"), ("千分位", 1234.5, "1,234.5"), ("千分位", 121, "121"),
        ("大写", 1205, "壹仟贰佰零伍"), ("大写", 100_500, "壹拾万零伍佰"), ("大写", 0, "零"), ("大写", 1753.79, "壹仟柒佰伍拾叁点柒玖"), ("大写", 10_000, "壹万"),
        ("大写", 20_304_050, "贰仟零叁拾万肆仟零伍拾"), ("大写", 100_010_000, "壹亿零壹万"), ("大写", -3, "负叁"),
    ],
)  # fmt: skip
def test_a_number_is_scaled_and_written_otherwise(word: str, value: float, text: str) -> None:
    assert said(word, value, definition=MONEY) == text


@pytest.mark.parametrize(
    ("value", "previous", "difference", "growth", "bare"),
    [
        (125, 100, "增加25件", "25%", "25"), (75, 100, "减少25件", "-25%", "-25"), (100, 100, "持平", "0%", "0"), (3, 0, "增加3件", None, None),
        (2, -3, "增加5件", None, None), (0, 3, "减少3件", "-100%", "-100"), (3, None, None, None, None), (None, 3, None, None, None), (3001, 3000, "增加1件", "0%", "0"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_units_and_in_percent(
    value: float | None, previous: float | None, difference: str | None, growth: str | None, bare: str | None
) -> None:
    assert [said(word, value, previous) for word in ("增减", "增幅", "增幅数")] == [difference, growth, bare]


def test_a_rate_changes_by_points_and_is_not_scaled() -> None:
    found = displays("甲", Figure(RATE, 66.7, "66.7%", previous=50))
    assert found["甲|增减"].text == "提高16.7个百分点"
    assert found["甲|增幅"].text is None
    assert not {"甲|余", "甲|万", "甲|亿", "甲|千分位", "甲|大写"} & set(found)


def test_what_a_section_asks_is_whether_there_is_something_to_say() -> None:
    found = displays("甲", Figure(MONEY, 0, "0", previous=0))
    assert {word.removeprefix("甲|"): slot.truth for word, slot in found.items()} == {
        "上年": False, "同比": True, "增减": True, "增幅": False, "增幅数": False, "口径": True,
        "原样": False, "余": False, "万": False, "亿": False, "千分位": False, "大写": False,
    }  # fmt: skip


def test_what_counts_is_a_figure_by_its_word_and_its_qualifier_is_none() -> None:
    named = displays("甲.乙", Figure(COUNT, 5, "5", previous=4))
    assert {key: slot.figure for key, slot in named.items()} == {
        key: "" if key == "甲.乙|口径" else key for key in named
    }
