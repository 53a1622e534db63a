"""What names and titles say of a table's years and months, of plans, and of other towns."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from reportgen.prose.spans import (
    earlier_year_of_file,
    months_in,
    other_body,
    shown,
    state_in,
    years_of_name,
    years_of_span,
)


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("2022年", {2022}),
        ("2022", {2022}),
        ("复议2022年度", {2022}),
        ("2022-2023", {2022, 2023}),
        ("２０２２年", {2022}),
        ("22年", {2022}),
        ("22年级", set()),
        ("近22年", set()),
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
    ("name", "year"),
    [
        ("2022", 2022),
        ("台账2022", 2022),
        ("20221231台账", 2022),
        ("台账 202212", 2022),
        ("2022-12台账", 2022),
        ("2022.12.30更新台账", 2022),
        ("2021-2025规划 2023台账", None),
        ("台账2024.1.5", None),
        ("东司〔2022〕15号附件", None),
        ("东司2022年", 2022),
        ("台账120220", None),
        ("台账", None),
    ],
)
def test_an_earlier_year_in_the_name_of_a_file(name: str, year: int | None) -> None:
    assert earlier_year_of_file(name, 2023) == year


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("近海镇上年度普法登记表", "上年度"),
        ("近海镇去年普法登记表", "去年"),
        ("普法台账去年", "去年"),
        ("近三年普法登记表", "近三年"),
        ("普法登记表（半年）", "半年"),
        ("半年", "半年"),
        ("上半年", ""),
        ("普法登记表（部分）", "部分"),
        ("第一部分", ""),
        ("普法登记表（预填）", "预填"),
        ("普法登记表（模拟）", "模拟"),
        ("模拟法庭登记表", ""),
    ],
)
def test_what_is_of_another_year_or_of_a_part_is_told(text: str, words: str) -> None:
    assert state_in(text, "普法") == words


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
        ("2022—2023年台账", {2022, 2023}),
        ("2022年至2023年台账", {2022, 2023}),
        ("2022—2023学年台账", set()),
        ("2021—2025年规划台账", set()),
        ("按照《条例》（2019年修订）统计", set()),
        ("2023年行政复议案件台账", set()),
        ("填报年度：2022年", {2022}),
        ("年度：2022", {2022}),
        ("数据截至：2022年12月31日", {2022}),
        ("截至2024年1月10日", set()),
        ("截至6月30日", set()),
        ("统计口径：2022年度", {2022}),
        ("2022.1-12普法台账", {2022}),
        ("2022年1至12月普法台账", {2022}),
        ("截止日期：2022-12-31", {2022}),
        ("报送截止日期：2022-12-31", set()),
    ],
)
def test_the_years_of_a_span_above_a_table(title: str, years: set[int]) -> None:
    assert years_of_span(title, 2023) == years


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
        ("一至三季度", months(1, 9)),
        ("2—3季度", months(4, 9)),
        ("一至四季度", set()),
        ("上下半年", set()),
        ("（2024年1月填报）", set()),
        ("报告期：2023年06月", {6}),
        ("报告期别：202306", {6}),
        ("报告期别：202206", set()),
        ("截止日期：2023-09-30", months(1, 9)),
        ("上报截止时间：2023年9月30日", set()),
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
        ("数据截至：2023年6月30日", months(1, 6)),
        ("近海镇台账（截止到9月底）", months(1, 9)),
        ("截至2023.11.30", months(1, 11)),
        ("截至2023年12月31日", set()),
        ("截至2024年1月10日", set()),
    ],
)
def test_the_months_of_a_text(text: str, found: set[int]) -> None:
    assert months_in(text, 2023) == found


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
    assert months_in(text, 2023, single=True) == found


@pytest.mark.parametrize(
    ("found", "text"), [({5}, "5月"), (months(1, 6), "1—6月"), ({2, 5, 8, 11}, "2、5、8、11月")]
)
def test_months_as_text(found: Iterable[int], text: str) -> None:
    assert shown(frozenset(found)) == text


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("2023年普法宣传计划表", "普法宣传活动登记表", "计划表"),
        ("普法宣传活动登记表（计划）", "普法宣传活动登记表", "计划"),
        ("2023年计划开展的普法宣传活动登记表", "普法宣传活动登记表", "计划"),
        ("普法宣传活动登记表（草稿）", "普法宣传活动登记表", "草稿"),
        ("普法宣传活动登记表（征求意见稿）2", "普法宣传活动登记表", "征求意见稿"),
        ("普法宣传活动登记表填写示例", "普法宣传活动登记表", "填写示例"),
        ("普法宣传活动安排表（拟）", "普法宣传活动登记表", "拟"),
        ("普法台账-作废", "普法宣传活动登记表", "作废"),
        ("普法模板", "普法宣传活动登记表", "模板"),
        ("样表", "普法宣传活动登记表", "样表"),
        ("普法登记表（表样）", "普法宣传活动登记表", "表样"),
        ("普法登记表（预估数）", "普法宣传活动登记表", "预估数"),
        ("普法登记表_未审核", "普法宣传活动登记表", "未审核"),
        ("普法登记表（待核实）", "普法宣传活动登记表", "待核实"),
        ("上年度", "普法宣传活动登记表", "上年度"),
        ("去年普法台账", "普法宣传活动登记表", "去年"),
        ("与上年比较", "普法宣传活动登记表", ""),
        ("计划完成情况", "普法宣传活动登记表", ""),
        ("说明：按计划开展的填入", "普法宣传活动登记表", ""),
        ("普法示范点登记表", "普法宣传活动登记表", ""),
        ("执法人员上岗测试", "行政执法考试登记表", ""),
        ("上岗测试登记表（测试）", "行政执法考试登记表", "测试"),
        ("法庭模拟", "普法宣传活动登记表", ""),
        ("规范性文件征求意见登记表", "规范性文件目录", ""),
        ("计划生育工作登记表", "计划生育工作登记表", ""),
        ("年度计划表", "年度计划表", ""),
        ("合同模板", "合同模板", ""),
    ],
)
def test_what_is_not_what_came_of_the_year_is_told_by_its_words(text: str, title: str, words: str) -> None:
    assert state_in(text, title) == words


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
        ("远山县2023年台账", "近海镇", "远山县"),
        ("2023年远山区台账", "近海镇", "远山区"),
        ("社区矫正对象名册", "近海镇", ""),
        ("法治社区创建名册", "近海镇", ""),
        ("全市矛盾纠纷台账", "近海镇", ""),
    ],
)
def test_another_town_in_a_title(text: str, unit: str, other: str) -> None:
    assert other_body(text, unit) == other


def test_a_form_of_the_county_that_the_town_has_filled_in() -> None:
    assert other_body("远山县2023年统计表", "近海镇", "远山县2023年统计表填报单位：近海镇司法所") == ""
