"""That there was nothing of a figure is printed by its section, and not in every year."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from conftest import RULE_OF_LAW

from reportgen import pipeline
from reportgen.model import Profile
from reportgen.proofreading.denials import denials
from reportgen.prose.figure_words import FigureWords
from reportgen.word.document import Template
from tests.word.test_document import save, write

SHIPPED = Template.load((RULE_OF_LAW / "report.docx").read_bytes())
TEXTS = [each.text for each in SHIPPED.passages if "\x00" not in each.text]


def figures(profile: Profile, text: str) -> list[str]:
    """The figures of which a text, below the shipped template's, says in every year that there was nothing."""
    found = denials(
        template := Template.load(write(*TEXTS, text)), FigureWords(profile, template.passages), "x"
    )
    assert {(each.code, each.severity) for each in found} <= {("TPL018", "warning")}
    return [each.fix.split("“")[1].split("”")[0] for each in found]


def test_the_shipped_template_denies_nothing(rule_of_law: Profile) -> None:
    assert denials(SHIPPED, FigureWords(rule_of_law, SHIPPED.passages), "x") == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("没有行政诉讼案件。", ["行政诉讼.总数"]),
        ("全年未发生行政复议案件，无行政诉讼案件。", ["行政复议.总数", "行政诉讼.总数"]),
        ("无败诉案件。", ["行政诉讼.败诉"]),
        ("本年度暂无矛盾纠纷。", ["矛盾调解.总数"]),
        ("没有收到依申请公开事项。", ["依申请公开.收到"]),
        ("行政诉讼无一败诉。", ["行政诉讼.败诉"]),
        ("全年行政诉讼零败诉。", ["行政诉讼.败诉"]),
        ("行政诉讼案件数为零，未发生一起行政复议案件。", ["行政诉讼.总数", "行政复议.总数"]),
        ("未一起发生行政复议案件，全年实现零行政诉讼。", ["行政复议.总数", "行政诉讼.总数"]),
        ("无一起行政复议案件。", ["行政复议.总数"]),
        ("行政诉讼从未败诉，行政复议不存在撤销案件。", ["行政诉讼.败诉", "行政复议.撤销"]),
        ("行政诉讼“零败诉”，行政复议案件清零。", ["行政诉讼.败诉", "行政复议.总数"]),
        ("行政复议案件无一被撤销，行政复议无撤销案件。", ["行政复议.撤销", "行政复议.撤销"]),
        (
            "{{#行政诉讼.总数}}行政诉讼案件{{行政诉讼.总数}}件，暂无败诉案件。{{/行政诉讼.总数}}",
            ["行政诉讼.败诉"],
        ),
        ("行政复议案件全部维持，矛盾纠纷均调解成功。", ["行政复议.维持", "矛盾调解.成功"]),
        ("矛盾纠纷受理数同比下降。", ["矛盾调解.总数"]),
        ("受理{{矛盾调解.总数}}起，较上年有所减少。", ["矛盾调解.总数"]),
        ("行政执法人员参加考试，全部合格。", ["执法考试.合格人数"]),
        ("本年度未召开专题会议，没有开展校园普法活动。", ["工作会议.专题会议", "普法活动.校园普法"]),
        ("行政复议无被纠错案件。", ["行政复议.被纠错"]),
        ("普法宣传活动次数与上年持平。", ["普法活动.总数"]),
        ("行政复议案件均已审结。", ["行政复议.未审结"]),
        ("行政诉讼案件全部审结。", ["行政诉讼.审结"]),
    ],
)
def test_a_sentence_that_denies_a_figure_is_a_warning(
    rule_of_law: Profile, text: str, denied: list[str]
) -> None:
    assert figures(rule_of_law, text) == denied


@pytest.mark.parametrize(
    "text",
    [
        "{{^行政诉讼.总数}}没有行政诉讼案件。{{/行政诉讼.总数}}",
        "{{#行政诉讼.总数}}{{^行政诉讼.败诉}}无败诉案件。{{/行政诉讼.败诉}}{{/行政诉讼.总数}}",
        "没有行政诉讼案件。{{! 固定 }}", "凡没有行政诉讼案件的，不再报送。", "没有按时办结行政复议案件。", "有没有行政诉讼案件，都要报。",
        "从未开展违规检查活动。", "没有组织群众集体上访活动。", "没有发现违法行为。", "无重大刑事案件。", "没有法治保障就没有发展。", "做到小事不出村、矛盾不上交。", "妥善处理无名案件。",
        "矛盾纠纷同比增长{{矛盾调解.总数 | 增幅}}，群众满意度同比上升。", "零延误处置矛盾纠纷。", "实现服务零距离，全部纳入考核，均由法律顾问把关。", "{{^执法考试.未合格人数}}参加考试全部合格{{/执法考试.未合格人数}}。",
    ],
)  # fmt: skip
def test_what_a_section_decides_and_what_denies_no_figure_is_none(rule_of_law: Profile, text: str) -> None:
    assert figures(rule_of_law, text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("没有行政诉讼案件。", ["error"]),
        ("无行政诉讼。", ["error"]),
        ("2023年，没有行政诉讼案件。", ["error"]),
        ("没有重大行政诉讼案件。", ["warning"]),
        ("上半年没有行政诉讼案件。", ["warning"]),
        ("2021年，没有行政诉讼案件。", ["warning"]),
        ("{{^行政诉讼.总数}}没有行政诉讼案件。{{/行政诉讼.总数}}", []),
        ("无撤销案件。{{! 固定 }}", []),
        ("{{#行政诉讼.总数}}没有行政诉讼案件。{{/行政诉讼.总数}}", ["error"]),
        ("{{^行政诉讼.总数}}没有行政复议案件。{{/行政诉讼.总数}}", ["warning"]),
    ],
)
def test_no_report_is_issued_that_denies_what_the_ledger_has(
    workspace: Path, text: str, said: list[str]
) -> None:
    folder = shutil.copytree(RULE_OF_LAW, workspace / "templates" / "rule-of-law")
    document = docx.Document(str(folder / "report.docx"))
    document.add_paragraph(text)
    document.save(str(folder / "report.docx"))
    done = pipeline.build(pipeline.open_project(workspace), 2023).rendered
    assert [each.severity for each in done.findings if each.code == "TPL018"] == said
    assert (done.file is None) == ("error" in said)
    assert all(
        "底账里“行政诉讼.总数”是" in each.message for each in done.findings if each.severity == "error"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "行政复议案件全部维持。",
            "模板里写定了“全部维持”，底账里“行政复议.总数”是5件，“行政复议.维持”是1件",
        ),
        ("矛盾纠纷同比下降。", "模板里写定了“同比下降”，底账里“矛盾调解.总数”是121起，上年是98"),
        ("调解成功率较上年下降。", "模板里写定了“较上年下降”，底账里“矛盾调解.成功率”是100%，上年是96.94%"),
    ],
)
def test_no_report_is_issued_that_says_all_of_a_part_or_the_wrong_way(
    workspace: Path, text: str, message: str
) -> None:
    folder = shutil.copytree(RULE_OF_LAW, workspace / "templates" / "rule-of-law")
    document = docx.Document(str(folder / "report.docx"))
    document.add_paragraph(text)
    document.save(str(folder / "report.docx"))
    done = pipeline.build(pipeline.open_project(workspace), 2023).rendered
    assert [each.message for each in done.findings if each.code == "TPL018"] == [message]
    assert done.file is None


def test_a_cell_that_says_none_denies_the_figure_of_its_row(rule_of_law: Profile) -> None:
    document = docx.Document()
    for text in TEXTS:
        document.add_paragraph(text)
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, ("指标", "数量", "备注", "行政复议案件", "无", "无"), strict=True):
        cell.text = text
    template = Template.load(save(document))
    found = denials(template, FigureWords(rule_of_law, template.passages), "x")
    assert [each.message for each in found] == ["模板里写定了“无”，有了也照样印"]
