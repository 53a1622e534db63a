"""Another report is another folder and no code: a profile of 政务公开, with its own sheet, order and wording."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.pipeline import Project
from reportgen.word import document

SHEETS = """
申请登记:
  title: 信息公开申请登记簿
  from: [办公室]
  fields:
    编号: {type: string, required: true, unique: true}
    申请人: {type: string, personal: true}
    收到日期: {type: date, required: true}
    渠道: {type: string, required: true, enum: [网络, 信函, 当面]}
    费用: {type: number, unit: 元, minimum: 0}
"""
FIGURES = """
申请:
  总数: {sheet: 申请登记, unit: 件}
  网络: {sheet: 申请登记, where: 渠道 = '网络', unit: 件}
  网络占比: {ratio: [网络, 总数], decimals: 1, empty: 无申请}
  按渠道: {sheet: 申请登记, by: 渠道, present: true}
  费用: {sheet: 申请登记, measure: sum(费用), unit: 元}
"""
CHECKS = """
FEE001:
  title: 网络申请不收费
  sheet: 申请登记
  fails: 渠道 = '网络' AND 费用 > 0
  marks: 费用
  severity: error
  says: "网络申请却收费{费用}元"
"""
TABLE = """
编号 | 申请人 | 收到日期 | 渠道 | 费用
1 | 甲某 | 2030-2-1 | 网络 | 0
2 | 乙某 | 2030-3-1 | 信函 | 12.5元
3 | 丙某 | 2030-4-1 | 网络 | 0
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "templates" / "disclosure"
    folder.mkdir(parents=True)
    for name, text in (("sheets", SHEETS), ("figures", FIGURES), ("checks", CHECKS)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    template = docx.Document()
    template.core_properties.title = "{{报告.单位}}{{报告.年度}}年信息公开报告"
    template.add_paragraph("一、收费")
    template.add_paragraph("收取{{申请.费用}}元。")
    template.add_paragraph("二、数量")
    template.add_paragraph(
        "{{#申请.按渠道}}{{渠道}}{{数量}}件{{^末项}}、{{/末项}}{{/申请.按渠道}}，网络占{{申请.网络占比}}。"
    )
    template.save(folder / "report.docx")
    (tmp_path / "reportgen.yaml").write_text("unit: 某县\nprofile: disclosure\n", encoding="utf-8")
    write_xlsx(tmp_path / "来件" / "2030" / "办公室" / "登记.xlsx", TABLE)
    return pipeline.open_project(tmp_path)


def test_another_report_is_built_from_its_folder(project: Project) -> None:
    built = pipeline.build(project, 2030)
    assert built.rendered.findings == []
    assert built.rendered.file
    assert built.rendered.file.name == "某县2030年信息公开报告.docx"
    assert [line.split("\t")[1] for line in document.text_lines(built.rendered.file.read_bytes())] == [
        "一、收费",
        "收取12.5元。",
        "二、数量",
        "网络2件、信函1件，网络占66.7%。",
    ]


def test_its_checks_hold_too(project: Project) -> None:
    write_xlsx(
        project.workspace.inbox / "2030" / "办公室" / "登记.xlsx", TABLE.replace("网络 | 0", "网络 | 3", 1)
    )
    built = pipeline.build(project, 2030)
    assert built.rendered.file is None
    assert [(each.code, each.place.cell, each.message) for each in built.rendered.findings] == [
        ("FEE001", "E2", "网络申请却收费3元")
    ]


def test_a_zero_report_prints_words_for_the_rate(project: Project) -> None:
    write_xlsx(
        project.workspace.inbox / "2030" / "办公室" / "登记.xlsx", TABLE.split("\n1 ")[0] + "\n无 | | | |"
    )
    built = pipeline.build(project, 2030)
    assert built.rendered.file
    assert "网络占无申请。" in document.text_lines(built.rendered.file.read_bytes())[3]
