"""The numbers that Word itself puts before paragraphs are text on a page."""

from __future__ import annotations

import pytest

from reportgen.word.contents import contents, paragraphs
from tests.word.test_contents import body
from tests.word.test_document import TYPE, change, read
from tests.word.test_fill import p

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def numbered(levels: str, *lines: tuple[int, int] | str, more: str = "") -> list[str]:
    """The paragraphs of a file whose lists have these levels; a line is a list and how deep it stands in it."""
    content = "".join(
        p(line)
        if isinstance(line, str)
        else p("项", properties=f'<w:numPr><w:ilvl w:val="{line[1]}"/><w:numId w:val="{line[0]}"/></w:numPr>')
        for line in lines
    )
    file = body(content)
    part = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}</w:numbering>'
    )
    types = read(file)["[Content_Types].xml"]
    if b"numbering.xml" not in types:
        entry = f'<Override PartName="/word/numbering.xml" ContentType="{TYPE}numbering+xml"/></Types>'
        types = types.replace(b"</Types>", entry.encode())
    file = change(file, {"word/numbering.xml": part.encode(), "[Content_Types].xml": types})
    return [each.text for each in paragraphs(contents(file).blocks)]


def level(depth: int, kind: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


@pytest.mark.parametrize(
    ("kind", "text", "first", "second"),
    [
        ("chineseCountingThousand", "%1、", "一、项", "二、项"),
        ("chineseCounting", "（%1）", "（一）项", "（二）项"),
        ("decimal", "%1.", "1.项", "2.项"),
        ("decimalZero", "%1", "01项", "02项"),
        ("decimalFullWidth", "%1．", "１．项", "２．项"),
        ("decimalEnclosedCircleChinese", "%1", "①项", "②项"),
        ("upperLetter", "%1)", "A)项", "B)项"),
        ("lowerRoman", "%1.", "i.项", "ii.项"),
        ("ideographTraditional", "%1、", "甲、项", "乙、项"),
        ("none", "", "项", "项"),
        ("bullet", "\uf0b7", "•项", "•项"),
        ("bullet", "－", "－项", "－项"),
    ],
)
def test_kinds_of_numbers(kind: str, text: str, first: str, second: str) -> None:
    assert numbered(level(0, kind, text), (1, 0), (1, 0)) == [first, second]


def test_deeper_levels_begin_anew_and_may_name_the_ones_above() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")
    lines = ((1, 0), (1, 1), (1, 1), "正文", (1, 0), (1, 1))
    assert numbered(levels, *lines) == ["1.项", "1.1项", "1.2项", "正文", "2.项", "2.1项"]


def test_a_list_may_begin_elsewhere() -> None:
    other = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    lines = ((1, 0), (2, 0), (2, 0), (1, 0))
    assert numbered(level(0, "decimal", "%1.", 3), *lines, more=other) == ["3.项", "5.项", "6.项", "4.项"]


def test_a_paragraph_may_be_taken_out_of_its_list() -> None:
    assert numbered(level(0, "decimal", "%1."), (0, 0), (1, 0), (9, 0), (1, 7)) == ["项", "1.项", "项", "项"]
