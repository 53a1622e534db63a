"""Whatever a template holds, the report has no fault of structure that the template itself does not have."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from conftest import ROOT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model import Slot
from reportgen.word.document import Template
from tests.word.structure import faults
from tests.word.test_document import add_story, change, read, save
from tests.word.test_fields import pieces
from tests.word.test_fill import p, r, row
from tests.word.test_footnotes import SEPARATOR
from tests.word.test_identities import EMBEDDED, PICTURE
from tests.word.test_merges import cell, rows, within
from tests.word.test_references import marked

SLOTS = {
    "总数": Slot("12", True),
    "败诉": Slot("0", False),
    "文": Slot("一、甲\n“乙”", True),
    "结果": Slot(
        None,
        True,
        ({"名": Slot("维持", True)}, {"名": Slot("撤销", True)}, {"名": Slot("驳回", True)}),
        ("名",),
    ),
    "无": Slot(None, False, (), ("名",)),
}
BOUND = '<w:sdt><w:sdtPr><w:id w:val="77"/><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
SECTION = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
REVISED = f'<w:ins w:id="5" w:author="甲">{r("乙")}</w:ins>'
PIECES = {
    "text": p("共{{总数}}件"),
    "value": p("{{文}}"),
    "heading": p(marked("_Toc1", "二、败诉", 3)),
    "picture": p("图", PICTURE.replace("{{名}}", "{{总数}}")),
    "object": p("表", EMBEDDED),
    "note": p("注", NOTE),
    "control": BOUND.format(p("{{总数}}")),
    "own reference": p(marked("own", "甲", 4), pieces("REF own", r("甲"))),
    "break": p("页", properties=SECTION),
    "revision": p("改", REVISED),
    "first merged": rows([cell("类", "始"), *within("{{#败诉}}丙", "败诉")], [cell("", "续"), cell("甲"), cell("")]) + p(""),
    "repeated merged": rows([cell("类", "始"), *within("{{#结果}}{{名}}", "结果")], [cell("", "续"), cell("计"), cell("")]) + p(""),
    "dropped rows": rows([cell("类", "始"), *within("{{#败诉}}丙", "败诉")], [cell("", "续"), *within("{{#无}}丁", "无")]) + p(""),
    "row with a picture": f'<w:tbl><w:tblPr/><w:tblGrid/>{row("{{#结果}}" , p("{{名}}", PICTURE, NOTE, "{{/结果}}"))}</w:tbl>' + p(""),
}  # fmt: skip
AROUND = st.sampled_from(["", "结果", "败诉", "无", "总数"])


def written(body: str) -> bytes:
    document = docx.Document()
    for child in list(
        parse_xml(
            f"<w:body {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>{body}</w:body>"
        )
    ):
        document.element.body.insert(len(document.element.body) - 1, child)
    note = f'<w:footnote w:id="1">{p("注{{总数}}")}</w:footnote>'
    return add_story(save(document), "footnotes", SEPARATOR.format("footnote") + note)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(AROUND, st.lists(st.sampled_from(sorted(PIECES)), min_size=1, max_size=3, unique=True)),
        min_size=1,
        max_size=4,
    )
)
def test_a_report_has_no_fault_that_its_template_has_not(parts: list[tuple[str, list[str]]]) -> None:
    body = p("共{{总数}}件")
    for name, inside in parts:
        content = "".join(PIECES[each] for each in inside)
        body += p(f"{{{{#{name}}}}}") + content + p(f"{{{{/{name}}}}}") if name else content
    template = written(body)
    report, findings = Template.load(template).fill(SLOTS)
    assert (report is None, [each for each in findings if each.severity == "error"]) == (False, [])
    assert [fault for fault in faults(report or b"") if fault not in faults(template)] == []


@pytest.mark.parametrize("draft", [None, "草稿"])
def test_the_report_of_the_shipped_template_has_no_fault_of_structure(draft: str | None) -> None:
    file = (ROOT / "templates/rule-of-law/report.docx").read_bytes()
    template = Template.load(file)
    report, _ = template.fill({tag.key: Slot("12", True) for tag in template.tags}, draft=draft)
    assert faults(report or b"") == faults(file) == {}
    assert docx.Document(BytesIO(report or b"")).paragraphs


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (p(PICTURE) * 2, "docPr 7 twice"),
        (p(EMBEDDED) * 2, "word/document.xml: shape s8 twice"),
        (p(marked("a", "甲")) + p(marked("a", "甲", 2)), "bookmark a twice"),
        (p('<w:bookmarkStart w:id="1" w:name="a"/>'), "word/document.xml: bookmarks begin ['1'] and end []"),
        (rows([cell("", "续")]), "word/document.xml: merged cell without a beginning"),
        (p(NOTE) * 2, "footnote 1 referred to twice"),
        (p('<w:r><w:footnoteReference w:id="9"/></w:r>'), "footnote 9 is not there"),
        ("<w:tbl/>", "word/document.xml: table without rows"),
        ("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "word/document.xml: cell without a paragraph at its end"),
        (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'), "word/document.xml: fields {'begin': 1}"),
        (BOUND.format(p("")) * 2, "word/document.xml: control 77 twice"),
        (p(REVISED) * 2, "word/document.xml: revision 5 twice"),
        ('<w:p heading="1"/>', "word/document.xml: attribute heading"),
        ("<w:p><mark/></w:p>", "word/document.xml: element mark"),
        (f"<w:p>{r('甲')}<w:pPr/></w:p>", "word/document.xml: paragraph properties not first in {http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"),
        ('<w:p><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId999"/></w:p>', "word/document.xml: relation rId999"),
    ],
)  # fmt: skip
def test_each_fault_is_seen(broken: str, fault: str) -> None:
    assert fault in faults(written(broken))


def test_a_report_is_a_sound_zip_with_every_part_once() -> None:
    file = written(p("共{{总数}}件"))
    report, _ = Template.load(file).fill(SLOTS)
    assert list(read(report or b"")) == list(read(change(file, {})))
