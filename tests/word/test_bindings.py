"""Content controls bound to data elsewhere in the file."""

from __future__ import annotations

import pytest
from lxml import etree

from reportgen.word.bindings import bound_otherwise
from reportgen.word.package import Package, W
from tests.word.test_fill import NAMES, SLOTS, p, r, row, s, table, xml

STORE = "{11111111-2222-3333-4444-555555555555}"
BOUND = f"<w:dataBinding w:prefixMappings=\"xmlns:c='urn:c'\" w:xpath='/c:cover[1]/c:unit[1]' w:storeItemID='{STORE}'/>"
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
LATER = BOUND.replace("<w:dataBinding", f"<w15:dataBinding {W15}")
TITLE = '<w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:title[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/>'


def control(content: str, properties: str = BOUND) -> str:
    return f'<w:sdt><w:sdtPr><w:id w:val="7"/>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


CELL = f"<w:tc>{p('{{总数}}')}</w:tc>"


@pytest.mark.parametrize(
    "body",
    [
        p(control(r("{{总数}}"))),
        control(p("共{{总数}}件")),
        table(f"<w:tr>{control(CELL)}</w:tr>"),
        table(control(row("{{总数}}"))),
        control(control(p("{{总数}}"))),
        p(control(r("{{总")), r("数}}")),
        p(r("{{"), control(r("总数")), r("}}")),
    ],
    ids=["inline", "block", "cell", "row", "nested", "half", "middle"],
)
@pytest.mark.parametrize("binding", [BOUND, LATER, TITLE], ids=["w", "w15", "title"])
def test_a_control_that_holds_a_tag_loses_its_binding_and_nothing_else(body: str, binding: str) -> None:
    filled = xml(body.replace(BOUND, binding), SLOTS)
    assert "dataBinding" not in filled
    assert '<w:id w:val="7"/>' in filled
    assert "12" in filled


def test_a_control_without_a_tag_keeps_its_binding() -> None:
    assert xml(p("共{{总数}}件", control(r("甲"))), SLOTS).count("dataBinding") == 1
    assert xml(control(p("甲")) + p("{{总数}}"), SLOTS).count("dataBinding") == 1


@pytest.mark.parametrize(
    "kind",
    [
        '<w:date w:fullDate="2022-12-31T00:00:00Z"><w:dateFormat w:val="yyyy年M月d日"/></w:date>',
        '<w:comboBox w:lastValue="甲"><w:listItem w:value="甲"/></w:comboBox>',
        "<w:dropDownList/>",
        "<w:showingPlcHdr/><w:text/>",
    ],
)
def test_a_filled_control_is_of_a_kind_that_writes_nothing_by_itself(kind: str) -> None:
    filled = xml(p(control(r("{{总数}}"), kind)), SLOTS)
    assert filled.count("<w:sdtPr>") == 1
    assert '<w:sdtPr><w:id w:val="7"/></w:sdtPr>' in filled


def test_a_control_may_hold_the_paragraphs_of_a_value() -> None:
    filled = xml(control(p("{{文}}"), BOUND + "<w:text/>"), SLOTS | {"文": s("甲\n乙")})
    assert filled.count("<w:p>") == 2
    assert "<w:text/>" not in filled


# What a control without a tag will show


def told(content: str, stored: str, binding: str = BOUND) -> list[tuple[str, str]]:
    core = f'<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{stored}</dc:title></cp:coreProperties>'
    parts = {
        "customXml/item1.xml": f'<c:cover xmlns:c="urn:c"><c:unit>{stored}</c:unit></c:cover>',
        "customXml/itemProps1.xml": f'<ds:datastoreItem ds:itemID="{STORE}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>',
        "customXml/itemProps2.xml": "<a/>",
        "docProps/core.xml": core,
    }
    types = {"docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml"}
    package = Package({name: text.encode() for name, text in parts.items()}, types)
    body = p(control(r(content), binding))
    story = etree.fromstring(f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
    assert story[0][0][0].tag == W + "sdt"
    return [(shown, there) for _, shown, there in bound_otherwise(package, story)]


CORE = TITLE.replace(
    "w:xpath", "w:prefixMappings=\"xmlns:ns1='urn:cp' xmlns:ns0='http://purl.org/dc/elements/1.1/'\" w:xpath"
)


@pytest.mark.parametrize("binding", [BOUND, LATER, CORE], ids=["w", "w15", "title"])
@pytest.mark.parametrize("stored", ["108", "共{{总数}}件", "｛｛总数｝｝", ""])
def test_a_control_that_will_show_something_else_is_told(binding: str, stored: str) -> None:
    assert told("120", stored, binding) == [("120", stored)]


@pytest.mark.parametrize(
    ("content", "stored", "binding"),
    [
        ("近海镇", "近海镇", BOUND),
        ("近海镇", " 近海\n镇", BOUND),
        ("{{总数}}", "甲", BOUND),
        ("2023年5月1日", "2023-05-01", BOUND + "<w:date/>"),
        ("甲", "&lt;pkg:package/&gt;", BOUND),
        ("甲", "乙", BOUND.replace("unit", "other")),
        ("甲", "乙", BOUND.replace("/c:cover[1]", "[[")),
        ("甲", "乙", ""),
        ("单击此处输入标题", " ", BOUND + "<w:showingPlcHdr/>"),
    ],
)
def test_a_control_that_shows_what_is_stored_is_not_told(content: str, stored: str, binding: str) -> None:
    assert told(content, stored, binding) == []


def test_a_tag_in_the_data_of_a_date_is_told() -> None:
    assert told("2023年5月1日", "{{总数}}", BOUND + "<w:date/>") == [("2023年5月1日", "{{总数}}")]
