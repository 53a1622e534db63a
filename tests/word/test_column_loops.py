"""A cell of a table is repeated for each column of a list; the grid, the widths and the spans of other rows follow."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from reportgen.model import Slot
from reportgen.word.document import Template
from tests.word.test_document import save


def slots(*headings: str) -> dict[str, Slot]:
    """A table of two entries, of which the numbers are counted from 1."""

    def entry(name: str, start: int) -> dict[str, Slot]:
        columns = tuple(
            {"列名": Slot(each, True), "数": Slot(str(start + at), True)} for at, each in enumerate(headings)
        )
        return {"镇": Slot(name, True), "列": Slot(None, bool(columns), columns, ("列名", "数"))}

    heads = tuple({"列名": Slot(each, True)} for each in headings)
    return {
        "甲.表": Slot(None, True, (entry("东镇", 1), entry("西镇", 11)), ("镇", "列")),
        "甲.表.列": Slot(None, bool(heads), heads, ("列名",)),
    }


def filled(rows: list[list[str]], known: dict[str, Slot], *, merged: int = 0) -> docx.document.Document:
    made = docx.Document()
    table = made.add_table(len(rows), len(rows[-1]))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=False):
            cell.text = text
    if merged:
        table.cell(0, 0).merge(table.cell(0, merged - 1))
    content, findings = Template.load(save(made)).fill(known)
    assert content, findings
    return docx.Document(io.BytesIO(content))


def texts(document: docx.document.Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


HEAD = ["镇", "{{#甲.表.列}}{{列名}}{{/甲.表.列}}"]
BODY = ["{{#甲.表}}{{镇}}", "{{#列}}{{数}}{{/列}}{{/甲.表}}"]


@pytest.mark.parametrize("headings", [("件数",), ("件数", "人数"), ("件数", "人数", "金额", "率")])
def test_a_cell_is_repeated_for_each_column(headings: tuple[str, ...]) -> None:
    made = filled([HEAD, BODY], slots(*headings))
    count = len(headings)
    assert texts(made) == [
        ["镇", *headings], ["东镇", *map(str, range(1, count + 1))], ["西镇", *map(str, range(11, count + 11))],
    ]  # fmt: skip
    widths = [int(each.get(qn("w:w"))) for each in made.tables[0]._tbl.tblGrid]
    assert len(widths) == count + 1
    assert abs(sum(widths) - 8640) <= count + 1
    assert {
        sum(int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row._tr.tc_lst)
        for row in made.tables[0].rows
    } == {sum(widths)}


def test_several_cells_are_repeated_together_and_columns_behind_them_stay() -> None:
    head = ["镇", "{{#甲.表.列}}{{列名}}", "备注{{/甲.表.列}}", "末列"]
    body = ["{{#甲.表}}{{镇}}", "{{#列}}{{数}}", "——{{/列}}", "止{{/甲.表}}"]
    assert texts(filled([head, body], slots("件数", "人数"))) == [
        ["镇", "件数", "备注", "人数", "备注", "末列"], ["东镇", "1", "——", "2", "——", "止"], ["西镇", "11", "——", "12", "——", "止"],
    ]  # fmt: skip


def test_a_row_that_does_not_repeat_spans_what_has_become_more() -> None:
    title = ["统计表", ""]
    made = filled([title, HEAD, BODY], slots("件数", "人数", "金额"), merged=2)
    assert [cell.grid_span for cell in made.tables[0].rows[0]._tr.tc_lst] == [4]
    other = filled([["镇街", "各项"], HEAD, BODY], slots("件数", "人数", "金额"))
    assert [cell.grid_span for cell in other.tables[0].rows[0]._tr.tc_lst] == [1, 3]


def test_outside_of_a_table_the_columns_are_an_ordinary_list() -> None:
    made = docx.Document()
    made.add_paragraph("{{#甲.表}}{{镇}}{{#列}}{{列名}}{{数}}，{{/列}}{{/甲.表}}")
    content, _ = Template.load(save(made)).fill(slots("件数", "人数"))
    assert content
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "东镇件数1，人数2，西镇件数11，人数12，"
