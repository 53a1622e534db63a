"""What is copied into a file that another program has saved: styles by name, and nothing that only the first file has."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from reportgen.word.elements import R, read_text
from reportgen.word.package import Package, W, unpack
from reportgen.word.transplanted import Nursery
from tests.word.test_document import save


def package(style_id: str) -> Package:
    """A file whose style 正文一 has this id."""
    document = docx.Document()
    document.styles.add_style("正文一", 1).element.set(W + "styleId", style_id)
    return unpack(save(document))


def copied(inside: str, there: str = "Style14") -> etree._Element:
    paragraph = parse_xml(f"<w:p {nsdecls('w', 'r')}>{inside}</w:p>")
    return Nursery(package("a1"), package(there)).copy(paragraph)


def test_a_style_goes_by_its_name() -> None:
    made = copied(
        '<w:pPr><w:pStyle w:val="a1"/></w:pPr><w:r><w:rPr><w:rStyle w:val="nowhere"/></w:rPr><w:t>甲</w:t></w:r>'
    )
    assert [each.get(W + "val") for each in made.iter(W + "pStyle", W + "rStyle")] == ["Style14"]


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        ('<w:hyperlink r:id="rId9"><w:r><w:t>甲</w:t></w:r></w:hyperlink>', "甲"),
        ('<w:r><w:t>甲</w:t><w:footnoteReference w:id="2"/></w:r>', "甲"),
        ('<w:r><w:drawing/></w:r><w:r><w:t>甲</w:t></w:r>', "甲"),
        ('<w:bookmarkStart w:id="1" w:name="别人的"/><w:r><w:t>甲</w:t></w:r><w:bookmarkEnd w:id="1"/>', "甲"),
        ('<w:commentRangeStart w:id="1"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="1"/>', "甲"),
        ('<w:pPr><w:sectPr/></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>', "甲\t乙"),
    ],
)  # fmt: skip
def test_what_hangs_on_other_parts_stays_behind(inside: str, left: str) -> None:
    made = copied(inside)
    assert read_text(made) == left
    assert {each.tag for each in made} <= {R, W + "pPr"}
    assert not any(
        name.startswith("{http://schemas.openxmlformats.org/officeDocument")
        for each in made.iter()
        for name in each.attrib
    )
    assert next(made.iter(W + "sectPr", W + "footnoteReference"), None) is None


def test_our_own_marks_come_along() -> None:
    made = copied(
        '<w:bookmarkStart w:id="1" w:name="_rg1_0123abcd_1"/><w:r><w:t>1</w:t></w:r><w:bookmarkEnd w:id="1"/>'
    )
    assert [each.tag for each in made] == [W + "bookmarkStart", R, W + "bookmarkEnd"]


def test_numbering_comes_along_where_both_files_have_the_same() -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r>'
    assert next(copied(numbered).iter(W + "numPr"), None) is not None
    other = docx.Document(BytesIO(save(docx.Document())))
    other.part.numbering_part.element.remove(other.part.numbering_part.element[0])
    paragraph = parse_xml(f"<w:p {nsdecls('w')}>{numbered}</w:p>")
    made = Nursery(package("a1"), unpack(save(other))).copy(paragraph)
    assert next(made.iter(W + "numPr"), None) is None
