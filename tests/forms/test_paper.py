"""A workbook's parts as they are drawn are those that XlsxWriter packs."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from reportgen.forms.paper import Drawn


def drawn(book: Any) -> Any:
    """A workbook with what forms have: texts, a note, a rule, a format that hangs on a formula, looks, a property."""
    book.set_custom_property("版本", "甲")
    book.set_properties({"created": datetime(2024, 1, 1)})
    sheet, guide = book.add_worksheet("表"), book.add_worksheet("说明")
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, "=甲", bold)
    sheet.write_blank(1, 0, None, bold)
    sheet.write_number(1, 1, 3)
    sheet.write_comment(0, 0, "一行\n两行", {"author": "说明"})
    sheet.data_validation(1, 0, 9, 0, {"validate": "list", "source": "=说明!$A$1:$A$2"})
    sheet.conditional_format(
        1, 0, 9, 1, {"type": "formula", "criteria": "=COUNTA($A2:$B2)>0", "format": bold}
    )
    sheet.protect("", {"sort": True})
    sheet.repeat_rows(0)
    guide.merge_range(0, 0, 0, 3, "怎么填", bold)
    return book


def test_the_parts_are_those_that_xlsxwriter_packs() -> None:
    file = BytesIO()
    drawn(Workbook(file, {"in_memory": True})).close()
    with ZipFile(file) as packed:
        expected = {name: packed.read(name) for name in packed.namelist()}
    found = drawn(Drawn()).parts()
    assert list(found) == list(expected)
    assert found == expected


@pytest.mark.parametrize("formula", ["=COUNTA($A6:$C6)>0", '=$A6="未核对"', "SUM(A1)"])
def test_a_formula_is_written_as_it_is(formula: str) -> None:
    book = Drawn()
    book.add_worksheet().write_formula(0, 0, formula)
    written = book.parts()["xl/worksheets/sheet1.xml"].decode()
    assert f"<f>{formula.removeprefix('=').replace('>', '&gt;')}</f>" in written
