"""A sheet's XML in which cells have other formats: cells that are not there are put in, and nothing else is touched."""

from __future__ import annotations

import pytest

from reportgen.workbook import marked

HEAD, TAIL = b'<worksheet xmlns="m"><sheetData>', b"</sheetData></worksheet>"


def restyled(rows: bytes, *cells: tuple[int, int], head: bytes = HEAD) -> bytes:
    xml = marked.restyled(marked.rows_of(head + rows + TAIL), cells, lambda old: old + 90)
    return xml.removeprefix(head).removesuffix(TAIL)


@pytest.mark.parametrize(
    ("before", "cell", "after"),
    [
        (b'<row r="2"><c r="B2" s="3"><v>1</v></c></row>', (2, 1), b'<row r="2"><c r="B2" s="93"><v>1</v></c></row>'),
        (b'<row r="2"><c r="B2"><f t="shared" si="0"/><v>1</v></c></row>', (2, 1), b'<row r="2"><c r="B2" s="90"><f t="shared" si="0"/><v>1</v></c></row>'),
        (b'<row r="2"><c r="A2"/><c r="C2"/></row>', (2, 1), b'<row r="2"><c r="A2"/><c r="B2" s="90"/><c r="C2"/></row>'),
        (b'<row r="2" spans="1:1"><c r="A2"/></row>', (2, 3), b'<row r="2" spans="1:4"><c r="A2"/><c r="D2" s="90"/></row>'),
        (b'<row r="2" s="5" customFormat="1"/>', (2, 0), b'<row r="2" s="5" customFormat="1"><c r="A2" s="95"/></row>'),
        (b'<row r="1"/><row r="3"/>', (2, 0), b'<row r="1"/><row r="2"><c r="A2" s="90"/></row><row r="3"/>'),
        (b'<row r="1"/>', (4, 0), b'<row r="1"/><row r="4"><c r="A4" s="90"/></row>'),
        (b"<row><c><v>1</v></c><c/></row><row><c/></row>", (1, 1), b'<row><c><v>1</v></c><c s="90"/></row><row><c/></row>'),
        (b"<x:row r='2'><x:c r='A2'/></x:row>", (2, 0), b"<x:row r='2'><x:c r='A2' s=\"90\"/></x:row>"),
    ],
)  # fmt: skip
def test_a_cell_gets_its_format(before: bytes, cell: tuple[int, int], after: bytes) -> None:
    assert restyled(before, cell) == after


def test_a_cell_that_is_put_in_has_its_columns_format() -> None:
    head = b'<worksheet><cols><col min="2" max="3" style="4"/></cols><sheetData>'
    assert restyled(b'<row r="1"/>', (1, 1), head=head) == b'<row r="1"><c r="B1" s="94"/></row>'


def test_a_sheet_without_rows_gets_some() -> None:
    xml = marked.restyled(marked.rows_of(b"<worksheet><sheetData/></worksheet>"), [(2, 0)], lambda old: 9)
    assert xml == b'<worksheet><sheetData><row r="2"><c r="A2" s="9"/></row></sheetData></worksheet>'
    with pytest.raises(ValueError, match="no rows"):
        marked.rows_of(b"<chartsheet/>")


def test_of_merged_cells_the_first_is_marked_and_of_a_row_the_first_that_is_filled() -> None:
    tail = b'</sheetData><mergeCells><mergeCell ref="B2:C4"/></mergeCells></worksheet>'
    rows = marked.rows_of(HEAD + b'<row r="7"><c r="A7"/><c r="C7"><v>1</v></c></row><row r="8"/>' + tail)
    wanted = [(3, 2), (7, -1), (8, -1), (9, -1), (1, 1)]
    assert marked.anchors(rows, wanted) == {
        (3, 2): (2, 1),
        (7, -1): (7, 2),
        (8, -1): (8, 0),
        (9, -1): (9, 0),
        (1, 1): (1, 1),
    }


def test_cells_of_some_formats_are_reformatted() -> None:
    rows = marked.rows_of(HEAD + b'<row r="1"><c r="A1" s="7"/><c r="B1" s="8"/></row>' + TAIL)
    assert b'<c r="A1" s="1"/><c r="B1" s="8"/>' in marked.reformatted(rows, {7}, lambda old: 1)


@pytest.mark.parametrize(
    ("tail", "behind"),
    [
        (b"<pageMargins/><drawing/>", b"</worksheet>"),
        (b'<conditionalFormatting><cfRule><extLst><ext/></extLst></cfRule></conditionalFormatting><tableParts/><extLst/>', b"<tableParts/>"),
        (b"<drawing/><mc:AlternateContent><mc:Choice><controls/></mc:Choice></mc:AlternateContent>", b"<mc:AlternateContent>"),
        (b"<legacyDrawingHF/>", b"<legacyDrawingHF/>"),
    ],
)  # fmt: skip
def test_the_drawing_of_comments_is_named_where_it_belongs(tail: bytes, behind: bytes) -> None:
    xml = marked.with_drawing(b"<worksheet><sheetData/>" + tail + b"</worksheet>", "rId7", "r")
    assert b'<legacyDrawing xmlns:r="r" r:id="rId7"/>' + behind in xml
    assert marked.drawing_of(xml) == "rId7"
    assert marked.drawing_of(b"<worksheet><sheetData/></worksheet>") == ""
