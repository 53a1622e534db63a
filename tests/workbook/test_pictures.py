"""Pictures are seen on a sheet and in its cells, and are none of its values."""

from __future__ import annotations

from reportgen.workbook.parts import open_package
from reportgen.workbook.pictures import cell_pictures, is_drawn_on
from reportgen.workbook.read import read
from tests.make import cases_refusals as odd
from tests.make.cases_files import FIRST_SHEET, xlsx


def test_the_cells_that_hold_pictures_are_known_by_their_formulas() -> None:
    picture = b'<f>_xlfn.DISPIMG("ID",1)</f><v>=DISPIMG("ID",1)</v>'
    xml = (
        b'<c r="A1"><v>1</v></c><c r="B1" s="1"/><c s="1" r="AB12" t="str">'
        + picture
        + b'</c><c r="C1"><v>=DISP</v></c>'
    )
    assert list(cell_pictures(xml)) == [(11, 27)]
    prefixed = (
        xml.replace(b"<c ", b"<x:c\n").replace(b"</c>", b"</x:c>").replace(b' r="AB12"', b" r = 'AB12'")
    )
    assert list(cell_pictures(prefixed)) == [(11, 27)]


def test_a_cell_picture_is_told_and_is_no_text() -> None:
    (sheet,) = read(xlsx("PIC | n:1", edit=odd.with_cell_pictures))
    assert (sheet.rows, sheet.unread) == ([["", 1.0]], {(0, 0): "单元格里的图片"})


def test_a_drawing_is_seen_where_there_is_something_on_it() -> None:
    assert is_drawn_on(open_package(xlsx("", edit=odd.drawn_on(1))), FIRST_SHEET)
    assert not is_drawn_on(open_package(xlsx("", edit=odd.drawn_on(0))), FIRST_SHEET)
    assert not is_drawn_on(open_package(xlsx("")), FIRST_SHEET)
    (sheet,) = read(xlsx("", edit=odd.drawn_on(1)))
    assert (sheet.rows, sheet.holds) == ([], "图片或图形")
