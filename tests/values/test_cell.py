"""A raw cell and its field -> a typed value, or a fault in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import Cell, Field, Value
from reportgen.numerals import LARGEST
from reportgen.values.cell import Fault, convert, shown

DATE = Field(type="date")
PEOPLE = Field(type="integer", unit="人", minimum=1, maximum=500)
RESULT = Field(type="string", enum=("维持", "撤销"), synonyms={"维持原行政行为": "维持"})


@pytest.mark.parametrize(
    ("raw", "field", "value"),
    [
        ("2023.5.12", DATE, date(2023, 5, 12)),
        ("2023-05-12", DATE, date(2023, 5, 12)),
        ("2023/5/12", DATE, date(2023, 5, 12)),
        ("2023年5月12日", DATE, date(2023, 5, 12)),
        ("２０２３年５月１２日", DATE, date(2023, 5, 12)),
        ("20230512", DATE, date(2023, 5, 12)),
        (20230512.0, DATE, date(2023, 5, 12)),
        (datetime(2023, 5, 12), DATE, date(2023, 5, 12)),
        ("12人", PEOPLE, 12),
        ("１２ 人", PEOPLE, 12),
        (12.0, PEOPLE, 12),
        ("1,234.5", Field(type="number"), 1234.5),
        ("是", Field(type="boolean"), True),
        ("×", Field(type="boolean"), False),
        ("维持", RESULT, "维持"),
        (" 维持 ", RESULT, "维持"),
        ("维持原行政行为", RESULT, "维持"),
        (20230001.0, Field(type="string"), "20230001"),
        ("", DATE, None),
        ("  ", PEOPLE, None),
    ],
)
def test_a_cell_becomes_a_value(raw: Cell, field: Field, value: Value) -> None:
    found = convert(raw, field)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("raw", "field", "code", "words"),
    [
        ("", Field(type="date", required=True), "CEL002", "没有填"),
        ("九十多", Field(type="number"), "CEL001", "约数"),
        ("2023年13月5日", DATE, "CEL001", "不是日历上有的日期"),
        ("12/5/2023", DATE, "CEL001", "分不清哪个是日"),
        ("五月", DATE, "CEL001", "不是日期"),
        ("3万元", PEOPLE, "CEL001", "本列的单位是“人”"),
        ("2.5", PEOPLE, "CEL001", "不是整数"),
        ("0", PEOPLE, "CEL004", "小于最小值1"),
        ("501", PEOPLE, "CEL004", "大于最大值500"),
        ("维特", RESULT, "CEL003", "维持、撤销"),
        ("或许", Field(type="boolean"), "CEL001", "不是“是”或“否”"),
        ("A-1", Field(type="string", pattern=r"\d+"), "CEL005", "不合规定"),
        ("甲\x07乙", Field(type="string"), "CEL006", "控制字符"),
        (True, PEOPLE, "CEL001", "不是数字"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(raw: Cell, field: Field, code: str, words: str) -> None:
    with pytest.raises(Fault, match=words) as caught:
        convert(raw, field)
    assert caught.value.code == code


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        [
            "{0}-{1}-{2}",
            "{0}.{1}.{2}",
            "{0}/{1}/{2}",
            "{0}年{1}月{2}日",
            "{0}-{1:02}-{2:02}",
            "{0}{1:02}{2:02}",
        ]
    ),
)
def test_a_date_typed_in_any_form_comes_back(day: date, form: str) -> None:
    assert convert(form.format(day.year, day.month, day.day), DATE) == day


@given(st.integers(-(10**12), 10**12), st.sampled_from(["{}", "{:,}", "{}人", " {} 人 "]))
def test_an_integer_typed_in_any_form_comes_back(number: int, form: str) -> None:
    assert convert(form.format(number), Field(type="integer", unit="人")) == number


@given(st.text(max_size=40))
def test_text_is_taken_or_refused_and_nothing_else(text: str) -> None:
    for kind in ("string", "integer", "number", "date", "boolean"):
        try:
            convert(text, Field(type=kind))  # type: ignore[arg-type]
        except Fault:
            continue


@pytest.mark.parametrize(
    ("words", "truth"),
    [("是 √ ✓ ✔ 有 1 y yes true", True), ("否 × ✗ ✘ x 无 0 n no false", False)],
)
def test_every_word_for_yes_and_for_no_is_one_in_whatever_letters(words: str, truth: bool) -> None:
    for word in words.split():
        for each in (word, word.upper(), f" {word} "):
            assert convert(each, Field(type="boolean")) is truth
    assert convert(truth, Field(type="boolean")) is truth


@pytest.mark.parametrize("least", [0, 1])
def test_the_bounds_of_a_field_belong_to_it(least: int) -> None:
    field = Field(type="integer", minimum=least, maximum=500)
    assert [convert(each, field) for each in (least, f"{least}", 500, "500")] == [least, least, 500, 500]
    for beyond in (least - 1, 501):
        with pytest.raises(Fault, match=r"小于最小值|大于最大值") as caught:
            convert(beyond, field)
        assert caught.value.code == "CEL004"


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_of_more_than_fifteen_digits_is_not_taken(sign: int) -> None:
    assert convert(sign * LARGEST, Field(type="string")) == str(sign * int(LARGEST))
    assert convert(sign * LARGEST, Field(type="number")) == sign * LARGEST
    for kind, code in (("string", "CEL009"), ("number", "CEL004")):
        with pytest.raises(Fault) as caught:
            convert(sign * (LARGEST + 1), Field(type=kind))  # type: ignore[arg-type]
        assert caught.value.code == code


@pytest.mark.parametrize("raw", [float("nan"), float("inf")])
def test_what_is_no_number_though_stored_as_one_is_refused(raw: float) -> None:
    with pytest.raises(Fault, match="大得不像是真的"):
        convert(raw, Field(type="number"))


@pytest.mark.parametrize("raw", [0.01, 1, 1.0, -0.5, -1.0])
def test_a_number_up_to_one_may_be_a_share_of_one_or_a_percentage(raw: float) -> None:
    with pytest.raises(Fault, match="分不清是"):
        convert(raw, Field(type="number", unit="%"))


@pytest.mark.parametrize("raw", [0, 0.0, 1.01, -1.5, 100.0])
def test_any_other_number_is_a_percentage(raw: float) -> None:
    assert convert(raw, Field(type="number", unit="%")) == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (datetime(2023, 5, 12), "2023-05-12"),
        (datetime(2023, 5, 12, 8, 30), "2023-05-12 08:30:00"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (7, "7"),
        (" 甲 ", "甲"),
    ],
)
def test_a_cell_is_shown_as_a_person_reads_it(raw: Cell, text: str) -> None:
    assert shown(raw) == text


@pytest.mark.parametrize("text", ["1.2E+15", "3e+17", "1.10101E+17"])
def test_a_number_whose_last_digits_are_lost_is_no_text(text: str) -> None:
    with pytest.raises(Fault, match="科学记数"):
        convert(text, Field(type="string"))


@pytest.mark.parametrize("raw", [True, date(2023, 5, 1), datetime(2023, 5, 1), time(8), timedelta(hours=30)])
def test_a_truth_value_a_day_and_a_time_are_no_numbers(raw: Cell) -> None:
    for kind in ("integer", "number"):
        with pytest.raises(Fault, match="不是数字"):
            convert(raw, Field(type=kind))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "declared", "said"),
    [
        ("600人", PEOPLE, "大于最大值500"),
        ("１千人", PEOPLE, "（即1000）大于最大值500"),
        (0.0, PEOPLE, "小于最小值1"),
        (
            "3",
            Field(type="integer", unit="月", unique=True, minimum=7, maximum=12),
            "小于最小值7，这里收的是下半年的",
        ),
        ("3", Field(type="integer", unit="月", minimum=7, maximum=12), "小于最小值7"),
        ("2万元", Field(type="number", unit="元", maximum=5000), "（即20000）大于最大值5000"),
        ("6,000元", Field(type="number", unit="元", maximum=5000), "大于最大值5000"),
    ],
)
def test_a_converted_number_beyond_its_bounds_is_told_with_what_is_behind(
    raw: Cell, declared: Field, said: str
) -> None:
    with pytest.raises(Fault, match=f"^{said}$"):
        convert(raw, declared)
