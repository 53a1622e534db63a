"""What a Word file says where marks of figures stand in it, whatever programs have done to the marks."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.word import marked_passages
from reportgen.word.marked_passages import read
from reportgen.word.package import NotWordError
from tests.word.test_document import add_story, change, save, write
from tests.word.test_document import read as read_parts


def begin(place: int, id_: int | None = None) -> str:
    return f'<w:bookmarkStart w:id="{id_ or place}" w:name="_rg{place}_0123abcd_{place}"/>'


def end(id_: int) -> str:
    return f'<w:bookmarkEnd w:id="{id_}"/>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def ins(inside: str) -> str:
    return f'<w:ins w:id="90" w:author="甲">{inside}</w:ins>'


def struck(text: str, inside: str = "") -> str:
    return f'<w:del w:id="91" w:author="甲"><w:r><w:delText>{text}</w:delText></w:r>{inside}</w:del>'


def body(*paragraphs: str) -> bytes:
    document = docx.Document()
    for each in reversed(paragraphs):
        document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{each}</w:p>"))
    return save(document)


@pytest.mark.parametrize(
    ("inside", "text", "marked"),
    [
        (run("共") + begin(1) + run("12") + end(1) + run("件"), "共12件", ["12"]),
        (run("共9") + begin(1) + run("12") + end(1), "共912", ["12"]),
        (run("共") + begin(1) + end(1) + run("件"), "共件", [""]),
        (begin(1) + run("共12件") + end(1), "共12件", ["共12件"]),
        (begin(1) + begin(2) + run("12") + end(1) + end(2), "12", ["12", "12"]),
        (begin(1, 5) + run("1") + end(5) + begin(2, 5) + run("2") + end(5), "12", ["1", "2"]),
        (begin(1) + struck("12") + end(1) + ins(run("34")), "34", [""]),
        (struck("12", begin(1)) + ins(run("3") + end(1) + run("4")), "34", ["3"]),
        (begin(1) + run("12"), "12", []),
        (run("12") + end(1), "12", []),
    ],
)
def test_marks_are_found_wherever_their_ends_are(inside: str, text: str, marked: list[str]) -> None:
    passage = read(body(inside)).passages[0]
    assert passage.text == text
    assert [passage.text[each.start : each.end] for each in passage.marks] == marked


def test_a_mark_over_paragraphs_belongs_to_none() -> None:
    found = read(body(begin(1) + run("1"), run("2") + end(1)))
    assert [each.mark.place for each in [*found.passages[0].marks, *found.passages[1].marks]] == []
    assert [each.place for each in found.widened] == [1]


def test_all_parts_are_read_and_what_word_counts_is_blank() -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "页眉"
    footer = document.sections[0].footer.paragraphs[0]
    footer._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE ">{run("12")}</w:fldSimple>'))
    box = f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p>{run('框')}</w:p></w:txbxContent></w:pict></w:r>"
    document.paragraphs[0]._p.append(parse_xml(box))
    note = f'<w:footnote w:id="1"><w:p>{run("注")}</w:p></w:footnote><w:footnote w:id="0" w:type="separator"><w:p>{run("线")}</w:p></w:footnote>'
    found = read(add_story(save(document), "footnotes", note))
    assert [each.text for each in found.passages] == ["正文", "框", "页眉", "  ", "注"]
    assert [each.boxed for each in found.passages] == [False, True, False, False, False]


def test_places_are_told_by_heading() -> None:
    found = read(write("#一、总则", "甲", "乙"))
    assert dict(found.places({1, 2})) == {1: "“一、总则”下第1段", 2: "“一、总则”下第2段"}


def test_what_is_known_of_the_whole_file() -> None:
    plain = read(write("甲"))
    assert (plain.manifest, plain.is_tracked, plain.has_grid) == (None, False, True)
    assert read(body(ins(run("1")))).is_tracked
    bare = docx.Document(BytesIO(write("甲")))
    for grid in list(
        bare.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}docGrid")
    ):
        grid.getparent().remove(grid)
    assert not read(save(bare)).has_grid


FIELD = "".join(
    f"<w:r>{each}</w:r>"
    for each in (
        '<w:fldChar w:fldCharType="begin"/>', "<w:instrText> PA</w:instrText>", "<w:instrText>GE </w:instrText>",
        '<w:fldChar w:dirty="1" w:fldCharType="separate"/>', "<w:t>12</w:t>", '<w:fldChar w:fldCharType="end"/>',
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("共12件") + run("a&amp;b&lt;3&#65;"), "共12件a&b<3A"),
        (run("") + "<w:r><w:t/></w:r>" + run(" 1 "), " 1 "),
        ("<w:r><w:tab/><w:t\n>1</w:t\n><w:br w:type='page'/><w:noBreakHyphen/><w:cr/></w:r>", "\t1\n\u2011\n"),
        ('<w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr>' + run("1"), "1"),
        (FIELD + run("3"), "  3"),
        (FIELD.replace(" PA", " =1+").replace("GE ", "") + run("3"), "123"),
        (begin(1) + run("1") + end(1) + ins(begin(2) + run("2")) + end(2), "12"),
        ('<w:bookmarkStart w:name="_rg1_0123abcd_1" w:id="1"/>' + run("1") + "<w:bookmarkEnd w:id='1'/>", "1"),
        ('<w:sdt><w:sdtContent>' + begin(1) + run("1") + end(1) + "</w:sdtContent></w:sdt>", "1"),
        ('<w:commentRangeStart w:id="1"/>' + run("1") + '<w:commentRangeEnd w:id="1"/>' + run("2"), "12"),
        ('</w:p>' + begin(1) + "<w:p/>" + end(1) + "<w:p>" + run("1"), ""),
        (run("1") + "</w:p>" + begin(1) + end(1) + "<w:p>", "1"),
        (struck("1", begin(1)) + run("2") + end(1), "2"),
        ("<w:r><w:t><![CDATA[1]]></w:t></w:r><!--<w:t>2</w:t>-->", "1"),
        ("<w:r><w:t>1</w:t></w:r><?w <w:t>2</w:t>?>", "1"),
        ('<w:r><x:t xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main">1</x:t></w:r>', "1"),
        ('<w:r xmlns:w="urn:else"><w:t>1</w:t></w:r>', ""),
        ("<w:r><w:t>1<w:x/></w:t></w:r>", "1"),
    ],
)  # fmt: skip
def test_a_part_says_the_same_without_a_tree(inside: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = raw(inside)
    told = seen(file)
    assert told[0][0] == text
    monkeypatch.setattr(marked_passages, "_plain", lambda content: None)
    assert seen(file) == told


def raw(inside: str) -> bytes:
    """A file whose first paragraph holds just this."""
    written = write("@@")
    part = read_parts(written)["word/document.xml"]
    start, end = part.index(b"<w:p>"), part.index(b"</w:p>")
    return change(written, {"word/document.xml": part[:start] + f"<w:p>{inside}".encode() + part[end:]})


def seen(file: bytes) -> list[tuple[object, ...]]:
    found = read(file)
    return [(each.text, each.marks, each.comments, each.part, each.boxed) for each in found.passages] + [
        (found.widened, found.is_tracked)
    ]


@pytest.mark.parametrize("inside", ["<w:r><w:t>1</w:r>", "<w:r><w:t>&nbsp;</w:t></w:r>", "<w:r><w:t>1"])
def test_a_part_that_is_not_sound_is_not_read(inside: str) -> None:
    with pytest.raises(NotWordError, match="已损坏"):
        read(raw(inside))


def test_of_a_sound_part_no_tree_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked_passages, "parse", None)
    assert read(raw(run("1") + FIELD)).passages[0].text == "1  "
