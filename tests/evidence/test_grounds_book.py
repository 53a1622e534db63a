"""The workbook by which figures are checked: links both ways, numbers as numbers, charts that are drawn without counting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl

from reportgen.evidence.grounds import Grounds
from reportgen.evidence.grounds_book import grounds_book
from reportgen.model import Figure, FigureDefinition, Finding, Place
from reportgen.stages.figures import Record


def count(name: str, rows: int, previous: int | None = None, unit: str = "件") -> Grounds:
    definition = FigureDefinition(group="案件", name=name, sheet="案件", unit=unit)
    records = [
        Record(
            Place("来件/2023/甲局/案件.xlsx", "台账", number, 1),
            {"编号": f"=A{number}", "日期": date(2023, 5, 6), "金额": 1.5},
            {"编号": "原样"} if number == 3 else {},
        )
        for number in range(3, 3 + rows)
    ]
    figure = Figure(definition, rows, str(rows), previous=previous)
    return Grounds(figure, "“案件”表：行数", True, ("编号", "日期", "金额"), records)


def rate() -> Grounds:
    definition = FigureDefinition(group="案件", name="比率", sheet="案件", ratio=("甲", "乙"))
    return Grounds(Figure(definition, 50.0, "50%"), "甲 ÷ 乙", True, parts=("案件.甲", "案件.乙"))


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def test_a_number_leads_to_its_rows_and_each_row_back() -> None:
    book = opened(grounds_book("底稿", [count("甲", 2, 3), count("乙", 4), rate()], []))
    figures, rows = book["数据项"], book["来源"]
    assert [figures.cell(5, column).value for column in (1, 4, 5, 6, 7)] == ["案件.乙", 4, None, None, 4]
    assert figures["F4"].value == -1
    assert figures["D5"].hyperlink.location == "'来源'!A6"
    assert [each.value for each in rows[6]][:5] == ["案件.乙", "文件", "工作表", "单元格", "编号"]
    assert [each.value for each in rows[7]][1:6] == [
        "来件/2023/甲局/案件.xlsx", "台账", "B3", "=A3", rows["F7"].value,
    ]  # fmt: skip
    assert (rows["E7"].data_type, rows["F7"].value.date(), rows["G7"].value) == ("s", date(2023, 5, 6), 1.5)
    assert rows["H7"].value == "编号写的是“原样”"
    assert {rows[f"A{number}"].hyperlink.location for number in (6, 7, 10)} == {"'数据项'!A5"}
    assert (rows["B13"].value, rows["B13"].hyperlink.location) == ("分子：案件.甲", "'来源'!A2")


def test_of_a_part_of_the_year_the_heads_name_the_same_part_of_the_year_before() -> None:
    half = count("甲", 2, 30)
    half = replace(half, figure=half.figure._replace(before="上年同期"))
    book = opened(grounds_book("底稿", [half], []))
    assert [book["数据项"].cell(3, column).value for column in (4, 5)] == ["本期", "上年同期"]
    assert [book["对比图"].cell(1, column).value for column in (3, 4)] == ["上年同期", "本期"]


def test_findings_those_that_are_explained_and_what_else_says_the_same() -> None:
    place = Place("甲.xlsx", "台账", 5, 3)
    findings = [
        Finding("CEL001", "error", "不是数字", place, "甲局", fix="改成数字"),
        Finding("YOY001", "warning", "少了一半", place, "甲局", waived="机构改革（王主任）"),
    ]
    book = opened(grounds_book("底稿", [count("甲", 2, 1)], findings, "还有 1 项错误"))
    assert book["数据项"]["A2"].value == "还有 1 项错误"
    assert [each.value for each in book["核对结果"][2]][:7] == [
        "错误", "CEL001", "甲局", "甲.xlsx", "台账", "D5", "不是数字",
    ]  # fmt: skip
    assert book["核对结果"].max_row == 2
    assert [book["已说明"].cell(2, column).value for column in (1, 7)] == ["YOY001", "机构改革（王主任）"]
    assert [each.value for each in book["独立核对"][2]][:4] == ["案件.甲", 2, "件", "没有"]


def test_charts_hold_the_numbers_that_they_draw_one_for_each_unit() -> None:
    content = grounds_book("底稿", [count("甲", 2, 1), count("乙", 5, 4), count("丙", 3, 3, "人")], [])
    with ZipFile(BytesIO(content)) as archive:
        charts = [archive.read(each).decode() for each in archive.namelist() if "charts/chart" in each]
    assert len(charts) == 2
    first = next(each for each in charts if "（件）" in each)
    for said in ("案件.甲", "案件.乙", "5", "4"):
        assert f"<c:v>{said}</c:v>" in first
    assert "numCache" in first
    assert "strCache" in first


def test_the_same_figures_give_the_same_bytes() -> None:
    made = [grounds_book("底稿", [count("甲", 20, 3)], []) for _ in range(2)]
    assert made[0] == made[1]
