"""Marks: each printed figure stands alone in a hidden bookmark, closed, in one paragraph, of a name and a number of its own."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.model import Slot
from reportgen.word import manifest as manifests
from reportgen.word.document import Template, text_lines
from reportgen.word.elements import P, T
from reportgen.word.manifest import Manifest
from reportgen.word.marks import Mark, Printed, digest
from reportgen.word.marks import read as read_mark
from reportgen.word.package import W, parse, unpack
from tests.word.structure import faults
from tests.word.test_document import add_story, save, write

SLOTS = {
    "甲.总数": Slot("12", True, figure="甲.总数"),
    "甲.总数|同比": Slot("比上年增长5%", True, figure="甲.总数|同比"),
    "甲.无": Slot("", False, figure="甲.无"),
    "单位": Slot("甲 & 乙", True),
    "结果": Slot(
        None,
        True,
        tuple(
            {"名": Slot(name, True), "数量": Slot(count, True, figure=f"结果#{at}.数量")}
            for at, (name, count) in enumerate((("维持", "3"), ("撤销", "3")), 1)
        ),
        ("名", "数量"),
    ),
}
EMPTY = Manifest("某镇", "2023", "0123456789abcdef")


def fill(file: bytes, *, plain: bool = False) -> bytes:
    content, findings = Template.load(file).fill(SLOTS, manifest=None if plain else EMPTY)
    assert content is not None, findings
    return content


def marks(file: bytes) -> list[tuple[str, str]]:
    """Each mark's figure and the text between its ends; all that has to hold of marks is asserted."""
    package = unpack(file)
    manifest = manifests.read(package)
    assert manifest is not None
    found, names, ids = [], Counter[str](), Counter[str]()
    for part in package.stories:
        root = parse(part, package.parts[part])
        for start in root.iter(W + "bookmarkStart"):
            name, id_ = start.get(W + "name", ""), start.get(W + "id", "")
            names[name.lower()] += 1
            ids[id_] += 1
            (end,) = [each for each in root.iter(W + "bookmarkEnd") if each.get(W + "id") == id_]
            assert len(name) <= 38
            assert name.isascii()
            assert paragraph(start) is paragraph(end)
            if mark := read_mark(name):
                assert start.getparent() is end.getparent()
                run = start.getnext()
                assert run is not None
                assert run.getnext() is end
                text = "".join(each.text or "" for each in run.iter(T))
                printed = manifest.figures[mark.number - 1]
                assert (printed.text, digest(text)) == (text, mark.digest)
                found.append((printed.name, text))
    assert max(names.values(), default=1) == max(ids.values(), default=1) == 1
    assert not faults(file)
    return found


def paragraph(element: Any) -> Any:
    return next(element.iterancestors(P))


def test_each_figure_is_marked_and_nothing_else() -> None:
    report = fill(write("#第{{甲.总数}}项", "{{单位}}受理{{甲.总数}}件，{{ 甲.总数 | 同比 }}{{甲.无}}。"))
    assert marks(report) == [
        ("甲.总数", "12"),
        ("甲.总数", "12"),
        ("甲.总数|同比", "比上年增长5%"),
    ]
    assert manifests.read(unpack(report)) == EMPTY._replace(
        figures=(Printed("甲.总数", "12"), Printed("甲.总数|同比", "比上年增长5%"))
    )


def test_figures_in_lists_tables_headers_and_notes_are_marked() -> None:
    document: Document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "共{{甲.总数}}件"
    document.sections[0].footer.paragraphs[0].text = "共{{甲.总数}}件"
    document.add_paragraph("其中{{#结果}}{{名}}{{数量}}件，{{/结果}}全部办结。")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "{{#结果}}{{名}}", "{{数量}}{{/结果}}"
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>{{甲.总数}}</w:t></w:r></w:p></w:footnote>'
    report = fill(add_story(save(document), "footnotes", note))
    entries = [("结果#1.数量", "3"), ("结果#2.数量", "3")]
    assert Counter(marks(report)) == Counter([*entries, *entries, *[("甲.总数", "12")] * 3])


def test_a_mark_keeps_the_look_and_the_bookmarks_that_are_there() -> None:
    document = docx.Document()
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:bookmarkStart w:id='7' w:name='own'/>"
            "<w:hyperlink w:anchor='own'><w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>共 {{甲.总数}}</w:t>"
            "<w:tab/><w:t>件</w:t></w:r></w:hyperlink><w:bookmarkEnd w:id='7'/>"
            "<w:ins w:id='9' w:author='甲'><w:r><w:t>{{甲.总数}}</w:t></w:r></w:ins></w:p>"
        ),
    )
    report = fill(save(document))
    assert marks(report) == [("甲.总数", "12")] * 2
    body = docx.Document(BytesIO(report)).element.body
    assert [len(run.findall(f"{W}rPr/{W}b")) for run in body.iter(W + "r")] == [1, 1, 1, 0]


def test_a_plain_report_says_the_same_and_has_nothing_inside() -> None:
    template = write("共{{甲.总数}}件，{{#结果}}{{数量}}、{{/结果}}")
    plain, marked = fill(template, plain=True), fill(template)
    assert text_lines(plain) == text_lines(marked)
    assert not any(
        word in content for word in (b"_rg", b"reportgen-") for content in unpack(plain).parts.values()
    )
    assert fill(template) == marked


def test_a_template_made_from_a_report_loses_its_marks() -> None:
    report = fill(write("#一、{{甲.总数}}", "共{{甲.总数}}件"))
    assert marks(report)
    again = fill(report, plain=True)
    assert text_lines(again) == text_lines(report)
    assert not any(b"_rg" in content or b"reportgen-" in content for content in unpack(again).parts.values())


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("_rg12_6b51d431_3", Mark(12, "6b51d431", 3)),
        ("_RG12_6B51D431_3", Mark(12, "6b51d431", 3)),
        ("_rg12_6b51d431_3_Copy_1", Mark(12, "6b51d431", 3, True)),
        ("_rg12_6b51d43_3", None),
        ("_rg", None),
        ("_Toc12", None),
    ],
)
def test_a_name_says_which_figure_it_is(name: str, mark: Mark | None) -> None:
    assert read_mark(name) == mark
