"""What names and titles say of a table's years and months, of plans, and of other towns."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from reportgen.stages.spans import is_plan, months_in, other_body, shown, years_of_name, years_of_span


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("2022年", {2022}),
        ("2022", {2022}),
        ("复议2022年度", {2022}),
        ("2022-2023", {2022, 2023}),
        ("２０２２年", {2022}),
        ("2022年12月", {2022}),
        ("报送2024.1.5", set()),
        ("20240105", set()),
        ("2024年1月5日", set()),
        ("Sheet1", set()),
    ],
)
def test_the_years_of_a_sheets_name(name: str, years: set[int]) -> None:
    assert years_of_name(name) == years


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("统计期间：2022年1月1日至2022年12月31日", {2022}),
        ("（2022年12月1日—2023年11月30日）", {2022, 2023}),
        ("数据时间:2023.1.1-12.31", {2023}),
        ("统计时间：2022年度", {2022}),
        ("（2022年）", {2022}),
        ("填报日期：2024年1月5日", set()),
        ("聘期2020年1月1日至2025年12月31日", set()),
        ("按照《条例》（2019年修订）统计", set()),
        ("2023年行政复议案件台账", set()),
    ],
)
def test_the_years_of_a_span_above_a_table(title: str, years: set[int]) -> None:
    assert years_of_span(title) == years


def months(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2023年上半年台账", months(1, 6)),
        ("下半年", months(7, 12)),
        ("第三季度", months(7, 9)),
        ("4季度", months(10, 12)),
        ("前三季度", months(1, 9)),
        ("Q2", months(4, 6)),
        ("1—6月", months(1, 6)),
        ("2023年1月至11月", months(1, 11)),
        ("一至六月", months(1, 6)),
        ("2023年1月1日至2023年6月30日", months(1, 6)),
        ("前10个月", months(1, 10)),
        ("上半年、下半年", set()),
        ("1-12月", set()),
        ("2023年1月1日-12月31日", set()),
        ("聘期1-6月", set()),
        ("2023年台账", set()),
        ("5月", set()),
    ],
)
def test_the_months_of_a_text(text: str, found: set[int]) -> None:
    assert months_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5月", {5}),
        ("2023年11月份台账", {11}),
        ("十二月", {12}),
        ("矛盾纠纷调解月报表", set()),
        ("5月12日", set()),
    ],
)
def test_a_single_month_where_it_is_asked_for(text: str, found: set[int]) -> None:
    assert months_in(text, single=True) == found


@pytest.mark.parametrize(
    ("found", "text"), [({5}, "5月"), (months(1, 6), "1—6月"), ({2, 5, 8, 11}, "2、5、8、11月")]
)
def test_months_as_text(found: Iterable[int], text: str) -> None:
    assert shown(frozenset(found)) == text


@pytest.mark.parametrize(
    ("text", "title", "plan"),
    [
        ("2023年普法宣传计划表", "普法宣传活动登记表", True),
        ("普法宣传活动登记表（计划）", "普法宣传活动登记表", True),
        ("2023年计划开展的普法宣传活动登记表", "普法宣传活动登记表", True),
        ("计划完成情况", "普法宣传活动登记表", False),
        ("说明：按计划开展的填入", "普法宣传活动登记表", False),
        ("计划生育工作登记表", "计划生育工作登记表", False),
        ("年度计划表", "年度计划表", False),
    ],
)
def test_a_plan_is_told_from_what_came_of_it(text: str, title: str, plan: bool) -> None:
    assert is_plan(text, title) is plan


@pytest.mark.parametrize(
    ("text", "unit", "other"),
    [
        ("远山镇2023年行政复议案件台账", "近海镇", "远山镇"),
        ("2023年度远山街道矛盾纠纷调解台账", "近海镇人民政府", "远山街道"),
        ("江苏省启东市远山乡法律顾问名册", "启东市近海镇", "远山乡"),
        ("填报单位：远山镇司法所", "近海镇", "远山镇"),
        ("启东市近海镇2023年台账", "近海镇", ""),
        ("近海镇2023年台账", "启东市近海镇", ""),
        ("各镇（街道）2023年台账", "近海镇", ""),
        ("全镇矛盾纠纷台账", "近海镇", ""),
        ("远山县2023年台账", "近海县", "远山县"),
        ("远山镇2023年台账", "近海县", ""),
        ("远山镇2023年台账", "", ""),
        ("远山镇2023年台账", "司法局", ""),
    ],
)
def test_another_town_in_a_title(text: str, unit: str, other: str) -> None:
    assert other_body(text, unit) == other
