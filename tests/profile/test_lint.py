"""What a profile declares -> what figures and checks read, and what names or conditions are wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportgen.ledger import writing as posting
from reportgen.model import Check, Field, FigureDefinition, Kind
from reportgen.profile import lint
from reportgen.profile import load as profile
from reportgen.profile.lint_made import wrong_made
from reportgen.profile.yaml_files import Declaration
from tests.profile.small import CHECKS, SHEETS, assert_told, mistake, write

CASES = Kind(
    name="案件",
    title="案件台账",
    fields={
        "案号": Field(type="string", required=True),
        "姓名": Field(type="string", personal=True),
        "结果": Field(type="string", enum=("维持", "撤销")),
        "人数": Field(type="integer"),
    },
)
KINDS = {"案件": CASES}
FILE = Declaration("figures.yaml", {})
EVER = ("", "_row")  # read whenever rows are selected


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message", "fix"),
    [
        ("figures", "结果 = '维持'", "结果 = '维特'", 4, "没有叫“维特”的“结果”的取值", "“维持”"),
        ("figures", "结果 = '维持'", "结过 = '维持'", 4, "没有“结过”这一列", "“结果”"),
        ("figures", "结果 = '维持'", "结果 = = '维持'", 4, "附近的写法不对", ""),
        ("figures", "{unit: 件}", "{measure: sum(人树)}", 3, "没有叫“人树”的列", "“人数”"),
        ("figures", "{unit: 件}", "{measure: sum(案号)}", 3, "“案号”不是数", ""),
        ("figures", "{unit: 件}", "{measure: total(人数)}", 3, "measure“total(人数)”不认识", "sum(列)"),
        ("figures", "{unit: 件}", "{rows: [姓名]}", 3, "“姓名”是个人信息", ""),
        ("figures", "{unit: 件}", "{ratio: [维持, 全部]}", 3, "没有叫“全部”的数据项", ""),
        ("figures", "{unit: 件}", "{sheet: 案子}", 3, "没有叫“案子”的表", "“案件”"),
        ("figures", "结果 = '维持'", "结果 NOT IN ('维特')", 4, "没有叫“维特”的“结果”的取值", "“维持”"),
        ("figures", "结果 = '维持'", "1) UNION SELECT (1", 4, "括号不成对", ""),
        ("figures", "结果 = '维持'", "1 = 1 -- 全部", 4, "括号不成对，或夹带了注释", ""),
        ("figures", "where: 结果 = '维持'", 'where: 结果 = ‘维持’', 4, "“‘”不能用", "英文单引号"),
        ("figures", "结果 = '维持'", "姓名 = '张三'", 4, "“姓名”是个人信息", ""),
        ("figures", "{unit: 件}", "{measure: max(姓名)}", 3, "“姓名”是个人信息", ""),
        ("figures", "{unit: 件}", "{rows: [案号], by: 结果}", 3, "写了 rows，就不能再写 measure、value、by", ""),
        ("figures", "  总数:", "  总.数:", 3, "不能作名称", ""),
        ("sheets", "    人数:", "    _人数:", 9, "不能以下划线开头", ""),
        ("sheets", "    人数: {type: integer}", "    a: {type: integer}\n    A: {type: integer}", 10, "只差大小写", ""),
        ("figures", "结果 = '维持'", "案号 IN (SELECT 案号 FROM 上年案件)", 4, "“上年案件”只有核对规则能看", "写 years"),
        ("checks", "fails: 人数 = 0", "fails: 人数 IN (SELECT 人数 FROM 上年案)", 5, "没有“上年案”这张表", "“上年案件”"),
        ("checks", "marks: 人数", "marks: 人树", 6, "没有叫“人树”的列", "“人数”"),
        ("checks", "{人数}", "{姓名}", 8, "“姓名”是个人信息", ""),
        ("checks", "{人数}", "{人数量}", 8, "没有叫“人数量”的列", "“人数”"),
        ("checks", "CASE001", "CEL001", 2, "是内置规则的编号", ""),
        ("checks", "fails: 人数 = 0", "query: SELECT 人数 FROM 案件", 5, "query 的结果里缺少“_source”列", ""),
        ("checks", "  fails: 人数 = 0\n", "", 2, "fails 和 query 要写一个", ""),
    ],
)  # fmt: skip
def test_a_name_or_a_condition_that_is_wrong_is_told_with_its_line_and_a_suggestion(
    tmp_path: Path, file: str, old: str, new: str, line: int, message: str, fix: str
) -> None:
    found = mistake(tmp_path, file, old, new)
    assert_told(found, (f"{tmp_path.name}/{file}.yaml", f"第{line}行" if line else ""), message, fix)


def figure(**keys: Any) -> tuple[frozenset[tuple[str, str]], list[str]]:
    """What a figure of the cases reads, and the complaints about it."""
    definition = FigureDefinition(group="案件", name="甲", **{"sheet": "案件", **keys})
    with posting.in_memory(KINDS) as empty:
        empty.views.scope(0)
        reads, findings = lint.lint_figures(FILE, KINDS, {definition.full_name: definition}, empty)
    return reads.get("案件.甲", frozenset()), [each.message for each in findings]


@pytest.mark.parametrize(
    ("keys", "fields"),
    [
        ({}, set()),
        ({"measure": "sum(人数)"}, {"人数"}),
        ({"measure": "count(distinct 姓名)"}, {"姓名"}),
        ({"by": "结果"}, {"结果"}),
        ({"rows": ("案号", "结果")}, {"案号", "结果"}),
        ({"where": "结果 = '维持' AND 人数 > 1"}, {"结果", "人数"}),
        ({"by": "结果", "where": "人数 > 1"}, {"结果", "人数"}),
    ],
)
def test_a_figure_reads_what_it_measures_and_what_its_condition_names(
    keys: dict[str, Any], fields: set[str]
) -> None:
    reads, findings = figure(**keys)
    assert not findings
    assert reads == {("案件", name) for name in (*EVER, *fields)}


def test_a_ratio_reads_nothing_itself_and_may_not_say_more() -> None:
    reads, findings = figure(ratio=("甲", "乙", "丙"), where="人数 > 1")
    assert not reads
    assert findings == [
        "写了 ratio，就不能再写 where、by、rows、years、measure、value",
        "ratio 要写两个数据项：[分子, 分母]",
        *(f"没有叫“{name}”的数据项" for name in ("甲", "乙", "丙")),
    ]


@pytest.mark.parametrize(
    ("key", "number", "right"),
    [("years", number, number in (1, 2, 99, 100)) for number in (-1, 0, 1, 2, 99, 100, 101)]
    + [("decimals", number, number in (0, 1, 5, 6)) for number in (-1, 0, 1, 5, 6, 7)],
)
def test_a_number_is_within_its_bounds(key: str, number: int, right: bool) -> None:
    message = {"years": "years 应当是 1 到 100", "decimals": "decimals 应当是 0 到 6"}[key]
    assert figure(**{key: number})[1] == ([] if right else [message])


@pytest.mark.parametrize(
    "keys", [{"where": "人数 > 1"}, {"by": "结果"}, {"rows": ("案号",)}, {"years": 0}, {"years": 2}]
)
def test_a_ratio_says_nothing_else_and_divides_numbers_of_its_group(keys: dict[str, Any]) -> None:
    def group(name: str, **said: Any) -> FigureDefinition:
        return FigureDefinition(group=said.pop("group", "案件"), name=name, sheet="案件", **said)

    numbers = [group("甲"), group("乙", where="人数 > 1"), group("别", group="别的")]
    others = [group("表", rows=("案号",)), group("单", by="结果"), group("比", ratio=("甲", "乙"))]
    for ratio in (group("丙", ratio=("甲", "乙")), group("丙", ratio=("甲", "乙"), **keys)):
        found = wrong_made(FILE, {each.full_name: each for each in (*numbers, *others)}, ratio)
        wrong = (
            ["写了 ratio，就不能再写 where、by、rows、years、measure、value"]
            if ratio != replace(group("丙"), ratio=("甲", "乙"))
            else []
        )
        assert [each.message for each in found] == wrong
    for name in ("表", "单", "比", "别"):
        known = {each.full_name: each for each in (*numbers, *others)}
        found = wrong_made(FILE, known, group("丙", ratio=("甲", name)))
        assert [(each.message, each.fix) for each in found] == [(f"没有叫“{name}”的数据项", "可以写：甲、乙")]


def test_all_that_is_wrong_with_a_figure_is_told_in_order() -> None:
    assert figure(measure="sum(案号)", rows=("姓名", "无"), years=0, decimals=9, where="无 = 1")[1] == [
        "years 应当是 1 到 100",
        "decimals 应当是 0 到 6",
        "写了 rows，就不能再写 measure、value、by",
        "“姓名”是个人信息，不能印进报告",
        "没有叫“无”的列",
        "“案号”不是数，不能这样算",
        "没有“无”这一列",
    ]


def check(**keys: Any) -> tuple[frozenset[tuple[str, str]], list[str]]:
    """What a check on the cases reads, and the complaints about it."""
    rule = Check(**{"code": "甲", "title": "", "sheet": "案件", "severity": "error", "says": "", **keys})
    with posting.in_memory(KINDS) as empty:
        empty.views.scope(0)
        reads, findings = lint.lint_checks(FILE, KINDS, {rule.code: rule}, empty)
    return reads[rule.code], [each.message for each in findings]


def test_a_check_reads_what_its_condition_or_query_names() -> None:
    assert check(fails="人数 > 3", marks="案号") == ({("案件", name) for name in (*EVER, "人数")}, [])
    query = "SELECT _source, _row, count(*) AS 次 FROM 案件 GROUP BY 结果 HAVING 次 > 1"
    reads, findings = check(query=query, says="{次}次")
    assert not findings
    assert ("案件", "结果") in reads
    assert ("上年案件", "人数") in check(fails="人数 IN (SELECT 人数 FROM 上年案件)")[0]


def test_a_condition_that_cannot_be_run_is_told_before_what_is_said_of_its_rows() -> None:
    assert check(fails="人树 > 3", marks="案好", says="{无}")[1] == ["没有叫“案好”的列", "没有“人树”这一列"]
    assert check(fails="人数 > 3", marks="案好", says="{无}{姓名}")[1] == [
        "没有叫“案好”的列",
        "没有叫“无”的列",
        "“姓名”是个人信息，不能写进提示",
    ]


def kind(**fields: Field) -> Kind:
    return Kind(name="案件", title="案件台账", fields=fields)


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        ([kind()], "“案件”没有写任何列"),
        ([Kind(name="_甲", title="", fields=CASES.fields)], "表名“_甲”不能以下划线或 sqlite 开头"),
        ([Kind(name="SQLite表", title="", fields=CASES.fields)], "表名“SQLite表”不能以下划线或 sqlite 开头"),
        (
            [kind(a=Field(type="string")), Kind(name="上年案件", title="", fields=CASES.fields)],
            "表名“上年案件”不能用：核对规则里写它，指的是上年的“案件”",
        ),
        ([kind(**{'甲"': Field(type="string")})], "名称里不能有引号和看不见的字符"),
        ([kind(**{"甲\u200b": Field(type="string")})], "名称里不能有引号和看不见的字符"),
        ([Kind(name="甲", title="", key="案", fields=CASES.fields)], "没有叫“案”的列"),
        ([kind(甲=Field(type="string", pattern="("))], "“(”不是正确的正则表达式"),
        ([kind(甲=Field(type="date", enum=("一",)))], "只有 string 类型的列可以写 enum"),
        ([kind(甲=Field(type="string", enum=("一",), synonyms={"1": "壹"}))], "没有叫“壹”的取值"),
    ],
)
def test_a_kind_that_no_ledger_can_hold_is_told(kinds: list[Kind], message: str) -> None:
    found = lint.wrong_kinds(FILE, {each.name: each for each in kinds})
    assert [each.message for each in found] == [message]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("from: 2024-01-01", "by 要和 from、until 写在一起"),
        ("by: 收到", "by 要和 from、until 写在一起"),
        ("by: 人数\n  until: 2024-01-01", "没有叫“人数”的日期列"),
        ("by: 收到\n  from: 2024-01-01\n  until: 2023-12-31", "从2024-01-01起，却只到2023-12-31"),
        ("by: 收到\n  from: 去年", "“from”应当是日期"),
    ],
)
def test_the_time_for_which_a_check_holds_is_written_whole(tmp_path: Path, keys: str, said: str) -> None:
    sheets = SHEETS + "    收到: {type: date, as_of: always}\n"
    (only,) = profile.load(write(tmp_path, sheets, checks=f"{CHECKS}  {keys}\n"))[1]
    assert said in only.message


def test_a_query_gives_the_date_that_its_check_goes_by(tmp_path: Path) -> None:
    sheets = SHEETS + "    收到: {type: date, as_of: always}\n"
    checks = (
        CHECKS.replace("fails: 人数 = 0", "query: SELECT _source, _row, 人数 FROM 案件")
        + "  by: 收到\n  from: 2024-01-01\n"
    )
    (only,) = profile.load(write(tmp_path, sheets, checks=checks))[1]
    assert "收到" in only.message
    checks = checks.replace("人数 FROM", "人数, 收到 FROM")
    assert profile.load(write(tmp_path, sheets, checks=checks))[1] == []
