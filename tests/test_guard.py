"""What calamine would hide or choke on is seen in the bytes of an .xlsx first."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
import xlwt

from reportgen import guard

ERROR, FORMULA = (1, 0), (2, 0)


def workbook(change: Callable[[str], str] = str, rename: str = "") -> bytes:
    """A workbook with a number, an error value and a formula without a result below each other, its sheet changed."""
    book = openpyxl.Workbook()
    book.active.title = "台账 & 表"
    for value in (1, "#REF!", "=SUM(A1:A1)"):
        book.active.append([value])
    book.active["A2"].data_type = "e"
    plain, out = BytesIO(), BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = change(content.decode()).encode()
                name = rename or name
            target.writestr(
                name,
                content.replace(b"/xl/worksheets/sheet1.xml", f"/{rename}".encode()) if rename else content,
            )
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "rename"),
    [
        (str, ""),
        (str, "xl/odd.xml"),
        (lambda xml: xml.replace('t="e"', "t='e'").replace('r="A2"', "r='A2'"), ""),
        (lambda xml: re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x="), ""),
        (lambda xml: xml.replace("><", ">\n  <"), ""),
    ],
)
def test_errors_and_formulas_without_a_result_are_seen(change: Callable[[str], str], rename: str) -> None:
    found = guard.unread_cells(workbook(change, rename))
    assert found == {"台账 & 表": {ERROR: "#REF!", FORMULA: "没有算出结果的公式"}}


def test_an_empty_text_that_a_formula_gave_is_a_result() -> None:
    found = guard.unread_cells(workbook(lambda xml: xml.replace('r="A3"', 'r="A3" t="str"')))
    assert found == {"台账 & 表": {ERROR: "#REF!"}}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook(lambda xml: xml.replace('r="A1"', 'r="XFD1048576"')), "范围过大"),
        (workbook(lambda xml: xml.replace("</worksheet>", " " * 3_000_000 + "</worksheet>")), "解压后过大"),
        (workbook(lambda xml: xml.replace(' r="A2"', "")), "说不出在哪一格"),
    ],
)
def test_what_must_not_be_opened_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(guard.Refused, match=sentence):
        guard.unread_cells(content)


def test_a_part_that_stands_twice_is_refused() -> None:
    out = BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("xl/workbook.xml", b"<workbook/>")
    with pytest.raises(guard.Refused, match="有重复"):
        guard.unread_cells(out.getvalue())


def test_what_is_no_workbook_is_left_to_the_reader() -> None:
    assert guard.unread_cells(b"PK\x03\x04" + b"\0" * 100) == {}


def xls(spoil: bool) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for row in range(300):
        for column in range(12):
            sheet.write(row, column, row * column)
    if spoil:
        sheet.row(300).set_cell_error(5, 0x2A)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


ODS = b'<table:table-cell office:value-type="%s" calcext:value-type="%s"><text:p>#REF!</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (xls(spoil=True), "F301 是错误值"),
        (zipped({"content.xml": ODS % (b"string", b"error")}), "有错误值"),
        (zipped({"xl/worksheets/sheet1.bin": b"\x05\x02ab\x81\x01\x00\x03\x01\x17"}), "有错误值"),
    ],
)
def test_an_error_value_in_another_format_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(guard.Refused, match=sentence):
        guard.refuse_errors(content)


@pytest.mark.parametrize(
    "content",
    [
        xls(spoil=False),
        zipped({"content.xml": ODS % (b"string", b"string")}),
        zipped({"xl/worksheets/sheet1.bin": b"\x05\x02\x03\x0b\x81\x01\x00"}),
    ],
)
def test_a_workbook_without_error_values_is_let_through(content: bytes) -> None:
    guard.refuse_errors(content)
