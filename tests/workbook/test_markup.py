"""XML as bytes: elements are found whatever their spelling, and nothing but what is meant is changed."""

from __future__ import annotations

import pytest

from reportgen.workbook import markup

SPELLINGS = {
    "as Excel": b'<?xml version="1.0"?><a><row r="1"><c/></row><row r="2"/></a>',
    "with a prefix": b'<x:a xmlns:x="m"><x:row r="1"><x:c/></x:row><x:row r="2"/></x:a>',
    "in single quotes, and blanks": b"<a>\n<row  r = '1' ><c/></row >\n<row r='2' /></a>",
    "with a sign that ends no tag": b'<a><row r="1" t="a>b"><c/></row><row r="2" t="/"/></a>',
    "beside what only looks so": b'<a><!-- <row r="9"/> --><rowX/><row r="1"><![CDATA[</row>]]></row><row r="2"/></a>',
}


@pytest.mark.parametrize("xml", SPELLINGS.values(), ids=SPELLINGS)
def test_elements_are_found(xml: bytes) -> None:
    found = list(markup.elements(markup.masked(xml), b"row"))
    assert [markup.number(each.attributes, "r") for each in found] == [1, 2]
    assert found[0].end <= found[1].start
    assert found[1].is_short
    assert len(markup.masked(xml)) == len(xml)


def test_what_stands_in_another_element_is_no_child() -> None:
    xml = b"<a><b><c/></b><c/><d></d></a>"
    root = next(markup.children(xml, 0, len(xml)))
    assert [each.name for each in markup.children(xml, root.inside, root.outside)] == [b"b", b"c", b"d"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b' r="A1"', b' r="A1" s="7"'),
        (b' s="3" r="A1"', b' s="7" r="A1"'),
        (b" s='3'", b' s="7"'),
        (b"", b' s="7"'),
    ],
)
def test_an_attribute_is_put_in_or_changed(before: bytes, after: bytes) -> None:
    assert markup.with_attribute(before, "s", 7) == after


def test_attributes_are_told_by_their_whole_name() -> None:
    assert markup.attribute(b' customs="1" s="2"', "s") == "2"
    assert markup.attribute(b' t="a &lt; &quot;b&quot;"', "t") == 'a < "b"'
    assert markup.relation_in(b' sheetId="1" r:id="rId3"') == "rId3"
    assert markup.relation_in(b' sheetId="1"') == ""


def test_changes_are_put_in_where_they_belong() -> None:
    xml = b"<a><b/></a>"
    b = next(markup.elements(xml, b"b"))
    assert markup.spliced(xml, [markup.inserted(xml, b, b"<c/>"), (3, 3, b"x")]) == b"<a>x<b><c/></b></a>"


def test_texts_hold_no_sign_that_xml_may_not() -> None:
    assert markup.text("a\x07<b>\ud800") == "a&lt;b&gt;"
    assert markup.quoted('"\n') == "&quot;&#10;"
    with pytest.raises(ValueError, match="does not end"):
        list(markup.elements(b"<a>", b"a"))
