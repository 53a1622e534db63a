"""The edited report with what is new in it: theirs when all is rejected, right and marked when all is accepted."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.model import Slot
from reportgen.word.document import Template
from reportgen.word.manifest import Manifest
from reportgen.word.marked_passages import MarkedFile, read
from reportgen.word.package import W
from reportgen.word.renewed import Addition, Range, Removal, Replacement, renew
from reportgen.word.stretches import PARAGRAPH, ROW
from tests.trials.refresh_settled import settled, texts
from tests.word.structure import faults
from tests.word.test_document import save, write

WHEN = "2024-01-09T02:00:00Z"


def filled(number: str, more: str = "") -> bytes:
    """A report of a paragraph, a table and a last line."""
    document = docx.Document(BytesIO(write("共{{甲.总数}}件。", "{{#多}}又{{多}}项。{{/多}}", "尾")))
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("名", "数", "{{#表}}{{名}}", "{{数}}{{/表}}"), strict=True):
        cell.text = text
    items = [
        {"名": Slot(f"第{each}", True), "数": Slot(each, True, figure=f"表#{each}.数")}
        for each in ("1", "2", *more)
    ]
    slots = {
        "甲.总数": Slot(number, True, figure="甲.总数"),
        "多": Slot(more, bool(more), figure="多"),
        "表": Slot(None, True, tuple(items), ("名", "数")),
    }
    content, findings = Template.load(save(document)).fill(slots, manifest=Manifest("某镇", "2023", number))
    assert content is not None, findings
    return content


def marked(made: bytes) -> list[tuple[str, str]]:
    """What each mark surrounds, and by its number which figure that is."""
    file = read(made)
    assert file.manifest is not None
    return [
        (file.manifest.figures[each.mark.number - 1].name, passage.text[each.start : each.end])
        for passage in file.passages
        for each in passage.marks
    ]


OLD, NEW = filled("12"), filled("13", "7")
EVERYTHING = [Replacement(Range(0, 2 - 1, 3), text="13", mark=1)]


def changed(change: str = "", old: bytes = OLD) -> bytes:
    document: Document = docx.Document(BytesIO(old))
    if change:
        document.paragraphs[0]._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{change}</w:t></w:r>"))
    return save(document)


def number_of(file: MarkedFile, text: str) -> int:
    return next(at for at, each in enumerate(file.passages) if each.text == text)


def test_a_figure_is_said_anew_in_the_look_of_the_old_one() -> None:
    before = changed("人写的。")
    made = renew(read(before), read(NEW), EVERYTHING, [], [], WHEN)
    assert texts(settled(made, accept=True))[0] == "共13件。人写的。"
    assert texts(settled(made, accept=False)) == texts(before)
    assert marked(settled(made, accept=True)) == [("甲.总数", "13")]
    assert faults(made) == faults(before)


def test_marks_of_the_old_report_go_and_the_file_says_what_is_printed_now() -> None:
    made = read(renew(read(OLD), read(NEW), [], [], [], WHEN))
    assert [each.marks for each in made.passages if each.marks] == []
    assert made.manifest == read(NEW).manifest


def test_the_same_file_has_the_same_bytes() -> None:
    assert len({renew(read(OLD), read(NEW), EVERYTHING, [], [], WHEN) for _ in range(2)}) == 1


def test_words_of_the_new_report_bring_their_marks() -> None:
    new = read(NEW)
    there = number_of(new, "又7项。")
    put = Replacement(Range(0, 5, 5), text="", new=Range(there, 0, 4))
    made = renew(read(OLD), new, [*EVERYTHING, put], [], [], WHEN)
    accepted = settled(made, accept=True)
    assert texts(accepted)[0] == "共13件。又7项。"
    assert marked(accepted) == [("甲.总数", "13"), ("多", "7")]
    assert texts(settled(made, accept=False)) == texts(OLD)


def test_words_at_the_beginning_of_a_paragraph() -> None:
    new = read(NEW)
    put = Replacement(Range(1, 0, 0), text="", new=Range(number_of(new, "又7项。"), 0, 1))
    made = renew(read(OLD), new, [put], [], [], WHEN)
    assert texts(settled(made, accept=True))[1] == "又尾"
    assert texts(settled(made, accept=False)) == texts(OLD)


@pytest.mark.parametrize(
    ("before", "expected"), [(False, ["共12件。", "又7项。", "尾"]), (True, ["又7项。", "共12件。", "尾"])]
)
def test_a_paragraph_is_inserted(before: bool, expected: list[str]) -> None:
    new = read(NEW)
    addition = Addition((number_of(new, "又7项。"),), PARAGRAPH, 0, before, "paragraph")
    made = renew(read(OLD), new, [], [], [addition], WHEN)
    assert texts(settled(made, accept=True))[:3] == expected
    assert texts(settled(made, accept=False)) == texts(OLD)
    assert marked(made) == [("多", "7")]
    assert faults(made) == faults(OLD)


def test_two_paragraphs_are_inserted_in_their_order() -> None:
    new = read(NEW)
    additions = [Addition((at,), PARAGRAPH, 0, False, "paragraph") for at in (1, 2)]
    made = renew(read(OLD), new, [], [], additions, WHEN)
    assert texts(settled(made, accept=True))[:4] == ["共12件。", "又7项。", "尾", "尾"]


def test_a_paragraph_is_struck() -> None:
    made = renew(read(NEW), read(OLD), [], [Removal((1,), PARAGRAPH)], [], WHEN)
    assert texts(settled(made, accept=True)) == texts(NEW)[:1] + texts(NEW)[2:]
    assert texts(settled(made, accept=False)) == texts(NEW)


def test_a_row_is_inserted_and_one_is_struck() -> None:
    old, new = read(OLD), read(NEW)
    addition = Addition(
        (number_of(new, "第7"), number_of(new, "第7") + 1), ROW, number_of(old, "第2"), False, "row"
    )
    removal = Removal((number_of(old, "第1"), number_of(old, "第1") + 1), ROW)
    made = renew(old, new, [], [removal], [addition], WHEN)
    assert texts(settled(made, accept=True))[-6:] == ["名", "数", "第2", "2", "第7", "7"]
    assert texts(settled(made, accept=False)) == texts(OLD)
    assert marked(made) == [("表#7.数", "7")]
    assert faults(made) == faults(OLD)


def test_a_new_table_comes_with_all_its_rows() -> None:
    new = read(NEW)
    rows = [(at, at + 1) for at in (number_of(new, "第1"), number_of(new, "第2"))]
    made = renew(read(OLD), new, [], [], [Addition(each, ROW, 0, False, "paragraph") for each in rows], WHEN)
    accepted = docx.Document(BytesIO(settled(made, accept=True)))
    assert [len(each.rows) for each in accepted.tables] == [2, 3]
    assert texts(settled(made, accept=False)) == texts(OLD)


def test_a_change_of_a_look_that_somebody_has_recorded_is_not_copied() -> None:
    document = docx.Document(BytesIO(OLD))
    for run in document.paragraphs[0].runs:
        run._r.get_or_add_rPr().append(
            parse_xml(f"<w:rPrChange {nsdecls('w')} w:id='70' w:author='甲'><w:rPr/></w:rPrChange>")
        )
    made = renew(read(save(document)), read(NEW), EVERYTHING, [], [], WHEN)
    body = docx.Document(BytesIO(made)).element
    inserted = next(body.iter(W + "ins"))
    assert next(inserted.iter(W + "rPr"), None) is not None
    assert next(inserted.iter(W + "rPrChange"), None) is None
