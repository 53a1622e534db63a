"""A number format is days or not as calamine says, and prints what Excel prints."""

from __future__ import annotations

import pytest

from reportgen.workbook.formats import days_in, hides_all, printed, scales, sections, words


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("yyyy/m/d", "day"),
        ("h:mm", "day"),
        ('yyyy"年"m"月"', "day"),
        ("[$-804]yyyy", "day"),
        ("AM/PM", "day"),
        ("[h]:mm", "duration"),
        ("[>=100][ss].00", "duration"),
        ("General", ""),
        ('0"d"', ""),
        ("0_d", ""),
        ("0*d", ""),
        ("[Red]0", ""),
        ("0;yyyy", ""),
        ("[h", ""),
    ],
)
def test_days_are_told_as_calamine_tells_them(code: str, days: str) -> None:
    assert days_in(code) == days


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("0!.0000", 123000, "12.3000"),
        ("0\\.0,", 80000, "8.0"),
        ("0!.0,", 123456, "12.3"),
        ("#,##0.00,", 1234500, "1,234.50"),
        ("0.00,,", 12345678, "12.35"),
        ("0,.00", 12345, "12.35"),
        ('0"万"', 5, "5万"),
        ('0.0"万元"', 12.345, "12.3万元"),
        ('General"件"', 5, "5件"),
        ("0000", 601, "0601"),
        ("000-0000", 1234567, "123-4567"),
        ('"罚字"000"号"', 17, "罚字017号"),
        ("0000!-00!-00", 20230512, "2023-05-12"),
        ('[>=10000]0!.0,"万";0"元"', 12000, "1.2万"),
        ('[>=10000]0!.0,"万";0"元"', 1200, "1200元"),
        ('0"万";"负"0"万"', -5, "负5万"),
        ('0"万"', -5, "-5万"),
        ('[<0]0"欠";0"余"', -5, "-5欠"),
        ('[<0]0"欠";0"余"', 5, "5余"),
        ('0"余";;"平"', -5, ""),
        (";;", 5, ""),
        (";;;", 5, ""),
        ('"有";;"无"', 1, "有"),
        ('"有";;"无"', 0, "无"),
        ('#.##"吨"', 0.5, ".5吨"),
        ('0.0?"吨"', 0.5, "0.5吨"),
        ('0.00"吨"', 2.675, "2.68吨"),
        ('0"000"', 12, "12000"),
    ],
)
def test_what_is_more_than_digits_is_printed_as_excel_prints_it(code: str, number: float, text: str) -> None:
    assert printed(code, number) == text


@pytest.mark.parametrize(
    "code",
    [
        "General", "0", "0.00", "#,##0", "#,##0.00_ ", "0.00_);[Red]\\(0.00\\)", '"¥"#,##0.00', "[$¥-804]0.00", "[DBNum1]0",
        '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0%", "0.00E+00", "# ?/?", "@", "yyyy/m/d", "G/通用格式",
    ],
)  # fmt: skip
def test_a_format_of_digits_prints_nothing_else(code: str) -> None:
    assert sections(code) == ()
    assert printed(code, 1234.5) is None


def test_what_no_digits_hold_is_not_printed() -> None:
    assert printed("0000", float("nan")) is None
    assert printed("0000", 1e20) is None


@pytest.mark.parametrize(
    ("code", "hidden"), [(";;;", True), ("; ;;", False), (";;", False), (";;;@", False), ("0", False)]
)
def test_a_format_may_hide_texts_too(code: str, hidden: bool) -> None:
    assert hides_all(code) == hidden


@pytest.mark.parametrize("sign", "dDmMhHyYsS")
def test_each_letter_of_a_day_or_a_time_makes_one(sign: str) -> None:
    assert days_in(f"0 {sign}") == "day"
    assert days_in(f"[{sign}]") == ("duration" if sign in "mMhHsS" else "")
    assert days_in(f"[{sign}{sign.swapcase()}]:0") == ("duration" if sign in "mMhHsS" else "")
    assert days_in(f'"x"0"{sign}"') == days_in(f"\\{sign}0") == days_in(f"[x{sign}]0") == ""


@pytest.mark.parametrize("sign", "PpMm/")
def test_after_an_a_only_what_may_follow_it_makes_a_time(sign: str) -> None:
    assert days_in(f"A{sign}") == days_in(f"a{sign}") == "day"
    assert days_in("AD") == days_in("ay") == ""


@pytest.mark.parametrize(
    ("sign", "met"),
    [("<", (9,)), ("<=", (9, 10)), ("=", (10,)), (">=", (10, 11)), (">", (11,)), ("<>", (9, 11))],
)
def test_a_section_prints_the_numbers_that_meet_its_condition(sign: str, met: tuple[int, ...]) -> None:
    printing = {number: printed(f'[{sign}10]0"甲";0"乙"', number) for number in (9, 10, 11)}
    assert printing == {number: f"{number}{'甲' if number in met else '乙'}" for number in (9, 10, 11)}


@pytest.mark.parametrize("code", ["-0", "-#,##0", '"-"0', "- 0.00", "[Red]-0", "-G/通用格式"])
def test_a_minus_before_whatever_number_is_more_than_its_digits(code: str) -> None:
    assert sections(code)
    text = printed(code, 5)
    assert text is not None
    assert text[0] == "-"
    assert printed(code, -5) is None


@pytest.mark.parametrize("code", ["0;-0", "0_-", "0-", '0"-"', "[Red]0", "+0", "0;[Red]-0"])
def test_a_minus_elsewhere_is_none(code: str) -> None:
    assert sections(code) == ()


@pytest.mark.parametrize("sign", " +()（）¥￥$€£\u3000")
def test_a_sign_or_a_currency_says_nothing_of_how_much_it_is(sign: str) -> None:
    assert sections(f'"{sign}"0') == ()
    assert printed(f'"{sign}元"0', 5) == f"{sign}元5"


@pytest.mark.parametrize("number", [999_999_999_999_999, 1e15])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_of_more_digits_than_excel_keeps_is_not_printed(number: float, sign: int) -> None:
    expected = f"{'-' if sign < 0 else ''}{number}件" if number < 1e15 else None
    assert printed('0"件"', sign * number) == expected


def test_a_code_is_read_as_far_as_excel_lets_one_go() -> None:
    assert printed('0"' + "甲" * 253, 5) == "5" + "甲" * 253
    assert printed('0"' + "甲" * 254, 5) == "5" + "甲" * 253


@pytest.mark.parametrize("places", [29, 30, 31])
def test_at_most_thirty_places_are_printed_behind_the_point(places: int) -> None:
    code = f'0.{"0" * places}"件"'
    behind = "5" + "0" * (min(places, 30) - 1)
    assert printed(code, 0.5) == f"0.{behind}件"
    assert printed(code, 99_999_999_999_999.5) == f"99999999999999.{behind}件"


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("0.0,", True),
        ('0!.0,"万"', True),
        ('0"."0', True),
        ("#,##0.00", False),
        ('0"件"', False),
        ("General", False),
    ],
)
def test_a_format_may_print_another_number(code: str, other: bool) -> None:
    assert scales(code) is other


@pytest.mark.parametrize(
    ("code", "said"), [('0.00"元"', ["元"]), ('0"万";-0"万"', ["万", "万"]), ("0.0_ ", []), ("General", [])]
)
def test_the_words_of_a_format_are_those_beside_the_number(code: str, said: list[str]) -> None:
    assert words(code) == said
