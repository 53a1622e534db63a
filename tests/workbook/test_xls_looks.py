"""How the cells of an .xls look is told as of an .xlsx: struck out, not to be seen, printed as more than digits."""

from __future__ import annotations

import io
import struct

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from reportgen.model import Sheet
from reportgen.workbook import read
from reportgen.workbook.notes import PARTLY_RAISED, PARTLY_STRUCK, STRUCK
from reportgen.workbook.xls_looks import Format, Looks

CODES = {
    (0, 0): "0!.0000", (0, 1): "0000", (0, 2): '0"万"', (0, 3): ";;;", (0, 4): "0.00", (0, 5): "0%", (0, 6): "#,##0",
    (0, 7): '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', (0, 8): "0,", (0, 9): "yyyy/m/d", (0, 10): "[h]:mm",
}  # fmt: skip


def styled(code: str = "General", *, struck: bool = False, white: bool = False) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.num_format_str = code
    style.font.struck_out = struck
    if white:
        style.font.colour_index = 9
    return style


def written(book: xlwt.Workbook) -> Sheet:
    out = io.BytesIO()
    book.save(out)
    (sheet,) = read.read(out.getvalue())
    return sheet


def test_cells_look_as_in_an_xlsx() -> None:
    old, new = xlwt.Workbook(), openpyxl.Workbook()
    sheet = old.add_sheet("Sheet")
    for (row, column), code in CODES.items():
        sheet.write(row, column, 45000, styled(code))
        new.active.cell(row + 1, column + 1, 45000).number_format = code
    for column, (struck, white) in enumerate([(True, False), (False, True), (False, False)]):
        sheet.write(1, column, "甲", styled(struck=struck, white=white))
        cell = new.active.cell(2, column + 1, "甲")
        cell.font = Font(strike=struck, color="FFFFFFFF" if white else "FF000000")
    sheet.write(2, 0, None, styled(struck=True))  # nothing stands there
    sheet.write(2, 1, "末")
    new.active["B3"] = "末"
    out = io.BytesIO()
    new.save(out)
    (plain,) = read.read(out.getvalue())
    found = written(old)
    assert found.rows == plain.rows
    assert (found.printed, found.unseen, found.struck) == (plain.printed, plain.unseen, plain.struck)
    assert (found.percents, found.partly) == (plain.percents, plain.partly)
    assert found.printed[0, 0] == "4.5000"
    assert (found.struck, found.unseen) == ({(1, 0)}, {(0, 3), (1, 1)})


def test_texts_of_several_fonts_are_told_as_in_an_xlsx() -> None:
    struck, raised, plain = xlwt.Font(), xlwt.Font(), xlwt.Font()
    struck.struck_out, raised.escapement = True, xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    fonts = {"struck": struck, "raised": raised, "plain": plain}
    looks = {"struck": InlineFont(strike=True), "raised": InlineFont(vertAlign="superscript"), "plain": None}
    texts = [
        [("500", "plain"), ("300", "struck")], [("5", "plain"), ("2", "raised")], [("甲", "struck"), ("乙", "struck")],
        [("甲", "plain"), ("乙", "plain")], [(" ", "plain"), ("乙", "struck")],
    ]  # fmt: skip
    old, new = xlwt.Workbook(), openpyxl.Workbook()
    sheet = old.add_sheet("Sheet")
    for row, pieces in enumerate(texts):
        sheet.write_rich_text(row, 0, [(text, fonts[font]) for text, font in pieces])
        rich = [TextBlock(font, text) if (font := looks[look]) else text for text, look in pieces]
        new.active.cell(row + 1, 1).value = CellRichText(rich)
    out = io.BytesIO()
    new.save(out)
    (as_xlsx,) = read.read(out.getvalue())
    found = written(old)
    assert (found.partly, found.struck) == (as_xlsx.partly, as_xlsx.struck)
    assert found.partly == {(0, 0): PARTLY_STRUCK, (1, 0): PARTLY_RAISED}
    assert found.struck == {(2, 0), (4, 0)}


def test_a_text_goes_on_as_its_cell_until_another_font_begins() -> None:
    struck = xlwt.Font()
    struck.struck_out = True
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    sheet.write_rich_text(0, 0, ["甲", ("乙", xlwt.Font())], styled(struck=True))
    sheet.write_rich_text(1, 0, ["甲", ("乙", struck)], styled(struck=True))
    found = written(book)
    assert (found.partly, found.struck) == ({(0, 0): PARTLY_STRUCK}, {(1, 0)})


def test_a_column_of_no_width_is_hidden() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    sheet.write(0, 2, 1)
    sheet.col(1).width = 0
    assert written(book).hidden_columns == {1}


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def font(color: int, *, struck: bool = False) -> bytes:
    return record(0x31, struct.pack("<5H", 200, 8 * struck, color, 400, 0) + bytes(4))


def looks(*records: bytes, formats: list[Format]) -> Looks:
    return Looks(b"".join([record(0x809, bytes(16)), *records, record(0x0A, b"")]), formats)


@pytest.mark.parametrize(
    ("color", "pattern", "behind", "unseen"),
    [
        (9, 0, 64, True),
        (1, 0, 64, True),
        (1, 1, 9, True),
        (65, 0, 0, True),
        (9, 1, 10, False),
        (10, 1, 10, True),
        (2, 1, 10, True),
        (10, 0, 10, False),
        (0x7FFF, 1, 9, False),
        (0x7FFF, 1, 0x7FFF, False),
        (8, 0, 64, False),
    ],
)
def test_a_text_of_the_colour_behind_it_is_not_to_be_seen(
    color: int, pattern: int, behind: int, unseen: bool
) -> None:
    found = looks(font(color), formats=[Format(0, "General", pattern, behind)])
    assert found.looks[0].unseen is unseen


@pytest.mark.parametrize(("twips", "unseen"), [(0, False), (20, True), (39, True), (40, False), (220, False)])
def test_a_font_too_small_to_be_seen_hides_a_text(twips: int, unseen: bool) -> None:
    small = font(0x7FFF)
    sized = small[:4] + struct.pack("<H", twips) + small[6:]
    assert looks(sized, formats=[Format(0, "General", 0, 64)]).looks[0].unseen is unseen


def test_colours_of_ones_own_take_the_place_of_the_others() -> None:
    own = record(0x92, struct.pack("<H", 3) + b"\x11\x11\x11\0" + b"\x22\x22\x22\0" + b"\xff\xff\xff\0")
    formats = [Format(number, "General", 0, 64) for number in range(3)]
    found = looks(own, font(8), font(9), font(10), formats=formats)
    assert [each.unseen for each in found.looks] == [False, False, True]


def test_no_font_has_the_number_four_and_one_that_is_cut_off_is_plain() -> None:
    fonts = [font(8, struck=at == 4) for at in range(5)]
    found = looks(*fonts, record(0x31, b"\0"), formats=[Format(5, "", 0, 64)])
    assert [found.font(number).struck for number in (3, 4, 5, 6, 7)] == [False, False, True, False, False]
    struck = looks(*(font(8, struck=True) for _ in range(6)), formats=[])
    assert [number for number in range(9) if struck.font(number).struck] == [0, 1, 2, 3, 5, 6]
    assert found.looks[0].struck
    assert found.told("甲", 0, []) == STRUCK
    assert found.told("甲", 99, [(0, 5)]) == STRUCK
