"""What a Word file says where marks of figures stand in it, whatever programs have done to the marks."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.word.marked_passages import read
from tests.word.test_document import add_story, save, write


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
