"""References to parts that are not printed: entries of contents go, others are told, and those that stay show what is there."""

from __future__ import annotations

import pytest
from lxml import etree

from reportgen.word.elements import P, read_text
from reportgen.word.fields import find_fields
from reportgen.word.references import bookmarked, drop_entries, gone, recount, references, refresh
from tests.word.test_fields import pieces, simple, tree
from tests.word.test_fill import p, r


def marked(name: str, text: str, number: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{r(text)}<w:bookmarkEnd w:id="{number}"/>'


def test_a_bookmark_has_the_text_between_its_ends() -> None:
    root = tree(p(marked("A", "甲"), r("乙")) + p('<w:bookmarkStart w:id="2" w:name="b"/>') + p("丙"))
    assert bookmarked([root]) == {"a": "甲", "b": "\n丙"}
    assert bookmarked([tree(p(pieces("SET 期 甲")))]) == {"期": ""}


@pytest.mark.parametrize(
    ("after", "lost"),
    [({"a": "甲"}, {}), ({}, {"a": "二、 甲"}), ({"a": " \n"}, {"a": "二、 甲"}), ({"a": "12"}, {})],
)
def test_what_is_gone_or_has_lost_its_text(after: dict[str, str], lost: dict[str, str]) -> None:
    assert gone({"a": "二、\n甲"}, after) == lost
    assert gone({"point": ""}, {"point": ""}) == {}


@pytest.mark.parametrize(
    "reference",
    [
        pieces(r" REF _Ref1 \h ", r("甲")),
        simple("PAGEREF _ref1", r("2")),
        simple("NOTEREF _Ref1", r("1")),
        simple('HYPERLINK  \\l "_Ref1"', r("甲")),
        simple('HYPERLINK "#_Ref1"', r("甲")),
        pieces("_Ref1", r("甲")),
        pieces("= _Ref1 * 2", r("24")),
        f'<w:hyperlink w:anchor="_Ref1">{r("甲")}</w:hyperlink>',
    ],
)
def test_every_way_to_refer_to_a_bookmark_is_known(reference: str) -> None:
    (found,) = references(tree(p("见", reference)))
    assert "_ref1" in found.names


def test_a_link_to_a_place_in_another_file_refers_to_nothing_here() -> None:
    assert references(tree(p(f'<w:hyperlink r:id="rId7" w:anchor="_Ref1">{r("甲")}</w:hyperlink>'))) == []


@pytest.mark.parametrize("code", ["PAGE", r'TOC \o "1-3" \h', "DATE", "SEQ 表 \\* ARABIC"])
def test_a_field_that_counts_refers_to_nothing(code: str) -> None:
    assert [each.target for each in references(tree(p(pieces(code, r("1")))))] in ([], [""])


# Contents


BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\h</w:instrText></w:r>'
BEGIN += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def entry(name: str, text: str, *, linked: bool = True) -> str:
    inside = r(text) + pieces(f"PAGEREF {name}", r("1"))
    return f'<w:hyperlink w:anchor="{name}">{inside}</w:hyperlink>' if linked else inside


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("end_apart", [True, False])
@pytest.mark.parametrize("lost", [["a"], ["b"], ["c"], ["a", "b"], ["b", "c"], ["a", "b", "c"], []])
def test_entries_go_with_their_headings_and_the_contents_stay_whole(
    linked: bool, end_apart: bool, lost: list[str]
) -> None:
    lines = [entry(name, name.upper(), linked=linked) for name in "abc"]
    body = p(BEGIN + lines[0], properties='<w:pStyle w:val="TOC1"/>') + p(lines[1])
    body += p(lines[2]) + p(END) if end_apart else p(lines[2] + END)
    root = tree(body + p("后"))
    assert drop_entries(root, dict.fromkeys(lost, "")) is bool(lost)
    left = [text for paragraph in root.iter(P) if (text := read_text(paragraph))]
    assert left == [*(f"{name.upper()}1" for name in "abc" if name not in lost), "后"]
    contents, *others = find_fields(root)
    assert contents.keyword == "TOC"
    assert len(others) == 3 - len(lost)
    for paragraph in root.iter(P):
        assert paragraph.find("{*}pPr") is None or paragraph.index(paragraph.find("{*}pPr")) == 0


def test_a_reference_in_the_text_is_no_entry() -> None:
    root = tree(p(simple("PAGEREF a", r("1"))))
    assert drop_entries(root, {"a": ""}) is False
    assert len(find_fields(root)) == 1


def test_an_entry_written_with_a_style_alone_goes_too() -> None:
    root = tree(
        p(f'<w:hyperlink w:anchor="a">{r("甲")}</w:hyperlink>', properties='<w:pStyle w:val="TOC2"/>')
        + p("乙")
    )
    assert drop_entries(root, {"a": ""}) is True
    assert [read_text(paragraph) for paragraph in root.iter(P)] == ["乙"]


# What a reference shows


@pytest.mark.parametrize("write", [pieces, simple])
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("REF a", "108"),
        (r"REF a \h", "108"),
        (r"REF a \h \* MERGEFORMAT", "108"),
        (r"REF a \r \h", "12"),
        (r'REF a \# "0.0"', "12"),
        (r"REF a \* CHINESENUM3", "12"),
        ("PAGEREF a", "12"),
        ("REF b", "12"),
        ("REF c", "12"),
    ],
)
def test_a_reference_to_a_text_shows_it_as_it_is_printed(write: type, code: str, shown: str) -> None:
    root = tree(p("共", write(code, r("1") + r("2")), "件"))  # type: ignore[call-arg]
    assert refresh(root, {"a": "108", "c": "甲\n乙"}) is (shown != "12")
    assert read_text(next(root.iter(P))) == f"共{shown}件"
    assert refresh(root, {"a": "108"}) is False


@pytest.mark.parametrize("write", [pieces, simple])
@pytest.mark.parametrize("code", [r"SEQ 表 \* ARABIC", "SEQ 表", r"SEQ 表 \* ARABIC \* MERGEFORMAT"])
def test_captions_are_counted_anew(write: type, code: str) -> None:
    def captions(*numbers: str) -> etree._Element:
        return tree("".join(p("表", write(code, r(number)), "情况") for number in numbers))  # type: ignore[call-arg]

    filled = captions("1", "2", "2", "4")
    recount(captions("1", "2", "3", "4"), filled)
    assert [read_text(paragraph) for paragraph in filled.iter(P)] == [f"表{n}情况" for n in (1, 2, 3, 4)]
    own = captions("1", "2", "2")
    recount(captions("2", "1"), own)
    assert [read_text(paragraph) for paragraph in own.iter(P)] == ["表1情况", "表2情况", "表2情况"]


@pytest.mark.parametrize("code", [r"SEQ 表 \r 5", r"SEQ 表 \* CHINESENUM3", r"SEQ 表 \s 1", r"SEQ 表 \c"])
def test_captions_that_word_counts_otherwise_are_left_as_they_are(code: str) -> None:
    root = tree(p("表", simple(code, r("1"))) + p("表", simple(code, r("1"))))
    recount(tree(p("表", simple(code, r("1")))), root)
    assert [read_text(paragraph) for paragraph in root.iter(P)] == ["表1", "表1"]


def test_references_are_found_in_a_tree_of_any_kind() -> None:
    assert references(etree.fromstring("<a/>")) == []
