"""Tags are written over pieces of a finished report, each under a comment; everything else of the file stays."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml

from reportgen.word.annotated import Edit, Loop, read, write
from reportgen.word.document import text_lines
from reportgen.word.package import NotWordError, unpack
from tests.word.structure import faults
from tests.word.test_document import save


def cut(*pieces: str, document: Document | None = None) -> Document:
    """A document with one paragraph more, of which each piece is a run of its own."""
    document = document or docx.Document()
    paragraph = document.add_paragraph()
    for number, piece in enumerate(pieces):
        paragraph.add_run(piece).bold = bool(number % 2)
    return document


def texts(content: bytes) -> list[str]:
    return [line.partition("\t")[2] for line in text_lines(content)]


@pytest.mark.parametrize(
    "pieces",
    [
        ("全年受理121起。",),
        ("全年受理", "121", "起。"),
        ("全年受理1", "2", "1起。"),
        ("全年", "受", "理1", "21起", "。"),
        ("全年受理121", "起。"),
    ],
)
def test_a_tag_takes_the_place_of_a_number_wherever_its_runs_are_cut(pieces: tuple[str, ...]) -> None:
    content = write(save(cut(*pieces)), [Edit(0, 4, 7, "{{甲.总数}}", "是总数\n对吗")])
    assert texts(content) == ["全年受理{{甲.总数}}起。"]
    assert faults(content) == {}
    document = docx.Document(BytesIO(content))
    (comment,) = document.comments
    assert (comment.text, comment.author) == ("是总数\n对吗", "reportgen")
    run = next(run for run in document.paragraphs[0].runs if run.text == "{{甲.总数}}")
    assert run._r.getprevious().tag.endswith("commentRangeStart")
    bold = next(number % 2 for number, piece in enumerate(pieces) if "1" in piece)
    assert bool(run.bold) is bool(bold)


def test_several_edits_of_a_paragraph_keep_their_order_and_a_doubt_keeps_the_text() -> None:
    edits = [Edit(0, 2, 3, "{{甲}}", "一"), Edit(0, 6, 7, "", "二"), Edit(1, 0, 2, "{{丙}}", "三")]
    content = write(save(_two()), edits, remark="先看这里")
    assert texts(content) == ["维持{{甲}}件，撤销2件", "{{丙}}四"]
    assert [each.text for each in docx.Document(BytesIO(content)).comments] == ["先看这里", "一", "二", "三"]


def _two() -> Document:
    return cut("三三四", document=cut("维持1件，撤销2件"))


def test_the_same_report_gives_the_same_bytes_without_the_clock() -> None:
    report, edits = save(cut("受理5件")), [Edit(0, 2, 3, "{{甲}}", "一")]
    assert write(report, edits) == write(report, edits)
    assert b"w:date" not in unpack(write(report, edits)).parts["word/comments.xml"]


def test_all_parts_but_the_body_and_the_comments_stay_as_they_are() -> None:
    report = save(cut("受理5件"))
    before, after = unpack(report).parts, unpack(write(report, [Edit(0, 2, 3, "{{甲}}", "一")])).parts
    others = set(before) - {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert {name: before[name] for name in others} == {name: after[name] for name in others}


def test_the_first_of_some_paragraphs_is_repeated_and_the_others_go() -> None:
    document = docx.Document()
    for text in ("前面", "第一条。", "第二条。", "后面"):
        document.add_paragraph(text)
    edits = [Edit(1, 0, 3, "{{内容}}", "")]
    content = write(save(document), edits, [Loop(1, 2, "清单.甲", "两段")])
    assert texts(content) == ["前面", "{{#清单.甲}}", "{{内容}}。", "{{/清单.甲}}", "后面"]
    assert faults(content) == {}


def test_what_takes_no_comment_is_closed_and_what_word_writes_is_no_text_to_change() -> None:
    document = cut("正文5件")
    document.sections[0].header.paragraphs[0].text = "页眉2023年"
    document.paragraphs[0].add_run().add_break(WD_BREAK.PAGE)
    body, header = read(save(document))
    assert (body.closed, body.place) == ("", "正文第1段")
    assert (header.closed, header.alone) == ("页眉", False)


def test_a_paragraph_in_which_a_section_ends_is_not_repeated() -> None:
    document = cut("后面", document=cut("甲乙丙丁"))
    document.paragraphs[0]._p.get_or_add_pPr()._add_sectPr()
    assert [each.alone for each in read(save(document))] == [False, True]


def test_only_what_stands_next_to_each_other_is_of_one_group() -> None:
    document = cut("二", document=cut("一"))
    document.add_paragraph()
    cut("三", document=document).add_table(1, 1).cell(0, 0).text = "四"
    cut("五", document=document)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    cut("六", document=document)
    groups = [each.group for each in read(save(document))]
    assert [groups.count(each) for each in groups] == [3, 3, 3, 1, 1, 1]


def test_what_is_no_word_file_is_refused_with_a_sentence() -> None:
    with pytest.raises(NotWordError, match="Word"):
        read(b"%PDF-1.7")


W_ = f"xmlns:w='{docx.oxml.ns.nsmap['w']}'"


@pytest.mark.parametrize(
    "inner",
    [
        "<w:hyperlink w:anchor='x'><w:r><w:t>受理12</w:t></w:r></w:hyperlink><w:r><w:t>1起</w:t></w:r>",
        "<w:ins w:id='9' w:author='甲'><w:r><w:t>受理121</w:t></w:r></w:ins><w:r><w:t>起</w:t></w:r>",
        "<w:r><w:t>受理1</w:t></w:r><w:del w:id='9' w:author='甲'><w:r><w:delText>9</w:delText></w:r></w:del><w:r><w:t>21起</w:t></w:r>",
        "<w:sdt><w:sdtContent><w:r><w:t>受理12</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>1起</w:t></w:r>",
        "<w:bookmarkStart w:id='1' w:name='b'/><w:r><w:t>受理1</w:t></w:r><w:bookmarkEnd w:id='1'/><w:r><w:t>21起</w:t></w:r>",
        "<w:r><w:t>受理</w:t><w:t>121</w:t><w:t>起</w:t></w:r>",
        "<w:r><w:t>受</w:t><w:noBreakHyphen/></w:r><w:r><w:t>121</w:t></w:r><w:r><w:tab/><w:t>起</w:t></w:r>",
        "<w:smartTag w:uri='u' w:element='e'><w:r><w:t>受理1</w:t></w:r></w:smartTag><w:proofErr w:type='spellStart'/><w:r><w:t>21起</w:t></w:r>",
    ],
)
def test_what_word_puts_around_runs_does_no_harm(inner: str) -> None:
    document = docx.Document()
    paragraph = parse_xml(f"<w:p {W_}>{inner}</w:p>")
    document.element.body.insert(0, paragraph)
    before = texts(save(document))[0]
    content = write(save(document), [Edit(0, 2, 5, "{{甲}}", "一")])
    assert texts(content)[0] == before.replace("121", "{{甲}}")
    assert faults(content) == {}
    ranges = [
        each.tag.partition("}")[2]
        for each in docx.Document(BytesIO(content)).element.iter()
        if "omment" in str(each.tag)
    ]
    assert ranges == ["commentRangeStart", "commentRangeEnd", "commentReference"]


def test_comments_that_are_there_stay() -> None:
    document = cut("受理", "121", "起")
    document.add_comment(document.paragraphs[0].runs, "旧的", "甲")
    after = docx.Document(BytesIO(write(save(document), [Edit(0, 2, 5, "{{甲}}", "新的")])))
    assert sorted((each.author, each.text) for each in after.comments) == [
        ("reportgen", "新的"),
        ("甲", "旧的"),
    ]
    assert len({each.comment_id for each in after.comments}) == 2


def test_comments_have_their_styles_and_their_time_where_asked_for() -> None:
    content = write(
        save(cut("受理5件")), [Edit(0, 2, 3, "", "一\n二")], when="2024-01-15T01:30:00Z", styled=True
    )
    document = docx.Document(BytesIO(content))
    assert {each.style_id for each in document.styles} >= {"CommentText", "CommentReference"}
    assert b'w:date="2024-01-15T01:30:00Z"' in unpack(content).parts["word/comments.xml"]
    assert faults(content) == {}


def test_the_number_of_a_comment_is_not_looked_for_among_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_for(self: object) -> int:
        raise AssertionError("takes twice as long for each when there are twice as many")

    monkeypatch.setattr("docx.oxml.comments.CT_Comments._next_available_comment_id", looked_for)
    edits = [Edit(0, at, at + 1, "", f"第{at}处") for at in range(9)]
    comments = docx.Document(BytesIO(write(save(cut("一二三四五六七八九")), edits))).comments
    assert [each.comment_id for each in comments] == list(range(9))
