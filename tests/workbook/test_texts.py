"""Shared texts are read as calamine reads them, and what is struck out or raised in them is told."""

from __future__ import annotations

import pytest

from reportgen.workbook.notes import PARTLY_RAISED, PARTLY_STRUCK, STRUCK, Unusual
from reportgen.workbook.texts import Text, rich_text, shared_texts, text_of

BOLD, STRIKE, RAISED = "<rPr><b/></rPr>", "<rPr><strike/></rPr>", '<rPr><vertAlign val="superscript"/></rPr>'


def texts(*items: str) -> list[str]:
    part = f'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="x">{"".join(items)}</sst>'
    found = shared_texts(part.encode()).by_number
    return [found[b"%d" % at] for at in range(len(items))]


def test_texts_are_found_by_their_numbers() -> None:
    assert texts("<si><t>甲</t></si>", "<si><t>乙</t></si>") == ["甲", "乙"]
    kept = '<si><t xml:space="preserve"> 乙 </t></si>'
    assert texts("<si><t>甲</t></si>", kept, "<si/>", "<si><t>丙</t></si>") == ["甲", " 乙 ", "", "丙"]
    assert texts("<si><t>甲</t></si>", "<si></si>") == ["甲", ""]
    assert texts('<si><t>甲</t><phoneticPr fontId="1"/></si>', "<si><t/></si>") == ["甲", ""]
    assert shared_texts(b"").by_number == {b"": ""}
    assert shared_texts(b"<sst/>").by_number == {b"": ""}
    assert shared_texts("<sst><si><t></t></si><si><t>甲</t></si></sst>".encode()).blank == {b"0"}


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" a ", "a"),
        ("\ta", "a"),
        ("a\n", "a"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("&#10;a&#13;b", "a\rb"),
        ("&lt;&gt;&amp;&quot;&apos;&#x4e2d;", "<>&\"'中"),
        ("a_x000D_b_x4E2D_", "a\rb_x4E2D_"),
        ("_x005F_x000D_", "_x000D_"),
        ("\u3000a", "\u3000a"),
    ],
)
def test_a_text_is_what_it_stands_for(raw: str, text: str) -> None:
    assert text_of(raw) == text
    assert texts(f"<si><t>{raw}</t></si>", "<si><t>b</t></si>") == [text, "b"]
    assert text_of(f" {raw}", keep=True)[0] == " "


@pytest.mark.parametrize("code", [1, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF])
def test_a_reference_names_a_character_by_its_number(code: int) -> None:
    assert text_of(f"&#{code};", keep=True) == text_of(f"&#x{code:X};", keep=True) == chr(code)


@pytest.mark.parametrize(
    "raw", ["&nbsp;", "&#0;", "&#xD800;", "&#xDFFF;", "&#x110000;", "&#1114112;", "&#65", "&"]
)
def test_a_reference_to_nothing_is_unusual(raw: str) -> None:
    with pytest.raises(Unusual):
        text_of(raw)


@pytest.mark.parametrize(
    "part",
    [
        b"<x:sst><x:si><x:t>a</x:t></x:si></x:sst>",
        b"<sst><si><t>a<!-- --></t></si></sst>",
        b"<sst><!-- --><si><t>a</t></si></sst>",
        b"<sst>\n <si><t>a</t></si>\n <si><t>b</t></si></sst>",
        b"<?xml version='1.0' encoding='GBK'?><sst><si><t>a</t></si></sst>",
        b"<sst><si><t>\xff</t></si></sst>",
        b"<sst><si><t>a</t></si>",
        b"<sst><si><r><b/></r></si></sst>",
    ],
)
def test_what_is_written_otherwise_is_unusual(part: bytes) -> None:
    with pytest.raises(Unusual):
        shared_texts(part)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (f"<r>{BOLD}<t>12</t></r><r><t>人</t></r>", Text("12人")),
        (f"<r>{STRIKE}<t>12</t></r><r><t>15</t></r>", Text("1215", PARTLY_STRUCK)),
        (f'<r>{STRIKE}<t>12</t></r><r><t xml:space="preserve"> </t></r>', Text("12 ", STRUCK)),
        (f"<r><t>12</t></r><r>{RAISED}<t>1</t></r>", Text("121", PARTLY_RAISED)),
        (f"<r>{RAISED}<t>1</t></r>", Text("1")),
        ('<t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh><phoneticPr fontId="1"/>', Text("甲")),
        ("", Text("")),
    ],
)
def test_runs_are_joined_and_their_looks_told(runs: str, expected: Text) -> None:
    assert rich_text(runs) == expected
