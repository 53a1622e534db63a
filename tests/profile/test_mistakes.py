"""What a profile declares that does not fit together: each mistake by its code, its line and what it says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import RULE_OF_LAW

from reportgen.model import Finding
from reportgen.profile import load as profile

SHEETS = """
案件:
  title: 案件台账
  key: 案号
  fields:
    案号: {type: string, required: true}
    姓名: {type: string, personal: true}
    结果: {type: string, enum: [维持, 撤销], synonyms: {照旧: 维持}}
    人数: {type: integer}
考试:
  title: 考试登记表
  fields:
    科目: {type: string, enum: [笔试, 面试]}
    结果: {type: string, enum: [合格, 不合格]}
    考生: {type: string, personal: true}
    说明: {type: string}
"""
FIGURES = """
案件:
  总数: {unit: 件}
  维持: {where: 结果 = '维持'}
  占比: {ratio: [维持, 总数]}
"""
CHECKS = """
CASE001:
  title: 人数为零
  sheet: 案件
  fails: 人数 = 0
  marks: 人数
  severity: error
  says: "人数是{人数}"
"""


def findings(
    folder: Path, sheets: str = SHEETS, figures: str = FIGURES, checks: str = CHECKS
) -> list[Finding]:
    for name, text in (("sheets", sheets), ("figures", figures), ("checks", checks)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    shutil.copy(RULE_OF_LAW / "report.docx", folder)
    return profile.load(folder)[1]


def told(found: list[Finding]) -> list[tuple[str, str, str]]:
    """Each finding's code, its file without the folder, and its line."""
    return [(each.code, each.place.file.rpartition("/")[2], each.place.sheet) for each in found]


def test_a_right_profile_has_no_finding(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        ("sheets", "考试:", "_考试:", 10, "表名“_考试”不能以下划线或 sqlite 开头"),
        ("sheets", "考试:", "SQLite考试:", 10, "表名“SQLite考试”不能以下划线或 sqlite 开头"),
        ("sheets", "    人数:", "    '人\"数':", 2, "名称里不能有引号和看不见的字符"),
        ("sheets", "    人数:", '    "人\\a数":', 2, "名称里不能有引号和看不见的字符"),
        ("sheets", "  key: 案号", "  key: 案好", 4, "没有叫“案好”的列"),
        ("sheets", "人数: {type: integer}", "人数: {type: integer, enum: [一, 二]}", 9, "只有 string 类型的列可以写 enum"),
        ("sheets", "说明: {type: string}", "说明: {type: string, pattern: '('}", 16, "“(”不是正确的正则表达式"),
        ("sheets", "{照旧: 维持}", "{照旧: 维特}", 8, "没有叫“维特”的取值"),
        ("figures", "{ratio: [维持, 总数]}", "{ratio: [维持, 总数], where: 人数 > 0}", 5, "写了 ratio，就不能再写"),
        ("figures", "{ratio: [维持, 总数]}", "{ratio: [维持, 总数], years: 2}", 5, "写了 ratio，就不能再写"),
        ("figures", "{ratio: [维持, 总数]}", "{ratio: [维持, 总数, 总数]}", 5, "ratio 要写两个数据项"),
        ("figures", "{ratio: [维持, 总数]}", "{ratio: [维持, 占比]}", 5, "没有叫“占比”的数据项"),
        ("figures", "{unit: 件}", "{years: 0}", 3, "years 应当是 1 到 100"),
        ("figures", "{unit: 件}", "{years: 101}", 3, "years 应当是 1 到 100"),
        ("figures", "{unit: 件}", "{decimals: 7}", 3, "decimals 应当是 0 到 6"),
        ("figures", "{unit: 件}", "{decimals: -1}", 3, "decimals 应当是 0 到 6"),
        ("figures", "{unit: 件}", "{by: 姓名}", 3, "“姓名”是个人信息，不能印进报告"),
        ("checks", "sheet: 案件", "sheet: 案子", 4, "没有叫“案子”的表"),
        ("checks", "fails: 人数 = 0", "query: SELECT _source, 人数 FROM 案件", 5, "query 的结果里缺少“_row”列"),
    ],
)  # fmt: skip
def test_names_and_numbers_that_do_not_fit_are_told_at_their_line(
    tmp_path: Path, file: str, old: str, new: str, line: int, message: str
) -> None:
    texts = {"sheets": SHEETS, "figures": FIGURES, "checks": CHECKS}
    assert old in texts[file]
    found = findings(tmp_path, **texts | {file: texts[file].replace(old, new, 1)})
    assert ("PRO002", f"{file}.yaml", f"第{line}行") in told(found), found
    assert message in next(each for each in found if each.place.sheet == f"第{line}行").message


def figure(*keys: str) -> str:
    """A group with two figures to divide, and from line 5 on one with these keys, each in a line of its own."""
    return "\n".join(["案件:", "  总数: {}", "  维持: {}", "  甲:", *(f"    {key}" for key in keys)]) + "\n"


def field(*keys: str) -> str:
    """A kind with one field, and from line 5 on the field's keys."""
    return (
        "\n".join(["案件:", "  title: 案件台账", "  fields:", "    甲:", *(f"      {key}" for key in keys)])
        + "\n"
    )


def check(*keys: str) -> str:
    """A check, and from line 5 on these keys."""
    return (
        "\n".join(["甲:", "  title: 甲", "  severity: error", "  says: 甲", *(f"  {key}" for key in keys)])
        + "\n"
    )


@pytest.mark.parametrize(
    ("file", "text", "line", "message"),
    [
        ("sheets", field("type: string", "pattern: '('"), 6, "不是正确的正则表达式"),
        ("sheets", field("type: date", "enum: [一]"), 6, "只有 string 类型的列可以写 enum"),
        ("sheets", field("type: string", "enum: [一]", "synonyms: {壹: 二}"), 7, "没有叫“二”的取值"),
        ("sheets", field("type: string") + "    _乙: {type: string}\n", 6, "不能以下划线开头"),
        ("sheets", field("type: string") + "  key: 乙\n", 6, "没有叫“乙”的列"),
        ("sheets", field("type: string") + "乙:\n  title: 乙\n  fields: {}\n", 8, "“乙”没有写任何列"),
        ("sheets", field("type: string") + "    a: {type: string}\n    A: {type: string}\n", 7, "只差大小写"),
        ("sheets", field("type: string") + "a:\n  title: 甲\n  fields: {甲: {type: string}}\n"
                   "A:\n  title: 乙\n  fields: {甲: {type: string}}\n", 9, "“A”和“a”只差大小写"),
        ("figures", figure("unit: 件", "years: 0"), 6, "years 应当是"),
        ("figures", figure("unit: 件", "decimals: 7"), 6, "decimals 应当是"),
        ("figures", figure("unit: 件", "measure: 总和"), 6, "不认识"),
        ("figures", figure("unit: 件", "measure: count(distinct 无)"), 6, "没有叫“无”的列"),
        ("figures", figure("unit: 件", "measure: max(姓名)"), 6, "“姓名”是个人信息"),
        ("figures", figure("unit: 件", "measure: max(案号)"), 6, "“案号”不是数"),
        ("figures", figure("unit: 件", "by: 无"), 6, "没有叫“无”的列"),
        ("figures", figure("unit: 件", "by: 姓名"), 6, "“姓名”是个人信息"),
        ("figures", figure("unit: 件", "rows: [姓名]"), 6, "“姓名”是个人信息"),
        ("figures", figure("unit: 件", "sheet: 无"), 6, "没有叫“无”的表"),
        ("figures", figure("unit: 件", "where: 无 = 1"), 6, "没有“无”这一列"),
        ("figures", figure("unit: 件", "where: 结果 = '无'"), 6, "没有叫“无”的“结果”的取值"),
        ("figures", figure("unit: 件", "ratio: [维持]"), 6, "ratio 要写两个数据项"),
        ("figures", figure("unit: 件", "ratio: [维持, 无]"), 6, "没有叫“无”的数据项"),
        ("figures", figure("rows: [案号]", "measure: sum(人数)"), 4, "写了 rows，就不能再写 measure、value、by"),
        ("figures", figure("by: 结果", "rows: [案号]"), 4, "写了 rows，就不能再写 measure、value、by"),
        ("figures", figure("by: 结果", "ratio: [维持, 总数]"), 4, "写了 ratio，就不能再写"),
        ("figures", figure("rows: [案号]", "ratio: [维持, 总数]"), 4, "写了 ratio，就不能再写"),
        ("figures", figure("unit: 件") + "报告:\n  数: {sheet: 案件}\n", 7, "不能作名称"),
        ("checks", check("fails: 人数 = 0", "sheet: 无"), 6, "没有叫“无”的表"),
        ("checks", check("sheet: 案件", "fails: 人数 = 0", "marks: 无"), 7, "没有叫“无”的列"),
        ("checks", check("sheet: 案件", "fails: 无 = 0"), 6, "没有“无”这一列"),
        ("checks", check("sheet: 案件", "query: SELECT 无 FROM 案件"), 6, "没有“无”这一列"),
        ("checks", check("sheet: 案件", "query: SELECT _row FROM 案件"), 6, "缺少“_source”列"),
        ("checks", check("sheet: 案件", "fails: 人数 = 0").replace("says: 甲", "says: '{无}'"), 4, "没有叫“无”的列"),
        ("checks", check("sheet: 案件", "fails: 人数 = 0").replace("says: 甲", "says: '{姓名}'"), 4, "“姓名”是个人信息"),
        ("checks", check("sheet: 案件", "fails: 人数 = 0", "query: SELECT 1"), 1, "fails 和 query 要写一个"),
        ("checks", check("sheet: 案件", "fails: 人数 = 0", "all_bodies: true"), 7, "all_bodies 只能和 query 一起写"),
        ("checks", check("sheet: 案件", "fails: 人数 = 0").replace("甲:", "CEL001:"), 1, "是内置规则的编号"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_once_at_the_line_of_its_own_key(
    tmp_path: Path, file: str, text: str, line: int, message: str
) -> None:
    plain = {"sheets": SHEETS, "figures": "{}", "checks": "{}"}
    found = findings(tmp_path, **plain | {file: text})
    assert [each[1:] for each in told(found)] == [(f"{file}.yaml", f"第{line}行")]
    assert message in found[0].message


@pytest.mark.parametrize("years", [1, 100])
@pytest.mark.parametrize("decimals", [0, 6])
def test_numbers_at_their_bounds_are_right(tmp_path: Path, years: int, decimals: int) -> None:
    bounds = f"{{years: {years}, decimals: {decimals}}}"
    assert findings(tmp_path, figures=FIGURES.replace("{unit: 件}", bounds, 1)) == []


def test_what_only_counts_people_may_read_who_they_are(tmp_path: Path) -> None:
    assert (
        findings(tmp_path, figures=FIGURES.replace("{unit: 件}", "{measure: count(distinct 姓名)}", 1)) == []
    )


def where(folder: Path, condition: str) -> list[tuple[str, str]]:
    """What is wrong with a figure of 案件 that meets a condition: code, and message with fix."""
    found = findings(folder, figures=f'案件:\n  总数: {{where: "{condition}"}}\n')
    assert {each[1:] for each in told(found)} <= {("figures.yaml", "第2行")}
    return [(each.code, f"{each.message} {each.fix}") for each in found]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        # a value of another kind, which a subquery reads
        ("案号 IN (SELECT 说明 FROM 考试 WHERE 科目 = '比试')", "没有叫“比试”的“科目”的取值 是不是“面试”？"),
        ("案号 IN (SELECT 说明 FROM 考试 WHERE 科目 <> '比试')", "没有叫“比试”的“科目”的取值"),
        ("案号 IN (SELECT 说明 FROM 考试 WHERE 科目 IN ('笔试', '口试'))", "没有叫“口试”的“科目”的取值"),
        ("案号 IN (SELECT 说明 FROM 考试 WHERE 科目 NOT IN ('口试'))", "没有叫“口试”的“科目”的取值"),
        # a column of both kinds has the values of both
        ("案号 IN (SELECT 说明 FROM 考试 WHERE 结果 = '及格')", "没有叫“及格”的“结果”的取值"),
        # without a subquery the other kind's values are none
        ("结果 = '合格'", "没有叫“合格”的“结果”的取值"),
        # a personal column of the other kind
        ("案号 IN (SELECT 说明 FROM 考试 WHERE 考生 = '张三')", "“考生”是个人信息，只能比较两处是否相同"),
    ],
)
def test_a_value_that_no_sheet_knows_is_told_wherever_it_is_compared(
    tmp_path: Path, condition: str, message: str
) -> None:
    ((code, said),) = where(tmp_path, condition)
    assert code == "PRO002"
    assert message in said


@pytest.mark.parametrize(
    "condition",
    [
        "案号 IN (SELECT 说明 FROM 考试 WHERE 科目 = '笔试')",
        "案号 IN (SELECT 说明 FROM 考试 WHERE 结果 = '合格')",
        "结果 = '维持' AND 案号 IN (SELECT 说明 FROM 考试)",
        "案号 IN (SELECT 说明 FROM 考试 WHERE 说明 = '随便写的')",
        "姓名 IN (SELECT 考生 FROM 考试)",
        "案号 = '随便写的'",
    ],
)
def test_a_value_that_some_sheet_read_knows_is_right(tmp_path: Path, condition: str) -> None:
    assert where(tmp_path, condition) == []


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("人数 > 0; DROP TABLE 案件", "括号不成对，或夹带了注释、分号"),
        ("人数 > 0 /* 全部 */", "括号不成对，或夹带了注释、分号"),
        ("人数 > 0) OR (1 = 1", "括号不成对，或夹带了注释、分号"),
        ("结果 ＝ '维持'", "条件里的“＝”不能用"),
        ("人树 > 0", "没有“人树”这一列 是不是“人数”？"),
        ("weekdays(案号, 案号) > 1", "没有“weekdays”这个函数 是不是“workdays”？"),
    ],
)
def test_sql_that_cannot_be_run_is_told(tmp_path: Path, condition: str, message: str) -> None:
    ((code, said),) = where(tmp_path, condition)
    assert code == "PRO003"
    assert message in said


def test_a_sign_within_quotation_marks_is_no_mistake(tmp_path: Path) -> None:
    assert where(tmp_path, "案号 = '（甲）；--“乙”'") == []


def test_what_a_figure_and_a_check_read_is_noted(tmp_path: Path) -> None:
    read = "案号 IN (SELECT 说明 FROM 考试 WHERE 科目 = '笔试')"
    (tmp_path / "sheets.yaml").write_text(SHEETS, encoding="utf-8")
    (tmp_path / "figures.yaml").write_text(
        f'案件:\n  总数: {{measure: sum(人数), where: "{read}"}}\n', encoding="utf-8"
    )
    (tmp_path / "checks.yaml").write_text(CHECKS, encoding="utf-8")
    shutil.copy(RULE_OF_LAW / "report.docx", tmp_path)
    loaded, _ = profile.load(tmp_path)
    assert loaded
    reads = {
        name: {each for each in pairs if each[1] not in ("", "_row")} for name, pairs in loaded.reads.items()
    }
    assert reads == {
        "案件.总数": {("案件", "案号"), ("案件", "人数"), ("考试", "说明"), ("考试", "科目")},
        "CASE001": {("案件", "人数")},
    }


def test_a_column_is_asked_only_of_departments_that_owe_its_sheet(tmp_path: Path) -> None:
    sheets = SHEETS.replace("  title: 案件台账\n", "  title: 案件台账\n  from: [司法所]\n")
    found = findings(tmp_path, sheets.replace("{type: integer}", "{type: integer, only: [司法室]}"))
    assert [(each.code, each.message, each.fix) for each in found] == [
        ("PRO002", "没有叫“司法室”的报送部门", "是不是“司法所”？")
    ]
    assert findings(tmp_path, sheets.replace("{type: integer}", "{type: integer, only: [司法所]}")) == []
