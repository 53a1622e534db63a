"""A date, in every form in which people type it -> the date; a form that could mean two days -> the reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.model import Cell, Field
from reportgen.values.cell import Fault, Setting, convert
from reportgen.values.dates import FORMS, read_date, read_serial

DATE = Field(type="date")
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))  # those before and after were taken, and were slips
SERIAL_DAYS = st.dates(date(1994, 1, 1), date(2099, 12, 31))  # that both of Excel's calendars count
FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789-./"}
FORMS_WITH_A_YEAR = (
    "{y}-{m}-{d}",
    "{y}-{m:02}-{d:02}",
    "{y}.{m}.{d}",
    "{y}．{m}．{d}",
    "{y}/{m}/{d}",
    "{y}/{m:02}/{d:02}",
    "{y}年{m}月{d}日",
    "{y}年{m:02}月{d:02}日",
    "{y}年{m}月{d}号",
    "{y}年{m}月{d}",
    "{y} 年 {m} 月 {d} 日",
    "{y}{m:02}{d:02}",
    " {y}-{m}-{d} ",
    "{y}-{m}-{d} 8:05",
    "{y}/{m}/{d} 18:05:30",
    "{y:04}-{m:02}-{d:02}T00:00:00",
    "{Y}年{M}月{D}日",
    "{Y}年{M}月{D}号",
)


def chinese(number: int) -> str:
    """1 to 31 as a date writes them: 九, 十, 十二, 二十, 三十一."""
    ones = " 一二三四五六七八九"[number % 10].strip()
    return ones if number < 10 else ("", "", "二", "三")[number // 10] + "十" + ones


def typed(day: date, form: str, zero: str = "〇") -> str:
    return form.format(
        y=day.year,
        m=day.month,
        d=day.day,
        Y="".join((zero + "一二三四五六七八九")[int(digit)] for digit in str(day.year)),
        M=chinese(day.month),
        D=chinese(day.day),
    )


@given(DAYS, st.sampled_from(FORMS_WITH_A_YEAR), st.sampled_from("〇○零"), st.booleans())
def test_a_typed_date_comes_back(day: date, form: str, zero: str, wide: bool) -> None:
    text = typed(day, form, zero)
    text = text.translate(FULL_WIDTH) if wide else text
    assert convert(text, DATE) == day
    assert convert(text, DATE, Setting(year=1999)) == day, "the sheet's year is for dates without one"


@given(DAYS, st.sampled_from(["{m}月{d}日", "{m:02}月{d:02}日", "{m}月{d}号", "{m}月{d}", "{M}月{D}日"]))
def test_a_day_without_a_year_is_one_of_the_sheets_year(day: date, form: str) -> None:
    assert convert(typed(day, form), DATE, Setting(year=day.year)) == day
    with pytest.raises(Fault, match="不是日期"):
        convert(typed(day, form), DATE)


@given(DAYS)
def test_eight_digits_are_a_date_as_a_text_and_as_a_number(day: date) -> None:
    digits = int(f"{day:%Y%m%d}")
    for cell in (str(digits), float(digits), digits):
        assert convert(cell, DATE) == day


@given(SERIAL_DAYS, st.booleans(), st.floats(0, 0.999))
def test_excels_count_of_days_is_a_date_in_both_of_its_calendars(
    day: date, date1904: bool, hour: float
) -> None:
    # Excel's 1 March 1900 is day 61, as if there had been a 29 February; in the other calendar day 0 is 1 January 1904
    count = (day - date(1904, 1, 1)).days if date1904 else (day - date(1900, 3, 1)).days + 61
    if count < 32874:  # a number as small is none of the days that reports are about
        with pytest.raises(Fault, match="改成日期格式"):
            convert(float(count), DATE, Setting(date1904=date1904))
    else:
        assert convert(count + hour, DATE, Setting(date1904=date1904)) == day


@given(SERIAL_DAYS)
def test_a_count_of_days_is_refused_where_the_calendar_is_not_known(day: date) -> None:
    with pytest.raises(ValueError, match="是数字而不是日期"):
        read_serial(float((day - date(1899, 12, 30)).days), None)


@given(DAYS, st.timedeltas(timedelta(0), timedelta(hours=23)))
def test_a_cell_in_date_format_is_its_day(day: date, hour: timedelta) -> None:
    assert convert(day, DATE) == day
    assert convert(datetime(day.year, day.month, day.day) + hour, DATE) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12/5/2023", "分不清哪个是日、哪个是月"),
        ("5.12.2023", "分不清哪个是日、哪个是月"),
        ("12-5-23", "分不清哪个是日、哪个是月、哪个是年|年份不是四位"),
        ("23.5.12", "年份不是四位"),
        ("23-5-12", "年份不是四位"),
        ("23年5月12日", "年份不是四位"),
        ("2023年5月", "没有写哪一日"),
        ("2023.5", "没有写哪一日"),
        ("2023-05", "没有写哪一日"),
        ("5.12", "没有写哪一年"),
        ("5-12", "没有写哪一年"),
        ("2023.5.12-2023.5.14", "不止一个日期"),
        ("2023年5月12日至14日", "不止一个日期"),
        ("2023年5月12日、13日", "不止一个日期"),
        ("5月12日到5月14日", "不止一个日期"),
        ("5月", "不是日期"),
        ("五月", "不是日期"),
        ("2023", "不是日期"),
        ("上半年", "不是日期"),
        ("2023年13月1日", "不是日历上有的"),
        ("2023-2-29", "不是日历上有的"),
        ("20230230", "不是日历上有的"),
        ("二〇二三年二月三十日", "不是日历上有的"),
    ],
)
def test_a_form_that_could_mean_two_days_or_none_is_refused_with_the_reason(text: str, reason: str) -> None:
    for year in (None, 2023):
        with pytest.raises(ValueError, match=reason):
            read_date(text, year)


@given(
    DAYS, st.sampled_from(["{d:02}/{m:02}/{y}", "{m}.{d}.{y}", "{y2}-{m}-{d}", "{y}年{m}月", "{y}.{m}-{d}月"])
)
def test_no_ambiguous_form_ever_comes_back_as_a_date(day: date, form: str) -> None:
    text = form.format(y=day.year, y2=f"{day.year % 100:02}", m=day.month, d=day.day)
    with pytest.raises(ValueError, match=FORMS):
        read_date(text, day.year)


@pytest.mark.parametrize(
    "number", [0.0, 1.0, 5.12, 2023.0, 2023.5, 202305.0, 1e6, -45058.0, 1e18, float("inf")]
)
def test_a_number_that_is_no_day_is_refused(number: float) -> None:
    for date1904 in (False, True, None):
        with pytest.raises(ValueError, match="是数字而不是日期"):
            read_serial(number, date1904)


@pytest.mark.parametrize("cell", [True, False])
def test_a_truth_value_is_no_date(cell: Cell) -> None:
    with pytest.raises(Fault, match="不是日期"):
        convert(cell, DATE)


@given(st.text("〇零一二三五十年月日2013-.", max_size=12))
@example("十十")
def test_whatever_stands_there_the_reason_is_chinese(text: str) -> None:
    try:
        read_date(text, 2023)
    except ValueError as error:
        assert "日" in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (32874, date(1990, 1, 1)),
        (73050, date(2099, 12, 31)),
        (73050.9, date(2099, 12, 31)),
        (45058, date(2023, 5, 12)),
    ],
)
def test_a_count_of_days_is_taken_from_1990_to_2099(number: float, day: date) -> None:
    assert read_serial(float(number), False) == day
    assert read_serial(float(number), True) == day + timedelta(days=1462)


@pytest.mark.parametrize("number", [32873.0, 73051.0, float("nan"), float("-inf"), 123456789.0, 2023051.0])
def test_any_other_number_is_none(number: float) -> None:
    with pytest.raises(ValueError, match="是数字而不是日期"):
        read_serial(number, False)


@pytest.mark.parametrize("text", ["1989-12-31", "2100-1-1", "19891231"])
def test_a_day_of_another_century_is_none(text: str) -> None:
    assert (read_date("1990-1-1"), read_date("2099-12-31")) == (date(1990, 1, 1), date(2099, 12, 31))
    with pytest.raises(ValueError, match="应当在1990年到2099年之间"):
        read_date(text)


@pytest.mark.parametrize("at", range(7))
def test_a_weekday_is_that_of_the_day_in_every_spelling(at: int) -> None:
    day = date(2023, 5, 8) + timedelta(days=at)  # the 8th was a Monday
    spellings = ["一二三四五六日"[at], str(at + 1)] + (["天"] if at == 6 else [])
    for spelling in spellings:
        for word in ("星期", "周", "礼拜"):
            for text in (f"{day} {word}{spelling}", f"{day}（{word}{spelling}）"):
                assert read_date(text) == day
    with pytest.raises(ValueError, match=f"那天是星期{spellings[0]}"):
        read_date(f"{day} 星期{'二三四五六日一'[at]}")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-05-12T15:59Z", 12),
        ("2023-05-12T16:00Z", 13),
        ("2023-05-12 16时Z", 13),
        ("2023-05-12 15时59分Z", 12),
        ("2023-05-12 16时+00:01", 12),
        ("2023-05-12T23:59:59+08:00", 12),
        ("2023-05-12T23:59:59+0800", 12),
        ("2023-05-12T00:00:00+08:00", 12),
        ("2023-05-12T05:29:00+13:30", 11),
        ("2023-05-12T05:30:00+13:30", 12),
        ("2023-05-12T10:59:00-05:00", 12),
        ("2023-05-12T11:00:00-05:00", 13),
        ("2023-05-12 21:29UTC+05:30", 12),
        ("2023-05-12 21:30GMT+05:30", 13),
        ("2023-05-12 23:59", 12),
    ],
)
def test_a_time_of_another_zone_is_of_beijings_day(text: str, day: int) -> None:
    assert read_date(text) == date(2023, 5, day)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023、5、12", "年月日之间写法不对"),
        ("2023,5,12日", "年月日之间写法不对"),
        ("2023-5-12前", "多了“前”"),
        ("约2023-5-12", "多了“约”"),
        ("约2023-5-12前后", "多了“约”和“前后”"),
        ("约 5月12日", "多了“约”"),
        ("2023年5月12日－2023年5月14日", "写了不止一个日期"),
        ("2023年5月10日、2023-5-12", "写了不止一个日期"),
        ("见5月", "^不是日期"),
    ],
)
def test_what_is_too_much_in_a_date_is_named(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_date(text, 2023)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二三年十月十日", (10, 10)),
        ("二〇二三年十二月二十日", (12, 20)),
        ("二〇二三年一月三十一日", (1, 31)),
        ("二〇二三年十一月十九日", (11, 19)),
    ],
)
def test_tens_in_chinese_are_read(text: str, day: tuple[int, int]) -> None:
    assert read_date(text) == date(2023, *day)


@pytest.mark.parametrize(
    "text", ["二〇二三年一二十月一日", "二〇二三年五月二十二三日", "二〇二三年五月十十日"]
)
def test_numerals_that_are_no_number_are_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="不是日期"):
        read_date(text)
