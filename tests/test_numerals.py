"""Numbers and truth values -> words, and Chinese digits -> what they are worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.numerals import DIGITS, LARGEST, arabic, chinese_number, number_text, truth_text
from reportgen.values.dates import read_date


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


@given(st.dates())
def test_a_day_written_in_chinese_is_that_day(day: object) -> None:
    year, month, number = map(int, str(day).split("-"))
    signs = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
    said = "".join(signs[digit] for digit in f"{year:04}")
    assert read_date(f"{said}年{chinese_number(month)}月{chinese_number(number)}日") == day


def test_the_largest_number_holds_all_its_digits() -> None:
    assert number_text(LARGEST) == "9" * 15
    assert (truth_text(True), truth_text(False)) == ("是", "否")
