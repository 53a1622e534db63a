"""A profile's folder -> declarations, or all its mistakes at once with file, line and suggestion."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import RULE_OF_LAW, cells, load_profile

from reportgen.ledger import writing as posting
from reportgen.model import Entry, Finding, Profile, TypedTable, Value
from reportgen.profile import load as profile
from reportgen.stages.validate import check_rows
from reportgen.values import cell as values

SHEETS = """
案件:
  title: 案件台账
  from: [司法所]
  fields:
    案号: {type: string, required: true}
    姓名: {type: string, personal: true}
    结果: {type: string, enum: [维持, 撤销]}
    人数: {type: integer}
"""
FIGURES = """
案件:
  总数: {unit: 件}
  维持: {where: 结果 = '维持'}
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


def test_a_right_profile_has_no_finding(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message", "fix"),
    [
        ("sheets", "required: true", "requird: true", 6, "不认识的键“requird”", "“required”"),
        ("sheets", "title: 案件台账", "titel: 案件台账", 3, "不认识的键“titel”", "“title”"),
        ("sheets", "type: integer", "type: interger", 9, "“type”的值“interger”不对", "“integer”"),
        ("sheets", "required: true", "required: 是", 6, "应当是 true 或 false，这里是“是”", ""),
        ("sheets", "  from:", " from:", 4, "YAML 写法不对", ""),
        ("sheets", "    人数: {type: integer}", "    案号: {type: integer}", 9, "键“案号”写了两次", ""),
        ("figures", "where:", "wher:", 4, "不认识的键“wher”", "“where”"),
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
        ("figures", "{unit: 件}", "{measure: sum(人数), by: 结果}", 3, "measure、by、rows 只能写一个", ""),
        ("figures", "{unit: 件}", "{rows: []}", 3, "“rows”是空的清单", ""),
        ("figures", "  总数:", "  总.数:", 3, "不能作名称", ""),
        ("figures", "  总数: {unit: 件}", "  总数: &a {unit: 件}\n  又数: *a", 0, "引用了别处", ""),
        ("sheets", "    人数:", "    2023:", 9, "键“2023”应当是文字", "引号"),
        ("sheets", "    人数:", "    _人数:", 9, "不能以下划线开头", ""),
        ("sheets", "    人数: {type: integer}", "    a: {type: integer}\n    A: {type: integer}", 10, "只差大小写", ""),
        ("checks", "severity: error", "severity: eror", 7, "“severity”的值“eror”不对", "“error”"),
        ("checks", "marks: 人数", "marks: 人树", 6, "没有叫“人树”的列", "“人数”"),
        ("checks", "{人数}", "{姓名}", 8, "“姓名”是个人信息", ""),
        ("checks", "{人数}", "{人数量}", 8, "没有叫“人数量”的列", "“人数”"),
        ("checks", "  title: 人数为零\n", "", 2, "“CASE001”缺少“title”", ""),
        ("sheets", "{type: integer}", "{required: true}", 9, "“人数”缺少“type”", ""),
        ("checks", "CASE001", "CEL001", 2, "是内置规则的编号", ""),
        ("checks", "fails: 人数 = 0", "query: SELECT 人数 FROM 案件", 5, "query 的结果里缺少“_source”列", ""),
        ("checks", "  fails: 人数 = 0\n", "", 2, "fails 和 query 要写一个", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_a_suggestion(
    tmp_path: Path, file: str, old: str, new: str, line: int, message: str, fix: str
) -> None:
    texts = {"sheets": SHEETS, "figures": FIGURES, "checks": CHECKS}
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    found = findings(tmp_path, **texts)
    match = [each for each in found if message in each.message]
    assert match, found
    assert match[0].place.file == f"{tmp_path.name}/{file}.yaml"
    assert match[0].place.sheet == (f"第{line}行" if line else "")
    assert fix in match[0].fix


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        SHEETS.replace("required: true", "requird: true"),
        FIGURES.replace("where:", "wher:"),
        CHECKS.replace("says:", "say:"),
    )
    assert {each.place.file.split("/")[1] for each in found} == {"sheets.yaml", "figures.yaml", "checks.yaml"}


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert {each.code for each in profile.load(tmp_path)[1]} == {"PRO001", "TPL008"}


RULE_OF_LAW_CHECKS = load_profile().checks


@pytest.mark.parametrize("code", RULE_OF_LAW_CHECKS)
def test_the_example_of_a_check_shows_what_it_finds(code: str, rule_of_law: Profile) -> None:
    check = RULE_OF_LAW_CHECKS[code]
    assert check.basis, "a check says what it stands on"
    assert check.fix, "a check says how to mend what it finds"
    found, marked = run_example(rule_of_law, code)
    assert marked, "the example marks at least one cell"
    assert found == marked


def test_an_example_that_marks_the_wrong_cell_is_seen(rule_of_law: Profile) -> None:
    found, marked = run_example(
        rule_of_law, "CASE002", lambda text: text.replace("<- 结案日期", "<- 收到日期")
    )
    assert found != marked


def _by_column(rows: list[list[Value]], width: int) -> tuple[list[int], list[list[Value]]]:
    numbers, *columns = map(list, zip(*rows, strict=True)) if rows else [[] for _ in range(width + 1)]
    return numbers, columns  # type: ignore[return-value]


def run_example(
    rule_of_law: Profile, code: str, change: Callable[[str], str] = str
) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """Load a check's example and return the (row, field) pairs that it finds and that the example marks."""
    check = rule_of_law.checks[code]
    text = change(check.example)
    year = int(next(iter(re.findall(r"(?:19|20)\d\d", text)), "2024"))
    marked: set[tuple[int, str]] = set()
    with posting.in_memory(rule_of_law.kinds) as ledger:
        for part in re.split(r"^(?=\[)", text, flags=re.MULTILINE):
            kind = check.sheet
            if part.startswith("["):
                heading, part = part.split("\n", 1)
                kind = heading.strip("[] ")
            if not part.strip():
                continue
            lines = [line.split("<-") for line in part.strip().splitlines()]
            header, *body = [cells(line[0])[0] for line in lines]
            fields = rule_of_law.kinds[kind].fields
            rows: list[list[Value]] = []
            for number, (line, row) in enumerate(zip(lines[1:], body, strict=True), start=2):
                converted = [
                    values.convert(raw, fields[name]) for name, raw in zip(header, row, strict=False)
                ]
                rows.append([number, *(str(each) if isinstance(each, date) else each for each in converted)])
                rows[-1] += [None] * (len(header) + 1 - len(rows[-1]))
                marked |= {(number, name.strip()) for name in line[1:]}
            columns = {name: index for index, name in enumerate(header)}
            ledger.replace(
                Entry(f"{kind}.xlsx", year, "甲", "", 0, ""),
                [TypedTable(kind, kind, columns, *_by_column(rows, len(columns)))],
                [],
            )
        found = check_rows(ledger, rule_of_law, check, year)
    return {(each.place.row, check.marks) for each in found if each.place.column >= 0}, marked
