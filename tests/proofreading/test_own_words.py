"""A template's words are looked at when a workspace is opened: numbers, units and gaps are told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from conftest import RULE_OF_LAW
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen import pipeline
from reportgen.model import Profile
from reportgen.proofreading import own_words
from reportgen.word.document import Template, text_lines
from tests.word.test_document import save, write


def test_the_shipped_template_has_nothing_wrong(rule_of_law: Profile) -> None:
    template = Template.load((RULE_OF_LAW / "report.docx").read_bytes())
    assert own_words.check(template, rule_of_law, "x") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("调解成功{{矛盾调解.成功}}起", []),
        ("调解成功118起", ["TPL010"]),
        ("调解成功{{矛盾调解.成功}}人", ["TPL011"]),
        ("调解成功XX起、X起、{总数}起", ["TPL012", "TPL012"]),
        ("调解成功{{矛盾调解.成功}}人，XX，不成功12起", ["TPL010", "TPL011", "TPL012"]),
    ],
)
def test_what_is_wrong_is_told_by_its_sort(rule_of_law: Profile, text: str, codes: list[str]) -> None:
    found = own_words.check(Template.load(write(text)), rule_of_law, "x")
    assert [each.code for each in found] == codes
    assert all(each.place.file == "x" and each.fix for each in found)


def test_gaps_of_one_sort_are_one_finding(rule_of_law: Profile) -> None:
    found = own_words.left_over(Template.load(write("XX镇受理X件")), rule_of_law.figures.values(), "x")
    assert [each.message for each in found] == ["“XX”、“X”是没填的空"]


def test_no_report_is_issued_with_comments_and_a_draft_says_so(workspace: Path) -> None:
    folder = workspace / "templates" / "rule-of-law"
    shutil.copytree(RULE_OF_LAW, folder)
    document = docx.Document(str(folder / "report.docx"))
    document.add_comment(document.paragraphs[0].runs, "先不要写", author="张三")
    document.save(str(folder / "report.docx"))
    project = pipeline.open_project(workspace)
    done = pipeline.build(project, 2023).rendered
    assert (done.file, [each.code for each in done.findings]) == (None, ["TPL013"])
    assert "模板里有1条批注（正文第1段）" in done.findings[0].message
    assert "张三" not in str(done.findings)
    drafted = pipeline.render(project, 2023, draft=True)
    assert [each.code for each in drafted.findings] == ["TPL013"]
    assert drafted.file
    assert "草稿：尚有1项错误未改正，不得印发" in text_lines(drafted.file.read_bytes())[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2022年，继续开展工作。", ["2022"]), ("成绩较好。2022年度，继续开展。", ["2022"]), ("数据截至2022年12月31日。", ["2022"]),
        ("2023年，继续开展工作。", []), ("2024年，继续开展工作。", []), ("2021年以来，持续开展。", []), ("按照《办法》（2022年修订）", []),
        ("2022年，首次开展。{{! 固定 }}", []), ("自2022年起开展。", []), ("2022—2023年度，两年开展。", []), ("2022年12月1日印发的文件", []),
    ],
)  # fmt: skip
def test_a_sentence_of_another_year_is_a_warning(rule_of_law: Profile, text: str, told: list[str]) -> None:
    found = own_words.for_issue(Template.load(write(text)), rule_of_law, 2023)
    assert [each.message for each in found] == [f"模板里写定了{year}年，印的是2023年的报告" for year in told]
    assert {(each.code, each.severity) for each in found} <= {("TPL016", "warning")}


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("柱状图：邻里45起、婚姻32起", ["TPL021", "TPL021"]), ("2022年活动照片", ["TPL016"]), ("受理矛盾纠纷45起", ["TPL010"]), ("其中丙村最多", ["TPL010"]),
        ("没有行政诉讼案件", ["TPL018"]), ("受理{{矛盾调解.总数}}人", ["TPL011"]), ("2019—2023年走势", []), ("2023年活动照片", []), ("2021年以来的照片", []),
        ("图1 活动现场", []),
        ("甲类112，乙类8", ["TPL021", "TPL021"]), ("本镇机构数：14", ["TPL021"]), ("照片1、照片2", []), ("活动现场2", []), ("联系电话：12345", []),
        ("图例：1、2", []), ("平安路12", []), ("便民措施12条{{! 固定 }}", []), ("2022年活动照片{{! 固定 }}", []), ("镇政府大门", []),
    ],
)  # fmt: skip
def test_what_describes_a_picture_is_looked_at_too(rule_of_law: Profile, said: str, codes: list[str]) -> None:
    document = docx.Document()
    table = document.add_table(1, 1)
    described = parse_xml(f'<w:tblDescription {nsdecls("w")} w:val="{said}"/>')
    table._tbl.tblPr.append(described)
    template = Template.load(save(document))
    found = [
        *own_words.check(template, rule_of_law, "x"),
        *own_words.for_issue(template, rule_of_law, 2023),
    ]
    assert [each.code for each in found] == codes
    assert all("替代文字" in each.place.sheet for each in found)
