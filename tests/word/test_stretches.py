"""Paragraphs and rows of a Word file, which come and go as a whole, and what of them somebody has recorded as a change."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from reportgen.word.marked_passages import read
from reportgen.word.stretches import PARAGRAPH, ROW, Tracked, Unit, tracked, units
from tests.word.test_document import save
from tests.word.test_marked_passages import body, ins, run, struck


def test_rows_are_units_with_their_cells() -> None:
    document = docx.Document()
    document.add_paragraph("头")
    table = document.add_table(2, 2)
    for cell in table._cells:
        cell.text = "格"
    table.cell(1, 1).add_paragraph("又一段")
    table.cell(0, 0).add_table(1, 1).cell(0, 0).text = "里面的"
    document.add_paragraph("尾")
    document.sections[0].header.paragraphs[0].text = "页眉"
    made = units(read(save(document)))
    assert [(each.kind, [len(cell) for cell in each.cells], each.table) for each in made] == [
        (PARAGRAPH, [1], -1), (ROW, [3, 1], 0), (ROW, [1, 2], 0), (PARAGRAPH, [1], -1), ("页眉", [1], -1),
    ]  # fmt: skip
    assert sorted(number for each in made for number in each.passages) == [*range(10)]


def test_tables_are_told_apart() -> None:
    document = docx.Document()
    for _ in range(2):
        document.add_table(1, 1).cell(0, 0).text = "格"
        document.add_paragraph("间")
    assert [each.table for each in units(read(save(document)))] == [0, -1, 1, -1]


def test_the_passages_of_a_unit() -> None:
    assert Unit(ROW, ((3, 4), (5,))).passages == [3, 4, 5]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (run("共12件"), Tracked()),
        (run("共") + ins(run("12")) + run("件"), Tracked(((1, 3),), True)),
        (run("共") + struck("9") + run("件"), Tracked((), True)),
        (run("共") + "<w:r><w:footnoteReference w:id='2'/></w:r>", Tracked(held=1)),
        (run("共") + struck("9") + ins(run("12")), Tracked(((1, 3),), True)),
        ("<w:pPr><w:rPr><w:ins w:id='9' w:author='甲'/></w:rPr></w:pPr>" + run("共"), Tracked((), True)),
    ],
)  # fmt: skip
def test_what_is_recorded_as_a_change(inside: str, expected: Tracked) -> None:
    assert tracked(read(body(inside)))[0] == expected


def test_a_row_that_is_recorded_is_so_as_a_whole() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "十二件"
    properties = cell._tc.getparent().get_or_add_trPr()
    properties.append(properties.makeelement(f"{properties.tag[:-4]}ins", {}))
    assert tracked(read(save(docx.Document(BytesIO(save(document))))))[0] == Tracked(((0, 3),), True)
