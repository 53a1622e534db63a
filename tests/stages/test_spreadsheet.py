"""A workbook to look through: a frozen head, filters, texts that stay texts, and the same bytes every time."""

from __future__ import annotations

import time
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from reportgen.stages.spreadsheet import Listing, workbook

HEADS = [("部门", 16.0), ("问题", 48.0)]


def test_a_head_that_stays_and_filters_over_all_rows() -> None:
    made = workbook("核对", [Listing("清单", HEADS, [["司法所", 3], ["党政办", date(2023, 5, 12)]])])
    book = openpyxl.load_workbook(BytesIO(made))
    sheet = book["清单"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert [[cell.value for cell in row] for row in sheet.rows][:2] == [["部门", "问题"], ["司法所", 3]]
    assert sheet["B3"].value.date() == date(2023, 5, 12)
    assert sheet.column_dimensions["B"].width == 48
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@x", "0012", "a\x00b", "长" * 40_000])
def test_a_text_is_never_a_formula_and_always_one_that_excel_takes(text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook("核对", [Listing("清单", HEADS, [[text, True]])])))
    cell = book["清单"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text.replace("\x00", "")[:32_767])
    assert book["清单"]["B2"].value == "是"


def test_without_rows_the_head_is_there() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook("核对", [Listing("清单", HEADS, [])])))
    assert book["清单"].auto_filter.ref == "A1:B1"


def test_the_same_tables_give_the_same_bytes() -> None:
    first = workbook("核对", [Listing("清单", HEADS, [["司法所", 3]])])
    time.sleep(1.1)
    assert workbook("核对", [Listing("清单", HEADS, [["司法所", 3]])]) == first
