"""Comments are read with their answers and what is resolved, and written so that Word and LibreOffice know them again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest

from reportgen.pdf import office
from reportgen.word import annotated, threads
from reportgen.word.annotated import Edit
from reportgen.word.marked_passages import read
from reportgen.word.threads import Remark, Thread
from tests.word.structure import faults

WHEN = "2024-01-16T08:00:00Z"
ANSWER = Remark("对", "张三", "张", WHEN, done=True, answers=True)
OWN = Remark("两段\n文字", "李四", "李", WHEN)


def paper(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


@pytest.fixture
def commented() -> bytes:
    edits = [
        Edit(0, 2, 4, "", "数", done=True),
        Edit(0, 2, 4, "", "", remark=ANSWER),
        Edit(0, 0, 5, "", "", remark=OWN),
        Edit(1, 0, 2, "", "又一个"),
    ]
    return annotated.write(paper("受理12件。", "第二段"), edits, when=WHEN, styled=True)


def test_comments_are_read_as_they_were_written(commented: bytes) -> None:
    ours = Remark("数", when=WHEN, done=True)
    assert threads.read(read(commented)) == [
        Thread(OWN, [], 0, 0, 5),
        Thread(ours, [ANSWER], 0, 2, 4),
        Thread(Remark("又一个", when=WHEN), [], 1, 0, 2),
    ]
    assert faults(commented) == faults(paper("受理12件。", "第二段"))
    assert len(list(docx.Document(BytesIO(commented)).comments)) == 4


def test_without_answers_and_resolved_ones_nothing_is_added() -> None:
    made = annotated.write(paper("受理12件。"), [Edit(0, 2, 4, "", "数")], when=WHEN)
    assert b"commentsExtended" not in made
    assert threads.write(made, [Remark("数")]) == made


def test_a_comment_over_two_paragraphs_and_one_on_no_words() -> None:
    document = docx.Document(BytesIO(paper("受理12件。", "第二段")))
    one, two = document.paragraphs
    document.add_comment([one.runs[0], two.runs[0]], "跨段", "王五", "王")
    point = document.add_comment(two.runs[0], "一处", "王五", "王")
    for each in list(document.element.iter("{*}commentRangeStart", "{*}commentRangeEnd")):
        if each.get(next(iter(each.attrib))) == str(point.comment_id):
            each.getparent().remove(each)
    saved = BytesIO()
    document.save(saved)
    found = {each.remark.text: each[2:] for each in threads.read(read(saved.getvalue()))}
    assert found == {"跨段": (0, 0, 6), "一处": (1, 3, 3)}


@pytest.mark.skipif(office.office() is None, reason="LibreOffice is not there")
def test_libreoffice_keeps_what_is_resolved(commented: bytes, tmp_path: Path) -> None:
    program = office.office()
    assert program
    odt = office.to_docx(program, commented, ".docx")
    found = threads.read(read(odt))
    assert {each.remark.text for each in found if each.remark.done} >= {"数"}
    assert {each.remark.text for each in found} >= {"数", "又一个", "两段\n文字"}
