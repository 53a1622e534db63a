"""The lists of a package with another part in them: what counts sheets is moved on by one."""

from __future__ import annotations

import pytest

from reportgen.workbook import registered
from reportgen.workbook.registered import STRICT, TRANSITIONAL

BOOK = (
    '<workbook xmlns="m"><bookViews><workbookView firstSheet="2" activeTab="1"/><workbookView/></bookViews><sheets>'
    '<sheet name="甲" sheetId="1" r:id="rId1"/><sheet name="乙" sheetId="7" r:id="rId2"/></sheets><definedNames>'
    '<definedName name="a" localSheetId="1">甲!$A$1</definedName><definedName name="b">1</definedName></definedNames></workbook>'
)


def test_a_sheet_is_put_in_front() -> None:
    xml = registered.listed(BOOK.encode(), "退回单", "rId9", TRANSITIONAL).decode()
    assert xml.index('name="退回单" sheetId="8"') < xml.index('name="甲"')
    assert '<workbookView firstSheet="0" activeTab="2"/><workbookView activeTab="1"/>' in xml
    assert 'name="a" localSheetId="2"' in xml
    assert '<definedName name="b">' in xml
    with pytest.raises(ValueError, match="no sheets"):
        registered.listed(b"<workbook/>", "退回单", "rId9", TRANSITIONAL)


def test_a_relation_has_an_id_of_its_own() -> None:
    xml, name = registered.related(b"", "xl/worksheets/sheet1.xml", "k", "xl/comments1.xml")
    assert name == "rId1"
    assert b'Target="../comments1.xml"' in xml
    xml, name = registered.related(xml, "xl/worksheets/sheet1.xml", "k", "xl/worksheets/a.xml")
    assert name == "rId2"
    assert registered.relations_part("xl/worksheets/sheet1.xml") == "xl/worksheets/_rels/sheet1.xml.rels"


def test_content_types_name_the_parts() -> None:
    types = b'<Types xmlns="t"><Default Extension="xml" ContentType="x"/></Types>'
    xml = registered.typed(types, [("xl/a.xml", "k")], drawings=True).decode()
    assert '<Default Extension="vml"' in xml
    assert '<Override PartName="/xl/a.xml" ContentType="k"/></Types>' in xml
    assert registered.typed(xml.encode(), [], drawings=True).decode().count('"vml"') == 1


def test_titles_of_sheets_have_another_in_front() -> None:
    listed = (
        "<Properties><HeadingPairs><vt:vector><vt:variant><vt:lpstr>工作表</vt:lpstr></vt:variant><vt:variant><vt:i4>1</vt:i4>"
        '</vt:variant></vt:vector></HeadingPairs><TitlesOfParts><vt:vector size="1" baseType="lpstr"><vt:lpstr>甲</vt:lpstr>'
        "</vt:vector></TitlesOfParts></Properties>"
    ).encode()
    xml = registered.titled(listed, "退回单", "甲").decode()
    assert "<vt:i4>2</vt:i4>" in xml
    assert '<vt:vector size="2" baseType="lpstr"><vt:lpstr>退回单</vt:lpstr><vt:lpstr>甲</vt:lpstr>' in xml
    assert registered.titled(listed, "退回单", "乙") == listed
    assert registered.titled(b"<Properties/>", "退回单", "甲") == b"<Properties/>"


def test_a_strict_workbook_is_known_by_its_namespace() -> None:
    assert registered.dialect_of(f'<workbook xmlns="{STRICT.main}"/>'.encode()) == STRICT
    assert registered.dialect_of(BOOK.encode()) == TRANSITIONAL
