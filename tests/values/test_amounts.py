"""A number, in every way in which people type it -> the number in the unit that the column wants, exactly."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.model import Cell, Field
from reportgen.values.amounts import conversion, read_amount
from reportgen.values.cell import Fault, Setting, convert

WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789.,-+%"}
DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "亿": 10**8}
DECIMALS = st.decimals(-(10**6), 10**6, places=4)
RATE = Field(type="number", unit="%")


def chinese(number: int) -> str:
    """0 to 99,999,999 as one says them: 一万零二十, 十二万三千."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return chinese(high) + "万" + ((DIGITS[0] if low < 1000 else "") + _thousands(low) if low else "")
    return _thousands(number).removeprefix("一") if 10 <= number < 20 else _thousands(number)


def _thousands(number: int) -> str:
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            digit, rest = divmod(number, unit)
            gap = DIGITS[0] if 0 < rest < unit // 10 else ""
            return DIGITS[digit] + sign + (gap + _thousands(rest) if rest else "")
    return DIGITS[number]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1050, "一千零五十"),
        (10_300, "一万零三百"),
        (32_000, "三万二千"),
        (120_034, "十二万零三十四"),
        (10_000_000, "一千万"),
        (99_999_999, "九千九百九十九万九千九百九十九"),
    ],
)
def test_the_writer_of_this_test_writes_as_one_says(number: int, words: str) -> None:
    assert chinese(number) == words


@given(st.one_of(st.integers(0, 99_999_999), st.integers(0, 120)), st.sampled_from(["", "人", "名", " 人"]))
def test_a_number_in_words_comes_back(number: int, unit: str) -> None:
    words = chinese(number)
    spellings = {
        words,
        words.replace("零", "〇"),
        words.translate(FORMAL),
        "一" + words if 10 <= number < 20 else words,
    }
    spellings |= {words.replace("二百", "两百").replace("二千", "两千").replace("二万", "两万")}
    for each in spellings:
        assert read_amount(each + unit, "人") == number
        assert read_amount("负" + each + unit, "人") == -number


@given(st.integers(100, 10**9))
def test_a_number_told_digit_by_digit_comes_back(number: int) -> None:
    assert read_amount("".join(DIGITS[int(digit)] for digit in str(number)), "件") == number


@given(
    DECIMALS,
    st.sampled_from(["{}", "{:,}", "{:+}", " {} "]),
    st.sampled_from(["", "人", " 人", "名"]),
    st.booleans(),
)
def test_a_number_in_digits_comes_back(number: Decimal, form: str, unit: str, wide: bool) -> None:
    text = form.format(number).rstrip() + unit
    assert read_amount(text.translate(WIDE) if wide else text, "人") == number


@given(DECIMALS, st.sampled_from(sorted(SCALES)), st.sampled_from(["", "千", "万", "百万", "亿"]))
def test_a_unit_becomes_the_columns_exactly(number: Decimal, given_scale: str, wanted: str) -> None:
    found = read_amount(f"{number}{given_scale}元", f"{wanted}元")
    assert Fraction(found) == Fraction(number) * SCALES[given_scale] / SCALES[wanted]


@given(DECIMALS, st.sampled_from(["十", "百", "千", "万", "十万", "亿"]))
def test_a_bare_ten_thousand_counts_what_the_column_counts(number: Decimal, scale: str) -> None:
    for unit in ("人", "元", ""):
        assert read_amount(f"{number}{scale}", unit) == number * SCALES[scale]


@given(st.integers(0, 10**6))
def test_units_of_length_and_time_become_each_other(number: int) -> None:
    assert read_amount(f"{number}公里", "米") == 1000 * number
    assert read_amount(f"{number}千米", "公里") == number
    assert read_amount(f"{number}小时", "分钟") == 60 * number
    assert convert(f"{60 * number}分钟", Field(type="integer", unit="小时")) == number


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1.2万元", "元", "12000"),
        ("0.35亿元", "万元", "3500"),
        ("三百万元", "万元", "300"),
        ("12元整", "元", "12"),
        ("３．５公里", "米", "3500"),
        ("5千人", "人", "5000"),
        ("二十起", "件", "20"),
        ("1，234.50元", "元", "1234.5"),
        ("95%", "%", "95"),
        ("９５．５％", "%", "95.5"),
        ("百分之九十五", "%", "95"),
        ("百分之95.5", "%", "95.5"),
        ("百分之百", "%", "100"),
    ],
)
def test_what_departments_write_is_read(text: str, unit: str, number: str) -> None:
    assert read_amount(text, unit) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        ("三五人", "人", "不是数字"),
        ("七八十", "人", "不是数字"),
        ("十五六人", "人", "不是数字"),
        ("十几人", "人", "约数"),
        ("几十", "人", "不是数字"),
        ("约12人", "人", "约数"),
        ("九十多", "人", "约数"),
        ("12多人", "人", "约数"),
        ("12-15", "人", "是一个范围"),
        ("12—15人", "人", "是一个范围"),
        ("12～15", "人", "是一个范围"),
        ("12至15人", "人", "是一个范围"),
        ("12到15", "人", "是一个范围"),
        ("12人次", "人", "本列的单位是“人”"),
        ("3天", "小时", "本列的单位是“小时”"),
        ("3万美元", "元", "里数字后面写的是“万美元”，本列的单位是“元”"),
        ("12元", "", "本列不带单位"),
        ("95%", "", "本列不带单位"),
        ("95%", "人", "本列的单位是“人”"),
        ("百分之九十五", "人", "不是数字|单位"),
        ("95人", "%", "本列的单位是“%”"),
        ("1,23", "元", "里数字后面还有别的字"),
        ("1.2.3", "元", "里数字后面还有别的字"),
        ("1e3", "元", "里数字后面还有别的字"),
        ("12/15", "人", "里数字后面还有别的字"),
        ("-", "人", "不是数字"),
        ("无", "人", "不是数字"),
        ("百分之", "%", "不是数字"),
    ],
)
def test_what_is_no_single_number_in_this_unit_is_refused(text: str, unit: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_amount(text, unit)


@pytest.mark.parametrize(
    ("cell", "percent", "value"),
    [
        (0.95, True, 95.0),
        (1.0, True, 100.0),
        (0.07, True, 7.0),
        (1.2, True, 120.0),
        (95.0, False, 95.0),
        (0.0, False, 0.0),
        ("95%", True, 95.0),
        ("0.95", False, 0.95),
        (95.0, None, 95.0),
    ],
)
def test_a_cell_in_percent_format_is_what_it_shows(cell: Cell, percent: bool | None, value: float) -> None:
    assert convert(cell, RATE, Setting(percent=percent)) == value


@pytest.mark.parametrize("percent", [False, None])
def test_a_share_that_might_be_a_percentage_is_refused(percent: bool | None) -> None:
    with pytest.raises(Fault, match=r"分不清是0\.95%还是95%"):
        convert(0.95, RATE, Setting(percent=percent))


def test_a_percentage_in_a_column_of_another_unit_is_refused() -> None:
    with pytest.raises(Fault, match="本列不要百分数"):
        convert(0.95, Field(type="number", unit="人"), Setting(percent=True))


@given(st.integers(0, 10**6), st.sampled_from(["万元", "千元", "亿元"]))
def test_the_headings_unit_holds_for_cells_without_one(number: int, heading: str) -> None:
    field, setting = Field(type="number", unit="元"), Setting(unit=heading)
    for cell in (float(number), number, str(number), f"{number}{heading}"):
        assert convert(cell, field, setting) == number * SCALES[heading[0]]
    assert convert(f"{number}元", field, setting) == number, "a cell's own unit goes before its heading's"


@given(st.integers(10**8, 10**12 - 1))
@example(120_000_000)
def test_hundreds_of_millions_in_words_come_back(number: int) -> None:
    high, low = divmod(number, 10**8)
    words = chinese(high) + "亿" + ((DIGITS[0] if low < 10**7 else "") + _of_ten(low) if low else "")
    assert read_amount(words + "元", "元") == number


def _of_ten(number: int) -> str:
    """As `chinese`, but within a longer number, where 十二 is 一十二."""
    words = chinese(number)
    return "一" + words if words.startswith("十") else words


@pytest.mark.parametrize("text", ["一百五", "三万五", "两千三", "一万二元"])
def test_a_number_said_short_is_never_read_as_another(text: str) -> None:
    spoken = {"一百五": 150, "三万五": 35_000, "两千三": 2300, "一万二元": 12_000}[text]
    with suppress(ValueError):
        assert read_amount(text, "元") == spoken


@pytest.mark.parametrize("text", ["万元", "万", "亿", "亿元"])
def test_a_unit_without_a_number_is_no_zero(text: str) -> None:
    with pytest.raises(ValueError, match="不是数字"):
        read_amount(text, "元")


def test_a_bare_ten_thousand_in_a_column_of_ten_thousands_is_not_counted_twice() -> None:
    try:
        assert read_amount("1.2万", "万元") == Decimal("1.2")
    except ValueError as error:
        assert "单位" in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("given_unit", "wanted", "factor"),
    [
        ("公里", "米", 1000),
        ("小时", "分钟", 60),
        ("元整", "元", 1),
        ("人民币元", "元", 1),
        ("名", "人", 1),
        ("位", "人", 1),
        ("起", "件", 1),
        ("宗", "件", 1),
        ("例", "件", 1),
        ("公斤", "克", 1000),
        ("斤", "克", 500),
        ("吨", "公斤", 1000),
        ("公斤", "斤", 2),
        ("日", "天", 1),
        ("平方公里", "平方米", 1_000_000),
        ("平方千米", "平方公里", 1),
        ("平方公里", "公顷", 100),
        ("公顷", "平方米", 10_000),
        ("㎡", "平方米", 1),
        ("m²", "平方米", 1),
        ("万", "", 10_000),
        ("十", "件", 10),
        ("百人", "人", 100),
    ],
)
def test_a_unit_is_so_many_of_another(given_unit: str, wanted: str, factor: int) -> None:
    assert conversion(given_unit, wanted) == factor


@pytest.mark.parametrize(
    ("given_unit", "wanted"), [("人次", "人"), ("克", "米"), ("件", ""), ("万元", ""), ("万", "万元"), ("万", "公里")]
)  # fmt: skip
def test_units_of_two_sorts_have_no_factor(given_unit: str, wanted: str) -> None:
    assert conversion(given_unit, wanted) is None


@pytest.mark.parametrize(
    ("words", "number"),
    [("二〇", 20), ("二零", 20), ("五", 5), ("两", 2), ("负五", -5), ("十五", 15), ("一百一十五", 115), ("一万零五", 10_005),
     ("十万", 100_000), ("一千万", 10**7), ("一百零五万", 1_050_000), ("一亿零五", 10**8 + 5), ("百五十", 150), ("一千零五十万", 10_500_000),
     ("二亿三千万", 230_000_000), ("一万二千亿", 12 * 10**11), ("〇", 0)],
)  # fmt: skip
def test_a_number_in_words_is_what_it_says(words: str, number: int) -> None:
    assert read_amount(words, "人") == number


@pytest.mark.parametrize(
    "words", ["三五", "十百", "一百二百", "一百零十", "一二百", "百千", "三百五", "一万五", "负"]
)
def test_words_that_are_no_number_or_one_said_short_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"不是数字|说得不全"):
        read_amount(words, "人")
