"""A comment at a cell of data that corrects it, or takes the row out of the count, is told there; any other is not."""

from __future__ import annotations

import pytest

from reportgen.model import Field, Kind, Sheet
from reportgen.tables.headers import vocabulary
from reportgen.tables.noted import noted
from reportgen.tables.recognise import recognise

KIND = Kind(
    name="处罚",
    title="处罚台账",
    fields={"案号": Field(type="string", required=True), "金额": Field(type="number", unit="元")},
)
ROWS = [["案号", "金额"], ["甲", 500.0], ["乙", 6.0], ["填表人：丙", ""]]


def told(comment: str, row: int = 1, column: int = 1) -> list[tuple[str, str, str]]:
    sheet = Sheet("处罚", ROWS, comments={(row, column): comment})
    [table] = recognise(sheet, vocabulary({"处罚": KIND}), "台账.xlsx").tables
    return [(each.code, each.place.cell, each.message) for each in noted(sheet, table, "台账.xlsx")]


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("应为300", "“应为”"), ("更正：300元", "“更正”"), ("数字有误，以案卷为准", "“有误”"), ("此数待核实", "“待核”"),
        ("估算", "“估算”"), ("另有200元没有入账", "“另有”"), ("300", "另一个数"), ("实际300元", "另一个数"),
    ],
)  # fmt: skip
def test_a_comment_that_corrects_its_cell_is_told(comment: str, words: str) -> None:
    message = f"这一格的批注写着{words}；批注不算数，格里写的照样收进了底账"
    assert told(comment) == [("CEL016", "B2", message)]


def test_a_comment_that_takes_the_row_out_is_told() -> None:
    message = "这一格的批注写着“重复登记”，这一行照样计入了"
    assert told("重复登记", 2, 0) == [("ROW006", "A3", message)]


@pytest.mark.parametrize(
    "comment",
    ["500元", "500", "已核实，没有错误", "见罚没收据", "核对无误", "没有有误的地方", "2023年3月", ""],
)
def test_any_other_comment_is_not(comment: str) -> None:
    assert told(comment) == []


def test_comments_at_headings_and_footers_are_not() -> None:
    assert told("应为300", 0) == told("应为300", 3) == told("应为300", 9) == told("应为300", 1, 9) == []
