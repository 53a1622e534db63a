"""Tracked changes as Word writes them, which accept and reject to what was meant."""

from __future__ import annotations

import re

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from reportgen.word.elements import P
from reportgen.word.package import W
from reportgen.word.stretches import HELD
from reportgen.word.tracked_changes import DEL, INS, paragraph_runs, tracker
from tests.word.test_marked_passages import ins, run, struck

WHEN = "2024-01-09T01:59:30Z"


def part(inside: str) -> etree._Element:
    return parse_xml(f"<w:body {nsdecls('w')}>{inside}</w:body>")


def plain(element: etree._Element) -> str:
    """XML without names of spaces, authors and days."""
    said = etree.tostring(element, encoding="unicode")
    return re.sub(r' (xmlns:\w+|w:author|w:date|xml:space)="[^"]*"', "", said).replace("w:", "")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (run("一") + run("二"), '<p><del id="1"><r><delText>一</delText></r><r><delText>二</delText></r></del></p>'),
        (run("一") + "<w:r><w:commentReference w:id='0'/></w:r>",
         '<p><del id="1"><r><delText>一</delText></r></del><r><commentReference id="0"/></r></p>'),
        (run("一") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run("二"),
         '<p><del id="1"><r><delText>一</delText></r></del><r><footnoteReference id="2"/></r>'
         '<del id="2"><r><delText>二</delText></r></del></p>'),
        ("<w:hyperlink>" + run("一") + "</w:hyperlink>",
         '<p><hyperlink><del id="1"><r><delText>一</delText></r></del></hyperlink></p>'),
        (ins(run("一")) + struck("二"),
         '<p><ins id="90"><r><t>一</t></r></ins><del id="91"><r><delText>二</delText></r></del></p>'),
    ],
)  # fmt: skip
def test_what_is_struck(inside: str, expected: str) -> None:
    root = part(f"<w:p>{inside}</w:p>")
    made = tracker([part("")], WHEN)
    made.strike(paragraph_runs(root[0]), HELD)
    assert plain(root[0]) == expected


def test_numbers_are_those_that_nothing_else_has() -> None:
    root = part(f"<w:p><w:bookmarkStart w:id='95' w:name='甲'/>{ins(run('一'))}</w:p>")
    assert tracker([root], "").element(INS).get(W + "id") == "96"


def test_whole_paragraphs_are_changed_a_minute_later() -> None:
    made = tracker([part("")], WHEN)
    assert made.element(INS).get(W + "date") == WHEN
    assert made.later().element(INS).get(W + "date") == "2024-01-09T02:00:30Z"
    assert tracker([part("")], "").later().element(INS).get(W + "date") is None


@pytest.mark.parametrize(
    ("paragraphs", "at", "expected"),
    [
        ("<w:p/><w:p/>", 0, [True, False]),
        ("<w:p/><w:p/>", 1, [False, False]),
        ("<w:p/><w:tbl/>", 0, [True]),
        ("<w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:p/>", 0, [False, False]),
    ],
)
def test_the_last_mark_of_a_body_stays(paragraphs: str, at: int, expected: list[bool]) -> None:
    root = part(paragraphs)
    tracker([root], WHEN).strike_mark(root.findall(P)[at])
    assert [each.find(f"{W}pPr/{W}rPr/{DEL}") is not None for each in root.iter(P)] == expected


@pytest.mark.parametrize(
    ("paragraphs", "at", "expected"),
    [
        ("<w:p/><w:p/><w:p/>", 1, [False, True, False]),
        ("<w:p/><w:p/>", 1, [True, False]),
        ("<w:p/><w:p/><w:tbl/>", 1, [False, True]),
        ("<w:tbl/><w:p/>", 0, [True]),
    ],
)
def test_an_inserted_last_paragraph_goes_by_the_mark_before_it(
    paragraphs: str, at: int, expected: list[bool]
) -> None:
    root = part(paragraphs)
    tracker([root], WHEN).insert_mark(root.findall(P)[at])
    assert [each.find(f"{W}pPr/{W}rPr/{INS}") is not None for each in root.iter(P)] == expected


def test_a_change_of_a_mark_stands_first_among_its_properties() -> None:
    root = part(
        "<w:p><w:pPr><w:jc w:val='left'/><w:rPr><w:b/></w:rPr><w:sectPr/></w:pPr></w:p><w:p><w:pPr><w:pPrChange/></w:pPr></w:p><w:p/>"
    )
    made = tracker([root], WHEN)
    made.insert_mark(root[0])
    made.insert_mark(root[1])
    assert [each.tag for each in root[0][0][1]] == [INS, W + "b"]
    assert [each.tag for each in root[1][0]] == [W + "rPr", W + "pPrChange"]


def test_a_row_is_changed_at_the_end_of_its_properties() -> None:
    root = part(
        "<w:tbl><w:tr><w:tblPrEx/><w:tc/></w:tr><w:tr><w:trPr><w:cantSplit/><w:trPrChange/></w:trPr></w:tr></w:tbl>"
    )
    made = tracker([root], WHEN)
    for row in root[0]:
        made.change_row(row, DEL)
    assert [each.tag for each in root[0][0]] == [W + "tblPrEx", W + "trPr", W + "tc"]
    assert [each.tag for each in root[0][0][1]] == [W + "hidden", DEL]
    assert [each.tag for each in root[0][1][0]] == [W + "cantSplit", DEL, W + "trPrChange"]
