"""Numbers and truth values -> words, and Chinese digits -> what they are worth."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import FigureDefinition
from reportgen.numerals import (
    DIGITS,
    LARGEST,
    arabic,
    chinese_number,
    counted,
    fifteen,
    figure_text,
    growth,
    natural_order,
    number_text,
    percent,
    truth_text,
)
from reportgen.values.dates import read_date


def test_a_rate_is_never_rounded_to_all_or_nothing() -> None:
    assert str(percent(9999, 10000, 1)) == "99.9"
    assert str(percent(1, 10000, 1)) == "0.1"
    assert str(percent(1, 8, 1)) == "12.5"
    assert str(percent(5, 1000, 0)) == "1"
    assert str(percent(3, 3, 2)) == "100.00"


@pytest.mark.parametrize(
    ("number", "meant"),
    [(85.000000000000014, 85.0), (59.99999999999999, 60.0), (0.1 + 0.2, 0.3), (-1.1 - 2.2, -3.3), (12.3456, 12.3456), (2 / 3, 0.666666666666667), (10000000000000.75, 10000000000000.8), (1e15, 1e15)],
)  # fmt: skip
def test_a_number_is_what_excel_shows_of_it(number: float, meant: float) -> None:
    assert fifteen(number) == meant


@given(st.integers(-(10**9), 10**9), st.integers(0, 5))
def test_a_number_of_few_digits_is_left_as_it_is(digits: int, decimals: int) -> None:
    assert fifteen(digits / 10**decimals) == digits / 10**decimals


@pytest.mark.parametrize(
    ("value", "previous", "text"),
    [
        (20001, 10000, "100"), (20000, 10000, "100"), (20001, 20000, "0"), (20009, 20000, "0"), (20010, 20000, "0.1"), (30003, 10000, "200"),
        (1, 10000, "99.99"), (1, 3000, "99.97"), (3, 10000, "99.97"), (0, 10000, "100"), (199, 100, "99"), (1999, 1000, "99.9"), (19999, 10000, "100"),
        (-3, -2, "50"), (0.3, 0.1 + 0.2, "0"), (1, 10**6, "99.9999"),
    ],
)  # fmt: skip
def test_growth_is_rounded_as_any_number(value: float, previous: float, text: str) -> None:
    assert growth(value, previous) == text


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 4))
def test_a_rate_is_whole_only_when_it_is(bottom: int, top: int, decimals: int) -> None:
    top = min(top, bottom)
    rate = percent(top, bottom, decimals)
    assert (rate == 100) is (top == bottom)
    assert (rate == 0) is (top == 0)


@pytest.mark.parametrize(
    ("value", "text"), [(0.1 + 0.2, "0.3"), (121, "121"), (2.50, "2.5"), (1e6, "1000000"), (2.675, "2.68")]
)
def test_a_number_is_printed_without_noise(value: float, text: str) -> None:
    assert number_text(value, 2) == text


@pytest.mark.parametrize(
    ("keys", "value", "text"),
    [
        ({"measure": "sum(人数)"}, 10000.005, "10000.005"),
        ({"measure": "min(人数)"}, 0.004, "0.004"),
        ({"measure": "avg(人数)"}, 3.336, "3.34"),
        ({"ratio": ("成功", "总数")}, 66.6, "66.6%"),
    ],
)
def test_only_rates_and_means_are_rounded(keys: dict[str, Any], value: float, text: str) -> None:
    assert figure_text(value, FigureDefinition(group="调解", name="数", sheet="调解", **keys)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"), (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四"), (99, "九十九"),
        (100, "100"), (-3, "-3"),
    ],
)  # fmt: skip
def test_chinese_numerals(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.045, 2, "0.05"),
        (100, 0, "100"),
        (1200.0, 6, "1200"),
        (1e-7, 6, "0"),
        (0, 2, "0"),
    ],
)
def test_a_half_is_rounded_up_and_zeros_of_a_whole_number_stay(
    value: float, decimals: int, text: str
) -> None:
    assert number_text(value, decimals) == text


def test_a_rate_beyond_the_whole_is_no_share_and_is_rounded_as_any_number() -> None:
    assert str(percent(100_001, 100_000, 1)) == "100.0"
    assert str(percent(100_051, 100_000, 1)) == "100.1"
    assert str(percent(0, 5, 1)) == "0.0"
    assert str(percent(1, 3, 2)) == "33.33"
    assert str(percent(2, 3, 0)) == "67"


@given(st.text(list(DIGITS), max_size=8))
def test_chinese_digits_are_read_one_by_one(signs: str) -> None:
    assert arabic(signs) == "".join(str(DIGITS[sign]) for sign in signs)
    assert arabic(signs.replace("〇", "○")) == arabic(signs)


def test_the_three_zeros_are_one() -> None:
    assert {arabic("二〇二三"), arabic("二零二三"), arabic("二○二三")} == {"2023"}


@pytest.mark.parametrize("signs", ["十", "两", "2", "壹"])
def test_what_is_no_digit_is_refused(signs: str) -> None:
    with pytest.raises(KeyError):
        arabic(signs)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_day_written_in_chinese_is_that_day(day: object) -> None:
    year, month, number = map(int, str(day).split("-"))
    signs = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
    said = "".join(signs[digit] for digit in f"{year:04}")
    assert read_date(f"{said}年{chinese_number(month)}月{chinese_number(number)}日") == day


def test_the_largest_number_holds_all_its_digits() -> None:
    assert number_text(LARGEST) == "9" * 15
    assert (truth_text(True), truth_text(False)) == ("是", "否")


@given(st.integers(1, 99))
def test_chinese_numerals_are_worth_what_they_say(number: int) -> None:
    assert counted(chinese_number(number)) == number


def test_numerals_of_hundreds_and_digits_one_by_one_are_read_too() -> None:
    assert [counted(each) for each in ("一百零二", "百二十", "二〇二三", "〇")] == [102, 120, 2023, 0]


def test_texts_come_in_the_order_of_the_numbers_in_them() -> None:
    names = ["第十号", "10月", "二季度", "2月", "第九号", "三季度", "一季度", "甲", "２号"]
    assert sorted(names, key=natural_order) == [
        "一季度", "２号", "二季度", "2月", "三季度", "10月", "甲", "第九号", "第十号",
    ]  # fmt: skip


def test_a_number_is_printed_with_six_decimals_unless_others_are_asked_for() -> None:
    assert (number_text(0.1234565), number_text(2 / 3), number_text(3.0)) == ("0.123457", "0.666667", "3")
    definition = FigureDefinition(group="调解", name="数", sheet="调解", measure="max(金额)")
    assert figure_text(0.1234565, definition) == "0.123457"


@pytest.mark.parametrize("number", [LARGEST, -LARGEST, 1e15, -1e18, float("inf")])
def test_a_number_of_fifteen_digits_or_more_is_left_as_it_is(number: float) -> None:
    assert fifteen(number) == number
