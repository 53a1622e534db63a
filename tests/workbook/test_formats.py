"""A number format is days or not as calamine says, and prints what Excel prints."""

from __future__ import annotations

import pytest

from reportgen.workbook.formats import days_in, hides_all, printed, sections


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
