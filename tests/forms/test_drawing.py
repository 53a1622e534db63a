"""Cells, and the room that their texts need."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from xlsxwriter import Workbook

from reportgen.forms import drawing, page
from reportgen.model import Field, Kind
from tests.forms.filled import drawn

TEXT, NUMBER = Field(type="string"), Field(type="number")


def test_the_sheet_of_a_kind_has_a_name_that_excel_takes() -> None:
    names = {
        "甲[乙]:丙/丁\\戊?己*": "甲_乙__丙_丁_戊_己_",
        "'引号'": "引号",
        " \x07 ": "表",
        "字" * 30: "字" * 28,
    }
    book = drawn(*(Kind(name=name, title="表", fields={"甲": TEXT}) for name in names))
    assert book.sheetnames == [*names.values(), page.INSTRUCTIONS]


def test_the_room_that_texts_need() -> None:
    assert [drawing.width(each) for each in ("ab1", "甲乙", "甲（a）")] == [3, 4, 7]
    assert [drawing.lines("一二三四五", room) for room in (11, 10, 5)] == [1, 2, 3]
    assert drawing.lines("甲\n乙", 20) == 2, "a line of its own is one"
    assert drawing.height(["甲", "一二三四五"], [20, 5]) == pytest.approx(3 * 1.4 * 11)


def test_a_text_is_written_as_it_is_and_never_as_a_formula() -> None:
    file = BytesIO()
    book = drawing.Book(Workbook(file, {"in_memory": True}))
    drawing_on = book.sheet("表")
    drawing_on.put(1, 1, "=1+1\x07", drawing.TEXT)
    drawing_on.put(1, 2, date(2024, 5, 12), drawing.CELL)
    drawing_on.put(1, 3, None, drawing.OPEN_LINE)
    book.file.close()
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")
    assert sheet["B1"].number_format == "yyyy-mm-dd"
    assert (sheet["B1"].protection.locked, sheet["C1"].protection.locked) == (True, False)
    assert drawing.cut("一二三四", 3) == "一二…"


def test_a_sheet_whose_name_is_there_already_is_numbered() -> None:
    book = drawing.Book(Workbook(BytesIO(), {"in_memory": True}))
    assert [book.sheet(name).name for name in ("表A", "表a", "表A")] == ["表A", "表a1", "表A2"]
    book.file.close()
