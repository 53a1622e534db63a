"""The sheets of the rows behind figures say what the records say, whatever it is, and are whole workbooks for other programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.evidence import grounds_rows as sheets
from reportgen.evidence.grounds import Grounds
from reportgen.evidence.grounds_book import grounds_book
from reportgen.model import Value
from tests.evidence.test_grounds_book import count, opened, rate


def rows_of(*told: Grounds) -> Worksheet:
    return opened(grounds_book("底稿", told, []))["来源"]


def holding(*values: Value) -> Grounds:
    """A figure with a record for each value, in its field 编号."""
    each = count("甲", len(values))
    records = [
        one._replace(values={"编号": value}, raws={}) for one, value in zip(each.records, values, strict=True)
    ]
    return replace(each, fields=("编号",), records=records)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=A1&B1<“是”>", "=A1&B1<“是”>"),
        (" 两头有空格 ", " 两头有空格 "),
        ("两\n行", "两\n行"),
        ("\x01看不见的\ufffe", "看不见的"),
        ("长" * 40_000, "长" * 32_767),
        ("𠮷" * 20_000, "𠮷" * 16_383),
        (True, "是"),
        (12, 12),
        (-2.5, -2.5),
        (0.1 + 0.2, 0.3),
        (10**15, "1000000000000000"),
        (None, None),
    ],
)
def test_a_value_is_written_as_what_it_is(value: Value, shown: object) -> None:
    assert rows_of(holding(value))["E3"].value == shown


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2023, 5, 6)])
def test_a_day_is_a_day(day: date) -> None:
    cell = rows_of(holding(day))["E3"]
    assert (cell.value.date(), cell.number_format) == (day, "yyyy-mm-dd")


def test_an_escape_of_excel_in_a_text_is_text() -> None:
    assert sheets._element("_x0041_\r") == '<t xml:space="preserve">_x005F_x0041__x000D_</t>'


def test_more_texts_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_REMEMBERED", 3)
    monkeypatch.setattr(sheets, "_AT_ONCE", 2)
    rows = rows_of(holding(*"甲乙丙甲丁戊甲"))
    assert [rows[f"E{number}"].value for number in range(3, 10)] == list("甲乙丙甲丁戊甲")
    assert [rows[f"D{number}"].value for number in range(3, 10)] == [f"B{number}" for number in range(3, 10)]


def test_the_size_that_a_sheet_tells_is_its_own() -> None:
    content = grounds_book("底稿", [count("甲", 2), count("乙", 4), rate()], [])
    assert opened(content)["来源"].dimensions == "A1:H14"
    assert rows_of(count("甲", 0))["B2"].value == "没有一行"


def test_what_excel_does_not_open_as_a_link_is_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_LINKS", 5)
    rows = rows_of(count("甲", 6))
    linked = [rows.cell(number, 1).hyperlink is not None for number in range(2, 9)]
    assert linked == [True, True, True, True, True, False, False]
    assert rows["A8"].value == "案件.甲"


def test_rows_that_do_not_fit_stand_on_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_MOST_ROWS", 10)
    book: openpyxl.Workbook = opened(grounds_book("底稿", [count("甲", 4), count("乙", 5)], []))
    assert book["数据项"]["D5"].hyperlink.location == "'来源2'!A2"
    assert book["来源2"]["A7"].value == "案件.乙"
    assert book["来源2"]["A2"].hyperlink.location == "'数据项'!A5"
