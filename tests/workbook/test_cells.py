"""The rows of a plain sheet are read in one pass, and what is to be noted of their cells is."""

from __future__ import annotations

import pytest

from reportgen.model import Cell
from reportgen.workbook import cells
from reportgen.workbook.cells import Grid, read_cells
from reportgen.workbook.manners import Manners
from reportgen.workbook.notes import NOT_CALCULATED, PARTLY_STRUCK, Unusual
from reportgen.workbook.styles import Look
from reportgen.workbook.texts import shared_texts

LOOKS = (Look(), Look(percent=True), Look(struck=True), Look(unseen=True), Look(code="0000"), Look(code=";;"))
SHARED = (
    "<sst><si><t>甲</t></si><si><t></t></si><si><r><rPr><strike/></rPr><t>1</t></r><r><t>2</t></r></si></sst>"
)


def grid(rows: str, width: int = 3) -> Grid:
    return read_cells(rows.encode(), width, Manners(LOOKS, shared_texts(SHARED.encode()), date1904=False))


def by_row(found: Grid) -> list[list[Cell]]:
    return [list(row) for row in zip(*found.columns, strict=True)]


def row(number: int, *inside: str, attributes: str = "") -> str:
    written = "".join(
        f'<c r="{chr(65 + at)}{number}"{each}' + ("</c>" if "<" in each or each == ">" else "")
        for at, each in enumerate(inside)
        if each
    )
    return f'<row r="{number}"{attributes}>{written}</row>'


def test_cells_stand_in_their_columns_and_what_lies_between_is_empty() -> None:
    rows = (
        row(2, ">" + "<v>1</v>", "", ' t="s"><v>0</v>') + row(4, "", ' s="1"/>', "><v>2</v>") + '<row r="5"/>'
    )
    assert by_row(grid(rows)) == [["", "", ""], [1.0, "", "甲"], ["", "", ""], ["", "", 2.0]]
    assert grid("").columns == []
    assert grid('<row r="3"/>').columns == []


def test_a_sheet_ends_where_anything_stands_last_and_be_it_an_empty_text() -> None:
    assert by_row(grid(row(1, "><v>1</v>", ' s="1"/>'))) == [[1.0]]
    for last in (
        ' t="s"><v>1</v>',
        ' t="str"><v></v>',
        ' t="e"><v>#N/A</v>',
        ' t="inlineStr"><is><t></t></is>',
    ):
        assert by_row(grid(row(1, "><v>1</v>", last))) == [[1.0, ""]], last
        rows = row(1, "><v>1</v>") + row(2, "", last) + '<row r="6"/>'
        assert by_row(grid(rows)) == [[1.0, ""], ["", ""]], last


def test_a_sheet_may_be_wider_than_it_says() -> None:
    assert by_row(grid(row(1, *["><v>1</v>"] * 5), width=1)) == [[1.0] * 5]
    assert by_row(grid(row(1, "><f>A2</f><v>1</v>", "><v>2</v>", "><v>3</v>"), width=1)) == [[1.0, 2.0, 3.0]]
    with pytest.raises(Unusual):
        grid('<row r="1"><c r="ZZ1"><v>1</v></c></row>')


@pytest.mark.parametrize("piece", [1, 60, 2**18])
@pytest.mark.parametrize("long", [0, 200])
def test_pieces_make_no_difference(piece: int, long: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_PIECE", piece)
    monkeypatch.setattr(cells, "_LONG", long)
    rows = "".join(row(at, f"><v>{at}</v>", ' t="s"><v>0</v>', f"><v>{at}e0</v>") for at in range(1, 40))
    rows += row(41, "><f>A1</f>", ' t="inlineStr"><is><t>乙</t></is>') + row(42, "><v>1</v>")
    expected: list[list[Cell]] = [[float(at), "甲", float(at)] for at in range(1, 40)]
    expected += [["", "", ""], ["", "乙", ""], [1.0, "", ""]]
    found = grid(rows)
    assert by_row(found) == expected
    assert found.notes.unread == {(40, 0): NOT_CALCULATED}


@pytest.mark.parametrize(
    ("inside", "cell", "unread"),
    [
        ("><f>1</f><v>5</v>", 5.0, ""),
        ('><f t="shared" si="0"/><v>5</v>', 5.0, ""),
        ("><f>1</f>", "", NOT_CALCULATED),
        ("><f>1</f><v/>", "", NOT_CALCULATED),
        ("><f>1</f><v></v>", "", NOT_CALCULATED),
        (' t="str"><f>1</f><v></v>', "", ""),
        (' t="str"><f>1</f><v>a&lt;</v>', "a<", ""),
        (' t="e"><f>1</f><v>#REF!</v>', "", "#REF!"),
        (' t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is>', "甲乙", ""),
        (' t="str"><v xml:space="preserve"> a</v>', " a", ""),
        (">", "", ""),
    ],
)
def test_formulas_and_texts_in_their_cells_are_read(inside: str, cell: Cell, unread: str) -> None:
    found = grid(row(1, inside, "", "><v>7</v>"))
    assert by_row(found) == [[cell, "", 7.0]]
    assert found.notes.unread == ({(0, 0): unread} if unread else {})


def test_looks_are_noted_where_something_stands() -> None:
    found = grid(
        row(1, ' s="1"><v>0.5</v>', ' s="2" t="s"><v>0</v>', ' s="3"><v>7</v>')
        + row(2, ' s="1"/>', ' s="2"/>')
    )
    assert (found.notes.percents, found.notes.struck, found.notes.unseen) == ({(0, 0)}, {(0, 1)}, {(0, 2)})
    found = grid(row(1, ' s="4"><v>17</v>', ' s="5"><v>8</v>', ' t="s"><v>2</v>'))
    assert (found.notes.printed, found.notes.unseen, found.notes.partly) == (
        {(0, 0): "0017"},
        {(0, 1)},
        {(0, 2): PARTLY_STRUCK},
    )
    found = grid(row(1, ' s="5"><v>0</v>', ' s="4" t="s"><v>0</v>'))
    assert not (found.notes.printed)
    assert not (found.notes.unseen)


@pytest.mark.parametrize("other", ["><v>2</v>", ' t="str"><v>2</v>', ' t="b"><v>1</v>'])
def test_what_is_said_of_a_shared_text_is_not_said_of_another_cell_with_its_number(other: str) -> None:
    assert grid(row(1, ' t="s"><v>2</v>') + row(2, other)).notes.partly == {(0, 0): PARTLY_STRUCK}


@pytest.mark.parametrize(
    "attributes",
    [
        ' hidden="1"',
        ' hidden="true"',
        ' spans="1:2" ht="0" customHeight="1"',
        ' ht="0.0"',
        ' ht="0.75"',
        ' ht="1.5"',
    ],
)
def test_a_row_that_is_not_to_be_seen_is_noted(attributes: str) -> None:
    found = grid(
        row(1, "><v>1</v>", attributes=' ht="10" hidden="0"') + row(2, "><v>1</v>", attributes=attributes)
    )
    assert found.notes.hidden_rows == {1}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="1"/> <row r="2"/>',
        '<row><c><v>1</v></c></row>',
        "<row r='1'/>",
        '<x:row r="1"/>',
        '<row r="1"><c r="A1"><v>1</v>',
        '<row r="1"><c r="A1"/><row r="2"/>',
        '<row r="1"><c r="A1"></row>',
        '<row r="1"><c r="A1"><v>1<!-- --></v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><f>A</f></c></row>',
        '<row r="1"><c r="A1"><v>1</v><extLst/></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><v>1</v></c></row>',
        '<row r="1" x=y><c r="A1"><v>1</v></c></row>',
        '<row r="1"/>\0<row r="2"/>',
        '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
        "x",
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_unusual(rows: str) -> None:
    with pytest.raises(Unusual):
        grid(rows)


def test_what_a_formula_works_out_is_told_apart_from_what_was_typed() -> None:
    found = grid(
        row(1, "><v>1</v>", "><f>A1</f><v>1</v>") + row(2, '><f t="shared" si="0"/><v>2</v>', "><f>1</f>")
    )
    assert found.notes.formulas == {(0, 1), (1, 0)}
