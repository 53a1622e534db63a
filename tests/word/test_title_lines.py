"""A title that is longer than a line is broken before its year, and no word of it in two."""

from __future__ import annotations

import docx
import pytest

from reportgen.model import Slot
from reportgen.word.document import Template
from reportgen.word.elements import read_text
from reportgen.word.package import W, parse, unpack
from tests.conftest import RULE_OF_LAW
from tests.word.test_document import save
from tests.word.test_structure import faults

TITLE = "{{报告.单位}}{{报告.年度}}年法治政府建设情况报告"
LONG = "清水河县近海镇人民政府"


def heads(unit: str, title: str = TITLE, style: str = "报告标题") -> list[str]:
    """The first lines of a report of a unit, below the number that it bears."""
    document = docx.Document(str(RULE_OF_LAW / "report.docx"))
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    document.core_properties.title = "报告"
    document.add_paragraph("某政发〔2024〕3号", style="报告标题")
    document.add_paragraph(title, style=style)
    document.add_paragraph(f"{title}如下。", style="报告正文")
    slots = {"报告.单位": Slot(unit, True), "报告.年度": Slot("2023", True)}
    report, findings = Template.load(save(document)).fill(slots)
    assert report, findings
    assert not faults(report)
    return [read_text(each) for each in parse("x", unpack(report).parts["word/document.xml"]).iter(W + "p")]


@pytest.mark.parametrize(
    ("unit", "title", "printed"),
    [
        (LONG, TITLE, f"{LONG}\n2023年法治政府建设情况报告"),
        ("近海镇", TITLE, "近海镇2023年法治政府建设情况报告"),
        (LONG, TITLE.replace("年法治", "年\n法治"), f"{LONG}2023年\n法治政府建设情况报告"),
        (LONG, f"{{{{报告.年度}}}}年{LONG}法治政府建设情况报告", f"2023年{LONG}法治政府建设情况报告"),
    ],
)
def test_a_title_is_broken_before_its_year_where_it_is_too_long(unit: str, title: str, printed: str) -> None:
    assert heads(unit, title)[1] == printed


def test_what_is_not_centred_is_no_title() -> None:
    assert "\n" not in heads(LONG, style="报告正文")[1]
    assert "\n" not in heads(LONG)[2]
