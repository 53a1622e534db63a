"""What all formats share: limits, and a walk through XML that reads no document type."""

from __future__ import annotations

import pytest

from reportgen.model import FileRefused
from reportgen.workbook import notes
from reportgen.workbook.notes import LITERAL, check_box, walk


class Heard:
    """Writes down what a walk tells of."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.told.append(f"<{name} {attributes}>")

    def text(self, text: str) -> None:
        self.told.append(text)

    def end(self, name: str) -> None:
        self.told.append(f"</{name}>")


def test_a_sheet_may_have_five_million_cells_and_no_more() -> None:
    check_box(5_000, 1_000)
    check_box(5_000_000, 1)
    check_box(2**20, 0)
    for rows, columns in ((5_001, 1_000), (5_000_001, 1), (2**20, 2**14)):
        with pytest.raises(FileRefused, match="范围过大"):
            check_box(rows, columns)


def test_sheets_and_merged_ranges_are_limited() -> None:
    notes.check_sheets(2_000)
    notes.check_merges(50_000)
    with pytest.raises(FileRefused, match="工作表多得不像报表"):
        notes.check_sheets(2_001)
    with pytest.raises(FileRefused, match="合并单元格多得不像报表"):
        notes.check_merges(50_001)


@pytest.mark.parametrize(
    ("code", "rest"),
    [('0"%"', "0"), (r"0\%", "0"), ('"约"0%', "0%"), ('0"%', "0"), ("0%", "0%"), (r"\\0%", "0%")],
)
def test_a_sign_in_quotation_marks_or_behind_a_backslash_is_only_a_sign(code: str, rest: str) -> None:
    assert LITERAL.sub("", code) == rest


def test_a_walk_tells_of_elements_and_texts_in_turn() -> None:
    heard = Heard()
    walk("<甲 乙='1'>二&amp;<![CDATA[三]]><丁/></甲>".encode(), heard)
    assert heard.told == ["<甲 {'乙': '1'}>", "二&三", "<丁 {}>", "</丁>", "</甲>"]


@pytest.mark.parametrize(
    ("xml", "sentence"),
    [
        (b"<a>", "已损坏"),
        (b"", "已损坏"),
        (b"<?xml version='1.0' encoding='nowhere'?><a/>", "已损坏"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
    ],
)
def test_xml_that_is_damaged_or_declares_a_type_is_refused(xml: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        walk(xml, Heard())


def test_a_sheet_that_is_lost_is_named() -> None:
    with pytest.raises(FileRefused, match="工作表“台账”的内容在文件里找不到"):
        notes.refuse_lost("台账")


@pytest.mark.parametrize(
    ("letters", "column"), [("A", 0), ("Z", 25), ("AA", 26), ("az", 51), ("XFD", 16383), ("", -1)]
)
def test_columns_are_counted_from_a(letters: str, column: int) -> None:
    assert notes.column_of(letters) == column
