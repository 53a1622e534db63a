"""What is read from Word's elements, and what may be taken out of them."""

import re

import pytest
from lxml import etree

from reportgen.word.elements import (
    MC,
    SPACE,
    P,
    R,
    T,
    block_beside,
    drop_if_blank,
    has_content,
    parent_of,
    properties_of,
    read_text,
    remove_from_run,
    split,
    vanish,
    write_text,
)
from reportgen.word.package import W


def tree(inside: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{inside}</w:body>')


def xml(root: etree._Element) -> str:
    inside = "".join(etree.tostring(child, encoding="unicode") for child in root)
    return re.sub(r' xmlns:w="[^"]*"|w:', "", inside)


def test_text_includes_insertions_and_links_and_leaves_out_deletions_and_text_boxes() -> None:
    root = tree(
        "<w:p><w:pPr><w:rPr><w:t>格</w:t></w:rPr></w:pPr><w:ins><w:r><w:t>甲</w:t><w:tab/></w:r></w:ins>"
        "<w:del><w:r><w:delText>乙</w:delText><w:t>丙</w:t></w:r></w:del>"
        "<w:hyperlink><w:r><w:t>丁</w:t><w:br/></w:r></w:hyperlink>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>戊</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert read_text(root[0]) == "甲\t丁\n"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("甲", None), ("甲 乙", None), (" 甲", "preserve"), ("甲\u3000", "preserve"), (" ", "preserve")],
)
def test_spaces_at_the_ends_of_a_text_are_kept(text: str, kept: str | None) -> None:
    element = etree.Element(T)
    write_text(element, text)
    assert (element.text, element.get(SPACE)) == (text, kept)


def test_a_run_goes_with_its_last_text_and_the_link_with_its_last_run() -> None:
    root = tree("<w:p><w:hyperlink><w:r><w:rPr/><w:t>甲</w:t></w:r></w:hyperlink></w:p>")
    remove_from_run(next(root.iter(T)))
    assert xml(root) == "<p/>"


def test_a_run_is_split_into_halves_of_the_same_format() -> None:
    root = tree("<w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t><print/><w:t>乙</w:t></w:r>")
    split(root[0], next(root.iter("print")))
    half = "<r><rPr><b/></rPr><t>{}</t></r>"
    assert xml(root) == f"{half.format('甲')}<print/>{half.format('乙')}"


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<w:p/><w:p><w:r><w:t>甲</w:t></w:r></w:p>", "<p><r><t>甲</t></r></p>"),
        ("<w:p/>", "<p/>"),
        ("<w:p/><w:tbl/>", "<tbl/>"),
        ("<w:tbl/><w:p/><w:tbl/>", None),
        ("<w:p><w:r><w:drawing/></w:r></w:p><w:p/>", None),
        ("<w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:p/>", None),
        ("<w:p><print/></w:p><w:p/>", None),
        ('<w:p><w:bookmarkStart w:id="1"/></w:p><w:p/>', '<bookmarkStart id="1"/><p/>'),
    ],
)
def test_a_blank_paragraph_goes_unless_word_needs_it(body: str, left: str | None) -> None:
    root = tree(body)
    before = xml(root)
    drop_if_blank(next(root.iter(P)))
    assert xml(root) == (before if left is None else left)


@pytest.mark.parametrize(
    ("run", "holds"),
    [
        ("<w:t>甲</w:t>", False),
        ("<w:br/>", False),
        ("<w:tab/>", False),
        ("<w:cr/>", False),
        ("<w:rPr><w:b/></w:rPr>", False),
        ("<w:lastRenderedPageBreak/>", False),
        ("<w:commentReference/>", False),
        ("<print/>", False),
        ("<phrase/>", False),
        ("<block/>", False),
        ('<w:br w:type="textWrapping"/>', False),
        ('<w:br w:type="page"/>', True),
        ('<w:br w:type="column"/>', True),
        ("<w:drawing/>", True),
        ("<w:fldChar/>", True),
        ("<w:footnoteReference/>", True),
        ("<w:delText>甲</w:delText>", True),
    ],
)
def test_a_page_break_and_a_picture_are_content_and_text_is_not(run: str, holds: bool) -> None:
    assert has_content(tree(f"<w:p><w:r>{run}</w:r></w:p>")[0]) is holds


def test_what_stands_beside_passes_over_what_is_no_block() -> None:
    root = tree("<w:tbl/><w:bookmarkEnd/><w:p/><w:sectPr/>")
    paragraph = root[2]
    assert (block_beside(paragraph, before=True), block_beside(paragraph)) == (W + "tbl", None)


def test_a_field_is_content_even_where_it_shows_nothing() -> None:
    assert has_content(tree("<w:p><w:fldSimple/></w:p>")[0])


@pytest.mark.parametrize(
    ("sign", "said"), [("tab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "\u2011"), ("sym", "")]
)
def test_a_sign_that_is_an_element_counts_as_a_character(sign: str, said: str) -> None:
    assert read_text(tree(f"<w:p><w:r><w:t>甲</w:t><w:{sign}/></w:r></w:p>")[0]) == f"甲{said}"


@pytest.mark.parametrize(
    "hidden", ["pPr", "rPr", "sdtPr", "del", "moveFrom", "drawing", "pict", "object", "p"]
)
def test_what_does_not_stand_in_the_line_is_no_text(hidden: str) -> None:
    assert read_text(tree(f"<w:p><w:{hidden}><w:t>甲</w:t></w:{hidden}></w:p>")[0]) == ""


def test_the_copy_of_a_text_box_for_old_versions_is_no_text() -> None:
    names = f'xmlns:w="{W[1:-1]}" xmlns:mc="{MC[1:-1]}"'
    both = "<mc:{0}><w:r><w:t>{0}</w:t></w:r></mc:{0}>"
    copies = f"<w:p {names}>{both.format('Choice')}{both.format('Fallback')}</w:p>"
    assert read_text(etree.fromstring(copies)) == "Choice"


@pytest.mark.parametrize(
    "wrapper", ["r", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo"]
)
@pytest.mark.parametrize("properties", ["rPr", "smartTagPr", "customXmlPr"])
def test_what_holds_runs_goes_with_the_last_of_them(wrapper: str, properties: str) -> None:
    root = tree(f"<w:p><w:{wrapper}><w:{properties}/><w:r><w:t>甲</w:t></w:r></w:{wrapper}></w:p>")
    remove_from_run(next(root.iter(T)))
    assert xml(root) == "<p/>"


def test_a_content_control_stays_when_it_is_empty() -> None:
    root = tree("<w:p><w:sdt><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt></w:p>")
    remove_from_run(next(root.iter(T)))
    assert xml(root) == "<p><sdt><sdtContent/></sdt></p>"


@pytest.mark.parametrize(
    ("inside", "halves"),
    [
        ("<w:t>甲</w:t><print/>", "<r><t>甲</t></r><print/>"),
        ("<print/><w:t>乙</w:t>", "<print/><r><t>乙</t></r>"),
        ("<w:rPr/><print/>", "<print/>"),
    ],
)
def test_a_half_without_content_goes(inside: str, halves: str) -> None:
    root = tree(f"<w:r>{inside}</w:r>")
    split(root[0], next(root.iter("print")))
    assert xml(root) == halves


@pytest.mark.parametrize("range_", ["bookmark", "commentRange", "perm", "moveFromRange", "moveToRange"])
def test_the_ends_of_a_range_outlive_what_vanishes(range_: str) -> None:
    root = tree(f'<w:p><w:r><w:{range_}Start w:id="1"/></w:r></w:p><w:p><w:{range_}End w:id="1"/></w:p>')
    for paragraph in list(root):
        vanish(paragraph)
    assert xml(root) == f'<{range_}Start id="1"/><{range_}End id="1"/>'


@pytest.mark.parametrize(
    ("body", "stays"),
    [
        ("<w:tbl/><w:p/>", True),
        ("<w:tbl/><w:p/><w:sectPr/>", True),
        ("<w:tbl/><w:p/><w:p/>", False),
        ("<w:p/><w:tbl/>", False),
        ("<w:sdt/><w:p/>", False),
        ("<w:customXml/><w:p/>", False),
        ("<block/><w:p/>", False),
        ("<w:sectPr/><w:p/>", True),
        ("<w:p><w:r><w:commentReference/></w:r></w:p><w:p/>", True),
        ("<w:p><w:pPr/><w:r><w:t> \u3000</w:t></w:r></w:p><w:p/>", False),
    ],
)
def test_a_blank_paragraph_stays_alone_or_after_a_table(body: str, stays: bool) -> None:
    root = tree(body)
    paragraph = next(root.iter(P))
    drop_if_blank(paragraph)
    assert (paragraph.getparent() is root) is stays


def test_a_root_has_no_parent() -> None:
    with pytest.raises(ValueError, match="no parent"):
        parent_of(etree.Element(R))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<w:p><w:r/></w:p>", ["pPr", "r"]),
        ("<w:r><w:t/></w:r>", ["rPr", "t"]),
        ("<w:tc><w:p/></w:tc>", ["tcPr", "p"]),
        ("<w:tr><w:tblPrEx/><w:tc/></w:tr>", ["tblPrEx", "trPr", "tc"]),
        ("<w:tr><w:trPr/><w:tc/></w:tr>", ["trPr", "tc"]),
    ],
)
def test_properties_are_made_where_they_have_to_stand(written: str, expected: list[str]) -> None:
    (element,) = tree(written)
    made = properties_of(element)
    assert [etree.QName(each).localname for each in element] == expected
    assert properties_of(element) is made
