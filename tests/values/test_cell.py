"""A raw cell and its field -> a typed value, or a fault in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import Cell, Field, Value
from reportgen.values.cell import Fault, convert

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
