"""The parts of a year: every sensible spelling is one, and nothing else is."""

from __future__ import annotations

import pytest

from reportgen.periods import PARTS, Period, divisions, part_between, part_called, read, sort_of


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("2023上半年", "上半年"),
        ("2023年上半年", "上半年"),
        ("2023年度下半年", "下半年"),
        ("2023H1", "上半年"),
        ("2023-h2", "下半年"),
        ("2023年1—6月", "上半年"),
        ("2023年第一季度", "第一季度"),
        ("2023年一季度", "第一季度"),
        ("２０２３年第４季度", "第四季度"),
        ("2023Q3", "第三季度"),
        ("2023 q2", "第二季度"),
        ("2023年4至6月", "第二季度"),
        ("2023年前三季度", "前三季度"),
        ("2023-06", "6月"),
        ("202306", "6月"),
        ("2023.6", "6月"),
        ("2023年6月", "6月"),
        ("2023年06月份", "6月"),
    ],
)
def test_a_part_is_known_by_any_spelling(said: str, part: str) -> None:
    assert read(said) == Period(2023, part)


@pytest.mark.parametrize(
    ("part", "day"),
    [
        ("", "2023-5-12"),
        ("上半年", "2023-5-12"),
        ("下半年", "2023-10-12"),
        ("第一季度", "2023-2-12"),
        ("6月", "2023-6-12"),
    ],
)
def test_the_day_that_shows_how_one_is_written_is_of_the_period(part: str, day: str) -> None:
    assert Period(2023, part).example == day


@pytest.mark.parametrize(
    ("unit", "low", "high", "part"),
    [
        ("月", 7, 12, "下半年"), ("月", 1, 12, ""), ("月", 6, 6, "6月"), ("月", 2, 6, ""), ("季度", 1, 2, "上半年"), ("季", 4, 4, "第四季度"),
        ("季度", 1, 4, ""), ("件", 7, 12, ""), ("月", 1, None, ""),
    ],
)  # fmt: skip
def test_months_and_quarters_between_two_are_of_a_part(
    unit: str, low: int, high: int | None, part: str
) -> None:
    assert part_between(unit, low, high) == part


@pytest.mark.parametrize(
    "said",
    [
        "2023",
        "2023年",
        "2023年度",
        "2023年13月",
        "2023Q5",
        "2023年2—6月",
        "上半年",
        "2023-06-01",
        "2023上",
        "20230",
        "2023年0月",
    ],
)
def test_what_is_no_part_of_a_year_is_none(said: str) -> None:
    assert read(said) is None


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("1月", "1月"),
        ("01月份", "1月"),
        ("十一月", "11月"),
        ("十月份", "10月"),
        ("一季度", "第一季度"),
        ("第4季度", "第四季度"),
        ("下半年", "下半年"),
        ("春", ""),
        ("一", ""),
        ("12", ""),
        ("十三月", ""),
        ("", ""),
    ],
)
def test_a_part_is_known_without_its_year(said: str, part: str) -> None:
    assert part_called(said) == part


def test_a_part_is_of_a_sort() -> None:
    sorts = {part: sort_of(part) for part in PARTS}
    assert (sorts["下半年"], sorts["第四季度"], sorts["前三季度"], sorts["12月"]) == (
        "半年",
        "季度",
        "季度",
        "月",
    )
    assert (set(sorts.values()), sort_of("")) == ({"半年", "季度", "月"}, "")


@pytest.mark.parametrize("part", PARTS)
def test_the_name_of_a_period_is_one_of_its_spellings(part: str) -> None:
    period = Period(2024, part)
    assert read(str(period)) == period


def test_a_period_has_a_first_and_a_last_day() -> None:
    assert (Period(2024, "第一季度").first, Period(2024, "第一季度").last) == ("2024-01-01", "2024-03-31")
    assert Period(2024, "2月").last == "2024-02-29"
    assert (Period(2023).first, Period(2023).last) == ("2023-01-01", "2023-12-31")


def test_a_period_is_made_up_of_shorter_ones() -> None:
    assert [len(each) for each in divisions("")] == [2, 4, 12]
    assert [*divisions("上半年")] == [("第一季度", "第二季度"), tuple(f"{month}月" for month in range(1, 7))]
    assert [each[0] for each in divisions("前三季度")] == ["第一季度", "1月"]
    assert not [*divisions("6月")]
