"""Fields are found with their instruction and the text they show, simple or in pieces, one within another."""

from __future__ import annotations

import pytest
from lxml import etree

from reportgen.word.fields import find_fields, run_of
from tests.word.test_fill import NAMES, p, r


def pieces(code: str, shown: str = "") -> str:
    """A field in runs of its own, its code cut in two."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    half = len(code) // 2
    codes = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in (code[:half], code[half:]))
    return mark.format("begin") + codes + mark.format("separate") + shown + mark.format("end")


def simple(code: str, shown: str = "") -> str:
    return f"<w:fldSimple w:instr='{code}'>{shown}</w:fldSimple>"


def tree(body: str) -> etree._Element:
    return etree.fromstring(f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")


@pytest.mark.parametrize("write", [pieces, simple])
def test_a_field_is_found_with_what_it_asks_for_and_shows(write: type) -> None:
    (found,) = find_fields(tree(p(r("见"), write(r' ref "_Ref1" \h ', r("二、") + r("丙类")), r("。"))))  # type: ignore[call-arg]
    assert (found.keyword, found.text) == ("REF", "二、丙类")
    assert found.words == ["ref", "_ref1", "\\h"]


def test_a_field_over_paragraphs_holds_those_within() -> None:
    inner = pieces(" PAGEREF _Toc1 ", r("2"))
    body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>')
    body += p('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', r("一、"), inner)
    body += p(r("完"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>', r("后"))
    assert [(each.keyword, each.text) for each in find_fields(tree(body))] == [
        ("TOC", "一、2完"),
        ("PAGEREF", "2"),
    ]


def test_a_field_within_the_code_of_another_is_a_field_of_its_own() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    body = mark.format("begin") + code.format("IF ") + pieces("REF a", r("1")) + code.format(" = 1 甲 乙")
    body += mark.format("separate") + r("甲") + mark.format("end")
    assert [each.words for each in find_fields(tree(p(body)))] == [["if", "1", "甲", "乙"], ["ref", "a"]]


def test_a_field_that_does_not_end_is_none() -> None:
    assert find_fields(tree(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', r("甲")))) == []


@pytest.mark.parametrize("write", [pieces, simple])
def test_an_instruction_is_rewritten_whole(write: type) -> None:
    root = tree(p(write(" REF a ", r("1"))))  # type: ignore[call-arg]
    (found,) = find_fields(root)
    found.rewrite(lambda code: code.replace(" a ", " abc "))
    assert find_fields(root)[0].instruction == " REF abc "


def test_the_run_of_a_mark_and_of_a_simple_field() -> None:
    found = find_fields(tree(p(simple("PAGE")) + p(pieces("PAGE"))))
    assert [run_of(each.start).tag.rpartition("}")[2] for each in found] == ["fldSimple", "r"]
