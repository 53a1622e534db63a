"""The worked example of charts in the profile's README, from workbooks to the report and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, json_of, run, write_xlsx

from reportgen.pipeline import Project
from reportgen.word.package import unpack
from reportgen.word.shown_charts import rows
from reportgen.workbook.zipped import pack
from tests.make.declared import opened, write_profile

README = (ROOT / "templates" / "rule-of-law" / "README.md").read_text(encoding="utf-8")
EXAMPLE = README.partition("例：各所办理行政处罚的件数")[2].partition("- 空着的不画")[0]
FIGURES = "\n".join(line[4:] for line in EXAMPLE.splitlines() if line.startswith("    "))
TAGS = [each for each in EXAMPLE.split("`") if each.startswith("{{")]
SHEETS = """
行政处罚:
  title: 处罚台账
  from: [司法所]
  fields:
    案号: {type: string}
    承办所: {type: string}
    结果: {type: string, enum: [办结, 在办]}
"""
CASES = "案号 | 承办所 | 结果\n1 | 甲所 | 办结\n2 | 甲所 | 在办\n3 | 甲所 | 办结\n4 | 乙所 | 在办"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    captions = ("图1　各所办理件数", "图2　各所办结率")
    lines = [line for pair in zip(TAGS, captions, strict=True) for line in pair]
    write_profile(tmp_path / "p", SHEETS, FIGURES, ["共{{行政处罚.件数}}件。", *lines])
    return opened(tmp_path, {"2023/司法所/处罚": CASES})


def test_the_worked_example_of_charts_is_right(project: Project) -> None:
    built = project.build(2023)
    assert [str(each) for each in built.rendered.findings] == []
    assert built.rendered.file is not None
    shown = rows(unpack(built.rendered.file.read_bytes()))
    assert [each.text for each in shown] == ["甲所 3", "乙所 1", "甲所 66.7%", "乙所 0%"]
    traced = json_of(
        "trace", "2023", shown[2].figures[0][0].replace("#1.", "[甲所]."), at=project.workspace.root
    )
    assert "66.7" in str(traced)


def test_a_number_that_was_changed_in_a_chart_is_found(project: Project) -> None:
    report = project.build(2023).rendered.file
    assert report is not None
    at = project.workspace.root
    assert run("verify", str(report), at=at).returncode == 0
    package = unpack(report.read_bytes())
    name = "word/charts/chart1.xml"
    changed = at / "改过.docx"
    changed.write_bytes(pack({**package.parts, name: package.parts[name].replace(b"<c:v>3<", b"<c:v>8<")}))
    told = run("verify", str(changed), at=at)
    assert told.returncode == 1
    assert "行政处罚.按所#1.件数：应是 3，文件里是 8" in told.stdout


def test_a_file_without_its_charts_is_not_said_to_agree_in_them(project: Project) -> None:
    report = project.build(2023).rendered.file
    assert report is not None
    text = project.workspace.root / "报告.txt"
    text.write_text("共4件。\n图1　各所办理件数\n图2　各所办结率\n", encoding="utf-8")
    told = run("verify", str(text), "2023", at=project.workspace.root).stdout
    assert "图里的数没有核对" in told
    assert "1 处数据与2023年底账一致" in told


def test_a_page_is_verified_with_its_charts(project: Project) -> None:
    at = project.workspace.root
    project.build(2023)
    run("render", "2023", "--html", at=at)
    (page,) = at.glob("输出/*.html")
    assert "5 处数据与2023年底账一致" in run("verify", str(page), "2023", at=at).stdout
    page.write_text(page.read_text(encoding="utf-8").replace("<td>3</td>", "<td>8</td>"), encoding="utf-8")
    assert "应是 3，文件里是 8" in run("verify", str(page), "2023", at=at).stdout


def test_an_edited_report_gets_the_new_numbers_in_its_charts_and_says_so(project: Project) -> None:
    report = project.build(2023).rendered.file
    assert report is not None
    at = project.workspace.root
    old = at / "旧.docx"
    old.write_bytes(report.read_bytes())
    write_xlsx(at / "来件" / "2023" / "司法所" / "处罚.xlsx", CASES + "\n5 | 乙所 | 办结", "处罚")
    assert run("collect", at=at).returncode == 0
    told = run("refresh", str(old), "2023", "-o", str(at / "新.docx"), at=at).stdout
    assert "行政处罚.按所#2.件数：1 → 2" in told
    assert "图表里的数直接换成了新的，不带修订" in told
    assert run("verify", str(at / "新.docx"), "2023", at=at).returncode == 0
    shown = [each.text for each in rows(unpack((at / "新.docx").read_bytes()))]
    assert shown == ["甲所 3", "乙所 2", "甲所 66.7%", "乙所 50%"]
