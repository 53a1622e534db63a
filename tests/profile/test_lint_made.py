"""What is wrong with figures made of others, with lists by a column and with tables: each with its line and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make.declared import mistakes, write_profile

SHEETS = """
调解:
  title: 调解台账
  from: [甲镇, 乙镇]
  fields:
    镇街: {type: string}
    类别: {type: string, enum: [邻里, 婚姻, 合计]}
    结果: {type: string, enum: [成功, 不成功]}
    当事人: {type: string, personal: true}
    人数: {type: integer, unit: 人}
    成否: {type: boolean}
人口:
  title: 人口表
  from: [甲镇]
  fields:
    人数: {type: integer, unit: 人}
"""
FIGURES = """
调解:
  总数: {{unit: 件}}
  成功: {{where: "结果 = '成功'", unit: 件}}
  成功率: {{ratio: [成功, 总数]}}
  人口: {{sheet: 人口, measure: sum(人数), unit: 人}}
  一人: {{value: 人数, unit: 人}}
  按结果: {{by: 结果}}
  按镇街: {{by: 镇街}}
  新: {{{0}}}
别的:
  数: {{sheet: 人口, unit: 行}}
"""
LINE = 10


@pytest.mark.parametrize(
    ("keys", "message", "fix"),
    [
        ("formula: 总数 / 人数", "没有叫“人数”的数据项", ""),
        ("formula: 总数 / 按结果", "没有叫“按结果”的数据项", ""),
        ("formula: 总数 +", "公式“总数 +”不对：最后缺少一个数据项的名称", "写数据项的名称"),
        ("formula: 总数 * 100", "里面写了数“100”", "百分率用 ratio"),
        ("formula: 总数, where: 人数 > 1", "写了 formula，就不能再写 where", "条件写在它用到的各个数据项里"),
        ("formula: 总数, ratio: [成功, 总数]", "ratio 和 formula 只能写一个", ""),
        ("ratio: [成功, 成功率]", "没有叫“成功率”的数据项", ""),
        ("formula: 总数, decimals: 7", "decimals 应当是 0 到 6", ""),
        ("measure: sum(人数), zeros: keep", "没有写保留几位小数", "加上 decimals"),
        ("value: 结果", "“结果”不是数，不能这样算", ""),
        ("value: 人树", "没有叫“人树”的列", "“人数”"),
        ("value: 人数, measure: sum(人数)", "measure“sum(人数) value(人数)”不认识", "另写 value: 列"),
        ("rows: [结果], by: 结果", "写了 rows，就不能再写 measure、value、by", ""),
        *((f"{key}: {value}", f"写了 {key}，没有写 by", "") for key, value in {
            "within": "镇街", "columns": "[总数]", "order": "-数量", "top": 3, "total": "true", "present": "true"}.items()),
        ("by: [镇街, 镇街]", "by 和 within 里的列各不相同", ""),
        ("by: 镇街, columns: [总术]", "没有叫“总术”的“调解”的数据项", "“总数”"),
        ("by: 镇街, columns: {件: 按结果}", "没有叫“按结果”的“调解”的数据项", ""),
        ("by: [镇街, 结果], columns: [总数]", "写了 columns，就不能再写 measure", ""),
        ("by: 镇街, columns: [总数, 人口]", "没有叫“镇街”的列（“人口”表）", ""),
        ("by: 当事人", "“当事人”是个人信息，不能印进报告", ""),
        ("by: [镇街, 当事人]", "“当事人”是个人信息，不能印进报告", ""),
        ("by: 镇, unit: 件", "没有叫“镇”的列", "镇街"),
        ("by: 结果, within: 类别", "没有按“类别”列的清单，within 没有地方可写", "{by: 类别}"),
        ("by: 结果, within: 镇街, columns: [总数], where: 人树 > 1", "没有“人树”这一列", "“人数”"),
        ("by: 镇街, columns: {镇街: 总数}", "“镇街”在清单的一条里已经是别的名称", ""),
        ("by: 镇街, columns: {序号: 总数}", "“序号”在清单的一条里已经是别的名称", ""),
        ("by: 镇街, columns: {件 数: 总数}", "“件 数”不能作名称", ""),
        ("by: 镇街, columns: [一人], total: true", "“一人”取的是一行的值，加不成合计", "measure: sum(列)"),
        ("by: 类别, total: true", "列的取值里已经有“合计”", "删去 total: true"),
        ("by: [镇街, 类别], total: true", "列的取值里已经有“合计”", "删去 total: true"),
        ("by: 镇街, order: -件数", "没有叫“件数”的可以排序的列", "“数量”"),
        ("by: 镇街, columns: [总数], order: 数量", "没有叫“数量”的可以排序的列", "“总数”"),
        ("by: [镇街, 结果], order: 合计", "没有叫“合计”的可以排序的列", "镇街、成功、不成功"),
        ("by: 镇街, top: 3", "写了 top，没有写按什么排", "order: -数量"),
        ("by: 镇街, top: -1, order: 镇街", "top 应当是 1 以上的整数", ""),
        ("by: 镇街, columns: [总数], order: -总数, top: 3, total: true", "写了 top 又写 total：只列前3名，“合计”却是全部的", "删去 total"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, keys: str, message: str, fix: str) -> None:
    found = mistakes(write_profile(tmp_path / "p", SHEETS, FIGURES.format(keys)))
    match = [each for each in found if message in each.message]
    assert match, found
    assert fix in match[0].fix
    assert {(each.place.file, each.place.sheet, each.department) for each in found} == {
        ("p/figures.yaml", f"第{LINE}行", "")
    }


@pytest.mark.parametrize(
    "keys",
    [
        "formula: (总数 - 成功) / 别的.数", "formula: 总数＋成功", "value: 人数, where: \"镇街 = '甲'\"", "by: [镇街, 结果], total: true, order: -合计",
        "by: [_department, 成否], measure: sum(人数), order: 是", "by: 报送部门, columns: [总数, 人口, 成功率], order: -成功率, top: 3",
        "by: 报送部门, columns: [总数, 人口, 成功率], total: true, order: -成功率", "by: [镇街, 结果], total: true, order: -合计, top: 3",
        "by: 结果, within: 镇街, columns: {件数: 总数, 率: 成功率}", "by: 类别, within: 镇街", "by: 结果, measure: sum(人数), decimals: 1, zeros: keep, present: true",
        "by: [镇街, 类别]", "by: 年度, years: 3",
    ],
)  # fmt: skip
def test_what_is_right_is_no_mistake(tmp_path: Path, keys: str) -> None:
    assert mistakes(write_profile(tmp_path / "p", SHEETS, FIGURES.format(keys))) == []


def test_what_is_made_of_itself_is_told(tmp_path: Path) -> None:
    figures = (
        "调解:\n  总数: {}\n  甲: {formula: 乙 + 总数}\n  乙: {formula: 丙}\n  丙: {formula: 甲 - 总数}\n"
    )
    found = mistakes(write_profile(tmp_path / "p", SHEETS, figures))
    assert [(each.message, each.place.sheet) for each in found] == [
        (f"“调解.{name}”要用“调解.{name}”自己来算", f"第{line}行")
        for name, line in (("甲", 3), ("乙", 4), ("丙", 5))
    ]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("SELECT 甲._source, 甲._row, 甲.人数 FROM 调解 甲 JOIN 调解 乙 ON 甲._row = 乙._row", True),
        ("SELECT _source, _row, 人数 FROM 调解 WHERE _row IN (SELECT _row FROM 人口)", True),
        ("SELECT _source, _row, 人数 FROM 调解 GROUP BY _row", True),
        ("SELECT 甲._source, 甲._row FROM 调解 甲 JOIN 调解 乙 ON 甲._source = 乙._source AND 甲._row < 乙._row", False),
        ("SELECT _source, _row FROM 调解 GROUP BY _source, _row", False),
        ("SELECT _source, _row, count(*) OVER (PARTITION BY 镇街 ORDER BY _source, _row) AS 次 FROM 调解", False),
    ],
)  # fmt: skip
def test_a_row_number_alone_is_no_key(tmp_path: Path, query: str, *, wrong: bool) -> None:
    checks = f"甲:\n  title: 甲\n  sheet: 调解\n  query: {query}\n  severity: error\n  says: 错\n"
    found = mistakes(write_profile(tmp_path / "p", SHEETS, FIGURES.format("unit: 件"), checks=checks))
    assert [each.message for each in found] == [
        "_row 是行号，每张表里都有第2行，单用它认不出是哪一行"
    ] * wrong
