"""A title, a number and a date of last year's report, left in a template, keep a report from being issued."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from conftest import RULE_OF_LAW

from reportgen import pipeline
from reportgen.opening import check_profile
from reportgen.pipeline import open_project
from reportgen.proofreading.letterhead import typed_letterhead, wrong_letterhead
from reportgen.word.document import Template
from tests.word.test_document import save, write

GIVEN = {"文号": "近政发〔2024〕3号", "成文日期": "2024年1月15日", "截止日期": "2023年12月31日"}
UNSET = {"文号": "", "成文日期": "", "截止日期": "2023年12月31日"}


def wrong(*lines: str, texts: dict[str, str] = GIVEN) -> list[str]:
    found = wrong_letterhead(Template.load(write(*lines)), texts, 2023, "x")
    assert {(each.code, each.severity) for each in found} <= {("TPL017", "error")}
    return [each.message for each in found]


def test_the_shipped_template_has_nothing_wrong() -> None:
    template = Template.load((RULE_OF_LAW / "report.docx").read_bytes())
    assert wrong_letterhead(template, GIVEN, 2023, "x") == []
    assert typed_letterhead(template, "x") == []


def test_what_is_typed_is_a_warning_whatever_the_year() -> None:
    lines = ["近海镇2023年报告", "近政发〔2024〕3号", "全年受理。", "2024年1月15日", "近海镇"]
    found = typed_letterhead(Template.load(write(*lines)), "x")
    assert {(each.code, each.severity) for each in found} == {("TPL017", "warning")}
    assert [each.message for each in found] == [
        "模板里写定了标题的年度2023年，每年照样印",
        "模板里写定了文号“近政发〔2024〕3号”，每年照样印",
        "模板里写定了成文日期“2024年1月15日”，每年照样印",
    ]
    fixed = [f"{line}{{{{! 固定 }}}}" for line in lines]
    assert typed_letterhead(Template.load(write(*fixed)), "x") == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["近海镇关于2022年度法治政府建设情况的报告", "全年受理。"], ["标题里写定了2022年，印的是2023年的报告"]),
        (["近海镇二〇二二年工作总结", "全年受理。"], ["标题里写定了2022年，印的是2023年的报告"]),
        (["近海镇", "2022年法治政府建设情况报告（公开稿）", "全年受理。"], ["标题里写定了2022年，印的是2023年的报告"]),
        (["报告", "近政发〔2023〕2号", "全年受理。"], ["模板里写定的文号是“近政发〔2023〕2号”，设置里写的是“近政发〔2024〕3号”"]),
        (["报告", "近政发[2023] 2号　签发人：甲", "全年受理。"], ["模板里写定的文号是“近政发[2023] 2号”，设置里写的是“近政发〔2024〕3号”"]),
        (["报告", "全年受理。", "2023年1月18日"], ["模板里写定的成文日期是“2023年1月18日”，设置里写的是“2024年1月15日”"]),
        (["报告", "全年受理。", "近海镇人民政府\n二〇二三年一月十八日"], ["模板里写定的成文日期是“二〇二三年一月十八日”，设置里写的是“2024年1月15日”"]),
    ],
)  # fmt: skip
def test_what_is_not_this_reports_is_an_error(lines: list[str], said: list[str]) -> None:
    assert wrong(*lines) == said


@pytest.mark.parametrize(
    "lines",
    [
        ["近海镇2023年度法治政府建设情况的报告", "近政发[2024]3号", "全年受理。", "2024年1月15日"],
        ["近海镇{{报告.年度}}年度报告（含2022年遗留事项）", "全年受理。"],
        ["近海镇2022年工作总结和2023年工作计划的报告", "全年受理。"],
        ["近海镇{{报告.年度}}年报告", "{{报告.文号}}", "全年受理。", "{{报告.成文日期}}"],
        [
            "近海镇2021—2025年规划实施情况报告",
            "2021年以来工作情况报告",
            "关于贯彻《2022年工作要点》的情况",
            "全年受理。",
        ],
        ["近海镇2022年度法治政府建设情况的报告{{! 固定 }}", "全年受理。", "2022年1月18日{{! 固定 }}"],
        [
            "报告",
            "全年受理。按照近政发〔2022〕5号，2022年5月12日起施行。",
            "近政发〔2022〕5号",
            "附件：2022年度工作报告",
        ],
    ],
)
def test_this_reports_and_other_documents_are_none(lines: list[str]) -> None:
    assert wrong(*lines) == []


def test_without_the_settings_a_year_that_cannot_be_is_told() -> None:
    lines = ["报告", "近政发〔2022〕2号", "全年受理。", "2023年1月18日"]
    number, day = wrong(*lines, texts=UNSET)
    assert "不是2023、2024年的号" in number
    assert "早于2023年数据的截止日期2023年12月31日" in day
    assert wrong("报告", "近政发〔2023〕2号", "全年受理。", "2024年1月18日", texts=UNSET) == []


def test_a_header_has_a_title_and_a_table_has_no_date() -> None:
    document = docx.Document()
    document.add_paragraph("全年受理。")
    document.sections[0].header.paragraphs[0].text = "近海镇2022年度报告"
    table = document.add_table(2, 1)
    for cell, text in zip(table._cells, ("日期", "2022年5月12日"), strict=True):
        cell.text = text
    (found,) = wrong_letterhead(Template.load(save(document)), GIVEN, 2023, "x")
    assert found.place.sheet == "页眉“近海镇2022年度报告”"


def test_no_report_is_issued_under_last_years_title(workspace: Path) -> None:
    folder = workspace / "templates" / "rule-of-law"
    shutil.copytree(RULE_OF_LAW, folder)
    document = docx.Document(str(folder / "report.docx"))
    document.paragraphs[0].text = "近海镇关于2022年度法治政府建设情况的报告"
    document.save(str(folder / "report.docx"))
    warned = check_profile(workspace).findings
    assert [(each.code, each.severity) for each in warned] == [("TPL017", "warning")]
    done = pipeline.build(open_project(workspace), 2023).rendered
    assert (done.file, [each.code for each in done.findings]) == (None, ["TPL017"])


@pytest.mark.parametrize(
    ("caption", "wrong_"),
    [
        ("图1　2022年各所受理件数", True), ("表2　二〇二二年受理情况", True), ("附表：2022年受理情况", True), ("图1　2022年和2023年各所受理件数", False),
        ("图1　2022年以来各所受理件数", False), ("图1　{{报告.年度}}年和2022年受理件数", False), ("图1　2022年受理件数{{! 固定 }}", False), ("图纸在2022年归档", False),
    ],
)  # fmt: skip
def test_a_caption_of_another_year_is_told(caption: str, wrong_: bool) -> None:
    assert [each[:10] for each in wrong("全年受理。", caption)] == ["表题、图题里写定了2"[:10]] * wrong_


@pytest.mark.parametrize(("above", "wrong_"), [("2022年受理情况表", True), ("2022年受理情况见下表。", False)])
def test_the_line_above_a_table_that_is_filled_is_its_caption(above: str, wrong_: bool) -> None:
    document = docx.Document()
    document.add_paragraph("全年受理。")
    document.add_paragraph(above)
    cells = document.add_table(2, 1).columns[0].cells
    cells[0].text, cells[1].text = "受理", "{{行政复议.总数}}"
    found = wrong_letterhead(Template.load(save(document)), GIVEN, 2023, "x")
    assert [each.code for each in found] == ["TPL017"] * wrong_
