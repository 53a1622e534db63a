"""A table of contents lists the headings that are printed, as its field asks, on the pages that somebody else counts."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from reportgen.word.elements import P, read_text
from reportgen.word.fields import find_fields
from reportgen.word.identities import BOOKMARK, BOOKMARK_END, LINK
from reportgen.word.package import W, parse, unpack
from reportgen.word.toc import as_in, laid_out, listed, may_list

BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
OLD = '<w:pPr><w:tabs><w:tab w:val="right" w:pos="8000"/></w:tabs></w:pPr>'
HEADINGS = ["一、总体情况", "（一）培训", "二、执法情况"]


def report(
    code: str = r'TOC \o "1-2" \h',
    entries: tuple[str, ...] = ("旧的一行", "旧的又一行"),
    *,
    closed_apart: bool = True,
) -> Document:
    """A report whose contents are old, before two parts and what stands in them."""
    document = docx.Document()
    first, *rest = [f"<w:r><w:t>{each}</w:t></w:r>" for each in entries]
    lines = [BEGIN.format(code) + first, *rest]
    lines = [*lines, END] if closed_apart else [*lines[:-1], lines[-1] + END]
    for line in lines:
        add(document, OLD + line)
    for text, level in zip(HEADINGS, (1, 2, 1), strict=True):
        document.add_heading(text, level)
        document.add_paragraph("全年12件。")
    return document


def add(document: Document, inside: str) -> etree._Element:
    paragraph = parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>")
    document.add_paragraph()._p.addprevious(paragraph)
    document.paragraphs[-1]._p.getparent().remove(document.paragraphs[-1]._p)
    return paragraph


def saved(document: Document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def body(file: bytes) -> etree._Element:
    return parse("word/document.xml", unpack(file).parts["word/document.xml"])


def contents(file: bytes) -> list[str]:
    """The lines of the contents as they are shown, and what stands behind them up to the first heading."""
    lines = [read_text(each) for each in body(file).iter(P)]
    return lines[: len(lines) - lines[::-1].index(HEADINGS[0]) - 1]


@pytest.mark.parametrize("closed_apart", [True, False])
@pytest.mark.parametrize("entries", [("旧的一行", "旧的又一行"), ("旧的一行",)])
def test_the_headings_that_are_printed_are_listed_and_no_others(
    entries: tuple[str, ...], closed_apart: bool
) -> None:
    made = listed(saved(report(entries=entries, closed_apart=closed_apart)), None)
    assert contents(made) == [*HEADINGS, *[""] * closed_apart]
    (field, *_) = find_fields(body(made))
    assert (field.keyword, field.text) == ("TOC", "".join(HEADINGS))
    targets = {each.get(W + "name"): each.getparent() for each in body(made).iter(BOOKMARK)}
    assert [read_text(targets[each.get(W + "anchor")]) for each in body(made).iter(LINK)] == HEADINGS
    assert len({each.get(W + "id") for each in body(made).iter(BOOKMARK)}) == len(
        list(body(made).iter(BOOKMARK_END))
    )
    assert listed(made, None) == made


def test_each_entry_names_the_page_and_nobody_is_asked_to_update() -> None:
    document = report()
    document.settings.element.append(parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>'))
    made = listed(
        saved(document), laid_out(lambda file: {"section0": 0, "heading0": 1, "heading1": 1, "heading2": 11})
    )
    assert contents(made)[:3] == ["一、总体情况\t2", "（一）培训\t2", "二、执法情况\t12"]
    assert [each.text for each in find_fields(body(made)) if each.keyword == "PAGEREF"] == ["2", "2", "12"]
    assert b"updateFields" not in unpack(made).parts["word/settings.xml"]
    assert b"updateFields" in unpack(listed(saved(document), None)).parts["word/settings.xml"]


def test_the_pages_of_another_report_are_named_as_it_names_them() -> None:
    file = saved(report())
    other = listed(file, laid_out(lambda file: {"section0": 0, "heading0": 1, "heading1": 3, "heading2": 11}))
    assert listed(file, as_in(other)) == other
    without = listed(file, None)
    assert as_in(without) is None
    assert listed(file, as_in(without)) == without


def test_pages_are_measured_of_the_contents_as_they_will_be() -> None:
    measured: list[list[str]] = []

    def pages(file: bytes) -> Mapping[str, int]:
        measured.append(contents(file))
        names = [each.get(W + "name", "") for each in body(file).iter(BOOKMARK)]
        assert {"section0", "heading0", "heading1", "heading2"} <= set(names)
        return {}

    made = listed(saved(report()), laid_out(pages))
    assert measured == [["一、总体情况\t1", "（一）培训\t1", "二、执法情况\t1", ""]]
    assert not any(
        each.get(W + "name", "").startswith(("section", "heading")) for each in body(made).iter(BOOKMARK)
    )


@pytest.mark.parametrize(
    ("numbering", "numbers"),
    [
        ('<w:pgNumType w:start="1"/>', ["1", "1", "9"]),
        ('<w:pgNumType w:start="5" w:fmt="upperRoman"/>', ["V", "V", "XIII"]),
        ("", ["4", "4", "12"]),
    ],
)
def test_pages_are_counted_as_their_section_counts(numbering: str, numbers: list[str]) -> None:
    document = report()
    section = document.element.body.sectPr
    for old in section.findall(qn("w:pgNumType")):
        section.remove(old)
    closing = document.paragraphs[2]._p
    closing.get_or_add_pPr().append(parse_xml(f"<w:sectPr {nsdecls('w')}><w:pgSz w:w='11906'/></w:sectPr>"))
    if numbering:
        section.append(parse_xml(numbering.replace("<w:pgNumType", f"<w:pgNumType {nsdecls('w')}")))
    at = {"section0": 0, "section1": 3, "heading0": 3, "heading1": 3, "heading2": 11}
    made = listed(saved(document), laid_out(lambda file: at))
    assert [each.text for each in find_fields(body(made)) if each.keyword == "PAGEREF"] == numbers


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r'TOC \o "1-1"', [HEADINGS[0], HEADINGS[2]]),
        (r'TOC \o "2-3" \h \z', [HEADINGS[1]]),
        (r"TOC \o", HEADINGS),
        ("TOC", HEADINGS),
        (r"TOC \u", HEADINGS),
        (r'TOC \t "Title,1,Heading 2,2"', [HEADINGS[1]]),
        (r'TOC \o "1-1" \t "Heading 2；2"', HEADINGS),
        (r'TOC \o "8-9"', []),
        (r'TOC \h \c "图"', ["旧的一行", "旧的又一行"]),
        (r"TOC \b 部分", ["旧的一行", "旧的又一行"]),
    ],
)
def test_what_the_field_asks_for_is_listed(code: str, shown: list[str]) -> None:
    made = listed(saved(report(code)), None)
    assert [each for each in contents(made) if each] == shown


def test_entries_look_as_those_of_their_level_did_and_end_at_a_tab_stop() -> None:
    document = report(entries=("旧的一行",), closed_apart=False)
    document.styles.add_style("toc 2", 1)
    made = body(listed(saved(document), laid_out(lambda file: {})))
    first, second, *_ = made.iter(P)
    assert second.find(f"{W}pPr/{W}pStyle").get(W + "val") == "toc2"  # type: ignore[union-attr]
    assert first.find(f"{W}pPr/{W}ind").get(W + "left") == "0"  # type: ignore[union-attr]
    (stop,) = first.iterfind(f"{W}pPr/{W}tabs/{W}tab")
    assert (stop.get(W + "val"), stop.get(W + "leader"), int(stop.get(W + "pos", ""))) == (
        "right",
        "dot",
        8640,
    )


def test_a_heading_s_own_number_its_blanks_and_a_bookmark_of_word_are_kept() -> None:
    document = report()
    heading = document.paragraphs[3]
    heading._p.insert(1, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="7" w:name="_Toc77"/>'))
    heading._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="7"/>'))
    document.add_heading("附\t件", 1)
    document.add_heading(" ", 1)
    made = listed(saved(document), None)
    assert next(each.get(W + "anchor") for each in body(made).iter(LINK)) == "_Toc77"
    assert [read_text(each) for each in body(made).iter(LINK)] == [*HEADINGS, "附 件"]


def test_a_file_without_contents_is_left_as_it_is() -> None:
    file = saved(docx.Document())
    assert listed(file, laid_out(lambda file: {})) is file
    assert not may_list(unpack(file))
    assert may_list(unpack(saved(report())))
