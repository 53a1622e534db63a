"""Conditions in Chinese: all of them, or where they are written; and what the words say is what SQLite does."""

from __future__ import annotations

import re

import pytest

from reportgen.model import Check, Field, FigureDefinition, Kind, Profile
from reportgen.profile.worded import defined, in_words, wrong_where

FIELDS = {
    "结果": Field(type="string", enum=("维持", "撤销")), "收到日期": Field(type="date"), "办结日期": Field(type="date"), "有效期至": Field(type="date"),
    "出庭": Field(type="boolean"), "金额": Field(type="number"), "内容": Field(type="string"), "证号": Field(type="string"),
}  # fmt: skip
KINDS = {
    "案件": Kind(name="案件", title="案件台账", fields=FIELDS),
    "人员": Kind(
        name="人员", title="人员名册", fields={"证号": Field(type="string"), "性质": Field(type="string")}
    ),
}


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("结果 = '维持'", "结果是“维持”"), ("结果 <> '维持'", "结果填的不是“维持”"), ("结果 IN ('维持', '撤销')", "结果是“维持”、“撤销”中的一个"),
        ("结果 NOT IN ('维持', '撤销')", "结果填的不是“维持”、“撤销”中的任何一个"), ("结果 IS NULL", "结果没有填"), ("NOT 结果 IS NULL", "结果填了"),
        ("出庭 = 1", "出庭是“是”"), ("出庭 <> 1", "出庭填的不是“是”"), ("0 = 出庭", "出庭是“否”"), ("金额 >= 1000.5", "金额不小于1000.5"), ("5 < 金额", "金额大于5"),
        ("金额 BETWEEN 1 AND 3", "金额在1到3之间"), ("金额 NOT BETWEEN 1 AND 3", "金额不在1到3之间"), ("金额 <> -1", "金额不等于-1"),
        ("abs(金额 - 3 * 金额) > 1", "金额减（3乘以金额）的绝对值大于1"), ("收到日期 <= '2023-06-30'", "收到日期不晚于2023年6月30日"), ("办结日期 < 收到日期", "办结日期早于收到日期"),
        ("有效期至 < report_year() || '-12-31'", "“有效期至”早于报告年度12月31日"), ("收到日期 > (report_year() - 1) || '-01-31'", "收到日期晚于报告年度的上一年1月31日"),
        ("办结日期 > cutoff()", "办结日期晚于截止日期"), ("办结日期 >= report_start()", "办结日期不早于报告期开始日期"), ("month(收到日期) = 3", "收到日期的月份等于3"), ("内容 LIKE '%反诈%'", "内容里有“反诈”"),
        ("内容 NOT LIKE '一是%'", "内容不以“一是”开头"), ("内容 LIKE '无'", "内容是“无”"), ("内容 GLOB '*_＿*'", "内容里有“_＿”"), ("内容 NOT GLOB '*无*'", "内容里没有“无”"), ("length(内容) < 10", "内容的字数小于10"),
        ("证号 IN (SELECT 证号 FROM 人员)", "证号在“人员”表的证号里"),
        ("证号 NOT IN (SELECT 证号 FROM 人员 WHERE 性质 = '下沉')", "证号不在“人员”表的证号（只看性质是“下沉”的行）里"),
        ("结果 = '维持' AND (出庭 = 1 OR 金额 > 3)", "结果是“维持”，并且（出庭是“是”，或者金额大于3）"),
        ("结果 = '维持' AND 出庭 = 1 OR 金额 > 3", "（结果是“维持”，并且出庭是“是”），或者金额大于3"),
        ("NOT (结果 = '维持' OR 出庭 = 1)", "不满足（结果是“维持”，或者出庭是“是”）"), ("(结果 IS NULL) <> (办结日期 IS NULL)", "结果和办结日期只填了一个"),
        ("(结果 IS NULL) = (办结日期 IS NULL)", "结果和办结日期都填了，或者都没有填"),
        ("days(coalesce(收到日期, 办结日期), 有效期至) > 3", "从收到日期（没有填的看办结日期）到“有效期至”的天数大于3"),
        ("证号 NOT LIKE '%' || year(收到日期) || '%'", "证号里没有收到日期的年份"), ("内容 LIKE '%' || 金额 || '米%'", "内容里有金额接“米”"),
        ("收到日期 < (report_year() - 20) || '-01-01'", "收到日期早于报告年度前第20年1月1日"),
        ("days(coalesce(收到日期, 办结日期), cutoff()) > 9", "从收到日期（没有填的看办结日期）到截止日期的天数大于9"),
        ("rounded(金额, 2) = 3", "金额四舍五入到2位小数等于3"),
        ("金额 > CASE WHEN 出庭 = 1 THEN 40 ELSE 20 END", "金额大于（出庭是“是”的为40，否则为20）"), ("_year = 2023", "年度等于2023"), ('"结果" = \'维持\'', "结果是“维持”"),
    ],
)  # fmt: skip
def test_a_condition_is_put_into_words(sql: str, words: str) -> None:
    assert in_words(sql, "案件", KINDS) == words


@pytest.mark.parametrize(
    "sql",
    [
        "substr(结果, 1, 2) = '维持'", "结果 LIKE '维_'", "结果 LIKE '维%持'", "结果 = '维持' COLLATE NOCASE", "EXISTS (SELECT 1 FROM 人员)", "金额 > (SELECT 1)", "没有的列 = 1",
        "结果 LIKE '10!%' ESCAPE '!'", "证号 IN (SELECT 证号 FROM 人员 LIMIT 1)", "证号 IN (SELECT 证号 FROM 人员 AS 甲)", "金额 = (", "CAST(金额 AS INTEGER) = 1", "coalesce(金额, 1, 2) = 1", "证号 IN (SELECT max(证号) FROM 人员)",
        "结果 IS (办结日期 IS NULL)", "round(金额, 1) = 2", "金额 & 1", "出庭", "内容 GLOB 结果", "内容 LIKE 证号 || '%'", "内容 LIKE '%' || 证号 || '_'", "内容 LIKE '%' || '%'", "CASE 结果 WHEN '维持' THEN 1 ELSE 0 END = 1",
    ],
)  # fmt: skip
def test_what_is_not_known_is_not_put_into_words(sql: str) -> None:
    assert in_words(sql, "案件", KINDS) == ""


@pytest.mark.parametrize(
    "sql", ["结果 = '维持'", "结果 IS NULL", "收到日期 IS NOT NULL", "收到日期 = '2023-06-30'", "有效期至 IS NULL", "出庭 = '1'", "没有的列 = '甲'", "_year = '2023'"]
)  # fmt: skip
def test_a_plain_condition_says_what_it_says_in_brackets(sql: str) -> None:
    assert in_words(sql, "案件", KINDS) == in_words(f"({sql})", "案件", KINDS)


def test_what_is_not_put_into_words_is_named_by_its_place() -> None:
    figure = FigureDefinition(group="案件", name="甲", sheet="案件", where="substr(结果, 1, 1) = '维'")
    assert defined(figure, KINDS) == "“案件”表：行数，条件 写在 figures.yaml 的“案件.甲”里"
    check = Check(
        code="A1", title="甲", sheet="案件", severity="error", says="{月份}月不符", query="SELECT 1"
    )
    assert wrong_where(check, KINDS) == "条件写在 checks.yaml 的“A1”里，查出来的行提示“……月不符”"


def test_a_figure_is_defined_without_a_word_of_sql() -> None:
    figure = FigureDefinition(
        group="案件", name="甲", sheet="案件", measure="count(distinct _year)", where="结果 IS NULL"
    )
    assert defined(figure, KINDS) == "“案件”表：不同年度的个数，条件 结果没有填"


def test_all_of_the_shipped_profile_is_said_in_chinese(rule_of_law: Profile) -> None:
    kinds = rule_of_law.kinds
    said = [defined(each, kinds) for each in rule_of_law.figures.values()]
    said += [wrong_where(each, kinds) for each in rule_of_law.checks.values()]
    unquoted = [re.sub(r"“[^“”]*”|checks/\w+\.yaml", "", each) for each in said]
    assert [each for each in unquoted if re.search("[A-Za-z]", each)] == []
    assert sum("写在" in each for each in said) <= len(said) // 4, "most is said in words"
