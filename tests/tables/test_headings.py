"""A heading or a title line -> the word to compare, the year of the data, the unit, the sender."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.numerals import DIGITS
from reportgen.tables.headings import normalise, sender_in, year_in

WORDS = st.text("案号收到日期学时复议结果AB12", min_size=1, max_size=8)


@pytest.mark.parametrize(
    "heading", ["★学时", "（必填）学时", "3.学时", "学时（学时）", "学 时\u3000", "学时*", "学时：", "学时（小时）（选填）", "学时【小时】",
                "学\u200b时", "学时\ufeff", '="学时"', "`学时"],
)  # fmt: skip
def test_marks_around_a_heading_do_not_matter(heading: str) -> None:
    assert normalise(heading) == "学时"


@pytest.mark.parametrize(
    ("heading", "word"),
    [("（学时）", "(学时)"), ("1.", "1."), ("Ａ类", "A类"), ("学时（节）数", "学时(节)数"), ("", "")],
)
def test_what_is_left_of_a_heading_is_never_nothing(heading: str, word: str) -> None:
    assert normalise(heading) == word


def test_marks_are_kept_where_they_are_asked_for() -> None:
    assert normalise("（一） 注 ：", marks=True) == "(一)注:"


@given(WORDS, st.sampled_from([" ", "\u3000", "\n", "\t"]))
def test_blanks_within_a_heading_do_not_matter(word: str, blank: str) -> None:
    assert normalise(blank.join(word)) == normalise(word)


@given(WORDS)
def test_a_heading_without_marks_is_left_as_it_is(word: str) -> None:
    assert normalise(word) == normalise(word, marks=True) == word


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("近海镇2022年台账", 2022),
        ("台账（2022）", 2022),
        ("二〇二二年台账", 2022),
        ("2022年度台账  填报日期：2023年1月5日", 2022),
        ("填报日期：2023年1月5日", None),
        ("按《某条例》（2021年修订）填写", None),
        ("近海镇2022年学时统计表（统计时间：全年）", 2022),
        ("制表人：张三 2024年1月5日", None),
        ("请于2024年1月10日前报送", None),
        ("统计区间：2022年12月至2023年11月", None),
        ("登记表（“八五”普法 2021—2025年）", None),
        ("近海镇2022普法登记表", 2022),
        ("普法登记表2022", 2022),
        ("近海镇22年普法登记表", 2022),
        ("近海镇二0二二年普法登记表", 2022),
        ("建所22周年登记表", None),
        ("22年级普法登记表", None),
        ("编号：2022001登记表", None),
        ("东司〔2022〕15号登记表", None),
        ("表2022-1登记表", None),
        ("印发2000份登记表", None),
        ("参加2022人登记表", None),
        ("近海镇2022", None),
    ],
)
def test_the_year_of_a_title_is_the_year_of_the_data(title: str, year: int | None) -> None:
    assert year_in(title) == year


@given(st.integers(1900, 2099), st.sampled_from("〇○零"))
def test_a_year_is_read_in_digits_and_in_chinese(year: int, zero: str) -> None:
    signs = {value: sign for sign, value in DIGITS.items()} | {0: zero}
    chinese = "".join(signs[int(digit)] for digit in str(year))
    assert {year_in(f"{year}年台账"), year_in(f"台账（{year}）"), year_in(f"{chinese}年台账")} == {year}


@pytest.mark.parametrize(
    ("title", "sender"),
    [
        ("填报单位：司法所   填报日期：2024年1月5日", "司法所"),
        ("报送部门（盖章）:  综合执法队", "综合执法队"),
        ("单位：万元", ""),
        ("填报单位：", ""),
    ],
)
def test_who_sent_a_sheet_stands_behind_the_word_for_it(title: str, sender: str) -> None:
    assert sender_in(title) == sender


def test_a_title_is_read_to_its_two_hundredth_sign() -> None:
    assert (year_in("题" * 195 + "2022年"), year_in("题" * 196 + "2022年")) == (2022, None)
    sender = " " * 195 + "填报单位：甲乙"
    assert (sender_in(sender[1:-1]), sender_in(sender[1:]), sender_in(sender[:-1])) == ("甲", "甲", "")
