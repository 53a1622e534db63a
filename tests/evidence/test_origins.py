"""Whose each numeral of a report is: a figure's, a department's, the template author's, or structure; and nobody's is unknown."""

from __future__ import annotations

from collections import Counter

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen import pipeline
from reportgen.evidence.origins import _NUMERAL, numerals
from reportgen.model import Figure, FigureDefinition
from reportgen.pipeline import Project
from reportgen.stages import render as rendering
from reportgen.word import document as documents
from reportgen.word.document import Template, text_lines
from reportgen.word.finishing import Finished
from tests.word.test_document import save

COUNT = FigureDefinition(group="甲", name="总数", sheet="乙", unit="件")
ROWS = FigureDefinition(group="甲", name="清单", sheet="乙", rows=("内容", "人数"))
BY = FigureDefinition(group="甲", name="按类", sheet="乙", by="类", unit="件")
FIGURES = {
    "甲.总数": Figure(COUNT, 12, "12", previous=10),
    "甲.清单": Figure(ROWS, None, None, ({"内容": "走访3户", "人数": 7},), ("表.xlsx › D2",)),
    "甲.按类": Figure(BY, None, None, ({"类": "十类", "数量": 4},)),
}
TEXTS = {"年度": "2023", "单位": "某镇"}


def template(*lines: str) -> Template:
    document = docx.Document()
    for each in lines:
        document.add_paragraph(each)
    return Template.load(save(document))


def told(*lines: str) -> list[tuple[str, str, str]]:
    return [(each.kind, each.text, each.tag) for each in numerals(template(*lines), FIGURES, TEXTS)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("共{{甲.总数}}件", [("figure", "12", "甲.总数")]),
        ("{{ 甲.总数 | 同比 }}", [("figure", "20%", "甲.总数")]),
        ("{{#甲.清单}}{{人数}}人{{/甲.清单}}", [("figure", "7", "人数")]),
        ("{{#甲.按类}}{{类}}{{数量}}件{{/甲.按类}}", [("department", "十", "类"), ("figure", "4", "数量")]),
        ("{{#甲.清单}}{{内容}}{{/甲.清单}}", [("department", "3", "内容")]),
        ("{{#甲.清单}}（{{序号}}）{{中文序号}}{{/甲.清单}}", [("structure", "1", "序号"), ("structure", "一", "中文序号")]),
        ("{{报告.年度}}年", [("structure", "2023", "报告.年度")]),
        ("一、总则{{甲.总数}}", [("structure", "一", ""), ("figure", "12", "甲.总数")]),
        ("（二）总则{{甲.总数}}", [("structure", "二", ""), ("figure", "12", "甲.总数")]),
        ("3.总则{{甲.总数}}", [("structure", "3.", ""), ("figure", "12", "甲.总数")]),
        ("5个部门{{甲.总数}}", [("literal", "5", ""), ("figure", "12", "甲.总数")]),
        ("统一部署，队伍过硬{{甲.总数}}", [("literal", "一", ""), ("figure", "12", "甲.总数")]),
        ("{{甲.总数}}件，约90%", [("figure", "12", "甲.总数"), ("literal", "90%", "")]),
    ],
)  # fmt: skip
def test_each_numeral_is_of_one_kind(line: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(line) == expected


def test_page_numbers_and_other_fields_are_structure() -> None:
    document = docx.Document()
    document.add_paragraph("{{甲.总数}}")
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    document.sections[0].footer.paragraphs[0]._p.append(parse_xml(field))
    found = numerals(Template.load(save(document)), FIGURES, TEXTS)
    assert [(each.kind, each.text, each.place) for each in found] == [
        ("figure", "12", "正文第1段"),
        ("structure", "9", "页脚"),
    ]


def test_what_nobody_has_written_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program that printed a number of its own would be told."""
    true = documents.finish

    def finish(*arguments: object) -> Finished:
        made = true(*arguments)  # type: ignore[arg-type]
        for root in made.roots.values():
            for text in root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
                text.text = (text.text or "").replace("甲乙", "甲88乙")
        return made

    monkeypatch.setattr(documents, "finish", finish)
    assert told("甲乙{{甲.总数}}") == [("unknown", "88", ""), ("figure", "12", "甲.总数")]


def test_every_numeral_of_the_report_of_the_samples_is_classed(collected: Project) -> None:
    texts = collected.workspace.texts(2023)
    figures = {each.definition.full_name: each for each, _ in pipeline.counted(collected, 2023)[0]}
    found = numerals(collected.template, figures, texts)
    report, _ = rendering.render(collected.template, figures, texts)
    assert report
    lines = [line.partition("\t")[2] for line in text_lines(report.content) if not line.startswith("==")]
    assert Counter(each.text for each in found) == Counter(
        match for line in lines for match in _NUMERAL.findall(line)
    )
    kinds = Counter(each.kind for each in found)
    assert kinds["unknown"] == 0
    assert all(kinds[kind] for kind in ("figure", "department", "literal", "structure"))
